#include <onrecord/reader.h>

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/utf8.h"
#include "ingest/ids.h"
#include "ingest/jsonl.h"
#include "ingest/stream.h"

typedef enum content {
    CONTENT_UNKNOWN, /* nothing was read yet */
    CONTENT_TEXT,
    CONTENT_LINES,
    CONTENT_OVER /* the only report was given */
} content;

struct onr_reader {
    onr_alloc alloc_copy;
    const onr_alloc *alloc; /* NULL for malloc */
    onr_stream stream;
    onr_arena arena; /* strings of the last report */
    onr_ids ids;
    content content;
    size_t max_bytes;
    int fd; /* ours to close, or -1 */

    uint64_t line;
    uint64_t line_start_byte; /* in the stream */
    bool in_long_line;        /* its rest is to be dropped */
    onr_error failure;        /* of the stream; ONR_OK while it works */

    onr_slice stem;  /* of `name`: the id of a plain text */
    bool named_json; /* the name claims JSON, which decides when the first line is broken */
    char name[];
};

/* ---- names ---- */

static bool ends_with(onr_slice name, const char *suffix)
{
    size_t len = strlen(suffix);
    return name.len >= len && memcmp(name.ptr + name.len - len, suffix, len) == 0;
}

/* The file's name in a path, without the extension of a compressed file. */
static onr_slice base_name(const char *path)
{
    static const char *const PACKED[] = {".gz", ".zst"};
    const char *slash = strrchr(path, '/');
    const char *base = slash == NULL ? path : slash + 1;
    onr_slice name = {base, strlen(base)};
    for (size_t i = 0; i < sizeof PACKED / sizeof *PACKED; i++) {
        size_t len = strlen(PACKED[i]);
        if (name.len > len && ends_with(name, PACKED[i])) {
            name.len -= len;
            break;
        }
    }
    return name;
}

/* A leading dot hides a file, it does not begin an extension. */
static onr_slice drop_extension(onr_slice name)
{
    for (size_t i = name.len; i > 1; i--) {
        if (name.ptr[i - 1] == '.') return (onr_slice){name.ptr, i - 1};
    }
    return name;
}

static bool claims_json(onr_slice name)
{
    return ends_with(name, ".jsonl") || ends_with(name, ".ndjson") || ends_with(name, ".json");
}

/* ---- opening ---- */

static void set_name(onr_reader *reader, const char *name, size_t len)
{
    memcpy(reader->name, name, len + 1);
    if (strcmp(reader->name, "-") == 0) {
        reader->stem = (onr_slice){"stdin", 5};
        return;
    }
    onr_slice base = base_name(reader->name);
    reader->named_json = claims_json(base);
    reader->stem = drop_extension(base);
}

static size_t reader_size(size_t name_len)
{
    return offsetof(onr_reader, name) + name_len + 1;
}

onr_status onr_reader_open_stream(onr_reader **out, const char *name, onr_read_fn read, void *ctx,
                                  const onr_reader_options *options, onr_error *err)
{
    const onr_reader_options defaults = ONR_READER_OPTIONS_DEFAULT;
    if (out == NULL) return onr_fail(err, ONR_EUSAGE, "no place for the reader is given");
    *out = NULL;
    if (name == NULL || read == NULL)
        return onr_fail(err, ONR_EUSAGE, "a reader needs a name and a stream");
    if (options == NULL) options = &defaults;
    size_t len = strlen(name);
    onr_reader *reader = onr_resize(options->alloc, NULL, 0, reader_size(len));
    if (reader == NULL) return onr_fail_memory(err);
    memset(reader, 0, reader_size(len));
    if (options->alloc != NULL) {
        reader->alloc_copy = *options->alloc;
        reader->alloc = &reader->alloc_copy;
    }
    uint64_t most = SIZE_MAX / 4; /* so that sums of a few lengths cannot overflow */
    if (options->max_report_bytes < most) most = options->max_report_bytes;
    reader->max_bytes = (size_t)most;
    reader->fd = -1;
    reader->ids.alloc = reader->alloc;
    onr_stream_init(&reader->stream, read, ctx, reader->alloc);
    onr_arena_init(&reader->arena, reader->alloc);
    set_name(reader, name, len);
    *out = reader;
    return ONR_OK;
}

