#include "family/filter.h"

#include <string.h>

#include "base/hash.h"

enum { PROBES = 6 };

void onr_filter_init(onr_filter *filter, const onr_alloc *alloc)
{
    *filter = (onr_filter){.alloc = alloc};
}

void onr_filter_deinit(onr_filter *filter)
{
    onr_release(filter->alloc, filter->segments, filter->capacity * sizeof *filter->segments);
    onr_filter_init(filter, filter->alloc);
}

void onr_filter_forget(onr_filter *filter)
{
    filter->version = 0;
    filter->changed = false;
}

/* A line of the segment and PROBES of its 512 bits, nine bits of the hash for each. */
static uint32_t line_of(uint64_t hash)
{
    return (uint32_t)((hash >> 54) * ONR_FILTER_LINES >> 10);
}

uint32_t onr_filter_count(const onr_filter *filter, uint64_t key)
{
    uint64_t hash = onr_hash_mix(key);
    uint32_t line = line_of(hash), count = 0;
    for (uint32_t i = 0; i < filter->count; i++) {
        const uint64_t *bits = filter->segments[i][line];
        uint64_t rest = hash;
        int probe = 0;
        for (; probe < PROBES; probe++, rest >>= 9)
            if ((bits[rest >> 6 & 7] >> (rest & 63) & 1) == 0) break;
        count += probe == PROBES;
    }
    return count;
}

static bool add_segment(onr_filter *filter)
{
    if (!onr_grow(filter->alloc, &filter->segments, &filter->capacity,
                  (uint64_t)filter->count + 1, sizeof *filter->segments))
        return false;
    memset(filter->segments[filter->count++], 0, ONR_FILTER_BYTES);
    filter->last_keys = 0;
    return true;
}

bool onr_filter_add(onr_filter *filter, uint64_t key)
{
    if ((filter->count == 0 || filter->last_keys == ONR_FILTER_KEYS) && !add_segment(filter))
        return false;
    uint64_t hash = onr_hash_mix(key);
    uint64_t *bits = filter->segments[filter->count - 1][line_of(hash)];
    for (int probe = 0; probe < PROBES; probe++, hash >>= 9)
        bits[hash >> 6 & 7] |= (uint64_t)1 << (hash & 63);
    filter->last_keys++;
    filter->changed = true;
    return true;
}

/* Changes when another connection has written. */
static int64_t data_version(onr_db *db)
{
    static const char sql[] = "PRAGMA data_version";
    return onr_db_number(db, sql, 0);
}

bool onr_filter_load(onr_filter *filter, onr_db *db)
{
    static const char sql[] = "SELECT keys, bits FROM quote_filter ORDER BY segment";
    int64_t version = data_version(db);
    if (db->status != ONR_OK) return false;
    if (version == filter->version) return true;
    filter->count = 0;
    filter->last_keys = 0;
    sqlite3_stmt *s = onr_db_start(db, sql);
    while (onr_db_row(db, s)) {
        onr_slice bits = onr_column_slice(s, 1);
        if (bits.len != ONR_FILTER_BYTES) {
            onr_db_fail(db, ONR_EFORMAT, "the index of quotations is damaged");
        } else if (!add_segment(filter)) {
            onr_db_fail(db, ONR_ENOMEM, "out of memory");
        } else {
            memcpy(filter->segments[filter->count - 1], bits.ptr, bits.len);
            filter->last_keys = onr_column_index(s, 0);
        }
    }
    onr_db_end(s);
    filter->version = db->status == ONR_OK ? version : 0;
    filter->changed = false;
    filter->saved = filter->count > 0 ? filter->count - 1 : 0;
    return db->status == ONR_OK;
}

bool onr_filter_save(onr_filter *filter, onr_db *db)
{
    static const char sql[] =
        "INSERT OR REPLACE INTO quote_filter (segment, keys, bits) VALUES (?1, ?2, ?3)";
    if (!filter->changed) return db->status == ONR_OK;
    for (uint32_t i = filter->saved; i < filter->count && db->status == ONR_OK; i++) {
        bool last = i + 1 == filter->count;
        sqlite3_stmt *s = onr_db_start(db, sql);
        onr_bind_int(db, s, 1, i);
        onr_bind_int(db, s, 2, last ? filter->last_keys : ONR_FILTER_KEYS);
        onr_bind_blob(db, s, 3, filter->segments[i], ONR_FILTER_BYTES);
        onr_db_done(db, s);
    }
    if (db->status != ONR_OK) return false;
    filter->saved = filter->count - 1;
    filter->changed = false;
    return true;
}
