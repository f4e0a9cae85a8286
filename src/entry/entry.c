/*
 * entry.c - the parser of records. Known members go by tables, all others into the extras.
 */
#include "entry/entry.h"

#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/json.h"
#include "base/utf8.h"

/* What the parsing functions share. */
typedef struct parser {
    onr_json json;
    onr_entry *entry;
    onr_writer extras;
} parser;

static bool is(onr_slice key, const char *name)
{
    size_t len = strlen(name);
    return key.len == len && memcmp(key.ptr, name, len) == 0;
}

static bool bad(parser *p, const char *problem)
{
    return onr_json_fail(&p->json, ONR_EFORMAT, p->json.at_byte, problem);
}

static bool no_memory(parser *p)
{
    return onr_json_fail(&p->json, ONR_ENOMEM, p->json.at_byte, "out of memory");
}

static bool is_null(parser *p)
{
    return onr_json_peek(&p->json) == ONR_JSON_NULL && onr_json_skip(&p->json);
}

/* A string, or null for "absent". */
static bool take_string(parser *p, onr_slice *out)
{
    *out = (onr_slice){NULL, 0};
    return is_null(p) || onr_json_string(&p->json, out);
}

/* Any value as it is written; absent for null. */
static bool take_raw(parser *p, onr_slice *out)
{
    *out = (onr_slice){NULL, 0};
    if (is_null(p)) return true;
    size_t start = p->json.at_byte;
    if (!onr_json_skip(&p->json)) return false;
    *out = (onr_slice){p->json.text.ptr + start, p->json.at_byte - start};
    return true;
}

static bool take_unsigned(parser *p, uint32_t *out)
{
    onr_slice digits;
    uint64_t value = 0;
    if (!onr_json_number(&p->json, &digits)) return false;
    for (size_t i = 0; i < digits.len; i++) {
        if (digits.ptr[i] < '0' || digits.ptr[i] > '9') return bad(p, "a whole number is expected");
        value = value * 10 + (uint64_t)(digits.ptr[i] - '0');
        if (value >= ONR_NONE) return bad(p, "a number is too large");
    }
    *out = (uint32_t)value;
    return true;
}

/* A number or null, which is ONR_NONE. */
static bool take_index(parser *p, uint32_t *out)
{
    *out = ONR_NONE;
    return is_null(p) || take_unsigned(p, out);
}

static bool take_bool(parser *p, bool *out)
{
    if (onr_json_peek(&p->json) != ONR_JSON_BOOL) return bad(p, "true or false is expected");
    *out = p->json.text.ptr[p->json.at_byte] == 't';
    return onr_json_skip(&p->json);
}

/* A number from 0 to 1 as thousandths, halves up, without the locale of strtod. Exponents are what
 * nobody writes here; they are refused. */
static bool take_thousandths(parser *p, uint32_t *out)
{
    onr_slice n;
    uint32_t value = 0, places = 0;
    bool point = false;
    if (!onr_json_number(&p->json, &n)) return false;
    for (size_t i = 0; i < n.len && places < 4; i++) {
        if (n.ptr[i] == '.') {
            point = true;
        } else if (n.ptr[i] < '0' || n.ptr[i] > '9' || value > 10000) {
            return bad(p, "a confidence is not between 0 and 1");
        } else {
            value = value * 10 + (uint32_t)(n.ptr[i] - '0');
            places += point;
        }
    }
    if (memchr(n.ptr, 'e', n.len) != NULL || memchr(n.ptr, 'E', n.len) != NULL || value > 10000)
        return bad(p, "a confidence is not between 0 and 1");
    for (; places < 4; places++) value *= 10;
    *out = (value + 5) / 10;
    return value <= 10000 || bad(p, "a confidence is not between 0 and 1");
}

/* One of the words of a table; its index. */
static bool take_word(parser *p, uint8_t *out, const char *const *words, uint8_t count)
{
    onr_slice word;
    if (!onr_json_string(&p->json, &word)) return false;
    for (uint8_t i = 0; i < count; i++) {
        if (!is(word, words[i])) continue;
        *out = i;
        return true;
    }
    return bad(p, "an unknown word stands for a form or an act");
}