static ptrdiff_t read_fd(void *ctx, void *buffer, size_t size)
{
    return read(*(const int *)ctx, buffer, size);
}

static ptrdiff_t read_stdin(void *ctx, void *buffer, size_t size)
{
    (void)ctx;
    return read(STDIN_FILENO, buffer, size);
}

static onr_status open_file(int *out, const char *path, onr_error *err)
{
    int fd;
    struct stat info;
    do {
        fd = open(path, O_RDONLY | O_CLOEXEC);
    } while (fd < 0 && errno == EINTR);
    if (fd < 0) return onr_fail(err, ONR_EIO, "cannot be opened: %s", strerror(errno));
    if (fstat(fd, &info) == 0 && S_ISDIR(info.st_mode)) {
        close(fd);
        return onr_fail(err, ONR_EIO, "is a directory");
    }
    *out = fd;
    return ONR_OK;
}

onr_status onr_reader_open(onr_reader **out, const char *path, const onr_reader_options *options,
                           onr_error *err)
{
    if (path == NULL || strcmp(path, "-") == 0)
        return onr_reader_open_stream(out, path, read_stdin, NULL, options, err);
    onr_status status = onr_reader_open_stream(out, path, read_fd, NULL, options, err);
    if (status != ONR_OK) return status;
    onr_reader *reader = *out;
    status = open_file(&reader->fd, path, err);
    if (status != ONR_OK) {
        onr_reader_close(reader);
        *out = NULL;
        return status;
    }
    reader->stream.ctx = &reader->fd;
    return ONR_OK;
}

void onr_reader_close(onr_reader *reader)
{
    if (reader == NULL) return;
    if (reader->fd >= 0) close(reader->fd);
    onr_stream_deinit(&reader->stream);
    onr_arena_deinit(&reader->arena);
    onr_ids_deinit(&reader->ids);
    onr_alloc copy = reader->alloc_copy;
    const onr_alloc *alloc = reader->alloc == NULL ? NULL : &copy;
    onr_release(alloc, reader, reader_size(strlen(reader->name)));
}

/* ---- what the content is ---- */

static size_t blanks(onr_slice bytes, size_t at)
{
    while (at < bytes.len && memchr(" \t\r\n", bytes.ptr[at], 4) != NULL) at++;
    return at;
}

/* Length of the byte order mark at the start of the stream. */
static onr_status find_mark(onr_reader *reader, size_t *len, onr_error *err)
{
    static const char MARK[] = "\xEF\xBB\xBF";
    onr_status status = ONR_OK;
    while (status == ONR_OK && !reader->stream.ended && onr_stream_window(&reader->stream).len < 3)
        status = onr_stream_fill(&reader->stream, err);
    onr_slice window = onr_stream_window(&reader->stream);
    *len = window.len >= 3 && memcmp(window.ptr, MARK, 3) == 0 ? 3 : 0;
    return status;
}

/* First byte at or after `at` that is not blank; the window's length when there is none. */
static onr_status find_visible(onr_reader *reader, size_t *at, onr_error *err)
{
    for (;;) {
        onr_slice window = onr_stream_window(&reader->stream);
        *at = blanks(window, *at);
        if (*at < window.len || reader->stream.ended || window.len > reader->max_bytes)
            return ONR_OK;
        onr_status status = onr_stream_fill(&reader->stream, err);
        if (status != ONR_OK) return status;
    }
}

/* The line that begins at `start`, without its end. One byte more than the limit may be held,
 * because it may be a carriage return; a longer line is cut short. */
