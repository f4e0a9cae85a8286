#include "serve/pool.h"

#include <signal.h>

/* The next job; NULL when there is none and will be none. */
static onr_job *take_job(onr_pool *pool, bool *stopping)
{
    pthread_mutex_lock(&pool->lock);
    pool->idle++;
    while (pool->first == NULL && !pool->stopping) pthread_cond_wait(&pool->some, &pool->lock);
    pool->idle--;
    onr_job *job = pool->first;
    if (job != NULL) {
        pool->first = job->next;
        if (pool->first == NULL) pool->last = &pool->first;
        pool->waiting--;
        atomic_fetch_sub(&pool->site->metrics->waiting, 1);
    }
    *stopping = pool->stopping;
    pthread_mutex_unlock(&pool->lock);
    return job;
}

static void *work(void *ctx)
{
    onr_pool *pool = ctx;
    onr_worker worker;
    onr_worker_init(&worker, pool->site);
    bool stopping;
    for (onr_job *job; (job = take_job(pool, &stopping)) != NULL;)
        job->run(job, stopping ? NULL : &worker);
    onr_worker_deinit(&worker);
    return NULL;
}

/* Signals are for the program's own threads. */
static bool start_thread(pthread_t *thread, onr_pool *pool)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before);
    int failed = pthread_create(thread, NULL, work, pool);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return failed == 0;
}

bool onr_pool_start(onr_pool *pool, const onr_site *site, uint32_t threads, uint32_t queue)
{
    *pool = (onr_pool){.site = site, .most = queue, .capacity = threads};
    pool->last = &pool->first;
    pool->threads = onr_resize(site->alloc, NULL, 0, threads * sizeof *pool->threads);
    if (pool->threads == NULL) return false;
    pthread_mutex_init(&pool->lock, NULL);
    pthread_cond_init(&pool->some, NULL);
    while (pool->count < threads && start_thread(&pool->threads[pool->count], pool))
        pool->count++;
    return pool->count > 0;
}

bool onr_pool_put(onr_pool *pool, onr_job *job)
{
    pthread_mutex_lock(&pool->lock);
    /* Those that an idle thread will take at once do not wait. */
    bool room = !pool->stopping && pool->waiting < pool->most + pool->idle;
    if (room) {
        job->next = NULL;
        *pool->last = job;
        pool->last = &job->next;
        pool->waiting++;
        atomic_fetch_add(&pool->site->metrics->waiting, 1);
        pthread_cond_signal(&pool->some);
    }
    pthread_mutex_unlock(&pool->lock);
    return room;
}

void onr_pool_stop(onr_pool *pool)
{
    if (pool->threads == NULL) return;
    pthread_mutex_lock(&pool->lock);
    pool->stopping = true;
    pthread_cond_broadcast(&pool->some);
    pthread_mutex_unlock(&pool->lock);
    for (uint32_t i = 0; i < pool->count; i++) pthread_join(pool->threads[i], NULL);
    pthread_cond_destroy(&pool->some);
    pthread_mutex_destroy(&pool->lock);
    onr_release(pool->site->alloc, pool->threads, pool->capacity * sizeof *pool->threads);
    pool->threads = NULL;
}
