#include "store/store.h"

#include <string.h>

#include "base/error.h"
#include "sql/match.h"
#include "store/schema.h"
#include "store/statement.h"

enum { MOST_REWRITTEN = 256 << 20 }; /* bytes */

static onr_store *new_store(const onr_alloc *alloc)
{
    onr_store *store = onr_resize(alloc, NULL, 0, sizeof *store);
    if (store == NULL) return NULL;
    memset(store, 0, sizeof *store);
    if (alloc != NULL) {
        store->alloc_copy = *alloc;
        store->alloc = &store->alloc_copy;
    }
    onr_entry_init(&store->entry, store->alloc);
    onr_arena_init(&store->arena, store->alloc);
    onr_filter_init(&store->filter, store->alloc);
    return store;
}

static onr_status open_db(onr_store *store, const char *path, onr_store_mode mode, onr_error *err)
{
    onr_db_mode how = mode == ONR_STORE_READ    ? ONR_DB_READ
                      : mode == ONR_STORE_WRITE ? ONR_DB_WRITE
                                                : ONR_DB_CREATE;
    onr_status status = onr_db_open(&store->db, path, how, err);
    if (status != ONR_OK) return status;
    onr_match_install(&store->db);
    onr_schema_prepare(&store->db, mode != ONR_STORE_READ, store->alloc);
    return onr_db_status(&store->db, err);
}

onr_status onr_store_open(onr_store **out, const char *path, onr_store_mode mode,
                          const onr_alloc *alloc, onr_error *err)
{
    *out = NULL;
    /* SQLite takes an empty name and names with a colon in front for stores in memory. */
    if (path == NULL || *path == '\0' || *path == ':')
        return onr_fail(err, ONR_EUSAGE, "a store needs the path of a file, not ':...'");
    onr_store *store = new_store(alloc);
    if (store == NULL) return onr_fail_memory(err);
    onr_status status = open_db(store, path, mode, err);
    if (status == ONR_OK)
        *out = store;
    else
        onr_store_close(store);
    return status;
}

void onr_store_allow(onr_store *store, uint32_t milliseconds)
{
    if (store != NULL) onr_db_allow(&store->db, milliseconds);
}

void onr_store_close(onr_store *store)
{
    if (store == NULL) return;
    onr_db_close(&store->db);
    onr_entry_deinit(&store->entry);
    onr_arena_deinit(&store->arena);
    onr_filter_deinit(&store->filter);
    onr_alloc copy = store->alloc_copy;
    onr_release(store->alloc == NULL ? NULL : &copy, store, sizeof *store);
}

bool onr_store_begin(onr_store *store)
{
    static const char last[] = "SELECT seq FROM sqlite_sequence WHERE name = 'attribution'";
    if (onr_db_begin(&store->db, true) && onr_filter_load(&store->filter, &store->db)) {
        store->indexed = onr_db_number(&store->db, last, 0);
        if (store->db.status == ONR_OK) return true;
    }
    onr_store_rollback(store);
    return false;
}

bool onr_store_commit(onr_store *store)
{
    onr_statement_index_new(store);
    onr_filter_save(&store->filter, &store->db);
    if (onr_db_commit(&store->db)) return true;
    onr_filter_forget(&store->filter);
    return false;
}

void onr_store_rollback(onr_store *store)
{
    onr_db_rollback(&store->db);
    onr_filter_forget(&store->filter);
}

/* Whether a file grew to twice its size or more, so that writing all of it costs no more than that
 * did; large ones would need their size once more on the disk. */
static bool worth_rewriting(onr_db *db, uint64_t added)
{
    static const char sql[] = "SELECT (SELECT count(*) FROM document), page_count * page_size"
                              " FROM pragma_page_count, pragma_page_size";
    sqlite3_stmt *s = onr_db_start(db, sql);
    bool worth = added > 0 && onr_db_row(db, s) &&
                 (uint64_t)sqlite3_column_int64(s, 0) <= 2 * added &&
                 sqlite3_column_int64(s, 1) <= MOST_REWRITTEN;
    onr_db_end(s);
    return worth;
}

onr_status onr_store_tidy(onr_store *store, uint64_t added, onr_error *err)
{
    /* Both numbers are pages: of the full-text index, of which four are one of the file, and of the
     * file. */
    static const char merge[] =
        "INSERT INTO statement_fts (statement_fts, rank) VALUES ('merge', 1000)";
    static const char shrink[] = "PRAGMA incremental_vacuum(256)";
    if (store == NULL) return onr_fail(err, ONR_EUSAGE, "no store");
    onr_db *db = &store->db;
    onr_db_clear(db);
    onr_db_begin(db, true);
    onr_db_run(db, merge);
    if (onr_db_commit(db)) onr_db_run(db, worth_rewriting(db, added) ? "VACUUM" : shrink);
    return onr_db_status(db, err);
}

/* One statement, so that the numbers belong together. */
onr_status onr_store_count(onr_store *store, onr_store_counts *out, onr_error *err)
{
    static const char sql[] = "SELECT (SELECT count(*) FROM document),"
                              " (SELECT coalesce(sum(statements), 0) FROM total),"
                              " (SELECT count(*) FROM correction)";
    onr_db *db = &store->db;
    onr_db_clear(db);
    *out = (onr_store_counts){.documents = 0};
    sqlite3_stmt *s = onr_db_start(db, sql);
    if (onr_db_row(db, s)) {
        out->documents = (uint64_t)sqlite3_column_int64(s, 0);
        out->statements = (uint64_t)sqlite3_column_int64(s, 1);
        out->corrections = (uint64_t)sqlite3_column_int64(s, 2);
    }
    onr_db_end(s);
    return onr_db_status(db, err);
}
