/*
 * rules.h - what a line is, first by itself, then by its place among the others.
 *
 * Deciding only; nothing here knows documents. A line by itself is often certain ("Sign up for our
 * newsletter"); a short line without a full stop may be a headline, a standfirst, or an item of a
 * list, which only its neighbours tell.
 */
#ifndef ONR_BLOCK_RULES_H
#define ONR_BLOCK_RULES_H

#include "block/line.h"

/* An onr_block_kind where the line tells it, else one of these. */
enum {
    ONR_GUESS_SHORT = ONR_BLOCK_OTHER + 1, /* few words, not a sentence */
    ONR_GUESS_LABEL,    /* the same with three words or less */
    ONR_GUESS_TITLE,    /* few words, most of them capitalised, with a full stop; or a quotation */
    ONR_GUESS_NAMES,    /* nothing but names, or names and a role */
    ONR_GUESS_BLURB,    /* advertises something when it stands by a promotion */
    ONR_GUESS_DATE,     /* nothing but a date or a time */
    ONR_GUESS_SENTENCE, /* could be a standfirst */
    ONR_GUESS_LONG      /* body */
};

/** What the line is, by itself. */
uint8_t onr_rules_guess(const onr_line *line);

/**
 * Words at the beginning of the line that are a dateline, with the dash behind them, or 0:
 * "RIVERTON (AP) - ", "RIVERTON, Calif. - "; never the whole line.
 */
uint32_t onr_rules_dateline(const onr_line *line);

/** Settle the guesses of `count` lines, in the order of the text, into block kinds. */
void onr_rules_settle(onr_block *blocks, uint32_t count);

#endif
