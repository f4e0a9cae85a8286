/*
 * corrections.h - corrections in answers, alone and with their document.
 */
#ifndef ONR_SERVE_CORRECTIONS_H
#define ONR_SERVE_CORRECTIONS_H

#include <onrecord/correct.h>

#include "base/buffer.h"

/** A list under way; start from {.w = …}. */
typedef struct onr_correction_list {
    onr_writer *w;
    uint32_t count;
    uint64_t last; /* number of the last one */
} onr_correction_list;

/** An onr_correction_fn that appends an object, with a comma before all but the first. */
bool onr_take_correction(void *list, const onr_correction_entry *entry);

#endif
