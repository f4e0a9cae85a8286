/*
 * guard.h - who may ask: names of this server, pages of this server, the token.
 *
 * A page of another site can make a browser send requests to a server on the same machine. Three
 * checks keep it out: the name in Host must be one of ours, so that a foreign name that is made to
 * lead here ("DNS rebinding") is refused; a request that may change or cost something must not come
 * from another site's page; and what changes the store needs a token, which no page can guess.
 */
#ifndef ONR_SERVE_GUARD_H
#define ONR_SERVE_GUARD_H

#include "serve/request.h"

enum { ONR_TOKEN_DIGITS = 32 };

typedef struct onr_guard {
    const char *const *hosts; /* names beside those of the loopback, without port; borrowed */
    uint32_t host_count;
    const char *token;        /* borrowed; NULL: nobody may write */
} onr_guard;

/** True when Host is one name that this server is known by; its port does not count. */
bool onr_guard_knows_host(const onr_guard *guard, const onr_request *request);

/** True unless a browser says that a page of another origin has sent this. */
bool onr_guard_same_origin(const onr_request *request);

/** True when the request holds the token. Cost: the same for every wrong token of its length. */
bool onr_guard_has_token(const onr_guard *guard, const onr_request *request);

/** Make a token from the system's random source. False when there is none. */
bool onr_guard_make_token(char out[ONR_TOKEN_DIGITS + 1]);

/** Take a Host header apart: the name without the port, "[::1]" with its brackets. False when it is
 *  no name. */
bool onr_guard_host_name(onr_slice host, onr_slice *name);

#endif
