/*
 * fuzz_warc.c - bytes as a web archive, and as one HTTP response.
 *
 * The first byte says how the rest is packed: 0 not at all, 1 gzip, 2 a gzip member for each piece,
 * 3 a zstd frame for each piece, 4 the same behind a dictionary, which is the first piece. Pieces
 * end with a byte 0x1E. Two more bytes say where one byte of the packed archive is changed; 0 for
 * nowhere. Checksums would keep a fuzzer from getting far with packed bytes of its own.
 */
#include <zlib.h>
#include <zstd.h>

#include "ingest/http.h"
#include "reading.h"

enum { ROOM = 1 << 20, PIECE_END = 0x1E };

typedef struct archive {
    uint8_t *bytes; /* [ROOM] */
    size_t len;
} archive;

static void put(archive *a, const void *bytes, size_t len)
{
    if (len > ROOM - a->len) len = ROOM - a->len;
    memcpy(a->bytes + a->len, bytes, len);
    a->len += len;
}

static void put_gzip(archive *a, const uint8_t *bytes, size_t len)
{
    z_stream z = {0};
    if (deflateInit2(&z, 1, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY) != Z_OK) return;
    z.next_in = (unsigned char *)bytes;
    z.avail_in = (unsigned)len;
    z.next_out = a->bytes + a->len;
    z.avail_out = (unsigned)(ROOM - a->len);
    deflate(&z, Z_FINISH);
    a->len += z.total_out;
    deflateEnd(&z);
}

static void put_zstd(archive *a, const uint8_t *bytes, size_t len, const uint8_t *dictionary,
                     size_t dictionary_len)
{
    ZSTD_CCtx *context = ZSTD_createCCtx();
    if (context == NULL) return;
    if (dictionary_len > 0) ZSTD_CCtx_loadDictionary(context, dictionary, dictionary_len);
    size_t size = ZSTD_compress2(context, a->bytes + a->len, ROOM - a->len, bytes, len);
    if (!ZSTD_isError(size)) a->len += size;
    ZSTD_freeCCtx(context);
}

static void put_dictionary(archive *a, const uint8_t *bytes, size_t len)
{
    const uint8_t head[8] = {0x5D, 0x2A, 0x4D, 0x18, (uint8_t)len, (uint8_t)(len >> 8),
                             (uint8_t)(len >> 16), 0};
    put(a, head, sizeof head);
    put(a, bytes, len);
}

static void pack(archive *a, int how, const uint8_t *bytes, size_t size)
{
    const uint8_t *dictionary = NULL;
    size_t dictionary_len = 0;
    if (how <= 1) {
        if (how == 0) put(a, bytes, size);
        if (how == 1) put_gzip(a, bytes, size);
        return;
    }
    while (size > 0) {
        const uint8_t *end = memchr(bytes, PIECE_END, size);
        size_t len = end == NULL ? size : (size_t)(end - bytes);
        if (how == 2) {
            put_gzip(a, bytes, len);
        } else if (how == 4 && dictionary == NULL) {
            dictionary = bytes;
            dictionary_len = len;
            put_dictionary(a, bytes, len);
        } else {
            put_zstd(a, bytes, len, dictionary, dictionary_len);
        }
        size -= len + (end != NULL);
        bytes += len + (end != NULL);
    }
}

static void read_archive(const uint8_t *bytes, size_t size)
{
    const onr_reader_options usual = {.max_report_bytes = 1 << 20, .max_unpacked_bytes = 4 << 20,
                                      .max_ratio = 200};
    const onr_reader_options narrow = {.max_report_bytes = 100, .max_ratio = 2};
    archive a = {.bytes = malloc(ROOM)};
    if (a.bytes == NULL) return;
    size_t change = bytes[1] | (size_t)bytes[2] << 8;
    pack(&a, bytes[0] % 5, bytes + 3, size - 3);
    if (change > 0 && change < a.len) a.bytes[change] ^= (uint8_t)(1 + bytes[0] / 5);
    read_all("a", (memory_stream){a.bytes, a.len, 0, SIZE_MAX}, &usual, SIZE_MAX);
    read_all("a", (memory_stream){a.bytes, a.len, 0, 9}, &narrow, SIZE_MAX);
    free(a.bytes);
}

static void read_response(const uint8_t *bytes, size_t size)
{
    onr_http http;
    onr_http_work work = {0};
    onr_error err;
    onr_http_head(&http, (onr_slice){(const char *)bytes, size});
    touch(http.type);
    touch(http.charset);
    if (onr_http_unpack(&http, &work, 1 << 20, 200, &err) == ONR_OK) {
        expect(http.body.len <= 1 << 20, "a body exceeds the limit");
        touch(http.body);
    }
    onr_http_work_deinit(&work);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    if (size < 3 || size > 100000) return 0;
    read_archive(bytes, size);
    read_response(bytes + 3, size - 3);
    return 0;
}
