/*
 * The kernels of this processor against the plain ones, bit for bit, and the plain ones against
 * sums in double precision.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "kernel/kernel.h"
#include "random.h"

enum { MAX_ROWS = 40, MAX_DILATION = 16 };

/* ---- material ---- */

/* Memory of exactly `size` bytes at an address that is aligned as the model's sections are. */
static void *aligned(size_t size)
{
    void *out;
    assert_int_equal(posix_memalign(&out, 64, size > 0 ? size : 1), 0);
    memset(out, 0, size);
    return out;
}

/* How the bytes and weights of a case are chosen. */
typedef enum filling { RANDOM, LARGEST, SMALLEST, ZEROS, FILLINGS } filling;

static void fill_weights(uint64_t *seed, filling how, int8_t *w, size_t count)
{
    for (size_t i = 0; i < count; i++)
        w[i] = how == LARGEST    ? 127
               : how == SMALLEST ? -127
               : how == ZEROS    ? 0
                                 : (int8_t)((int)random_below(seed, 255) - 127);
}

static void fill_bytes(uint64_t *seed, filling how, uint8_t *u, size_t count)
{
    for (size_t i = 0; i < count; i++)
        u[i] = how == LARGEST || how == SMALLEST ? 255
               : how == ZEROS                    ? ONR_ZERO_BYTE
                                                 : (uint8_t)(1 + random_below(seed, 255));
}

static onr_matrix new_matrix(uint64_t *seed, filling how, uint32_t inputs, uint32_t columns)
{
    int8_t *weights = aligned((size_t)inputs * columns);
    int32_t *offsets = aligned(columns * sizeof *offsets);
    float *scales = aligned(columns * sizeof *scales);
    float *biases = aligned(columns * sizeof *biases);
    fill_weights(seed, how, weights, (size_t)inputs * columns);
    for (size_t i = 0; i < (size_t)inputs * columns; i++) {
        size_t block = i / ((size_t)inputs * ONR_COLUMNS);
        offsets[block * ONR_COLUMNS + i / 4 % ONR_COLUMNS] += 128 * weights[i];
    }
    for (uint32_t c = 0; c < columns; c++) {
        scales[c] = random_float(seed, 1e-3f);
        biases[c] = random_float(seed, 2.0f);
    }
    return (onr_matrix){inputs, columns, weights, offsets, scales, biases, {0}};
}

static void free_matrix(const onr_matrix *m)
{
    free((void *)(uintptr_t)m->weights);
    free((void *)(uintptr_t)m->offsets);
    free((void *)(uintptr_t)m->scales);
    free((void *)(uintptr_t)m->biases);
}

static int8_t weight_at(const onr_matrix *m, uint32_t input, uint32_t column)
{
    size_t block = column / ONR_COLUMNS, quad = input / 4;
    return m->weights[((block * (m->inputs / 4) + quad) * ONR_COLUMNS + column % ONR_COLUMNS) * 4 +
                      input % 4];
}

/* Calls `check` with each kernel of this processor but the plain one. */
static void each_fast(void (*check)(const onr_kernels *fast))
{
    static const onr_isa all[] = {ONR_ISA_AVX2, ONR_ISA_VNNI};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        const onr_kernels *fast = onr_kernels_find(all[i]);
        if (fast != NULL)
            check(fast);
        else
            print_message("this processor lacks kernel %zu, not compared\n", i);
    }
}

/* ---- bit for bit ---- */

static void compare_sum_rows(const onr_kernels *fast)
{
    uint64_t seed = 11;
    for (uint32_t width = 32; width <= ONR_MAX_WIDTH; width += 32) {
        for (uint32_t count = 0; count <= 8; count++) {
            int16_t *table = aligned(8u * width * sizeof *table);
            const int16_t *rows[8];
            if (count % 3 == 2)
                for (uint32_t i = 0; i < 8u * width; i++) table[i] = i & 1 ? 32767 : -32768;
            else
                random_fill(&seed, table, 8u * width * sizeof *table);
            for (uint32_t i = 0; i < 8; i++) rows[i] = table + random_below(&seed, 8) * width;
            float *a = aligned(width * sizeof *a), *b = aligned(width * sizeof *b);
            float scale = random_float(&seed, 1e-3f);
            onr_kernels_plain.sum_rows(a, rows, count, width, scale);
            fast->sum_rows(b, rows, count, width, scale);
            assert_memory_equal(a, b, width * sizeof *a);
            free(table);
            free(a);
            free(b);
        }
    }
}

