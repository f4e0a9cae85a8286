/*
 * server.c - starting and ending: the socket, libmicrohttpd, the pools (<onrecord/serve.h>).
 */
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <onrecord/serve.h>

#include "base/error.h"
#include "serve/exchange.h"

enum { BACKLOG = 1024, URL_BYTES = 80, POLL_MS = 10 };

struct onr_server {
    onr_hall hall;
    onr_serve_options options; /* texts in `texts` */
    onr_alloc alloc_copy;
    onr_arena texts;
    struct MHD_Daemon *daemon;
    int socket; /* that listens; -1 when there is none */
    bool watching;
    char url[URL_BYTES];
    char made_token[ONR_TOKEN_DIGITS + 1];
};

/* ---- options ---- */

static bool copy_text(onr_server *server, const char **out, const char *text)
{
    onr_slice copy;
    if (text == NULL) return true;
    if (!onr_arena_copy(&server->texts, &copy, (onr_slice){text, strlen(text) + 1})) return false;
    *out = copy.ptr;
    return true;
}

static bool copy_options(onr_server *server, const onr_serve_options *options)
{
    onr_serve_options *o = &server->options;
    *o = *options;
    const char **hosts = onr_arena_array(&server->texts, options->host_count, sizeof *hosts);
    bool ok = hosts != NULL && copy_text(server, &o->db, options->db) &&
              copy_text(server, &o->address, options->address) &&
              copy_text(server, &o->token, options->token);
    for (uint32_t i = 0; ok && i < options->host_count; i++)
        ok = copy_text(server, &hosts[i], options->hosts[i]);
    o->hosts = hosts;
    return ok;
}

static uint32_t threads_of(uint32_t wanted)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    if (wanted == 0) wanted = processors < 1 ? 1 : (uint32_t)processors;
    return wanted > 256 ? 256 : wanted;
}

static onr_server *new_server(const onr_serve_options *options)
{
    onr_server *server = onr_resize(options->alloc, NULL, 0, sizeof *server);
    if (server == NULL) return NULL;
    memset(server, 0, sizeof *server);
    server->socket = -1;
    if (options->alloc != NULL) server->alloc_copy = *options->alloc;
    server->hall.site.alloc = options->alloc == NULL ? NULL : &server->alloc_copy;
    onr_arena_init(&server->texts, server->hall.site.alloc);
    return server;
}

static void set_site(onr_server *server, const onr_model *model)
{
    onr_serve_options *o = &server->options;
    onr_hall *hall = &server->hall;
    hall->site.model = model;
    hall->site.db = o->db;
    hall->site.max_body_bytes = o->max_body_bytes;
    hall->site.find_seconds = o->find_seconds;
    hall->site.metrics = &hall->metrics;
    hall->site.guard = (onr_guard){.hosts = o->hosts, .host_count = o->host_count};
    if (o->db != NULL && !o->read_only)
        hall->site.guard.token = o->token != NULL ? o->token : server->made_token;
    hall->max_bodies_bytes = o->max_body_bytes * 2 > (256u << 20) ? o->max_body_bytes * 2
                                                                  : 256u << 20;
    hall->log = o->log;
    hall->log_ctx = o->log_ctx;
}

/* ---- the socket ---- */

typedef union address {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
} address;

static onr_status parse_address(address *out, socklen_t *size, const onr_serve_options *options,
                                onr_error *err)
{
    memset(out, 0, sizeof *out);
    if (options->address != NULL &&
        inet_pton(AF_INET, options->address, &out->v4.sin_addr) == 1) {
        out->v4.sin_family = AF_INET;
        out->v4.sin_port = htons(options->port);
        *size = sizeof out->v4;
        return ONR_OK;
    }
    if (options->address != NULL &&
        inet_pton(AF_INET6, options->address, &out->v6.sin6_addr) == 1) {
        out->v6.sin6_family = AF_INET6;
        out->v6.sin6_port = htons(options->port);
        *size = sizeof out->v6;
        return ONR_OK;
    }
    return onr_fail(err, ONR_EUSAGE, "'%.80s' is no numeric address like 127.0.0.1 or ::1",
                    options->address == NULL ? "" : options->address);
}

static void write_url(onr_server *server, const address *bound)
{
    char text[INET6_ADDRSTRLEN] = "";
    bool six = bound->any.sa_family == AF_INET6;
    inet_ntop(bound->any.sa_family,
              six ? (const void *)&bound->v6.sin6_addr : (const void *)&bound->v4.sin_addr, text,
              sizeof text);
    snprintf(server->url, sizeof server->url, six ? "http://[%s]:%u/" : "http://%s:%u/", text,
             (unsigned)ntohs(six ? bound->v6.sin6_port : bound->v4.sin_port));
}

static onr_status bind_socket(onr_server *server, onr_error *err)
{
    address to;
    socklen_t size;
    int yes = 1;
    onr_status status = parse_address(&to, &size, &server->options, err);
    if (status != ONR_OK) return status;
    int fd = socket(to.any.sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    server->socket = fd;
    if (fd >= 0) setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (fd >= 0 && to.any.sa_family == AF_INET6)
        setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &yes, sizeof yes);
    if (fd < 0 || bind(fd, &to.any, size) != 0 || listen(fd, BACKLOG) != 0 ||
        getsockname(fd, &to.any, &size) != 0)
        return onr_fail(err, ONR_EIO, "cannot listen on %s, port %u: %s", server->options.address,
                        (unsigned)server->options.port, strerror(errno));
    write_url(server, &to);
    return ONR_OK;
}

/* ---- starting ---- */

