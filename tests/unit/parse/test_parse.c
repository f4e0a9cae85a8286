/*
 * Trees over small random models, in sentences of all lengths.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "small_pipeline.h"

enum { MODELS = 3 };

/* That it is a tree is for onr_doc_check(), which small_pipeline_read() calls. */
static uint32_t assert_one_root(const onr_doc *doc, onr_range sentence)
{
    uint32_t root = ONR_NONE;
    for (uint32_t i = sentence.first_token; i < sentence.end_token; i++) {
        const onr_arc *arc = onr_doc_arc_at(doc, i);
        assert_non_null(arc);
        assert_int_equal(arc->head == ONR_NONE, arc->rel == ONR_REL_ROOT);
        if (arc->head != ONR_NONE) {
            assert_in_range(arc->head, sentence.first_token, sentence.end_token - 1);
            continue;
        }
        assert_int_equal(root, ONR_NONE);
        root = i;
    }
    assert_int_not_equal(root, ONR_NONE);
    return root;
}

/* No arc is longer than a piece but those that hang the pieces on the root. */
static void assert_pieces_hang_on(const onr_doc *doc, onr_range sentence, uint32_t root)
{
    uint32_t far = 0;
    for (uint32_t i = sentence.first_token; i < sentence.end_token; i++) {
        onr_arc arc = *onr_doc_arc_at(doc, i);
        if (arc.head == ONR_NONE) continue;
        uint32_t distance = i > arc.head ? i - arc.head : arc.head - i;
        if (arc.rel == ONR_REL_PARATAXIS) assert_int_equal(arc.head, root);
        if (distance >= ONR_PARSE_TOKENS) assert_int_equal(arc.rel, ONR_REL_PARATAXIS);
        far += arc.rel == ONR_REL_PARATAXIS;
    }
    /* The small model does not know the relation itself. */
    uint32_t count = sentence.end_token - sentence.first_token;
    assert_true(far >= (count - 1) / ONR_PARSE_TOKENS);
    assert_true(count > ONR_PARSE_TOKENS || far == 0);
}

static void assert_trees(const onr_doc *doc)
{
    for (uint32_t s = 0; s < onr_doc_sentence_count(doc); s++) {
        onr_range sentence = onr_doc_sentence_at(doc, s);
        assert_pieces_hang_on(doc, sentence, assert_one_root(doc, sentence));
    }
}

static void test_parse__one_sentence_of_any_length(void **state)
{
    (void)state;
    static const uint32_t lengths[] = {1, 2, 3, 255, 256, 257, 511, 512, 513, 2048, 2049, 5000};
    for (uint64_t seed = 0; seed < MODELS; seed++) {
        small_pipeline p = small_pipeline_open(seed, ONR_LAYER_SYNTAX);
        for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
            char *text = small_words(lengths[i], UINT32_MAX);
            onr_doc *doc = small_pipeline_read(&p, text);
            assert_int_equal(onr_doc_token_count(doc), lengths[i]);
            assert_int_equal(onr_doc_sentence_count(doc), 1);
            assert_trees(doc);
            onr_doc_free(doc);
            free(text);
        }
        small_pipeline_close(&p);
    }
}

/* Long sentences behind one another, so that windows begin and end where no piece does. */
static void test_parse__windows_cut_inside_sentences(void **state)
{
    (void)state;
    static const uint32_t lengths[] = {7, 300, 700, 1900, 2500};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        char *text = small_words(6000, lengths[i]);
        small_pipeline p = small_pipeline_open(i, ONR_LAYERS_ALL);
        onr_doc *doc = small_pipeline_read(&p, text);
        assert_true(onr_doc_sentence_count(doc) >= 6000 / lengths[i]);
        assert_trees(doc);
        onr_doc_free(doc);
        small_pipeline_close(&p);
        free(text);
    }
}

/* A sentence's tree hangs on its paragraph, not on what was read before. */
static void test_parse__does_not_remember(void **state)
{
    (void)state;
    char *few = small_words(90, 30), *many = small_words(3000, 400);
    small_pipeline p = small_pipeline_open(2, ONR_LAYER_SYNTAX);
    onr_doc *fresh = small_pipeline_read(&p, few);
    onr_doc_free(small_pipeline_read(&p, many));
    onr_doc *again = small_pipeline_read(&p, few);
    for (uint32_t i = 0; i < onr_doc_token_count(fresh); i++) {
        assert_int_equal(onr_doc_arc_at(again, i)->head, onr_doc_arc_at(fresh, i)->head);
        assert_int_equal(onr_doc_arc_at(again, i)->rel, onr_doc_arc_at(fresh, i)->rel);
    }
    onr_doc_free(again);
    onr_doc_free(fresh);
    small_pipeline_close(&p);
    free(many);
    free(few);
}

static void test_parse__refuses_other_labels(void **state)
{
    (void)state;
    small_pipeline_refuses("parse.rels", "nsubj\0punct\0obj"); /* no root */
    small_pipeline_refuses("parse.rels", "root");
    small_pipeline_refuses("parse.rels", "nsubj\0root\0nothing");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parse__one_sentence_of_any_length),
        cmocka_unit_test(test_parse__windows_cut_inside_sentences),
        cmocka_unit_test(test_parse__does_not_remember),
        cmocka_unit_test(test_parse__refuses_other_labels),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
