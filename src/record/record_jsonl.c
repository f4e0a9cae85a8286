/*
 * record_jsonl.c - the record as one JSON object and a line feed (docs/formats/record.md).
 *
 * Written straight into the buffer, in a fixed order of keys. Keys whose layer is not built are
 * absent or null, never invented.
 */
#include "record/record.h"

static void put_or_null(onr_writer *w, onr_slice value)
{
    if (value.ptr == NULL)
        onr_put_text(w, "null");
    else
        onr_put_json_repaired(w, value);
}

static void put_model(onr_writer *w, const onr_model *model)
{
    onr_put_text(w, ",\"model\":");
    if (model == NULL) {
        onr_put_text(w, "null");
        return;
    }
    onr_put_text(w, "{\"name\":");
    put_or_null(w, onr_model_name(model));
    onr_put_text(w, ",\"version\":");
    put_or_null(w, onr_model_version(model));
    onr_put_text(w, ",\"sha256\":");
    put_or_null(w, onr_model_sha256(model));
    onr_put_char(w, '}');
}

static void put_byline(onr_writer *w, const onr_doc *doc)
{
    onr_put_text(w, ",\"byline\":");
    if (onr_doc_byline_count(doc) == 0) {
        onr_put_text(w, "null");
        return;
    }
    for (uint32_t i = 0; i < onr_doc_byline_count(doc); i++) {
        onr_put_char(w, i == 0 ? '[' : ',');
        put_or_null(w, onr_doc_byline_at(doc, i));
    }
    onr_put_char(w, ']');
}

/* `key` with its comma and colon. */
static void put_field(onr_writer *w, const char *key, onr_slice value)
{
    onr_put_text(w, key);
    put_or_null(w, value);
}

static void put_head(onr_writer *w, const onr_record_source *from)
{
    const onr_input *meta = onr_doc_meta(from->doc);
    onr_put_text(w, "{\"schema\":\"onrecord/1\",\"id\":");
    put_or_null(w, meta->id);
    onr_put_text(w, ",\"text\":");
    onr_put_json(w, onr_doc_text(from->doc));
    onr_put_text(w, ",\"sha256\":\"");
    onr_put_hex(w, onr_doc_sha256(from->doc), 32);
    onr_put_char(w, '"');
    put_model(w, from->model);
    put_field(w, ",\"title\":", meta->title);
    put_byline(w, from->doc);
    put_field(w, ",\"published\":", meta->published);
    put_field(w, ",\"modified\":", meta->modified);
    put_field(w, ",\"url\":", meta->url);
    put_field(w, ",\"site\":", meta->site);
    put_field(w, ",\"section\":", meta->section);
    put_field(w, ",\"language\":", onr_doc_language(from->doc));
    onr_slice original = onr_doc_copy_of(from->doc);
    if (original.ptr != NULL) put_field(w, ",\"duplicate_of\":", original);
}

static void put_span(onr_writer *w, const onr_doc *doc, onr_span span)
{
    onr_put_char(w, '[');
    onr_put_unsigned(w, onr_doc_codepoint(doc, span.start_byte));
    onr_put_char(w, ',');
    onr_put_unsigned(w, onr_doc_codepoint(doc, span.end_byte));
    onr_put_char(w, ']');
}

static void put_spans(onr_writer *w, const onr_doc *doc, const onr_span *spans, uint32_t count)
{
    onr_put_char(w, '[');
    for (uint32_t i = 0; i < count; i++) {
        if (i > 0) onr_put_char(w, ',');
        put_span(w, doc, spans[i]);
    }
    onr_put_char(w, ']');
}

static void put_blocks(onr_writer *w, const onr_doc *doc)
{
    onr_put_text(w, ",\"blocks\":[");
    for (uint32_t i = 0; i < onr_doc_block_count(doc) && !w->failed; i++) {
        const onr_block *block = onr_doc_block_at(doc, i);
        onr_put_text(w, i == 0 ? "{\"span\":" : ",{\"span\":");
        put_span(w, doc, block->span);
        onr_put_text(w, ",\"kind\":\"");
        onr_put_text(w, onr_record_block_name(block->kind));
        onr_put_text(w, "\"}");
    }
    onr_put_char(w, ']');
}

/* What stands between the pieces of a discontinuous part in its "text". */
static const char GAP[] = " \xE2\x80\xA6 ";

static void put_pieces(onr_writer *w, const onr_doc *doc, const onr_span *spans, uint32_t count)
{
    onr_put_char(w, '"');
    for (uint32_t i = 0; i < count; i++) {
        if (i > 0) onr_put_text(w, GAP);
        onr_put_json_part(w, onr_record_piece(doc, spans[i]));
    }
    onr_put_char(w, '"');
}

