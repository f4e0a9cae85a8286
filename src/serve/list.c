/*
 * list.c - what all lists of the API have in common.
 */
#include "serve/api.h"

enum { MOST_SKIPPED = 10000000 };

onr_list onr_list_start(onr_call *call)
{
    onr_list list = {.call = call,
                     .w = onr_writer_start(&call->reply->body),
                     .limit = (uint32_t)onr_call_number(call, "limit", ONR_LIMIT_USUAL),
                     .csv = onr_call_wants_csv(call),
                     .next = {.alloc = call->reply->body.alloc}};
    if (!list.csv) onr_put_text(&list.w, "{\"results\":[");
    return list;
}

bool onr_list_take_skip(onr_list *list)
{
    onr_slice cursor = onr_call_text(list->call, "cursor");
    if (cursor.ptr == NULL) return true;
    for (size_t i = 0; i < cursor.len; i++) {
        char c = cursor.ptr[i];
        if (c < '0' || c > '9') list->skip = MOST_SKIPPED + 1;
        if (list->skip <= MOST_SKIPPED) list->skip = list->skip * 10 + (uint64_t)(c - '0');
    }
    if (cursor.len > 0 && list->skip <= MOST_SKIPPED) return true;
    onr_reply_error(list->call->reply, 400, "bad_parameter", "no cursor of this list");
    return false;
}

void onr_list_item(onr_list *list)
{
    if (!list->csv && list->count > 0) onr_put_char(&list->w, ',');
    list->count++;
}

bool onr_list_wrote(onr_list *list, onr_status status)
{
    if (list->status == ONR_OK) list->status = status;
    return list->status == ONR_OK && !list->w.failed;
}

static void put_counting_cursor(onr_list *list)
{
    if (!list->more) return;
    onr_writer w = onr_writer_start(&list->next);
    onr_put_unsigned(&w, list->skip + list->count);
    if (!onr_writer_finish(&w)) list->w.failed = true;
}

static void close_table(onr_list *list)
{
    onr_reply *reply = list->call->reply;
    if (list->next.len == 0) return;
    onr_writer w = onr_writer_start(&reply->next);
    onr_put_bytes(&w, list->next.ptr, list->next.len);
    onr_put_char(&w, '\0');
    if (!onr_writer_finish(&w)) list->w.failed = true;
}

static void close_json(onr_list *list)
{
    onr_put_text(&list->w, "],\"next\":");
    if (list->next.len == 0)
        onr_put_text(&list->w, "null");
    else
        onr_put_json_repaired(&list->w, (onr_slice){list->next.ptr, list->next.len});
    onr_put_text(&list->w, "}\n");
}

void onr_list_end(onr_list *list, onr_status status, const onr_error *err)
{
    onr_reply *reply = list->call->reply;
    if (list->status != ONR_OK) {
        onr_reply_failure(reply, &list->err);
    } else if (status != ONR_OK && status != ONR_END) {
        onr_reply_failure(reply, err);
    } else {
        put_counting_cursor(list);
        if (list->csv)
            close_table(list);
        else
            close_json(list);
        onr_reply_written(reply, &list->w, list->csv ? ONR_TYPE_CSV : ONR_TYPE_JSON);
    }
    onr_buffer_free(&list->next);
}
