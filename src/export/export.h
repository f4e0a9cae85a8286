/*
 * export.h - what the writers of the formats share.
 */
#ifndef ONR_EXPORT_EXPORT_H
#define ONR_EXPORT_EXPORT_H

#include <onrecord/export.h>

#include "base/buffer.h"
#include "store/load.h"

/** The words of the record. Static. */
const char *onr_form_name(unsigned form);
const char *onr_act_name(unsigned act);

void onr_hit_text(onr_writer *w, const onr_hit *hit, const onr_record_options *options);
void onr_hit_jsonl(onr_writer *w, const onr_hit *hit);
void onr_hit_csv_head(onr_writer *w);
void onr_hit_csv(onr_writer *w, const onr_hit *hit);

/** Numbers of the store for a loaded document; 0 for none. */
typedef struct onr_numbers {
    uint64_t document;
    int64_t *families; /* [entry->attribution_count] */
    int64_t *persons;  /* [entry->speaker_count] */
} onr_numbers;

/** As onr_entry_jsonl(), with numbers. */
void onr_entry_numbered(onr_writer *w, const onr_entry *entry, const onr_loaded *loaded,
                        const onr_numbers *numbers);

/** A loaded document as a record; the same members as `onrecord read` prints. */
void onr_entry_jsonl(onr_writer *w, const onr_entry *entry, const onr_loaded *loaded);
void onr_entry_brat(onr_writer *w, const onr_entry *entry, const onr_loaded *loaded);
void onr_entry_webannotation(onr_writer *w, const onr_entry *entry, const onr_loaded *loaded);
void onr_entry_csv(onr_writer *w, const onr_entry *entry, const onr_loaded *loaded);
void onr_entry_show(onr_writer *w, const onr_entry *entry, const onr_loaded *loaded,
                    const onr_record_options *options, onr_arena *arena);

/** Places as a list's members, "[1,2],[3,4]", without the brackets around them. */
void onr_put_places(onr_writer *w, const onr_place *places, uint32_t count);

/** A string, or null when it is absent. */
void onr_put_json_or_null(onr_writer *w, onr_slice value);

/** The outlet: the publication or the host of the address. */
onr_slice onr_entry_outlet(const onr_entry *entry);

/** The speaker of an attribution, NULL when the entry has none. */
const onr_entry_speaker *onr_entry_find_speaker(const onr_entry *entry, uint32_t number);

#endif
