/*
 * api_read.c - POST /read: one report in, its record out.
 */
#include <string.h>

#include <onrecord/batch.h>
#include <onrecord/record.h>

#include "ingest/jsonl.h"
#include "serve/api.h"

static bool is_json(onr_slice type)
{
    onr_slice first;
    onr_slice_cut(&first, &type, ';');
    return onr_slice_is_word(onr_slice_trim(first), "application/json");
}

static bool is_html(onr_slice type)
{
    onr_slice first;
    onr_slice_cut(&first, &type, ';');
    return onr_slice_is_word(onr_slice_trim(first), "text/html");
}

/* The value of "charset" behind the type, without quotation marks. */
static onr_slice find_charset(onr_slice type)
{
    onr_slice piece, name;
    onr_slice_cut(&piece, &type, ';');
    while (onr_slice_cut(&piece, &type, ';')) {
        onr_slice_cut(&name, &piece, '=');
        if (!onr_slice_is_word(onr_slice_trim(name), "charset") || piece.ptr == NULL) continue;
        piece = onr_slice_trim(piece);
        if (piece.len >= 2 && piece.ptr[0] == '"' && piece.ptr[piece.len - 1] == '"')
            piece = (onr_slice){piece.ptr + 1, piece.len - 2};
        return piece;
    }
    return (onr_slice){NULL, 0};
}

static bool fail_json(onr_call *call, const onr_error *err)
{
    if (err->status == ONR_ENOMEM)
        onr_reply_failure(call->reply, err);
    else
        onr_reply_error(call->reply, 400, "bad_json", "byte %llu: %s",
                        (unsigned long long)err->at_byte + 1, err->message);
    return false;
}

static bool take_input(onr_call *call, onr_input *in)
{
    const onr_request *request = call->request;
    onr_slice body = request->body.ptr == NULL ? (onr_slice){"", 0} : request->body;
    onr_error err;
    *in = (onr_input){.id = {NULL, 0}};
    if (is_json(request->content_type)) {
        if (onr_jsonl_parse(in, body, call->arena, &err) != ONR_OK) return fail_json(call, &err);
    } else if (is_html(request->content_type)) {
        in->html = body;
        in->charset = find_charset(request->content_type);
    } else {
        onr_slice charset = find_charset(request->content_type);
        if (charset.ptr != NULL && !onr_slice_is_word(charset, "utf-8") &&
            !onr_slice_is_word(charset, "us-ascii")) {
            onr_reply_error(call->reply, 415, "media_type", "text is taken in UTF-8");
            return false;
        }
        in->text = body;
    }
    if (in->id.ptr == NULL) in->id = (onr_slice){"report", 6};
    return true;
}

static bool open_pipeline(onr_call *call)
{
    onr_pipeline_options options = ONR_PIPELINE_OPTIONS_DEFAULT;
    onr_worker *worker = call->worker;
    onr_error err;
    if (worker->pipeline != NULL) return true;
    options.alloc = call->site->alloc;
    options.layers = onr_format_layers(ONR_FORMAT_JSONL);
    if (onr_pipeline_open(&worker->pipeline, call->site->model, &options, &err) == ONR_OK)
        return true;
    onr_reply_failure(call->reply, &err);
    return false;
}

void onr_api_read(onr_call *call)
{
    onr_input in;
    onr_doc *doc;
    onr_error err;
    onr_reply *reply = call->reply;
    if (!take_input(call, &in) || !open_pipeline(call)) return;
    onr_status status = onr_pipeline_read(&doc, call->worker->pipeline, &in, &err);
    if (status == ONR_OK)
        status = onr_record_write(&reply->body, doc, call->site->model, ONR_FORMAT_JSONL, NULL,
                                  &err);
    if (status != ONR_OK) {
        onr_doc_free(doc);
        onr_reply_failure(reply, &err);
        return;
    }
    atomic_fetch_add(&call->site->metrics->documents, 1);
    atomic_fetch_add(&call->site->metrics->bytes, onr_doc_text(doc).len);
    onr_doc_free(doc);
    reply->status = 200;
    reply->type = ONR_TYPE_JSON;
}
