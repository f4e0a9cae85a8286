/*
 * sha256.h - SHA-256 (FIPS 180-4).
 *
 * It names texts and model files in records; it guards nothing secret and is not constant in time.
 * No allocation, no failure.
 *
 *     onr_sha256 hash;
 *     onr_sha256_init(&hash);
 *     onr_sha256_update(&hash, bytes, size);
 *     onr_sha256_final(&hash, digest);
 */
#ifndef ONR_BASE_SHA256_H
#define ONR_BASE_SHA256_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { ONR_SHA256_BYTES = 32, ONR_SHA256_BLOCK = 64 };

/** A hash under way; plain data, may be copied to fork it. */
typedef struct onr_sha256 {
    uint32_t state[8];
    uint64_t size_bytes;
    uint8_t block[ONR_SHA256_BLOCK]; /* the last size_bytes % 64 bytes */
} onr_sha256;

void onr_sha256_init(onr_sha256 *hash);

/** Append bytes; `bytes` may be NULL when `size` is 0. Cost: about 3 ns a byte,
 *  .6 with the SHA instructions. */
void onr_sha256_update(onr_sha256 *hash, const void *bytes, size_t size);

/** Write the digest; the hash must be initialised again before further use. */
void onr_sha256_final(onr_sha256 *hash, uint8_t digest[ONR_SHA256_BYTES]);

/** True when this processor has the SHA instructions. */
bool onr_sha256_has_ni(void);

/** Add whole blocks to the state with them; `constants` are those of the 64 rounds. */
void onr_sha256_blocks_ni(uint32_t state[8], const uint8_t *block, size_t count,
                          const uint32_t constants[64]);

/** Add whole blocks without them. */
void onr_sha256_blocks_plain(uint32_t state[8], const uint8_t *block, size_t count);

/** All of it at once. */
void onr_sha256_bytes(uint8_t digest[ONR_SHA256_BYTES], const void *bytes, size_t size);

#endif
