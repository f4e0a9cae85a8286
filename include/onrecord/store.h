/*
 * onrecord/store.h - records kept in one SQLite file, to be searched, checked and corrected.
 *
 * A store takes records (onrecord/record.h, format "jsonl") and keeps their texts, statements and
 * speakers in tables that other programs can read too (docs/formats/store.md). One program writes
 * at a time, any number read; a reader sees whole transactions. A store object belongs to one
 * thread at a time; open another for another thread.
 *
 *     onr_store *store;
 *     if (onr_store_open(&store, "record.db", ONR_STORE_CREATE, NULL, &err) != ONR_OK) ...
 *     onr_store_item items[] = {{.record = {line, len}}};
 *     onr_store_add(store, items, 1, &err);        // items[0].outcome tells what became of it
 *     onr_store_close(store);
 *
 * A document is what has the same text, address (url) and publication (site): adding it again
 * changes nothing, unless another model has read it; then the new reading takes the place of the
 * old one and corrections made by people are laid over it.
 */
#ifndef ONRECORD_STORE_H
#define ONRECORD_STORE_H

#include <onrecord/doc.h>
#include <onrecord/model.h>
#include <onrecord/record.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct onr_store onr_store;

typedef enum onr_store_mode {
    ONR_STORE_READ,  /**< must exist; nothing is changed */
    ONR_STORE_WRITE, /**< must exist */
    ONR_STORE_CREATE /**< made when it is not there */
} onr_store_mode;

/**
 * Open a store.
 *
 * @param alloc  for the library's own memory, copied; NULL for malloc. SQLite has its own.
 * @return ONR_OK; ONR_EIO when the file cannot be opened, written or locked; ONR_EFORMAT when it is
 *         no store, or one that a newer version made; ONR_ENOMEM.
 */
ONR_API onr_status onr_store_open(onr_store **out, const char *path, onr_store_mode mode,
                                  const onr_alloc *alloc, onr_error *err);

/**
 * Give the calls that follow so many milliseconds from now, all together; 0 takes the limit away.
 * A call that is not done by then ends with ONR_ETIME, and may have handed out a part. For reading:
 * calls that write fail likewise, and write nothing. SQLite looks at the clock between steps of its
 * own, so that one step, as an intersection of long lists of words, may go on a little.
 */
ONR_API void onr_store_allow(onr_store *store, uint32_t milliseconds);

/** Close. NULL is allowed. */
ONR_API void onr_store_close(onr_store *store);

/** What became of a record. */
typedef enum onr_stored {
    ONR_STORED_NOT,   /**< not stored: `error` says why */
    ONR_STORED_NEW,
    ONR_STORED_KNOWN, /**< it was there already, read by the same model; nothing has changed */
    ONR_STORED_AGAIN  /**< it was there as another model read it; now as this one does */
} onr_stored;

/** A SHA-256 of an input and the model that reads it. */
typedef struct onr_input_tag {
    uint8_t bytes[32];
    bool set;
} onr_input_tag;

/** One record to add. */
typedef struct onr_store_item {
    onr_slice record;    /**< in: one line of schema onrecord/1 */
    onr_input_tag tag;   /**< in: what onr_store_knows() gave for its input; may be unset */
    onr_stored outcome;  /**< out */
    uint64_t document;   /**< out: its number in the store; 0 when not stored */
    onr_error error;     /**< out, with ONR_STORED_NOT */
} onr_store_item;

/**
 * Add records in one transaction.
 *
 * Each record is checked against its own text first (hash, places, quotations, ids); one that is
 * unsound is left out and the others are stored. When this call returns ONR_OK, what is stored
 * survives the end of the program; otherwise nothing is stored and the store is as before.
 *
 * @return ONR_OK, whatever the outcomes; ONR_EIO (disk full, locked for more than ten seconds,
 *         read-only), ONR_EFORMAT (the file is damaged), ONR_ENOMEM, each also in every item.
 *
 * Cost: linear in the records; the write lock is held meanwhile.
 */
ONR_API onr_status onr_store_add(onr_store *store, onr_store_item *items, uint32_t count,
                                 onr_error *err);

/**
 * Put together what adding has left in pieces, and give back what nobody uses: for the end of a
 * run. The store is sound without; it takes less room after it.
 *
 * @param added  documents that the run added. Where they are half of the store or more, and it has
 *               256 MB at most, the whole file is written anew.
 * @return ONR_OK, or as onr_store_add(). Cost: a few megabytes are written, or the file once.
 */
ONR_API onr_status onr_store_tidy(onr_store *store, uint64_t added, onr_error *err);

/** Say whether an input has been added as this model (or NULL: none) reads it, so that it need not
 *  be read again. Fills the tag to add it with. After a failure the answer is false. */
ONR_API bool onr_store_knows(onr_store *store, const onr_model *model, const onr_input *in,
                             onr_input_tag *tag);

/** How much there is. */
typedef struct onr_store_counts {
    uint64_t documents;
    uint64_t statements; /**< shown ones */
    uint64_t corrections;
} onr_store_counts;

ONR_API onr_status onr_store_count(onr_store *store, onr_store_counts *out, onr_error *err);

#ifdef __cplusplus
}
#endif

#endif
