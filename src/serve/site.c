#include "serve/site.h"

#include <string.h>

#include "serve/page.h"
#include "serve/route.h"

void onr_worker_init(onr_worker *worker, const onr_site *site)
{
    *worker = (onr_worker){.site = site};
}

static void close_stores(onr_worker *worker)
{
    onr_store_close(worker->reader);
    onr_store_close(worker->writer);
    worker->reader = worker->writer = NULL;
}

void onr_worker_deinit(onr_worker *worker)
{
    close_stores(worker);
    onr_pipeline_close(worker->pipeline);
}

/* ---- the store ---- */

/* The file may be replaced, or vanish; then what is open is no longer what the path names. */
static bool is_same_file(const onr_worker *worker, const struct stat *now)
{
    return worker->opened.st_dev == now->st_dev && worker->opened.st_ino == now->st_ino;
}

static onr_store *open_store(onr_call *call, bool write)
{
    onr_worker *worker = call->worker;
    onr_store **slot = write ? &worker->writer : &worker->reader;
    struct stat now;
    onr_error err;
    if (stat(call->site->db, &now) != 0) {
        close_stores(worker);
        onr_reply_error(call->reply, 503, "store", "the store is not there");
        return NULL;
    }
    if (!is_same_file(worker, &now)) close_stores(worker);
    if (*slot != NULL) return *slot;
    onr_store_mode mode = write ? ONR_STORE_WRITE : ONR_STORE_READ;
    if (onr_store_open(slot, call->site->db, mode, call->site->alloc, &err) != ONR_OK) {
        onr_reply_error(call->reply, 503, "store", "%s", err.message);
        return NULL;
    }
    worker->opened = now;
    return *slot;
}

/* Writing is short, and waits for other writers by a limit of its own. */
onr_store *onr_call_store(onr_call *call, bool write)
{
    onr_store *store = open_store(call, write);
    if (!write) onr_store_allow(store, call->site->find_seconds * 1000);
    return store;
}

/* ---- routing ---- */

static bool begins_with(onr_slice text, const char *with)
{
    size_t len = strlen(with);
    return text.len >= len && memcmp(text.ptr, with, len) == 0;
}

static bool is_reading(onr_slice method)
{
    return onr_slice_is(method, "GET") || onr_slice_is(method, "HEAD");
}

static bool check_sender(const onr_site *site, const onr_request *request, onr_reply *reply)
{
    if (!onr_guard_knows_host(&site->guard, request)) {
        onr_reply_error(reply, 403, "host", "this server is not known by that name");
        return false;
    }
    if (!is_reading(request->method) && !onr_guard_same_origin(request)) {
        onr_reply_error(reply, 403, "origin", "a page of another site may not do that");
        return false;
    }
    return true;
}

static void answer_page(onr_call *call)
{
    const onr_request *request = call->request;
    if (!is_reading(request->method)) {
        onr_reply_error(call->reply, 405, "method", "there is only GET and HEAD here");
        memcpy(call->reply->allow, "GET, HEAD", 10);
    } else if (!onr_page_answer(call->reply, call->target.path, request)) {
        onr_reply_error(call->reply, 404, "not_found", "there is nothing at this path");
    }
}

static void refuse_route(onr_call *call, const char *allow)
{
    if (allow[0] == '\0') {
        onr_reply_error(call->reply, 404, "not_found", "there is no such route");
        return;
    }
    onr_reply_error(call->reply, 405, "method", "there is only %s here", allow);
    memcpy(call->reply->allow, allow, strlen(allow) + 1);
}

/* The type without its parameters. */
static bool is_type(onr_slice type, const char *name)
{
    onr_slice first;
    onr_slice_cut(&first, &type, ';');
    return onr_slice_is_word(onr_slice_trim(first), name);
}

static bool check_type(const onr_call *call)
{
    const onr_request *request = call->request;
    onr_slice type = request->content_type;
    bool ok = type.ptr != NULL && is_type(type, "application/json");
    if ((call->route->flags & ONR_ROUTE_TEXTS) != 0 && type.ptr != NULL)
        ok = ok || is_type(type, "text/plain") || is_type(type, "text/html");
    if (request->content_encoding.ptr != NULL &&
        !onr_slice_is_word(request->content_encoding, "identity"))
        ok = false;
    if (ok) return true;
    onr_reply_error(call->reply, 415, "media_type",
                    (call->route->flags & ONR_ROUTE_TEXTS) != 0
                        ? "the body is application/json, text/plain or text/html, not packed"
                        : "the body is application/json, not packed");
    return false;
}

static bool check_route(onr_call *call)
{
    unsigned flags = call->route->flags;
    const onr_site *site = call->site;
    if ((flags & ONR_ROUTE_STORE) != 0 && site->db == NULL) {
        onr_reply_error(call->reply, 404, "no_store", "this server has no store");
        return false;
    }
    if ((flags & ONR_ROUTE_PIPELINE) != 0 && site->model == NULL) {
        onr_reply_error(call->reply, 404, "not_found", "this server reads nothing");
        return false;
    }
    if ((flags & ONR_ROUTE_WRITES) != 0 && !onr_guard_has_token(&site->guard, call->request)) {
        onr_reply_error(call->reply, 401, "token",
                        site->guard.token == NULL ? "this server takes no corrections"
                                                  : "the token is missing or wrong");
        return false;
    }
    if (call->route->body != NULL && !check_type(call)) return false;
    return onr_route_check(call->route, &call->target, call->reply);
}

void onr_call_begin(onr_call *call, const onr_site *site, const onr_request *request,
                    onr_arena *arena, onr_reply *reply)
{
    char allow[24];
    const char *problem;
    *call = (onr_call){.site = site, .request = request, .reply = reply, .arena = arena};
    if (!check_sender(site, request, reply)) return;
    if (request->length_count > 1) {
        onr_reply_error(reply, 400, "bad_request", "the length of the body is given twice");
        return;
    }
    onr_status status = onr_target_parse(&call->target, request->target, arena, &problem);
    if (status != ONR_OK) {
        onr_error err = {.status = ONR_ENOMEM};
        if (status == ONR_ENOMEM)
            onr_reply_failure(reply, &err);
        else
            onr_reply_error(reply, 400, "bad_request", "%s", problem);
        return;
    }
    if (!begins_with(call->target.path, "/api/")) {
        answer_page(call);
        return;
    }
    call->route = onr_route_find(request->method, call->target.path, &call->number, allow);
    if (call->route == NULL)
        refuse_route(call, allow);
    else
        check_route(call);
}

onr_need onr_call_need(const onr_call *call)
{
    if (call->route == NULL) return ONR_NEED_NOTHING;
    if ((call->route->flags & ONR_ROUTE_PIPELINE) != 0) return ONR_NEED_PIPELINE;
    /* Health looks into the store, too. */
    return call->site->db != NULL ? ONR_NEED_STORE : ONR_NEED_NOTHING;
}

void onr_call_run(onr_call *call, onr_worker *worker)
{
    call->worker = worker;
    call->route->run(call);
    if (call->reply->status == 0)
        onr_reply_error(call->reply, 500, "internal", "the request was not answered");
}
