/*
 * entry_show.c - an article in the terminal, its statements marked and numbered.
 *
 * Without colour a content stands between brackets with its number, [3 …]. Marks nest; in colour
 * the innermost wins.
 */
#include <stdlib.h>

#include "export/export.h"
#include "record/flow.h"

/* A border of a passage, in the order in which the text is printed. */
typedef struct border {
    uint32_t byte;
    uint32_t statement;
    uint8_t role;
    bool ends;
} border;

typedef struct page {
    onr_flow f;
    const onr_entry *entry;
    border *borders;
    uint32_t count;
    uint32_t open[ONR_PART_COUNT]; /* passages open now */
} page;

/* Ends come before beginnings at the same byte; of beginnings, the outer statement's first. */
static int compare_borders(const void *a, const void *b)
{
    const border *x = a, *y = b;
    if (x->byte != y->byte) return x->byte < y->byte ? -1 : 1;
    if (x->ends != y->ends) return x->ends ? -1 : 1;
    if (x->statement != y->statement) return x->statement < y->statement ? -1 : 1;
    return x->role < y->role ? -1 : x->role > y->role;
}

static bool collect(page *p, onr_arena *arena)
{
    const onr_entry *e = p->entry;
    size_t most = 0;
    for (uint32_t i = 0; i < e->attribution_count; i++)
        for (int role = 0; role < ONR_PART_COUNT; role++)
            most += (size_t)e->attributions[i].parts[role].count * 2;
    p->borders = onr_arena_array(arena, most, sizeof *p->borders);
    if (p->borders == NULL) return false;
    for (uint32_t i = 0; i < e->attribution_count; i++) {
        for (uint8_t role = 0; role < ONR_PART_COUNT; role++) {
            const onr_entry_part *part = &e->attributions[i].parts[role];
            for (uint32_t k = 0; k < part->count; k++) {
                uint32_t first = onr_points_byte(&e->points, part->places[k].begin);
                uint32_t last = onr_points_byte(&e->points, part->places[k].end);
                p->borders[p->count++] = (border){first, i, role, false};
                p->borders[p->count++] = (border){last, i, role, true};
            }
        }
    }
    qsort(p->borders, p->count, sizeof *p->borders, compare_borders);
    return true;
}

static onr_style style_now(const page *p)
{
    if (p->open[ONR_CUE] > 0) return ONR_STYLE_CUE;
    if (p->open[ONR_SOURCE] > 0) return ONR_STYLE_SOURCE;
    return p->open[ONR_CONTENT] > 0 ? ONR_STYLE_QUOTE : ONR_STYLE_PLAIN;
}

static void put_number(onr_flow *f, uint32_t number)
{
    char digits[12];
    size_t at = sizeof digits - 1;
    digits[at] = '\0';
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number != 0);
    onr_flow_word(f, digits + at, ONR_STYLE_DIM);
}

static void cross(page *p, const border *b)
{
    p->open[b->role] += b->ends ? (uint32_t)-1 : 1;
    if (b->role != ONR_CONTENT) return;
    if (b->ends) {
        if (!p->f.colour) onr_flow_word(&p->f, "]", ONR_STYLE_DIM);
        return;
    }
    onr_flow_word(&p->f, "[", ONR_STYLE_DIM);
    put_number(&p->f, b->statement);
    onr_flow_word(&p->f, p->f.colour ? "]" : " ", ONR_STYLE_DIM);
}

/* A stretch of text in one style; each line of the text is a paragraph here. */
static void put_text(page *p, uint32_t from, uint32_t to, onr_style style)
{
    const char *text = p->entry->text.ptr;
    uint32_t start = from;
    for (uint32_t at = from; at < to; at++) {
        if (text[at] != '\n') continue;
        onr_flow_text(&p->f, (onr_slice){text + start, at - start}, style);
        onr_flow_end(&p->f);
        onr_flow_line(&p->f, 0, 0);
        start = at + 1;
    }
    onr_flow_text(&p->f, (onr_slice){text + start, to - start}, style);
}

