/*
 * fuzz_whole.c - any bytes as a report, through every stage with the model of the tree, and its
 * record in every format; the JSON one is read back and held against its text.
 *
 * A first byte below 32 chooses the layers (ONR_LAYER_* bits), which are all of them otherwise. The
 * first line serves as title and name of the author, too.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <onrecord/pipeline.h>
#include <onrecord/record.h>

#include "doc/doc.h"
#include "entry/entry.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void expect(bool holds, const char *what)
{
    if (holds) return;
    fprintf(stderr, "fuzz_whole: %s\n", what);
    abort();
}

/* Opened once, by whichever input comes first: they cost more than reading. */
static const onr_model *the_model(void)
{
    static onr_model *model;
    onr_error err = {0};
    if (model == NULL && onr_model_open(&model, ONR_FUZZ_MODEL, NULL, &err) != ONR_OK)
        expect(false, err.message);
    return model;
}

static onr_pipeline *pipeline_for(uint32_t layers)
{
    static onr_pipeline *pipelines[ONR_LAYERS_ALL + 1];
    onr_pipeline_options options = ONR_PIPELINE_OPTIONS_DEFAULT;
    onr_error err = {0};
    options.layers = layers;
    if (pipelines[layers] == NULL &&
        onr_pipeline_open(&pipelines[layers], the_model(), &options, &err) != ONR_OK)
        expect(false, err.message);
    return pipelines[layers];
}

/* The record says what the text says, by the same check as a record from elsewhere. */
static void check_json(const onr_doc *doc, onr_slice line)
{
    onr_entry entry;
    onr_error err = {0};
    uint32_t number;
    onr_entry_init(&entry, NULL);
    expect(onr_entry_parse(&entry, line, &err) == ONR_OK, err.message);
    onr_fault fault = onr_entry_check(&entry, &number);
    expect(fault == ONR_FAULT_NONE, onr_fault_text(fault));
    expect(entry.attribution_count == onr_doc_attribution_count(doc), "an attribution is lost");
    expect(entry.entity_count == onr_doc_entity_count(doc), "an entity is lost");
    expect(entry.speaker_count == onr_doc_speaker_count(doc), "a speaker is lost");
    onr_entry_deinit(&entry);
}

static void write_all(const onr_doc *doc, const onr_record_options *options)
{
    static const onr_format formats[] = {ONR_FORMAT_JSONL, ONR_FORMAT_TEXT, ONR_FORMAT_BRAT,
                                         ONR_FORMAT_CONLLU, ONR_FORMAT_PLAIN};
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        onr_buffer out = {0};
        onr_error err = {0};
        expect(onr_record_write(&out, doc, the_model(), formats[i], options, &err) == ONR_OK,
               "a record was not written");
        if (formats[i] == ONR_FORMAT_JSONL) check_json(doc, (onr_slice){out.ptr, out.len});
        onr_buffer_free(&out);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static const char day[] = "2024-05-07T10:00:00Z";
    onr_record_options options = {.colour = true, .columns = 40};
    onr_doc *doc;
    onr_error err = {0};
    uint32_t layers = ONR_LAYERS_ALL;
    if (size > 0 && bytes[0] <= ONR_LAYERS_ALL && strchr("\t\n\r", bytes[0]) == NULL) {
        layers = bytes[0];
        bytes++;
        size--;
    }
    onr_input in = {.id = {"f", 1}, .text = {(const char *)bytes, size}};
    const char *end = size > 0 ? memchr(bytes, '\n', size) : NULL;
    onr_slice line = {in.text.ptr, end == NULL ? size : (size_t)(end - in.text.ptr)};
    in.title = line;
    in.bylines = &line;
    in.byline_count = 1;
    in.published = (onr_slice){day, sizeof day - 1};
    onr_pipeline *pipeline = pipeline_for(layers);
    expect(onr_pipeline_read(&doc, pipeline, &in, &err) == ONR_OK, "the report was not read");
    const char *broken = onr_doc_check(doc);
    expect(broken == NULL, broken);
    write_all(doc, &options);
    onr_doc_free(doc);
    return 0;
}
