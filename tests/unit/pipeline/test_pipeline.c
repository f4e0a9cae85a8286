/*
 * The pipeline over a small random model: what its callers may rely on, and models whose file is
 * sound but whose tables are not.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <onrecord/pipeline.h>
#include <onrecord/record.h>

#include "doc/doc.h"
#include "failing_alloc.h"
#include "small_model.h"

/* ---- a model and a pipeline ---- */

typedef struct opened {
    model_file file;
    onr_model *model;
    onr_pipeline *pipeline;
} opened;

static onr_model *open_model(const model_file *file)
{
    onr_model *model;
    onr_error err;
    if (onr_model_open_memory(&model, file->bytes, file->size, NULL, &err) != ONR_OK)
        fail_msg("%s", err.message);
    return model;
}

static opened open_seed(uint64_t seed)
{
    model_writer w = small_model(seed);
    opened o = {.file = model_save(&w)};
    model_writer_free(&w);
    onr_error err;
    o.model = open_model(&o.file);
    if (onr_pipeline_open(&o.pipeline, o.model, NULL, &err) != ONR_OK) fail_msg("%s", err.message);
    return o;
}

static void close_all(opened *o)
{
    onr_pipeline_close(o->pipeline);
    onr_model_close(o->model);
    model_file_free(&o->file);
}

static onr_doc *read_bytes(onr_pipeline *pipeline, const char *text, size_t len)
{
    onr_doc *doc;
    onr_error err;
    onr_input in = {.text = {text, len}};
    if (onr_pipeline_read(&doc, pipeline, &in, &err) != ONR_OK) fail_msg("%s", err.message);
    const char *broken = onr_doc_check(doc);
    if (broken != NULL) fail_msg("%s", broken);
    return doc;
}

/* The record, with a NUL behind it; the caller frees it. */
static char *record_of(onr_pipeline *pipeline, const char *text, size_t len)
{
    onr_doc *doc = read_bytes(pipeline, text, len);
    onr_buffer out = {0};
    assert_int_equal(onr_record_write(&out, doc, NULL, ONR_FORMAT_JSONL, NULL, NULL), ONR_OK);
    char *record = malloc(out.len + 1);
    assert_non_null(record);
    memcpy(record, out.ptr, out.len);
    record[out.len] = '\0';
    onr_buffer_free(&out);
    onr_doc_free(doc);
    return record;
}

/* Words, marks and breaks; the caller frees it. */
static char *random_text(uint64_t *seed, size_t pieces)
{
    static const char *const all[] = {
        "the ", "said ", "told ", "denied ", "\"", " \"", "'", ". ", ", ", "\n\n", "\n", "that ",
        "Mr. ", "Lee ", "3,000 ", "\xE2\x80\x9C", "\xE2\x80\x9D ", "caf\xC3\xA9 ", "\xFF", "(", ")",
        "he ", "has ", "never ", "? ", "according to ", "-- ", "wrote ",
    };
    char *out = calloc(pieces + 1, 16);
    assert_non_null(out);
    char *at = out;
    for (size_t i = 0; i < pieces; i++) {
        const char *piece = all[random_below(seed, sizeof all / sizeof *all)];
        at = stpcpy(at, piece);
    }
    return out;
}

/* ---- what callers rely on ---- */

static void test_pipeline__reads_any_text(void **state)
{
    (void)state;
    uint64_t seed = 21;
    uint32_t found = 0, nested = 0;
    for (uint64_t m = 0; m < 4; m++) {
        opened o = open_seed(m);
        for (size_t pieces = 0; pieces < 4000; pieces = pieces * 2 + 3) {
            char *text = random_text(&seed, pieces);
            onr_doc *doc = read_bytes(o.pipeline, text, strlen(text));
            uint32_t count = onr_doc_attribution_count(doc);
            found += count;
            for (uint32_t i = 0; i < count; i++)
                nested += onr_doc_attribution_at(doc, i)->parent != ONR_NONE;
            onr_doc_free(doc);
            free(text);
        }
        close_all(&o);
    }
    /* or the test would say nothing */
    assert_true(found > 100);
    assert_true(nested > 10);
}

static void test_pipeline__reads_texts_without_tokens(void **state)
{
    (void)state;
    static const char *const texts[] = {"", " ", "\n\n\n", "\xEF\xBB\xBF", "\r\n \t"};
    opened o = open_seed(1);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        onr_doc *doc = read_bytes(o.pipeline, texts[i], strlen(texts[i]));
        assert_int_equal(onr_doc_token_count(doc), 0);
        assert_int_equal(onr_doc_attribution_count(doc), 0);
        onr_doc_free(doc);
    }
    close_all(&o);
}

