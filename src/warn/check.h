/*
 * check.h - what the checks of this folder share: where they add, and questions about tokens.
 */
#ifndef ONR_WARN_CHECK_H
#define ONR_WARN_CHECK_H

#include "warn/warn.h"

/* Kinds of warnings, then marks of machine translation that are no warning by themselves. */
typedef enum onr_mark_kind {
    ONR_MARK_REPEATED_WORD,
    ONR_MARK_REPEATED_PHRASE,
    ONR_MARK_BRACKET,
    ONR_MARK_SPACING,
    ONR_MARK_MOJIBAKE,
    ONR_MARK_CUT_OFF,
    ONR_MARK_CALQUE, /* words that follow another language's grammar: "confirmed me" */
    ONR_MARK_FORMAT, /* numbers, dates and marks as another language writes them: "12. March" */
    ONR_MARK_NOTICE, /* "machine translated" */
    ONR_MARK_KINDS
} onr_mark_kind;

/* One run of the stage. */
typedef struct onr_checker {
    onr_doc *doc;
    uint32_t counts[ONR_MARK_KINDS];
    onr_span first[ONR_MARK_KINDS]; /* the first of each */
    bool failed;                    /* memory ran out */
} onr_checker;

/** Count a mark, and add its warning when the kind has one and there is room. */
void onr_check_add(onr_checker *c, onr_mark_kind kind, onr_span span);

/** From the beginning of one token to the end of another. */
onr_span onr_check_span(const onr_doc *doc, uint32_t first_token, uint32_t last_token);

/** True when the token is this word; `word` is ASCII in lower case, the token's case is free. */
bool onr_check_is(const onr_doc *doc, uint32_t token, const char *word);

/** True when it is one of the words, which stand in `list` each between spaces: " a an the ". */
bool onr_check_in(const onr_doc *doc, uint32_t token, const char *list);

/** True when both are the same but for the case of ASCII letters. */
bool onr_check_same(const onr_doc *doc, uint32_t a, uint32_t b);

/** The checks; each looks at one paragraph, which holds a token. */
void onr_check_repeats(onr_checker *c, onr_range paragraph);
void onr_check_spacing(onr_checker *c, onr_range paragraph);
void onr_check_calques(onr_checker *c, onr_range paragraph);

/** These look at the whole document. */
void onr_check_brackets(onr_checker *c);
void onr_check_mojibake(onr_checker *c);
void onr_check_ending(onr_checker *c);

static inline onr_slice onr_check_text(const onr_checker *c, uint32_t token)
{
    return onr_doc_token_text(c->doc, token);
}

static inline bool onr_check_spaced(const onr_checker *c, uint32_t token)
{
    return (c->doc->tokens[token].flags & ONR_TOKEN_SPACE_BEFORE) != 0;
}

/** A word that begins with a small ASCII letter. */
static inline bool onr_check_small(const onr_checker *c, uint32_t token)
{
    onr_slice word = onr_check_text(c, token);
    return *word.ptr >= 'a' && *word.ptr <= 'z';
}

#endif
