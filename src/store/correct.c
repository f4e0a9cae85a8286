/*
 * correct.c - corrections: writing them down, and what follows from them.
 */
#include "store/correct.h"

#include <string.h>

#include "base/error.h"
#include "store/people.h"
#include "store/remove.h"
#include "store/statement.h"
#include "store/text.h"
#include "store/voice.h"

/* What a correction keeps of a statement besides the public fields, so that the statement can be
 * shown even when a later model does not find it. */
enum { FIELD_LEMMA = ONR_FIELD_COUNT, FIELD_CONFIDENCE, ALL_FIELDS };

static const char *const FIELD_NAMES[ALL_FIELDS] = {
    "speaker", "role",   "affiliation", "form",  "act",       "negated",
    "source",  "cue",    "content",     "lemma", "confidence"};
static const char *const ACTIONS[] = {"confirm", "reject", "edit", "undo"};
static const char *const FORMS[] = {"indirect", "mixed", "direct"};
static const char *const ACTS[] = {"speech", "writing", "thought", "intent"};
static const onr_field PLACE_FIELDS[ONR_PART_COUNT] = {ONR_FIELD_SOURCE, ONR_FIELD_CUE,
                                                       ONR_FIELD_CONTENT};

/* A row of the correction table. */
typedef struct correction_row {
    int64_t id;
    int64_t undoes;
    onr_correct_action action;
    bool active;
    bool seen;
    onr_slice content_at, cue_at;
} correction_row;

typedef struct correction_list {
    correction_row *rows;
    uint32_t count, capacity;
} correction_list;

const char *onr_field_name(onr_field field)
{
    return (unsigned)field < ONR_FIELD_COUNT ? FIELD_NAMES[field] : "";
}