/* Rows of usual size, zeros, huge (their squares overflow), tiny, and with one spike. */
static void fill_floats(uint64_t *seed, float *x, uint32_t rows, uint32_t width)
{
    static const float sizes[] = {1.0f, 0.0f, 3e38f, 1e-38f, 1e-3f, 1e15f, 1e-44f};
    for (uint32_t r = 0; r < rows; r++) {
        float size = sizes[r % (sizeof sizes / sizeof *sizes)];
        for (uint32_t i = 0; i < width; i++) x[r * width + i] = random_float(seed, size);
        if (r % 5 == 4) x[r * width + random_below(seed, width)] = 1e6f;
    }
}

static void compare_normalise(const onr_kernels *fast)
{
    uint64_t seed = 12;
    for (uint32_t width = 32; width <= ONR_MAX_WIDTH; width += 32) {
        for (uint32_t rows = 1; rows <= MAX_ROWS; rows++) {
            size_t count = (size_t)rows * width;
            float *x = aligned(count * sizeof *x);
            uint8_t *a = aligned(count), *b = aligned(count);
            fill_floats(&seed, x, rows, width);
            onr_kernels_plain.normalise(a, x, rows, width);
            fast->normalise(b, x, rows, width);
            assert_memory_equal(a, b, count);
            free(x);
            free(a);
            free(b);
        }
    }
}

/* Bytes of `rows` rows with `dilation` rows before and behind, as the encoder lays them. */
static uint8_t *new_taps(uint64_t *seed, filling how, uint32_t rows, const onr_convolution *c)
{
    size_t margin = (size_t)c->dilation * c->width;
    uint8_t *u = aligned(2 * margin + (size_t)rows * c->width);
    fill_bytes(seed, how, u, 2 * margin + (size_t)rows * c->width);
    if (how == RANDOM) memset(u, ONR_ZERO_BYTE, margin);
    return u;
}

static void compare_one_convolution(const onr_kernels *fast, uint64_t *seed, filling how,
                                    uint32_t width, uint32_t rows, uint32_t dilation)
{
    onr_convolution c = {new_matrix(seed, how, 3 * width, 2 * width), width, dilation};
    uint8_t *u = new_taps(seed, how, rows, &c);
    size_t count = (size_t)rows * width;
    float *a = aligned(count * sizeof *a), *b = aligned(count * sizeof *b);
    for (size_t i = 0; i < count; i++) a[i] = random_float(seed, 3.0f);
    memcpy(b, a, count * sizeof *a);
    onr_kernels_plain.convolve(a, u + (size_t)dilation * width, rows, &c);
    fast->convolve(b, u + (size_t)dilation * width, rows, &c);
    assert_memory_equal(a, b, count * sizeof *a);
    free_matrix(&c.matrix);
    free(u);
    free(a);
    free(b);
}

/* Each row count with each width, while dilations and fillings take turns: their product would take
 * minutes, and a tile knows nothing of the dilation but an offset. */
static void compare_convolve(const onr_kernels *fast)
{
    uint64_t seed = 13;
    uint32_t turn = 0;
    for (uint32_t width = 32; width <= ONR_MAX_WIDTH; width += 32) {
        uint32_t step = width <= 64 ? 1 : 5;
        for (uint32_t rows = 1; rows <= MAX_ROWS; rows += step, turn++) {
            filling how = turn % 4 == 0 ? (filling)(turn / 4 % FILLINGS) : RANDOM;
            compare_one_convolution(fast, &seed, how, width, rows, 1 + turn % MAX_DILATION);
        }
    }
    for (uint32_t dilation = 1; dilation <= MAX_DILATION; dilation++)
        compare_one_convolution(fast, &seed, RANDOM, 32, 13, dilation);
}

