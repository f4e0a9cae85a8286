/*
 * The encoder over a small random model: segments do not see each other, and tables are found.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "encode/encoder.h"
#include "small_model.h"

enum { CAPACITY = 400, WIDTH = SMALL_WIDTH };

typedef struct fixture {
    model_file file;
    onr_model *model;
    onr_encoder encoder;
    onr_arena arena;
    onr_rows rows;
} fixture;

static int set_up(void **state)
{
    fixture *f = calloc(1, sizeof *f);
    onr_error err;
    model_writer w = small_model(41);
    f->file = model_save(&w);
    model_writer_free(&w);
    onr_arena_init(&f->arena, NULL);
    *state = f;
    return f == NULL ||
           onr_model_open_memory(&f->model, f->file.bytes, f->file.size, NULL, &err) != ONR_OK ||
           onr_encoder_load(&f->encoder, f->model, &err) != ONR_OK ||
           !onr_rows_init(&f->rows, &f->arena, &f->encoder.stack, CAPACITY);
}

static int tear_down(void **state)
{
    fixture *f = *state;
    onr_arena_deinit(&f->arena);
    onr_model_close(f->model);
    model_file_free(&f->file);
    free(f);
    return 0;
}

static onr_features random_features(uint64_t *seed)
{
    onr_features f;
    for (uint32_t i = 0; i < ONR_FEATURE_COUNT; i++) {
        uint32_t rows = onr_feature_rows(i);
        f.slot[i] = rows > 0                 ? random_below(seed, rows)
                    : random_below(seed, 2) ? small_fingerprint("said")
                                            : (uint32_t)random_next(seed);
    }
    return f;
}

/* Runs segments laid behind one another. */
static void run(fixture *f, const onr_features *const *segments, const uint32_t *counts,
                uint32_t count, uint32_t *starts)
{
    onr_rows_reset(&f->rows);
    for (uint32_t s = 0; s < count; s++) {
        starts[s] = onr_rows_add(&f->rows, counts[s]);
        assert_true(starts[s] != ONR_NONE);
        for (uint32_t i = 0; i < counts[s]; i++)
            onr_encoder_embed(&f->encoder, &segments[s][i],
                              f->rows.x + (size_t)(starts[s] + i) * WIDTH, WIDTH);
    }
    onr_stack_run(&f->encoder.stack, f->encoder.kernels, &f->rows, starts, counts, count);
}

static void test_encoder__segments_do_not_see_each_other(void **state)
{
    fixture *f = *state;
    uint64_t seed = 42;
    for (int round = 0; round < 40; round++) {
        onr_features text[4][40];
        const onr_features *segments[4] = {text[0], text[1], text[2], text[3]};
        uint32_t counts[4], starts[4], used = 1 + random_below(&seed, 4);
        for (uint32_t s = 0; s < used; s++) {
            counts[s] = 1 + random_below(&seed, 40);
            for (uint32_t i = 0; i < counts[s]; i++) text[s][i] = random_features(&seed);
        }
        run(f, segments, counts, used, starts);
        uint8_t *together = malloc((size_t)CAPACITY * WIDTH);
        assert_non_null(together);
        memcpy(together, f->rows.u, (size_t)CAPACITY * WIDTH);
        for (uint32_t s = 0; s < used; s++) {
            uint32_t start;
            run(f, &segments[s], &counts[s], 1, &start);
            assert_memory_equal(f->rows.u + (size_t)start * WIDTH,
                                together + (size_t)starts[s] * WIDTH, (size_t)counts[s] * WIDTH);
        }
        free(together);
    }
}

