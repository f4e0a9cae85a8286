/*
 * encoder.h - the shared network: from features of tokens to states that every head reads.
 *
 * Not a stage of its own but the ground the trained stages stand on: each token's table rows are
 * summed and go through residual gated convolutions (Dauphin et al. 2017; dilated as in Strubell et
 * al. 2017); the state is the normalised sum as bytes.
 *
 * Several segments (a window, or contents that are read again) are laid behind one another with
 * empty rows between, so that none sees another:
 *
 *     [gap] segment 0 [gap] segment 1 [gap] ...
 *
 * Attribution reads these states. Tags, names and trees ask for more of the words and less of the
 * context: for them a second, wider stack, the tower, stands on the first. Rows of the tables are
 * as wide as the tower; the first part of their sum goes through the stack, the rest joins what
 * comes out of it and enters the tower.
 */
#ifndef ONR_ENCODE_ENCODER_H
#define ONR_ENCODE_ENCODER_H

#include "base/arena.h"
#include "encode/features.h"
#include "encode/view.h"
#include "kernel/kernel.h"
#include "model/model.h"

enum { ONR_MAX_BLOCKS = 16 };

/* A stack of gated convolutions of one width. */
typedef struct onr_stack {
    uint32_t width;
    uint32_t count;
    uint32_t gap; /* empty rows between segments: the largest dilation */
    onr_convolution blocks[ONR_MAX_BLOCKS];
} onr_stack;

typedef struct onr_encoder {
    onr_stack stack;
    onr_stack tower; /* at least as wide as the stack */
    const onr_kernels *kernels;
    const uint32_t *vocabulary; /* [slots][2] fingerprint and row; row 0 marks a free slot */
    uint32_t slot_mask;
    uint32_t form_rows; /* of the vocabulary's table, the unknown word's row 0 included */
    const int16_t *tables[ONR_FEATURE_COUNT]; /* [rows][tower.width] */
    float table_scale;
} onr_encoder;

/* Rows of floats and bytes for one run; capacity is fixed when it is made. */
typedef struct onr_rows {
    float *x;      /* [capacity][width] */
    uint8_t *u;    /* [capacity][width] */
    uint32_t width;
    uint32_t capacity;
    uint32_t used; /* rows laid out so far, the leading gap included */
    uint32_t gap;
} onr_rows;

/** Find the encoder's tables in a model. ONR_EMODEL when one is missing or misshapen. */
onr_status onr_encoder_load(onr_encoder *encoder, const onr_model *model, onr_error *err);

/** Find a stack of convolutions named `name`.0, `name`.1, ... in a model; their dilations are in
 *  the section `name`.dilations. */
onr_status onr_stack_load(onr_stack *stack, const onr_model *model, const char *name,
                          onr_error *err);

/** Find a matrix in a model: sections NAME.weights, .offsets, .scales and .biases. `inputs` and
 *  `columns` are what the shape must be. */
onr_status onr_matrix_load(onr_matrix *matrix, const onr_model *model, const char *name,
                           uint32_t inputs, uint32_t columns, onr_error *err);

/** Make rows for a stack with room for `rows` rows. Memory is the arena's; false when short. */
bool onr_rows_init(onr_rows *rows, onr_arena *arena, const onr_stack *stack, uint32_t capacity);

/** Begin a new layout. */
void onr_rows_reset(onr_rows *rows);

/** Room for a segment of `count` rows; answers its first row, or ONR_NONE when it does not fit. */
uint32_t onr_rows_add(onr_rows *rows, uint32_t count);

/** Row of a FORM fingerprint in the vocabulary's table; 0 when it is not there. */
uint32_t onr_encoder_form_row(const onr_encoder *encoder, uint32_t fingerprint);

/** Lay one token's table sum into a row: its first `width` columns. */
void onr_encoder_embed(const onr_encoder *encoder, const onr_features *features, float *x,
                       uint32_t width);

/** Run the convolutions over all rows laid out; afterwards u holds the normalised states, with
 *  ONR_ZERO_BYTE in the gaps. `starts` and `counts` name the segments. */
void onr_stack_run(const onr_stack *stack, const onr_kernels *kernels, onr_rows *rows,
                   const uint32_t *starts, const uint32_t *counts, uint32_t segments);

/**
 * Features and states of one window.
 *
 * @param rows      made for the encoder's stack with room for a window; overwritten.
 * @param tower     the same for the encoder's tower, whose states the view gets too; NULL leaves
 *                  the tower out.
 * @param features  [ONR_WINDOW_TOKENS], overwritten.
 * @return a view into all three, valid until any is used again.
 */
onr_view onr_encoder_view(const onr_encoder *encoder, onr_rows *rows, onr_rows *tower,
                          onr_features *features, const onr_doc *doc, onr_window window);

#endif
