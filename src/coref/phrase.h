/*
 * phrase.h - the words of a text that may refer to somebody or something, before they are linked.
 *
 * With trees a phrase is a noun or pronoun with what depends on it, cut as GUM cuts its mentions
 * (Zeldes 2017): relative clauses belong to it; appositions, conjuncts, copulas and subjects do
 * not. Heads with conjuncts also give a group ("Ana and Leo"). Without trees phrases are names,
 * pronouns and, once attributions are known, their sources.
 */
#ifndef ONR_COREF_PHRASE_H
#define ONR_COREF_PHRASE_H

#include "doc/doc.h"
#include "encode/view.h"

/* What a phrase does in its sentence; part of the model. */
typedef enum onr_role {
    ONR_ROLE_NONE, /* no trees */
    ONR_ROLE_SUBJECT,
    ONR_ROLE_PASSIVE,
    ONR_ROLE_OBJECT,
    ONR_ROLE_RECEIVER,
    ONR_ROLE_OBLIQUE,
    ONR_ROLE_AGENT,
    ONR_ROLE_NMOD,
    ONR_ROLE_POSSESSOR,
    ONR_ROLE_COMPOUND,
    ONR_ROLE_APPOSITION,
    ONR_ROLE_CONJUNCT,
    ONR_ROLE_PREDICATE, /* has a copula */
    ONR_ROLE_ROOT,
    ONR_ROLE_VOCATIVE,
    ONR_ROLE_OTHER,
    ONR_ROLE_COUNT
} onr_role;

/* How a nominal begins; part of the model. */
typedef enum onr_opening {
    ONR_OPENING_BARE,
    ONR_OPENING_THE,
    ONR_OPENING_A,
    ONR_OPENING_THIS,
    ONR_OPENING_POSSESSIVE,
    ONR_OPENING_QUANTITY, /* "some", "every", a number */
    ONR_OPENING_ANOTHER,
    ONR_OPENING_COUNT
} onr_opening;

typedef struct onr_phrase {
    uint32_t first_token, end_token, head_token;
    uint32_t name_first, name_end; /* of a name: its own words; else the head */
    uint32_t governor;  /* token that the head depends on, or ONR_NONE */
    uint32_t mention;   /* of a named entity, or ONR_NONE */
    uint32_t entity;    /* of that mention; only once the names are joined */
    uint32_t sentence, paragraph;
    uint32_t said_in;   /* the innermost attribution whose content holds the head, or ONR_NONE */
    uint32_t source_of; /* the first attribution whose source it is, or ONR_NONE */
    uint32_t words;     /* hashes, in lower case: of all words but an opening and an "'s", */
    uint32_t head;      /* of the head, of a name its last word, */
    uint32_t start;     /* of a name's first word, */
    uint32_t initials;  /* of the initials of a name of several words */
    uint32_t state;     /* row of its head's state in the work, or ONR_NONE */
    uint8_t kind;       /* an onr_reference_kind */
    uint8_t pronoun;    /* of lexicon.h; ONR_PRONOUN_COUNT for none */
    uint8_t gender, number; /* sets of what is possible, of lexicon.h */
    uint8_t type;       /* an onr_entity_type; ONR_ENTITY_COUNT for none */
    uint8_t role;       /* an onr_role */
    uint8_t opening;    /* an onr_opening */
    uint8_t class_number; /* of features.c, which numbers it with onr_phrases_sort() */
    bool group;
} onr_phrase;

typedef struct onr_phrases {
    const onr_alloc *alloc;
    onr_phrase *at;
    uint32_t count, capacity;
    uint32_t *sources; /* [source_capacity] the phrase that is the source of each attribution, or
                          ONR_NONE */
    uint8_t *genders; /* [gender_capacity] what the names of an entity tell; 0 for nothing */
    uint32_t source_capacity, gender_capacity;
    uint32_t *extents; /* [4][ONR_WINDOW_TOKENS] first and last token of phrases, of groups */
} onr_phrases;

bool onr_phrases_init(onr_phrases *phrases, onr_arena *arena, const onr_alloc *alloc);
void onr_phrases_deinit(onr_phrases *phrases);

/** Add the phrases of a window, in order; its names, and trees where they are wanted, must be
 *  there. `*mention` is the first mention that no window before has seen. False when memory is
 *  short. */
bool onr_phrases_of_window(onr_phrases *phrases, const onr_doc *doc, onr_window window,
                           uint32_t *mention);

/** Add a nominal that is the source of an attribution, behind the others. */
bool onr_phrases_add_source(onr_phrases *phrases, const onr_doc *doc, onr_range range,
                            uint32_t head, uint32_t attribution);

/** Sort the phrases from `first` on and drop all but one of equal ones. */
void onr_phrases_settle(onr_phrases *phrases, uint32_t first);

/** Fill in the entities of all phrases, and let all names of a person have the gender that one
 *  tells; the names of the document must be complete. False when memory is short. */
bool onr_phrases_of_names(onr_phrases *phrases, const onr_doc *doc);

/** Tell who says what: fills said_in and source_of of all phrases and `sources`, and without trees
 *  adds the sources that are no phrases yet. False when memory is short. */
bool onr_phrases_of_speech(onr_phrases *phrases, const onr_doc *doc);

#endif
