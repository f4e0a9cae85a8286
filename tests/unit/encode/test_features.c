#include <stdio.h>

#include "doc_maker.h"
#include "encode/features.h"
#include "random.h"

/* Features of a document of one window; the caller frees them. */
static onr_features *features_of(const onr_doc *doc)
{
    onr_window window = {0};
    assert_true(onr_window_next(doc, &window));
    assert_int_equal(window.end_token, doc->token_count);
    onr_features *out = calloc(doc->token_count, sizeof *out);
    assert_non_null(out);
    onr_features_of_window(doc, window, out);
    return out;
}

/* The features of each of two words in the same place. */
static void features_of_two(const char *a, const char *b, onr_features out[2])
{
    const char *words[] = {a, b};
    for (int i = 0; i < 2; i++) {
        char text[300];
        snprintf(text, sizeof text, "x %s x", words[i]);
        onr_doc *doc = make_doc(text);
        onr_features *all = features_of(doc);
        out[i] = all[1];
        free(all);
        onr_doc_free(doc);
    }
}

static bool same(const char *a, const char *b, uint32_t slot)
{
    onr_features two[2];
    features_of_two(a, b, two);
    return two[0].slot[slot] == two[1].slot[slot];
}

static void assert_normal(const char *token, const char *wanted)
{
    char out[64];
    uint32_t len = onr_normal_form((onr_slice){token, strlen(token)}, out);
    assert_int_equal(len, strlen(wanted));
    assert_memory_equal(out, wanted, len);
}

static void test_features__forms_are_lower_case(void **state)
{
    (void)state;
    assert_normal("NATO", "nato");
    assert_normal("Élysée", "élysée");
    assert_normal("ŁÓDŹ", "łódź");
    assert_normal("ČĎŇŠŽ", "čďňšž");
    assert_normal("Киев", "киев");
    assert_normal("ΑΘΗΝΑ", "αθηνα");
    assert_normal("×", "×");
    assert_normal("日本", "日本");
}

static void test_features__digits_are_alike(void **state)
{
    (void)state;
    assert_normal("1,987.6", "0,000.0");
    assert_true(same("1987", "2024", ONR_FEATURE_FORM));
    assert_false(same("1987", "198", ONR_FEATURE_FORM));
}

static void test_features__typographic_marks_are_plain(void **state)
{
    (void)state;
    assert_normal("“", "\"");
    assert_normal("”", "\"");
    assert_normal("«", "\"");
    assert_normal("’s", "'s");
    assert_normal("n’t", "n't");
    assert_normal("twenty‑one", "twenty-one");
    assert_true(same("’s", "'s", ONR_FEATURE_FORM));
    assert_false(same("—", "―", ONR_FEATURE_FORM));
    assert_false(same("—", "-", ONR_FEATURE_FORM));
}

static void test_features__long_forms_are_cut_at_a_code_point(void **state)
{
    (void)state;
    char token[600], out[64];
    for (int lead = 0; lead < 4; lead++) {
        size_t len = (size_t)lead;
        memset(token, 'a', len);
        while (len + 4 < sizeof token) {
            memcpy(token + len, lead % 2 ? "é" : "日", lead % 2 ? 2 : 3);
            len += lead % 2 ? 2 : 3;
        }
        uint32_t used = onr_normal_form((onr_slice){token, len}, out);
        assert_true(used > 56 && used <= 64);
        assert_memory_equal(out, token, used);
        assert_true(((unsigned char)token[used] & 0xC0) != 0x80);
    }
}

static void test_features__affixes_are_shared(void **state)
{
    (void)state;
    assert_true(same("running", "runner", ONR_FEATURE_PREFIX));
    assert_true(same("running", "Singing", ONR_FEATURE_SUFFIX3));
    assert_true(same("walked", "said-ed", ONR_FEATURE_SUFFIX2));
    assert_true(same("éta", "étage", ONR_FEATURE_PREFIX));
    assert_true(same("né", "dané", ONR_FEATURE_SUFFIX2));
    assert_true(same("it", "IT", ONR_FEATURE_SUFFIX3));
    assert_false(same("running", "walking", ONR_FEATURE_PREFIX));
    assert_false(same("running", "walked", ONR_FEATURE_SUFFIX3));
    assert_false(same("running", "walking", ONR_FEATURE_FORM));
}

static void test_features__shapes_are_shared(void **state)
{
    (void)state;
    assert_true(same("Anna", "Berta", ONR_FEATURE_SHAPE));
    assert_true(same("EU", "NATO", ONR_FEATURE_SHAPE));
    assert_true(same("3,000", "7,123", ONR_FEATURE_SHAPE));
    assert_true(same("a.m.", "p.m.", ONR_FEATURE_SHAPE));
    assert_false(same("Anna", "anna", ONR_FEATURE_SHAPE));
    assert_false(same("EU", "U", ONR_FEATURE_SHAPE));
    assert_false(same("U.S.", "US", ONR_FEATURE_SHAPE));
}

