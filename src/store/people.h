/*
 * people.h - who speaks in a document, and who is the same person in others.
 *
 * Speakers come from the record. Where it has none, each source stands for itself: sources of the
 * same words in one document are one speaker of kind "unknown". People are joined across documents
 * when full name (two words or more) and affiliation are the same letter by letter but for case and
 * spaces; an unknown affiliation is only the same as an unknown one. A surname joins nobody.
 */
#ifndef ONR_STORE_PEOPLE_H
#define ONR_STORE_PEOPLE_H

#include "entry/entry.h"
#include "sql/db.h"

typedef struct onr_people {
    const onr_entry *entry; /* borrowed */
    onr_arena *arena;       /* borrowed */
    int64_t document;
    int64_t *speakers;      /* [entry->speaker_count] rows */
    struct onr_people_source {
        onr_slice text;
        int64_t row;
    } *sources;             /* [slots] open addressing */
    uint32_t slots;         /* a power of two */
} onr_people;

/** Start with a document; false without memory. */
bool onr_people_init(onr_people *people, const onr_entry *entry, int64_t document,
                     onr_arena *arena);

/** Write the record's speakers and their persons. */
bool onr_people_put_speakers(onr_people *people, onr_db *db);

/** The row of an attribution's speaker, made when its source is new; 0 without source.
 *  `speaker` is set to what the record says of it, NULL when there is only a source. */
int64_t onr_people_speaker(onr_people *people, onr_db *db, const onr_entry_attribution *a,
                           const onr_entry_speaker **speaker);

/** Write one speaker; answers its row, 0 on failure. `number` ONR_NONE for one without. */
int64_t onr_people_put(onr_db *db, int64_t document, int origin, const onr_entry_speaker *speaker,
                       onr_arena *arena);

#endif
