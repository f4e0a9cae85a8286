/*
 * avx2.c - the kernels for x86-64 processors with AVX2 (Haswell, Zen and later).
 *
 * Bytes are widened to 16 bits before they are multiplied: the faster vpmaddubsw would clip sums of
 * two products and so differ from the other kernels. A register of products holds the pair sums of
 * four columns, two for each; they are joined at the end.
 */
#include "kernel/kernel.h"

#if defined(__x86_64__)

#if !defined(__clang__)
#pragma GCC target("avx2")
#endif
#include <immintrin.h>
#include <math.h>
#include <string.h>

#if defined(__clang__)
/* A fuzzer learns nothing from loops over numbers, and watching them takes most of its time. */
#pragma clang attribute push(__attribute__((no_sanitize("coverage"))), apply_to = function)
#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)
#endif

/* The loops over a tile must be unrolled, or its accumulators live in memory. */
#if defined(__clang__)
#define UNROLL _Pragma("clang loop unroll(full)")
#else
#define UNROLL _Pragma("GCC unroll 8")
#endif

enum { HALF = 8, STRIP = 16, PAIRS = STRIP / 4, TILE = 2, PRODUCT_ROWS = 4 };

static void sum_rows(float *out, const int16_t *const *rows, uint32_t count, uint32_t width,
                     float scale)
{
    __m256 factor = _mm256_set1_ps(scale);
    for (uint32_t i = 0; i < width; i += HALF) {
        __m256i sum = _mm256_setzero_si256();
        for (uint32_t r = 0; r < count; r++) {
            __m128i row = _mm_loadu_si128((const void *)(rows[r] + i));
            sum = _mm256_add_epi32(sum, _mm256_cvtepi16_epi32(row));
        }
        _mm256_storeu_ps(out + i, _mm256_mul_ps(_mm256_cvtepi32_ps(sum), factor));
    }
}

static float sum_of_squares(const float *x, uint32_t width)
{
    __m256 low = _mm256_setzero_ps(), high = _mm256_setzero_ps();
    for (uint32_t i = 0; i < width; i += ONR_LANES) {
        __m256 a = _mm256_loadu_ps(x + i), b = _mm256_loadu_ps(x + i + HALF);
        low = _mm256_add_ps(low, _mm256_mul_ps(a, a));
        high = _mm256_add_ps(high, _mm256_mul_ps(b, b));
    }
    low = _mm256_add_ps(low, high);
    __m128 quarter = _mm_add_ps(_mm256_castps256_ps128(low), _mm256_extractf128_ps(low, 1));
    quarter = _mm_add_ps(quarter, _mm_movehl_ps(quarter, quarter));
    return _mm_cvtss_f32(_mm_add_ss(quarter, _mm_shuffle_ps(quarter, quarter, 1)));
}

static __m256i to_steps(const float *x, __m256 factor)
{
    const __m256 low = _mm256_set1_ps(-127.0f), high = _mm256_set1_ps(127.0f);
    __m256 steps = _mm256_mul_ps(_mm256_loadu_ps(x), factor);
    steps = _mm256_min_ps(_mm256_max_ps(steps, low), high);
    return _mm256_add_epi32(_mm256_cvtps_epi32(steps), _mm256_set1_epi32(ONR_ZERO_BYTE));
}

static void normalise(uint8_t *out, const float *x, uint32_t rows, uint32_t width)
{
    for (uint32_t r = 0; r < rows; r++, x += width, out += width) {
        float mean = sum_of_squares(x, width) / (float)width;
        __m256 factor = _mm256_set1_ps(ONR_STEPS / sqrtf(mean + 1e-6f));
        for (uint32_t i = 0; i < width; i += ONR_LANES) {
            __m256i words = _mm256_packus_epi32(to_steps(x + i, factor),
                                                to_steps(x + i + HALF, factor));
            words = _mm256_permute4x64_epi64(words, 0xD8);
            __m128i bytes = _mm_packus_epi16(_mm256_castsi256_si128(words),
                                             _mm256_extracti128_si256(words, 1));
            _mm_storeu_si128((void *)(out + i), bytes);
        }
    }
}