static void test_pipeline__does_not_remember(void **state)
{
    (void)state;
    uint64_t seed = 22;
    opened o = open_seed(2);
    char *text = random_text(&seed, 900);
    char *fresh = record_of(o.pipeline, text, strlen(text));
    for (size_t pieces = 1; pieces < 6000; pieces = pieces * 3 + 1) {
        char *other = random_text(&seed, pieces);
        free(record_of(o.pipeline, other, strlen(other)));
        char *again = record_of(o.pipeline, text, strlen(text));
        assert_string_equal(again, fresh);
        free(again);
        free(other);
    }
    free(fresh);
    free(text);
    close_all(&o);
}

static void test_pipeline__same_record_with_all_kernels(void **state)
{
    (void)state;
    static const onr_isa all[] = {ONR_ISA_AVX2, ONR_ISA_VNNI, ONR_ISA_BEST};
    uint64_t seed = 23;
    char *text = random_text(&seed, 3000);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        opened plain = open_seed(3), fast = open_seed(3);
        onr_pipeline_close(plain.pipeline);
        onr_pipeline_close(fast.pipeline);
        fast.pipeline = plain.pipeline = NULL;
        assert_int_equal(onr_model_set_isa(plain.model, ONR_ISA_PLAIN), ONR_OK);
        if (onr_model_set_isa(fast.model, all[i]) == ONR_OK) {
            assert_int_equal(onr_pipeline_open(&plain.pipeline, plain.model, NULL, NULL), ONR_OK);
            assert_int_equal(onr_pipeline_open(&fast.pipeline, fast.model, NULL, NULL), ONR_OK);
            char *a = record_of(plain.pipeline, text, strlen(text));
            char *b = record_of(fast.pipeline, text, strlen(text));
            assert_string_equal(a, b);
            free(a);
            free(b);
        }
        close_all(&plain);
        close_all(&fast);
    }
    free(text);
}

static void test_pipeline__document_outlives_it(void **state)
{
    (void)state;
    opened o = open_seed(4);
    char text[] = "The mayor said so. The police denied it.";
    onr_doc *doc = read_bytes(o.pipeline, text, strlen(text));
    memset(text, 'x', sizeof text - 1);
    close_all(&o);
    assert_null(onr_doc_check(doc));
    assert_memory_equal(onr_doc_text(doc).ptr, "The mayor", 9);
    onr_doc_free(doc);
}

static void test_pipeline__keeps_to_its_limit(void **state)
{
    (void)state;
    opened o = open_seed(5);
    onr_pipeline_options options = ONR_PIPELINE_OPTIONS_DEFAULT;
    options.max_text_bytes = 10;
    onr_pipeline *pipeline;
    onr_doc *doc = (onr_doc *)(uintptr_t)1;
    onr_error err = {0};
    assert_int_equal(onr_pipeline_open(&pipeline, o.model, &options, &err), ONR_OK);
    onr_input in = {.text = {"He said no.", 11}};
    assert_int_equal(onr_pipeline_read(&doc, pipeline, &in, &err), ONR_ELIMIT);
    assert_null(doc);
    assert_int_equal(err.status, ONR_ELIMIT);
    in.text.len = 10;
    assert_int_equal(onr_pipeline_read(&doc, pipeline, &in, &err), ONR_OK);
    onr_doc_free(doc);
    onr_pipeline_close(pipeline);
    close_all(&o);
}

static void test_pipeline__refuses_a_missing_model(void **state)
{
    (void)state;
    onr_pipeline *pipeline = (onr_pipeline *)(uintptr_t)1;
    onr_error err = {0};
    assert_int_equal(onr_pipeline_open(&pipeline, NULL, NULL, &err), ONR_EUSAGE);
    assert_null(pipeline);
    assert_int_equal(err.status, ONR_EUSAGE);
    onr_pipeline_close(NULL);
}

static void test_pipeline__times_its_stages(void **state)
{
    (void)state;
    opened o = open_seed(6);
    onr_doc_free(read_bytes(o.pipeline, "He said no.", 11));
    uint32_t count = onr_pipeline_stage_count(o.pipeline);
    uint64_t spent = 0;
    assert_true(count >= 5);
    assert_string_equal(onr_pipeline_stage_at(o.pipeline, 0).name, "ingest");
    assert_string_equal(onr_pipeline_stage_at(o.pipeline, count - 1).name, "lemma");
    for (uint32_t i = 0; i < count; i++) spent += onr_pipeline_stage_at(o.pipeline, i).nanoseconds;
    assert_true(spent > 0);
    assert_ptr_equal(onr_pipeline_model(o.pipeline), o.model);
    close_all(&o);
}

