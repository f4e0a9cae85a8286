#include "attrib/form.h"
#include "doc_maker.h"

static onr_pieces pieces_of(uint32_t first, uint32_t end)
{
    return (onr_pieces){1, {{first, end}}};
}

/* Form of the content between the bare words "<" and ">". */
static onr_form form_of(const char *text, bool nested)
{
    onr_doc *doc = make_doc(text);
    onr_pieces content = pieces_of(make_find(doc, "<", 0) + 1, make_find(doc, ">", 0));
    onr_form form = onr_form_of(doc, &content, nested);
    onr_doc_free(doc);
    return form;
}

static void test_form__direct_is_all_in_marks(void **state)
{
    (void)state;
    assert_int_equal(form_of("She said : < \" It is over , \" >", false), ONR_FORM_DIRECT);
    assert_int_equal(form_of("She said \" so < it is > over \"", false), ONR_FORM_DIRECT);
    assert_int_equal(form_of("< \" One \" , \" two . \" > she said", false), ONR_FORM_DIRECT);
}

static void test_form__mixed_is_partly_in_marks(void **state)
{
    (void)state;
    assert_int_equal(form_of("He called < the plan \" a mess \" > yesterday", false),
                     ONR_FORM_MIXED);
}

static void test_form__indirect_is_without_marks(void **state)
{
    (void)state;
    assert_int_equal(form_of("\" No \" , he said < that it was over >", false), ONR_FORM_INDIRECT);
    assert_int_equal(form_of("he said < , . >", false), ONR_FORM_INDIRECT);
    onr_doc *doc = make_doc("he said");
    assert_int_equal(onr_form_of(doc, &(onr_pieces){.count = 0}, false), ONR_FORM_INDIRECT);
    onr_doc_free(doc);
}

static void test_form__pieces_count_together(void **state)
{
    (void)state;
    onr_doc *doc = make_doc("\" One \" he said , that two");
    onr_pieces content = {2, {{0, 3}, {6, 7}}};
    assert_int_equal(onr_form_of(doc, &content, false), ONR_FORM_MIXED);
    onr_doc_free(doc);
}

static void test_form__nested_forgets_the_outer_marks(void **state)
{
    (void)state;
    assert_int_equal(form_of("\" They said < we were late > \"", true), ONR_FORM_INDIRECT);
    assert_int_equal(form_of("\" They said < ' you are late ' > \"", true), ONR_FORM_DIRECT);
    assert_int_equal(form_of("\" They said < we were ' late ' > \"", true), ONR_FORM_MIXED);
    assert_int_equal(form_of("\" They said < ' you are late ' > \"", false), ONR_FORM_DIRECT);
}

/* Whether the cue between "<" and ">" is denied. */
static bool negated(const char *text)
{
    onr_doc *doc = make_doc(text);
    onr_pieces cue = pieces_of(make_find(doc, "<", 0) + 1, make_find(doc, ">", 0));
    bool answer = onr_negated(doc, &cue);
    onr_doc_free(doc);
    return answer;
}

static void test_form__negation_in_the_cue(void **state)
{
    (void)state;
    assert_true(negated("He < did not say > that"));
    assert_true(negated("He < did n't say > that"));
    assert_true(negated("He < did n’t say > that"));
    assert_true(negated("He < has Never said > that"));
    assert_false(negated("He < did say > that not all was well"));
    assert_false(negated("He < noted > that"));
    assert_false(negated("He < declined to say > that"));
}

static void test_form__no_cue_is_not_denied(void **state)
{
    (void)state;
    onr_doc *doc = make_doc("not he");
    assert_false(onr_negated(doc, &(onr_pieces){.count = 0}));
    onr_doc_free(doc);
}

/* The words before the cue; its last token is the cue. */
static bool negated_before(const char *text)
{
    onr_doc *doc = make_doc(text);
    onr_pieces cue = pieces_of(doc->token_count - 1, doc->token_count);
    bool answer = onr_negated(doc, &cue);
    onr_doc_free(doc);
    return answer;
}

static void test_form__negation_just_before_the_cue(void **state)
{
    (void)state;
    assert_true(negated_before("He would not say"));
    assert_true(negated_before("He did not immediately say"));
    assert_true(negated_before("He has never publicly said"));
    assert_true(negated_before("not say"));
    assert_false(negated_before("say"));
    assert_false(negated_before("It was not he who said"));
    assert_false(negated_before("It is not over , he said"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_form__direct_is_all_in_marks),
        cmocka_unit_test(test_form__mixed_is_partly_in_marks),
        cmocka_unit_test(test_form__indirect_is_without_marks),
        cmocka_unit_test(test_form__pieces_count_together),
        cmocka_unit_test(test_form__nested_forgets_the_outer_marks),
        cmocka_unit_test(test_form__negation_in_the_cue),
        cmocka_unit_test(test_form__no_cue_is_not_denied),
        cmocka_unit_test(test_form__negation_just_before_the_cue),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
