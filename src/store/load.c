#include "store/load.h"

#include <stdlib.h>
#include <string.h>

#include "store/packed.h"
#include "store/statement.h"
#include "store/text.h"

/* An attribution on its way into the entry. */
typedef struct row {
    onr_entry_attribution a;
    int64_t id;
    int64_t correction;
    uint32_t number;  /* as stored */
    uint32_t parent;  /* the same */
    int64_t speaker;  /* row */
    uint8_t reviewed;
    bool shown;
} row;

/* A document under work. */
typedef struct loading {
    onr_store *store;
    onr_entry *entry;
    int64_t document;
    bool machine, bare;
    int64_t first, last; /* ids of its attributions */
    size_t most;         /* how many there are */
    bool in_run;         /* all ids from first to last are this document's */
    row *rows; /* [count] by id */
    uint32_t count;
    int64_t *speakers; /* [entry->speaker_count] rows of the speakers */
} loading;

static bool no_memory(onr_store *store)
{
    return onr_db_fail(&store->db, ONR_ENOMEM, "out of memory");
}

static onr_slice copy_column(loading *l, sqlite3_stmt *s, int i)
{
    onr_slice copy;
    if (!onr_arena_copy(&l->entry->arena, &copy, onr_column_slice(s, i))) no_memory(l->store);
    return copy;
}

static onr_slice mentions_column(loading *l, sqlite3_stmt *s, int i)
{
    onr_slice json;
    if (!onr_unpack_mentions(&json, onr_column_slice(s, i), &l->entry->arena)) no_memory(l->store);
    return json;
}

static onr_slice hex_column(loading *l, sqlite3_stmt *s, int i)
{
    static const char digits[] = "0123456789abcdef";
    onr_slice bytes = onr_column_slice(s, i);
    char *out = onr_arena_take(&l->entry->arena, bytes.len * 2 + 1);
    if (out == NULL) {
        no_memory(l->store);
        return (onr_slice){NULL, 0};
    }
    for (size_t at = 0; at < bytes.len; at++) {
        out[2 * at] = digits[(unsigned char)bytes.ptr[at] >> 4];
        out[2 * at + 1] = digits[(unsigned char)bytes.ptr[at] & 15];
    }
    return (onr_slice){out, bytes.len * 2};
}

static bool load_document(loading *l)
{
    static const char sql[] =
        "SELECT d.name, d.title, d.byline, d.published, d.modified, d.url, d.site, d.language,"
        " d.section, m.name, m.version, m.sha256, d.sha256 FROM document d"
        " LEFT JOIN model m ON m.id = d.model WHERE d.id = ?1";
    onr_db *db = &l->store->db;
    onr_entry *e = l->entry;
    onr_slice *const texts[] = {&e->id,       &e->title, &e->byline,     &e->published,
                                &e->modified, &e->url,   &e->site,       &e->language,
                                &e->section,  &e->model_name, &e->model_version, &e->model_sha256};
    enum { TEXTS = sizeof texts / sizeof *texts };
    sqlite3_stmt *s = onr_db_start(db, sql);
    onr_bind_int(db, s, 1, l->document);
    bool there = onr_db_row(db, s);
    for (int i = 0; there && i < TEXTS; i++) *texts[i] = copy_column(l, s, i);
    if (there) e->sha256 = hex_column(l, s, TEXTS);
    onr_db_end(s);
    return there || onr_db_fail(db, ONR_EUSAGE, "no such document");
}

static bool load_text(loading *l, onr_loaded *loaded)
{
    onr_entry *e = l->entry;
    onr_db *db = &l->store->db;
    bool ok = l->bare ? onr_text_load(db, l->document, &e->text, &e->arena)
                      : onr_text_load_all(db, l->document, &e->text, &e->extra, &e->arena);
    if (!ok) return false;
    loaded->text_missing = e->text.ptr == NULL;
    if (loaded->text_missing) e->text = (onr_slice){"", 0};
    return onr_points_init(&e->points, e->text, &e->arena) || no_memory(l->store);
}

#define GROW(l, array, count, capacity)                                                            \
    (onr_grow((l)->entry->alloc, &(array), &(capacity), (uint64_t)(count) + 1, sizeof *(array)) || \
     no_memory((l)->store))

