/*
 * check.c - proves the invariants that doc.h states. Debug builds and fuzz targets run it after
 * every document; it is the reference for what a stage may write. Linear in the text and layers.
 */
#include <string.h>

#include "base/utf8.h"
#include "doc/doc.h"

/* Far more than attributions nest: each level's content lies in the one above it. */
enum { MAX_LEVELS = 4096 };

static bool on_boundary(const onr_doc *doc, uint32_t byte)
{
    return byte == doc->text.len ||
           (byte < doc->text.len && ((unsigned char)doc->text.ptr[byte] & 0xC0) != 0x80);
}

static bool is_text(onr_slice slice)
{
    return onr_utf8_valid_prefix(slice.ptr, slice.len) == slice.len;
}

typedef struct blank_range {
    uint32_t first, last;
    bool space; /* otherwise without a width */
} blank_range;

/* Above ASCII, what may stand in no token. In order, disjoint. */
static const blank_range blanks[] = {
    {0x0080, 0x00A0, true},  {0x00AD, 0x00AD, false}, {0x061C, 0x061C, false},
    {0x1680, 0x1680, true},  {0x180E, 0x180E, false}, {0x2000, 0x200A, true},
    {0x200B, 0x200F, false}, {0x2028, 0x2029, true},  {0x202A, 0x202E, false},
    {0x202F, 0x202F, true},  {0x205F, 0x205F, true},  {0x2060, 0x206F, false},
    {0x3000, 0x3000, true},  {0xFEFF, 0xFEFF, false}, {0xFFF9, 0xFFFB, false},
};

/* White space and controls; with `ignorable` also what has no width. */
static bool is_blank(uint32_t codepoint, bool ignorable)
{
    if (codepoint < 0x80) return codepoint <= ' ' || codepoint == 0x7F;
    for (size_t i = 0; i < sizeof blanks / sizeof *blanks && codepoint >= blanks[i].first; i++)
        if (codepoint <= blanks[i].last) return blanks[i].space || ignorable;
    return false;
}

/* True when a token's first or last character is white space. */
static bool has_blank_end(const onr_doc *doc, const onr_token *token)
{
    uint32_t first, last, at = onr_token_end(token) - 1;
    while (!on_boundary(doc, at)) at--;
    onr_utf8_next(doc->text.ptr + token->start_byte, &first);
    onr_utf8_next(doc->text.ptr + at, &last);
    return is_blank(first, false) || is_blank(last, false);
}

static bool all_blank(const onr_doc *doc, uint32_t at, uint32_t end)
{
    uint32_t codepoint;
    while (at < end) {
        at += onr_utf8_next(doc->text.ptr + at, &codepoint);
        if (!is_blank(codepoint, true)) return false;
    }
    return true;
}

static const char *check_tokens(const onr_doc *doc)
{
    uint32_t end = 0;
    for (uint32_t i = 0; i < doc->token_count; i++) {
        const onr_token *t = &doc->tokens[i];
        if (t->len_bytes == 0) return "a token is empty";
        if (t->start_byte < end) return "tokens overlap or are out of order";
        end = onr_token_end(t);
        if (end > doc->text.len) return "a token ends past the text";
        if (!on_boundary(doc, t->start_byte) || !on_boundary(doc, end))
            return "a token splits a code point";
        if (has_blank_end(doc, t)) return "a token begins or ends with white space";
    }
    return NULL;
}

/* Nothing to see between the tokens. Without any token the layer may not be there yet. */
static const char *check_gaps(const onr_doc *doc)
{
    uint32_t end = 0;
    if (doc->token_count == 0) return NULL;
    for (uint32_t i = 0; i < doc->token_count; i++) {
        if (!all_blank(doc, end, doc->tokens[i].start_byte)) return "visible text is in no token";
        end = onr_token_end(&doc->tokens[i]);
    }
    return all_blank(doc, end, (uint32_t)doc->text.len) ? NULL : "visible text is in no token";
}

