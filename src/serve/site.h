/*
 * site.h - from a request to its answer, without any connection.
 *
 * A site is what all threads share and nobody changes: model, guard, limits, and the counters. A
 * worker is what one thread needs to answer: a pipeline, the store as that thread has opened it,
 * memory of one request. Answering has two steps, so that a request that will be refused need not
 * send its body, and one that is cheap need not wait for a worker:
 *
 *     onr_call call;
 *     onr_call_begin(&call, site, &request, &arena, &reply);   // before the body is there
 *     if (reply.status == 0) onr_call_run(&call, worker);      // with it
 *     onr_reply_finish(&reply, &request);
 */
#ifndef ONR_SERVE_SITE_H
#define ONR_SERVE_SITE_H

#include <sys/stat.h>

#include <onrecord/pipeline.h>
#include <onrecord/store.h>

#include "serve/guard.h"
#include "serve/metrics.h"
#include "serve/reply.h"
#include "serve/target.h"

typedef struct onr_site {
    onr_guard guard;
    const onr_model *model; /* NULL: nothing is read */
    const char *db;         /* NULL: no store */
    uint64_t max_body_bytes;
    uint32_t find_seconds;  /* that a look into the store may take */
    const onr_alloc *alloc; /* used by all threads; NULL for malloc */
    onr_metrics *metrics;
} onr_site;

/** One thread's means. The stores are opened when they are first needed. */
typedef struct onr_worker {
    const onr_site *site;
    onr_pipeline *pipeline;
    onr_store *reader, *writer;
    struct stat opened; /* the file behind them */
} onr_worker;

void onr_worker_init(onr_worker *worker, const onr_site *site);
void onr_worker_deinit(onr_worker *worker);

typedef struct onr_route onr_route;

/** A request on its way; all is borrowed. */
typedef struct onr_call {
    const onr_site *site;
    const onr_request *request;
    onr_reply *reply;
    onr_arena *arena;
    onr_target target;
    const onr_route *route; /* NULL for the page's files */
    uint64_t number;        /* in the path */
    onr_worker *worker;     /* while it runs */
} onr_call;

/** Route and check a request whose body is not needed yet. Where nothing more is to be done the
 *  reply has a status: an error, or a file of the page. */
void onr_call_begin(onr_call *call, const onr_site *site, const onr_request *request,
                    onr_arena *arena, onr_reply *reply);

/** What a call that was begun needs. */
typedef enum onr_need { ONR_NEED_NOTHING, ONR_NEED_STORE, ONR_NEED_PIPELINE } onr_need;

onr_need onr_call_need(const onr_call *call);

/** Answer it; the reply has a status then. */
void onr_call_run(onr_call *call, onr_worker *worker);

#endif
