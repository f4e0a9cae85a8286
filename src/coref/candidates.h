/*
 * candidates.h - which earlier phrases may be the antecedent of a phrase.
 *
 * Those are the last ONR_COREF_NEAR ones, as far as gender and number of a pronoun allow, and of
 * the earlier ones a few with the same head, given name or initials, found by hash. So their number
 * is bounded, however long the text.
 */
#ifndef ONR_COREF_CANDIDATES_H
#define ONR_COREF_CANDIDATES_H

#include "coref/features.h"

enum {
    ONR_COREF_NEAR = 20,
    ONR_COREF_FAR = 8,
    ONR_COREF_CANDIDATES = ONR_COREF_NEAR + ONR_COREF_FAR
};

typedef struct onr_met {
    uint32_t key;   /* of words, a head, a given name or initials; 0 is free */
    uint32_t last;  /* the last phrase with it */
    uint32_t count; /* of phrases with it */
} onr_met;

/* What has been met before a phrase. */
typedef struct onr_memory {
    const onr_alloc *alloc;
    onr_met *slots; /* [slot_count], a power of two, at most half full */
    uint32_t slot_count;
    uint32_t *before; /* [capacity] the phrase with the same head before each, or ONR_NONE */
    onr_seen *seen;   /* [seen_capacity] of each phrase so far */
    uint32_t capacity, seen_capacity;
} onr_memory;

/** Forget everything and make room for that many phrases; false when memory is short. */
bool onr_memory_begin(onr_memory *memory, uint32_t count);
void onr_memory_deinit(onr_memory *memory);

/** What has been seen of a phrase's words and head, and remember it. In order, each once. */
onr_seen onr_memory_add(onr_memory *memory, const onr_phrases *phrases, uint32_t phrase);

/**
 * Fill in the candidates of a phrase, the nearest first; it must not have been added yet.
 *
 * @param out  [ONR_COREF_CANDIDATES]
 * @return how many; 0 for relative pronouns, which find theirs by rule.
 */
uint32_t onr_candidates_find(onr_pair *out, const onr_memory *memory, const onr_phrases *phrases,
                             uint32_t phrase);

#endif
