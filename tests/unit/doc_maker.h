/*
 * doc_maker.h - documents by hand, without the stages that make tokens and quotations.
 *
 * Tokens are cut at spaces. A bare "/" ends a sentence, a bare "|" a paragraph and its sentence.
 * A bare "n't" or "'s" becomes a piece of the word before it. Tokens between bare double quotation
 * marks are quoted; single ones (') nest. Marks are looked at pairwise, a paragraph does not end a
 * quotation.
 *
 *     onr_doc *doc = make_doc("He said / \" It is over \" | She left");
 */
#ifndef ONR_TESTS_DOC_MAKER_H
#define ONR_TESTS_DOC_MAKER_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "doc/doc.h"

static inline bool make_is_word(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)text[i];
        bool letter = c >= 0x80 || ((c | 32) >= 'a' && (c | 32) <= 'z');
        if (letter || (c >= '0' && c <= '9')) return true;
    }
    return false;
}

static inline void make_end(onr_doc *doc, bool paragraph)
{
    uint32_t end = doc->token_count;
    uint32_t from =
        doc->sentence_count > 0 ? doc->sentences[doc->sentence_count - 1].end_token : 0;
    if (end > from) assert_true(onr_doc_add_sentence(doc, (onr_range){from, end}));
    if (!paragraph) return;
    from = doc->paragraph_count > 0 ? doc->paragraphs[doc->paragraph_count - 1].end_token : 0;
    if (end > from) assert_true(onr_doc_add_paragraph(doc, (onr_range){from, end}));
}

static inline void make_token(onr_doc *doc, const char *at, size_t len)
{
    bool piece =
        doc->token_count > 0 && (strncmp(at, "n't ", 4) == 0 || strncmp(at, "'s ", 3) == 0);
    onr_token token = {.start_byte = (uint32_t)(at - doc->text.ptr),
                       .len_bytes = (uint16_t)len,
                       .flags = (uint16_t)((piece ? ONR_TOKEN_PIECE : ONR_TOKEN_SPACE_BEFORE) |
                                           (make_is_word(at, len) ? ONR_TOKEN_WORD : 0))};
    assert_true(onr_doc_add_token(doc, token));
}

static inline bool make_is_mark(const onr_doc *doc, uint32_t i, char mark)
{
    onr_slice t = onr_doc_token_text(doc, i);
    return t.len == 1 && *t.ptr == mark;
}

static inline void make_quotes(onr_doc *doc)
{
    uint32_t open[2] = {ONR_NONE, ONR_NONE}; /* index of the open quotation, by its depth */
    doc->quoted = calloc(doc->token_count + 1, 1);
    assert_non_null(doc->quoted);
    doc->quoted_capacity = doc->token_count + 1;
    for (uint32_t i = 0; i < doc->token_count; i++) {
        bool twice = make_is_mark(doc, i, '"'), single = make_is_mark(doc, i, '\'');
        uint32_t *mine = &open[single];
        bool inside = open[0] != ONR_NONE || open[1] != ONR_NONE;
        uint8_t nested = open[0] != ONR_NONE && (open[1] != ONR_NONE || single);
        uint8_t bits = (uint8_t)((nested ? ONR_QUOTED_NESTED : 0) |
                                 (open[1] != ONR_NONE || single ? ONR_QUOTED_SINGLE : 0));
        if (!twice && !single) {
            doc->quoted[i] = inside ? (uint8_t)(bits | ONR_QUOTED_INSIDE) : 0;
        } else if (*mine == ONR_NONE) {
            doc->quoted[i] = (uint8_t)(bits | ONR_QUOTED_OPENS);
            *mine = doc->quote_count;
            onr_quote quote = {i, doc->token_count, single ? open[0] : ONR_NONE, single, false};
            assert_true(onr_doc_add_quote(doc, quote));
        } else {
            doc->quoted[i] = (uint8_t)(bits | ONR_QUOTED_CLOSES);
            doc->quotes[*mine].end_token = i + 1;
            doc->quotes[*mine].closed = true;
            *mine = ONR_NONE;
        }
    }
}

/** The document has a copy of `text` with spaces for "/" and "|"; free with onr_doc_free(). */
static inline onr_doc *make_doc(const char *text)
{
    onr_doc *doc = onr_doc_new(NULL);
    assert_non_null(doc);
    char *copy = onr_arena_take(&doc->arena, strlen(text) + 1);
    assert_non_null(copy);
    strcpy(copy, text);
    doc->text = doc->meta.text = (onr_slice){copy, strlen(copy)};
    for (char *at = copy; *at != '\0';) {
        size_t len = strcspn(at, " ");
        if (len == 1 && (*at == '/' || *at == '|')) {
            make_end(doc, *at == '|');
            *at = ' ';
        } else if (len > 0) {
            make_token(doc, at, len);
        }
        at += len + strspn(at + len, " ");
    }
    make_end(doc, true);
    make_quotes(doc);
    return doc;
}

/** Index of the n-th token (from 0) that is written so. */
static inline uint32_t make_find(const onr_doc *doc, const char *word, uint32_t n)
{
    for (uint32_t i = 0; i < doc->token_count; i++) {
        onr_slice t = onr_doc_token_text(doc, i);
        if (t.len == strlen(word) && memcmp(t.ptr, word, t.len) == 0 && n-- == 0) return i;
    }
    fail_msg("no token \"%s\"", word);
    return ONR_NONE;
}

/** A mention by hand; those of equal words and type share an entity. */
static inline void make_mention(onr_doc *doc, onr_range range, uint8_t type)
{
    uint32_t from = doc->tokens[range.first_token].start_byte;
    uint32_t to = onr_token_end(&doc->tokens[range.end_token - 1]);
    onr_slice name = {doc->text.ptr + from, to - from};
    uint32_t e = 0, last = ONR_NONE;
    while (e < doc->entity_count &&
           !(doc->entities[e].type == type && doc->entities[e].name.len == name.len &&
             memcmp(doc->entities[e].name.ptr, name.ptr, name.len) == 0))
        e++;
    if (e == doc->entity_count) assert_true(onr_doc_add_entity(doc, name, type));
    for (uint32_t m = 0; m < doc->mention_count; m++)
        if (doc->mentions[m].entity == e) last = m;
    assert_true(onr_doc_add_mention(doc, range, e, last));
}

#endif
