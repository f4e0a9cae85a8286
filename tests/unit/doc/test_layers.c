#include "../doc_maker.h"
#include "../failing_alloc.h"
#include "doc_testing.h"

static onr_slice slice_of(const char *text)
{
    return (onr_slice){text, strlen(text)};
}

/* Two sentences; "York" is named inside "New York" and again later. */
static onr_doc *new_sound_doc(void)
{
    static const uint32_t heads[] = {1, ONR_NONE, 3, 1, ONR_NONE, 4};
    onr_doc *doc = make_doc("He saw New York / York slept");
    assert_true(onr_doc_make_tags(doc) && onr_doc_make_lemmas(doc) && onr_doc_make_arcs(doc));
    for (uint32_t i = 0; i < 6; i++) {
        doc->tags[i].upos = ONR_UPOS_NOUN;
        doc->tags[i].xpos = ONR_XPOS_NN;
        doc->lemmas[i] = onr_doc_token_text(doc, i);
        doc->arcs[i].head = heads[i];
        doc->arcs[i].rel = heads[i] == ONR_NONE ? ONR_REL_ROOT : ONR_REL_DEP;
    }
    doc->has_entities = true;
    assert_true(onr_doc_add_entity(doc, slice_of("New York"), ONR_ENTITY_GPE));
    assert_true(onr_doc_add_entity(doc, slice_of("York"), ONR_ENTITY_PERSON));
    assert_true(onr_doc_add_mention(doc, (onr_range){2, 4}, 0, ONR_NONE));
    assert_true(onr_doc_add_mention(doc, (onr_range){3, 4}, 1, ONR_NONE));
    assert_true(onr_doc_add_mention(doc, (onr_range){4, 5}, 1, 1));
    assert_null(onr_doc_check(doc));
    return doc;
}

static void test_layers__are_absent_until_made(void **state)
{
    (void)state;
    onr_doc *doc = make_doc("one two");
    assert_null(onr_doc_tag_at(doc, 0));
    assert_null(onr_doc_arc_at(doc, 1));
    assert_null(onr_doc_lemma_at(doc, 1).ptr);
    assert_false(onr_doc_has_entities(doc));
    assert_int_equal(onr_doc_entity_count(doc), 0);
    assert_int_equal(onr_doc_feats(doc, 0).len, 0);
    onr_doc_free(doc);
}

static void test_layers__give_back_what_was_put_in(void **state)
{
    (void)state;
    onr_doc *doc = new_sound_doc();
    assert_int_equal(onr_doc_tag_at(doc, 2)->upos, ONR_UPOS_NOUN);
    assert_int_equal(onr_doc_arc_at(doc, 2)->head, 3);
    assert_memory_equal(onr_doc_lemma_at(doc, 1).ptr, "saw", 3);
    assert_true(onr_doc_has_entities(doc));
    assert_int_equal(onr_doc_entity_count(doc), 2);
    assert_int_equal(onr_doc_mention_count(doc), 3);
    const onr_entity *york = onr_doc_entity_at(doc, 1);
    assert_int_equal(york->mention_count, 2);
    const onr_mention *first = onr_doc_mention_at(doc, york->first_mention);
    assert_int_equal(first->first_token, 3);
    assert_int_equal(onr_doc_mention_at(doc, first->next)->first_token, 4);
    assert_int_equal(onr_doc_mention_at(doc, first->next)->next, ONR_NONE);
    onr_doc_free(doc);
}

static void test_layers__features_are_copied(void **state)
{
    (void)state;
    onr_doc *doc = new_sound_doc();
    char feats[] = "Number=Sing";
    uint16_t id, none;
    assert_true(onr_doc_add_feats(doc, &id, slice_of(feats)));
    assert_true(onr_doc_add_feats(doc, &none, (onr_slice){NULL, 0}));
    memset(feats, 'x', sizeof feats - 1);
    assert_int_equal(none, 0);
    assert_true(id != 0);
    assert_int_equal(onr_doc_feats(doc, id).len, 11);
    assert_memory_equal(onr_doc_feats(doc, id).ptr, "Number=Sing", 11);
    assert_int_equal(onr_doc_feats(doc, 0).len, 0);
    doc->tags[0].feats = id;
    assert_null(onr_doc_check(doc));
    doc->tags[0].feats = (uint16_t)(id + 1);
    assert_broken(doc, "a token's features are not there");
}

static void test_layers__features_have_a_limit(void **state)
{
    (void)state;
    onr_doc *doc = make_doc("x");
    uint16_t id = 0;
    for (uint32_t i = 1; i <= UINT16_MAX; i++) {
        assert_true(onr_doc_add_feats(doc, &id, slice_of("A=B")));
        assert_int_equal(id, i);
    }
    assert_false(onr_doc_add_feats(doc, &id, slice_of("A=B")));
    onr_doc_free(doc);
}

static void test_layers__of_an_empty_text_are_allowed(void **state)
{
    (void)state;
    onr_doc *doc = make_doc("");
    assert_true(onr_doc_make_tags(doc) && onr_doc_make_lemmas(doc) && onr_doc_make_arcs(doc));
    doc->has_entities = true;
    assert_null(onr_doc_check(doc));
    onr_doc_free(doc);
}

