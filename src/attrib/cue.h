/*
 * cue.h - finds the cues of a segment: the words that say that somebody says something.
 */
#ifndef ONR_ATTRIB_CUE_H
#define ONR_ATTRIB_CUE_H

#include <stdbool.h>
#include <stdint.h>

/* A cue as rows of its segment. */
typedef struct onr_cue {
    uint32_t first_row, end_row;
    float margin; /* least, over its rows, of "in a cue" less "no cue" */
} onr_cue;

enum {
    ONR_CUE_LABELS = 3,   /* no cue, begins a cue, goes on */
    ONR_MAX_CUE_ROWS = 32 /* a longer run of "goes on" is cut */
};

/**
 * Cues by the best label of each row. A row labelled "goes on" behind no cue begins one.
 *
 * @param logits  [rows][stride], the labels first.
 * @param bias    added to "no cue".
 * @param cues    room for `max`; more are left out.
 * @return how many were found.
 */
uint32_t onr_cues_find(const float *logits, uint32_t rows, uint32_t stride, float bias,
                       onr_cue *cues, uint32_t max);

#endif