static bool load_speakers(loading *l)
{
    static const char counting[] = "SELECT count(*) FROM speaker WHERE document = ?1";
    static const char sql[] =
        "SELECT s.id, coalesce(number, -1), name, kind, named, role, affiliation,"
        " coalesce(entity, -1), mentioned, extra"
        " FROM speaker s CROSS JOIN voice v ON v.id = s.voice"
        " WHERE document = ?1 AND (number IS NOT NULL OR (origin = 1 AND NOT ?2))"
        " ORDER BY origin, number, s.id";
    onr_db *db = &l->store->db;
    onr_entry *e = l->entry;
    sqlite3_stmt *s = onr_db_start(db, counting);
    onr_bind_int(db, s, 1, l->document);
    size_t most = onr_db_row(db, s) ? (size_t)sqlite3_column_int64(s, 0) : 0;
    onr_db_end(s);
    l->speakers = onr_arena_array(&e->arena, most, sizeof *l->speakers);
    if (l->speakers == NULL) return no_memory(l->store);
    uint32_t next = 0;
    s = onr_db_start(db, sql);
    onr_bind_int(db, s, 1, l->document);
    onr_bind_int(db, s, 2, l->machine);
    while (e->speaker_count < most && onr_db_row(db, s)) {
        if (!GROW(l, e->speakers, e->speaker_count, e->speaker_capacity)) break;
        uint32_t number = onr_column_index(s, 1);
        if (number == ONR_NONE) number = next;
        next = number + 1;
        l->speakers[e->speaker_count] = sqlite3_column_int64(s, 0);
        e->speakers[e->speaker_count++] =
            (onr_entry_speaker){.number = number,
                                .name = copy_column(l, s, 2),
                                .kind = copy_column(l, s, 3),
                                .named = sqlite3_column_int(s, 4) != 0,
                                .role = copy_column(l, s, 5),
                                .affiliation = copy_column(l, s, 6),
                                .entity = onr_column_index(s, 7),
                                .mentions = mentions_column(l, s, 8),
                                .extra = copy_column(l, s, 9)};
    }
    onr_db_end(s);
    return db->status == ONR_OK;
}

static bool load_entities(loading *l)
{
    static const char sql[] = "SELECT packed FROM entity_list WHERE document = ?1";
    onr_db *db = &l->store->db;
    onr_entry *e = l->entry;
    onr_entry_entity *entities = NULL;
    uint32_t count = 0;
    sqlite3_stmt *s = onr_db_start(db, sql);
    onr_bind_int(db, s, 1, l->document);
    if (onr_db_row(db, s) && !onr_unpack_entities(&entities, &count, onr_column_slice(s, 0),
                                                  &e->points, &e->arena))
        no_memory(l->store);
    onr_db_end(s);
    for (uint32_t i = 0; i < count && db->status == ONR_OK; i++) {
        if (!GROW(l, e->entities, e->entity_count, e->entity_capacity)) return false;
        e->entities[e->entity_count++] = entities[i];
    }
    return db->status == ONR_OK;
}

static bool load_warnings(loading *l)
{
    static const char sql[] =
        "SELECT kind, start, stop, text, why FROM warning WHERE document = ?1 ORDER BY place";
    onr_db *db = &l->store->db;
    onr_entry *e = l->entry;
    sqlite3_stmt *s = onr_db_start(db, sql);
    onr_bind_int(db, s, 1, l->document);
    while (onr_db_row(db, s)) {
        if (!GROW(l, e->warnings, e->warning_count, e->warning_capacity)) break;
        e->warnings[e->warning_count++] = (onr_entry_warning){
            .kind = copy_column(l, s, 0),
            .place = {onr_column_index(s, 1), onr_column_index(s, 2)},
            .text = copy_column(l, s, 3),
            .why = copy_column(l, s, 4)};
    }
    onr_db_end(s);
    return db->status == ONR_OK;
}

