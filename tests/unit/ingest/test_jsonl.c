#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "ingest/jsonl.h"

static onr_slice slice_of(const char *text)
{
    return (onr_slice){text, strlen(text)};
}

static onr_status parse(const char *line, onr_input *in, onr_error *err)
{
    onr_arena arena;
    onr_arena_init(&arena, NULL);
    onr_status status = onr_jsonl_parse(in, slice_of(line), &arena, err);
    onr_arena_deinit(&arena);
    return status;
}

static void test_jsonl__leaves_absent_what_is_absent(void **state)
{
    (void)state;
    onr_input in;
    memset(&in, 0xAA, sizeof in);
    assert_int_equal(parse("{\"text\":\"t\"}", &in, NULL), ONR_OK);
    assert_int_equal(in.text.len, 1);
    assert_null(in.id.ptr);
    assert_null(in.title.ptr);
    assert_null(in.url.ptr);
    assert_null(in.published.ptr);
    assert_int_equal(in.byline_count, 0);
}

static void assert_reads(const char *line, const onr_slice *field, onr_input *in, const char *value)
{
    assert_int_equal(parse(line, in, NULL), ONR_OK);
    assert_int_equal(field->len, strlen(value));
    assert_memory_equal(field->ptr, value, field->len);
}

static void test_jsonl__reads_what_is_known_of_the_page(void **state)
{
    (void)state;
    onr_input in = {0};
    assert_reads("{\"text\":\"t\",\"site\":\"The Bay\"}", &in.site, &in, "The Bay");
    assert_reads("{\"text\":\"t\",\"section\":\"World\"}", &in.section, &in, "World");
    assert_reads("{\"text\":\"t\",\"language\":\"de\"}", &in.language, &in, "de");
    assert_reads("{\"text\":\"t\",\"modified\":\"2024\"}", &in.modified, &in, "2024");
}

static void test_jsonl__borrows_from_the_line(void **state)
{
    (void)state;
    static const char LINE[] = "{\"text\":\"as it stands\"}";
    onr_input in;
    assert_int_equal(parse(LINE, &in, NULL), ONR_OK);
    assert_ptr_equal(in.text.ptr, LINE + 9);
}

static void test_jsonl__lets_the_last_of_equal_names_count(void **state)
{
    (void)state;
    onr_input in;
    static const char LINE[] = "{\"text\":\"one\",\"text\":\"three\",\"text\":null}";
    assert_int_equal(parse(LINE, &in, NULL), ONR_OK);
    assert_int_equal(in.text.len, 5);
}

static void test_jsonl__counts_errors_from_the_start_of_the_line(void **state)
{
    (void)state;
    onr_input in;
    onr_error err;
    assert_int_equal(parse("{\"text\": []}", &in, &err), ONR_EFORMAT);
    assert_int_equal(err.at_byte, 9);
    assert_string_equal(err.message, "\"text\" is not a string");
    assert_int_equal(parse("{\"html\":7}", &in, &err), ONR_EFORMAT);
    assert_int_equal(err.at_byte, 8);
    assert_string_equal(err.message, "\"html\" is not a string");
    assert_int_equal(parse("{\"title\":\"x\"}", &in, &err), ONR_EFORMAT);
    assert_string_equal(err.message, "neither \"text\" nor \"html\" is there");
}

static void test_jsonl__knows_objects(void **state)
{
    (void)state;
    assert_true(onr_jsonl_is_object(slice_of("{}")));
    assert_true(onr_jsonl_is_object(slice_of(" {\"a\":[{}]}\r")));
    assert_false(onr_jsonl_is_object(slice_of("")));
    assert_false(onr_jsonl_is_object(slice_of("[]")));
    assert_false(onr_jsonl_is_object(slice_of("{\"a\":1")));
    assert_false(onr_jsonl_is_object(slice_of("{} {}")));
    assert_false(onr_jsonl_is_object(slice_of("{It} is")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_jsonl__leaves_absent_what_is_absent),
        cmocka_unit_test(test_jsonl__reads_what_is_known_of_the_page),
        cmocka_unit_test(test_jsonl__borrows_from_the_line),
        cmocka_unit_test(test_jsonl__lets_the_last_of_equal_names_count),
        cmocka_unit_test(test_jsonl__counts_errors_from_the_start_of_the_line),
        cmocka_unit_test(test_jsonl__knows_objects),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
