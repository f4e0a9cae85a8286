/*
 * search.c - a query as SQL, and its results as hits.
 *
 * Two steps: the first finds the ids in order, from the full-text index (walk.h) or along the days;
 * the second reads what is shown, for the few that are.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "query/context.h"
#include "query/expression.h"
#include "query/walk.h"
#include "sql/match.h"
#include "store/date.h"
#include "store/schema.h"
#include "store/store.h"
#include "store/text.h"

enum {
    MAX_VALUES = 24,
    MAX_WORDS_MARKED = 64,
    BATCH = 32,       /* rows whose words are looked for together */
    MAX_RANKED = 2000 /* newest matches that are sorted by relevance */
};

/* The columns of rows in their own order. */
enum { ID, DOCUMENT, NUMBER, KEY, PLACE };

/* A value to bind: a text, or a number when `text` is absent. */
typedef struct value {
    onr_slice text;
    bool is_real;
    double real;
    int64_t integer;
} value;

/* A query on its way to SQL. */
typedef struct plan {
    onr_store *store;
    const onr_query *query;
    onr_writer sql;
    onr_slice expression; /* for MATCH; absent without */
    value values[MAX_VALUES];
    int value_count;
    char from[11], to[11];
    onr_sort sort;
} plan;

static onr_slice text_slice(const char *text)
{
    return (onr_slice){text, strlen(text)};
}

/* Append `sql` and one value for the '?' in it. */
static void put_value(plan *p, const char *sql, value v)
{
    onr_put_text(&p->sql, sql);
    if (p->value_count < MAX_VALUES) p->values[p->value_count++] = v;
}

static void put_real(plan *p, const char *sql, double number)
{
    put_value(p, sql, (value){.is_real = true, .real = number});
}

static void put_integer(plan *p, const char *sql, int64_t number)
{
    put_value(p, sql, (value){.integer = number});
}

static void put_slice(plan *p, const char *sql, onr_slice text)
{
    put_value(p, sql, (value){.text = text});
}

static const char *key_column(onr_sort sort)
{
    switch (sort) {
    case ONR_SORT_CONFIDENCE: return "a.confidence";
    case ONR_SORT_RELEVANCE: return "a.relevance";
    case ONR_SORT_NEWEST:
    case ONR_SORT_OLDEST: break;
    }
    return "d.day";
}

/* By relevance, reports are only read where they are asked about. */
static const char *document_column(onr_sort sort)
{
    return sort == ONR_SORT_RELEVANCE ? "a.document" : "d.id";
}

static bool is_descending(onr_sort sort)
{
    return sort == ONR_SORT_NEWEST || sort == ONR_SORT_CONFIDENCE;
}

/* ---- cursors: "KEY,DOCUMENT,NUMBER" of the last hit ---- */

static bool parse_cursor(onr_slice cursor, onr_slice *key, int64_t *document, int64_t *number)
{
    char tail[64];
    size_t commas[2], found = 0;
    for (size_t i = cursor.len; i-- > 0 && found < 2;)
        if (cursor.ptr[i] == ',') commas[found++] = i;
    if (found < 2 || cursor.len - commas[1] >= sizeof tail) return false;
    *key = (onr_slice){cursor.ptr, commas[1]};
    size_t len = cursor.len - commas[1] - 1;
    memcpy(tail, cursor.ptr + commas[1] + 1, len);
    tail[len] = '\0';
    char *end, *second;
    *document = strtoll(tail, &end, 10);
    if (end == tail || *end != ',') return false;
    second = end + 1;
    *number = strtoll(second, &end, 10);
    return end != second && *end == '\0' && commas[1] < 32;
}