/* acc[row][pair] += bytes of `rows` rows times 16 columns of one block's weights. */
static inline __attribute__((always_inline)) void
accumulate(__m256i acc[TILE][PAIRS], const uint8_t *u, size_t u_stride, uint32_t rows,
           const int8_t *w, uint32_t inputs)
{
    for (uint32_t k = 0; k < inputs; k += 4, w += 4 * ONR_COLUMNS) {
        __m256i weights[PAIRS];
        UNROLL
        for (uint32_t p = 0; p < PAIRS; p++)
            weights[p] = _mm256_cvtepi8_epi16(_mm_loadu_si128((const void *)(w + p * 16)));
        UNROLL
        for (uint32_t r = 0; r < rows; r++) {
            int32_t four;
            memcpy(&four, u + r * u_stride + k, sizeof four);
            __m256i bytes = _mm256_cvtepu8_epi16(_mm_set1_epi32(four));
            UNROLL
            for (uint32_t p = 0; p < PAIRS; p++)
                acc[r][p] =
                    _mm256_add_epi32(acc[r][p], _mm256_madd_epi16(bytes, weights[p]));
        }
    }
}

/* Joins the pair sums of eight columns into their eight sums, in order. */
static inline __m256i join(__m256i first_four, __m256i last_four)
{
    return _mm256_permute4x64_epi64(_mm256_hadd_epi32(first_four, last_four), 0xD8);
}

static inline __m256 column_values(const onr_matrix *m, uint32_t column, __m256i acc)
{
    acc = _mm256_sub_epi32(acc, _mm256_loadu_si256((const void *)(m->offsets + column)));
    __m256 value = _mm256_mul_ps(_mm256_cvtepi32_ps(acc), _mm256_loadu_ps(m->scales + column));
    return _mm256_add_ps(value, _mm256_loadu_ps(m->biases + column));
}

static inline __m256 gate(__m256 b)
{
    const __m256 one = _mm256_set1_ps(1.0f), half = _mm256_set1_ps(0.5f);
    __m256 size = _mm256_andnot_ps(_mm256_set1_ps(-0.0f), b);
    __m256 soft = _mm256_div_ps(b, _mm256_add_ps(one, size));
    return _mm256_add_ps(half, _mm256_mul_ps(half, soft));
}

/* The accumulators of 16 columns over the three taps. */
static inline __attribute__((always_inline)) void
sum_taps(__m256i acc[TILE][PAIRS], const uint8_t *u, uint32_t rows, const onr_convolution *c,
         const int8_t *w)
{
    const ptrdiff_t reach = (ptrdiff_t)c->dilation * c->width;
    const size_t tap_bytes = (size_t)c->width * ONR_COLUMNS;
    UNROLL
    for (uint32_t r = 0; r < rows; r++)
        UNROLL
        for (uint32_t p = 0; p < PAIRS; p++) acc[r][p] = _mm256_setzero_si256();
    _Pragma("GCC unroll 1")
    for (int tap = -1; tap <= 1; tap++, w += tap_bytes)
        accumulate(acc, u + tap * reach, c->width, rows, w, c->width);
}

static inline __attribute__((always_inline)) void
convolve_tile(float *x, const uint8_t *u, uint32_t rows, const onr_convolution *c)
{
    const onr_matrix *m = &c->matrix;
    for (uint32_t first = 0; first < m->columns; first += ONR_COLUMNS) {
        const int8_t *w = m->weights + (size_t)first * m->inputs;
        for (uint32_t strip = 0; strip < ONR_COLUMNS / 2; strip += STRIP) {
            __m256i values[TILE][PAIRS], gates[TILE][PAIRS];
            sum_taps(values, u, rows, c, w + strip * 4);
            sum_taps(gates, u, rows, c, w + (strip + ONR_COLUMNS / 2) * 4);
            UNROLL
            for (uint32_t r = 0; r < rows; r++) {
                float *to = x + (size_t)r * c->width + first / 2 + strip;
                UNROLL
                for (uint32_t h = 0; h < 2; h++) {
                    uint32_t column = first + strip + h * HALF;
                    __m256 value = column_values(m, column,
                                                 join(values[r][2 * h], values[r][2 * h + 1]));
                    __m256 g = gate(column_values(m, column + ONR_COLUMNS / 2,
                                                  join(gates[r][2 * h], gates[r][2 * h + 1])));
                    __m256 old = _mm256_loadu_ps(to + h * HALF);
                    _mm256_storeu_ps(to + h * HALF, _mm256_add_ps(old, _mm256_mul_ps(value, g)));
                }
            }
        }
    }
}

