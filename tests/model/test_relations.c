/*
 * What must hold between a text and what is found in it, whatever the model finds.
 */
#include "base/json.h"
#include "base/utf8.h"
#include "helper.h"

static onr_model *model;
static onr_pipeline *pipeline;

static int set_up(void **state)
{
    (void)state;
    model = open_model(ONR_ISA_BEST);
    pipeline = open_pipeline(model);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    onr_pipeline_close(pipeline);
    onr_model_close(model);
    return 0;
}

/* First and last byte of an attribution. */
static onr_span hull_of(const onr_doc *doc, const onr_attribution *a)
{
    const onr_part parts[] = {a->source, a->cue, a->content};
    onr_span hull = {UINT32_MAX, 0};
    for (int p = 0; p < 3; p++) {
        uint32_t count;
        const onr_span *spans = onr_doc_spans(doc, parts[p], &count);
        for (uint32_t i = 0; i < count; i++) {
            if (spans[i].start_byte < hull.start_byte) hull.start_byte = spans[i].start_byte;
            if (spans[i].end_byte > hull.end_byte) hull.end_byte = spans[i].end_byte;
        }
    }
    return hull;
}

static void test_relations__nothing_crosses_two_articles(void **state)
{
    (void)state;
    uint64_t seed = 94;
    for (uint32_t paragraphs = 1; paragraphs < 60; paragraphs = paragraphs * 2 + 1) {
        char *first = new_report(&seed, paragraphs), *second = new_report(&seed, paragraphs);
        size_t border = strlen(first) + 1;
        char *both = malloc(border + strlen(second) + 1);
        assert_non_null(both);
        sprintf(both, "%s\n%s", first, second);
        onr_doc *doc = read_bytes(pipeline, both, strlen(both));
        assert_true(onr_doc_attribution_count(doc) > 0);
        for (uint32_t i = 0; i < onr_doc_attribution_count(doc); i++) {
            onr_span hull = hull_of(doc, onr_doc_attribution_at(doc, i));
            assert_true(hull.end_byte <= border || hull.start_byte >= border);
        }
        onr_doc_free(doc);
        free(first);
        free(second);
        free(both);
    }
}

static void compare_parts(const onr_doc *a, onr_part part_a, const onr_doc *b, onr_part part_b)
{
    uint32_t count, other;
    const onr_span *x = onr_doc_spans(a, part_a, &count), *y = onr_doc_spans(b, part_b, &other);
    assert_int_equal(count, other);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t len = x[i].end_byte - x[i].start_byte;
        if (memchr(onr_doc_text(a).ptr + x[i].start_byte, '\n', len) != NULL) continue;
        assert_int_equal(y[i].end_byte - y[i].start_byte, len);
        assert_memory_equal(onr_doc_text(a).ptr + x[i].start_byte,
                            onr_doc_text(b).ptr + y[i].start_byte, len);
    }
}

static void test_relations__line_ends_do_not_matter(void **state)
{
    (void)state;
    uint64_t seed = 95;
    char *unix_text = new_report(&seed, 40), *windows_text = malloc(2 * strlen(unix_text) + 1);
    assert_non_null(windows_text);
    char *at = windows_text;
    for (const char *c = unix_text; *c != '\0'; c++) {
        if (*c == '\n') *at++ = '\r';
        *at++ = *c;
    }
    *at = '\0';
    onr_doc *a = read_bytes(pipeline, unix_text, strlen(unix_text));
    onr_doc *b = read_bytes(pipeline, windows_text, strlen(windows_text));
    assert_true(onr_doc_attribution_count(a) > 20);
    assert_int_equal(onr_doc_attribution_count(a), onr_doc_attribution_count(b));
    for (uint32_t i = 0; i < onr_doc_attribution_count(a); i++) {
        const onr_attribution *x = onr_doc_attribution_at(a, i), *y = onr_doc_attribution_at(b, i);
        compare_parts(a, x->source, b, y->source);
        compare_parts(a, x->cue, b, y->cue);
        compare_parts(a, x->content, b, y->content);
        assert_true(x->confidence == y->confidence && x->form == y->form && x->parent == y->parent);
    }
    onr_doc_free(a);
    onr_doc_free(b);
    free(unix_text);
    free(windows_text);
}

/* ---- strange texts; read_bytes() proves the document's invariants ---- */

static void test_relations__random_bytes(void **state)
{
    (void)state;
    uint64_t seed = 96;
    for (uint32_t size = 1; size <= 1u << 16; size *= 4) {
        char *bytes = malloc(size);
        assert_non_null(bytes);
        random_fill(&seed, bytes, size);
        onr_doc_free(read_bytes(pipeline, bytes, size));
        for (uint32_t i = 0; i < size; i++) /* ASCII, much of it marks and breaks */
            bytes[i] = i % 3 ? (char)(bytes[i] & 127) : "\"' \n.said"[(unsigned char)bytes[i] % 9];
        onr_doc_free(read_bytes(pipeline, bytes, size));
        free(bytes);
    }
}

/* `count` times the same words. */
static void read_repeated(const char *words, size_t count)
{
    size_t len = strlen(words);
    char *text = malloc(len * count);
    assert_non_null(text);
    for (size_t i = 0; i < count; i++) memcpy(text + i * len, words, len);
    onr_doc_free(read_bytes(pipeline, text, len * count));
    free(text);
}

