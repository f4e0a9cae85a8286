/*
 * labels.h - the names of a head's labels, as a model file lists them.
 *
 * A section of bytes: names in the order of the label ids, a NUL behind each.
 */
#ifndef ONR_MODEL_LABELS_H
#define ONR_MODEL_LABELS_H

#include "model/model.h"

typedef struct onr_labels {
    onr_slice bytes; /* borrowed from the model map; ends with NUL */
    uint32_t count;
} onr_labels;

/** Find a list in a model. ONR_EMODEL when it is missing, not closed by a NUL, empty, or longer
 *  than `most`. */
onr_status onr_labels_load(onr_labels *labels, const onr_model *model, const char *name,
                           uint32_t most, onr_error *err);

/** Take the first name off a list. @return false when there is none left. */
bool onr_labels_next(onr_labels *labels, onr_slice *name);

#endif
