/*
 * onrecord/export.h - what is in a store, printed.
 *
 * Hits as text, JSON Lines, CSV or Web Annotations; documents as records, standoff or an article
 * with its statements marked. Text for people goes through the same guard as records do: no control
 * characters, no bidirectional overrides. CSV is safe to open in a spreadsheet: a value that a
 * spreadsheet would take for a formula gets an apostrophe in front.
 */
#ifndef ONRECORD_EXPORT_H
#define ONRECORD_EXPORT_H

#include <onrecord/query.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum onr_export_format {
    ONR_EXPORT_TEXT,          /**< hits only */
    ONR_EXPORT_JSONL,
    ONR_EXPORT_CSV,
    ONR_EXPORT_BRAT,          /**< documents only */
    ONR_EXPORT_WEBANNOTATION  /**< documents only; one JSON-LD annotation a line */
} onr_export_format;

/** The format of that name: text, jsonl, csv, brat, webannotation. */
ONR_API bool onr_export_format_find(onr_export_format *out, const char *name);

/** The first line of a table: CSV only, nothing for other formats. */
ONR_API onr_status onr_hit_write_head(onr_buffer *out, onr_export_format format, onr_error *err);

/** Append a hit. @return ONR_OK; ONR_ENOMEM; ONR_EUSAGE for a format that has no hits. */
ONR_API onr_status onr_hit_write(onr_buffer *out, const onr_hit *hit, onr_export_format format,
                                 const onr_record_options *options, onr_error *err);

/** The same for speakers: text, jsonl or csv. */
ONR_API onr_status onr_speaker_write_head(onr_buffer *out, onr_export_format format,
                                          onr_error *err);
ONR_API onr_status onr_speaker_write(onr_buffer *out, const onr_speaker_row *row,
                                     onr_export_format format, const onr_record_options *options,
                                     onr_error *err);

/** Append a document's article with its statements marked, and a list of them. */
ONR_API onr_status onr_store_show(onr_buffer *out, onr_store *store, uint64_t document,
                                  const onr_record_options *options, onr_error *err);

/**
 * Append a document's record, corrections laid over it, as one JSON object with a line feed. Beside
 * the members of the schema it has the numbers of the store: "number" of the document; for each
 * attribution "statement", "family" or null, "reviewed" or null; for each speaker "person" or null.
 *
 * @return ONR_EUSAGE when there is no such document; ONR_EFORMAT when its text is missing or
 *         damaged.
 */
ONR_API onr_status onr_store_record(onr_buffer *out, onr_store *store, uint64_t document,
                                    onr_error *err);

/** A document that is being exported; borrowed for the call. */
typedef struct onr_export_item {
    uint64_t document;
    onr_slice name;
    onr_slice text;   /**< of the document */
    onr_slice output; /**< in the format asked for */
} onr_export_item;

/** Answers false to stop. */
typedef bool (*onr_export_fn)(void *ctx, const onr_export_item *item);

/**
 * Export all documents in the order in which they were added, as jsonl, brat, csv or
 * webannotation. Corrections are laid over them; `reviewed` statements carry a member of that name
 * in jsonl.
 *
 * @param corrected  only documents with corrections in force, e.g. as training data.
 * @return ONR_OK when every document was handed over; ONR_END when `take` stopped it; ONR_EFORMAT
 *         when a text is missing or damaged; ONR_EUSAGE for another format.
 */
ONR_API onr_status onr_store_export(onr_store *store, onr_export_format format, bool corrected,
                                    onr_export_fn take, void *ctx, onr_error *err);

#ifdef __cplusplus
}
#endif

#endif
