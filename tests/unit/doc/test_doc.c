#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "doc/doc.h"

#include "../failing_alloc.h"
#include "doc_testing.h"

static onr_doc *new_doc(const char *text)
{
    onr_doc *doc = onr_doc_new(NULL);
    assert_non_null(doc);
    doc->text = (onr_slice){text, strlen(text)};
    assert_true(onr_doc_index_codepoints(doc));
    return doc;
}

static void add_token(onr_doc *doc, uint32_t start, uint16_t len)
{
    assert_true(onr_doc_add_token(doc, (onr_token){start, len, ONR_TOKEN_WORD}));
}

static uint32_t add_attribution(onr_doc *doc, onr_span source, onr_span content)
{
    onr_attribution a = {.parent = ONR_NONE, .confidence = 0.5f};
    if (source.end_byte > 0) assert_true(onr_doc_add_part(doc, &a.source, &source, 1));
    assert_true(onr_doc_add_part(doc, &a.content, &content, 1));
    assert_true(onr_doc_add_attribution(doc, &a));
    return doc->attribution_count - 1;
}

/* Four words in two sentences and paragraphs, two nested quotations, two attributions. */
static onr_doc *new_sound_doc(void)
{
    onr_doc *doc = new_doc("caf\xC3\xA9 two\n\nsix nine");
    add_token(doc, 0, 5);
    add_token(doc, 6, 3);
    add_token(doc, 11, 3);
    add_token(doc, 15, 4);
    for (uint32_t i = 0; i < 4; i += 2) {
        assert_true(onr_doc_add_sentence(doc, (onr_range){i, i + 2}));
        assert_true(onr_doc_add_paragraph(doc, (onr_range){i, i + 2}));
    }
    assert_true(onr_doc_add_block(doc, (onr_block){{0, 5}, ONR_BLOCK_DATELINE}));
    assert_true(onr_doc_add_block(doc, (onr_block){{6, 9}, ONR_BLOCK_BODY}));
    assert_true(onr_doc_add_block(doc, (onr_block){{11, 19}, ONR_BLOCK_CREDIT}));
    assert_true(onr_doc_add_quote(doc, (onr_quote){0, 3, ONR_NONE, 0, true}));
    assert_true(onr_doc_add_quote(doc, (onr_quote){1, 2, 0, 1, true}));
    add_attribution(doc, (onr_span){0, 5}, (onr_span){6, 9});
    add_attribution(doc, (onr_span){15, 19}, (onr_span){11, 14});
    assert_null(onr_doc_check(doc));
    return doc;
}

static void test_doc__counts_code_points_before_every_byte(void **state)
{
    (void)state;
    char text[400];
    size_t len = 0;
    static const uint32_t CYCLE[] = {'a', 0xE9, 0x201C, 0x1F600, ' '};
    for (size_t i = 0; len + 4 < sizeof text; i++) len += onr_utf8_encode(text + len, CYCLE[i % 5]);
    for (size_t cut = 0; cut <= len; cut++) {
        if (onr_utf8_valid_prefix(text, cut) != cut) continue;
        onr_doc *doc = onr_doc_new(NULL);
        doc->text = (onr_slice){text, cut};
        assert_true(onr_doc_index_codepoints(doc));
        for (size_t at = 0; at <= cut; at++)
            assert_int_equal(onr_doc_codepoint(doc, (uint32_t)at), onr_utf8_count(text, at));
        assert_int_equal(onr_doc_codepoint(doc, UINT32_MAX), onr_utf8_count(text, cut));
        onr_doc_free(doc);
    }
}

static void test_doc__needs_no_index_for_ascii(void **state)
{
    (void)state;
    onr_doc *doc = new_doc("plain text");
    assert_null(doc->codepoints);
    assert_int_equal(onr_doc_codepoint(doc, 7), 7);
    assert_int_equal(onr_doc_codepoint(doc, 700), 10);
    onr_doc_free(doc);
}

