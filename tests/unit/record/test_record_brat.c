#include "record_testing.h"

static void test_record_brat__as_polnear_has_it(void **state)
{
    (void)state;
    onr_doc *doc = new_doc("Ann Lee said: \"Yes.\"");
    onr_attribution a = new_attribution(doc, "Ann Lee", "said", "\"Yes.\"");
    a.form = ONR_FORM_DIRECT;
    a.confidence = 0.8f;
    add(doc, a);
    check_record(doc, ONR_FORMAT_BRAT,
                 "# doc\n"
                 "T1\tSource 0 7\tAnn Lee\n"
                 "T2\tCue 8 12\tsaid\n"
                 "T3\tContent 14 20\t\"Yes.\"\n"
                 "T4\tAttribution 8 12\tsaid\n"
                 "E1\tAttribution:T4 Content:T3 Cue:T2 Source:T1\n"
                 "A1\tForm E1 direct\n"
                 "A2\tAct E1 speech\n"
                 "#1\tAnnotatorNotes E1\tconfidence 0.8\n");
}

static void test_record_brat__discontinuous_and_astral(void **state)
{
    (void)state;
    onr_doc *doc = new_doc("\xF0\x9F\x98\x80 \"One,\" he did, yes, say, \"two\"");
    onr_attribution a = {.parent = ONR_NONE, .confidence = 1.0f, .form = ONR_FORM_DIRECT};
    a.source = find_part(doc, "he", NULL);
    a.cue = find_part(doc, "did", "say", NULL);
    a.content = find_part(doc, "\"One,\"", "\"two\"", NULL);
    add(doc, a);
    check_record(doc, ONR_FORMAT_BRAT,
                 "# doc\n"
                 "T1\tSource 9 11\the\n"
                 "T2\tCue 12 15;22 25\tdid say\n"
                 "T3\tContent 2 8;27 32\t\"One,\" \"two\"\n"
                 "T4\tAttribution 12 15;22 25\tdid say\n"
                 "E1\tAttribution:T4 Content:T3 Cue:T2 Source:T1\n"
                 "A1\tForm E1 direct\n"
                 "A2\tAct E1 speech\n"
                 "#1\tAnnotatorNotes E1\tconfidence 1\n");
}

/* Without a cue the first piece of the content is the trigger. */
static void test_record_brat__missing_source_and_cue(void **state)
{
    (void)state;
    onr_doc *doc = new_doc("Bo wrote so he never vowed to go on");
    add(doc, new_attribution(doc, "", "wrote", "so"));
    onr_attribution a = new_attribution(doc, "Bo", "", "");
    a.content = find_part(doc, "he", "to go", NULL);
    a.act = ONR_ACT_WRITING;
    add(doc, a);
    a = new_attribution(doc, "", "", "to go");
    a.act = ONR_ACT_INTENT;
    a.negated = true;
    a.parent = 1;
    a.confidence = 0.12345f;
    add(doc, a);
    check_record(doc, ONR_FORMAT_BRAT,
                 "# doc\n"
                 "T1\tCue 3 8\twrote\n"
                 "T2\tContent 9 11\tso\n"
                 "T3\tAttribution-no-source 3 8\twrote\n"
                 "E1\tAttribution-no-source:T3 Content:T2 Cue:T1\n"
                 "A1\tForm E1 indirect\n"
                 "A2\tAct E1 speech\n"
                 "#1\tAnnotatorNotes E1\tconfidence 1\n"
                 "T4\tSource 0 2\tBo\n"
                 "T5\tContent 12 14;27 32\the to go\n"
                 "T6\tAttribution 12 14\the\n"
                 "E2\tAttribution:T6 Content:T5 Source:T4\n"
                 "A3\tForm E2 indirect\n"
                 "A4\tAct E2 writing\n"
                 "#2\tAnnotatorNotes E2\tconfidence 1\n"
                 "T7\tContent 27 32\tto go\n"
                 "T8\tAttribution-no-source 27 32\tto go\n"
                 "E3\tAttribution-no-source:T8 Content:T7\n"
                 "A5\tForm E3 indirect\n"
                 "A6\tAct E3 intent\n"
                 "A7\tNegated E3\n"
                 "#3\tAnnotatorNotes E3\tconfidence 0.123; inside E2\n");
}

/* Line ends, tabs, NUL and the line separators of Unicode would break the columns for some reader;
 * each becomes one space, so that the lengths still agree. */
static void test_record_brat__column_stays_on_its_line(void **state)
{
    (void)state;
    static const char text[] = "Bo said a\nb\r\nc\td\0e\xC2\x85" "f\xE2\x80\xA8g";
    onr_doc *doc = new_doc_bytes(text, sizeof text - 1);
    doc->meta.id = slice_of("i\td\n2\xFF");
    onr_attribution a = new_attribution(doc, "Bo", "said", "");
    const onr_span all = {8, (uint32_t)doc->text.len};
    assert_true(onr_doc_add_part(doc, &a.content, &all, 1));
    add(doc, a);
    check_record(doc, ONR_FORMAT_BRAT,
                 "# i d 2\xEF\xBF\xBD\n"
                 "T1\tSource 0 2\tBo\n"
                 "T2\tCue 3 7\tsaid\n"
                 "T3\tContent 8 22\ta b  c d e f g\n"
                 "T4\tAttribution 3 7\tsaid\n"
                 "E1\tAttribution:T4 Content:T3 Cue:T2 Source:T1\n"
                 "A1\tForm E1 indirect\n"
                 "A2\tAct E1 speech\n"
                 "#1\tAnnotatorNotes E1\tconfidence 1\n");
}

static void test_record_brat__document_without_findings(void **state)
{
    (void)state;
    check_record(new_doc("x"), ONR_FORMAT_BRAT, "# doc\n");
    onr_doc *doc = new_doc("x");
    doc->meta.id = (onr_slice){NULL, 0};
    check_record(doc, ONR_FORMAT_BRAT, "# \n");
}

static void test_record_brat__no_memory_leaves_the_buffer(void **state)
{
    (void)state;
    onr_doc *doc = new_doc("Bo said so");
    for (int i = 0; i < 20; i++) add(doc, new_attribution(doc, "Bo", "said", "so"));
    assert_true(check_memory_failures(doc, ONR_FORMAT_BRAT) >= 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_record_brat__as_polnear_has_it),
        cmocka_unit_test(test_record_brat__discontinuous_and_astral),
        cmocka_unit_test(test_record_brat__missing_source_and_cue),
        cmocka_unit_test(test_record_brat__column_stays_on_its_line),
        cmocka_unit_test(test_record_brat__document_without_findings),
        cmocka_unit_test(test_record_brat__no_memory_leaves_the_buffer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
