#include "ingest/page.h"

#include "article/fragment.h"
#include "base/error.h"
#include "ingest/text.h"

static void set_if_absent(onr_slice *to, onr_slice value)
{
    if (to->ptr == NULL && value.len > 0) *to = value;
}

/* The headings, which only the page knows to be some. False when memory is short. */
static bool take_headings(onr_input *out, onr_arena *arena, const onr_article *article)
{
    onr_block *blocks = onr_arena_array(arena, article->block_count, sizeof *blocks);
    if (blocks == NULL) return false;
    for (uint32_t i = 0; i < article->block_count; i++) {
        const onr_article_block *from = &article->blocks[i];
        if (from->kind != ONR_ARTICLE_HEADING) continue;
        blocks[out->block_count++] = (onr_block){from->span, ONR_BLOCK_HEADLINE};
    }
    out->blocks = blocks;
    return true;
}

static void take_facts(onr_input *out, const onr_article *article)
{
    set_if_absent(&out->title, article->title);
    set_if_absent(&out->url, article->url);
    set_if_absent(&out->published, article->published);
    set_if_absent(&out->modified, article->modified);
    set_if_absent(&out->site, article->site);
    set_if_absent(&out->section, article->section);
    set_if_absent(&out->language, article->language);
    if (out->byline_count == 0) {
        out->bylines = article->bylines;
        out->byline_count = article->byline_count;
    }
    out->truncated |= article->cut;
}

onr_status onr_ingest_page(onr_doc *doc, const onr_input *in, onr_error *err)
{
    onr_arena arena;
    onr_article article;
    onr_article_page page = {.bytes = in->html, .charset = in->charset, .url = in->url};
    onr_input out = *in;
    onr_arena_init(&arena, doc->alloc);
    onr_status status = in->fragment ? onr_article_fragment(&article, &arena, &page, NULL, err)
                                     : onr_article_read(&article, &arena, &page, NULL, err);
    if (status == ONR_OK) {
        out.text = article.text;
        out.html = (onr_slice){NULL, 0};
        take_facts(&out, &article);
        status = take_headings(&out, &arena, &article) ? onr_ingest_text(doc, &out, err)
                                                       : onr_fail_memory(err);
    }
    onr_arena_deinit(&arena);
    return status;
}
