/*
 * nouns.h - what common nouns and other small words say of whom they stand for.
 *
 * Closed lists, made by hand from what stands before names and as sources in news. Words are
 * compared without capitals (base/words.h).
 */
#ifndef ONR_SPEAKER_NOUNS_H
#define ONR_SPEAKER_NOUNS_H

#include "base/words.h"

/** What a noun stands for. */
typedef enum onr_noun {
    ONR_NOUN_OTHER,
    ONR_NOUN_PERSON,       /* somebody: "doctor", "woman" */
    ONR_NOUN_ROLE,         /* somebody by an office or a task: "senator", "spokesman" */
    ONR_NOUN_PEOPLE,       /* several: "experts", "people" */
    ONR_NOUN_ORGANISATION, /* "campaign", "court" */
    ONR_NOUN_DOCUMENT,     /* "study", "polls", "film" */
    ONR_NOUN_COUNTRY,      /* "country", "nation" */
} onr_noun;

/** The class of a noun; plurals of people are ONR_NOUN_PEOPLE, other plurals as their singular. */
onr_noun onr_noun_of(onr_slice word);

/** Whether a noun is of the class ONR_NOUN_ROLE or ONR_NOUN_PERSON; quicker than asking which. */
bool onr_is_person_noun(onr_slice word);

/** "Republican", "GOP", "D-" and so on: the party's name, or absent. */
onr_slice onr_party_of(onr_slice word);

/** Words that end the head of a noun phrase: prepositions, relative pronouns, "led", "based". */
bool onr_ends_head(onr_slice word);

/** Determiners and quantifiers that may stand before a noun. */
bool onr_is_determiner(onr_slice word);
bool onr_is_definite(onr_slice word);

/** "many", "some", "two": what follows is several unless it says otherwise. */
bool onr_is_quantifier(onr_slice word);

#endif
