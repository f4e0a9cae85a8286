#include "block/block.h"

#include "base/error.h"

/* The given block that holds a byte, as the search goes forward through the text. */
typedef struct given {
    const onr_block *blocks;
    uint32_t count;
    uint32_t at; /* blocks before it end at or before every byte still to come */
} given;

/* Index of the given block that holds `byte`, or ONR_NONE; `byte` never goes back. */
static uint32_t given_at(given *g, uint32_t byte)
{
    while (g->at < g->count && g->blocks[g->at].span.end_byte <= byte) g->at++;
    return g->at < g->count && g->blocks[g->at].span.start_byte <= byte ? g->at : ONR_NONE;
}

static bool add_block(onr_doc *doc, const given *g, onr_range range, uint32_t from)
{
    uint8_t kind = from == ONR_NONE ? (uint8_t)ONR_BLOCK_BODY : g->blocks[from].kind;
    if (kind > ONR_BLOCK_OTHER) kind = ONR_BLOCK_OTHER;
    onr_span span = {doc->tokens[range.first_token].start_byte,
                     onr_token_end(&doc->tokens[range.end_token - 1])};
    return onr_doc_add_block(doc, (onr_block){span, kind});
}

/* Cut a paragraph where the given blocks change. */
static bool label_paragraph(onr_doc *doc, given *g, onr_range paragraph)
{
    uint32_t first = paragraph.first_token;
    uint32_t from = given_at(g, doc->tokens[first].start_byte);
    for (uint32_t t = first + 1; t < paragraph.end_token && g->count > 0; t++) {
        uint32_t here = given_at(g, doc->tokens[t].start_byte);
        if (here == from) continue;
        if (!add_block(doc, g, (onr_range){first, t}, from)) return false;
        first = t;
        from = here;
    }
    return add_block(doc, g, (onr_range){first, paragraph.end_token}, from);
}

static bool take_bylines(onr_doc *doc)
{
    for (uint32_t i = 0; i < doc->meta.byline_count; i++)
        if (!onr_doc_add_byline(doc, doc->meta.bylines[i])) return false;
    return true;
}

onr_status onr_block_run(onr_doc *doc, onr_error *err)
{
    given g = {doc->meta.blocks, doc->meta.block_count, 0};
    if (!take_bylines(doc)) return onr_fail_memory(err);
    for (uint32_t p = 0; p < doc->paragraph_count; p++)
        if (!label_paragraph(doc, &g, doc->paragraphs[p])) return onr_fail_memory(err);
    return ONR_OK;
}
