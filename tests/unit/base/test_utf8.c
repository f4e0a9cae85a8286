#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"

typedef struct step {
    uint32_t codepoint;
    uint32_t size;
    bool ok;
} step;

/* Decodes all of `text` and compares it with `steps`. */
static void assert_decodes(const char *text, size_t len, const step *steps, size_t count)
{
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t size;
        bool ok;
        assert_true(at < len);
        assert_int_equal(onr_utf8_decode(text, len, at, &size, &ok), steps[i].codepoint);
        assert_int_equal(size, steps[i].size);
        assert_int_equal(ok, steps[i].ok);
        at += size;
    }
    assert_int_equal(at, len);
}

#define ASSERT_DECODES(text, ...)                                                                  \
    do {                                                                                           \
        const step steps_[] = {__VA_ARGS__};                                                       \
        assert_decodes(text, sizeof(text) - 1, steps_, sizeof steps_ / sizeof *steps_);            \
    } while (0)

#define BAD(size) {ONR_REPLACEMENT, size, false}

static void test_utf8__decodes_every_length(void **state)
{
    (void)state;
    ASSERT_DECODES("a\xC3\xA9\xE2\x80\x9C\xF0\x9F\x98\x80", {'a', 1, true}, {0xE9, 2, true},
                   {0x201C, 3, true}, {0x1F600, 4, true});
    ASSERT_DECODES("\xC2\x80\xDF\xBF\xE0\xA0\x80\xEF\xBF\xBF\xF0\x90\x80\x80\xF4\x8F\xBF\xBF",
                   {0x80, 2, true}, {0x7FF, 2, true}, {0x800, 3, true}, {0xFFFF, 3, true},
                   {0x10000, 4, true}, {0x10FFFF, 4, true});
}

static void test_utf8__refuses_overlong_forms_byte_by_byte(void **state)
{
    (void)state;
    ASSERT_DECODES("\xC0\xAF", BAD(1), BAD(1));
    ASSERT_DECODES("\xE0\x80\xBF", BAD(1), BAD(1), BAD(1));
    ASSERT_DECODES("\xF0\x81\x82\x41", BAD(1), BAD(1), BAD(1), {'A', 1, true});
}

static void test_utf8__refuses_surrogates_and_too_large_values(void **state)
{
    (void)state;
    ASSERT_DECODES("\xED\xA0\x80", BAD(1), BAD(1), BAD(1));
    ASSERT_DECODES("\xF4\x91\x92\x93\xFF\x41", BAD(1), BAD(1), BAD(1), BAD(1), BAD(1),
                   {'A', 1, true});
}

/* Unicode 15, section 3.9, table 3-11. */
static void test_utf8__takes_truncated_sequences_as_one(void **state)
{
    (void)state;
    ASSERT_DECODES("\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41", BAD(2), BAD(1), BAD(3), BAD(2),
                   {'A', 1, true});
}

static void test_utf8__stops_at_the_end_of_the_text(void **state)
{
    (void)state;
    ASSERT_DECODES("\xE2\x80", BAD(2));
    ASSERT_DECODES("\xF0\x9F\x98", BAD(3));
    ASSERT_DECODES("\xC3", BAD(1));
}

static void test_utf8__encodes_what_it_decodes(void **state)
{
    (void)state;
    for (uint32_t c = 0; c <= 0x10FFFF; c++) {
        if (c >= 0xD800 && c <= 0xDFFF) continue;
        char bytes[4];
        uint32_t size, next;
        bool ok;
        uint32_t written = onr_utf8_encode(bytes, c);
        if (onr_utf8_decode(bytes, written, 0, &size, &ok) != c || !ok || size != written ||
            onr_utf8_next(bytes, &next) != written || next != c)
            fail_msg("U+%04X does not survive", c);
    }
}

static void test_utf8__finds_the_first_fault_wherever_it_is(void **state)
{
    (void)state;
    char text[64];
    for (size_t at = 0; at < sizeof text; at++) {
        memset(text, 'a', sizeof text);
        text[at] = '\xFF';
        assert_int_equal(onr_utf8_valid_prefix(text, sizeof text), at);
    }
    static const char MIXED[] = "caf\xC3\xA9 \xE2\x80\x9Cno\xE2\x80\x9D and so on\xE2\x80";
    assert_int_equal(onr_utf8_valid_prefix(MIXED, sizeof MIXED - 1), sizeof MIXED - 3);
    assert_int_equal(onr_utf8_valid_prefix("", 0), 0);
}

static void test_utf8__counts_code_points(void **state)
{
    (void)state;
    assert_int_equal(onr_utf8_count("", 0), 0);
    assert_int_equal(onr_utf8_count("a\xC3\xA9\xE2\x80\x9C\xF0\x9F\x98\x80z", 11), 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_utf8__decodes_every_length),
        cmocka_unit_test(test_utf8__refuses_overlong_forms_byte_by_byte),
        cmocka_unit_test(test_utf8__refuses_surrogates_and_too_large_values),
        cmocka_unit_test(test_utf8__takes_truncated_sequences_as_one),
        cmocka_unit_test(test_utf8__stops_at_the_end_of_the_text),
        cmocka_unit_test(test_utf8__encodes_what_it_decodes),
        cmocka_unit_test(test_utf8__finds_the_first_fault_wherever_it_is),
        cmocka_unit_test(test_utf8__counts_code_points),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
