/*
 * api_corrections.c - /corrections: the list, new ones, taking one back.
 */
#include <stdio.h>
#include <string.h>

#include "serve/api.h"
#include "serve/corrections.h"

/* ---- the list ---- */

static void put_field(onr_writer *w, const onr_correction_entry *entry, int field, bool more)
{
    onr_put_text(w, more ? ",{\"field\":\"" : "{\"field\":\"");
    onr_put_text(w, onr_field_name((onr_field)field));
    onr_put_member(w, "\",\"before\":", entry->fields[field].before);
    onr_put_member(w, ",\"after\":", entry->fields[field].after);
    onr_put_char(w, '}');
}

bool onr_take_correction(void *ctx, const onr_correction_entry *entry)
{
    static const char *const actions[] = {"confirm", "reject", "edit", "undo"};
    onr_correction_list *list = ctx;
    onr_writer *w = list->w;
    bool more = false;
    onr_put_text(w, list->count++ > 0 ? ",{\"number\":" : "{\"number\":");
    list->last = entry->number;
    onr_put_unsigned(w, entry->number);
    onr_put_member(w, ",\"at\":", entry->at);
    onr_put_member(w, ",\"author\":", entry->author);
    onr_put_member(w, ",\"reason\":", entry->reason);
    onr_put_text(w, ",\"action\":\"");
    onr_put_text(w, actions[entry->action & 3]);
    onr_put_member_number(w, "\",\"undoes\":", entry->undoes);
    onr_put_text(w, entry->active ? ",\"active\":true" : ",\"active\":false");
    onr_put_member(w, ",\"document\":", entry->document);
    onr_put_member(w, ",\"content\":", entry->content);
    onr_put_text(w, ",\"fields\":[");
    for (int i = 0; i < ONR_FIELD_COUNT; i++) {
        if (!entry->fields[i].changed) continue;
        put_field(w, entry, i, more);
        more = true;
    }
    onr_put_text(w, "]}");
    return !w->failed;
}

/* One more than wanted tells whether there is more; it is not written. */
typedef struct listing {
    onr_correction_list list;
    uint32_t limit;
    bool more;
} listing;

static bool take_limited(void *ctx, const onr_correction_entry *entry)
{
    listing *l = ctx;
    l->more = l->list.count == l->limit;
    return !l->more && onr_take_correction(&l->list, entry);
}

void onr_api_corrections(onr_call *call)
{
    onr_error err;
    onr_reply *reply = call->reply;
    onr_store *store = onr_call_store(call, false);
    if (store == NULL) return;
    onr_writer w = onr_writer_start(&reply->body);
    listing l = {.list = {.w = &w},
                 .limit = (uint32_t)onr_call_number(call, "limit", ONR_LIMIT_USUAL)};
    onr_correction_query query = {.document = onr_call_number(call, "document", 0),
                                  .after = onr_call_number(call, "cursor", 0),
                                  .limit = l.limit + 1};
    onr_put_text(&w, "{\"results\":[");
    onr_status status = onr_store_list_corrections(store, &query, take_limited, &l, &err);
    if (status != ONR_OK && status != ONR_END) {
        onr_reply_failure(reply, &err);
        return;
    }
    onr_put_text(&w, "],\"next\":");
    if (l.more) {
        onr_put_char(&w, '"');
        onr_put_unsigned(&w, l.list.last);
        onr_put_text(&w, "\"}\n");
    } else {
        onr_put_text(&w, "null}\n");
    }
    onr_reply_written(reply, &w, ONR_TYPE_JSON);
}

/* ---- bodies ---- */

typedef struct wish {
    onr_correction correction;
    uint64_t statement;
    bool has_action, has_fields;
} wish;

static void wrong(onr_json *json, const char *problem)
{
    onr_json_fail(json, ONR_EFORMAT, json->at_byte, problem);
}

static void take_text(onr_json *json, onr_slice *out, const char *problem)
{
    if (onr_json_peek(json) == ONR_JSON_NULL)
        onr_json_skip(json);
    else if (onr_json_peek(json) == ONR_JSON_STRING)
        onr_json_string(json, out);
    else
        wrong(json, problem);
}

