/*
 * request.h - one HTTP request, as far as the handlers look at it.
 *
 * The slices are borrowed from whoever made the request: the connection, or a test. Nothing in them
 * has been checked.
 */
#ifndef ONR_SERVE_REQUEST_H
#define ONR_SERVE_REQUEST_H

#include <onrecord/base.h>

typedef struct onr_request {
    onr_slice method;
    onr_slice target;          /* as it was sent: path and query, not decoded */
    onr_slice host;
    uint32_t host_count;       /* headers of that name; more than one is an attack */
    uint32_t length_count;     /* headers that say how long the body is, of either kind */
    onr_slice origin;          /* these are absent where they were not sent */
    onr_slice fetch_site;
    onr_slice authorization;
    onr_slice content_type;
    onr_slice content_encoding;
    onr_slice if_none_match;
    onr_slice accept_encoding;
    onr_slice body;
} onr_request;

/** Compare with a C string; the second without regard to the case of ASCII letters. */
bool onr_slice_is(onr_slice slice, const char *text);
bool onr_slice_is_word(onr_slice slice, const char *text);

/** Without white space at both ends. */
onr_slice onr_slice_trim(onr_slice slice);

/** The piece before the next `mark`, taken off `rest` with the mark. False at the end. */
bool onr_slice_cut(onr_slice *piece, onr_slice *rest, char mark);

#endif
