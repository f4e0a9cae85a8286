/*
 * voice.h - different speakers of the whole store, each with its sums.
 *
 * A voice is who is called the same in everything: name, kind, role, affiliation and person. The
 * speakers of documents point to it, so that what they are called is stored once. Its sums count
 * what is shown of it: they follow each document in the transaction that changes it, so that a list
 * of speakers costs a page. Around every change of what is shown of a document, call
 *
 *     onr_voices_discount(db, document);
 *     ...
 *     onr_voices_count(db, document);
 */
#ifndef ONR_STORE_VOICE_H
#define ONR_STORE_VOICE_H

#include "sql/db.h"

typedef struct onr_voice {
    onr_slice name, kind;        /* never absent */
    onr_slice role, affiliation; /* may be absent */
    int64_t person;              /* or 0 */
} onr_voice;

/** The row of a voice, made when it is new; 0 on failure. */
int64_t onr_voice_put(onr_db *db, const onr_voice *voice);

/** Add what is shown of a document to the sums, or take it out of them. Taking out costs a step for
 *  each statement of a voice that has this document's day as its first or last, alone. */
bool onr_voices_count(onr_db *db, int64_t document);
bool onr_voices_discount(onr_db *db, int64_t document);

/** For a store of before: voices of all speakers, whose rows still tell what they are called. */
bool onr_voices_fill(onr_db *db);

/** Count anew, and see whether the sums are that; of months only all of them together. */
bool onr_voices_agree(onr_db *db);

#endif
