#include "store/repack.h"

#include <string.h>

#include "base/arena.h"
#include "store/packed.h"
#include "store/text.h"

static bool no_memory(onr_db *db)
{
    return onr_db_fail(db, ONR_ENOMEM, "out of memory");
}

static bool put_packed(onr_db *db, const char *sql, int64_t row, onr_slice packed)
{
    if (packed.ptr == NULL) return no_memory(db);
    sqlite3_stmt *s = onr_db_start(db, sql);
    onr_bind_int(db, s, 1, row);
    onr_bind_blob(db, s, 2, packed.ptr, packed.len);
    return onr_db_done(db, s);
}

/* The first row of `sql` above `after`; 0 when there is none. */
static int64_t next_row(onr_db *db, const char *sql, int64_t after)
{
    sqlite3_stmt *s = onr_db_start(db, sql);
    onr_bind_int(db, s, 1, after);
    int64_t row = onr_db_row(db, s) ? sqlite3_column_int64(s, 0) : 0;
    onr_db_end(s);
    return row;
}

/* ---- places of a statement ---- */

static bool load_spans(onr_db *db, int64_t id, onr_entry_part parts[ONR_PART_COUNT],
                       onr_arena *arena)
{
    static const char sql[] =
        "SELECT role, start, stop, count(*) OVER (PARTITION BY role) FROM span"
        " WHERE attribution = ?1 ORDER BY role, place";
    memset(parts, 0, ONR_PART_COUNT * sizeof *parts);
    sqlite3_stmt *s = onr_db_start(db, sql);
    onr_bind_int(db, s, 1, id);
    while (onr_db_row(db, s)) {
        uint32_t role = onr_column_index(s, 0);
        if (role >= ONR_PART_COUNT) continue;
        onr_entry_part *part = &parts[role];
        if (part->count == 0)
            part->places = onr_arena_array(arena, onr_column_index(s, 3), sizeof *part->places);
        if (part->places == NULL) {
            no_memory(db);
            break;
        }
        part->places[part->count++] = (onr_place){onr_column_index(s, 1), onr_column_index(s, 2)};
    }
    onr_db_end(s);
    return db->status == ONR_OK;
}

static bool pack_statement(onr_db *db, int64_t id, onr_arena *arena)
{
    static const char sql[] = "UPDATE attribution SET places = ?2 WHERE id = ?1";
    onr_entry_part parts[ONR_PART_COUNT];
    return load_spans(db, id, parts, arena) &&
           put_packed(db, sql, id, onr_packed_places(parts, arena));
}

/* ---- mentions of a speaker ---- */

static bool pack_speaker(onr_db *db, int64_t id, onr_arena *arena)
{
    static const char reading[] = "SELECT mentions FROM speaker WHERE id = ?1";
    static const char writing[] = "UPDATE speaker SET mentioned = ?2 WHERE id = ?1";
    onr_slice json = {NULL, 0};
    sqlite3_stmt *s = onr_db_start(db, reading);
    onr_bind_int(db, s, 1, id);
    bool ok = !onr_db_row(db, s) || onr_arena_copy(arena, &json, onr_column_slice(s, 0));
    onr_db_end(s);
    if (!ok) return no_memory(db);
    return json.ptr == NULL || put_packed(db, writing, id, onr_packed_mentions(json, arena));
}

/* ---- names of a document ---- */

static bool copy_entity(onr_entry_entity *out, sqlite3_stmt *s, onr_arena *arena)
{
    onr_slice *const texts[] = {&out->name,  &out->type,         &out->mentions,
                                &out->roles, &out->affiliations, &out->extra};
    out->number = onr_column_index(s, 0);
    for (int i = 0; i < 6; i++)
        if (!onr_arena_copy(arena, texts[i], onr_column_slice(s, i + 1))) return false;
    return true;
}

static bool load_entities(onr_db *db, int64_t document, onr_entry_entity **out, uint32_t *count,
                          onr_arena *arena)
{
    static const char sql[] =
        "SELECT number, name, type, mentions, roles, affiliations, extra, count(*) OVER ()"
        " FROM entity WHERE document = ?1 ORDER BY number";
    *count = 0;
    *out = NULL;
    sqlite3_stmt *s = onr_db_start(db, sql);
    onr_bind_int(db, s, 1, document);
    while (onr_db_row(db, s)) {
        if (*count == 0) *out = onr_arena_array(arena, onr_column_index(s, 7), sizeof **out);
        if (*out == NULL || !copy_entity(&(*out)[*count], s, arena)) {
            no_memory(db);
            break;
        }
        ++*count;
    }
    onr_db_end(s);
    return db->status == ONR_OK;
}

static bool pack_document(onr_db *db, int64_t document, onr_arena *arena)
{
    static const char sql[] = "INSERT INTO entity_list (document, packed) VALUES (?1, ?2)";
    onr_slice text;
    onr_points points;
    onr_entry_entity *entities;
    uint32_t count;
    if (!onr_text_load(db, document, &text, arena)) return false;
    if (text.ptr == NULL) text = (onr_slice){"", 0};
    if (!onr_points_init(&points, text, arena)) return no_memory(db);
    if (!load_entities(db, document, &entities, &count, arena) || count == 0)
        return db->status == ONR_OK;
    return put_packed(db, sql, document, onr_packed_entities(entities, count, &points, arena));
}

/* ---- all of them ---- */

typedef bool (*pack_fn)(onr_db *db, int64_t row, onr_arena *arena);

/* `sql` answers the next row above its value. */
static bool pack_all(onr_db *db, const char *sql, pack_fn pack, const onr_alloc *alloc)
{
    onr_arena arena;
    onr_arena_init(&arena, alloc);
    for (int64_t row = 0; (row = next_row(db, sql, row)) > 0 && pack(db, row, &arena);)
        onr_arena_reset(&arena);
    onr_arena_deinit(&arena);
    return db->status == ONR_OK;
}

bool onr_repack(onr_db *db, const onr_alloc *alloc)
{
    static const char statements[] =
        "SELECT id FROM attribution WHERE id > ?1 ORDER BY id LIMIT 1";
    static const char speakers[] = "SELECT id FROM speaker WHERE id > ?1 ORDER BY id LIMIT 1";
    static const char documents[] =
        "SELECT document FROM entity WHERE document > ?1 ORDER BY document LIMIT 1";
    return pack_all(db, statements, pack_statement, alloc) &&
           pack_all(db, speakers, pack_speaker, alloc) &&
           pack_all(db, documents, pack_document, alloc) &&
           onr_db_run(db, "DROP TABLE span; DROP TABLE entity;"
                          "ALTER TABLE speaker DROP COLUMN mentions");
}
