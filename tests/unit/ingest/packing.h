/*
 * packing.h - makes packed bytes for tests, and gives bytes of any kind as a stream.
 */
#ifndef ONR_TESTS_PACKING_H
#define ONR_TESTS_PACKING_H

#include <stdlib.h>
#include <string.h>

#include <brotli/encode.h>
#include <zlib.h>
#include <zstd.h>

#include <onrecord/base.h>

/** Growing bytes; start from {0}, release with free(b.ptr). */
typedef struct bytes {
    char *ptr;
    size_t len;
    size_t capacity; /* 0 when `ptr` came from elsewhere */
} bytes;

static inline void add_bytes(bytes *to, const void *ptr, size_t len)
{
    if (to->len + len + 1 > to->capacity) {
        to->capacity = 2 * (to->len + len + 1);
        to->ptr = realloc(to->ptr, to->capacity);
        assert_non_null(to->ptr);
    }
    if (len > 0) memcpy(to->ptr + to->len, ptr, len);
    to->len += len;
    to->ptr[to->len] = '\0';
}

static inline void add_text(bytes *to, const char *text)
{
    add_bytes(to, text, strlen(text));
}

/** One member. `window_bits` as zlib has it: 31 gzip, 15 zlib, -15 raw deflate. */
static inline void add_deflated(bytes *to, const void *ptr, size_t len, int window_bits)
{
    z_stream z = {0};
    assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY), Z_OK);
    size_t room = deflateBound(&z, len) + 64;
    char *out = malloc(room);
    z.next_in = (unsigned char *)ptr;
    z.avail_in = (unsigned)len;
    z.next_out = (unsigned char *)out;
    z.avail_out = (unsigned)room;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    add_bytes(to, out, z.total_out);
    deflateEnd(&z);
    free(out);
}

static inline void add_gzip(bytes *to, const void *ptr, size_t len)
{
    add_deflated(to, ptr, len, 31);
}

/** One frame, with a dictionary where `dictionary` is not NULL. */
static inline void add_zstd(bytes *to, const void *ptr, size_t len, const bytes *dictionary)
{
    size_t room = ZSTD_compressBound(len);
    char *out = malloc(room);
    ZSTD_CCtx *context = ZSTD_createCCtx();
    if (dictionary != NULL) ZSTD_CCtx_loadDictionary(context, dictionary->ptr, dictionary->len);
    size_t size = ZSTD_compress2(context, out, room, ptr, len);
    assert_false(ZSTD_isError(size));
    add_bytes(to, out, size);
    ZSTD_freeCCtx(context);
    free(out);
}

/** A skippable frame of the type that holds a dictionary. */
static inline void add_dictionary_frame(bytes *to, const bytes *dictionary)
{
    const unsigned char head[8] = {0x5D, 0x2A, 0x4D, 0x18, (unsigned char)dictionary->len,
                                   (unsigned char)(dictionary->len >> 8),
                                   (unsigned char)(dictionary->len >> 16), 0};
    add_bytes(to, head, sizeof head);
    add_bytes(to, dictionary->ptr, dictionary->len);
}

static inline void add_brotli(bytes *to, const void *ptr, size_t len)
{
    size_t room = BrotliEncoderMaxCompressedSize(len) + 64;
    uint8_t *out = malloc(room);
    assert_true(BrotliEncoderCompress(5, 22, BROTLI_MODE_TEXT, len, ptr, &room, out));
    add_bytes(to, out, room);
    free(out);
}

/** Bytes as a stream, at most `piece` of them a read; 0 for all that fit. */
typedef struct byte_stream {
    const char *ptr;
    size_t len, at, piece;
} byte_stream;

static inline ptrdiff_t read_bytes(void *ctx, void *buffer, size_t size)
{
    byte_stream *s = ctx;
    size_t give = s->len - s->at;
    if (give > size) give = size;
    if (s->piece > 0 && give > s->piece) give = s->piece;
    memcpy(buffer, s->ptr + s->at, give);
    s->at += give;
    return (ptrdiff_t)give;
}

#endif
