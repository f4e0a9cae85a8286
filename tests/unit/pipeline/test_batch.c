/*
 * Batches over a stub reader, pipeline and record writer, so that no model or file is needed. Link
 * with src/pipeline/batch.c, src/copy and src/base only, not with the library: it would define
 * these twice.
 *
 * A path of the stub reader is a script, one letter an input:
 *   .  a report    e  a broken line    L  a long report    b  the stream breaks here
 * "missing" cannot be opened.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <onrecord/batch.h>

#include "base/arena.h"
#include "base/error.h"

enum { LONG_BYTES = 300 << 10 };

/* ---- stubs ---- */

struct onr_model {
    atomic_int pipelines_left; /* opening one more answers ONR_EMODEL */
};

struct onr_reader {
    const char *script;
    uint64_t line;
    bool failed;
    char id[32];
    char *text; /* rewritten by each call, as a real reader's is */
    size_t used;
    onr_slice byline;
    onr_block block;
};

struct onr_pipeline {
    const onr_model *model;
    const onr_alloc *alloc;
};

struct onr_doc {
    const onr_alloc *alloc;
    char *copy;
    size_t len;
    uint32_t tokens;
    size_t text_at; /* in `copy` */
    onr_input meta;
    char copy_of[32];
    bool finished;
};

onr_status onr_reader_open(onr_reader **out, const char *path, const onr_reader_options *options,
                           onr_error *err)
{
    (void)options;
    *out = NULL;
    if (strcmp(path, "missing") == 0) return onr_fail(err, ONR_EIO, "no such file");
    *out = calloc(1, sizeof **out);
    assert_non_null(*out);
    (*out)->script = path;
    (*out)->text = malloc(LONG_BYTES);
    assert_non_null((*out)->text);
    return ONR_OK;
}

onr_status onr_reader_next(onr_reader *reader, onr_input *in, onr_error *err)
{
    memset(reader->text, '?', reader->used);
    memset(reader->id, '?', sizeof reader->id);
    char kind = *reader->script;
    if (kind == '\0') return ONR_END;
    reader->script++;
    reader->line++;
    reader->failed = kind == 'b';
    if (kind == 'b') return onr_fail(err, ONR_EIO, "read error");
    if (kind == 'e') {
        onr_fail(err, ONR_EFORMAT, "not a JSON object");
        err->line = reader->line;
        return ONR_EFORMAT;
    }
    int id_len = snprintf(reader->id, sizeof reader->id, "r%llu", (unsigned long long)reader->line);
    size_t len = kind == 'L' ? LONG_BYTES : (size_t)(reader->line * 37 % 1000);
    reader->used = len;
    memset(reader->text, 'a' + (int)(reader->line % 26), len);
    reader->byline = (onr_slice){reader->id, 1};
    *in = (onr_input){.id = {reader->id, (size_t)id_len},
                      .text = {reader->text, len},
                      .title = {reader->id, 0},
                      .bylines = &reader->byline,
                      .byline_count = 1,
                      .section = {reader->id, (size_t)id_len},
                      .blocks = &reader->block,
                      .block_count = 1};
    reader->block.kind = (uint8_t)(reader->line % 10);
    return ONR_OK;
}

bool onr_reader_failed(const onr_reader *reader)
{
    return reader->failed;
}

uint64_t onr_reader_line(const onr_reader *reader)
{
    return reader->line;
}

void onr_reader_close(onr_reader *reader)
{
    if (reader == NULL) return;
    free(reader->text);
    free(reader);
}

onr_status onr_pipeline_open(onr_pipeline **out, const onr_model *model,
                             const onr_pipeline_options *options, onr_error *err)
{
    *out = NULL;
    if (atomic_fetch_sub(&((onr_model *)model)->pipelines_left, 1) <= 0)
        return onr_fail(err, ONR_EMODEL, "no encoder in the model");
    *out = onr_resize(options->alloc, NULL, 0, sizeof **out);
    if (*out == NULL) return onr_fail_memory(err);
    **out = (onr_pipeline){model, options->alloc};
    return ONR_OK;
}

