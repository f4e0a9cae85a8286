#include "record_testing.h"

#include "base/utf8.h"
#include "record/flow.h"

/* The text as one paragraph, compared whole. */
static void check_flow(const char *text, uint32_t columns, uint32_t first, uint32_t indent,
                       const char *expected)
{
    onr_buffer b = {0};
    onr_writer w = onr_writer_start(&b);
    onr_flow f = onr_flow_start(&w, columns, false);
    onr_flow_line(&f, first, indent);
    onr_flow_text(&f, slice_of(text), ONR_STYLE_STRONG);
    onr_flow_end(&f);
    onr_put_char(&w, '\0');
    assert_true(onr_writer_finish(&w));
    assert_string_equal(b.ptr, expected);
    onr_buffer_free(&b);
}

static void test_flow__folds_white_space(void **state)
{
    (void)state;
    check_flow(" \n a\t\tb\r\nc\xE2\x80\xA9\xE3\x80\x80\xC2\x85 d \n", 80, 0, 0, "a b c d\n");
    check_flow("", 80, 2, 4, "  \n");
    check_flow("5\xC2\xA0km", 80, 0, 0, "5\xC2\xA0km\n");
}

static void test_flow__wraps_at_the_last_space_that_fits(void **state)
{
    (void)state;
    check_flow("aaa bbb ccc", 11, 0, 0, "aaa bbb ccc\n");
    check_flow("aaa bbb ccc", 10, 0, 0, "aaa bbb\nccc\n");
    check_flow("aaa bbb ccc", 7, 0, 0, "aaa bbb\nccc\n");
    check_flow("aaa bbb ccc", 6, 0, 0, "aaa\nbbb\nccc\n");
    check_flow("aaa bbb ccc", 8, 1, 4, " aaa bbb\n    ccc\n");
    check_flow("5\xC2\xA0km far", 6, 0, 0, "5\xC2\xA0km\nfar\n");
}

static void test_flow__cuts_a_word_wider_than_the_line(void **state)
{
    (void)state;
    check_flow("a bbbbbbbb c", 6, 0, 2, "a\n  bbbb\n  bbbb\n  c\n");
    check_flow("abc", 1, 4, 4, "a\nb\nc\n");
}

static void test_flow__default_is_80_columns(void **state)
{
    (void)state;
    char text[101], expected[102];
    for (int i = 0; i < 100; i++) text[i] = i % 10 == 9 ? ' ' : 'x';
    text[99] = '\0';
    memcpy(expected, text, 100);
    expected[79] = '\n';
    expected[99] = '\n';
    expected[100] = '\0';
    check_flow(text, 0, 0, 0, expected);
}

static void test_flow__counts_what_a_terminal_shows(void **state)
{
    (void)state;
    /* e with a combining acute is one column, two ideographs are four. */
    check_flow("e\xCC\x81" "bc def", 7, 0, 0, "e\xCC\x81" "bc def\n");
    check_flow("\xE6\x9D\xB1\xE4\xBA\xAC ab", 7, 0, 0, "\xE6\x9D\xB1\xE4\xBA\xAC ab\n");
    check_flow("\xE6\x9D\xB1\xE4\xBA\xAC ab", 6, 0, 0, "\xE6\x9D\xB1\xE4\xBA\xAC\nab\n");
    check_flow("\xE6\x9D\xB1\xE4\xBA\xAC", 3, 0, 0, "\xE6\x9D\xB1\n\xE4\xBA\xAC\n");
    assert_int_equal(onr_flow_width('a'), 1);
    assert_int_equal(onr_flow_width(0x00E9), 1);
    assert_int_equal(onr_flow_width(0x2014), 1);
    assert_int_equal(onr_flow_width(0x0301), 0);
    assert_int_equal(onr_flow_width(0x200D), 0);
    assert_int_equal(onr_flow_width(0x3042), 2);
    assert_int_equal(onr_flow_width(0xAC00), 2);
    assert_int_equal(onr_flow_width(0xFF21), 2);
    assert_int_equal(onr_flow_width(0x1F600), 2);
    assert_int_equal(onr_flow_width(0x10FFFF), 1);
}

static void test_flow__lets_no_control_out(void **state)
{
    (void)state;
    check_flow("a\x1B[2Jb\x07\x08\x7F", 80, 0, 0,
               "a\xEF\xBF\xBD[2Jb\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\n");
    check_flow("\xC2\x9B" "31m", 80, 0, 0, "\xEF\xBF\xBD" "31m\n");
    check_flow("x\xE2\x80\xAEy\xE2\x80\xACz\xE2\x81\xA6w\xE2\x81\xA9", 80, 0, 0,
               "x\xEF\xBF\xBDy\xEF\xBF\xBDz\xEF\xBF\xBDw\xEF\xBF\xBD\n");
    check_flow("\xFF" "a\x9B", 80, 0, 0, "\xEF\xBF\xBD" "a\xEF\xBF\xBD\n");
}

