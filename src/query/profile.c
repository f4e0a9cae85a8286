/*
 * profile.c - one person's statements in sums, and many people's by outlet.
 */
#include <string.h>

#include "base/error.h"
#include "query/words.h"

enum { MOST_TALLIES = 1000 };

static bool no_memory(onr_store *store)
{
    return onr_db_fail(&store->db, ONR_ENOMEM, "out of memory");
}

static onr_slice copy_column(onr_store *store, sqlite3_stmt *s, int i)
{
    onr_slice copy;
    if (!onr_arena_copy(&store->arena, &copy, onr_column_slice(s, i))) no_memory(store);
    return copy;
}

/* ---- one person ---- */

/* Names and numbers that `sql` gives for a person, in its order. */
static bool load_tallies(onr_store *store, const char *sql, uint64_t person,
                         const onr_tally **tallies, uint32_t *count)
{
    onr_db *db = &store->db;
    onr_tally *list = onr_arena_array(&store->arena, MOST_TALLIES, sizeof *list);
    if (list == NULL) return no_memory(store);
    sqlite3_stmt *s = onr_db_start(db, sql);
    onr_bind_int(db, s, 1, (int64_t)person);
    while (*count < MOST_TALLIES && onr_db_row(db, s))
        list[(*count)++] = (onr_tally){copy_column(store, s, 0),
                                       (uint64_t)sqlite3_column_int64(s, 1)};
    onr_db_end(s);
    *tallies = list;
    return db->status == ONR_OK;
}

#define OF_PERSON                                                                                  \
    " FROM voice v CROSS JOIN speaker s ON s.voice = v.id"                                         \
    " CROSS JOIN attribution a ON a.speaker = s.id CROSS JOIN document d ON d.id = a.document"     \
    " WHERE v.person = ?1 AND a.state < 2"

#define VOICES_OF_PERSON " FROM voice WHERE person = ?1 AND statements > 0"

static bool load_sums(onr_store *store, uint64_t person, onr_speaker_row *sums)
{
    static const char counting[] =
        "SELECT count(*), count(DISTINCT a.document), min(nullif(d.day, '')),"
        " max(nullif(d.day, ''))" OF_PERSON;
    static const char naming[] =
        "SELECT v.name, v.kind, p.affiliation FROM voice v JOIN person p ON p.id = v.person"
        " WHERE v.person = ?1 AND v.statements > 0"
        " GROUP BY v.name, v.kind ORDER BY sum(v.statements) DESC, v.name, v.kind LIMIT 1";
    onr_db *db = &store->db;
    sqlite3_stmt *s = onr_db_start(db, counting);
    onr_bind_int(db, s, 1, (int64_t)person);
    *sums = (onr_speaker_row){.person = person};
    if (onr_db_row(db, s)) {
        sums->statements = (uint64_t)sqlite3_column_int64(s, 0);
        sums->documents = (uint64_t)sqlite3_column_int64(s, 1);
        sums->first_day = copy_column(store, s, 2);
        sums->last_day = copy_column(store, s, 3);
    }
    onr_db_end(s);
    s = onr_db_start(db, naming);
    onr_bind_int(db, s, 1, (int64_t)person);
    if (onr_db_row(db, s)) {
        sums->name = copy_column(store, s, 0);
        sums->kind = copy_column(store, s, 1);
        sums->affiliation = copy_column(store, s, 2);
    }
    onr_db_end(s);
    return db->status == ONR_OK;
}

static bool load_profile(onr_store *store, uint64_t person, onr_profile *p)
{
    static const char roles[] = "SELECT role, sum(statements)" VOICES_OF_PERSON
                                " AND role <> '' GROUP BY role ORDER BY 2 DESC, 1";
    static const char affiliations[] =
        "SELECT affiliation, sum(statements)" VOICES_OF_PERSON
        " AND affiliation <> '' GROUP BY affiliation ORDER BY 2 DESC, 1";
    static const char outlets[] = "SELECT d.outlet, count(*)" OF_PERSON
                                  " AND d.outlet <> '' GROUP BY d.outlet ORDER BY 2 DESC, 1";
    static const char months[] =
        "SELECT substr(d.day, 1, 7), count(*)" OF_PERSON " AND d.day <> '' GROUP BY 1 ORDER BY 1";
    if (!load_sums(store, person, &p->sums)) return false;
    if (p->sums.statements == 0) return true;
    return load_tallies(store, roles, person, &p->roles, &p->role_count) &&
           load_tallies(store, affiliations, person, &p->affiliations, &p->affiliation_count) &&
           load_tallies(store, outlets, person, &p->outlets, &p->outlet_count) &&
           load_tallies(store, months, person, &p->months, &p->month_count) &&
           onr_words_of_person(store, person, &p->words, &p->word_count);
}

onr_status onr_store_profile(onr_store *store, uint64_t person, onr_profile_fn take, void *ctx,
                             onr_error *err)
{
    onr_db *db = &store->db;
    onr_profile profile = {.word_count = 0};
    onr_db_clear(db);
    onr_arena_reset(&store->arena);
    /* One picture of the store, whoever writes meanwhile. */
    bool begun = onr_db_begin(db, false);
    bool loaded = begun && load_profile(store, person, &profile);
    if (begun) onr_db_rollback(db);
    if (!loaded) return onr_db_status(db, err);
    if (profile.sums.statements == 0) return onr_fail(err, ONR_EUSAGE, "no such speaker");
    return take(ctx, &profile) ? ONR_OK : ONR_END;
}