static const char *check_cover(const onr_doc *doc, const onr_range *ranges, uint32_t count)
{
    uint32_t end = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (ranges[i].first_token != end || ranges[i].end_token <= ranges[i].first_token)
            return "sentences or paragraphs leave a gap or are empty";
        end = ranges[i].end_token;
    }
    return end == doc->token_count ? NULL : "sentences or paragraphs do not cover the tokens";
}

static const char *check_nesting(const onr_doc *doc)
{
    uint32_t p = 0;
    for (uint32_t i = 0; i < doc->sentence_count; i++) {
        while (doc->paragraphs[p].end_token <= doc->sentences[i].first_token) p++;
        if (doc->sentences[i].end_token > doc->paragraphs[p].end_token)
            return "a sentence crosses a paragraph";
    }
    return NULL;
}

static const char *check_block(const onr_doc *doc, const onr_block *block, uint32_t end)
{
    onr_span s = block->span;
    if (s.start_byte >= s.end_byte || s.end_byte > doc->text.len)
        return "a block is empty or ends past the text";
    if (s.start_byte < end) return "blocks overlap or are out of order";
    if (!on_boundary(doc, s.start_byte) || !on_boundary(doc, s.end_byte))
        return "a block splits a code point";
    if (block->kind > ONR_BLOCK_OTHER) return "a block is of no kind";
    return all_blank(doc, end, s.start_byte) ? NULL : "visible text is in no block";
}

/* Without any block the layer may not be there yet. */
static const char *check_blocks(const onr_doc *doc)
{
    uint32_t end = 0, token = 0;
    if (doc->block_count == 0) return NULL;
    for (uint32_t i = 0; i < doc->block_count; i++) {
        const char *broken = check_block(doc, &doc->blocks[i], end);
        if (broken != NULL) return broken;
        end = doc->blocks[i].span.end_byte;
        while (token < doc->token_count && onr_token_end(&doc->tokens[token]) <= end) token++;
        if (token < doc->token_count && doc->tokens[token].start_byte < end)
            return "a block cuts a token";
    }
    return all_blank(doc, end, (uint32_t)doc->text.len) ? NULL : "visible text is in no block";
}

/* `around` is the innermost quotation that has not ended before quotes[i]. Each step of the search
 * for it leaves a quotation for good, so that all searches together are linear. */
static const char *check_quotes(const onr_doc *doc)
{
    uint32_t around = ONR_NONE;
    for (uint32_t i = 0; i < doc->quote_count; i++) {
        const onr_quote *q = &doc->quotes[i];
        if (q->first_token >= q->end_token || q->end_token > doc->token_count)
            return "a quotation is empty or ends past the tokens";
        if (i > 0 && q->first_token <= doc->quotes[i - 1].first_token)
            return "quotations are out of order";
        if (q->parent != ONR_NONE && q->parent >= i) return "a quotation's parent comes after it";
        while (around != ONR_NONE && doc->quotes[around].end_token <= q->first_token)
            around = doc->quotes[around].parent;
        if (around != ONR_NONE && doc->quotes[around].end_token < q->end_token)
            return "quotations interleave";
        if (q->parent != around) return "a quotation's parent is not the one around it";
        around = i;
    }
    return NULL;
}

static const char *check_tags(const onr_doc *doc)
{
    for (uint32_t i = 0; doc->tags != NULL && i < doc->token_count; i++) {
        const onr_tag *tag = &doc->tags[i];
        if (tag->upos >= ONR_UPOS_COUNT || tag->xpos >= ONR_XPOS_COUNT)
            return "a token has an unknown part of speech";
        if (tag->feats != 0 && tag->feats >= doc->feats_count)
            return "a token's features are not there";
    }
    for (uint32_t i = 0; doc->lemmas != NULL && i < doc->token_count; i++) {
        onr_slice lemma = doc->lemmas[i];
        if (lemma.len == 0) return "a lemma is empty";
        if (!is_text(lemma)) return "a lemma is not well-formed UTF-8";
    }
    return NULL;
}

