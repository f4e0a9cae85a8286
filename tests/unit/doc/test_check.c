/*
 * What the check of a document catches in references, speakers and attributions.
 */
#include "../doc_maker.h"
#include "doc_testing.h"

static onr_slice slice_of(const char *text)
{
    return (onr_slice){text, strlen(text)};
}

static void refer(onr_doc *doc, uint32_t first, uint32_t end, uint32_t head, uint32_t antecedent)
{
    onr_reference r = {.first_token = first,
                       .end_token = end,
                       .head_token = head,
                       .antecedent = antecedent,
                       .mention = ONR_NONE,
                       .probability = 0.5f};
    assert_true(onr_doc_add_reference(doc, &r, antecedent));
}

static void speak(onr_doc *doc, const char *name)
{
    onr_speaker s = {.name = slice_of(name), .entity = ONR_NONE};
    assert_true(onr_doc_add_speaker(doc, &s));
}

/* "Ana and Leo" and "Ana" have one head; she is Ana. Of two speakers nobody knows who said it. */
static onr_doc *new_sound_doc(void)
{
    onr_doc *doc = make_doc("Ana and Leo came / She said so");
    doc->has_entities = doc->has_chains = doc->has_speakers = true;
    assert_true(onr_doc_add_entity(doc, slice_of("Ana"), ONR_ENTITY_PERSON));
    assert_true(onr_doc_add_mention(doc, (onr_range){0, 1}, 0, ONR_NONE));
    refer(doc, 0, 3, 0, ONR_NONE);
    refer(doc, 0, 1, 0, ONR_NONE);
    refer(doc, 2, 3, 2, ONR_NONE);
    refer(doc, 4, 5, 4, 1);
    doc->references[1].mention = 0;
    speak(doc, "Ana");
    speak(doc, "Leo");
    onr_attribution a = {.parent = ONR_NONE, .confidence = 0.5f};
    onr_span content = {doc->tokens[6].start_byte, onr_token_end(&doc->tokens[6])};
    assert_true(onr_doc_add_part(doc, &a.content, &content, 1));
    assert_true(onr_doc_add_attribution(doc, &a));
    doc->attributions[0].candidates[0] = 1;
    doc->attributions[0].candidates[1] = 0;
    assert_null(onr_doc_check(doc));
    return doc;
}

static void test_check__wants_sound_references(void **state)
{
    (void)state;
    onr_doc *doc = new_sound_doc();
    doc->references[3].end_token = 8;
    assert_broken(doc, "a reference is empty or ends past the tokens");
    doc = new_sound_doc();
    doc->references[2].head_token = 3;
    assert_broken(doc, "a reference's head is not in it");
    doc = new_sound_doc();
    doc->references[1].end_token = 3;
    assert_broken(doc, "references are equal or out of order");
    doc = new_sound_doc();
    doc->references[2].end_token = 5;
    assert_broken(doc, "a reference crosses a sentence");
    doc = new_sound_doc();
    doc->references[0].kind = ONR_REFERENCE_RELATIVE + 1;
    assert_broken(doc, "a reference is of no kind");
    doc = new_sound_doc();
    doc->references[3].probability = 1.5f;
    assert_broken(doc, "a reference's probability is not between 0 and 1");
}

static void test_check__wants_names_in_their_references(void **state)
{
    (void)state;
    onr_doc *doc = new_sound_doc();
    doc->references[2].mention = 0;
    assert_broken(doc, "a reference names what is not there");
    doc = new_sound_doc();
    doc->references[2].mention = 1;
    assert_broken(doc, "a reference names what is not there");
}

/* A group holds its first member; nothing else shares a head. */
static void test_check__wants_one_head_for_each_reference(void **state)
{
    (void)state;
    onr_doc *doc = new_sound_doc();
    doc->references[2] = doc->references[1];
    doc->references[2].first_token = 1;
    doc->references[2].end_token = 4;
    doc->references[2].head_token = 2;
    doc->references[2].chain = 2;
    doc->references[2].next = doc->references[2].antecedent = doc->references[2].mention = ONR_NONE;
    assert_null(onr_doc_check(doc));
    doc->references[0].head_token = 2;
    assert_broken(doc, "two references have one head");
}

static void test_check__wants_whole_chains_of_references(void **state)
{
    (void)state;
    onr_doc *doc = new_sound_doc();
    doc->references[3].antecedent = 0;
    assert_broken(doc, "an antecedent is of another chain or comes later");
    doc = new_sound_doc();
    doc->references[3].antecedent = ONR_NONE;
    assert_broken(doc, "a reference has lost its antecedent");
    doc = new_sound_doc();
    doc->references[3].next = 3;
    assert_broken(doc, "a chain of references goes back");
    doc = new_sound_doc();
    doc->references[0].next = 2;
    assert_broken(doc, "a chain of references leads elsewhere");
    doc = new_sound_doc();
    doc->chains[1].reference_count = 3;
    assert_broken(doc, "a chain's references are counted wrongly");
    doc = new_sound_doc();
    doc->chain_count = 1;
    assert_broken(doc, "a reference's chain is not there");
    doc = new_sound_doc();
    doc->has_chains = false;
    assert_broken(doc, "chains are there and are not");
}

static void test_check__wants_speakers_with_names(void **state)
{
    (void)state;
    onr_doc *doc = new_sound_doc();
    doc->speakers[0].name.len = 0;
    assert_broken(doc, "a speaker has no name");
    doc = new_sound_doc();
    doc->speakers[0].role = slice_of("\xC3");
    assert_broken(doc, "what a speaker is called is not well-formed UTF-8");
    doc = new_sound_doc();
    doc->speakers[0].kind = ONR_SPEAKER_UNKNOWN + 1;
    assert_broken(doc, "a speaker has an unknown kind");
    doc = new_sound_doc();
    doc->speakers[1].entity = 1;
    assert_broken(doc, "a speaker's entity is not there");
    doc = new_sound_doc();
    doc->has_speakers = false;
    assert_broken(doc, "speakers are there and are not");
    doc = new_sound_doc();
    doc->entities[0].name = slice_of("\xC3");
    assert_broken(doc, "an entity's name is not well-formed UTF-8");
    doc = new_sound_doc();
    doc->entities[0].gender = ONR_GENDER_MALE + 1;
    assert_broken(doc, "an entity has an unknown gender");
}

static void test_check__wants_a_speaker_or_candidates(void **state)
{
    (void)state;
    onr_doc *doc = new_sound_doc();
    doc->attributions[0].speaker = 1;
    assert_broken(doc, "an attribution has a speaker and candidates");
    doc = new_sound_doc();
    doc->attributions[0].candidates[1] = 1;
    assert_broken(doc, "a candidate is there twice");
    doc = new_sound_doc();
    doc->attributions[0].candidates[0] = ONR_NONE;
    assert_broken(doc, "candidates leave a gap");
    doc = new_sound_doc();
    doc->attributions[0].candidates[2] = 2;
    assert_broken(doc, "a candidate is not there");
    doc = new_sound_doc();
    doc->attributions[0].form = ONR_FORM_DIRECT + 1;
    assert_broken(doc, "an attribution is of no form or act, or its lemma is no text");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_check__wants_sound_references),
        cmocka_unit_test(test_check__wants_names_in_their_references),
        cmocka_unit_test(test_check__wants_one_head_for_each_reference),
        cmocka_unit_test(test_check__wants_whole_chains_of_references),
        cmocka_unit_test(test_check__wants_speakers_with_names),
        cmocka_unit_test(test_check__wants_a_speaker_or_candidates),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
