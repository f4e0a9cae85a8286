/*
 * words.h - a statement as words that can be compared, and its keys for finding others like it.
 *
 * A word is a run of letters and digits; case, accents of case and apostrophes do not count. Keys
 * are hashes of three neighbouring content words (function words are passed over), thinned by
 * winnowing: of each four neighbouring triples the one with the smallest hash is kept (Schleimer,
 * Wilkerson and Aiken, "Winnowing: local algorithms for document fingerprinting", SIGMOD 2003). So
 * two statements that share six content words in a row share a key, wherever they stand, and a
 * long statement has about two keys for each five content words. A short one keeps all its triples.
 */
#ifndef ONR_FAMILY_WORDS_H
#define ONR_FAMILY_WORDS_H

#include "base/arena.h"

enum {
    ONR_FAMILY_MIN_WORDS = 6,
    ONR_FAMILY_MAX_WORDS = 400, /* the rest of a longer statement is not looked at */
    ONR_FAMILY_MAX_KEYS = 24
};

typedef struct onr_word {
    uint32_t start_byte;
    uint32_t end_byte;
    uint64_t hash; /* of the folded letters */
    bool common;   /* a function word */
    bool capital;  /* begins with a capital letter */
} onr_word;

typedef struct onr_words {
    onr_word *words;
    uint32_t count;
} onr_words;

/** Cut a text into at most ONR_FAMILY_MAX_WORDS words, in the arena. False without memory. */
bool onr_words_cut(onr_words *out, onr_slice text, onr_arena *arena);

/** The keys of a statement, without repetition; 0 when it has too few words to be known again. */
uint32_t onr_words_keys(const onr_words *words, uint64_t keys[ONR_FAMILY_MAX_KEYS]);

#endif
