/*
 * names.h - named entities: which tokens name something, and of what kind.
 *
 * Each token gets a score for "outside", and for beginning and going on with a name of each kind
 * (BIO, Ramshaw and Marcus 1995). Where names begin and end is found first, whatever their kind, as
 * the best path through the sentence on which a name only goes on where one began; then each gets
 * the kind that all of its tokens together speak for. Where the network wavers between two kinds
 * that keeps a name whole. Mentions of one kind with the same words are one entity; at the end of
 * the document, names that are written differently but mean the same are joined (join.h).
 */
#ifndef ONR_NAMES_NAMES_H
#define ONR_NAMES_NAMES_H

#include "base/arena.h"
#include "doc/doc.h"
#include "encode/encoder.h"

enum { ONR_NAME_LABELS = 1 + 2 * ONR_ENTITY_COUNT };

typedef struct onr_namer {
    const onr_kernels *kernels;
    onr_matrix matrix; /* columns: outside, then begin and go on of each kind */
    uint32_t kinds;
    uint8_t types[ONR_ENTITY_COUNT]; /* an onr_entity_type for each kind */
} onr_namer;

typedef struct onr_names_work {
    const onr_alloc *alloc;
    float *scores;   /* [ONR_WINDOW_TOKENS][columns] */
    uint8_t *back;   /* [ONR_WINDOW_TOKENS] where the best paths come from; see names.c */
    uint8_t *path;   /* [ONR_WINDOW_TOKENS] */
    uint32_t *slots; /* [slot_count] entity + 1 by hash of kind and words; 0 is free */
    uint32_t slot_count;
    uint32_t *last; /* [last_capacity] the last mention of each entity */
    uint32_t last_capacity;
} onr_names_work;

/** Find the tagger in a model; both are borrowed. ONR_EMODEL when a part is missing. */
onr_status onr_names_load(onr_namer *namer, const onr_encoder *encoder, const onr_model *model,
                          onr_error *err);

/** Working memory, from the arena and, where it grows, from its allocator. False when short; then
 *  too onr_names_work_deinit() may be called. */
bool onr_names_work_init(onr_names_work *work, onr_arena *arena, const onr_namer *namer,
                         const onr_alloc *alloc);
void onr_names_work_deinit(onr_names_work *work);

/** Begin a document. */
void onr_names_begin(onr_names_work *work, onr_doc *doc);

/** Find the names of a window, whose view has the tower's states. ONR_ENOMEM. */
onr_status onr_names_window(const onr_namer *namer, onr_names_work *work, onr_doc *doc,
                            const onr_view *view, onr_error *err);

/** After the last window: join what is written differently. ONR_ENOMEM. */
onr_status onr_names_end(onr_doc *doc, onr_error *err);

#endif
