/*
 * scan.h - the state that the cutters of this folder share while they walk over one text.
 *
 * The walk goes forward only. Each cutter is called with `at` on the first byte of a token, looks
 * ahead a bounded number of bytes or as far as it then consumes, and emits tokens, which moves
 * `at` behind them. That keeps the whole stage linear for any text.
 */
#ifndef ONR_TOKEN_SCAN_H
#define ONR_TOKEN_SCAN_H

#include "token/class.h"
#include "token/token.h"

/* Longer tokens are cut, so that lengths fit their 16 bits with room. */
#define ONR_MAX_TOKEN_BYTES 1000u

typedef struct onr_scan {
    onr_doc *doc;
    const char *text;
    uint32_t len;
    uint32_t at;
    uint32_t first_token;   /* of the paragraph being cut */
    uint32_t breaks;        /* line breaks since the last token, 2 for a paragraph break */
    uint16_t space;         /* ONR_TOKEN_SPACE_BEFORE when white space was just passed */
    uint32_t no_mail;       /* no e-mail address starts before this byte */
    uint32_t no_domain;     /* nor a domain name */
    bool wrapped;           /* single line breaks are only typography */
    bool single_open;       /* a single quotation mark waits for its partner */
    bool failed;            /* memory ran out; everything after is void */
} onr_scan;

/** Append text[at, end) as a token, in pieces when it is very long, and step behind it. */
void onr_scan_emit(onr_scan *s, uint32_t end, uint16_t flags);

/** The byte at `at`, or 0 behind the end; 0 in the text is white space, so both mean "over". */
static inline unsigned char onr_scan_byte(const onr_scan *s, uint32_t at)
{
    return at < s->len ? (unsigned char)s->text[at] : 0;
}

/** The class of the character at `at`, white space behind the end; *size gets its bytes. */
static inline uint8_t onr_scan_class(const onr_scan *s, uint32_t at, uint32_t *size)
{
    if (at < s->len) return onr_class_at(s->text, at, size);
    *size = 0;
    return ONR_CLASS_SPACE;
}

/** True when a letter or digit stands at `at`. */
static inline bool onr_scan_is_word(const onr_scan *s, uint32_t at)
{
    uint32_t size;
    return (onr_scan_class(s, at, &size) & ONR_CLASS_WORD) != 0;
}

/** Bytes of the apostrophe at `at` (straight, curly, modifier or full width), or 0. */
uint32_t onr_scan_apostrophe(const onr_scan *s, uint32_t at);

/** End of the run of letters, digits and inner ignorables from `at`. */
uint32_t onr_scan_run(const onr_scan *s, uint32_t at);

/** First byte behind the white space from `at`, at most one line break and 16 bytes away;
 *  s->len when the paragraph may be over. */
uint32_t onr_scan_next_word(const onr_scan *s, uint32_t at);

/** True when text[from, to), which stands behind an apostrophe, is a word of its own: s, ll. */
bool onr_scan_is_clitic(const onr_scan *s, uint32_t from, uint32_t to);

/* The cutters: each cuts at least one token from `at`. */
void onr_cut_word(onr_scan *s);   /* at a letter */
void onr_cut_number(onr_scan *s); /* at a digit, or at "." or "+" before one */
void onr_cut_mark(onr_scan *s);   /* at anything else that is no space */

/** End of the web or e-mail address, domain or file name that starts at `at`, or `at`. `run` is
 *  the end of the word there. */
uint32_t onr_web_end(onr_scan *s, uint32_t at, uint32_t run);

/** Cut the parts that cling to a finished word: 's, n't, 'll. */
void onr_cut_clitics(onr_scan *s);

/** True when most lines were broken to fit a width, so that only blank lines part paragraphs. */
bool onr_lines_wrapped(const char *text, size_t len);

/** Add sentences for the tokens of all paragraphs; false when memory is short. */
bool onr_sentences_run(onr_doc *doc);

#endif
