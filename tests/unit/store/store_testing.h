/*
 * store_testing.h - stores in files of their own, and short ways to use them.
 */
#ifndef ONR_TESTS_STORE_TESTING_H
#define ONR_TESTS_STORE_TESTING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include <onrecord/correct.h>
#include <onrecord/query.h>

#include "record_maker.h"

static char test_path[64];

static inline void remove_store(void)
{
    static const char *const ends[] = {"", "-wal", "-shm", "-journal"};
    char path[96];
    for (int i = 0; i < 4; i++) {
        snprintf(path, sizeof path, "%s%s", test_path, ends[i]);
        unlink(path);
    }
}

static inline int setup_path(void **state)
{
    (void)state;
    snprintf(test_path, sizeof test_path, "/tmp/onrecord-test-XXXXXX");
    int fd = mkstemp(test_path);
    if (fd < 0) return -1;
    close(fd);
    remove_store();
    return 0;
}

static inline int teardown_path(void **state)
{
    (void)state;
    remove_store();
    return 0;
}

static inline onr_slice slice_of(const char *text)
{
    return (onr_slice){text, text == NULL ? 0 : strlen(text)};
}

static inline onr_store *open_store(onr_store_mode mode)
{
    onr_store *store;
    onr_error err;
    onr_status status = onr_store_open(&store, test_path, mode, NULL, &err);
    if (status != ONR_OK) fail_msg("%s", err.message);
    return store;
}

/** Add one record, which is freed. */
static inline onr_store_item add_record(onr_store *store, char *line)
{
    onr_error err;
    onr_store_item item = {.record = slice_of(line)};
    if (onr_store_add(store, &item, 1, &err) != ONR_OK) fail_msg("%s", err.message);
    free(line);
    return item;
}

typedef struct found {
    uint32_t count;
    uint64_t statement; /* of the last */
    char content[200], speaker[100], reviewed[20], context[300];
} found;

static inline void copy_slice(char *out, size_t size, onr_slice slice)
{
    size_t len = slice.len < size - 1 ? slice.len : size - 1;
    if (len > 0) memcpy(out, slice.ptr, len);
    out[len] = '\0';
}

static inline bool take_found(void *ctx, const onr_hit *hit)
{
    found *f = ctx;
    f->count++;
    f->statement = hit->statement;
    copy_slice(f->content, sizeof f->content, hit->content);
    copy_slice(f->speaker, sizeof f->speaker, hit->speaker);
    copy_slice(f->reviewed, sizeof f->reviewed, hit->reviewed);
    copy_slice(f->context, sizeof f->context, hit->context);
    return true;
}

static inline found search_query(onr_store *store, const onr_query *query)
{
    found f = {0};
    onr_error err;
    if (onr_store_search(store, query, take_found, &f, NULL, &err) != ONR_OK)
        fail_msg("%s", err.message);
    return f;
}

static inline found search_words(onr_store *store, const char *words)
{
    onr_query query = ONR_QUERY_DEFAULT;
    query.words = slice_of(words);
    return search_query(store, &query);
}

/** The first column of the first row, as a number, by a connection of its own. */
static inline int64_t ask(const char *sql)
{
    sqlite3 *db;
    sqlite3_stmt *s;
    assert_int_equal(sqlite3_open(test_path, &db), SQLITE_OK);
    if (sqlite3_prepare_v2(db, sql, -1, &s, NULL) != SQLITE_OK) fail_msg("%s", sqlite3_errmsg(db));
    int code = sqlite3_step(s);
    int64_t value = code == SQLITE_ROW ? sqlite3_column_int64(s, 0) : -1;
    sqlite3_finalize(s);
    sqlite3_close(db);
    return value;
}

/** Run SQL from outside; answers whether it was allowed. */
static inline bool tamper(const char *sql)
{
    sqlite3 *db;
    assert_int_equal(sqlite3_open(test_path, &db), SQLITE_OK);
    int code = sqlite3_exec(db, sql, NULL, NULL, NULL);
    sqlite3_close(db);
    return code == SQLITE_OK;
}

#endif