static bool set_doc(onr_doc *doc, const onr_input *in)
{
    assert_int_equal(in->section.len, in->id.len);
    assert_memory_equal(in->section.ptr, in->id.ptr, in->id.len);
    assert_int_equal(in->block_count, 1);
    assert_int_equal(in->blocks->kind, in->id.ptr[in->id.len - 1] - '0');
    doc->len = in->id.len + 1 + in->byline_count + in->text.len;
    doc->copy = onr_resize(doc->alloc, NULL, 0, doc->len);
    if (doc->copy == NULL) return false;
    char *at = doc->copy;
    memcpy(at, in->id.ptr, in->id.len);
    at += in->id.len;
    *at++ = ' ';
    for (uint32_t i = 0; i < in->byline_count; i++) *at++ = in->bylines[i].ptr[0];
    if (in->text.len > 0) memcpy(at, in->text.ptr, in->text.len);
    doc->text_at = (size_t)(at - doc->copy);
    doc->meta.id = (onr_slice){doc->copy, in->id.len};
    doc->tokens = (uint32_t)in->text.len;
    return true;
}

onr_status onr_pipeline_begin(onr_doc **out, onr_pipeline *pipeline, const onr_input *in,
                              onr_error *err)
{
    *out = NULL;
    if (in->text.len == 37 * 13) return onr_fail(err, ONR_ELIMIT, "text is too long");
    onr_doc *doc = onr_resize(pipeline->alloc, NULL, 0, sizeof *doc);
    if (doc == NULL) return onr_fail_memory(err);
    *doc = (onr_doc){.alloc = pipeline->alloc};
    if (!set_doc(doc, in)) {
        onr_doc_free(doc);
        return onr_fail_memory(err);
    }
    *out = doc;
    return ONR_OK;
}

onr_status onr_pipeline_finish(onr_pipeline *pipeline, onr_doc *doc, onr_error *err)
{
    (void)pipeline;
    (void)err;
    doc->finished = true;
    return ONR_OK;
}

onr_slice onr_doc_text(const onr_doc *doc)
{
    return (onr_slice){doc->copy + doc->text_at, doc->len - doc->text_at};
}

const onr_input *onr_doc_meta(const onr_doc *doc)
{
    return &doc->meta;
}

/* As doc/doc.h has it, which would bring its own documents along. */
bool onr_doc_set_copy_of(onr_doc *doc, onr_slice id);

bool onr_doc_set_copy_of(onr_doc *doc, onr_slice id)
{
    assert_false(doc->finished);
    snprintf(doc->copy_of, sizeof doc->copy_of, "=%.*s", (int)id.len, id.ptr);
    return true;
}

const onr_model *onr_pipeline_model(const onr_pipeline *pipeline)
{
    return pipeline->model;
}

void onr_pipeline_close(onr_pipeline *pipeline)
{
    if (pipeline != NULL) onr_release(pipeline->alloc, pipeline, sizeof *pipeline);
}

uint32_t onr_doc_token_count(const onr_doc *doc)
{
    return doc->tokens;
}

void onr_doc_free(onr_doc *doc)
{
    if (doc == NULL) return;
    onr_release(doc->alloc, doc->copy, doc->len);
    onr_release(doc->alloc, doc, sizeof *doc);
}

onr_status onr_record_write(onr_buffer *out, const onr_doc *doc, const onr_model *model,
                            onr_format format, const onr_record_options *options, onr_error *err)
{
    (void)model;
    (void)format;
    (void)options;
    assert_true(doc->finished);
    size_t copy_len = strlen(doc->copy_of);
    size_t needed = out->len + doc->len + copy_len + 1;
    if (needed > out->capacity) {
        char *grown = onr_resize(out->alloc, out->ptr, out->capacity, needed);
        if (grown == NULL) return onr_fail_memory(err);
        out->ptr = grown;
        out->capacity = needed;
    }
    memcpy(out->ptr + out->len, doc->copy, doc->len);
    memcpy(out->ptr + out->len + doc->len, doc->copy_of, copy_len);
    out->ptr[needed - 1] = '\n';
    out->len = needed;
    return ONR_OK;
}

/* ---- what the tests share ---- */

/* An allocator that fails the n-th request and knows what is still held. */
typedef struct meter {
    atomic_long requests_left; /* negative for no limit */
    atomic_long held;
    atomic_long most; /* ever held */
    bool limited;
} meter;

static void *meter_resize(void *ctx, void *ptr, size_t old_size, size_t new_size)
{
    meter *m = ctx;
    if (m->limited && atomic_fetch_sub(&m->requests_left, 1) == 0) return NULL;
    void *out = realloc(ptr, new_size);
    if (out == NULL) return NULL;
    long more = (long)new_size - (long)old_size;
    long held = atomic_fetch_add(&m->held, more) + more;
    for (long most = m->most; held > most;)
        if (atomic_compare_exchange_weak(&m->most, &most, held)) break;
    return out;
}

