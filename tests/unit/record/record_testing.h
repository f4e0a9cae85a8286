/*
 * record_testing.h - documents by hand and whole records compared, for the tests of the formats.
 */
#ifndef ONR_TESTS_RECORD_TESTING_H
#define ONR_TESTS_RECORD_TESTING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <onrecord/record.h>

#include "doc/doc.h"

static inline onr_slice slice_of(const char *text)
{
    return (onr_slice){text, strlen(text)};
}

/* Borrows `text`; the digest is 00 01 02 ... so that its digits can be recognised. */
static inline onr_doc *new_doc_bytes(const char *text, size_t len)
{
    onr_doc *doc = onr_doc_new(NULL);
    assert_non_null(doc);
    doc->text = (onr_slice){text, len};
    doc->meta.text = doc->text;
    doc->meta.id = slice_of("doc");
    for (int i = 0; i < 32; i++) doc->sha256[i] = (uint8_t)i;
    assert_true(onr_doc_index_codepoints(doc));
    return doc;
}

static inline onr_doc *new_doc(const char *text)
{
    return new_doc_bytes(text, strlen(text));
}

/* A part of the pieces named, NULL at the end; each is looked for behind the one before. */
static inline onr_part find_part(onr_doc *doc, ...)
{
    onr_span spans[8];
    uint32_t count = 0;
    const char *from = doc->text.ptr;
    va_list pieces;
    va_start(pieces, doc);
    for (const char *piece; (piece = va_arg(pieces, const char *)) != NULL; count++) {
        const char *at = strstr(from, piece);
        assert_non_null(at);
        assert_true(count < 8);
        spans[count].start_byte = (uint32_t)(at - doc->text.ptr);
        spans[count].end_byte = (uint32_t)(at - doc->text.ptr + (ptrdiff_t)strlen(piece));
        from = at + strlen(piece);
    }
    va_end(pieces);
    onr_part part;
    assert_true(onr_doc_add_part(doc, &part, spans, count));
    return part;
}

/* An attribution of one span a part, "" for a missing one. */
static inline onr_attribution new_attribution(onr_doc *doc, const char *source, const char *cue,
                                              const char *content)
{
    onr_attribution a = {.parent = ONR_NONE, .confidence = 1.0f};
    if (*source != '\0') a.source = find_part(doc, source, NULL);
    if (*cue != '\0') a.cue = find_part(doc, cue, NULL);
    if (*content != '\0') a.content = find_part(doc, content, NULL);
    return a;
}

static inline void add(onr_doc *doc, onr_attribution a)
{
    assert_true(onr_doc_add_attribution(doc, &a));
}

/* Write the record behind "<" and compare it whole; frees the document. */
static inline void check_record_options(onr_doc *doc, onr_format format,
                                        const onr_record_options *options, const char *expected)
{
    onr_buffer out = {0};
    onr_error err;
    for (int round = 0; round < 2; round++) {
        assert_int_equal(onr_record_write(&out, doc, NULL, format, options, &err), ONR_OK);
        char *text = malloc(out.len + 1);
        assert_non_null(text);
        if (out.len > 0) memcpy(text, out.ptr, out.len);
        text[out.len] = '\0';
        assert_string_equal(text, expected);
        assert_int_equal(out.len, strlen(expected));
        free(text);
        out.len = 0;
    }
    onr_buffer_free(&out);
    onr_doc_free(doc);
}

static inline void check_record(onr_doc *doc, onr_format format, const char *expected)
{
    check_record_options(doc, format, NULL, expected);
}

/* An allocator that fails from a given request on and counts what is out. */
typedef struct failing_alloc {
    uint32_t left;
    size_t out_bytes;
} failing_alloc;

static inline void *failing_resize(void *ctx, void *ptr, size_t old_size, size_t new_size)
{
    failing_alloc *f = ctx;
    if (f->left == 0) return NULL;
    f->left--;
    void *grown = realloc(ptr, new_size);
    assert_non_null(grown);
    f->out_bytes += new_size - old_size;
    return grown;
}

static inline void failing_release(void *ctx, void *ptr, size_t size)
{
    failing_alloc *f = ctx;
    f->out_bytes -= size;
    free(ptr);
}

/* Fail the first, the second, ... allocation until the record is written: each time the buffer
 * must hold what it held, and nothing may leak. Answers the number of failures; frees the
 * document. */
static inline uint32_t check_memory_failures(onr_doc *doc, onr_format format)
{
    for (uint32_t allowed = 1;; allowed++) {
        failing_alloc f = {allowed, 0};
        onr_alloc alloc = {failing_resize, failing_release, &f};
        onr_buffer out = {.alloc = &alloc};
        onr_error err = {0};
        out.ptr = alloc.resize(&f, NULL, 0, 4);
        out.capacity = 4;
        out.len = 3;
        memcpy(out.ptr, "abc", 3);
        onr_status status = onr_record_write(&out, doc, NULL, format, NULL, &err);
        assert_memory_equal(out.ptr, "abc", 3);
        if (status != ONR_OK) {
            assert_int_equal(status, ONR_ENOMEM);
            assert_int_equal(err.status, ONR_ENOMEM);
            assert_int_equal(out.len, 3);
        }
        onr_buffer_free(&out);
        assert_ptr_equal(out.alloc, &alloc);
        assert_int_equal(f.out_bytes, 0);
        if (status != ONR_OK) continue;
        onr_doc_free(doc);
        return allowed - 1;
    }
}

#endif
