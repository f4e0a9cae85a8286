#include "record_testing.h"

#include <stdio.h>

#define SHA "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
#define NO_META                                                                                    \
    ",\"sha256\":\"" SHA "\",\"model\":null,\"title\":null,\"byline\":null,"                       \
    "\"published\":null,\"modified\":null,\"url\":null,\"site\":null,\"section\":null,"           \
    "\"language\":null,\"blocks\":[]"
#define NO_DETAILS "\"addressee\":null,\"time\":null,\"place\":null,\"occasion\":null"

static void test_record_jsonl__document_without_findings(void **state)
{
    (void)state;
    check_record(new_doc("Hello."), ONR_FORMAT_JSONL,
                 "{\"schema\":\"onrecord/1\",\"id\":\"doc\",\"text\":\"Hello.\"" NO_META
                 ",\"attributions\":[],\"warnings\":[]}\n");
}

static void test_record_jsonl__absent_id_and_empty_text(void **state)
{
    (void)state;
    onr_doc *doc = new_doc_bytes(NULL, 0);
    doc->meta.id = (onr_slice){NULL, 0};
    assert_true(onr_doc_add_warning(doc, "empty", "There is no text.", (onr_span){0, 0}));
    check_record(doc, ONR_FORMAT_JSONL,
                 "{\"schema\":\"onrecord/1\",\"id\":null,\"text\":\"\"" NO_META
                 ",\"attributions\":[],\"warnings\":[{\"kind\":\"empty\",\"span\":[0,0],"
                 "\"text\":\"\",\"why\":\"There is no text.\"}]}\n");
}

static void test_record_jsonl__metadata_as_given(void **state)
{
    (void)state;
    onr_doc *doc = new_doc("Hi");
    doc->meta.title = slice_of("A \\ title");
    doc->meta.url = slice_of("https://example.org/a?b=1&c=2");
    doc->meta.published = slice_of("2024-05-01T10:00:00Z");
    doc->meta.modified = slice_of("2024-05-02");
    doc->meta.site = slice_of("The \"Bay\"");
    doc->meta.section = slice_of("World");
    doc->language = slice_of("de-AT");
    assert_true(onr_doc_add_byline(doc, slice_of("Ann \"Bee\" Cee")));
    assert_true(onr_doc_add_byline(doc, slice_of("Bo Dee")));
    check_record(doc, ONR_FORMAT_JSONL,
                 "{\"schema\":\"onrecord/1\",\"id\":\"doc\",\"text\":\"Hi\",\"sha256\":\"" SHA
                 "\",\"model\":null,\"title\":\"A \\\\ title\","
                 "\"byline\":[\"Ann \\\"Bee\\\" Cee\",\"Bo Dee\"],"
                 "\"published\":\"2024-05-01T10:00:00Z\",\"modified\":\"2024-05-02\","
                 "\"url\":\"https://example.org/a?b=1&c=2\",\"site\":\"The \\\"Bay\\\"\","
                 "\"section\":\"World\",\"language\":\"de-AT\",\"blocks\":[],"
                 "\"attributions\":[],\"warnings\":[]}\n");
}

static void test_record_jsonl__copy_names_the_original(void **state)
{
    (void)state;
    onr_doc *doc = new_doc("Hi");
    assert_true(onr_doc_set_copy_of(doc, slice_of("a \"b\"")));
    onr_buffer out = {0};
    assert_int_equal(onr_record_write(&out, doc, NULL, ONR_FORMAT_JSONL, NULL, NULL), ONR_OK);
    static const char KEY[] = "\"language\":null,\"duplicate_of\":\"a \\\"b\\\"\",\"blocks\":";
    assert_non_null(memmem(out.ptr, out.len, KEY, sizeof KEY - 1));
    onr_buffer_free(&out);
    onr_doc_free(doc);
}

static void test_record_jsonl__blocks_of_each_kind(void **state)
{
    (void)state;
    static const char *const KINDS[] = {"headline", "standfirst", "byline",  "dateline", "body",
                                        "promotion", "caption",   "credit", "other"};
    char expected[1024];
    for (uint32_t kind = 0; kind <= ONR_BLOCK_OTHER; kind++) {
        onr_doc *doc = new_doc("\xC3\xA9t\xC3\xA9 x");
        assert_true(onr_doc_add_block(doc, (onr_block){{0, 5}, (uint8_t)kind}));
        assert_true(onr_doc_add_block(doc, (onr_block){{6, 7}, ONR_BLOCK_BODY}));
        snprintf(expected, sizeof expected,
                 "\"language\":null,\"blocks\":[{\"span\":[0,3],\"kind\":\"%s\"},"
                 "{\"span\":[4,5],\"kind\":\"body\"}],\"attributions\":[]",
                 KINDS[kind]);
        onr_buffer out = {0};
        assert_int_equal(onr_record_write(&out, doc, NULL, ONR_FORMAT_JSONL, NULL, NULL), ONR_OK);
        assert_non_null(memmem(out.ptr, out.len, expected, strlen(expected)));
        onr_buffer_free(&out);
        onr_doc_free(doc);
    }
}

