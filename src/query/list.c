/*
 * list.c - speakers and documents.
 */
#include <stdlib.h>
#include <string.h>

#include <onrecord/query.h>

#include "base/error.h"
#include "store/store.h"

onr_status onr_store_speakers(onr_store *store, onr_slice name, uint32_t limit,
                              onr_speaker_fn take, void *ctx, onr_error *err)
{
    static const char sql[] =
        "SELECT name, kind, role, affiliation, first_day, last_day, coalesce(person, 0),"
        " statements, documents FROM speakers"
        " WHERE ?1 IS NULL OR instr(lower(name), lower(?1)) > 0"
        " ORDER BY statements DESC, name, role, affiliation, kind LIMIT ?2";
    onr_db *db = &store->db;
    bool go_on = true;
    onr_db_clear(db);
    sqlite3_stmt *s = onr_db_start(db, sql);
    onr_bind_slice(db, s, 1, name.len > 0 ? name : (onr_slice){NULL, 0});
    onr_bind_int(db, s, 2, limit > 0 ? (int64_t)limit : -1);
    while (go_on && onr_db_row(db, s)) {
        onr_speaker_row row = {.name = onr_column_slice(s, 0),
                               .kind = onr_column_slice(s, 1),
                               .role = onr_column_slice(s, 2),
                               .affiliation = onr_column_slice(s, 3),
                               .first_day = onr_column_slice(s, 4),
                               .last_day = onr_column_slice(s, 5),
                               .person = (uint64_t)sqlite3_column_int64(s, 6),
                               .statements = (uint64_t)sqlite3_column_int64(s, 7),
                               .documents = (uint64_t)sqlite3_column_int64(s, 8)};
        go_on = take(ctx, &row);
    }
    onr_db_end(s);
    if (db->status != ONR_OK) return onr_db_status(db, err);
    return go_on ? ONR_OK : ONR_END;
}

static int64_t find(onr_db *db, const char *sql, onr_slice name, bool number)
{
    char digits[20];
    sqlite3_stmt *s = onr_db_start(db, sql);
    if (number) {
        memcpy(digits, name.ptr, name.len);
        digits[name.len] = '\0';
        onr_bind_int(db, s, 1, strtoll(digits, NULL, 10));
    } else {
        onr_bind_slice(db, s, 1, name);
    }
    int64_t id = onr_db_row(db, s) ? sqlite3_column_int64(s, 0) : 0;
    onr_db_end(s);
    return id;
}

static bool is_number(onr_slice name)
{
    if (name.len == 0 || name.len > 18) return false;
    for (size_t i = 0; i < name.len; i++)
        if (name.ptr[i] < '0' || name.ptr[i] > '9') return false;
    return true;
}

onr_status onr_store_find_document(onr_store *store, onr_slice name, uint64_t *document,
                                   onr_error *err)
{
    static const char by_id[] = "SELECT id FROM document WHERE id = ?1";
    static const char by_name[] =
        "SELECT id FROM document WHERE name = ?1 ORDER BY id DESC LIMIT 1";
    onr_db *db = &store->db;
    onr_db_clear(db);
    int64_t id = is_number(name) ? find(db, by_id, name, true) : 0;
    if (id == 0) id = find(db, by_name, name, false);
    *document = (uint64_t)id;
    if (db->status != ONR_OK) return onr_db_status(db, err);
    if (id != 0) return ONR_OK;
    return onr_fail(err, ONR_EUSAGE, "no document '%.*s' in the store",
                    (int)(name.len < 120 ? name.len : 120), name.ptr);
}