static void compare_one_product(const onr_kernels *fast, uint64_t *seed, filling how,
                                uint32_t inputs, uint32_t columns, uint32_t rows)
{
    onr_matrix m = new_matrix(seed, how, inputs, columns);
    uint32_t stride = inputs + 4 * random_below(seed, 3);
    size_t bytes = (size_t)stride * (rows - 1) + inputs, count = (size_t)rows * columns;
    uint8_t *u = aligned(bytes);
    fill_bytes(seed, how, u, bytes);
    float *a = aligned(count * sizeof *a), *b = aligned(count * sizeof *b);
    onr_kernels_plain.multiply(a, u, stride, rows, &m);
    fast->multiply(b, u, stride, rows, &m);
    assert_memory_equal(a, b, count * sizeof *a);
    free_matrix(&m);
    free(u);
    free(a);
    free(b);
}

static void compare_multiply(const onr_kernels *fast)
{
    uint64_t seed = 14;
    for (uint32_t rows = 1; rows <= MAX_ROWS; rows++) {
        uint32_t inputs = 32 * (1 + random_below(&seed, 16));
        uint32_t columns = ONR_COLUMNS * (1 + random_below(&seed, 4));
        compare_one_product(fast, &seed, (filling)(rows % FILLINGS), inputs, columns, rows);
        compare_one_product(fast, &seed, RANDOM, 4, ONR_COLUMNS, rows);
    }
}

/* Every number of rows around a tile, padding behind the rows, and depths down to one. */
static void compare_product(const onr_kernels *fast)
{
    enum { ROWS = 11, DEPTH = 64, WIDE = 3 * ONR_PRODUCT_COLUMNS, STRIDE = WIDE + 5 };
    uint64_t seed = 16;
    static float a[ROWS * (DEPTH + 3)], b[DEPTH * (WIDE + 1)], plain[ROWS * STRIDE],
        out[ROWS * STRIDE];
    for (uint32_t round = 0; round < 200; round++) {
        for (size_t i = 0; i < sizeof a / sizeof *a; i++) a[i] = random_float(&seed, 3.0f);
        for (size_t i = 0; i < sizeof b / sizeof *b; i++) b[i] = random_float(&seed, 3.0f);
        memset(plain, 0, sizeof plain);
        memset(out, 0, sizeof out);
        const onr_product p = {
            .a = a,
            .b = b,
            .a_stride = DEPTH + 3,
            .b_stride = WIDE + 1,
            .rows = 1 + random_below(&seed, ROWS),
            .columns = ONR_PRODUCT_COLUMNS * (1 + random_below(&seed, 3)),
            .depth = 1 + random_below(&seed, DEPTH),
        };
        onr_kernels_plain.product(plain, STRIDE, &p);
        fast->product(out, STRIDE, &p);
        assert_memory_equal(plain, out, sizeof out);
    }
}

static void test_kernel__product_same_bits(void **state)
{
    (void)state;
    each_fast(compare_product);
}

static void test_kernel__product_is_a_matrix_product(void **state)
{
    (void)state;
    const float a[] = {1, 2, /**/ 3, 4};
    float b[2 * ONR_PRODUCT_COLUMNS] = {0}, out[2 * ONR_PRODUCT_COLUMNS];
    b[0] = 5, b[1] = 6, b[ONR_PRODUCT_COLUMNS] = 7, b[ONR_PRODUCT_COLUMNS + 1] = 8;
    const onr_product p = {a, b, 2, ONR_PRODUCT_COLUMNS, 2, ONR_PRODUCT_COLUMNS, 2};
    onr_kernels_plain.product(out, ONR_PRODUCT_COLUMNS, &p);
    const float wanted[] = {19, 22, 43, 50};
    for (uint32_t i = 0; i < 4; i++)
        assert_true(out[i / 2 * ONR_PRODUCT_COLUMNS + i % 2] == wanted[i]);
}

/* What a kernel leaves out must not change what it computes. */
static void compare_skipped(const onr_kernels *kernels)
{
    enum { INPUTS = 64, BLOCKS = 3, ALL = BLOCKS * ONR_COLUMNS };
    uint64_t seed = 15;
    for (uint32_t rows = 1; rows <= 13; rows++) {
        onr_matrix m = new_matrix(&seed, RANDOM, INPUTS, ALL);
        uint8_t u[13 * INPUTS];
        float whole[13 * ALL], part[13 * ALL];
        fill_bytes(&seed, RANDOM, u, (size_t)rows * INPUTS);
        onr_kernels_plain.multiply(whole, u, INPUTS, rows, &m);
        for (uint32_t b = 0; b < BLOCKS; b++) m.skip[b] = (uint8_t)random_below(&seed, 4);
        kernels->multiply(part, u, INPUTS, rows, &m);
        for (uint32_t i = 0; i < rows * ALL; i++) {
            uint32_t column = i % ALL, live = ONR_COLUMNS - 16u * m.skip[column / ONR_COLUMNS];
            if (column % ONR_COLUMNS < live) assert_memory_equal(&whole[i], &part[i], sizeof *part);
        }
        free_matrix(&m);
    }
}

