/*
 * kind_feed.c - RSS and Atom: each entry is a report.
 *
 * The text is the full content, else the summary, else the title. Markup in it is found by the
 * stage, as that of pages.
 */
#include <string.h>

#include "article/date.h"
#include "article/fragment.h"
#include "base/error.h"
#include "ingest/feed.h"
#include "ingest/sniff.h"

enum { MAX_AUTHORS = 32, PIECE_BYTES = 32 << 10 };

typedef struct state {
    onr_feed *feed;
    bool over; /* nothing more is to be pushed */
    onr_error end; /* what went wrong last, told after the entries before it */
} state;

static onr_status claims(onr_reading *reading, bool *claimed, onr_error *err)
{
    onr_sniff sniff;
    onr_status status = onr_sniff_markup(&sniff, reading, err);
    *claimed = sniff.markup && (strcmp(sniff.root, "rss") == 0 || strcmp(sniff.root, "feed") == 0 ||
                                strcmp(sniff.root, "rdf") == 0);
    return status;
}

static onr_status open(void **out, onr_reading *reading, onr_error *err)
{
    state *s = onr_resize(reading->alloc, NULL, 0, sizeof *s);
    if (s == NULL) return onr_fail_memory(err);
    *s = (state){.feed = onr_feed_open(reading->alloc, reading->max_bytes)};
    if (s->feed == NULL) {
        onr_release(reading->alloc, s, sizeof *s);
        return onr_fail_memory(err);
    }
    /* An XML declaration has to stand first, which not all feeds know. */
    onr_slice window = onr_stream_window(&reading->stream);
    bool wide = (unsigned char)window.ptr[0] >= 0xFE;
    if (!wide) onr_stream_drop(&reading->stream, reading->visible_byte);
    *out = s;
    return ONR_OK;
}

static void close(void *out, onr_reading *reading)
{
    state *s = out;
    onr_feed_close(s->feed);
    onr_release(reading->alloc, s, sizeof *s);
}

/* ---- from an entry to an input ---- */

static onr_slice trim(onr_slice s)
{
    if (s.len == 0) return s;
    size_t at = onr_skip_blanks(s, 0);
    s = (onr_slice){s.ptr + at, s.len - at};
    while (s.len > 0 && memchr(" \t\r\n", s.ptr[s.len - 1], 4) != NULL) s.len--;
    return s;
}

static onr_slice field_of(const onr_feed_entry *entry, onr_feed_field field)
{
    onr_slice value = entry->fields[field];
    return value.ptr == NULL ? value : trim(value);
}

/* A slice that is absent when it is empty. */
static onr_slice or_absent(onr_slice value)
{
    return value.len == 0 ? (onr_slice){NULL, 0} : value;
}

static bool has_markup(onr_slice value)
{
    return memchr(value.ptr, '<', value.len) != NULL || memchr(value.ptr, '&', value.len) != NULL;
}

/* A title or a name in one line, without markup. */
static onr_status clean_line(onr_slice *out, onr_reading *reading, onr_slice value, onr_error *err)
{
    onr_article found;
    onr_article_page page = {.bytes = value, .charset = {"utf-8", 5}};
    *out = or_absent(value);
    if (value.len == 0 || !has_markup(value)) return ONR_OK;
    onr_status status = onr_article_fragment(&found, &reading->arena, &page, NULL, err);
    if (status != ONR_OK) return status;
    char *line = onr_arena_take(&reading->arena, found.text.len);
    if (line == NULL) return onr_fail_memory(err);
    for (size_t i = 0; i < found.text.len; i++)
        line[i] = found.text.ptr[i] == '\n' ? ' ' : found.text.ptr[i];
    *out = or_absent((onr_slice){line, found.text.len});
    return ONR_OK;
}

static bool set_date(onr_slice *out, onr_reading *reading, onr_slice value)
{
    char date[ONR_DATE_BYTES];
    if (value.len == 0) return true;
    size_t len = onr_date_find(date, value, true);
    return len == 0 || onr_arena_copy(&reading->arena, out, (onr_slice){date, len});
}

/* RSS names its authors "mail (name)" or by a mail address alone, which is no name. */
static onr_slice name_of(onr_slice author)
{
    const char *open = memchr(author.ptr, '(', author.len);
    if (memchr(author.ptr, '@', author.len) == NULL) return author;
    if (open == NULL || author.ptr[author.len - 1] != ')') return (onr_slice){NULL, 0};
    return trim((onr_slice){open + 1, (size_t)(author.ptr + author.len - open) - 2});
}