static void test_layers__survive_lack_of_memory(void **state)
{
    (void)state;
    bool done = false;
    for (uint64_t n = 1; !done; n++) {
        failing_alloc fault = {.fail_at = n};
        onr_alloc alloc = failing_alloc_make(&fault);
        onr_doc *doc = onr_doc_new(&alloc);
        uint16_t id;
        done = doc != NULL && onr_doc_add_token(doc, (onr_token){0, 1, 0}) &&
               onr_doc_make_tags(doc) && onr_doc_make_lemmas(doc) && onr_doc_make_arcs(doc) &&
               onr_doc_add_feats(doc, &id, slice_of("A=B")) &&
               onr_doc_add_entity(doc, slice_of("x"), ONR_ENTITY_ORG) &&
               onr_doc_add_mention(doc, (onr_range){0, 1}, 0, ONR_NONE);
        onr_doc_free(doc);
        assert_int_equal(fault.held_bytes, 0);
    }
}

static void test_check__wants_known_tags_and_lemmas(void **state)
{
    (void)state;
    onr_doc *doc = new_sound_doc();
    doc->tags[3].upos = ONR_UPOS_COUNT;
    assert_broken(doc, "a token has an unknown part of speech");
    doc = new_sound_doc();
    doc->lemmas[5].len = 0;
    assert_broken(doc, "a lemma is empty");
    doc = new_sound_doc();
    doc->lemmas[5] = slice_of("\xC3");
    assert_broken(doc, "a lemma is not well-formed UTF-8");
}

static void test_check__wants_one_tree_a_sentence(void **state)
{
    (void)state;
    onr_doc *doc = new_sound_doc();
    doc->arcs[0].rel = ONR_REL_COUNT;
    assert_broken(doc, "a token has an unknown relation");
    doc = new_sound_doc();
    doc->arcs[0].rel = ONR_REL_ROOT;
    assert_broken(doc, "the root and its relation do not agree");
    doc = new_sound_doc();
    doc->arcs[0].head = 4;
    assert_broken(doc, "a head is in another sentence or the token itself");
    doc = new_sound_doc();
    doc->arcs[5].head = 5;
    assert_broken(doc, "a head is in another sentence or the token itself");
    doc = new_sound_doc();
    doc->arcs[0] = (onr_arc){ONR_NONE, ONR_REL_ROOT};
    assert_broken(doc, "a sentence has no root or several");
    doc = new_sound_doc();
    doc->arcs[3].head = 2;
    assert_broken(doc, "a token depends on itself");
}

static void test_check__wants_names_in_order(void **state)
{
    (void)state;
    onr_doc *doc = new_sound_doc();
    doc->mentions[0].end_token = 5;
    assert_broken(doc, "a mention crosses a sentence");
    doc = new_sound_doc();
    doc->mentions[2].first_token = 5;
    assert_broken(doc, "a mention is empty or ends past the tokens");
    doc = new_sound_doc();
    doc->mentions[0].end_token = 3;
    doc->mentions[1].first_token = 1;
    assert_broken(doc, "mentions are out of order");
    doc = new_sound_doc();
    doc->mentions[0] = (onr_mention){1, 3, 0, ONR_NONE};
    doc->mentions[1].first_token = 2;
    assert_broken(doc, "mentions interleave");
}

static void test_check__wants_whole_chains(void **state)
{
    (void)state;
    onr_doc *doc = new_sound_doc();
    doc->entities[0].type = ONR_ENTITY_COUNT;
    assert_broken(doc, "an entity has an unknown type");
    doc = new_sound_doc();
    doc->entities[0].name.len = 0;
    assert_broken(doc, "an entity has no name or no mention");
    doc = new_sound_doc();
    doc->mentions[2].next = 1;
    assert_broken(doc, "a chain of mentions goes back");
    doc = new_sound_doc();
    doc->mentions[1].next = 3;
    assert_broken(doc, "a chain of mentions leads elsewhere");
    doc = new_sound_doc();
    doc->mentions[1].next = ONR_NONE;
    assert_broken(doc, "an entity's mentions are counted wrongly");
    doc = new_sound_doc();
    doc->entity_count = 1;
    assert_broken(doc, "a mention has no entity");
    doc = new_sound_doc();
    doc->has_entities = false;
    assert_broken(doc, "entities are there and are not");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_layers__are_absent_until_made),
        cmocka_unit_test(test_layers__give_back_what_was_put_in),
        cmocka_unit_test(test_layers__features_are_copied),
        cmocka_unit_test(test_layers__features_have_a_limit),
        cmocka_unit_test(test_layers__of_an_empty_text_are_allowed),
        cmocka_unit_test(test_layers__survive_lack_of_memory),
        cmocka_unit_test(test_check__wants_known_tags_and_lemmas),
        cmocka_unit_test(test_check__wants_one_tree_a_sentence),
        cmocka_unit_test(test_check__wants_names_in_order),
        cmocka_unit_test(test_check__wants_whole_chains),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
