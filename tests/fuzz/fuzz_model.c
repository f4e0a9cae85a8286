/*
 * fuzz_model.c - any bytes as a model, with the size and the checksum made right so that they get
 * past the door; a pipeline is opened over what opens, and reads a short text.
 *
 * Whole models are too large to be searched byte by byte. Bytes that begin with "ONRM" are a file;
 * all others are changes to the small random model of tests/unit/small_model.h, each
 *     place (16 bits, little-endian), count (8 bits), that many bytes
 * where places count words of four bytes from behind the header: the entries of the sections, then
 * the small ones. What the large tables at the end hold may be anything, so they are left alone.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <onrecord/pipeline.h>

#include "../unit/small_model.h"
#include "doc/doc.h"

/* Words of the small model before its large tables, about. */
enum { PLACES = 18 << 10 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static const char text[] =
    "The mayor said on Monday that the court had erred. \"We will appeal,\" she told reporters.\n\n"
    "According to Ann Lee, the police denied that \"nobody\" had been hurt, but said no more.\n";

static void expect(bool holds, const char *what)
{
    if (holds) return;
    fprintf(stderr, "fuzz_model: %s\n", what);
    abort();
}

/* The small model, made once: it costs more than all the rest. */
static const model_file *base_file(void)
{
    static model_file file;
    if (file.bytes == NULL) {
        model_writer w = small_model(1);
        file = model_save(&w);
        model_writer_free(&w);
    }
    return &file;
}

static void apply_changes(const model_file *file, const uint8_t *bytes, size_t size)
{
    while (size >= 3) {
        size_t word = (bytes[0] | (size_t)bytes[1] << 8) % PLACES;
        size_t place = ONR_MODEL_HEADER_BYTES + 4 * word;
        size_t count = bytes[2];
        bytes += 3;
        size -= 3;
        if (count > size) count = size;
        for (size_t i = 0; i < count; i++)
            file->bytes[(place + i) % file->size] = bytes[i];
        bytes += count;
        size -= count;
    }
}

static model_file new_file(const uint8_t *bytes, size_t size)
{
    model_file file;
    if (size >= 4 && memcmp(bytes, "ONRM", 4) == 0) {
        file = model_copy(bytes, size);
    } else {
        file = model_copy(base_file()->bytes, base_file()->size);
        apply_changes(&file, bytes, size);
    }
    model_seal(&file);
    return file;
}

static void read_text(const onr_model *model)
{
    onr_pipeline *pipeline;
    onr_doc *doc;
    onr_error err = {0};
    onr_input in = {.text = {text, sizeof text - 1}};
    onr_status status = onr_pipeline_open(&pipeline, model, NULL, &err);
    if (status != ONR_OK) {
        expect(status == ONR_EMODEL && err.message[0] != '\0', "a refusal is not described");
        return;
    }
    expect(onr_pipeline_read(&doc, pipeline, &in, &err) == ONR_OK, "the text was not read");
    const char *broken = onr_doc_check(doc);
    expect(broken == NULL, broken);
    onr_doc_free(doc);
    onr_pipeline_close(pipeline);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    model_file file = new_file(bytes, size);
    onr_model *model;
    onr_error err = {0};
    onr_status status = onr_model_open_memory(&model, file.bytes, file.size, NULL, &err);
    if (status == ONR_OK)
        read_text(model);
    else
        expect(status == ONR_EMODEL && err.message[0] != '\0', "a refusal is not described");
    onr_model_close(model);
    model_file_free(&file);
    return 0;
}
