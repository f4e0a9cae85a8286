/*
 * varint.h - whole numbers in as few bytes as they need: seven bits a byte, low ones first.
 */
#ifndef ONR_BASE_VARINT_H
#define ONR_BASE_VARINT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { ONR_VARINT_MAX = 10 }; /* bytes of one */

/** Write at `out`, which must have room for ONR_VARINT_MAX bytes; answers how many it took. */
static inline size_t onr_varint_put(uint8_t *out, uint64_t value)
{
    size_t len = 0;
    for (; value > 127; value >>= 7) out[len++] = (uint8_t)(value | 128);
    out[len++] = (uint8_t)value;
    return len;
}

/** Read at `*at` and go past it; false when the number goes on to `end` or beyond 64 bits. */
static inline bool onr_varint_get(const uint8_t **at, const uint8_t *end, uint64_t *out)
{
    uint64_t value = 0;
    for (unsigned shift = 0; *at < end && shift < 64; shift += 7) {
        uint8_t byte = *(*at)++;
        value |= (uint64_t)(byte & 127) << shift;
        if (byte < 128) {
            *out = value;
            return true;
        }
    }
    return false;
}

/** Signed numbers near zero as small unsigned ones, and back. */
static inline uint64_t onr_varint_fold(int64_t value)
{
    return (uint64_t)value << 1 ^ (value < 0 ? UINT64_MAX : 0);
}

static inline int64_t onr_varint_unfold(uint64_t value)
{
    return (int64_t)(value >> 1) ^ -(int64_t)(value & 1);
}

#endif
