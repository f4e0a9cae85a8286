/*
 * copies.h - the reports of a run that were kept, to find copies of them.
 *
 *     onr_copies copies = {.alloc = alloc};
 *     status = onr_copies_judge(&of, &copies, &signature, id);
 *     if (of.ptr != NULL) it is a copy of the report `of`; otherwise it is kept from now on
 *     onr_copies_deinit(&copies);
 *
 * Reports are judged one after the other; each is compared with those kept, never with copies, so a
 * chain of small edits does not wander off. Candidates share four rows in a row with the report
 * (24 bands; Leskovec, Rajaraman and Ullman, "Mining of Massive Datasets", 3.4): of reports that
 * share 0.7 of their shingles 999 in 1000 are found, and those with all rows equal always.
 */
#ifndef ONR_COPY_COPIES_H
#define ONR_COPY_COPIES_H

#include "base/arena.h"
#include "copy/signature.h"

typedef struct onr_kept {
    onr_signature signature;
    onr_slice id; /* in the arena */
} onr_kept;

/** Start from {.alloc = ...}; NULL for malloc. Release with onr_copies_deinit(). */
typedef struct onr_copies {
    const onr_alloc *alloc;
    onr_arena ids;
    onr_kept *kept;
    uint32_t kept_count, kept_capacity;
    uint32_t *slots; /* [slot_capacity] 1 + index in `kept`, 0 is free; a power of two */
    uint32_t slot_count, slot_capacity;
    bool open;
} onr_copies;

/**
 * Find out whether a report is a copy, and keep it when not.
 *
 * @param of  set to the id of the most similar report kept before, the earliest of equals; absent
 *            when there is none. Good until onr_copies_deinit().
 * @return ONR_OK or ONR_ENOMEM; then the report is not kept.
 */
onr_status onr_copies_judge(onr_slice *of, onr_copies *copies, const onr_signature *signature,
                            onr_slice id);

void onr_copies_deinit(onr_copies *copies);

#endif
