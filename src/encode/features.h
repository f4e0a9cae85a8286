/*
 * features.h - what the network sees of a token: eight small integers.
 *
 * The trainer reads the same numbers from the same code (tools/features.c), so training and use
 * cannot drift. The meaning of each slot is part of the model format: change one and every model
 * must be trained again (and ONR_FEATURE_VERSION raised).
 */
#ifndef ONR_ENCODE_FEATURES_H
#define ONR_ENCODE_FEATURES_H

#include "doc/doc.h"
#include "encode/window.h"

enum { ONR_FEATURE_VERSION = 2 };

/* Slots. FORM is a 32-bit fingerprint that the model's vocabulary turns into a row; the others are
 * rows of their own tables, below the size named here. */
enum {
    ONR_FEATURE_FORM,    /* lower-cased form, digits as 0, typographic marks made plain */
    ONR_FEATURE_PREFIX,  /* its first three characters, hashed */
    ONR_FEATURE_SUFFIX3, /* its last three characters, hashed */
    ONR_FEATURE_SUFFIX2, /* its last two characters, hashed */
    ONR_FEATURE_SHAPE,   /* "Xx", "d", "X.", ... runs cut at two, hashed */
    ONR_FEATURE_QUOTED,  /* ONR_QUOTED_* bits */
    ONR_FEATURE_EDGE,    /* space before, piece, first or last of sentence or paragraph */
    ONR_FEATURE_PLACE,   /* where in the report the paragraph stands and how long it is */
    ONR_FEATURE_COUNT
};

enum {
    ONR_PREFIX_ROWS = 4096,
    ONR_SUFFIX3_ROWS = 4096,
    ONR_SUFFIX2_ROWS = 1024,
    ONR_SHAPE_ROWS = 256,
    ONR_QUOTED_ROWS = 64,
    ONR_EDGE_ROWS = 64,
    ONR_PLACE_ROWS = 32
};

typedef struct onr_features {
    uint32_t slot[ONR_FEATURE_COUNT];
} onr_features;

/**
 * Features of every token of a window.
 *
 * @param out  [end_token - first_token], written whole.
 */
void onr_features_of_window(const onr_doc *doc, onr_window window, onr_features *out);

/**
 * Make features, taken from a window over the whole text, those of a token that is read again as
 * part of a content: the quotation around the content is forgotten, the place becomes "nested".
 */
void onr_features_make_nested(onr_features *features);

/** Number of rows of a slot's table; 0 for FORM, whose table is the vocabulary. */
uint32_t onr_feature_rows(uint32_t slot);

/** The normalised form of a token, as FORM and the affixes see it: at most 64 bytes, the number is
 *  answered. Longer forms are cut at a code point. */
uint32_t onr_normal_form(onr_slice token, char out[64]);

#endif