/* Rows behind the cursor in the order of the sort. */
static bool put_cursor(plan *p)
{
    onr_slice key;
    int64_t document, number;
    char digits[32];
    if (p->query->cursor.len == 0) return true;
    if (!parse_cursor(p->query->cursor, &key, &document, &number)) return false;
    const char *column = key_column(p->sort);
    value v = {.text = key};
    if (p->sort == ONR_SORT_CONFIDENCE || p->sort == ONR_SORT_RELEVANCE) {
        memcpy(digits, key.ptr, key.len);
        digits[key.len] = '\0';
        v = (value){.is_real = true, .real = strtod(digits, NULL)};
    }
    onr_put_text(&p->sql, " AND (");
    onr_put_text(&p->sql, column);
    put_value(p, is_descending(p->sort) ? " < ? OR (" : " > ? OR (", v);
    onr_put_text(&p->sql, column);
    put_value(p, " = ?", v);
    onr_put_text(&p->sql, " AND (");
    onr_put_text(&p->sql, document_column(p->sort));
    put_integer(p, p->sort == ONR_SORT_NEWEST ? " < ? OR (" : " > ? OR (", document);
    onr_put_text(&p->sql, document_column(p->sort));
    put_integer(p, " = ?", document);
    put_integer(p, " AND a.number > ?))))", number);
    return true;
}

/* ---- the SQL ---- */

static onr_status read_days(plan *p, onr_error *err)
{
    const onr_query *q = p->query;
    const onr_slice bounds[] = {q->from, q->to};
    for (int last = 0; last < 2; last++) {
        char text[16];
        if (bounds[last].len == 0) continue;
        if (bounds[last].len >= sizeof text)
            return onr_fail(err, ONR_EUSAGE, "a date is like 2016-09-30, 2016-09 or 2016");
        memcpy(text, bounds[last].ptr, bounds[last].len);
        text[bounds[last].len] = '\0';
        char *day = last ? p->to : p->from;
        if (!onr_date_bound(day, text, last))
            return onr_fail(err, ONR_EUSAGE, "no date: '%s'; one is like 2016-09-30 or 2016-09",
                            text);
    }
    return ONR_OK;
}

static void put_days(plan *p)
{
    if (p->from[0] != '\0') put_slice(p, " AND d.day >= ?", text_slice(p->from));
    if (p->to[0] != '\0') put_slice(p, " AND d.day <> '' AND d.day <= ?", text_slice(p->to));
}

/* "2016-09-30" as ONR_SQL_DAY numbers it. */
static int64_t day_number(const char *day)
{
    int64_t parts[3] = {0};
    for (int i = 0; *day != '\0' && i < 3; day++) {
        if (*day == '-')
            i++;
        else
            parts[i] = parts[i] * 10 + (*day - '0');
    }
    return (parts[0] * 12 + parts[1]) * 31 + parts[2];
}

/* Days as places in the full-text index; those that are not known stand before all others. */
static void put_places(plan *p, const char *column)
{
    if (p->from[0] == '\0' && p->to[0] == '\0') return;
    int64_t first = p->from[0] != '\0' ? day_number(p->from) : 1;
    int64_t last = p->to[0] != '\0' ? day_number(p->to) : day_number("9999-12-31");
    onr_put_text(&p->sql, " AND ");
    onr_put_text(&p->sql, column);
    put_integer(p, " >= ? AND ", first << ONR_PLACE_BITS);
    onr_put_text(&p->sql, column);
    put_integer(p, " < ?", (last + 1) << ONR_PLACE_BITS);
}

static void put_filters(plan *p)
{
    const onr_query *q = p->query;
    if (q->person != 0 && p->expression.ptr != NULL)
        put_integer(p, " AND a.speaker IN (SELECT s.id FROM voice v CROSS JOIN speaker s"
                       " ON s.voice = v.id WHERE v.person = ?)", (int64_t)q->person);
    if (q->outlet.len > 0) put_slice(p, " AND d.outlet = ? COLLATE NOCASE", q->outlet);
    if (q->form >= 0) put_integer(p, " AND a.form = ?", q->form);
    if (q->act >= 0) put_integer(p, " AND a.act = ?", q->act);
    if (q->min_confidence > 0.0f)
        put_real(p, " AND a.confidence >= ?", (double)q->min_confidence * 1000.0 - 0.0005);
}

