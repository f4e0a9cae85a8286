#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "article/entity.h"

/* Expects that the reference at the start of `text` is `size` bytes long and stands for `meant`. */
static void assert_entity(const char *text, bool in_attr, size_t size, const char *meant)
{
    onr_slice out = {"", 0};
    size_t found = onr_entity_find(&out, (onr_slice){text, strlen(text)}, in_attr);
    if (found != size || out.len != strlen(meant) || memcmp(out.ptr, meant, out.len) != 0)
        fail_msg("%s: found %zu bytes, \"%.*s\"", text, found, (int)out.len, out.ptr);
}

static void test_entity__names_of_html_5(void **state)
{
    (void)state;
    assert_entity("&lsqb;sic&rsqb;", false, 6, "[");
    assert_entity("&NewLine;", false, 9, "\n");
    assert_entity("&ccaron;", true, 8, "č");
    assert_entity("&lsqb", false, 0, "");   /* these need their semicolon */
    assert_entity("&newline;", false, 0, ""); /* and their case */
}

static void test_entity__old_names_need_no_semicolon(void **state)
{
    (void)state;
    assert_entity("&nbsp x", false, 5, "&nbsp;");
    assert_entity("&copy2024", false, 5, "&copy;");
    assert_entity("&amp", false, 4, "&amp;");
    assert_entity("&D", false, 0, "");
    assert_entity("&", false, 0, "");
}

static void test_entity__what_the_parser_knows_is_left_to_it(void **state)
{
    (void)state;
    assert_entity("&nbsp;", false, 0, "");
    assert_entity("&hellip;", false, 0, "");
    assert_entity("&#8217;", false, 0, "");
    assert_entity("&averylongnamethatisnone;", false, 0, "");
}

static void test_entity__addresses_stay(void **state)
{
    (void)state;
    assert_entity("&copy=2", true, 0, "");
    assert_entity("&region=2", true, 0, "");
    assert_entity("&reg!", true, 4, "&reg;");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_entity__names_of_html_5),
        cmocka_unit_test(test_entity__old_names_need_no_semicolon),
        cmocka_unit_test(test_entity__what_the_parser_knows_is_left_to_it),
        cmocka_unit_test(test_entity__addresses_stay),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
