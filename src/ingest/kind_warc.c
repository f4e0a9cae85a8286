/*
 * kind_warc.c - web archives: WARC 1.0 and 1.1 (ISO 28500:2017), one report for each page.
 *
 * A record is "WARC/1.1", lines of "Name: value", an empty line, Content-Length bytes, and two
 * empty lines. Reports are the responses of status 200 and 203 that hold HTML, resources that are
 * HTML, and conversions to plain text (WET files); all other records are passed over. The length is
 * believed only when the next record, or the end, stands where it says. Where it does not, or the
 * record is damaged otherwise, the record is one failed report, and reading goes on with the next
 * line that begins a record; in files packed record by record, also with the next member that
 * does.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "ingest/http.h"
#include "ingest/kind.h"

enum {
    MAX_HEAD_BYTES = 64 << 10,
    PEEK_BYTES = 16 << 10, /* of a block: enough for the head of a response */
    HOLD_BYTES = 1 << 20,  /* records passed over are held so far, to look again when they lie */
    END_BYTES = 12         /* the empty lines behind a block and the "WARC/1." of the next */
};

static const onr_slice MAGIC = {"WARC/", 5};

typedef enum wanted { WANT_NOTHING, WANT_PAGE, WANT_RESPONSE, WANT_TEXT } wanted;

/* The record at hand; slices point into the window, which moves with each fill. */
typedef struct record {
    uint64_t start_byte; /* in the unpacked stream */
    size_t head_bytes;   /* with the empty line */
    uint64_t block_bytes;
    wanted wanted;
} record;

typedef struct warc {
    onr_reading *reading;
    onr_http_work work;
    record record;
    uint64_t count;  /* of reports, for ids */
    bool lost;       /* the next record has to be searched */
} warc;

static onr_status claims(onr_reading *reading, bool *claimed, onr_error *err)
{
    onr_status status = onr_stream_need(&reading->stream, reading->visible_byte + 6, err);
    onr_slice window = onr_stream_window(&reading->stream);
    size_t at = reading->visible_byte;
    *claimed = at + 6 <= window.len && memcmp(window.ptr + at, MAGIC.ptr, MAGIC.len) == 0 &&
               window.ptr[at + MAGIC.len] >= '0' && window.ptr[at + MAGIC.len] <= '9';
    return status;
}

static onr_status open(void **state, onr_reading *reading, onr_error *err)
{
    warc *w = onr_resize(reading->alloc, NULL, 0, sizeof *w);
    if (w == NULL) return onr_fail_memory(err);
    *w = (warc){.reading = reading, .work = {.alloc = reading->alloc}};
    *state = w;
    onr_stream_drop(&reading->stream, reading->visible_byte);
    return ONR_OK;
}

static void close(void *state, onr_reading *reading)
{
    warc *w = state;
    onr_http_work_deinit(&w->work);
    onr_release(reading->alloc, w, sizeof *w);
}

/* ---- failures ---- */

/* Put the place of the record before what is wrong with it. */
static onr_status fail_record(warc *w, onr_status status, const char *what, onr_error *err)
{
    bool exact;
    uint64_t at = onr_unpack_place(&w->reading->unpack, w->record.start_byte, &exact);
    char copy[sizeof err->message];
    snprintf(copy, sizeof copy, "%s", what); /* it may be the message itself */
    onr_fail(err, status, "the record at byte %" PRIu64 "%s: %.120s", at,
             exact ? "" : " of the unpacked archive", copy);
    err->at_byte = at;
    return status;
}

static onr_status fail_lost(warc *w, const char *what, onr_error *err)
{
    w->lost = true;
    return fail_record(w, ONR_EFORMAT, what, err);
}

/* A fill has failed: the packed data is damaged, or the file cannot be read. */
static onr_status fail_fill(warc *w, onr_status status, onr_error *err)
{
    if (status != ONR_EFORMAT && status != ONR_ELIMIT) return status;
    w->lost = true;
    w->reading->stream.broken = false; /* find_next() looks for a way on */
    return fail_record(w, status, err->message, err);
}

/* ---- the next record after damage ---- */

/* Index of the next line that begins a record, `bytes.len` when there is none. */
static size_t find_start(onr_slice bytes)
{
    size_t at = 0;
    while (at < bytes.len) {
        const char *line = memchr(bytes.ptr + at, '\n', bytes.len - at);
        if (line == NULL) return bytes.len;
        at = (size_t)(line - bytes.ptr) + 1;
        if (bytes.len - at >= 6 && memcmp(bytes.ptr + at, MAGIC.ptr, MAGIC.len) == 0 &&
            bytes.ptr[at + MAGIC.len] >= '0' && bytes.ptr[at + MAGIC.len] <= '9')
            return at;
    }
    return bytes.len;
}

