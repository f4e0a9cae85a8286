#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/json.h"

#include "../failing_alloc.h"

static onr_slice slice_of(const char *text)
{
    return (onr_slice){text, strlen(text)};
}

#define assert_slice_equal(slice, literal)                                                         \
    do {                                                                                           \
        assert_int_equal((slice).len, sizeof(literal) - 1);                                        \
        assert_memory_equal((slice).ptr, literal, sizeof(literal) - 1);                            \
    } while (0)

/* Reads `json`, a string, and compares what it stands for. */
static void assert_string(const char *json_text, const char *expected, size_t len)
{
    onr_arena arena;
    onr_json json;
    onr_slice value;
    onr_arena_init(&arena, NULL);
    onr_json_init(&json, slice_of(json_text), &arena);
    assert_true(onr_json_string(&json, &value));
    assert_true(onr_json_finish(&json));
    assert_int_equal(value.len, len);
    assert_memory_equal(value.ptr, expected, len);
    onr_arena_deinit(&arena);
}

#define ASSERT_STRING(json, expected) assert_string(json, expected, sizeof(expected) - 1)

/* Whether all of it is one valid JSON text; a copy of the exact size shows overruns. */
static bool is_json(const char *bytes, size_t len, onr_json *json)
{
    char *copy = malloc(len + (len == 0));
    memcpy(copy, bytes, len);
    onr_json_init(json, (onr_slice){copy, len}, NULL);
    bool valid = onr_json_skip(json) && onr_json_finish(json);
    free(copy);
    return valid;
}

static void test_json__reads_an_object_by_pulling(void **state)
{
    (void)state;
    onr_arena arena;
    onr_json json;
    onr_slice key, value;
    onr_arena_init(&arena, NULL);
    onr_json_init(&json,
                  slice_of(" { \"a\" : \"x\" , \"n\":-1.5e+3,\"l\":[ ],\"m\":[1,\"two\",[3]], "
                           "\"o\":{\"p\":{}} ,\"t\":true} "),
                  &arena);
    assert_int_equal(onr_json_peek(&json), ONR_JSON_OBJECT);
    assert_true(onr_json_object(&json));
    assert_true(onr_json_member(&json, &key));
    assert_slice_equal(key, "a");
    assert_true(onr_json_string(&json, &value));
    assert_slice_equal(value, "x");
    assert_true(onr_json_member(&json, &key));
    assert_int_equal(onr_json_peek(&json), ONR_JSON_NUMBER);
    assert_true(onr_json_number(&json, &value));
    assert_slice_equal(value, "-1.5e+3");
    assert_true(onr_json_member(&json, &key));
    assert_true(onr_json_array(&json));
    assert_false(onr_json_element(&json));
    assert_true(onr_json_member(&json, &key));
    assert_true(onr_json_array(&json));
    assert_true(onr_json_element(&json) && onr_json_number(&json, &value));
    assert_true(onr_json_element(&json) && onr_json_string(&json, &value));
    assert_slice_equal(value, "two");
    assert_true(onr_json_element(&json) && onr_json_skip(&json));
    assert_false(onr_json_element(&json));
    assert_true(onr_json_member(&json, &key) && onr_json_skip(&json));
    assert_true(onr_json_member(&json, &key));
    assert_int_equal(onr_json_peek(&json), ONR_JSON_BOOL);
    assert_true(onr_json_skip(&json));
    assert_false(onr_json_member(&json, &key));
    assert_true(onr_json_finish(&json));
    assert_int_equal(json.status, ONR_OK);
    onr_arena_deinit(&arena);
}

static void test_json__borrows_strings_without_escapes(void **state)
{
    (void)state;
    static const char TEXT[] = "\"plain caf\xC3\xA9, a string longer than eight bytes\"";
    onr_json json;
    onr_slice value;
    onr_json_init(&json, slice_of(TEXT), NULL);
    assert_true(onr_json_string(&json, &value));
    assert_ptr_equal(value.ptr, TEXT + 1);
    assert_int_equal(value.len, strlen(TEXT) - 2);
}

