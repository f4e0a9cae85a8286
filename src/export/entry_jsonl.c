/*
 * entry_jsonl.c - a stored document as a record of schema onrecord/1 again.
 *
 * The members are those that `onrecord read` prints, in an order of their own where the store keeps
 * members it does not know.
 */
#include <string.h>

#include "export/export.h"

static void put_key(onr_writer *w, const char *key, onr_slice value)
{
    onr_put_text(w, key);
    onr_put_json_or_null(w, value);
}

static void put_raw(onr_writer *w, const char *key, onr_slice json)
{
    onr_put_text(w, key);
    if (json.ptr == NULL)
        onr_put_text(w, "null");
    else
        onr_put_slice(w, json);
}

static void put_extra(onr_writer *w, onr_slice extra)
{
    if (extra.len == 0) return;
    onr_put_char(w, ',');
    onr_put_slice(w, extra);
}

static void put_index(onr_writer *w, const char *key, uint32_t value)
{
    onr_put_text(w, key);
    if (value == ONR_NONE)
        onr_put_text(w, "null");
    else
        onr_put_unsigned(w, value);
}

static void put_model(onr_writer *w, const onr_entry *e)
{
    if (e->model_sha256.ptr == NULL) {
        onr_put_text(w, ",\"model\":null");
        return;
    }
    put_key(w, ",\"model\":{\"name\":", e->model_name);
    put_key(w, ",\"version\":", e->model_version);
    put_key(w, ",\"sha256\":", e->model_sha256);
    onr_put_char(w, '}');
}

void onr_put_places(onr_writer *w, const onr_place *places, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        onr_put_text(w, i > 0 ? ",[" : "[");
        onr_put_unsigned(w, places[i].begin);
        onr_put_char(w, ',');
        onr_put_unsigned(w, places[i].end);
        onr_put_char(w, ']');
    }
}

static void put_part(onr_writer *w, const char *key, const onr_entry_part *part,
                     const onr_slice *lemma)
{
    onr_put_text(w, key);
    if (part->count == 0) {
        onr_put_text(w, "null");
        return;
    }
    onr_put_text(w, "{\"spans\":[");
    onr_put_places(w, part->places, part->count);
    onr_put_text(w, "],\"text\":");
    onr_put_json_repaired(w, part->text);
    if (lemma != NULL) put_key(w, ",\"lemma\":", *lemma);
    onr_put_char(w, '}');
}

static bool has_member(onr_slice extra, const char *name)
{
    return extra.len > 0 && memmem(extra.ptr, extra.len, name, strlen(name)) != NULL;
}

/* Members that a record always has, null where they are not known. */
static void put_nulls(onr_writer *w, onr_slice extra)
{
    static const char *const names[] = {"\"addressee\":", "\"time\":", "\"place\":",
                                        "\"occasion\":"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (has_member(extra, names[i])) continue;
        onr_put_char(w, ',');
        onr_put_text(w, names[i]);
        onr_put_text(w, "null");
    }
}

static void put_number(onr_writer *w, const char *key, int64_t number)
{
    onr_put_text(w, key);
    if (number <= 0)
        onr_put_text(w, "null");
    else
        onr_put_unsigned(w, (uint64_t)number);
}

/* `statement` and `family` are NULL where the numbers of the store are not wanted. */
static void put_attribution(onr_writer *w, const onr_entry_attribution *a, uint8_t reviewed,
                            const int64_t *statement, const int64_t *family)
{
    put_index(w, "{\"id\":", a->number);
    if (statement != NULL) put_number(w, ",\"statement\":", *statement);
    if (family != NULL) put_number(w, ",\"family\":", *family);
    onr_put_text(w, ",\"form\":\"");
    onr_put_text(w, onr_form_name(a->form));
    onr_put_text(w, "\",\"act\":\"");
    onr_put_text(w, onr_act_name(a->act));
    put_part(w, "\",\"source\":", &a->parts[ONR_SOURCE], NULL);
    put_index(w, ",\"speaker\":", a->speaker);
    if (a->speaker_thousandths != ONR_NONE) {
        onr_put_text(w, ",\"speaker_confidence\":");
        onr_put_thousandths(w, a->speaker_thousandths);
    }
    put_part(w, ",\"cue\":", &a->parts[ONR_CUE], &a->lemma);
    put_part(w, ",\"content\":", &a->parts[ONR_CONTENT], NULL);
    put_nulls(w, a->extra);
    onr_put_text(w, a->negated ? ",\"negated\":true" : ",\"negated\":false");
    put_index(w, ",\"parent\":", a->parent);
    onr_put_text(w, ",\"confidence\":");
    onr_put_thousandths(w, a->thousandths);
    if (reviewed == 1) onr_put_text(w, ",\"reviewed\":\"confirmed\"");
    if (reviewed == 2) onr_put_text(w, ",\"reviewed\":\"edited\"");
    if (reviewed == 0 && statement != NULL) onr_put_text(w, ",\"reviewed\":null");
    put_extra(w, a->extra);
    onr_put_char(w, '}');
}

