/*
 * speech.c - which phrases say something, and which are said by whom.
 */
#include <string.h>
#include <strings.h>

#include "coref/lexicon.h"
#include "coref/phrase.h"

/* The first token that ends behind a byte. */
static uint32_t token_behind(const onr_doc *doc, uint32_t byte)
{
    uint32_t low = 0, high = doc->token_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (onr_token_end(&doc->tokens[middle]) <= byte)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static onr_range tokens_of(const onr_doc *doc, onr_span span)
{
    onr_range r = {token_behind(doc, span.start_byte), token_behind(doc, span.end_byte)};
    if (r.end_token < doc->token_count && doc->tokens[r.end_token].start_byte < span.end_byte)
        r.end_token++;
    return r;
}

/* The first phrase that begins at `token` or behind it. */
static uint32_t phrase_from(const onr_phrases *p, uint32_t count, uint32_t token)
{
    uint32_t low = 0, high = count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (p->at[middle].first_token < token)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static uint32_t length_of(const onr_doc *doc, uint32_t attribution)
{
    uint32_t count, length = 0;
    const onr_span *spans = onr_doc_spans(doc, doc->attributions[attribution].content, &count);
    for (uint32_t i = 0; i < count; i++) length += spans[i].end_byte - spans[i].start_byte;
    return length;
}

/* Of two contents that hold a phrase, the shorter one is inside. */
static void mark_content(onr_phrases *p, const onr_doc *doc, uint32_t a)
{
    uint32_t count, length = length_of(doc, a);
    const onr_span *spans = onr_doc_spans(doc, doc->attributions[a].content, &count);
    for (uint32_t s = 0; s < count; s++) {
        onr_range r = tokens_of(doc, spans[s]);
        for (uint32_t i = phrase_from(p, p->count, r.first_token);
             i < p->count && p->at[i].first_token < r.end_token; i++) {
            onr_phrase *phrase = &p->at[i];
            if (phrase->head_token >= r.end_token) continue;
            if (phrase->said_in == ONR_NONE || length_of(doc, phrase->said_in) > length)
                phrase->said_in = a;
        }
    }
}

static bool is_word(const onr_doc *doc, uint32_t token, const char *const *list)
{
    onr_slice word = onr_doc_token_text(doc, token);
    for (; *list != NULL; list++)
        if (word.len == strlen(*list) && strncasecmp(word.ptr, *list, word.len) == 0) return true;
    return false;
}

/* The last word before a preposition, comma or relative pronoun: "spokesman" in "a spokesman for
 * the mayor". */
static uint32_t head_without_tree(const onr_doc *doc, onr_range r)
{
    static const char *const ends[] = {",", "of", "for", "in", "at", "from", "with", "who", "whose",
                                       "that", "which", "on", "(", "to", "close", "familiar",
                                       "and", "\xE2\x80\x94", "-", NULL};
    uint32_t t = r.first_token;
    while (t + 1 < r.end_token && !is_word(doc, t + 1, ends)) t++;
    static const char *const genitive[] = {"'s", "\xE2\x80\x99s", NULL};
    return t > r.first_token && is_word(doc, t, genitive) ? t - 1 : t;
}

static uint32_t head_in_tree(const onr_doc *doc, onr_range r)
{
    for (uint32_t t = r.first_token; t < r.end_token; t++) {
        uint32_t head = doc->arcs[t].head;
        if ((head == ONR_NONE || head < r.first_token || head >= r.end_token) &&
            doc->tags[t].upos != ONR_UPOS_PUNCT && doc->tags[t].upos != ONR_UPOS_ADP)
            return t;
    }
    return r.first_token;
}

/* The phrase that is the source: the longest around its head that does not reach out of it. */
static uint32_t phrase_of_source(const onr_phrases *p, uint32_t count, onr_range r, uint32_t head)
{
    uint32_t found = ONR_NONE;
    for (uint32_t i = phrase_from(p, count, r.first_token);
         i < count && p->at[i].first_token < r.end_token; i++) {
        const onr_phrase *phrase = &p->at[i];
        if (phrase->first_token > head || phrase->end_token <= head) continue;
        if (phrase->head_token == head && (found == ONR_NONE || phrase->group)) found = i;
        if (phrase->kind != ONR_REFERENCE_NOMINAL && found == ONR_NONE) found = i;
    }
    return found;
}

/* "Mayor Ana Ruiz, who ...", "the mayor, Ana Ruiz": a person named in it before anything else. */
static uint32_t person_of_source(const onr_phrases *p, const onr_doc *doc, uint32_t count,
                                 onr_range r)
{
    static const char *const of[] = {"of", "for", "to", "by", "with", "'s", NULL};
    for (uint32_t i = phrase_from(p, count, r.first_token);
         i < count && p->at[i].first_token < r.end_token; i++) {
        const onr_phrase *phrase = &p->at[i];
        if (phrase->type != ONR_ENTITY_PERSON || phrase->kind != ONR_REFERENCE_NAME) continue;
        bool owned = phrase->first_token > r.first_token &&
                     is_word(doc, phrase->first_token - 1, of);
        bool owns = phrase->end_token < r.end_token && is_word(doc, phrase->end_token, of);
        if (!owned && !owns) return i;
    }
    return ONR_NONE;
}

static onr_range first_range(const onr_doc *doc, onr_part part)
{
    uint32_t count;
    const onr_span *spans = onr_doc_spans(doc, part, &count);
    if (count == 0) return (onr_range){0, 0};
    onr_range r = tokens_of(doc, spans[0]);
    if (r.first_token >= r.end_token) return (onr_range){0, 0};
    uint32_t sentence = onr_range_find(doc->sentences, doc->sentence_count, r.first_token);
    if (r.end_token > doc->sentences[sentence].end_token)
        r.end_token = doc->sentences[sentence].end_token;
    return r;
}

/* `count` phrases are in order; sources that are new go behind them. */
static bool mark_source(onr_phrases *p, const onr_doc *doc, uint32_t a, uint32_t count)
{
    onr_range r = first_range(doc, doc->attributions[a].source);
    if (r.first_token == r.end_token) return true;
    bool treed = doc->arcs != NULL && doc->tags != NULL;
    uint32_t found = treed ? ONR_NONE : person_of_source(p, doc, count, r);
    uint32_t head = treed ? head_in_tree(doc, r) : head_without_tree(doc, r);
    if (found == ONR_NONE) found = phrase_of_source(p, count, r, head);
    if (found == ONR_NONE) {
        if (treed) return true;
        if (!onr_phrases_add_source(p, doc, r, head, a)) return false;
        found = p->count - 1;
    }
    if (p->at[found].source_of == ONR_NONE) p->at[found].source_of = a;
    p->sources[a] = found;
    return true;
}

/* Sorting moves the phrases; each is found again by its place. */
typedef struct place {
    uint32_t first_token, end_token;
} place;

static uint32_t phrase_at(const onr_phrases *p, place at)
{
    for (uint32_t i = phrase_from(p, p->count, at.first_token);
         i < p->count && p->at[i].first_token == at.first_token; i++)
        if (p->at[i].end_token == at.end_token) return i;
    return ONR_NONE;
}

static void settle(onr_phrases *p, uint32_t attributions, place *places)
{
    for (uint32_t a = 0; a < attributions; a++)
        if (p->sources[a] != ONR_NONE)
            places[a] = (place){p->at[p->sources[a]].first_token, p->at[p->sources[a]].end_token};
    onr_phrases_settle(p, 0);
    for (uint32_t a = 0; a < attributions; a++)
        if (p->sources[a] != ONR_NONE) p->sources[a] = phrase_at(p, places[a]);
}

static bool find_sources(onr_phrases *p, const onr_doc *doc, place *places)
{
    uint32_t count = p->count;
    for (uint32_t a = 0; a < doc->attribution_count; a++) p->sources[a] = ONR_NONE;
    for (uint32_t a = 0; a < doc->attribution_count; a++)
        if (!mark_source(p, doc, a, count)) return false;
    settle(p, doc->attribution_count, places);
    return true;
}

bool onr_phrases_of_speech(onr_phrases *phrases, const onr_doc *doc)
{
    const uint32_t count = doc->attribution_count;
    if (count == 0) return true;
    if (!onr_grow(phrases->alloc, &phrases->sources, &phrases->source_capacity, count,
                  sizeof *phrases->sources))
        return false;
    place *places = onr_resize(phrases->alloc, NULL, 0, count * sizeof *places);
    bool ok = places != NULL && find_sources(phrases, doc, places);
    onr_release(phrases->alloc, places, count * sizeof *places);
    for (uint32_t a = 0; ok && a < count; a++) mark_content(phrases, doc, a);
    return ok;
}
