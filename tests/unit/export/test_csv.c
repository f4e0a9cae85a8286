/*
 * Values of tables: whole, and harmless in a spreadsheet.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "export/csv.h"

static void assert_csv(const char *value, size_t len, const char *expected)
{
    onr_buffer out = {0};
    onr_writer w = onr_writer_start(&out);
    onr_put_csv(&w, (onr_slice){value, len});
    assert_true(onr_writer_finish(&w));
    assert_int_equal(out.len, strlen(expected));
    if (out.len > 0) assert_memory_equal(out.ptr, expected, out.len);
    onr_buffer_free(&out);
}

static void test_csv__marks_where_needed(void **state)
{
    (void)state;
    assert_csv("plain", 5, "plain");
    assert_csv("a,b", 3, "\"a,b\"");
    assert_csv("a\"b", 3, "\"a\"\"b\"");
    assert_csv("a\nb", 3, "\"a\nb\"");
    assert_csv(" a", 2, "\" a\"");
    assert_csv(NULL, 0, "");
}

static void test_csv__formulas_become_text(void **state)
{
    (void)state;
    assert_csv("=1+1", 4, "'=1+1");
    assert_csv("+1", 2, "'+1");
    assert_csv("-1", 2, "'-1");
    assert_csv("@SUM(A1)", 8, "'@SUM(A1)");
    assert_csv("  =x", 4, "\"'  =x\"");
    assert_csv("\t=x", 3, "'\t=x");
    assert_csv("a=b", 3, "a=b");
    assert_csv("a\0b", 3, "a\xEF\xBF\xBD" "b");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_csv__marks_where_needed),
        cmocka_unit_test(test_csv__formulas_become_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