static void test_json__resolves_escapes(void **state)
{
    (void)state;
    ASSERT_STRING("\"\"", "");
    ASSERT_STRING("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\b\f\n\r\t");
    ASSERT_STRING("\"a\\u0041\\u00e9\\u201C\\uFFFF.\"", "aA\xC3\xA9\xE2\x80\x9C\xEF\xBF\xBF.");
    ASSERT_STRING("\"\\uD83D\\uDE00!\"", "\xF0\x9F\x98\x80!");
    ASSERT_STRING("\"nul \\u0000 byte\"", "nul \0 byte");
    ASSERT_STRING("\"one\\ntwo\\nthree, which is longer\"", "one\ntwo\nthree, which is longer");
}

static void test_json__replaces_lone_surrogates(void **state)
{
    (void)state;
    ASSERT_STRING("\"\\uD83D\"", "\xEF\xBF\xBD");
    ASSERT_STRING("\"\\uDE00x\"", "\xEF\xBF\xBDx");
    ASSERT_STRING("\"\\uD83D\\n\"", "\xEF\xBF\xBD\n");
    ASSERT_STRING("\"\\uD83D\\u0041\"", "\xEF\xBF\xBD" "A");
    ASSERT_STRING("\"\\uD83D\\uD83D\\uDE00\"", "\xEF\xBF\xBD\xF0\x9F\x98\x80");
    ASSERT_STRING("\"\\uDE00\\uD83D\"", "\xEF\xBF\xBD\xEF\xBF\xBD");
}

static void test_json__passes_other_bytes_through(void **state)
{
    (void)state;
    ASSERT_STRING("\"\xFF\xC3\x28\x7F\"", "\xFF\xC3\x28\x7F");
    ASSERT_STRING("\"\xED\xA0\x80\\n\xF0\x9F\"", "\xED\xA0\x80\n\xF0\x9F");
}

static void test_json__accepts_what_the_standard_allows(void **state)
{
    static const char *const VALID[] = {
        "0", "-0", "10.25", "1e9", "1E-09", "-12.5e+3", "\"x\"", "true", "false", "null", "[]",
        "{}", " [ 1 , 2 ] ", "[[[[]]],{\"a\":[{}]}]", "{\"a\":1,\"a\":2}", "\t\r\n{}\n",
        "[\"\\u0000\",\"\\\\\",\"\\\"]\"]",
    };
    (void)state;
    for (size_t i = 0; i < sizeof VALID / sizeof *VALID; i++) {
        onr_json json;
        if (!is_json(VALID[i], strlen(VALID[i]), &json)) fail_msg("refused: %s", VALID[i]);
    }
}

