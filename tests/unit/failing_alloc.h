/*
 * failing_alloc.h - an allocator that counts what is held and fails from the n-th request on.
 *
 *     for (uint64_t n = 1; !done; n++) {
 *         failing_alloc fault = {.fail_at = n};
 *         onr_alloc alloc = failing_alloc_make(&fault);
 *         ... done = (status == ONR_OK) ...
 *         assert_int_equal(fault.held_bytes, 0);
 *     }
 */
#ifndef ONR_TESTS_FAILING_ALLOC_H
#define ONR_TESTS_FAILING_ALLOC_H

#include <stdint.h>
#include <stdlib.h>

#include <onrecord/base.h>

typedef struct failing_alloc {
    uint64_t fail_at; /* 1 fails the first request and all after it; 0 fails none */
    uint64_t requests;
    int64_t held_bytes; /* by the sizes that the library says */
    int64_t held_blocks;
} failing_alloc;

static inline void *failing_alloc_resize(void *ctx, void *ptr, size_t old_size, size_t new_size)
{
    failing_alloc *fault = ctx;
    fault->requests++;
    if (fault->fail_at != 0 && fault->requests >= fault->fail_at) return NULL;
    void *out = realloc(ptr, new_size);
    if (out == NULL) return NULL;
    if (ptr == NULL) fault->held_blocks++;
    fault->held_bytes += (int64_t)new_size - (int64_t)(ptr == NULL ? 0 : old_size);
    return out;
}

static inline void failing_alloc_release(void *ctx, void *ptr, size_t size)
{
    failing_alloc *fault = ctx;
    if (ptr == NULL) return;
    fault->held_blocks--;
    fault->held_bytes -= (int64_t)size;
    free(ptr);
}

static inline onr_alloc failing_alloc_make(failing_alloc *fault)
{
    return (onr_alloc){failing_alloc_resize, failing_alloc_release, fault};
}

#endif
