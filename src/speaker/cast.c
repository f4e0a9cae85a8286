#include "speaker/cast.h"

#include <stdlib.h>
#include <string.h>

#include "speaker/country.h"
#include "speaker/nouns.h"
#include "speaker/phrase.h"
#include "speaker/title.h"

static uint32_t mask_for(uint64_t count)
{
    uint32_t mask = 15;
    while (mask < 2 * count) mask = 2 * mask + 1;
    return mask;
}

static onr_slice family_name(const onr_doc *doc, const onr_entity *e)
{
    const onr_mention *m = &doc->mentions[e->first_mention];
    return onr_doc_token_text(doc, m->end_token - 1);
}

static uint32_t *family_slot(const onr_cast *cast, onr_slice word)
{
    uint32_t at = (uint32_t)onr_word_key(word) & cast->family_mask;
    for (; cast->families[at] != 0; at = (at + 1) & cast->family_mask) {
        const onr_entity *e = &cast->doc->entities[cast->families[at] - 1];
        if (onr_word_equal(family_name(cast->doc, e), word)) break;
    }
    return &cast->families[at];
}

/* Of people of one family name the first is found. */
static void note_families(onr_cast *cast)
{
    for (uint32_t e = 0; e < cast->doc->entity_count; e++) {
        if (cast->doc->entities[e].type != ONR_ENTITY_PERSON) continue;
        uint32_t *slot = family_slot(cast, family_name(cast->doc, &cast->doc->entities[e]));
        if (*slot == 0) *slot = e + 1;
    }
}

bool onr_cast_open(onr_cast *cast, onr_doc *doc)
{
    *cast = (onr_cast){.doc = doc};
    onr_arena_init(&cast->arena, doc->alloc);
    const size_t entities = doc->entity_count, sources = (size_t)doc->attribution_count + 1;
    cast->slot_mask = mask_for(entities + sources);
    cast->family_mask = mask_for(entities);
    cast->profiles = onr_profiles_make(doc, &cast->arena);
    cast->of_entity = onr_arena_array(&cast->arena, entities + 1, sizeof *cast->of_entity);
    cast->slots =
        onr_arena_array(&cast->arena, (size_t)cast->slot_mask + 1, sizeof *cast->slots);
    cast->families =
        onr_arena_array(&cast->arena, (size_t)cast->family_mask + 1, sizeof *cast->families);
    /* each source makes at most one speaker, and one more for each of its candidates */
    cast->pointers = onr_arena_array(&cast->arena, sources, sizeof *cast->pointers);
    cast->phrases = onr_arena_array(&cast->arena, entities + sources, sizeof *cast->phrases);
    if (cast->profiles == NULL || cast->of_entity == NULL || cast->slots == NULL ||
        cast->families == NULL || cast->pointers == NULL || cast->phrases == NULL)
        return false;
    note_families(cast);
    return true;
}

void onr_cast_close(onr_cast *cast)
{
    onr_arena_deinit(&cast->arena);
}

uint32_t onr_cast_family(const onr_cast *cast, onr_slice word)
{
    return *family_slot(cast, word) == 0 ? ONR_NONE : *family_slot(cast, word) - 1;
}

static uint32_t add(onr_cast *cast, const onr_speaker *speaker)
{
    if (onr_doc_add_speaker(cast->doc, speaker)) return cast->doc->speaker_count - 1;
    cast->failed = true;
    return ONR_NONE;
}

static uint8_t kind_of(const onr_entity *e)
{
    switch (e->type) {
    case ONR_ENTITY_PERSON: return ONR_SPEAKER_PERSON;
    case ONR_ENTITY_NORP: return ONR_SPEAKER_GROUP;
    case ONR_ENTITY_WORK:
    case ONR_ENTITY_LAW: return ONR_SPEAKER_DOCUMENT;
    default: return ONR_SPEAKER_ORGANISATION;
    }
}

/* The plain part of a name: without "the" in front. */
static onr_slice without_article(onr_slice name)
{
    bool article = name.len > 4 && (name.ptr[0] | 32) == 't' && memcmp(name.ptr + 1, "he ", 3) == 0;
    return article ? (onr_slice){name.ptr + 4, name.len - 4} : name;
}