static void meter_release(void *ctx, void *ptr, size_t size)
{
    meter *m = ctx;
    atomic_fetch_sub(&m->held, (long)size);
    free(ptr);
}

typedef struct log {
    char *bytes; /* one line for each failure, else the record */
    size_t len;
    uint32_t done;
    uint32_t failed;
    uint32_t no_memory;
    uint64_t tokens;
    uint32_t stop_after; /* items; 0 for never */
    bool count_only;     /* keep no bytes */
    const char *last_name;
    onr_error last_error;
} log;

static void add_bytes(log *l, const char *ptr, size_t len)
{
    l->bytes = realloc(l->bytes, l->len + len);
    assert_non_null(l->bytes);
    memcpy(l->bytes + l->len, ptr, len);
    l->len += len;
}

static bool take_item(void *ctx, const onr_batch_item *item)
{
    log *l = ctx;
    l->last_name = item->name;
    if (item->status == ONR_OK) {
        l->done++;
        l->tokens += item->tokens;
        if (!l->count_only) add_bytes(l, item->record.ptr, item->record.len);
    } else {
        assert_int_equal(item->status, item->error.status);
        assert_int_equal(item->tokens, 0);
        assert_null(item->record.ptr);
        l->failed++;
        l->no_memory += item->status == ONR_ENOMEM;
        l->last_error = item->error;
        char line[300];
        int n = snprintf(line, sizeof line, "%.20s:%llu: %s\n", item->name,
                         (unsigned long long)item->error.line, item->error.message);
        add_bytes(l, line, (size_t)n);
    }
    return l->stop_after == 0 || l->done + l->failed < l->stop_after;
}

static onr_status run_with(log *l, uint32_t jobs, const char *const *paths, uint32_t count,
                           bool dedupe)
{
    onr_model model = {.pipelines_left = 1000};
    onr_batch_options options = ONR_BATCH_OPTIONS_DEFAULT;
    options.jobs = jobs;
    options.dedupe = dedupe;
    onr_error err;
    return onr_batch_run(&model, paths, count, &options, take_item, l, &err);
}

static onr_status run(log *l, uint32_t jobs, const char *const *paths, uint32_t count)
{
    return run_with(l, jobs, paths, count, false);
}

#define COUNT(array) ((uint32_t)(sizeof(array) / sizeof *(array)))

static char *script(size_t len, char kind)
{
    char *out = malloc(len + 1);
    assert_non_null(out);
    memset(out, kind, len);
    out[len] = '\0';
    return out;
}

/* ---- tests ---- */

static void test_batch__same_bytes_for_any_number_of_jobs(void **state)
{
    (void)state;
    char *many = script(1000, '.');
    for (size_t i = 0; i < 1000; i += 7) many[i] = 'e';
    for (size_t i = 3; i < 1000; i += 211) many[i] = 'L';
    const char *paths[] = {"..", many, "missing", "", "..b..", "eee", many};
    log one = {0};
    assert_int_equal(run(&one, 1, paths, COUNT(paths)), ONR_OK);
    assert_true(one.done > 1500);
    static const uint32_t jobs[] = {0, 2, 3, 8, 64};
    for (uint32_t i = 0; i < COUNT(jobs); i++) {
        log more = {0};
        assert_int_equal(run(&more, jobs[i], paths, COUNT(paths)), ONR_OK);
        assert_int_equal(more.tokens, one.tokens);
        assert_int_equal(more.len, one.len);
        assert_memory_equal(more.bytes, one.bytes, one.len);
        free(more.bytes);
    }
    free(one.bytes);
    free(many);
}

static void test_batch__tells_the_same_copies_for_any_number_of_jobs(void **state)
{
    (void)state;
    char *many = script(300, '.'); /* all different, but the first path's again */
    for (size_t i = 0; i < 300; i += 7) many[i] = 'e';
    const char *paths[] = {many, "missing", many, "...b"};
    log one = {0};
    assert_int_equal(run_with(&one, 1, paths, COUNT(paths), true), ONR_OK);
    add_bytes(&one, "", 1);
    char *second = strstr(one.bytes, "missing");
    assert_non_null(second);
    assert_null(memchr(one.bytes, '=', (size_t)(second - one.bytes)));
    assert_non_null(strstr(second, "=r2\n"));
    assert_non_null(strstr(second, "=r300\n"));
    static const uint32_t jobs[] = {2, 3, 8, 64};
    for (uint32_t i = 0; i < COUNT(jobs); i++) {
        log more = {0};
        assert_int_equal(run_with(&more, jobs[i], paths, COUNT(paths), true), ONR_OK);
        assert_int_equal(more.len, one.len - 1);
        assert_memory_equal(more.bytes, one.bytes, more.len);
        free(more.bytes);
    }
    free(one.bytes);
    free(many);
}