static const char *check_sentence_arcs(const onr_doc *doc, onr_range s)
{
    uint32_t roots = 0;
    for (uint32_t i = s.first_token; i < s.end_token; i++) {
        const onr_arc *arc = &doc->arcs[i];
        bool root = arc->head == ONR_NONE;
        roots += root;
        if (arc->rel >= ONR_REL_COUNT) return "a token has an unknown relation";
        if (root != (arc->rel == ONR_REL_ROOT)) return "the root and its relation do not agree";
        if (!root && (arc->head < s.first_token || arc->head >= s.end_token || arc->head == i))
            return "a head is in another sentence or the token itself";
    }
    return roots == 1 ? NULL : "a sentence has no root or several";
}

/* Go up from each token until a token is met that has been seen: a circle when that was on this
 * very way. `seen` has for each token the way that came by it first, counted from 1. */
static bool has_circle(const onr_doc *doc, uint32_t *seen)
{
    for (uint32_t i = 0; i < doc->token_count; i++) {
        uint32_t at = i;
        for (; at != ONR_NONE && seen[at] == 0; at = doc->arcs[at].head) seen[at] = i + 1;
        if (at != ONR_NONE && seen[at] == i + 1) return true;
    }
    return false;
}

/* The only check that takes memory; without any the circles go unseen. */
static const char *check_arcs(const onr_doc *doc)
{
    if (doc->arcs == NULL) return NULL;
    for (uint32_t i = 0; i < doc->sentence_count; i++) {
        const char *broken = check_sentence_arcs(doc, doc->sentences[i]);
        if (broken != NULL) return broken;
    }
    size_t size = doc->token_count * sizeof(uint32_t);
    uint32_t *seen = onr_resize(NULL, NULL, 0, size);
    if (seen == NULL) return NULL;
    memset(seen, 0, size);
    bool circle = has_circle(doc, seen);
    onr_release(NULL, seen, size);
    return circle ? "a token depends on itself" : NULL;
}

/* No name holds more names in names than this. */
enum { MAX_MENTION_LEVELS = 64 };

/* `ends` has the ends of the mentions around the one at hand, outermost first. */
static const char *check_mentions(const onr_doc *doc)
{
    uint32_t ends[MAX_MENTION_LEVELS], depth = 0, sentence = 0;
    for (uint32_t i = 0; i < doc->mention_count; i++) {
        const onr_mention *m = &doc->mentions[i], *before = i > 0 ? m - 1 : NULL;
        if (m->first_token >= m->end_token || m->end_token > doc->token_count)
            return "a mention is empty or ends past the tokens";
        if (before != NULL && m->first_token < before->first_token)
            return "mentions are out of order";
        while (doc->sentences[sentence].end_token <= m->first_token) sentence++;
        if (m->end_token > doc->sentences[sentence].end_token)
            return "a mention crosses a sentence";
        while (depth > 0 && ends[depth - 1] <= m->first_token) depth--;
        if (depth > 0 && ends[depth - 1] < m->end_token) return "mentions interleave";
        if (depth == MAX_MENTION_LEVELS) return "mentions nest too deeply";
        ends[depth++] = m->end_token;
    }
    return NULL;
}

/* Chains go forward only, so that a chain cannot be a circle; when together they are as long as
 * there are mentions, each is in one. */