static void test_relations__twenty_thousand_quotation_marks(void **state)
{
    (void)state;
    read_repeated("\"", 20000);
    read_repeated("\" ", 20000);
    read_repeated(" “", 20000);
    read_repeated(" \"'a", 10000);
    read_repeated("\"a\n\n", 20000);
}

static void test_relations__many_cues(void **state)
{
    (void)state;
    read_repeated("said ", 5000);
    read_repeated("he said that ", 4000);
    read_repeated("\"x,\" he said. ", 3000);
}

static void test_relations__two_megabytes_of_one_line(void **state)
{
    (void)state;
    read_repeated("lorem ipsum dolor sit ", 2000000 / 22);
    read_repeated("a", 2000000);
}

/* ---- the record and the document say the same ---- */

/* Byte of the `n`-th code point. */
static size_t byte_of(onr_slice text, uint64_t n)
{
    size_t at = 0;
    for (uint32_t c; n > 0 && at < text.len; n--) at += onr_utf8_next(text.ptr + at, &c);
    return at;
}

static uint64_t take_number(onr_json *json)
{
    onr_slice number = {0};
    assert_true(onr_json_element(json));
    assert_true(onr_json_number(json, &number));
    return strtoull(number.ptr, NULL, 10);
}

/* {"spans", "text"} or null: the text must be that of the spans, however they are joined. */
static uint32_t check_part(onr_json *json, onr_slice text)
{
    if (onr_json_peek(json) != ONR_JSON_OBJECT) {
        onr_json_skip(json);
        return 0;
    }
    onr_slice key, words = {0}, pieces[16];
    uint32_t count = 0;
    onr_json_object(json);
    while (onr_json_member(json, &key)) {
        if (key.len == 4 && memcmp(key.ptr, "text", 4) == 0) {
            onr_json_string(json, &words);
        } else if (key.len == 5 && memcmp(key.ptr, "spans", 5) == 0) {
            onr_json_array(json);
            while (onr_json_element(json)) {
                onr_json_array(json);
                size_t begin = byte_of(text, take_number(json));
                size_t end = byte_of(text, take_number(json));
                assert_false(onr_json_element(json));
                assert_true(begin < end && count < 16);
                pieces[count++] = (onr_slice){text.ptr + begin, end - begin};
            }
        } else {
            onr_json_skip(json);
        }
    }
    size_t at = 0;
    for (uint32_t i = 0; i < count; i++) {
        const char *found = memmem(words.ptr + at, words.len - at, pieces[i].ptr, pieces[i].len);
        assert_non_null(found);
        assert_true(i > 0 || found == words.ptr);
        at = (size_t)(found - words.ptr) + pieces[i].len;
    }
    assert_int_equal(at, words.len);
    return count;
}

static uint32_t check_attribution(onr_json *json, onr_slice text)
{
    static const char *const parts[] = {"source", "cue", "content"};
    onr_slice key;
    uint32_t spans = 0;
    onr_json_object(json);
    while (onr_json_member(json, &key)) {
        bool part = false;
        for (int i = 0; i < 3; i++)
            part |= key.len == strlen(parts[i]) && memcmp(key.ptr, parts[i], key.len) == 0;
        if (part)
            spans += check_part(json, text);
        else
            onr_json_skip(json);
    }
    return spans;
}

static void test_relations__spans_are_their_texts(void **state)
{
    (void)state;
    uint64_t seed = 97;
    char *report = new_report(&seed, 25), *record = record_of(pipeline, report);
    onr_slice key, text = {0};
    onr_arena arena;
    onr_json json;
    uint32_t spans = 0;
    onr_arena_init(&arena, NULL);
    onr_json_init(&json, (onr_slice){record, strlen(record)}, &arena);
    onr_json_object(&json);
    while (onr_json_member(&json, &key)) {
        if (key.len == 4 && memcmp(key.ptr, "text", 4) == 0) {
            onr_json_string(&json, &text);
            assert_int_equal(text.len, strlen(report));
            assert_memory_equal(text.ptr, report, text.len);
        } else if (key.len == 12 && memcmp(key.ptr, "attributions", 12) == 0) {
            assert_non_null(text.ptr);
            onr_json_array(&json);
            while (onr_json_element(&json)) spans += check_attribution(&json, text);
        } else {
            onr_json_skip(&json);
        }
    }
    assert_true(onr_json_finish(&json));
    assert_true(spans > 50);
    onr_arena_deinit(&arena);
    free(record);
    free(report);
}

int main(int argc, char **argv)
{
    if (argc < 2) return 2;
    model_path = argv[1];
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_relations__nothing_crosses_two_articles),
        cmocka_unit_test(test_relations__line_ends_do_not_matter),
        cmocka_unit_test(test_relations__random_bytes),
        cmocka_unit_test(test_relations__twenty_thousand_quotation_marks),
        cmocka_unit_test(test_relations__many_cues),
        cmocka_unit_test(test_relations__two_megabytes_of_one_line),
        cmocka_unit_test(test_relations__spans_are_their_texts),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
