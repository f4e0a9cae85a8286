#include "attrib/order.h"
#include "doc_maker.h"
#include "small_model.h"

/* ---- settling ---- */

enum { TOKENS = 60, MOST = 24 };

static onr_candidate candidate(uint32_t cue, uint32_t content, uint32_t content_end, float margin)
{
    onr_candidate c = {.parent = ONR_NONE, .cue_margin = margin};
    c.cue = (onr_pieces){1, {{cue, cue + 1}}};
    if (content_end > content) c.content = (onr_pieces){1, {{content, content_end}}};
    return c;
}

static void test_order__inner_becomes_a_child(void **state)
{
    (void)state;
    onr_candidate at[] = {candidate(1, 2, 20, 1), candidate(5, 6, 20, 1), candidate(30, 31, 40, 1)};
    onr_candidates all = {at, 3, 3};
    onr_order_settle(&all, 0);
    assert_int_equal(all.count, 3);
    assert_int_equal(at[0].parent, ONR_NONE);
    assert_int_equal(at[1].parent, 0);
    assert_int_equal(at[2].parent, ONR_NONE);
}

static void test_order__the_surer_of_two_stays_outside(void **state)
{
    (void)state;
    for (int surer = 0; surer < 2; surer++) {
        onr_candidate at[] = {candidate(10, 12, 30, surer == 0 ? 2 : 1),
                              candidate(20, 2, 18, surer == 1 ? 2 : 1)};
        onr_candidates all = {at, 2, 2};
        onr_order_settle(&all, 0);
        assert_int_equal(at[surer].parent, ONR_NONE);
        assert_int_equal(at[1 - surer].parent, surer);
    }
}

/* Confidence is a tenth of the cue's margin; `floor` is the model's. */
static void drop_unsure(const onr_doc *doc, onr_candidates *all, uint32_t first, float floor)
{
    static const float weights[ONR_EVIDENCE_COUNT] = {0, 1, 0, 0, 0, 0};
    static const float curve[] = {0, 0, 10, 1};
    onr_attrib attrib = {.calibration = {weights, curve, 2, floor}};
    onr_order_drop_unsure(&attrib, doc, all, first);
}

static void test_order__without_content_it_goes(void **state)
{
    (void)state;
    onr_doc *doc = make_doc("a b c d e f g h i j k l m n o p");
    onr_candidate at[] = {candidate(0, 0, 0, 1), candidate(1, 2, 5, 1), candidate(9, 9, 9, 1),
                          candidate(11, 12, 14, 1)};
    onr_candidates all = {at, 4, 4};
    drop_unsure(doc, &all, 1, 0); /* the first one is an earlier window's */
    assert_int_equal(all.count, 3);
    assert_int_equal(at[1].cue.at[0].first_token, 1);
    assert_int_equal(at[2].cue.at[0].first_token, 11);
    onr_doc_free(doc);
}

static void test_order__unsure_ones_go_unless_quoted(void **state)
{
    (void)state;
    onr_doc *doc = make_doc("he said \" no more \" she felt it was so");
    onr_candidate at[] = {candidate(1, 2, 6, 1), candidate(7, 8, 11, 1), candidate(7, 8, 11, 5)};
    onr_candidates all = {at, 3, 3};
    drop_unsure(doc, &all, 0, 0.35f);
    assert_int_equal(all.count, 2);
    assert_int_equal(at[0].cue.at[0].first_token, 1);
    assert_true(at[1].cue_margin > 4);
    onr_doc_free(doc);
}

static onr_candidate random_candidate(uint64_t *seed)
{
    onr_candidate c = {.parent = ONR_NONE, .cue_margin = (float)random_below(seed, 4)};
    uint32_t cue = random_below(seed, TOKENS);
    c.cue = (onr_pieces){1, {{cue, cue + 1}}};
    uint32_t from = 0;
    for (uint32_t pieces = random_below(seed, 4); pieces > 0 && from + 2 < TOKENS; pieces--) {
        uint32_t first = from + random_below(seed, TOKENS - from - 1);
        uint32_t end = first + 1 + random_below(seed, TOKENS - first);
        c.content.at[c.content.count++] = (onr_range){first, end};
        from = end + 1;
    }
    return c;
}

static void check_parents(const onr_candidate *at, uint32_t first, uint32_t count)
{
    for (uint32_t i = first; i < count; i++) {
        assert_true(at[i].content.count > 0);
        uint32_t steps = 0;
        for (uint32_t p = at[i].parent; p != ONR_NONE; p = at[p].parent) {
            assert_true(p >= first && p < count);
            assert_true(++steps < count); /* no cycle */
        }
        if (at[i].parent != ONR_NONE)
            assert_true(onr_pieces_hold(&at[at[i].parent].content, at[i].cue.at[0].first_token));
    }
}

static void test_order__parents_make_no_circle(void **state)
{
    (void)state;
    char text[TOKENS * 2 + 1] = "";
    for (int i = 0; i < TOKENS; i++) strcat(text, "w ");
    onr_doc *doc = make_doc(text);
    uint64_t seed = 81;
    uint32_t children = 0;
    for (int round = 0; round < 5000; round++) {
        onr_candidate at[MOST];
        uint32_t count = random_below(&seed, MOST + 1), first = random_below(&seed, count + 1);
        for (uint32_t i = 0; i < count; i++) at[i] = random_candidate(&seed);
        onr_candidates all = {at, count, MOST};
        drop_unsure(doc, &all, first, 0);
        onr_order_settle(&all, first);
        check_parents(at, first, all.count);
        for (uint32_t i = first; i < all.count; i++) children += at[i].parent != ONR_NONE;
    }
    assert_true(children > 1000);
    onr_doc_free(doc);
}

