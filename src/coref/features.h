/*
 * features.h - what the scorer sees of a phrase and of a pair of phrases, as numbers of table rows.
 *
 * Part of the model: a change of what a row means asks for new training and for another
 * ONR_COREF_VERSION.
 */
#ifndef ONR_COREF_FEATURES_H
#define ONR_COREF_FEATURES_H

#include "coref/phrase.h"

enum { ONR_COREF_VERSION = 1 };

/* Of a phrase by itself. */
enum { ONR_PHRASE_FEATURES = 7, ONR_PHRASE_ROWS = 134 };

/* Of a phrase and one before it. */
enum { ONR_PAIR_FEATURES = 11, ONR_PAIR_ROWS = 1405 };

/* How often words have been met before a phrase. */
typedef struct onr_seen {
    uint32_t words, head;
} onr_seen;

/** Fill in the classes of all phrases, once all else is known of them. */
void onr_phrases_sort(onr_phrases *phrases);

/** Rows of a phrase: each below ONR_PHRASE_ROWS, those of different features apart. */
void onr_phrase_features(uint16_t rows[ONR_PHRASE_FEATURES], const onr_doc *doc,
                         const onr_phrase *phrase, onr_seen seen);

/* What a pair is looked at with. */
typedef struct onr_pair {
    const onr_phrases *phrases;
    uint32_t anaphor, candidate; /* indexes */
    uint32_t agreeing; /* how many candidates between the two agree with the anaphor */
    onr_seen seen;     /* before the candidate */
} onr_pair;

/** Can both be the same as far as gender and number go? */
bool onr_phrases_agree(const onr_phrase *a, const onr_phrase *b);

/** Rows of a pair: each below ONR_PAIR_ROWS, those of different features apart. */
void onr_pair_features(uint16_t rows[ONR_PAIR_FEATURES], const onr_pair *pair);

#endif
