/*
 * confidence.h - how likely an attribution is right, in the relaxed sense.
 *
 * A weighted sum of what is known about a candidate, laid on a curve that was fitted on held-out
 * reports (train/calibrate.py), so that of those given 0.8 about 80 % are right.
 */
#ifndef ONR_ATTRIB_CONFIDENCE_H
#define ONR_ATTRIB_CONFIDENCE_H

#include "attrib/candidate.h"
#include "model/model.h"

/* What the sum is made of. */
enum {
    ONR_EVIDENCE_ONE,         /* 1 */
    ONR_EVIDENCE_CUE,         /* the cue's margin, at most 8 */
    ONR_EVIDENCE_SPAN,        /* the labels' margin, between -4 and 8 */
    ONR_EVIDENCE_SOURCE,      /* 1 with a source */
    ONR_EVIDENCE_DIRECT,      /* 1 when the form is direct */
    ONR_EVIDENCE_LONG,        /* 1 when the content has six tokens or more */
    ONR_EVIDENCE_COUNT
};

typedef struct onr_calibration {
    const float *weights; /* [ONR_EVIDENCE_COUNT] */
    const float *curve;   /* [points][2] sum and confidence, both rising */
    uint32_t points;
    float floor; /* indirect attributions below it are left out */
} onr_calibration;

onr_status onr_calibration_load(onr_calibration *calibration, const onr_model *model,
                                onr_error *err);

/** Fill in the evidence for a candidate. */
void onr_evidence_of(const onr_candidate *candidate, onr_form form,
                     float evidence[ONR_EVIDENCE_COUNT]);

/** Between 0 and 1. */
float onr_confidence(const onr_calibration *calibration, const float evidence[ONR_EVIDENCE_COUNT]);

#endif
