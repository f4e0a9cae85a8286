/*
 * entry_brat.c - a stored document as standoff in PolNeAR's form (docs/formats/record.md), ready
 * for training: without the line that names the document, which brat does not know.
 */
#include "base/utf8.h"
#include "export/export.h"

typedef struct standoff {
    onr_writer *w;
    uint32_t texts, attributes, notes;
} standoff;

/* One space for what would end a line or a column, so that lengths stay. */
static void put_flat(onr_writer *w, onr_slice text)
{
    uint32_t size;
    bool ok;
    for (size_t at = 0; at < text.len; at += size) {
        uint32_t c = onr_utf8_decode(text.ptr, text.len, at, &size, &ok);
        char bytes[4];
        if (c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x2028 || c == 0x2029) c = ' ';
        onr_put_bytes(w, bytes, onr_utf8_encode(bytes, c));
    }
}

static void put_name(onr_writer *w, const char *before, uint32_t number)
{
    onr_put_text(w, before);
    onr_put_unsigned(w, number);
}

/* A T line of the first `count` places; answers its number, 0 for none. */
static uint32_t put_text_bound(standoff *s, const onr_points *points, const char *type,
                               const onr_entry_part *part, uint32_t count)
{
    if (count == 0) return 0;
    put_name(s->w, "T", ++s->texts);
    onr_put_char(s->w, '\t');
    onr_put_text(s->w, type);
    for (uint32_t i = 0; i < count; i++) {
        onr_put_char(s->w, i == 0 ? ' ' : ';');
        onr_put_unsigned(s->w, part->places[i].begin);
        onr_put_char(s->w, ' ');
        onr_put_unsigned(s->w, part->places[i].end);
    }
    for (uint32_t i = 0; i < count; i++) {
        onr_put_char(s->w, i == 0 ? '\t' : ' ');
        put_flat(s->w, onr_points_piece(points, part->places[i].begin, part->places[i].end));
    }
    onr_put_char(s->w, '\n');
    return s->texts;
}

static void put_role(const standoff *s, const char *role, uint32_t number)
{
    if (number > 0) put_name(s->w, role, number);
}

static void put_attribute(standoff *s, const char *name, uint32_t event, const char *value)
{
    put_name(s->w, "A", ++s->attributes);
    onr_put_char(s->w, '\t');
    onr_put_text(s->w, name);
    put_name(s->w, " E", event);
    if (value != NULL) onr_put_char(s->w, ' ');
    if (value != NULL) onr_put_text(s->w, value);
    onr_put_char(s->w, '\n');
}

static void put_note(standoff *s, const onr_entry_attribution *a, uint8_t reviewed,
                     uint32_t event)
{
    put_name(s->w, "#", ++s->notes);
    put_name(s->w, "\tAnnotatorNotes E", event);
    onr_put_text(s->w, "\tconfidence ");
    onr_put_thousandths(s->w, a->thousandths);
    if (a->parent != ONR_NONE) put_name(s->w, "; inside E", a->parent + 1);
    if (reviewed > 0) onr_put_text(s->w, reviewed == 1 ? "; confirmed" : "; edited");
    onr_put_char(s->w, '\n');
}

static void put_attribution(standoff *s, const onr_points *points, const onr_entry_attribution *a,
                            uint8_t reviewed, uint32_t event)
{
    const onr_entry_part *parts = a->parts;
    const char *type = parts[ONR_SOURCE].count > 0 ? "Attribution" : "Attribution-no-source";
    bool has_cue = parts[ONR_CUE].count > 0;
    const onr_entry_part *at = has_cue ? &parts[ONR_CUE] : &parts[ONR_CONTENT];
    uint32_t numbers[ONR_PART_COUNT];
    static const char *const types[] = {"Source", "Cue", "Content"};
    for (int role = 0; role < ONR_PART_COUNT; role++)
        numbers[role] = put_text_bound(s, points, types[role], &parts[role], parts[role].count);
    uint32_t trigger =
        put_text_bound(s, points, type, at, has_cue ? at->count : (at->count > 0));
    put_name(s->w, "E", event);
    onr_put_char(s->w, '\t');
    onr_put_text(s->w, type);
    put_role(s, ":T", trigger);
    put_role(s, " Content:T", numbers[ONR_CONTENT]);
    put_role(s, " Cue:T", numbers[ONR_CUE]);
    put_role(s, " Source:T", numbers[ONR_SOURCE]);
    onr_put_char(s->w, '\n');
    put_attribute(s, "Form", event, onr_form_name(a->form));
    put_attribute(s, "Act", event, onr_act_name(a->act));
    if (a->negated) put_attribute(s, "Negated", event, NULL);
    put_note(s, a, reviewed, event);
}

void onr_entry_brat(onr_writer *w, const onr_entry *e, const onr_loaded *loaded)
{
    standoff s = {.w = w};
    for (uint32_t i = 0; i < e->attribution_count && !w->failed; i++)
        put_attribution(&s, &e->points, &e->attributions[i], loaded->reviewed[i], i + 1);
}