static void test_doc__gives_back_what_was_added(void **state)
{
    (void)state;
    onr_doc *doc = new_sound_doc();
    assert_int_equal(onr_doc_text(doc).len, 19);
    assert_int_equal(onr_doc_token_count(doc), 4);
    assert_int_equal(onr_doc_token_at(doc, 3)->start_byte, 15);
    assert_int_equal(onr_doc_token_text(doc, 0).len, 5);
    assert_memory_equal(onr_doc_token_text(doc, 1).ptr, "two", 3);
    assert_int_equal(onr_doc_sentence_count(doc), 2);
    assert_int_equal(onr_doc_sentence_at(doc, 1).first_token, 2);
    assert_int_equal(onr_doc_paragraph_count(doc), 2);
    assert_int_equal(onr_doc_paragraph_at(doc, 0).end_token, 2);
    assert_int_equal(onr_doc_block_count(doc), 3);
    assert_int_equal(onr_doc_block_at(doc, 2)->kind, ONR_BLOCK_CREDIT);
    assert_int_equal(onr_doc_byline_count(doc), 0);
    assert_true(onr_doc_add_byline(doc, (onr_slice){"Ann Lee", 7}));
    assert_int_equal(onr_doc_byline_at(doc, 0).len, 7);
    assert_null(onr_doc_language(doc).ptr);
    assert_int_equal(onr_doc_quote_count(doc), 2);
    assert_int_equal(onr_doc_quote_at(doc, 1)->parent, 0);
    assert_int_equal(onr_doc_attribution_count(doc), 2);
    uint32_t count;
    const onr_attribution *a = onr_doc_attribution_at(doc, 1);
    const onr_span *spans = onr_doc_spans(doc, a->source, &count);
    assert_int_equal(count, 1);
    assert_int_equal(spans[0].start_byte, 15);
    onr_doc_spans(doc, a->cue, &count);
    assert_int_equal(count, 0);
    assert_int_equal(onr_doc_warning_count(doc), 0);
    assert_true(onr_doc_add_warning(doc, "kind", "why", (onr_span){1, 2}));
    assert_string_equal(onr_doc_warning_at(doc, 0)->kind, "kind");
    onr_doc_free(doc);
}

static void test_doc__has_no_quoted_tokens_before_the_stage_ran(void **state)
{
    (void)state;
    onr_doc *doc = new_sound_doc();
    assert_int_equal(onr_doc_quoted_at(doc, 2), 0);
    onr_doc_free(doc);
}

static void test_doc__keeps_parts_of_many_spans(void **state)
{
    (void)state;
    onr_doc *doc = new_sound_doc();
    onr_span spans[] = {{0, 5}, {6, 9}, {11, 14}};
    onr_part part;
    uint32_t count;
    assert_true(onr_doc_add_part(doc, &part, spans, 3));
    const onr_span *kept = onr_doc_spans(doc, part, &count);
    assert_int_equal(count, 3);
    assert_memory_equal(kept, spans, sizeof spans);
    assert_true(onr_doc_add_part(doc, &part, NULL, 0));
    assert_int_equal(part.count, 0);
    onr_doc_free(doc);
}

static void test_doc__survives_lack_of_memory(void **state)
{
    (void)state;
    bool done = false;
    for (uint64_t n = 1; !done; n++) {
        failing_alloc fault = {.fail_at = n};
        onr_alloc alloc = failing_alloc_make(&fault);
        onr_doc *doc = onr_doc_new(&alloc);
        memset(&alloc, 0, sizeof alloc); /* the document has its own copy */
        if (doc != NULL) {
            onr_part part;
            onr_span span = {0, 1};
            onr_attribution a = {.parent = ONR_NONE};
            doc->text = (onr_slice){"\xC3\xA9", 2};
            done = onr_doc_index_codepoints(doc) && onr_doc_add_token(doc, (onr_token){0, 2, 0}) &&
                   onr_doc_add_sentence(doc, (onr_range){0, 1}) &&
                   onr_doc_add_paragraph(doc, (onr_range){0, 1}) &&
                   onr_doc_add_block(doc, (onr_block){span, ONR_BLOCK_BODY}) &&
                   onr_doc_add_byline(doc, doc->text) &&
                   onr_doc_add_quote(doc, (onr_quote){0, 1, ONR_NONE, 0, true}) &&
                   onr_doc_add_part(doc, &part, &span, 1) && onr_doc_add_attribution(doc, &a) &&
                   onr_doc_add_warning(doc, "k", "w", span);
        }
        onr_doc_free(doc);
        assert_int_equal(fault.held_bytes, 0);
        assert_int_equal(fault.held_blocks, 0);
    }
}

static void test_doc__free_of_nothing_is_allowed(void **state)
{
    (void)state;
    onr_doc_free(NULL);
}