static void put_order(plan *p)
{
    onr_put_text(&p->sql, " ORDER BY ");
    onr_put_text(&p->sql, key_column(p->sort));
    onr_put_text(&p->sql, is_descending(p->sort) ? " DESC" : "");
    onr_put_text(&p->sql, ", ");
    onr_put_text(&p->sql, document_column(p->sort));
    onr_put_text(&p->sql, p->sort == ONR_SORT_NEWEST ? " DESC" : "");
    onr_put_text(&p->sql, ", a.number");
    /* One more, to know whether there is more. */
    if (p->query->limit > 0) put_integer(p, " LIMIT ?", (int64_t)p->query->limit + 1);
}

/* Matches along the days: the index has them in this order, so that it need not be sorted. */
static onr_status make_walk(plan *p, onr_error *err)
{
    bool newest = p->sort == ONR_SORT_NEWEST;
    onr_walk_cursor at;
    put_slice(p, "SELECT f.rowid, a.document FROM statement_fts f CROSS JOIN attribution a"
                 " ON a.id = " ONR_SQL_STATEMENT("f.rowid")
                 " CROSS JOIN document d ON d.id = a.document WHERE statement_fts MATCH ?",
              p->expression);
    put_places(p, "f.rowid");
    put_filters(p);
    if (p->query->cursor.len > 0) {
        if (!onr_walk_parse(&at, p->query->cursor))
            return onr_fail(err, ONR_EUSAGE, "no cursor of a search");
        put_integer(p, newest ? " AND f.rowid <= ?" : " AND f.rowid > ?",
                    newest ? at.group : at.last);
    }
    onr_put_text(&p->sql, newest ? " ORDER BY f.rowid DESC" : " ORDER BY f.rowid");
    return ONR_OK;
}

/* The newest matches with how well they match, and what filters ask of them. */
static void put_ranked(plan *p)
{
    put_slice(p, " FROM (SELECT a.*, relevance(statement_fts, length(a.content)) AS relevance"
                 " FROM statement_fts f CROSS JOIN attribution a ON a.id = "
                 ONR_SQL_STATEMENT("f.rowid") " WHERE statement_fts MATCH ?", p->expression);
    put_places(p, "f.rowid");
    put_integer(p, " ORDER BY f.rowid DESC LIMIT ?) a", MAX_RANKED);
    if (p->query->outlet.len > 0)
        onr_put_text(&p->sql, " CROSS JOIN document d ON d.id = a.document");
    onr_put_text(&p->sql, " WHERE a.state < 2");
}

/* Whether the index of words is enough to tell the day of a match. */
static bool needs_rows(const plan *p)
{
    const onr_query *q = p->query;
    return p->expression.ptr == NULL || q->person != 0 || q->outlet.len > 0 || q->form >= 0 ||
           q->act >= 0 || q->min_confidence > 0.0f;
}

static void put_tables(plan *p)
{
    const char *tail = " CROSS JOIN document d ON d.id = a.document WHERE a.state < 2";
    if (p->sort == ONR_SORT_RELEVANCE) {
        put_ranked(p);
    } else if (p->expression.ptr != NULL) {
        onr_put_text(&p->sql, " FROM statement_fts f CROSS JOIN attribution a ON a.id = "
                              ONR_SQL_STATEMENT("f.rowid"));
        onr_put_text(&p->sql, tail);
        put_slice(p, " AND statement_fts MATCH ?", p->expression);
        put_places(p, "f.rowid");
    } else if (p->query->person != 0) {
        onr_put_text(&p->sql, " FROM voice v CROSS JOIN speaker s ON s.voice = v.id"
                              " CROSS JOIN attribution a ON a.speaker = s.id");
        onr_put_text(&p->sql, tail);
        put_integer(p, " AND v.person = ?", (int64_t)p->query->person);
        put_days(p);
    } else {
        onr_put_text(&p->sql, " FROM document d CROSS JOIN attribution a ON a.document = d.id"
                              " WHERE a.state < 2");
        put_days(p);
    }
}