static void test_features__edges_tell_where_a_token_stands(void **state)
{
    (void)state;
    onr_doc *doc = make_doc("One two three / four five six | seven n't eight");
    onr_features *f = features_of(doc);
    uint32_t edges[9];
    for (int i = 0; i < 9; i++) edges[i] = f[i].slot[ONR_FEATURE_EDGE];
    assert_int_equal(edges[0], edges[6]); /* first of both */
    assert_int_equal(edges[5], edges[8]); /* last of both */
    assert_int_equal(edges[1], edges[4]);
    assert_true(edges[2] != edges[1] && edges[2] != edges[5]); /* last of a sentence only */
    assert_true(edges[3] != edges[1] && edges[3] != edges[0]); /* first of a sentence only */
    assert_true(edges[7] != edges[1]);                         /* a piece */
    free(f);
    onr_doc_free(doc);
}

static void test_features__place_counts_paragraphs(void **state)
{
    (void)state;
    onr_doc *doc = make_doc("a | b | c | d | e | \" f \" | g g g g g g g g");
    onr_features *f = features_of(doc);
    uint32_t place[5];
    for (int i = 0; i < 5; i++) place[i] = f[i].slot[ONR_FEATURE_PLACE];
    assert_true(place[0] != place[1] && place[1] != place[2] && place[2] != place[3]);
    assert_int_equal(place[3], place[4]);
    assert_true(f[6].slot[ONR_FEATURE_PLACE] != place[4]); /* begins with a quotation */
    assert_true(f[8].slot[ONR_FEATURE_PLACE] != place[4]); /* is longer */
    free(f);
    onr_doc_free(doc);
}

static void test_features__nested_reading_forgets_the_outer_quotation(void **state)
{
    (void)state;
    onr_doc *doc = make_doc("He said \" They told us ' no ' today \" and left");
    onr_features *f = features_of(doc);
    onr_features inner = f[make_find(doc, "no", 0)], outer = f[make_find(doc, "told", 0)];
    onr_features bare = f[make_find(doc, "left", 0)];
    assert_true(outer.slot[ONR_FEATURE_QUOTED] & ONR_QUOTED_INSIDE);
    onr_features_make_nested(&inner);
    onr_features_make_nested(&outer);
    onr_features_make_nested(&bare);
    assert_int_equal(outer.slot[ONR_FEATURE_QUOTED], 0);
    assert_int_equal(inner.slot[ONR_FEATURE_QUOTED], ONR_QUOTED_INSIDE | ONR_QUOTED_SINGLE);
    assert_int_equal(inner.slot[ONR_FEATURE_PLACE], bare.slot[ONR_FEATURE_PLACE]);
    assert_true(bare.slot[ONR_FEATURE_PLACE] !=
                f[make_find(doc, "left", 0)].slot[ONR_FEATURE_PLACE]);
    assert_int_equal(bare.slot[ONR_FEATURE_FORM],
                     f[make_find(doc, "left", 0)].slot[ONR_FEATURE_FORM]);
    free(f);
    onr_doc_free(doc);
}

static void check_rows(const onr_features *f)
{
    for (uint32_t slot = 1; slot < ONR_FEATURE_COUNT; slot++)
        assert_true(f->slot[slot] < onr_feature_rows(slot));
}

/* Whatever the token, each slot is a row of its table. */
static void test_features__stay_in_their_tables(void **state)
{
    (void)state;
    uint64_t seed = 32;
    char text[4000];
    for (int round = 0; round < 50; round++) {
        for (size_t i = 0; i + 1 < sizeof text; i++) {
            uint32_t c = random_below(&seed, 140);
            text[i] = (char)(c < 33 ? ' ' : c < 127 ? c : c < 134 ? '"' : c < 137 ? '|' : '/');
        }
        text[sizeof text - 1] = '\0';
        onr_doc *doc = make_doc(text);
        onr_features *f = features_of(doc);
        for (uint32_t i = 0; i < doc->token_count; i++) {
            check_rows(&f[i]);
            onr_features_make_nested(&f[i]);
            check_rows(&f[i]);
        }
        free(f);
        onr_doc_free(doc);
    }
    assert_int_equal(onr_feature_rows(ONR_FEATURE_FORM), 0);
}

/* Cutting a text into windows must not change what a token looks like. */
static void test_features__do_not_depend_on_the_window(void **state)
{
    (void)state;
    onr_doc *doc = make_doc("a b / c d | \" e f \" / g h | i j / k");
    onr_features *f = features_of(doc), one;
    for (uint32_t s = 0; s < doc->sentence_count; s++) {
        for (uint32_t i = doc->sentences[s].first_token; i < doc->sentences[s].end_token; i++) {
            uint32_t p = 0;
            while (doc->paragraphs[p].end_token <= i) p++;
            onr_features_of_window(doc, (onr_window){i, i + 1, s, s + 1, p, p + 1}, &one);
            assert_memory_equal(&one, &f[i], sizeof one);
        }
    }
    free(f);
    onr_doc_free(doc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_features__forms_are_lower_case),
        cmocka_unit_test(test_features__digits_are_alike),
        cmocka_unit_test(test_features__typographic_marks_are_plain),
        cmocka_unit_test(test_features__long_forms_are_cut_at_a_code_point),
        cmocka_unit_test(test_features__affixes_are_shared),
        cmocka_unit_test(test_features__shapes_are_shared),
        cmocka_unit_test(test_features__edges_tell_where_a_token_stands),
        cmocka_unit_test(test_features__place_counts_paragraphs),
        cmocka_unit_test(test_features__nested_reading_forgets_the_outer_quotation),
        cmocka_unit_test(test_features__stay_in_their_tables),
        cmocka_unit_test(test_features__do_not_depend_on_the_window),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