static void test_record_jsonl__id_that_is_not_utf8(void **state)
{
    (void)state;
    onr_doc *doc = new_doc("Hi");
    doc->meta.id = slice_of("caf\xE9-1\xF0\x9F");
    check_record(doc, ONR_FORMAT_JSONL,
                 "{\"schema\":\"onrecord/1\",\"id\":\"caf\xEF\xBF\xBD-1\xEF\xBF\xBD\","
                 "\"text\":\"Hi\"" NO_META ",\"attributions\":[],\"warnings\":[]}\n");
}

static void test_record_jsonl__escapes_and_nul_in_text(void **state)
{
    (void)state;
    static const char text[] = "a\0b\x1F\t\n\r\b\f\"\\/\x7F\xE2\x80\xA8\xC3\xA9";
    check_record(new_doc_bytes(text, sizeof text - 1), ONR_FORMAT_JSONL,
                 "{\"schema\":\"onrecord/1\",\"id\":\"doc\",\"text\":"
                 "\"a\\u0000b\\u001f\\t\\n\\r\\b\\f\\\"\\\\/\x7F\xE2\x80\xA8\xC3\xA9\"" NO_META
                 ",\"attributions\":[],\"warnings\":[]}\n");
}

static void test_record_jsonl__attribution_with_all_parts(void **state)
{
    (void)state;
    onr_doc *doc = new_doc("Ann Lee said: \"Yes.\"");
    onr_attribution a = new_attribution(doc, "Ann Lee", "said", "\"Yes.\"");
    a.lemma = slice_of("say");
    a.form = ONR_FORM_DIRECT;
    a.confidence = 0.8f;
    add(doc, a);
    check_record(doc, ONR_FORMAT_JSONL,
                 "{\"schema\":\"onrecord/1\",\"id\":\"doc\","
                 "\"text\":\"Ann Lee said: \\\"Yes.\\\"\"" NO_META ",\"attributions\":["
                 "{\"id\":0,\"form\":\"direct\",\"act\":\"speech\","
                 "\"source\":{\"spans\":[[0,7]],\"text\":\"Ann Lee\"},\"speaker\":null,"
                 "\"cue\":{\"spans\":[[8,12]],\"text\":\"said\",\"lemma\":\"say\"},"
                 "\"content\":{\"spans\":[[14,20]],\"text\":\"\\\"Yes.\\\"\"}," NO_DETAILS
                 ",\"negated\":false,\"parent\":null,\"confidence\":0.8}],\"warnings\":[]}\n");
}

static void test_record_jsonl__missing_parts_and_nesting(void **state)
{
    (void)state;
    onr_doc *doc = new_doc("Bo thinks he never vowed to go");
    onr_attribution outer = new_attribution(doc, "Bo", "thinks", "he never vowed to go");
    outer.form = ONR_FORM_MIXED;
    outer.act = ONR_ACT_THOUGHT;
    outer.confidence = 0.12345f;
    onr_attribution inner = new_attribution(doc, "", "", "to go");
    inner.act = ONR_ACT_INTENT;
    inner.parent = 0;
    inner.negated = true;
    inner.confidence = 0.0f;
    add(doc, outer);
    add(doc, inner);
    check_record(doc, ONR_FORMAT_JSONL,
                 "{\"schema\":\"onrecord/1\",\"id\":\"doc\","
                 "\"text\":\"Bo thinks he never vowed to go\"" NO_META ",\"attributions\":["
                 "{\"id\":0,\"form\":\"mixed\",\"act\":\"thought\","
                 "\"source\":{\"spans\":[[0,2]],\"text\":\"Bo\"},\"speaker\":null,"
                 "\"cue\":{\"spans\":[[3,9]],\"text\":\"thinks\",\"lemma\":null},"
                 "\"content\":{\"spans\":[[10,30]],\"text\":\"he never vowed to go\"}," NO_DETAILS
                 ",\"negated\":false,\"parent\":null,\"confidence\":0.123},"
                 "{\"id\":1,\"form\":\"indirect\",\"act\":\"intent\","
                 "\"source\":null,\"speaker\":null,\"cue\":null,"
                 "\"content\":{\"spans\":[[25,30]],\"text\":\"to go\"}," NO_DETAILS
                 ",\"negated\":true,\"parent\":0,\"confidence\":0}],\"warnings\":[]}\n");
}