static bool take_whole(onr_json *json, uint64_t *out, uint64_t most)
{
    onr_slice digits;
    uint64_t value = 0;
    if (onr_json_peek(json) != ONR_JSON_NUMBER || !onr_json_number(json, &digits)) return false;
    for (size_t i = 0; i < digits.len; i++) {
        if (digits.ptr[i] < '0' || digits.ptr[i] > '9') return false;
        value = value * 10 + (uint64_t)(digits.ptr[i] - '0');
        if (value > most) return false;
    }
    *out = value;
    return true;
}

static void take_action(onr_json *json, wish *out)
{
    static const char *const actions[] = {"confirm", "reject", "edit"};
    onr_slice word = {NULL, 0};
    take_text(json, &word, "\"action\" is not a string");
    for (int i = 0; word.ptr != NULL && i < 3; i++) {
        if (!onr_slice_is(word, actions[i])) continue;
        out->correction.action = (onr_correct_action)i;
        out->has_action = true;
    }
    if (!out->has_action) wrong(json, "\"action\" is confirm, reject or edit");
}

/* [[16, 24], [30, 41]] as the library has it: "16-24 30-41". */
static void take_spans(onr_json *json, onr_slice *out, onr_arena *arena)
{
    enum { MOST = 64, BYTES = 24 };
    static const char problem[] = "a place is a list of pairs of offsets, [[16, 24]]";
    char *text = onr_arena_take(arena, MOST * BYTES);
    size_t len = 0;
    uint32_t count = 0;
    if (text == NULL) {
        onr_json_fail(json, ONR_ENOMEM, json->at_byte, "out of memory");
        return;
    }
    onr_json_array(json);
    while (onr_json_element(json)) {
        uint64_t ends[2];
        bool good = count++ < MOST && onr_json_array(json);
        for (int i = 0; i < 2; i++)
            good = good && onr_json_element(json) && take_whole(json, &ends[i], UINT32_MAX - 1);
        if (!good || onr_json_element(json)) {
            wrong(json, problem);
            return;
        }
        len += (size_t)snprintf(text + len, BYTES, "%s%u-%u", len > 0 ? " " : "",
                                (unsigned)ends[0], (unsigned)ends[1]);
    }
    *out = (onr_slice){text, len};
}

static bool is_place(int field)
{
    return field == ONR_FIELD_SOURCE || field == ONR_FIELD_CUE || field == ONR_FIELD_CONTENT;
}

static void take_truth(onr_json *json, onr_slice *out)
{
    /* The value begins at the cursor, as one of two words. */
    *out = json->text.ptr[json->at_byte] == 't' ? (onr_slice){"true", 4} : (onr_slice){"false", 5};
    onr_json_skip(json);
}

static void take_value(onr_json *json, int field, onr_slice *out, onr_arena *arena)
{
    onr_json_kind kind = onr_json_peek(json);
    *out = (onr_slice){"", 0};
    if (kind == ONR_JSON_NULL)
        onr_json_skip(json);
    else if (kind == ONR_JSON_STRING)
        onr_json_string(json, out);
    else if (kind == ONR_JSON_ARRAY && is_place(field))
        take_spans(json, out, arena);
    else if (kind == ONR_JSON_BOOL && field == ONR_FIELD_NEGATED)
        take_truth(json, out);
    else
        wrong(json, "the value of a field is a string, null, a list of spans or a truth value");
}

static void take_fields(onr_json *json, wish *out, onr_arena *arena)
{
    onr_slice key;
    if (!onr_json_object(json)) return;
    while (onr_json_member(json, &key)) {
        int field = 0;
        while (field < ONR_FIELD_COUNT && !onr_slice_is(key, onr_field_name((onr_field)field)))
            field++;
        if (field == ONR_FIELD_COUNT) {
            wrong(json, "there is no such field");
            return;
        }
        take_value(json, field, &out->correction.fields[field], arena);
        out->has_fields = true;
    }
}