static void test_doc__knows_what_block_a_token_stands_in(void **state)
{
    (void)state;
    onr_doc *doc = new_sound_doc();
    assert_int_equal(onr_doc_block_around(doc, 0), 0);
    assert_int_equal(onr_doc_block_around(doc, 4), 0);
    assert_int_equal(onr_doc_block_around(doc, 5), ONR_NONE);
    assert_int_equal(onr_doc_block_around(doc, 18), 2);
    assert_int_equal(onr_doc_block_around(doc, 19), ONR_NONE);
    assert_false(onr_doc_is_silent(doc, 1));
    assert_true(onr_doc_is_silent(doc, 2));
    doc->blocks[1].kind = ONR_BLOCK_PROMOTION;
    assert_true(onr_doc_is_silent(doc, 1));
    doc->block_count = 0;
    assert_false(onr_doc_is_silent(doc, 2));
    onr_doc_free(doc);
}

static void test_check__accepts_a_text_without_layers_of_tokens(void **state)
{
    (void)state;
    onr_doc *doc = new_doc("  \n ");
    assert_null(onr_doc_check(doc));
    onr_doc_free(doc);
}

static void test_check__wants_well_formed_text(void **state)
{
    (void)state;
    onr_doc *doc = new_sound_doc();
    doc->text.ptr = "caf\xC3\x28 two\n\nsix nine";
    assert_broken(doc, "the text is not well-formed UTF-8");
    doc = new_doc("x");
    doc->text.len = (size_t)ONR_MAX_TEXT_BYTES + 1;
    assert_broken(doc, "the text is too long");
}

static void test_check__wants_tokens_in_order_and_whole(void **state)
{
    (void)state;
    onr_doc *doc = new_sound_doc();
    doc->tokens[1].len_bytes = 0;
    assert_broken(doc, "a token is empty");
    doc = new_sound_doc();
    doc->tokens[1].start_byte = 4;
    assert_broken(doc, "tokens overlap or are out of order");
    doc = new_sound_doc();
    doc->tokens[3].len_bytes = 5;
    assert_broken(doc, "a token ends past the text");
    doc = new_sound_doc();
    doc->tokens[0].len_bytes = 4;
    assert_broken(doc, "a token splits a code point");
    doc = new_sound_doc();
    doc->tokens[1].len_bytes = 4;
    assert_broken(doc, "a token begins or ends with white space");
    doc = new_sound_doc();
    doc->tokens[2].start_byte = 10;
    assert_broken(doc, "a token begins or ends with white space");
}

/* A document of the one token [start, start + 1). */
static onr_doc *new_one_token_doc(const char *text, uint32_t start)
{
    onr_doc *doc = new_doc(text);
    add_token(doc, start, 1);
    assert_true(onr_doc_add_sentence(doc, (onr_range){0, 1}));
    assert_true(onr_doc_add_paragraph(doc, (onr_range){0, 1}));
    return doc;
}

static void test_check__wants_all_visible_text_in_tokens(void **state)
{
    (void)state;
    assert_broken(new_one_token_doc("ab", 0), "visible text is in no token");
    assert_broken(new_one_token_doc("ab", 1), "visible text is in no token");
    assert_broken(new_one_token_doc("a \xE2\x80\x90", 0), "visible text is in no token");
    onr_doc *doc = new_sound_doc();
    doc->tokens[2].start_byte++;
    doc->tokens[2].len_bytes--;
    assert_broken(doc, "visible text is in no token");
}

static void test_check__lets_blank_text_stand_outside_tokens(void **state)
{
    (void)state;
    static const uint32_t BLANKS[] = {
        0x01, 0x09, 0x0D, 0x1F, 0x7F, 0x80, 0x85, 0x9F,
        0xA0, 0xAD, 0x061C, 0x1680, 0x180E, 0x2000, 0x200B, 0x200F,
        0x2028, 0x2029, 0x202A, 0x202F, 0x205F, 0x2060, 0x206F, 0x3000,
        0xFEFF, 0xFFF9, 0xFFFB,
    };
    static const uint32_t VISIBLE[] = {0xA1,   0xAC,   0xAE,   0x0300, 0x2010, 0x2027,
                                       0x2030, 0x205E, 0x2070, 0x3001, 0xFFFC, 0x1F600};
    char text[8] = "a";
    for (size_t i = 0; i < sizeof BLANKS / sizeof *BLANKS; i++) {
        text[1 + onr_utf8_encode(text + 1, BLANKS[i])] = '\0';
        onr_doc *doc = new_one_token_doc(text, 0);
        assert_null(onr_doc_check(doc));
        onr_doc_free(doc);
    }
    for (size_t i = 0; i < sizeof VISIBLE / sizeof *VISIBLE; i++) {
        text[1 + onr_utf8_encode(text + 1, VISIBLE[i])] = '\0';
        assert_broken(new_one_token_doc(text, 0), "visible text is in no token");
    }
}

