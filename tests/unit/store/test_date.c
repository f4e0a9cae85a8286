/*
 * Days out of dates, hosts out of addresses.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "store/date.h"

static void assert_day(const char *date, const char *expected)
{
    char day[11];
    onr_date_day(day, (onr_slice){date, strlen(date)});
    assert_string_equal(day, expected);
}

static void test_day__of_dates_and_of_none(void **state)
{
    (void)state;
    assert_day("2016-09-30", "2016-09-30");
    assert_day("2016-09-30T23:59:59+02:00", "2016-09-30");
    assert_day("2016-02-29", "2016-02-29");
    assert_day("2015-02-29", "");
    assert_day("1900-02-29", "");
    assert_day("2016-13-01", "");
    assert_day("2016-09-311", "");
    assert_day("2016-09", "");
    assert_day("yesterday!", "");
    assert_day("", "");
}

static void assert_bounds(const char *text, const char *first, const char *last)
{
    char day[11];
    assert_true(onr_date_bound(day, text, false));
    assert_string_equal(day, first);
    assert_true(onr_date_bound(day, text, true));
    assert_string_equal(day, last);
}

static void test_bound__of_days_months_and_years(void **state)
{
    (void)state;
    char day[11];
    assert_bounds("2016", "2016-01-01", "2016-12-31");
    assert_bounds("2016-02", "2016-02-01", "2016-02-29");
    assert_bounds("2016-09-30", "2016-09-30", "2016-09-30");
    assert_false(onr_date_bound(day, "2016-00", false));
    assert_false(onr_date_bound(day, "2016/09", false));
    assert_false(onr_date_bound(day, "", false));
}

static void assert_host(const char *url, const char *expected)
{
    onr_slice host = onr_url_host((onr_slice){url, strlen(url)});
    assert_int_equal(host.len, strlen(expected));
    assert_memory_equal(host.len > 0 ? host.ptr : "", expected, host.len);
}

static void test_host__of_addresses(void **state)
{
    (void)state;
    assert_host("https://www.Post.example/a?b#c", "Post.example");
    assert_host("http://user:word@news.example:8080/", "news.example");
    assert_host("https://www.", "www.");
    assert_host("ftp://x", "x");
    assert_host("mailto:a@b", "");
    assert_host("://", "");
    assert_host("nothing", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_day__of_dates_and_of_none),
        cmocka_unit_test(test_bound__of_days_months_and_years),
        cmocka_unit_test(test_host__of_addresses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
