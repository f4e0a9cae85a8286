/*
 * reply.h - the answer to a request, before it goes to the connection.
 *
 * A reply is started as {0}, filled by one handler, finished by onr_reply_finish(), and freed. What
 * cannot be written for lack of memory becomes a plain 500 that needs none.
 */
#ifndef ONR_SERVE_REPLY_H
#define ONR_SERVE_REPLY_H

#include "base/buffer.h"
#include "serve/request.h"

typedef struct onr_reply {
    int status;              /* of HTTP; 0 while there is none */
    const char *type;        /* Content-Type; static */
    const char *code;        /* of an error, for the log and the metrics; static */
    onr_buffer body;
    onr_slice fixed;         /* static bytes to send instead of `body` */
    const char *encoding;    /* "gzip" or NULL */
    onr_buffer next;         /* value of Onrecord-Next; empty for none */
    char etag[40];           /* with its quotation marks; "" for none */
    char allow[24];          /* of a 405 */
    bool retry;              /* send Retry-After */
    bool varies;             /* depends on Accept-Encoding */
} onr_reply;

/** Types of bodies. */
extern const char ONR_TYPE_JSON[];
extern const char ONR_TYPE_CSV[];
extern const char ONR_TYPE_TEXT[];

/** Make it an error; what was in the body goes. `code` is static. */
void onr_reply_error(onr_reply *reply, int status, const char *code, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/** The error that belongs to a failed call of the library. */
void onr_reply_failure(onr_reply *reply, const onr_error *err);

/** Take over a complete body: 200 when `w` is finished well, else a 500. */
void onr_reply_written(onr_reply *reply, onr_writer *w, const char *type);

/** What is sent. */
onr_slice onr_reply_bytes(const onr_reply *reply);

/** Add the ETag of a 200 to a GET, make it a 304 where the client has it, pack it where the client
 *  can unpack it and that makes it smaller. */
void onr_reply_finish(onr_reply *reply, const onr_request *request);

/** True when the header Accept-Encoding allows gzip. */
bool onr_accepts_gzip(onr_slice accept_encoding);

/** True when If-None-Match names the tag; tags are compared weakly. */
bool onr_etag_matches(onr_slice if_none_match, const char *etag);

void onr_reply_free(onr_reply *reply);

#endif