uint32_t onr_cast_entity(onr_cast *cast, uint32_t entity)
{
    if (cast->of_entity[entity] != 0) return cast->of_entity[entity] - 1;
    const onr_entity *e = &cast->doc->entities[entity];
    onr_speaker speaker = {.name = e->name, .kind = kind_of(e), .named = true, .entity = entity};
    onr_slice country = {NULL, 0};
    /* a capital may have been taken for somebody; then nobody has it for a family name */
    if (e->type != ONR_ENTITY_NORP) country = onr_country_of(e->name);
    if (country.ptr != NULL) { /* "Kyiv" and "Ukraine" are one */
        uint32_t same =
            onr_cast_described(cast, ONR_SPEAKER_COUNTRY, true, country, (onr_range){0, 0});
        if (same == ONR_NONE) return ONR_NONE;
        if (cast->doc->speakers[same].entity == ONR_NONE)
            cast->doc->speakers[same].entity = entity;
        cast->of_entity[entity] = same + 1;
        return same;
    }
    if (e->type != ONR_ENTITY_PERSON) speaker.name = without_article(e->name);
    uint32_t added = add(cast, &speaker);
    if (added != ONR_NONE) cast->of_entity[entity] = added + 1;
    return added;
}

static uint32_t *described_slot(const onr_cast *cast, uint8_t kind, onr_slice name)
{
    uint32_t at = (uint32_t)(onr_word_key(name) + kind) & cast->slot_mask;
    for (; cast->slots[at] != 0; at = (at + 1) & cast->slot_mask) {
        const onr_speaker *s = &cast->doc->speakers[cast->slots[at] - 1];
        if (s->kind == kind && onr_word_equal(s->name, name)) break;
    }
    return &cast->slots[at];
}

uint32_t onr_cast_described(onr_cast *cast, uint8_t kind, bool named, onr_slice name,
                            onr_range words)
{
    uint32_t *slot = described_slot(cast, kind, name);
    if (*slot != 0) return *slot - 1;
    onr_speaker speaker = {.name = name, .kind = kind, .named = named, .entity = ONR_NONE};
    uint32_t added = add(cast, &speaker);
    if (added == ONR_NONE) return ONR_NONE;
    *slot = added + 1;
    cast->phrases[added] = words;
    return added;
}

void onr_cast_point(onr_cast *cast, uint32_t speaker, onr_span span)
{
    cast->pointers[cast->pointer_count++] = (onr_pointer){speaker, span};
}

/* ---- at the end --------------------------------------------------------------------------- */

static bool is_empty(onr_range r)
{
    return r.first_token == r.end_token;
}

/* The text of a range, by the fullest name of what it names. */
static onr_slice name_in(const onr_doc *doc, onr_range words)
{
    uint32_t m = onr_mention_from(doc, words.first_token);
    if (m < doc->mention_count && doc->mentions[m].first_token == words.first_token &&
        doc->mentions[m].end_token == words.end_token)
        return without_article(doc->entities[doc->mentions[m].entity].name);
    return without_article(onr_words_text(doc, words));
}

/* Whether an affiliation says more than a party: places and parliaments do not. */
static bool tells_more(const onr_doc *doc, onr_range affiliation)
{
    if (is_empty(affiliation)) return false;
    uint32_t m = onr_mention_at(doc, affiliation.first_token);
    if (m != ONR_NONE && onr_mention_type(doc, m) == ONR_ENTITY_GPE &&
        doc->mentions[m].end_token == affiliation.end_token)
        return false;
    return !onr_token_is(doc, affiliation.end_token - 1,
                         " house senate congress parliament commons lords assembly republican "
                         "democratic ");
}

static void fill_person(onr_cast *cast, onr_speaker *speaker)
{
    const onr_profile *p = &cast->profiles[speaker->entity];
    if (!is_empty(p->role)) speaker->role = onr_words_text(cast->doc, p->role);
    if (!is_empty(p->affiliation)) speaker->affiliation = name_in(cast->doc, p->affiliation);
    if (p->party.ptr != NULL && !tells_more(cast->doc, p->affiliation))
        speaker->affiliation = p->party;
}

