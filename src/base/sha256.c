#include "base/sha256.h"

#include <string.h>

/* The first 32 bits of the fractional parts of the cube roots of the first 64 primes. */
static const uint32_t ROUND[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

/* The same of the square roots of the first 8 primes. */
static const uint32_t START[8] = {
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
};

static inline uint32_t rotate(uint32_t x, unsigned n)
{
    return x >> n | x << (32 - n);
}

static inline uint32_t load_big_endian(const uint8_t *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static inline void store_big_endian(uint8_t *p, uint32_t x)
{
    p[0] = (uint8_t)(x >> 24);
    p[1] = (uint8_t)(x >> 16);
    p[2] = (uint8_t)(x >> 8);
    p[3] = (uint8_t)x;
}

static inline uint32_t schedule(uint32_t w[16], unsigned i)
{
    uint32_t a = w[(i + 1) & 15];
    uint32_t b = w[(i + 14) & 15];
    uint32_t s0 = rotate(a, 7) ^ rotate(a, 18) ^ a >> 3;
    uint32_t s1 = rotate(b, 17) ^ rotate(b, 19) ^ b >> 10;
    return w[i & 15] += s0 + w[(i + 9) & 15] + s1;
}

/* One round. The eight variables change roles from round to round, so that none is moved. */
#define STEP(a, b, c, d, e, f, g, h, k, x)                                                         \
    do {                                                                                           \
        uint32_t t = (h) + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) +                        \
                     (((e) & ((f) ^ (g))) ^ (g)) + (k) + (x);                                      \
        (d) += t;                                                                                  \
        (h) = t + (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) +                                 \
              (((a) & (b)) | ((c) & ((a) | (b))));                                                 \
    } while (0)

/* Eight rounds from round i on; WORD(j) gives the message word of round j. */
#define EIGHT_STEPS(i, WORD)                                                                       \
    do {                                                                                           \
        STEP(a, b, c, d, e, f, g, h, ROUND[(i) + 0], WORD((i) + 0));                               \
        STEP(h, a, b, c, d, e, f, g, ROUND[(i) + 1], WORD((i) + 1));                               \
        STEP(g, h, a, b, c, d, e, f, ROUND[(i) + 2], WORD((i) + 2));                               \
        STEP(f, g, h, a, b, c, d, e, ROUND[(i) + 3], WORD((i) + 3));                               \
        STEP(e, f, g, h, a, b, c, d, ROUND[(i) + 4], WORD((i) + 4));                               \
        STEP(d, e, f, g, h, a, b, c, ROUND[(i) + 5], WORD((i) + 5));                               \
        STEP(c, d, e, f, g, h, a, b, ROUND[(i) + 6], WORD((i) + 6));                               \
        STEP(b, c, d, e, f, g, h, a, ROUND[(i) + 7], WORD((i) + 7));                               \
    } while (0)

#define FROM_BLOCK(j)    (w[j] = load_big_endian(block + (size_t)4 * (j)))
#define FROM_SCHEDULE(j) schedule(w, j)

void onr_sha256_blocks_plain(uint32_t state[8], const uint8_t *block, size_t count)
{
    uint32_t w[16];
    for (; count > 0; count--, block += ONR_SHA256_BLOCK) {
        uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
        uint32_t e = state[4], f = state[5], g = state[6], h = state[7];
        EIGHT_STEPS(0u, FROM_BLOCK);
        EIGHT_STEPS(8u, FROM_BLOCK);
        for (unsigned i = 16; i < 64; i += 16) {
            EIGHT_STEPS(i, FROM_SCHEDULE);
            EIGHT_STEPS(i + 8, FROM_SCHEDULE);
        }
        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
        state[5] += f;
        state[6] += g;
        state[7] += h;
    }
}

static void add_blocks(uint32_t state[8], const uint8_t *block, size_t count)
{
    if (onr_sha256_has_ni())
        onr_sha256_blocks_ni(state, block, count, ROUND);
    else
        onr_sha256_blocks_plain(state, block, count);
}

void onr_sha256_init(onr_sha256 *hash)
{
    memset(hash, 0, sizeof *hash);
    memcpy(hash->state, START, sizeof hash->state);
}

void onr_sha256_update(onr_sha256 *hash, const void *bytes, size_t size)
{
    const uint8_t *p = bytes;
    size_t held = hash->size_bytes % ONR_SHA256_BLOCK;
    if (size == 0) return;
    hash->size_bytes += size;
    if (held > 0) {
        size_t room = ONR_SHA256_BLOCK - held;
        size_t part = size < room ? size : room;
        memcpy(hash->block + held, p, part);
        if (part < room) return;
        add_blocks(hash->state, hash->block, 1);
        p += part;
        size -= part;
    }
    size_t whole = size / ONR_SHA256_BLOCK;
    add_blocks(hash->state, p, whole);
    memcpy(hash->block, p + whole * ONR_SHA256_BLOCK, size % ONR_SHA256_BLOCK);
}

void onr_sha256_final(onr_sha256 *hash, uint8_t digest[ONR_SHA256_BYTES])
{
    size_t held = hash->size_bytes % ONR_SHA256_BLOCK;
    hash->block[held++] = 0x80;
    memset(hash->block + held, 0, ONR_SHA256_BLOCK - held);
    if (held > ONR_SHA256_BLOCK - 8) {
        add_blocks(hash->state, hash->block, 1);
        memset(hash->block, 0, ONR_SHA256_BLOCK);
    }
    store_big_endian(hash->block + 56, (uint32_t)(hash->size_bytes >> 29));
    store_big_endian(hash->block + 60, (uint32_t)(hash->size_bytes << 3));
    add_blocks(hash->state, hash->block, 1);
    for (size_t i = 0; i < 8; i++) store_big_endian(digest + 4 * i, hash->state[i]);
}

void onr_sha256_bytes(uint8_t digest[ONR_SHA256_BYTES], const void *bytes, size_t size)
{
    onr_sha256 hash;
    onr_sha256_init(&hash);
    onr_sha256_update(&hash, bytes, size);
    onr_sha256_final(&hash, digest);
}
