/*
 * exchange.h - one request and its answer on a connection of libmicrohttpd.
 *
 * libmicrohttpd calls from its one thread: first with the headers, then with pieces of the body,
 * then at its end. There the request is handed to a pool and the connection suspended; a worker
 * fills the reply and resumes it, and the next call sends. An exchange belongs to that thread but
 * for the time in which it is suspended, when it belongs to the worker.
 *
 * A request that is refused while it still has a body is let send it, unread, since a client that
 * is sending does not listen; one that asked first ("Expect: 100-continue") is told at once.
 */
#ifndef ONR_SERVE_EXCHANGE_H
#define ONR_SERVE_EXCHANGE_H

#include <microhttpd.h>

#include <onrecord/serve.h>

#include "serve/pool.h"
#include "serve/route.h"
#include "serve/watch.h"

#if MHD_VERSION < 0x00097100
#error "libmicrohttpd 0.9.71 or newer is needed"
#endif

/** What exchanges share; part of the server. */
typedef struct onr_hall {
    onr_site site;
    onr_metrics metrics;
    onr_pool readers, finders;
    onr_watch watch;
    uint64_t max_bodies_bytes; /* of all requests together */
    atomic_bool stopping;
    onr_serve_log_fn log;
    void *log_ctx;
} onr_hall;

/* The callbacks that libmicrohttpd wants, with a hall as their context. */
void *onr_exchange_start(void *hall, const char *target, struct MHD_Connection *connection);
enum MHD_Result onr_exchange_handle(void *hall, struct MHD_Connection *connection,
                                    const char *target, const char *method, const char *version,
                                    const char *bytes, size_t *size, void **exchange);
void onr_exchange_end(void *hall, struct MHD_Connection *connection, void **exchange,
                      enum MHD_RequestTerminationCode how);
void onr_connection_notify(void *hall, struct MHD_Connection *connection, void **watched,
                           enum MHD_ConnectionNotificationCode how);

#endif
