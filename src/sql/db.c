#include "sql/db.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "base/error.h"

enum {
    BUSY_MS = 10000,            /* how long another writer is waited for */
    STEPS_BETWEEN_LOOKS = 10000 /* at the clock: half a millisecond or so */
};

static onr_status status_of(int code)
{
    switch (code & 0xFF) {
    case SQLITE_NOMEM: return ONR_ENOMEM;
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT: return ONR_EFORMAT;
    case SQLITE_TOOBIG: return ONR_ELIMIT;
    case SQLITE_INTERRUPT: return ONR_ETIME;
    default: return ONR_EIO;
    }
}

/* What a person can do something about, in words; NULL leaves it to SQLite. */
static const char *words_of(int code)
{
    switch (code & 0xFF) {
    case SQLITE_NOMEM: return "out of memory";
    case SQLITE_NOTADB: return "the file is not an SQLite database";
    case SQLITE_CORRUPT: return "the file is damaged";
    case SQLITE_FULL: return "the disk is full";
    case SQLITE_READONLY: return "the file cannot be written: it or its folder is read-only";
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return "the file is locked by another program";
    case SQLITE_CANTOPEN: return "the file cannot be opened";
    case SQLITE_IOERR: return "reading or writing the file failed";
    case SQLITE_INTERRUPT: return "it would take longer than it may";
    default: return NULL;
    }
}

bool onr_db_fail(onr_db *db, onr_status status, const char *message)
{
    if (db->status != ONR_OK) return false;
    db->status = status;
    db->code = 0;
    snprintf(db->message, sizeof db->message, "%s", message);
    return false;
}

static bool fail_code(onr_db *db, int code)
{
    if (db->status != ONR_OK) return false;
    const char *words = words_of(code);
    onr_db_fail(db, status_of(code), words != NULL ? words : sqlite3_errmsg(db->handle));
    db->code = code;
    return false;
}

bool onr_db_fail_sqlite(onr_db *db)
{
    return fail_code(db, db->handle == NULL ? SQLITE_NOMEM : sqlite3_extended_errcode(db->handle));
}

onr_status onr_db_status(const onr_db *db, onr_error *err)
{
    if (db->status == ONR_OK) return ONR_OK;
    return onr_fail(err, db->status, "%s", db->message);
}

void onr_db_clear(onr_db *db)
{
    db->status = ONR_OK;
    db->code = 0;
    db->message[0] = '\0';
}

static uint64_t now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * UINT64_C(1000000000) + (uint64_t)t.tv_nsec;
}

static int is_late(void *ctx)
{
    const onr_db *db = ctx;
    return now() >= db->deadline;
}

void onr_db_allow(onr_db *db, uint32_t milliseconds)
{
    if (db->handle == NULL) return;
    db->deadline = now() + (uint64_t)milliseconds * 1000000;
    sqlite3_progress_handler(db->handle, STEPS_BETWEEN_LOOKS, milliseconds > 0 ? is_late : NULL,
                             db);
}

bool onr_db_run(onr_db *db, const char *sql)
{
    if (db->status != ONR_OK) return false;
    int code = sqlite3_exec(db->handle, sql, NULL, NULL, NULL);
    return code == SQLITE_OK || onr_db_fail_sqlite(db);
}

bool onr_db_set_cache(onr_db *db, int kib)
{
    char sql[48];
    snprintf(sql, sizeof sql, "PRAGMA cache_size = -%d", kib);
    return onr_db_run(db, sql);
}

static int flags_of(onr_db_mode mode)
{
    int flags = SQLITE_OPEN_NOMUTEX;
    if (mode == ONR_DB_READ) return flags | SQLITE_OPEN_READONLY;
    flags |= SQLITE_OPEN_READWRITE;
    return mode == ONR_DB_CREATE ? flags | SQLITE_OPEN_CREATE : flags;
}

/* True when nobody has left changes in a log beside the file. */
static bool has_no_log(const char *path)
{
    struct stat info;
    char *log = sqlite3_mprintf("%s-wal", path);
    bool none = log != NULL && (stat(log, &info) != 0 || info.st_size == 0);
    sqlite3_free(log);
    return none;
}

