/*
 * span.h - finds the source and the content of each cue.
 *
 * For a cue, every token of its paragraph within reach is labelled as source, content or neither,
 * by a small stack of convolutions over the shared states, the cue's own states and the distance to
 * it, and the best path of labels (Viterbi 1967) of a linear chain (Lafferty et al. 2001).
 */
#ifndef ONR_ATTRIB_SPAN_H
#define ONR_ATTRIB_SPAN_H

#include "attrib/candidate.h"
#include "attrib/cue.h"
#include "attrib/segment.h"
#include "encode/encoder.h"

/* The stretch of tokens around a cue that is looked at. */
enum { ONR_REACH_BEFORE = 64, ONR_REACH_AFTER = 128 };

enum { ONR_SPAN_LABELS = 5, ONR_DISTANCE_ROWS = 32, ONR_FLAG_ROWS = 16 };

typedef struct onr_span_tagger {
    onr_stack stack;
    onr_matrix head;        /* states of a cue's first and last row -> [width] */
    onr_matrix out;         /* [width] -> labels, padded to 64 columns */
    const float *distances; /* [ONR_DISTANCE_ROWS][width] */
    const float *flags;     /* [ONR_FLAG_ROWS][width] */
    const float *transitions; /* [from][to] */
} onr_span_tagger;

/* Working memory, reused from call to call. */
typedef struct onr_span_work {
    onr_rows rows;
    uint8_t *head_bytes;  /* [ONR_SPAN_BATCH][2 * state width] */
    float *heads;         /* [ONR_SPAN_BATCH][span width] */
    float *emissions;     /* [rows][64] */
    uint8_t *back;        /* [reach][labels] */
    uint8_t *path;        /* [reach] */
} onr_span_work;

/** Cues that are looked at together. */
enum { ONR_SPAN_BATCH = 16 };

onr_status onr_span_load(onr_span_tagger *tagger, const onr_model *model, uint32_t state_width,
                         onr_error *err);

bool onr_span_work_init(onr_span_work *work, onr_arena *arena, const onr_span_tagger *tagger,
                        uint32_t state_width);

/**
 * Fill source, content and span_margin of one candidate for each cue.
 *
 * @param doc         for paragraphs' and sentences' bounds of the segment's tokens.
 * @param projected   [segment->count][stride] the states' projections the stack starts from.
 * @param candidates  [cue_count], written; their cue is filled in too.
 */
void onr_span_find(const onr_span_tagger *tagger, const onr_kernels *kernels, onr_span_work *work,
                   const onr_doc *doc, const onr_segment *segment, const float *projected,
                   uint32_t stride, const onr_cue *cues, uint32_t cue_count,
                   onr_candidate *candidates);

/** Step of the distance from a cue [begin, end) to a row, as the trainer counts them. */
uint32_t onr_span_distance(uint32_t begin, uint32_t end, uint32_t row);

/** Best path of labels; an inner label only follows its own kind. emissions are [rows][64]. */
void onr_span_viterbi(const float *emissions, uint32_t rows, const float *transitions,
                      uint8_t *back, uint8_t *path);

#endif
