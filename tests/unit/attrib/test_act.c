/*
 * Lemmas and acts, over the few verbs of small_model.h.
 */
#include "attrib/act.h"
#include "doc_maker.h"
#include "small_model.h"

typedef struct fixture {
    model_file file;
    onr_model *model;
    onr_acts acts;
} fixture;

static int set_up(void **state)
{
    static fixture f;
    onr_error err;
    model_writer w = small_model(61);
    f.file = model_save(&w);
    model_writer_free(&w);
    *state = &f;
    return onr_model_open_memory(&f.model, f.file.bytes, f.file.size, NULL, &err) != ONR_OK ||
           onr_acts_load(&f.acts, f.model, &err) != ONR_OK;
}

static int tear_down(void **state)
{
    fixture *f = *state;
    onr_model_close(f->model);
    model_file_free(&f->file);
    return 0;
}

/* All of `cue` is the cue. */
static void check(void **state, const char *cue, const char *lemma, onr_act act)
{
    const fixture *f = *state;
    onr_doc *doc = make_doc(cue);
    onr_pieces pieces = {1, {{0, doc->token_count}}};
    onr_slice got;
    onr_act got_act;
    assert_true(onr_acts_find(&f->acts, doc, &pieces, &got, &got_act));
    if (got.len != strlen(lemma) || memcmp(got.ptr, lemma, got.len) != 0)
        fail_msg("lemma of \"%s\" is \"%.*s\", not \"%s\"", cue, (int)got.len, got.ptr, lemma);
    assert_int_equal(got_act, act);
    onr_doc_free(doc);
}

static void test_act__irregular_forms(void **state)
{
    check(state, "said", "say", ONR_ACT_SPEECH);
    check(state, "told", "tell", ONR_ACT_SPEECH);
    check(state, "SAID", "say", ONR_ACT_SPEECH);
}

static void test_act__regular_forms(void **state)
{
    check(state, "says", "say", ONR_ACT_SPEECH);
    check(state, "saying", "say", ONR_ACT_SPEECH);
    check(state, "tweets", "tweet", ONR_ACT_WRITING);
    check(state, "tweeted", "tweet", ONR_ACT_WRITING);
    check(state, "writes", "write", ONR_ACT_WRITING);
    check(state, "writing", "write", ONR_ACT_WRITING);
    check(state, "denied", "deny", ONR_ACT_SPEECH);
    check(state, "denies", "deny", ONR_ACT_SPEECH);
    check(state, "believed", "believe", ONR_ACT_THOUGHT);
    check(state, "believes", "believe", ONR_ACT_THOUGHT);
    check(state, "planned", "plan", ONR_ACT_INTENT);
    check(state, "planning", "plan", ONR_ACT_INTENT);
    check(state, "plan", "plan", ONR_ACT_INTENT);
}

static void test_act__head_is_the_last_listed_verb(void **state)
{
    check(state, "has been saying", "say", ONR_ACT_SPEECH);
    check(state, "told reporters", "tell", ONR_ACT_SPEECH);
    check(state, "said he believed", "believe", ONR_ACT_THOUGHT);
    check(state, "did n't say so", "say", ONR_ACT_SPEECH);
}

static void test_act__unknown_words_are_speech(void **state)
{
    check(state, "shouted", "shouted", ONR_ACT_SPEECH);
    check(state, "has Shouted", "shouted", ONR_ACT_SPEECH);
    check(state, ":", ":", ONR_ACT_SPEECH);
    check(state, "s", "s", ONR_ACT_SPEECH);
    check(state, "ing", "ing", ONR_ACT_SPEECH);
    check(state, "ed", "ed", ONR_ACT_SPEECH);
}

static void test_act__according_to(void **state)
{
    check(state, "According to", "according to", ONR_ACT_SPEECH);
    check(state, "according", "according to", ONR_ACT_SPEECH);
}

static void test_act__without_a_cue(void **state)
{
    const fixture *f = *state;
    onr_doc *doc = make_doc("he");
    onr_pieces none = {.count = 0};
    onr_slice lemma = {"x", 1};
    onr_act act = ONR_ACT_INTENT;
    assert_true(onr_acts_find(&f->acts, doc, &none, &lemma, &act));
    assert_null(lemma.ptr);
    assert_int_equal(lemma.len, 0);
    assert_int_equal(act, ONR_ACT_SPEECH);
    onr_doc_free(doc);
}

static void test_act__long_words_are_no_trouble(void **state)
{
    const fixture *f = *state;
    static const char *const endings[] = {"", "ies", "ed", "ing", "ss", "nning", "nned", "s"};
    for (size_t len = 1; len < 90; len++) {
        for (size_t e = 0; e < sizeof endings / sizeof *endings; e++) {
            char word[128];
            memset(word, 'n', len);
            strcpy(word + len, endings[e]);
            onr_doc *doc = make_doc(word);
            onr_pieces cue = {1, {{0, 1}}};
            onr_slice lemma;
            onr_act act;
            assert_true(onr_acts_find(&f->acts, doc, &cue, &lemma, &act));
            assert_true(lemma.len > 0 && lemma.len <= 64);
            onr_doc_free(doc);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_act__irregular_forms),
        cmocka_unit_test(test_act__regular_forms),
        cmocka_unit_test(test_act__head_is_the_last_listed_verb),
        cmocka_unit_test(test_act__unknown_words_are_speech),
        cmocka_unit_test(test_act__according_to),
        cmocka_unit_test(test_act__without_a_cue),
        cmocka_unit_test(test_act__long_words_are_no_trouble),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
