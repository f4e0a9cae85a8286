#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "article/phrases.h"

static onr_slice line(const char *text)
{
    return (onr_slice){text, strlen(text)};
}

static void test_phrases__lines_that_point_elsewhere(void **state)
{
    (void)state;
    assert_int_equal(onr_phrase_of(line("Read more: Ferry returns"), false), ONR_PHRASE_PROMOTION);
    assert_int_equal(onr_phrase_of(line("[Watch: the bridge]"), false), ONR_PHRASE_PROMOTION);
    assert_int_equal(onr_phrase_of(line("RELATED STORIES:"), true), ONR_PHRASE_LINKS);
    assert_int_equal(onr_phrase_of(line("More Great Example Stories"), true), ONR_PHRASE_LINKS);
    assert_int_equal(onr_phrase_of(line("Comments (12)"), false), ONR_PHRASE_END);
    assert_int_equal(onr_phrase_of(line("Like this? Sign up for our newsletter."), false),
                     ONR_PHRASE_LETTER);
}

static void test_phrases__ordinary_lines_are_nothing(void **state)
{
    static const char *const lines[] = {"", "Comments by the mayor angered shopkeepers.",
                                        "He read more than a hundred letters.",
                                        "The newsletter of the parish said nothing.",
                                        "What now?"};
    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        assert_int_equal(onr_phrase_of(line(lines[i]), true), ONR_PHRASE_NONE);
}

static void test_phrases__what_stands_at_the_end(void **state)
{
    (void)state;
    assert_true(onr_phrase_is_contact(line("Write to Ana Ruiz at ana@example.org")));
    assert_false(onr_phrase_is_contact(line("They met @ noon")));
    assert_true(onr_phrase_is_legal(line("Copyright 2024 Example. All Rights Reserved.")));
    assert_false(onr_phrase_is_legal(line("The council reserved its decision.")));
    assert_true(onr_phrase_is_portrait(line("Ana Ruiz is a reporter in Berlin.")));
    assert_false(onr_phrase_is_portrait(line("Ana Ruiz went home.")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_phrases__lines_that_point_elsewhere),
        cmocka_unit_test(test_phrases__ordinary_lines_are_nothing),
        cmocka_unit_test(test_phrases__what_stands_at_the_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
