/*
 * line.h - one piece of text as the rules look at it: words in lower case, and a few counts.
 *
 * Only the first ONR_LINE_WORDS tokens are kept; what is longer is body in almost all cases.
 */
#ifndef ONR_BLOCK_LINE_H
#define ONR_BLOCK_LINE_H

#include "doc/doc.h"

enum { ONR_LINE_WORDS = 64, ONR_LINE_BYTES = 640 };

typedef struct onr_line {
    const onr_doc *doc;
    onr_range range;     /* the tokens it was made of */
    uint64_t upper;      /* bit i: word i begins with a capital */
    uint64_t spaced;     /* bit i: white space stands before word i */
    uint32_t count;      /* of `words` */
    uint32_t lead;       /* words before it are brackets, dashes and bullets */
    bool whole;          /* all tokens are in `words` */
    bool quoted;         /* holds a double quotation mark */
    bool terminated;     /* ends like a sentence */
    uint32_t bytes;      /* of `text` */
    uint32_t letters;    /* words that begin with a letter */
    uint32_t capitals;   /* of those, begin with a capital */
    uint32_t shouted;    /* of those, two letters or more and no small one */
    uint32_t digits;     /* words with a digit */
    onr_slice words[ONR_LINE_WORDS];
    char text[ONR_LINE_BYTES]; /* behind `words` */
} onr_line;

/** Look at the tokens of a range that is not empty. No word is kept when the first is too long. */
void onr_line_init(onr_line *line, const onr_doc *doc, onr_range range);

/** The text of words [from, end), as it stands in the document; empty when there are none. */
onr_slice onr_line_source(const onr_line *line, uint32_t from, uint32_t end);

/** True for a month's name in lower case, also shortened. */
bool onr_line_is_month(onr_slice word);

/** True when the phrase, words with single spaces between, stands at word `at`. */
bool onr_line_has(const onr_line *line, uint32_t at, const char *phrase);

/** True when text[0, len) begins with a capital letter; letters without case count as capitals. */
bool onr_begins_upper(onr_slice text);

/** True for a word of letters without a small one, at least two. */
bool onr_is_shouted(onr_slice text);

#endif
