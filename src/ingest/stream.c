#include "ingest/stream.h"

#include <errno.h>
#include <string.h>

#include "base/arena.h"
#include "base/error.h"

enum { FIRST_CAPACITY = 64 << 10 };

void onr_stream_init(onr_stream *stream, onr_read_fn read, void *ctx, const onr_alloc *alloc)
{
    *stream = (onr_stream){.alloc = alloc, .read = read, .ctx = ctx};
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
    if (!make_room(stream)) return onr_fail_memory(err);
    size_t room = stream->capacity - stream->end;
    ptrdiff_t count;
    do {
        errno = 0;
        count = stream->read(stream->ctx, stream->buffer + stream->end, room);
    } while (count < 0 && errno == EINTR);
    if (count < 0) return onr_fail(err, ONR_EIO, "cannot be read: %s", strerror(errno));
    if ((size_t)count > room)
        return onr_fail(err, ONR_EIO, "cannot be read: the stream gave more than was asked for");
    stream->ended = count == 0;
    stream->end += (size_t)count;
    stream->taken_bytes += (size_t)count;
    return ONR_OK;
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
