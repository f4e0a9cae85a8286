#include "serve/exchange.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include <onrecord/serve.h>

/* A refused body that goes on and on is not listened to for ever. */
#define MOST_UNREAD_BYTES (UINT64_C(1) << 28)

typedef struct exchange {
    onr_job job; /* first, so that a job is its exchange */
    onr_hall *hall;
    struct MHD_Connection *connection;
    onr_watched *watched;
    onr_arena arena;
    onr_request request;
    onr_call call;
    onr_reply reply;
    onr_buffer body;
    uint64_t counted_bytes; /* of `body`, in the hall's sum */
    uint64_t unread_bytes;
    uint64_t start;
    const char *method;
    bool begun, expects, has_body;
    bool finished; /* the request has come in whole */
    bool sent;
} exchange;

/* ---- the request ---- */

void *onr_exchange_start(void *ctx, const char *target, struct MHD_Connection *connection)
{
    onr_hall *hall = ctx;
    const onr_alloc *alloc = hall->site.alloc;
    exchange *x = onr_resize(alloc, NULL, 0, sizeof *x);
    if (x == NULL) return NULL;
    *x = (exchange){.hall = hall, .connection = connection, .start = onr_now()};
    onr_arena_init(&x->arena, alloc);
    x->body.alloc = x->reply.body.alloc = x->reply.next.alloc = alloc;
    atomic_fetch_add(&hall->metrics.requests_now, 1);
    if (!onr_arena_copy(&x->arena, &x->request.target, (onr_slice){target, strlen(target)}))
        x->request.target = (onr_slice){NULL, 0};
    return x;
}

static enum MHD_Result take_header(void *ctx, enum MHD_ValueKind kind, const char *key,
                                   size_t key_len, const char *value, size_t value_len)
{
    exchange *x = ctx;
    onr_request *r = &x->request;
    onr_slice name = {key, key_len}, text = {value == NULL ? "" : value, value_len};
    const struct {
        const char *name;
        onr_slice *to;
    } wanted[] = {
        {"Host", &r->host},
        {"Origin", &r->origin},
        {"Sec-Fetch-Site", &r->fetch_site},
        {"Authorization", &r->authorization},
        {"Content-Type", &r->content_type},
        {"Content-Encoding", &r->content_encoding},
        {"If-None-Match", &r->if_none_match},
        {"Accept-Encoding", &r->accept_encoding},
    };
    (void)kind;
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        if (onr_slice_is_word(name, wanted[i].name)) *wanted[i].to = text;
    r->host_count += onr_slice_is_word(name, "Host");
    r->length_count += onr_slice_is_word(name, "Content-Length") ||
                       onr_slice_is_word(name, "Transfer-Encoding");
    x->expects |= onr_slice_is_word(name, "Expect");
    return MHD_YES;
}

/* Content-Length; libmicrohttpd has refused what is no number. */
static uint64_t declared_bytes(exchange *x)
{
    const char *value = MHD_lookup_connection_value(x->connection, MHD_HEADER_KIND,
                                                    MHD_HTTP_HEADER_CONTENT_LENGTH);
    return value == NULL ? 0 : strtoull(value, NULL, 10);
}

static void refuse_size(exchange *x)
{
    onr_reply_error(&x->reply, 413, "too_large", "a body has at most %llu bytes here",
                    (unsigned long long)x->hall->site.max_body_bytes);
}

static void find_connection(exchange *x)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(x->connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    if (info != NULL) x->watched = info->socket_context;
}

/* With the headers. */
static void begin(exchange *x, const char *method)
{
    onr_hall *hall = x->hall;
    x->begun = true;
    x->method = method;
    x->request.method = (onr_slice){method, strlen(method)};
    MHD_get_connection_values_n(x->connection, MHD_HEADER_KIND, take_header, x);
    find_connection(x);
    x->has_body = x->request.length_count > 0;
    onr_watch_set(x->watched, x->has_body ? ONR_PHASE_BODY : ONR_PHASE_WORK);
    onr_call_begin(&x->call, &hall->site, &x->request, &x->arena, &x->reply);
    if (x->reply.status == 0 && declared_bytes(x) > hall->site.max_body_bytes) refuse_size(x);
}

/* ---- the body ---- */

static void forget_body(exchange *x)
{
    atomic_fetch_sub(&x->hall->metrics.body_bytes, (int_fast64_t)x->counted_bytes);
    x->counted_bytes = 0;
    onr_buffer_free(&x->body);
}

