#include "family/filter.h"

#include <string.h>

#include "base/hash.h"

enum { PROBES = 6, SEGMENT_WORDS = ONR_FILTER_BITS / 64, SEGMENT_BYTES = ONR_FILTER_BITS / 8,
       LINE_WORDS = 8 /* of a line of the processor's cache */ };

void onr_filter_init(onr_filter *filter, const onr_alloc *alloc)
{
    *filter = (onr_filter){.alloc = alloc};
    onr_keys_init(&filter->open, alloc);
}

static size_t rows_size(uint32_t words)
{
    return (size_t)ONR_FILTER_BITS * words * sizeof(uint64_t);
}

void onr_filter_deinit(onr_filter *filter)
{
    onr_release(filter->alloc, filter->rows, rows_size(filter->words));
    onr_release(filter->alloc, filter->last, filter->last == NULL ? 0 : SEGMENT_BYTES);
    onr_keys_deinit(&filter->open);
    onr_filter_init(filter, filter->alloc);
}

void onr_filter_forget(onr_filter *filter)
{
    filter->version = 0;
    filter->changed = false;
}

/* The first bit of the key's line; its bits are PROBES of the 512 from there, nine bits of the hash
 * for each. */
static uint32_t line_start(uint64_t hash)
{
    return (uint32_t)((hash >> 54) * ONR_FILTER_LINES >> 10) * 512;
}

uint32_t onr_filter_find(const onr_filter *filter, uint64_t key, uint64_t *out)
{
    uint64_t hash = onr_hash_mix(key);
    const uint64_t *rows[PROBES];
    uint32_t words = filter->words, start = line_start(hash), found = 0;
    if (words == 0) return 0;
    for (int probe = 0; probe < PROBES; probe++, hash >>= 9)
        rows[probe] = filter->rows + (size_t)(start + (hash & 511)) * words;
    for (uint32_t w = 0; w < words; w++) {
        uint64_t all = rows[0][w];
        for (int probe = 1; probe < PROBES; probe++) all &= rows[probe][w];
        out[w] = all;
        found += (uint32_t)__builtin_popcountll(all);
    }
    return found;
}

void onr_filter_fetch(const onr_filter *filter, uint64_t key)
{
    uint64_t hash = onr_hash_mix(key);
    uint32_t words = filter->words, start = line_start(hash);
    for (int probe = 0; words > 0 && probe < PROBES; probe++, hash >>= 9) {
        const uint64_t *row = filter->rows + (size_t)(start + (hash & 511)) * words;
        for (uint32_t w = 0; w < words; w += LINE_WORDS) __builtin_prefetch(row + w);
    }
}

/* Make the rows twice as wide. */
static bool widen(onr_filter *filter)
{
    uint32_t before = filter->words, after = before == 0 ? 1 : before * 2;
    if (before > UINT32_MAX / 2) return false;
    uint64_t *rows = onr_resize(filter->alloc, NULL, 0, rows_size(after));
    if (rows == NULL) return false;
    memset(rows, 0, rows_size(after));
    for (size_t i = 0; before > 0 && i < ONR_FILTER_BITS; i++)
        memcpy(rows + i * after, filter->rows + i * before, before * sizeof *rows);
    onr_release(filter->alloc, filter->rows, rows_size(before));
    filter->rows = rows;
    filter->words = after;
    return true;
}

/* A segment behind the others, empty, which is the last one then. */
static bool add_segment(onr_filter *filter)
{
    if (filter->last == NULL) filter->last = onr_resize(filter->alloc, NULL, 0, SEGMENT_BYTES);
    if (filter->last == NULL || (filter->count == filter->words * 64 && !widen(filter)))
        return false;
    memset(filter->last, 0, SEGMENT_BYTES);
    filter->count++;
    filter->last_keys = 0;
    return true;
}

static bool save_last(const onr_filter *filter, onr_db *db)
{
    static const char sql[] =
        "INSERT OR REPLACE INTO quote_filter (segment, keys, bits) VALUES (?1, ?2, ?3)";
    sqlite3_stmt *s = onr_db_start(db, sql);
    onr_bind_int(db, s, 1, filter->count - 1);
    onr_bind_int(db, s, 2, filter->last_keys);
    onr_bind_blob(db, s, 3, filter->last, SEGMENT_BYTES);
    return onr_db_done(db, s);
}

static void set_bits(onr_filter *filter, uint64_t key)
{
    uint64_t hash = onr_hash_mix(key);
    uint32_t segment = filter->count - 1, start = line_start(hash);
    for (int probe = 0; probe < PROBES; probe++, hash >>= 9) {
        uint32_t bit = start + (uint32_t)(hash & 511);
        filter->last[bit / 64] |= (uint64_t)1 << bit % 64;
        filter->rows[(size_t)bit * filter->words + segment / 64] |= (uint64_t)1 << segment % 64;
    }
}

