#include "family/keys.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/varint.h"

enum {
    KEY_BITS = 22,
    BLOCK_BITS = 8, /* of these tell the block */
    STATEMENT_BITS = 64 - KEY_BITS,
    REST_BITS = KEY_BITS - BLOCK_BITS,
    BLOCKS = 1 << BLOCK_BITS,
    CHAIN_BITS = 12,
    MAX_PAIR = 3 + ONR_VARINT_MAX,
    CHAIN_SLOTS = 2 * ONR_KEYS_CHAINS + ONR_KEYS_SEGMENT
};

#define STATEMENT_MASK (((uint64_t)1 << STATEMENT_BITS) - 1)

static const char damaged[] = "the index of quotations is damaged";

void onr_keys_init(onr_keys *keys, const onr_alloc *alloc)
{
    *keys = (onr_keys){.alloc = alloc};
}

void onr_keys_deinit(onr_keys *keys)
{
    if (keys->pairs != NULL)
        onr_release(keys->alloc, keys->pairs, ONR_KEYS_SEGMENT * sizeof *keys->pairs);
    if (keys->chains != NULL)
        onr_release(keys->alloc, keys->chains, CHAIN_SLOTS * sizeof *keys->chains);
    onr_keys_init(keys, keys->alloc);
}

/* Winnowing prefers small keys and the filter uses the bits of one mixing, so mix again. */
static uint32_t short_key(uint64_t key)
{
    return (uint32_t)(onr_hash_mix(onr_hash_mix(key) + 1) >> STATEMENT_BITS);
}

static uint64_t pair_of(uint64_t key, int64_t statement)
{
    return (uint64_t)short_key(key) << STATEMENT_BITS | (uint64_t)statement;
}

static bool allocate(onr_keys *keys)
{
    if (keys->pairs == NULL)
        keys->pairs = onr_resize(keys->alloc, NULL, 0, ONR_KEYS_SEGMENT * sizeof *keys->pairs);
    if (keys->chains == NULL)
        keys->chains = onr_resize(keys->alloc, NULL, 0, CHAIN_SLOTS * sizeof *keys->chains);
    return keys->pairs != NULL && keys->chains != NULL;
}

static void empty(onr_keys *keys)
{
    memset(keys->chains, 0, 2 * ONR_KEYS_CHAINS * sizeof *keys->chains);
    keys->count = keys->saved = 0;
    keys->rewrite = false;
}

static uint16_t *next_of(const onr_keys *keys, uint32_t number)
{
    return keys->chains + 2 * ONR_KEYS_CHAINS + number - 1;
}

static void append(onr_keys *keys, uint64_t pair)
{
    uint16_t *head = keys->chains + (pair >> (64 - CHAIN_BITS)), *tail = head + ONR_KEYS_CHAINS;
    keys->pairs[keys->count++] = pair;
    *next_of(keys, keys->count) = 0;
    if (*head == 0)
        *head = (uint16_t)keys->count;
    else
        *next_of(keys, *tail) = (uint16_t)keys->count;
    *tail = (uint16_t)keys->count;
}

bool onr_keys_add(onr_keys *keys, onr_db *db, uint64_t key, int64_t statement)
{
    if (keys->count == ONR_KEYS_SEGMENT || statement <= 0 || (uint64_t)statement > STATEMENT_MASK)
        return onr_db_fail(db, ONR_ELIMIT, "the index of quotations is full");
    append(keys, pair_of(key, statement));
    return true;
}

static bool load_pairs(onr_keys *keys, onr_db *db, onr_slice bytes)
{
    if (bytes.len % sizeof(uint64_t) != 0 ||
        bytes.len / sizeof(uint64_t) > ONR_KEYS_SEGMENT - keys->count)
        return onr_db_fail(db, ONR_EFORMAT, damaged);
    for (size_t at = 0; at < bytes.len; at += sizeof(uint64_t)) {
        uint64_t pair;
        memcpy(&pair, bytes.ptr + at, sizeof pair);
        append(keys, pair);
    }
    return true;
}

bool onr_keys_load(onr_keys *keys, onr_db *db)
{
    static const char sql[] = "SELECT pairs FROM quote_open ORDER BY id";
    if (!allocate(keys)) return onr_db_fail(db, ONR_ENOMEM, "out of memory");
    empty(keys);
    sqlite3_stmt *s = onr_db_start(db, sql);
    while (onr_db_row(db, s) && load_pairs(keys, db, onr_column_slice(s, 0))) {}
    onr_db_end(s);
    keys->saved = keys->count;
    return db->status == ONR_OK;
}