/* Each with the byte where the fault is. */
static void test_json__names_the_fault_and_its_place(void **state)
{
    static const struct {
        const char *text;
        size_t at;
    } BROKEN[] = {
        {"", 0}, {"  ", 2}, {"{", 1}, {"[", 1}, {"[1", 2}, {"[1,", 3}, {"[1,]", 3}, {"[,1]", 1},
        {"[1 2]", 3}, {"{\"a\"}", 4}, {"{\"a\":}", 5}, {"{\"a\":1,}", 7}, {"{a:1}", 1},
        {"{\"a\" 1}", 5}, {"{\"a\":1 \"b\":2}", 7}, {"{1:2}", 1}, {"{\"a\":1,2}", 7}, {"[1}", 2},
        {"{]", 1}, {"01", 1}, {"-", 1}, {"1.", 2}, {".5", 0}, {"1e", 2}, {"+1", 0}, {"-a", 1},
        {"tru", 0}, {"nul", 0}, {"True", 0}, {"NaN", 0}, {"truex", 4}, {"'x'", 0}, {"1 2", 2},
        {"[] []", 3}, {"\"", 0}, {"\"abc", 0}, {"[\"abc]", 1}, {"\"a\nb\"", 2}, {"\"a\tb\"", 2},
        {"\"12345678\x01\"", 9}, {"\"\\x\"", 1}, {"\"\\", 1}, {"\"\\u12\"", 1}, {"\"\\u12G4\"", 1},
        {"\"\\u", 1}, {"[/**/]", 1}, {"\xEF\xBB\xBF{}", 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof BROKEN / sizeof *BROKEN; i++) {
        onr_json json;
        if (is_json(BROKEN[i].text, strlen(BROKEN[i].text), &json))
            fail_msg("accepted: %s", BROKEN[i].text);
        if (json.problem_byte != BROKEN[i].at)
            fail_msg("%s: \"%s\" at %zu", BROKEN[i].text, json.problem, json.problem_byte);
        assert_int_equal(json.status, ONR_EFORMAT);
        assert_non_null(json.problem);
    }
}

static void test_json__refuses_nul_bytes_everywhere(void **state)
{
    (void)state;
    onr_json json;
    assert_false(is_json("{}\0", 3, &json));
    assert_false(is_json("\0{}", 3, &json));
    assert_false(is_json("\"\0\"", 3, &json));
    assert_false(is_json("\"\\\0\"", 4, &json));
    assert_false(is_json("\"\\u\0000\"", 7, &json));
    assert_false(is_json("1\0", 2, &json));
}

static bool nests(size_t depth, onr_json *json)
{
    char text[4096];
    memset(text, '[', depth);
    memset(text + depth, ']', depth);
    return is_json(text, 2 * depth, json);
}

static void test_json__bounds_nesting(void **state)
{
    (void)state;
    onr_json json;
    assert_true(nests(ONR_JSON_MAX_DEPTH, &json));
    assert_false(nests(ONR_JSON_MAX_DEPTH + 1, &json));
    assert_int_equal(json.status, ONR_ELIMIT);
    assert_int_equal(json.problem_byte, ONR_JSON_MAX_DEPTH);
    assert_false(nests(2000, &json));
}

static void test_json__stays_failed(void **state)
{
    (void)state;
    onr_json json;
    onr_slice out;
    onr_json_init(&json, slice_of("5 {\"a\":\"b\"}"), NULL);
    assert_false(onr_json_object(&json));
    const char *problem = json.problem;
    assert_false(onr_json_member(&json, &out));
    assert_false(onr_json_element(&json));
    assert_false(onr_json_string(&json, &out));
    assert_false(onr_json_number(&json, &out));
    assert_false(onr_json_skip(&json));
    assert_false(onr_json_fail(&json, ONR_EFORMAT, 3, "later"));
    assert_false(onr_json_finish(&json));
    assert_ptr_equal(json.problem, problem);
    assert_int_equal(json.problem_byte, 0);
}

static void test_json__cuts_every_prefix_cleanly(void **state)
{
    (void)state;
    static const char TEXT[] =
        "{\"key\\n\":[\"\\uD83D\\uDE00 some plain text\",-1.5e3,true,null,{}]}";
    onr_json json;
    for (size_t len = 0; len < sizeof TEXT - 1; len++) assert_false(is_json(TEXT, len, &json));
    assert_true(is_json(TEXT, sizeof TEXT - 1, &json));
}

static void test_json__reports_lack_of_memory(void **state)
{
    (void)state;
    failing_alloc fault = {.fail_at = 1};
    onr_alloc alloc = failing_alloc_make(&fault);
    onr_arena arena;
    onr_json json;
    onr_slice value;
    onr_arena_init(&arena, &alloc);
    onr_json_init(&json, slice_of("\"a\\nb\""), &arena);
    assert_false(onr_json_string(&json, &value));
    assert_int_equal(json.status, ONR_ENOMEM);
    onr_arena_deinit(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_json__reads_an_object_by_pulling),
        cmocka_unit_test(test_json__borrows_strings_without_escapes),
        cmocka_unit_test(test_json__resolves_escapes),
        cmocka_unit_test(test_json__replaces_lone_surrogates),
        cmocka_unit_test(test_json__passes_other_bytes_through),
        cmocka_unit_test(test_json__accepts_what_the_standard_allows),
        cmocka_unit_test(test_json__names_the_fault_and_its_place),
        cmocka_unit_test(test_json__refuses_nul_bytes_everywhere),
        cmocka_unit_test(test_json__bounds_nesting),
        cmocka_unit_test(test_json__stays_failed),
        cmocka_unit_test(test_json__cuts_every_prefix_cleanly),
        cmocka_unit_test(test_json__reports_lack_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
