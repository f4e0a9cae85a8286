/*
 * Memory that runs out, at every request in turn: the call says so, nothing is leaked, and all that
 * was handed out before stays sound. The first argument is the model.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include <onrecord/onrecord.h>

#include "doc/doc.h"

static const char *model_path;

static const char text[] =
    "“We will appeal,” Ann Lee told reporters. The mayor said that the court had erred.\n\n"
    "\"It is over,\" said Tom Hill. \"The minister told us that he had denied it.\"\n\n"
    "According to the police, three people were hurt – none of them badly.\n\xFF";

/* ---- an allocator that any thread may use ---- */

typedef struct fault {
    atomic_long requests;
    long fail_at; /* this request fails, from 1 on; 0 for none */
    bool for_good; /* and all after it */
    atomic_long held_bytes;
} fault;

static void *fault_resize(void *ctx, void *ptr, size_t old_size, size_t new_size)
{
    fault *f = ctx;
    long n = atomic_fetch_add(&f->requests, 1) + 1;
    if (f->fail_at != 0 && (n == f->fail_at || (f->for_good && n > f->fail_at))) return NULL;
    void *out = realloc(ptr, new_size);
    if (out == NULL) return NULL;
    atomic_fetch_add(&f->held_bytes, (long)new_size - (long)(ptr == NULL ? 0 : old_size));
    return out;
}

static void fault_release(void *ctx, void *ptr, size_t size)
{
    fault *f = ctx;
    if (ptr == NULL) return;
    atomic_fetch_sub(&f->held_bytes, (long)size);
    free(ptr);
}

static bool hit(const fault *f)
{
    return f->fail_at != 0 && atomic_load(&f->requests) >= f->fail_at;
}

static void assert_memory_error(onr_status status, const onr_error *err)
{
    assert_int_equal(status, ONR_ENOMEM);
    assert_int_equal(err->status, ONR_ENOMEM);
    assert_true(err->message[0] != '\0');
}

/* ---- one report ---- */

/* The record is appended behind what was there, or the buffer is as before. */
static onr_status write_all(const onr_doc *doc, const onr_model *model, const onr_alloc *alloc,
                            onr_error *err)
{
    static const onr_format formats[] = {ONR_FORMAT_TEXT, ONR_FORMAT_JSONL, ONR_FORMAT_BRAT,
                                         ONR_FORMAT_CONLLU};
    onr_buffer out = {.alloc = alloc};
    onr_status status = ONR_OK;
    for (size_t i = 0; i < sizeof formats / sizeof *formats && status == ONR_OK; i++) {
        size_t before = out.len;
        status = onr_record_write(&out, doc, model, formats[i], NULL, err);
        if (status == ONR_OK)
            assert_true(out.len > before);
        else
            assert_int_equal(out.len, before);
    }
    onr_buffer_free(&out);
    return status;
}

static onr_status read_and_write(onr_pipeline *pipeline, const onr_alloc *alloc, onr_error *err)
{
    const onr_slice byline = {"Ann Lee", 7};
    onr_input in = {.id = {"a", 1}, .text = {text, sizeof text - 1}, .title = {"T\xFF", 2},
                    .bylines = &byline, .byline_count = 1};
    onr_doc *doc;
    onr_status status = onr_pipeline_read(&doc, pipeline, &in, err);
    if (status != ONR_OK) {
        assert_null(doc);
        return status;
    }
    assert_null(onr_doc_check(doc));
    assert_true(onr_doc_attribution_count(doc) > 0);
    status = write_all(doc, onr_pipeline_model(pipeline), alloc, err);
    assert_null(onr_doc_check(doc));
    onr_doc_free(doc);
    return status;
}

static onr_status do_all(const onr_alloc *alloc, onr_error *err)
{
    onr_pipeline_options options = ONR_PIPELINE_OPTIONS_DEFAULT;
    options.alloc = alloc;
    onr_model *model;
    onr_pipeline *pipeline;
    onr_status status = onr_model_open(&model, model_path, alloc, err);
    if (status != ONR_OK) {
        assert_null(model);
        return status;
    }
    status = onr_pipeline_open(&pipeline, model, &options, err);
    if (status == ONR_OK)
        status = read_and_write(pipeline, alloc, err);
    else
        assert_null(pipeline);
    onr_pipeline_close(pipeline);
    onr_model_close(model);
    return status;
}

static void fail_each_request(bool for_good)
{
    onr_status status = ONR_ENOMEM;
    for (long n = 1; status != ONR_OK; n++) {
        fault f = {.fail_at = n, .for_good = for_good};
        onr_alloc alloc = {fault_resize, fault_release, &f};
        onr_error err = {0};
        status = do_all(&alloc, &err);
        if (status != ONR_OK) assert_memory_error(status, &err);
        assert_int_equal(hit(&f), status != ONR_OK);
        assert_int_equal(atomic_load(&f.held_bytes), 0);
        assert_true(n < 100000);
    }
}

