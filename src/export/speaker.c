/*
 * speaker.c - a row of the list of speakers.
 */
#include "base/error.h"
#include "export/csv.h"
#include "export/export.h"
#include "record/flow.h"

static void put_jsonl(onr_writer *w, const onr_speaker_row *row)
{
    const onr_slice texts[] = {row->name,        row->kind,      row->role,
                               row->affiliation, row->first_day, row->last_day};
    static const char *const keys[] = {"{\"name\":",        ",\"kind\":",      ",\"role\":",
                                       ",\"affiliation\":", ",\"first_day\":", ",\"last_day\":"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        onr_put_text(w, keys[i]);
        onr_put_json_or_null(w, texts[i]);
    }
    onr_put_text(w, ",\"person\":");
    if (row->person == 0)
        onr_put_text(w, "null");
    else
        onr_put_unsigned(w, row->person);
    onr_put_text(w, ",\"statements\":");
    onr_put_unsigned(w, row->statements);
    onr_put_text(w, ",\"documents\":");
    onr_put_unsigned(w, row->documents);
    onr_put_text(w, "}\n");
}

static void put_csv(onr_writer *w, const onr_speaker_row *row)
{
    const onr_slice texts[] = {row->name,        row->kind,      row->role,
                               row->affiliation, row->first_day, row->last_day};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        onr_put_csv(w, texts[i]);
        onr_put_char(w, ',');
    }
    if (row->person != 0) onr_put_unsigned(w, row->person);
    onr_put_char(w, ',');
    onr_put_unsigned(w, row->statements);
    onr_put_char(w, ',');
    onr_put_unsigned(w, row->documents);
    onr_put_char(w, '\n');
}

/* Right-aligned in seven columns. */
static void put_count(onr_flow *f, uint64_t number)
{
    char digits[24];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number != 0);
    while (sizeof digits - at < 7) digits[--at] = ' ';
    onr_flow_solid(f, (onr_slice){digits + at, sizeof digits - at}, ONR_STYLE_PLAIN);
}

static void put_text(onr_writer *w, const onr_speaker_row *row, const onr_record_options *options)
{
    onr_flow f = onr_flow_start(w, options->columns, options->colour);
    onr_flow_line(&f, 0, 11);
    put_count(&f, row->statements);
    onr_flow_word(&f, "  ", ONR_STYLE_PLAIN);
    onr_flow_space(&f, 2);
    onr_flow_text(&f, row->name, ONR_STYLE_SOURCE);
    if (row->role.len > 0) onr_flow_word(&f, ", ", ONR_STYLE_DIM);
    onr_flow_text(&f, row->role, ONR_STYLE_DIM);
    if (row->affiliation.len > 0) onr_flow_word(&f, ", ", ONR_STYLE_DIM);
    onr_flow_text(&f, row->affiliation, ONR_STYLE_DIM);
    onr_flow_end(&f);
}

onr_status onr_speaker_write_head(onr_buffer *out, onr_export_format format, onr_error *err)
{
    onr_writer w = onr_writer_start(out);
    if (format == ONR_EXPORT_CSV)
        onr_put_text(&w, "name,kind,role,affiliation,first_day,last_day,person,statements,"
                         "documents\n");
    return onr_writer_finish(&w) ? ONR_OK : onr_fail_memory(err);
}

onr_status onr_speaker_write(onr_buffer *out, const onr_speaker_row *row, onr_export_format format,
                             const onr_record_options *options, onr_error *err)
{
    static const onr_record_options defaults = {0};
    onr_writer w = onr_writer_start(out);
    switch (format) {
    case ONR_EXPORT_TEXT: put_text(&w, row, options == NULL ? &defaults : options); break;
    case ONR_EXPORT_JSONL: put_jsonl(&w, row); break;
    case ONR_EXPORT_CSV: put_csv(&w, row); break;
    case ONR_EXPORT_BRAT:
    case ONR_EXPORT_WEBANNOTATION:
        return onr_fail(err, ONR_EUSAGE, "speakers are printed as text, jsonl or csv");
    }
    return onr_writer_finish(&w) ? ONR_OK : onr_fail_memory(err);
}
