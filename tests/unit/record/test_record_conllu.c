#include "record_testing.h"

#include "../doc_maker.h"

static onr_doc *named(const char *text)
{
    onr_doc *doc = make_doc(text);
    doc->meta.id = slice_of("d");
    return doc;
}

static void test_record_conllu__tokens_alone(void **state)
{
    (void)state;
    check_record(named("Stop | Go / Now"), ONR_FORMAT_CONLLU,
                 "# newdoc id = d\n"
                 "# newpar\n"
                 "# sent_id = d-1\n"
                 "# text = Stop\n"
                 "1\tStop\t_\t_\t_\t_\t_\t_\t_\t_\n"
                 "\n"
                 "# newpar\n"
                 "# sent_id = d-2\n"
                 "# text = Go\n"
                 "1\tGo\t_\t_\t_\t_\t_\t_\t_\t_\n"
                 "\n"
                 "# sent_id = d-3\n"
                 "# text = Now\n"
                 "1\tNow\t_\t_\t_\t_\t_\t_\t_\t_\n"
                 "\n");
}

static void add_text_token(onr_doc *doc, uint32_t start, uint16_t len, uint16_t flags)
{
    assert_true(onr_doc_add_token(doc, (onr_token){start, len, flags}));
}

/* "can't" is one word of two tokens, and no space stands before the full stop. */
static void test_record_conllu__words_of_several_tokens(void **state)
{
    (void)state;
    onr_doc *doc = new_doc("I can't.");
    add_text_token(doc, 0, 1, ONR_TOKEN_SPACE_BEFORE);
    add_text_token(doc, 2, 2, ONR_TOKEN_SPACE_BEFORE);
    add_text_token(doc, 4, 3, ONR_TOKEN_PIECE);
    add_text_token(doc, 7, 1, 0);
    assert_true(onr_doc_add_sentence(doc, (onr_range){0, 4}));
    assert_true(onr_doc_add_paragraph(doc, (onr_range){0, 4}));
    doc->meta.id = (onr_slice){NULL, 0};
    check_record(doc, ONR_FORMAT_CONLLU,
                 "# newdoc\n"
                 "# newpar\n"
                 "# sent_id = 1\n"
                 "# text = I can't.\n"
                 "1\tI\t_\t_\t_\t_\t_\t_\t_\t_\n"
                 "2-3\tcan't\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n"
                 "2\tca\t_\t_\t_\t_\t_\t_\t_\t_\n"
                 "3\tn't\t_\t_\t_\t_\t_\t_\t_\t_\n"
                 "4\t.\t_\t_\t_\t_\t_\t_\t_\t_\n"
                 "\n");
}

static void tag(onr_doc *doc, uint32_t token, uint8_t upos, uint8_t xpos, const char *feats,
                const char *lemma)
{
    doc->tags[token] = (onr_tag){.upos = upos, .xpos = xpos};
    assert_true(onr_doc_add_feats(doc, &doc->tags[token].feats, slice_of(feats)));
    doc->lemmas[token] = slice_of(lemma);
}

static void test_record_conllu__all_columns(void **state)
{
    (void)state;
    onr_doc *doc = named("So / Ann left Rome");
    assert_true(onr_doc_make_tags(doc) && onr_doc_make_lemmas(doc) && onr_doc_make_arcs(doc));
    tag(doc, 0, ONR_UPOS_ADV, ONR_XPOS_RB, "", "so");
    tag(doc, 1, ONR_UPOS_PROPN, ONR_XPOS_NNP, "Number=Sing", "Ann");
    tag(doc, 2, ONR_UPOS_VERB, ONR_XPOS_VBD, "Tense=Past|VerbForm=Fin", "leave");
    tag(doc, 3, ONR_UPOS_PROPN, ONR_XPOS_NNP, "Number=Sing", "Rome");
    doc->arcs[0] = (onr_arc){ONR_NONE, ONR_REL_ROOT};
    doc->arcs[1] = (onr_arc){2, ONR_REL_NSUBJ};
    doc->arcs[2] = (onr_arc){ONR_NONE, ONR_REL_ROOT};
    doc->arcs[3] = (onr_arc){2, ONR_REL_OBJ};
    assert_null(onr_doc_check(doc));
    check_record(doc, ONR_FORMAT_CONLLU,
                 "# newdoc id = d\n"
                 "# newpar\n"
                 "# sent_id = d-1\n"
                 "# text = So\n"
                 "1\tSo\tso\tADV\tRB\t_\t0\troot\t_\t_\n"
                 "\n"
                 "# sent_id = d-2\n"
                 "# text = Ann left Rome\n"
                 "1\tAnn\tAnn\tPROPN\tNNP\tNumber=Sing\t2\tnsubj\t_\t_\n"
                 "2\tleft\tleave\tVERB\tVBD\tTense=Past|VerbForm=Fin\t0\troot\t_\t_\n"
                 "3\tRome\tRome\tPROPN\tNNP\tNumber=Sing\t2\tobj\t_\t_\n"
                 "\n");
}

