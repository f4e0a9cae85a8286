/*
 * coref.h - coreference: which words refer to the same person or thing.
 *
 * phrase.h finds the words, candidates.h what each may go back to, and a small network chooses
 * among these and "nothing" (mention ranking, Denis and Baldridge 2008): a hidden layer over what
 * is known of the phrase, of the candidate and of the pair, and a bilinear product of the states of
 * their heads, the tower's. Choices are made in text order and never taken back, but a chain that
 * is known to be one sex takes no pronoun of the other. By rule are joined: relative pronouns to
 * what their clause hangs on, and "I" in a quotation to its source.
 *
 * Reads tokens, quotations, names, attributions, tags and arcs, of these the last three where they
 * are there; adds references and chains. Cost: linear in the text.
 */
#ifndef ONR_COREF_COREF_H
#define ONR_COREF_COREF_H

#include "coref/candidates.h"
#include "encode/encoder.h"

enum {
    ONR_COREF_HIDDEN = 32,
    ONR_COREF_RANK = 32,
    /* Of the product with a state: the phrase as anaphor, as candidate, as new, and both sides of
     * the bilinear product. */
    ONR_COREF_STATE = 3 * ONR_COREF_HIDDEN + 2 * ONR_COREF_RANK,
    ONR_COREF_COLUMNS = 192
};

typedef struct onr_coref {
    const onr_kernels *kernels;
    onr_matrix matrix;         /* [tower width][ONR_COREF_COLUMNS] */
    const float *phrase_table; /* [ONR_PHRASE_ROWS][3 * ONR_COREF_HIDDEN] */
    const float *pair_table;   /* [ONR_PAIR_ROWS][ONR_COREF_HIDDEN] */
    const float *out;          /* [3][ONR_COREF_HIDDEN] of a pair, of nothing, its bias */
} onr_coref;

/* What was chosen for a phrase. */
typedef struct onr_link {
    uint32_t antecedent;
    uint32_t root; /* towards the first phrase of its chain */
    float probability;
    /* Of the chain, at its root: */
    uint32_t person; /* the entity of the person that it names, or ONR_NONE */
    bool thing;      /* it names something that is no person */
    uint8_t gender;
} onr_link;

/* A candidate's part of the hidden layer and of the bilinear product. */
typedef struct onr_side {
    float hidden[ONR_COREF_HIDDEN], product[ONR_COREF_RANK];
} onr_side;

enum { ONR_COREF_RING = 64, ONR_COREF_BATCH = 64 };

typedef struct onr_coref_work {
    const onr_alloc *alloc;
    onr_phrases phrases;
    onr_memory memory;
    onr_link *links; /* [link_capacity] */
    uint32_t *lasts; /* [last_capacity] */
    uint32_t *voices; /* [voice_capacity] the last "I" of each attribution, or ONR_NONE */
    int8_t *states;  /* [state_count][ONR_COREF_STATE] in sixteenths */
    uint32_t link_capacity, last_capacity, voice_capacity, state_count, state_capacity;
    uint32_t mention;
    uint8_t *gathered; /* [ONR_COREF_BATCH][tower width] */
    float *scores;     /* [ONR_COREF_BATCH][ONR_COREF_COLUMNS] */
    onr_side *ring;    /* [ONR_COREF_RING] of the last phrases */
} onr_coref_work;

/** Find the scorer in a model; borrowed. ONR_EMODEL when a part is misshapen. */
onr_status onr_coref_load(onr_coref *coref, const onr_encoder *encoder, const onr_model *model,
                          onr_error *err);

/** Working memory, from the arena and, where it grows, from its allocator. False when short; then
 *  too onr_coref_work_deinit() may be called. */
bool onr_coref_work_init(onr_coref_work *work, onr_arena *arena, const onr_encoder *encoder,
                         const onr_alloc *alloc);
void onr_coref_work_deinit(onr_coref_work *work);

/** Begin a document. */
void onr_coref_begin(onr_coref_work *work, onr_doc *doc);

/** Find the phrases of a window, whose names, tags and trees are there. ONR_ENOMEM. */
onr_status onr_coref_window(const onr_coref *coref, onr_coref_work *work, const onr_doc *doc,
                            const onr_view *view, onr_error *err);

/** Link them and write the layer; the attributions must be there. ONR_ENOMEM. */
onr_status onr_coref_end(const onr_coref *coref, onr_coref_work *work, onr_doc *doc,
                         onr_error *err);

#endif
