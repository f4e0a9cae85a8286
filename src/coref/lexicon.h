/*
 * lexicon.h - words that say by themselves whom they may refer to: pronouns, given names, titles.
 *
 * Sets of genders and numbers are what a word leaves possible; 0 where it says nothing.
 * Cost of all look-ups: a binary search in a table of some hundred words.
 */
#ifndef ONR_COREF_LEXICON_H
#define ONR_COREF_LEXICON_H

#include <onrecord/base.h>

enum {
    ONR_GENDER_HE = 1,
    ONR_GENDER_SHE = 2,
    ONR_GENDER_IT = 4,
    ONR_GENDER_PERSON = ONR_GENDER_HE | ONR_GENDER_SHE,
    ONR_GENDER_ANY = 7
};

enum { ONR_NUMBER_ONE = 1, ONR_NUMBER_MANY = 2, ONR_NUMBER_ANY = 3 };

typedef enum onr_pronoun_use {
    ONR_PRONOUN_PLAIN,
    ONR_PRONOUN_POSSESSIVE, /* "her" counts as one */
    ONR_PRONOUN_REFLEXIVE,
    ONR_PRONOUN_RELATIVE,
    ONR_PRONOUN_DEMONSTRATIVE,
    ONR_PRONOUN_OTHER
} onr_pronoun_use;

typedef struct onr_pronoun {
    const char *word;
    uint8_t gender, number;
    uint8_t person; /* 1 to 3 */
    uint8_t use;    /* an onr_pronoun_use */
} onr_pronoun;

/* As many as there are; their order is part of the model. */
enum { ONR_PRONOUN_COUNT = 42 };

/** Index of a pronoun, whatever its case, or ONR_NONE. */
uint32_t onr_pronoun_find(onr_slice word);
const onr_pronoun *onr_pronoun_at(uint32_t i);

/** The gender that a given name, or a title or common noun, tells; 0 for none. */
uint8_t onr_gender_of_name(onr_slice word);
uint8_t onr_gender_of_noun(onr_slice word);

#endif