static void fill_row(loading *l, row *r, sqlite3_stmt *s)
{
    int origin = sqlite3_column_int(s, 2), state = sqlite3_column_int(s, 3);
    *r = (row){.id = sqlite3_column_int64(s, 0),
               .number = onr_column_index(s, 1),
               .correction = sqlite3_column_int64(s, 4),
               .speaker = sqlite3_column_int64(s, 5),
               .parent = onr_column_index(s, 10)};
    r->shown = l->machine ? origin == ONR_ORIGIN_MODEL : state != ONR_STATE_HIDDEN;
    r->reviewed = origin == ONR_ORIGIN_PERSON ? 2 : state == ONR_STATE_CONFIRMED;
    r->a = (onr_entry_attribution){.form = (uint8_t)(sqlite3_column_int(s, 6) % 3),
                                   .act = (uint8_t)(sqlite3_column_int(s, 7) & 3),
                                   .negated = sqlite3_column_int(s, 8) != 0,
                                   .thousandths = (uint32_t)sqlite3_column_int(s, 9),
                                   .speaker_thousandths = onr_column_index(s, 17),
                                   .lemma = copy_column(l, s, 13),
                                   .extra = copy_column(l, s, 15)};
    if (!onr_unpack_places(r->a.parts, onr_column_slice(s, 16), &l->entry->arena))
        no_memory(l->store);
    r->a.parts[ONR_SOURCE].text = copy_column(l, s, 11);
    r->a.parts[ONR_CUE].text = copy_column(l, s, 12);
    r->a.parts[ONR_CONTENT].text = copy_column(l, s, 14);
}

#define ROW_COLUMNS                                                                                \
    "SELECT id, number, origin, state, coalesce(correction, 0), coalesce(speaker, 0), form, act,"  \
    " negated, confidence, parent, source, cue, lemma, content, extra, places,"       \
    " speaker_confidence FROM attribution"

/* What a model said is added at once, so that its ids follow each other and no others lie between:
 * then they are read in the order of the file, without an index and without sorting. */
static bool load_run(loading *l)
{
    static const char sql[] =
        "SELECT count(*), coalesce(min(id), 0), coalesce(max(id), 0) FROM attribution"
        " WHERE document = ?1";
    onr_db *db = &l->store->db;
    sqlite3_stmt *s = onr_db_start(db, sql);
    onr_bind_int(db, s, 1, l->document);
    if (onr_db_row(db, s)) {
        l->most = (size_t)sqlite3_column_int64(s, 0);
        l->first = sqlite3_column_int64(s, 1);
        l->last = sqlite3_column_int64(s, 2);
    }
    onr_db_end(s);
    l->in_run = l->first > 0 && (uint64_t)(l->last - l->first) + 1 == l->most;
    return db->status == ONR_OK;
}

/* A statement with the document as its first value, or with the first and last id of the run. */
static sqlite3_stmt *start_rows(loading *l, const char *run, const char *scattered)
{
    onr_db *db = &l->store->db;
    sqlite3_stmt *s = onr_db_start(db, l->in_run ? run : scattered);
    onr_bind_int(db, s, 1, l->in_run ? l->first : l->document);
    if (l->in_run) onr_bind_int(db, s, 2, l->last);
    return s;
}

static bool load_rows(loading *l)
{
    static const char run[] = ROW_COLUMNS " WHERE id BETWEEN ?1 AND ?2 ORDER BY id";
    static const char scattered[] = ROW_COLUMNS " WHERE document = ?1 ORDER BY id";
    onr_db *db = &l->store->db;
    l->rows = onr_arena_array(&l->entry->arena, l->most, sizeof *l->rows);
    if (l->rows == NULL) return no_memory(l->store);
    sqlite3_stmt *s = start_rows(l, run, scattered);
    while (l->count < l->most && onr_db_row(db, s)) fill_row(l, &l->rows[l->count++], s);
    onr_db_end(s);
    return db->status == ONR_OK;
}

static uint32_t first_place(const onr_entry_attribution *a)
{
    uint32_t first = ONR_NONE;
    for (int role = 0; role < ONR_PART_COUNT; role++)
        if (a->parts[role].count > 0 && a->parts[role].places[0].begin < first)
            first = a->parts[role].places[0].begin;
    return first;
}

static int compare_rows(const void *a, const void *b)
{
    const row *x = *(const row *const *)a, *y = *(const row *const *)b;
    uint32_t at_x = first_place(&x->a), at_y = first_place(&y->a);
    if (at_x != at_y) return at_x < at_y ? -1 : 1;
    if (x->number != y->number) return x->number < y->number ? -1 : 1;
    return x->id < y->id ? -1 : x->id > y->id;
}

