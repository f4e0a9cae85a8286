#include "serve/watch.h"

#include <errno.h>
#include <signal.h>
#include <sys/socket.h>
#include <time.h>

#include "base/arena.h"

enum { TICK_MS = 200 };

#define SECOND UINT64_C(1000000000)

uint64_t onr_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * SECOND + (uint64_t)now.tv_nsec;
}

static bool is_late(const onr_watch *watch, const onr_watched *watched, uint64_t now)
{
    uint64_t most = watch->nanoseconds[watched->phase];
    if (watched->phase == ONR_PHASE_HEAD && watch->count >= watch->crowd && most > SECOND)
        most = SECOND;
    return most > 0 && now > watched->since && now - watched->since > most;
}

/* While a request comes in nobody else writes to its socket, so that the answer may come from here;
 * a client that has stopped between two requests sees why it is closed. */
static void send_late(int socket)
{
    static const char answer[] =
        "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Type: application/json\r\n"
        "X-Content-Type-Options: nosniff\r\nContent-Length: 74\r\n\r\n"
        "{\"error\":{\"code\":\"timeout\",\"message\":\"the request did not come in time\"}}\n";
    (void)!send(socket, answer, sizeof answer - 1, MSG_DONTWAIT | MSG_NOSIGNAL);
}

static void close_late(onr_watch *watch, onr_watched *watched)
{
    watched->late = true;
    atomic_fetch_add(&watch->metrics->timeouts, 1);
    if (watched->phase == ONR_PHASE_HEAD || watched->phase == ONR_PHASE_BODY)
        send_late(watched->socket);
    shutdown(watched->socket, SHUT_RDWR);
}

static void look(onr_watch *watch)
{
    uint64_t now = onr_now();
    for (onr_watched *w = watch->first; w != NULL; w = w->next)
        if (!w->late && is_late(watch, w, now)) close_late(watch, w);
}

static void *run(void *ctx)
{
    onr_watch *watch = ctx;
    pthread_mutex_lock(&watch->lock);
    while (!watch->stopping) {
        struct timespec until;
        clock_gettime(CLOCK_MONOTONIC, &until);
        until.tv_nsec += TICK_MS * 1000000L;
        if (until.tv_nsec >= (long)SECOND) {
            until.tv_sec++;
            until.tv_nsec -= (long)SECOND;
        }
        pthread_cond_timedwait(&watch->ended, &watch->lock, &until);
        look(watch);
    }
    pthread_mutex_unlock(&watch->lock);
    return NULL;
}

static void deinit(onr_watch *watch)
{
    pthread_cond_destroy(&watch->ended);
    pthread_mutex_destroy(&watch->lock);
}

bool onr_watch_start(onr_watch *watch, const uint32_t seconds[ONR_PHASE_COUNT], uint32_t crowd,
                     onr_metrics *metrics, const onr_alloc *alloc)
{
    pthread_condattr_t clock;
    sigset_t all, before;
    *watch = (onr_watch){.crowd = crowd, .metrics = metrics, .alloc = alloc};
    for (int i = 0; i < ONR_PHASE_COUNT; i++) watch->nanoseconds[i] = seconds[i] * SECOND;
    pthread_mutex_init(&watch->lock, NULL);
    pthread_condattr_init(&clock);
    pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
    pthread_cond_init(&watch->ended, &clock);
    pthread_condattr_destroy(&clock);
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before);
    int failed = pthread_create(&watch->thread, NULL, run, watch);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (failed != 0) deinit(watch);
    return failed == 0;
}

void onr_watch_stop(onr_watch *watch)
{
    pthread_mutex_lock(&watch->lock);
    watch->stopping = true;
    pthread_cond_signal(&watch->ended);
    pthread_mutex_unlock(&watch->lock);
    pthread_join(watch->thread, NULL);
    deinit(watch);
}

onr_watched *onr_watch_add(onr_watch *watch, int socket)
{
    onr_watched *w = onr_resize(watch->alloc, NULL, 0, sizeof *w);
    if (w == NULL) return NULL;
    *w = (onr_watched){.watch = watch, .since = onr_now(), .socket = socket};
    pthread_mutex_lock(&watch->lock);
    w->next = watch->first;
    if (w->next != NULL) w->next->previous = w;
    watch->first = w;
    watch->count++;
    pthread_mutex_unlock(&watch->lock);
    atomic_fetch_add(&watch->metrics->connections, 1);
    return w;
}

void onr_watch_remove(onr_watched *w)
{
    if (w == NULL) return;
    onr_watch *watch = w->watch;
    pthread_mutex_lock(&watch->lock);
    if (w->next != NULL) w->next->previous = w->previous;
    if (w->previous != NULL)
        w->previous->next = w->next;
    else
        watch->first = w->next;
    watch->count--;
    pthread_mutex_unlock(&watch->lock);
    atomic_fetch_sub(&watch->metrics->connections, 1);
    onr_release(watch->alloc, w, sizeof *w);
}

void onr_watch_set(onr_watched *w, onr_phase phase)
{
    if (w == NULL) return;
    uint64_t now = onr_now();
    pthread_mutex_lock(&w->watch->lock);
    w->phase = phase;
    w->since = now;
    pthread_mutex_unlock(&w->watch->lock);
}