/* Keep a member that nobody here knows. Extras that are being gathered are offsets in the buffer,
 * because it moves; onr_entry_parse() turns them into pointers. */
static bool keep_extra(parser *p, onr_slice key, onr_slice *extra)
{
    onr_slice raw;
    if (!take_raw(p, &raw)) return false;
    if (raw.ptr == NULL) return true;
    size_t at = p->entry->extras.len;
    if (extra->len == 0)
        extra->ptr = NULL;
    else
        onr_put_char(&p->extras, ',');
    onr_put_json(&p->extras, key);
    onr_put_char(&p->extras, ':');
    onr_put_slice(&p->extras, raw);
    if (p->extras.failed) return no_memory(p);
    extra->len += p->entry->extras.len - at;
    return true;
}

/* After the last member of an object: where in the buffer its extras begin. They were written one
 * after the other, nothing else in between. */
static void seal_extra(parser *p, onr_slice *extra)
{
    if (extra->len > 0) extra->ptr = (const char *)(p->entry->extras.len - extra->len);
}

static void resolve_extra(const onr_entry *entry, onr_slice *extra)
{
    if (extra->len > 0) extra->ptr = entry->extras.ptr + (size_t)extra->ptr;
}

#define GROW(p, array, count, capacity)                                                            \
    (((count) < ONR_ENTRY_MAX_ITEMS && onr_grow((p)->entry->alloc, &(array), &(capacity),          \
                                                (uint64_t)(count) + 1, sizeof *(array))) ||        \
     no_memory(p))

static bool take_place(parser *p, onr_place *out)
{
    bool two = onr_json_array(&p->json) && onr_json_element(&p->json) &&
               take_unsigned(p, &out->begin) && onr_json_element(&p->json) &&
               take_unsigned(p, &out->end);
    if (!two) return bad(p, "a place is two numbers");
    if (onr_json_element(&p->json)) return bad(p, "a place is two numbers");
    return p->json.status == ONR_OK;
}

static bool take_places(parser *p, onr_entry_part *part)
{
    if (!onr_json_array(&p->json)) return false;
    onr_place places[16];
    uint32_t in_hand = 0;
    while (onr_json_element(&p->json)) {
        if (in_hand == sizeof places / sizeof *places || part->count + in_hand == UINT16_MAX)
            return bad(p, "a passage has too many pieces");
        if (!take_place(p, &places[in_hand])) return false;
        in_hand++;
    }
    if (p->json.status != ONR_OK) return false;
    part->places = onr_arena_array(&p->entry->arena, in_hand, sizeof *places);
    if (part->places == NULL) return no_memory(p);
    if (in_hand > 0) memcpy(part->places, places, in_hand * sizeof *places);
    part->count = in_hand;
    return true;
}

static bool take_part(parser *p, onr_entry_part *part, onr_slice *lemma)
{
    onr_slice key;
    if (is_null(p)) return true;
    if (!onr_json_object(&p->json)) return false;
    while (onr_json_member(&p->json, &key)) {
        bool ok;
        if (is(key, "spans"))
            ok = take_places(p, part);
        else if (is(key, "text"))
            ok = take_string(p, &part->text);
        else if (lemma != NULL && is(key, "lemma"))
            ok = take_string(p, lemma);
        else
            ok = onr_json_skip(&p->json);
        if (!ok) return false;
    }
    return p->json.status == ONR_OK;
}

