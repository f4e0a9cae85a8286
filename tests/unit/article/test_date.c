#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "article/date.h"

static void assert_date(const char *text, bool day_first, const char *expected)
{
    char out[ONR_DATE_BYTES];
    size_t len = onr_date_find(out, (onr_slice){text, strlen(text)}, day_first);
    if (len != strlen(expected) || memcmp(out, expected, len) != 0)
        fail_msg("\"%s\": expected %s, found %.*s", text, expected, (int)len, out);
}

static void test_date__iso_and_its_distortions(void **state)
{
    (void)state;
    assert_date("2024-03-05", false, "2024-03-05");
    assert_date("2024-03-05T10:20:30.123Z", false, "2024-03-05T10:20:30Z");
    assert_date("2024-03-05T10:20:30+0530", false, "2024-03-05T10:20:30+05:30");
    assert_date("2024-03-05 10:20", false, "2024-03-05T10:20");
    assert_date("20240305", false, "2024-03-05");
    assert_date("1709634030", false, "2024-03-05T10:20:30Z");
    assert_date("1709634030123", false, "2024-03-05T10:20:30Z");
}

static void test_date__names_of_months(void **state)
{
    (void)state;
    assert_date("Published March 5, 2024 10:20 PM EST", false, "2024-03-05T22:20-05:00");
    assert_date("Tue, 5 Mar 2024 10:20:30 GMT", false, "2024-03-05T10:20:30Z");
    assert_date("5th of March 2024", false, "2024-03-05");
    assert_date("5. März 2024", true, "2024-03-05");
    assert_date("5 de março de 2024 às 0:13", true, "2024-03-05T00:13");
    assert_date("5 марта 2024", true, "2024-03-05");
    assert_date("2024年3月5日", true, "2024-03-05");
    assert_date("Mar 5 15:23 2024", false, "2024-03-05T15:23");
    assert_date("10:20 AM EST, Tuesday, March 5, 2024", false, "2024-03-05T10:20-05:00");
}

static void test_date__numbers_by_the_order_of_the_place(void **state)
{
    (void)state;
    assert_date("3/5/2024", false, "2024-03-05");
    assert_date("5/3/2024", true, "2024-03-05");
    assert_date("25/3/2024", false, "2024-03-25");
    assert_date("5.3.2024, 10:20", false, "2024-03-05T10:20");
}

static void test_date__what_is_no_date(void **state)
{
    (void)state;
    assert_date("", false, "");
    assert_date("Updated 3 hours ago", false, "");
    assert_date("31 February 2024", false, "");
    assert_date("0001-01-01T00:00:00Z", false, "");
    assert_date("call 555-1234-5678", false, "");
}

static void test_date__paths_of_addresses(void **state)
{
    static const char url[] = "https://example.org/news/2024/03/05/bridge";
    char out[ONR_DATE_BYTES];
    (void)state;
    assert_int_equal(onr_date_of_url(out, (onr_slice){url, sizeof url - 1}), 10);
    assert_memory_equal(out, "2024-03-05", 10);
    assert_int_equal(onr_date_of_url(out, (onr_slice){"https://example.org/a/1", 23}), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_date__iso_and_its_distortions),
        cmocka_unit_test(test_date__names_of_months),
        cmocka_unit_test(test_date__numbers_by_the_order_of_the_place),
        cmocka_unit_test(test_date__what_is_no_date),
        cmocka_unit_test(test_date__paths_of_addresses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
