/*
 * remove.h - take a reading of a document away, to make room for another.
 */
#ifndef ONR_STORE_REMOVE_H
#define ONR_STORE_REMOVE_H

#include "store/store.h"

/** Remove statements, speakers, entities and warnings; the document and its text stay, and all
 *  corrections. False with the failure kept in the database. */
bool onr_remove_reading(onr_store *store, int64_t document);

/** The ids of a document's statements with that origin, in the arena; -1 for any. False on
 *  failure. */
bool onr_statement_ids(onr_store *store, int64_t document, int origin, int64_t **ids,
                       uint32_t *count);

#endif