/* `lemma` is NULL for the parts that have none. */
static void put_part(onr_writer *w, const onr_doc *doc, onr_part part, const onr_slice *lemma)
{
    uint32_t count;
    const onr_span *spans = onr_doc_spans(doc, part, &count);
    if (count == 0) {
        onr_put_text(w, "null");
        return;
    }
    onr_put_text(w, "{\"spans\":");
    put_spans(w, doc, spans, count);
    onr_put_text(w, ",\"text\":");
    put_pieces(w, doc, spans, count);
    if (lemma != NULL) {
        onr_put_text(w, ",\"lemma\":");
        put_or_null(w, *lemma);
    }
    onr_put_char(w, '}');
}

/* An index, or null for ONR_NONE. */
static void put_index(onr_writer *w, uint32_t index)
{
    if (index == ONR_NONE)
        onr_put_text(w, "null");
    else
        onr_put_unsigned(w, index);
}

static void put_setting(onr_writer *w, const onr_doc *doc, const onr_attribution *a)
{
    onr_put_text(w, ",\"addressee\":");
    put_part(w, doc, a->addressee, NULL);
    onr_put_text(w, ",\"time\":");
    put_part(w, doc, a->time, NULL);
    onr_put_text(w, ",\"place\":");
    put_part(w, doc, a->place, NULL);
    onr_put_text(w, ",\"occasion\":");
    put_part(w, doc, a->occasion, NULL);
    if (a->date.ptr != NULL) put_field(w, ",\"date\":", a->date);
}

/* How sure the choice of speaker is and, where there is none, among whom it lies. */
static void put_choice(onr_writer *w, const onr_attribution *a)
{
    onr_put_text(w, ",\"speaker_confidence\":");
    onr_put_thousandths(w, onr_record_thousandths(a->speaker_confidence));
    if (a->speaker != ONR_NONE || a->candidates[0] == ONR_NONE) return;
    onr_put_text(w, ",\"speaker_candidates\":");
    for (uint32_t i = 0; i < ONR_CANDIDATES && a->candidates[i] != ONR_NONE; i++) {
        onr_put_char(w, i == 0 ? '[' : ',');
        onr_put_unsigned(w, a->candidates[i]);
    }
    onr_put_char(w, ']');
}

static void put_attribution(onr_writer *w, const onr_doc *doc, uint32_t i)
{
    const onr_attribution *a = onr_doc_attribution_at(doc, i);
    onr_put_text(w, "{\"id\":");
    onr_put_unsigned(w, i);
    onr_put_text(w, ",\"form\":\"");
    onr_put_text(w, onr_record_form_name(a->form));
    onr_put_text(w, "\",\"act\":\"");
    onr_put_text(w, onr_record_act_name(a->act));
    onr_put_text(w, "\",\"source\":");
    put_part(w, doc, a->source, NULL);
    onr_put_text(w, ",\"speaker\":");
    put_index(w, a->speaker);
    onr_put_text(w, ",\"cue\":");
    put_part(w, doc, a->cue, &a->lemma);
    onr_put_text(w, ",\"content\":");
    put_part(w, doc, a->content, NULL);
    put_setting(w, doc, a);
    onr_put_text(w, a->negated ? ",\"negated\":true" : ",\"negated\":false");
    onr_put_text(w, ",\"parent\":");
    put_index(w, a->parent);
    onr_put_text(w, ",\"confidence\":");
    onr_put_thousandths(w, onr_record_thousandths(a->confidence));
    if (onr_doc_has_speakers(doc)) put_choice(w, a);
    onr_put_char(w, '}');
}

static onr_span mention_span(const onr_doc *doc, const onr_mention *m)
{
    const onr_token *first = onr_doc_token_at(doc, m->first_token);
    const onr_token *last = onr_doc_token_at(doc, m->end_token - 1);
    return (onr_span){first->start_byte, last->start_byte + last->len_bytes};
}

static void put_entity(onr_writer *w, const onr_doc *doc, uint32_t i)
{
    const onr_entity *e = onr_doc_entity_at(doc, i);
    onr_put_text(w, "{\"id\":");
    onr_put_unsigned(w, i);
    onr_put_text(w, ",\"name\":");
    onr_put_json(w, e->name);
    onr_put_text(w, ",\"type\":\"");
    onr_put_text(w, onr_entity_type_name(e->type));
    onr_put_text(w, "\",\"mentions\":[");
    for (uint32_t m = e->first_mention; m != ONR_NONE; m = onr_doc_mention_at(doc, m)->next) {
        if (m != e->first_mention) onr_put_char(w, ',');
        put_span(w, doc, mention_span(doc, onr_doc_mention_at(doc, m)));
    }
    onr_put_text(w, "]}");
}

/* Absent, not empty, when nobody has looked for names. */
static void put_entities(onr_writer *w, const onr_doc *doc)
{
    if (!onr_doc_has_entities(doc)) return;
    onr_put_text(w, ",\"entities\":[");
    for (uint32_t i = 0; i < onr_doc_entity_count(doc) && !w->failed; i++) {
        if (i > 0) onr_put_char(w, ',');
        put_entity(w, doc, i);
    }
    onr_put_char(w, ']');
}

static const char *kind_name(uint8_t kind)
{
    static const char *const names[] = {"name", "nominal", "pronoun", "relative"};
    return names[kind];
}

