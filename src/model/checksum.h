/*
 * checksum.h - a fast 64-bit checksum that notices any single altered word.
 *
 * Four lanes of multiply and rotate over 64-bit words. Each step is a bijection of its lane, so a
 * change inside one word always changes the sum. It guards against damage, not against malice: that
 * is what the SHA-256 in the header is for.
 */
#ifndef ONR_MODEL_CHECKSUM_H
#define ONR_MODEL_CHECKSUM_H

#include <stddef.h>
#include <stdint.h>

/** Checksum of `size` bytes going on from `seed`. */
uint64_t onr_checksum(uint64_t seed, const void *bytes, size_t size);

#endif
