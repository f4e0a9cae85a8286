/*
 * onrecord/family.h - the same words in different reports.
 *
 * While records are added, statements of nearly the same words join a family, one of each document.
 * Here families are listed, with what each member says differently from the earliest.
 */
#ifndef ONRECORD_FAMILY_H
#define ONRECORD_FAMILY_H

#include <onrecord/query.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A piece of a member's content, compared with the earliest member's. */
typedef struct onr_family_piece {
    onr_slice text;
    int8_t kind; /**< 0 in both, 1 only here, -1 only in the earliest */
} onr_family_piece;

typedef struct onr_family_entry {
    uint64_t statement, document;
    onr_slice document_name, title, outlet, published, url;
    onr_slice speaker, cue, content;
    const onr_family_piece *pieces;
    uint32_t piece_count;
    bool differs; /**< in its words, beyond case and punctuation */
} onr_family_entry;

/** A family; its members from the earliest on. Borrowed for the call. */
typedef struct onr_family {
    uint64_t family;
    const onr_family_entry *members;
    uint32_t member_count;
    uint32_t outlet_count;
    bool wording_differs;
    bool speakers_differ; /**< two members name somebody, and not the same */
} onr_family;

typedef bool (*onr_family_fn)(void *ctx, const onr_family *family);

/** Which families; start from {0}. */
typedef struct onr_family_query {
    uint64_t family;       /**< only this one; 0 for all */
    onr_slice words;       /**< only those with a member that has these words */
    uint32_t min_members;  /**< 0 for 2 */
    bool differing;        /**< only those whose wording or speakers differ */
    uint32_t limit;        /**< 0 for all */
    uint32_t skip;         /**< leave out so many first */
} onr_family_query;

/** List families, those with most members first. @return ONR_OK; ONR_END when `take` stopped it;
 *  ONR_EUSAGE, ONR_EIO, ONR_ENOMEM. */
ONR_API onr_status onr_store_families(onr_store *store, const onr_family_query *query,
                                      onr_family_fn take, void *ctx, onr_error *err);

/** The first line of a table: CSV only. */
ONR_API onr_status onr_family_write_head(onr_buffer *out, int format, onr_error *err);

/** Append a family: ONR_EXPORT_TEXT, _JSONL or _CSV by its number (see export.h). In text without
 *  colour, words only here stand in {+…+}, words only in the earliest in [-…-]. */
ONR_API onr_status onr_family_write(onr_buffer *out, const onr_family *family, int format,
                                    const onr_record_options *options, onr_error *err);

#ifdef __cplusplus
}
#endif

#endif
