#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/words.h"

static onr_slice slice(const char *text)
{
    return (onr_slice){text, strlen(text)};
}

static void test_words__capitals_and_dots_do_not_count(void **state)
{
    (void)state;
    assert_true(onr_word_equal(slice("U.S."), slice("us")));
    assert_int_equal(onr_word_key(slice("U.S.")), onr_word_key(slice("us")));
    assert_false(onr_word_equal(slice("us"), slice("use")));
    assert_false(onr_word_equal(slice("use"), slice("us")));
    assert_true(onr_word_equal(slice("..."), slice("")));
}

static void test_words__are_found_whole_in_lists(void **state)
{
    (void)state;
    assert_true(onr_word_listed(" mr mrs ", slice("Mr.")));
    assert_false(onr_word_listed(" mrs miss ", slice("mr")));
    assert_false(onr_word_listed(" mr mrs ", slice("")));
    assert_false(onr_word_listed(" mr mrs ", slice("a-word-that-is-longer-than-any-list-has")));
}

static void test_words__fold_fits_or_fails(void **state)
{
    (void)state;
    char out[4];
    assert_true(onr_word_fold(out, sizeof out, slice("U.N.O")));
    assert_string_equal(out, "uno");
    assert_false(onr_word_fold(out, sizeof out, slice("unos")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words__capitals_and_dots_do_not_count),
        cmocka_unit_test(test_words__are_found_whole_in_lists),
        cmocka_unit_test(test_words__fold_fits_or_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
