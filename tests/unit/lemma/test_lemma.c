#include <stdio.h>

#include "../doc_maker.h"
#include "../failing_alloc.h"
#include "../model_writer.h"

#include "base/hash.h"
#include "lemma/lemma.h"

enum { SLOTS = 64, WHOLE_CASE = 0, END_CASE = 1, WHOLE_END = 2, END_END = 3 };
enum { LOWER = 1, KEEP = 2, TITLE = 3, BARE = 4 };
enum { NONE = 0, FIRST = 1, ALL = 2 };

#define LONGER 0x80000000u

/* Rules are numbered from 1 in values. */
enum { AS_IS = 1, STRIP_S, IES_TO_Y, TO_GO, ACUTE_TO_E, STRIP_NINE };
static const uint32_t rules[][3] = {{0, 0, 0}, {1, 0, 0}, {3, 0, 1}, {4, 1, 2}, {2, 3, 1},
                                    {9, 0, 0}};
static const char text[] = "ygoe";

static uint32_t slots[SLOTS][2];

static uint64_t hash_of(const char *upos, const char *xpos, unsigned char kind)
{
    uint64_t hash = onr_hash_bytes(ONR_HASH_START, upos, strlen(upos) + 1);
    return onr_hash_byte(onr_hash_bytes(hash, xpos, strlen(xpos) + 1), kind);
}

static void put(uint64_t hash, const char *form, uint32_t value)
{
    for (size_t i = strlen(form); i > 0; i--)
        hash = onr_hash_byte(hash, (unsigned char)form[i - 1]);
    uint32_t key = (uint32_t)onr_hash_mix(hash), at = key & (SLOTS - 1);
    while (slots[at][1] != 0) at = (at + 1) & (SLOTS - 1);
    slots[at][0] = key;
    slots[at][1] = value;
}

static uint64_t case_hash(const char *upos, const char *xpos, unsigned char kind,
                          unsigned char shape, unsigned char first)
{
    return onr_hash_byte(onr_hash_byte(hash_of(upos, xpos, kind), shape), first);
}

/* Plural nouns with a few ends and one whole form; names keep their case; numbers lose commas. */
static void fill_slots(void)
{
    memset(slots, 0, sizeof slots);
    put(hash_of("NOUN", "NNS", END_END), "", AS_IS | LONGER);
    put(hash_of("NOUN", "NNS", END_END), "s", STRIP_S | LONGER);
    put(hash_of("NOUN", "NNS", END_END), "es", STRIP_S | LONGER);
    put(hash_of("NOUN", "NNS", END_END), "ies", IES_TO_Y);
    put(hash_of("NOUN", "NNS", WHOLE_END), "pies", STRIP_S);
    put(hash_of("NOUN", "NNS", END_END), "\xA9", AS_IS | LONGER);
    put(hash_of("NOUN", "NNS", END_END), "\xC3\xA9", ACUTE_TO_E);
    put(hash_of("NOUN", "NNS", WHOLE_END), "short", STRIP_NINE);
    put(hash_of("", "VBD", END_END), "", AS_IS);
    put(hash_of("", "VBD", WHOLE_END), "went", TO_GO);
    put(case_hash("NOUN", "NNS", END_CASE, ALL, 0), "", KEEP);
    put(case_hash("NOUN", "NNS", WHOLE_CASE, ALL, 0), "please", LOWER);
    put(hash_of("PROPN", "NNP", END_END), "", AS_IS);
    put(case_hash("PROPN", "NNP", END_CASE, FIRST, 0), "", KEEP);
    put(case_hash("PROPN", "NNP", END_CASE, NONE, 0), "", TITLE);
    put(hash_of("NUM", "CD", END_END), "", AS_IS);
    put(case_hash("NUM", "CD", END_CASE, NONE, 0), "", BARE);
}

