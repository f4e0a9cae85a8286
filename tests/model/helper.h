/*
 * helper.h - the model of the tree and what it makes of a text.
 *
 * Programs of this folder get the model's path as their first argument. They hold for any decent
 * model: what it finds may change with its training, how it behaves may not.
 */
#ifndef ONR_TESTS_MODEL_HELPER_H
#define ONR_TESTS_MODEL_HELPER_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <onrecord/onrecord.h>

#include "doc/doc.h"
#include "random.h"

static const char *model_path; /* argv[1] */

static inline onr_model *open_model(onr_isa isa)
{
    onr_model *model;
    onr_error err;
    if (onr_model_open(&model, model_path, NULL, &err) != ONR_OK) fail_msg("%s", err.message);
    if (onr_model_set_isa(model, isa) == ONR_OK) return model;
    onr_model_close(model);
    return NULL; /* this processor lacks it */
}

static inline onr_pipeline *open_pipeline(const onr_model *model)
{
    onr_pipeline *pipeline;
    onr_error err;
    if (onr_pipeline_open(&pipeline, model, NULL, &err) != ONR_OK) fail_msg("%s", err.message);
    return pipeline;
}

static inline onr_doc *read_bytes(onr_pipeline *pipeline, const char *text, size_t len)
{
    onr_doc *doc;
    onr_error err;
    onr_input in = {.id = {"t", 1}, .text = {text, len}};
    if (onr_pipeline_read(&doc, pipeline, &in, &err) != ONR_OK) fail_msg("%s", err.message);
    const char *broken = onr_doc_check(doc);
    if (broken != NULL) fail_msg("%s", broken);
    return doc;
}

/* The JSON record with a NUL behind it; the caller frees it. */
static inline char *record_of(onr_pipeline *pipeline, const char *text)
{
    onr_doc *doc = read_bytes(pipeline, text, strlen(text));
    onr_buffer out = {0};
    assert_int_equal(
        onr_record_write(&out, doc, onr_pipeline_model(pipeline), ONR_FORMAT_JSONL, NULL, NULL),
        ONR_OK);
    char *record = calloc(out.len + 1, 1);
    assert_non_null(record);
    memcpy(record, out.ptr, out.len);
    onr_buffer_free(&out);
    onr_doc_free(doc);
    return record;
}

/* A report of any length: sentences that say who said what, between some that do not. */
static inline char *new_report(uint64_t *seed, uint32_t paragraphs)
{
    static const char *const sentences[] = {
        "The mayor said on Monday that the bridge would stay closed until spring.",
        "“We will appeal,” Ann Lee told reporters.",
        "According to the police, three people were hurt.",
        "Officials did not immediately say who owned the ship.",
        "The river rose by two metres overnight.",
        "\"It is over,\" said Tom Hill, the chairman. \"We are leaving.\"",
        "She wrote on Twitter that the so-called \"plan\" had failed.",
        "Ministers believe the tax will raise $3.5 billion a year.",
        "He said the minister had denied that the bank was insolvent.",
        "Shops in the old town opened at 9 a.m.",
        "The council’s report – published in May – found no fault.",
    };
    const uint32_t count = sizeof sentences / sizeof *sentences;
    char *out = malloc((size_t)paragraphs * 4 * 96 + 1), *at = out;
    assert_non_null(out);
    *at = '\0';
    for (uint32_t p = 0; p < paragraphs; p++) {
        for (uint32_t s = 1 + random_below(seed, 4); s > 0; s--) {
            at = stpcpy(at, sentences[random_below(seed, count)]);
            *at++ = s > 1 ? ' ' : '\n';
        }
        if (p + 1 < paragraphs) *at++ = '\n';
        *at = '\0';
    }
    return out;
}

static inline char *read_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL) return NULL;
    fseek(file, 0, SEEK_END);
    long size = ftell(file);
    rewind(file);
    char *text = calloc((size_t)size + 1, 1);
    if (text != NULL && fread(text, 1, (size_t)size, file) != (size_t)size) text[0] = '\0';
    fclose(file);
    return text;
}

#endif
