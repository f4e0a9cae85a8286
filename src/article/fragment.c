#include "article/fragment.h"

#include <string.h>

#include "article/charset.h"
#include "article/reduce.h"
#include "article/render.h"
#include "article/tree.h"
#include "base/error.h"

/* Working memory of one call. */
typedef struct work {
    onr_arena arena;
    onr_reduced reduced;
    onr_tree tree;
    onr_rendered rendered;
} work;

static bool take(onr_article *out, onr_arena *arena, const onr_rendered *from)
{
    onr_article_block *blocks = onr_arena_array(arena, from->block_count, sizeof *blocks);
    onr_slice text = {from->text_len == 0 ? "" : from->text, from->text_len};
    if (blocks == NULL || !onr_arena_copy(arena, &out->text, text)) return false;
    for (uint32_t i = 0; i < from->block_count; i++) blocks[i] = from->blocks[i].block;
    out->blocks = blocks;
    out->block_count = from->block_count;
    return true;
}

static bool read_fragment(onr_article *out, onr_arena *arena, work *w, const onr_article_page *page,
                          const onr_article_options *options)
{
    const onr_alloc *alloc = arena->alloc;
    onr_charset_text text;
    if (!onr_charset_decode(&text, &w->arena, page->bytes, page->charset)) return false;
    out->charset = (onr_slice){text.name, strlen(text.name)};
    out->repaired = text.repaired;
    if (!onr_reduce(&w->reduced, alloc, text.text, options)) return false;
    if (!onr_tree_init(&w->tree, alloc, &w->reduced, options)) return false;
    out->cut = w->tree.cut;
    if (w->tree.node_count > 0 && !onr_render(&w->rendered, &w->tree, 0, NULL)) return false;
    return take(out, arena, &w->rendered);
}

onr_status onr_article_fragment(onr_article *out, onr_arena *arena, const onr_article_page *page,
                                const onr_article_options *options, onr_error *err)
{
    const onr_article_options standard = ONR_ARTICLE_OPTIONS_DEFAULT;
    *out = (onr_article){.text = {"", 0}};
    if (options == NULL) options = &standard;
    if (page->bytes.len > options->max_bytes)
        return onr_fail(err, ONR_ELIMIT, "the page is longer than %zu bytes", options->max_bytes);
    work w = {.reduced = {.alloc = arena->alloc, .html = {"", 0}},
              .tree = {.alloc = arena->alloc},
              .rendered = {.alloc = arena->alloc}};
    onr_arena_init(&w.arena, arena->alloc);
    bool done = read_fragment(out, arena, &w, page, options);
    onr_rendered_deinit(&w.rendered);
    onr_tree_deinit(&w.tree);
    onr_reduced_deinit(&w.reduced);
    onr_arena_deinit(&w.arena);
    if (done) return ONR_OK;
    *out = (onr_article){.text = {"", 0}};
    return onr_fail_memory(err);
}
