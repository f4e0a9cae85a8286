/*
 * lexicon.h - the phrases that give a line away, and the words that are no part of a name.
 *
 * Phrases are tokens in lower case with single spaces between, an apostrophe always straight
 * ("do n't miss"). Tables are sorted, so that a look-up is a binary search for the first word.
 */
#ifndef ONR_BLOCK_LEXICON_H
#define ONR_BLOCK_LEXICON_H

#include <onrecord/base.h>

/* What a phrase says of its line; a set. "Lead" ones count only where the line begins. */
enum {
    ONR_SAYS_PROMOTION = 1 << 0,   /* lead: enough by itself */
    ONR_SAYS_INVITATION = 1 << 1,  /* lead: a promotion when the line also names what is offered */
    ONR_SAYS_OFFER = 1 << 2,       /* anywhere: what such a line offers */
    ONR_SAYS_POINTER = 1 << 3,     /* at the end: "here", "below" */
    ONR_SAYS_APPEAL = 1 << 4,      /* anywhere: enough by itself */
    ONR_SAYS_BLURB = 1 << 5,       /* lead: what stands under a promotion */
    ONR_SAYS_CREDIT = 1 << 6,      /* lead */
    ONR_SAYS_CONTRIBUTED = 1 << 7, /* anywhere: the names stand before it */
    ONR_SAYS_BYLINE = 1 << 8,      /* lead */
    ONR_SAYS_CAPTION = 1 << 9,     /* lead */
    ONR_SAYS_PICTURE = 1 << 10,    /* anywhere in a short line: a picture's credit */
    ONR_SAYS_NOTE = 1 << 11,       /* lead: corrections, copyright and the like */
    ONR_SAYS_ALONE = 1 << 12       /* is a note or promotion only as the whole line */
};

typedef struct onr_phrase {
    const char *words;
    uint16_t says;
} onr_phrase;

/** The table, for tests: sorted, without doublets. */
const onr_phrase *onr_phrases(size_t *count);

/**
 * Phrases whose first word is `word`, in lower case.
 *
 * @param first  set to the first of them in onr_phrases().
 * @return how many there are.
 */
size_t onr_phrases_of(onr_slice word, size_t *first);

/** What a word of a byline may be besides a name. The word's case does not matter. */
typedef enum onr_byline_word {
    ONR_WORD_NAME,         /* nothing else is known of it */
    ONR_WORD_ROLE,         /* "correspondent" */
    ONR_WORD_ORGANISATION, /* "news": the words around it are no person */
    ONR_WORD_DATE,         /* "monday", "updated" */
    ONR_WORD_PARTICLE,     /* "de", "van": in lower case, part of a name */
    ONR_WORD_LEAD,         /* "by", "reporting": a name may follow */
    ONR_WORD_PLACE         /* "new", "san": begins a place rather than a name */
} onr_byline_word;

onr_byline_word onr_byline_word_of(onr_slice word);

#endif
