#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/utf8.h"
#include "ingest/jsonl.h"
#include "ingest/kind.h"

typedef struct lines {
    onr_reading *reading;
    uint64_t start_byte; /* of the current line, in the unpacked stream */
    bool in_long_line;   /* its rest is to be dropped */
} lines;

/* The line that begins at `start`, without its end. One byte more than the limit may be held,
 * because it may be a carriage return; a longer line is cut short. */
static onr_status peek_line(onr_reading *reading, size_t start, onr_slice *line, onr_error *err)
{
    size_t searched = start;
    for (;;) {
        onr_slice window = onr_stream_window(&reading->stream);
        const char *end = memchr(window.ptr + searched, '\n', window.len - searched);
        *line = (onr_slice){window.ptr + start, window.len - start};
        if (end != NULL) line->len = (size_t)(end - line->ptr);
        if (end != NULL || reading->stream.ended || line->len > reading->max_bytes + 1)
            return ONR_OK;
        searched = window.len;
        onr_status status = onr_stream_fill(&reading->stream, err);
        if (status != ONR_OK) return status;
    }
}

static bool claims_json(const onr_reading *reading)
{
    return onr_reading_named(reading, ".jsonl") || onr_reading_named(reading, ".ndjson") ||
           onr_reading_named(reading, ".json");
}

/* Text may well begin with a brace, so a whole line has to be an object, unless the name says that
 * it should be one: then the line is broken and the next one may be good. */
static onr_status claims(onr_reading *reading, bool *claimed, onr_error *err)
{
    onr_slice window = onr_stream_window(&reading->stream);
    size_t at = reading->visible_byte;
    bool blank = at >= window.len;
    *claimed = claims_json(reading) && (blank || window.ptr[at] == '{');
    if (*claimed || blank || window.ptr[at] != '{') return ONR_OK;
    onr_slice line;
    onr_status status = peek_line(reading, at, &line, err);
    if (status == ONR_OK) *claimed = onr_jsonl_is_object(line);
    return status;
}

static onr_status open(void **state, onr_reading *reading, onr_error *err)
{
    lines *l = onr_resize(reading->alloc, NULL, 0, sizeof *l);
    if (l == NULL) return onr_fail_memory(err);
    *l = (lines){.reading = reading};
    *state = l;
    onr_stream_drop(&reading->stream, reading->mark_bytes);
    return ONR_OK;
}

static void close(void *state, onr_reading *reading)
{
    onr_release(reading->alloc, state, sizeof(lines));
}

/* Put the line, and the byte within it where that is known, before a message about it. */
static onr_status fail_line(const lines *l, onr_status status, onr_error *err)
{
    char message[sizeof err->message];
    uint64_t byte = err->at_byte;
    memcpy(message, err->message, sizeof message);
    if (byte == 0)
        onr_fail(err, status, "line %" PRIu64 ": %.160s", l->reading->line, message);
    else
        onr_fail(err, status, "line %" PRIu64 ", byte %" PRIu64 ": %.140s", l->reading->line,
                 byte + 1, message);
    err->at_byte = l->start_byte + byte;
    err->line = l->reading->line;
    return status;
}

static onr_status fail_long_line(const lines *l, onr_error *err)
{
    onr_reading_fail_long(l->reading, err);
    return fail_line(l, ONR_ELIMIT, err);
}

static onr_status drop_long_line(lines *l, onr_error *err)
{
    onr_stream *stream = &l->reading->stream;
    while (l->in_long_line) {
        onr_slice window = onr_stream_window(stream);
        const char *end = memchr(window.ptr, '\n', window.len);
        onr_stream_drop(stream, end == NULL ? window.len : (size_t)(end - window.ptr) + 1);
        if (end != NULL || stream->ended) l->in_long_line = false;
        onr_status status = end == NULL ? onr_stream_fill(stream, err) : ONR_OK;
        if (status != ONR_OK) return status;
    }
    return ONR_OK;
}

/* Takes the next line off the stream, without its end. */
static onr_status take_line(lines *l, onr_slice *line, onr_error *err)
{
    onr_status status = drop_long_line(l, err);
    if (status == ONR_OK) status = peek_line(l->reading, 0, line, err);
    if (status != ONR_OK) return status;
    onr_slice window = onr_stream_window(&l->reading->stream);
    if (window.len == 0) return ONR_END;
    l->reading->line++;
    l->start_byte = onr_stream_offset(&l->reading->stream);
    bool has_end = line->len < window.len;
    onr_stream_drop(&l->reading->stream, line->len + has_end);
    if (line->len > 0 && line->ptr[line->len - 1] == '\r') line->len--;
    if (line->len <= l->reading->max_bytes) return ONR_OK;
    l->in_long_line = !has_end;
    return fail_long_line(l, err);
}

/* An id as a message may show it: one line of well-formed UTF-8, cut to fit. */
static void show_id(char *out, size_t size, onr_slice id)
{
    size_t to = 0, at = 0;
    while (at < id.len && to + 4 < size) {
        uint32_t taken;
        bool ok;
        uint32_t c = onr_utf8_decode(id.ptr, id.len, at, &taken, &ok);
        to += onr_utf8_encode(out + to, c < 0x20 || c == 0x7F ? '?' : c);
        at += taken;
    }
    out[to] = '\0';
}

static onr_status set_id(lines *l, onr_input *in, onr_error *err)
{
    if (in->id.ptr == NULL && !onr_reading_make_id(l->reading, &in->id, l->reading->line))
        return onr_fail_memory(err);
    onr_status status = onr_ids_add(&l->reading->ids, in->id);
    if (status == ONR_OK) return ONR_OK;
    if (status != ONR_EFORMAT) return onr_fail_memory(err);
    char shown[80];
    show_id(shown, sizeof shown, in->id);
    return onr_fail(err, ONR_EFORMAT, "the id \"%s\" was used by an earlier line", shown);
}

static onr_status next(void *state, onr_reading *reading, onr_input *in, onr_error *err)
{
    lines *l = state;
    onr_slice line;
    do {
        onr_status status = take_line(l, &line, err);
        if (status != ONR_OK) return status;
    } while (onr_skip_blanks(line, 0) == line.len);
    onr_status status = onr_jsonl_parse(in, line, &reading->arena, err);
    if (status == ONR_OK) status = set_id(l, in, err);
    if (status == ONR_OK || status == ONR_ENOMEM) return status;
    return fail_line(l, status, err);
}

const onr_kind onr_kind_jsonl = {"JSON Lines", claims, open, next, close};
