#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "speaker/date.h"

static onr_slice slice(const char *text)
{
    return (onr_slice){text, strlen(text)};
}

/* What the words mean in a report of Thursday, 3 March 2016; "-" for no single day. */
static void assert_day(const char *words, const char *expected)
{
    char day[ONR_DATE_BYTES] = "-";
    onr_date_resolve(day, slice(words), slice("2016-03-03T08:00:00Z"));
    assert_string_equal(day, expected);
}

static void test_date__weekdays(void **state)
{
    (void)state;
    assert_day("on Wednesday", "2016-03-02");
    assert_day("Thursday", "2016-03-03");
    assert_day("late on Friday night", "2016-02-26");
    assert_day("next Monday", "2016-03-07");
    assert_day("Mon.", "2016-02-29");
}

static void test_date__days_of_a_month(void **state)
{
    (void)state;
    assert_day("on May 3", "2016-05-03");
    assert_day("3 March", "2016-03-03");
    assert_day("Dec. 31", "2015-12-31");
    assert_day("January 5, 2014", "2014-01-05");
    assert_day("in March", "-");
}

static void test_date__other_words(void **state)
{
    (void)state;
    assert_day("yesterday", "2016-03-02");
    assert_day("last night", "2016-03-02");
    assert_day("this morning", "2016-03-03");
    assert_day("tomorrow", "2016-03-04");
    assert_day("last week", "-");
    assert_day("since Monday", "-");
    assert_day("", "-");
}

static void test_date__needs_the_day_of_the_report(void **state)
{
    (void)state;
    char day[ONR_DATE_BYTES];
    assert_false(onr_date_resolve(day, slice("today"), (onr_slice){NULL, 0}));
    assert_false(onr_date_resolve(day, slice("today"), slice("2016-3-3")));
    assert_false(onr_date_resolve(day, slice("today"), slice("2016-13-03")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_date__weekdays),
        cmocka_unit_test(test_date__days_of_a_month),
        cmocka_unit_test(test_date__other_words),
        cmocka_unit_test(test_date__needs_the_day_of_the_report),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