static const char *check_entities(const onr_doc *doc)
{
    uint32_t all = 0;
    for (uint32_t i = 0; i < doc->entity_count; i++) {
        const onr_entity *e = &doc->entities[i];
        if (e->type >= ONR_ENTITY_COUNT) return "an entity has an unknown type";
        if (!is_text(e->name)) return "an entity's name is not well-formed UTF-8";
        if (e->gender > ONR_GENDER_MALE) return "an entity has an unknown gender";
        if (e->name.len == 0 || e->mention_count == 0) return "an entity has no name or no mention";
        if (i > 0 && e->first_mention <= doc->entities[i - 1].first_mention)
            return "entities are out of order";
        uint32_t count = 0;
        for (uint32_t at = e->first_mention; at != ONR_NONE; count++) {
            if (at >= doc->mention_count || doc->mentions[at].entity != i)
                return "a chain of mentions leads elsewhere";
            uint32_t next = doc->mentions[at].next;
            if (next <= at) return "a chain of mentions goes back";
            at = next;
        }
        if (count != e->mention_count) return "an entity's mentions are counted wrongly";
        all += count;
    }
    if (doc->entity_count > 0 && !doc->has_entities) return "entities are there and are not";
    return all == doc->mention_count ? NULL : "a mention has no entity";
}

/* Only a group and its first member have one head, and the group comes first and holds the other.
 * `seen` has for each token the reference whose head it is, counted from 1. */
static bool share_heads(const onr_doc *doc, uint32_t *seen)
{
    for (uint32_t i = 0; i < doc->reference_count; i++) {
        const onr_reference *r = &doc->references[i];
        uint32_t *other = &seen[r->head_token];
        if (*other == UINT32_MAX) return true;
        if (*other > 0 && doc->references[*other - 1].end_token < r->end_token) return true;
        *other = *other > 0 ? UINT32_MAX : i + 1;
    }
    return false;
}

/* Takes memory; without any, heads go unseen. */
static const char *check_heads(const onr_doc *doc)
{
    size_t size = doc->token_count * sizeof(uint32_t);
    uint32_t *seen = doc->reference_count > 0 ? onr_resize(NULL, NULL, 0, size) : NULL;
    if (seen == NULL) return NULL;
    memset(seen, 0, size);
    bool shared = share_heads(doc, seen);
    onr_release(NULL, seen, size);
    return shared ? "two references have one head" : NULL;
}

/* The name that a reference is or is built around. */
static bool holds_mention(const onr_doc *doc, const onr_reference *r)
{
    if (r->mention == ONR_NONE) return true;
    if (r->mention >= doc->mention_count) return false;
    const onr_mention *m = &doc->mentions[r->mention];
    return m->first_token < r->end_token && r->first_token < m->end_token;
}

static const char *check_reference(const onr_doc *doc, uint32_t i)
{
    const onr_reference *r = &doc->references[i], *before = i > 0 ? r - 1 : NULL;
    if (r->first_token >= r->end_token || r->end_token > doc->token_count)
        return "a reference is empty or ends past the tokens";
    if (r->head_token < r->first_token || r->head_token >= r->end_token)
        return "a reference's head is not in it";
    if (before != NULL && (r->first_token < before->first_token ||
                           (r->first_token == before->first_token &&
                            r->end_token >= before->end_token)))
        return "references are equal or out of order";
    uint32_t sentence = onr_range_find(doc->sentences, doc->sentence_count, r->first_token);
    if (r->end_token > doc->sentences[sentence].end_token) return "a reference crosses a sentence";
    if (r->kind > ONR_REFERENCE_RELATIVE) return "a reference is of no kind";
    if (!holds_mention(doc, r)) return "a reference names what is not there";
    if (!(r->probability >= 0.0f && r->probability <= 1.0f))
        return "a reference's probability is not between 0 and 1";
    if (r->chain >= doc->chain_count) return "a reference's chain is not there";
    if (r->antecedent == ONR_NONE)
        return doc->chains[r->chain].first_reference == i ? NULL
                                                         : "a reference has lost its antecedent";
    if (r->antecedent >= i || doc->references[r->antecedent].chain != r->chain)
        return "an antecedent is of another chain or comes later";
    return NULL;
}