/* Bodies may be large and many: together they have a limit, too. */
static bool count_bytes(exchange *x, size_t size)
{
    int_fast64_t before =
        atomic_fetch_add(&x->hall->metrics.body_bytes, (int_fast64_t)size);
    x->counted_bytes += size;
    if ((uint64_t)before + size <= x->hall->max_bodies_bytes) return true;
    atomic_fetch_add(&x->hall->metrics.turned_away, 1);
    forget_body(x);
    onr_reply_error(&x->reply, 503, "busy", "too much is being sent at once");
    return false;
}

/* False when enough has been sent for nothing. */
static bool take_bytes(exchange *x, const char *bytes, size_t size)
{
    if (x->reply.status == 0 && x->body.len + size > x->hall->site.max_body_bytes) {
        forget_body(x);
        refuse_size(x);
    }
    if (x->reply.status == 0 && count_bytes(x, size)) {
        onr_writer w = onr_writer_start(&x->body);
        onr_put_bytes(&w, bytes, size);
        if (onr_writer_finish(&w)) return true;
        forget_body(x);
        onr_reply_failure(&x->reply, &(onr_error){.status = ONR_ENOMEM});
    }
    x->unread_bytes += size;
    return x->unread_bytes <= MOST_UNREAD_BYTES;
}

/* ---- the answer ---- */

static void run_job(onr_job *job, onr_worker *worker)
{
    exchange *x = (exchange *)job;
    if (worker != NULL)
        onr_call_run(&x->call, worker);
    else
        onr_reply_error(&x->reply, 503, "busy", "the server is ending");
    onr_reply_finish(&x->reply, &x->request);
    MHD_resume_connection(x->connection);
}

/* The request is whole and good so far. True when a worker has it, or has had it already. */
static bool dispatch(exchange *x)
{
    onr_hall *hall = x->hall;
    onr_need need = onr_call_need(&x->call);
    x->request.body = (onr_slice){x->body.ptr, x->body.len};
    onr_watch_set(x->watched, ONR_PHASE_WORK);
    if (need == ONR_NEED_NOTHING) {
        onr_call_run(&x->call, NULL);
        return false;
    }
    x->job.run = run_job;
    MHD_suspend_connection(x->connection);
    if (onr_pool_put(need == ONR_NEED_PIPELINE ? &hall->readers : &hall->finders, &x->job))
        return true;
    atomic_fetch_add(&hall->metrics.turned_away, 1);
    onr_reply_error(&x->reply, 503, "busy", "too many requests wait already");
    MHD_resume_connection(x->connection);
    return true;
}

static bool add(struct MHD_Response *response, const char *name, const char *value)
{
    return MHD_add_response_header(response, name, value) == MHD_YES;
}

/* What every answer says about itself, so that no browser makes more of it. */
static bool add_fixed(struct MHD_Response *response)
{
    static const char *const headers[][2] = {
        {"Content-Security-Policy",
         "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
         "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; "
         "frame-ancestors 'none'"},
        {"X-Content-Type-Options", "nosniff"},
        {"X-Frame-Options", "DENY"},
        {"Referrer-Policy", "same-origin"},
        {"Cross-Origin-Resource-Policy", "same-origin"},
        {"Cross-Origin-Opener-Policy", "same-origin"},
        {"Cache-Control", "no-cache"},
    };
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
        if (!add(response, headers[i][0], headers[i][1])) return false;
    return true;
}

static bool add_headers(struct MHD_Response *response, exchange *x)
{
    onr_reply *reply = &x->reply;
    bool ok = add_fixed(response);
    if (reply->type != NULL && reply->status != 304)
        ok = ok && add(response, "Content-Type", reply->type);
    if (reply->encoding != NULL) ok = ok && add(response, "Content-Encoding", reply->encoding);
    if (reply->varies) ok = ok && add(response, "Vary", "Accept-Encoding");
    if (reply->etag[0] != '\0') ok = ok && add(response, "ETag", reply->etag);
    if (reply->allow[0] != '\0') ok = ok && add(response, "Allow", reply->allow);
    if (reply->retry) ok = ok && add(response, "Retry-After", "2");
    if (reply->status == 401) ok = ok && add(response, "WWW-Authenticate", "Bearer");
    if (reply->next.len > 0) ok = ok && add(response, "Onrecord-Next", reply->next.ptr);
    if (atomic_load(&x->hall->stopping)) ok = ok && add(response, "Connection", "close");
    return ok;
}

