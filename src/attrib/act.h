/*
 * act.h - the lemma of a cue and the kind of act it reports.
 *
 * By a list of cue verbs with their acts and a list of irregular forms, both in the model (from
 * data/en), and the rules of English inflection between them.
 */
#ifndef ONR_ATTRIB_ACT_H
#define ONR_ATTRIB_ACT_H

#include "attrib/candidate.h"
#include "model/model.h"

typedef struct onr_acts {
    const uint32_t *verbs; /* [slots][2] fingerprint of the lemma, act + 1; 0 marks a free slot */
    uint32_t verb_mask;
    const uint32_t *forms; /* [slots][2] fingerprint of the form, offset of its lemma + 1 */
    uint32_t form_mask;
    const char *lemmas;    /* NUL-terminated strings */
    uint32_t lemma_bytes;
} onr_acts;

/** Find the lists in a model. ONR_EMODEL when one is missing or misshapen. */
onr_status onr_acts_load(onr_acts *acts, const onr_model *model, onr_error *err);

/**
 * Lemma and act of a cue.
 *
 * The head is the last word of the cue that is a form of a listed verb, else its last word.
 * "according to" is its own lemma. An unknown head is speech.
 *
 * @param lemma  set to a copy in the document's arena; absent for an empty cue.
 * @return false when memory is short.
 */
bool onr_acts_find(const onr_acts *acts, onr_doc *doc, const onr_pieces *cue, onr_slice *lemma,
                   onr_act *act);

#endif
