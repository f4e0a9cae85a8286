#include "ingest/inflate.h"

#include <brotli/decode.h>
#include <limits.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#include "base/arena.h"

/* Size of the prefix in which zlib's blocks keep their own size, which releasing has to tell. */
enum { PREFIX = 16 };

static void *take_block(void *opaque, unsigned items, unsigned size)
{
    size_t bytes = (size_t)items * size + PREFIX;
    char *block = onr_resize(opaque, NULL, 0, bytes);
    if (block == NULL) return NULL;
    memcpy(block, &bytes, sizeof bytes);
    return block + PREFIX;
}

static void release_block(void *opaque, void *ptr)
{
    size_t bytes;
    if (ptr == NULL) return;
    char *block = (char *)ptr - PREFIX;
    memcpy(&bytes, block, sizeof bytes);
    onr_release(opaque, block, bytes);
}

onr_packing onr_packing_of(onr_slice head)
{
    static const char ZSTD[] = "\x28\xB5\x2F\xFD";
    if (head.len < 4) return ONR_PACKING_NONE;
    const unsigned char *b = (const unsigned char *)head.ptr;
    if (b[0] == 0x1F && b[1] == 0x8B && b[2] == 8 && (b[3] & 0xE0) == 0) return ONR_PACKING_GZIP;
    bool skippable = (b[0] & 0xF0) == 0x50 && memcmp(b + 1, "\x2A\x4D\x18", 3) == 0;
    return memcmp(b, ZSTD, 4) == 0 || skippable ? ONR_PACKING_ZSTD : ONR_PACKING_NONE;
}

const char *onr_packing_name(onr_packing packing)
{
    static const char *const NAMES[] = {"no", "gzip", "zstd", "deflate", "brotli"};
    return NAMES[packing];
}

/* ---- zlib ---- */

static int window_bits(onr_packing packing, onr_slice head)
{
    if (packing == ONR_PACKING_GZIP) return 16 + MAX_WBITS;
    const unsigned char *b = (const unsigned char *)head.ptr;
    bool framed = head.len >= 2 && (b[0] & 0x0F) == 8 && (b[0] << 8 | b[1]) % 31 == 0;
    return framed ? MAX_WBITS : -MAX_WBITS;
}

static bool open_zlib(onr_inflater *inflater)
{
    z_stream *z = onr_resize(inflater->alloc, NULL, 0, sizeof *z);
    if (z == NULL) return false;
    *z = (z_stream){.zalloc = take_block, .zfree = release_block,
                    .opaque = (void *)inflater->alloc};
    if (inflateInit2(z, 16 + MAX_WBITS) == Z_OK) {
        inflater->state = z;
        return true;
    }
    onr_release(inflater->alloc, z, sizeof *z);
    return false;
}

static onr_status run_zlib(onr_inflater *inflater, onr_slice *in, char *out, size_t room,
                           size_t *count)
{
    z_stream *z = inflater->state;
    if (!inflater->begun && inflateReset2(z, window_bits(inflater->packing, *in)) != Z_OK)
        return ONR_ENOMEM;
    inflater->begun = true;
    z->next_in = (unsigned char *)in->ptr;
    z->avail_in = in->len < UINT_MAX ? (unsigned)in->len : UINT_MAX;
    z->next_out = (unsigned char *)out;
    z->avail_out = room < UINT_MAX ? (unsigned)room : UINT_MAX;
    int code = inflate(z, Z_NO_FLUSH);
    *count = (size_t)((char *)z->next_out - out);
    in->len -= (size_t)((const char *)z->next_in - in->ptr);
    in->ptr = (const char *)z->next_in;
    if (code == Z_STREAM_END) return ONR_END;
    if (code == Z_MEM_ERROR) return ONR_ENOMEM;
    return code == Z_OK || code == Z_BUF_ERROR ? ONR_OK : ONR_EFORMAT;
}

/* ---- zstd ---- */

static onr_status open_zstd(onr_inflater *inflater, onr_slice dictionary)
{
    ZSTD_DCtx *context = ZSTD_createDCtx();
    if (context == NULL) return ONR_ENOMEM;
    if (dictionary.ptr != NULL &&
        ZSTD_isError(ZSTD_DCtx_loadDictionary(context, dictionary.ptr, dictionary.len))) {
        ZSTD_freeDCtx(context);
        return ONR_EFORMAT;
    }
    inflater->state = context;
    return ONR_OK;
}

