/*
 * Tags over small random models: nonsense, but of the right shape.
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

enum { MODELS = 4 };

static onr_slice feats_of(const onr_doc *doc, uint32_t token)
{
    return onr_doc_feats(doc, onr_doc_tag_at(doc, token)->feats);
}

static bool is(onr_slice slice, const char *word)
{
    return slice.len == strlen(word) && memcmp(slice.ptr, word, slice.len) == 0;
}

/* The sets that small_model.h lists for each part of speech. */
static bool fits(uint32_t upos, onr_slice feats)
{
    switch (upos) {
    case ONR_UPOS_NOUN: return is(feats, "Number=Plur") || is(feats, "Number=Sing");
    case ONR_UPOS_VERB: return is(feats, "VerbForm=Inf");
    default: return feats.len == 0;
    }
}

static void test_tag__covers_all_tokens_with_the_models_labels(void **state)
{
    (void)state;
    uint32_t seen[ONR_UPOS_COUNT] = {0};
    char *text = small_words(5000, 30);
    for (uint64_t seed = 0; seed < MODELS; seed++) {
        small_pipeline p = small_pipeline_open(seed, ONR_LAYER_SYNTAX);
        onr_doc *doc = small_pipeline_read(&p, text);
        assert_true(onr_doc_token_count(doc) >= 5000);
        for (uint32_t i = 0; i < onr_doc_token_count(doc); i++) {
            const onr_tag *tag = onr_doc_tag_at(doc, i);
            assert_non_null(tag);
            assert_true(tag->upos == ONR_UPOS_NOUN || tag->upos == ONR_UPOS_PUNCT ||
                        tag->upos == ONR_UPOS_VERB);
            assert_true(tag->xpos == ONR_XPOS_STOP || tag->xpos == ONR_XPOS_NN ||
                        tag->xpos == ONR_XPOS_VBD || tag->xpos == ONR_XPOS_VBZ);
            seen[tag->upos]++;
        }
        onr_doc_free(doc);
        small_pipeline_close(&p);
    }
    free(text);
    /* or the test would say nothing */
    assert_true(seen[ONR_UPOS_NOUN] > 0 && seen[ONR_UPOS_PUNCT] > 0 && seen[ONR_UPOS_VERB] > 0);
}

static void test_tag__has_features_of_the_chosen_part_only(void **state)
{
    (void)state;
    char *text = small_words(3000, 30);
    for (uint64_t seed = 0; seed < MODELS; seed++) {
        small_pipeline p = small_pipeline_open(seed, ONR_LAYER_SYNTAX);
        onr_doc *doc = small_pipeline_read(&p, text);
        for (uint32_t i = 0; i < onr_doc_token_count(doc); i++)
            assert_true(fits(onr_doc_tag_at(doc, i)->upos, feats_of(doc, i)));
        onr_doc_free(doc);
        small_pipeline_close(&p);
    }
    free(text);
}

/* Equal features have one id in a document, in the second as in the first. */
static void test_tag__shares_feature_ids(void **state)
{
    (void)state;
    char *text = small_words(3000, 30);
    small_pipeline p = small_pipeline_open(2, ONR_LAYER_SYNTAX);
    for (int round = 0; round < 2; round++) {
        onr_doc *doc = small_pipeline_read(&p, text);
        assert_in_range(doc->feats_count, 2, 4);
        for (uint32_t a = 0; a < doc->feats_count; a++)
            for (uint32_t b = 0; b < a; b++)
                assert_false(doc->feats[a].len == doc->feats[b].len &&
                             memcmp(doc->feats[a].ptr, doc->feats[b].ptr, doc->feats[a].len) == 0);
        onr_doc_free(doc);
    }
    free(text);
    small_pipeline_close(&p);
}

static void test_tag__is_absent_unless_asked_for(void **state)
{
    (void)state;
    small_pipeline p = small_pipeline_open(3, ONR_LAYER_ENTITIES);
    onr_doc *doc = small_pipeline_read(&p, "She said so.");
    assert_null(onr_doc_tag_at(doc, 0));
    assert_null(onr_doc_arc_at(doc, 0));
    onr_doc_free(doc);
    small_pipeline_close(&p);
}

static void test_tag__refuses_other_labels(void **state)
{
    (void)state;
    small_pipeline_refuses("tag.upos", "NOUN\0PUNCT\0NOPE");
    small_pipeline_refuses("tag.xpos", ".\0NN\0VBD\0QQ");
    small_pipeline_refuses("tag.feats", "VERB|VerbForm=Inf\0NOUN|Number=Sing"); /* out of order */
    small_pipeline_refuses("tag.feats", "ADJ|Degree=Pos"); /* of a part that is not there */
    small_pipeline_refuses("tag.feats", "NOUN"); /* no bar */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tag__covers_all_tokens_with_the_models_labels),
        cmocka_unit_test(test_tag__has_features_of_the_chosen_part_only),
        cmocka_unit_test(test_tag__shares_feature_ids),
        cmocka_unit_test(test_tag__is_absent_unless_asked_for),
        cmocka_unit_test(test_tag__refuses_other_labels),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