/* "file:PATH?immutable=1", with what has a meaning in a URI escaped; sqlite3_free() it. */
static char *immutable_uri(const char *path)
{
    sqlite3_str *uri = sqlite3_str_new(NULL);
    sqlite3_str_appendall(uri, "file:");
    for (; *path != '\0'; path++) {
        bool plain = strchr("%?#", *path) == NULL;
        if (plain)
            sqlite3_str_appendchar(uri, 1, *path);
        else
            sqlite3_str_appendf(uri, "%%%02X", (unsigned char)*path);
    }
    sqlite3_str_appendall(uri, "?immutable=1");
    return sqlite3_str_finish(uri);
}

static bool is_readable(sqlite3 *handle)
{
    return sqlite3_exec(handle, "SELECT count(*) FROM sqlite_master", NULL, NULL, NULL) ==
           SQLITE_OK;
}

/* Readers keep track of the log in a file beside the store. Where none can be made, because the
 * folder is read-only, and there is no log, the store is read as it lies. */
static int open_handle(onr_db *db, const char *path, onr_db_mode mode)
{
    int code = sqlite3_open_v2(path, &db->handle, flags_of(mode), NULL);
    if (code != SQLITE_OK || mode != ONR_DB_READ || is_readable(db->handle)) return code;
    int why = sqlite3_errcode(db->handle);
    if ((why != SQLITE_CANTOPEN && why != SQLITE_READONLY) || !has_no_log(path)) return code;
    char *uri = immutable_uri(path);
    if (uri == NULL) return SQLITE_NOMEM;
    sqlite3_close_v2(db->handle);
    code = sqlite3_open_v2(uri, &db->handle, flags_of(mode) | SQLITE_OPEN_URI, NULL);
    sqlite3_free(uri);
    return code;
}

onr_status onr_db_open(onr_db *db, const char *path, onr_db_mode mode, onr_error *err)
{
    memset(db, 0, sizeof *db);
    if (open_handle(db, path, mode) != SQLITE_OK) onr_db_fail_sqlite(db);
    if (db->handle != NULL) {
        sqlite3_extended_result_codes(db->handle, 1);
        sqlite3_busy_timeout(db->handle, BUSY_MS);
        /* What stands in a file from elsewhere must not run code of ours. */
        sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)NULL);
        sqlite3_db_config(db->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, (int *)NULL);
    }
    onr_db_run(db, "PRAGMA foreign_keys = ON");
    onr_db_set_cache(db, ONR_DB_CACHE_KIB);
    onr_status status = onr_db_status(db, err);
    if (status != ONR_OK) onr_db_close(db);
    return status;
}

void onr_db_close(onr_db *db)
{
    for (uint32_t i = 0; i < db->statement_count; i++)
        sqlite3_finalize(db->statements[i].prepared);
    db->statement_count = 0;
    sqlite3_close_v2(db->handle);
    db->handle = NULL;
}

static sqlite3_stmt *find_prepared(const onr_db *db, const char *sql)
{
    for (uint32_t i = 0; i < db->statement_count; i++)
        if (db->statements[i].sql == sql) return db->statements[i].prepared;
    return NULL;
}

static sqlite3_stmt *prepare(onr_db *db, const char *sql)
{
    sqlite3_stmt *prepared = NULL;
    if (db->statement_count == ONR_DB_MAX_STATEMENTS) {
        onr_db_fail(db, ONR_ELIMIT, "too many prepared statements");
        return NULL;
    }
    if (sqlite3_prepare_v3(db->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &prepared, NULL) !=
        SQLITE_OK) {
        onr_db_fail_sqlite(db);
        return NULL;
    }
    db->statements[db->statement_count].sql = sql;
    db->statements[db->statement_count++].prepared = prepared;
    return prepared;
}

