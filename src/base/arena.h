/*
 * arena.h - bump allocation with one lifetime.
 *
 * An arena hands out zero-filled memory that lives until onr_arena_reset() or onr_arena_deinit().
 * Nothing is freed singly. Blocks double in size up to a limit; a request larger than a block gets
 * one of its own. Every allocation may fail (NULL) and is checked by the caller.
 *
 * Built with ONR_ARENA_MALLOC each request becomes a block of its own, so that AddressSanitizer
 * sees every overrun.
 */
#ifndef ONR_BASE_ARENA_H
#define ONR_BASE_ARENA_H

#include <onrecord/base.h>

typedef struct onr_arena_block onr_arena_block;

typedef struct onr_arena {
    const onr_alloc *alloc; /* NULL for malloc; borrowed */
    onr_arena_block *blocks; /* newest first */
    size_t next_block_bytes;
} onr_arena;

/** Make an empty arena; allocates nothing. `alloc` must outlive it. */
void onr_arena_init(onr_arena *arena, const onr_alloc *alloc);

/** `size` bytes aligned to 16, zero-filled, or NULL. A size of 0 gives a valid pointer. */
void *onr_arena_take(onr_arena *arena, size_t size);

/** An array of `count` elements; NULL when the product overflows or memory is short. */
void *onr_arena_array(onr_arena *arena, size_t count, size_t element_size);

/** A copy of the bytes; {NULL, 0} stays absent. Answers false when memory is short. */
bool onr_arena_copy(onr_arena *arena, onr_slice *out, onr_slice in);

/** Forget everything but keep the newest block for reuse. */
void onr_arena_reset(onr_arena *arena);

/** Release everything. */
void onr_arena_deinit(onr_arena *arena);

/** realloc and free through an allocator that may be NULL. */
void *onr_resize(const onr_alloc *alloc, void *ptr, size_t old_size, size_t new_size);
void onr_release(const onr_alloc *alloc, void *ptr, size_t size);

/**
 * Make room for `count` elements in a growing array, at least doubling it.
 *
 * @param array     in/out; NULL for an empty one.
 * @param capacity  in/out, in elements.
 * @return false when memory is short or the size overflows; the array is as before.
 */
bool onr_grow(const onr_alloc *alloc, void *array, uint32_t *capacity, uint64_t count,
              size_t element_size);

#endif