static void put_speaker(onr_writer *w, const onr_entry_speaker *s, const int64_t *person)
{
    put_index(w, "{\"id\":", s->number);
    if (person != NULL) put_number(w, ",\"person\":", *person);
    put_key(w, ",\"name\":", s->name);
    put_key(w, ",\"kind\":", s->kind);
    onr_put_text(w, s->named ? ",\"named\":true" : ",\"named\":false");
    put_key(w, ",\"role\":", s->role);
    put_key(w, ",\"affiliation\":", s->affiliation);
    put_index(w, ",\"entity\":", s->entity);
    put_raw(w, ",\"mentions\":", s->mentions.ptr == NULL ? (onr_slice){"[]", 2} : s->mentions);
    put_extra(w, s->extra);
    onr_put_char(w, '}');
}

static void put_entity(onr_writer *w, const onr_entry_entity *n)
{
    put_index(w, "{\"id\":", n->number);
    put_key(w, ",\"name\":", n->name);
    put_key(w, ",\"type\":", n->type);
    put_raw(w, ",\"mentions\":", n->mentions);
    if (n->roles.ptr != NULL) put_raw(w, ",\"roles\":", n->roles);
    if (n->affiliations.ptr != NULL) put_raw(w, ",\"affiliations\":", n->affiliations);
    put_extra(w, n->extra);
    onr_put_char(w, '}');
}

static void put_warning(onr_writer *w, const onr_entry_warning *warning)
{
    put_key(w, "{\"kind\":", warning->kind);
    onr_put_text(w, ",\"span\":");
    onr_put_places(w, &warning->place, 1);
    put_key(w, ",\"text\":", warning->text);
    put_key(w, ",\"why\":", warning->why);
    onr_put_char(w, '}');
}

static void put_head(onr_writer *w, const onr_entry *e)
{
    put_key(w, "{\"schema\":\"onrecord/1\",\"id\":", e->id);
    put_key(w, ",\"text\":", e->text);
    put_key(w, ",\"sha256\":", e->sha256);
    put_model(w, e);
    put_key(w, ",\"title\":", e->title);
    put_raw(w, ",\"byline\":", e->byline);
    put_key(w, ",\"published\":", e->published);
    put_key(w, ",\"modified\":", e->modified);
    put_key(w, ",\"url\":", e->url);
    put_key(w, ",\"site\":", e->site);
    put_key(w, ",\"section\":", e->section);
    put_key(w, ",\"language\":", e->language);
    put_extra(w, e->extra);
}

/* `open` and the items, unless there are none and the list is not always there. */
#define PUT_LIST(w, open, count, put)                                                              \
    do {                                                                                           \
        onr_put_text(w, open);                                                                     \
        for (uint32_t i = 0; i < (count) && !(w)->failed; i++) {                                   \
            if (i > 0) onr_put_char(w, ',');                                                       \
            put;                                                                                   \
        }                                                                                          \
        onr_put_char(w, ']');                                                                      \
    } while (0)

static void put_record(onr_writer *w, const onr_entry *e, const onr_loaded *loaded,
                       const onr_numbers *n)
{
    put_head(w, e);
    if (n != NULL) put_number(w, ",\"number\":", (int64_t)n->document);
    if (e->entity_count > 0)
        PUT_LIST(w, ",\"entities\":[", e->entity_count, put_entity(w, &e->entities[i]));
    if (e->speaker_count > 0 || n != NULL)
        PUT_LIST(w, ",\"speakers\":[", e->speaker_count,
                 put_speaker(w, &e->speakers[i], n == NULL ? NULL : &n->persons[i]));
    PUT_LIST(w, ",\"attributions\":[", e->attribution_count,
             put_attribution(w, &e->attributions[i], loaded->reviewed[i],
                             n == NULL ? NULL : &loaded->ids[i],
                             n == NULL ? NULL : &n->families[i]));
    PUT_LIST(w, ",\"warnings\":[", e->warning_count, put_warning(w, &e->warnings[i]));
    onr_put_text(w, "}\n");
}

void onr_entry_jsonl(onr_writer *w, const onr_entry *e, const onr_loaded *loaded)
{
    put_record(w, e, loaded, NULL);
}

void onr_entry_numbered(onr_writer *w, const onr_entry *e, const onr_loaded *loaded,
                        const onr_numbers *numbers)
{
    put_record(w, e, loaded, numbers);
}
