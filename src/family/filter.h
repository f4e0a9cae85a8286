/*
 * filter.h - which keys have been seen, and roughly when, without asking the index.
 *
 * A look-up in the index of keys (keys.h) costs more than all else that is done for a key, and
 * most keys are new. So before the index there are Bloom filters (Bloom 1970; one cache line a key,
 * after Putze, Sanders and Singler, "Cache-, hash- and space-efficient Bloom filters", WEA 2007), a
 * segment for each ONR_FILTER_KEYS keys, kept in the table quote_filter. Only the last segment
 * changes, so a transaction rewrites 48 KiB, however many keys there are. Keys that were removed
 * stay in the filter; their pairs leave the index.
 *
 * In memory the segments lie across each other, as in a bit-sliced signature file (Faloutsos and
 * Chan 1988): for each bit a row that tells which segments have it set. So the segments of a key
 * are the conjunction of six short rows, whether there are ten segments or a thousand.
 *
 * The filter in memory is that of the file at some moment: onr_filter_load() at the beginning of
 * each writing transaction brings it up to date when another connection has written, and
 * onr_filter_forget() must follow each rollback.
 */
#ifndef ONR_FAMILY_FILTER_H
#define ONR_FAMILY_FILTER_H

#include "base/arena.h"
#include "family/keys.h"
#include "sql/db.h"

enum {
    ONR_FILTER_KEYS = ONR_KEYS_SEGMENT,
    ONR_FILTER_LINES = 768,  /* of 512 bits, a segment; 12 bits a key */
    ONR_FILTER_BITS = ONR_FILTER_LINES * 512
};

typedef struct onr_filter {
    const onr_alloc *alloc;
    uint64_t *rows;     /* [ONR_FILTER_BITS][words] bit s of a row: segment s has this bit set */
    uint32_t words;     /* of 64 segments each */
    uint64_t *last;     /* [ONR_FILTER_BITS / 64] the last segment as it stands in the file */
    onr_keys open;      /* the pairs of the last segment, unless that is full */
    uint32_t count;     /* segments */
    uint32_t last_keys; /* in the last segment */
    uint32_t kept;      /* segments that are full in the file, and will never change */
    int64_t version;    /* data_version of the file when it was loaded; 0: not loaded */
    bool changed;       /* the last segment is not saved */
} onr_filter;

/** Nothing is allocated before the first load. `alloc` is borrowed. */
void onr_filter_init(onr_filter *filter, const onr_alloc *alloc);
void onr_filter_deinit(onr_filter *filter);

/** Within a writing transaction. False with the failure kept in `db`. */
bool onr_filter_load(onr_filter *filter, onr_db *db);
bool onr_filter_save(onr_filter *filter, onr_db *db);
void onr_filter_forget(onr_filter *filter);

/**
 * Find the segments that the key may be in: none when it has certainly not been added.
 *
 * @param out  [filter->words] set; bit s % 64 of word s / 64 is segment s.
 * @return how many they are; more for keys that are common.
 *
 * Cost: six rows of 8 bytes for each 64 segments.
 */
uint32_t onr_filter_find(const onr_filter *filter, uint64_t key, uint64_t *out);

/** Have the rows of a key brought near, for a look-up that will follow. */
void onr_filter_fetch(const onr_filter *filter, uint64_t key);

/** Add a key of a statement, within a writing transaction. False with the failure kept in `db`. */
bool onr_filter_add(onr_filter *filter, onr_db *db, uint64_t key, int64_t statement);

/** Statements behind a key in these segments ([filter->words], as from onr_filter_find()), oldest
 *  segment first; some may have another key. At most `most`; answers how many. */
uint32_t onr_filter_look_up(const onr_filter *filter, onr_db *db, uint64_t key,
                            const uint64_t *segments, int64_t *out, uint32_t most);

/** Take a pair out of the index, within a writing transaction. */
bool onr_filter_remove(onr_filter *filter, onr_db *db, uint64_t key, int64_t statement,
                       onr_arena *arena);

#endif
