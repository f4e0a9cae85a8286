/*
 * pair.h - decides for each mark of a paragraph whether it opens, closes or is none at all.
 *
 * The marks are read as a sequence in which each choice costs something (marks.h) and choices must
 * nest; the cheapest reading of the whole is taken (Viterbi's algorithm). The state is the stack of
 * open families, at most ONR_PAIR_DEPTH deep: a few tens of states, so that time is linear in the
 * marks. No mark is looked at twice, whatever stands in the paragraph.
 */
#ifndef ONR_QUOTE_PAIR_H
#define ONR_QUOTE_PAIR_H

#include "quote/marks.h"

/** How deep quotations nest; deeper marks are left unpaired. */
#define ONR_PAIR_DEPTH 4
/** A state is a 1 bit followed by one bit for each open quotation, its family; 1 is "none". */
#define ONR_PAIR_STATES (2u << ONR_PAIR_DEPTH)
/** Longest run of marks that is read at once; a longer paragraph is read in such pieces. */
#define ONR_PAIR_WINDOW 1024

typedef enum onr_choice {
    ONR_CHOICE_NONE,   /* an apostrophe, or a mark without a partner */
    ONR_CHOICE_OPEN,
    ONR_CHOICE_CLOSE,
    ONR_CHOICE_RESTART, /* the double quotation that is open ended unmarked before this one opens */
    ONR_CHOICE_REOPEN   /* the one that is open goes on: this mark began a paragraph once */
} onr_choice;

/** The cheapest reading that ends in a state. `shapes` holds those of the open marks, four bits
 *  each, the innermost lowest. */
typedef struct onr_reading {
    int32_t cost;
    uint32_t shapes;
} onr_reading;

/** Working memory for one window of marks. About 50 KiB; reused from paragraph to paragraph. */
typedef struct onr_pairing {
    onr_mark marks[ONR_PAIR_WINDOW];
    uint8_t choices[ONR_PAIR_WINDOW]; /* the answer: onr_choice */
    uint8_t steps[ONR_PAIR_WINDOW][ONR_PAIR_STATES];
    uint32_t count;
    onr_reading now[ONR_PAIR_STATES];
} onr_pairing;

/** Begin a paragraph: nothing is open. */
void onr_pair_start(onr_pairing *pairing);

/**
 * Choose for marks[0, count) and keep the state reached for a next window.
 *
 * @param last  the paragraph ends here: what stays open now stays unclosed.
 * @param next  shape of the double mark that begins the next paragraph, or ONR_SHAPE_COUNT; a
 *              quotation that goes on there may stay open cheaply.
 *
 * Single marks are never left open: without a partner in the window they are no marks.
 */
void onr_pair_solve(onr_pairing *pairing, bool last, uint8_t next);

#endif
