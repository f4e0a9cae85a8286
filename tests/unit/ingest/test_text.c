#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/sha256.h"
#include "ingest/text.h"

#include "../failing_alloc.h"

#define SLICE(literal) ((onr_slice){literal, sizeof(literal) - 1})

static onr_doc *ingest(onr_slice text)
{
    onr_doc *doc = onr_doc_new(NULL);
    onr_input in = {.text = text};
    onr_error err;
    assert_non_null(doc);
    assert_int_equal(onr_ingest_text(doc, &in, &err), ONR_OK);
    assert_null(onr_doc_check(doc));
    return doc;
}

static void assert_slice(onr_slice slice, onr_slice expected)
{
    assert_int_equal(slice.len, expected.len);
    assert_memory_equal(slice.ptr, expected.ptr, expected.len);
}

static void assert_text(onr_slice in, onr_slice expected, uint32_t warnings)
{
    onr_doc *doc = ingest(in);
    assert_slice(onr_doc_text(doc), expected);
    assert_int_equal(onr_doc_warning_count(doc), warnings);
    onr_doc_free(doc);
}

static void assert_warning(const onr_doc *doc, uint32_t i, const char *kind, uint32_t start,
                           uint32_t end)
{
    const onr_warning *w = onr_doc_warning_at(doc, i);
    assert_string_equal(w->kind, kind);
    assert_int_equal(w->span.start_byte, start);
    assert_int_equal(w->span.end_byte, end);
}

static void test_text__keeps_valid_text_byte_for_byte(void **state)
{
    (void)state;
    onr_slice texts[] = {
        SLICE(""),
        SLICE("Plain.\n"),
        SLICE("\xEF\xBB\xBFwith a mark\r\nand\rreturns\x0B\x1F\x7F"),
        SLICE("caf\xC3\xA9 \xE2\x80\x9Cquoted\xE2\x80\x9D \xF0\x9F\x98\x80 \xEF\xBF\xBD"),
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) assert_text(texts[i], texts[i], 0);
}

static void test_text__counts_an_absent_text_as_empty(void **state)
{
    (void)state;
    onr_doc *doc = ingest((onr_slice){NULL, 0});
    assert_non_null(onr_doc_text(doc).ptr);
    assert_int_equal(onr_doc_text(doc).len, 0);
    onr_doc_free(doc);
}

static void test_text__outlives_its_input(void **state)
{
    (void)state;
    char bytes[] = "said so";
    onr_doc *doc = ingest((onr_slice){bytes, 7});
    memset(bytes, 'x', 7);
    assert_slice(onr_doc_text(doc), SLICE("said so"));
    onr_doc_free(doc);
}

static void test_text__replaces_each_maximal_subpart(void **state)
{
    (void)state;
    assert_text(SLICE("a\xFFz"), SLICE("a\xEF\xBF\xBDz"), 1);
    assert_text(SLICE("a\xE2\x80"), SLICE("a\xEF\xBF\xBD"), 1);
    assert_text(SLICE("\xF0\x9F\x98"), SLICE("\xEF\xBF\xBD"), 1);
    assert_text(SLICE("\xC0\xAF"), SLICE("\xEF\xBF\xBD\xEF\xBF\xBD"), 1);
    assert_text(SLICE("\xED\xA0\x80"), SLICE("\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"), 1);
    assert_text(SLICE("\xE2\x80\xE2\x80\x9C"), SLICE("\xEF\xBF\xBD\xE2\x80\x9C"), 1);
}

static void test_text__warns_once_for_each_run(void **state)
{
    (void)state;
    onr_doc *doc = ingest(SLICE("ab\xFF\xFF\xE2\x80 c \xFE\xEF\xBF\xBD\xFE"));
    assert_slice(onr_doc_text(doc), SLICE("ab\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD c "
                                          "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"));
    assert_int_equal(onr_doc_warning_count(doc), 3);
    assert_warning(doc, 0, "invalid-utf8", 2, 11);
    assert_warning(doc, 1, "invalid-utf8", 14, 17);
    assert_warning(doc, 2, "invalid-utf8", 20, 23); /* the one between was there before */
    onr_doc_free(doc);
}

