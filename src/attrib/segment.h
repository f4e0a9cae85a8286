/*
 * segment.h - what the heads read: rows of states and the tokens they stand for.
 *
 * A window of the text is one segment; so is each content that is read again for attributions
 * nested in it, whose tokens need not be adjacent.
 */
#ifndef ONR_ATTRIB_SEGMENT_H
#define ONR_ATTRIB_SEGMENT_H

#include <stdint.h>

typedef struct onr_segment {
    const uint8_t *states;  /* [count][width], borrowed from the encoder's rows */
    const uint32_t *tokens; /* [count] index of each row's token in the document */
    const uint8_t *quoted;  /* [count] ONR_QUOTED_* bits as this reading sees them */
    const uint8_t *in_cue;  /* [count] whether the row is part of a cue */
    uint32_t count;
    uint32_t parent;        /* candidate that is read again, or ONR_NONE */
} onr_segment;

#endif