static void test_fault__memory_runs_out(void **state)
{
    (void)state;
    fail_each_request(true);
}

static void test_fault__one_request_fails(void **state)
{
    (void)state;
    fail_each_request(false);
}

/* A pipeline that ran out of memory reads the next report as if nothing had been. */
static void test_fault__pipeline_recovers(void **state)
{
    (void)state;
    fault f = {0};
    onr_alloc alloc = {fault_resize, fault_release, &f};
    onr_pipeline_options options = ONR_PIPELINE_OPTIONS_DEFAULT;
    options.alloc = &alloc;
    onr_model *model;
    onr_pipeline *pipeline;
    onr_error err;
    assert_int_equal(onr_model_open(&model, model_path, NULL, &err), ONR_OK);
    assert_int_equal(onr_pipeline_open(&pipeline, model, &options, &err), ONR_OK);
    onr_status status = ONR_ENOMEM;
    for (long n = 1; status != ONR_OK; n++) {
        atomic_store(&f.requests, 0);
        f.fail_at = n;
        status = read_and_write(pipeline, &alloc, &err);
        f.fail_at = 0;
        assert_int_equal(read_and_write(pipeline, &alloc, &err), ONR_OK);
    }
    onr_pipeline_close(pipeline);
    assert_int_equal(atomic_load(&f.held_bytes), 0);
    onr_model_close(model);
}

/* ---- a batch ---- */

enum { LINES = 8 };

typedef struct results {
    unsigned items, good, out_of_memory;
} results;

static bool take(void *ctx, const onr_batch_item *item)
{
    results *r = ctx;
    r->items++;
    r->good += item->status == ONR_OK && item->record.len > 0;
    r->out_of_memory += item->status == ONR_ENOMEM && item->error.message[0] != '\0';
    return true;
}

static void write_lines(const char *path)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    for (int i = 0; i < LINES; i++)
        fprintf(file, "{\"id\": \"%d\", \"text\": \"\\\"It is over,\\\" said Tom Hill.\"}\n", i);
    assert_int_equal(fclose(file), 0);
}

/* Each item is a record or says that memory is short, or the whole batch does. */
static onr_status run_batch(const onr_model *model, const char *path, uint32_t jobs, fault *f,
                            results *r)
{
    onr_alloc alloc = {fault_resize, fault_release, f};
    onr_batch_options options = ONR_BATCH_OPTIONS_DEFAULT;
    options.jobs = jobs;
    options.pipeline.alloc = &alloc;
    options.reader.alloc = &alloc;
    onr_error err = {0};
    *r = (results){0};
    onr_status status = onr_batch_run(model, &path, 1, &options, take, r, &err);
    if (status != ONR_OK) assert_memory_error(status, &err);
    assert_int_equal(r->good + r->out_of_memory, r->items);
    assert_int_equal(atomic_load(&f->held_bytes), 0);
    return status;
}

static void fail_batches(uint32_t jobs, bool for_good, long step)
{
    char path[] = "/tmp/onr-fault-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
    write_lines(path);
    onr_model *model;
    onr_error err;
    assert_int_equal(onr_model_open(&model, model_path, NULL, &err), ONR_OK);
    bool all_good = false;
    for (long n = 1; !all_good; n += step) {
        fault f = {.fail_at = n, .for_good = for_good};
        results r;
        onr_status status = run_batch(model, path, jobs, &f, &r);
        all_good = status == ONR_OK && r.good == LINES && !hit(&f);
        /* Only a helper of many may be missed without a trace. */
        if (jobs == 1 && hit(&f)) assert_true(status != ONR_OK || r.good < LINES);
        assert_true(n < 100000);
    }
    onr_model_close(model);
    unlink(path);
}

static void test_fault__batch_in_one_thread(void **state)
{
    (void)state;
    fail_batches(1, true, 1);
    fail_batches(1, false, 1);
}

static void test_fault__batch_in_three_threads(void **state)
{
    (void)state;
    fail_batches(3, true, 11);
    fail_batches(3, false, 7);
}

int main(int argc, char **argv)
{
    if (argc < 2) return 2;
    model_path = argv[1];
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fault__memory_runs_out),
        cmocka_unit_test(test_fault__one_request_fails),
        cmocka_unit_test(test_fault__pipeline_recovers),
        cmocka_unit_test(test_fault__batch_in_one_thread),
        cmocka_unit_test(test_fault__batch_in_three_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
