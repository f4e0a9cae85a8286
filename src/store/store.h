/*
 * store.h - the object behind <onrecord/store.h>.
 */
#ifndef ONR_STORE_STORE_H
#define ONR_STORE_STORE_H

#include <onrecord/store.h>

#include "base/arena.h"
#include "entry/entry.h"
#include "family/filter.h"
#include "sql/db.h"

struct onr_store {
    onr_alloc alloc_copy;   /* valid when `alloc` points here */
    const onr_alloc *alloc; /* NULL for malloc */
    onr_db db;
    onr_entry entry;        /* the record in hand */
    onr_arena arena;        /* working memory of one call */
    onr_filter filter;      /* of the keys of quotations */
    int64_t indexed;        /* statements up to this one are in the full-text index, those beyond it
                               come in when the transaction ends */
};

/** A writing transaction, with the filter of the file as it is then. False with the failure kept in
 *  the database; onr_store_commit() rolls back when something has failed. */
bool onr_store_begin(onr_store *store);
bool onr_store_commit(onr_store *store);
void onr_store_rollback(onr_store *store);

#endif