static void test_record_jsonl__offsets_count_code_points(void **state)
{
    (void)state;
    /* 4, 3 and 2 bytes before the parts; each one code point. */
    onr_doc *doc = new_doc("\xF0\x9F\x98\x80 \xE2\x80\x9CNo,\xE2\x80\x9D Zo\xC3\xAB wrote");
    onr_attribution a =
        new_attribution(doc, "Zo\xC3\xAB", "wrote", "\xE2\x80\x9CNo,\xE2\x80\x9D");
    a.act = ONR_ACT_WRITING;
    add(doc, a);
    assert_true(onr_doc_add_warning(doc, "odd", "A picture.", (onr_span){0, 4}));
    check_record(doc, ONR_FORMAT_JSONL,
                 "{\"schema\":\"onrecord/1\",\"id\":\"doc\",\"text\":"
                 "\"\xF0\x9F\x98\x80 \xE2\x80\x9CNo,\xE2\x80\x9D Zo\xC3\xAB wrote\"" NO_META
                 ",\"attributions\":[{\"id\":0,\"form\":\"indirect\",\"act\":\"writing\","
                 "\"source\":{\"spans\":[[8,11]],\"text\":\"Zo\xC3\xAB\"},\"speaker\":null,"
                 "\"cue\":{\"spans\":[[12,17]],\"text\":\"wrote\",\"lemma\":null},"
                 "\"content\":{\"spans\":[[2,7]],\"text\":\"\xE2\x80\x9CNo,\xE2\x80\x9D\"},"
                 NO_DETAILS ",\"negated\":false,\"parent\":null,\"confidence\":1}],"
                 "\"warnings\":[{\"kind\":\"odd\",\"span\":[0,1],\"text\":\"\xF0\x9F\x98\x80\","
                 "\"why\":\"A picture.\"}]}\n");
}

static void test_record_jsonl__discontinuous_content(void **state)
{
    (void)state;
    onr_doc *doc = new_doc("\"One,\" he said, \"two\"");
    onr_attribution a = new_attribution(doc, "he", "said", "");
    a.content = find_part(doc, "\"One,\"", "\"two\"", NULL);
    a.form = ONR_FORM_DIRECT;
    add(doc, a);
    check_record(doc, ONR_FORMAT_JSONL,
                 "{\"schema\":\"onrecord/1\",\"id\":\"doc\","
                 "\"text\":\"\\\"One,\\\" he said, \\\"two\\\"\"" NO_META ",\"attributions\":["
                 "{\"id\":0,\"form\":\"direct\",\"act\":\"speech\","
                 "\"source\":{\"spans\":[[7,9]],\"text\":\"he\"},\"speaker\":null,"
                 "\"cue\":{\"spans\":[[10,14]],\"text\":\"said\",\"lemma\":null},"
                 "\"content\":{\"spans\":[[0,6],[16,21]],"
                 "\"text\":\"\\\"One,\\\" \xE2\x80\xA6 \\\"two\\\"\"}," NO_DETAILS
                 ",\"negated\":false,\"parent\":null,\"confidence\":1}],\"warnings\":[]}\n");
}

static void check_confidence(float confidence, const char *expected)
{
    char record[1024] = "{\"schema\":\"onrecord/1\",\"id\":\"doc\",\"text\":\"x\"" NO_META
                        ",\"attributions\":[{\"id\":0,\"form\":\"indirect\",\"act\":\"speech\","
                        "\"source\":null,\"speaker\":null,\"cue\":null,"
                        "\"content\":{\"spans\":[[0,1]],\"text\":\"x\"}," NO_DETAILS
                        ",\"negated\":false,\"parent\":null,\"confidence\":";
    strcat(record, expected);
    strcat(record, "}],\"warnings\":[]}\n");
    onr_doc *doc = new_doc("x");
    onr_attribution a = new_attribution(doc, "", "", "x");
    a.confidence = confidence;
    add(doc, a);
    check_record(doc, ONR_FORMAT_JSONL, record);
}