/* ---- models that are no models ---- */

/* The pipeline must say no, name something, and hold nothing. Frees the sections. */
static void refuse(model_writer *w)
{
    model_file file = model_save(w);
    onr_model *model = open_model(&file);
    onr_pipeline *pipeline = (onr_pipeline *)(uintptr_t)1;
    onr_error err = {0};
    failing_alloc fault = {0};
    onr_alloc alloc = failing_alloc_make(&fault);
    onr_pipeline_options options = ONR_PIPELINE_OPTIONS_DEFAULT;
    options.alloc = &alloc;
    assert_int_equal(onr_pipeline_open(&pipeline, model, &options, &err), ONR_EMODEL);
    assert_null(pipeline);
    assert_int_equal(err.status, ONR_EMODEL);
    assert_true(strlen(err.message) > 5);
    assert_null(strchr(err.message, '\n'));
    assert_int_equal(fault.held_bytes, 0);
    onr_model_close(model);
    model_file_free(&file);
    model_writer_free(w);
}

static void test_pipeline__needs_every_section(void **state)
{
    (void)state;
    model_writer all = small_model(7);
    uint32_t count = all.count;
    char name[ONR_MODEL_NAME_BYTES];
    for (uint32_t i = 0; i < count; i++) {
        model_writer w = small_model(7);
        memcpy(name, w.at[i].name, sizeof name);
        model_remove(&w, name);
        refuse(&w);
    }
    model_writer_free(&all);
}

/* Another type of the same size, one row less, one row more, one column more. */
static void test_pipeline__needs_every_type_and_shape(void **state)
{
    (void)state;
    model_writer all = small_model(8);
    for (uint32_t i = 0; i < all.count; i++) {
        const model_section *s = &all.at[i];
        model_writer w = small_model(8);
        model_add(&w, s->name, s->type == ONR_SECTION_BYTES ? ONR_SECTION_I8 : ONR_SECTION_BYTES,
                  s->rows, s->columns, s->data);
        refuse(&w);
        w = small_model(8);
        model_add(&w, s->name, (onr_section_type)s->type, s->rows, s->columns + 1, NULL);
        refuse(&w);
        /* The lists of words and the curve may be longer; table.0 then misses its cue.steps. */
        if (strcmp(s->name, "acts.lemmas") == 0 || strcmp(s->name, "confidence.curve") == 0 ||
            strcmp(s->name, "lemma.rules") == 0 || strcmp(s->name, "lemma.text") == 0)
            continue;
        w = small_model(8);
        model_add(&w, s->name, (onr_section_type)s->type, s->rows + 1, s->columns, NULL);
        refuse(&w);
    }
    model_writer_free(&all);
}

static void refuse_numbers(const char *name, uint32_t rows, uint32_t columns,
                           const uint32_t *numbers)
{
    model_writer w = small_model(9);
    model_add(&w, name, ONR_SECTION_I32, rows, columns, numbers);
    refuse(&w);
}

static void test_pipeline__refuses_absurd_shapes(void **state)
{
    (void)state;
    static const uint32_t widths[] = {0, 1, 16, 31, 33, 64, 288, 1u << 31, UINT32_MAX};
    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) {
        refuse_numbers("encoder.width", 1, 1, &widths[i]);
        if (widths[i] != 64) refuse_numbers("span.width", 1, 1, &widths[i]);
    }
    refuse_numbers("encoder.dilations", 2, 1, (const uint32_t[]){0, 1});
    refuse_numbers("encoder.dilations", 2, 1, (const uint32_t[]){1, 1000000000});
    refuse_numbers("encoder.dilations", 2, 1, (const uint32_t[]){UINT32_MAX, 1});
    refuse_numbers("encoder.dilations", 0, 1, NULL);
    refuse_numbers("encoder.dilations", 3, 1, (const uint32_t[]){1, 1, 1});
    refuse_numbers("span.dilations", 17, 1, (const uint32_t[17]){1});
    refuse_numbers("features.version", 1, 1, (const uint32_t[]){ONR_FEATURE_VERSION + 1});
}

