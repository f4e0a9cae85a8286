/*
 * ids.h - which ids a stream has used, so that no two of its reports share one.
 *
 * Only 64-bit hashes are kept, 11 to 21 bytes an id: among a million ids the chance of a false
 * alarm is below 1 in 10 million.
 */
#ifndef ONR_INGEST_IDS_H
#define ONR_INGEST_IDS_H

#include <onrecord/base.h>

/** Start from {.alloc = ...}; NULL for malloc. Release with onr_ids_deinit(). */
typedef struct onr_ids {
    const onr_alloc *alloc;
    uint64_t *slots; /* [capacity] 0 is free; capacity is 0 or a power of two */
    size_t capacity;
    size_t count;
} onr_ids;

/** Add an id; ONR_OK when it is new, ONR_EFORMAT when it was there before, ONR_ENOMEM. */
onr_status onr_ids_add(onr_ids *ids, onr_slice id);

void onr_ids_deinit(onr_ids *ids);

#endif
