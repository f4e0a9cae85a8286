/*
 * record.h - what the writers of the formats share.
 *
 * A format is a function that appends a document to a writer and one line in the table of
 * record.c. It reads finished layers and changes nothing; the same document and model give the
 * same bytes. Memory is the only thing that can fail, and the writer remembers it.
 */
#ifndef ONR_RECORD_RECORD_H
#define ONR_RECORD_RECORD_H

#include <onrecord/record.h>

#include "base/buffer.h"

/** What a format gets; all borrowed for the call. */
typedef struct onr_record_source {
    const onr_doc *doc;
    const onr_model *model; /* may be NULL */
    onr_record_options options;
} onr_record_source;

typedef void onr_record_fn(onr_writer *w, const onr_record_source *from);

onr_record_fn onr_record_jsonl;
onr_record_fn onr_record_text;
onr_record_fn onr_record_brat;
onr_record_fn onr_record_conllu;
onr_record_fn onr_record_plain;

/** The words of the record, e.g. "direct" and "speech". Static. */
const char *onr_record_form_name(uint8_t form);
const char *onr_record_act_name(uint8_t act);
const char *onr_record_block_name(uint8_t kind);

/** A confidence as an integer from 0 to 1000, halves rounded up; what is no number gives 0. The
 *  product with 1000 is exact in double, so every machine rounds alike. */
uint32_t onr_record_thousandths(float confidence);

/** Text on one line: one space for each control and line break, so that offsets within stay right;
 *  what is not UTF-8 becomes U+FFFD. */
void onr_record_put_flat(onr_writer *w, onr_slice text);

/** The bytes of a span of the document's text; empty for an empty span, whatever the text is. */
static inline onr_slice onr_record_piece(const onr_doc *doc, onr_span span)
{
    if (span.start_byte >= span.end_byte) return (onr_slice){"", 0};
    return (onr_slice){onr_doc_text(doc).ptr + span.start_byte, span.end_byte - span.start_byte};
}

#endif