static void test_check__wants_sentences_to_cover_the_tokens(void **state)
{
    (void)state;
    onr_doc *doc = new_sound_doc();
    doc->sentences[1].first_token = 3;
    assert_broken(doc, "sentences or paragraphs leave a gap or are empty");
    doc = new_sound_doc();
    doc->paragraphs[0].first_token = 1;
    assert_broken(doc, "sentences or paragraphs leave a gap or are empty");
    doc = new_sound_doc();
    doc->sentences[1].end_token = 2;
    assert_broken(doc, "sentences or paragraphs leave a gap or are empty");
    doc = new_sound_doc();
    doc->sentence_count = 1;
    assert_broken(doc, "sentences or paragraphs do not cover the tokens");
    doc = new_sound_doc();
    doc->paragraphs[1].end_token = 5;
    assert_broken(doc, "sentences or paragraphs do not cover the tokens");
}

static void test_check__wants_sentences_within_paragraphs(void **state)
{
    (void)state;
    onr_doc *doc = new_sound_doc();
    doc->sentences[0].end_token = doc->sentences[1].first_token = 3;
    assert_broken(doc, "a sentence crosses a paragraph");
}

static void test_check__wants_blocks_in_order_and_whole(void **state)
{
    (void)state;
    onr_doc *doc = new_sound_doc();
    doc->blocks[1].span.end_byte = 6;
    assert_broken(doc, "a block is empty or ends past the text");
    doc = new_sound_doc();
    doc->blocks[2].span.end_byte = 20;
    assert_broken(doc, "a block is empty or ends past the text");
    doc = new_sound_doc();
    doc->blocks[1].span.start_byte = 3;
    assert_broken(doc, "blocks overlap or are out of order");
    doc = new_sound_doc();
    doc->blocks[0].span.end_byte = 4;
    assert_broken(doc, "a block splits a code point");
    doc = new_sound_doc();
    doc->blocks[0].kind = ONR_BLOCK_OTHER + 1;
    assert_broken(doc, "a block is of no kind");
    doc = new_sound_doc();
    doc->blocks[0].span.end_byte = 7;
    doc->blocks[1].span.start_byte = 7;
    assert_broken(doc, "a block cuts a token");
}

static void test_check__wants_all_visible_text_in_blocks(void **state)
{
    (void)state;
    onr_doc *doc = new_sound_doc();
    doc->blocks[1].span.start_byte = 7;
    assert_broken(doc, "visible text is in no block");
    doc = new_sound_doc();
    doc->blocks[0].span.start_byte = 1;
    assert_broken(doc, "visible text is in no block");
    doc = new_sound_doc();
    doc->block_count = 2;
    assert_broken(doc, "visible text is in no block");
    doc = new_sound_doc();
    doc->block_count = 0; /* not there yet */
    assert_null(onr_doc_check(doc));
    onr_doc_free(doc);
}

static void test_check__wants_warnings_with_a_place(void **state)
{
    (void)state;
    static const onr_span SPANS[] = {{0, 20}, {6, 5}, {4, 5}, {3, 4}};
    static const char *const WHY[] = {
        "a warning ends past the text", "a warning ends past the text",
        "a warning splits a code point", "a warning splits a code point"};
    for (size_t i = 0; i < 4; i++) {
        onr_doc *doc = new_sound_doc();
        assert_true(onr_doc_add_warning(doc, "kind", "why", SPANS[i]));
        assert_broken(doc, WHY[i]);
    }
    onr_doc *doc = new_sound_doc();
    assert_true(onr_doc_add_warning(doc, "kind", NULL, (onr_span){0, 3}));
    assert_broken(doc, "a warning has no kind or reason");
}

