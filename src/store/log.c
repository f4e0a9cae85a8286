/*
 * log.c - the list of corrections.
 */
#include <string.h>

#include "base/error.h"
#include "store/correct.h"

static bool is(onr_slice a, const char *b)
{
    return a.len == strlen(b) && memcmp(a.ptr, b, a.len) == 0;
}

static onr_correct_action action_of(onr_slice word)
{
    if (is(word, "reject")) return ONR_CORRECT_REJECT;
    if (is(word, "edit")) return ONR_CORRECT_EDIT;
    return is(word, "undo") ? ONR_CORRECT_UNDO : ONR_CORRECT_CONFIRM;
}

static bool load_fields(onr_store *store, onr_correction_entry *entry)
{
    static const char sql[] =
        "SELECT field, before, changed, after FROM correction_field WHERE correction = ?1";
    onr_db *db = &store->db;
    bool ok = true;
    sqlite3_stmt *s = onr_db_start(db, sql);
    onr_bind_int(db, s, 1, (int64_t)entry->number);
    while (ok && onr_db_row(db, s)) {
        for (int i = 0; i < ONR_FIELD_COUNT; i++) {
            if (!is(onr_column_slice(s, 0), onr_field_name((onr_field)i))) continue;
            entry->fields[i].changed = sqlite3_column_int64(s, 2) != 0;
            ok = onr_arena_copy(&store->arena, &entry->fields[i].before, onr_column_slice(s, 1)) &&
                 onr_arena_copy(&store->arena, &entry->fields[i].after, onr_column_slice(s, 3));
        }
    }
    onr_db_end(s);
    return ok || onr_db_fail(db, ONR_ENOMEM, "out of memory");
}

/* A correction is active when no active correction undoes it. Chains are short. */
static bool is_active(onr_store *store, uint64_t number)
{
    static const char sql[] = "SELECT id FROM correction WHERE undoes = ?1 AND action = 'undo'";
    onr_db *db = &store->db;
    bool active = true;
    uint64_t undoing = number;
    while (undoing != 0) {
        sqlite3_stmt *s = onr_db_start(db, sql);
        onr_bind_int(db, s, 1, (int64_t)undoing);
        uint64_t next = 0;
        while (onr_db_row(db, s)) next = (uint64_t)sqlite3_column_int64(s, 0);
        onr_db_end(s);
        if (next != 0) active = !active;
        undoing = next;
    }
    return active;
}

static bool take_entry(onr_store *store, sqlite3_stmt *s, onr_correction_fn take, void *ctx)
{
    onr_correction_entry entry = {.number = (uint64_t)sqlite3_column_int64(s, 0),
                                  .undoes = (uint64_t)sqlite3_column_int64(s, 1),
                                  .action = action_of(onr_column_slice(s, 2)),
                                  .at = onr_column_slice(s, 3),
                                  .author = onr_column_slice(s, 4),
                                  .reason = onr_column_slice(s, 5),
                                  .text_sha256 = onr_column_slice(s, 6),
                                  .document = onr_column_slice(s, 7)};
    onr_arena_reset(&store->arena);
    entry.active = is_active(store, entry.number);
    if (!load_fields(store, &entry)) return false;
    entry.content = entry.fields[ONR_FIELD_CONTENT].before;
    return take(ctx, &entry);
}

onr_status onr_store_list_corrections(onr_store *store, const onr_correction_query *query,
                                      onr_correction_fn take, void *ctx, onr_error *err)
{
    static const char sql[] =
        "SELECT c.id, coalesce(c.undoes, 0), c.action, c.at, c.author, c.reason,"
        " lower(hex(c.text_sha256)), (SELECT d.name FROM document d"
        "   WHERE substr(d.sha256, 1, 8) = substr(c.text_sha256, 1, 8)"
        "   AND d.sha256 = c.text_sha256 ORDER BY d.id LIMIT 1) FROM correction c"
        " WHERE c.id > ?1 AND (?2 = 0 OR"
        "   c.text_sha256 = (SELECT sha256 FROM document WHERE id = ?2))"
        " ORDER BY c.id LIMIT ?3";
    onr_db *db = &store->db;
    onr_db_clear(db);
    bool go_on = true;
    sqlite3_stmt *s = onr_db_start(db, sql);
    onr_bind_int(db, s, 1, (int64_t)query->after);
    onr_bind_int(db, s, 2, (int64_t)query->document);
    onr_bind_int(db, s, 3, query->limit > 0 ? (int64_t)query->limit : -1);
    while (go_on && onr_db_row(db, s)) go_on = take_entry(store, s, take, ctx);
    onr_db_end(s);
    if (db->status != ONR_OK) return onr_db_status(db, err);
    return go_on ? ONR_OK : ONR_END;
}

onr_status onr_store_corrections(onr_store *store, onr_correction_fn take, void *ctx,
                                 onr_error *err)
{
    return onr_store_list_corrections(store, &(onr_correction_query){.limit = 0}, take, ctx, err);
}
