/*
 * small_pipeline.h - a pipeline over the small random model, for tests of a single stage. Whatever
 * is read is checked.
 */
#ifndef ONR_TESTS_SMALL_PIPELINE_H
#define ONR_TESTS_SMALL_PIPELINE_H

#include <onrecord/pipeline.h>

#include "doc/doc.h"
#include "small_model.h"

typedef struct small_pipeline {
    model_file file;
    onr_model *model;
    onr_pipeline *pipeline;
} small_pipeline;

/** Over the sections of `w`, which are freed; `layers` are ONR_LAYER_* bits. */
static inline onr_status small_pipeline_open_with(small_pipeline *p, model_writer *w,
                                                  uint32_t layers, onr_error *err)
{
    *p = (small_pipeline){.file = model_save(w)};
    model_writer_free(w);
    onr_pipeline_options options = ONR_PIPELINE_OPTIONS_DEFAULT;
    options.layers = layers;
    onr_status status = onr_model_open_memory(&p->model, p->file.bytes, p->file.size, NULL, err);
    if (status != ONR_OK) return status;
    return onr_pipeline_open(&p->pipeline, p->model, &options, err);
}

static inline small_pipeline small_pipeline_open(uint64_t seed, uint32_t layers)
{
    small_pipeline p;
    onr_error err;
    model_writer w = small_model(seed);
    if (small_pipeline_open_with(&p, &w, layers, &err) != ONR_OK) fail_msg("%s", err.message);
    return p;
}

static inline void small_pipeline_close(small_pipeline *p)
{
    onr_pipeline_close(p->pipeline);
    onr_model_close(p->model);
    model_file_free(&p->file);
}

static inline onr_doc *small_pipeline_read(const small_pipeline *p, const char *text)
{
    onr_doc *doc;
    onr_error err;
    onr_input in = {.text = {text, strlen(text)}};
    if (onr_pipeline_read(&doc, p->pipeline, &in, &err) != ONR_OK) fail_msg("%s", err.message);
    const char *broken = onr_doc_check(doc);
    if (broken != NULL) fail_msg("%s", broken);
    return doc;
}

/** The pipeline must refuse the small model with these labels in one of its lists. */
#define small_pipeline_refuses(name, labels)                                                       \
    small_pipeline_refuses_bytes(name, sizeof(labels), labels)

static inline void small_pipeline_refuses_bytes(const char *name, uint32_t size,
                                                const char *labels)
{
    small_pipeline p;
    onr_error err = {0};
    model_writer w = small_model(1);
    model_add(&w, name, ONR_SECTION_BYTES, size, 1, labels);
    assert_int_equal(small_pipeline_open_with(&p, &w, ONR_LAYERS_ALL, &err), ONR_EMODEL);
    assert_true(strlen(err.message) > 5);
    small_pipeline_close(&p);
}

/** `count` different words of small letters, `sentence` of them in each sentence; the caller frees
 *  it. */
static inline char *small_words(uint32_t count, uint32_t sentence)
{
    char *text = calloc(count + 1, 8), *at = text;
    if (text == NULL) abort();
    for (uint32_t i = 0; i < count; i++) {
        bool first = i % sentence == 0, last = (i + 1) % sentence == 0;
        at += sprintf(at, "%c%c%c%c%s", first ? 'T' : 't', 'a' + (int)(i / 676 % 26),
                      'a' + (int)(i / 26 % 26), 'a' + (int)(i % 26), last ? ". " : " ");
    }
    return text;
}

#endif
