/*
 * vnni.c - the kernels for AVX-512 with VNNI (Ice Lake, Zen 4 and later).
 *
 * The matrix kernel keeps a tile of TILE rows by 64 columns in 24 accumulators; vpdpbusd adds four
 * byte products to each of 16 columns at once.
 */
#include "kernel/kernel.h"

#if defined(__x86_64__)

#if !defined(__clang__)
#pragma GCC target("avx2,fma,avx512f,avx512bw,avx512vl,avx512dq,avx512vnni")
#endif
#include <immintrin.h>
#include <math.h>
#include <string.h>

#if defined(__clang__)
/* A fuzzer learns nothing from loops over numbers, and watching them takes most of its time. */
#pragma clang attribute push(__attribute__((no_sanitize("coverage"))), apply_to = function)
#pragma clang attribute push(                                                                      \
    __attribute__((target("avx2,fma,avx512f,avx512bw,avx512vl,avx512dq,avx512vnni"))),             \
    apply_to = function)
#endif

/* The loops over a tile must be unrolled, or its accumulators live in memory. */
#if defined(__clang__)
#define UNROLL _Pragma("clang loop unroll(full)")
#else
#define UNROLL _Pragma("GCC unroll 8")
#endif

enum { TILE = 6, PRODUCT_ROWS = 4, QUARTERS = ONR_COLUMNS / ONR_LANES };

static void sum_rows(float *out, const int16_t *const *rows, uint32_t count, uint32_t width,
                     float scale)
{
    __m512 factor = _mm512_set1_ps(scale);
    for (uint32_t i = 0; i < width; i += ONR_LANES) {
        __m512i sum = _mm512_setzero_si512();
        for (uint32_t r = 0; r < count; r++) {
            __m256i row = _mm256_loadu_si256((const void *)(rows[r] + i));
            sum = _mm512_add_epi32(sum, _mm512_cvtepi16_epi32(row));
        }
        _mm512_storeu_ps(out + i, _mm512_mul_ps(_mm512_cvtepi32_ps(sum), factor));
    }
}

static float add_lanes(__m512 v)
{
    __m256 half = _mm256_add_ps(_mm512_castps512_ps256(v), _mm512_extractf32x8_ps(v, 1));
    __m128 quarter = _mm_add_ps(_mm256_castps256_ps128(half), _mm256_extractf128_ps(half, 1));
    quarter = _mm_add_ps(quarter, _mm_movehl_ps(quarter, quarter));
    return _mm_cvtss_f32(_mm_add_ss(quarter, _mm_shuffle_ps(quarter, quarter, 1)));
}

static void normalise(uint8_t *out, const float *x, uint32_t rows, uint32_t width)
{
    const __m512 low = _mm512_set1_ps(-127.0f), high = _mm512_set1_ps(127.0f);
    const __m512i zero = _mm512_set1_epi32(ONR_ZERO_BYTE);
    for (uint32_t r = 0; r < rows; r++, x += width, out += width) {
        __m512 squares = _mm512_setzero_ps();
        for (uint32_t i = 0; i < width; i += ONR_LANES) {
            __m512 v = _mm512_loadu_ps(x + i);
            squares = _mm512_add_ps(squares, _mm512_mul_ps(v, v));
        }
        float mean = add_lanes(squares) / (float)width;
        __m512 factor = _mm512_set1_ps(ONR_STEPS / sqrtf(mean + 1e-6f));
        for (uint32_t i = 0; i < width; i += ONR_LANES) {
            __m512 steps = _mm512_mul_ps(_mm512_loadu_ps(x + i), factor);
            steps = _mm512_min_ps(_mm512_max_ps(steps, low), high);
            __m512i bytes = _mm512_add_epi32(_mm512_cvtps_epi32(steps), zero);
            _mm_storeu_si128((void *)(out + i), _mm512_cvtepi32_epi8(bytes));
        }
    }
}

/* acc[row][quarter] += bytes of `rows` rows times one block's weights. Inlined with a constant
 * `rows`, so that the accumulators stay in registers. */