/* ---- many people ---- */

typedef struct table {
    onr_store *store;
    uint32_t limit;
    onr_speaker_row *speakers; /* [limit] */
    onr_tally *outlets;        /* [limit] */
    uint64_t *statements;      /* [speaker_count][outlet_count] */
    uint32_t speaker_count, outlet_count;
} table;

static bool load_speakers(table *t)
{
    static const char sql[] =
        "SELECT v.person, p.name, sum(v.statements), p.affiliation FROM voice v"
        " JOIN person p ON p.id = v.person"
        " WHERE v.statements > 0 GROUP BY v.person ORDER BY 3 DESC, 1 LIMIT ?1";
    onr_db *db = &t->store->db;
    sqlite3_stmt *s = onr_db_start(db, sql);
    onr_bind_int(db, s, 1, t->limit);
    while (t->speaker_count < t->limit && onr_db_row(db, s))
        t->speakers[t->speaker_count++] =
            (onr_speaker_row){.person = (uint64_t)sqlite3_column_int64(s, 0),
                              .name = copy_column(t->store, s, 1),
                              .affiliation = copy_column(t->store, s, 3),
                              .statements = (uint64_t)sqlite3_column_int64(s, 2)};
    onr_db_end(s);
    return db->status == ONR_OK;
}

/* An outlet's place in the table, which it gets when it is new; the limit when it is full. */
static uint32_t find_outlet(table *t, uint32_t *known, sqlite3_stmt *s, int column)
{
    onr_slice name = onr_column_slice(s, column);
    for (uint32_t i = 0; i < *known; i++)
        if (t->outlets[i].name.len == name.len &&
            memcmp(t->outlets[i].name.ptr, name.ptr, name.len) == 0)
            return i;
    if (*known == t->limit) return t->limit;
    t->outlets[*known].name = copy_column(t->store, s, column);
    return (*known)++;
}

static bool count_speaker(table *t, uint32_t speaker, uint64_t *sums)
{
    static const char sql[] = "SELECT d.outlet, count(*)" OF_PERSON
                              " AND d.outlet <> '' GROUP BY d.outlet ORDER BY 2 DESC, 1";
    onr_db *db = &t->store->db;
    sqlite3_stmt *s = onr_db_start(db, sql);
    onr_bind_int(db, s, 1, (int64_t)t->speakers[speaker].person);
    while (onr_db_row(db, s)) {
        uint32_t outlet = find_outlet(t, &t->outlet_count, s, 0);
        if (outlet == t->limit) continue;
        uint64_t count = (uint64_t)sqlite3_column_int64(s, 1);
        t->outlets[outlet].statements += count;
        sums[(size_t)speaker * t->limit + outlet] = count;
    }
    onr_db_end(s);
    return db->status == ONR_OK;
}

/* Largest first; the columns of `sums` are [limit] wide and in the order of their discovery. */
static bool order_outlets(table *t, const uint64_t *sums)
{
    uint32_t n = t->outlet_count;
    uint32_t *order = onr_arena_array(&t->store->arena, n, sizeof *order);
    onr_tally *outlets = onr_arena_array(&t->store->arena, n, sizeof *outlets);
    t->statements = onr_arena_array(&t->store->arena, (size_t)n * t->speaker_count,
                                    sizeof *t->statements);
    if (order == NULL || outlets == NULL || t->statements == NULL) return no_memory(t->store);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t at = i;
        for (; at > 0 && t->outlets[order[at - 1]].statements < t->outlets[i].statements; at--)
            order[at] = order[at - 1];
        order[at] = i;
    }
    for (uint32_t i = 0; i < n; i++) {
        outlets[i] = t->outlets[order[i]];
        for (uint32_t k = 0; k < t->speaker_count; k++)
            t->statements[(size_t)k * n + i] = sums[(size_t)k * t->limit + order[i]];
    }
    t->outlets = outlets;
    return true;
}

static bool load_table(table *t)
{
    onr_arena *arena = &t->store->arena;
    t->speakers = onr_arena_array(arena, t->limit, sizeof *t->speakers);
    t->outlets = onr_arena_array(arena, t->limit, sizeof *t->outlets);
    uint64_t *sums = onr_arena_array(arena, (size_t)t->limit * t->limit, sizeof *sums);
    if (t->speakers == NULL || t->outlets == NULL || sums == NULL) return no_memory(t->store);
    if (!load_speakers(t)) return false;
    for (uint32_t i = 0; i < t->speaker_count; i++)
        if (!count_speaker(t, i, sums)) return false;
    return order_outlets(t, sums);
}

onr_status onr_store_outlets(onr_store *store, uint32_t limit, onr_outlet_fn take, void *ctx,
                             onr_error *err)
{
    onr_db *db = &store->db;
    table t = {.store = store, .limit = limit};
    if (limit == 0 || limit > 1000)
        return onr_fail(err, ONR_EUSAGE, "a table has 1 to 1000 outlets");
    onr_db_clear(db);
    onr_arena_reset(&store->arena);
    bool begun = onr_db_begin(db, false);
    bool loaded = begun && load_table(&t);
    if (begun) onr_db_rollback(db);
    if (!loaded) return onr_db_status(db, err);
    onr_outlet_table out = {.outlets = t.outlets,
                            .outlet_count = t.outlet_count,
                            .speakers = t.speakers,
                            .speaker_count = t.speaker_count,
                            .statements = t.statements};
    return take(ctx, &out) ? ONR_OK : ONR_END;
}
