#include "base/arena.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_BLOCK_BYTES = 16 << 10, MAX_BLOCK_BYTES = 1 << 20, ALIGNMENT = 16 };

struct onr_arena_block {
    onr_arena_block *older;
    size_t size; /* of the whole block, this header included */
    size_t used;
    size_t padding; /* keeps the payload aligned */
};

void *onr_resize(const onr_alloc *alloc, void *ptr, size_t old_size, size_t new_size)
{
    if (alloc != NULL) return alloc->resize(alloc->ctx, ptr, old_size, new_size);
    return realloc(ptr, new_size);
}

void onr_release(const onr_alloc *alloc, void *ptr, size_t size)
{
    if (ptr == NULL) return;
    if (alloc != NULL)
        alloc->release(alloc->ctx, ptr, size);
    else
        free(ptr);
}

bool onr_grow(const onr_alloc *alloc, void *array, uint32_t *capacity, uint64_t count,
              size_t element_size)
{
    if (count <= *capacity) return true;
    uint64_t wanted = (uint64_t)*capacity * 2;
    if (wanted < 16) wanted = 16;
    if (wanted < count) wanted = count;
    if (wanted > UINT32_MAX || wanted > SIZE_MAX / element_size) return false;
    void **slot = array;
    void *grown = onr_resize(alloc, *slot, *capacity * element_size, wanted * element_size);
    if (grown == NULL) return false;
    *slot = grown;
    *capacity = (uint32_t)wanted;
    return true;
}

void onr_arena_init(onr_arena *arena, const onr_alloc *alloc)
{
    *arena = (onr_arena){.alloc = alloc, .next_block_bytes = FIRST_BLOCK_BYTES};
}

static onr_arena_block *add_block(onr_arena *arena, size_t payload)
{
    size_t size = payload + sizeof(onr_arena_block);
    if (size < payload) return NULL;
#ifndef ONR_ARENA_MALLOC
    if (size < arena->next_block_bytes) size = arena->next_block_bytes;
    if (arena->next_block_bytes < MAX_BLOCK_BYTES) arena->next_block_bytes *= 2;
#endif
    onr_arena_block *block = onr_resize(arena->alloc, NULL, 0, size);
    if (block == NULL) return NULL;
    *block = (onr_arena_block){arena->blocks, size, sizeof *block, 0};
    arena->blocks = block;
    return block;
}

void *onr_arena_take(onr_arena *arena, size_t size)
{
    if (size > SIZE_MAX - ALIGNMENT) return NULL;
    size_t rounded = (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
    onr_arena_block *block = arena->blocks;
    if (block == NULL || block->size - block->used < rounded) {
        block = add_block(arena, rounded);
        if (block == NULL) return NULL;
    }
    void *out = (char *)block + block->used;
    block->used += rounded;
    return memset(out, 0, rounded);
}

void *onr_arena_array(onr_arena *arena, size_t count, size_t element_size)
{
    if (element_size != 0 && count > SIZE_MAX / element_size) return NULL;
    return onr_arena_take(arena, count * element_size);
}

bool onr_arena_copy(onr_arena *arena, onr_slice *out, onr_slice in)
{
    *out = in;
    if (in.ptr == NULL) return true;
    char *copy = onr_arena_take(arena, in.len);
    if (copy == NULL) return false;
    if (in.len > 0) memcpy(copy, in.ptr, in.len);
    out->ptr = copy;
    return true;
}

static void release_blocks(onr_arena *arena, onr_arena_block *block)
{
    while (block != NULL) {
        onr_arena_block *older = block->older;
        onr_release(arena->alloc, block, block->size);
        block = older;
    }
}

void onr_arena_reset(onr_arena *arena)
{
    onr_arena_block *newest = arena->blocks;
    if (newest == NULL) return;
#ifdef ONR_ARENA_MALLOC
    release_blocks(arena, newest);
    arena->blocks = NULL;
#else
    release_blocks(arena, newest->older);
    newest->older = NULL;
    newest->used = sizeof *newest;
#endif
}

void onr_arena_deinit(onr_arena *arena)
{
    release_blocks(arena, arena->blocks);
    arena->blocks = NULL;
}
