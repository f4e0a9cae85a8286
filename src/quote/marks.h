/*
 * marks.h - which tokens are quotation marks, and how each stands between its neighbours.
 *
 * A mark has a family (double or single; guillemets count as double, single guillemets as single),
 * a shape within the family, and three costs: what it would mean to call it an opening mark, a
 * closing mark, or none at all. pair.h chooses among them for a whole paragraph.
 *
 * Costs are small whole numbers; 0 is "just as it should be", 3 "ambiguous", 12 "against the rule".
 */
#ifndef ONR_QUOTE_MARKS_H
#define ONR_QUOTE_MARKS_H

#include "doc/doc.h"

enum { ONR_MARK_DOUBLE = 0, ONR_MARK_SINGLE = 1 };

/** The same shapes serve both families: LEFT is both U+201C and U+2018. */
typedef enum onr_shape {
    ONR_SHAPE_STRAIGHT,
    ONR_SHAPE_LEFT,  /* U+201C, U+2018 */
    ONR_SHAPE_RIGHT, /* U+201D, U+2019 */
    ONR_SHAPE_LOW,   /* U+201E, U+201A */
    ONR_SHAPE_REV,   /* U+201F, U+201B */
    ONR_SHAPE_TICK,  /* one or two grave accents */
    ONR_SHAPE_PRIME, /* two apostrophes; an acute accent */
    ONR_SHAPE_ANGLE_LEFT,
    ONR_SHAPE_ANGLE_RIGHT,
    ONR_SHAPE_COUNT
} onr_shape;

/** One mark, ready for pairing. */
typedef struct onr_mark {
    uint32_t token;
    uint8_t family;
    uint8_t shape;
    uint8_t left, right; /* what stands beside it; see marks.c */
    int8_t open, close, ignore; /* costs; `close` without that of the pair's shapes */
    bool reopens;               /* a double mark that opens right after the end of a sentence */
    bool measure;               /* after a digit: may be feet, inches or minutes */
} onr_mark;

/** Finds the marks of one paragraph in order; start from onr_marks_start(). */
typedef struct onr_marks {
    const onr_doc *doc;
    onr_range paragraph;
    uint32_t at;        /* next token to look at */
    uint32_t group_end; /* end of the run of marks without space that `at` is in */
    uint8_t left, right; /* what stands around that run */
    bool swap;           /* the run is three apostrophes cut the wrong way: '' and ' */
} onr_marks;

/** True when token `i` is a quotation mark or may be one. Cost: one look-up for other tokens. */
bool onr_mark_is(const onr_doc *doc, uint32_t i, uint8_t *family, uint8_t *shape);

void onr_marks_start(onr_marks *marks, const onr_doc *doc, onr_range paragraph);

/** The next mark; false when the paragraph has no more. Cost: linear over all calls. */
bool onr_marks_next(onr_marks *marks, onr_mark *out);

/** True for shapes of one set: straight, curly (with low ones), typewriter or guillemets. */
bool onr_shape_same_set(uint8_t a, uint8_t b);

#endif
