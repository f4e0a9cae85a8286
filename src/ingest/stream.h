/*
 * stream.h - a window that moves over a byte stream.
 *
 * The window holds what was read and not yet dropped. It grows by doubling as far as its user lets
 * it: who wants a bound stops filling. A slice of the window is good until the next fill.
 */
#ifndef ONR_INGEST_STREAM_H
#define ONR_INGEST_STREAM_H

#include <onrecord/reader.h>

typedef struct onr_stream {
    const onr_alloc *alloc; /* NULL for malloc; borrowed */
    onr_read_fn read;
    void *ctx;
    char *buffer; /* [capacity]; the window is [start, end) */
    size_t capacity, start, end;
    uint64_t taken_bytes; /* from the stream so far */
    bool ended;
} onr_stream;

/** Start over a read function; allocates nothing. */
void onr_stream_init(onr_stream *stream, onr_read_fn read, void *ctx, const onr_alloc *alloc);

/** Read on, or find the end and set `ended`. Interrupted reads are repeated.
 *  @return ONR_OK; ONR_EIO; ONR_ENOMEM. */
onr_status onr_stream_fill(onr_stream *stream, onr_error *err);

/** The window; its pointer is never NULL. */
onr_slice onr_stream_window(const onr_stream *stream);

/** Drop the window's first bytes; they stay readable until the next fill. */
void onr_stream_drop(onr_stream *stream, size_t count);

/** Where in the stream the window begins. */
uint64_t onr_stream_offset(const onr_stream *stream);

void onr_stream_deinit(onr_stream *stream);

#endif
