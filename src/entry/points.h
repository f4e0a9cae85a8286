/*
 * points.h - from code points to bytes of a text.
 *
 * Records count code points, memory counts bytes. An ASCII text needs no index; others get the byte
 * of every 64th code point.
 */
#ifndef ONR_ENTRY_POINTS_H
#define ONR_ENTRY_POINTS_H

#include "base/arena.h"

typedef struct onr_points {
    onr_slice text;  /* borrowed; well-formed UTF-8, under 4 GiB */
    uint32_t count;  /* code points in it */
    uint32_t *bytes; /* [count / 64 + 1] in the arena; NULL for ASCII */
} onr_points;

/** Count and index. False when memory is short. Cost: one walk over a text that is not ASCII. */
bool onr_points_init(onr_points *points, onr_slice text, onr_arena *arena);

/** The byte at which a code point begins; the text's length for `count` and beyond. */
uint32_t onr_points_byte(const onr_points *points, uint32_t codepoint);

/** The text of code points [begin, end), clamped to the text. */
onr_slice onr_points_piece(const onr_points *points, uint32_t begin, uint32_t end);

#endif
