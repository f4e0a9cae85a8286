#include "copy/copies.h"

#include <string.h>

#include "base/hash.h"

enum {
    BAND_ROWS = 4,
    BANDS = ONR_SIGNATURE_ROWS / BAND_ROWS,
    KEYS = BANDS + 1, /* and all rows together */
    FIRST_SLOTS = 1024
};

/* The rows that key `k` is made of. */
static onr_slice rows_of(const onr_signature *s, uint32_t k)
{
    if (k == BANDS) return (onr_slice){(const char *)s->rows, sizeof s->rows};
    return (onr_slice){(const char *)&s->rows[k * BAND_ROWS], BAND_ROWS * sizeof s->rows[0]};
}

/* The slot of the first report with these rows, or the free one where it belongs. */
static uint32_t find_slot(const onr_copies *c, const onr_signature *s, uint32_t k)
{
    onr_slice rows = rows_of(s, k);
    uint64_t hash = onr_hash_mix(onr_hash_bytes(ONR_HASH_START + k, rows.ptr, rows.len));
    uint32_t mask = c->slot_capacity - 1;
    uint32_t i = (uint32_t)hash & mask;
    for (; c->slots[i] != 0; i = (i + 1) & mask) {
        onr_slice there = rows_of(&c->kept[(c->slots[i] - 1) / KEYS].signature, k);
        if ((c->slots[i] - 1) % KEYS == k && memcmp(there.ptr, rows.ptr, rows.len) == 0) break;
    }
    return i;
}

/* A slot names a report and a key in one number; the first report with a key keeps it. */
static void put_report(onr_copies *c, uint32_t index)
{
    for (uint32_t k = 0; k < KEYS; k++) {
        uint32_t slot = find_slot(c, &c->kept[index].signature, k);
        if (c->slots[slot] != 0) continue;
        c->slots[slot] = 1 + index * KEYS + k;
        c->slot_count++;
    }
}

static bool grow_slots(onr_copies *c)
{
    uint64_t needed = ((uint64_t)c->slot_count + KEYS) * 3 / 2;
    uint64_t capacity = c->slot_capacity == 0 ? FIRST_SLOTS : c->slot_capacity;
    if (c->slot_capacity > 0 && needed <= capacity) return true;
    while (capacity < needed) capacity *= 2;
    if (capacity > UINT32_MAX / sizeof *c->slots) return false;
    uint32_t *slots = onr_resize(c->alloc, NULL, 0, capacity * sizeof *slots);
    if (slots == NULL) return false;
    memset(slots, 0, capacity * sizeof *slots);
    onr_release(c->alloc, c->slots, c->slot_capacity * sizeof *slots);
    c->slots = slots;
    c->slot_capacity = (uint32_t)capacity;
    c->slot_count = 0;
    for (uint32_t i = 0; i < c->kept_count; i++) put_report(c, i);
    return true;
}

static bool keep(onr_copies *c, const onr_signature *signature, onr_slice id)
{
    onr_kept kept = {.signature = *signature};
    if (!c->open) onr_arena_init(&c->ids, c->alloc);
    c->open = true;
    if (id.ptr == NULL) id = (onr_slice){"", 0};
    if (c->kept_count >= UINT32_MAX / KEYS - 1 || !grow_slots(c) ||
        !onr_arena_copy(&c->ids, &kept.id, id) ||
        !onr_grow(c->alloc, &c->kept, &c->kept_capacity, (uint64_t)c->kept_count + 1, sizeof kept))
        return false;
    c->kept[c->kept_count++] = kept;
    put_report(c, c->kept_count - 1);
    return true;
}

onr_status onr_copies_judge(onr_slice *of, onr_copies *copies, const onr_signature *signature,
                            onr_slice id)
{
    uint32_t best = ONR_NONE, best_alike = ONR_COPY_ROWS - 1;
    *of = (onr_slice){NULL, 0};
    if (signature->blank) return ONR_OK;
    for (uint32_t k = 0; k < KEYS && copies->slot_capacity > 0; k++) {
        uint32_t slot = copies->slots[find_slot(copies, signature, k)];
        if (slot == 0) continue;
        uint32_t index = (slot - 1) / KEYS;
        uint32_t alike = onr_signature_alike(signature, &copies->kept[index].signature);
        if (alike < best_alike || (alike == best_alike && (best == ONR_NONE || index >= best)))
            continue;
        best = index;
        best_alike = alike;
    }
    if (best != ONR_NONE) {
        *of = copies->kept[best].id;
        return ONR_OK;
    }
    return keep(copies, signature, id) ? ONR_OK : ONR_ENOMEM;
}

void onr_copies_deinit(onr_copies *copies)
{
    onr_release(copies->alloc, copies->kept, copies->kept_capacity * sizeof *copies->kept);
    onr_release(copies->alloc, copies->slots, copies->slot_capacity * sizeof *copies->slots);
    if (copies->open) onr_arena_deinit(&copies->ids);
    *copies = (onr_copies){.alloc = copies->alloc};
}
