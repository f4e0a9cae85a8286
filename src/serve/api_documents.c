/*
 * api_documents.c - GET /documents and /documents/{n}.
 */
#include <onrecord/correct.h>
#include <onrecord/export.h>

#include "export/csv.h"
#include "serve/api.h"
#include "serve/corrections.h"

static void put_csv_row(onr_writer *w, const onr_document_row *row)
{
    const onr_slice texts[] = {row->name,      row->title, row->outlet,
                               row->published, row->url,   row->language};
    onr_put_unsigned(w, row->document);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        onr_put_char(w, ',');
        onr_put_csv(w, texts[i]);
    }
    onr_put_char(w, ',');
    onr_put_unsigned(w, row->statements);
    onr_put_char(w, ',');
    onr_put_unsigned(w, row->warnings);
    onr_put_char(w, '\n');
}

static bool take_row(void *ctx, const onr_document_row *row)
{
    onr_list *list = ctx;
    onr_writer *w = &list->w;
    onr_list_item(list);
    if (list->csv) {
        put_csv_row(w, row);
        return !w->failed;
    }
    onr_put_text(w, "{\"number\":");
    onr_put_unsigned(w, row->document);
    onr_put_member(w, ",\"id\":", row->name);
    onr_put_member(w, ",\"title\":", row->title);
    onr_put_member(w, ",\"site\":", row->outlet);
    onr_put_member(w, ",\"published\":", row->published);
    onr_put_member(w, ",\"url\":", row->url);
    onr_put_member(w, ",\"language\":", row->language);
    onr_put_text(w, ",\"statements\":");
    onr_put_unsigned(w, row->statements);
    onr_put_text(w, ",\"warnings\":");
    onr_put_unsigned(w, row->warnings);
    onr_put_char(w, '}');
    return !w->failed;
}

void onr_api_documents(onr_call *call)
{
    onr_error err;
    onr_store *store = onr_call_store(call, false);
    if (store == NULL) return;
    onr_list list = onr_list_start(call);
    onr_document_query query = {.letters = onr_call_text(call, "q"),
                                .outlet = onr_call_text(call, "outlet"),
                                .limit = list.limit,
                                .cursor = onr_call_text(call, "cursor")};
    if (list.csv)
        onr_put_text(&list.w, "document,document_name,title,outlet,published,url,language,"
                              "statements,warnings\n");
    onr_status status = onr_store_documents(store, &query, take_row, &list, &list.next, &err);
    onr_list_end(&list, status, &err);
}

/* The record is one object and a line feed; the corrections become its last member. */
static void add_corrections(onr_call *call, onr_store *store)
{
    onr_error err;
    onr_reply *reply = call->reply;
    onr_correction_query query = {.document = call->number};
    reply->body.len -= 2;
    onr_writer w = onr_writer_start(&reply->body);
    onr_correction_list list = {.w = &w};
    onr_put_text(&w, ",\"corrections\":[");
    onr_status status =
        onr_store_list_corrections(store, &query, onr_take_correction, &list, &err);
    onr_put_text(&w, "]}\n");
    if (status == ONR_OK || status == ONR_END)
        onr_reply_written(reply, &w, ONR_TYPE_JSON);
    else
        onr_reply_failure(reply, &err);
}

void onr_api_document(onr_call *call)
{
    onr_error err;
    onr_store *store = onr_call_store(call, false);
    if (store == NULL) return;
    onr_status status = onr_store_record(&call->reply->body, store, call->number, &err);
    if (status == ONR_OK)
        add_corrections(call, store);
    else if (status == ONR_EUSAGE)
        onr_reply_error(call->reply, 404, "not_found", "there is no document of that number");
    else
        onr_reply_failure(call->reply, &err);
}