/* As for the mentions of entities. */
static const char *check_chains(const onr_doc *doc)
{
    uint32_t all = 0;
    for (uint32_t i = 0; i < doc->reference_count; i++) {
        const char *broken = check_reference(doc, i);
        if (broken != NULL) return broken;
    }
    for (uint32_t i = 0; i < doc->chain_count; i++) {
        uint32_t count = 0, at = doc->chains[i].first_reference;
        if (i > 0 && at <= doc->chains[i - 1].first_reference) return "chains are out of order";
        for (; at != ONR_NONE; count++) {
            if (at >= doc->reference_count || doc->references[at].chain != i)
                return "a chain of references leads elsewhere";
            uint32_t next = doc->references[at].next;
            if (next <= at) return "a chain of references goes back";
            at = next;
        }
        if (count != doc->chains[i].reference_count)
            return "a chain's references are counted wrongly";
        all += count;
    }
    if (doc->chain_count > 0 && !doc->has_chains) return "chains are there and are not";
    return all == doc->reference_count ? check_heads(doc) : "a reference is in no chain";
}

static const char *check_part(const onr_doc *doc, onr_part part)
{
    if (part.count == 0) return NULL;
    if (part.first > doc->span_count || part.count > doc->span_count - part.first)
        return "a part points outside the span table";
    uint32_t end = 0;
    for (uint32_t i = 0; i < part.count; i++) {
        onr_span s = doc->spans[part.first + i];
        if (s.start_byte >= s.end_byte || s.end_byte > doc->text.len)
            return "a span is empty or ends past the text";
        if (i > 0 && s.start_byte < end) return "spans of a part overlap or are out of order";
        if (!on_boundary(doc, s.start_byte) || !on_boundary(doc, s.end_byte))
            return "a span splits a code point";
        end = s.end_byte;
    }
    return NULL;
}

static uint32_t first_byte(const onr_doc *doc, const onr_attribution *a)
{
    const onr_part parts[] = {a->source, a->cue, a->content};
    uint32_t first = UINT32_MAX;
    for (uint32_t i = 0; i < 3; i++) {
        if (parts[i].count > 0 && doc->spans[parts[i].first].start_byte < first)
            first = doc->spans[parts[i].first].start_byte;
    }
    return first;
}

/* The lowest index of a circle is met again on the way up from it, and until then all others are
 * above it: a walk may end below its start. That ends most at once; the bound sees to the rest. */
static bool is_in_circle(const onr_doc *doc, uint32_t i)
{
    uint32_t at = doc->attributions[i].parent, levels = 1;
    while (at != ONR_NONE && at > i && levels++ < MAX_LEVELS) at = doc->attributions[at].parent;
    return at != ONR_NONE && at >= i;
}

static const char *check_circles(const onr_doc *doc)
{
    for (uint32_t i = 0; i < doc->attribution_count; i++)
        if (is_in_circle(doc, i)) return "attributions hold each other or nest too deeply";
    return NULL;
}

/* Different ones, without a gap, and only where nobody was sure. */
static const char *check_candidates(const onr_doc *doc, const onr_attribution *a)
{
    for (uint32_t i = 0; i < ONR_CANDIDATES; i++) {
        uint32_t candidate = a->candidates[i];
        if (candidate == ONR_NONE) continue;
        if (candidate >= doc->speaker_count) return "a candidate is not there";
        if (a->speaker != ONR_NONE) return "an attribution has a speaker and candidates";
        if (i > 0 && a->candidates[i - 1] == ONR_NONE) return "candidates leave a gap";
        for (uint32_t before = 0; before < i; before++)
            if (a->candidates[before] == candidate) return "a candidate is there twice";
    }
    return NULL;
}

static const char *check_setting(const onr_doc *doc, const onr_attribution *a)
{
    const onr_part parts[] = {a->addressee, a->time, a->place, a->occasion};
    for (uint32_t i = 0; i < 4; i++) {
        const char *broken = check_part(doc, parts[i]);
        if (broken != NULL) return broken;
    }
    if (!is_text(a->date)) return "a date is not well-formed UTF-8";
    if (a->speaker != ONR_NONE && a->speaker >= doc->speaker_count)
        return "an attribution's speaker is not there";
    if (!(a->speaker_confidence >= 0.0f && a->speaker_confidence <= 1.0f))
        return "the confidence in a speaker is not between 0 and 1";
    return check_candidates(doc, a);
}

