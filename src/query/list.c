/*
 * list.c - speakers and documents.
 */
#include <stdlib.h>
#include <string.h>

#include <onrecord/query.h>

#include "base/buffer.h"
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

/* ---- documents; a cursor is "DAY,NUMBER" of the last one ---- */

static bool parse_document_cursor(onr_slice cursor, onr_slice *day, int64_t *number)
{
    const char *comma = cursor.len == 0 ? NULL : memchr(cursor.ptr, ',', cursor.len);
    if (comma == NULL) return false;
    *day = (onr_slice){cursor.ptr, (size_t)(comma - cursor.ptr)};
    onr_slice digits = {comma + 1, cursor.len - day->len - 1};
    char text[20];
    if (day->len > 10 || !is_number(digits)) return false;
    memcpy(text, digits.ptr, digits.len);
    text[digits.len] = '\0';
    *number = strtoll(text, NULL, 10);
    return true;
}

static bool write_document_cursor(onr_buffer *next, sqlite3_stmt *s)
{
    onr_writer w = onr_writer_start(next);
    onr_put_slice(&w, onr_column_slice(s, 9));
    onr_put_char(&w, ',');
    onr_put_unsigned(&w, (uint64_t)sqlite3_column_int64(s, 0));
    return onr_writer_finish(&w);
}

static bool take_document(sqlite3_stmt *s, onr_document_fn take, void *ctx)
{
    onr_document_row row = {.document = (uint64_t)sqlite3_column_int64(s, 0),
                            .name = onr_column_slice(s, 1),
                            .title = onr_column_slice(s, 2),
                            .outlet = onr_column_slice(s, 3),
                            .published = onr_column_slice(s, 4),
                            .url = onr_column_slice(s, 5),
                            .language = onr_column_slice(s, 6),
                            .statements = (uint64_t)sqlite3_column_int64(s, 7),
                            .warnings = (uint64_t)sqlite3_column_int64(s, 8)};
    return take(ctx, &row);
}

onr_status onr_store_documents(onr_store *store, const onr_document_query *query,
                               onr_document_fn take, void *ctx, onr_buffer *next, onr_error *err)
{
    static const char sql[] =
        "SELECT d.id, d.name, d.title, d.outlet, d.published, d.url, d.language,"
        " (SELECT count(*) FROM attribution a WHERE a.document = d.id AND a.state < 2),"
        " (SELECT count(*) FROM warning w WHERE w.document = d.id), d.day FROM document d"
        " WHERE (?1 IS NULL OR d.day < ?1 OR (d.day = ?1 AND d.id < ?2))"
        " AND (?3 IS NULL OR d.outlet = ?3 COLLATE NOCASE)"
        " AND (?4 IS NULL OR instr(lower(coalesce(d.title, '')), lower(?4)) > 0"
        "   OR instr(lower(d.name), lower(?4)) > 0)"
        " ORDER BY d.day DESC, d.id DESC LIMIT ?5";
    onr_db *db = &store->db;
    onr_slice day = {NULL, 0};
    int64_t number = 0;
    if (query->cursor.len > 0 && !parse_document_cursor(query->cursor, &day, &number))
        return onr_fail(err, ONR_EUSAGE, "no cursor of a list of documents");
    onr_db_clear(db);
    if (next != NULL) next->len = 0;
    sqlite3_stmt *s = onr_db_start(db, sql);
    onr_bind_slice(db, s, 1, day);
    onr_bind_int(db, s, 2, number);
    onr_bind_slice(db, s, 3, query->outlet.len > 0 ? query->outlet : (onr_slice){NULL, 0});
    onr_bind_slice(db, s, 4, query->letters.len > 0 ? query->letters : (onr_slice){NULL, 0});
    /* One more, to know whether there is more. */
    onr_bind_int(db, s, 5, query->limit > 0 ? (int64_t)query->limit + 1 : -1);
    bool go_on = true;
    uint32_t count = 0;
    while (go_on && onr_db_row(db, s)) {
        if (query->limit > 0 && count == query->limit) break;
        go_on = take_document(s, take, ctx);
        count++;
        if (count == query->limit && next != NULL && !write_document_cursor(next, s))
            onr_db_fail(db, ONR_ENOMEM, "out of memory");
        if (count == query->limit && !onr_db_row(db, s) && next != NULL) next->len = 0;
        if (count == query->limit) break;
    }
    onr_db_end(s);
    if (db->status != ONR_OK) return onr_db_status(db, err);
    return go_on ? ONR_OK : ONR_END;
}
