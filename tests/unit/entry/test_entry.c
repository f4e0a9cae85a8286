/*
 * Records read back: what is taken, what is kept, what is caught.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "entry/entry.h"
#include "failing_alloc.h"
#include "record_maker.h"

static const char text[] = "Ana Ruiz said it is late.";
static const said one[] = {{"Ana Ruiz", "said", "it is late", "\"speaker\":null,\"later\":[1,{}],"},
                           {NULL, NULL, NULL, NULL}};

static onr_slice slice_of(const char *bytes)
{
    return (onr_slice){bytes, strlen(bytes)};
}

static void assert_slice(onr_slice slice, const char *expected)
{
    assert_int_equal(slice.len, strlen(expected));
    assert_memory_equal(slice.ptr, expected, slice.len);
}

static void test_parse__fields_and_extras(void **state)
{
    (void)state;
    onr_entry e;
    uint32_t number;
    char *line = make_record("a", "\"title\":\"T\",\"blocks\":[1, 2],\"url\":null,\"x\":null,",
                             "m1", text, one);
    onr_entry_init(&e, NULL);
    assert_int_equal(onr_entry_parse(&e, slice_of(line), NULL), ONR_OK);
    assert_slice(e.id, "a");
    assert_slice(e.title, "T");
    assert_null(e.url.ptr);
    assert_slice(e.extra, "\"blocks\":[1, 2]");
    assert_int_equal(e.attribution_count, 1);
    assert_slice(e.attributions[0].extra, "\"later\":[1,{}]");
    assert_slice(e.attributions[0].lemma, "say");
    assert_int_equal(e.attributions[0].thousandths, 900);
    assert_int_equal(e.attributions[0].parts[ONR_CONTENT].places[0].begin, 14);
    assert_int_equal(onr_entry_check(&e, &number), ONR_FAULT_NONE);
    onr_entry_deinit(&e);
    free(line);
}

/* The record with `from` once replaced by `to`, of the same length. */
static onr_fault check_changed(const char *from, const char *to)
{
    onr_entry e;
    uint32_t number;
    char *line = make_record("a", "", "m1", text, one);
    char *at = strstr(line, from);
    assert_non_null(at);
    assert_int_equal(strlen(from), strlen(to));
    memcpy(at, to, strlen(to));
    onr_entry_init(&e, NULL);
    assert_int_equal(onr_entry_parse(&e, slice_of(line), NULL), ONR_OK);
    onr_fault fault = onr_entry_check(&e, &number);
    onr_entry_deinit(&e);
    free(line);
    return fault;
}

static void test_check__each_fault(void **state)
{
    (void)state;
    assert_int_equal(check_changed("it is late.\"", "it is LATE.\""), ONR_FAULT_TEXT);
    assert_int_equal(check_changed("[[14,24]]", "[[14,99]]"), ONR_FAULT_PLACE);
    assert_int_equal(check_changed("[[14,24]]", "[[24,14]]"), ONR_FAULT_PLACE);
    assert_int_equal(check_changed("[[14,24]]", "[[13,24]]"), ONR_FAULT_QUOTE);
    assert_int_equal(check_changed("\"text\":\"said\"", "\"text\":\"SAID\""), ONR_FAULT_QUOTE);
    assert_int_equal(check_changed("{\"id\":0,", "{\"id\":1,"), ONR_FAULT_ID);
    assert_int_equal(check_changed("\"speaker\":null,", "\"speaker\":7   ,"), ONR_FAULT_ID);
}

static void test_parse__refuses(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "", "[]", "{}", "{\"schema\":\"onrecord/1\"}", "{\"schema\":\"onrecord/2\",\"text\":\"\"}",
        "{\"schema\":\"onrecord/1\",\"text\":\"\"} x",
        "{\"schema\":\"onrecord/1\",\"text\":\"\",\"attributions\":[{\"id\":-1}]}",
        "{\"schema\":\"onrecord/1\",\"text\":\"\",\"attributions\":[{\"id\":4294967295}]}",
        "{\"schema\":\"onrecord/1\",\"text\":\"\",\"attributions\":[{\"confidence\":1.1}]}",
        "{\"schema\":\"onrecord/1\",\"text\":\"\",\"attributions\":[{\"form\":\"loud\"}]}",
        "{\"schema\":\"onrecord/1\",\"text\":\"\",\"attributions\":[{\"cue\":{\"spans\":[[1]]}}]}",
        "{\"schema\":\"onrecord/1\",\"text\":\"\",\"attributions\":[{\"form\":\"direct\"}]}",
        "{\"schema\":\"onrecord/1\",\"text\":\"\",\"entities\":[{\"name\":\"Ann\"}]}",
        "{\"schema\":\"onrecord/1\",\"text\":\"\",\"speakers\":[{}]}",
        "{\"schema\":\"onrecord/1\",\"text\":\"\xFF\"}",
    };
    onr_entry e;
    onr_error err;
    onr_entry_init(&e, NULL);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_equal(onr_entry_parse(&e, slice_of(bad[i]), &err), ONR_EFORMAT);
        assert_true(err.message[0] != '\0');
    }
    onr_entry_deinit(&e);
}

static void test_parse__memory_runs_out(void **state)
{
    (void)state;
    char *line = make_record("a", "\"later\":[1],", "m1", text, one);
    onr_status status = ONR_ENOMEM;
    for (uint64_t n = 1; status != ONR_OK; n++) {
        onr_entry e;
        failing_alloc fault = {.fail_at = n};
        onr_alloc alloc = failing_alloc_make(&fault);
        onr_entry_init(&e, &alloc);
        status = onr_entry_parse(&e, slice_of(line), NULL);
        assert_true(status == ONR_OK || status == ONR_ENOMEM);
        onr_entry_deinit(&e);
        assert_int_equal(fault.held_bytes, 0);
    }
    free(line);
}

static void test_points__beyond_ascii(void **state)
{
    (void)state;
    char long_text[2000] = "";
    onr_points points;
    onr_arena arena;
    for (int i = 0; i < 300; i++) strcat(long_text, i % 3 == 0 ? "\xE2\x80\x9C" : "a");
    onr_arena_init(&arena, NULL);
    assert_true(onr_points_init(&points, slice_of(long_text), &arena));
    assert_int_equal(points.count, 300);
    for (uint32_t i = 0; i < 300; i++) {
        onr_slice piece = onr_points_piece(&points, i, i + 1);
        assert_int_equal(piece.len, i % 3 == 0 ? 3 : 1);
    }
    assert_int_equal(onr_points_byte(&points, 300), strlen(long_text));
    assert_int_equal(onr_points_piece(&points, 5, 5).len, 0);
    onr_arena_deinit(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parse__fields_and_extras),
        cmocka_unit_test(test_check__each_fault),
        cmocka_unit_test(test_parse__refuses),
        cmocka_unit_test(test_parse__memory_runs_out),
        cmocka_unit_test(test_points__beyond_ascii),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
