/*
 * entry_other.c - a stored document's statements as rows of a table, and as Web Annotations (W3C
 * Recommendation, 23 February 2017).
 */
#include <string.h>

#include "export/export.h"

static onr_slice speaker_name(const onr_entry *e, const onr_entry_attribution *a,
                              const onr_entry_speaker **speaker)
{
    *speaker = onr_entry_find_speaker(e, a->speaker);
    if (*speaker != NULL) return (*speaker)->name;
    return a->parts[ONR_SOURCE].count > 0 ? a->parts[ONR_SOURCE].text : (onr_slice){NULL, 0};
}

void onr_entry_csv(onr_writer *w, const onr_entry *e, const onr_loaded *loaded)
{
    static const char *const reviews[] = {"", "confirmed", "edited"};
    for (uint32_t i = 0; i < e->attribution_count && !w->failed; i++) {
        const onr_entry_attribution *a = &e->attributions[i];
        const onr_entry_speaker *speaker;
        const char *review = reviews[loaded->reviewed[i]];
        onr_hit hit = {.statement = (uint64_t)loaded->ids[i],
                       .document = loaded->document,
                       .document_name = e->id,
                       .title = e->title,
                       .url = e->url,
                       .outlet = onr_entry_outlet(e),
                       .published = e->published,
                       .speaker = speaker_name(e, a, &speaker),
                       .source = a->parts[ONR_SOURCE].text,
                       .cue = a->parts[ONR_CUE].text,
                       .lemma = a->lemma,
                       .content = a->parts[ONR_CONTENT].text,
                       .form = (onr_form)a->form,
                       .act = (onr_act)a->act,
                       .negated = a->negated,
                       .thousandths = a->thousandths,
                       .reviewed = {review, strlen(review)}};
        if (speaker != NULL) {
            hit.role = speaker->role;
            hit.affiliation = speaker->affiliation;
        }
        onr_hit_csv(w, &hit);
    }
}

/* Where it was published, or else what names the text whatever it is called. */
static void put_source(onr_writer *w, const onr_entry *e)
{
    onr_put_text(w, "\"source\":");
    if (e->url.len > 0) {
        onr_put_json_repaired(w, e->url);
        return;
    }
    onr_put_text(w, "\"urn:sha256:");
    onr_put_slice(w, e->sha256);
    onr_put_char(w, '"');
}

enum { AROUND = 32 }; /* code points of prefix and suffix */

static void put_target(onr_writer *w, const onr_entry *e, onr_place place)
{
    uint32_t before = place.begin > AROUND ? place.begin - AROUND : 0;
    onr_put_char(w, '{');
    put_source(w, e);
    onr_put_text(w, ",\"selector\":[{\"type\":\"TextPositionSelector\",\"start\":");
    onr_put_unsigned(w, place.begin);
    onr_put_text(w, ",\"end\":");
    onr_put_unsigned(w, place.end);
    onr_put_text(w, "},{\"type\":\"TextQuoteSelector\",\"exact\":");
    onr_put_json(w, onr_points_piece(&e->points, place.begin, place.end));
    onr_put_text(w, ",\"prefix\":");
    onr_put_json(w, onr_points_piece(&e->points, before, place.begin));
    onr_put_text(w, ",\"suffix\":");
    onr_put_json(w, onr_points_piece(&e->points, place.end, place.end + AROUND));
    onr_put_text(w, "}]}");
}

static void put_body(onr_writer *w, const char *purpose, onr_slice value)
{
    if (value.len == 0) return;
    onr_put_text(w, ",{\"type\":\"TextualBody\",\"purpose\":\"");
    onr_put_text(w, purpose);
    onr_put_text(w, "\",\"value\":");
    onr_put_json_repaired(w, value);
    onr_put_char(w, '}');
}

static void put_annotation(onr_writer *w, const onr_entry *e, uint32_t i)
{
    const onr_entry_attribution *a = &e->attributions[i];
    const onr_entry_part *content = &a->parts[ONR_CONTENT];
    const onr_entry_speaker *speaker;
    onr_put_text(w, "{\"@context\":\"http://www.w3.org/ns/anno.jsonld\",\"id\":\"urn:sha256:");
    onr_put_slice(w, e->sha256);
    onr_put_text(w, "#statement-");
    onr_put_unsigned(w, i);
    onr_put_text(w, "\",\"type\":\"Annotation\",\"motivation\":\"identifying\",\"body\":["
                    "{\"type\":\"TextualBody\",\"purpose\":\"tagging\",\"value\":\"");
    onr_put_text(w, onr_form_name(a->form));
    onr_put_char(w, ' ');
    onr_put_text(w, onr_act_name(a->act));
    onr_put_text(w, a->negated ? ", negated\"}" : "\"}");
    put_body(w, "identifying", speaker_name(e, a, &speaker));
    put_body(w, "describing", a->parts[ONR_CUE].text);
    onr_put_text(w, "],\"target\":[");
    for (uint32_t k = 0; k < content->count; k++) {
        if (k > 0) onr_put_char(w, ',');
        put_target(w, e, content->places[k]);
    }
    onr_put_text(w, "]}\n");
}

void onr_entry_webannotation(onr_writer *w, const onr_entry *e, const onr_loaded *loaded)
{
    (void)loaded;
    for (uint32_t i = 0; i < e->attribution_count && !w->failed; i++) put_annotation(w, e, i);
}