sqlite3_stmt *onr_db_start(onr_db *db, const char *sql)
{
    if (db->status != ONR_OK) return NULL;
    sqlite3_stmt *s = find_prepared(db, sql);
    if (s == NULL) return prepare(db, sql);
    onr_db_end(s);
    return s;
}

static void bound(onr_db *db, int code)
{
    if (code != SQLITE_OK) fail_code(db, code);
}

void onr_bind_int(onr_db *db, sqlite3_stmt *s, int i, int64_t value)
{
    if (s != NULL) bound(db, sqlite3_bind_int64(s, i, value));
}

void onr_bind_real(onr_db *db, sqlite3_stmt *s, int i, double value)
{
    if (s != NULL) bound(db, sqlite3_bind_double(s, i, value));
}

void onr_bind_null(onr_db *db, sqlite3_stmt *s, int i)
{
    if (s != NULL) bound(db, sqlite3_bind_null(s, i));
}

void onr_bind_slice(onr_db *db, sqlite3_stmt *s, int i, onr_slice value)
{
    if (s == NULL) return;
    if (value.ptr == NULL)
        onr_bind_null(db, s, i);
    else
        bound(db, sqlite3_bind_text64(s, i, value.ptr, value.len, SQLITE_STATIC, SQLITE_UTF8));
}

void onr_bind_text(onr_db *db, sqlite3_stmt *s, int i, const char *value)
{
    onr_bind_slice(db, s, i, (onr_slice){value, value == NULL ? 0 : strlen(value)});
}

void onr_bind_blob(onr_db *db, sqlite3_stmt *s, int i, const void *bytes, size_t size)
{
    if (s != NULL) bound(db, sqlite3_bind_blob64(s, i, bytes, size, SQLITE_STATIC));
}

bool onr_db_row(onr_db *db, sqlite3_stmt *s)
{
    if (s == NULL || db->status != ONR_OK) return false;
    int code = sqlite3_step(s);
    if (code == SQLITE_ROW) return true;
    if (code != SQLITE_DONE) onr_db_fail_sqlite(db);
    return false;
}

bool onr_db_done(onr_db *db, sqlite3_stmt *s)
{
    while (onr_db_row(db, s)) {}
    onr_db_end(s);
    return db->status == ONR_OK;
}

void onr_db_end(sqlite3_stmt *s)
{
    if (s == NULL) return;
    sqlite3_reset(s);
    sqlite3_clear_bindings(s);
}

onr_slice onr_column_slice(sqlite3_stmt *s, int i)
{
    if (sqlite3_column_type(s, i) == SQLITE_NULL) return (onr_slice){NULL, 0};
    const void *bytes = sqlite3_column_blob(s, i);
    int len = sqlite3_column_bytes(s, i);
    return bytes == NULL || len <= 0 ? (onr_slice){"", 0} : (onr_slice){bytes, (size_t)len};
}

uint32_t onr_column_index(sqlite3_stmt *s, int i)
{
    int64_t value = sqlite3_column_int64(s, i);
    if (value < 0 || value >= ONR_NONE) return ONR_NONE;
    return value == 0 && sqlite3_column_type(s, i) == SQLITE_NULL ? ONR_NONE : (uint32_t)value;
}

int64_t onr_db_number(onr_db *db, const char *sql, int64_t otherwise)
{
    sqlite3_stmt *s = onr_db_start(db, sql);
    int64_t value = onr_db_row(db, s) ? sqlite3_column_int64(s, 0) : otherwise;
    onr_db_end(s);
    return value;
}

bool onr_db_begin(onr_db *db, bool write)
{
    return onr_db_run(db, write ? "BEGIN IMMEDIATE" : "BEGIN");
}

bool onr_db_commit(onr_db *db)
{
    if (onr_db_run(db, "COMMIT")) return true;
    onr_db_rollback(db);
    return false;
}

/* Some failures have rolled back already. */
void onr_db_rollback(onr_db *db)
{
    for (uint32_t i = 0; i < db->statement_count; i++) onr_db_end(db->statements[i].prepared);
    if (db->handle != NULL && sqlite3_get_autocommit(db->handle) == 0)
        (void)sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL);
}
