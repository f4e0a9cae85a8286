#include "doc/doc.h"

#include <string.h>

#include "base/utf8.h"

onr_doc *onr_doc_new(const onr_alloc *alloc)
{
    onr_doc *doc = onr_resize(alloc, NULL, 0, sizeof *doc);
    if (doc == NULL) return NULL;
    memset(doc, 0, sizeof *doc);
    if (alloc != NULL) {
        doc->alloc_copy = *alloc;
        doc->alloc = &doc->alloc_copy;
    }
    onr_arena_init(&doc->arena, doc->alloc);
    return doc;
}

void onr_doc_free(onr_doc *doc)
{
    if (doc == NULL) return;
    const onr_alloc *alloc = doc->alloc;
    onr_release(alloc, doc->tokens, doc->token_capacity * sizeof *doc->tokens);
    onr_release(alloc, doc->sentences, doc->sentence_capacity * sizeof *doc->sentences);
    onr_release(alloc, doc->paragraphs, doc->paragraph_capacity * sizeof *doc->paragraphs);
    onr_release(alloc, doc->blocks, doc->block_capacity * sizeof *doc->blocks);
    onr_release(alloc, doc->bylines, doc->byline_capacity * sizeof *doc->bylines);
    onr_release(alloc, doc->quotes, doc->quote_capacity * sizeof *doc->quotes);
    onr_release(alloc, doc->quoted, doc->quoted_capacity);
    onr_release(alloc, doc->attributions, doc->attribution_capacity * sizeof *doc->attributions);
    onr_release(alloc, doc->spans, doc->span_capacity * sizeof *doc->spans);
    onr_release(alloc, doc->warnings, doc->warning_capacity * sizeof *doc->warnings);
    onr_arena_deinit(&doc->arena);
    onr_alloc copy = doc->alloc_copy;
    onr_release(alloc == NULL ? NULL : &copy, doc, sizeof *doc);
}

/* Append `value` to the layer `name`; answers false from the calling function without memory. */
#define APPEND(doc, name, value)                                                                   \
    do {                                                                                           \
        if (!onr_grow((doc)->alloc, &(doc)->name##s, &(doc)->name##_capacity,                      \
                      (uint64_t)(doc)->name##_count + 1, sizeof *(doc)->name##s))                  \
            return false;                                                                          \
        (doc)->name##s[(doc)->name##_count++] = (value);                                           \
    } while (0)

bool onr_doc_add_token(onr_doc *doc, onr_token token)
{
    APPEND(doc, token, token);
    return true;
}

bool onr_doc_add_sentence(onr_doc *doc, onr_range range)
{
    APPEND(doc, sentence, range);
    return true;
}

bool onr_doc_add_paragraph(onr_doc *doc, onr_range range)
{
    APPEND(doc, paragraph, range);
    return true;
}

bool onr_doc_add_block(onr_doc *doc, onr_block block)
{
    APPEND(doc, block, block);
    return true;
}

bool onr_doc_add_byline(onr_doc *doc, onr_slice name)
{
    APPEND(doc, byline, name);
    return true;
}

bool onr_doc_add_quote(onr_doc *doc, onr_quote quote)
{
    APPEND(doc, quote, quote);
    return true;
}

bool onr_doc_add_warning(onr_doc *doc, const char *kind, const char *why, onr_span span)
{
    onr_warning warning = {kind, why, span};
    APPEND(doc, warning, warning);
    return true;
}

bool onr_doc_add_attribution(onr_doc *doc, const onr_attribution *attribution)
{
    APPEND(doc, attribution, *attribution);
    return true;
}

bool onr_doc_add_part(onr_doc *doc, onr_part *out, const onr_span *spans, uint32_t count)
{
    onr_part part = {doc->span_count, count};
    for (uint32_t i = 0; i < count; i++) APPEND(doc, span, spans[i]);
    *out = part;
    return true;
}

enum { CODEPOINT_STRIDE = 64 };

bool onr_doc_index_codepoints(onr_doc *doc)
{
    const char *text = doc->text.ptr;
    size_t len = doc->text.len;
    doc->codepoints = NULL;
    if (onr_utf8_count(text, len) == len) return true;
    uint32_t *index = onr_arena_array(&doc->arena, len / CODEPOINT_STRIDE + 1, sizeof *index);
    if (index == NULL) return false;
    uint32_t count = 0;
    for (size_t at = 0; at < len; at += CODEPOINT_STRIDE) {
        size_t step = len - at < CODEPOINT_STRIDE ? len - at : CODEPOINT_STRIDE;
        index[at / CODEPOINT_STRIDE] = count;
        count += (uint32_t)onr_utf8_count(text + at, step);
    }
    if (len % CODEPOINT_STRIDE == 0) index[len / CODEPOINT_STRIDE] = count;
    doc->codepoints = index;
    return true;
}

uint32_t onr_doc_codepoint(const onr_doc *doc, uint32_t byte)
{
    if (byte > doc->text.len) byte = (uint32_t)doc->text.len;
    if (doc->codepoints == NULL) return byte;
    uint32_t block = byte / CODEPOINT_STRIDE;
    size_t start = (size_t)block * CODEPOINT_STRIDE;
    return doc->codepoints[block] + (uint32_t)onr_utf8_count(doc->text.ptr + start, byte - start);
}

uint32_t onr_range_find(const onr_range *ranges, uint32_t count, uint32_t token)
{
    uint32_t low = 0, high = count;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (ranges[middle].first_token <= token)
            low = middle;
        else
            high = middle;
    }
    return low;
}

uint32_t onr_doc_quote_around(const onr_doc *doc, uint32_t token)
{
    uint32_t low = 0, high = doc->quote_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (doc->quotes[middle].first_token <= token)
            low = middle + 1;
        else
            high = middle;
    }
    uint32_t i = low == 0 ? ONR_NONE : low - 1;
    while (i != ONR_NONE && doc->quotes[i].end_token <= token) i = doc->quotes[i].parent;
    return i;
}

