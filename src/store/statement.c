#include "store/statement.h"

#include "family/family.h"
#include "store/packed.h"
#include "store/schema.h"

static void bind_row(onr_db *db, sqlite3_stmt *s, int i, int64_t row)
{
    if (row == 0)
        onr_bind_null(db, s, i);
    else
        onr_bind_int(db, s, i, row);
}

static void bind_optional(onr_db *db, sqlite3_stmt *s, int i, onr_slice value)
{
    if (value.len == 0)
        onr_bind_null(db, s, i);
    else
        onr_bind_slice(db, s, i, value);
}

static void bind_part(onr_db *db, sqlite3_stmt *s, int i, const onr_entry_part *part)
{
    if (part->count == 0)
        onr_bind_null(db, s, i);
    else
        onr_bind_slice(db, s, i, part->text.ptr == NULL ? (onr_slice){"", 0} : part->text);
}

/* A greater one would not fit below the day in its place. */
static int64_t last_id(onr_db *db)
{
    int64_t id = sqlite3_last_insert_rowid(db->handle);
    if (id < INT64_C(1) << ONR_PLACE_BITS) return id;
    onr_db_fail(db, ONR_ELIMIT, "the store is full: no more statements can be numbered");
    return 0;
}

int64_t onr_statement_insert(onr_db *db, const onr_statement_home *home,
                             const onr_entry_attribution *a, onr_arena *arena)
{
    static const char sql[] =
        "INSERT INTO attribution (document, number, origin, state, correction, speaker, form, act,"
        " negated, confidence, parent, source, cue, lemma, content, extra, places,"
        " speaker_confidence, day)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18,"
        " (SELECT CAST(replace(day, '-', '') AS INTEGER) FROM document WHERE id = ?1))";
    onr_slice places = onr_packed_places(a->parts, arena);
    if (places.ptr == NULL) onr_db_fail(db, ONR_ENOMEM, "out of memory");
    sqlite3_stmt *s = onr_db_start(db, sql);
    onr_bind_int(db, s, 1, home->document);
    onr_bind_int(db, s, 2, a->number);
    onr_bind_int(db, s, 3, home->origin);
    onr_bind_int(db, s, 4, home->state);
    bind_row(db, s, 5, home->correction);
    bind_row(db, s, 6, home->speaker);
    onr_bind_int(db, s, 7, a->form);
    onr_bind_int(db, s, 8, a->act);
    onr_bind_int(db, s, 9, a->negated);
    onr_bind_int(db, s, 10, a->thousandths);
    if (a->parent == ONR_NONE)
        onr_bind_null(db, s, 11);
    else
        onr_bind_int(db, s, 11, a->parent);
    bind_part(db, s, 12, &a->parts[ONR_SOURCE]);
    bind_part(db, s, 13, &a->parts[ONR_CUE]);
    bind_optional(db, s, 14, a->lemma);
    bind_part(db, s, 15, &a->parts[ONR_CONTENT]);
    bind_optional(db, s, 16, a->extra);
    onr_bind_blob(db, s, 17, places.ptr, places.len);
    if (a->speaker_thousandths != ONR_NONE) onr_bind_int(db, s, 18, a->speaker_thousandths);
    return onr_db_done(db, s) ? last_id(db) : 0;
}

static bool run_for(onr_db *db, const char *sql, int64_t id)
{
    sqlite3_stmt *s = onr_db_start(db, sql);
    onr_bind_int(db, s, 1, id);
    return onr_db_done(db, s);
}

static bool put_words(onr_store *store, const char *sql, int64_t id)
{
    return id > store->indexed || run_for(&store->db, sql, id);
}

/* The plus keeps SQLite from walking over the index of all places, which would need no sorting. */
bool onr_statement_index_new(onr_store *store)
{
    static const char sql[] =
        "INSERT INTO statement_fts (rowid, content, speaker, role, affiliation, cue)"
        " SELECT place, content, speaker, role, affiliation, cue FROM statement_text"
        " WHERE statement > ?1 AND state < 2 ORDER BY +place";
    return run_for(&store->db, sql, store->indexed);
}

bool onr_statement_index(onr_store *store, int64_t id, onr_arena *arena)
{
    static const char sql[] =
        "INSERT INTO statement_fts (rowid, content, speaker, role, affiliation, cue)"
        " SELECT place, content, speaker, role, affiliation, cue FROM statement_text"
        " WHERE statement = ?1";
    onr_db *db = &store->db;
    onr_family_statement family;
    return put_words(store, sql, id) && onr_family_load(db, &family, id, arena) &&
           onr_family_add(db, &store->filter, &family, arena);
}

bool onr_statement_unindex(onr_store *store, int64_t id, onr_arena *arena)
{
    static const char sql[] =
        "INSERT INTO statement_fts (statement_fts, rowid, content, speaker, role, affiliation, cue)"
        " SELECT 'delete', place, content, speaker, role, affiliation, cue"
        " FROM statement_text WHERE statement = ?1";
    return put_words(store, sql, id) &&
           onr_family_remove(&store->db, &store->filter, id, arena);
}

static int64_t state_of(onr_db *db, int64_t id)
{
    static const char sql[] = "SELECT state FROM attribution WHERE id = ?1";
    sqlite3_stmt *s = onr_db_start(db, sql);
    onr_bind_int(db, s, 1, id);
    int64_t state = onr_db_row(db, s) ? sqlite3_column_int64(s, 0) : ONR_STATE_HIDDEN;
    onr_db_end(s);
    return state;
}

bool onr_statement_set_state(onr_store *store, int64_t id, int state, int64_t correction,
                             onr_arena *arena)
{
    static const char sql[] = "UPDATE attribution SET state = ?2, correction = ?3 WHERE id = ?1";
    onr_db *db = &store->db;
    bool was_shown = state_of(db, id) != ONR_STATE_HIDDEN;
    bool shown = state != ONR_STATE_HIDDEN;
    if (was_shown && !shown && !onr_statement_unindex(store, id, arena)) return false;
    sqlite3_stmt *s = onr_db_start(db, sql);
    onr_bind_int(db, s, 1, id);
    onr_bind_int(db, s, 2, state);
    bind_row(db, s, 3, correction);
    if (!onr_db_done(db, s)) return false;
    return was_shown || !shown || onr_statement_index(store, id, arena);
}

bool onr_statement_delete(onr_store *store, int64_t id, onr_arena *arena)
{
    onr_db *db = &store->db;
    static const char row[] = "DELETE FROM attribution WHERE id = ?1";
    if (state_of(db, id) != ONR_STATE_HIDDEN && !onr_statement_unindex(store, id, arena))
        return false;
    return run_for(db, row, id);
}