static void test_kernel__skipped_columns_leave_the_others(void **state)
{
    (void)state;
    compare_skipped(&onr_kernels_plain);
    each_fast(compare_skipped);
}

static void test_kernel__sum_rows_same_bits(void **state)
{
    (void)state;
    each_fast(compare_sum_rows);
}

static void test_kernel__normalise_same_bits(void **state)
{
    (void)state;
    each_fast(compare_normalise);
}

static void test_kernel__convolve_same_bits(void **state)
{
    (void)state;
    each_fast(compare_convolve);
}

static void test_kernel__multiply_same_bits(void **state)
{
    (void)state;
    each_fast(compare_multiply);
}

/* ---- values ---- */

static void assert_near(double got, double wanted, double tolerance)
{
    if (fabs(got - wanted) > tolerance * (1.0 + fabs(wanted)))
        fail_msg("%.9g, wanted %.9g", got, wanted);
}

static double column_sum(const onr_matrix *m, uint32_t column, const uint8_t *u, uint32_t first,
                         uint32_t inputs)
{
    double sum = 0;
    for (uint32_t i = 0; i < inputs; i++)
        sum += ((int)u[i] - ONR_ZERO_BYTE) * (double)weight_at(m, first + i, column);
    return sum;
}

static void test_kernel__multiply_is_a_matrix_product(void **state)
{
    (void)state;
    uint64_t seed = 15;
    onr_matrix m = new_matrix(&seed, RANDOM, 96, 128);
    uint8_t u[3 * 96];
    float out[3 * 128];
    fill_bytes(&seed, RANDOM, u, sizeof u);
    onr_kernels_plain.multiply(out, u, 96, 3, &m);
    for (uint32_t r = 0; r < 3; r++) {
        for (uint32_t c = 0; c < 128; c++) {
            double wanted = column_sum(&m, c, u + r * 96, 0, 96) * m.scales[c] + m.biases[c];
            assert_near(out[r * 128 + c], wanted, 1e-5);
        }
    }
    free_matrix(&m);
}

/* What convolve() should add to channel `i` of the row at `u`. */
static double gated_value(const onr_convolution *c, const uint8_t *u, uint32_t i)
{
    const onr_matrix *m = &c->matrix;
    const ptrdiff_t reach = (ptrdiff_t)c->dilation * c->width;
    uint32_t half = ONR_COLUMNS / 2, column = i / half * ONR_COLUMNS + i % half;
    double sums[2];
    for (uint32_t k = 0; k < 2; k++) {
        uint32_t at = column + k * half;
        double sum = 0;
        for (int tap = 0; tap < 3; tap++)
            sum += column_sum(m, at, u + (tap - 1) * reach, (uint32_t)tap * c->width, c->width);
        sums[k] = sum * m->scales[at] + m->biases[at];
    }
    return sums[0] * (0.5 + 0.5 * sums[1] / (1.0 + fabs(sums[1])));
}

static void test_kernel__convolve_is_a_gated_convolution(void **state)
{
    (void)state;
    uint64_t seed = 16;
    const uint32_t width = 64, rows = 7, dilation = 3;
    onr_convolution c = {new_matrix(&seed, RANDOM, 3 * width, 2 * width), width, dilation};
    uint8_t *u = new_taps(&seed, RANDOM, rows, &c);
    const uint8_t *first = u + (size_t)dilation * width;
    float x[7 * 64];
    for (uint32_t i = 0; i < rows * width; i++) x[i] = 1.5f;
    onr_kernels_plain.convolve(x, first, rows, &c);
    for (uint32_t i = 0; i < rows * width; i++)
        assert_near(x[i], 1.5 + gated_value(&c, first + i / width * width, i % width), 1e-5);
    free_matrix(&c.matrix);
    free(u);
}