static inline __attribute__((always_inline)) void
accumulate(__m512i acc[TILE][QUARTERS], const uint8_t *u, size_t u_stride, uint32_t rows,
           uint32_t quarters, const int8_t *w, uint32_t inputs)
{
    for (uint32_t k = 0; k < inputs; k += 4, w += 4 * ONR_COLUMNS) {
        __m512i weights[QUARTERS];
        UNROLL
        for (uint32_t q = 0; q < quarters; q++)
            weights[q] = _mm512_loadu_si512(w + q * ONR_COLUMNS);
        UNROLL
        for (uint32_t r = 0; r < rows; r++) {
            int32_t four;
            memcpy(&four, u + r * u_stride + k, sizeof four);
            __m512i bytes = _mm512_set1_epi32(four);
            UNROLL
            for (uint32_t q = 0; q < quarters; q++)
                acc[r][q] = _mm512_dpbusd_epi32(acc[r][q], bytes, weights[q]);
        }
    }
}

static inline __attribute__((always_inline)) __m512 column_values(const onr_matrix *m,
                                                                  uint32_t column, __m512i acc)
{
    acc = _mm512_sub_epi32(acc, _mm512_loadu_si512(m->offsets + column));
    __m512 value = _mm512_mul_ps(_mm512_cvtepi32_ps(acc), _mm512_loadu_ps(m->scales + column));
    return _mm512_add_ps(value, _mm512_loadu_ps(m->biases + column));
}

static inline __attribute__((always_inline)) __m512 gate(__m512 b)
{
    const __m512 one = _mm512_set1_ps(1.0f), half = _mm512_set1_ps(0.5f);
    __m512 soft = _mm512_div_ps(b, _mm512_add_ps(one, _mm512_abs_ps(b)));
    return _mm512_add_ps(half, _mm512_mul_ps(half, soft));
}

static inline __attribute__((always_inline)) void
convolve_tile(float *x, const uint8_t *u, uint32_t rows, const onr_convolution *c)
{
    const onr_matrix *m = &c->matrix;
    const ptrdiff_t reach = (ptrdiff_t)c->dilation * c->width;
    for (uint32_t block = 0; block < m->columns / ONR_COLUMNS; block++) {
        const int8_t *w = m->weights + (size_t)block * m->inputs * ONR_COLUMNS;
        const size_t tap_bytes = (size_t)c->width * ONR_COLUMNS;
        __m512i acc[TILE][QUARTERS];
        UNROLL
        for (uint32_t r = 0; r < rows; r++)
            UNROLL
            for (uint32_t q = 0; q < QUARTERS; q++) acc[r][q] = _mm512_setzero_si512();
        /* One loop for the three taps: unrolled, they would not keep acc in registers. */
        _Pragma("GCC unroll 1")
        for (int tap = -1; tap <= 1; tap++, w += tap_bytes)
            accumulate(acc, u + tap * reach, c->width, rows, QUARTERS, w, c->width);
        uint32_t column = block * ONR_COLUMNS;
        UNROLL
        for (uint32_t r = 0; r < rows; r++) {
            float *to = x + (size_t)r * c->width + column / 2;
            UNROLL
            for (uint32_t q = 0; q < 2; q++) {
                __m512 value = column_values(m, column + q * ONR_LANES, acc[r][q]);
                __m512 g = gate(column_values(m, column + (q + 2) * ONR_LANES, acc[r][q + 2]));
                __m512 old = _mm512_loadu_ps(to + q * ONR_LANES);
                _mm512_storeu_ps(to + q * ONR_LANES,
                                 _mm512_add_ps(old, _mm512_mul_ps(value, g)));
            }
        }
    }
}

static void convolve(float *x, const uint8_t *u, uint32_t rows, const onr_convolution *c)
{
    const size_t step = (size_t)TILE * c->width;
    for (; rows >= TILE; rows -= TILE, x += step, u += step) convolve_tile(x, u, TILE, c);
    switch (rows) {
    case 5: convolve_tile(x, u, 5, c); break;
    case 4: convolve_tile(x, u, 4, c); break;
    case 3: convolve_tile(x, u, 3, c); break;
    case 2: convolve_tile(x, u, 2, c); break;
    case 1: convolve_tile(x, u, 1, c); break;
    default: break;
    }
}

