/*
 * family.c - a family of quotations, printed.
 */
#include <onrecord/family.h>

#include "base/error.h"
#include "export/csv.h"
#include "export/export.h"
#include "record/flow.h"

static void put_key(onr_writer *w, const char *key, onr_slice value)
{
    onr_put_text(w, key);
    onr_put_json_or_null(w, value);
}

static void put_piece_json(onr_writer *w, const onr_family_piece *piece)
{
    static const char *const kinds[] = {"missing", "same", "added"};
    put_key(w, "{\"text\":", piece->text);
    onr_put_text(w, ",\"kind\":\"");
    onr_put_text(w, kinds[piece->kind + 1]);
    onr_put_text(w, "\"}");
}

static void put_member_json(onr_writer *w, const onr_family_entry *m)
{
    onr_put_text(w, "{\"statement\":");
    onr_put_unsigned(w, m->statement);
    onr_put_text(w, ",\"document\":");
    onr_put_unsigned(w, m->document);
    put_key(w, ",\"document_name\":", m->document_name);
    put_key(w, ",\"title\":", m->title);
    put_key(w, ",\"outlet\":", m->outlet);
    put_key(w, ",\"published\":", m->published);
    put_key(w, ",\"url\":", m->url);
    put_key(w, ",\"speaker\":", m->speaker);
    put_key(w, ",\"cue\":", m->cue);
    put_key(w, ",\"content\":", m->content);
    onr_put_text(w, m->differs ? ",\"differs\":true" : ",\"differs\":false");
    onr_put_text(w, ",\"pieces\":[");
    for (uint32_t i = 0; i < m->piece_count; i++) {
        if (i > 0) onr_put_char(w, ',');
        put_piece_json(w, &m->pieces[i]);
    }
    onr_put_text(w, "]}");
}

static void put_json(onr_writer *w, const onr_family *family)
{
    onr_put_text(w, "{\"family\":");
    onr_put_unsigned(w, family->family);
    onr_put_text(w, ",\"outlets\":");
    onr_put_unsigned(w, family->outlet_count);
    onr_put_text(w, family->wording_differs ? ",\"wording_differs\":true"
                                            : ",\"wording_differs\":false");
    onr_put_text(w, family->speakers_differ ? ",\"speakers_differ\":true,\"members\":["
                                            : ",\"speakers_differ\":false,\"members\":[");
    for (uint32_t i = 0; i < family->member_count && !w->failed; i++) {
        if (i > 0) onr_put_char(w, ',');
        put_member_json(w, &family->members[i]);
    }
    onr_put_text(w, "]}\n");
}

static void put_csv(onr_writer *w, const onr_family *family)
{
    for (uint32_t i = 0; i < family->member_count && !w->failed; i++) {
        const onr_family_entry *m = &family->members[i];
        const onr_slice texts[] = {m->speaker, m->cue,   m->content, m->published,
                                   m->outlet,  m->title, m->url,     m->document_name};
        onr_put_unsigned(w, family->family);
        onr_put_char(w, ',');
        onr_put_unsigned(w, m->statement);
        onr_put_text(w, m->differs ? ",1" : ",0");
        onr_put_text(w, family->speakers_differ ? ",1" : ",0");
        for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) {
            onr_put_char(w, ',');
            onr_put_csv(w, texts[k]);
        }
        onr_put_char(w, '\n');
    }
}

static void put_number(onr_flow *f, uint64_t number, onr_style style)
{
    char digits[24];
    size_t at = sizeof digits - 1;
    digits[at] = '\0';
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number != 0);
    onr_flow_word(f, digits + at, style);
}