static onr_model *open_model(const uint32_t *rule, uint32_t slot_count, model_file *file)
{
    model_writer w = {0};
    model_add(&w, "lemma.slots", ONR_SECTION_I32, slot_count, 2, slots);
    model_add(&w, "lemma.rules", ONR_SECTION_I32, 6, 3, rule);
    model_add(&w, "lemma.text", ONR_SECTION_BYTES, 4, 1, text);
    *file = model_save(&w);
    model_writer_free(&w);
    onr_model *model;
    assert_int_equal(onr_model_open_memory(&model, file->bytes, file->size, NULL, NULL), ONR_OK);
    return model;
}

typedef struct fixture {
    model_file file;
    onr_model *model;
    onr_lemmas lemmas;
} fixture;

static int open_fixture(void **state)
{
    fixture *f = calloc(1, sizeof *f);
    fill_slots();
    f->model = open_model(rules[0], SLOTS, &f->file);
    assert_int_equal(onr_lemmas_load(&f->lemmas, f->model, NULL), ONR_OK);
    *state = f;
    return 0;
}

static int close_fixture(void **state)
{
    fixture *f = *state;
    onr_model_close(f->model);
    model_file_free(&f->file);
    free(f);
    return 0;
}

static void check(void **state, const char *form, uint8_t upos, uint8_t xpos, const char *expected)
{
    fixture *f = *state;
    char out[ONR_LEMMA_BYTES], found[ONR_LEMMA_BYTES + 1];
    onr_tag tag = {.upos = upos, .xpos = xpos};
    onr_slice lemma =
        onr_lemma_find(&f->lemmas, (onr_slice){form, strlen(form)}, tag, false, out);
    assert_true(lemma.len <= ONR_LEMMA_BYTES);
    memcpy(found, lemma.ptr, lemma.len);
    found[lemma.len] = '\0';
    assert_string_equal(found, expected);
}

static void test_lemma__longest_known_end_counts(void **state)
{
    check(state, "cats", ONR_UPOS_NOUN, ONR_XPOS_NNS, "cat");
    check(state, "axes", ONR_UPOS_NOUN, ONR_XPOS_NNS, "axe");
    check(state, "cities", ONR_UPOS_NOUN, ONR_XPOS_NNS, "city");
    check(state, "men", ONR_UPOS_NOUN, ONR_XPOS_NNS, "men");
    check(state, "caf\xC3\xA9", ONR_UPOS_NOUN, ONR_XPOS_NNS, "cafe");
}

static void test_lemma__whole_form_before_ends(void **state)
{
    check(state, "pies", ONR_UPOS_NOUN, ONR_XPOS_NNS, "pie");
    check(state, "magpies", ONR_UPOS_NOUN, ONR_XPOS_NNS, "magpy");
}

static void test_lemma__unknown_pair_of_tags_counts_by_its_xpos(void **state)
{
    check(state, "went", ONR_UPOS_VERB, ONR_XPOS_VBD, "go");
    check(state, "went", ONR_UPOS_NOUN, ONR_XPOS_VBD, "go");
    check(state, "Cities", ONR_UPOS_X, ONR_XPOS_FW, "cities");
}

static void test_lemma__case_is_chosen_first(void **state)
{
    check(state, "Cats", ONR_UPOS_NOUN, ONR_XPOS_NNS, "cat");
    check(state, "TVs", ONR_UPOS_NOUN, ONR_XPOS_NNS, "tv");
    check(state, "TV", ONR_UPOS_NOUN, ONR_XPOS_NNS, "TV");
    check(state, "PLEASE", ONR_UPOS_NOUN, ONR_XPOS_NNS, "please");
    check(state, "Rome", ONR_UPOS_PROPN, ONR_XPOS_NNP, "Rome");
    check(state, "rome", ONR_UPOS_PROPN, ONR_XPOS_NNP, "Rome");
    check(state, "\xC3\xA9ire", ONR_UPOS_PROPN, ONR_XPOS_NNP, "\xC3\x89ire");
    check(state, "12,000", ONR_UPOS_NUM, ONR_XPOS_CD, "12000");
}

static void test_lemma__is_never_empty(void **state)
{
    check(state, ",", ONR_UPOS_NUM, ONR_XPOS_CD, ",");
    check(state, "s", ONR_UPOS_NOUN, ONR_XPOS_NNS, "s");
}