static const char *check_speakers(const onr_doc *doc)
{
    for (uint32_t i = 0; i < doc->speaker_count; i++) {
        const onr_speaker *s = &doc->speakers[i];
        if (s->kind > ONR_SPEAKER_UNKNOWN) return "a speaker has an unknown kind";
        if (s->name.len == 0) return "a speaker has no name";
        if (!is_text(s->name) || !is_text(s->role) || !is_text(s->affiliation))
            return "what a speaker is called is not well-formed UTF-8";
        if (s->entity != ONR_NONE && s->entity >= doc->entity_count)
            return "a speaker's entity is not there";
        const char *broken = check_part(doc, s->mentions);
        if (broken != NULL) return broken;
    }
    if (doc->speaker_count > 0 && !doc->has_speakers) return "speakers are there and are not";
    return NULL;
}

static const char *check_attributions(const onr_doc *doc)
{
    uint32_t last = 0;
    for (uint32_t i = 0; i < doc->attribution_count; i++) {
        const onr_attribution *a = &doc->attributions[i];
        const char *broken = check_part(doc, a->source);
        if (broken == NULL) broken = check_part(doc, a->cue);
        if (broken == NULL) broken = check_part(doc, a->content);
        if (broken == NULL) broken = check_setting(doc, a);
        if (broken != NULL) return broken;
        if (a->content.count == 0) return "an attribution has no content";
        if (a->form > ONR_FORM_DIRECT || a->act > ONR_ACT_INTENT || !is_text(a->lemma))
            return "an attribution is of no form or act, or its lemma is no text";
        if (first_byte(doc, a) < last) return "attributions are out of order";
        last = first_byte(doc, a);
        if (a->parent != ONR_NONE && (a->parent >= doc->attribution_count || a->parent == i))
            return "an attribution's parent is not there";
        if (!(a->confidence >= 0.0f && a->confidence <= 1.0f))
            return "a confidence is not between 0 and 1";
    }
    return check_circles(doc);
}

static const char *check_warnings(const onr_doc *doc)
{
    for (uint32_t i = 0; i < doc->warning_count; i++) {
        const onr_warning *w = &doc->warnings[i];
        if (w->kind == NULL || w->why == NULL) return "a warning has no kind or reason";
        if (w->span.start_byte > w->span.end_byte || w->span.end_byte > doc->text.len)
            return "a warning ends past the text";
        if (!on_boundary(doc, w->span.start_byte) || !on_boundary(doc, w->span.end_byte))
            return "a warning splits a code point";
    }
    return NULL;
}

const char *onr_doc_check(const onr_doc *doc)
{
    if (doc->text.len > ONR_MAX_TEXT_BYTES) return "the text is too long";
    if (onr_utf8_valid_prefix(doc->text.ptr, doc->text.len) != doc->text.len)
        return "the text is not well-formed UTF-8";
    const char *broken = check_tokens(doc);
    if (broken == NULL) broken = check_gaps(doc);
    if (broken == NULL) broken = check_cover(doc, doc->sentences, doc->sentence_count);
    if (broken == NULL) broken = check_cover(doc, doc->paragraphs, doc->paragraph_count);
    if (broken == NULL) broken = check_nesting(doc);
    if (broken == NULL) broken = check_blocks(doc);
    if (broken == NULL) broken = check_quotes(doc);
    if (broken == NULL) broken = check_tags(doc);
    if (broken == NULL) broken = check_arcs(doc);
    if (broken == NULL) broken = check_mentions(doc);
    if (broken == NULL) broken = check_entities(doc);
    if (broken == NULL) broken = check_chains(doc);
    if (broken == NULL) broken = check_speakers(doc);
    if (broken == NULL) broken = check_attributions(doc);
    if (broken == NULL) broken = check_warnings(doc);
    return broken;
}
