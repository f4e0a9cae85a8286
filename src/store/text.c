#include "store/text.h"

#include <stdio.h>
#include <string.h>
#include <zlib.h>

#include "store/packed.h"

static const char GAP[] = " \xE2\x80\xA6 ";

enum {
    GAP_LEN = sizeof GAP - 1,
    PLACE_LEN = 2 * 10 + 2, /* two numbers, a dash and a space */
    MAX_PLACES = 1024,
    MOST_INFLATION = 1100   /* zlib cannot do more; guards against sizes that lie */
};

/* False without memory; bytes that do not inflate are absent. */
static bool inflate_slice(onr_slice *out, onr_slice packed, size_t size, onr_arena *arena)
{
    *out = (onr_slice){NULL, 0};
    if (packed.ptr == NULL || size / MOST_INFLATION > packed.len) return true;
    uLongf len = (uLongf)size;
    char *bytes = onr_arena_take(arena, size + 1);
    if (bytes == NULL) return false;
    int code = uncompress((Bytef *)bytes, &len, (const Bytef *)packed.ptr, packed.len);
    if (code == Z_OK && len == size) *out = (onr_slice){bytes, size};
    return code != Z_MEM_ERROR;
}

/* Extras have no size of their own: guess and double. */
static bool inflate_extra(onr_slice *out, onr_slice packed, onr_arena *arena)
{
    *out = (onr_slice){NULL, 0};
    if (packed.ptr == NULL) return true;
    for (size_t size = packed.len * 8 + 64; size / MOST_INFLATION <= packed.len; size *= 2) {
        uLongf len = (uLongf)size;
        char *bytes = onr_arena_take(arena, size);
        if (bytes == NULL) return false;
        int code = uncompress((Bytef *)bytes, &len, (const Bytef *)packed.ptr, packed.len);
        if (code == Z_OK) *out = (onr_slice){bytes, len};
        if (code != Z_BUF_ERROR) return code != Z_MEM_ERROR;
    }
    return true;
}

/* `extra` may be NULL. */
static bool load_text(onr_db *db, sqlite3_stmt *s, int64_t document, onr_slice *text,
                      onr_slice *extra, onr_arena *arena)
{
    bool ok = true;
    *text = (onr_slice){NULL, 0};
    onr_bind_int(db, s, 1, document);
    if (onr_db_row(db, s)) {
        int64_t size = sqlite3_column_int64(s, 0);
        if (size >= 0 && size <= UINT32_MAX)
            ok = inflate_slice(text, onr_column_slice(s, 1), (size_t)size, arena);
        if (ok && extra != NULL) ok = inflate_extra(extra, onr_column_slice(s, 2), arena);
    }
    onr_db_end(s);
    if (!ok) return onr_db_fail(db, ONR_ENOMEM, "out of memory");
    return db->status == ONR_OK;
}

bool onr_text_load_all(onr_db *db, int64_t document, onr_slice *text, onr_slice *extra,
                       onr_arena *arena)
{
    static const char sql[] = "SELECT bytes, zlib, extra FROM text WHERE document = ?1";
    *extra = (onr_slice){NULL, 0};
    return load_text(db, onr_db_start(db, sql), document, text, extra, arena);
}

bool onr_text_load(onr_db *db, int64_t document, onr_slice *text, onr_arena *arena)
{
    static const char sql[] = "SELECT bytes, zlib FROM text WHERE document = ?1";
    return load_text(db, onr_db_start(db, sql), document, text, NULL, arena);
}

onr_slice onr_places_text(const onr_place *places, uint32_t count, onr_arena *arena)
{
    char *out = onr_arena_take(arena, (size_t)count * PLACE_LEN + 1);
    size_t len = 0;
    if (out == NULL) return (onr_slice){NULL, 0};
    for (uint32_t i = 0; i < count; i++) {
        int written = snprintf(out + len, PLACE_LEN + 1, i > 0 ? " %u-%u" : "%u-%u",
                               (unsigned)places[i].begin, (unsigned)places[i].end);
        if (written > 0) len += (size_t)written;
    }
    return (onr_slice){out, len};
}

/* A number at the front of `text`, taken off it. */
static bool take_number(uint32_t *out, onr_slice *text)
{
    uint64_t value = 0;
    size_t at = 0;
    for (; at < text->len && text->ptr[at] >= '0' && text->ptr[at] <= '9'; at++) {
        value = value * 10 + (uint64_t)(text->ptr[at] - '0');
        if (value >= ONR_NONE) return false;
    }
    text->ptr += at;
    text->len -= at;
    *out = (uint32_t)value;
    return at > 0;
}

static bool take_char(onr_slice *text, char c)
{
    if (text->len == 0 || *text->ptr != c) return false;
    text->ptr++;
    text->len--;
    return true;
}

bool onr_places_parse(onr_place **out, uint32_t *count, onr_slice text, onr_arena *arena)
{
    *count = 0;
    *out = onr_arena_array(arena, text.len / 4 + 1, sizeof **out);
    if (*out == NULL) return false;
    uint32_t end = 0;
    while (text.len > 0) {
        onr_place place;
        if (*count == MAX_PLACES || (*count > 0 && !take_char(&text, ' '))) return false;
        if (!take_number(&place.begin, &text) || !take_char(&text, '-')) return false;
        if (!take_number(&place.end, &text)) return false;
        if (place.begin >= place.end || place.begin < end) return false;
        end = place.end;
        (*out)[(*count)++] = place;
    }
    return true;
}

onr_slice onr_places_quote(const onr_points *points, const onr_place *places, uint32_t count,
                           onr_arena *arena)
{
    size_t len = 0;
    for (uint32_t i = 0; i < count; i++)
        len += onr_points_piece(points, places[i].begin, places[i].end).len + GAP_LEN;
    char *out = onr_arena_take(arena, len + 1);
    if (out == NULL) return (onr_slice){NULL, 0};
    len = 0;
    for (uint32_t i = 0; i < count; i++) {
        onr_slice piece = onr_points_piece(points, places[i].begin, places[i].end);
        if (i > 0) memcpy(out + len, GAP, GAP_LEN);
        if (i > 0) len += GAP_LEN;
        memcpy(out + len, piece.ptr, piece.len);
        len += piece.len;
    }
    return (onr_slice){out, len};
}

bool onr_places_load(onr_db *db, int64_t statement, onr_entry_part parts[ONR_PART_COUNT],
                     onr_arena *arena)
{
    static const char sql[] = "SELECT places FROM attribution WHERE id = ?1";
    memset(parts, 0, ONR_PART_COUNT * sizeof *parts);
    sqlite3_stmt *s = onr_db_start(db, sql);
    onr_bind_int(db, s, 1, statement);
    bool ok = !onr_db_row(db, s) || onr_unpack_places(parts, onr_column_slice(s, 0), arena);
    onr_db_end(s);
    if (!ok) onr_db_fail(db, ONR_ENOMEM, "out of memory");
    return db->status == ONR_OK;
}
