/*
 * load.h - a document of the store as a record again, with the corrections laid over it.
 */
#ifndef ONR_STORE_LOAD_H
#define ONR_STORE_LOAD_H

#include "store/store.h"

/** What belongs to the attributions of a loaded entry, by their index. */
typedef struct onr_loaded {
    int64_t *ids;       /* [attribution_count] statements */
    uint8_t *reviewed;  /* [attribution_count] 0 no, 1 confirmed, 2 edited */
    uint64_t document;
    bool text_missing;
    bool whole; /* no statement of the model's is missing from the middle */
} onr_loaded;

typedef enum onr_reading {
    ONR_READING_CORRECTED,
    ONR_READING_MACHINE /* what the model said, without any correction */
} onr_reading;

/**
 * Load a document into store->entry: statements that are shown, in text order, numbered anew.
 *
 * @param bare  only what onr_entry_check() looks at: no entities, nothing that has no table.
 * @return false with the failure kept in the database, also when there is no such document.
 */
bool onr_document_load(onr_store *store, int64_t document, onr_reading reading, bool bare,
                       onr_loaded *loaded);

/** The id of the first document above `after`; 0 when there is none. `corrected` only counts those
 *  with corrections in force. */
int64_t onr_document_next(onr_store *store, int64_t after, bool corrected);

#endif