/* The place of a statement in the new order: itself, or what a correction has put in its place. */
static uint32_t find_parent(const loading *l, row *const *order, uint32_t count, uint32_t number)
{
    const row *old = NULL;
    if (number == ONR_NONE) return ONR_NONE;
    for (uint32_t i = 0; i < l->count && old == NULL; i++)
        if (l->rows[i].number == number) old = &l->rows[i];
    for (uint32_t i = 0; i < count && old != NULL; i++) {
        bool replaced = !old->shown && old->correction != 0 &&
                        order[i]->correction == old->correction;
        if (order[i] == old || replaced) return i;
    }
    return ONR_NONE;
}

static uint32_t find_speaker(const loading *l, int64_t speaker)
{
    for (uint32_t i = 0; speaker != 0 && i < l->entry->speaker_count; i++)
        if (l->speakers[i] == speaker) return l->entry->speakers[i].number;
    return ONR_NONE;
}

/* True when the rows are in order and complete as they are, which they are without corrections. */
static bool is_plain(const loading *l)
{
    for (uint32_t i = 0; i < l->count; i++)
        if (!l->rows[i].shown || l->rows[i].number != i || l->rows[i].reviewed == 2) return false;
    return true;
}

/* A model numbers its statements, and they are stored in that order. */
static bool is_whole(const loading *l)
{
    uint32_t next = 0;
    for (uint32_t i = 0; i < l->count; i++)
        if (l->rows[i].reviewed != 2 && l->rows[i].number != next++) return false;
    return true;
}

static bool put_attributions(loading *l, onr_loaded *loaded)
{
    onr_entry *e = l->entry;
    uint32_t count = 0;
    row **order = onr_arena_array(&e->arena, l->count, sizeof *order);
    loaded->ids = onr_arena_array(&e->arena, l->count, sizeof *loaded->ids);
    loaded->reviewed = onr_arena_array(&e->arena, l->count, 1);
    if (order == NULL || loaded->ids == NULL || loaded->reviewed == NULL)
        return no_memory(l->store);
    for (uint32_t i = 0; i < l->count; i++)
        if (l->rows[i].shown) order[count++] = &l->rows[i];
    bool plain = is_plain(l);
    loaded->whole = is_whole(l);
    if (!plain) qsort(order, count, sizeof *order, compare_rows);
    for (uint32_t i = 0; i < count; i++) {
        if (!GROW(l, e->attributions, e->attribution_count, e->attribution_capacity)) return false;
        onr_entry_attribution *a = &e->attributions[e->attribution_count++];
        uint32_t parent = order[i]->parent;
        *a = order[i]->a;
        a->number = i;
        a->parent = plain ? parent : find_parent(l, order, count, parent);
        a->speaker = find_speaker(l, order[i]->speaker);
        loaded->ids[i] = order[i]->id;
        loaded->reviewed[i] = order[i]->reviewed;
    }
    return true;
}

bool onr_document_load(onr_store *store, int64_t document, onr_reading reading, bool bare,
                       onr_loaded *loaded)
{
    loading l = {.store = store,
                 .entry = &store->entry,
                 .document = document,
                 .machine = reading == ONR_READING_MACHINE,
                 .bare = bare};
    onr_entry_clear(&store->entry);
    *loaded = (onr_loaded){.document = (uint64_t)document};
    return load_document(&l) && load_text(&l, loaded) && load_speakers(&l) &&
           (bare || load_entities(&l)) && load_run(&l) && load_rows(&l) &&
           put_attributions(&l, loaded) && load_warnings(&l);
}

int64_t onr_document_next(onr_store *store, int64_t after, bool corrected)
{
    static const char any[] = "SELECT id FROM document WHERE id > ?1 ORDER BY id LIMIT 1";
    static const char some[] =
        "SELECT d.id FROM document d WHERE d.id > ?1 AND EXISTS (SELECT 1 FROM attribution a"
        " WHERE a.document = d.id AND a.correction IS NOT NULL) ORDER BY d.id LIMIT 1";
    onr_db *db = &store->db;
    sqlite3_stmt *s = onr_db_start(db, corrected ? some : any);
    onr_bind_int(db, s, 1, after);
    int64_t id = onr_db_row(db, s) ? sqlite3_column_int64(s, 0) : 0;
    onr_db_end(s);
    return id;
}