static void test_order__drops_cues_that_are_taken(void **state)
{
    (void)state;
    onr_candidate at[] = {candidate(3, 4, 9, 1), candidate(5, 6, 9, 1), /* an earlier window */
                          candidate(13, 14, 30, 1), candidate(15, 16, 30, 1),
                          candidate(15, 16, 20, 1), /* read again, has been found */
                          candidate(17, 18, 20, 1), candidate(19, 0, 0, 1),
                          candidate(5, 6, 9, 1)};
    at[2].cue.count = 0; /* a quotation that was followed has none */
    onr_candidates all = {at, 8, 8};
    onr_order_drop_repeats(&all, 4, 2);
    assert_int_equal(all.count, 6);
    assert_int_equal(at[4].cue.at[0].first_token, 17);
    assert_int_equal(at[5].cue.at[0].first_token, 5);
}

/* ---- writing ---- */

static onr_status write_all(onr_doc *doc, onr_candidate *at, uint32_t count)
{
    model_writer w = small_model(82);
    model_file file = model_save(&w);
    model_writer_free(&w);
    onr_model *model;
    onr_encoder encoder;
    onr_attrib attrib;
    onr_error err;
    assert_int_equal(onr_model_open_memory(&model, file.bytes, file.size, NULL, &err), ONR_OK);
    assert_int_equal(onr_encoder_load(&encoder, model, &err), ONR_OK);
    assert_int_equal(onr_attrib_load(&attrib, &encoder, model, &err), ONR_OK);
    onr_candidates all = {at, count, count};
    onr_status status = onr_order_write(&attrib, &all, doc, &err);
    onr_model_close(model);
    model_file_free(&file);
    return status;
}

static void test_order__writes_in_text_order(void **state)
{
    (void)state;
    onr_doc *doc = make_doc("\" No \" , said Ann . / She believed Tom told Lee that it was so");
    uint32_t believed = make_find(doc, "believed", 0), told = make_find(doc, "told", 0);
    uint32_t end = doc->token_count;
    onr_candidate at[] = {candidate(told, told + 2, end, 4),
                          candidate(believed, believed + 1, end, 8), candidate(4, 0, 3, 0)};
    at[0].parent = 1;
    at[0].source = (onr_pieces){1, {{told - 1, told}}};
    at[1].source = (onr_pieces){1, {{believed - 1, believed}}};
    at[2].source = (onr_pieces){1, {{5, 6}}};
    assert_int_equal(write_all(doc, at, 3), ONR_OK);
    assert_null(onr_doc_check(doc));
    assert_int_equal(onr_doc_attribution_count(doc), 3);
    const onr_attribution *a = onr_doc_attribution_at(doc, 0);
    assert_int_equal(a->form, ONR_FORM_DIRECT);
    assert_int_equal(a->parent, ONR_NONE);
    assert_memory_equal(a->lemma.ptr, "say", 3);
    assert_true(a->confidence > 0.29f && a->confidence < 0.31f);
    a = onr_doc_attribution_at(doc, 1);
    assert_int_equal(a->act, ONR_ACT_THOUGHT);
    assert_int_equal(a->form, ONR_FORM_INDIRECT);
    assert_true(a->confidence > 0.94f);
    a = onr_doc_attribution_at(doc, 2);
    assert_int_equal(a->parent, 1);
    uint32_t spans;
    const onr_span *source = onr_doc_spans(doc, a->source, &spans);
    assert_int_equal(spans, 1);
    assert_memory_equal(doc->text.ptr + source->start_byte, "Tom", 3);
    onr_doc_free(doc);
}

static void test_order__writes_any_candidates_in_order(void **state)
{
    (void)state;
    char text[TOKENS * 2 + 1] = "";
    for (int i = 0; i < TOKENS; i++) strcat(text, "w ");
    uint64_t seed = 83;
    for (int round = 0; round < 40; round++) {
        onr_doc *doc = make_doc(text);
        onr_candidate at[MOST];
        for (uint32_t i = 0; i < MOST; i++) {
            at[i] = random_candidate(&seed);
            onr_pieces *content = &at[i].content;
            if (content->count > 0) content->at[content->count - 1].end_token = TOKENS;
        }
        onr_candidates all = {at, MOST, MOST};
        drop_unsure(doc, &all, 0, 0);
        onr_order_settle(&all, 0);
        assert_int_equal(write_all(doc, at, all.count), ONR_OK);
        const char *broken = onr_doc_check(doc);
        if (broken != NULL) fail_msg("%s", broken);
        assert_int_equal(onr_doc_attribution_count(doc), all.count);
        onr_doc_free(doc);
    }
}

static void test_order__writes_nothing_from_nothing(void **state)
{
    (void)state;
    onr_doc *doc = make_doc("w");
    assert_int_equal(write_all(doc, NULL, 0), ONR_OK);
    assert_int_equal(onr_doc_attribution_count(doc), 0);
    onr_doc_free(doc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order__inner_becomes_a_child),
        cmocka_unit_test(test_order__the_surer_of_two_stays_outside),
        cmocka_unit_test(test_order__without_content_it_goes),
        cmocka_unit_test(test_order__unsure_ones_go_unless_quoted),
        cmocka_unit_test(test_order__parents_make_no_circle),
        cmocka_unit_test(test_order__drops_cues_that_are_taken),
        cmocka_unit_test(test_order__writes_in_text_order),
        cmocka_unit_test(test_order__writes_any_candidates_in_order),
        cmocka_unit_test(test_order__writes_nothing_from_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
