/*
 * api_families.c - GET /families and /families/{n}.
 */
#include <onrecord/export.h>
#include <onrecord/family.h>

#include "serve/api.h"

static void put_first(onr_writer *w, const onr_family_entry *m)
{
    onr_put_text(w, ",\"first\":{\"statement\":");
    onr_put_unsigned(w, m->statement);
    onr_put_text(w, ",\"document\":");
    onr_put_unsigned(w, m->document);
    onr_put_member(w, ",\"outlet\":", m->outlet);
    onr_put_member(w, ",\"published\":", m->published);
    onr_put_member(w, ",\"speaker\":", m->speaker);
    onr_put_member(w, ",\"content\":", m->content);
    onr_put_char(w, '}');
}

static bool take_row(void *ctx, const onr_family *family)
{
    onr_list *list = ctx;
    onr_writer *w = &list->w;
    list->more = list->count == list->limit;
    if (list->more) return false;
    onr_list_item(list);
    if (list->csv)
        return onr_list_wrote(list, onr_family_write(w->buffer, family, ONR_EXPORT_CSV, NULL,
                                                     &list->err));
    onr_put_text(w, "{\"family\":");
    onr_put_unsigned(w, family->family);
    onr_put_text(w, ",\"members\":");
    onr_put_unsigned(w, family->member_count);
    onr_put_text(w, ",\"outlets\":");
    onr_put_unsigned(w, family->outlet_count);
    onr_put_text(w, family->wording_differs ? ",\"wording_differs\":true"
                                            : ",\"wording_differs\":false");
    onr_put_text(w, family->speakers_differ ? ",\"speakers_differ\":true"
                                            : ",\"speakers_differ\":false");
    if (family->member_count > 0) put_first(w, &family->members[0]);
    onr_put_char(w, '}');
    return !w->failed;
}

void onr_api_families(onr_call *call)
{
    onr_error err;
    onr_store *store = onr_call_store(call, false);
    if (store == NULL) return;
    onr_list list = onr_list_start(call);
    if (!onr_list_take_skip(&list)) return;
    onr_family_query query = {.words = onr_call_text(call, "q"),
                              .differing = onr_call_truth(call, "disagree"),
                              .limit = list.limit + 1,
                              .skip = (uint32_t)list.skip};
    if (list.csv)
        onr_list_wrote(&list, onr_family_write_head(list.w.buffer, ONR_EXPORT_CSV, &list.err));
    onr_status status = onr_store_families(store, &query, take_row, &list, &err);
    onr_list_end(&list, status, &err);
}

typedef struct single {
    onr_call *call;
    onr_status status;
    onr_error err;
} single;

static bool take_family(void *ctx, const onr_family *family)
{
    single *s = ctx;
    onr_reply *reply = s->call->reply;
    s->status = onr_family_write(&reply->body, family, ONR_EXPORT_JSONL, NULL, &s->err);
    if (s->status == ONR_OK) {
        reply->status = 200;
        reply->type = ONR_TYPE_JSON;
    }
    return false;
}

void onr_api_family(onr_call *call)
{
    onr_error err;
    single s = {.call = call};
    onr_family_query query = {.family = call->number, .limit = 1};
    onr_store *store = onr_call_store(call, false);
    if (store == NULL) return;
    onr_status status = onr_store_families(store, &query, take_family, &s, &err);
    if (s.status != ONR_OK)
        onr_reply_failure(call->reply, &s.err);
    else if (status != ONR_OK && status != ONR_END)
        onr_reply_failure(call->reply, &err);
    else if (call->reply->status == 0)
        onr_reply_error(call->reply, 404, "not_found", "there is no family of that number");
}