static void put_reference(onr_writer *w, const onr_doc *doc, const onr_reference *r)
{
    const onr_token *first = onr_doc_token_at(doc, r->first_token);
    const onr_token *last = onr_doc_token_at(doc, r->end_token - 1);
    onr_span span = {first->start_byte, last->start_byte + last->len_bytes};
    onr_put_text(w, "{\"span\":");
    put_span(w, doc, span);
    onr_put_text(w, ",\"kind\":\"");
    onr_put_text(w, kind_name(r->kind));
    onr_put_text(w, "\",\"probability\":");
    onr_put_thousandths(w, onr_record_thousandths(r->probability));
    onr_put_char(w, '}');
}

/* `id` counts the chains that are shown. */
static void put_chain(onr_writer *w, const onr_doc *doc, const onr_chain *chain, uint32_t id)
{
    onr_put_text(w, id == 0 ? "{\"id\":" : ",{\"id\":");
    onr_put_unsigned(w, id);
    onr_put_text(w, ",\"mentions\":[");
    for (uint32_t r = chain->first_reference; r != ONR_NONE && !w->failed;) {
        const onr_reference *reference = onr_doc_reference_at(doc, r);
        if (r != chain->first_reference) onr_put_char(w, ',');
        put_reference(w, doc, reference);
        r = reference->next;
    }
    onr_put_text(w, "]}");
}

/* Chains of two references or more; absent when nobody has looked for them. */
static void put_chains(onr_writer *w, const onr_doc *doc)
{
    if (!onr_doc_has_chains(doc)) return;
    onr_put_text(w, ",\"chains\":[");
    uint32_t id = 0;
    for (uint32_t i = 0; i < onr_doc_chain_count(doc) && !w->failed; i++) {
        const onr_chain *chain = onr_doc_chain_at(doc, i);
        if (chain->reference_count > 1) put_chain(w, doc, chain, id++);
    }
    onr_put_char(w, ']');
}

static void put_speaker(onr_writer *w, const onr_doc *doc, uint32_t i)
{
    static const char *const KINDS[] = {"person",  "organisation", "country", "group",
                                        "unnamed", "document",     "author",  "unknown"};
    const onr_speaker *s = onr_doc_speaker_at(doc, i);
    uint32_t count;
    const onr_span *spans = onr_doc_spans(doc, s->mentions, &count);
    onr_put_text(w, "{\"id\":");
    onr_put_unsigned(w, i);
    onr_put_text(w, ",\"name\":");
    onr_put_json(w, s->name);
    onr_put_text(w, ",\"kind\":\"");
    onr_put_text(w, KINDS[s->kind]);
    onr_put_text(w, s->named ? "\",\"named\":true" : "\",\"named\":false");
    put_field(w, ",\"role\":", s->role);
    put_field(w, ",\"affiliation\":", s->affiliation);
    if (s->anonymous) onr_put_text(w, ",\"anonymous\":true");
    onr_put_text(w, ",\"entity\":");
    put_index(w, s->entity);
    onr_put_text(w, ",\"mentions\":");
    put_spans(w, doc, spans, count);
    onr_put_char(w, '}');
}

/* Absent, not empty, when nobody has looked for speakers. */
static void put_speakers(onr_writer *w, const onr_doc *doc)
{
    if (!onr_doc_has_speakers(doc)) return;
    onr_put_text(w, ",\"speakers\":[");
    for (uint32_t i = 0; i < onr_doc_speaker_count(doc) && !w->failed; i++) {
        if (i > 0) onr_put_char(w, ',');
        put_speaker(w, doc, i);
    }
    onr_put_char(w, ']');
}

static void put_warning(onr_writer *w, const onr_doc *doc, const onr_warning *warning)
{
    onr_put_text(w, "{\"kind\":");
    onr_put_json(w, (onr_slice){warning->kind, strlen(warning->kind)});
    onr_put_text(w, ",\"span\":");
    put_span(w, doc, warning->span);
    onr_put_text(w, ",\"text\":");
    onr_put_json(w, onr_record_piece(doc, warning->span));
    onr_put_text(w, ",\"why\":");
    onr_put_json(w, (onr_slice){warning->why, strlen(warning->why)});
    onr_put_char(w, '}');
}

void onr_record_jsonl(onr_writer *w, const onr_record_source *from)
{
    const onr_doc *doc = from->doc;
    put_head(w, from);
    put_blocks(w, doc);
    put_entities(w, doc);
    put_speakers(w, doc);
    put_chains(w, doc);
    onr_put_text(w, ",\"attributions\":[");
    for (uint32_t i = 0; i < onr_doc_attribution_count(doc) && !w->failed; i++) {
        if (i > 0) onr_put_char(w, ',');
        put_attribution(w, doc, i);
    }
    onr_put_text(w, "],\"warnings\":[");
    for (uint32_t i = 0; i < onr_doc_warning_count(doc) && !w->failed; i++) {
        if (i > 0) onr_put_char(w, ',');
        put_warning(w, doc, onr_doc_warning_at(doc, i));
    }
    onr_put_text(w, "]}\n");
}
