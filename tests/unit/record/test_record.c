#include "record_testing.h"

static void test_record__format_names(void **state)
{
    (void)state;
    onr_format format;
    assert_true(onr_format_find(&format, "jsonl"));
    assert_int_equal(format, ONR_FORMAT_JSONL);
    assert_true(onr_format_find(&format, "text"));
    assert_int_equal(format, ONR_FORMAT_TEXT);
    assert_true(onr_format_find(&format, "brat"));
    assert_int_equal(format, ONR_FORMAT_BRAT);
    assert_false(onr_format_find(&format, "xml"));
    assert_false(onr_format_find(&format, ""));
}

static void test_record__wrong_use(void **state)
{
    (void)state;
    onr_doc *doc = new_doc("x");
    onr_buffer out = {0};
    onr_error err;
    assert_int_equal(onr_record_write(&out, NULL, NULL, ONR_FORMAT_JSONL, NULL, &err), ONR_EUSAGE);
    assert_int_equal(onr_record_write(&out, doc, NULL, (onr_format)9, NULL, &err), ONR_EUSAGE);
    assert_string_equal(err.message, "no record format 9");
    assert_null(out.ptr);
    onr_doc_free(doc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_record__format_names),
        cmocka_unit_test(test_record__wrong_use),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