static void test_record_jsonl__confidence_has_three_decimals(void **state)
{
    (void)state;
    check_confidence(0.33333334f, "0.333");
    check_confidence(0.6666667f, "0.667");
    check_confidence(0.9996f, "1");
    check_confidence(0.0004f, "0");
    check_confidence(0.0625f, "0.063"); /* exactly half a thousandth: up */
    check_confidence(0.05f, "0.05");
    check_confidence(0.7f, "0.7");
    check_confidence(1.5f, "1");
    check_confidence(-0.5f, "0");
    check_confidence((float)strtod("nan", NULL), "0");
}

/* Entities stand before the attributions, and only when somebody has looked for them. */
static void test_record_jsonl__entities(void **state)
{
    (void)state;
    onr_doc *doc = new_doc("\xC3\x89ire, Rome, \xC3\x89ire");
    const onr_token tokens[] = {{0, 5, 0}, {5, 1, 0}, {7, 4, 0}, {11, 1, 0}, {13, 5, 0}};
    for (int i = 0; i < 5; i++) assert_true(onr_doc_add_token(doc, tokens[i]));
    doc->has_entities = true;
    assert_true(onr_doc_add_entity(doc, slice_of("\xC3\x89ire"), ONR_ENTITY_GPE));
    assert_true(onr_doc_add_entity(doc, slice_of("Rome"), ONR_ENTITY_LOC));
    assert_true(onr_doc_add_mention(doc, (onr_range){0, 1}, 0, ONR_NONE));
    assert_true(onr_doc_add_mention(doc, (onr_range){2, 3}, 1, ONR_NONE));
    assert_true(onr_doc_add_mention(doc, (onr_range){4, 5}, 0, 0));
    onr_buffer out = {0};
    assert_int_equal(onr_record_write(&out, doc, NULL, ONR_FORMAT_JSONL, NULL, NULL), ONR_OK);
    static const char expected[] =
        ",\"entities\":["
        "{\"id\":0,\"name\":\"\xC3\x89ire\",\"type\":\"GPE\",\"mentions\":[[0,4],[12,16]]},"
        "{\"id\":1,\"name\":\"Rome\",\"type\":\"LOC\",\"mentions\":[[6,10]]}"
        "],\"attributions\":[]";
    assert_non_null(memmem(out.ptr, out.len, expected, sizeof expected - 1));
    onr_buffer_free(&out);
    onr_doc_free(doc);
}

static void test_record_jsonl__records_are_appended(void **state)
{
    (void)state;
    onr_doc *doc = new_doc("x");
    onr_buffer out = {0};
    assert_int_equal(onr_record_write(&out, doc, NULL, ONR_FORMAT_JSONL, NULL, NULL), ONR_OK);
    size_t one = out.len;
    assert_int_equal(onr_record_write(&out, doc, NULL, ONR_FORMAT_JSONL, NULL, NULL), ONR_OK);
    assert_int_equal(out.len, 2 * one);
    assert_memory_equal(out.ptr, out.ptr + one, one);
    onr_buffer_free(&out);
    onr_doc_free(doc);
}

static void test_record_jsonl__no_memory_leaves_the_buffer(void **state)
{
    (void)state;
    onr_doc *doc = new_doc("\"One,\" he said, \"two\"");
    for (int i = 0; i < 20; i++) add(doc, new_attribution(doc, "he", "said", "\"One,\""));
    assert_true(check_memory_failures(doc, ONR_FORMAT_JSONL) >= 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_record_jsonl__document_without_findings),
        cmocka_unit_test(test_record_jsonl__absent_id_and_empty_text),
        cmocka_unit_test(test_record_jsonl__metadata_as_given),
        cmocka_unit_test(test_record_jsonl__copy_names_the_original),
        cmocka_unit_test(test_record_jsonl__blocks_of_each_kind),
        cmocka_unit_test(test_record_jsonl__id_that_is_not_utf8),
        cmocka_unit_test(test_record_jsonl__escapes_and_nul_in_text),
        cmocka_unit_test(test_record_jsonl__attribution_with_all_parts),
        cmocka_unit_test(test_record_jsonl__missing_parts_and_nesting),
        cmocka_unit_test(test_record_jsonl__offsets_count_code_points),
        cmocka_unit_test(test_record_jsonl__discontinuous_content),
        cmocka_unit_test(test_record_jsonl__confidence_has_three_decimals),
        cmocka_unit_test(test_record_jsonl__entities),
        cmocka_unit_test(test_record_jsonl__records_are_appended),
        cmocka_unit_test(test_record_jsonl__no_memory_leaves_the_buffer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