/* Go on behind packed data that is damaged. */
static onr_status find_member(warc *w, onr_error *err)
{
    onr_stream *stream = &w->reading->stream;
    onr_status status = onr_unpack_resync(&w->reading->unpack, MAGIC, err);
    if (status != ONR_OK && status != ONR_END) return status;
    onr_stream_drop(stream, onr_stream_window(stream).len);
    return status;
}

/* The window begins within a damaged record; go to the start of the next one. */
static onr_status find_next(warc *w, onr_error *err)
{
    onr_stream *stream = &w->reading->stream;
    for (;;) {
        onr_slice window = onr_stream_window(stream);
        size_t at = find_start(window);
        bool found = at < window.len;
        /* The last bytes may be the beginning of what is searched. */
        if (!found) at = window.len > MAGIC.len + 1 ? window.len - (MAGIC.len + 1) : 0;
        onr_stream_drop(stream, at);
        if (found) return ONR_OK;
        if (stream->ended) return ONR_END;
        onr_status status = onr_stream_fill(stream, err);
        if (status == ONR_EFORMAT || status == ONR_ELIMIT) {
            stream->broken = false;
            return find_member(w, err);
        }
        if (status != ONR_OK) return status;
    }
}

/* ---- the head of a record ---- */

/* Length of the head with the empty line behind it; 0 when it does not end in the window. */
static size_t head_size(onr_slice window)
{
    for (size_t at = 0; at < window.len;) {
        const char *end = memchr(window.ptr + at, '\n', window.len - at);
        if (end == NULL) return 0;
        size_t next = (size_t)(end - window.ptr) + 1;
        if (next < window.len && window.ptr[next] == '\n') return next + 1;
        if (next + 1 < window.len && memcmp(window.ptr + next, "\r\n", 2) == 0) return next + 2;
        at = next;
    }
    return 0;
}

/* Drop what separates records. ONR_END when nothing follows. */
static onr_status skip_separator(warc *w, onr_error *err)
{
    onr_stream *stream = &w->reading->stream;
    for (;;) {
        onr_slice window = onr_stream_window(stream);
        size_t at = onr_skip_blanks(window, 0);
        onr_stream_drop(stream, at);
        w->record = (record){.start_byte = onr_stream_offset(stream)};
        if (at < window.len) return ONR_OK;
        if (stream->ended) return ONR_END;
        onr_status status = onr_stream_fill(stream, err);
        if (status != ONR_OK) return fail_fill(w, status, err);
    }
}

static onr_status find_head(warc *w, onr_error *err)
{
    onr_stream *stream = &w->reading->stream;
    onr_status status = onr_stream_need(stream, MAGIC.len, err);
    onr_slice window = onr_stream_window(stream);
    if (status != ONR_OK) return fail_fill(w, status, err);
    if (window.len < MAGIC.len || memcmp(window.ptr, MAGIC.ptr, MAGIC.len) != 0)
        return fail_lost(w, "no record begins here", err);
    for (;;) {
        window = onr_stream_window(stream);
        w->record.head_bytes = head_size(window);
        if (w->record.head_bytes > 0) break;
        if (window.len > MAX_HEAD_BYTES) return fail_lost(w, "its head is too long", err);
        if (stream->ended) return fail_lost(w, "the file ends within its head", err);
        status = onr_stream_fill(stream, err);
        if (status != ONR_OK) return fail_fill(w, status, err);
    }
    return ONR_OK;
}

static onr_slice head_of(const warc *w)
{
    return (onr_slice){onr_stream_window(&w->reading->stream).ptr, w->record.head_bytes};
}

static bool is_html(onr_slice type)
{
    return onr_http_same(type, "text/html") || onr_http_same(type, "application/xhtml+xml");
}

static wanted wanted_of(onr_slice head)
{
    onr_slice type, charset;
    onr_slice kind = onr_http_header(head, "warc-type");
    onr_slice segment = onr_http_header(head, "warc-segment-number");
    onr_http_type(onr_http_header(head, "content-type"), &type, &charset);
    if (segment.len > 0 && !onr_http_same(segment, "1")) return WANT_NOTHING;
    if (onr_http_same(kind, "response"))
        return onr_http_same(type, "application/http") || type.len == 0 ? WANT_RESPONSE
                                                                        : WANT_NOTHING;
    if (onr_http_same(kind, "resource") && is_html(type)) return WANT_PAGE;
    if (onr_http_same(kind, "conversion") && onr_http_same(type, "text/plain")) return WANT_TEXT;
    return WANT_NOTHING;
}

