#include "store/remove.h"

#include "store/statement.h"
#include "store/voice.h"

bool onr_statement_ids(onr_store *store, int64_t document, int origin, int64_t **ids,
                       uint32_t *count)
{
    static const char counting[] =
        "SELECT count(*) FROM attribution WHERE document = ?1 AND (?2 < 0 OR origin = ?2)";
    static const char listing[] =
        "SELECT id FROM attribution WHERE document = ?1 AND (?2 < 0 OR origin = ?2) ORDER BY id";
    onr_db *db = &store->db;
    sqlite3_stmt *s = onr_db_start(db, counting);
    onr_bind_int(db, s, 1, document);
    onr_bind_int(db, s, 2, origin);
    int64_t total = onr_db_row(db, s) ? sqlite3_column_int64(s, 0) : 0;
    onr_db_end(s);
    *count = 0;
    *ids = onr_arena_array(&store->arena, (size_t)total, sizeof **ids);
    if (*ids == NULL) return onr_db_fail(db, ONR_ENOMEM, "out of memory");
    s = onr_db_start(db, listing);
    onr_bind_int(db, s, 1, document);
    onr_bind_int(db, s, 2, origin);
    while (*count < total && onr_db_row(db, s)) (*ids)[(*count)++] = sqlite3_column_int64(s, 0);
    onr_db_end(s);
    return db->status == ONR_OK;
}

static bool delete_rows(onr_db *db, const char *sql, int64_t document)
{
    sqlite3_stmt *s = onr_db_start(db, sql);
    onr_bind_int(db, s, 1, document);
    return onr_db_done(db, s);
}

bool onr_remove_reading(onr_store *store, int64_t document)
{
    static const char speakers[] = "DELETE FROM speaker WHERE document = ?1";
    static const char entities[] = "DELETE FROM entity_list WHERE document = ?1";
    static const char warnings[] = "DELETE FROM warning WHERE document = ?1";
    static const char inputs[] = "DELETE FROM input WHERE document = ?1";
    onr_db *db = &store->db;
    int64_t *ids;
    uint32_t count;
    onr_arena scratch;
    if (!onr_voices_discount(db, document) ||
        !onr_statement_ids(store, document, -1, &ids, &count))
        return false;
    onr_arena_init(&scratch, store->alloc);
    for (uint32_t i = 0; i < count && db->status == ONR_OK; i++) {
        onr_arena_reset(&scratch);
        onr_statement_delete(store, ids[i], &scratch);
    }
    onr_arena_deinit(&scratch);
    return delete_rows(db, speakers, document) && delete_rows(db, entities, document) &&
           delete_rows(db, warnings, document) && delete_rows(db, inputs, document);
}
