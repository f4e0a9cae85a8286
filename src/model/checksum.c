#include "model/checksum.h"

#include <string.h>

enum { LANES = 4 };

static const uint64_t multiplier = 0x9E3779B97F4A7C15u; /* odd: 2^64 / golden ratio */

static uint64_t mix(uint64_t lane, uint64_t word)
{
    lane = (lane ^ word) * multiplier;
    return lane << 29 | lane >> 35;
}

uint64_t onr_checksum(uint64_t seed, const void *bytes, size_t size)
{
    const unsigned char *at = bytes;
    uint64_t lanes[LANES] = {seed, seed + 1, seed + 2, seed + 3};
    uint64_t words[LANES];
    size_t left = size;
    for (; left >= sizeof words; left -= sizeof words, at += sizeof words) {
        memcpy(words, at, sizeof words);
        for (int i = 0; i < LANES; i++) lanes[i] = mix(lanes[i], words[i]);
    }
    memset(words, 0, sizeof words);
    memcpy(words, at, left);
    for (int i = 0; i < LANES; i++) lanes[i] = mix(lanes[i], words[i]);
    uint64_t sum = mix(seed, size);
    for (int i = 0; i < LANES; i++) sum = mix(sum, lanes[i]);
    return sum;
}