static void test_encoder__a_state_sees_its_neighbours(void **state)
{
    fixture *f = *state;
    uint64_t seed = 43;
    onr_features text[20];
    const onr_features *segment = text;
    uint8_t before[20 * WIDTH];
    uint32_t count = 20, start;
    for (uint32_t i = 0; i < count; i++) text[i] = random_features(&seed);
    run(f, &segment, &count, 1, &start);
    memcpy(before, f->rows.u + (size_t)start * WIDTH, sizeof before);
    text[10] = random_features(&seed);
    run(f, &segment, &count, 1, &start);
    const uint8_t *after = f->rows.u + (size_t)start * WIDTH;
    assert_memory_not_equal(after + 9 * WIDTH, before + 9 * WIDTH, WIDTH);
    assert_memory_equal(after, before, WIDTH); /* ten rows away, beyond dilations 1 and 4 */
}

static void test_encoder__gaps_are_empty(void **state)
{
    fixture *f = *state;
    uint64_t seed = 44;
    onr_features text[3] = {random_features(&seed), random_features(&seed), random_features(&seed)};
    const onr_features *segments[2] = {text, text};
    uint32_t counts[2] = {3, 2}, starts[2];
    run(f, segments, counts, 2, starts);
    assert_int_equal(f->encoder.stack.gap, 4);
    assert_int_equal(starts[0], 4);
    assert_int_equal(starts[1], starts[0] + 3 + 4);
    for (uint32_t row = 0; row < f->rows.used; row++) {
        bool in_segment = (row >= starts[0] && row < starts[0] + 3) ||
                          (row >= starts[1] && row < starts[1] + 2);
        for (uint32_t i = 0; i < WIDTH && !in_segment; i++)
            assert_int_equal(f->rows.u[row * WIDTH + i], ONR_ZERO_BYTE);
    }
}

static void test_encoder__rows_have_an_end(void **state)
{
    fixture *f = *state;
    const uint32_t gap = f->encoder.stack.gap;
    onr_rows_reset(&f->rows);
    assert_int_equal(onr_rows_add(&f->rows, CAPACITY), ONR_NONE);
    assert_int_equal(onr_rows_add(&f->rows, UINT32_MAX), ONR_NONE);
    assert_int_equal(onr_rows_add(&f->rows, CAPACITY - 2 * gap), gap);
    assert_int_equal(onr_rows_add(&f->rows, 0), ONR_NONE);
    onr_rows_reset(&f->rows);
    assert_int_equal(onr_rows_add(&f->rows, 1), gap);
}

static void test_encoder__finds_words_of_the_vocabulary(void **state)
{
    fixture *f = *state;
    for (uint32_t i = 0; i + 1 < SMALL_FORM_ROWS; i++)
        assert_int_equal(onr_encoder_form_row(&f->encoder, small_fingerprint(small_forms[i])),
                         i + 1);
    assert_int_equal(onr_encoder_form_row(&f->encoder, small_fingerprint("unheard-of")), 0);
    /* every slot is a possible start of a search */
    for (uint32_t key = 1000; key < 1000 + 2 * SMALL_SLOTS; key++)
        assert_int_equal(onr_encoder_form_row(&f->encoder, key), 0);
}

static void test_encoder__embeds_the_sum_of_table_rows(void **state)
{
    fixture *f = *state;
    onr_features features = {{small_fingerprint("told"), 1, 2, 3, 4, 5, 6, 7}};
    float x[WIDTH];
    onr_encoder_embed(&f->encoder, &features, x, WIDTH);
    for (uint32_t i = 0; i < WIDTH; i++) {
        int32_t sum = f->encoder.tables[0][3 * SMALL_TOWER_WIDTH + i];
        for (uint32_t t = 1; t < ONR_FEATURE_COUNT; t++)
            sum += f->encoder.tables[t][t * SMALL_TOWER_WIDTH + i];
        assert_true(x[i] == (float)sum * f->encoder.table_scale);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_encoder__segments_do_not_see_each_other, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_encoder__a_state_sees_its_neighbours, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_encoder__gaps_are_empty, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_encoder__rows_have_an_end, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_encoder__finds_words_of_the_vocabulary, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_encoder__embeds_the_sum_of_table_rows, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
