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
    onr_release(alloc, doc->tags, doc->tag_capacity * sizeof *doc->tags);
    onr_release(alloc, doc->lemmas, doc->lemma_capacity * sizeof *doc->lemmas);
    onr_release(alloc, doc->arcs, doc->arc_capacity * sizeof *doc->arcs);
    onr_release(alloc, doc->feats, doc->feats_capacity * sizeof *doc->feats);
    onr_release(alloc, doc->mentions, doc->mention_capacity * sizeof *doc->mentions);
    onr_release(alloc, doc->entities, doc->entity_capacity * sizeof *doc->entities);
    onr_release(alloc, doc->references, doc->reference_capacity * sizeof *doc->references);
    onr_release(alloc, doc->chains, doc->chain_capacity * sizeof *doc->chains);
    onr_release(alloc, doc->speakers, doc->speaker_capacity * sizeof *doc->speakers);
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

/* Give `*layer` one zeroed element for each token. A text without tokens has no layer. */
static bool make_layer(onr_doc *doc, void *layer, uint32_t *capacity, size_t element_size)
{
    if (doc->token_count == 0) return true;
    if (!onr_grow(doc->alloc, layer, capacity, doc->token_count, element_size)) return false;
    void *elements;
    memcpy(&elements, layer, sizeof elements);
    memset(elements, 0, doc->token_count * element_size);
    return true;
}

bool onr_doc_make_tags(onr_doc *doc)
{
    return make_layer(doc, &doc->tags, &doc->tag_capacity, sizeof *doc->tags);
}

bool onr_doc_make_lemmas(onr_doc *doc)
{
    return make_layer(doc, &doc->lemmas, &doc->lemma_capacity, sizeof *doc->lemmas);
}

bool onr_doc_make_arcs(onr_doc *doc)
{
    return make_layer(doc, &doc->arcs, &doc->arc_capacity, sizeof *doc->arcs);
}

static bool push_feats(onr_doc *doc, onr_slice feats)
{
    if (!onr_grow(doc->alloc, &doc->feats, &doc->feats_capacity, (uint64_t)doc->feats_count + 1,
                  sizeof *doc->feats))
        return false;
    doc->feats[doc->feats_count++] = feats;
    return true;
}

bool onr_doc_add_feats(onr_doc *doc, uint16_t *out, onr_slice feats)
{
    onr_slice copy;
    *out = 0;
    if (feats.len == 0) return true;
    if (doc->feats_count == 0 && !push_feats(doc, (onr_slice){"", 0})) return false;
    if (doc->feats_count > UINT16_MAX || !onr_arena_copy(&doc->arena, &copy, feats) ||
        !push_feats(doc, copy))
        return false;
    *out = (uint16_t)(doc->feats_count - 1);
    return true;
}

bool onr_doc_add_entity(onr_doc *doc, onr_slice name, uint8_t type)
{
    const onr_entity entity = {.name = name, .first_mention = ONR_NONE, .type = type};
    if (!onr_grow(doc->alloc, &doc->entities, &doc->entity_capacity,
                  (uint64_t)doc->entity_count + 1, sizeof *doc->entities))
        return false;
    doc->entities[doc->entity_count++] = entity;
    return true;
}

bool onr_doc_add_mention(onr_doc *doc, onr_range range, uint32_t entity, uint32_t last)
{
    const onr_mention mention = {range.first_token, range.end_token, entity, ONR_NONE};
    APPEND(doc, mention, mention);
    if (last == ONR_NONE)
        doc->entities[entity].first_mention = doc->mention_count - 1;
    else
        doc->mentions[last].next = doc->mention_count - 1;
    doc->entities[entity].mention_count++;
    return true;
}

bool onr_doc_add_reference(onr_doc *doc, const onr_reference *reference, uint32_t last)
{
    const uint32_t index = doc->reference_count;
    const bool begins = reference->antecedent == ONR_NONE;
    onr_reference copy = *reference;
    copy.chain = begins ? doc->chain_count : doc->references[copy.antecedent].chain;
    copy.next = ONR_NONE;
    if (begins && !onr_grow(doc->alloc, &doc->chains, &doc->chain_capacity,
                            (uint64_t)doc->chain_count + 1, sizeof *doc->chains))
        return false;
    APPEND(doc, reference, copy);
    if (begins) doc->chains[doc->chain_count++] = (onr_chain){.first_reference = index};
    else doc->references[last].next = index;
    doc->chains[copy.chain].reference_count++;
    return true;
}

bool onr_doc_add_attribution(onr_doc *doc, const onr_attribution *attribution)
{
    APPEND(doc, attribution, *attribution);
    onr_attribution *added = &doc->attributions[doc->attribution_count - 1];
    added->speaker = ONR_NONE;
    for (uint32_t i = 0; i < ONR_CANDIDATES; i++) added->candidates[i] = ONR_NONE;
    return true;
}

bool onr_doc_add_speaker(onr_doc *doc, const onr_speaker *speaker)
{
    APPEND(doc, speaker, *speaker);
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

uint32_t onr_doc_block_around(const onr_doc *doc, uint32_t byte)
{
    uint32_t low = 0, high = doc->block_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (doc->blocks[middle].span.end_byte <= byte)
            low = middle + 1;
        else
            high = middle;
    }
    return low < doc->block_count && doc->blocks[low].span.start_byte <= byte ? low : ONR_NONE;
}