static void put_piece(onr_flow *f, const onr_family_piece *piece)
{
    static const onr_style styles[] = {ONR_STYLE_DIM, ONR_STYLE_PLAIN, ONR_STYLE_STRONG};
    static const char *const opens[] = {" [-", "", "{+"}, *const closes[] = {"-] ", "", "+}"};
    onr_style style = styles[piece->kind + 1];
    /* Dim alone would not tell what is missing from what is not. */
    bool marks = piece->kind < 0 || !f->colour;
    if (marks) onr_flow_word(f, opens[piece->kind + 1], style);
    onr_flow_text(f, piece->text, style);
    if (marks) onr_flow_word(f, closes[piece->kind + 1], style);
}

static void put_member(onr_flow *f, const onr_family_entry *m)
{
    onr_flow_line(f, 2, 4);
    onr_flow_text(f, m->published.len > 0 ? m->published : (onr_slice){"(no date)", 9},
                  ONR_STYLE_DIM);
    onr_flow_word(f, ", ", ONR_STYLE_DIM);
    onr_flow_text(f, m->outlet.len > 0 ? m->outlet : m->document_name, ONR_STYLE_DIM);
    onr_flow_word(f, ": ", ONR_STYLE_DIM);
    onr_flow_text(f, m->speaker.len > 0 ? m->speaker : (onr_slice){"(no source)", 11},
                  ONR_STYLE_SOURCE);
    onr_flow_word(f, "  [statement ", ONR_STYLE_DIM);
    put_number(f, m->statement, ONR_STYLE_DIM);
    onr_flow_word(f, "]", ONR_STYLE_DIM);
    onr_flow_end(f);
    onr_flow_line(f, 6, 6);
    for (uint32_t i = 0; i < m->piece_count; i++) put_piece(f, &m->pieces[i]);
    onr_flow_end(f);
}

static void put_text(onr_writer *w, const onr_family *family, const onr_record_options *options)
{
    onr_flow f = onr_flow_start(w, options->columns, options->colour);
    onr_flow_line(&f, 0, 2);
    onr_flow_word(&f, "Family ", ONR_STYLE_STRONG);
    put_number(&f, family->family, ONR_STYLE_STRONG);
    onr_flow_word(&f, ": ", ONR_STYLE_PLAIN);
    put_number(&f, family->member_count, ONR_STYLE_PLAIN);
    onr_flow_word(&f, " reports, ", ONR_STYLE_PLAIN);
    put_number(&f, family->outlet_count, ONR_STYLE_PLAIN);
    onr_flow_word(&f, family->outlet_count == 1 ? " outlet" : " outlets", ONR_STYLE_PLAIN);
    if (family->wording_differs) onr_flow_word(&f, ", wording differs", ONR_STYLE_CUE);
    if (family->speakers_differ) onr_flow_word(&f, ", speakers differ", ONR_STYLE_CUE);
    onr_flow_end(&f);
    for (uint32_t i = 0; i < family->member_count && !w->failed; i++)
        put_member(&f, &family->members[i]);
    onr_put_char(w, '\n');
}

onr_status onr_family_write_head(onr_buffer *out, int format, onr_error *err)
{
    onr_writer w = onr_writer_start(out);
    if (format == ONR_EXPORT_CSV)
        onr_put_text(&w, "family,statement,differs,speakers_differ,speaker,cue,content,published,"
                         "outlet,title,url,document_name\n");
    return onr_writer_finish(&w) ? ONR_OK : onr_fail_memory(err);
}

onr_status onr_family_write(onr_buffer *out, const onr_family *family, int format,
                            const onr_record_options *options, onr_error *err)
{
    static const onr_record_options defaults = {0};
    onr_writer w = onr_writer_start(out);
    switch (format) {
    case ONR_EXPORT_TEXT: put_text(&w, family, options == NULL ? &defaults : options); break;
    case ONR_EXPORT_JSONL: put_json(&w, family); break;
    case ONR_EXPORT_CSV: put_csv(&w, family); break;
    default: return onr_fail(err, ONR_EUSAGE, "families are printed as text, jsonl or csv");
    }
    return onr_writer_finish(&w) ? ONR_OK : onr_fail_memory(err);
}
