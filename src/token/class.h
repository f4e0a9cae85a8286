/*
 * class.h - what a character is to the tokeniser.
 *
 * ASCII is one table look-up; the rest of Unicode is a short list of ranges, with letters as the
 * answer for everything not listed, so that an unknown script still gives words.
 */
#ifndef ONR_TOKEN_CLASS_H
#define ONR_TOKEN_CLASS_H

#include "base/utf8.h"

enum {
    ONR_CLASS_LETTER = 1 << 0, /* also combining marks and modifier letters */
    ONR_CLASS_DIGIT = 1 << 1,
    ONR_CLASS_UPPER = 1 << 2,  /* with LETTER; known for Latin, Greek and Cyrillic */
    ONR_CLASS_SPACE = 1 << 3,  /* also C0 and C1 controls */
    ONR_CLASS_BREAK = 1 << 4,  /* with SPACE: ends a line */
    ONR_CLASS_IGNORE = 1 << 5, /* zero width: part of a word only when inside it */
    ONR_CLASS_STOP = 1 << 6,   /* ASCII mark after which a word is surely over */
    ONR_CLASS_EXTEND = 1 << 7  /* with LETTER: clings to any symbol before it */
};

#define ONR_CLASS_WORD (ONR_CLASS_LETTER | ONR_CLASS_DIGIT)

extern const uint8_t onr_class_ascii[128];

/** Class of a code point above U+007F; 0 for punctuation and symbols. */
uint8_t onr_class_codepoint(uint32_t codepoint);

/** Class of the character at text[at], which must be in well-formed text; *size is its bytes. */
static inline uint8_t onr_class_at(const char *text, uint32_t at, uint32_t *size)
{
    unsigned char byte = (unsigned char)text[at];
    if (byte < 0x80) {
        *size = 1;
        return onr_class_ascii[byte];
    }
    uint32_t codepoint;
    *size = onr_utf8_next(text + at, &codepoint);
    return onr_class_codepoint(codepoint);
}

#endif
