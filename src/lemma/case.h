/*
 * case.h - capitals and small letters, one code point for one and of the same length in UTF-8.
 *
 * ASCII, Latin-1, Latin Extended-A and the plain letters of Greek and Cyrillic; the rest has no
 * case. train/lemma.py has the twins.
 */
#ifndef ONR_LEMMA_CASE_H
#define ONR_LEMMA_CASE_H

#include <onrecord/base.h>

/** How a word is capitalised. */
typedef enum onr_case_shape {
    ONR_CASE_NONE,  /* no capital */
    ONR_CASE_FIRST, /* the first letter alone */
    ONR_CASE_ALL,   /* capitals, and no small letter of ASCII */
    ONR_CASE_MIXED
} onr_case_shape;

/** The small letter of a capital, any other code point as it is. */
uint32_t onr_case_lower(uint32_t codepoint);

/** The capital of a small letter, any other code point as it is. */
uint32_t onr_case_upper(uint32_t codepoint);

/** The shape of a well-formed form. */
onr_case_shape onr_case_shape_of(onr_slice form);

#endif