static void test_lemma__rule_that_does_not_fit_is_left_out(void **state)
{
    check(state, "short", ONR_UPOS_NOUN, ONR_XPOS_NNS, "short");
}

static void test_lemma__apostrophes_are_made_plain(void **state)
{
    check(state, "o\xE2\x80\x99" "clocks", ONR_UPOS_NOUN, ONR_XPOS_NNS, "o'clock");
}

static void test_lemma__very_long_word_is_its_own(void **state)
{
    char form[ONR_LEMMA_MAX_FORM + 2];
    memset(form, 's', sizeof form);
    form[ONR_LEMMA_MAX_FORM + 1] = '\0';
    check(state, form, ONR_UPOS_NOUN, ONR_XPOS_NNS, form);
    form[ONR_LEMMA_MAX_FORM] = '\0';
    char expected[ONR_LEMMA_MAX_FORM];
    memset(expected, 's', sizeof expected);
    expected[ONR_LEMMA_MAX_FORM - 1] = '\0';
    check(state, form, ONR_UPOS_NOUN, ONR_XPOS_NNS, expected);
}

static onr_doc *tagged_doc(const char *words)
{
    onr_doc *doc = make_doc(words);
    assert_true(onr_doc_make_tags(doc));
    for (uint32_t i = 0; i < doc->token_count; i++)
        doc->tags[i] = (onr_tag){.upos = ONR_UPOS_NOUN, .xpos = ONR_XPOS_NNS};
    return doc;
}

static void test_lemma_run__fills_the_layer(void **state)
{
    fixture *f = *state;
    onr_doc *doc = tagged_doc("Cats men / cities");
    assert_int_equal(onr_lemma_run(&f->lemmas, doc, NULL), ONR_OK);
    assert_memory_equal(onr_doc_lemma_at(doc, 0).ptr, "cat", 3);
    assert_int_equal(onr_doc_lemma_at(doc, 0).len, 3);
    assert_ptr_equal(onr_doc_lemma_at(doc, 1).ptr, onr_doc_token_text(doc, 1).ptr);
    assert_memory_equal(onr_doc_lemma_at(doc, 2).ptr, "city", 4);
    assert_null(onr_doc_check(doc));
    onr_doc_free(doc);
    doc = tagged_doc("");
    assert_int_equal(onr_lemma_run(&f->lemmas, doc, NULL), ONR_OK);
    onr_doc_free(doc);
}

static void test_lemma_run__many_lemmas_do_not_overlap(void **state)
{
    enum { WORDS = 1000 };
    fixture *f = *state;
    char words[WORDS * 6 + 1];
    for (int i = 0; i < WORDS; i++) snprintf(words + 6 * i, 7, "a%03ds ", i);
    onr_doc *doc = tagged_doc(words);
    assert_int_equal(onr_lemma_run(&f->lemmas, doc, NULL), ONR_OK);
    for (uint32_t i = 0; i < WORDS; i++) {
        assert_int_equal(onr_doc_lemma_at(doc, i).len, 4);
        assert_memory_equal(onr_doc_lemma_at(doc, i).ptr, words + 6 * i, 4);
    }
    onr_doc_free(doc);
}

static void test_lemma_run__survives_lack_of_memory(void **state)
{
    fixture *f = *state;
    bool done = false;
    for (uint64_t n = 1; !done; n++) {
        failing_alloc fault = {.fail_at = n};
        onr_alloc alloc = failing_alloc_make(&fault);
        onr_doc *doc = onr_doc_new(&alloc);
        if (doc != NULL) {
            doc->text = (onr_slice){"cats", 4};
            bool ready = onr_doc_add_token(doc, (onr_token){0, 4, 0}) &&
                         onr_doc_add_sentence(doc, (onr_range){0, 1}) && onr_doc_make_tags(doc);
            if (ready) doc->tags[0] = (onr_tag){.upos = ONR_UPOS_NOUN, .xpos = ONR_XPOS_NNS};
            onr_status status = ready ? onr_lemma_run(&f->lemmas, doc, NULL) : ONR_ENOMEM;
            done = status == ONR_OK;
            if (!done) assert_int_equal(status, ONR_ENOMEM);
        }
        onr_doc_free(doc);
        assert_int_equal(fault.held_bytes, 0);
    }
}

