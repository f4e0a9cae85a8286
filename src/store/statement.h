/*
 * statement.h - one attribution in the tables: its row, its spans, its places in the indexes.
 *
 * A statement that is shown stands in the full-text index and, when it is long enough, in the index
 * of quotations (src/family). The full-text index has no copy of the words, so it must be told the
 * same words when one goes: take a statement out before any of its words change.
 */
#ifndef ONR_STORE_STATEMENT_H
#define ONR_STORE_STATEMENT_H

#include "store/store.h"

enum { ONR_ORIGIN_MODEL, ONR_ORIGIN_PERSON };
enum { ONR_STATE_SHOWN, ONR_STATE_CONFIRMED, ONR_STATE_HIDDEN };

/** Where a new statement belongs. */
typedef struct onr_statement_home {
    int64_t document;
    int64_t speaker;    /* row of the speaker table, or 0 */
    int64_t correction; /* or 0 */
    int origin;
    int state;
} onr_statement_home;

/** Write the row; answers the statement's id, 0 on failure. Not yet indexed. */
int64_t onr_statement_insert(onr_db *db, const onr_statement_home *home,
                             const onr_entry_attribution *a, onr_arena *arena);

/** Put the statements of this transaction into the full-text index, in the order of their places:
 *  the index begins a new part of itself whenever it is given an earlier one. */
bool onr_statement_index_new(onr_store *store);

/** Put a statement into the indexes, or take it out. A new one comes into the full-text index with
 *  the others of its transaction. */
bool onr_statement_index(onr_store *store, int64_t id, onr_arena *arena);
bool onr_statement_unindex(onr_store *store, int64_t id, onr_arena *arena);

/** Set state and correction (0 for none), and keep the indexes right. */
bool onr_statement_set_state(onr_store *store, int64_t id, int state, int64_t correction,
                             onr_arena *arena);

/** Remove a statement with all that belongs to it. */
bool onr_statement_delete(onr_store *store, int64_t id, onr_arena *arena);

#endif
