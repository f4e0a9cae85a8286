/*
 * random.h - the same random numbers on every machine (Steele et al. 2014, splitmix64).
 *
 *     uint64_t seed = 7;
 *     uint32_t die = random_below(&seed, 6);
 */
#ifndef ONR_TESTS_RANDOM_H
#define ONR_TESTS_RANDOM_H

#include <stddef.h>
#include <stdint.h>

static inline uint64_t random_next(uint64_t *seed)
{
    uint64_t z = *seed += 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

/** Below `limit`, which is not 0. */
static inline uint32_t random_below(uint64_t *seed, uint32_t limit)
{
    return (uint32_t)((random_next(seed) >> 32) * limit >> 32);
}

/** From -size up to size. */
static inline float random_float(uint64_t *seed, float size)
{
    float unit = (float)(random_next(seed) >> 40) / (float)(1u << 24);
    return (2.0f * unit - 1.0f) * size;
}

static inline void random_fill(uint64_t *seed, void *bytes, size_t size)
{
    unsigned char *at = bytes;
    for (size_t i = 0; i < size; i++) at[i] = (unsigned char)(random_next(seed) >> 56);
}

#endif
