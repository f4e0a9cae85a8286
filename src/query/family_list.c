/*
 * family_list.c - families with their members and what they say differently.
 */
#include <string.h>

#include <onrecord/family.h>

#include "base/buffer.h"
#include "base/error.h"
#include "family/match.h"
#include "query/expression.h"
#include "store/schema.h"
#include "store/store.h"

enum { MAX_MEMBERS = 10000 };

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

static bool load_members(onr_store *store, int64_t family, onr_family_entry *members,
                         uint32_t *count, uint32_t most)
{
    static const char sql[] =
        "SELECT a.id, d.id, d.name, d.title, d.outlet, d.published, d.url,"
        " coalesce(v.name, a.source), a.cue, a.content FROM family_member m"
        " JOIN attribution a ON a.id = m.attribution JOIN document d ON d.id = a.document"
        " LEFT JOIN speaker s ON s.id = a.speaker LEFT JOIN voice v ON v.id = s.voice"
        " WHERE m.family = ?1"
        " ORDER BY d.day = '', d.day, d.published, a.id";
    onr_db *db = &store->db;
    sqlite3_stmt *s = onr_db_start(db, sql);
    onr_bind_int(db, s, 1, family);
    while (*count < most && onr_db_row(db, s)) {
        members[(*count)++] =
            (onr_family_entry){.statement = (uint64_t)sqlite3_column_int64(s, 0),
                               .document = (uint64_t)sqlite3_column_int64(s, 1),
                               .document_name = copy_column(store, s, 2),
                               .title = copy_column(store, s, 3),
                               .outlet = copy_column(store, s, 4),
                               .published = copy_column(store, s, 5),
                               .url = copy_column(store, s, 6),
                               .speaker = copy_column(store, s, 7),
                               .cue = copy_column(store, s, 8),
                               .content = copy_column(store, s, 9)};
    }
    onr_db_end(s);
    return db->status == ONR_OK;
}

/* Pieces under way: text up to a byte is in `pieces`. */
typedef struct cutter {
    onr_family_piece *pieces;
    uint32_t count;
} cutter;

static void add_piece(cutter *c, onr_slice content, uint32_t from, uint32_t to, int8_t kind)
{
    if (from < to)
        c->pieces[c->count++] =
            (onr_family_piece){{content.ptr + from, to - from}, kind};
}

/* The end of a run of words that are marked as `word` is. */
static uint32_t run_end(const onr_words *words, const bool *only, uint32_t word)
{
    uint32_t end = word;
    while (end < words->count && only[end] == only[word]) end++;
    return end;
}

/* Words only in the earliest stand where they are missing here. */
static void cut_pieces(cutter *c, const onr_family_entry *first, const onr_words *a,
                       const bool *only_a, onr_family_entry *here, const onr_words *b,
                       const bool *only_b)
{
    uint32_t i = 0, j = 0, at = 0;
    while (i < a->count || j < b->count) {
        if (i < a->count && only_a[i]) {
            uint32_t end = run_end(a, only_a, i);
            if (j < b->count) add_piece(c, here->content, at, b->words[j].start_byte, 0);
            if (j < b->count) at = b->words[j].start_byte;
            add_piece(c, first->content, a->words[i].start_byte, a->words[end - 1].end_byte, -1);
            i = end;
            here->differs = true;
        } else if (j < b->count && only_b[j]) {
            uint32_t end = run_end(b, only_b, j);
            add_piece(c, here->content, at, b->words[j].start_byte, 0);
            add_piece(c, here->content, b->words[j].start_byte, b->words[end - 1].end_byte, 1);
            at = b->words[end - 1].end_byte;
            j = end;
            here->differs = true;
        } else {
            i++;
            j++;
        }
    }
    add_piece(c, here->content, at, (uint32_t)here->content.len, 0);
}

static bool compare_member(onr_store *store, const onr_family_entry *first, const onr_words *a,
                           onr_family_entry *here)
{
    onr_arena *arena = &store->arena;
    onr_words b;
    if (!onr_words_cut(&b, here->content, arena)) return no_memory(store);
    bool *only_a = onr_arena_take(arena, a->count + 1);
    bool *only_b = onr_arena_take(arena, b.count + 1);
    cutter c = {.pieces = onr_arena_array(arena, (size_t)(a->count + b.count) * 3 + 2,
                                          sizeof *c.pieces)};
    if (only_a == NULL || only_b == NULL || c.pieces == NULL ||
        !onr_match_differences(a, &b, only_a, only_b, arena))
        return no_memory(store);
    cut_pieces(&c, first, a, only_a, here, &b, only_b);
    here->pieces = c.pieces;
    here->piece_count = c.count;
    return true;
}

