/*
 * api_search.c - GET /search and /search/months.
 */
#include <onrecord/export.h>

#include "export/export.h"
#include "serve/api.h"

static void put_document(onr_writer *w, const onr_hit *hit)
{
    onr_put_text(w, ",\"document\":{\"number\":");
    onr_put_unsigned(w, hit->document);
    onr_put_member(w, ",\"id\":", hit->document_name);
    onr_put_member(w, ",\"title\":", hit->title);
    onr_put_member(w, ",\"site\":", hit->outlet);
    onr_put_member(w, ",\"published\":", hit->published);
    onr_put_member(w, ",\"url\":", hit->url);
    onr_put_char(w, '}');
}

static void put_speaker(onr_writer *w, const onr_hit *hit)
{
    if (hit->speaker.ptr == NULL) {
        onr_put_text(w, ",\"speaker\":null");
        return;
    }
    onr_put_member_number(w, ",\"speaker\":{\"id\":", hit->person);
    onr_put_member(w, ",\"name\":", hit->speaker);
    onr_put_member(w, ",\"role\":", hit->role);
    onr_put_member(w, ",\"affiliation\":", hit->affiliation);
    onr_put_char(w, '}');
}

static void put_part(onr_writer *w, const char *key, const onr_place *places, uint32_t count,
                     onr_slice text, const onr_slice *lemma)
{
    onr_put_text(w, key);
    if (count == 0) {
        onr_put_text(w, "null");
        return;
    }
    onr_put_text(w, "{\"spans\":[");
    onr_put_places(w, places, count);
    onr_put_member(w, "],\"text\":", text);
    if (lemma != NULL) onr_put_member(w, ",\"lemma\":", *lemma);
    onr_put_char(w, '}');
}

static void put_kind(onr_writer *w, const onr_hit *hit)
{
    static const char *const forms[] = {"indirect", "mixed", "direct"};
    static const char *const acts[] = {"speech", "writing", "thought", "intent"};
    onr_put_text(w, ",\"form\":\"");
    onr_put_text(w, forms[hit->form % 3]);
    onr_put_text(w, "\",\"act\":\"");
    onr_put_text(w, acts[hit->act & 3]);
    onr_put_text(w, hit->negated ? "\",\"negated\":true" : "\",\"negated\":false");
    onr_put_text(w, ",\"confidence\":");
    onr_put_thousandths(w, hit->thousandths);
    onr_put_member(w, ",\"reviewed\":", hit->reviewed);
    onr_put_member_number(w, ",\"family\":", hit->family);
}

/* Code points of text[from, to). */
static uint32_t count_points(onr_slice text, uint32_t from, uint32_t to)
{
    uint32_t count = 0;
    for (uint32_t i = from; i < to && i < text.len; i++)
        count += ((unsigned char)text.ptr[i] & 0xC0) != 0x80;
    return count;
}

static void put_context(onr_writer *w, const onr_hit *hit)
{
    static const char *const kinds[] = {"source", "cue", "content", "word"};
    onr_put_text(w, ",\"context\":");
    if (hit->context.ptr == NULL) {
        onr_put_text(w, "null");
        return;
    }
    onr_put_member(w, "{\"text\":", hit->context);
    onr_put_text(w, ",\"marks\":[");
    for (uint32_t i = 0; i < hit->mark_count; i++) {
        onr_span span = hit->marks[i].span;
        uint32_t begin = count_points(hit->context, 0, span.start_byte);
        onr_put_text(w, i > 0 ? ",{\"kind\":\"" : "{\"kind\":\"");
        onr_put_text(w, kinds[hit->marks[i].kind & 3]);
        onr_put_text(w, "\",\"span\":[");
        onr_put_unsigned(w, begin);
        onr_put_char(w, ',');
        onr_put_unsigned(w, begin + count_points(hit->context, span.start_byte, span.end_byte));
        onr_put_text(w, "]}");
    }
    onr_put_text(w, "]}");
}