static void test_batch__failed_line_is_named_and_the_rest_goes_on(void **state)
{
    (void)state;
    const char *paths[] = {"..e."};
    for (uint32_t jobs = 1; jobs <= 2; jobs++) {
        log l = {0};
        assert_int_equal(run(&l, jobs, paths, 1), ONR_OK);
        assert_int_equal(l.done, 3);
        assert_int_equal(l.failed, 1);
        assert_int_equal(l.last_error.status, ONR_EFORMAT);
        assert_int_equal(l.last_error.line, 3);
        assert_ptr_equal(l.last_name, paths[0]);
        free(l.bytes);
    }
}

static void test_batch__failure_of_the_pipeline_names_the_line(void **state)
{
    (void)state;
    const char *paths[] = {"..............."}; /* the stub refuses the 13th */
    for (uint32_t jobs = 1; jobs <= 2; jobs++) {
        log l = {0};
        assert_int_equal(run(&l, jobs, paths, 1), ONR_OK);
        assert_int_equal(l.failed, 1);
        assert_int_equal(l.last_error.status, ONR_ELIMIT);
        assert_int_equal(l.last_error.line, 13);
        free(l.bytes);
    }
}

static void test_batch__missing_file_is_one_item_in_order(void **state)
{
    (void)state;
    const char *paths[] = {".", "missing", "."};
    for (uint32_t jobs = 1; jobs <= 2; jobs++) {
        log l = {0};
        assert_int_equal(run(&l, jobs, paths, COUNT(paths)), ONR_OK);
        assert_int_equal(l.done, 2);
        assert_int_equal(l.failed, 1);
        add_bytes(&l, "", 1);
        char *first = strstr(l.bytes, "r1 r");
        char *middle = strstr(l.bytes, "missing:0: no such file\n");
        assert_non_null(first);
        assert_non_null(middle);
        assert_true(first < middle);
        assert_non_null(strstr(middle, "r1 r"));
        free(l.bytes);
    }
}

static void test_batch__broken_stream_ends_that_file_only(void **state)
{
    (void)state;
    const char *paths[] = {".b......", "."};
    for (uint32_t jobs = 1; jobs <= 2; jobs++) {
        log l = {0};
        assert_int_equal(run(&l, jobs, paths, COUNT(paths)), ONR_OK);
        assert_int_equal(l.done, 2);
        assert_int_equal(l.failed, 1);
        free(l.bytes);
    }
}

static void test_batch__only_failures(void **state)
{
    (void)state;
    char *bad = script(500, 'e'); /* more than the ring holds, none for a worker */
    const char *paths[] = {bad};
    log l = {0};
    assert_int_equal(run(&l, 4, paths, 1), ONR_OK);
    assert_int_equal(l.failed, 500);
    free(l.bytes);
    free(bad);
}

static void test_batch__no_paths(void **state)
{
    (void)state;
    for (uint32_t jobs = 1; jobs <= 2; jobs++) {
        log l = {0};
        assert_int_equal(run(&l, jobs, NULL, 0), ONR_OK);
        assert_int_equal(l.done + l.failed, 0);
    }
}

static void test_batch__emit_stops_it(void **state)
{
    (void)state;
    char *many = script(1000, '.');
    const char *paths[] = {many};
    for (uint32_t jobs = 1; jobs <= 4; jobs++) {
        log l = {.stop_after = 20};
        assert_int_equal(run(&l, jobs, paths, 1), ONR_END);
        assert_int_equal(l.done + l.failed, 20);
        free(l.bytes);
    }
    free(many);
}

static void test_batch__goes_on_with_fewer_workers(void **state)
{
    (void)state;
    const char *paths[] = {"..........", ".........."};
    log one = {0};
    assert_int_equal(run(&one, 1, paths, 2), ONR_OK);
    onr_model model = {.pipelines_left = 1};
    onr_batch_options options = ONR_BATCH_OPTIONS_DEFAULT;
    options.jobs = 8;
    log l = {0};
    assert_int_equal(onr_batch_run(&model, paths, 2, &options, take_item, &l, NULL), ONR_OK);
    assert_int_equal(l.len, one.len);
    assert_memory_equal(l.bytes, one.bytes, one.len);
    free(l.bytes);
    free(one.bytes);
}

