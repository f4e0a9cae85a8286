/*
 * record_brat.c - standoff annotation for brat, in the form that PolNeAR has
 * (docs/formats/record.md).
 */
#include "record/record.h"

/* Where the numbering stands; each kind of line counts for itself, from 1 in every document. */
typedef struct standoff {
    onr_writer *w;
    const onr_doc *doc;
    uint32_t texts, attributes, notes;
} standoff;

static void put_name(onr_writer *w, char kind, uint32_t number)
{
    onr_put_char(w, kind);
    onr_put_unsigned(w, number);
}

static void put_offsets(const standoff *s, const onr_span *spans, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        onr_put_char(s->w, i == 0 ? ' ' : ';');
        onr_put_unsigned(s->w, onr_doc_codepoint(s->doc, spans[i].start_byte));
        onr_put_char(s->w, ' ');
        onr_put_unsigned(s->w, onr_doc_codepoint(s->doc, spans[i].end_byte));
    }
}

/* A T line; answers its number, 0 for a part that is not there. */
static uint32_t put_text_bound(standoff *s, const char *type, onr_part part)
{
    uint32_t count;
    const onr_span *spans = onr_doc_spans(s->doc, part, &count);
    if (count == 0) return 0;
    put_name(s->w, 'T', ++s->texts);
    onr_put_char(s->w, '\t');
    onr_put_text(s->w, type);
    put_offsets(s, spans, count);
    for (uint32_t i = 0; i < count; i++) {
        onr_put_char(s->w, i == 0 ? '\t' : ' ');
        onr_record_put_flat(s->w, onr_record_piece(s->doc, spans[i]));
    }
    onr_put_char(s->w, '\n');
    return s->texts;
}

static void put_role(const standoff *s, const char *role, uint32_t number)
{
    if (number == 0) return;
    onr_put_text(s->w, role);
    put_name(s->w, 'T', number);
}

/* An A line; a NULL value makes it a mere flag. */
static void put_attribute(standoff *s, const char *name, uint32_t event, const char *value)
{
    put_name(s->w, 'A', ++s->attributes);
    onr_put_char(s->w, '\t');
    onr_put_text(s->w, name);
    onr_put_char(s->w, ' ');
    put_name(s->w, 'E', event);
    if (value != NULL) {
        onr_put_char(s->w, ' ');
        onr_put_text(s->w, value);
    }
    onr_put_char(s->w, '\n');
}

/* What brat has no closed list of values for goes into the note, which it shows as it is. */
static void put_note(standoff *s, const onr_attribution *a, uint32_t event)
{
    put_name(s->w, '#', ++s->notes);
    onr_put_text(s->w, "\tAnnotatorNotes ");
    put_name(s->w, 'E', event);
    onr_put_text(s->w, "\tconfidence ");
    onr_put_thousandths(s->w, onr_record_thousandths(a->confidence));
    if (a->parent != ONR_NONE) {
        onr_put_text(s->w, "; inside ");
        put_name(s->w, 'E', a->parent + 1);
    }
    onr_put_char(s->w, '\n');
}

/* An event needs a trigger: the cue, or without one the first piece of the content. */
static onr_part choose_trigger(const onr_attribution *a)
{
    if (a->cue.count > 0) return a->cue;
    return (onr_part){a->content.first, a->content.count > 0};
}

static void put_attribution(standoff *s, uint32_t i)
{
    const onr_attribution *a = onr_doc_attribution_at(s->doc, i);
    const char *type = a->source.count > 0 ? "Attribution" : "Attribution-no-source";
    uint32_t event = i + 1;
    uint32_t source = put_text_bound(s, "Source", a->source);
    uint32_t cue = put_text_bound(s, "Cue", a->cue);
    uint32_t content = put_text_bound(s, "Content", a->content);
    uint32_t trigger = put_text_bound(s, type, choose_trigger(a));
    put_name(s->w, 'E', event);
    onr_put_char(s->w, '\t');
    onr_put_text(s->w, type);
    put_role(s, ":", trigger);
    put_role(s, " Content:", content);
    put_role(s, " Cue:", cue);
    put_role(s, " Source:", source);
    onr_put_char(s->w, '\n');
    put_attribute(s, "Form", event, onr_record_form_name(a->form));
    put_attribute(s, "Act", event, onr_record_act_name(a->act));
    if (a->negated) put_attribute(s, "Negated", event, NULL);
    put_note(s, a, event);
}

void onr_record_brat(onr_writer *w, const onr_record_source *from)
{
    standoff s = {.w = w, .doc = from->doc};
    onr_put_text(w, "# ");
    onr_record_put_flat(w, onr_doc_meta(from->doc)->id);
    onr_put_char(w, '\n');
    for (uint32_t i = 0; i < onr_doc_attribution_count(from->doc) && !w->failed; i++)
        put_attribution(&s, i);
}
