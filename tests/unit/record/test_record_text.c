#include "record_testing.h"

#define DASH "\xE2\x80\x94"
#define DOTS "\xE2\x80\xA6"
#define BAD "\xEF\xBF\xBD"

static void test_record_text__attribution(void **state)
{
    (void)state;
    onr_doc *doc = new_doc("\"We will not wait,\" said Ann Lee, the minister.");
    onr_attribution a =
        new_attribution(doc, "Ann Lee, the minister", "said", "\"We will not wait,\"");
    a.form = ONR_FORM_DIRECT;
    a.confidence = 0.934f;
    add(doc, a);
    doc->meta.title = slice_of("Minister warns");
    check_record(doc, ONR_FORMAT_TEXT,
                 "Minister warns  (1 attribution)\n"
                 "\n"
                 "  Ann Lee, the minister " DASH " said  (direct, speech, 0.93)\n"
                 "      \"We will not wait,\"\n"
                 "\n");
}

static void test_record_text__id_where_no_title_is_known(void **state)
{
    (void)state;
    check_record(new_doc("x"), ONR_FORMAT_TEXT, "doc  (no attributions)\n\n");
    onr_doc *doc = new_doc_bytes(NULL, 0);
    doc->meta.id = (onr_slice){NULL, 0};
    check_record(doc, ONR_FORMAT_TEXT, "(no attributions)\n\n");
}

static void test_record_text__missing_parts_and_negation(void **state)
{
    (void)state;
    onr_doc *doc = new_doc("Bo did not deny it would rain");
    onr_attribution a = new_attribution(doc, "", "did not deny", "it would rain");
    a.negated = true;
    a.act = ONR_ACT_WRITING;
    a.confidence = 0.05f;
    add(doc, a);
    add(doc, new_attribution(doc, "Bo", "", "rain"));
    check_record(doc, ONR_FORMAT_TEXT,
                 "doc  (2 attributions)\n"
                 "\n"
                 "  (no source) " DASH " did not deny  (indirect, writing, 0.05)\n"
                 "      not: it would rain\n"
                 "\n"
                 "  Bo " DASH " (no cue)  (indirect, speech, 1.00)\n"
                 "      rain\n"
                 "\n");
}

/* The children of 0 are 1 and 3; 2 lies between them in the text but not within 0. */
static void test_record_text__nested_under_its_parent(void **state)
{
    (void)state;
    onr_doc *doc = new_doc("A thinks B said c, D adds, and E hopes F vowed g");
    onr_attribution a = new_attribution(doc, "A", "thinks", "");
    a.content = find_part(doc, "B said c", "E hopes F vowed g", NULL);
    a.act = ONR_ACT_THOUGHT;
    add(doc, a);
    a = new_attribution(doc, "B", "said", "c");
    a.parent = 0;
    add(doc, a);
    add(doc, new_attribution(doc, "D", "adds", "c"));
    a = new_attribution(doc, "E", "hopes", "F vowed g");
    a.parent = 0;
    add(doc, a);
    a = new_attribution(doc, "F", "vowed", "g");
    a.parent = 3;
    a.act = ONR_ACT_INTENT;
    add(doc, a);
    check_record(doc, ONR_FORMAT_TEXT,
                 "doc  (5 attributions)\n"
                 "\n"
                 "  A " DASH " thinks  (indirect, thought, 1.00)\n"
                 "      B said c " DOTS " E hopes F vowed g\n"
                 "\n"
                 "      B " DASH " said  (indirect, speech, 1.00)\n"
                 "          c\n"
                 "\n"
                 "      E " DASH " hopes  (indirect, speech, 1.00)\n"
                 "          F vowed g\n"
                 "\n"
                 "          F " DASH " vowed  (indirect, intent, 1.00)\n"
                 "              g\n"
                 "\n"
                 "  D " DASH " adds  (indirect, speech, 1.00)\n"
                 "      c\n"
                 "\n");
}