static void put_article(page *p)
{
    uint32_t at = 0, end = (uint32_t)p->entry->text.len;
    onr_flow_line(&p->f, 0, 0);
    for (uint32_t i = 0; i < p->count && !p->f.w->failed; i++) {
        const border *b = &p->borders[i];
        put_text(p, at, b->byte, style_now(p));
        at = b->byte;
        cross(p, b);
    }
    put_text(p, at, end, ONR_STYLE_PLAIN);
    onr_flow_end(&p->f);
}

static void put_statement(page *p, uint32_t i, const onr_loaded *loaded)
{
    const onr_entry_attribution *a = &p->entry->attributions[i];
    const onr_entry_speaker *speaker = onr_entry_find_speaker(p->entry, a->speaker);
    onr_flow *f = &p->f;
    onr_flow_line(f, 0, 6);
    onr_flow_word(f, "[", ONR_STYLE_DIM);
    put_number(f, i);
    onr_flow_word(f, "] ", ONR_STYLE_DIM);
    if (speaker != NULL)
        onr_flow_text(f, speaker->name, ONR_STYLE_SOURCE);
    else if (a->parts[ONR_SOURCE].count > 0)
        onr_flow_text(f, a->parts[ONR_SOURCE].text, ONR_STYLE_SOURCE);
    else
        onr_flow_word(f, "(no source)", ONR_STYLE_DIM);
    onr_flow_word(f, " \xE2\x80\x94 ", ONR_STYLE_DIM);
    if (a->negated) onr_flow_word(f, "not: ", ONR_STYLE_STRONG);
    if (a->parts[ONR_CUE].count > 0)
        onr_flow_text(f, a->parts[ONR_CUE].text, ONR_STYLE_CUE);
    else
        onr_flow_word(f, "(no cue)", ONR_STYLE_DIM);
    onr_flow_word(f, "  (", ONR_STYLE_DIM);
    onr_flow_word(f, onr_form_name(a->form), ONR_STYLE_DIM);
    onr_flow_word(f, ", ", ONR_STYLE_DIM);
    onr_flow_word(f, onr_act_name(a->act), ONR_STYLE_DIM);
    if (loaded->reviewed[i] > 0)
        onr_flow_word(f, loaded->reviewed[i] == 1 ? ", confirmed" : ", edited", ONR_STYLE_DIM);
    onr_flow_word(f, ", statement ", ONR_STYLE_DIM);
    put_number(f, (uint32_t)loaded->ids[i]);
    onr_flow_word(f, ")", ONR_STYLE_DIM);
    onr_flow_end(f);
}

static void put_head_line(onr_flow *f, onr_slice text, onr_style style)
{
    if (text.len == 0) return;
    onr_flow_line(f, 0, 4);
    onr_flow_text(f, text, style);
    onr_flow_end(f);
}

void onr_entry_show(onr_writer *w, const onr_entry *e, const onr_loaded *loaded,
                    const onr_record_options *options, onr_arena *arena)
{
    page p = {.f = onr_flow_start(w, options->columns, options->colour), .entry = e};
    if (!collect(&p, arena)) {
        w->failed = true;
        return;
    }
    put_head_line(&p.f, e->title.len > 0 ? e->title : e->id, ONR_STYLE_STRONG);
    put_head_line(&p.f, onr_entry_outlet(e), ONR_STYLE_DIM);
    put_head_line(&p.f, e->published, ONR_STYLE_DIM);
    put_head_line(&p.f, e->url, ONR_STYLE_DIM);
    onr_put_char(w, '\n');
    put_article(&p);
    onr_put_char(w, '\n');
    for (uint32_t i = 0; i < e->attribution_count && !w->failed; i++)
        put_statement(&p, i, loaded);
}
