/*
 * signature.h - the words of a text as a row of numbers that can be compared.
 *
 * MinHash (Broder 1997): each row is the least value that one of 96 hash functions takes on the
 * text's shingles, so the part of equal rows estimates the part of shingles that two texts share
 * (standard error 0.05 at 0.7). Rows are cut to 16 bits, which adds one in 65,536.
 */
#ifndef ONR_COPY_SIGNATURE_H
#define ONR_COPY_SIGNATURE_H

#include <onrecord/base.h>

enum {
    ONR_SIGNATURE_ROWS = 96,
    ONR_SHINGLE_WORDS = 5,
    ONR_COPY_ROWS = 68 /* equal rows that make a copy: 0.7 */
};

typedef struct onr_signature {
    uint16_t rows[ONR_SIGNATURE_ROWS];
    bool blank; /* the text has no word, and is no copy of anything */
} onr_signature;

/** Cost: about 0.1 ms for 1000 words. */
void onr_signature_of(onr_signature *out, onr_slice text);

/** Number of equal rows; 0 when one is blank. */
uint32_t onr_signature_alike(const onr_signature *a, const onr_signature *b);

#endif