static void test_check__wants_quotations_to_nest(void **state)
{
    (void)state;
    onr_doc *doc = new_sound_doc();
    doc->quotes[1].end_token = 1;
    assert_broken(doc, "a quotation is empty or ends past the tokens");
    doc = new_sound_doc();
    doc->quotes[0].end_token = 5;
    assert_broken(doc, "a quotation is empty or ends past the tokens");
    doc = new_sound_doc();
    doc->quotes[1].first_token = 0;
    assert_broken(doc, "quotations are out of order");
    doc = new_sound_doc();
    doc->quotes[1].parent = 1;
    assert_broken(doc, "a quotation's parent comes after it");
    doc = new_sound_doc();
    doc->quotes[1].end_token = 4;
    assert_broken(doc, "quotations interleave");
}

static void test_check__wants_quotations_to_know_what_is_around_them(void **state)
{
    (void)state;
    const char *const wrong = "a quotation's parent is not the one around it";
    onr_doc *doc = new_sound_doc();
    doc->quotes[1].parent = ONR_NONE;
    assert_broken(doc, wrong);
    doc = new_sound_doc();
    doc->quotes[1].parent = ONR_NONE; /* siblings: [0, 3) and [1, 4) */
    doc->quotes[1].end_token = 4;
    assert_broken(doc, "quotations interleave");
    doc = new_sound_doc();
    doc->quotes[0].end_token = 1; /* the child begins behind it */
    assert_broken(doc, wrong);
    doc = new_sound_doc();
    assert_true(onr_doc_add_quote(doc, (onr_quote){2, 3, 1, 0, true})); /* behind its parent */
    assert_broken(doc, wrong);
    doc = new_sound_doc();
    assert_true(onr_doc_add_quote(doc, (onr_quote){2, 3, 0, 0, true}));
    assert_true(onr_doc_add_quote(doc, (onr_quote){3, 4, ONR_NONE, 0, true}));
    assert_null(onr_doc_check(doc));
    onr_doc_free(doc);
}

static void test_check__wants_spans_in_the_table_and_the_text(void **state)
{
    (void)state;
    onr_doc *doc = new_sound_doc();
    doc->attributions[0].content.first = 9;
    assert_broken(doc, "a part points outside the span table");
    doc = new_sound_doc();
    doc->attributions[0].source = (onr_part){1, UINT32_MAX};
    assert_broken(doc, "a part points outside the span table");
    doc = new_sound_doc();
    doc->spans[1].end_byte = 6;
    assert_broken(doc, "a span is empty or ends past the text");
    doc = new_sound_doc();
    doc->spans[2].end_byte = 20;
    assert_broken(doc, "a span is empty or ends past the text");
    doc = new_sound_doc();
    doc->spans[0].end_byte = 4;
    assert_broken(doc, "a span splits a code point");
    doc = new_sound_doc();
    doc->attributions[1].content = (onr_part){2, 2}; /* [15, 19) and then [11, 14) */
    assert_broken(doc, "spans of a part overlap or are out of order");
}

static void test_check__wants_sound_attributions(void **state)
{
    (void)state;
    onr_doc *doc = new_sound_doc();
    doc->attributions[0].content.count = 0;
    assert_broken(doc, "an attribution has no content");
    doc = new_sound_doc();
    onr_attribution first = doc->attributions[0];
    doc->attributions[0] = doc->attributions[1];
    doc->attributions[1] = first;
    assert_broken(doc, "attributions are out of order");
    doc = new_sound_doc();
    doc->attributions[1].parent = 2;
    assert_broken(doc, "an attribution's parent is not there");
    doc = new_sound_doc();
    doc->attributions[1].parent = 1;
    assert_broken(doc, "an attribution's parent is not there");
    const float WRONG[] = {-0.1f, 1.1f, NAN};
    for (size_t i = 0; i < 3; i++) {
        doc = new_sound_doc();
        doc->attributions[0].confidence = WRONG[i];
        assert_broken(doc, "a confidence is not between 0 and 1");
    }
}

static void set_parents(onr_doc *doc, const uint32_t *parents, uint32_t count)
{
    while (doc->attribution_count < count) add_attribution(doc, (onr_span){0}, (onr_span){15, 19});
    for (uint32_t i = 0; i < count; i++) doc->attributions[i].parent = parents[i];
}