/* A parent may stand behind its child when both begin at the same byte. A circle would be a fault
 * of an earlier stage; even then nothing may be lost. */
static void test_record_text__parent_behind_and_circle(void **state)
{
    (void)state;
    onr_doc *doc = new_doc("A said b, C said");
    onr_attribution a = new_attribution(doc, "A", "said", "b");
    a.parent = 1;
    add(doc, a);
    add(doc, new_attribution(doc, "C", "said", "A said b"));
    check_record(doc, ONR_FORMAT_TEXT,
                 "doc  (2 attributions)\n"
                 "\n"
                 "  C " DASH " said  (indirect, speech, 1.00)\n"
                 "      A said b\n"
                 "\n"
                 "      A " DASH " said  (indirect, speech, 1.00)\n"
                 "          b\n"
                 "\n");
    doc = new_doc("A said b");
    a = new_attribution(doc, "A", "said", "b");
    a.parent = 1;
    add(doc, a);
    a.parent = 0;
    add(doc, a);
    check_record(doc, ONR_FORMAT_TEXT,
                 "doc  (2 attributions)\n"
                 "\n"
                 "  A " DASH " said  (indirect, speech, 1.00)\n"
                 "      b\n"
                 "\n"
                 "  A " DASH " said  (indirect, speech, 1.00)\n"
                 "      b\n"
                 "\n");
}

static void test_record_text__wraps_at_the_columns_asked_for(void **state)
{
    (void)state;
    const onr_record_options options = {.columns = 40};
    onr_doc *doc = new_doc("Ann Lee, who leads the office of the city,\nsaid that it would\n\n"
                           "not wait any longer for the money");
    onr_attribution a =
        new_attribution(doc, "Ann Lee, who leads the office of the city", "said", "");
    a.content = find_part(doc, "that it would\n\nnot wait any longer for the money", NULL);
    add(doc, a);
    check_record_options(doc, ONR_FORMAT_TEXT, &options,
                         "doc  (1 attribution)\n"
                         "\n"
                         "  Ann Lee, who leads the office of the\n"
                         "    city " DASH " said\n"
                         "    (indirect, speech, 1.00)\n"
                         "      that it would not wait any longer\n"
                         "      for the money\n"
                         "\n");
}

static void test_record_text__no_control_reaches_the_terminal(void **state)
{
    (void)state;
    onr_doc *doc = new_doc("A\x1B[31mB said\x07 \xC2\x9B" "2Jx\xE2\x80\xAEy\x1B]0;t\x07");
    doc->meta.title = slice_of("T\x1B[2J\r\nU\x9B" "3m");
    add(doc, new_attribution(doc, "A\x1B[31mB", "said\x07",
                             "\xC2\x9B" "2Jx\xE2\x80\xAEy\x1B]0;t\x07"));
    assert_true(onr_doc_add_warning(doc, "bidi-control", "It hides the order",
                                    (onr_span){0, (uint32_t)doc->text.len}));
    check_record(doc, ONR_FORMAT_TEXT,
                 "T" BAD "[2J U" BAD "3m  (1 attribution)\n"
                 "\n"
                 "  A" BAD "[31mB " DASH " said" BAD "  (indirect, speech, 1.00)\n"
                 "      " BAD "2Jx" BAD "y" BAD "]0;t" BAD "\n"
                 "\n"
                 "  ! It hides the order  A" BAD "[31mB said" BAD " " BAD "2Jx" BAD "y" BAD
                 "]0;t" BAD "  (bidi-control at 0)\n"
                 "\n");
}

