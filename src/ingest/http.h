/*
 * http.h - an HTTP response as an archive keeps it: its head, and the body that it meant.
 *
 * The body is taken out of its chunks (RFC 9112, 7.1) and unpacked (gzip, deflate, brotli, zstd,
 * also one around another), where it is in that form at all: archives often keep the unpacked body
 * under the old head. What ends early or is damaged gives what came before and `truncated`.
 */
#ifndef ONR_INGEST_HTTP_H
#define ONR_INGEST_HTTP_H

#include <onrecord/base.h>

/** Two buffers for bodies under way, kept from one response to the next; start from {0}. */
typedef struct onr_http_work {
    const onr_alloc *alloc;
    char *bytes[2]; /* [capacity] each */
    size_t capacity[2];
} onr_http_work;

typedef struct onr_http {
    uint32_t code;       /* such as 200; 0 when this is no HTTP response */
    onr_slice type;      /* the media type as written, without parameters; absent when not said */
    onr_slice charset;   /* of the type; absent when not said */
    onr_slice coding;    /* the value of Content-Encoding */
    bool chunked;
    uint64_t body_bytes; /* as Content-Length says; UINT64_MAX when it says nothing */
    onr_slice body;
    bool truncated;
} onr_http;

/** Read the head; `body` is what stands behind it, as it is. A message without the empty line that
 *  ends its head has no body. Points into the message. Cost: linear in the head. */
void onr_http_head(onr_http *out, onr_slice message);

/** Media type and charset of a Content-Type value. */
void onr_http_type(onr_slice value, onr_slice *type, onr_slice *charset);

/** The value of header `name` in a head, by lines "Name: value"; absent when it is not there. */
onr_slice onr_http_header(onr_slice head, const char *name);

/** Whether two names are the same but for the case of ASCII letters. */
bool onr_http_same(onr_slice a, const char *b);

/**
 * Make `body` what the response means.
 *
 * @param http       in/out; from onr_http_head(), with all of the message.
 * @param work       its buffers hold the new body until the next call.
 * @param max_bytes  of a body, unpacked.
 * @param max_ratio  unpacked to packed, looked at past 16 MiB; 0 for no limit.
 * @return ONR_OK; ONR_ELIMIT; ONR_ENOMEM.
 */
onr_status onr_http_unpack(onr_http *http, onr_http_work *work, size_t max_bytes,
                           uint64_t max_ratio, onr_error *err);

void onr_http_work_deinit(onr_http_work *work);

#endif
