/*
 * api_about.c - what tells of the server itself: health, metrics, the description of the API.
 */
#include "serve/api.h"
#include "serve/openapi.h"

void onr_put_member(onr_writer *w, const char *key, onr_slice value)
{
    onr_put_text(w, key);
    if (value.ptr == NULL)
        onr_put_text(w, "null");
    else
        onr_put_json_repaired(w, value);
}

void onr_put_member_number(onr_writer *w, const char *key, uint64_t value)
{
    onr_put_text(w, key);
    if (value == 0)
        onr_put_text(w, "null");
    else
        onr_put_unsigned(w, value);
}

static void put_model(onr_writer *w, const onr_model *model)
{
    if (model == NULL) {
        onr_put_text(w, ",\"model\":null");
        return;
    }
    onr_put_member(w, ",\"model\":{\"name\":", onr_model_name(model));
    onr_put_member(w, ",\"version\":", onr_model_version(model));
    onr_put_member(w, ",\"sha256\":", onr_model_sha256(model));
    onr_put_char(w, '}');
}

static void put_counts(onr_writer *w, const onr_store_counts *counts)
{
    static const char *const keys[] = {",\"documents\":", ",\"statements\":", ",\"corrections\":"};
    const uint64_t values[] = {counts == NULL ? 0 : counts->documents,
                               counts == NULL ? 0 : counts->statements,
                               counts == NULL ? 0 : counts->corrections};
    for (int i = 0; i < 3; i++) {
        onr_put_text(w, keys[i]);
        if (counts == NULL)
            onr_put_text(w, "null");
        else
            onr_put_unsigned(w, values[i]);
    }
}

/* The counts, or NULL when the store cannot tell; then the reply is an error for the moment. */
static const onr_store_counts *count(onr_call *call, onr_store_counts *counts)
{
    onr_error err;
    onr_store *store = onr_call_store(call, false);
    if (store == NULL) return NULL;
    if (onr_store_count(store, counts, &err) == ONR_OK) return counts;
    onr_reply_failure(call->reply, &err);
    return NULL;
}

void onr_api_health(onr_call *call)
{
    const onr_site *site = call->site;
    onr_reply *reply = call->reply;
    onr_store_counts counts;
    const onr_store_counts *known = site->db == NULL ? NULL : count(call, &counts);
    bool ok = site->db == NULL || known != NULL;
    reply->body.len = 0;
    onr_writer w = onr_writer_start(&reply->body);
    onr_put_text(&w, ok ? "{\"status\":\"ok\"" : "{\"status\":\"store\"");
    onr_put_member(&w, ",\"version\":",
                   (onr_slice){onr_version(), strlen(onr_version())});
    put_model(&w, site->model);
    put_counts(&w, known);
    onr_put_text(&w, site->db != NULL && site->guard.token != NULL ? ",\"writable\":true}\n"
                                                                   : ",\"writable\":false}\n");
    onr_reply_written(reply, &w, ONR_TYPE_JSON);
    if (!ok && reply->status == 200) reply->status = 503;
}

void onr_api_metrics(onr_call *call)
{
    onr_writer w = onr_writer_start(&call->reply->body);
    onr_metrics_write(&w, call->site->metrics);
    onr_reply_written(call->reply, &w, ONR_TYPE_TEXT);
}

void onr_api_openapi(onr_call *call)
{
    onr_writer w = onr_writer_start(&call->reply->body);
    onr_openapi_write(&w);
    onr_reply_written(call->reply, &w, ONR_TYPE_JSON);
}
