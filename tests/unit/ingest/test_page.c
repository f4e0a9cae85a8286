#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../failing_alloc.h"
#include "ingest/page.h"

static const char PAGE[] =
    "<!DOCTYPE html><html><head><title>Storm ahead</title></head><body><article>"
    "<p>The storm reached the coast on Monday, and the mayor said that nobody was hurt in it.</p>"
    "<h2>What comes next</h2>"
    "<p>Schools stay closed until Thursday, according to the county, which looks at the roads.</p>"
    "</article></body></html>";

static onr_slice slice_of(const char *text)
{
    return (onr_slice){text, strlen(text)};
}

static onr_doc *read_page(onr_input *in)
{
    onr_error err;
    onr_doc *doc = onr_doc_new(NULL);
    assert_int_equal(onr_ingest_page(doc, in, &err), ONR_OK);
    return doc;
}

static void test_page__becomes_the_text_with_its_headings(void **state)
{
    (void)state;
    onr_input in = {.id = slice_of("a"), .html = slice_of(PAGE)};
    onr_doc *doc = read_page(&in);
    const onr_input *meta = onr_doc_meta(doc);
    assert_non_null(memmem(doc->text.ptr, doc->text.len, "nobody was hurt in it.", 22));
    assert_null(memmem(doc->text.ptr, doc->text.len, "<p>", 3));
    assert_int_equal(meta->block_count, 1);
    assert_int_equal(meta->blocks[0].kind, ONR_BLOCK_HEADLINE);
    assert_memory_equal(doc->text.ptr + meta->blocks[0].span.start_byte, "What comes next", 15);
    assert_null(meta->html.ptr);
    assert_int_equal(meta->id.len, 1);
    onr_doc_free(doc);
}

static void test_page__lets_the_input_say_more_than_the_page(void **state)
{
    (void)state;
    onr_slice byline = slice_of("Ann Lee");
    onr_input in = {.html = slice_of(PAGE), .title = slice_of("Given"), .bylines = &byline,
                    .byline_count = 1, .url = slice_of("http://e.org/1")};
    onr_doc *doc = read_page(&in);
    const onr_input *meta = onr_doc_meta(doc);
    assert_int_equal(meta->title.len, 5);
    assert_memory_equal(meta->title.ptr, "Given", 5);
    assert_int_equal(meta->byline_count, 1);
    assert_int_equal(meta->url.len, 14);
    onr_doc_free(doc);
}

static void test_page__keeps_all_of_a_fragment(void **state)
{
    (void)state;
    onr_input in = {.html = slice_of("Short.<br>Caf&eacute; <a href=x>link</a><p>Last"),
                    .fragment = true};
    onr_doc *doc = read_page(&in);
    static const char EXPECTED[] = "Short.\nCaf\xC3\xA9 link\n\nLast";
    assert_int_equal(doc->text.len, sizeof EXPECTED - 1);
    assert_memory_equal(doc->text.ptr, EXPECTED, doc->text.len);
    onr_doc_free(doc);
}

static void test_page__warns_when_it_is_cut_off(void **state)
{
    (void)state;
    onr_input in = {.html = slice_of(PAGE), .truncated = true};
    onr_doc *doc = read_page(&in);
    assert_int_equal(onr_doc_warning_count(doc), 1);
    assert_string_equal(onr_doc_warning_at(doc, 0)->kind, "truncated");
    assert_int_equal(onr_doc_warning_at(doc, 0)->span.end_byte, doc->text.len);
    onr_doc_free(doc);
    in.html = slice_of("");
    doc = read_page(&in);
    assert_int_equal(doc->text.len, 0);
    assert_int_equal(onr_doc_warning_count(doc), 1);
    assert_null(onr_doc_check(doc));
    onr_doc_free(doc);
}

static void test_page__survives_lack_of_memory(void **state)
{
    (void)state;
    onr_status status = ONR_ENOMEM;
    for (uint64_t n = 1; status != ONR_OK; n++) {
        failing_alloc fault = {.fail_at = n};
        onr_alloc alloc = failing_alloc_make(&fault);
        onr_input in = {.html = slice_of(PAGE)};
        onr_doc *doc = onr_doc_new(&alloc);
        if (doc == NULL) continue;
        status = onr_ingest_page(doc, &in, NULL);
        assert_true(status == ONR_OK || status == ONR_ENOMEM);
        onr_doc_free(doc);
        assert_int_equal(fault.held_bytes, 0);
        assert_true(n < 10000);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_page__becomes_the_text_with_its_headings),
        cmocka_unit_test(test_page__lets_the_input_say_more_than_the_page),
        cmocka_unit_test(test_page__keeps_all_of_a_fragment),
        cmocka_unit_test(test_page__warns_when_it_is_cut_off),
        cmocka_unit_test(test_page__survives_lack_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