static void test_record_conllu__names_in_brackets(void **state)
{
    (void)state;
    onr_doc *doc = named("New York City / York");
    doc->has_entities = true;
    assert_true(onr_doc_add_entity(doc, slice_of("New York City"), ONR_ENTITY_GPE));
    assert_true(onr_doc_add_entity(doc, slice_of("York"), ONR_ENTITY_PERSON));
    assert_true(onr_doc_add_mention(doc, (onr_range){0, 3}, 0, ONR_NONE));
    assert_true(onr_doc_add_mention(doc, (onr_range){1, 2}, 1, ONR_NONE));
    assert_true(onr_doc_add_mention(doc, (onr_range){3, 4}, 1, 1));
    assert_null(onr_doc_check(doc));
    check_record(doc, ONR_FORMAT_CONLLU,
                 "# newdoc id = d\n"
                 "# global.Entity = eid-etype\n"
                 "# newpar\n"
                 "# sent_id = d-1\n"
                 "# text = New York City\n"
                 "1\tNew\t_\t_\t_\t_\t_\t_\t_\tEntity=(e0-GPE\n"
                 "2\tYork\t_\t_\t_\t_\t_\t_\t_\tEntity=(e1-PERSON)\n"
                 "3\tCity\t_\t_\t_\t_\t_\t_\t_\tEntity=e0)\n"
                 "\n"
                 "# sent_id = d-2\n"
                 "# text = York\n"
                 "1\tYork\t_\t_\t_\t_\t_\t_\t_\tEntity=(e1-PERSON)\n"
                 "\n");
}

/* More brackets than are kept open: the deepest are left out, and all lines are still there. */
static void test_record_conllu__names_too_deep_are_left_out(void **state)
{
    (void)state;
    enum { LEVELS = 20 };
    onr_doc *doc = named("a b c d e f g h i j k l m n o p q r s t u / v w");
    doc->has_entities = true;
    for (uint32_t i = 0; i < LEVELS; i++) {
        assert_true(onr_doc_add_entity(doc, slice_of("x"), ONR_ENTITY_ORG));
        assert_true(onr_doc_add_mention(doc, (onr_range){i, 21}, i, ONR_NONE));
    }
    assert_true(onr_doc_add_entity(doc, slice_of("v"), ONR_ENTITY_ORG));
    assert_true(onr_doc_add_mention(doc, (onr_range){21, 22}, LEVELS, ONR_NONE));
    onr_buffer out = {0};
    assert_int_equal(onr_record_write(&out, doc, NULL, ONR_FORMAT_CONLLU, NULL, NULL), ONR_OK);
    assert_int_equal(onr_record_write(&out, doc, NULL, ONR_FORMAT_CONLLU, NULL, NULL), ONR_OK);
    int opened = 0, closed = 0;
    for (size_t i = 0; i < out.len; i++) {
        opened += out.ptr[i] == '(';
        closed += out.ptr[i] == ')';
    }
    assert_int_equal(opened, 34);
    assert_int_equal(closed, 34);
    onr_buffer_free(&out);
    onr_doc_free(doc);
}

static void test_record_conllu__nothing_breaks_a_line(void **state)
{
    (void)state;
    onr_doc *doc = new_doc("a\xE2\x80\xA8z");
    add_text_token(doc, 0, 5, ONR_TOKEN_SPACE_BEFORE);
    assert_true(onr_doc_add_sentence(doc, (onr_range){0, 1}));
    assert_true(onr_doc_add_paragraph(doc, (onr_range){0, 1}));
    doc->meta.id = slice_of("x\ty\nz\xFF");
    check_record(doc, ONR_FORMAT_CONLLU,
                 "# newdoc id = x y z\xEF\xBF\xBD\n"
                 "# newpar\n"
                 "# sent_id = x y z\xEF\xBF\xBD-1\n"
                 "# text = a z\n"
                 "1\ta z\t_\t_\t_\t_\t_\t_\t_\t_\n"
                 "\n");
}

static void test_record_conllu__no_tokens_no_lines(void **state)
{
    (void)state;
    check_record(new_doc(" "), ONR_FORMAT_CONLLU, "");
}

static void test_record_conllu__no_memory_leaves_the_buffer(void **state)
{
    (void)state;
    onr_doc *doc = named("a b c d e f g h i j k l m n o p q r s t u v w");
    assert_true(check_memory_failures(doc, ONR_FORMAT_CONLLU) >= 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_record_conllu__tokens_alone),
        cmocka_unit_test(test_record_conllu__words_of_several_tokens),
        cmocka_unit_test(test_record_conllu__all_columns),
        cmocka_unit_test(test_record_conllu__names_in_brackets),
        cmocka_unit_test(test_record_conllu__names_too_deep_are_left_out),
        cmocka_unit_test(test_record_conllu__nothing_breaks_a_line),
        cmocka_unit_test(test_record_conllu__no_tokens_no_lines),
        cmocka_unit_test(test_record_conllu__no_memory_leaves_the_buffer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