static bool clear_file(onr_db *db)
{
    static const char sql[] = "DELETE FROM quote_open";
    return onr_db_done(db, onr_db_start(db, sql));
}

/* Pairs from [from] on as a row. Those that were removed stay, as nobody's: there are few. */
bool onr_keys_save(onr_keys *keys, onr_db *db)
{
    static const char sql[] = "INSERT INTO quote_open (pairs) VALUES (?1)";
    if (keys->rewrite) {
        if (!clear_file(db)) return false;
        keys->saved = 0;
        keys->rewrite = false;
    }
    if (keys->saved == keys->count) return db->status == ONR_OK;
    sqlite3_stmt *s = onr_db_start(db, sql);
    onr_bind_blob(db, s, 1, keys->pairs + keys->saved,
                  (keys->count - keys->saved) * sizeof *keys->pairs);
    if (!onr_db_done(db, s)) return false;
    keys->saved = keys->count;
    return true;
}

/* ---- blocks ---- */

typedef struct block_reader {
    const uint8_t *at, *end;
    uint64_t least; /* statement */
    uint32_t rest;  /* of the key of the last pair */
    int64_t statement;
} block_reader;

static bool start_block(block_reader *r, onr_slice bytes)
{
    *r = (block_reader){.at = (const uint8_t *)bytes.ptr};
    r->end = r->at + bytes.len;
    return bytes.len > 0 && onr_varint_get(&r->at, r->end, &r->least);
}

static bool next_pair(block_reader *r)
{
    uint64_t step, more;
    if (!onr_varint_get(&r->at, r->end, &step) || !onr_varint_get(&r->at, r->end, &more))
        return false;
    r->rest += (uint32_t)step;
    r->statement = (int64_t)((r->least + more) & STATEMENT_MASK);
    return true;
}

static uint64_t block_number(uint32_t segment, uint32_t key)
{
    return (uint64_t)segment << BLOCK_BITS | key >> REST_BITS;
}

static sqlite3_stmt *open_block(onr_db *db, uint64_t number, block_reader *r)
{
    static const char sql[] = "SELECT pairs FROM quote_block WHERE id = ?1";
    sqlite3_stmt *s = onr_db_start(db, sql);
    onr_bind_int(db, s, 1, (int64_t)number);
    *r = (block_reader){.at = NULL};
    if (onr_db_row(db, s) && !start_block(r, onr_column_slice(s, 0)))
        onr_db_fail(db, ONR_EFORMAT, damaged);
    return s;
}

static uint32_t rest_of(uint32_t key)
{
    return key & (((uint32_t)1 << REST_BITS) - 1);
}

uint32_t onr_keys_find(onr_db *db, uint32_t segment, uint64_t key, int64_t *out, uint32_t most)
{
    uint32_t wanted = short_key(key), rest = rest_of(wanted), count = 0;
    block_reader r;
    sqlite3_stmt *s = open_block(db, block_number(segment, wanted), &r);
    while (count < most && next_pair(&r) && r.rest <= rest)
        if (r.rest == rest) out[count++] = r.statement;
    onr_db_end(s);
    return count;
}

uint32_t onr_keys_find_open(const onr_keys *keys, uint64_t key, int64_t *out, uint32_t most)
{
    uint32_t wanted = short_key(key), count = 0;
    if (keys->chains == NULL) return 0;
    uint32_t at = keys->chains[wanted >> (KEY_BITS - CHAIN_BITS)];
    for (; at != 0 && count < most; at = *next_of(keys, at)) {
        uint64_t pair = keys->pairs[at - 1];
        if (pair >> STATEMENT_BITS == wanted && (pair & STATEMENT_MASK) != 0)
            out[count++] = (int64_t)(pair & STATEMENT_MASK);
    }
    return count;
}

void onr_keys_remove_open(onr_keys *keys, uint64_t key, int64_t statement)
{
    uint64_t pair = pair_of(key, statement);
    if (keys->chains == NULL) return;
    uint32_t at = keys->chains[pair >> (64 - CHAIN_BITS)];
    while (at != 0 && keys->pairs[at - 1] != pair) at = *next_of(keys, at);
    if (at == 0) return;
    keys->pairs[at - 1] &= ~STATEMENT_MASK;
    if (at <= keys->saved) keys->rewrite = true;
}

