/*
 * words.h - the frequent small words of languages, as a sorted table.
 *
 * words.c is made from data/language/words.txt by tools/make-language-words.
 */
#ifndef ONR_LANGUAGE_WORDS_H
#define ONR_LANGUAGE_WORDS_H

#include <stdint.h>

enum { ONR_LANGUAGE_COUNT = 41, ONR_LANGUAGE_WORDS = 1858 };

typedef struct onr_language_word {
    char word[24];      /* UTF-8 in lower case, padded with NULs */
    uint64_t languages; /* bit i: onr_language_tags[i] has it */
} onr_language_word;

extern const char *const onr_language_tags[ONR_LANGUAGE_COUNT]; /* BCP 47 */
extern const onr_language_word onr_language_words[ONR_LANGUAGE_WORDS]; /* by bytes */
extern const uint16_t onr_language_first[257]; /* words before those that begin with byte i */

#endif