static onr_status make_sorted(plan *p, onr_error *err)
{
    onr_put_text(&p->sql, "SELECT a.id, a.document, a.number, ");
    onr_put_text(&p->sql, key_column(p->sort));
    onr_put_text(&p->sql, ", " ONR_SQL_PLACE("a"));
    put_tables(p);
    put_filters(p);
    if (!put_cursor(p)) return onr_fail(err, ONR_EUSAGE, "no cursor of a search");
    put_order(p);
    return ONR_OK;
}

static bool walks(const plan *p)
{
    return p->expression.ptr != NULL &&
           (p->sort == ONR_SORT_NEWEST || p->sort == ONR_SORT_OLDEST);
}

static onr_status make_sql(plan *p, onr_error *err)
{
    onr_status status = read_days(p, err);
    if (status != ONR_OK) return status;
    return walks(p) ? make_walk(p, err) : make_sorted(p, err);
}

static bool asks_nothing(const plan *p)
{
    const onr_query *q = p->query;
    return p->expression.ptr == NULL && q->person == 0 && q->outlet.len == 0 && q->form < 0 &&
           q->act < 0 && q->min_confidence <= 0.0f && p->from[0] == '\0' && p->to[0] == '\0';
}

/* Statements know their day, so that their reports are read for the outlet only. */
static void put_months(plan *p)
{
    onr_put_text(&p->sql, "SELECT a.day / 100, count(*)");
    if (p->expression.ptr != NULL || p->query->person != 0 || p->query->outlet.len > 0) {
        put_tables(p);
    } else {
        onr_put_text(&p->sql, " FROM attribution a WHERE a.state < 2");
        put_places(p, "(" ONR_SQL_PLACE("a") ")");
    }
    put_filters(p);
}

/* Matches by month, 201609; 0 stands for no known day. What is in the index of words is shown. */
static onr_status make_months(plan *p, onr_error *err)
{
    onr_status status = read_days(p, err);
    if (status != ONR_OK) return status;
    if (asks_nothing(p)) {
        onr_put_text(&p->sql, "SELECT month, sum(statements) FROM total WHERE statements > 0");
    } else if (needs_rows(p)) {
        put_months(p);
    } else {
        put_slice(p, "SELECT " ONR_SQL_MONTH("rowid") ", count(*) FROM statement_fts"
                     " WHERE statement_fts MATCH ?", p->expression);
        put_places(p, "rowid");
    }
    onr_put_text(&p->sql, " GROUP BY 1 ORDER BY 1 = 0, 1");
    return ONR_OK;
}

static sqlite3_stmt *prepare(plan *p)
{
    sqlite3_stmt *s = NULL;
    onr_db *db = &p->store->db;
    const onr_buffer *sql = p->sql.buffer;
    if (sqlite3_prepare_v2(db->handle, sql->ptr, (int)sql->len, &s, NULL) != SQLITE_OK)
        onr_db_fail_sqlite(db);
    for (int i = 0; i < p->value_count; i++) {
        const value *v = &p->values[i];
        if (v->text.ptr != NULL)
            onr_bind_slice(db, s, i + 1, v->text);
        else if (v->is_real)
            onr_bind_real(db, s, i + 1, v->real);
        else
            onr_bind_int(db, s, i + 1, v->integer);
    }
    return s;
}

/* ---- hits ---- */

/* A row on its way to a hit. Marks are looked for a batch at a time: finding one row of a word that
 * many have costs FTS5 as much as finding all. */
typedef struct found {
    int64_t id, place;
    onr_slice marks;   /* onr_match_mark, in `mark_arena`; absent without words */
    char cursor[112];  /* of the next page, were this the last */
} found;

/* The hits of one search; the context is kept as long as the document stays the same. */
typedef struct reading {
    onr_store *store;
    onr_slice expression;
    onr_context context;
    int64_t document; /* of `context`, whose memory is `text_arena` */
    onr_arena text_arena, mark_arena;
    onr_span words[MAX_WORDS_MARKED];
    uint32_t word_count;
    sqlite3_stmt *rows;
    onr_walk *walk; /* over `rows`; NULL for rows in their own order */
    uint32_t batch_size; /* 1 where matches lie far apart: between them are too many others */
    found batch[BATCH];
} reading;