static bool same(onr_slice a, onr_slice b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

static uint32_t count_outlets(const onr_family_entry *members, uint32_t count)
{
    uint32_t outlets = 0;
    for (uint32_t i = 0; i < count; i++) {
        bool known = members[i].outlet.len == 0;
        for (uint32_t j = 0; j < i && !known; j++)
            known = same(members[i].outlet, members[j].outlet);
        outlets += !known;
    }
    return outlets;
}

/* Each member against the first that names somebody. */
static bool compare_speakers(onr_store *store, onr_family *family)
{
    for (uint32_t i = 0; i < family->member_count; i++) {
        for (uint32_t j = 0; j < i && j < 8 && !family->speakers_differ; j++) {
            onr_agreement agreement;
            if (!onr_match_speakers(&agreement, family->members[i].speaker,
                                    family->members[j].speaker, &store->arena))
                return no_memory(store);
            family->speakers_differ = agreement == ONR_SPEAKERS_DIFFER;
        }
    }
    return true;
}

static bool load_family(onr_store *store, int64_t id, uint32_t size, onr_family *out)
{
    onr_words first;
    uint32_t count = 0, most = size < MAX_MEMBERS ? size : MAX_MEMBERS;
    onr_family_entry *members = onr_arena_array(&store->arena, most, sizeof *members);
    if (members == NULL) return no_memory(store);
    *out = (onr_family){.family = (uint64_t)id, .members = members};
    if (!load_members(store, id, members, &count, most)) return false;
    out->member_count = count;
    if (count == 0) return true;
    if (!onr_words_cut(&first, members[0].content, &store->arena)) return no_memory(store);
    for (uint32_t i = 0; i < count; i++) {
        if (!compare_member(store, &members[0], &first, &members[i])) return false;
        out->wording_differs |= members[i].differs;
    }
    out->outlet_count = count_outlets(members, count);
    return compare_speakers(store, out);
}

static bool take_rows(onr_store *store, const onr_family_query *query, sqlite3_stmt *s,
                      onr_family_fn take, void *ctx)
{
    uint32_t taken = 0, skipped = 0;
    while (onr_db_row(&store->db, s)) {
        onr_family family;
        /* Whether a family differs is only known of one that was loaded. */
        if (!query->differing && skipped < query->skip) {
            skipped++;
            continue;
        }
        onr_arena_reset(&store->arena);
        if (!load_family(store, sqlite3_column_int64(s, 0), onr_column_index(s, 1), &family))
            return true;
        if (query->differing && !family.wording_differs && !family.speakers_differ) continue;
        if (skipped < query->skip) {
            skipped++;
            continue;
        }
        if (!take(ctx, &family)) return false;
        if (++taken == query->limit) break;
    }
    return true;
}

onr_status onr_store_families(onr_store *store, const onr_family_query *query, onr_family_fn take,
                              void *ctx, onr_error *err)
{
    static const char sql[] =
        "SELECT family, count(*) FROM family_member WHERE (?1 = 0 OR family = ?1)"
        " AND (?2 IS NULL OR family IN (SELECT m.family FROM statement_fts f"
        "   JOIN family_member m ON m.attribution = " ONR_SQL_STATEMENT("f.rowid")
        "   WHERE statement_fts MATCH ?2))"
        " GROUP BY family HAVING count(*) >= ?3 ORDER BY count(*) DESC, family";
    onr_db *db = &store->db;
    onr_query words = ONR_QUERY_DEFAULT;
    onr_buffer expression = {.alloc = store->alloc};
    if (query->words.len > ONR_QUERY_MAX_BYTES)
        return onr_fail(err, ONR_EUSAGE, "a query is too long");
    words.words = query->words;
    onr_writer w = onr_writer_start(&expression);
    onr_expression_put(&w, &words);
    if (!onr_writer_finish(&w)) {
        onr_buffer_free(&expression);
        return onr_fail_memory(err);
    }
    onr_db_clear(db);
    sqlite3_stmt *s = onr_db_start(db, sql);
    onr_bind_int(db, s, 1, (int64_t)query->family);
    if (expression.len > 0) onr_bind_slice(db, s, 2, (onr_slice){expression.ptr, expression.len});
    onr_bind_int(db, s, 3, query->min_members < 2 ? 2 : (int64_t)query->min_members);
    bool go_on = take_rows(store, query, s, take, ctx);
    onr_db_end(s);
    onr_buffer_free(&expression);
    if (db->status != ONR_OK) return onr_db_status(db, err);
    return go_on ? ONR_OK : ONR_END;
}