static onr_status peek_line(onr_reader *reader, size_t start, onr_slice *line, onr_error *err)
{
    size_t searched = start;
    for (;;) {
        onr_slice window = onr_stream_window(&reader->stream);
        const char *end = memchr(window.ptr + searched, '\n', window.len - searched);
        *line = (onr_slice){window.ptr + start, window.len - start};
        if (end != NULL) line->len = (size_t)(end - line->ptr);
        if (end != NULL || reader->stream.ended || line->len > reader->max_bytes + 1)
            return ONR_OK;
        searched = window.len;
        onr_status status = onr_stream_fill(&reader->stream, err);
        if (status != ONR_OK) return status;
    }
}

/* Text may well begin with a brace, so a whole line has to be an object, unless the name says that
 * it should be one: then the line is broken and the next one may be good. */
static onr_status find_content(onr_reader *reader, onr_error *err)
{
    size_t mark, at;
    bool lines = false;
    onr_status status = find_mark(reader, &mark, err);
    if (status != ONR_OK) return status;
    at = mark;
    status = find_visible(reader, &at, err);
    if (status != ONR_OK) return status;
    onr_slice window = onr_stream_window(&reader->stream);
    if (at >= window.len || reader->named_json) {
        lines = reader->named_json && (at >= window.len || window.ptr[at] == '{');
    } else if (window.ptr[at] == '{') {
        onr_slice line;
        status = peek_line(reader, at, &line, err);
        if (status != ONR_OK) return status;
        lines = onr_jsonl_is_object(line);
    }
    reader->content = lines ? CONTENT_LINES : CONTENT_TEXT;
    if (lines) onr_stream_drop(&reader->stream, mark);
    return ONR_OK;
}

/* ---- plain text ---- */

static onr_status read_text(onr_reader *reader, onr_input *in, onr_error *err)
{
    while (!reader->stream.ended && onr_stream_window(&reader->stream).len <= reader->max_bytes) {
        onr_status status = onr_stream_fill(&reader->stream, err);
        if (status != ONR_OK) return status;
    }
    reader->content = CONTENT_OVER;
    onr_slice text = onr_stream_window(&reader->stream);
    if (text.len > reader->max_bytes)
        return onr_fail(err, ONR_ELIMIT, "longer than the limit of %zu bytes", reader->max_bytes);
    *in = (onr_input){.id = reader->stem, .text = text};
    return ONR_OK;
}

/* ---- JSON Lines ---- */

/* Put the line, and the byte within it where that is known, before a message about it. */
static onr_status fail_line(const onr_reader *reader, onr_status status, onr_error *err)
{
    char message[sizeof err->message];
    uint64_t byte = err->at_byte;
    memcpy(message, err->message, sizeof message);
    if (byte == 0)
        onr_fail(err, status, "line %" PRIu64 ": %.160s", reader->line, message);
    else
        onr_fail(err, status, "line %" PRIu64 ", byte %" PRIu64 ": %.140s", reader->line, byte + 1,
                 message);
    err->at_byte = reader->line_start_byte + byte;
    err->line = reader->line;
    return status;
}

static onr_status fail_long_line(const onr_reader *reader, onr_error *err)
{
    onr_fail(err, ONR_ELIMIT, "longer than the limit of %zu bytes", reader->max_bytes);
    return fail_line(reader, ONR_ELIMIT, err);
}

static onr_status drop_long_line(onr_reader *reader, onr_error *err)
{
    while (reader->in_long_line) {
        onr_slice window = onr_stream_window(&reader->stream);
        const char *end = memchr(window.ptr, '\n', window.len);
        onr_stream_drop(&reader->stream, end == NULL ? window.len : (size_t)(end - window.ptr) + 1);
        if (end != NULL || reader->stream.ended) reader->in_long_line = false;
        onr_status status = end == NULL ? onr_stream_fill(&reader->stream, err) : ONR_OK;
        if (status != ONR_OK) return status;
    }
    return ONR_OK;
}