static void read_marks(reading *r, onr_slice marks)
{
    onr_match_mark mark;
    r->word_count = 0;
    for (size_t at = 0; at < marks.len && r->word_count < MAX_WORDS_MARKED; at += sizeof mark) {
        memcpy(&mark, marks.ptr + at, sizeof mark);
        r->words[r->word_count++] = (onr_span){mark.start_byte, mark.end_byte};
    }
}

/* The places of a batch as JSON, and the range that they are in. */
static bool list_places(reading *r, uint32_t count, onr_buffer *list, int64_t range[2])
{
    char digits[32];
    onr_writer w = onr_writer_start(list);
    range[0] = range[1] = r->batch[0].place;
    for (uint32_t i = 0; i < count; i++) {
        int64_t place = r->batch[i].place;
        if (place < range[0]) range[0] = place;
        if (place > range[1]) range[1] = place;
        snprintf(digits, sizeof digits, "%c%lld", i == 0 ? '[' : ',', (long long)place);
        onr_put_text(&w, digits);
    }
    onr_put_char(&w, ']');
    return onr_writer_finish(&w) || onr_db_fail(&r->store->db, ONR_ENOMEM, "out of memory");
}

static bool keep_marks(reading *r, uint32_t count, sqlite3_stmt *s)
{
    int64_t place = sqlite3_column_int64(s, 0);
    onr_slice marks;
    if (!onr_arena_copy(&r->mark_arena, &marks, onr_column_slice(s, 1)))
        return onr_db_fail(&r->store->db, ONR_ENOMEM, "out of memory");
    for (uint32_t i = 0; i < count; i++)
        if (r->batch[i].place == place) r->batch[i].marks = marks;
    return true;
}

static bool find_words(reading *r, uint32_t count)
{
    /* "+": the list is looked into for each match, not each of its places sought in the index. */
    static const char sql[] =
        "SELECT f.rowid, marks(statement_fts, a.content) FROM statement_fts f"
        " CROSS JOIN attribution a ON a.id = " ONR_SQL_STATEMENT("f.rowid")
        " WHERE statement_fts MATCH ?1 AND f.rowid >= ?2 AND f.rowid <= ?3"
        " AND +f.rowid IN (SELECT value FROM json_each(?4))";
    onr_db *db = &r->store->db;
    onr_buffer list = {.alloc = r->store->alloc};
    int64_t range[2];
    if (r->expression.ptr == NULL || count == 0) return true;
    onr_arena_reset(&r->mark_arena);
    if (list_places(r, count, &list, range)) {
        sqlite3_stmt *s = onr_db_start(db, sql);
        onr_bind_slice(db, s, 1, r->expression);
        onr_bind_int(db, s, 2, range[0]);
        onr_bind_int(db, s, 3, range[1]);
        onr_bind_slice(db, s, 4, (onr_slice){list.ptr, list.len});
        while (onr_db_row(db, s) && keep_marks(r, count, s)) {}
        onr_db_end(s);
    }
    onr_buffer_free(&list);
    return db->status == ONR_OK;
}

static bool load_context(reading *r, int64_t document)
{
    onr_slice text;
    onr_db *db = &r->store->db;
    if (document == r->document) return true;
    onr_arena_reset(&r->text_arena);
    r->document = document;
    r->context = (onr_context){.count = 0};
    if (!onr_text_load(db, document, &text, &r->text_arena)) return false;
    if (text.ptr == NULL || onr_context_init(&r->context, text, &r->text_arena)) return true;
    return onr_db_fail(db, ONR_ENOMEM, "out of memory");
}

