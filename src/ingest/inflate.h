/*
 * inflate.h - unpacks one member after the other, whatever it is packed with.
 *
 * A member is a gzip member, a zstd frame, a zlib or raw deflate stream, a brotli stream. Output is
 * taken in pieces as large as the caller likes, so nothing here grows with what a member says it
 * holds; limits are the caller's.
 *
 *     onr_inflater inflater;
 *     status = onr_inflater_open(&inflater, ONR_PACKING_GZIP, (onr_slice){NULL, 0}, alloc);
 *     while ((status = onr_inflater_run(&inflater, &in, buffer, size, &count)) == ONR_OK) ...
 *     // ONR_END: the member is over and `in` is what stands behind it
 *
 * Memory: zlib's comes from `alloc`; zstd and brotli take their own from malloc, at most 128 MiB
 * (zstd's largest window) and 16 MiB.
 */
#ifndef ONR_INGEST_INFLATE_H
#define ONR_INGEST_INFLATE_H

#include <onrecord/base.h>

typedef enum onr_packing {
    ONR_PACKING_NONE,
    ONR_PACKING_GZIP,
    ONR_PACKING_ZSTD,
    ONR_PACKING_DEFLATE, /* of HTTP: with zlib's frame, or without as some servers send it */
    ONR_PACKING_BROTLI
} onr_packing;

typedef struct onr_inflater {
    onr_packing packing; /* NONE: not open */
    const onr_alloc *alloc;
    void *state;
    bool begun; /* bytes of this member have been taken */
} onr_inflater;

/** What a stream is packed with, seen from its first four bytes: NONE, GZIP or ZSTD. */
onr_packing onr_packing_of(onr_slice head);

/** "gzip", "zstd", "deflate" or "brotli", for messages. */
const char *onr_packing_name(onr_packing packing);

/**
 * @param packing     not NONE.
 * @param dictionary  for zstd, copied; absent for none.
 * @return ONR_OK; ONR_EFORMAT when the dictionary is none; ONR_ENOMEM. On failure there is nothing
 *         to close.
 */
onr_status onr_inflater_open(onr_inflater *inflater, onr_packing packing, onr_slice dictionary,
                             const onr_alloc *alloc);

/**
 * Unpack until the input is used up, the room is filled or the member is over.
 *
 * @param in     moved on over what was taken.
 * @param count  bytes written to `out`, also on failure.
 * @return ONR_OK; ONR_END when the member is over, the next call begins another; ONR_EFORMAT when
 *         it is damaged or asks for a window above 128 MiB; ONR_ENOMEM.
 */
onr_status onr_inflater_run(onr_inflater *inflater, onr_slice *in, char *out, size_t room,
                            size_t *count);

/** Forget the member under way. @return ONR_OK or ONR_ENOMEM. */
onr_status onr_inflater_reset(onr_inflater *inflater);

/** A zeroed or closed inflater is allowed. */
void onr_inflater_close(onr_inflater *inflater);

#endif