static void test_check__wants_no_circle_of_attributions(void **state)
{
    (void)state;
    static const uint32_t SOUND[][5] = {{ONR_NONE, 0, 1, 2, 3}, {1, 2, 3, 4, ONR_NONE},
                                        {2, 2, 4, 0, ONR_NONE}, {ONR_NONE, 0, 0, 0, 0}};
    static const uint32_t BROKEN[][5] = {{1, 0, ONR_NONE, ONR_NONE, ONR_NONE},
                                         {ONR_NONE, 4, 1, 2, 3},
                                         {1, 2, 3, 4, 3},
                                         {ONR_NONE, 0, 3, 4, 2}};
    for (size_t i = 0; i < sizeof SOUND / sizeof *SOUND; i++) {
        onr_doc *doc = new_sound_doc();
        set_parents(doc, SOUND[i], 5);
        assert_null(onr_doc_check(doc));
        onr_doc_free(doc);
    }
    for (size_t i = 0; i < sizeof BROKEN / sizeof *BROKEN; i++) {
        onr_doc *doc = new_sound_doc();
        set_parents(doc, BROKEN[i], 5);
        assert_broken(doc, "attributions hold each other or nest too deeply");
    }
}

/* Each of 200000 inside the next, or in the one before, and as many quotations one in another. */
static void test_check__stays_linear_with_deep_nesting(void **state)
{
    (void)state;
    enum { COUNT = 200000 };
    onr_doc *doc = new_sound_doc();
    while (doc->attribution_count < COUNT) {
        add_attribution(doc, (onr_span){0}, (onr_span){15, 19});
        doc->attributions[doc->attribution_count - 1].parent = doc->attribution_count - 2;
    }
    assert_null(onr_doc_check(doc));
    for (uint32_t i = 0; i < COUNT; i++) doc->attributions[i].parent = i + 1;
    doc->attributions[COUNT - 1].parent = ONR_NONE;
    assert_broken(doc, "attributions hold each other or nest too deeply");
    char *text = malloc(COUNT + 1);
    assert_non_null(text);
    memset(text, 'a', COUNT);
    text[COUNT] = '\0';
    doc = new_doc(text);
    for (uint32_t i = 0; i < COUNT; i++) {
        add_token(doc, i, 1);
        uint32_t end = i < COUNT / 2 ? COUNT - i : i + 1;
        onr_quote quote = {i, end, i == 0 ? ONR_NONE : i - 1, 0, true};
        if (i >= COUNT / 2) quote.parent = COUNT - 1 - i;
        assert_true(onr_doc_add_quote(doc, quote));
    }
    assert_true(onr_doc_add_sentence(doc, (onr_range){0, COUNT}));
    assert_true(onr_doc_add_paragraph(doc, (onr_range){0, COUNT}));
    assert_null(onr_doc_check(doc));
    onr_doc_free(doc);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_doc__counts_code_points_before_every_byte),
        cmocka_unit_test(test_doc__needs_no_index_for_ascii),
        cmocka_unit_test(test_doc__gives_back_what_was_added),
        cmocka_unit_test(test_doc__has_no_quoted_tokens_before_the_stage_ran),
        cmocka_unit_test(test_doc__keeps_parts_of_many_spans),
        cmocka_unit_test(test_doc__survives_lack_of_memory),
        cmocka_unit_test(test_doc__free_of_nothing_is_allowed),
        cmocka_unit_test(test_doc__knows_what_block_a_token_stands_in),
        cmocka_unit_test(test_check__accepts_a_text_without_layers_of_tokens),
        cmocka_unit_test(test_check__wants_well_formed_text),
        cmocka_unit_test(test_check__wants_tokens_in_order_and_whole),
        cmocka_unit_test(test_check__wants_all_visible_text_in_tokens),
        cmocka_unit_test(test_check__lets_blank_text_stand_outside_tokens),
        cmocka_unit_test(test_check__wants_sentences_to_cover_the_tokens),
        cmocka_unit_test(test_check__wants_sentences_within_paragraphs),
        cmocka_unit_test(test_check__wants_blocks_in_order_and_whole),
        cmocka_unit_test(test_check__wants_all_visible_text_in_blocks),
        cmocka_unit_test(test_check__wants_warnings_with_a_place),
        cmocka_unit_test(test_check__wants_quotations_to_nest),
        cmocka_unit_test(test_check__wants_quotations_to_know_what_is_around_them),
        cmocka_unit_test(test_check__wants_spans_in_the_table_and_the_text),
        cmocka_unit_test(test_check__wants_sound_attributions),
        cmocka_unit_test(test_check__wants_no_circle_of_attributions),
        cmocka_unit_test(test_check__stays_linear_with_deep_nesting),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
