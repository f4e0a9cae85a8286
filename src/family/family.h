/*
 * family.h - statements of the same words, found as they come in.
 *
 * Each shown statement that is long enough has its keys (words.h) in an index (keys.h). A new one
 * looks up its own keys, compares itself with the few oldest statements behind each of them, and
 * joins the family of the one it shares most words with. So the cost of adding does not depend on
 * how many statements there are, but for the depth of an index. Members of a family come from
 * different documents.
 */
#ifndef ONR_FAMILY_FAMILY_H
#define ONR_FAMILY_FAMILY_H

#include "base/arena.h"
#include "family/filter.h"
#include "sql/db.h"

/** A statement as far as families are concerned. */
typedef struct onr_family_statement {
    int64_t id;
    int64_t document;
    onr_slice content;
    onr_slice speaker; /* a name, or the words of the source; may be absent */
} onr_family_statement;

/** Index a statement and let it join or found a family; within a transaction for which the filter
 *  was loaded. False with the failure kept in `db`. */
bool onr_family_add(onr_db *db, onr_filter *filter, const onr_family_statement *statement,
                    onr_arena *arena);

/** Take a statement out of its family and the index; its words must be those it came with. Within
 *  such a transaction, too. */
bool onr_family_remove(onr_db *db, onr_filter *filter, int64_t statement, onr_arena *arena);

/** Index all shown statements of a store whose index is empty, within a writing transaction;
 *  families stay as they are. */
bool onr_family_index_all(onr_db *db, onr_filter *filter);

/** Load a statement, its slices in the arena; false with the failure kept, or when it is not
 *  there. */
bool onr_family_load(onr_db *db, onr_family_statement *out, int64_t id, onr_arena *arena);

#endif
