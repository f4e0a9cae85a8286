/*
 * Targets: what is decoded, and what is refused.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "serve/request.h"
#include "serve/target.h"

static onr_status parse(onr_target *out, const char *text, onr_arena *arena)
{
    const char *problem;
    return onr_target_parse(out, (onr_slice){text, strlen(text)}, arena, &problem);
}

static void test_target__path_and_parameters(void **state)
{
    onr_arena arena;
    onr_target target;
    (void)state;
    onr_arena_init(&arena, NULL);
    assert_int_equal(parse(&target, "/a%20b/c?q=sea+%26+land&empty=&alone&&q2=%C3%A9", &arena),
                     ONR_OK);
    assert_true(onr_slice_is(target.path, "/a b/c"));
    assert_int_equal(target.count, 4);
    assert_true(onr_slice_is(onr_target_find(&target, "q"), "sea & land"));
    assert_true(onr_slice_is(onr_target_find(&target, "empty"), ""));
    assert_true(onr_slice_is(onr_target_find(&target, "alone"), ""));
    assert_true(onr_slice_is(onr_target_find(&target, "q2"), "\xC3\xA9"));
    assert_null(onr_target_find(&target, "nothing").ptr);
    onr_arena_deinit(&arena);
}

static void test_target__a_plus_in_a_path_is_a_plus(void **state)
{
    onr_arena arena;
    onr_target target;
    (void)state;
    onr_arena_init(&arena, NULL);
    assert_int_equal(parse(&target, "/a+b", &arena), ONR_OK);
    assert_true(onr_slice_is(target.path, "/a+b"));
    onr_arena_deinit(&arena);
}

static void test_target__refuses(void **state)
{
    static const char *const bad[] = {"",     "a",     "*",        "http://a/", "/%",     "/%4",
                                      "/%4g", "/%00",  "/%0A",     "/\x7F",     "/%ff",   "/?a=%",
                                      "/?%",  "/?a=%C3", "/?a=%ED%A0%80", "/%C0%AF"};
    onr_arena arena;
    onr_target target;
    (void)state;
    onr_arena_init(&arena, NULL);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(parse(&target, bad[i], &arena), ONR_EFORMAT);
    onr_arena_deinit(&arena);
}

static void test_target__too_many_parameters(void **state)
{
    char text[256] = "/?";
    onr_arena arena;
    onr_target target;
    (void)state;
    onr_arena_init(&arena, NULL);
    for (int i = 0; i < ONR_TARGET_MAX_PARAMETERS; i++) strcat(text, "a=1&");
    assert_int_equal(parse(&target, text, &arena), ONR_OK);
    assert_int_equal(target.count, ONR_TARGET_MAX_PARAMETERS);
    strcat(text, "a=1");
    assert_int_equal(parse(&target, text, &arena), ONR_EFORMAT);
    onr_arena_deinit(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_target__path_and_parameters),
        cmocka_unit_test(test_target__a_plus_in_a_path_is_a_plus),
        cmocka_unit_test(test_target__refuses),
        cmocka_unit_test(test_target__too_many_parameters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
