/*
 * tag.h - parts of speech and features of words.
 *
 * One matrix over the tower's states gives the scores of three independent taggers: universal part
 * of speech, that of the Penn Treebank, and features. A set of features belongs to one part of
 * speech, so only the sets of the part that was chosen are looked at.
 */
#ifndef ONR_TAG_TAG_H
#define ONR_TAG_TAG_H

#include "base/arena.h"
#include "doc/doc.h"
#include "encode/encoder.h"

enum { ONR_MAX_FEATS = 400 };

typedef struct onr_tagger {
    const onr_kernels *kernels;
    onr_matrix matrix; /* columns: universal parts, Penn parts, features */
    uint32_t upos_count, xpos_count, feats_count;
    uint8_t upos[ONR_UPOS_COUNT]; /* an onr_upos for each label */
    uint8_t xpos[ONR_XPOS_COUNT];
    onr_slice feats[ONR_MAX_FEATS];
    uint16_t first_feats[ONR_UPOS_COUNT + 1]; /* of each label of a universal part; they adjoin */
} onr_tagger;

typedef struct onr_tag_work {
    float *scores; /* of some rows */
    uint16_t feats[ONR_MAX_FEATS]; /* ids in the document at hand; UNSEEN before the first use */
} onr_tag_work;

/** Find the taggers in a model; both are borrowed. ONR_EMODEL when a part is missing. */
onr_status onr_tag_load(onr_tagger *tagger, const onr_encoder *encoder, const onr_model *model,
                        onr_error *err);

/** Working memory from the arena; false when short. */
bool onr_tag_work_init(onr_tag_work *work, onr_arena *arena, const onr_tagger *tagger);

/** Begin a document: makes its layer of tags. ONR_ENOMEM. */
onr_status onr_tag_begin(onr_tag_work *work, onr_doc *doc, onr_error *err);

/** Tag the tokens of a window, whose view has the tower's states. ONR_ENOMEM. */
onr_status onr_tag_window(const onr_tagger *tagger, onr_tag_work *work, onr_doc *doc,
                          const onr_view *view, onr_error *err);

#endif