/* "senior officials at the Pentagon" belong to the Pentagon; "a Republican aide" to the party. */
static void fill_described(onr_cast *cast, onr_speaker *speaker, onr_range words)
{
    if (is_empty(words)) return;
    onr_phrase p = onr_noun_phrase_of(cast->doc, words);
    if (p.kind == ONR_PHRASE_SEVERAL) return;
    if (speaker->kind == ONR_SPEAKER_UNNAMED || speaker->kind == ONR_SPEAKER_GROUP)
        if (p.kind == ONR_PHRASE_NOMINAL)
            speaker->role = onr_doc_token_text(cast->doc, p.head);
    onr_range affiliation = onr_affiliation_in(cast->doc, words);
    if (!is_empty(affiliation)) {
        speaker->affiliation = name_in(cast->doc, affiliation);
        return;
    }
    for (uint32_t t = words.first_token; t < words.end_token; t++) {
        onr_slice party = onr_party_of(onr_doc_token_text(cast->doc, t));
        if (party.ptr == NULL || cast->doc->tokens[t].len_bytes == 1) continue;
        speaker->affiliation = party;
        return;
    }
}

static int compare_pointers(const void *a, const void *b)
{
    const onr_pointer *x = a, *y = b;
    if (x->speaker != y->speaker) return x->speaker < y->speaker ? -1 : 1;
    if (x->span.start_byte != y->span.start_byte)
        return x->span.start_byte < y->span.start_byte ? -1 : 1;
    return x->span.end_byte < y->span.end_byte ? 1 : x->span.end_byte > y->span.end_byte ? -1 : 0;
}

static onr_span span_of(const onr_doc *doc, const onr_mention *m)
{
    return (onr_span){doc->tokens[m->first_token].start_byte,
                      onr_token_end(&doc->tokens[m->end_token - 1])};
}

/* Mentions of the names and the sources that point, as disjoint spans: the longest of those that
 * overlap. */
static bool put_mentions(onr_cast *cast)
{
    onr_doc *doc = cast->doc;
    uint64_t count = cast->pointer_count;
    for (uint32_t s = 0; s < doc->speaker_count; s++)
        if (doc->speakers[s].entity != ONR_NONE)
            count += doc->entities[doc->speakers[s].entity].mention_count;
    onr_pointer *all = onr_arena_array(&cast->arena, count + 1, sizeof *all);
    onr_span *spans = onr_arena_array(&cast->arena, count + 1, sizeof *spans);
    if (all == NULL || spans == NULL) return false;
    memcpy(all, cast->pointers, cast->pointer_count * sizeof *all);
    uint32_t n = cast->pointer_count;
    for (uint32_t s = 0; s < doc->speaker_count; s++) {
        if (doc->speakers[s].entity == ONR_NONE) continue;
        const onr_entity *e = &doc->entities[doc->speakers[s].entity];
        for (uint32_t m = e->first_mention; m != ONR_NONE; m = doc->mentions[m].next)
            all[n++] = (onr_pointer){s, span_of(doc, &doc->mentions[m])};
    }
    qsort(all, n, sizeof *all, compare_pointers);
    for (uint32_t i = 0; i < n;) {
        uint32_t speaker = all[i].speaker, used = 0;
        for (; i < n && all[i].speaker == speaker; i++) {
            if (used > 0 && all[i].span.start_byte < spans[used - 1].end_byte) continue;
            spans[used++] = all[i].span;
        }
        if (!onr_doc_add_part(doc, &doc->speakers[speaker].mentions, spans, used)) return false;
    }
    return true;
}

bool onr_cast_finish(onr_cast *cast)
{
    for (uint32_t s = 0; s < cast->doc->speaker_count; s++) {
        onr_speaker *speaker = &cast->doc->speakers[s];
        if (speaker->entity != ONR_NONE && speaker->kind == ONR_SPEAKER_PERSON)
            fill_person(cast, speaker);
        else if (speaker->entity == ONR_NONE)
            fill_described(cast, speaker, cast->phrases[s]);
    }
    return put_mentions(cast);
}
