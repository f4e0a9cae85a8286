#include "article/article.h"

#include <string.h>

#include "article/body.h"
#include "article/charset.h"
#include "article/meta.h"
#include "article/reduce.h"
#include "article/tree.h"
#include "base/error.h"

/* Working memory of one call. */
typedef struct work {
    onr_arena arena;
    onr_reduced reduced;
    onr_tree tree;
} work;

static bool find_parts(onr_article *out, onr_arena *arena, work *w, const onr_article_page *page)
{
    onr_meta meta;
    if (!onr_meta_find(&meta, &w->arena, &w->tree, &w->reduced, page)) return false;
    return onr_body_find(out, arena, &w->arena, &w->tree, &meta) &&
           onr_meta_finish(out, arena, &w->arena, &w->tree, &meta, page);
}

static bool read_page(onr_article *out, onr_arena *arena, work *w, const onr_article_page *page,
                      const onr_article_options *options)
{
    onr_charset_text text;
    if (!onr_charset_decode(&text, &w->arena, page->bytes, page->charset)) return false;
    out->charset = (onr_slice){text.name, strlen(text.name)};
    out->repaired = text.repaired;
    if (!onr_reduce(&w->reduced, w->arena.alloc, text.text, options)) return false;
    if (!onr_tree_init(&w->tree, w->arena.alloc, &w->reduced, options)) return false;
    out->cut = w->tree.cut;
    return find_parts(out, arena, w, page);
}

onr_status onr_article_read(onr_article *out, onr_arena *arena, const onr_article_page *page,
                            const onr_article_options *options, onr_error *err)
{
    const onr_article_options standard = ONR_ARTICLE_OPTIONS_DEFAULT;
    *out = (onr_article){.text = {"", 0}};
    if (options == NULL) options = &standard;
    if (page->bytes.len > options->max_bytes)
        return onr_fail(err, ONR_ELIMIT, "the page is longer than %zu bytes", options->max_bytes);
    work w = {.reduced.html = {"", 0}};
    onr_arena_init(&w.arena, arena->alloc);
    onr_arena_init(&w.tree.values, arena->alloc);
    w.tree.alloc = w.reduced.alloc = arena->alloc;
    bool done = read_page(out, arena, &w, page, options);
    onr_tree_deinit(&w.tree);
    onr_reduced_deinit(&w.reduced);
    onr_arena_deinit(&w.arena);
    if (done) return ONR_OK;
    *out = (onr_article){.text = {"", 0}};
    return onr_fail_memory(err);
}