static void test_kernel__sum_rows_sums(void **state)
{
    (void)state;
    int16_t a[32], b[32];
    const int16_t *rows[] = {a, b, a};
    float out[32];
    for (int i = 0; i < 32; i++) {
        a[i] = (int16_t)(i - 16);
        b[i] = (int16_t)(1000 * i);
    }
    onr_kernels_plain.sum_rows(out, rows, 3, 32, 0.5f);
    for (int i = 0; i < 32; i++) assert_near(out[i], 0.5 * (2 * (i - 16) + 1000 * i), 1e-6);
}

static void test_kernel__normalise_divides_by_the_root_mean_square(void **state)
{
    (void)state;
    uint64_t seed = 17;
    float x[96];
    uint8_t out[96];
    double squares = 0;
    for (int i = 0; i < 96; i++) {
        x[i] = random_float(&seed, 7.0f);
        squares += (double)x[i] * x[i];
    }
    onr_kernels_plain.normalise(out, x, 1, 96);
    for (int i = 0; i < 96; i++) {
        double steps = x[i] * ONR_STEPS / sqrt(squares / 96 + 1e-6);
        assert_true(fabs((int)out[i] - ONR_ZERO_BYTE - steps) < 0.5 + 1e-3);
    }
}

static void test_kernel__normalise_keeps_nothing_nothing(void **state)
{
    (void)state;
    float x[64] = {0};
    uint8_t out[64];
    onr_kernels_plain.normalise(out, x, 1, 64);
    for (int i = 0; i < 64; i++) assert_int_equal(out[i], ONR_ZERO_BYTE);
}

static void test_kernel__normalise_clips_a_spike(void **state)
{
    (void)state;
    float x[256] = {0};
    uint8_t out[256];
    x[3] = 1e10f;
    x[4] = -1e10f;
    onr_kernels_plain.normalise(out, x, 1, 256);
    assert_int_equal(out[3], 255);
    assert_int_equal(out[4], 1);
    assert_int_equal(out[5], ONR_ZERO_BYTE);
}

static void test_kernel__nothing_in_gives_biases_out(void **state)
{
    (void)state;
    uint64_t seed = 18;
    onr_matrix m = new_matrix(&seed, RANDOM, 64, 64);
    uint8_t u[64];
    float out[64];
    memset(u, ONR_ZERO_BYTE, sizeof u);
    onr_kernels_plain.multiply(out, u, 64, 1, &m);
    assert_memory_equal(out, m.biases, sizeof out);
    free_matrix(&m);
}

static void test_kernel__find_answers_by_name(void **state)
{
    (void)state;
    assert_ptr_equal(onr_kernels_find(ONR_ISA_PLAIN), &onr_kernels_plain);
    assert_non_null(onr_kernels_find(ONR_ISA_BEST));
    assert_null(onr_kernels_find((onr_isa)99));
    const onr_kernels *fast = onr_kernels_find(ONR_ISA_VNNI);
    if (fast != NULL) assert_string_equal(fast->name, "avx512-vnni");
    fast = onr_kernels_find(ONR_ISA_AVX2);
    if (fast != NULL) assert_string_equal(fast->name, "avx2");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kernel__sum_rows_same_bits),
        cmocka_unit_test(test_kernel__normalise_same_bits),
        cmocka_unit_test(test_kernel__convolve_same_bits),
        cmocka_unit_test(test_kernel__multiply_same_bits),
        cmocka_unit_test(test_kernel__product_same_bits),
        cmocka_unit_test(test_kernel__product_is_a_matrix_product),
        cmocka_unit_test(test_kernel__skipped_columns_leave_the_others),
        cmocka_unit_test(test_kernel__multiply_is_a_matrix_product),
        cmocka_unit_test(test_kernel__convolve_is_a_gated_convolution),
        cmocka_unit_test(test_kernel__sum_rows_sums),
        cmocka_unit_test(test_kernel__normalise_divides_by_the_root_mean_square),
        cmocka_unit_test(test_kernel__normalise_keeps_nothing_nothing),
        cmocka_unit_test(test_kernel__normalise_clips_a_spike),
        cmocka_unit_test(test_kernel__nothing_in_gives_biases_out),
        cmocka_unit_test(test_kernel__find_answers_by_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
