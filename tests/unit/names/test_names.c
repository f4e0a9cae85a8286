/*
 * Names over small random models: which words they are is nonsense, how they hang together is not.
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

static onr_slice words_of(const onr_doc *doc, const onr_mention *m)
{
    const onr_token *a = onr_doc_token_at(doc, m->first_token);
    const onr_token *b = onr_doc_token_at(doc, m->end_token - 1);
    return (onr_slice){doc->text.ptr + a->start_byte, onr_token_end(b) - a->start_byte};
}

static bool same(onr_slice a, onr_slice b)
{
    return a.len == b.len && memcmp(a.ptr, b.ptr, a.len) == 0;
}

static void assert_disjoint_in_sentences(const onr_doc *doc)
{
    uint32_t end = 0;
    for (uint32_t i = 0; i < onr_doc_mention_count(doc); i++) {
        const onr_mention *m = onr_doc_mention_at(doc, i);
        assert_true(m->first_token >= end);
        assert_true(m->end_token > m->first_token);
        end = m->end_token;
        uint32_t s = onr_range_find(doc->sentences, doc->sentence_count, m->first_token);
        assert_true(end <= doc->sentences[s].end_token);
    }
}

/* Along `next` from the first: as many as the entity says, later and later; one is its name. */
static void assert_chained(const onr_doc *doc)
{
    uint32_t all = 0;
    for (uint32_t e = 0; e < onr_doc_entity_count(doc); e++) {
        const onr_entity *entity = onr_doc_entity_at(doc, e);
        uint32_t found = 0;
        bool named = false;
        for (uint32_t i = entity->first_mention, last = 0; i != ONR_NONE; found++) {
            const onr_mention *m = onr_doc_mention_at(doc, i);
            assert_int_equal(m->entity, e);
            assert_true(found == 0 || i > last);
            named = named || same(words_of(doc, m), entity->name);
            last = i;
            i = m->next;
        }
        assert_int_equal(found, entity->mention_count);
        assert_true(named);
        all += found;
    }
    assert_int_equal(all, onr_doc_mention_count(doc));
}

static void assert_entities_differ(const onr_doc *doc)
{
    for (uint32_t a = 0; a < onr_doc_entity_count(doc); a++)
        for (uint32_t b = 0; b < a; b++)
            assert_false(doc->entities[a].type == doc->entities[b].type &&
                         same(doc->entities[a].name, doc->entities[b].name));
}

static void assert_sound(const onr_doc *doc)
{
    assert_true(onr_doc_has_entities(doc));
    assert_disjoint_in_sentences(doc);
    assert_chained(doc);
    assert_entities_differ(doc);
}

static void test_names__hang_together(void **state)
{
    (void)state;
    uint32_t most = 0;
    char *text = small_words(5000, 17);
    for (uint64_t seed = 0; seed < MODELS; seed++) {
        small_pipeline p = small_pipeline_open(seed, ONR_LAYER_ENTITIES);
        onr_doc *doc = small_pipeline_read(&p, text);
        assert_sound(doc);
        if (onr_doc_entity_count(doc) > most) most = onr_doc_entity_count(doc);
        onr_doc_free(doc);
        small_pipeline_close(&p);
    }
    free(text);
    assert_true(most > 64); /* so that the table of entities has grown */
}

static void test_names__equal_words_share_an_entity(void **state)
{
    (void)state;
    uint32_t shared = 0;
    char *words = small_words(300, 10), *text = calloc(4, strlen(words) + 1);
    assert_non_null(text);
    for (int i = 0; i < 4; i++) strcat(text, words);
    for (uint64_t seed = 0; seed < MODELS; seed++) {
        small_pipeline p = small_pipeline_open(seed, ONR_LAYER_ENTITIES);
        onr_doc *doc = small_pipeline_read(&p, text);
        assert_sound(doc);
        for (uint32_t e = 0; e < onr_doc_entity_count(doc); e++)
            shared += onr_doc_entity_at(doc, e)->mention_count > 1;
        onr_doc_free(doc);
        small_pipeline_close(&p);
    }
    free(text);
    free(words);
    assert_true(shared > 0); /* or the test would say nothing */
}

/* A sentence that several windows hold. */
static void test_names__in_a_sentence_longer_than_a_window(void **state)
{
    (void)state;
    char *text = small_words(5000, 5000);
    for (uint64_t seed = 0; seed < MODELS; seed++) {
        small_pipeline p = small_pipeline_open(seed, ONR_LAYER_ENTITIES);
        onr_doc *doc = small_pipeline_read(&p, text);
        assert_sound(doc);
        onr_doc_free(doc);
        small_pipeline_close(&p);
    }
    free(text);
}

static void test_names__does_not_remember(void **state)
{
    (void)state;
    char *many = small_words(3000, 17), *few = small_words(200, 17);
    small_pipeline p = small_pipeline_open(1, ONR_LAYER_ENTITIES);
    onr_doc *fresh = small_pipeline_read(&p, few);
    onr_doc_free(small_pipeline_read(&p, many));
    onr_doc *again = small_pipeline_read(&p, few);
    assert_sound(again);
    assert_int_equal(onr_doc_entity_count(again), onr_doc_entity_count(fresh));
    assert_int_equal(onr_doc_mention_count(again), onr_doc_mention_count(fresh));
    for (uint32_t i = 0; i < onr_doc_mention_count(again); i++)
        assert_int_equal(onr_doc_mention_at(again, i)->entity,
                         onr_doc_mention_at(fresh, i)->entity);
    onr_doc_free(again);
    onr_doc_free(fresh);
    small_pipeline_close(&p);
    free(few);
    free(many);
}

static void test_names__is_absent_unless_asked_for(void **state)
{
    (void)state;
    small_pipeline p = small_pipeline_open(1, ONR_LAYER_SYNTAX | ONR_LAYER_ATTRIBUTIONS);
    onr_doc *doc = small_pipeline_read(&p, "She said so.");
    assert_false(onr_doc_has_entities(doc));
    assert_int_equal(onr_doc_mention_count(doc), 0);
    onr_doc_free(doc);
    small_pipeline_close(&p);
}

static void test_names__refuses_other_labels(void **state)
{
    (void)state;
    small_pipeline_refuses("names.labels", "O");
    small_pipeline_refuses("names.labels", "O\0B-PERSON");
    small_pipeline_refuses("names.labels", "O\0I-PERSON\0B-PERSON");
    small_pipeline_refuses("names.labels", "O\0B-PERSON\0I-ORG");
    small_pipeline_refuses("names.labels", "O\0B-NOBODY\0I-NOBODY");
    small_pipeline_refuses("names.labels", "B-PERSON\0I-PERSON\0O");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names__hang_together),
        cmocka_unit_test(test_names__equal_words_share_an_entity),
        cmocka_unit_test(test_names__in_a_sentence_longer_than_a_window),
        cmocka_unit_test(test_names__does_not_remember),
        cmocka_unit_test(test_names__is_absent_unless_asked_for),
        cmocka_unit_test(test_names__refuses_other_labels),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
