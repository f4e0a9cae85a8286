/*
 * packed.h - places and names in few bytes, for what is only read back whole.
 *
 * Numbers are those of base/varint.h, signed ones folded. A list of places is, for each, its
 * beginning less the end of the one before, signed, and its length. Places that end before they
 * begin become empty ones.
 *
 * The places of a statement: a byte with how many pieces source, cue and content have, two bits
 * each from the low end on (3: the number follows), then all of them as one list.
 *
 * Mentions: 0 and JSON as it was written; or how many, and 1, and the list.
 *
 * The names of a document, one after the other: flags; the number less the one that is expected,
 * if flag 1; mentions, as above, but with the length of what is JSON; name and type: 0 for none, 1
 * and a text, or 2 and more for "the words at mention n - 2" and for a known type; roles,
 * affiliations and other members, if flag 2: each 0 for none, or its length and 1, and JSON.
 */
#ifndef ONR_STORE_PACKED_H
#define ONR_STORE_PACKED_H

#include "entry/entry.h"

/* What is packed is in the arena; absent without memory. */
onr_slice onr_packed_places(const onr_entry_part parts[ONR_PART_COUNT], onr_arena *arena);
onr_slice onr_packed_mentions(onr_slice json, onr_arena *arena);
onr_slice onr_packed_entities(const onr_entry_entity *entities, uint32_t count,
                              const onr_points *points, onr_arena *arena);

/**
 * The other way, into the arena. False only without memory: bytes that make no sense answer no
 * places, absent mentions, or the entities before them.
 */
bool onr_unpack_places(onr_entry_part parts[ONR_PART_COUNT], onr_slice bytes, onr_arena *arena);
bool onr_unpack_mentions(onr_slice *json, onr_slice bytes, onr_arena *arena);
bool onr_unpack_entities(onr_entry_entity **entities, uint32_t *count, onr_slice bytes,
                         const onr_points *points, onr_arena *arena);

#endif
