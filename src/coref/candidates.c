#include "coref/candidates.h"

#include <string.h>

#include "base/hash.h"
#include "coref/lexicon.h"

/* Phrases farther back must share a word with a nominal or name to be looked at. */
enum { NEAR_WITHOUT_MATCH = 8, NEAR_OF_NAMES = 3, FAR_STEPS = 5 };

/* Keys of words and of heads must not be mixed up. */
#define WORDS_SALT 0x9E3779B9u
#define ENTITY_SALT 0x85EBCA6Bu

bool onr_memory_begin(onr_memory *m, uint32_t count)
{
    uint64_t keys = (uint64_t)count * 5, wanted = 64;
    while (wanted < 2 * keys) wanted *= 2;
    if (wanted > UINT32_MAX / 2) return false;
    if (wanted > m->slot_count) {
        onr_met *slots = onr_resize(m->alloc, m->slots, m->slot_count * sizeof *slots,
                                    (size_t)wanted * sizeof *slots);
        if (slots == NULL) return false;
        m->slots = slots;
        m->slot_count = (uint32_t)wanted;
    }
    memset(m->slots, 0, m->slot_count * sizeof *m->slots);
    return onr_grow(m->alloc, &m->before, &m->capacity, count, sizeof *m->before) &&
           onr_grow(m->alloc, &m->seen, &m->seen_capacity, count, sizeof *m->seen);
}

void onr_memory_deinit(onr_memory *m)
{
    onr_release(m->alloc, m->slots, m->slot_count * sizeof *m->slots);
    onr_release(m->alloc, m->before, m->capacity * sizeof *m->before);
    onr_release(m->alloc, m->seen, m->seen_capacity * sizeof *m->seen);
}

static onr_met *slot_of(const onr_memory *m, uint32_t key)
{
    uint32_t mask = m->slot_count - 1, at = key & mask;
    if (key == 0) key = 1;
    while (m->slots[at].key != 0 && m->slots[at].key != key) at = (at + 1) & mask;
    return &m->slots[at];
}

static uint32_t count_of(const onr_memory *m, uint32_t key)
{
    return slot_of(m, key)->count;
}

static void meet(onr_memory *m, uint32_t key, uint32_t phrase)
{
    onr_met *slot = slot_of(m, key);
    slot->key = key == 0 ? 1 : key;
    slot->last = phrase;
    slot->count++;
}

static uint32_t last_of(const onr_memory *m, uint32_t key)
{
    const onr_met *slot = slot_of(m, key);
    return slot->count == 0 ? ONR_NONE : slot->last;
}

static uint32_t entity_key(const onr_phrase *p)
{
    return (uint32_t)onr_hash_mix(p->entity) ^ ENTITY_SALT;
}

onr_seen onr_memory_add(onr_memory *m, const onr_phrases *phrases, uint32_t phrase)
{
    const onr_phrase *p = &phrases->at[phrase];
    onr_seen seen = {count_of(m, p->words ^ WORDS_SALT), count_of(m, p->head)};
    m->before[phrase] = last_of(m, p->head);
    m->seen[phrase] = seen;
    meet(m, p->words ^ WORDS_SALT, phrase);
    meet(m, p->head, phrase);
    if (p->start != p->head) meet(m, p->start, phrase);
    if (p->initials != 0) meet(m, p->initials, phrase);
    if (p->entity != ONR_NONE) meet(m, entity_key(p), phrase);
    return seen;
}

static bool is_pronoun(const onr_phrase *p)
{
    return p->pronoun != ONR_PRONOUN_COUNT;
}

static bool shares_word(const onr_phrase *a, const onr_phrase *b)
{
    return (a->entity != ONR_NONE && a->entity == b->entity) || a->head == b->head ||
           a->words == b->words || a->start == b->head || a->head == b->start ||
           a->start == b->start ||
           (a->initials != 0 && a->initials == b->head) ||
           (b->initials != 0 && b->initials == a->head);
}

/* `distance` counts phrases. */
static bool may_be(const onr_phrase *a, const onr_phrase *b, uint32_t distance)
{
    if (b->kind == ONR_REFERENCE_RELATIVE) return false;
    if (b->first_token <= a->first_token && a->end_token <= b->end_token) return false;
    if (is_pronoun(a)) return onr_phrases_agree(a, b);
    uint32_t near = a->kind == ONR_REFERENCE_NAME ? NEAR_OF_NAMES : NEAR_WITHOUT_MATCH;
    return distance <= near || shares_word(a, b);
}

typedef struct list {
    onr_pair *at;
    uint32_t count;
    uint32_t agreeing;
    uint32_t oldest; /* of the near ones */
} list;

static void add(list *l, const onr_memory *m, const onr_phrases *phrases, uint32_t phrase,
                uint32_t candidate)
{
    l->at[l->count++] =
        (onr_pair){phrases, phrase, candidate, l->agreeing, m->seen[candidate]};
    l->agreeing += onr_phrases_agree(&phrases->at[phrase], &phrases->at[candidate]);
}

static void add_far(list *l, const onr_memory *m, const onr_phrases *phrases, uint32_t phrase,
                    uint32_t candidate)
{
    if (candidate == ONR_NONE || candidate >= l->oldest || l->count == ONR_COREF_CANDIDATES)
        return;
    for (uint32_t i = l->count; i-- > 0 && l->at[i].candidate < l->oldest;)
        if (l->at[i].candidate == candidate) return;
    if (may_be(&phrases->at[phrase], &phrases->at[candidate], phrase - candidate))
        add(l, m, phrases, phrase, candidate);
}

uint32_t onr_candidates_find(onr_pair *out, const onr_memory *m, const onr_phrases *phrases,
                             uint32_t phrase)
{
    const onr_phrase *p = &phrases->at[phrase];
    list l = {.at = out, .oldest = phrase > ONR_COREF_NEAR ? phrase - ONR_COREF_NEAR : 0};
    if (p->kind == ONR_REFERENCE_RELATIVE) return 0;
    for (uint32_t j = phrase; j-- > l.oldest;)
        if (may_be(p, &phrases->at[j], phrase - j)) add(&l, m, phrases, phrase, j);
    if (p->entity != ONR_NONE) add_far(&l, m, phrases, phrase, last_of(m, entity_key(p)));
    uint32_t at = last_of(m, p->head);
    for (uint32_t i = 0; i < FAR_STEPS && at != ONR_NONE; i++) {
        while (at != ONR_NONE && at >= l.oldest) at = m->before[at];
        if (at == ONR_NONE) break;
        add_far(&l, m, phrases, phrase, at);
        at = m->before[at];
    }
    if (p->start != p->head) add_far(&l, m, phrases, phrase, last_of(m, p->start));
    if (p->initials != 0) add_far(&l, m, phrases, phrase, last_of(m, p->initials));
    return l.count;
}