static void fill_hit(onr_hit *hit, sqlite3_stmt *s)
{
    onr_slice *const texts[] = {&hit->document_name, &hit->title,       &hit->url,
                                &hit->outlet,        &hit->published,   &hit->speaker,
                                &hit->role,          &hit->affiliation, &hit->source,
                                &hit->cue,           &hit->lemma,       &hit->content,
                                &hit->reviewed};
    enum { TEXTS = sizeof texts / sizeof *texts };
    for (int i = 0; i < TEXTS; i++) *texts[i] = onr_column_slice(s, i);
    hit->statement = (uint64_t)sqlite3_column_int64(s, TEXTS);
    hit->document = (uint64_t)sqlite3_column_int64(s, TEXTS + 1);
    hit->family = (uint64_t)sqlite3_column_int64(s, TEXTS + 2);
    hit->form = (onr_form)(sqlite3_column_int(s, TEXTS + 3) % 3);
    hit->act = (onr_act)(sqlite3_column_int(s, TEXTS + 4) & 3);
    hit->negated = sqlite3_column_int(s, TEXTS + 5) != 0;
    hit->thousandths = (uint32_t)sqlite3_column_int(s, TEXTS + 6);
    hit->person = (uint64_t)sqlite3_column_int64(s, TEXTS + 7);
}

static bool take_hit(reading *r, const found *f, onr_hit_fn take, void *ctx)
{
    static const char sql[] =
        "SELECT d.name, d.title, d.url, d.outlet, d.published, coalesce(v.name, a.source), v.role,"
        " v.affiliation, a.source, a.cue, a.lemma, a.content,"
        " CASE WHEN a.origin = 1 THEN 'edited' WHEN a.state = 1 THEN 'confirmed' END,"
        " a.id, d.id, coalesce(m.family, 0), a.form, a.act, a.negated, a.confidence,"
        " coalesce(v.person, 0)"
        " FROM attribution a JOIN document d ON d.id = a.document"
        " LEFT JOIN speaker s ON s.id = a.speaker LEFT JOIN voice v ON v.id = s.voice"
        " LEFT JOIN family_member m ON m.attribution = a.id WHERE a.id = ?1";
    onr_db *db = &r->store->db;
    onr_arena *arena = &r->store->arena;
    onr_entry_part parts[ONR_PART_COUNT];
    onr_hit hit = {.statement = 0};
    onr_arena_reset(arena);
    read_marks(r, f->marks);
    if (!onr_places_load(db, f->id, parts, arena)) return false;
    sqlite3_stmt *s = onr_db_start(db, sql);
    onr_bind_int(db, s, 1, f->id);
    bool go_on = true;
    if (onr_db_row(db, s)) {
        fill_hit(&hit, s);
        hit.source_at.places = parts[ONR_SOURCE].places;
        hit.source_at.count = parts[ONR_SOURCE].count;
        hit.cue_at.places = parts[ONR_CUE].places;
        hit.cue_at.count = parts[ONR_CUE].count;
        hit.content_at.places = parts[ONR_CONTENT].places;
        hit.content_at.count = parts[ONR_CONTENT].count;
        if (!load_context(r, (int64_t)hit.document))
            go_on = false;
        else if (!onr_context_set(&r->context, &hit, parts, r->words, r->word_count, arena))
            go_on = onr_db_fail(db, ONR_ENOMEM, "out of memory");
        else
            go_on = take(ctx, &hit);
    }
    onr_db_end(s);
    return go_on && db->status == ONR_OK;
}

/* ---- pages ---- */

static void read_key(found *f, sqlite3_stmt *s)
{
    char digits[32];
    onr_slice key = {digits, 0};
    if (sqlite3_column_type(s, KEY) == SQLITE_FLOAT)
        key.len = (size_t)snprintf(digits, sizeof digits, "%.17g", sqlite3_column_double(s, KEY));
    else
        key = onr_column_slice(s, KEY);
    snprintf(f->cursor, sizeof f->cursor, "%.*s,%lld,%lld", (int)(key.len < 32 ? key.len : 32),
             key.ptr == NULL ? "" : key.ptr, (long long)sqlite3_column_int64(s, DOCUMENT),
             (long long)sqlite3_column_int64(s, NUMBER));
}

