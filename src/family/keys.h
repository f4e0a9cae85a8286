/*
 * keys.h - which statements have a key: a log-structured index beside the filter.
 *
 * The pairs of the filter's open segment lie in memory, and in the table quote_open as rows of
 * what each transaction brought. When the segment is full they are sorted, cut by the first eight
 * bits of the key into blocks, and written to quote_block once (O'Neil, Cheng, Gawlick and O'Neil,
 * "The log-structured merge-tree", 1996, without merges: the filter tells which segments to ask).
 * So a look-up reads one row of some 450 bytes for each segment that is asked, however many there
 * are.
 *
 * Of a key 22 bits are kept: among the 32,768 of a segment one look-up in 128 answers a statement
 * too much. A block is numbers of seven bits a byte, low ones first: the least statement of the
 * segment, then for each pair the distance of its key from the one before and its statement less
 * the least one.
 */
#ifndef ONR_FAMILY_KEYS_H
#define ONR_FAMILY_KEYS_H

#include "base/arena.h"
#include "sql/db.h"

enum {
    ONR_KEYS_SEGMENT = 32768, /* pairs */
    ONR_KEYS_CHAINS = 4096
};

/* The open segment. */
typedef struct onr_keys {
    const onr_alloc *alloc;
    uint64_t *pairs;  /* [ONR_KEYS_SEGMENT] 22 bits of the key, 42 of the statement; statement 0
                         was removed */
    uint16_t *chains; /* pairs of the same first bits, in their order, counted from 1: heads and
                         tails [ONR_KEYS_CHAINS], then the next [ONR_KEYS_SEGMENT] */
    uint32_t count;
    uint32_t saved; /* so many are in the file */
    bool rewrite;   /* some that are in the file were removed */
} onr_keys;

/** Nothing is allocated before the first load. `alloc` is borrowed. */
void onr_keys_init(onr_keys *keys, const onr_alloc *alloc);
void onr_keys_deinit(onr_keys *keys);

/** Read, or write what has come since, within a writing transaction. All functions here answer
 *  false with the failure kept in `db`. */
bool onr_keys_load(onr_keys *keys, onr_db *db);
bool onr_keys_save(onr_keys *keys, onr_db *db);

/** Add a pair to the open segment, which must not be full. */
bool onr_keys_add(onr_keys *keys, onr_db *db, uint64_t key, int64_t statement);

/** Write the open segment as that one, and begin anew. Some 10 ms. */
bool onr_keys_seal(onr_keys *keys, onr_db *db, uint32_t segment);

/** Statements behind a key in the order in which they came; at most `most`, and how many. They may
 *  have another key. The first is of the open segment, the second of a sealed one. */
uint32_t onr_keys_find_open(const onr_keys *keys, uint64_t key, int64_t *out, uint32_t most);
uint32_t onr_keys_find(onr_db *db, uint32_t segment, uint64_t key, int64_t *out, uint32_t most);

/** Take a pair out, where it is there. */
void onr_keys_remove_open(onr_keys *keys, uint64_t key, int64_t statement);
bool onr_keys_remove(onr_db *db, uint32_t segment, uint64_t key, int64_t statement,
                     onr_arena *arena);

#endif