/* Tokens stand for the marks alone; the inner quotation must not end the outer one's colour. */
static void test_record_text__colours(void **state)
{
    (void)state;
    const onr_record_options options = {.colour = true};
    onr_doc *doc = new_doc("Bo said he \"won't 'go' now\", not \"ever\".");
    static const uint32_t marks[] = {11, 18, 21, 26, 33, 38};
    for (int i = 0; i < 6; i++) assert_true(onr_doc_add_token(doc, (onr_token){marks[i], 1, 0}));
    assert_true(onr_doc_add_quote(doc, (onr_quote){0, 4, ONR_NONE, 0, true}));
    assert_true(onr_doc_add_quote(doc, (onr_quote){1, 3, 0, 1, true}));
    assert_true(onr_doc_add_quote(doc, (onr_quote){4, 6, ONR_NONE, 0, true}));
    onr_attribution a =
        new_attribution(doc, "Bo", "said", "he \"won't 'go' now\", not \"ever\"");
    a.form = ONR_FORM_MIXED;
    a.negated = true;
    add(doc, a);
    a = new_attribution(doc, "", "", "now\", not");
    a.parent = 0;
    add(doc, a);
    check_record_options(
        doc, ONR_FORMAT_TEXT, &options,
        "\x1B[1mdoc  \x1B[0m\x1B[2m(2 attributions)\x1B[0m\n"
        "\n"
        "  \x1B[1;36mBo \x1B[0m\x1B[2m" DASH " \x1B[0m\x1B[33msaid  "
        "\x1B[0m\x1B[2m(mixed, speech, 1.00)\x1B[0m\n"
        "      \x1B[1mnot: \x1B[0mhe \x1B[32m\"won't 'go' now\"\x1B[0m, not "
        "\x1B[32m\"ever\"\x1B[0m\n"
        "\n"
        "      \x1B[2m(no source) " DASH " (no cue)  (indirect, speech, 1.00)\x1B[0m\n"
        "          \x1B[32mnow\"\x1B[0m, not\n"
        "\n");
}

static void test_record_text__warnings_are_brief(void **state)
{
    (void)state;
    onr_doc *doc = new_doc("\xC3\xA9 0123456789 0123456789 0123456789 0123456789 0123456789");
    for (int i = 0; i < 12; i++) {
        onr_span span = {3, i == 0 ? (uint32_t)doc->text.len : 3};
        assert_true(onr_doc_add_warning(doc, "odd", "Odd", span));
    }
    check_record(doc, ONR_FORMAT_TEXT,
                 "doc  (no attributions)\n"
                 "\n"
                 "  ! Odd  0123456789 0123456789 0123456789 0123456" DOTS "  (odd at 2)\n"
                 "  ! Odd  (odd at 2)\n"
                 "  ! Odd  (odd at 2)\n"
                 "  ! Odd  (odd at 2)\n"
                 "  ! Odd  (odd at 2)\n"
                 "  ! Odd  (odd at 2)\n"
                 "  ! Odd  (odd at 2)\n"
                 "  ! Odd  (odd at 2)\n"
                 "  ! Odd  (odd at 2)\n"
                 "  ! Odd  (odd at 2)\n"
                 "  and 2 more warnings\n"
                 "\n");
}

static void test_record_text__no_memory_leaves_the_buffer(void **state)
{
    (void)state;
    onr_doc *doc = new_doc("Bo said so");
    for (int i = 0; i < 20; i++) add(doc, new_attribution(doc, "Bo", "said", "so"));
    assert_true(check_memory_failures(doc, ONR_FORMAT_TEXT) >= 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_record_text__attribution),
        cmocka_unit_test(test_record_text__id_where_no_title_is_known),
        cmocka_unit_test(test_record_text__missing_parts_and_negation),
        cmocka_unit_test(test_record_text__nested_under_its_parent),
        cmocka_unit_test(test_record_text__parent_behind_and_circle),
        cmocka_unit_test(test_record_text__wraps_at_the_columns_asked_for),
        cmocka_unit_test(test_record_text__no_control_reaches_the_terminal),
        cmocka_unit_test(test_record_text__colours),
        cmocka_unit_test(test_record_text__warnings_are_brief),
        cmocka_unit_test(test_record_text__no_memory_leaves_the_buffer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
