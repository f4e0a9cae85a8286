/*
 * db.h - SQLite with the first failure kept, so that a sequence of statements is checked once.
 *
 * After a failure every further call does nothing and answers "no"; onr_db_status() tells what
 * happened and onr_db_clear() makes the connection usable again. Statements are prepared once and
 * kept, by the address of their text, which must be static.
 *
 *     sqlite3_stmt *s = onr_db_start(db, "SELECT name FROM document WHERE id = ?1");
 *     onr_bind_int(db, s, 1, id);
 *     if (onr_db_row(db, s)) name = onr_column_slice(s, 0);   // until the next call on `s`
 *     onr_db_end(s);
 *     return onr_db_status(db, err);
 */
#ifndef ONR_SQL_DB_H
#define ONR_SQL_DB_H

#include <sqlite3.h>

#include <onrecord/base.h>

enum {
    ONR_DB_MAX_STATEMENTS = 128,
    ONR_DB_CACHE_KIB = 65536, /* what a connection begins with */
    ONR_DB_SCAN_KIB = 2048    /* for reading all of a file once: stays near the processor */
};

typedef struct onr_db {
    sqlite3 *handle;
    onr_status status; /* of the first failure */
    int code;          /* SQLite's extended result code of it */
    char message[160];
    uint64_t deadline; /* nanoseconds of the monotonic clock */
    struct onr_db_statement {
        const char *sql; /* static */
        sqlite3_stmt *prepared;
    } statements[ONR_DB_MAX_STATEMENTS];
    uint32_t statement_count;
} onr_db;

typedef enum onr_db_mode { ONR_DB_READ, ONR_DB_WRITE, ONR_DB_CREATE } onr_db_mode;

/** Open a file; on failure nothing is left open. The schema is not looked at. */
onr_status onr_db_open(onr_db *db, const char *path, onr_db_mode mode, onr_error *err);
void onr_db_close(onr_db *db);

/** The kept failure as the caller's error; ONR_OK when there is none. */
onr_status onr_db_status(const onr_db *db, onr_error *err);

/** Forget the failure. */
void onr_db_clear(onr_db *db);

/** Fail for a reason of the caller's own, unless something failed before; answers false. */
bool onr_db_fail(onr_db *db, onr_status status, const char *message);

/** Fail with SQLite's last error. Answers false. */
bool onr_db_fail_sqlite(onr_db *db);

/** How many pages are kept, in KiB. */
bool onr_db_set_cache(onr_db *db, int kib);

/** Let statements run until so many milliseconds from now, then fail with ONR_ETIME; 0 takes the
 *  limit away. The object must stay where it is. */
void onr_db_allow(onr_db *db, uint32_t milliseconds);

/** Run SQL without results, any number of statements. */
bool onr_db_run(onr_db *db, const char *sql);

/** The prepared statement of that text, reset and without values; NULL after a failure. */
sqlite3_stmt *onr_db_start(onr_db *db, const char *sql);

/** Bind parameter `i`, from 1. An absent slice is NULL. Bytes are borrowed until onr_db_end(). */
void onr_bind_int(onr_db *db, sqlite3_stmt *s, int i, int64_t value);
void onr_bind_real(onr_db *db, sqlite3_stmt *s, int i, double value);
void onr_bind_null(onr_db *db, sqlite3_stmt *s, int i);
void onr_bind_slice(onr_db *db, sqlite3_stmt *s, int i, onr_slice value);
void onr_bind_text(onr_db *db, sqlite3_stmt *s, int i, const char *value);
void onr_bind_blob(onr_db *db, sqlite3_stmt *s, int i, const void *bytes, size_t size);

/** Step to the next row; false at the end or on failure. */
bool onr_db_row(onr_db *db, sqlite3_stmt *s);

/** Run a statement to its end and release it. False on failure. */
bool onr_db_done(onr_db *db, sqlite3_stmt *s);

/** Release a statement: its locks, and what was bound. NULL is allowed. */
void onr_db_end(sqlite3_stmt *s);

/** A column's bytes; NULL is absent. They live until the statement moves. */
onr_slice onr_column_slice(sqlite3_stmt *s, int i);
uint32_t onr_column_index(sqlite3_stmt *s, int i); /**< ONR_NONE for NULL */

/** The first column of the only row, or `otherwise`. */
int64_t onr_db_number(onr_db *db, const char *sql, int64_t otherwise);

/** Transactions. `write` takes the write lock at once, so that it cannot fail later for another
 *  writer. onr_db_commit() rolls back when something has failed or fails now. */
bool onr_db_begin(onr_db *db, bool write);
bool onr_db_commit(onr_db *db);
void onr_db_rollback(onr_db *db);

#endif
