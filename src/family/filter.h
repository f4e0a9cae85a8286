/*
 * filter.h - which keys have been seen at all, without asking the index.
 *
 * A look-up in the index of keys costs more than all else that is done for a key, and most keys are
 * new. So beside the index there are Bloom filters (Bloom 1970; one cache line a key, after Putze,
 * Sanders and Singler, "Cache-, hash- and space-efficient Bloom filters", WEA 2007), a segment for
 * each ONR_FILTER_KEYS keys, kept in the table quote_filter. Only the last segment changes, so a
 * transaction rewrites 48 KiB, however many keys there are. Keys that were removed stay in.
 *
 * The filter in memory is that of the file at some moment: onr_filter_load() at the beginning of
 * each writing transaction brings it up to date when another connection has written, and
 * onr_filter_forget() must follow each rollback.
 */
#ifndef ONR_FAMILY_FILTER_H
#define ONR_FAMILY_FILTER_H

#include "base/arena.h"
#include "sql/db.h"

enum {
    ONR_FILTER_KEYS = 32768, /* a segment */
    ONR_FILTER_LINES = 768,  /* of 64 bytes, a segment; 12 bits a key */
    ONR_FILTER_BYTES = ONR_FILTER_LINES * 64
};

typedef struct onr_filter {
    const onr_alloc *alloc;
    uint64_t (*segments)[ONR_FILTER_LINES][8]; /* [capacity] */
    uint32_t count, capacity;
    uint32_t last_keys; /* in the last segment */
    int64_t version;    /* data_version of the file when it was loaded; 0: not loaded */
    bool changed;       /* the last segment is not saved */
    uint32_t saved;     /* segments before this one are in the file as they are here */
} onr_filter;

/** Nothing is allocated before the first load. `alloc` is borrowed. */
void onr_filter_init(onr_filter *filter, const onr_alloc *alloc);
void onr_filter_deinit(onr_filter *filter);

/** Within a writing transaction. False with the failure kept in `db`. */
bool onr_filter_load(onr_filter *filter, onr_db *db);
bool onr_filter_save(onr_filter *filter, onr_db *db);
void onr_filter_forget(onr_filter *filter);

/** In how many segments the key may be: 0 when it has certainly not been added, and more for keys
 *  that are common. Cost: a cache line for each segment. */
uint32_t onr_filter_count(const onr_filter *filter, uint64_t key);

/** False without memory. */
bool onr_filter_add(onr_filter *filter, uint64_t key);

#endif
