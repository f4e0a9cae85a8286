/*
 * kernel.h - the five hot loops of the network, in plain C, AVX2 and AVX-512 VNNI.
 *
 * All three give the same bits: products of bytes are summed in integers, every float operation is
 * element by element without fused multiply-add, and the one float sum (of squares) has a fixed
 * order of 16 lanes. tests/unit/kernel compares them.
 *
 * Activations are bytes a in 1..255 that stand for (a - 128) / ONR_STEPS; weights are signed bytes
 * with one float scale for each output column. Column sums of the weights, times 128, are taken
 * from the accumulator at the end.
 */
#ifndef ONR_KERNEL_KERNEL_H
#define ONR_KERNEL_KERNEL_H

#include <onrecord/model.h>

/* The grid of activations: root-mean-square 1 is 24 steps, so values up to 5.3 fit. */
#define ONR_STEPS 24.0f
#define ONR_ZERO_BYTE 128

enum {
    ONR_LANES = 16,     /* widths are multiples of this */
    ONR_PRODUCT_COLUMNS = 32,
    ONR_COLUMNS = 64,   /* weights are packed in blocks of so many output columns */
    ONR_MAX_WIDTH = 256 /* of states */
};

/*
 * A matrix of weights [inputs][columns], packed in blocks of ONR_COLUMNS columns:
 * weights[column / 64][input / 4][column % 64][input % 4]. `columns` is padded to a multiple of 64,
 * `inputs` is a multiple of 4. Borrowed from the model map.
 */
typedef struct onr_matrix {
    uint32_t inputs;
    uint32_t columns;
    const int8_t *weights;
    const int32_t *offsets; /* [columns] 128 * sum of the column's weights */
    const float *scales;    /* [columns] float value of one accumulator unit */
    const float *biases;    /* [columns] */
    /* Sixteens at the end of each block that onr_kernels.multiply leaves out, because they only
     * fill the block up: 0 to 3. */
    uint8_t skip[2 * ONR_MAX_WIDTH / ONR_COLUMNS];
} onr_matrix;

/*
 * A gated convolution of three taps: a matrix [3 * width][2 * width]. In each block of 64 columns
 * the first 32 are values, the last 32 the gates of those values.
 */
typedef struct onr_convolution {
    onr_matrix matrix;
    uint32_t width;
    uint32_t dilation; /* rows between the taps */
} onr_convolution;

/* A product of two float matrices, a[rows][depth] and b[depth][columns]; strides count floats.
 * `columns` is a multiple of ONR_PRODUCT_COLUMNS. */
typedef struct onr_product {
    const float *a, *b;
    uint32_t a_stride, b_stride;
    uint32_t rows, columns, depth;
} onr_product;

typedef struct onr_kernels {
    const char *name;

    /** out[width] = sum over `count` table rows of int16, times scale. width <= ONR_MAX_WIDTH. */
    void (*sum_rows)(float *out, const int16_t *const *rows, uint32_t count, uint32_t width,
                     float scale);

    /** Each of `rows` rows of x divided by its root mean square, as bytes. */
    void (*normalise)(uint8_t *out, const float *x, uint32_t rows, uint32_t width);

    /** x[rows][width] += value * gate(gates) of the convolution over u[rows][width]; u has
     *  `dilation` readable rows before the first and behind the last.
     *  gate(b) = 0.5 + 0.5 * b / (1 + |b|). */
    void (*convolve)(float *x, const uint8_t *u, uint32_t rows, const onr_convolution *c);

    /** out[rows][columns] = u[rows][inputs] * matrix, `u_stride` bytes from row to row. Columns
     *  that the matrix skips may be written or not. */
    void (*multiply)(float *out, const uint8_t *u, uint32_t u_stride, uint32_t rows,
                     const onr_matrix *m);

    /** out[rows][columns] = a * b, each sum taken in the order of the depth. */
    void (*product)(float *out, uint32_t out_stride, const onr_product *p);
} onr_kernels;

/** The kernels for an instruction set, or NULL when this processor lacks it. ONR_ISA_BEST never
 *  gives NULL. */
const onr_kernels *onr_kernels_find(onr_isa isa);

/* One table for each instruction set; kernel.c chooses. */
extern const onr_kernels onr_kernels_plain;
#if defined(__x86_64__)
extern const onr_kernels onr_kernels_avx2;
extern const onr_kernels onr_kernels_vnni;
#endif

#endif