static onr_status run_zstd(onr_inflater *inflater, onr_slice *in, char *out, size_t room,
                           size_t *count)
{
    ZSTD_inBuffer from = {in->ptr, in->len, 0};
    ZSTD_outBuffer to = {out, room, 0};
    size_t code = ZSTD_decompressStream(inflater->state, &to, &from);
    *count = to.pos;
    in->ptr += from.pos;
    in->len -= from.pos;
    if (code == 0) return ONR_END;
    if (!ZSTD_isError(code)) return ONR_OK;
    return ZSTD_getErrorCode(code) == ZSTD_error_memory_allocation ? ONR_ENOMEM : ONR_EFORMAT;
}

/* ---- brotli ---- */

static onr_status run_brotli(onr_inflater *inflater, onr_slice *in, char *out, size_t room,
                             size_t *count)
{
    const uint8_t *from = (const uint8_t *)in->ptr;
    uint8_t *to = (uint8_t *)out;
    size_t left = room;
    BrotliDecoderResult code =
        BrotliDecoderDecompressStream(inflater->state, &in->len, &from, &left, &to, NULL);
    in->ptr = (const char *)from;
    *count = room - left;
    if (code == BROTLI_DECODER_RESULT_SUCCESS) return ONR_END;
    return code == BROTLI_DECODER_RESULT_ERROR ? ONR_EFORMAT : ONR_OK;
}

/* ---- all of them ---- */

onr_status onr_inflater_open(onr_inflater *inflater, onr_packing packing, onr_slice dictionary,
                             const onr_alloc *alloc)
{
    *inflater = (onr_inflater){.alloc = alloc};
    onr_status status = ONR_OK;
    if (packing == ONR_PACKING_ZSTD)
        status = open_zstd(inflater, dictionary);
    else if (packing == ONR_PACKING_BROTLI)
        status = (inflater->state = BrotliDecoderCreateInstance(NULL, NULL, NULL)) != NULL
                     ? ONR_OK
                     : ONR_ENOMEM;
    else
        status = open_zlib(inflater) ? ONR_OK : ONR_ENOMEM;
    if (status == ONR_OK) inflater->packing = packing;
    return status;
}

onr_status onr_inflater_run(onr_inflater *inflater, onr_slice *in, char *out, size_t room,
                            size_t *count)
{
    onr_status status;
    *count = 0;
    if (inflater->packing == ONR_PACKING_ZSTD)
        status = run_zstd(inflater, in, out, room, count);
    else if (inflater->packing == ONR_PACKING_BROTLI)
        status = run_brotli(inflater, in, out, room, count);
    else
        status = run_zlib(inflater, in, out, room, count);
    if (status != ONR_END) return status;
    status = onr_inflater_reset(inflater);
    return status == ONR_OK ? ONR_END : status;
}

onr_status onr_inflater_reset(onr_inflater *inflater)
{
    inflater->begun = false; /* zlib begins anew when it sees the next member */
    if (inflater->packing == ONR_PACKING_ZSTD) {
        ZSTD_DCtx_reset(inflater->state, ZSTD_reset_session_only);
    } else if (inflater->packing == ONR_PACKING_BROTLI) {
        BrotliDecoderDestroyInstance(inflater->state);
        inflater->state = BrotliDecoderCreateInstance(NULL, NULL, NULL);
        if (inflater->state == NULL) {
            inflater->packing = ONR_PACKING_NONE;
            return ONR_ENOMEM;
        }
    }
    return ONR_OK;
}

void onr_inflater_close(onr_inflater *inflater)
{
    switch (inflater->packing) {
    case ONR_PACKING_NONE: break;
    case ONR_PACKING_ZSTD: ZSTD_freeDCtx(inflater->state); break;
    case ONR_PACKING_BROTLI: BrotliDecoderDestroyInstance(inflater->state); break;
    default:
        inflateEnd(inflater->state);
        onr_release(inflater->alloc, inflater->state, sizeof(z_stream));
    }
    inflater->packing = ONR_PACKING_NONE;
}