static bool read_length(onr_slice value, uint64_t *length)
{
    *length = 0;
    if (value.len == 0 || value.len > 18) return false;
    for (size_t i = 0; i < value.len; i++) {
        if (value.ptr[i] < '0' || value.ptr[i] > '9') return false;
        *length = *length * 10 + (uint64_t)(value.ptr[i] - '0');
    }
    return true;
}

/* The record that comes next, with its head in the window. */
static onr_status begin_record(warc *w, onr_error *err)
{
    if (w->lost) {
        onr_status status = find_next(w, err);
        if (status != ONR_OK) return status;
        w->lost = false;
    }
    onr_status status = skip_separator(w, err);
    if (status == ONR_OK) status = find_head(w, err);
    if (status != ONR_OK) return status;
    onr_slice head = head_of(w);
    if (!read_length(onr_http_header(head, "content-length"), &w->record.block_bytes))
        return fail_lost(w, "its Content-Length is no number", err);
    w->record.wanted = wanted_of(head);
    return ONR_OK;
}

/* ---- its block ---- */

/* True for pages that were really there, which are all that somebody can have read. */
static bool holds_page(const onr_http *http)
{
    if (http->code != 200 && http->code != 203) return false;
    size_t at = onr_skip_blanks(http->body, 0);
    bool tag = at < http->body.len && http->body.ptr[at] == '<';
    return is_html(http->type) || (http->type.len == 0 && tag);
}

/* Look at the beginning of a response's block and decide whether to take it. */
static onr_status look_into_response(warc *w, onr_error *err)
{
    record *r = &w->record;
    size_t peek = r->block_bytes < PEEK_BYTES ? (size_t)r->block_bytes : (size_t)PEEK_BYTES;
    onr_status status = onr_stream_need(&w->reading->stream, r->head_bytes + peek, err);
    if (status != ONR_OK) return fail_fill(w, status, err);
    onr_slice window = onr_stream_window(&w->reading->stream);
    onr_slice block = {window.ptr + r->head_bytes, window.len - r->head_bytes};
    if (block.len > peek) block.len = peek;
    onr_http http;
    onr_http_head(&http, block);
    if (!holds_page(&http)) r->wanted = WANT_NOTHING;
    return ONR_OK;
}

/* Whether a block may end at `at` in the window: two line ends follow, as they should, or fewer and
 * the next record, or the end of the file or of its member. */
static bool ends_at(warc *w, size_t at)
{
    onr_stream *stream = &w->reading->stream;
    onr_error ignored; /* damage behind this record is found again by the next one */
    onr_stream_need(stream, at + END_BYTES, &ignored);
    stream->broken = false;
    onr_slice window = onr_stream_window(stream);
    uint64_t base = onr_stream_offset(stream);
    bool packed = w->reading->unpack.packing != ONR_PACKING_NONE;
    int lines = 0;
    for (size_t i = at; i < window.len; i++) {
        bool begins; /* a member, so the one before held all of the record */
        onr_unpack_place(&w->reading->unpack, base + i, &begins);
        if (packed && begins) return true;
        if (window.ptr[i] == '\n' && ++lines == 2) return true;
        if (window.ptr[i] == '\r' || window.ptr[i] == '\n') continue;
        return lines > 0 && window.len - i >= MAGIC.len &&
               memcmp(window.ptr + i, MAGIC.ptr, MAGIC.len) == 0;
    }
    return true;
}

/* After a lie about the length: the search goes on inside the block. */
static onr_status fail_length(warc *w, onr_error *err)
{
    onr_stream *stream = &w->reading->stream;
    bool short_of = onr_stream_window(stream).len - w->record.head_bytes < w->record.block_bytes;
    fail_lost(w, short_of ? "the file ends within it" : "its Content-Length is wrong", err);
    onr_stream_drop(stream, w->record.head_bytes - 1); /* its last line end may begin a line */
    return ONR_EFORMAT;
}

/* Get all of the block into the window and see that it ends where it should. */
static onr_status hold_block(warc *w, onr_error *err)
{
    onr_stream *stream = &w->reading->stream;
    size_t end = w->record.head_bytes + (size_t)w->record.block_bytes;
    onr_status status = onr_stream_need(stream, end, err);
    if (status != ONR_OK) return fail_fill(w, status, err);
    if (onr_stream_window(stream).len < end || !ends_at(w, end)) return fail_length(w, err);
    return ONR_OK;
}

