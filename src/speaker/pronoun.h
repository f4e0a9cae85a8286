/*
 * pronoun.h - whom a pronoun means.
 *
 * Candidates are the people, or organisations and groups, that names and earlier sources before
 * the pronoun bring up, at most ONR_PRONOUN_REACH tokens back. Each earns points by how near it is,
 * whether it has been speaking, whether it leads its sentence, and its gender; the weights were set
 * by hand on the development articles. The winner must lead by a margin to be believed.
 */
#ifndef ONR_SPEAKER_PRONOUN_H
#define ONR_SPEAKER_PRONOUN_H

#include "speaker/cast.h"

enum { ONR_PRONOUN_REACH = 500 };

/** An answer: speakers from the likeliest on, ONR_NONE behind the last, and how sure the first is.
 */
typedef struct onr_answer {
    uint32_t speakers[ONR_CANDIDATES];
    float confidence; /* of the first */
} onr_answer;

#define ONR_NOBODY ((onr_answer){{ONR_NONE, ONR_NONE, ONR_NONE}, 0.0f})

/**
 * Find whom "he", "she", "it", "they" or their other forms mean.
 *
 * @param attribution  whose source the pronoun is; those before it are resolved.
 * @param token        the pronoun.
 */
onr_answer onr_pronoun_resolve(onr_cast *cast, uint32_t attribution, uint32_t token);

#endif
