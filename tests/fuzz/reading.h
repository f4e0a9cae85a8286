/*
 * reading.h - reads bytes to their end through a reader and checks what every reader promises.
 */
#ifndef ONR_TESTS_FUZZ_READING_H
#define ONR_TESTS_FUZZ_READING_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <onrecord/reader.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

typedef struct memory_stream {
    const uint8_t *bytes;
    size_t len, at, piece;
} memory_stream;

static inline ptrdiff_t read_memory(void *ctx, void *buffer, size_t size)
{
    memory_stream *m = ctx;
    size_t give = m->len - m->at;
    if (give > size) give = size;
    if (give > m->piece) give = m->piece;
    if (give > 0) memcpy(buffer, m->bytes + m->at, give);
    m->at += give;
    return (ptrdiff_t)give;
}

static inline void expect(bool holds, const char *what)
{
    if (holds) return;
    fprintf(stderr, "fuzz: %s\n", what);
    abort();
}

/* Reads every byte, so that a sanitizer sees a slice that dangles. */
static inline unsigned touch(onr_slice s)
{
    unsigned sum = 0;
    for (size_t i = 0; i < s.len; i++) sum += (unsigned char)s.ptr[i];
    return sum;
}

static inline void check_input(const onr_input *in, const onr_reader_options *options)
{
    volatile unsigned sum = touch(in->title) + touch(in->url) + touch(in->published) +
                            touch(in->modified) + touch(in->site) + touch(in->section) +
                            touch(in->language) + touch(in->charset);
    expect(in->id.ptr != NULL, "a report has no id");
    expect(in->text.ptr != NULL || in->html.ptr != NULL, "a report has no text");
    expect(in->text.len <= options->max_report_bytes, "a text exceeds the limit");
    expect(in->html.len <= options->max_report_bytes, "a page exceeds the limit");
    sum += touch(in->id) + touch(in->text) + touch(in->html);
    for (uint32_t i = 0; i < in->byline_count; i++) {
        expect(in->bylines[i].ptr != NULL, "a byline is absent");
        sum += touch(in->bylines[i]);
    }
    (void)sum;
}

/* Reads a stream in memory, which cannot fail by itself. `most_items` bounds what it may give. */
static inline void read_all(const char *name, memory_stream stream,
                            const onr_reader_options *options, size_t most_items)
{
    onr_reader *reader;
    onr_input in;
    onr_error err = {0};
    onr_status status;
    if (onr_reader_open_stream(&reader, name, read_memory, &stream, options, &err) != ONR_OK)
        return;
    for (size_t items = 0; (status = onr_reader_next(reader, &in, &err)) != ONR_END; items++) {
        expect(items <= most_items, "there are more reports than bytes");
        if (status == ONR_OK)
            check_input(&in, options);
        else
            expect(err.status == status && err.message[0] != '\0', "a failure is not described");
        if (onr_reader_failed(reader)) break;
    }
    expect(onr_reader_bytes(reader) <= stream.len, "more bytes were read than there are");
    onr_reader_close(reader);
}

#endif
