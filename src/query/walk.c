#include "query/walk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "store/schema.h"

enum { PLACE, DOCUMENT };

bool onr_walk_parse(onr_walk_cursor *out, onr_slice cursor)
{
    char text[80], *at = text, *end;
    int64_t *const numbers[] = {&out->group, &out->last, &out->document};
    if (cursor.len >= sizeof text) return false;
    memcpy(text, cursor.ptr, cursor.len);
    text[cursor.len] = '\0';
    for (int i = 0; i < 3; i++) {
        if (*at < '0' || *at > '9') return false;
        *numbers[i] = strtoll(at, &end, 10);
        if (*end != (i < 2 ? ',' : '\0')) return false;
        at = end + 1;
    }
    return true;
}

void onr_walk_text(char *out, size_t size, const onr_walk_cursor *cursor)
{
    snprintf(out, size, "%lld,%lld,%lld", (long long)cursor->group, (long long)cursor->last,
             (long long)cursor->document);
}

void onr_walk_init(onr_walk *w, onr_store *store, sqlite3_stmt *rows, bool newest,
                   onr_slice cursor)
{
    *w = (onr_walk){.db = &store->db, .rows = rows, .newest = newest};
    w->places.alloc = store->alloc;
    if (cursor.len == 0 || !onr_walk_parse(&w->from, cursor)) w->from.document = -1;
}

void onr_walk_deinit(onr_walk *w)
{
    onr_buffer_free(&w->places);
}

static bool read_row(onr_walk *w)
{
    w->has_ahead = !w->ended && onr_db_row(w->db, w->rows);
    w->ended = !w->has_ahead; /* a statement that is done begins anew when it is stepped */
    if (w->ended) return false;
    w->ahead[PLACE] = sqlite3_column_int64(w->rows, PLACE);
    w->ahead[DOCUMENT] = sqlite3_column_int64(w->rows, DOCUMENT);
    return true;
}

static bool was_seen(const onr_walk *w, int64_t place)
{
    return w->document == w->from.document && place <= w->from.last;
}

/* All rows of the next report; those handed out on an earlier page are left out. */
static bool read_group(onr_walk *w)
{
    if (!w->has_ahead && !read_row(w)) return false;
    w->places.len = 0;
    w->document = w->ahead[DOCUMENT];
    w->here.group = w->ahead[PLACE];
    onr_writer out = onr_writer_start(&w->places);
    do {
        if (!was_seen(w, w->ahead[PLACE]))
            onr_put_bytes(&out, (const char *)&w->ahead[PLACE], sizeof w->ahead[PLACE]);
    } while (read_row(w) && w->ahead[DOCUMENT] == w->document);
    if (!onr_writer_finish(&out)) return onr_db_fail(w->db, ONR_ENOMEM, "out of memory");
    w->left = w->places.len / sizeof w->ahead[PLACE];
    return w->db->status == ONR_OK;
}

static void hand_out(onr_walk *w, int64_t place, int64_t document, int64_t *statement)
{
    w->here.last = place;
    w->here.document = document;
    *statement = place & ((INT64_C(1) << ONR_PLACE_BITS) - 1);
}

bool onr_walk_next(onr_walk *w, int64_t *statement)
{
    int64_t place;
    if (!w->newest) {
        if (!read_row(w)) return false;
        w->here.group = w->ahead[PLACE];
        hand_out(w, w->ahead[PLACE], w->ahead[DOCUMENT], statement);
        return true;
    }
    while (w->left == 0)
        if (!read_group(w)) return false;
    w->left--;
    memcpy(&place, w->places.ptr + w->left * sizeof place, sizeof place);
    hand_out(w, place, w->document, statement);
    return true;
}