static void convolve(float *x, const uint8_t *u, uint32_t rows, const onr_convolution *c)
{
    const size_t step = (size_t)TILE * c->width;
    uint32_t r = 0;
    for (; r + TILE <= rows; r += TILE, x += step, u += step) convolve_tile(x, u, TILE, c);
    for (; r < rows; r++, x += c->width, u += c->width) convolve_tile(x, u, 1, c);
}

static inline __attribute__((always_inline)) void
multiply_tile(float *out, const uint8_t *u, uint32_t u_stride, uint32_t rows, const onr_matrix *m)
{
    for (uint32_t column = 0; column < m->columns; column += STRIP) {
        if (column % ONR_COLUMNS / STRIP + m->skip[column / ONR_COLUMNS] >= 4) continue;
        const int8_t *w = m->weights + (size_t)(column / ONR_COLUMNS) * ONR_COLUMNS * m->inputs +
                          column % ONR_COLUMNS * 4;
        __m256i acc[TILE][PAIRS];
        UNROLL
        for (uint32_t r = 0; r < rows; r++)
            UNROLL
            for (uint32_t p = 0; p < PAIRS; p++) acc[r][p] = _mm256_setzero_si256();
        accumulate(acc, u, u_stride, rows, w, m->inputs);
        UNROLL
        for (uint32_t r = 0; r < rows; r++) {
            UNROLL
            for (uint32_t h = 0; h < 2; h++) {
                uint32_t at = column + h * HALF;
                _mm256_storeu_ps(out + (size_t)r * m->columns + at,
                                 column_values(m, at, join(acc[r][2 * h], acc[r][2 * h + 1])));
            }
        }
    }
}

static void multiply(float *out, const uint8_t *u, uint32_t u_stride, uint32_t rows,
                     const onr_matrix *m)
{
    uint32_t r = 0;
    for (; r + TILE <= rows; r += TILE)
        multiply_tile(out + (size_t)r * m->columns, u + (size_t)r * u_stride, u_stride, TILE, m);
    for (; r < rows; r++)
        multiply_tile(out + (size_t)r * m->columns, u + (size_t)r * u_stride, u_stride, 1, m);
}

/* Two registers of columns for each of a few rows: enough sums at once to hide their latency. */
static inline __attribute__((always_inline)) void
product_tile(float *out, uint32_t out_stride, const float *a, const float *b, uint32_t rows,
             const onr_product *p)
{
    __m256 acc[PRODUCT_ROWS][2];
    UNROLL
    for (uint32_t r = 0; r < rows; r++) acc[r][0] = acc[r][1] = _mm256_setzero_ps();
    for (uint32_t k = 0; k < p->depth; k++, b += p->b_stride) {
        __m256 low = _mm256_loadu_ps(b), high = _mm256_loadu_ps(b + HALF);
        UNROLL
        for (uint32_t r = 0; r < rows; r++) {
            __m256 weight = _mm256_set1_ps(a[(size_t)r * p->a_stride + k]);
            acc[r][0] = _mm256_add_ps(acc[r][0], _mm256_mul_ps(weight, low));
            acc[r][1] = _mm256_add_ps(acc[r][1], _mm256_mul_ps(weight, high));
        }
    }
    UNROLL
    for (uint32_t r = 0; r < rows; r++) {
        _mm256_storeu_ps(out + (size_t)r * out_stride, acc[r][0]);
        _mm256_storeu_ps(out + (size_t)r * out_stride + HALF, acc[r][1]);
    }
}

static void product(float *out, uint32_t out_stride, const onr_product *p)
{
    const float *a = p->a;
    for (uint32_t r = 0; r < p->rows; r += PRODUCT_ROWS) {
        for (uint32_t c = 0; c < p->columns; c += 2 * HALF) {
            if (p->rows - r >= PRODUCT_ROWS) {
                product_tile(out + c, out_stride, a, p->b + c, PRODUCT_ROWS, p);
                continue;
            }
            for (uint32_t i = 0; r + i < p->rows; i++)
                product_tile(out + c + (size_t)i * out_stride, out_stride,
                             a + (size_t)i * p->a_stride, p->b + c, 1, p);
        }
        a += (size_t)PRODUCT_ROWS * p->a_stride;
        out += (size_t)PRODUCT_ROWS * out_stride;
    }
}

const onr_kernels onr_kernels_avx2 = {"avx2", sum_rows, normalise, convolve, multiply, product};

#if defined(__clang__)
#pragma clang attribute pop
#pragma clang attribute pop
#endif

#endif