static bool take_attribution_member(parser *p, onr_entry_attribution *a, onr_slice key)
{
    static const char *const forms[] = {"indirect", "mixed", "direct"};
    static const char *const acts[] = {"speech", "writing", "thought", "intent"};
    if (is(key, "id")) return take_unsigned(p, &a->number);
    if (is(key, "form")) return take_word(p, &a->form, forms, 3);
    if (is(key, "act")) return take_word(p, &a->act, acts, 4);
    if (is(key, "source")) return take_part(p, &a->parts[ONR_SOURCE], NULL);
    if (is(key, "cue")) return take_part(p, &a->parts[ONR_CUE], &a->lemma);
    if (is(key, "content")) return take_part(p, &a->parts[ONR_CONTENT], NULL);
    if (is(key, "speaker")) return take_index(p, &a->speaker);
    if (is(key, "negated")) return take_bool(p, &a->negated);
    if (is(key, "parent")) return take_index(p, &a->parent);
    if (is(key, "confidence")) return take_thousandths(p, &a->thousandths);
    if (is(key, "speaker_confidence"))
        return is_null(p) || take_thousandths(p, &a->speaker_thousandths);
    return keep_extra(p, key, &a->extra);
}

static bool take_attribution(parser *p)
{
    onr_entry *e = p->entry;
    onr_slice key;
    if (!GROW(p, e->attributions, e->attribution_count, e->attribution_capacity)) return false;
    onr_entry_attribution *a = &e->attributions[e->attribution_count++];
    *a = (onr_entry_attribution){.number = ONR_NONE,
                                 .parent = ONR_NONE,
                                 .speaker = ONR_NONE,
                                 .speaker_thousandths = ONR_NONE};
    if (!onr_json_object(&p->json)) return false;
    while (onr_json_member(&p->json, &key))
        if (!take_attribution_member(p, a, key)) return false;
    seal_extra(p, &a->extra);
    if (p->json.status != ONR_OK) return false;
    return a->number != ONR_NONE || bad(p, "an attribution has no id");
}

static bool take_speaker_member(parser *p, onr_entry_speaker *s, onr_slice key)
{
    if (is(key, "id")) return take_unsigned(p, &s->number);
    if (is(key, "name")) return take_string(p, &s->name);
    if (is(key, "kind")) return take_string(p, &s->kind);
    if (is(key, "named")) return take_bool(p, &s->named);
    if (is(key, "role")) return take_string(p, &s->role);
    if (is(key, "affiliation")) return take_string(p, &s->affiliation);
    if (is(key, "entity")) return take_index(p, &s->entity);
    if (is(key, "mentions")) return take_raw(p, &s->mentions);
    return keep_extra(p, key, &s->extra);
}

static bool take_speaker(parser *p)
{
    onr_entry *e = p->entry;
    onr_slice key;
    if (!GROW(p, e->speakers, e->speaker_count, e->speaker_capacity)) return false;
    onr_entry_speaker *s = &e->speakers[e->speaker_count++];
    *s = (onr_entry_speaker){.number = ONR_NONE, .entity = ONR_NONE};
    if (!onr_json_object(&p->json)) return false;
    while (onr_json_member(&p->json, &key))
        if (!take_speaker_member(p, s, key)) return false;
    seal_extra(p, &s->extra);
    if (p->json.status != ONR_OK) return false;
    return s->number != ONR_NONE || bad(p, "a speaker has no id");
}

static bool take_entity_member(parser *p, onr_entry_entity *n, onr_slice key)
{
    if (is(key, "id")) return take_unsigned(p, &n->number);
    if (is(key, "name")) return take_string(p, &n->name);
    if (is(key, "type")) return take_string(p, &n->type);
    if (is(key, "mentions")) return take_raw(p, &n->mentions);
    if (is(key, "roles")) return take_raw(p, &n->roles);
    if (is(key, "affiliations")) return take_raw(p, &n->affiliations);
    return keep_extra(p, key, &n->extra);
}

static bool take_entity(parser *p)
{
    onr_entry *e = p->entry;
    onr_slice key;
    if (!GROW(p, e->entities, e->entity_count, e->entity_capacity)) return false;
    onr_entry_entity *n = &e->entities[e->entity_count++];
    *n = (onr_entry_entity){.number = ONR_NONE};
    if (!onr_json_object(&p->json)) return false;
    while (onr_json_member(&p->json, &key))
        if (!take_entity_member(p, n, key)) return false;
    seal_extra(p, &n->extra);
    if (p->json.status != ONR_OK) return false;
    return n->number != ONR_NONE || bad(p, "an entity has no id");
}