bool onr_filter_add(onr_filter *filter, onr_db *db, uint64_t key, int64_t statement)
{
    if ((filter->count == 0 || filter->last_keys == ONR_FILTER_KEYS) && !add_segment(filter))
        return onr_db_fail(db, ONR_ENOMEM, "out of memory");
    if (!onr_keys_add(&filter->open, db, key, statement)) return false;
    set_bits(filter, key);
    filter->changed = true;
    if (++filter->last_keys < ONR_FILTER_KEYS) return true;
    return save_last(filter, db) && onr_keys_seal(&filter->open, db, filter->count - 1);
}

static bool is_open(const onr_filter *filter, uint32_t segment)
{
    return segment == filter->count - 1 && filter->last_keys < ONR_FILTER_KEYS;
}

uint32_t onr_filter_look_up(const onr_filter *filter, onr_db *db, uint64_t key,
                            const uint64_t *segments, int64_t *out, uint32_t most)
{
    uint32_t count = 0;
    for (uint32_t w = 0; w < filter->words; w++)
        for (uint64_t bits = segments[w]; bits != 0 && count < most; bits &= bits - 1) {
            uint32_t segment = w * 64 + (uint32_t)__builtin_ctzll(bits);
            count += is_open(filter, segment)
                         ? onr_keys_find_open(&filter->open, key, out + count, most - count)
                         : onr_keys_find(db, segment, key, out + count, most - count);
        }
    return count;
}

bool onr_filter_remove(onr_filter *filter, onr_db *db, uint64_t key, int64_t statement,
                       onr_arena *arena)
{
    if (filter->words == 0) return true;
    uint64_t *segments = onr_arena_array(arena, filter->words, sizeof *segments);
    if (segments == NULL) return onr_db_fail(db, ONR_ENOMEM, "out of memory");
    onr_filter_find(filter, key, segments);
    for (uint32_t w = 0; w < filter->words; w++)
        for (uint64_t bits = segments[w]; bits != 0; bits &= bits - 1) {
            uint32_t segment = w * 64 + (uint32_t)__builtin_ctzll(bits);
            if (!is_open(filter, segment)) {
                if (!onr_keys_remove(db, segment, key, statement, arena)) return false;
            } else {
                onr_keys_remove_open(&filter->open, key, statement);
                filter->changed = true;
            }
        }
    return true;
}

/* Changes when another connection has written. */
static int64_t data_version(onr_db *db)
{
    static const char sql[] = "PRAGMA data_version";
    return onr_db_number(db, sql, 0);
}

/* Take the segments from `count` on out of all rows. */
static void drop_segments(onr_filter *filter, uint32_t count)
{
    filter->count = count;
    for (uint32_t w = count / 64; w < filter->words; w++) {
        uint64_t stay = w == count / 64 ? ((uint64_t)1 << count % 64) - 1 : 0;
        for (size_t i = 0; i < ONR_FILTER_BITS; i++) filter->rows[i * filter->words + w] &= stay;
    }
}

/* Lay the last segment across the rows. */
static void spread_last(onr_filter *filter)
{
    uint32_t segment = filter->count - 1;
    uint64_t *column = filter->rows + segment / 64;
    for (size_t i = 0; i < SEGMENT_WORDS; i++)
        for (uint64_t bits = filter->last[i]; bits != 0; bits &= bits - 1) {
            size_t bit = i * 64 + (size_t)__builtin_ctzll(bits);
            column[bit * filter->words] |= (uint64_t)1 << segment % 64;
        }
}

static bool load_segment(onr_filter *filter, onr_db *db, sqlite3_stmt *s)
{
    onr_slice bits = onr_column_slice(s, 1);
    if (bits.len != SEGMENT_BYTES || sqlite3_column_int64(s, 2) != filter->count)
        return onr_db_fail(db, ONR_EFORMAT, "the index of quotations is damaged");
    if (!add_segment(filter)) return onr_db_fail(db, ONR_ENOMEM, "out of memory");
    memcpy(filter->last, bits.ptr, SEGMENT_BYTES);
    filter->last_keys = onr_column_index(s, 0);
    if (filter->last_keys == ONR_FILTER_KEYS) filter->kept = filter->count;
    spread_last(filter);
    return true;
}

/* Segments that were full stay as they are; from the last one on all is read again. */
bool onr_filter_load(onr_filter *filter, onr_db *db)
{
    static const char sql[] =
        "SELECT keys, bits, segment FROM quote_filter WHERE segment >= ?1 ORDER BY segment";
    int64_t version = data_version(db);
    if (db->status != ONR_OK) return false;
    if (version == filter->version) return true;
    drop_segments(filter, filter->kept);
    filter->last_keys = ONR_FILTER_KEYS;
    sqlite3_stmt *s = onr_db_start(db, sql);
    onr_bind_int(db, s, 1, filter->kept);
    while (onr_db_row(db, s) && load_segment(filter, db, s)) {}
    onr_db_end(s);
    onr_keys_load(&filter->open, db);
    filter->version = db->status == ONR_OK ? version : 0;
    filter->changed = false;
    return db->status == ONR_OK;
}

bool onr_filter_save(onr_filter *filter, onr_db *db)
{
    if (filter->changed && db->status == ONR_OK && save_last(filter, db) &&
        onr_keys_save(&filter->open, db))
        filter->changed = false;
    return db->status == ONR_OK;
}