/* Fails now rather than at the first request; a store of an older version is brought up. */
static onr_status try_store(const onr_server *server, onr_error *err)
{
    const onr_serve_options *o = &server->options;
    onr_store *store;
    if (o->db == NULL) return ONR_OK;
    onr_status status = onr_store_open(&store, o->db,
                                       o->read_only ? ONR_STORE_READ : ONR_STORE_WRITE,
                                       server->hall.site.alloc, err);
    onr_store_close(store);
    return status;
}

static bool start_watch(onr_server *server)
{
    const onr_serve_options *o = &server->options;
    const uint32_t seconds[ONR_PHASE_COUNT] = {[ONR_PHASE_HEAD] = o->head_seconds,
                                               [ONR_PHASE_BODY] = o->body_seconds,
                                               [ONR_PHASE_SEND] = o->send_seconds};
    server->watching = onr_watch_start(&server->hall.watch, seconds, o->connections / 8 * 7 + 1,
                                       &server->hall.metrics, server->hall.site.alloc);
    return server->watching;
}

static bool start_pools(onr_server *server)
{
    onr_hall *hall = &server->hall;
    const onr_serve_options *o = &server->options;
    if (hall->site.model != NULL &&
        !onr_pool_start(&hall->readers, &hall->site, threads_of(o->readers), o->queue))
        return false;
    return o->db == NULL ||
           onr_pool_start(&hall->finders, &hall->site, threads_of(o->finders), o->queue);
}

/* libmicrohttpd decodes targets before it hands them out; ours are decoded by target.c alone. */
static size_t leave_escaped(void *ctx, struct MHD_Connection *connection, char *text)
{
    (void)ctx, (void)connection;
    return strlen(text);
}

static bool start_daemon(onr_server *server)
{
    const onr_serve_options *o = &server->options;
    onr_hall *hall = &server->hall;
    const unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ITC;
    server->daemon = MHD_start_daemon(
        flags, 0, NULL, NULL, onr_exchange_handle, hall,
        MHD_OPTION_LISTEN_SOCKET, server->socket,
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)o->connections,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)o->max_head_bytes,
        MHD_OPTION_CONNECTION_TIMEOUT, 0u,
        MHD_OPTION_STRICT_FOR_CLIENT, 1,
        MHD_OPTION_UNESCAPE_CALLBACK, leave_escaped, NULL,
        MHD_OPTION_URI_LOG_CALLBACK, onr_exchange_start, hall,
        MHD_OPTION_NOTIFY_COMPLETED, onr_exchange_end, hall,
        MHD_OPTION_NOTIFY_CONNECTION, onr_connection_notify, hall,
        MHD_OPTION_END);
    return server->daemon != NULL;
}

static onr_status start(onr_server *server, const onr_model *model,
                        const onr_serve_options *options, onr_error *err)
{
    if (!copy_options(server, options)) return onr_fail_memory(err);
    if (!onr_guard_make_token(server->made_token))
        return onr_fail(err, ONR_EIO, "no random numbers for a token: %s", strerror(errno));
    set_site(server, model);
    onr_status status = try_store(server, err);
    if (status == ONR_OK) status = bind_socket(server, err);
    if (status != ONR_OK) return status;
    if (!start_watch(server) || !start_pools(server) || !start_daemon(server))
        return onr_fail(err, ONR_ENOMEM, "the server's threads cannot be started");
    return ONR_OK;
}

onr_status onr_server_start(onr_server **out, const onr_model *model,
                            const onr_serve_options *options, onr_error *err)
{
    static const onr_serve_options defaults = ONR_SERVE_OPTIONS_DEFAULT;
    if (options == NULL) options = &defaults;
    *out = NULL;
    if (model == NULL && options->db == NULL)
        return onr_fail(err, ONR_EUSAGE, "a server needs a model or a store");
    onr_server *server = new_server(options);
    if (server == NULL) return onr_fail_memory(err);
    onr_status status = start(server, model, options, err);
    if (status == ONR_OK)
        *out = server;
    else
        onr_server_stop(server);
    return status;
}

const char *onr_server_url(const onr_server *server)
{
    return server->url;
}

const char *onr_server_token(const onr_server *server)
{
    return server->hall.site.guard.token;
}

/* ---- ending ---- */

/* New connections are refused from here on; those that are there may finish what they do. */
static void drain(onr_server *server)
{
    onr_hall *hall = &server->hall;
    uint64_t until = onr_now() + server->options.stop_seconds * UINT64_C(1000000000);
    atomic_store(&hall->stopping, true);
    /* Its thread may still hold the number of the socket, so that is closed later. */
    MHD_quiesce_daemon(server->daemon);
    shutdown(server->socket, SHUT_RDWR);
    while (atomic_load(&hall->metrics.requests_now) > 0 && onr_now() < until)
        usleep(POLL_MS * 1000);
}

void onr_server_stop(onr_server *server)
{
    if (server == NULL) return;
    onr_hall *hall = &server->hall;
    if (server->daemon != NULL) drain(server);
    /* Workers first: a connection that is suspended cannot be closed. */
    onr_pool_stop(&hall->readers);
    onr_pool_stop(&hall->finders);
    if (server->daemon != NULL) MHD_stop_daemon(server->daemon);
    if (server->socket >= 0) close(server->socket);
    if (server->watching) onr_watch_stop(&hall->watch);
    onr_arena_deinit(&server->texts);
    onr_alloc copy = server->alloc_copy;
    onr_release(hall->site.alloc == NULL ? NULL : &copy, server, sizeof *server);
}
