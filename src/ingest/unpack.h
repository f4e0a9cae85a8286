/*
 * unpack.h - a file's bytes, unpacked when it is a .gz or .zst: a source for a stream.
 *
 * Whether it is packed is found from its first bytes. Members (gzip members, zstd frames) follow
 * each other as one stream of bytes; one read never gives bytes of two, so a reader of archives
 * that packs each record for itself learns where records lie in the file. A zstd file may begin
 * with the dictionary of its frames, in a skippable frame of type 0x184D2A5D, as WARC files do
 * (IIPC, "Zstandard compression of WARC files" 1.0); the dictionary may be packed itself.
 *
 * Damage, a limit that is passed and an end that comes too early are failures that stay; after them
 * onr_unpack_resync() may find a member further on.
 */
#ifndef ONR_INGEST_UNPACK_H
#define ONR_INGEST_UNPACK_H

#include "ingest/inflate.h"
#include "ingest/stream.h"

enum { ONR_UNPACK_PLACES = 4 };

typedef struct onr_unpack_limits {
    uint64_t max_bytes; /* unpacked, of the whole file; 0 for no limit */
    uint64_t max_ratio; /* unpacked to packed, of one member, looked at past 16 MiB; 0 for none */
} onr_unpack_limits;

typedef struct onr_unpack {
    onr_raw raw;
    onr_stream packed;
    onr_inflater inflater;
    onr_packing packing;
    onr_unpack_limits limits;
    bool begun;               /* packing is known */
    bool in_member;
    bool over;                /* nothing more will come */
    size_t used;              /* bytes of the packed window that are unpacked already */
    uint64_t member_start;    /* in the file */
    uint64_t member_unpacked; /* bytes of it */
    uint64_t unpacked_bytes;
    onr_error failure;        /* ONR_OK while all is well */
    struct {
        uint64_t packed, unpacked;
    } places[ONR_UNPACK_PLACES]; /* where the last members began, the newest first */
} onr_unpack;

/** Start; allocates nothing. The address of `unpack` must stay what it is. */
void onr_unpack_init(onr_unpack *unpack, onr_read_fn read, void *ctx, onr_unpack_limits limits,
                     const onr_alloc *alloc);

/** The unpacked bytes. Fails with ONR_EIO, ONR_ENOMEM; ONR_EFORMAT when the packed data is damaged
 *  or ends early; ONR_ELIMIT when it unpacks to more than a limit allows. at_byte is the place in
 *  the file. */
onr_source onr_unpack_source(onr_unpack *unpack);

/**
 * Where in the file the byte `at` of the unpacked stream is.
 *
 * @param exact  set to whether a member begins there, or nothing is packed at all; otherwise the
 *               answer is the place in the unpacked stream, `at` itself.
 */
uint64_t onr_unpack_place(const onr_unpack *unpack, uint64_t at, bool *exact);

/**
 * After a failure, go to the next member behind the start of the failed one that unpacks to bytes
 * which begin with `start`.
 *
 * @return ONR_OK; ONR_END when there is none; ONR_EIO; ONR_ENOMEM.
 */
onr_status onr_unpack_resync(onr_unpack *unpack, onr_slice start, onr_error *err);

void onr_unpack_deinit(onr_unpack *unpack);

#endif
