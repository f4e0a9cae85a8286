/*
 * match.h - are two statements the same words, and where do they differ?
 *
 * Compared word by word, by the longest common subsequence. Two statements are the same when nearly
 * all words of the shorter and most of the longer are common, or when the shorter is a passage of
 * the longer: nearly all of it common, eight words of it in a row.
 */
#ifndef ONR_FAMILY_MATCH_H
#define ONR_FAMILY_MATCH_H

#include "family/words.h"

typedef struct onr_match {
    uint32_t common; /* words in the longest common subsequence */
    uint32_t run;    /* most of them in a row, in both */
    bool same;
    bool certain;    /* so many words that speakers need not agree */
} onr_match;

/** Compare. False without memory. Cost: the product of the two counts, less when few are shared. */
bool onr_match_words(onr_match *out, const onr_words *a, const onr_words *b, onr_arena *arena);

/** Mark which words of each have no partner in the other; the arrays have a byte a word. */
bool onr_match_differences(const onr_words *a, const onr_words *b, bool *only_a, bool *only_b,
                           onr_arena *arena);

/** What two sources say of being one speaker, by the capitalised words in them. */
typedef enum onr_agreement { ONR_SPEAKERS_UNKNOWN, ONR_SPEAKERS_AGREE, ONR_SPEAKERS_DIFFER }
    onr_agreement;

/** UNKNOWN when one of them names nobody ("she", "officials", nothing at all). */
bool onr_match_speakers(onr_agreement *out, onr_slice a, onr_slice b, onr_arena *arena);

#endif
