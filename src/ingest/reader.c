#include <onrecord/reader.h>

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "ingest/kind.h"

/* The first kind that claims the content gets it, so the last one takes everything. */
static const onr_kind *const KINDS[] = {
    &onr_kind_warc,
    &onr_kind_feed,
    &onr_kind_html,
    &onr_kind_jsonl,
    &onr_kind_text,
};

struct onr_reader {
    onr_alloc alloc_copy;
    onr_reading reading;
    const onr_kind *kind; /* NULL until the content is known */
    void *state;          /* of the kind */
    onr_error failure;    /* of the input; ONR_OK while it works */
    int fd;               /* ours to close, or -1 */
    char path[];
};

/* ---- names ---- */

static bool ends_with(onr_slice name, const char *suffix)
{
    size_t len = strlen(suffix);
    return name.len >= len && memcmp(name.ptr + name.len - len, suffix, len) == 0;
}

bool onr_reading_named(const onr_reading *reading, const char *suffix)
{
    return ends_with(reading->name, suffix);
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

/* ---- opening ---- */

static void set_names(onr_reader *reader, const char *path, size_t len)
{
    memcpy(reader->path, path, len + 1);
    if (strcmp(path, "-") == 0) {
        reader->reading.stem = (onr_slice){"stdin", 5};
        return;
    }
    reader->reading.name = base_name(reader->path);
    reader->reading.stem = drop_extension(reader->reading.name);
}

static size_t reader_size(size_t path_len)
{
    return offsetof(onr_reader, path) + path_len + 1;
}

static void init_reading(onr_reading *reading, onr_read_fn read, void *ctx,
                         const onr_reader_options *options)
{
    uint64_t most = SIZE_MAX / 4; /* so that sums of a few lengths cannot overflow */
    if (options->max_report_bytes < most) most = options->max_report_bytes;
    reading->max_bytes = (size_t)most;
    reading->ids.alloc = reading->alloc;
    onr_unpack_limits limits = {options->max_unpacked_bytes, options->max_ratio};
    onr_unpack_init(&reading->unpack, read, ctx, limits, reading->alloc);
    onr_stream_init(&reading->stream, onr_unpack_source(&reading->unpack), reading->alloc);
    onr_arena_init(&reading->arena, reading->alloc);
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
        reader->reading.alloc = &reader->alloc_copy;
    }
    reader->fd = -1;
    init_reading(&reader->reading, read, ctx, options);
    set_names(reader, name, len);
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
    reader->reading.unpack.raw.ctx = &reader->fd;
    return ONR_OK;
}

void onr_reader_close(onr_reader *reader)
{
    if (reader == NULL) return;
    onr_reading *reading = &reader->reading;
    if (reader->kind != NULL && reader->kind->close != NULL)
        reader->kind->close(reader->state, reading);
    if (reader->fd >= 0) close(reader->fd);
    onr_stream_deinit(&reading->stream);
    onr_unpack_deinit(&reading->unpack);
    onr_arena_deinit(&reading->arena);
    onr_ids_deinit(&reading->ids);
    onr_alloc copy = reader->alloc_copy;
    const onr_alloc *alloc = reading->alloc == NULL ? NULL : &copy;
    onr_release(alloc, reader, reader_size(strlen(reader->path)));
}

/* ---- what the kinds share ---- */

size_t onr_skip_blanks(onr_slice bytes, size_t at)
{
    while (at < bytes.len && memchr(" \t\r\n", bytes.ptr[at], 4) != NULL) at++;
    return at;
}

onr_status onr_reading_fail_long(const onr_reading *reading, onr_error *err)
{
    return onr_fail(err, ONR_ELIMIT, "longer than the limit of %zu bytes", reading->max_bytes);
}

onr_status onr_reading_take_all(onr_reading *reading, onr_error *err)
{
    onr_stream *stream = &reading->stream;
    while (!stream->ended && onr_stream_window(stream).len <= reading->max_bytes) {
        onr_status status = onr_stream_fill(stream, err);
        if (status != ONR_OK) return status;
    }
    if (onr_stream_window(stream).len <= reading->max_bytes) return ONR_OK;
    return onr_reading_fail_long(reading, err);
}

bool onr_reading_make_id(onr_reading *reading, onr_slice *out, uint64_t number)
{
    onr_slice stem = reading->stem;
    size_t size = stem.len + sizeof ":18446744073709551615";
    char *id = onr_arena_take(&reading->arena, size);
    if (id == NULL) return false;
    if (stem.len > 0) memcpy(id, stem.ptr, stem.len);
    int digits = snprintf(id + stem.len, size - stem.len, ":%" PRIu64, number);
    *out = (onr_slice){id, stem.len + (size_t)digits};
    return true;
}

/* ---- what the content is ---- */

static onr_status find_mark(onr_reading *reading, onr_error *err)
{
    static const char MARK[] = "\xEF\xBB\xBF";
    onr_status status = onr_stream_need(&reading->stream, 3, err);
    onr_slice window = onr_stream_window(&reading->stream);
    reading->mark_bytes = window.len >= 3 && memcmp(window.ptr, MARK, 3) == 0 ? 3 : 0;
    return status;
}

static onr_status find_visible(onr_reading *reading, onr_error *err)
{
    size_t at = reading->mark_bytes;
    for (;;) {
        onr_slice window = onr_stream_window(&reading->stream);
        at = onr_skip_blanks(window, at);
        reading->visible_byte = at;
        if (at < window.len || reading->stream.ended || window.len > reading->max_bytes)
            return ONR_OK;
        onr_status status = onr_stream_fill(&reading->stream, err);
        if (status != ONR_OK) return status;
    }
}

static onr_status find_kind(onr_reader *reader, onr_error *err)
{
    onr_status status = find_mark(&reader->reading, err);
    if (status == ONR_OK) status = find_visible(&reader->reading, err);
    bool claimed = false;
    size_t i = 0;
    while (status == ONR_OK && !claimed)
        status = KINDS[i++]->claims(&reader->reading, &claimed, err);
    if (status != ONR_OK) return status;
    const onr_kind *kind = KINDS[i - 1];
    if (kind->open != NULL) status = kind->open(&reader->state, &reader->reading, err);
    if (status == ONR_OK) reader->kind = kind;
    return status;
}

/* ---- the way out ---- */

onr_status onr_reader_next(onr_reader *reader, onr_input *in, onr_error *err)
{
    onr_error found = reader->failure;
    if (found.status == ONR_OK) {
        onr_status status = ONR_OK;
        onr_arena_reset(&reader->reading.arena);
        if (reader->kind == NULL) status = find_kind(reader, &found);
        if (status == ONR_OK)
            status = reader->kind->next(reader->state, &reader->reading, in, &found);
        if (status == ONR_OK || status == ONR_END) return status;
        /* A broken stream has no next report, nor has one whose kind could not be found. */
        if (status == ONR_EIO || status == ONR_ENOMEM || reader->kind == NULL ||
            reader->reading.stream.broken)
            reader->failure = found;
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
    return reader->reading.line;
}

uint64_t onr_reader_bytes(const onr_reader *reader)
{
    return reader->reading.unpack.packed.taken_bytes;
}
