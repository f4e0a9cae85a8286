#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "reading.h"

static void check(const char *name, const char *content, size_t len, bool is_page)
{
    bytes b = {0}, expected = {0};
    add_bytes(&b, content, len);
    add_text(&expected, is_page ? "( id=<a> html=<" : "( id=<a> text=<");
    add_bytes(&expected, content, len);
    add_text(&expected, "> )\n");
    for (size_t piece = 0; piece < 4; piece++) {
        char *given = describe_reading(name, b.ptr, b.len, piece, NULL);
        assert_string_equal(given, expected.ptr);
        free(given);
    }
    free(b.ptr);
    free(expected.ptr);
}

static void test_html__knows_pages_from_their_beginning(void **state)
{
    (void)state;
    static const char *const PAGES[] = {
        "<!DOCTYPE html><title>x", "<!doctype HTML PUBLIC \"-//W3C//DTD HTML 4.01//EN\">",
        "<HTML>", "\n \t<html lang=en>", "<!-- a <b> --><html>", "<p>He said.", "<p", "<br/>",
        "<?xml version=\"1.0\"?>\n<!DOCTYPE html [<!ENTITY a \"b>\">]>\n<html>",
        "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'>", "\xEF\xBB\xBF<html>",
        "<div class='a'>", "<!DOCTYPE html",
    };
    for (size_t i = 0; i < sizeof PAGES / sizeof *PAGES; i++)
        check("a.txt", PAGES[i], strlen(PAGES[i]), true);
}

static void test_html__leaves_text_alone(void **state)
{
    (void)state;
    static const char *const TEXTS[] = {
        "<quoted> he said", "< p>", "<", "He wrote <html> in it", "<pre-war> times", "<1>",
        "<?xml version='1.0'?><nitf>", "<!-- only a comment -->", "<!DOCTYPE book><book>", "<?",
    };
    for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++)
        check("a.txt", TEXTS[i], strlen(TEXTS[i]), false);
}

static void test_html__knows_pages_in_utf16(void **state)
{
    (void)state;
    static const char LITTLE[] = "\xFF\xFE<\0h\0t\0m\0l\0>\0", BIG[] = "\xFE\xFF\0<\0h\0t\0m\0l\0>";
    for (size_t piece = 0; piece < 2; piece++) {
        onr_input in;
        byte_stream little = {LITTLE, sizeof LITTLE - 1, 0, piece};
        byte_stream big = {BIG, sizeof BIG - 1, 0, piece};
        byte_stream *both[] = {&little, &big};
        for (int i = 0; i < 2; i++) {
            onr_reader *reader;
            assert_int_equal(onr_reader_open_stream(&reader, "a", read_bytes, both[i], NULL, NULL),
                             ONR_OK);
            assert_int_equal(onr_reader_next(reader, &in, NULL), ONR_OK);
            assert_int_equal(in.html.len, 14);
            onr_reader_close(reader);
        }
    }
}

static void test_html__believes_the_name_of_a_page_that_begins_with_text(void **state)
{
    (void)state;
    check("a.html", "Warning: line 3<br><html>", 25, true);
    check("a.htm.gz", "", 0, true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_html__knows_pages_from_their_beginning),
        cmocka_unit_test(test_html__leaves_text_alone),
        cmocka_unit_test(test_html__knows_pages_in_utf16),
        cmocka_unit_test(test_html__believes_the_name_of_a_page_that_begins_with_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