static bool take_warning_member(parser *p, onr_entry_warning *w, onr_slice key)
{
    if (is(key, "kind")) return take_string(p, &w->kind);
    if (is(key, "span")) return take_place(p, &w->place);
    if (is(key, "text")) return take_string(p, &w->text);
    if (is(key, "why")) return take_string(p, &w->why);
    return onr_json_skip(&p->json);
}

static bool take_warning(parser *p)
{
    onr_entry *e = p->entry;
    onr_slice key;
    if (!GROW(p, e->warnings, e->warning_count, e->warning_capacity)) return false;
    onr_entry_warning *w = &e->warnings[e->warning_count++];
    *w = (onr_entry_warning){.kind = {"", 0}};
    if (!onr_json_object(&p->json)) return false;
    while (onr_json_member(&p->json, &key))
        if (!take_warning_member(p, w, key)) return false;
    return p->json.status == ONR_OK;
}

/* Null or a list, each element through `take`. */
static bool take_list(parser *p, bool (*take)(parser *))
{
    if (is_null(p)) return true;
    if (!onr_json_array(&p->json)) return false;
    while (onr_json_element(&p->json))
        if (!take(p)) return false;
    return p->json.status == ONR_OK;
}

static bool take_model(parser *p)
{
    onr_entry *e = p->entry;
    onr_slice key;
    if (is_null(p)) return true;
    if (!onr_json_object(&p->json)) return false;
    while (onr_json_member(&p->json, &key)) {
        bool ok;
        if (is(key, "name"))
            ok = take_string(p, &e->model_name);
        else if (is(key, "version"))
            ok = take_string(p, &e->model_version);
        else if (is(key, "sha256"))
            ok = take_string(p, &e->model_sha256);
        else
            ok = onr_json_skip(&p->json);
        if (!ok) return false;
    }
    return p->json.status == ONR_OK;
}

static const struct string_member {
    const char *name;
    size_t offset;
} STRINGS[] = {
    {"id", offsetof(onr_entry, id)},
    {"text", offsetof(onr_entry, text)},
    {"sha256", offsetof(onr_entry, sha256)},
    {"title", offsetof(onr_entry, title)},
    {"url", offsetof(onr_entry, url)},
    {"published", offsetof(onr_entry, published)},
    {"modified", offsetof(onr_entry, modified)},
    {"site", offsetof(onr_entry, site)},
    {"language", offsetof(onr_entry, language)},
    {"section", offsetof(onr_entry, section)},
};

static const struct list_member {
    const char *name;
    bool (*take)(parser *);
} LISTS[] = {
    {"attributions", take_attribution},
    {"speakers", take_speaker},
    {"entities", take_entity},
    {"warnings", take_warning},
};

static bool take_schema(parser *p, bool *known)
{
    onr_slice schema;
    if (!onr_json_string(&p->json, &schema)) return false;
    *known = is(schema, "onrecord/1");
    return true;
}

static bool take_member(parser *p, onr_slice key, bool *known)
{
    if (is(key, "schema")) return take_schema(p, known);
    if (is(key, "model")) return take_model(p);
    if (is(key, "byline")) return take_raw(p, &p->entry->byline);
    for (size_t i = 0; i < sizeof STRINGS / sizeof *STRINGS; i++)
        if (is(key, STRINGS[i].name))
            return take_string(p, (onr_slice *)(void *)((char *)p->entry + STRINGS[i].offset));
    for (size_t i = 0; i < sizeof LISTS / sizeof *LISTS; i++)
        if (is(key, LISTS[i].name)) return take_list(p, LISTS[i].take);
    return keep_extra(p, key, &p->entry->extra);
}