static bool next_row(reading *r, found *f)
{
    f->marks = (onr_slice){NULL, 0};
    if (r->walk != NULL) {
        if (!onr_walk_next(r->walk, &f->id)) return false;
        f->place = r->walk->here.last;
        onr_walk_text(f->cursor, sizeof f->cursor, &r->walk->here);
        return true;
    }
    if (!onr_db_row(&r->store->db, r->rows)) return false;
    f->id = sqlite3_column_int64(r->rows, ID);
    f->place = sqlite3_column_int64(r->rows, PLACE);
    read_key(f, r->rows);
    return true;
}

static bool write_cursor(onr_buffer *next, const found *f)
{
    onr_writer w = onr_writer_start(next);
    onr_put_text(&w, f->cursor);
    return onr_writer_finish(&w);
}

/* The cursor stands at the last hit that was handed out; there is none when no row follows it. */
static bool take_page(reading *r, uint32_t limit, onr_hit_fn take, void *ctx, onr_buffer *next)
{
    uint32_t count = 0, wanted, filled;
    bool go_on = true;
    found last = {.id = 0}, beyond;
    do {
        wanted = r->batch_size;
        if (limit > 0 && limit - count < wanted) wanted = limit - count;
        for (filled = 0; filled < wanted && next_row(r, &r->batch[filled]);) filled++;
        if (!find_words(r, filled)) return true;
        for (uint32_t i = 0; i < filled && go_on; i++) {
            count++;
            go_on = take_hit(r, &r->batch[i], take, ctx);
            if (i + 1 == filled || !go_on) last = r->batch[i];
        }
    } while (go_on && filled == wanted && count != limit);
    bool more = !go_on || (count == limit && limit > 0 && next_row(r, &beyond));
    if (more && count > 0 && next != NULL && !write_cursor(next, &last))
        onr_db_fail(&r->store->db, ONR_ENOMEM, "out of memory");
    return go_on;
}

static bool take_all(plan *p, reading *r, onr_hit_fn take, void *ctx, onr_buffer *next)
{
    onr_walk walk;
    if (!walks(p)) return take_page(r, p->query->limit, take, ctx, next);
    onr_walk_init(&walk, r->store, r->rows, p->sort == ONR_SORT_NEWEST, p->query->cursor);
    r->walk = &walk;
    bool go_on = take_page(r, p->query->limit, take, ctx, next);
    onr_walk_deinit(&walk);
    r->walk = NULL;
    return go_on;
}

/* What FTS5 says of an expression is a plain SQL error. */
static onr_status outcome(const plan *p, onr_error *err)
{
    const onr_db *db = &p->store->db;
    if (p->query->operators && (db->code & 0xFF) == SQLITE_ERROR)
        return onr_fail(err, ONR_EUSAGE, "%s", db->message);
    return onr_db_status(db, err);
}

static onr_status run(plan *p, onr_hit_fn take, void *ctx, onr_buffer *next, onr_error *err)
{
    onr_db *db = &p->store->db;
    reading r = {.store = p->store,
                 .expression = p->expression,
                 .batch_size = p->sort == ONR_SORT_CONFIDENCE ? 1 : BATCH};
    bool go_on = true;
    onr_arena_init(&r.text_arena, p->store->alloc);
    onr_arena_init(&r.mark_arena, p->store->alloc);
    r.rows = prepare(p);
    if (db->status == ONR_OK) go_on = take_all(p, &r, take, ctx, next);
    sqlite3_finalize(r.rows);
    onr_arena_deinit(&r.text_arena);
    onr_arena_deinit(&r.mark_arena);
    if (db->status == ONR_OK) return go_on ? ONR_OK : ONR_END;
    return outcome(p, err);
}

