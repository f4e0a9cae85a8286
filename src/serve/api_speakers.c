/*
 * api_speakers.c - GET /speakers, /speakers/{n} and /outlets.
 */
#include <stdio.h>

#include <onrecord/export.h>

#include "serve/api.h"

static void put_sums(onr_writer *w, const onr_speaker_row *row)
{
    onr_put_member_number(w, "{\"person\":", row->person);
    onr_put_member(w, ",\"name\":", row->name);
    onr_put_member(w, ",\"kind\":", row->kind);
    onr_put_member(w, ",\"role\":", row->role);
    onr_put_member(w, ",\"affiliation\":", row->affiliation);
    onr_put_member(w, ",\"first_day\":", row->first_day);
    onr_put_member(w, ",\"last_day\":", row->last_day);
    onr_put_text(w, ",\"statements\":");
    onr_put_unsigned(w, row->statements);
    onr_put_text(w, ",\"documents\":");
    onr_put_unsigned(w, row->documents);
}

typedef struct speakers {
    onr_list list;
    uint64_t seen;
} speakers;

static bool take_row(void *ctx, const onr_speaker_row *row)
{
    speakers *s = ctx;
    onr_list *list = &s->list;
    if (s->seen++ < list->skip) return true;
    list->more = list->count == list->limit;
    if (list->more) return false;
    onr_list_item(list);
    if (list->csv)
        return onr_list_wrote(list, onr_speaker_write(list->w.buffer, row, ONR_EXPORT_CSV, NULL,
                                                      &list->err));
    put_sums(&list->w, row);
    onr_put_char(&list->w, '}');
    return !list->w.failed;
}

void onr_api_speakers(onr_call *call)
{
    onr_error err;
    onr_store *store = onr_call_store(call, false);
    if (store == NULL) return;
    speakers s = {.list = onr_list_start(call)};
    if (!onr_list_take_skip(&s.list)) return;
    if (s.list.csv)
        onr_list_wrote(&s.list, onr_speaker_write_head(s.list.w.buffer, ONR_EXPORT_CSV,
                                                       &s.list.err));
    onr_status status = onr_store_speakers(store, onr_call_text(call, "q"),
                                           (uint32_t)s.list.skip + s.list.limit + 1, take_row, &s,
                                           &err);
    onr_list_end(&s.list, status, &err);
}

/* ---- one person ---- */

static void put_tallies(onr_writer *w, const char *key, const char *name,
                        const onr_tally *tallies, uint32_t count)
{
    onr_put_text(w, key);
    for (uint32_t i = 0; i < count; i++) {
        onr_put_text(w, i > 0 ? ",{\"" : "{\"");
        onr_put_text(w, name);
        onr_put_member(w, "\":", tallies[i].name);
        onr_put_text(w, ",\"statements\":");
        onr_put_unsigned(w, tallies[i].statements);
        onr_put_char(w, '}');
    }
    onr_put_char(w, ']');
}

static void put_words(onr_writer *w, const onr_profile *p)
{
    onr_put_text(w, ",\"words\":[");
    for (uint32_t i = 0; i < p->word_count; i++) {
        onr_put_member(w, i > 0 ? ",{\"word\":" : "{\"word\":", p->words[i].word);
        onr_put_text(w, ",\"count\":");
        onr_put_unsigned(w, p->words[i].statements);
        onr_put_text(w, ",\"score\":");
        /* Scores are under a thousand, whatever is counted. */
        onr_put_thousandths(w, (uint32_t)(p->words[i].score * 1000.0 + 0.5));
        onr_put_char(w, '}');
    }
    onr_put_char(w, ']');
}

static bool take_profile(void *ctx, const onr_profile *p)
{
    onr_writer *w = ctx;
    put_sums(w, &p->sums);
    put_tallies(w, ",\"roles\":[", "name", p->roles, p->role_count);
    put_tallies(w, ",\"affiliations\":[", "name", p->affiliations, p->affiliation_count);
    put_tallies(w, ",\"months\":[", "month", p->months, p->month_count);
    put_tallies(w, ",\"outlets\":[", "name", p->outlets, p->outlet_count);
    put_words(w, p);
    onr_put_text(w, "}\n");
    return true;
}

void onr_api_speaker(onr_call *call)
{
    onr_error err;
    onr_store *store = onr_call_store(call, false);
    if (store == NULL) return;
    onr_writer w = onr_writer_start(&call->reply->body);
    onr_status status = onr_store_profile(store, call->number, take_profile, &w, &err);
    if (status == ONR_OK)
        onr_reply_written(call->reply, &w, ONR_TYPE_JSON);
    else if (status == ONR_EUSAGE)
        onr_reply_error(call->reply, 404, "not_found", "there is no speaker of that number");
    else
        onr_reply_failure(call->reply, &err);
}

/* ---- outlets ---- */

static void put_table_row(onr_writer *w, const onr_outlet_table *t, uint32_t row)
{
    const onr_speaker_row *speaker = &t->speakers[row];
    onr_put_member_number(w, row > 0 ? ",{\"person\":" : "{\"person\":", speaker->person);
    onr_put_member(w, ",\"name\":", speaker->name);
    onr_put_member(w, ",\"affiliation\":", speaker->affiliation);
    onr_put_text(w, ",\"statements\":");
    onr_put_unsigned(w, speaker->statements);
    onr_put_text(w, ",\"counts\":[");
    for (uint32_t i = 0; i < t->outlet_count; i++) {
        if (i > 0) onr_put_char(w, ',');
        onr_put_unsigned(w, t->statements[(size_t)row * t->outlet_count + i]);
    }
    onr_put_text(w, "]}");
}

static bool take_table(void *ctx, const onr_outlet_table *t)
{
    onr_writer *w = ctx;
    put_tallies(w, "{\"outlets\":[", "name", t->outlets, t->outlet_count);
    onr_put_text(w, ",\"speakers\":[");
    for (uint32_t i = 0; i < t->speaker_count; i++) put_table_row(w, t, i);
    onr_put_text(w, "]}\n");
    return true;
}

void onr_api_outlets(onr_call *call)
{
    onr_error err;
    onr_store *store = onr_call_store(call, false);
    if (store == NULL) return;
    onr_writer w = onr_writer_start(&call->reply->body);
    uint32_t limit = (uint32_t)onr_call_number(call, "limit", ONR_LIMIT_USUAL);
    if (onr_store_outlets(store, limit, take_table, &w, &err) == ONR_OK)
        onr_reply_written(call->reply, &w, ONR_TYPE_JSON);
    else
        onr_reply_failure(call->reply, &err);
}
