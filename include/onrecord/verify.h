/*
 * onrecord/verify.h - does a record still say what its text says?
 *
 * Checked are the text against its SHA-256, every place against the text, every quoted passage
 * letter by letter, and that ids are whole. With originals, the text is also compared with theirs.
 *
 *     onr_verifier *v;
 *     onr_verifier_open(&v, NULL, &err);
 *     onr_verifier_add_original(v, &in, &err);           // as often as wanted
 *     onr_verifier_check_store(v, store, say, NULL, &err);
 *     if (onr_verifier_counts(v)->altered > 0) ...
 */
#ifndef ONRECORD_VERIFY_H
#define ONRECORD_VERIFY_H

#include <onrecord/store.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct onr_verifier onr_verifier;

typedef enum onr_verdict {
    ONR_VERIFIED,
    ONR_ALTERED, /**< something is not what the record says */
    ONR_MISSING  /**< a text, or the original of one, is not there */
} onr_verdict;

/** What was found out about one document; borrowed for the call. */
typedef struct onr_verify_item {
    onr_verdict verdict;
    onr_slice name;       /**< the document's id; absent where the record cannot be read */
    uint32_t attribution; /**< the first at fault, or ONR_NONE */
    const char *why;      /**< one plain sentence */
} onr_verify_item;

typedef struct onr_verify_counts {
    uint64_t verified, altered, missing; /**< documents */
    uint64_t statements;                 /**< looked at */
} onr_verify_counts;

/** Takes one document; answers false to stop. */
typedef bool (*onr_verify_fn)(void *ctx, const onr_verify_item *item);

ONR_API onr_status onr_verifier_open(onr_verifier **out, const onr_alloc *alloc, onr_error *err);

/** Add an original: from now on each record must have the text of the original of its id. Memory:
 *  48 bytes and a few each. Of two with the same id either will do. */
ONR_API onr_status onr_verifier_add_original(onr_verifier *v, const onr_input *in,
                                             onr_error *err);

/** Check one record, a line of JSON. What is no record is altered. @return ONR_OK; ONR_END when
 *  `take` stopped it; ONR_ENOMEM. */
ONR_API onr_status onr_verifier_check_record(onr_verifier *v, onr_slice line, onr_verify_fn take,
                                             void *ctx, onr_error *err);

/** Check stores with `jobs` threads, at most 256; 0 or 1 uses the calling thread alone. What is
 *  handed out is the same, and in the same order, for any number. Where not all can be started,
 *  fewer do the work. An allocator must then bear calls from several threads. */
ONR_API void onr_verifier_set_jobs(onr_verifier *v, uint32_t jobs);

/** Check every document of a store: what the model said, and what people made of it. `take` is
 *  called by the calling thread only. */
ONR_API onr_status onr_verifier_check_store(onr_verifier *v, onr_store *store, onr_verify_fn take,
                                            void *ctx, onr_error *err);

/** The sums so far. Owned by the verifier. */
ONR_API const onr_verify_counts *onr_verifier_counts(const onr_verifier *v);

/** NULL is allowed. */
ONR_API void onr_verifier_close(onr_verifier *v);

#ifdef __cplusplus
}
#endif

#endif
