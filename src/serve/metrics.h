/*
 * metrics.h - what has been done since the start, counted by all threads at once.
 */
#ifndef ONR_SERVE_METRICS_H
#define ONR_SERVE_METRICS_H

#include <stdatomic.h>

#include "base/buffer.h"

enum { ONR_METRICS_ROUTES = 24, ONR_METRICS_TIMES = 12 };

typedef struct onr_metrics {
    /* By route, the last one for the page and what has none; by hundreds of the status. */
    atomic_uint_fast64_t requests[ONR_METRICS_ROUTES][6];
    atomic_uint_fast64_t microseconds[ONR_METRICS_ROUTES];
    atomic_uint_fast64_t times[ONR_METRICS_ROUTES][ONR_METRICS_TIMES]; /* see metrics.c */
    atomic_uint_fast64_t timeouts;   /* connections closed for being too slow */
    atomic_uint_fast64_t turned_away; /* requests for which there was no room */
    atomic_uint_fast64_t documents, bytes; /* read */
    atomic_int_fast64_t connections, requests_now, waiting, body_bytes;
} onr_metrics;

/** Count a request that is over. `route` is its index, or ONR_METRICS_ROUTES - 1. */
void onr_metrics_count(onr_metrics *metrics, uint32_t route, int status, uint64_t microseconds);

/** Print them in the text format of Prometheus, version 0.0.4. */
void onr_metrics_write(onr_writer *w, onr_metrics *metrics);

#endif
