#include "attrib/cue.h"

#include <stddef.h>

enum { NO_CUE, BEGINS, GOES_ON };

/* Ties go to the lower label, as everywhere. */
static uint32_t best_label(const float *logits, float bias)
{
    float none = logits[NO_CUE] + bias;
    uint32_t best = logits[BEGINS] > none ? BEGINS : NO_CUE;
    float score = best == BEGINS ? logits[BEGINS] : none;
    return logits[GOES_ON] > score ? GOES_ON : best;
}

static float margin_of(const float *logits, float bias)
{
    float cue = logits[BEGINS] > logits[GOES_ON] ? logits[BEGINS] : logits[GOES_ON];
    return cue - (logits[NO_CUE] + bias);
}

uint32_t onr_cues_find(const float *logits, uint32_t rows, uint32_t stride, float bias,
                       onr_cue *cues, uint32_t max)
{
    uint32_t count = 0;
    for (uint32_t r = 0; r < rows; r++, logits += stride) {
        uint32_t label = best_label(logits, bias);
        if (label == NO_CUE) continue;
        float margin = margin_of(logits, bias);
        onr_cue *last = count > 0 ? &cues[count - 1] : NULL;
        if (label == GOES_ON && last != NULL && last->end_row == r &&
            r - last->first_row < ONR_MAX_CUE_ROWS) {
            last->end_row = r + 1;
            if (margin < last->margin) last->margin = margin;
        } else if (count < max) {
            cues[count++] = (onr_cue){r, r + 1, margin};
        }
    }
    return count;
}
