/*
 * lemma.h - the base forms of words, from their forms and tags.
 *
 * Reads: tokens, sentences, tags. Adds: lemmas. Two choices make a lemma: what becomes of the
 * form's case, and how its end is exchanged ("ies" for "y"). Each is looked up in one table of the
 * model, first for the whole form, then for ever longer ends of it; the longest that is known
 * counts. The tables are learned from treebanks (train/lemma.py, which explains how); a pair of
 * tags that they do not know counts by its XPOS alone.
 *
 * Model sections: "lemma.slots" (key, value), "lemma.rules" (bytes to strip, offset and length of
 * what is added), "lemma.text" (what is added).
 */
#ifndef ONR_LEMMA_LEMMA_H
#define ONR_LEMMA_LEMMA_H

#include "doc/doc.h"
#include "model/model.h"

enum {
    ONR_LEMMA_MAX_FORM = 120, /* bytes; a longer token is its own lemma */
    ONR_LEMMA_MAX_ADDED = 40,
    ONR_LEMMA_BYTES = ONR_LEMMA_MAX_FORM + ONR_LEMMA_MAX_ADDED
};

/** Pointers into a model; nothing to release. */
typedef struct onr_lemmas {
    const uint32_t *slots; /* [mask + 1][2] key, value; value 0 is a free slot */
    const uint32_t *rules; /* [rule_count][3] */
    const char *text;
    uint32_t mask, rule_count;
    uint64_t starts[ONR_UPOS_COUNT][ONR_XPOS_COUNT]; /* hashes of the pairs of tags */
} onr_lemmas;

/** @return ONR_OK, or ONR_EMODEL when a section is missing or damaged. */
onr_status onr_lemmas_load(onr_lemmas *lemmas, const onr_model *model, onr_error *err);

/**
 * The lemma of one word.
 *
 * @param form   well-formed, not empty.
 * @param tag    of a known UPOS and XPOS.
 * @param first  it begins its sentence.
 * @param out    gets the lemma when that is not the form itself.
 * @return the lemma, never empty: the form's bytes or those of `out`.
 */
onr_slice onr_lemma_find(const onr_lemmas *lemmas, onr_slice form, onr_tag tag, bool first,
                         char out[ONR_LEMMA_BYTES]);

/**
 * Run the stage.
 *
 * @param doc  in/out; must have tags, unless it has no tokens. A lemma that is the form points into
 *             the text, others lie in the arena.
 * @return ONR_OK or ONR_ENOMEM.
 *
 * Cost: a dozen look-ups a token.
 */
onr_status onr_lemma_run(const onr_lemmas *lemmas, onr_doc *doc, onr_error *err);

#endif
