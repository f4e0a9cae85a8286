/*
 * hash.h - FNV-1a, 64 bits (Fowler, Noll, Vo): the hash that features and model tables share.
 *
 * It is part of the model format: changing it makes every trained model wrong.
 */
#ifndef ONR_BASE_HASH_H
#define ONR_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

#define ONR_HASH_START 0xcbf29ce484222325u

static inline uint64_t onr_hash_byte(uint64_t hash, unsigned char byte)
{
    return (hash ^ byte) * 0x100000001b3u;
}

static inline uint64_t onr_hash_bytes(uint64_t hash, const char *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++) hash = onr_hash_byte(hash, (unsigned char)bytes[i]);
    return hash;
}

/** Spread the bits of an FNV hash over the low ones, for use as a table index (Stafford's
 *  variant 13 of the MurmurHash3 finaliser). */
static inline uint64_t onr_hash_mix(uint64_t h)
{
    h ^= h >> 30;
    h *= 0xbf58476d1ce4e5b9u;
    h ^= h >> 27;
    h *= 0x94d049bb133111ebu;
    return h ^ h >> 31;
}

#endif
