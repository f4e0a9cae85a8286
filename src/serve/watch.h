/*
 * watch.h - the connections that are open, and a thread that closes those which are too slow.
 *
 * libmicrohttpd counts the seconds without any byte, which a byte now and then defeats. Here each
 * phase of a request has a time by which it must be over. A connection that is late gets a 408, as
 * far as it was sending, and is shut down; libmicrohttpd sees the end and cleans up.
 */
#ifndef ONR_SERVE_WATCH_H
#define ONR_SERVE_WATCH_H

#include <pthread.h>

#include "serve/metrics.h"

typedef enum onr_phase {
    ONR_PHASE_HEAD, /* headers of a request are to come; also between two requests */
    ONR_PHASE_BODY,
    ONR_PHASE_WORK, /* ours; may take its time */
    ONR_PHASE_SEND,
    ONR_PHASE_COUNT
} onr_phase;

typedef struct onr_watch onr_watch;

/** A connection; belongs to the watch. */
typedef struct onr_watched {
    onr_watch *watch;
    struct onr_watched *next, *previous;
    uint64_t since; /* nanoseconds; when the phase began */
    int socket;
    onr_phase phase;
    bool late; /* shut down already */
} onr_watched;

struct onr_watch {
    pthread_mutex_t lock;
    pthread_cond_t ended;
    pthread_t thread;
    onr_watched *first;
    uint64_t nanoseconds[ONR_PHASE_COUNT]; /* that a phase may take; 0 for any */
    uint32_t count, crowd; /* from `crowd` on, a head gets a second only */
    bool stopping;
    onr_metrics *metrics;
    const onr_alloc *alloc;
};

/** Start to watch; the limits are in seconds, by phase. False when no thread can be started. */
bool onr_watch_start(onr_watch *watch, const uint32_t seconds[ONR_PHASE_COUNT], uint32_t crowd,
                     onr_metrics *metrics, const onr_alloc *alloc);

/** End the thread. All connections must have been removed. */
void onr_watch_stop(onr_watch *watch);

/** A new connection, in its head. NULL without memory. */
onr_watched *onr_watch_add(onr_watch *watch, int socket);

/** Before its socket is closed. NULL is allowed. */
void onr_watch_remove(onr_watched *watched);

void onr_watch_set(onr_watched *watched, onr_phase phase);

/** Nanoseconds of a clock that only goes forward. */
uint64_t onr_now(void);

#endif