static void test_text__bounds_the_warnings_but_repairs_on(void **state)
{
    (void)state;
    char bytes[2 * 300];
    for (size_t i = 0; i < sizeof bytes; i += 2) memcpy(bytes + i, "\xFFx", 2);
    onr_doc *doc = ingest((onr_slice){bytes, sizeof bytes});
    assert_int_equal(onr_doc_text(doc).len, 4 * 300);
    assert_int_equal(onr_doc_warning_count(doc), 100);
    assert_warning(doc, 99, "invalid-utf8", 99 * 4, 99 * 4 + 3);
    onr_doc_free(doc);
}

static void test_text__warns_of_nul_bytes_once(void **state)
{
    (void)state;
    onr_doc *doc = ingest(SLICE("a\xFF\0b\0"));
    assert_slice(onr_doc_text(doc), SLICE("a\xEF\xBF\xBD\0b\0"));
    assert_int_equal(onr_doc_warning_count(doc), 2);
    assert_warning(doc, 0, "invalid-utf8", 1, 4);
    assert_warning(doc, 1, "nul-byte", 4, 5);
    onr_doc_free(doc);
}

static void test_text__copies_and_repairs_what_is_known(void **state)
{
    (void)state;
    onr_slice names[] = {SLICE("Jane Doe"), SLICE("J\xFFhn"), SLICE("")};
    char title[] = "Mayor \xE9lected";
    onr_input in = {.id = SLICE("a1"), .text = SLICE("T"), .url = SLICE("http://example.org/"),
                    .title = {title, sizeof title - 1}, .bylines = names, .byline_count = 3};
    onr_doc *doc = onr_doc_new(NULL);
    assert_int_equal(onr_ingest_text(doc, &in, NULL), ONR_OK);
    memset(title, 'x', sizeof title - 1);
    memset(names, 0, sizeof names);
    const onr_input *meta = onr_doc_meta(doc);
    assert_slice(meta->id, SLICE("a1"));
    assert_slice(meta->title, SLICE("Mayor \xEF\xBF\xBDlected"));
    assert_slice(meta->url, SLICE("http://example.org/"));
    assert_null(meta->published.ptr);
    assert_int_equal(meta->byline_count, 3);
    assert_slice(meta->bylines[0], SLICE("Jane Doe"));
    assert_slice(meta->bylines[1], SLICE("J\xEF\xBF\xBDhn"));
    assert_non_null(meta->bylines[2].ptr);
    assert_int_equal(meta->bylines[2].len, 0);
    assert_ptr_equal(meta->text.ptr, onr_doc_text(doc).ptr);
    assert_int_equal(onr_doc_warning_count(doc), 0);
    onr_doc_free(doc);
}

static void test_text__copies_all_other_fields_and_the_blocks(void **state)
{
    (void)state;
    onr_block blocks[] = {{{0, 1}, ONR_BLOCK_HEADLINE}, {{2, 3}, ONR_BLOCK_BODY}};
    onr_input in = {.text = SLICE("T\nB"), .published = SLICE("2024-05-01"),
                    .modified = SLICE("2024-05-02"), .site = SLICE("The Bay"),
                    .section = SLICE("World"), .language = SLICE("de"),
                    .blocks = blocks, .block_count = 2};
    onr_doc *doc = onr_doc_new(NULL);
    assert_int_equal(onr_ingest_text(doc, &in, NULL), ONR_OK);
    memset(blocks, 0, sizeof blocks);
    const onr_input *meta = onr_doc_meta(doc);
    assert_slice(meta->published, SLICE("2024-05-01"));
    assert_slice(meta->modified, SLICE("2024-05-02"));
    assert_slice(meta->site, SLICE("The Bay"));
    assert_slice(meta->section, SLICE("World"));
    assert_slice(meta->language, SLICE("de"));
    assert_slice(onr_doc_language(doc), SLICE("de"));
    assert_int_equal(meta->block_count, 2);
    assert_int_equal(meta->blocks[1].kind, ONR_BLOCK_BODY);
    assert_int_equal(meta->blocks[1].span.end_byte, 3);
    onr_doc_free(doc);
}