/* A block without one pair; the length in `len`, 0 when that is not there. */
static uint8_t *without(block_reader *r, uint32_t rest, int64_t statement, size_t *len,
                        onr_arena *arena)
{
    uint8_t *out = onr_arena_take(arena, (size_t)(r->end - r->at) + 2 * ONR_VARINT_MAX);
    uint32_t last = 0;
    bool found = false;
    *len = 0;
    if (out == NULL) return NULL;
    size_t to = onr_varint_put(out, r->least);
    while (next_pair(r)) {
        if (!found && r->rest == rest && r->statement == statement) {
            found = true;
            continue;
        }
        to += onr_varint_put(out + to, r->rest - last);
        to += onr_varint_put(out + to, (uint64_t)r->statement - r->least);
        last = r->rest;
    }
    if (found) *len = to;
    return out;
}

bool onr_keys_remove(onr_db *db, uint32_t segment, uint64_t key, int64_t statement,
                     onr_arena *arena)
{
    static const char sql[] = "UPDATE quote_block SET pairs = ?2 WHERE id = ?1";
    uint32_t wanted = short_key(key);
    uint64_t number = block_number(segment, wanted);
    block_reader r;
    size_t len;
    sqlite3_stmt *s = open_block(db, number, &r);
    if (r.at == NULL) {
        onr_db_end(s);
        return db->status == ONR_OK;
    }
    uint8_t *bytes = without(&r, rest_of(wanted), statement, &len, arena);
    onr_db_end(s);
    if (bytes == NULL) return onr_db_fail(db, ONR_ENOMEM, "out of memory");
    if (len == 0) return db->status == ONR_OK;
    s = onr_db_start(db, sql);
    onr_bind_int(db, s, 1, (int64_t)number);
    onr_bind_blob(db, s, 2, bytes, len);
    return onr_db_done(db, s);
}

static int compare_pairs(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

static uint64_t least_statement(const onr_keys *keys)
{
    uint64_t least = STATEMENT_MASK;
    for (uint32_t i = 0; i < keys->count; i++) {
        uint64_t statement = keys->pairs[i] & STATEMENT_MASK;
        if (statement != 0 && statement < least) least = statement;
    }
    return least;
}

/* The pairs from `from` on that belong to that block, but for the removed; where the next begin. */
static uint32_t fill_block(const onr_keys *keys, uint32_t from, uint32_t block, uint64_t least,
                           uint8_t *out, size_t *len)
{
    uint32_t last = 0, pairs = 0;
    size_t to = onr_varint_put(out, least);
    for (; from < keys->count && keys->pairs[from] >> (64 - BLOCK_BITS) == block; from++) {
        uint64_t statement = keys->pairs[from] & STATEMENT_MASK;
        if (statement == 0) continue;
        uint32_t rest = rest_of((uint32_t)(keys->pairs[from] >> STATEMENT_BITS));
        to += onr_varint_put(out + to, rest - last);
        to += onr_varint_put(out + to, statement - least);
        last = rest;
        pairs++;
    }
    *len = pairs > 0 ? to : 0;
    return from;
}

static bool write_block(onr_db *db, uint64_t number, const uint8_t *bytes, size_t len)
{
    static const char sql[] = "INSERT INTO quote_block (id, pairs) VALUES (?1, ?2)";
    sqlite3_stmt *s = onr_db_start(db, sql);
    onr_bind_int(db, s, 1, (int64_t)number);
    onr_bind_blob(db, s, 2, bytes, len);
    return onr_db_done(db, s);
}

bool onr_keys_seal(onr_keys *keys, onr_db *db, uint32_t segment)
{
    size_t room = (size_t)ONR_KEYS_SEGMENT * MAX_PAIR + ONR_VARINT_MAX, len;
    uint8_t *bytes = onr_resize(keys->alloc, NULL, 0, room);
    if (bytes == NULL) return onr_db_fail(db, ONR_ENOMEM, "out of memory");
    qsort(keys->pairs, keys->count, sizeof *keys->pairs, compare_pairs);
    uint64_t least = least_statement(keys);
    bool ok = true;
    for (uint32_t block = 0, from = 0; block < BLOCKS && ok; block++) {
        from = fill_block(keys, from, block, least, bytes, &len);
        uint64_t number = (uint64_t)segment << BLOCK_BITS | block;
        if (len > 0) ok = write_block(db, number, bytes, len);
    }
    onr_release(keys->alloc, bytes, room);
    empty(keys);
    return ok && clear_file(db);
}
