#include "ingest/ids.h"

#include <string.h>

#include "base/arena.h"
#include "base/hash.h"

enum { FIRST_CAPACITY = 64 };

/* The slot that holds the hash, or the free one where it belongs. */
static size_t find_slot(const uint64_t *slots, size_t capacity, uint64_t hash)
{
    size_t i = (size_t)hash & (capacity - 1);
    while (slots[i] != 0 && slots[i] != hash) i = (i + 1) & (capacity - 1);
    return i;
}

static bool grow(onr_ids *ids)
{
    size_t capacity = ids->capacity == 0 ? FIRST_CAPACITY : ids->capacity * 2;
    if (capacity > SIZE_MAX / 2 / sizeof *ids->slots) return false;
    uint64_t *slots = onr_resize(ids->alloc, NULL, 0, capacity * sizeof *slots);
    if (slots == NULL) return false;
    memset(slots, 0, capacity * sizeof *slots);
    for (size_t i = 0; i < ids->capacity; i++) {
        if (ids->slots[i] != 0) slots[find_slot(slots, capacity, ids->slots[i])] = ids->slots[i];
    }
    onr_release(ids->alloc, ids->slots, ids->capacity * sizeof *slots);
    ids->slots = slots;
    ids->capacity = capacity;
    return true;
}

onr_status onr_ids_add(onr_ids *ids, onr_slice id)
{
    uint64_t hash = onr_hash_mix(onr_hash_bytes(ONR_HASH_START, id.ptr, id.len));
    if (hash == 0) hash = 1;
    if (ids->count >= ids->capacity / 4 * 3 && !grow(ids)) return ONR_ENOMEM;
    size_t slot = find_slot(ids->slots, ids->capacity, hash);
    if (ids->slots[slot] == hash) return ONR_EFORMAT;
    ids->slots[slot] = hash;
    ids->count++;
    return ONR_OK;
}

void onr_ids_deinit(onr_ids *ids)
{
    onr_release(ids->alloc, ids->slots, ids->capacity * sizeof *ids->slots);
    *ids = (onr_ids){.alloc = ids->alloc};
}