static bool take_member(onr_json *json, onr_slice key, wish *out, bool undo, onr_arena *arena)
{
    if (onr_slice_is(key, "author"))
        take_text(json, &out->correction.author, "\"author\" is not a string");
    else if (onr_slice_is(key, "reason"))
        take_text(json, &out->correction.reason, "\"reason\" is not a string");
    else if (!undo && onr_slice_is(key, "action"))
        take_action(json, out);
    else if (!undo && onr_slice_is(key, "fields"))
        take_fields(json, out, arena);
    else if (!undo && onr_slice_is(key, "statement")) {
        if (!take_whole(json, &out->statement, INT64_MAX / 16))
            wrong(json, "\"statement\" is not a number");
    } else
        return false;
    return true;
}

/* False with the reply set. */
static bool parse_wish(onr_call *call, wish *out, bool undo)
{
    onr_json json;
    onr_slice key, body = call->request->body;
    onr_json_init(&json, body.ptr == NULL ? (onr_slice){"", 0} : body, call->arena);
    *out = (wish){.statement = 0};
    onr_json_object(&json);
    while (onr_json_member(&json, &key))
        if (!take_member(&json, key, out, undo, call->arena)) wrong(&json, "unknown member");
    if (onr_json_finish(&json)) return true;
    onr_error err = {.status = ONR_ENOMEM};
    if (json.status == ONR_ENOMEM)
        onr_reply_failure(call->reply, &err);
    else
        onr_reply_error(call->reply, 400, "bad_json", "byte %zu: %s", json.problem_byte + 1,
                        json.problem);
    return false;
}

/* ---- writing ---- */

static void reply_created(onr_call *call, const char *key, uint64_t correction, uint64_t number)
{
    onr_writer w = onr_writer_start(&call->reply->body);
    onr_put_text(&w, "{\"correction\":");
    onr_put_unsigned(&w, correction);
    onr_put_member_number(&w, key, number);
    onr_put_text(&w, "}\n");
    onr_reply_written(call->reply, &w, ONR_TYPE_JSON);
    if (call->reply->status == 200) call->reply->status = 201;
}

/* What the library takes for wrong usage is a wish that cannot be fulfilled. */
static void reply_refused(onr_call *call, const onr_error *err)
{
    bool missing = strncmp(err->message, "no statement ", 13) == 0 ||
                   strncmp(err->message, "no correction ", 14) == 0;
    if (err->status != ONR_EUSAGE)
        onr_reply_failure(call->reply, err);
    else if (missing)
        onr_reply_error(call->reply, 404, "not_found", "%s", err->message);
    else
        onr_reply_error(call->reply, 400, "bad_request", "%s", err->message);
}

void onr_api_correct(onr_call *call)
{
    wish w;
    onr_error err;
    uint64_t number, now;
    if (!parse_wish(call, &w, false)) return;
    if (w.statement == 0 || !w.has_action) {
        onr_reply_error(call->reply, 400, "bad_request",
                        "\"statement\" and \"action\" are needed");
        return;
    }
    if (w.has_fields != (w.correction.action == ONR_CORRECT_EDIT)) {
        onr_reply_error(call->reply, 400, "bad_request", "\"fields\" belongs to an edit");
        return;
    }
    onr_store *store = onr_call_store(call, true);
    if (store == NULL) return;
    if (onr_store_correct(store, w.statement, &w.correction, &number, &now, &err) == ONR_OK)
        reply_created(call, ",\"statement\":", number, now);
    else
        reply_refused(call, &err);
}

void onr_api_undo(onr_call *call)
{
    wish w;
    onr_error err;
    uint64_t undo;
    if (!parse_wish(call, &w, true)) return;
    onr_store *store = onr_call_store(call, true);
    if (store == NULL) return;
    if (onr_store_undo(store, call->number, w.correction.author, w.correction.reason, &undo,
                       &err) == ONR_OK)
        reply_created(call, ",\"undoes\":", undo, call->number);
    else
        reply_refused(call, &err);
}