/* Pieces of one word in two styles stay together; no colour crosses the end of a line. */
static void test_flow__colours(void **state)
{
    (void)state;
    onr_buffer b = {0};
    onr_writer w = onr_writer_start(&b);
    onr_flow f = onr_flow_start(&w, 8, true);
    onr_flow_line(&f, 0, 2);
    onr_flow_word(&f, "ab cd", ONR_STYLE_SOURCE);
    onr_flow_word(&f, "efg", ONR_STYLE_CUE);
    onr_flow_word(&f, "h i", ONR_STYLE_QUOTE);
    onr_flow_space(&f, 2);
    onr_flow_solid(&f, slice_of("(j k)"), ONR_STYLE_DIM);
    onr_flow_word(&f, " l", ONR_STYLE_PLAIN);
    onr_flow_end(&f);
    onr_put_char(&w, '\0');
    assert_true(onr_writer_finish(&w));
    assert_string_equal(b.ptr, "\x1B[1;36mab\x1B[0m\n"
                               "  \x1B[1;36mcd\x1B[0m\x1B[33mefg\x1B[0m\x1B[32mh\x1B[0m\n"
                               "  \x1B[32mi\x1B[0m\n"
                               "  \x1B[2m(j k)\x1B[0m\n"
                               "  l\n");
    onr_buffer_free(&b);
}

/* Put the text in pieces of two styles, cut between code points. */
static onr_buffer flow_pieces(const char *text, size_t len, uint32_t columns, bool colour)
{
    onr_buffer b = {0};
    onr_writer w = onr_writer_start(&b);
    onr_flow f = onr_flow_start(&w, columns, colour);
    onr_flow_line(&f, 1, 2);
    for (size_t at = 0; at < len;) {
        size_t end = at + 1;
        while (end < len && (end % 7 != 0 || ((unsigned char)text[end] & 0xC0) == 0x80)) end++;
        onr_style style = end % 2 ? ONR_STYLE_CUE : ONR_STYLE_PLAIN;
        onr_flow_text(&f, (onr_slice){text + at, end - at}, style);
        at = end;
    }
    onr_flow_end(&f);
    assert_true(onr_writer_finish(&w));
    return b;
}

/* Take the colour sequences out; each line must end without colour. */
static void strip_colours(onr_buffer *b)
{
    size_t kept = 0;
    bool coloured = false;
    for (size_t i = 0; i < b->len; i++) {
        if (b->ptr[i] == '\x1B') {
            coloured = b->ptr[i + 2] != '0';
            i = (size_t)((char *)memchr(b->ptr + i, 'm', b->len - i) - b->ptr);
            continue;
        }
        if (b->ptr[i] == '\n') assert_false(coloured);
        b->ptr[kept++] = b->ptr[i];
    }
    b->len = kept;
}

static size_t copy_words(char *out, const char *text, size_t len)
{
    size_t kept = 0;
    for (size_t i = 0; i < len; i++) {
        if (text[i] != ' ' && text[i] != '\n') out[kept++] = text[i];
    }
    return kept;
}

static void check_widths(const onr_buffer *b, uint32_t columns)
{
    uint32_t width = 0, codepoint;
    for (size_t i = 0; i < b->len; i += onr_utf8_next(b->ptr + i, &codepoint)) {
        onr_utf8_next(b->ptr + i, &codepoint);
        width = codepoint == '\n' ? 0 : width + onr_flow_width(codepoint);
        assert_true(width <= columns);
    }
}

/* Nothing but white space may be added or lost, no line may be too wide, and colours change
 * nothing else. */
static void check_random(uint32_t seed, uint32_t columns)
{
    static const char *const words[] = {"a",  "bcd", " ", "  \n", "efghijklmnop", "\xE6\x9D\xB1",
                                        "\xCC\x81", ".", " ", " "};
    char text[2048], wanted[2048], got[2048];
    size_t len = 0;
    for (int i = 0; i < 100; i++) {
        seed = seed * 1664525u + 1013904223u;
        const char *word = words[(seed >> 20) % 10];
        memcpy(text + len, word, strlen(word));
        len += strlen(word);
    }
    onr_buffer plain = flow_pieces(text, len, columns, false);
    onr_buffer coloured = flow_pieces(text, len, columns, true);
    check_widths(&plain, columns);
    size_t count = copy_words(wanted, text, len);
    assert_int_equal(copy_words(got, plain.ptr, plain.len), count);
    assert_memory_equal(got, wanted, count);
    strip_colours(&coloured);
    assert_int_equal(coloured.len, plain.len);
    assert_memory_equal(coloured.ptr, plain.ptr, plain.len);
    onr_buffer_free(&plain);
    onr_buffer_free(&coloured);
}

static void test_flow__keeps_every_word_at_every_width(void **state)
{
    (void)state;
    for (uint32_t columns = 4; columns < 60; columns++) {
        for (uint32_t seed = 0; seed < 20; seed++) check_random(seed, columns);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_flow__folds_white_space),
        cmocka_unit_test(test_flow__wraps_at_the_last_space_that_fits),
        cmocka_unit_test(test_flow__cuts_a_word_wider_than_the_line),
        cmocka_unit_test(test_flow__default_is_80_columns),
        cmocka_unit_test(test_flow__counts_what_a_terminal_shows),
        cmocka_unit_test(test_flow__lets_no_control_out),
        cmocka_unit_test(test_flow__colours),
        cmocka_unit_test(test_flow__keeps_every_word_at_every_width),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
