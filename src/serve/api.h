/*
 * api.h - the handlers behind the routes, one file for each subject.
 *
 * A handler finds its parameters checked (route.h) and sets the reply. It runs in a worker's
 * thread; what it takes from call->arena lives until the request is answered.
 */
#ifndef ONR_SERVE_API_H
#define ONR_SERVE_API_H

#include "base/json.h"
#include "serve/route.h"

void onr_api_read(onr_call *call);

void onr_api_health(onr_call *call);
void onr_api_metrics(onr_call *call);
void onr_api_openapi(onr_call *call);

/** Append `,"key":` with its value as a string, or null when it is absent. */
void onr_put_member(onr_writer *w, const char *key, onr_slice value);

/** The same for a number, null when it is 0. */
void onr_put_member_number(onr_writer *w, const char *key, uint64_t value);

#endif
