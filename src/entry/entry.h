/*
 * entry.h - a record that is read back: one line of schema "onrecord/1", taken apart.
 *
 * The store and the verifier work on records, not on documents, so what a later stage adds to the
 * record reaches them without a change here: members that this reader does not know are kept as
 * they are written (`extra`). Offsets count code points, as in the record.
 *
 *     onr_entry entry;
 *     onr_entry_init(&entry, alloc);
 *     while (next_line(&line)) {
 *         if (onr_entry_parse(&entry, line, &err) != ONR_OK) complain(&err);
 *         else use(&entry);                       // until the next parse
 *     }
 *     onr_entry_deinit(&entry);
 *
 * Slices point into the line, into the entry's arena or into its buffer of extras.
 */
#ifndef ONR_ENTRY_ENTRY_H
#define ONR_ENTRY_ENTRY_H

#include <onrecord/record.h>

#include "base/arena.h"
#include "entry/points.h"

/* Most attributions, speakers, entities or warnings of one record that are taken. */
#define ONR_ENTRY_MAX_ITEMS (1u << 24)

typedef enum onr_part_role { ONR_SOURCE, ONR_CUE, ONR_CONTENT, ONR_PART_COUNT } onr_part_role;

typedef struct onr_entry_part {
    onr_place *places;
    uint32_t count; /* 0: not there */
    uint32_t capacity;
    onr_slice text; /* as the record has it */
} onr_entry_part;

typedef struct onr_entry_attribution {
    uint32_t number;  /* "id" */
    uint32_t parent;  /* or ONR_NONE */
    uint32_t speaker; /* or ONR_NONE */
    uint32_t thousandths; /* confidence */
    uint32_t speaker_thousandths; /* of the speaker; or ONR_NONE */
    uint8_t form, act;
    bool negated;
    onr_entry_part parts[ONR_PART_COUNT];
    onr_slice lemma;
    onr_slice extra; /* other members that are not null: `"name":value,…`, or empty */
} onr_entry_attribution;

typedef struct onr_entry_speaker {
    uint32_t number;
    uint32_t entity; /* or ONR_NONE */
    bool named;
    onr_slice name, kind, role, affiliation;
    onr_slice mentions; /* JSON as written; absent when null */
    onr_slice extra;
} onr_entry_speaker;

typedef struct onr_entry_entity {
    uint32_t number;
    onr_slice name, type;
    onr_slice mentions, roles, affiliations; /* JSON as written */
    onr_slice extra;
} onr_entry_entity;

typedef struct onr_entry_warning {
    onr_place place;
    onr_slice kind, text, why;
} onr_entry_warning;

typedef struct onr_entry {
    const onr_alloc *alloc;
    onr_arena arena;
    onr_buffer extras;
    onr_points points; /* of the text */

    onr_slice id, text, sha256; /* the hash in hexadecimal */
    onr_slice model_name, model_version, model_sha256;
    onr_slice title, url, published, modified, site, language, section;
    onr_slice byline; /* JSON as written */
    onr_slice extra;

    onr_entry_attribution *attributions;
    uint32_t attribution_count, attribution_capacity;
    onr_entry_speaker *speakers;
    uint32_t speaker_count, speaker_capacity;
    onr_entry_entity *entities;
    uint32_t entity_count, entity_capacity;
    onr_entry_warning *warnings;
    uint32_t warning_count, warning_capacity;
} onr_entry;

/** An empty entry; allocates nothing. `alloc` is borrowed and may be NULL. */
void onr_entry_init(onr_entry *entry, const onr_alloc *alloc);
void onr_entry_deinit(onr_entry *entry);

/** Forget the record but keep the memory. */
void onr_entry_clear(onr_entry *entry);

/**
 * Read one record; what the entry held before is forgotten.
 *
 * @param line  borrowed until the next parse; a JSON object, with or without a line feed.
 * @return ONR_OK; ONR_EFORMAT when it is no record of schema onrecord/1 or not UTF-8; ONR_ELIMIT;
 *         ONR_ENOMEM. It is not checked here that the places fit the text: onr_entry_check().
 */
onr_status onr_entry_parse(onr_entry *entry, onr_slice line, onr_error *err);

/** What a record can be caught at. */
typedef enum onr_fault {
    ONR_FAULT_NONE,
    ONR_FAULT_TEXT,    /* the text is not what its SHA-256 says */
    ONR_FAULT_PLACE,   /* a place lies outside the text, is empty or out of order */
    ONR_FAULT_QUOTE,   /* the words at a place are not those of the record */
    ONR_FAULT_ID       /* an id is not its place in the list, or names nothing */
} onr_fault;

/**
 * Check a record against its own text: the hash, every place, every quoted passage, all ids.
 *
 * @param number  set to the attribution at fault, or ONR_NONE.
 * @return the first fault; nothing else changes.
 *
 * Cost: linear in the text and in the places.
 */
onr_fault onr_entry_check(const onr_entry *entry, uint32_t *number);

/** One sentence about a fault; static. */
const char *onr_fault_text(onr_fault fault);

/** True when the pieces of a part, joined as the record joins them, are `text`. */
bool onr_entry_part_holds(const onr_points *points, const onr_place *places, uint32_t count,
                          onr_slice text);

#endif
