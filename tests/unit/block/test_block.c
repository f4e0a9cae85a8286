#include "../doc_maker.h"

#include "block/block.h"

static onr_span span_of(const onr_doc *doc, const char *words)
{
    const char *at = strstr(doc->text.ptr, words);
    assert_non_null(at);
    uint32_t start = (uint32_t)(at - doc->text.ptr);
    return (onr_span){start, start + (uint32_t)strlen(words)};
}

static void run(onr_doc *doc)
{
    assert_int_equal(onr_block_run(doc, NULL), ONR_OK);
    assert_null(onr_doc_check(doc));
}

static void assert_block(const onr_doc *doc, uint32_t i, onr_block_kind kind, const char *words)
{
    onr_span span = span_of(doc, words);
    assert_true(i < doc->block_count);
    assert_int_equal(doc->blocks[i].kind, kind);
    assert_int_equal(doc->blocks[i].span.start_byte, span.start_byte);
    assert_int_equal(doc->blocks[i].span.end_byte, span.end_byte);
}

static void test_block__makes_one_of_each_paragraph(void **state)
{
    (void)state;
    onr_doc *doc = make_doc("The mayor left on Monday . / It was late . | Nobody spoke to her .");
    run(doc);
    assert_int_equal(doc->block_count, 2);
    assert_block(doc, 0, ONR_BLOCK_BODY, "The mayor left on Monday .   It was late .");
    assert_block(doc, 1, ONR_BLOCK_BODY, "Nobody spoke to her .");
    onr_doc_free(doc);
}

static void test_block__takes_what_the_reader_knew(void **state)
{
    (void)state;
    onr_doc *doc = make_doc("Storm ahead | RIVERTON The storm came . | It left . | Nobody spoke .");
    onr_block given[] = {{span_of(doc, "Storm ahead"), ONR_BLOCK_HEADLINE},
                         {span_of(doc, "RIVERTON"), ONR_BLOCK_DATELINE},
                         {span_of(doc, "It left .   Nobody spoke ."), ONR_BLOCK_CAPTION}};
    doc->meta.blocks = given;
    doc->meta.block_count = 3;
    run(doc);
    assert_int_equal(doc->block_count, 5);
    assert_block(doc, 0, ONR_BLOCK_HEADLINE, "Storm ahead");
    assert_block(doc, 1, ONR_BLOCK_DATELINE, "RIVERTON");
    assert_block(doc, 2, ONR_BLOCK_BODY, "The storm came .");
    assert_block(doc, 3, ONR_BLOCK_CAPTION, "It left .");
    assert_block(doc, 4, ONR_BLOCK_CAPTION, "Nobody spoke .");
    onr_doc_free(doc);
}

/* Whatever the caller says, the layer is sound. */
static void test_block__survives_given_blocks_that_make_no_sense(void **state)
{
    (void)state;
    static const onr_block given[] = {
        {{9, 3}, ONR_BLOCK_CAPTION},       {{500, 600}, ONR_BLOCK_CAPTION},
        {{2, 4}, 200},                     {{0, UINT32_MAX}, ONR_BLOCK_CREDIT},
        {{UINT32_MAX, 1}, ONR_BLOCK_OTHER}};
    for (uint32_t count = 1; count <= 5; count++) {
        for (uint32_t first = 0; first + count <= 5; first++) {
            onr_doc *doc = make_doc("Storm ahead | The storm came . | It left .");
            doc->meta.blocks = given + first;
            doc->meta.block_count = count;
            run(doc);
            assert_true(doc->block_count >= 3);
            onr_doc_free(doc);
        }
    }
}

static void test_block__has_none_without_tokens(void **state)
{
    (void)state;
    onr_doc *doc = make_doc(" ");
    run(doc);
    assert_int_equal(doc->block_count, 0);
    onr_doc_free(doc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_block__makes_one_of_each_paragraph),
        cmocka_unit_test(test_block__takes_what_the_reader_knew),
        cmocka_unit_test(test_block__survives_given_blocks_that_make_no_sense),
        cmocka_unit_test(test_block__has_none_without_tokens),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
