#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "attrib/cue.h"

enum { STRIDE = 5, MAX_ROWS = 128, MAX_CUES = 128 };

/* One row for each letter: "." no cue, "B" begins, "I" goes on, by one; "?" all the same. */
static uint32_t find(const char *labels, float bias, onr_cue *cues, uint32_t max)
{
    float logits[MAX_ROWS * STRIDE] = {0};
    uint32_t rows = (uint32_t)strlen(labels);
    for (uint32_t r = 0; r < rows; r++) {
        float *row = logits + r * STRIDE;
        row[3] = row[4] = 9.0f; /* other columns do not count */
        const char *at = strchr(".BI", labels[r]);
        if (at != NULL) row[at - ".BI"] = 1.0f;
    }
    return onr_cues_find(logits, rows, STRIDE, bias, cues, max);
}

static void assert_cue(const onr_cue *cue, uint32_t first, uint32_t end)
{
    assert_int_equal(cue->first_row, first);
    assert_int_equal(cue->end_row, end);
}

static void test_cue__is_a_run_of_rows(void **state)
{
    (void)state;
    onr_cue cues[MAX_CUES];
    assert_int_equal(find("..BII..B.", 0, cues, MAX_CUES), 2);
    assert_cue(&cues[0], 2, 5);
    assert_cue(&cues[1], 7, 8);
    assert_int_equal(find("BBI", 0, cues, MAX_CUES), 2);
    assert_cue(&cues[1], 1, 3);
    assert_int_equal(find("....", 0, cues, MAX_CUES), 0);
    assert_int_equal(find("", 0, cues, MAX_CUES), 0);
}

static void test_cue__may_begin_with_going_on(void **state)
{
    (void)state;
    onr_cue cues[MAX_CUES];
    assert_int_equal(find("II.I", 0, cues, MAX_CUES), 2);
    assert_cue(&cues[0], 0, 2);
    assert_cue(&cues[1], 3, 4);
}

static void test_cue__loses_a_tie(void **state)
{
    (void)state;
    onr_cue cues[MAX_CUES];
    assert_int_equal(find("???", 0, cues, MAX_CUES), 0);
    assert_int_equal(find("BBB", 1.0f, cues, MAX_CUES), 0);
}

static void test_cue__needs_more_with_a_bias(void **state)
{
    (void)state;
    onr_cue cues[MAX_CUES];
    assert_int_equal(find("B..", 0.9f, cues, MAX_CUES), 1);
    assert_int_equal(find("B..", 1.1f, cues, MAX_CUES), 0);
    assert_int_equal(find("...", -1.1f, cues, MAX_CUES), 3);
}

static void test_cue__margin_is_its_weakest_row(void **state)
{
    (void)state;
    const float logits[] = {0, 3, 1, 1, 0, 1.5f, 0, 1, 4};
    onr_cue cues[MAX_CUES];
    assert_int_equal(onr_cues_find(logits, 3, 3, 0.25f, cues, MAX_CUES), 1);
    assert_cue(&cues[0], 0, 3);
    assert_true(cues[0].margin == 0.25f); /* 1.5 - (1 + 0.25) */
}

static void test_cue__long_runs_are_cut(void **state)
{
    (void)state;
    char labels[80];
    onr_cue cues[MAX_CUES];
    memset(labels, 'I', sizeof labels);
    labels[0] = 'B';
    labels[79] = '\0';
    assert_int_equal(find(labels, 0, cues, MAX_CUES), 3);
    assert_cue(&cues[0], 0, ONR_MAX_CUE_ROWS);
    assert_cue(&cues[1], ONR_MAX_CUE_ROWS, 2 * ONR_MAX_CUE_ROWS);
    assert_cue(&cues[2], 2 * ONR_MAX_CUE_ROWS, 79);
}

static void test_cue__no_more_than_there_is_room(void **state)
{
    (void)state;
    onr_cue cues[3] = {{0, 0, 0}, {0, 0, 0}, {77, 77, 0}};
    assert_int_equal(find("B.B.BI.B", 0, cues, 2), 2);
    assert_cue(&cues[1], 2, 3);
    assert_cue(&cues[2], 77, 77);
    assert_int_equal(find("BBB", 0, cues, 0), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cue__is_a_run_of_rows),
        cmocka_unit_test(test_cue__may_begin_with_going_on),
        cmocka_unit_test(test_cue__loses_a_tie),
        cmocka_unit_test(test_cue__needs_more_with_a_bias),
        cmocka_unit_test(test_cue__margin_is_its_weakest_row),
        cmocka_unit_test(test_cue__long_runs_are_cut),
        cmocka_unit_test(test_cue__no_more_than_there_is_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
