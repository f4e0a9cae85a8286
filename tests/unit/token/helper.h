/*
 * helper.h - runs the stage on a C string and writes what came out as text.
 */
#ifndef ONR_TESTS_TOKEN_HELPER_H
#define ONR_TESTS_TOKEN_HELPER_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "token/token.h"

/* The text is borrowed; free with onr_doc_free(). */
static inline onr_doc *cut_bytes(const char *text, size_t len)
{
    onr_doc *doc = onr_doc_new(NULL);
    assert_non_null(doc);
    doc->text = (onr_slice){text, len};
    onr_error err;
    assert_int_equal(onr_token_run(doc, &err), ONR_OK);
    const char *broken = onr_doc_check(doc);
    if (broken != NULL) fail_msg("%s", broken);
    return doc;
}

static inline onr_doc *cut(const char *text)
{
    return cut_bytes(text, strlen(text));
}

/* Tokens between spaces, sentences between line feeds, an empty line between paragraphs. */
static inline char *print_doc(const onr_doc *doc)
{
    char *out = malloc(doc->text.len * 3 + 3), *at = out;
    assert_non_null(out);
    for (uint32_t i = 0, s = 0, p = 0; i < doc->token_count; i++) {
        onr_slice t = onr_doc_token_text(doc, i);
        memcpy(at, t.ptr, t.len);
        at += t.len;
        bool last = i + 1 == doc->sentences[s].end_token;
        *at++ = last ? '\n' : ' ';
        if (!last) continue;
        s++;
        if (i + 1 != doc->paragraphs[p].end_token) continue;
        p++;
        if (i + 1 < doc->token_count) *at++ = '\n';
    }
    *at = '\0';
    return out;
}

static inline void assert_cut(const char *text, const char *expected)
{
    onr_doc *doc = cut(text);
    char *got = print_doc(doc);
    assert_string_equal(got, expected);
    free(got);
    onr_doc_free(doc);
}

#endif