static void test_batch__no_pipeline_is_an_error(void **state)
{
    (void)state;
    const char *paths[] = {"."};
    onr_batch_options options = ONR_BATCH_OPTIONS_DEFAULT;
    for (options.jobs = 1; options.jobs <= 2; options.jobs++) {
        onr_model model = {.pipelines_left = 0};
        onr_error err;
        log l = {0};
        assert_int_equal(onr_batch_run(&model, paths, 1, &options, take_item, &l, &err),
                         ONR_EMODEL);
        assert_int_equal(err.status, ONR_EMODEL);
        assert_int_equal(l.done + l.failed, 0);
    }
}

static void test_batch__null_arguments_are_refused(void **state)
{
    (void)state;
    onr_model model = {.pipelines_left = 1};
    const char *paths[] = {"."};
    assert_int_equal(onr_batch_run(NULL, paths, 1, NULL, take_item, NULL, NULL), ONR_EUSAGE);
    assert_int_equal(onr_batch_run(&model, NULL, 1, NULL, take_item, NULL, NULL), ONR_EUSAGE);
    assert_int_equal(onr_batch_run(&model, paths, 1, NULL, NULL, NULL, NULL), ONR_EUSAGE);
}

/* Fail the n-th request for n = 0.. until nothing fails: each report is done or failed, in order,
 * and nothing is held afterwards. */
static void test_batch__survives_any_failed_allocation(void **state)
{
    (void)state;
    const char *paths[] = {"..L..e....", "missing", "...L."};
    for (uint32_t jobs = 1; jobs <= 3; jobs += 2) {
        for (long n = 0;; n++) {
            meter m = {.requests_left = n, .limited = true};
            onr_alloc alloc = {meter_resize, meter_release, &m};
            onr_model model = {.pipelines_left = 1000};
            onr_batch_options options = ONR_BATCH_OPTIONS_DEFAULT;
            options.jobs = jobs;
            options.dedupe = true;
            options.pipeline.alloc = &alloc;
            log l = {0};
            onr_status status =
                onr_batch_run(&model, paths, COUNT(paths), &options, take_item, &l, NULL);
            assert_int_equal(atomic_load(&m.held), 0);
            if (status == ONR_OK)
                assert_int_equal(l.done + l.failed, 16);
            else
                assert_int_equal(status, ONR_ENOMEM);
            assert_true(l.no_memory <= 1);
            free(l.bytes);
            if (atomic_load(&m.requests_left) >= 0) break;
        }
    }
}

static void test_batch__long_reports_do_not_pile_up(void **state)
{
    (void)state;
    char *many = script(400, 'L'); /* 117 MiB in all */
    const char *paths[] = {many};
    meter m = {0};
    onr_alloc alloc = {meter_resize, meter_release, &m};
    onr_model model = {.pipelines_left = 1000};
    onr_batch_options options = ONR_BATCH_OPTIONS_DEFAULT;
    options.jobs = 64; /* 256 slots would hold 75 MiB of inputs and as much of records */
    options.pipeline.alloc = &alloc;
    log l = {.count_only = true};
    assert_int_equal(onr_batch_run(&model, paths, 1, &options, take_item, &l, NULL), ONR_OK);
    assert_int_equal(l.done, 400);
    assert_true(atomic_load(&m.most) < 80l << 20); /* 32 MiB, and what 64 workers have in hand */
    assert_int_equal(atomic_load(&m.held), 0);
    free(l.bytes);
    free(many);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_batch__same_bytes_for_any_number_of_jobs),
        cmocka_unit_test(test_batch__tells_the_same_copies_for_any_number_of_jobs),
        cmocka_unit_test(test_batch__failed_line_is_named_and_the_rest_goes_on),
        cmocka_unit_test(test_batch__failure_of_the_pipeline_names_the_line),
        cmocka_unit_test(test_batch__missing_file_is_one_item_in_order),
        cmocka_unit_test(test_batch__broken_stream_ends_that_file_only),
        cmocka_unit_test(test_batch__only_failures),
        cmocka_unit_test(test_batch__no_paths),
        cmocka_unit_test(test_batch__emit_stops_it),
        cmocka_unit_test(test_batch__goes_on_with_fewer_workers),
        cmocka_unit_test(test_batch__no_pipeline_is_an_error),
        cmocka_unit_test(test_batch__null_arguments_are_refused),
        cmocka_unit_test(test_batch__survives_any_failed_allocation),
        cmocka_unit_test(test_batch__long_reports_do_not_pile_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