static bool take_hit(void *ctx, const onr_hit *hit)
{
    onr_list *list = ctx;
    onr_writer *w = &list->w;
    onr_list_item(list);
    if (list->csv)
        return onr_list_wrote(list, onr_hit_write(w->buffer, hit, ONR_EXPORT_CSV, NULL,
                                                  &list->err));
    onr_put_text(w, "{\"statement\":");
    onr_put_unsigned(w, hit->statement);
    put_document(w, hit);
    put_speaker(w, hit);
    put_part(w, ",\"source\":", hit->source_at.places, hit->source_at.count, hit->source, NULL);
    put_part(w, ",\"cue\":", hit->cue_at.places, hit->cue_at.count, hit->cue, &hit->lemma);
    put_part(w, ",\"content\":", hit->content_at.places, hit->content_at.count, hit->content,
             NULL);
    put_kind(w, hit);
    put_context(w, hit);
    onr_put_member(w, ",\"before\":", hit->before);
    onr_put_member(w, ",\"after\":", hit->after);
    onr_put_char(w, '}');
    return !w->failed;
}

/* The order of the choices in the table is direct, indirect, mixed. */
static int form_of(int choice)
{
    static const int forms[] = {ONR_FORM_DIRECT, ONR_FORM_INDIRECT, ONR_FORM_MIXED};
    return choice < 0 ? -1 : forms[choice % 3];
}

static void fill_query(const onr_call *call, onr_query *q)
{
    int sort = onr_call_choice(call, "sort");
    q->words = onr_call_text(call, "q");
    q->speaker = onr_call_text(call, "speaker");
    q->person = onr_call_number(call, "speaker_id", 0);
    q->role = onr_call_text(call, "role");
    q->affiliation = onr_call_text(call, "affiliation");
    q->cue = onr_call_text(call, "cue");
    q->outlet = onr_call_text(call, "outlet");
    q->from = onr_call_text(call, "from");
    q->to = onr_call_text(call, "to");
    q->form = form_of(onr_call_choice(call, "form"));
    q->act = onr_call_choice(call, "act");
    q->min_confidence = onr_call_fraction(call, "min_confidence");
    q->sort = sort < 0 ? ONR_SORT_NEWEST : (onr_sort)sort;
    q->cursor = onr_call_text(call, "cursor");
}

void onr_api_search(onr_call *call)
{
    onr_query query = ONR_QUERY_DEFAULT;
    onr_error err;
    onr_store *store = onr_call_store(call, false);
    if (store == NULL) return;
    fill_query(call, &query);
    onr_list list = onr_list_start(call);
    query.limit = list.limit;
    if (list.csv) onr_list_wrote(&list, onr_hit_write_head(list.w.buffer, ONR_EXPORT_CSV,
                                                           &list.err));
    onr_status status = onr_store_search(store, &query, take_hit, &list, &list.next, &err);
    onr_list_end(&list, status, &err);
}

/* ---- months ---- */

typedef struct months {
    onr_writer w;
    uint32_t count;
    uint64_t undated;
} months;

static bool take_month(void *ctx, const onr_month *month)
{
    months *m = ctx;
    if (month->name.ptr == NULL) {
        m->undated = month->statements;
        return true;
    }
    onr_put_member(&m->w, m->count++ > 0 ? ",{\"month\":" : "{\"month\":", month->name);
    onr_put_text(&m->w, ",\"statements\":");
    onr_put_unsigned(&m->w, month->statements);
    onr_put_char(&m->w, '}');
    return !m->w.failed;
}

void onr_api_months(onr_call *call)
{
    onr_query query = ONR_QUERY_DEFAULT;
    onr_error err;
    onr_store *store = onr_call_store(call, false);
    if (store == NULL) return;
    fill_query(call, &query);
    months m = {.w = onr_writer_start(&call->reply->body)};
    onr_put_text(&m.w, "{\"months\":[");
    onr_status status = onr_store_months(store, &query, take_month, &m, &err);
    if (status != ONR_OK && status != ONR_END) {
        onr_reply_failure(call->reply, &err);
        return;
    }
    onr_put_text(&m.w, "],\"undated\":");
    onr_put_unsigned(&m.w, m.undated);
    onr_put_text(&m.w, "}\n");
    onr_reply_written(call->reply, &m.w, ONR_TYPE_JSON);
}
