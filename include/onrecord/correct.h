/*
 * onrecord/correct.h - what people say about a statement, beside what the model said.
 *
 * A correction confirms, rejects or edits one statement. It is tied to the text's SHA-256 and to
 * the places of content and cue as the model gave them, never to something similar: it holds for
 * every document with that text, and after the text was read again by another model. It wins in
 * every view. Nothing is ever changed or removed in the list of corrections; to take one back is a
 * further entry.
 */
#ifndef ONRECORD_CORRECT_H
#define ONRECORD_CORRECT_H

#include <onrecord/store.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum onr_correct_action {
    ONR_CORRECT_CONFIRM,
    ONR_CORRECT_REJECT,
    ONR_CORRECT_EDIT,
    ONR_CORRECT_UNDO /**< only in lists */
} onr_correct_action;

/** What can be edited. Values are text: speaker, role and affiliation are words; form and act the
 *  words of the record; negated "true" or "false"; source, cue and content places in code points,
 *  "16-24" or "0-15 30-41". The empty value means "none". */
typedef enum onr_field {
    ONR_FIELD_SPEAKER,
    ONR_FIELD_ROLE,
    ONR_FIELD_AFFILIATION,
    ONR_FIELD_FORM,
    ONR_FIELD_ACT,
    ONR_FIELD_NEGATED,
    ONR_FIELD_SOURCE,
    ONR_FIELD_CUE,
    ONR_FIELD_CONTENT,
    ONR_FIELD_COUNT
} onr_field;

/** The field's name, e.g. "affiliation". Static. */
ONR_API const char *onr_field_name(onr_field field);

typedef struct onr_correction {
    onr_correct_action action;
    onr_slice author;                 /**< needed */
    onr_slice reason;                 /**< may be absent */
    onr_slice fields[ONR_FIELD_COUNT]; /**< with ONR_CORRECT_EDIT; absent ones stay as they are */
} onr_correction;

/**
 * Correct a shown or rejected statement.
 *
 * @param statement  its id, as a search gives it.
 * @param number     set to the correction's number; may be NULL.
 * @param now        set to the id under which the statement is shown now, 0 when it is rejected;
 *                   may be NULL.
 * @return ONR_OK; ONR_EUSAGE when there is no such statement, no author, or a value makes no sense
 *         (`err` says which); ONR_EIO, ONR_ENOMEM. On failure nothing has changed.
 */
ONR_API onr_status onr_store_correct(onr_store *store, uint64_t statement,
                                     const onr_correction *correction, uint64_t *number,
                                     uint64_t *now, onr_error *err);

/** Take a correction back, or take back that it was taken back. @return as above. */
ONR_API onr_status onr_store_undo(onr_store *store, uint64_t number, onr_slice author,
                                  onr_slice reason, uint64_t *undo, onr_error *err);

/** One entry of the list; borrowed for the call. */
typedef struct onr_correction_entry {
    uint64_t number;
    uint64_t undoes; /**< 0 but for ONR_CORRECT_UNDO */
    onr_correct_action action;
    bool active;     /**< not undone */
    onr_slice at;    /**< time, ISO 8601 in UTC */
    onr_slice author, reason;
    onr_slice document;  /**< name of the first document with that text; absent when none is left */
    onr_slice content;   /**< places of the statement's content when the correction was made */
    onr_slice text_sha256; /**< in hexadecimal */
    struct {
        bool changed;
        onr_slice before, after;
    } fields[ONR_FIELD_COUNT];
} onr_correction_entry;

/** Answers false to stop. */
typedef bool (*onr_correction_fn)(void *ctx, const onr_correction_entry *entry);

/** Which corrections; start from {0}. */
typedef struct onr_correction_query {
    uint64_t document; /**< only those that hold for it; 0 for all */
    uint64_t after;    /**< only those with a higher number */
    uint32_t limit;    /**< 0 for all */
} onr_correction_query;

/** List corrections, oldest first. @return ONR_END when `take` stopped it. */
ONR_API onr_status onr_store_list_corrections(onr_store *store, const onr_correction_query *query,
                                              onr_correction_fn take, void *ctx, onr_error *err);

/** List all corrections, oldest first. @return ONR_END when `take` stopped it. */
ONR_API onr_status onr_store_corrections(onr_store *store, onr_correction_fn take, void *ctx,
                                         onr_error *err);

#ifdef __cplusplus
}
#endif

#endif
