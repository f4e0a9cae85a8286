#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"

#include "../failing_alloc.h"

static void test_arena__gives_zeroed_aligned_memory(void **state)
{
    (void)state;
    onr_arena arena;
    onr_arena_init(&arena, NULL);
    for (size_t size = 0; size < 3000; size += 7) {
        unsigned char *bytes = onr_arena_take(&arena, size);
        assert_non_null(bytes);
        assert_int_equal((uintptr_t)bytes % 16, 0);
        for (size_t i = 0; i < size; i++) assert_int_equal(bytes[i], 0);
        memset(bytes, 0xFF, size);
    }
    onr_arena_deinit(&arena);
}

static void test_arena__keeps_what_it_gave_while_it_grows(void **state)
{
    (void)state;
    enum { COUNT = 20000 };
    uint32_t **kept = malloc(COUNT * sizeof *kept);
    onr_arena arena;
    onr_arena_init(&arena, NULL);
    for (uint32_t i = 0; i < COUNT; i++) {
        kept[i] = onr_arena_array(&arena, 5, sizeof **kept);
        assert_non_null(kept[i]);
        for (uint32_t j = 0; j < 5; j++) kept[i][j] = i;
    }
    for (uint32_t i = 0; i < COUNT; i++) {
        for (uint32_t j = 0; j < 5; j++) assert_int_equal(kept[i][j], i);
    }
    onr_arena_deinit(&arena);
    free(kept);
}

static void test_arena__gives_blocks_larger_than_its_own(void **state)
{
    (void)state;
    onr_arena arena;
    onr_arena_init(&arena, NULL);
    char *large = onr_arena_take(&arena, 5u << 20);
    assert_non_null(large);
    large[(5u << 20) - 1] = 'x';
    char *small = onr_arena_take(&arena, 10);
    assert_non_null(small);
    assert_int_equal(large[(5u << 20) - 1], 'x');
    onr_arena_deinit(&arena);
}

static void test_arena__refuses_sizes_that_overflow(void **state)
{
    (void)state;
    onr_arena arena;
    onr_arena_init(&arena, NULL);
    assert_null(onr_arena_take(&arena, SIZE_MAX));
    assert_null(onr_arena_take(&arena, SIZE_MAX - 20));
    assert_null(onr_arena_array(&arena, SIZE_MAX / 2, 3));
    assert_null(onr_arena_array(&arena, SIZE_MAX / 8 + 1, 8));
    assert_non_null(onr_arena_array(&arena, SIZE_MAX, 0));
    assert_non_null(onr_arena_take(&arena, 1));
    onr_arena_deinit(&arena);
}

static void test_arena__copies_slices_and_keeps_absence(void **state)
{
    (void)state;
    onr_arena arena;
    onr_slice copy;
    char bytes[] = "word";
    onr_arena_init(&arena, NULL);
    assert_true(onr_arena_copy(&arena, &copy, (onr_slice){bytes, 4}));
    bytes[0] = 'l';
    assert_int_equal(copy.len, 4);
    assert_memory_equal(copy.ptr, "word", 4);
    assert_true(onr_arena_copy(&arena, &copy, (onr_slice){"", 0}));
    assert_non_null(copy.ptr);
    assert_int_equal(copy.len, 0);
    assert_true(onr_arena_copy(&arena, &copy, (onr_slice){NULL, 0}));
    assert_null(copy.ptr);
    onr_arena_deinit(&arena);
}

static void test_arena__reset_reuses_memory_and_zeroes_it_again(void **state)
{
    (void)state;
    failing_alloc fault = {0};
    onr_alloc alloc = failing_alloc_make(&fault);
    onr_arena arena;
    onr_arena_init(&arena, &alloc);
    memset(onr_arena_take(&arena, 1000), 0xAA, 1000);
    onr_arena_reset(&arena);
#ifndef ONR_ARENA_MALLOC
    uint64_t before = fault.requests;
#endif
    unsigned char *again = onr_arena_take(&arena, 1000);
    for (size_t i = 0; i < 1000; i++) assert_int_equal(again[i], 0);
#ifndef ONR_ARENA_MALLOC
    assert_int_equal(fault.requests, before);
#endif
    onr_arena_deinit(&arena);
    assert_int_equal(fault.held_bytes, 0);
    assert_int_equal(fault.held_blocks, 0);
}

static void test_arena__survives_lack_of_memory(void **state)
{
    (void)state;
    failing_alloc fault = {.fail_at = 3};
    onr_alloc alloc = failing_alloc_make(&fault);
    onr_arena arena;
    onr_arena_init(&arena, &alloc);
    char *first = onr_arena_take(&arena, 2 << 20);
    char *second = onr_arena_take(&arena, 2 << 20);
    assert_non_null(first);
    assert_non_null(second);
    second[0] = 'x';
    assert_null(onr_arena_take(&arena, 2 << 20));
    onr_slice copy;
    assert_false(onr_arena_copy(&arena, &copy, (onr_slice){first, 2 << 20}));
    assert_int_equal(second[0], 'x');
    onr_arena_deinit(&arena);
    assert_int_equal(fault.held_bytes, 0);
    assert_int_equal(fault.held_blocks, 0);
}

static void test_grow__doubles_and_keeps_elements(void **state)
{
    (void)state;
    uint32_t *array = NULL;
    uint32_t capacity = 0;
    for (uint32_t i = 0; i < 1000; i++) {
        assert_true(onr_grow(NULL, &array, &capacity, (uint64_t)i + 1, sizeof *array));
        array[i] = i;
    }
    for (uint32_t i = 0; i < 1000; i++) assert_int_equal(array[i], i);
    assert_true(capacity >= 1000 && capacity < 2100);
    onr_release(NULL, array, capacity * sizeof *array);
}

static void test_grow__refuses_what_does_not_fit_and_leaves_the_array(void **state)
{
    (void)state;
    failing_alloc fault = {0};
    onr_alloc alloc = failing_alloc_make(&fault);
    uint64_t *array = NULL;
    uint32_t capacity = 0;
    assert_true(onr_grow(&alloc, &array, &capacity, 3, sizeof *array));
    array[2] = 7;
    uint64_t *before = array;
    uint32_t held = capacity;
    assert_false(onr_grow(&alloc, &array, &capacity, (uint64_t)UINT32_MAX + 1, sizeof *array));
    fault.fail_at = 1;
    assert_false(onr_grow(&alloc, &array, &capacity, held + 1, sizeof *array));
    assert_ptr_equal(array, before);
    assert_int_equal(capacity, held);
    assert_int_equal(array[2], 7);
    onr_release(&alloc, array, capacity * sizeof *array);
    assert_int_equal(fault.held_bytes, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_arena__gives_zeroed_aligned_memory),
        cmocka_unit_test(test_arena__keeps_what_it_gave_while_it_grows),
        cmocka_unit_test(test_arena__gives_blocks_larger_than_its_own),
        cmocka_unit_test(test_arena__refuses_sizes_that_overflow),
        cmocka_unit_test(test_arena__copies_slices_and_keeps_absence),
        cmocka_unit_test(test_arena__reset_reuses_memory_and_zeroes_it_again),
        cmocka_unit_test(test_arena__survives_lack_of_memory),
        cmocka_unit_test(test_grow__doubles_and_keeps_elements),
        cmocka_unit_test(test_grow__refuses_what_does_not_fit_and_leaves_the_array),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
