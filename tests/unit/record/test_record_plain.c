#include "record_testing.h"

static void test_record_plain__is_the_text_with_a_line_end(void **state)
{
    (void)state;
    check_record(new_doc("He said no."), ONR_FORMAT_PLAIN, "He said no.\n");
    check_record(new_doc("He said no.\n"), ONR_FORMAT_PLAIN, "He said no.\n");
    check_record(new_doc(""), ONR_FORMAT_PLAIN, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_record_plain__is_the_text_with_a_line_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
