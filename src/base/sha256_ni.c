/*
 * sha256_ni.c - the compression function with the SHA instructions (Goldmont, Zen, Ice Lake and
 * later), about five times as fast.
 *
 * The instructions want the state as two vectors, {a, b, e, f} and {c, d, g, h} from the highest
 * lane down. sha256rnds2 does two rounds and makes the new {a, b, e, f}; the old one is then the
 * new {c, d, g, h}, so that the two vectors change roles.
 */
#include "base/sha256.h"

/* Clang cannot be asked whether the processor has them (as of version 14). */
#if defined(__x86_64__) && !defined(__clang__)

#pragma GCC target("sha,sse4.1")
#include <immintrin.h>

typedef struct halves {
    __m128i abef, cdgh;
} halves;

static inline __m128i load_words(const void *words)
{
    return _mm_loadu_si128(words);
}

/* Four message words of a block, which are big-endian there. */
static inline __m128i load_message(const uint8_t *bytes)
{
    const __m128i order = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
    return _mm_shuffle_epi8(load_words(bytes), order);
}

/* Words i to i + 3 of the schedule from the sixteen before them. */
static inline __m128i next_message(__m128i w16, __m128i w12, __m128i w8, __m128i w4)
{
    __m128i sum = _mm_add_epi32(_mm_sha256msg1_epu32(w16, w12), _mm_alignr_epi8(w4, w8, 4));
    return _mm_sha256msg2_epu32(sum, w4);
}

static inline halves four_rounds(halves s, __m128i message, const uint32_t constants[4])
{
    __m128i sum = _mm_add_epi32(message, load_words(constants));
    s.cdgh = _mm_sha256rnds2_epu32(s.cdgh, s.abef, sum);
    s.abef = _mm_sha256rnds2_epu32(s.abef, s.cdgh, _mm_unpackhi_epi64(sum, sum));
    return s;
}

static inline halves add_block(halves s, const uint8_t *block, const uint32_t constants[64])
{
    __m128i w0 = load_message(block), w1 = load_message(block + 16);
    __m128i w2 = load_message(block + 32), w3 = load_message(block + 48);
    for (unsigned i = 0;; i += 16) {
        s = four_rounds(s, w0, constants + i);
        s = four_rounds(s, w1, constants + i + 4);
        s = four_rounds(s, w2, constants + i + 8);
        s = four_rounds(s, w3, constants + i + 12);
        if (i == 48) return s;
        w0 = next_message(w0, w1, w2, w3);
        w1 = next_message(w1, w2, w3, w0);
        w2 = next_message(w2, w3, w0, w1);
        w3 = next_message(w3, w0, w1, w2);
    }
}

void onr_sha256_blocks_ni(uint32_t state[8], const uint8_t *block, size_t count,
                          const uint32_t constants[64])
{
    halves s = {
        _mm_set_epi32((int)state[0], (int)state[1], (int)state[4], (int)state[5]),
        _mm_set_epi32((int)state[2], (int)state[3], (int)state[6], (int)state[7]),
    };
    for (; count > 0; count--, block += ONR_SHA256_BLOCK) {
        halves after = add_block(s, block, constants);
        s.abef = _mm_add_epi32(s.abef, after.abef);
        s.cdgh = _mm_add_epi32(s.cdgh, after.cdgh);
    }
    uint32_t abef[4], cdgh[4];
    _mm_storeu_si128((void *)abef, s.abef);
    _mm_storeu_si128((void *)cdgh, s.cdgh);
    for (unsigned i = 0; i < 2; i++) {
        state[i] = abef[3 - i];
        state[i + 2] = cdgh[3 - i];
        state[i + 4] = abef[1 - i];
        state[i + 6] = cdgh[1 - i];
    }
}

bool onr_sha256_has_ni(void)
{
    return __builtin_cpu_supports("sha") && __builtin_cpu_supports("sse4.1");
}

#else

bool onr_sha256_has_ni(void)
{
    return false;
}

void onr_sha256_blocks_ni(uint32_t state[8], const uint8_t *block, size_t count,
                          const uint32_t constants[64])
{
    (void)state;
    (void)block;
    (void)count;
    (void)constants;
}

#endif