/* MHD_NO closes the connection. */
static enum MHD_Result respond(exchange *x)
{
    onr_slice bytes = onr_reply_bytes(&x->reply);
    struct MHD_Response *response = MHD_create_response_from_buffer(
        bytes.len, (void *)(uintptr_t)bytes.ptr, MHD_RESPMEM_PERSISTENT);
    if (response == NULL) return MHD_NO;
    enum MHD_Result result = MHD_NO;
    if (add_headers(response, x)) {
        onr_watch_set(x->watched, ONR_PHASE_SEND);
        result = MHD_queue_response(x->connection, (unsigned)x->reply.status, response);
        x->sent = result == MHD_YES;
    }
    MHD_destroy_response(response);
    return result;
}

enum MHD_Result onr_exchange_handle(void *hall, struct MHD_Connection *connection,
                                    const char *target, const char *method, const char *version,
                                    const char *bytes, size_t *size, void **context)
{
    exchange *x = *context;
    (void)hall, (void)connection, (void)target, (void)version;
    if (x == NULL || x->request.target.ptr == NULL) return MHD_NO;
    if (!x->begun) {
        begin(x, method);
        /* An answer now would end the connection, which is right only for who waits to be told. */
        if (x->reply.status == 0 || !x->has_body || !x->expects) return MHD_YES;
        onr_reply_finish(&x->reply, &x->request);
        return respond(x);
    }
    if (*size > 0) {
        bool go_on = take_bytes(x, bytes, *size);
        *size = 0;
        return go_on ? MHD_YES : MHD_NO;
    }
    if (x->finished) return respond(x);
    x->finished = true;
    if (x->reply.status == 0 && dispatch(x)) return MHD_YES;
    onr_reply_finish(&x->reply, &x->request);
    return respond(x);
}

/* ---- the end ---- */

static void peer_name(char *out, size_t size, struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    const void *address = NULL;
    out[0] = '\0';
    if (info == NULL || info->client_addr == NULL) return;
    int family = info->client_addr->sa_family;
    if (family == AF_INET)
        address = &((const struct sockaddr_in *)(const void *)info->client_addr)->sin_addr;
    if (family == AF_INET6)
        address = &((const struct sockaddr_in6 *)(const void *)info->client_addr)->sin6_addr;
    if (address != NULL && inet_ntop(family, address, out, (socklen_t)size) == NULL) out[0] = '\0';
}

static void note(exchange *x, bool complete)
{
    onr_hall *hall = x->hall;
    char peer[INET6_ADDRSTRLEN];
    uint64_t microseconds = (onr_now() - x->start) / 1000;
    uint32_t route = x->call.route == NULL ? ONR_METRICS_ROUTES - 1
                                           : onr_route_index(x->call.route);
    onr_metrics_count(&hall->metrics, route, x->sent ? x->reply.status : 0, microseconds);
    if (hall->log == NULL) return;
    peer_name(peer, sizeof peer, x->connection);
    onr_serve_entry entry = {.peer = peer,
                             .method = x->method == NULL ? "" : x->method,
                             .target = x->request.target.ptr == NULL ? "" : x->request.target.ptr,
                             .status = x->sent ? x->reply.status : 0,
                             .body_bytes = x->sent ? onr_reply_bytes(&x->reply).len : 0,
                             .microseconds = microseconds,
                             .complete = complete};
    hall->log(hall->log_ctx, &entry);
}

void onr_exchange_end(void *ctx, struct MHD_Connection *connection, void **context,
                      enum MHD_RequestTerminationCode how)
{
    onr_hall *hall = ctx;
    exchange *x = *context;
    (void)connection;
    *context = NULL;
    if (x == NULL) return;
    note(x, how == MHD_REQUEST_TERMINATED_COMPLETED_OK);
    onr_watch_set(x->watched, ONR_PHASE_HEAD);
    forget_body(x);
    onr_reply_free(&x->reply);
    onr_arena_deinit(&x->arena);
    onr_release(hall->site.alloc, x, sizeof *x);
    atomic_fetch_sub(&hall->metrics.requests_now, 1);
}

void onr_connection_notify(void *ctx, struct MHD_Connection *connection, void **watched,
                           enum MHD_ConnectionNotificationCode how)
{
    onr_hall *hall = ctx;
    const union MHD_ConnectionInfo *info;
    if (how == MHD_CONNECTION_NOTIFY_CLOSED) {
        onr_watch_remove(*watched);
        *watched = NULL;
        return;
    }
    info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    *watched = info == NULL ? NULL : onr_watch_add(&hall->watch, info->connect_fd);
}
