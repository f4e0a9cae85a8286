/*
 * pool.h - threads that do jobs, and a short queue before them.
 *
 * Jobs are done in the order in which they come. A job belongs to the pool from onr_pool_put()
 * until its `run` is called, which may free it.
 */
#ifndef ONR_SERVE_POOL_H
#define ONR_SERVE_POOL_H

#include <pthread.h>

#include "serve/site.h"

typedef struct onr_job onr_job;

struct onr_job {
    /* `worker` is NULL when the pool is being stopped and nothing can be done any more. */
    void (*run)(onr_job *job, onr_worker *worker);
    onr_job *next;
};

typedef struct onr_pool {
    const onr_site *site; /* borrowed */
    pthread_mutex_t lock;
    pthread_cond_t some;  /* there are jobs, or it is stopping */
    onr_job *first, **last;
    uint32_t waiting, most;
    uint32_t idle;        /* threads that wait for a job */
    bool stopping;
    pthread_t *threads;
    uint32_t count, capacity; /* of `threads` */
} onr_pool;

/** Start threads; where not all can be started, fewer do the work. False when none could. */
bool onr_pool_start(onr_pool *pool, const onr_site *site, uint32_t threads, uint32_t queue);

/** Queue a job. False when the queue is full; the job stays the caller's. */
bool onr_pool_put(onr_pool *pool, onr_job *job);

/** Finish the jobs under way, give back those that wait, end the threads. */
void onr_pool_stop(onr_pool *pool);

#endif