static void test_text__leaves_out_blocks_when_offsets_move(void **state)
{
    (void)state;
    onr_block block = {{2, 3}, ONR_BLOCK_BODY};
    onr_input in = {.text = SLICE("\xFF B"), .blocks = &block, .block_count = 1};
    onr_doc *doc = onr_doc_new(NULL);
    assert_int_equal(onr_ingest_text(doc, &in, NULL), ONR_OK);
    assert_int_equal(onr_doc_meta(doc)->block_count, 0);
    onr_doc_free(doc);
}

static void test_text__hashes_the_text_as_it_stands_in_the_document(void **state)
{
    (void)state;
    uint8_t digest[ONR_SHA256_BYTES];
    onr_doc *doc = ingest(SLICE("a\xFFz"));
    onr_sha256_bytes(digest, "a\xEF\xBF\xBDz", 5);
    assert_memory_equal(onr_doc_sha256(doc), digest, sizeof digest);
    onr_doc_free(doc);
}

static void test_text__indexes_code_points(void **state)
{
    (void)state;
    onr_doc *doc = ingest(SLICE("\xC3\xA9\xFF!"));
    assert_int_equal(onr_doc_codepoint(doc, 2), 1);
    assert_int_equal(onr_doc_codepoint(doc, 5), 2);
    assert_int_equal(onr_doc_codepoint(doc, 6), 3);
    onr_doc_free(doc);
}

/* The bytes are never looked at, so none have to be there. */
static void test_text__refuses_what_is_too_long(void **state)
{
    (void)state;
    onr_doc *doc = onr_doc_new(NULL);
    onr_error err;
    onr_input in = {.text = {"x", (size_t)ONR_MAX_TEXT_BYTES + 1}};
    assert_int_equal(onr_ingest_text(doc, &in, &err), ONR_ELIMIT);
    assert_int_equal(err.status, ONR_ELIMIT);
    assert_string_equal(err.message, "the text is longer than 1073741824 bytes");
    onr_doc_free(doc);
}

static void test_text__survives_lack_of_memory_anywhere(void **state)
{
    (void)state;
    static char bytes[100 << 10];
    memset(bytes, 'a', sizeof bytes);
    for (size_t i = 0; i < sizeof bytes; i += 1000) bytes[i] = '\xFF';
    bytes[77] = '\0';
    onr_slice names[] = {{bytes, 20000}, SLICE("x")};
    onr_input in = {.id = SLICE("id"), .text = {bytes, sizeof bytes}, .title = {bytes, 30000},
                    .url = {bytes, 40000}, .published = {bytes, 50000}, .bylines = names,
                    .byline_count = 2};
    bool done = false;
    uint64_t n = 0;
    while (!done) {
        failing_alloc fault = {.fail_at = ++n};
        onr_alloc alloc = failing_alloc_make(&fault);
        onr_error err = {0};
        onr_doc *doc = onr_doc_new(&alloc);
        if (doc != NULL) {
            onr_status status = onr_ingest_text(doc, &in, &err);
            done = status == ONR_OK;
            assert_true(done || (status == ONR_ENOMEM && err.status == ONR_ENOMEM));
        }
        onr_doc_free(doc);
        assert_int_equal(fault.held_bytes, 0);
        assert_int_equal(fault.held_blocks, 0);
    }
    assert_true(n > 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text__keeps_valid_text_byte_for_byte),
        cmocka_unit_test(test_text__counts_an_absent_text_as_empty),
        cmocka_unit_test(test_text__outlives_its_input),
        cmocka_unit_test(test_text__replaces_each_maximal_subpart),
        cmocka_unit_test(test_text__warns_once_for_each_run),
        cmocka_unit_test(test_text__bounds_the_warnings_but_repairs_on),
        cmocka_unit_test(test_text__warns_of_nul_bytes_once),
        cmocka_unit_test(test_text__copies_and_repairs_what_is_known),
        cmocka_unit_test(test_text__copies_all_other_fields_and_the_blocks),
        cmocka_unit_test(test_text__leaves_out_blocks_when_offsets_move),
        cmocka_unit_test(test_text__hashes_the_text_as_it_stands_in_the_document),
        cmocka_unit_test(test_text__indexes_code_points),
        cmocka_unit_test(test_text__refuses_what_is_too_long),
        cmocka_unit_test(test_text__survives_lack_of_memory_anywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
