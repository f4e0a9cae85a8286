#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "article/charset.h"

#define SLICE(literal) ((onr_slice){literal, sizeof(literal) - 1})

static void assert_decoded(onr_slice bytes, const char *claimed, const char *text, const char *name)
{
    onr_charset_text out;
    onr_arena arena;
    onr_slice claim = {claimed, claimed != NULL ? strlen(claimed) : 0};
    onr_arena_init(&arena, NULL);
    assert_true(onr_charset_decode(&out, &arena, bytes, claim));
    assert_int_equal(out.text.len, strlen(text));
    assert_memory_equal(out.text.ptr, text, out.text.len);
    assert_string_equal(out.name, name);
    onr_arena_deinit(&arena);
}

static void test_charset__the_transport_comes_before_the_page(void **state)
{
    (void)state;
    assert_decoded(SLICE("<meta charset=koi8-r>\xE4"), "windows-1251", "<meta charset=koi8-r>д",
                   "CP1251");
    assert_decoded(SLICE("<meta charset=koi8-r>\xC4"), NULL, "<meta charset=koi8-r>д", "KOI8-R");
}

static void test_charset__utf8_is_seen_whatever_is_claimed(void **state)
{
    (void)state;
    assert_decoded(SLICE("caf\xC3\xA9"), "iso-8859-1", "café", "UTF-8");
}

static void test_charset__a_wrong_claim_of_utf8_is_not_believed(void **state)
{
    (void)state;
    assert_decoded(SLICE("\x93" "caf\xE9\x94"), "utf-8", "“café”", "CP1252");
}

static void test_charset__marks_decide(void **state)
{
    (void)state;
    assert_decoded(SLICE("\xEF\xBB\xBF" "a"), "utf-16", "a", "UTF-8");
    assert_decoded(SLICE("\xFF\xFE" "a\0\xE9\0"), NULL, "aé", "UTF-16LE");
    assert_decoded(SLICE("\xFE\xFF\0a"), NULL, "a", "UTF-16BE");
}

static void test_charset__damage_becomes_a_replacement(void **state)
{
    onr_charset_text out;
    onr_arena arena;
    (void)state;
    onr_arena_init(&arena, NULL);
    assert_true(onr_charset_decode(&out, &arena, SLICE("\xC3\xA9\xC3\xA9\xFF."), (onr_slice){0}));
    assert_true(out.repaired);
    assert_memory_equal(out.text.ptr, "éé\xEF\xBF\xBD.", 8);
    onr_arena_deinit(&arena);
}

static void test_charset__names_of_files_open_none(void **state)
{
    (void)state;
    assert_decoded(SLICE("\xE9"), "../../etc/passwd//", "é", "CP1252");
}

static void assert_meta(const char *html, const char *label)
{
    onr_slice found = onr_charset_of_meta((onr_slice){html, strlen(html)});
    assert_int_equal(found.len, strlen(label));
    assert_memory_equal(found.ptr, label, found.len);
}

static void test_charset__meta_in_its_two_forms(void **state)
{
    (void)state;
    assert_meta("<META CharSet = \"big5\">", "big5");
    assert_meta("<meta http-equiv=Content-Type content='text/html; charset=gb2312'>", "gb2312");
    assert_meta("<?xml version=\"1.0\" encoding=\"euc-kr\"?>", "euc-kr");
    assert_true(onr_charset_of_meta(SLICE("<p>charset=big5</p>")).ptr == NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_charset__the_transport_comes_before_the_page),
        cmocka_unit_test(test_charset__utf8_is_seen_whatever_is_claimed),
        cmocka_unit_test(test_charset__a_wrong_claim_of_utf8_is_not_believed),
        cmocka_unit_test(test_charset__marks_decide),
        cmocka_unit_test(test_charset__damage_becomes_a_replacement),
        cmocka_unit_test(test_charset__names_of_files_open_none),
        cmocka_unit_test(test_charset__meta_in_its_two_forms),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
