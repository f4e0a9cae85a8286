/*
 * stream.h - a window that moves over a byte stream.
 *
 * The window holds what was read and not yet dropped. It grows by doubling as far as its user lets
 * it: who wants a bound stops filling. A slice of the window is good until the next fill.
 */
#ifndef ONR_INGEST_STREAM_H
#define ONR_INGEST_STREAM_H

#include <onrecord/reader.h>

/** Where bytes come from. `read` writes at most `size` bytes, `size` > 0, and sets `*count`, which
 *  is 0 only at the end; on failure it describes what is wrong. */
typedef struct onr_source {
    onr_status (*read)(void *ctx, char *buffer, size_t size, size_t *count, onr_error *err);
    void *ctx; /* borrowed */
} onr_source;

/** A caller's read function as a source: repeats interrupted reads and distrusts counts. */
typedef struct onr_raw {
    onr_read_fn read;
    void *ctx;
} onr_raw;

onr_source onr_raw_source(onr_raw *raw);

typedef struct onr_stream {
    const onr_alloc *alloc; /* NULL for malloc; borrowed */
    onr_source source;
    char *buffer; /* [capacity]; the window is [start, end) */
    size_t capacity, start, end;
    uint64_t taken_bytes; /* from the source so far */
    bool ended;
    bool broken; /* the last fill failed */
} onr_stream;

/** Start over a source; allocates nothing. */
void onr_stream_init(onr_stream *stream, onr_source source, const onr_alloc *alloc);

/** Read on, or find the end and set `ended`.
 *  @return ONR_OK; ONR_ENOMEM; what the source answers. After a failure `broken` is set until a
 *          fill succeeds. */
onr_status onr_stream_fill(onr_stream *stream, onr_error *err);

/** Fill until the window has `count` bytes or the stream has ended. */
onr_status onr_stream_need(onr_stream *stream, size_t count, onr_error *err);

/** The window; its pointer is never NULL. */
onr_slice onr_stream_window(const onr_stream *stream);

/** Drop the window's first bytes; they stay readable until the next fill. */
void onr_stream_drop(onr_stream *stream, size_t count);

/** Where in the stream the window begins. */
uint64_t onr_stream_offset(const onr_stream *stream);

void onr_stream_deinit(onr_stream *stream);

#endif