static void test_pipeline__refuses_broken_word_tables(void **state)
{
    (void)state;
    static const char *const names[] = {"vocabulary", "acts.verbs", "acts.forms"};
    uint32_t full[2 * SMALL_SLOTS], wild[2 * SMALL_SLOTS] = {0};
    for (uint32_t i = 0; i < 2 * SMALL_SLOTS; i++) full[i] = 1;
    wild[3] = 1000; /* a row, an act or an offset that is not there */
    for (size_t i = 0; i < 3; i++) {
        refuse_numbers(names[i], SMALL_SLOTS, 2, full);
        refuse_numbers(names[i], SMALL_SLOTS, 2, wild);
        refuse_numbers(names[i], 12, 2, NULL);
        refuse_numbers(names[i], 1, 2, NULL);
        refuse_numbers(names[i], 0, 2, NULL);
    }
}

static void test_pipeline__refuses_lemmas_without_end(void **state)
{
    (void)state;
    model_writer w = small_model(10);
    model_add(&w, "acts.lemmas", ONR_SECTION_BYTES, 8, 1, "tell\0say");
    refuse(&w);
    w = small_model(10);
    model_add(&w, "acts.lemmas", ONR_SECTION_BYTES, 0, 1, NULL);
    refuse(&w);
}

static void test_pipeline__refuses_a_curve_that_does_not_rise(void **state)
{
    (void)state;
    static const float curves[][4] = {
        {0, 0.5f, 0, 0.6f}, {1, 0.5f, 0, 0.6f},   {0, -0.1f, 1, 0.6f},
        {0, 0.5f, 1, 1.5f}, {0, 0.5f, -3, 0.6f},
    };
    for (size_t i = 0; i < sizeof curves / sizeof *curves; i++) {
        model_writer w = small_model(11);
        model_add(&w, "confidence.curve", ONR_SECTION_F32, 2, 2, curves[i]);
        refuse(&w);
    }
    model_writer w = small_model(11);
    model_add(&w, "confidence.curve", ONR_SECTION_F32, 1, 2, curves[0]);
    refuse(&w);
}

static void test_pipeline__refuses_offsets_no_weights_can_have(void **state)
{
    (void)state;
    static const char *const names[] = {"encoder.0.offsets", "tagger.offsets", "span.out.offsets"};
    static const int32_t offsets[] = {INT32_MIN, INT32_MAX, 1 << 30};
    for (size_t i = 0; i < 3; i++) {
        for (size_t k = 0; k < 3; k++) {
            model_writer w = small_model(12);
            int32_t *data = model_find(&w, names[i])->data;
            data[5] = offsets[k];
            refuse(&w);
        }
    }
}

/* Whatever the weights are, reading is safe and the document sound. */
static void test_pipeline__survives_extreme_weights(void **state)
{
    (void)state;
    static const float sizes[] = {0.0f, 1e6f, -1e6f, 1e-30f};
    uint64_t seed = 24;
    char *text = random_text(&seed, 1500);
    for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
        model_writer w = small_model(13);
        for (uint32_t i = 0; i < w.count; i++) {
            bool curve = strcmp(w.at[i].name, "confidence.curve") == 0;
            if (w.at[i].type != ONR_SECTION_F32 || curve) continue;
            for (size_t n = 0; n < w.at[i].size / sizeof(float); n++)
                ((float *)w.at[i].data)[n] = n % 3 == k % 3 ? sizes[k] : -sizes[k] / 2;
        }
        opened o = {.file = model_save(&w)};
        model_writer_free(&w);
        o.model = open_model(&o.file);
        assert_int_equal(onr_pipeline_open(&o.pipeline, o.model, NULL, NULL), ONR_OK);
        onr_doc_free(read_bytes(o.pipeline, text, strlen(text)));
        close_all(&o);
    }
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pipeline__reads_any_text),
        cmocka_unit_test(test_pipeline__reads_texts_without_tokens),
        cmocka_unit_test(test_pipeline__does_not_remember),
        cmocka_unit_test(test_pipeline__same_record_with_all_kernels),
        cmocka_unit_test(test_pipeline__document_outlives_it),
        cmocka_unit_test(test_pipeline__keeps_to_its_limit),
        cmocka_unit_test(test_pipeline__refuses_a_missing_model),
        cmocka_unit_test(test_pipeline__times_its_stages),
        cmocka_unit_test(test_pipeline__needs_every_section),
        cmocka_unit_test(test_pipeline__needs_every_type_and_shape),
        cmocka_unit_test(test_pipeline__refuses_absurd_shapes),
        cmocka_unit_test(test_pipeline__refuses_broken_word_tables),
        cmocka_unit_test(test_pipeline__refuses_lemmas_without_end),
        cmocka_unit_test(test_pipeline__refuses_a_curve_that_does_not_rise),
        cmocka_unit_test(test_pipeline__refuses_offsets_no_weights_can_have),
        cmocka_unit_test(test_pipeline__survives_extreme_weights),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