static void resolve_extras(onr_entry *e)
{
    for (uint32_t i = 0; i < e->attribution_count; i++) resolve_extra(e, &e->attributions[i].extra);
    for (uint32_t i = 0; i < e->speaker_count; i++) resolve_extra(e, &e->speakers[i].extra);
    for (uint32_t i = 0; i < e->entity_count; i++) resolve_extra(e, &e->entities[i].extra);
}

void onr_entry_clear(onr_entry *e)
{
    onr_entry kept = *e;
    onr_arena_reset(&kept.arena);
    kept.extras.len = 0;
    *e = (onr_entry){.alloc = kept.alloc,
                     .arena = kept.arena,
                     .extras = kept.extras,
                     .attributions = kept.attributions,
                     .attribution_capacity = kept.attribution_capacity,
                     .speakers = kept.speakers,
                     .speaker_capacity = kept.speaker_capacity,
                     .entities = kept.entities,
                     .entity_capacity = kept.entity_capacity,
                     .warnings = kept.warnings,
                     .warning_capacity = kept.warning_capacity};
}

void onr_entry_init(onr_entry *entry, const onr_alloc *alloc)
{
    *entry = (onr_entry){.alloc = alloc, .extras = {.alloc = alloc}};
    onr_arena_init(&entry->arena, alloc);
}

void onr_entry_deinit(onr_entry *e)
{
    onr_release(e->alloc, e->attributions, e->attribution_capacity * sizeof *e->attributions);
    onr_release(e->alloc, e->speakers, e->speaker_capacity * sizeof *e->speakers);
    onr_release(e->alloc, e->entities, e->entity_capacity * sizeof *e->entities);
    onr_release(e->alloc, e->warnings, e->warning_capacity * sizeof *e->warnings);
    onr_buffer_free(&e->extras);
    onr_arena_deinit(&e->arena);
}

/* The extras of the record itself are gathered aside: lists write extras too, and each run of them
 * must lie together. */
static bool parse_all(parser *p, bool *known)
{
    onr_slice key;
    onr_entry *e = p->entry;
    if (!onr_json_object(&p->json)) return false;
    onr_buffer others = {.alloc = e->alloc};
    onr_writer w = onr_writer_start(&others);
    bool ok = true;
    while (ok && onr_json_member(&p->json, &key)) {
        size_t before = e->extras.len;
        ok = take_member(p, key, known);
        if (!ok || e->extra.len == 0) continue;
        /* take_member() put one unknown member there: move it aside. */
        if (others.len > 0) onr_put_char(&w, ',');
        onr_put_bytes(&w, e->extras.ptr + before, e->extras.len - before);
        e->extras.len = before;
        e->extra.len = 0;
    }
    if (ok && others.len > 0) {
        char *copy = onr_arena_take(&e->arena, others.len);
        if (copy != NULL) memcpy(copy, others.ptr, others.len);
        if (copy == NULL || w.failed)
            no_memory(p);
        else
            e->extra = (onr_slice){copy, others.len};
    }
    onr_buffer_free(&others);
    return ok && onr_json_finish(&p->json);
}

onr_status onr_entry_parse(onr_entry *e, onr_slice line, onr_error *err)
{
    bool known = false;
    onr_entry_clear(e);
    if (onr_utf8_valid_prefix(line.ptr, line.len) != line.len)
        return onr_fail(err, ONR_EFORMAT, "a record is not UTF-8");
    parser p = {.entry = e, .extras = onr_writer_start(&e->extras)};
    onr_json_init(&p.json, line, &e->arena);
    if (!parse_all(&p, &known)) {
        if (p.json.status == ONR_ENOMEM) return onr_fail_memory(err);
        return onr_fail(err, p.json.status, "no record: %s at byte %zu", p.json.problem,
                        p.json.problem_byte + 1);
    }
    if (!known) return onr_fail(err, ONR_EFORMAT, "no record of schema onrecord/1");
    if (e->text.ptr == NULL) return onr_fail(err, ONR_EFORMAT, "a record has no text");
    resolve_extras(e);
    if (!onr_points_init(&e->points, e->text, &e->arena)) return onr_fail_memory(err);
    return ONR_OK;
}
