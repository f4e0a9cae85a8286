/*
 * flow.h - words into lines: folds white space, wraps, indents, colours, and keeps control
 * characters away from the terminal.
 *
 * Whatever text is put in, the output holds no control but line feeds and the colour sequences
 * that flow itself writes: controls (C0, DEL, C1) and the bidirectional overrides and isolates
 * come out as U+FFFD, ill-formed bytes too. Columns count what a terminal shows: wide East Asian
 * characters and pictures take two, combining marks none.
 *
 *     onr_flow f = onr_flow_start(&w, columns, colour);
 *     onr_flow_line(&f, 0, 4);
 *     onr_flow_text(&f, title, ONR_STYLE_STRONG);
 *     onr_flow_end(&f);
 *
 * Lines break only where white space was; a word wider than a line is cut. A line that turns out
 * too long is broken behind its last word by moving that word, so words may be put in pieces of
 * several styles.
 */
#ifndef ONR_RECORD_FLOW_H
#define ONR_RECORD_FLOW_H

#include "base/buffer.h"

typedef enum onr_style {
    ONR_STYLE_PLAIN,
    ONR_STYLE_STRONG, /* bold */
    ONR_STYLE_SOURCE, /* bold cyan */
    ONR_STYLE_CUE,    /* yellow */
    ONR_STYLE_QUOTE,  /* green */
    ONR_STYLE_DIM
} onr_style;

typedef struct onr_flow {
    onr_writer *w;         /* borrowed */
    bool colour;
    uint32_t columns;
    uint32_t indent;       /* of the lines that follow in this paragraph */
    uint32_t column;       /* taken on this line */
    uint32_t line_indent;  /* of this line; column == line_indent: nothing stands on it yet */
    uint32_t spaces;       /* owed before the next word */
    onr_style style;       /* in force where the buffer ends */
    bool breakable;        /* the five below tell of the last white space on this line */
    size_t break_at;       /* offset in the buffer of the space */
    size_t word_at;        /* and of the word behind it and its first colour sequence */
    uint32_t word_width;   /* columns taken since the space */
    onr_style break_style; /* in force at the space */
    onr_style word_style;  /* of the word's beginning */
} onr_flow;

/** `columns` of 0 means 80; allocates nothing. */
onr_flow onr_flow_start(onr_writer *w, uint32_t columns, bool colour);

/** Begin a paragraph: its first line at `first`, the others at `indent` columns. Both are limited
 *  to half of the width, so that something always fits. */
void onr_flow_line(onr_flow *f, uint32_t first, uint32_t indent);

/** Owe `count` spaces before the next word; the larger debt wins, none at the start of a line. */
void onr_flow_space(onr_flow *f, uint32_t count);

/** Put bytes of any kind; each run of white space becomes one space. */
void onr_flow_text(onr_flow *f, onr_slice text, onr_style style);

/** Put bytes of any kind as one word: its spaces stand as they are and no line breaks there. */
void onr_flow_solid(onr_flow *f, onr_slice text, onr_style style);

/** onr_flow_text() for a C string. */
void onr_flow_word(onr_flow *f, const char *text, onr_style style);

/** End the paragraph with a line feed. */
void onr_flow_end(onr_flow *f);

/** Columns that a code point takes: 0, 1 or 2. */
uint32_t onr_flow_width(uint32_t codepoint);

#endif
