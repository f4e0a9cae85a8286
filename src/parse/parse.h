/*
 * parse.h - dependency trees (Universal Dependencies).
 *
 * A biaffine parser (Dozat and Manning 2017) over the tower's states, small enough to score every
 * pair of words of a sentence: the score of a head is the product of the dependent's and the head's
 * projections, plus what each of the two says of the distance between them. tree.h makes the best
 * tree with one root of it; then each word's relation is found from the pair of states.
 *
 * Sentences longer than ONR_PARSE_TOKENS are parsed in pieces; the roots of later pieces hang on
 * that of the first as "parataxis".
 */
#ifndef ONR_PARSE_PARSE_H
#define ONR_PARSE_PARSE_H

#include "base/arena.h"
#include "doc/doc.h"
#include "encode/encoder.h"
#include "parse/tree.h"

enum {
    ONR_PARSE_TOKENS = 256,
    ONR_PARSE_RANK = 64,  /* of the projections */
    ONR_PARSE_STEPS = 9,  /* distances that are told apart on each side */
    ONR_PARSE_BINS = 1 + 2 * ONR_PARSE_STEPS,
    ONR_PARSE_STRIDE = ONR_PARSE_TOKENS + ONR_PRODUCT_COLUMNS
};

typedef struct onr_parser {
    const onr_kernels *kernels;
    onr_matrix matrix;     /* columns: see parse.c */
    onr_matrix relations;  /* [ONR_PARSE_RANK][labels] */
    const float *rel_root; /* [2 * ONR_PARSE_RANK] in place of the root's projection */
    uint32_t rel_count;
    uint32_t root_label;
    uint8_t rels[ONR_REL_COUNT]; /* an onr_rel for each label */
} onr_parser;

typedef struct onr_parse_work {
    float *projected; /* [ONR_PARSE_TOKENS][matrix.columns] */
    float *across;    /* [ONR_PARSE_RANK][ONR_PARSE_TOKENS] the heads' projections, turned */
    float *pull;      /* [ONR_PARSE_BINS][ONR_PARSE_TOKENS] what heads say of distances, turned */
    float *scores;    /* [ONR_PARSE_TOKENS][ONR_PARSE_STRIDE] for tree.h */
    float *pairs;     /* [ONR_PARSE_TOKENS][ONR_PARSE_RANK] */
    uint8_t *pair_bytes;
    float *rel_scores; /* [ONR_PARSE_TOKENS][relations.columns] */
    uint32_t *heads;   /* [ONR_PARSE_TOKENS] */
    onr_tree_work tree;
} onr_parse_work;

/** Find the parser in a model; both are borrowed. ONR_EMODEL when a part is missing. */
onr_status onr_parse_load(onr_parser *parser, const onr_encoder *encoder, const onr_model *model,
                          onr_error *err);

/** Working memory from the arena; false when short. */
bool onr_parse_work_init(onr_parse_work *work, onr_arena *arena, const onr_parser *parser);

/** Begin a document: makes its layer of arcs. ONR_ENOMEM. */
onr_status onr_parse_begin(onr_doc *doc, onr_error *err);

/** Parse the sentences of a window, whose view has the tower's states. A sentence that lies in
 *  several windows is parsed in pieces too. */
void onr_parse_window(const onr_parser *parser, onr_parse_work *work, onr_doc *doc,
                      const onr_view *view);

#endif