static bool same(onr_slice a, onr_slice b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

static bool same_text(onr_slice a, const char *b)
{
    return same(a, (onr_slice){b, strlen(b)});
}

static bool no_memory(onr_store *store)
{
    return onr_db_fail(&store->db, ONR_ENOMEM, "out of memory");
}

static int find_word(onr_slice word, const char *const *words, int count)
{
    for (int i = 0; i < count; i++)
        if (same_text(word, words[i])) return i;
    return -1;
}

/* ---- statements as fields ---- */

static onr_slice copy_column(onr_store *store, sqlite3_stmt *s, int i)
{
    onr_slice copy;
    if (!onr_arena_copy(&store->arena, &copy, onr_column_slice(s, i))) no_memory(store);
    return copy;
}

static const char *word_at(const char *const *words, int count, int64_t i)
{
    return words[i >= 0 && i < count ? i : 0];
}

static onr_slice literal(const char *text)
{
    return (onr_slice){text, strlen(text)};
}

/* A statement's row as fields; its speaker's row beside it. False when it is not there. */
static bool load_fields(onr_store *store, int64_t id, onr_slice fields[ALL_FIELDS],
                        int64_t *speaker)
{
    static const char sql[] =
        "SELECT v.name, v.role, v.affiliation, a.form, a.act, a.negated, a.lemma,"
        " CAST(a.confidence AS TEXT), coalesce(a.speaker, 0)"
        " FROM attribution a LEFT JOIN speaker s ON s.id = a.speaker"
        " LEFT JOIN voice v ON v.id = s.voice WHERE a.id = ?1";
    onr_db *db = &store->db;
    onr_entry_part parts[ONR_PART_COUNT];
    sqlite3_stmt *s = onr_db_start(db, sql);
    onr_bind_int(db, s, 1, id);
    bool there = onr_db_row(db, s);
    if (there) {
        for (int i = 0; i < 3; i++) fields[ONR_FIELD_SPEAKER + i] = copy_column(store, s, i);
        fields[ONR_FIELD_FORM] = literal(word_at(FORMS, 3, sqlite3_column_int64(s, 3)));
        fields[ONR_FIELD_ACT] = literal(word_at(ACTS, 4, sqlite3_column_int64(s, 4)));
        fields[ONR_FIELD_NEGATED] = literal(sqlite3_column_int64(s, 5) != 0 ? "true" : "false");
        fields[FIELD_LEMMA] = copy_column(store, s, 6);
        fields[FIELD_CONFIDENCE] = copy_column(store, s, 7);
        *speaker = sqlite3_column_int64(s, 8);
    }
    onr_db_end(s);
    if (!there || !onr_places_load(db, id, parts, &store->arena)) return false;
    for (int role = 0; role < ONR_PART_COUNT; role++) {
        onr_slice at = onr_places_text(parts[role].places, parts[role].count, &store->arena);
        fields[PLACE_FIELDS[role]] = at;
        if (at.ptr == NULL) return no_memory(store);
    }
    return db->status == ONR_OK;
}

/* What a correction says: the fields before it (with `before`), or those it changes. */
static bool load_changes(onr_store *store, int64_t correction, onr_slice fields[ALL_FIELDS],
                         bool before)
{
    static const char sql[] =
        "SELECT field, before, changed, coalesce(after, '') FROM correction_field"
        " WHERE correction = ?1";
    onr_db *db = &store->db;
    sqlite3_stmt *s = onr_db_start(db, sql);
    onr_bind_int(db, s, 1, correction);
    while (onr_db_row(db, s)) {
        int field = find_word(onr_column_slice(s, 0), FIELD_NAMES, ALL_FIELDS);
        if (field < 0) continue;
        if (before) fields[field] = copy_column(store, s, 1);
        if (!before && sqlite3_column_int64(s, 2) != 0) fields[field] = copy_column(store, s, 3);
    }
    onr_db_end(s);
    return db->status == ONR_OK;
}

static uint32_t number_of(onr_slice digits)
{
    uint32_t value = 0;
    for (size_t i = 0; i < digits.len && i < 4; i++)
        if (digits.ptr[i] >= '0' && digits.ptr[i] <= '9')
            value = value * 10 + (uint32_t)(digits.ptr[i] - '0');
    return value <= 1000 ? value : 1000;
}

/* Fields as an attribution of this text; false when a place does not fit it. */
static bool make_attribution(onr_store *store, const onr_points *points,
                             const onr_slice fields[ALL_FIELDS], onr_entry_attribution *out)
{
    int form = find_word(fields[ONR_FIELD_FORM], FORMS, 3);
    int act = find_word(fields[ONR_FIELD_ACT], ACTS, 4);
    if (form < 0 || act < 0) return false;
    *out = (onr_entry_attribution){.parent = ONR_NONE,
                                   .speaker = ONR_NONE,
                                   .speaker_thousandths = ONR_NONE,
                                   .form = (uint8_t)form,
                                   .act = (uint8_t)act,
                                   .negated = same_text(fields[ONR_FIELD_NEGATED], "true"),
                                   .thousandths = number_of(fields[FIELD_CONFIDENCE])};
    for (int role = 0; role < ONR_PART_COUNT; role++) {
        onr_entry_part *part = &out->parts[role];
        if (!onr_places_parse(&part->places, &part->count, fields[PLACE_FIELDS[role]],
                              &store->arena))
            return false;
        if (part->count > 0 && part->places[part->count - 1].end > points->count) return false;
        part->text = onr_places_quote(points, part->places, part->count, &store->arena);
        if (part->text.ptr == NULL) return no_memory(store);
    }
    if (out->parts[ONR_CUE].count > 0) out->lemma = fields[FIELD_LEMMA];
    return out->parts[ONR_CONTENT].count > 0;
}

/* ---- the corrections of a text ---- */

static bool add_row(onr_store *store, correction_list *list, sqlite3_stmt *s)
{
    if (list->count == list->capacity) {
        uint32_t capacity = list->capacity == 0 ? 16 : list->capacity * 2;
        correction_row *rows = onr_arena_array(&store->arena, capacity, sizeof *rows);
        if (rows == NULL) return no_memory(store);
        if (list->count > 0) memcpy(rows, list->rows, list->count * sizeof *rows);
        list->rows = rows;
        list->capacity = capacity;
    }
    int action = find_word(onr_column_slice(s, 2), ACTIONS, 4);
    list->rows[list->count++] = (correction_row){
        .id = sqlite3_column_int64(s, 0),
        .undoes = sqlite3_column_int64(s, 1),
        .action = action < 0 ? ONR_CORRECT_CONFIRM : (onr_correct_action)action,
        .active = true,
        .content_at = copy_column(store, s, 3),
        .cue_at = copy_column(store, s, 4)};
    return store->db.status == ONR_OK;
}

/* An undo comes after what it undoes, so from the end each row's fate is known when it is met. */
static void settle(correction_list *list)
{
    for (uint32_t i = list->count; i-- > 0;) {
        if (!list->rows[i].active || list->rows[i].action != ONR_CORRECT_UNDO) continue;
        for (uint32_t j = 0; j < i; j++)
            if (list->rows[j].id == list->rows[i].undoes) list->rows[j].active = false;
    }
}

static bool load_list(onr_store *store, int64_t document, correction_list *list)
{
    static const char sql[] =
        "SELECT c.id, coalesce(c.undoes, 0), c.action, c.content_at, c.cue_at FROM correction c"
        " JOIN document d ON d.sha256 = c.text_sha256 WHERE d.id = ?1 ORDER BY c.id";
    onr_db *db = &store->db;
    *list = (correction_list){.count = 0};
    sqlite3_stmt *s = onr_db_start(db, sql);
    onr_bind_int(db, s, 1, document);
    while (onr_db_row(db, s) && add_row(store, list, s)) {}
    onr_db_end(s);
    settle(list);
    return db->status == ONR_OK;
}

/* ---- applying them ---- */

/* The document under work, and its text. */
typedef struct target {
    int64_t document;
    onr_points points;
    int64_t *ids; /* of the model's statements */
    onr_slice *content_at, *cue_at; /* [count] */
    uint32_t count;
    uint32_t next_number; /* of the next row that a person has made */
} target;

static bool load_places(onr_store *store, target *t)
{
    t->content_at = onr_arena_array(&store->arena, t->count, sizeof *t->content_at);
    t->cue_at = onr_arena_array(&store->arena, t->count, sizeof *t->cue_at);
    if (t->content_at == NULL || t->cue_at == NULL) return no_memory(store);
    for (uint32_t i = 0; i < t->count; i++) {
        onr_entry_part parts[ONR_PART_COUNT];
        if (!onr_places_load(&store->db, t->ids[i], parts, &store->arena)) return false;
        const onr_entry_part *content = &parts[ONR_CONTENT], *cue = &parts[ONR_CUE];
        t->content_at[i] = onr_places_text(content->places, content->count, &store->arena);
        t->cue_at[i] = onr_places_text(cue->places, cue->count, &store->arena);
        if (t->content_at[i].ptr == NULL || t->cue_at[i].ptr == NULL) return no_memory(store);
    }
    return true;
}

static bool load_target(onr_store *store, target *t, int64_t document)
{
    onr_slice text;
    *t = (target){.document = document};
    if (!onr_text_load(&store->db, document, &text, &store->arena)) return false;
    if (text.ptr == NULL) return onr_db_fail(&store->db, ONR_EFORMAT, "a text is damaged");
    if (!onr_points_init(&t->points, text, &store->arena)) return no_memory(store);
    if (!onr_statement_ids(store, document, ONR_ORIGIN_MODEL, &t->ids, &t->count)) return false;
    t->next_number = t->count;
    return load_places(store, t);
}

/* The model's statement at exactly these places, 0 when there is none. */
static int64_t find_anchor(const target *t, onr_slice content_at, onr_slice cue_at)
{
    for (uint32_t i = 0; i < t->count; i++)
        if (same(t->content_at[i], content_at) && same(t->cue_at[i], cue_at)) return t->ids[i];
    return 0;
}

static bool run_for(onr_db *db, const char *sql, int64_t id)
{
    sqlite3_stmt *s = onr_db_start(db, sql);
    onr_bind_int(db, s, 1, id);
    return onr_db_done(db, s);
}

/* Back to what the model said. */
static bool clear_corrections(onr_store *store, const target *t)
{
    static const char touched[] = "SELECT correction IS NOT NULL FROM attribution WHERE id = ?1";
    static const char speakers[] = "DELETE FROM speaker WHERE document = ?1 AND origin = 1";
    onr_db *db = &store->db;
    int64_t *ids;
    uint32_t count;
    if (!onr_statement_ids(store, t->document, ONR_ORIGIN_PERSON, &ids, &count)) return false;
    for (uint32_t i = 0; i < count; i++)
        if (!onr_statement_delete(store, ids[i], &store->arena)) return false;
    for (uint32_t i = 0; i < t->count; i++) {
        sqlite3_stmt *s = onr_db_start(db, touched);
        onr_bind_int(db, s, 1, t->ids[i]);
        bool reset = onr_db_row(db, s) && sqlite3_column_int64(s, 0) != 0;
        onr_db_end(s);
        if (reset && !onr_statement_set_state(store, t->ids[i], ONR_STATE_SHOWN, 0, &store->arena))
            return false;
    }
    return run_for(db, speakers, t->document);
}

/* The speaker of a corrected statement: the model's, unless somebody has said otherwise. */
static int64_t choose_speaker(onr_store *store, const target *t, int64_t speaker, bool changed,
                              const onr_slice fields[ALL_FIELDS])
{
    onr_slice name = fields[ONR_FIELD_SPEAKER];
    if (!changed && speaker != 0) return speaker;
    if (name.len == 0) return 0;
    onr_entry_speaker said = {.number = ONR_NONE,
                              .entity = ONR_NONE,
                              .named = changed,
                              .name = name,
                              .role = fields[ONR_FIELD_ROLE],
                              .affiliation = fields[ONR_FIELD_AFFILIATION]};
    if (said.role.len == 0) said.role.ptr = NULL;
    if (said.affiliation.len == 0) said.affiliation.ptr = NULL;
    return onr_people_put(&store->db, t->document, ONR_ORIGIN_PERSON, &said, &store->arena);
}

/* What all active corrections of one anchor come to. */
typedef struct verdict {
    int64_t last; /* the correction that decides; 0 for none */
    bool rejected, edited, speaker_changed;
    onr_slice fields[ALL_FIELDS];
    int64_t speaker;
} verdict;

static bool judge(onr_store *store, correction_list *list, uint32_t first, int64_t machine,
                  verdict *v)
{
    *v = (verdict){.last = 0};
    const correction_row *anchor = &list->rows[first];
    for (uint32_t i = first; i < list->count; i++) {
        correction_row *row = &list->rows[i];
        bool mine = row->action != ONR_CORRECT_UNDO &&
                    same(row->content_at, anchor->content_at) && same(row->cue_at, anchor->cue_at);
        if (!mine) continue;
        row->seen = true;
        if (!row->active) continue;
        if (v->last == 0) {
            bool loaded = machine != 0 ? load_fields(store, machine, v->fields, &v->speaker)
                                       : load_changes(store, row->id, v->fields, true);
            if (!loaded) return false;
        }
        v->last = row->id;
        v->rejected = row->action == ONR_CORRECT_REJECT;
        if (row->action != ONR_CORRECT_EDIT) continue;
        onr_slice speaker = v->fields[ONR_FIELD_SPEAKER], role = v->fields[ONR_FIELD_ROLE],
                  affiliation = v->fields[ONR_FIELD_AFFILIATION];
        if (!load_changes(store, row->id, v->fields, false)) return false;
        v->edited = true;
        v->speaker_changed |= !same(speaker, v->fields[ONR_FIELD_SPEAKER]) ||
                              !same(role, v->fields[ONR_FIELD_ROLE]) ||
                              !same(affiliation, v->fields[ONR_FIELD_AFFILIATION]);
    }
    return true;
}

static bool insert_corrected(onr_store *store, target *t, const verdict *v)
{
    onr_db *db = &store->db;
    onr_entry_attribution a;
    if (!make_attribution(store, &t->points, v->fields, &a))
        return onr_db_fail(db, ONR_EFORMAT, "a correction does not fit its text");
    a.number = t->next_number++;
    onr_statement_home home = {
        .document = t->document,
        .speaker = choose_speaker(store, t, v->speaker, v->speaker_changed, v->fields),
        .correction = v->last,
        .origin = ONR_ORIGIN_PERSON,
        .state = ONR_STATE_CONFIRMED};
    int64_t id = onr_statement_insert(db, &home, &a, &store->arena);
    return id != 0 && onr_statement_index(store, id, &store->arena);
}

static bool apply_anchor(onr_store *store, target *t, correction_list *list, uint32_t first)
{
    verdict v;
    int64_t machine = find_anchor(t, list->rows[first].content_at, list->rows[first].cue_at);
    if (!judge(store, list, first, machine, &v)) return false;
    if (v.last == 0) return true;
    bool keep = !v.rejected && !v.edited && machine != 0;
    int state = keep ? ONR_STATE_CONFIRMED : ONR_STATE_HIDDEN;
    if (machine != 0 && !onr_statement_set_state(store, machine, state, v.last, &store->arena))
        return false;
    return keep || v.rejected || insert_corrected(store, t, &v);
}

bool onr_correct_apply(onr_store *store, int64_t document)
{
    correction_list list;
    target t;
    if (!load_list(store, document, &list)) return false;
    if (list.count == 0) return true;
    if (!load_target(store, &t, document) || !clear_corrections(store, &t)) return false;
    for (uint32_t i = 0; i < list.count; i++) {
        if (list.rows[i].seen || list.rows[i].action == ONR_CORRECT_UNDO) continue;
        if (!apply_anchor(store, &t, &list, i)) return false;
    }
    return store->db.status == ONR_OK;
}

/* ---- writing one down ---- */

/* What is corrected: a statement and the places that the model gave it. */
typedef struct anchor {
    int64_t statement;
    int64_t document;
    onr_slice sha256;
    onr_slice content_at, cue_at;
    onr_slice fields[ALL_FIELDS]; /* as shown now */
} anchor;

static bool find_statement(onr_store *store, int64_t id, anchor *out, int64_t *correction)
{
    static const char sql[] =
        "SELECT a.document, d.sha256, a.origin, coalesce(a.correction, 0) FROM attribution a"
        " JOIN document d ON d.id = a.document WHERE a.id = ?1";
    onr_db *db = &store->db;
    sqlite3_stmt *s = onr_db_start(db, sql);
    onr_bind_int(db, s, 1, id);
    bool there = onr_db_row(db, s);
    if (there) {
        out->statement = id;
        out->document = sqlite3_column_int64(s, 0);
        out->sha256 = copy_column(store, s, 1);
        *correction =
            sqlite3_column_int64(s, 2) == ONR_ORIGIN_PERSON ? sqlite3_column_int64(s, 3) : 0;
    }
    onr_db_end(s);
    return there && db->status == ONR_OK;
}

/* A statement that a person made stands at the anchor of the correction that made it. */
static bool anchor_of_correction(onr_store *store, int64_t correction, anchor *out)
{
    static const char sql[] =
        "SELECT content_at, cue_at, text_sha256 FROM correction WHERE id = ?1";
    onr_db *db = &store->db;
    sqlite3_stmt *s = onr_db_start(db, sql);
    onr_bind_int(db, s, 1, correction);
    bool there = onr_db_row(db, s);
    if (there) {
        out->content_at = copy_column(store, s, 0);
        out->cue_at = copy_column(store, s, 1);
        out->sha256 = copy_column(store, s, 2);
    }
    onr_db_end(s);
    return there && db->status == ONR_OK;
}

static bool load_anchor(onr_store *store, int64_t id, anchor *out)
{
    int64_t correction = 0, speaker;
    *out = (anchor){.statement = 0};
    if (!find_statement(store, id, out, &correction)) return false;
    if (!load_fields(store, id, out->fields, &speaker)) return false;
    if (correction != 0) return anchor_of_correction(store, correction, out);
    out->content_at = out->fields[ONR_FIELD_CONTENT];
    out->cue_at = out->fields[ONR_FIELD_CUE];
    return true;
}

static int64_t insert_correction(onr_store *store, const anchor *at, onr_correct_action action,
                                 onr_slice author, onr_slice reason, int64_t undoes)
{
    static const char sql[] =
        "INSERT INTO correction (at, author, reason, action, text_sha256, content_at, cue_at,"
        " undoes) VALUES (strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), ?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    onr_db *db = &store->db;
    sqlite3_stmt *s = onr_db_start(db, sql);
    onr_bind_slice(db, s, 1, author);
    onr_bind_slice(db, s, 2, reason.ptr == NULL ? (onr_slice){"", 0} : reason);
    onr_bind_text(db, s, 3, ACTIONS[action]);
    onr_bind_blob(db, s, 4, at->sha256.ptr, at->sha256.len);
    onr_bind_slice(db, s, 5, at->content_at);
    onr_bind_slice(db, s, 6, at->cue_at);
    if (undoes != 0) onr_bind_int(db, s, 7, undoes);
    return onr_db_done(db, s) ? sqlite3_last_insert_rowid(db->handle) : 0;
}

static bool insert_field(onr_store *store, int64_t correction, int field, onr_slice before,
                         const onr_slice *after)
{
    static const char sql[] =
        "INSERT INTO correction_field (correction, field, before, changed, after)"
        " VALUES (?1, ?2, ?3, ?4, ?5)";
    onr_db *db = &store->db;
    sqlite3_stmt *s = onr_db_start(db, sql);
    onr_bind_int(db, s, 1, correction);
    onr_bind_text(db, s, 2, FIELD_NAMES[field]);
    onr_bind_slice(db, s, 3, before);
    onr_bind_int(db, s, 4, after != NULL);
    if (after != NULL) onr_bind_slice(db, s, 5, *after);
    return onr_db_done(db, s);
}

static int64_t write_correction(onr_store *store, const anchor *at, const onr_correction *c)
{
    bool edit = c->action == ONR_CORRECT_EDIT;
    int64_t id = insert_correction(store, at, c->action, c->author, c->reason, 0);
    if (id == 0) return 0;
    for (int field = 0; field < ALL_FIELDS; field++) {
        bool changed = edit && field < ONR_FIELD_COUNT && c->fields[field].ptr != NULL;
        if (!insert_field(store, id, field, at->fields[field],
                          changed ? &c->fields[field] : NULL))
            return 0;
    }
    return id;
}

/* The edited statement must be one: known words, places within the text. */
static onr_status check_edit(onr_store *store, const anchor *at, const onr_correction *c,
                             onr_error *err)
{
    onr_slice fields[ALL_FIELDS], text;
    onr_points points;
    onr_entry_attribution ignored;
    bool any = false;
    memcpy(fields, at->fields, sizeof fields);
    for (int i = 0; i < ONR_FIELD_COUNT; i++) {
        if (c->fields[i].ptr == NULL) continue;
        fields[i] = c->fields[i];
        any = true;
    }
    if (!any) return onr_fail(err, ONR_EUSAGE, "an edit needs something to change");
    if (find_word(fields[ONR_FIELD_FORM], FORMS, 3) < 0)
        return onr_fail(err, ONR_EUSAGE, "a form is direct, indirect or mixed");
    if (find_word(fields[ONR_FIELD_ACT], ACTS, 4) < 0)
        return onr_fail(err, ONR_EUSAGE, "an act is speech, writing, thought or intent");
    if (!same_text(fields[ONR_FIELD_NEGATED], "true") &&
        !same_text(fields[ONR_FIELD_NEGATED], "false"))
        return onr_fail(err, ONR_EUSAGE, "negated is true or false");
    if (!onr_text_load(&store->db, at->document, &text, &store->arena) || text.ptr == NULL ||
        !onr_points_init(&points, text, &store->arena))
        return onr_fail(err, ONR_EFORMAT, "the text of the document cannot be read");
    if (!make_attribution(store, &points, fields, &ignored))
        return onr_fail(err, ONR_EUSAGE,
                        "places are like '16-24 30-41', in order, within the text of %u "
                        "characters; a statement needs content",
                        (unsigned)points.count);
    return ONR_OK;
}

/* Lay the corrections over every document that has the text. */
static bool apply_to_text(onr_store *store, onr_slice sha256)
{
    static const char sql[] =
        "SELECT id FROM document WHERE substr(sha256, 1, 8) = substr(?1, 1, 8)"
        " AND sha256 = ?1 AND id > ?2 ORDER BY id LIMIT 1";
    onr_db *db = &store->db;
    int64_t document = 0;
    for (;;) {
        sqlite3_stmt *s = onr_db_start(db, sql);
        onr_bind_blob(db, s, 1, sha256.ptr, sha256.len);
        onr_bind_int(db, s, 2, document);
        document = onr_db_row(db, s) ? sqlite3_column_int64(s, 0) : 0;
        onr_db_end(s);
        if (document == 0) return db->status == ONR_OK;
        if (!onr_voices_discount(db, document) || !onr_correct_apply(store, document) ||
            !onr_voices_count(db, document))
            return false;
    }
}

/* The id under which the statement of an anchor is shown in its document, or 0. */
static int64_t shown_id(onr_store *store, int64_t correction, int64_t document)
{
    static const char sql[] =
        "SELECT id FROM attribution WHERE document = ?1 AND correction = ?2 AND state < 2";
    onr_db *db = &store->db;
    sqlite3_stmt *s = onr_db_start(db, sql);
    onr_bind_int(db, s, 1, document);
    onr_bind_int(db, s, 2, correction);
    int64_t id = onr_db_row(db, s) ? sqlite3_column_int64(s, 0) : 0;
    onr_db_end(s);
    return id;
}

static onr_status finish(onr_store *store, onr_status status, onr_error *err)
{
    if (status != ONR_OK) {
        onr_store_rollback(store);
        return status;
    }
    onr_store_commit(store);
    return onr_db_status(&store->db, err);
}

static onr_status correct(onr_store *store, int64_t statement, const onr_correction *c,
                          uint64_t *number, uint64_t *now, onr_error *err)
{
    anchor at;
    bool there = load_anchor(store, statement, &at);
    if (store->db.status != ONR_OK) return onr_db_status(&store->db, err);
    if (!there)
        return onr_fail(err, ONR_EUSAGE, "no statement %lld in the store", (long long)statement);
    if (c->action == ONR_CORRECT_EDIT) {
        onr_status status = check_edit(store, &at, c, err);
        if (status != ONR_OK) return status;
    }
    int64_t id = write_correction(store, &at, c);
    if (id != 0) apply_to_text(store, at.sha256);
    if (number != NULL) *number = (uint64_t)id;
    if (now != NULL) *now = (uint64_t)shown_id(store, id, at.document);
    return onr_db_status(&store->db, err);
}

onr_status onr_store_correct(onr_store *store, uint64_t statement, const onr_correction *c,
                             uint64_t *number, uint64_t *now, onr_error *err)
{
    if (c->author.len == 0) return onr_fail(err, ONR_EUSAGE, "a correction needs an author");
    if (c->action > ONR_CORRECT_EDIT)
        return onr_fail(err, ONR_EUSAGE, "an unknown kind of correction");
    onr_db_clear(&store->db);
    onr_arena_reset(&store->arena);
    if (!onr_store_begin(store)) return onr_db_status(&store->db, err);
    return finish(store, correct(store, (int64_t)statement, c, number, now, err), err);
}

static onr_status undo(onr_store *store, int64_t number, onr_slice author, onr_slice reason,
                       uint64_t *out, onr_error *err)
{
    anchor at = {.statement = 0};
    bool there = anchor_of_correction(store, number, &at);
    if (store->db.status != ONR_OK) return onr_db_status(&store->db, err);
    if (!there)
        return onr_fail(err, ONR_EUSAGE, "no correction %lld in the store", (long long)number);
    int64_t id = insert_correction(store, &at, ONR_CORRECT_UNDO, author, reason, number);
    if (id != 0) apply_to_text(store, at.sha256);
    if (out != NULL) *out = (uint64_t)id;
    return onr_db_status(&store->db, err);
}

onr_status onr_store_undo(onr_store *store, uint64_t number, onr_slice author, onr_slice reason,
                          uint64_t *out, onr_error *err)
{
    if (author.len == 0) return onr_fail(err, ONR_EUSAGE, "a correction needs an author");
    onr_db_clear(&store->db);
    onr_arena_reset(&store->arena);
    if (!onr_store_begin(store)) return onr_db_status(&store->db, err);
    return finish(store, undo(store, (int64_t)number, author, reason, out, err), err);
}
