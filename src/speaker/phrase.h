/*
 * phrase.h - what a noun phrase is built around: a pronoun, a name, a noun, or several of them.
 *
 * Reads tokens and mentions. "Trump's running mate, Indiana Gov. Mike Pence," is built around Mike
 * Pence; "Trump campaign spokesman" around "spokesman"; "Ana Ruiz and Leo Berg" is several.
 */
#ifndef ONR_SPEAKER_PHRASE_H
#define ONR_SPEAKER_PHRASE_H

#include "doc/doc.h"
#include "speaker/nouns.h"

typedef enum onr_phrase_kind {
    ONR_PHRASE_EMPTY,
    ONR_PHRASE_PRONOUN,  /* he, she, it, they, I, we and their other forms */
    ONR_PHRASE_RELATIVE, /* who, which, that; "many of whom" */
    ONR_PHRASE_PERSON,   /* around the name of a person */
    ONR_PHRASE_NAME,     /* around another name */
    ONR_PHRASE_NOMINAL,  /* around a noun */
    ONR_PHRASE_SEVERAL   /* names of people or things joined by "and" */
} onr_phrase_kind;

typedef struct onr_phrase {
    uint8_t kind;
    uint8_t noun;     /* an onr_noun: the class of the head of a nominal */
    bool definite;    /* "the", "this" */
    bool several;     /* a plural or a quantified noun */
    onr_range words;  /* without marks, commas and 's at the ends */
    uint32_t head;    /* a token of the words */
    uint32_t mention; /* of the name it is built around, or ONR_NONE */
} onr_phrase;

/** Take a phrase apart. Cost: linear in its tokens and mentions, and a binary search. */
onr_phrase onr_noun_phrase_of(const onr_doc *doc, onr_range words);

/** Index of the first mention that begins at a token or later; mention_count for none. */
uint32_t onr_mention_from(const onr_doc *doc, uint32_t token);

/** The mention that covers a token, the innermost, or ONR_NONE. */
uint32_t onr_mention_at(const onr_doc *doc, uint32_t token);

/** The type of the entity of a mention. */
uint8_t onr_mention_type(const onr_doc *doc, uint32_t mention);

/** Whether a mention is what its noun phrase is about: no possessor ("Ana's aide"), no modifier
 *  ("the Ruiz campaign"), not behind a preposition ("an aide to Ana"). */
bool onr_mention_is_head(const onr_doc *doc, uint32_t mention, onr_range phrase);

/** The text from the first to the last token. */
onr_slice onr_words_text(const onr_doc *doc, onr_range words);

/** The first token that begins at a byte or later. Cost: a binary search. */
uint32_t onr_token_from(const onr_doc *doc, uint32_t byte);

/** Whether a token is the word, as base/words.h compares. */
bool onr_token_is(const onr_doc *doc, uint32_t token, const char *list);

#endif
