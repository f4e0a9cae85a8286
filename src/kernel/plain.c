/*
 * plain.c - the kernels in portable C: the definition that the others are tested against.
 */
#include <math.h>

#include "kernel/kernel.h"

static void sum_rows(float *out, const int16_t *const *rows, uint32_t count, uint32_t width,
                     float scale)
{
    for (uint32_t i = 0; i < width; i++) {
        int32_t sum = 0;
        for (uint32_t r = 0; r < count; r++) sum += rows[r][i];
        out[i] = (float)sum * scale;
    }
}

/* Sixteen partial sums, then halves onto halves: the order the vector units add in. */
static float sum_of_squares(const float *x, uint32_t width)
{
    float lanes[ONR_LANES] = {0};
    for (uint32_t i = 0; i < width; i += ONR_LANES) {
        for (uint32_t l = 0; l < ONR_LANES; l++) {
            float square = x[i + l] * x[i + l];
            lanes[l] = lanes[l] + square;
        }
    }
    for (uint32_t half = ONR_LANES / 2; half > 0; half /= 2)
        for (uint32_t l = 0; l < half; l++) lanes[l] = lanes[l] + lanes[l + half];
    return lanes[0];
}

static void normalise(uint8_t *out, const float *x, uint32_t rows, uint32_t width)
{
    for (uint32_t r = 0; r < rows; r++, x += width, out += width) {
        float mean = sum_of_squares(x, width) / (float)width;
        float factor = ONR_STEPS / sqrtf(mean + 1e-6f);
        for (uint32_t i = 0; i < width; i++) {
            float steps = x[i] * factor;
            steps = steps < -127.0f ? -127.0f : steps > 127.0f ? 127.0f : steps;
            out[i] = (uint8_t)((int32_t)lrintf(steps) + ONR_ZERO_BYTE);
        }
    }
}

/* Adds `inputs` bytes times block `block`'s rows from `first_input` on to acc[64]. */
static void accumulate(int32_t *acc, const uint8_t *u, const onr_matrix *m, uint32_t block,
                       uint32_t first_input, uint32_t inputs)
{
    const int8_t *w =
        m->weights + ((size_t)block * m->inputs + first_input) * ONR_COLUMNS;
    for (uint32_t k = 0; k < inputs; k += 4, w += 4 * ONR_COLUMNS)
        for (uint32_t c = 0; c < ONR_COLUMNS; c++)
            for (uint32_t i = 0; i < 4; i++) acc[c] += u[k + i] * w[c * 4 + i];
}

static float column_value(const onr_matrix *m, uint32_t column, int32_t acc)
{
    float value = (float)(acc - m->offsets[column]) * m->scales[column];
    return value + m->biases[column];
}

static void convolve(float *x, const uint8_t *u, uint32_t rows, const onr_convolution *c)
{
    const onr_matrix *m = &c->matrix;
    const ptrdiff_t reach = (ptrdiff_t)c->dilation * c->width;
    for (uint32_t r = 0; r < rows; r++, x += c->width, u += c->width) {
        for (uint32_t block = 0; block < m->columns / ONR_COLUMNS; block++) {
            int32_t acc[ONR_COLUMNS] = {0};
            accumulate(acc, u - reach, m, block, 0, c->width);
            accumulate(acc, u, m, block, c->width, c->width);
            accumulate(acc, u + reach, m, block, 2 * c->width, c->width);
            for (uint32_t i = 0; i < ONR_COLUMNS / 2; i++) {
                uint32_t column = block * ONR_COLUMNS + i;
                float value = column_value(m, column, acc[i]);
                float b = column_value(m, column + ONR_COLUMNS / 2, acc[i + ONR_COLUMNS / 2]);
                float soft = b / (1.0f + fabsf(b));
                float half = 0.5f * soft;
                float gated = value * (0.5f + half);
                uint32_t at = block * (ONR_COLUMNS / 2) + i;
                x[at] = x[at] + gated;
            }
        }
    }
}

static void multiply(float *out, const uint8_t *u, uint32_t u_stride, uint32_t rows,
                     const onr_matrix *m)
{
    for (uint32_t r = 0; r < rows; r++, u += u_stride, out += m->columns) {
        for (uint32_t block = 0; block < m->columns / ONR_COLUMNS; block++) {
            int32_t acc[ONR_COLUMNS] = {0};
            accumulate(acc, u, m, block, 0, m->inputs);
            for (uint32_t i = 0; i < ONR_COLUMNS - m->skip[block] * 16u; i++)
                out[block * ONR_COLUMNS + i] = column_value(m, block * ONR_COLUMNS + i, acc[i]);
        }
    }
}

static void product(float *out, uint32_t out_stride, const onr_product *p)
{
    const float *a = p->a;
    for (uint32_t r = 0; r < p->rows; r++, a += p->a_stride, out += out_stride) {
        for (uint32_t c = 0; c < p->columns; c++) out[c] = 0.0f;
        for (uint32_t k = 0; k < p->depth; k++) {
            const float *b = p->b + (size_t)k * p->b_stride;
            for (uint32_t c = 0; c < p->columns; c++) out[c] = out[c] + a[k] * b[c];
        }
    }
}

const onr_kernels onr_kernels_plain = {"plain",  sum_rows, normalise,
                                       convolve, multiply, product};
