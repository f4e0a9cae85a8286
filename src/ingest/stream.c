#include "ingest/stream.h"

#include <errno.h>
#include <string.h>

#include "base/arena.h"
#include "base/error.h"

enum { FIRST_CAPACITY = 64 << 10 };

static onr_status read_raw(void *ctx, char *buffer, size_t size, size_t *count, onr_error *err)
{
    const onr_raw *raw = ctx;
    ptrdiff_t given;
    do {
        errno = 0;
        given = raw->read(raw->ctx, buffer, size);
    } while (given < 0 && errno == EINTR);
    if (given < 0) return onr_fail(err, ONR_EIO, "cannot be read: %s", strerror(errno));
    if ((size_t)given > size)
        return onr_fail(err, ONR_EIO, "cannot be read: the stream gave more than was asked for");
    *count = (size_t)given;
    return ONR_OK;
}

onr_source onr_raw_source(onr_raw *raw)
{
    return (onr_source){read_raw, raw};
}

void onr_stream_init(onr_stream *stream, onr_source source, const onr_alloc *alloc)
{
    *stream = (onr_stream){.alloc = alloc, .source = source};
}

static bool grow(onr_stream *stream)
{
    if (stream->capacity > SIZE_MAX / 4) return false;
    size_t capacity = stream->capacity == 0 ? FIRST_CAPACITY : stream->capacity * 2;
    char *grown = onr_resize(stream->alloc, stream->buffer, stream->capacity, capacity);
    if (grown == NULL) return false;
    stream->buffer = grown;
    stream->capacity = capacity;
    return true;
}

/* Half of the buffer is free afterwards, so reads stay large. A window is moved at most once
 * before something is dropped of it, so moving costs no more than reading. */
static bool make_room(onr_stream *stream)
{
    size_t held = stream->end - stream->start;
    if (stream->capacity > 0 && stream->end <= stream->capacity / 2) return true;
    if (stream->start > 0) {
        memmove(stream->buffer, stream->buffer + stream->start, held);
        stream->start = 0;
        stream->end = held;
    }
    return (stream->capacity > 0 && held <= stream->capacity / 2) || grow(stream);
}

onr_status onr_stream_fill(onr_stream *stream, onr_error *err)
{
    if (stream->ended) return ONR_OK;
    stream->broken = true;
    if (!make_room(stream)) return onr_fail_memory(err);
    size_t count = 0;
    onr_status status = stream->source.read(stream->source.ctx, stream->buffer + stream->end,
                                            stream->capacity - stream->end, &count, err);
    if (status != ONR_OK) return status;
    stream->broken = false;
    stream->ended = count == 0;
    stream->end += count;
    stream->taken_bytes += count;
    return ONR_OK;
}

onr_status onr_stream_need(onr_stream *stream, size_t count, onr_error *err)
{
    onr_status status = ONR_OK;
    while (status == ONR_OK && !stream->ended && stream->end - stream->start < count)
        status = onr_stream_fill(stream, err);
    return status;
}

onr_slice onr_stream_window(const onr_stream *stream)
{
    if (stream->buffer == NULL) return (onr_slice){"", 0};
    return (onr_slice){stream->buffer + stream->start, stream->end - stream->start};
}

void onr_stream_drop(onr_stream *stream, size_t count)
{
    stream->start += count;
}

uint64_t onr_stream_offset(const onr_stream *stream)
{
    return stream->taken_bytes - (stream->end - stream->start);
}

void onr_stream_deinit(onr_stream *stream)
{
    onr_release(stream->alloc, stream->buffer, stream->capacity);
    stream->buffer = NULL;
}