static onr_status set_authors(onr_input *in, onr_reading *reading, onr_slice authors,
                              onr_error *err)
{
    onr_slice *names = onr_arena_array(&reading->arena, MAX_AUTHORS, sizeof *names);
    if (names == NULL) return onr_fail_memory(err);
    in->bylines = names;
    while (authors.len > 0 && in->byline_count < MAX_AUTHORS) {
        const char *end = memchr(authors.ptr, '\n', authors.len);
        size_t len = end == NULL ? authors.len : (size_t)(end - authors.ptr);
        onr_slice line = trim((onr_slice){authors.ptr, len}), name;
        authors = (onr_slice){authors.ptr + len, authors.len - len};
        if (end != NULL) authors = (onr_slice){authors.ptr + 1, authors.len - 1};
        if (line.len == 0) continue;
        onr_status status = clean_line(&name, reading, name_of(line), err);
        if (status != ONR_OK) return status;
        if (name.ptr != NULL) names[in->byline_count++] = name;
    }
    return ONR_OK;
}

static void set_text(onr_input *in, const onr_feed_entry *entry)
{
    static const onr_feed_field ORDER[] = {ONR_FEED_CONTENT, ONR_FEED_SUMMARY, ONR_FEED_TITLE};
    onr_slice value = {NULL, 0};
    bool plain = false;
    for (size_t i = 0; i < sizeof ORDER / sizeof *ORDER && value.len == 0; i++) {
        value = field_of(entry, ORDER[i]);
        plain = entry->plain[ORDER[i]];
    }
    if (value.len == 0) value = (onr_slice){"", 0};
    if (plain || !has_markup(value)) {
        in->text = value;
    } else {
        in->html = value;
        in->charset = (onr_slice){"utf-8", 5};
        in->fragment = true;
    }
}

/* The entry's own id or link, where no entry before had it. */
static onr_status set_id(onr_input *in, onr_reading *reading, onr_slice own, onr_error *err)
{
    reading->reports++;
    if (own.len == 0) own = in->url;
    onr_status status = own.len == 0 ? ONR_EFORMAT : onr_ids_add(&reading->ids, own);
    in->id = own;
    if (status == ONR_EFORMAT) {
        if (!onr_reading_make_id(reading, &in->id, reading->reports)) return onr_fail_memory(err);
        status = ONR_OK;
    }
    return status == ONR_OK ? ONR_OK : onr_fail_memory(err);
}

static onr_status take_entry(onr_input *in, onr_reading *reading, const onr_feed *feed,
                             const onr_feed_entry *entry, onr_error *err)
{
    *in = (onr_input){.truncated = entry->truncated};
    reading->line = entry->line;
    if (entry->too_long) {
        onr_reading_fail_long(reading, err);
        if (err != NULL) err->line = entry->line;
        return ONR_ELIMIT;
    }
    set_text(in, entry);
    in->url = or_absent(field_of(entry, ONR_FEED_LINK));
    onr_slice title = trim(onr_feed_title(feed)), language = trim(onr_feed_language(feed));
    in->language = or_absent(language);
    bool dated = set_date(&in->published, reading, field_of(entry, ONR_FEED_PUBLISHED)) &&
                 set_date(&in->modified, reading, field_of(entry, ONR_FEED_MODIFIED));
    if (!dated) return onr_fail_memory(err);
    onr_status status = clean_line(&in->title, reading, field_of(entry, ONR_FEED_TITLE), err);
    if (status == ONR_OK) status = clean_line(&in->site, reading, title, err);
    if (status == ONR_OK)
        status = set_authors(in, reading, field_of(entry, ONR_FEED_AUTHORS), err);
    if (status == ONR_OK) status = set_id(in, reading, field_of(entry, ONR_FEED_ID), err);
    return status;
}

/* ---- reading on ---- */

/* Push the next piece of the stream, or say that it is over. A failure waits in `end`. */
static onr_status push_on(state *s, onr_reading *reading, onr_error *err)
{
    onr_stream *stream = &reading->stream;
    onr_slice window = onr_stream_window(stream);
    if (window.len == 0 && !stream->ended) {
        onr_status status = onr_stream_fill(stream, err);
        if (status != ONR_OK) return status;
        window = onr_stream_window(stream);
    }
    if (window.len > PIECE_BYTES) window.len = PIECE_BYTES;
    onr_status status = window.len > 0 ? onr_feed_push(s->feed, window, &s->end)
                                       : onr_feed_end(s->feed, &s->end);
    onr_stream_drop(stream, window.len);
    s->over = window.len == 0 || status != ONR_OK;
    return ONR_OK;
}

static onr_status next(void *out, onr_reading *reading, onr_input *in, onr_error *err)
{
    state *s = out;
    for (;;) {
        const onr_feed_entry *entry = onr_feed_take(s->feed);
        if (entry != NULL) return take_entry(in, reading, s->feed, entry, err);
        if (s->over) break;
        onr_status status = push_on(s, reading, err);
        if (status != ONR_OK) return status;
    }
    if (s->end.status == ONR_OK) return ONR_END;
    onr_error end = s->end;
    s->end = (onr_error){0};
    if (err != NULL) *err = end;
    return end.status;
}

const onr_kind onr_kind_feed = {"feed", claims, open, next, close};
