/*
 * lexicon.h - the few words the rules must know.
 */
#ifndef ONR_TOKEN_LEXICON_H
#define ONR_TOKEN_LEXICON_H

#include <onrecord/base.h>

/** What a full stop after a word means. */
typedef enum onr_abbreviation {
    ONR_ABBR_NONE,
    ONR_ABBR_TITLE,  /* "Mr.": a name follows, never ends a sentence */
    ONR_ABBR_NUMBER, /* "No.": only before a number */
    ONR_ABBR_DATE,   /* "Sat.": capitalised, only before a number or a mark */
    ONR_ABBR_NAME,   /* "Calif.", "Jan.": capitalised; may end a sentence */
    ONR_ABBR_ANY     /* "etc.": may end a sentence */
} onr_abbreviation;

/** How the word without its full stop is abbreviated; case is looked at where it matters. */
onr_abbreviation onr_lexicon_abbreviation(const char *word, size_t len);

/** A prefix that keeps its hyphen ("anti-war" is one token). */
bool onr_lexicon_prefix(const char *word, size_t len);

/** A word that, capitalised, very likely begins a sentence ("The", "But"). */
bool onr_lexicon_starter(const char *word, size_t len);

/** A verb form of reporting ("said"), as it follows a quotation. */
bool onr_lexicon_reporting(const char *word, size_t len);

/** A unit that is cut from the number before it ("10am", "5km"). */
bool onr_lexicon_unit(const char *word, size_t len);

/** A word that has lost its start behind an apostrophe ("'em", "’tis"). */
bool onr_lexicon_elided(const char *word, size_t len);

/** The last part of a domain or file name; `sure` ones need no other sign. */
bool onr_lexicon_domain(const char *word, size_t len, bool *sure);

/** Where a word written as one falls apart ("cannot": 3, "gonna": 3), or 0. */
size_t onr_lexicon_fused(const char *word, size_t len);

#endif
