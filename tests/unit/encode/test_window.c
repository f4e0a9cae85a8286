#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "doc/doc.h"
#include "encode/window.h"
#include "random.h"

enum { WINDOW = ONR_WINDOW_TOKENS };

static void add_range(onr_doc *doc, uint32_t *end, uint32_t tokens)
{
    assert_true(onr_doc_add_sentence(doc, (onr_range){*end, *end + tokens}));
    *end += tokens;
}

/* A document without text: windows look at ranges only. `sentences` are lengths in tokens, 0 ends
 * a paragraph. */
static onr_doc *new_layout(const uint32_t *sentences, uint32_t count)
{
    onr_doc *doc = onr_doc_new(NULL);
    assert_non_null(doc);
    uint32_t end = 0, paragraph = 0;
    for (uint32_t i = 0; i <= count; i++) {
        if (i < count && sentences[i] > 0) {
            add_range(doc, &end, sentences[i]);
        } else if (end > paragraph) {
            assert_true(onr_doc_add_paragraph(doc, (onr_range){paragraph, end}));
            paragraph = end;
        }
    }
    doc->token_count = end;
    return doc;
}

/* The only field that was not allocated as long as it says. */
static void free_layout(onr_doc *doc)
{
    doc->token_count = 0;
    onr_doc_free(doc);
}

static bool begins(const onr_range *ranges, uint32_t count, uint32_t token)
{
    for (uint32_t i = 0; i < count; i++)
        if (ranges[i].first_token == token) return true;
    return false;
}

static bool holds(onr_range range, uint32_t token)
{
    return token >= range.first_token && token < range.end_token;
}

static void check_window(const onr_doc *doc, const onr_window *w)
{
    assert_true(w->end_token > w->first_token);
    assert_true(w->end_token - w->first_token <= WINDOW);
    assert_true(w->end_token <= doc->token_count);
    assert_true(w->end_sentence <= doc->sentence_count);
    assert_true(w->end_paragraph <= doc->paragraph_count);
    assert_true(holds(doc->sentences[w->first_sentence], w->first_token));
    assert_true(holds(doc->sentences[w->end_sentence - 1], w->end_token - 1));
    assert_true(holds(doc->paragraphs[w->first_paragraph], w->first_token));
    assert_true(holds(doc->paragraphs[w->end_paragraph - 1], w->end_token - 1));
}

/* Windows cut at paragraphs; inside of one only where it does not fit, then at sentences; inside of
 * a sentence only where that does not fit. */
static void check_cut(const onr_doc *doc, const onr_window *w)
{
    if (w->end_token == doc->token_count) return;
    if (begins(doc->paragraphs, doc->paragraph_count, w->end_token)) return;
    onr_range p = doc->paragraphs[w->end_paragraph - 1];
    assert_true(p.end_token - w->first_token > WINDOW);
    assert_true(p.first_token <= w->first_token); /* nothing whole stood before it */
    if (begins(doc->sentences, doc->sentence_count, w->end_token)) return;
    onr_range s = doc->sentences[w->end_sentence - 1];
    assert_true(s.end_token - w->first_token > WINDOW);
    assert_int_equal(w->end_token - w->first_token, WINDOW);
}

/* Answers how many windows there were. */
static uint32_t check_layout(const uint32_t *sentences, uint32_t count)
{
    onr_doc *doc = new_layout(sentences, count);
    onr_window w = {0};
    uint32_t end = 0, windows = 0;
    for (; onr_window_next(doc, &w); windows++) {
        assert_int_equal(w.first_token, end);
        check_window(doc, &w);
        check_cut(doc, &w);
        end = w.end_token;
    }
    assert_int_equal(end, doc->token_count);
    free_layout(doc);
    return windows;
}

#define CHECK(...)                                                                                 \
    check_layout((const uint32_t[]){__VA_ARGS__}, sizeof(uint32_t[]){__VA_ARGS__} / 4)

static void test_window__takes_a_report_whole(void **state)
{
    (void)state;
    assert_int_equal(CHECK(20, 0, 30, 10, 0, 40), 1);
    assert_int_equal(CHECK(WINDOW), 1);
    assert_int_equal(CHECK(WINDOW - 1, 0, 1), 1);
    assert_int_equal(CHECK(0), 0);
}

static void test_window__cuts_between_paragraphs(void **state)
{
    (void)state;
    assert_int_equal(CHECK(WINDOW - 1, 0, 2), 2);
    assert_int_equal(CHECK(WINDOW, 0, WINDOW, 0, WINDOW), 3);
    assert_int_equal(CHECK(1000, 0, 1000, 0, 1000, 0, 1000), 2);
}

static void test_window__cuts_a_long_paragraph_between_sentences(void **state)
{
    (void)state;
    assert_int_equal(CHECK(1500, 1500, 500), 2);
    assert_int_equal(CHECK(10, 0, 1500, 1500, 0, 10), 3);
}

static void test_window__cuts_a_long_sentence_between_tokens(void **state)
{
    (void)state;
    assert_int_equal(CHECK(WINDOW + 1), 2);
    assert_int_equal(CHECK(10 * WINDOW), 10);
    assert_int_equal(CHECK(5, 3 * WINDOW, 5), 4 + 1);
}

static void test_window__covers_any_layout(void **state)
{
    (void)state;
    static const uint32_t lengths[] = {1, 5, 40, 300, WINDOW - 1, WINDOW, WINDOW + 1, 5 * WINDOW};
    uint64_t seed = 31;
    for (int round = 0; round < 2000; round++) {
        uint32_t sentences[40], count = random_below(&seed, 40);
        uint32_t longest = 1 + random_below(&seed, sizeof lengths / sizeof *lengths);
        for (uint32_t i = 0; i < count; i++) {
            bool ends = random_below(&seed, 4) == 0;
            uint32_t length = lengths[random_below(&seed, longest)];
            sentences[i] = ends ? 0 : random_below(&seed, 2) ? length : 1 + length / 2;
        }
        check_layout(sentences, count);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_window__takes_a_report_whole),
        cmocka_unit_test(test_window__cuts_between_paragraphs),
        cmocka_unit_test(test_window__cuts_a_long_paragraph_between_sentences),
        cmocka_unit_test(test_window__cuts_a_long_sentence_between_tokens),
        cmocka_unit_test(test_window__covers_any_layout),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
