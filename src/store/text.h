/*
 * text.h - the stored texts.
 */
#ifndef ONR_STORE_TEXT_H
#define ONR_STORE_TEXT_H

#include "store/store.h"

/** The text of a document, inflated into the arena; absent when it is missing or damaged, and then
 *  only lack of memory is a failure of the database. */
bool onr_text_load(onr_db *db, int64_t document, onr_slice *text, onr_arena *arena);

/** As above, with the record's members that have no table: `"name":value,…`, or absent. */
bool onr_text_load_all(onr_db *db, int64_t document, onr_slice *text, onr_slice *extra,
                       onr_arena *arena);

/** Places as text, "16-24 30-41". `out` is in the arena; absent without memory. */
onr_slice onr_places_text(const onr_place *places, uint32_t count, onr_arena *arena);

/** The other way. False when it is no list of places, or they are empty or out of order. */
bool onr_places_parse(onr_place **out, uint32_t *count, onr_slice text, onr_arena *arena);

/** The passages of a part joined as the record joins them, in the arena; absent without memory. */
onr_slice onr_places_quote(const onr_points *points, const onr_place *places, uint32_t count,
                           onr_arena *arena);

/** The places of a statement, in the arena. */
bool onr_places_load(onr_db *db, int64_t statement, onr_entry_part parts[ONR_PART_COUNT],
                     onr_arena *arena);

#endif