bool onr_doc_is_silent(const onr_doc *doc, uint32_t token)
{
    uint32_t block = onr_doc_block_around(doc, doc->tokens[token].start_byte);
    uint8_t kind = block == ONR_NONE ? (uint8_t)ONR_BLOCK_BODY : doc->blocks[block].kind;
    return kind == ONR_BLOCK_PROMOTION || kind == ONR_BLOCK_CREDIT;
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

bool onr_doc_set_copy_of(onr_doc *doc, onr_slice id)
{
    return onr_arena_copy(&doc->arena, &doc->copy_of, id);
}

onr_slice onr_doc_copy_of(const onr_doc *doc)
{
    return doc->copy_of;
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

const onr_tag *onr_doc_tag_at(const onr_doc *doc, uint32_t token)
{
    return doc->tags == NULL ? NULL : &doc->tags[token];
}

const onr_arc *onr_doc_arc_at(const onr_doc *doc, uint32_t token)
{
    return doc->arcs == NULL ? NULL : &doc->arcs[token];
}

onr_slice onr_doc_lemma_at(const onr_doc *doc, uint32_t token)
{
    return doc->lemmas == NULL ? (onr_slice){NULL, 0} : doc->lemmas[token];
}

onr_slice onr_doc_feats(const onr_doc *doc, uint16_t feats)
{
    return feats < doc->feats_count ? doc->feats[feats] : (onr_slice){"", 0};
}

bool onr_doc_has_entities(const onr_doc *doc)
{
    return doc->has_entities;
}

uint32_t onr_doc_entity_count(const onr_doc *doc)
{
    return doc->entity_count;
}

const onr_entity *onr_doc_entity_at(const onr_doc *doc, uint32_t i)
{
    return &doc->entities[i];
}

uint32_t onr_doc_mention_count(const onr_doc *doc)
{
    return doc->mention_count;
}

const onr_mention *onr_doc_mention_at(const onr_doc *doc, uint32_t i)
{
    return &doc->mentions[i];
}

bool onr_doc_has_chains(const onr_doc *doc)
{
    return doc->has_chains;
}

uint32_t onr_doc_chain_count(const onr_doc *doc)
{
    return doc->chain_count;
}

const onr_chain *onr_doc_chain_at(const onr_doc *doc, uint32_t i)
{
    return &doc->chains[i];
}

uint32_t onr_doc_reference_count(const onr_doc *doc)
{
    return doc->reference_count;
}

const onr_reference *onr_doc_reference_at(const onr_doc *doc, uint32_t i)
{
    return &doc->references[i];
}

/* The first reference that begins at `token` or behind it. */
static uint32_t reference_from(const onr_doc *doc, uint32_t token)
{
    uint32_t low = 0, high = doc->reference_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (doc->references[middle].first_token < token)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The first reference of the sentence that holds a token. */
static uint32_t reference_of_sentence(const onr_doc *doc, uint32_t token)
{
    uint32_t sentence = onr_range_find(doc->sentences, doc->sentence_count, token);
    return reference_from(doc, doc->sentences[sentence].first_token);
}

uint32_t onr_doc_reference_of_head(const onr_doc *doc, uint32_t token)
{
    uint32_t found = ONR_NONE;
    if (doc->reference_count == 0) return ONR_NONE;
    for (uint32_t i = reference_of_sentence(doc, token); i < doc->reference_count; i++) {
        const onr_reference *r = &doc->references[i];
        if (r->first_token > token) break;
        if (r->head_token == token) found = i;
    }
    return found;
}

static uint32_t length_of(const onr_reference *r)
{
    return r->end_token - r->first_token;
}

uint32_t onr_doc_reference_in(const onr_doc *doc, onr_range range)
{
    uint32_t inside = ONR_NONE, around = ONR_NONE;
    if (doc->reference_count == 0) return ONR_NONE;
    uint32_t i = reference_of_sentence(doc, range.first_token);
    for (; i < doc->reference_count; i++) {
        const onr_reference *r = &doc->references[i];
        if (r->first_token >= range.end_token) break;
        bool within = r->first_token >= range.first_token && r->end_token <= range.end_token;
        bool holds = r->first_token <= range.first_token && r->end_token >= range.end_token;
        if (within && (inside == ONR_NONE || length_of(r) > length_of(&doc->references[inside])))
            inside = i;
        if (holds && (around == ONR_NONE || length_of(r) < length_of(&doc->references[around])))
            around = i;
    }
    return inside != ONR_NONE ? inside : around;
}

uint32_t onr_doc_attribution_count(const onr_doc *doc)
{
    return doc->attribution_count;
}

const onr_attribution *onr_doc_attribution_at(const onr_doc *doc, uint32_t i)
{
    return &doc->attributions[i];
}

bool onr_doc_has_speakers(const onr_doc *doc)
{
    return doc->has_speakers;
}

uint32_t onr_doc_speaker_count(const onr_doc *doc)
{
    return doc->speaker_count;
}

const onr_speaker *onr_doc_speaker_at(const onr_doc *doc, uint32_t i)
{
    return &doc->speakers[i];
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