/* Pass over a block that is too long to hold. A line that begins a record ends it. */
static onr_status pass_over_long(warc *w, onr_error *err)
{
    onr_stream *stream = &w->reading->stream;
    uint64_t left = w->record.block_bytes;
    onr_stream_drop(stream, w->record.head_bytes);
    while (left > 0) {
        onr_slice window = onr_stream_window(stream);
        if (window.len > left) window.len = (size_t)left;
        size_t found = find_start(window);
        if (found < window.len) {
            onr_stream_drop(stream, found - 1);
            return fail_lost(w, "its Content-Length is wrong", err);
        }
        size_t keep = window.len < MAGIC.len + 1 ? window.len : MAGIC.len + 1;
        if (window.len == left) keep = 0;
        onr_stream_drop(stream, window.len - keep);
        left -= window.len - keep;
        if (left == 0) break;
        if (stream->ended) return fail_lost(w, "the file ends within it", err);
        onr_status status = onr_stream_fill(stream, err);
        if (status != ONR_OK) return fail_fill(w, status, err);
    }
    return ends_at(w, 0) ? ONR_OK : fail_lost(w, "its Content-Length is wrong", err);
}

static onr_status pass_over(warc *w, onr_error *err)
{
    if (w->record.block_bytes > HOLD_BYTES) return pass_over_long(w, err);
    onr_status status = hold_block(w, err);
    if (status != ONR_OK) return status;
    onr_stream_drop(&w->reading->stream,
                    w->record.head_bytes + (size_t)w->record.block_bytes);
    return ONR_OK;
}

/* ---- its report ---- */

/* WARC 1.0 writes the URI between angle brackets in its grammar, and some programs do. */
static onr_slice target_of(onr_slice head)
{
    onr_slice uri = onr_http_header(head, "warc-target-uri");
    if (uri.len >= 2 && uri.ptr[0] == '<' && uri.ptr[uri.len - 1] == '>')
        uri = (onr_slice){uri.ptr + 1, uri.len - 2};
    return uri;
}

static onr_status take_page(warc *w, onr_input *in, onr_slice block, onr_error *err)
{
    onr_http http;
    onr_http_head(&http, block);
    onr_status status = onr_http_unpack(&http, &w->work, w->reading->max_bytes,
                                        w->reading->unpack.limits.max_ratio, err);
    if (status == ONR_ENOMEM) return status;
    if (status != ONR_OK) return fail_record(w, status, err->message, err);
    in->html = http.body;
    in->charset = http.charset;
    if (http.truncated) in->truncated = true;
    return ONR_OK;
}

static onr_status take_report(warc *w, onr_input *in, onr_error *err)
{
    onr_slice head = head_of(w);
    onr_slice block = {head.ptr + head.len, (size_t)w->record.block_bytes};
    onr_slice ignored;
    *in = (onr_input){.id = target_of(head), .url = target_of(head)};
    in->truncated = onr_http_header(head, "warc-truncated").ptr != NULL ||
                    onr_http_header(head, "warc-segment-number").ptr != NULL;
    w->count++;
    if (in->id.len == 0 && !onr_reading_make_id(w->reading, &in->id, w->count))
        return onr_fail_memory(err);
    if (in->url.len == 0) in->url = (onr_slice){NULL, 0};
    onr_stream_drop(&w->reading->stream, head.len + block.len);
    if (w->record.wanted == WANT_RESPONSE) return take_page(w, in, block, err);
    if (w->record.wanted == WANT_PAGE) {
        in->html = block;
        onr_http_type(onr_http_header(head, "content-type"), &ignored, &in->charset);
    } else {
        in->text = block;
    }
    return ONR_OK;
}

static onr_status next(void *state, onr_reading *reading, onr_input *in, onr_error *err)
{
    warc *w = state;
    for (;;) {
        onr_status status = begin_record(w, err);
        if (status == ONR_OK && w->record.wanted == WANT_RESPONSE)
            status = look_into_response(w, err);
        if (status != ONR_OK) return status;
        bool take = w->record.wanted != WANT_NOTHING;
        if (take && w->record.block_bytes <= reading->max_bytes) {
            status = hold_block(w, err);
            return status == ONR_OK ? take_report(w, in, err) : status;
        }
        status = pass_over(w, err);
        if (status == ONR_OK && take) {
            onr_reading_fail_long(reading, err);
            status = fail_record(w, ONR_ELIMIT, err->message, err);
        }
        if (status != ONR_OK) return status;
    }
}

const onr_kind onr_kind_warc = {"WARC", claims, open, next, close};