static void assert_refused(const uint32_t *rule, uint32_t slot_count)
{
    model_file file;
    onr_model *model = open_model(rule, slot_count, &file);
    onr_lemmas lemmas;
    onr_error err = {0};
    assert_int_equal(onr_lemmas_load(&lemmas, model, &err), ONR_EMODEL);
    assert_non_null(strstr(err.message, "lemma."));
    onr_model_close(model);
    model_file_free(&file);
}

static void test_lemmas_load__refuses_damage(void **state)
{
    (void)state;
    uint32_t bad[6][3];
    fill_slots();
    memcpy(bad, rules, sizeof bad);
    bad[3][1] = 4; /* ends behind the text */
    assert_refused(bad[0], SLOTS);
    memcpy(bad, rules, sizeof bad);
    bad[5][1] = UINT32_MAX;
    assert_refused(bad[0], SLOTS);
    memcpy(bad, rules, sizeof bad);
    bad[0][2] = ONR_LEMMA_MAX_ADDED + 1;
    assert_refused(bad[0], SLOTS);
    assert_refused(rules[0], SLOTS - 1); /* no power of two */
    for (int i = 0; i < SLOTS; i++) slots[i][1] = 1; /* no slot is free */
    assert_refused(rules[0], SLOTS);
}

/* Any rule may hang on any end: what comes out is still text. */
static void test_lemmas__hostile_rules_leave_text_well_formed(void **state)
{
    (void)state;
    static const uint32_t hostile[6][3] = {{1, 0, 0}, {1, 0, 0}, {1, 0, 0},
                                           {1, 0, 0}, {1, 0, 0}, {UINT32_MAX, 0, 4}};
    model_file file;
    memset(slots, 0, sizeof slots);
    put(hash_of("X", "FW", END_END), "", STRIP_S);
    put(hash_of("X", "FW", WHOLE_END), "x", STRIP_NINE);
    put(hash_of("X", "FW", WHOLE_END), "y", 4711);
    put(case_hash("X", "FW", END_CASE, NONE, 0), "", 4711);
    onr_model *model = open_model(hostile[0], SLOTS, &file);
    fixture f = {.model = model};
    void *hostile_state = &f;
    assert_int_equal(onr_lemmas_load(&f.lemmas, model, NULL), ONR_OK);
    check(&hostile_state, "caf\xC3\xA9", ONR_UPOS_X, ONR_XPOS_FW, "caf\xC3\xA9");
    check(&hostile_state, "cafe", ONR_UPOS_X, ONR_XPOS_FW, "caf");
    check(&hostile_state, "x", ONR_UPOS_X, ONR_XPOS_FW, "x");
    check(&hostile_state, "y", ONR_UPOS_X, ONR_XPOS_FW, "y");
    onr_model_close(model);
    model_file_free(&file);
}

#define WITH_MODEL(test) cmocka_unit_test_setup_teardown(test, open_fixture, close_fixture)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_MODEL(test_lemma__longest_known_end_counts),
        WITH_MODEL(test_lemma__whole_form_before_ends),
        WITH_MODEL(test_lemma__unknown_pair_of_tags_counts_by_its_xpos),
        WITH_MODEL(test_lemma__case_is_chosen_first),
        WITH_MODEL(test_lemma__is_never_empty),
        WITH_MODEL(test_lemma__rule_that_does_not_fit_is_left_out),
        WITH_MODEL(test_lemma__apostrophes_are_made_plain),
        WITH_MODEL(test_lemma__very_long_word_is_its_own),
        WITH_MODEL(test_lemma_run__fills_the_layer),
        WITH_MODEL(test_lemma_run__many_lemmas_do_not_overlap),
        WITH_MODEL(test_lemma_run__survives_lack_of_memory),
        cmocka_unit_test(test_lemmas_load__refuses_damage),
        cmocka_unit_test(test_lemmas__hostile_rules_leave_text_well_formed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
