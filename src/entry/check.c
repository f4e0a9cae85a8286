#include <string.h>

#include "base/sha256.h"
#include "entry/entry.h"

static const char GAP[] = " \xE2\x80\xA6 ";

enum { GAP_LEN = sizeof GAP - 1 };

/* Take `piece` off the front of `rest`; false when it does not begin so. */
static bool take(onr_slice *rest, const char *piece, size_t len)
{
    if (rest->len < len || (len > 0 && memcmp(rest->ptr, piece, len) != 0)) return false;
    rest->ptr += len;
    rest->len -= len;
    return true;
}

bool onr_entry_part_holds(const onr_points *points, const onr_place *places, uint32_t count,
                          onr_slice text)
{
    onr_slice rest = text;
    for (uint32_t i = 0; i < count; i++) {
        onr_slice piece = onr_points_piece(points, places[i].begin, places[i].end);
        if (i > 0 && !take(&rest, GAP, GAP_LEN)) return false;
        if (!take(&rest, piece.ptr, piece.len)) return false;
    }
    return rest.len == 0;
}

static bool hash_fits(const onr_entry *entry)
{
    static const char digits[] = "0123456789abcdef";
    uint8_t digest[ONR_SHA256_BYTES];
    if (entry->sha256.len != 2 * sizeof digest) return false;
    onr_sha256_bytes(digest, entry->text.ptr, entry->text.len);
    for (size_t i = 0; i < sizeof digest; i++) {
        if (entry->sha256.ptr[2 * i] != digits[digest[i] >> 4]) return false;
        if (entry->sha256.ptr[2 * i + 1] != digits[digest[i] & 15]) return false;
    }
    return true;
}

static bool places_fit(const onr_points *points, const onr_entry_part *part)
{
    uint32_t end = 0;
    for (uint32_t i = 0; i < part->count; i++) {
        onr_place p = part->places[i];
        if (p.begin >= p.end || p.end > points->count || p.begin < end) return false;
        end = p.end;
    }
    return true;
}

static bool has_speaker(const onr_entry *entry, uint32_t number)
{
    for (uint32_t i = 0; i < entry->speaker_count; i++)
        if (entry->speakers[i].number == number) return true;
    return false;
}

static onr_fault check_attribution(const onr_entry *entry, uint32_t i)
{
    const onr_entry_attribution *a = &entry->attributions[i];
    if (a->number != i || a->parent == i) return ONR_FAULT_ID;
    if (a->parent != ONR_NONE && a->parent >= entry->attribution_count) return ONR_FAULT_ID;
    if (a->speaker != ONR_NONE && !has_speaker(entry, a->speaker)) return ONR_FAULT_ID;
    if (a->parts[ONR_CONTENT].count == 0) return ONR_FAULT_PLACE;
    for (int role = 0; role < ONR_PART_COUNT; role++) {
        const onr_entry_part *part = &a->parts[role];
        if (!places_fit(&entry->points, part)) return ONR_FAULT_PLACE;
        if (!onr_entry_part_holds(&entry->points, part->places, part->count, part->text))
            return ONR_FAULT_QUOTE;
    }
    return ONR_FAULT_NONE;
}

static onr_fault check_warnings(const onr_entry *entry)
{
    for (uint32_t i = 0; i < entry->warning_count; i++) {
        const onr_entry_warning *w = &entry->warnings[i];
        if (w->place.begin > w->place.end || w->place.end > entry->points.count)
            return ONR_FAULT_PLACE;
        if (!onr_entry_part_holds(&entry->points, &w->place, 1, w->text)) return ONR_FAULT_QUOTE;
    }
    return ONR_FAULT_NONE;
}

onr_fault onr_entry_check(const onr_entry *entry, uint32_t *number)
{
    *number = ONR_NONE;
    if (!hash_fits(entry)) return ONR_FAULT_TEXT;
    for (uint32_t i = 0; i < entry->attribution_count; i++) {
        onr_fault fault = check_attribution(entry, i);
        if (fault == ONR_FAULT_NONE) continue;
        *number = i;
        return fault;
    }
    return check_warnings(entry);
}

const char *onr_fault_text(onr_fault fault)
{
    switch (fault) {
    case ONR_FAULT_NONE: return "all is as recorded";
    case ONR_FAULT_TEXT: return "the text is not what its SHA-256 says";
    case ONR_FAULT_PLACE: return "a place is empty, out of order or outside the text";
    case ONR_FAULT_QUOTE: return "the words at a place are not those of the record";
    case ONR_FAULT_ID: return "an id is out of order or names nothing";
    }
    return "";
}
