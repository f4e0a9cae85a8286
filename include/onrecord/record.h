/*
 * onrecord/record.h - prints a document's record.
 *
 * Formats: "jsonl" (one JSON object and a line feed, schema "onrecord/1", docs/formats/record.md),
 * "text" (for people), "brat" (standoff annotation as PolNeAR has it), "conllu" (a token a
 * line). The same document, model and options always give the same bytes, in every locale. Records
 * of several documents may simply be appended to each other.
 */
#ifndef ONRECORD_RECORD_H
#define ONRECORD_RECORD_H

#include <onrecord/doc.h>
#include <onrecord/model.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum onr_format {
    ONR_FORMAT_TEXT,
    ONR_FORMAT_JSONL,
    ONR_FORMAT_BRAT,
    ONR_FORMAT_CONLLU,
    ONR_FORMAT_PLAIN
} onr_format;

/** How to print; start from {0}. */
typedef struct onr_record_options {
    bool colour;       /**< text format only: ANSI colours; without, no byte below 0x20 but "\n" */
    uint32_t columns;  /**< text format only: wrap at this width; 0 for 80 */
} onr_record_options;

/** A growing buffer the caller owns; start from {0}, reuse freely, release with
 *  onr_buffer_free(). */
typedef struct onr_buffer {
    char *ptr;
    size_t len;
    size_t capacity;
    const onr_alloc *alloc; /**< NULL for malloc; must outlive the buffer */
} onr_buffer;

/** The format of that name. @return false when there is none. */
ONR_API bool onr_format_find(onr_format *out, const char *name);

/**
 * Append a document's record to a buffer.
 *
 * @param doc      the document.
 * @param model    named in the record; NULL leaves "model" null.
 * @param options  NULL for the defaults.
 * @param err      filled on failure, may be NULL.
 * @return ONR_OK; ONR_ENOMEM; ONR_EUSAGE for a NULL buffer or document or an unknown format. On
 *         failure the buffer's length and the bytes before it are what they were.
 *
 * Cost: linear in the text and in what was found.
 */
ONR_API onr_status onr_record_write(onr_buffer *out, const onr_doc *doc, const onr_model *model,
                                    onr_format format, const onr_record_options *options,
                                    onr_error *err);

/** Release the buffer's memory and make it {0} again, keeping its allocator. */
ONR_API void onr_buffer_free(onr_buffer *buffer);

#ifdef __cplusplus
}
#endif

#endif
