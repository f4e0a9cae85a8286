/*
 * The same text gives the same bytes: with all kernels, again, and after other texts.
 */
#include "helper.h"

#ifndef ONR_EXAMPLE_DIR
#define ONR_EXAMPLE_DIR "examples"
#endif

enum { REPORTS = 12 };

/* The example and generated reports from one paragraph to many windows; the caller frees each. */
static uint32_t make_reports(char *out[REPORTS])
{
    static const uint32_t paragraphs[] = {0, 1, 2, 5, 10, 30, 60, 100, 200};
    uint64_t seed = 91;
    uint32_t count = 0;
    char *example = read_file(ONR_EXAMPLE_DIR "/summit.txt");
    if (example != NULL) out[count++] = example;
    for (size_t i = 0; i < sizeof paragraphs / sizeof *paragraphs; i++)
        out[count++] = new_report(&seed, paragraphs[i]);
    return count;
}

static void free_all(char **texts, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) free(texts[i]);
}

static void test_bytes__same_with_all_kernels(void **state)
{
    (void)state;
    static const onr_isa fast[] = {ONR_ISA_AVX2, ONR_ISA_VNNI};
    char *texts[REPORTS];
    uint32_t count = make_reports(texts);
    onr_model *plain = open_model(ONR_ISA_PLAIN);
    onr_pipeline *plain_pipeline = open_pipeline(plain);
    for (size_t k = 0; k < sizeof fast / sizeof *fast; k++) {
        onr_model *model = open_model(fast[k]);
        if (model == NULL) continue;
        onr_pipeline *pipeline = open_pipeline(model);
        for (uint32_t i = 0; i < count; i++) {
            char *a = record_of(plain_pipeline, texts[i]), *b = record_of(pipeline, texts[i]);
            assert_string_equal(a, b);
            free(a);
            free(b);
        }
        onr_pipeline_close(pipeline);
        onr_model_close(model);
    }
    onr_pipeline_close(plain_pipeline);
    onr_model_close(plain);
    free_all(texts, count);
}

static void test_bytes__same_after_other_reports(void **state)
{
    (void)state;
    char *texts[REPORTS], *first[REPORTS];
    uint32_t count = make_reports(texts);
    onr_model *model = open_model(ONR_ISA_BEST);
    onr_pipeline *pipeline = open_pipeline(model), *fresh;
    for (uint32_t i = 0; i < count; i++) {
        fresh = open_pipeline(model);
        first[i] = record_of(fresh, texts[i]);
        onr_pipeline_close(fresh);
    }
    for (uint32_t round = 0; round < 3; round++) {
        for (uint32_t n = 0; n < count; n++) {
            uint32_t i = (n * 7 + round) % count;
            char *again = record_of(pipeline, texts[i]);
            assert_string_equal(again, first[i]);
            free(again);
        }
    }
    free_all(first, count);
    onr_pipeline_close(pipeline);
    onr_model_close(model);
    free_all(texts, count);
}

static void test_bytes__default_model_opens(void **state)
{
    (void)state;
    onr_model *model;
    onr_error err;
    if (onr_model_open(&model, NULL, NULL, &err) != ONR_OK) fail_msg("%s", err.message);
    assert_true(onr_model_name(model).len > 0);
    assert_true(onr_model_version(model).len > 0);
    assert_int_equal(onr_model_sha256(model).len, 64);
    onr_model_close(model);
}

int main(int argc, char **argv)
{
    if (argc < 2) return 2;
    model_path = argv[1];
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bytes__same_with_all_kernels),
        cmocka_unit_test(test_bytes__same_after_other_reports),
        cmocka_unit_test(test_bytes__default_model_opens),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