onr_slice onr_doc_text(const onr_doc *doc)
{
    return doc->text;
}

const uint8_t *onr_doc_sha256(const onr_doc *doc)
{
    return doc->sha256;
}

const onr_input *onr_doc_meta(const onr_doc *doc)
{
    return &doc->meta;
}

onr_slice onr_doc_language(const onr_doc *doc)
{
    return doc->language;
}

uint32_t onr_doc_byline_count(const onr_doc *doc)
{
    return doc->byline_count;
}

onr_slice onr_doc_byline_at(const onr_doc *doc, uint32_t i)
{
    return doc->bylines[i];
}

uint32_t onr_doc_token_count(const onr_doc *doc)
{
    return doc->token_count;
}

const onr_token *onr_doc_token_at(const onr_doc *doc, uint32_t i)
{
    return &doc->tokens[i];
}

uint32_t onr_doc_sentence_count(const onr_doc *doc)
{
    return doc->sentence_count;
}

onr_range onr_doc_sentence_at(const onr_doc *doc, uint32_t i)
{
    return doc->sentences[i];
}

uint32_t onr_doc_paragraph_count(const onr_doc *doc)
{
    return doc->paragraph_count;
}

onr_range onr_doc_paragraph_at(const onr_doc *doc, uint32_t i)
{
    return doc->paragraphs[i];
}

uint32_t onr_doc_block_count(const onr_doc *doc)
{
    return doc->block_count;
}

const onr_block *onr_doc_block_at(const onr_doc *doc, uint32_t i)
{
    return &doc->blocks[i];
}

uint32_t onr_doc_quote_count(const onr_doc *doc)
{
    return doc->quote_count;
}

const onr_quote *onr_doc_quote_at(const onr_doc *doc, uint32_t i)
{
    return &doc->quotes[i];
}

uint8_t onr_doc_quoted_at(const onr_doc *doc, uint32_t token)
{
    return doc->quoted == NULL ? 0 : doc->quoted[token];
}

uint32_t onr_doc_attribution_count(const onr_doc *doc)
{
    return doc->attribution_count;
}

const onr_attribution *onr_doc_attribution_at(const onr_doc *doc, uint32_t i)
{
    return &doc->attributions[i];
}

uint32_t onr_doc_warning_count(const onr_doc *doc)
{
    return doc->warning_count;
}

const onr_warning *onr_doc_warning_at(const onr_doc *doc, uint32_t i)
{
    return &doc->warnings[i];
}

const onr_span *onr_doc_spans(const onr_doc *doc, onr_part part, uint32_t *count)
{
    *count = part.count;
    return part.count == 0 ? NULL : &doc->spans[part.first];
}
