/*
 * guess.h - which language a piece of text is in.
 *
 * The script decides where one language has it to itself (Greek, Thai, Hangul, ...). Otherwise the
 * frequent small words of each language are counted: in running text of any language, two words in
 * five are among them, and few belong to another language as well.
 *
 *     onr_language_counts counts = {0};
 *     onr_language_count(&counts, text);
 *     onr_language_guess guess = onr_language_best(&counts);
 *     if (guess.sure) puts(guess.tag);
 */
#ifndef ONR_LANGUAGE_GUESS_H
#define ONR_LANGUAGE_GUESS_H

#include <onrecord/base.h>

#include "language/words.h"

/* Scripts that are told apart; what is not listed counts as none. */
typedef enum onr_script {
    ONR_SCRIPT_NONE,
    ONR_SCRIPT_LATIN,
    ONR_SCRIPT_CYRILLIC,
    ONR_SCRIPT_ARABIC,
    ONR_SCRIPT_DEVANAGARI,
    ONR_SCRIPT_GREEK, /* from here on the script tells the language */
    ONR_SCRIPT_HEBREW,
    ONR_SCRIPT_ARMENIAN,
    ONR_SCRIPT_GEORGIAN,
    ONR_SCRIPT_BENGALI,
    ONR_SCRIPT_GURMUKHI,
    ONR_SCRIPT_GUJARATI,
    ONR_SCRIPT_TAMIL,
    ONR_SCRIPT_TELUGU,
    ONR_SCRIPT_KANNADA,
    ONR_SCRIPT_MALAYALAM,
    ONR_SCRIPT_SINHALA,
    ONR_SCRIPT_THAI,
    ONR_SCRIPT_LAO,
    ONR_SCRIPT_BURMESE,
    ONR_SCRIPT_KHMER,
    ONR_SCRIPT_ETHIOPIC,
    ONR_SCRIPT_HANGUL,
    ONR_SCRIPT_KANA,
    ONR_SCRIPT_HAN,
    ONR_SCRIPT_COUNT
} onr_script;

/* Evidence; add up over pieces with onr_language_count(). */
typedef struct onr_language_counts {
    uint32_t words; /* that begin with a letter */
    uint32_t letters[ONR_SCRIPT_COUNT];
    uint32_t hits[ONR_LANGUAGE_COUNT];
} onr_language_counts;

typedef struct onr_language_guess {
    const char *tag;   /* BCP 47; NULL when there is nothing to go by */
    bool sure;         /* enough text, and far enough from every other language */
    bool foreign;      /* surely not in Latin letters */
} onr_language_guess;

/** Count the letters and words of well-formed UTF-8. Cost: 2 to 5 ns a byte. */
void onr_language_count(onr_language_counts *counts, onr_slice text);

onr_language_guess onr_language_best(const onr_language_counts *counts);

#endif
