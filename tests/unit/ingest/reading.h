/*
 * reading.h - everything that a reader gives for some bytes, described in one string, an item a
 * line, so that tests can compare it.
 */
#ifndef ONR_TESTS_READING_H
#define ONR_TESTS_READING_H

#include <stdio.h>

#include <onrecord/reader.h>

#include "packing.h"

static inline void describe_slice(bytes *out, const char *label, onr_slice s)
{
    if (s.ptr == NULL) return;
    add_text(out, " ");
    add_text(out, label);
    add_text(out, "=<");
    add_bytes(out, s.ptr, s.len);
    add_text(out, ">");
}

static inline void describe_input(bytes *out, const onr_input *in)
{
    add_text(out, "(");
    describe_slice(out, "id", in->id);
    describe_slice(out, "text", in->text);
    describe_slice(out, "html", in->html);
    describe_slice(out, "charset", in->charset);
    describe_slice(out, "title", in->title);
    describe_slice(out, "url", in->url);
    describe_slice(out, "published", in->published);
    describe_slice(out, "modified", in->modified);
    describe_slice(out, "site", in->site);
    describe_slice(out, "section", in->section);
    describe_slice(out, "language", in->language);
    for (uint32_t i = 0; i < in->byline_count; i++) describe_slice(out, "by", in->bylines[i]);
    if (in->fragment) add_text(out, " fragment");
    if (in->truncated) add_text(out, " truncated");
    add_text(out, " )\n");
}

/** Release with free(). */
static inline char *describe_reading(const char *name, const void *ptr, size_t len, size_t piece,
                                     const onr_reader_options *options)
{
    byte_stream stream = {ptr, len, 0, piece};
    bytes out = {0};
    onr_reader *reader;
    onr_input in;
    onr_error err;
    onr_status status;
    add_text(&out, "");
    assert_int_equal(onr_reader_open_stream(&reader, name, read_bytes, &stream, options, &err),
                     ONR_OK);
    while ((status = onr_reader_next(reader, &in, &err)) != ONR_END) {
        if (status == ONR_OK) {
            describe_input(&out, &in);
        } else {
            assert_int_equal(err.status, status);
            add_text(&out, "[");
            add_text(&out, err.message);
            add_text(&out, onr_reader_failed(reader) ? "] end\n" : "]\n");
        }
        if (onr_reader_failed(reader)) break;
    }
    onr_reader_close(reader);
    return out.ptr;
}

/** The same must come out however the stream is cut in pieces. */
static inline void assert_reading(const char *name, const bytes *b, const char *expected)
{
    static const size_t PIECES[] = {0, 1, 7, 1000};
    for (size_t i = 0; i < sizeof PIECES / sizeof *PIECES; i++) {
        char *given = describe_reading(name, b->ptr, b->len, PIECES[i], NULL);
        assert_string_equal(given, expected);
        free(given);
    }
}

#endif