static inline __attribute__((always_inline)) void
multiply_block(float *out, const uint8_t *u, uint32_t u_stride, uint32_t rows, uint32_t quarters,
               const onr_matrix *m, uint32_t block)
{
    __m512i acc[TILE][QUARTERS];
    UNROLL
    for (uint32_t r = 0; r < rows; r++)
        UNROLL
        for (uint32_t q = 0; q < quarters; q++) acc[r][q] = _mm512_setzero_si512();
    accumulate(acc, u, u_stride, rows, quarters,
               m->weights + (size_t)block * m->inputs * ONR_COLUMNS, m->inputs);
    UNROLL
    for (uint32_t r = 0; r < rows; r++) {
        UNROLL
        for (uint32_t q = 0; q < quarters; q++) {
            uint32_t column = block * ONR_COLUMNS + q * ONR_LANES;
            _mm512_storeu_ps(out + (size_t)r * m->columns + column,
                             column_values(m, column, acc[r][q]));
        }
    }
}

/* A block is worth a version of its own where only its first columns count. */
static inline __attribute__((always_inline)) void
multiply_tile(float *out, const uint8_t *u, uint32_t u_stride, uint32_t rows, const onr_matrix *m)
{
    for (uint32_t block = 0; block < m->columns / ONR_COLUMNS; block++) {
        if (m->skip[block] == QUARTERS - 1)
            multiply_block(out, u, u_stride, rows, 1, m, block);
        else
            multiply_block(out, u, u_stride, rows, QUARTERS, m, block);
    }
}

static void multiply(float *out, const uint8_t *u, uint32_t u_stride, uint32_t rows,
                     const onr_matrix *m)
{
    const size_t step = (size_t)TILE * u_stride, out_step = (size_t)TILE * m->columns;
    for (; rows >= TILE; rows -= TILE, u += step, out += out_step)
        multiply_tile(out, u, u_stride, TILE, m);
    switch (rows) {
    case 5: multiply_tile(out, u, u_stride, 5, m); break;
    case 4: multiply_tile(out, u, u_stride, 4, m); break;
    case 3: multiply_tile(out, u, u_stride, 3, m); break;
    case 2: multiply_tile(out, u, u_stride, 2, m); break;
    case 1: multiply_tile(out, u, u_stride, 1, m); break;
    default: break;
    }
}

/* Two registers of columns for each of a few rows: enough sums at once to hide their latency. */
static inline __attribute__((always_inline)) void
product_tile(float *out, uint32_t out_stride, const float *a, const float *b, uint32_t rows,
             const onr_product *p)
{
    __m512 acc[PRODUCT_ROWS][2];
    UNROLL
    for (uint32_t r = 0; r < rows; r++) acc[r][0] = acc[r][1] = _mm512_setzero_ps();
    for (uint32_t k = 0; k < p->depth; k++, b += p->b_stride) {
        __m512 low = _mm512_loadu_ps(b), high = _mm512_loadu_ps(b + ONR_LANES);
        UNROLL
        for (uint32_t r = 0; r < rows; r++) {
            __m512 weight = _mm512_set1_ps(a[(size_t)r * p->a_stride + k]);
            acc[r][0] = _mm512_add_ps(acc[r][0], _mm512_mul_ps(weight, low));
            acc[r][1] = _mm512_add_ps(acc[r][1], _mm512_mul_ps(weight, high));
        }
    }
    UNROLL
    for (uint32_t r = 0; r < rows; r++) {
        _mm512_storeu_ps(out + (size_t)r * out_stride, acc[r][0]);
        _mm512_storeu_ps(out + (size_t)r * out_stride + ONR_LANES, acc[r][1]);
    }
}

static void product(float *out, uint32_t out_stride, const onr_product *p)
{
    const float *a = p->a;
    for (uint32_t r = 0; r < p->rows; r += PRODUCT_ROWS) {
        for (uint32_t c = 0; c < p->columns; c += 2 * ONR_LANES) {
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

const onr_kernels onr_kernels_vnni = {"avx512-vnni", sum_rows, normalise,
                                      convolve,      multiply, product};

#if defined(__clang__)
#pragma clang attribute pop
#pragma clang attribute pop
#endif

#endif
