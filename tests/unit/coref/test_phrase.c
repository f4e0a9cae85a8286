#include "../doc_maker.h"

#include "coref/candidates.h"
#include "coref/lexicon.h"

static onr_slice slice_of(const char *text)
{
    return (onr_slice){text, strlen(text)};
}

static void name(onr_doc *doc, const char *words, uint32_t first, uint32_t end, uint8_t type)
{
    assert_true(onr_doc_add_entity(doc, slice_of(words), type));
    assert_true(onr_doc_add_mention(doc, (onr_range){first, end}, doc->entity_count - 1, ONR_NONE));
}

static onr_phrases find(onr_arena *arena, onr_doc *doc)
{
    onr_phrases phrases;
    onr_window window = {0};
    uint32_t mention = 0;
    doc->has_entities = true;
    onr_arena_init(arena, NULL);
    assert_true(onr_phrases_init(&phrases, arena, NULL));
    while (onr_window_next(doc, &window))
        assert_true(onr_phrases_of_window(&phrases, doc, window, &mention));
    assert_true(onr_phrases_of_speech(&phrases, doc));
    assert_true(onr_phrases_of_names(&phrases, doc));
    return phrases;
}

static void release(onr_phrases *phrases, onr_arena *arena, onr_doc *doc)
{
    onr_phrases_deinit(phrases);
    onr_arena_deinit(arena);
    onr_doc_free(doc);
}

static void test_phrase__names_and_pronouns_without_trees(void **state)
{
    (void)state;
    onr_arena arena;
    onr_doc *doc = make_doc("Ms. Ruiz met him in the US / She told Ruiz");
    name(doc, "Ruiz", 1, 2, ONR_ENTITY_PERSON);
    assert_true(onr_doc_add_mention(doc, (onr_range){9, 10}, 0, 0));
    onr_phrases p = find(&arena, doc);
    assert_int_equal(p.count, 4); /* "US" is no pronoun */
    assert_int_equal(p.at[0].kind, ONR_REFERENCE_NAME);
    assert_int_equal(p.at[0].gender, ONR_GENDER_SHE);
    assert_int_equal(p.at[1].gender, ONR_GENDER_HE);
    assert_int_equal(p.at[2].first_token, 7);
    assert_int_equal(p.at[3].gender, ONR_GENDER_SHE); /* as the title said before */
    release(&p, &arena, doc);
}

/* "the mayor of the town said so": arcs by hand. */
static void test_phrase__is_cut_from_the_tree(void **state)
{
    (void)state;
    static const uint32_t heads[] = {1, 5, 4, 4, 1, ONR_NONE, 5};
    static const uint8_t rels[] = {ONR_REL_DET, ONR_REL_NSUBJ, ONR_REL_CASE, ONR_REL_DET,
                                   ONR_REL_NMOD, ONR_REL_ROOT, ONR_REL_ADVMOD};
    static const uint8_t tags[] = {ONR_UPOS_DET, ONR_UPOS_NOUN, ONR_UPOS_ADP, ONR_UPOS_DET,
                                   ONR_UPOS_NOUN, ONR_UPOS_VERB, ONR_UPOS_ADV};
    onr_arena arena;
    onr_doc *doc = make_doc("the mayor of the town said so");
    assert_true(onr_doc_make_tags(doc) && onr_doc_make_arcs(doc));
    for (uint32_t i = 0; i < 7; i++) {
        doc->tags[i].upos = tags[i];
        doc->tags[i].xpos = ONR_XPOS_NN;
        doc->arcs[i] = (onr_arc){heads[i], rels[i]};
    }
    onr_phrases p = find(&arena, doc);
    assert_int_equal(p.count, 2);
    assert_int_equal(p.at[0].first_token, 0);
    assert_int_equal(p.at[0].end_token, 5);
    assert_int_equal(p.at[0].head_token, 1);
    assert_int_equal(p.at[0].opening, ONR_OPENING_THE);
    assert_int_equal(p.at[0].role, ONR_ROLE_SUBJECT);
    assert_int_equal(p.at[1].first_token, 3); /* without its preposition */
    release(&p, &arena, doc);
}

