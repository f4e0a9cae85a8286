#include "serve/reply.h"

#include <stdarg.h>
#include <stdio.h>
#include <zlib.h>

#include "base/arena.h"
#include "base/sha256.h"

const char ONR_TYPE_JSON[] = "application/json";
const char ONR_TYPE_CSV[] = "text/csv; charset=utf-8";
const char ONR_TYPE_TEXT[] = "text/plain; version=0.0.4; charset=utf-8";

/* Smaller answers fit a packet anyway. */
enum { PACK_AT_BYTES = 1024, ETAG_BYTES = 12 };

static void reply_no_memory(onr_reply *reply)
{
    static const char body[] =
        "{\"error\":{\"code\":\"internal\",\"message\":\"out of memory\"}}\n";
    reply->status = 500;
    reply->code = "internal";
    reply->type = ONR_TYPE_JSON;
    reply->body.len = 0;
    reply->fixed = (onr_slice){body, sizeof body - 1};
}

void onr_reply_error(onr_reply *reply, int status, const char *code, const char *format, ...)
{
    char message[320];
    va_list args;
    va_start(args, format);
    int len = vsnprintf(message, sizeof message, format, args);
    va_end(args);
    if (len < 0) len = 0;
    if ((size_t)len >= sizeof message) len = (int)sizeof message - 1;
    reply->status = status;
    reply->code = code;
    reply->type = ONR_TYPE_JSON;
    reply->fixed = (onr_slice){NULL, 0};
    reply->retry = status == 503;
    reply->body.len = reply->next.len = 0;
    onr_writer w = onr_writer_start(&reply->body);
    onr_put_text(&w, "{\"error\":{\"code\":\"");
    onr_put_text(&w, code);
    onr_put_text(&w, "\",\"message\":");
    onr_put_json_repaired(&w, (onr_slice){message, (size_t)len});
    onr_put_text(&w, "}}\n");
    if (!onr_writer_finish(&w)) reply_no_memory(reply);
}

void onr_reply_failure(onr_reply *reply, const onr_error *err)
{
    switch (err->status) {
    case ONR_EUSAGE: onr_reply_error(reply, 400, "bad_parameter", "%s", err->message); return;
    case ONR_ELIMIT: onr_reply_error(reply, 413, "too_large", "%s", err->message); return;
    case ONR_EIO: onr_reply_error(reply, 503, "store", "%s", err->message); return;
    case ONR_ETIME: onr_reply_error(reply, 503, "slow", "%s", err->message); return;
    case ONR_ENOMEM: reply_no_memory(reply); return;
    default: onr_reply_error(reply, 500, "internal", "%s", err->message); return;
    }
}

void onr_reply_written(onr_reply *reply, onr_writer *w, const char *type)
{
    if (!onr_writer_finish(w)) {
        reply_no_memory(reply);
        return;
    }
    reply->status = 200;
    reply->type = type;
}

onr_slice onr_reply_bytes(const onr_reply *reply)
{
    if (reply->fixed.ptr != NULL) return reply->fixed;
    return (onr_slice){reply->body.ptr, reply->body.len};
}

/* "q=0", "q=0.0": not at all. */
static bool is_refused(onr_slice weight)
{
    weight = onr_slice_trim(weight);
    if (weight.len < 3 || (weight.ptr[0] | 0x20) != 'q' || weight.ptr[1] != '=') return false;
    for (size_t i = 2; i < weight.len; i++)
        if (weight.ptr[i] != '0' && weight.ptr[i] != '.') return false;
    return true;
}

bool onr_accepts_gzip(onr_slice accept_encoding)
{
    onr_slice coding, name;
    while (onr_slice_cut(&coding, &accept_encoding, ',')) {
        onr_slice_cut(&name, &coding, ';');
        if (!onr_slice_is_word(onr_slice_trim(name), "gzip")) continue;
        return coding.ptr == NULL || !is_refused(coding);
    }
    return false;
}

static onr_slice without_weak(onr_slice tag)
{
    tag = onr_slice_trim(tag);
    if (tag.len >= 2 && tag.ptr[0] == 'W' && tag.ptr[1] == '/')
        return (onr_slice){tag.ptr + 2, tag.len - 2};
    return tag;
}

bool onr_etag_matches(onr_slice if_none_match, const char *etag)
{
    onr_slice tag, ours = without_weak((onr_slice){etag, strlen(etag)});
    if (onr_slice_is(onr_slice_trim(if_none_match), "*")) return true;
    while (onr_slice_cut(&tag, &if_none_match, ',')) {
        tag = without_weak(tag);
        if (tag.len == ours.len && memcmp(tag.ptr, ours.ptr, ours.len) == 0) return true;
    }
    return false;
}

/* Weak, since the packed and the plain answer share it. */
static void set_etag(onr_reply *reply)
{
    static const char digits[] = "0123456789abcdef";
    uint8_t digest[ONR_SHA256_BYTES];
    onr_slice bytes = onr_reply_bytes(reply);
    onr_sha256_bytes(digest, bytes.ptr, bytes.len);
    char *at = reply->etag;
    memcpy(at, "W/\"", 3);
    at += 3;
    for (int i = 0; i < ETAG_BYTES; i++) {
        *at++ = digits[digest[i] >> 4];
        *at++ = digits[digest[i] & 15];
    }
    memcpy(at, "\"", 2);
}

/* A window of 32 KiB and a gzip header. */
static bool deflate_into(onr_buffer *out, onr_slice in)
{
    z_stream z = {.next_in = (Bytef *)(uintptr_t)in.ptr, .avail_in = (uInt)in.len};
    if (in.len > UINT32_MAX / 2) return false;
    if (deflateInit2(&z, 5, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) return false;
    onr_writer w = onr_writer_start(out);
    bool ok = onr_writer_reserve(&w, in.len);
    if (ok) {
        z.next_out = (Bytef *)out->ptr;
        z.avail_out = (uInt)in.len; /* what does not get smaller stays as it is */
        ok = deflate(&z, Z_FINISH) == Z_STREAM_END;
        out->len = ok ? z.total_out : 0;
    }
    deflateEnd(&z);
    return ok;
}

static void pack(onr_reply *reply, const onr_request *request)
{
    onr_slice bytes = onr_reply_bytes(reply);
    onr_buffer packed = {.alloc = reply->body.alloc};
    if (reply->encoding != NULL || bytes.len < PACK_AT_BYTES) return;
    reply->varies = true;
    if (!onr_accepts_gzip(request->accept_encoding)) return;
    if (!deflate_into(&packed, bytes)) {
        onr_buffer_free(&packed);
        return;
    }
    onr_buffer_free(&reply->body);
    reply->body = packed;
    reply->fixed = (onr_slice){NULL, 0};
    reply->encoding = "gzip";
}

void onr_reply_finish(onr_reply *reply, const onr_request *request)
{
    bool reads = onr_slice_is(request->method, "GET") || onr_slice_is(request->method, "HEAD");
    if (reply->status == 200 && reads) {
        if (reply->etag[0] == '\0') set_etag(reply);
        if (request->if_none_match.ptr != NULL &&
            onr_etag_matches(request->if_none_match, reply->etag)) {
            reply->status = 304;
            reply->varies |= onr_reply_bytes(reply).len >= PACK_AT_BYTES;
            reply->body.len = 0;
            reply->fixed = (onr_slice){NULL, 0};
            reply->encoding = NULL;
            return;
        }
    }
    pack(reply, request);
}

void onr_reply_free(onr_reply *reply)
{
    onr_buffer_free(&reply->body);
    onr_buffer_free(&reply->next);
}
