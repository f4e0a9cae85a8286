#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "lemma/case.h"

static void test_case__pairs(void **state)
{
    (void)state;
    static const uint32_t pairs[][2] = {{'A', 'a'},       {'Z', 'z'},       {0xC0, 0xE0},
                                        {0xDE, 0xFE},     {0x100, 0x101},   {0x139, 0x13A},
                                        {0x14A, 0x14B},   {0x17D, 0x17E},   {0x391, 0x3B1},
                                        {0x410, 0x430},   {0x42F, 0x44F}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        assert_int_equal(onr_case_lower(pairs[i][0]), pairs[i][1]);
        assert_int_equal(onr_case_upper(pairs[i][1]), pairs[i][0]);
        assert_int_equal(onr_case_lower(pairs[i][1]), pairs[i][1]);
        assert_int_equal(onr_case_upper(pairs[i][0]), pairs[i][0]);
    }
}

static void test_case__what_has_none_stays(void **state)
{
    (void)state;
    static const uint32_t single[] = {'0', '@', '[', '{', 0x80, 0xD7, 0xF7, 0xDF, 0xFF,
                                      0x130, 0x131, 0x138, 0x149, 0x178, 0x17F, 0x4E00, 0x1F600};
    for (size_t i = 0; i < sizeof single / sizeof *single; i++) {
        assert_int_equal(onr_case_lower(single[i]), single[i]);
        assert_int_equal(onr_case_upper(single[i]), single[i]);
    }
}

/* Words change their case in place. */
static void test_case__keeps_the_length(void **state)
{
    (void)state;
    char bytes[4];
    for (uint32_t c = 1; c < 0x3000; c++) {
        uint32_t size = onr_utf8_encode(bytes, c);
        assert_int_equal(onr_utf8_encode(bytes, onr_case_lower(c)), size);
        assert_int_equal(onr_utf8_encode(bytes, onr_case_upper(c)), size);
    }
}

static onr_case_shape shape_of(const char *form)
{
    return onr_case_shape_of((onr_slice){form, strlen(form)});
}

static void test_case__shapes(void **state)
{
    (void)state;
    assert_int_equal(shape_of("word"), ONR_CASE_NONE);
    assert_int_equal(shape_of("1,000"), ONR_CASE_NONE);
    assert_int_equal(shape_of("Word"), ONR_CASE_FIRST);
    assert_int_equal(shape_of("I"), ONR_CASE_FIRST);
    assert_int_equal(shape_of("\xC3\x89ire"), ONR_CASE_FIRST);
    assert_int_equal(shape_of("USA"), ONR_CASE_ALL);
    assert_int_equal(shape_of("U.S."), ONR_CASE_ALL);
    assert_int_equal(shape_of("McCoy"), ONR_CASE_MIXED);
    assert_int_equal(shape_of("iPod"), ONR_CASE_MIXED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_case__pairs),
        cmocka_unit_test(test_case__what_has_none_stays),
        cmocka_unit_test(test_case__keeps_the_length),
        cmocka_unit_test(test_case__shapes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