/* "Ana and Leo slept": one group, at the first head; the "and" of Leo makes him no group. */
static void test_phrase__a_group_is_at_its_first_head_only(void **state)
{
    (void)state;
    static const onr_arc arcs[] = {{3, ONR_REL_NSUBJ}, {2, ONR_REL_CC}, {0, ONR_REL_CONJ},
                                   {ONR_NONE, ONR_REL_ROOT}};
    static const uint8_t tags[] = {ONR_UPOS_PROPN, ONR_UPOS_CCONJ, ONR_UPOS_PROPN, ONR_UPOS_VERB};
    onr_arena arena;
    onr_doc *doc = make_doc("Ana and Leo slept");
    assert_true(onr_doc_make_tags(doc) && onr_doc_make_arcs(doc));
    for (uint32_t i = 0; i < 4; i++) {
        doc->tags[i].upos = tags[i];
        doc->tags[i].xpos = ONR_XPOS_NNP;
        doc->arcs[i] = arcs[i];
    }
    onr_phrases p = find(&arena, doc);
    assert_int_equal(p.count, 3);
    for (uint32_t i = 0; i < 3; i++) {
        const onr_phrase *phrase = &p.at[i];
        uint32_t words = phrase->end_token - phrase->first_token;
        assert_int_equal(words, phrase->group ? 3 : 1);
        assert_true(!phrase->group || phrase->head_token == 0);
    }
    release(&p, &arena, doc);
}

static void test_phrase__of_nothing(void **state)
{
    (void)state;
    onr_arena arena;
    onr_doc *doc = make_doc("");
    onr_phrases p = find(&arena, doc);
    assert_int_equal(p.count, 0);
    release(&p, &arena, doc);
}

/* However long the text, a phrase has a bounded number of candidates, all before it. */
static void test_candidates__are_bounded(void **state)
{
    (void)state;
    enum { PRONOUNS = 2000 };
    onr_arena arena;
    onr_memory memory = {0};
    onr_pair pairs[ONR_COREF_CANDIDATES];
    char *text = calloc(PRONOUNS, 4);
    assert_non_null(text);
    for (int i = 0; i < PRONOUNS; i++) strcpy(text + 3 * i, "he ");
    onr_doc *doc = make_doc(text);
    onr_phrases p = find(&arena, doc);
    assert_int_equal(p.count, PRONOUNS);
    assert_true(onr_memory_begin(&memory, p.count));
    for (uint32_t i = 0; i < p.count; i++) {
        uint32_t count = onr_candidates_find(pairs, &memory, &p, i);
        assert_true(count <= ONR_COREF_CANDIDATES);
        assert_true(i == 0 || count > 0);
        for (uint32_t c = 0; c < count; c++) {
            assert_true(pairs[c].candidate < i);
            assert_true(c == 0 || pairs[c].candidate < pairs[c - 1].candidate);
        }
        onr_memory_add(&memory, &p, i);
    }
    onr_memory_deinit(&memory);
    free(text);
    release(&p, &arena, doc);
}

static void test_candidates__of_the_other_sex_are_none(void **state)
{
    (void)state;
    onr_arena arena;
    onr_memory memory = {0};
    onr_pair pairs[ONR_COREF_CANDIDATES];
    onr_doc *doc = make_doc("he saw her");
    onr_phrases p = find(&arena, doc);
    assert_true(onr_memory_begin(&memory, p.count));
    onr_memory_add(&memory, &p, 0);
    assert_int_equal(onr_candidates_find(pairs, &memory, &p, 1), 0);
    onr_memory_deinit(&memory);
    release(&p, &arena, doc);
}

static void test_lexicon__finds_words_in_any_case(void **state)
{
    (void)state;
    assert_int_equal(onr_pronoun_at(onr_pronoun_find(slice_of("She")))->gender, ONR_GENDER_SHE);
    assert_int_equal(onr_pronoun_at(onr_pronoun_find(slice_of("'em")))->person, 3);
    assert_int_equal(onr_pronoun_find(slice_of("shed")), ONR_NONE);
    assert_int_equal(onr_gender_of_name(slice_of("ANA")), ONR_GENDER_SHE);
    assert_int_equal(onr_gender_of_name(slice_of("Zzz")), 0);
    assert_int_equal(onr_gender_of_noun(slice_of("Mr")), ONR_GENDER_HE);
    for (uint32_t i = 0; i < ONR_PRONOUN_COUNT; i++) /* the table is in order */
        assert_int_equal(onr_pronoun_find(slice_of(onr_pronoun_at(i)->word)), i);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_phrase__names_and_pronouns_without_trees),
        cmocka_unit_test(test_phrase__is_cut_from_the_tree),
        cmocka_unit_test(test_phrase__a_group_is_at_its_first_head_only),
        cmocka_unit_test(test_phrase__of_nothing),
        cmocka_unit_test(test_candidates__are_bounded),
        cmocka_unit_test(test_candidates__of_the_other_sex_are_none),
        cmocka_unit_test(test_lexicon__finds_words_in_any_case),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