/* Takes the next line off the stream, without its end. */
static onr_status take_line(onr_reader *reader, onr_slice *line, onr_error *err)
{
    onr_status status = drop_long_line(reader, err);
    if (status == ONR_OK) status = peek_line(reader, 0, line, err);
    if (status != ONR_OK) return status;
    onr_slice window = onr_stream_window(&reader->stream);
    if (window.len == 0) return ONR_END;
    reader->line++;
    reader->line_start_byte = onr_stream_offset(&reader->stream);
    bool has_end = line->len < window.len;
    onr_stream_drop(&reader->stream, line->len + has_end);
    if (line->len > 0 && line->ptr[line->len - 1] == '\r') line->len--;
    if (line->len <= reader->max_bytes) return ONR_OK;
    reader->in_long_line = !has_end;
    return fail_long_line(reader, err);
}

/* "<stem>:<line>" for a report without an id. */
static bool make_id(onr_reader *reader, onr_slice *out)
{
    size_t size = reader->stem.len + sizeof ":18446744073709551615";
    char *id = onr_arena_take(&reader->arena, size);
    if (id == NULL) return false;
    memcpy(id, reader->stem.ptr, reader->stem.len);
    int digits = snprintf(id + reader->stem.len, size - reader->stem.len, ":%" PRIu64,
                          reader->line);
    *out = (onr_slice){id, reader->stem.len + (size_t)digits};
    return true;
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

static onr_status set_id(onr_reader *reader, onr_input *in, onr_error *err)
{
    if (in->id.ptr == NULL && !make_id(reader, &in->id)) return onr_fail_memory(err);
    onr_status status = onr_ids_add(&reader->ids, in->id);
    if (status == ONR_OK) return ONR_OK;
    if (status != ONR_EFORMAT) return onr_fail_memory(err);
    char shown[80];
    show_id(shown, sizeof shown, in->id);
    return onr_fail(err, ONR_EFORMAT, "the id \"%s\" was used by an earlier line", shown);
}

static onr_status read_line(onr_reader *reader, onr_input *in, onr_error *err)
{
    onr_slice line;
    do {
        onr_status status = take_line(reader, &line, err);
        if (status != ONR_OK) return status;
    } while (blanks(line, 0) == line.len);
    onr_status status = onr_jsonl_parse(in, line, &reader->arena, err);
    if (status == ONR_OK) status = set_id(reader, in, err);
    if (status == ONR_OK || status == ONR_ENOMEM) return status;
    return fail_line(reader, status, err);
}

/* ---- the way out ---- */

static onr_status read_next(onr_reader *reader, onr_input *in, onr_error *err)
{
    if (reader->content == CONTENT_UNKNOWN) {
        onr_status status = find_content(reader, err);
        if (status != ONR_OK) return status;
    }
    switch (reader->content) {
    case CONTENT_TEXT: return read_text(reader, in, err);
    case CONTENT_LINES: return read_line(reader, in, err);
    default: return ONR_END;
    }
}

onr_status onr_reader_next(onr_reader *reader, onr_input *in, onr_error *err)
{
    onr_error found = {0};
    if (reader->failure.status == ONR_OK) {
        onr_arena_reset(&reader->arena);
        onr_status status = read_next(reader, in, &found);
        if (status == ONR_OK || status == ONR_END) return status;
        if (status == ONR_EIO || status == ONR_ENOMEM) reader->failure = found;
    } else {
        found = reader->failure;
    }
    if (err != NULL) *err = found;
    return found.status;
}

bool onr_reader_failed(const onr_reader *reader)
{
    return reader->failure.status != ONR_OK;
}

uint64_t onr_reader_line(const onr_reader *reader)
{
    return reader->line;
}

uint64_t onr_reader_bytes(const onr_reader *reader)
{
    return reader->stream.taken_bytes;
}
