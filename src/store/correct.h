/*
 * correct.h - laying the corrections over what the model said (<onrecord/correct.h>).
 *
 * The tables correction and correction_field are the truth; the rows with origin "person" and the
 * states of the model's rows follow from them, and can be made again at any time.
 */
#ifndef ONR_STORE_CORRECT_H
#define ONR_STORE_CORRECT_H

#include <onrecord/correct.h>

#include "store/store.h"

/** Make a document's statements what the corrections of its text say. Nothing is done, at the cost
 *  of one look-up, when there are none. False with the failure kept in the database. */
bool onr_correct_apply(onr_store *store, int64_t document);

#endif