static onr_status make_expression(plan *p, onr_buffer *expression, onr_error *err)
{
    onr_writer w = onr_writer_start(expression);
    onr_expression_put(&w, p->query);
    if (expression->len > 0) onr_put_char(&w, '\0');
    if (!onr_writer_finish(&w)) return onr_fail_memory(err);
    if (expression->len > 0) p->expression = (onr_slice){expression->ptr, expression->len - 1};
    return ONR_OK;
}

static onr_status search(plan *p, onr_buffer *expression, onr_hit_fn take, void *ctx,
                         onr_buffer *next, onr_error *err)
{
    if (make_expression(p, expression, err) != ONR_OK) return ONR_ENOMEM;
    p->sort = p->query->sort;
    if (p->sort == ONR_SORT_RELEVANCE && p->expression.ptr == NULL) p->sort = ONR_SORT_NEWEST;
    onr_status status = make_sql(p, err);
    if (status != ONR_OK) return status;
    return onr_writer_finish(&p->sql) ? run(p, take, ctx, next, err) : onr_fail_memory(err);
}

static bool too_long(const onr_query *q)
{
    const onr_slice fields[] = {q->words, q->speaker, q->role, q->affiliation, q->cue, q->outlet,
                                q->cursor};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (fields[i].len > ONR_QUERY_MAX_BYTES) return true;
    return false;
}

onr_status onr_store_search(onr_store *store, const onr_query *query, onr_hit_fn take, void *ctx,
                            onr_buffer *next, onr_error *err)
{
    if (store == NULL || query == NULL || take == NULL)
        return onr_fail(err, ONR_EUSAGE, "a search needs a store, a query and a function");
    if (too_long(query)) return onr_fail(err, ONR_EUSAGE, "a query is too long");
    onr_buffer sql = {.alloc = store->alloc}, expression = {.alloc = store->alloc};
    plan p = {.store = store, .query = query, .sql = onr_writer_start(&sql)};
    onr_db_clear(&store->db);
    if (next != NULL) next->len = 0;
    onr_status status = search(&p, &expression, take, ctx, next, err);
    onr_buffer_free(&sql);
    onr_buffer_free(&expression);
    return status;
}

/* ---- months ---- */

static bool take_month(sqlite3_stmt *s, onr_month_fn take, void *ctx)
{
    char name[24];
    int64_t number = sqlite3_column_int64(s, 0);
    onr_month month = {.statements = (uint64_t)sqlite3_column_int64(s, 1)};
    int len = snprintf(name, sizeof name, "%04d-%02d", (int)(number / 100), (int)(number % 100));
    if (number > 0) month.name = (onr_slice){name, (size_t)len};
    return take(ctx, &month);
}

static onr_status count_months(plan *p, onr_buffer *expression, onr_month_fn take, void *ctx,
                               onr_error *err)
{
    onr_db *db = &p->store->db;
    bool go_on = true;
    if (make_expression(p, expression, err) != ONR_OK) return ONR_ENOMEM;
    onr_status status = make_months(p, err);
    if (status != ONR_OK) return status;
    if (!onr_writer_finish(&p->sql)) return onr_fail_memory(err);
    sqlite3_stmt *rows = prepare(p);
    while (go_on && onr_db_row(db, rows)) go_on = take_month(rows, take, ctx);
    sqlite3_finalize(rows);
    if (db->status != ONR_OK) return outcome(p, err);
    return go_on ? ONR_OK : ONR_END;
}

onr_status onr_store_months(onr_store *store, const onr_query *query, onr_month_fn take, void *ctx,
                            onr_error *err)
{
    if (store == NULL || query == NULL || take == NULL)
        return onr_fail(err, ONR_EUSAGE, "counting needs a store, a query and a function");
    if (too_long(query)) return onr_fail(err, ONR_EUSAGE, "a query is too long");
    onr_buffer sql = {.alloc = store->alloc}, expression = {.alloc = store->alloc};
    plan p = {.store = store, .query = query, .sql = onr_writer_start(&sql)};
    onr_db_clear(&store->db);
    onr_status status = count_months(&p, &expression, take, ctx, err);
    onr_buffer_free(&sql);
    onr_buffer_free(&expression);
    return status;
}
