/*
 * read.c - prints who said what in a file.
 *
 *     cc read.c $(pkg-config --cflags --libs onrecord) -o read && ./read report.txt
 *
 * A second argument names another model than the installed one.
 */
#include <stdio.h>

#include <onrecord/onrecord.h>

static void print_part(const onr_doc *doc, const char *label, onr_part part)
{
    uint32_t count;
    const onr_span *spans = onr_doc_spans(doc, part, &count);
    printf("%s", label);
    for (uint32_t i = 0; i < count; i++)
        printf(" %.*s", (int)(spans[i].end_byte - spans[i].start_byte),
               onr_doc_text(doc).ptr + spans[i].start_byte);
    printf("\n");
}

static void print_doc(const onr_doc *doc)
{
    for (uint32_t i = 0; i < onr_doc_attribution_count(doc); i++) {
        const onr_attribution *a = onr_doc_attribution_at(doc, i);
        print_part(doc, "who: ", a->source);
        print_part(doc, "what:", a->content);
    }
}

int main(int argc, char **argv)
{
    onr_model *model = NULL;
    onr_pipeline *pipeline = NULL;
    onr_reader *reader = NULL;
    onr_input in;
    onr_doc *doc;
    onr_error err;
    onr_status status = onr_model_open(&model, argc > 2 ? argv[2] : NULL, NULL, &err);
    if (status == ONR_OK) status = onr_pipeline_open(&pipeline, model, NULL, &err);
    if (status == ONR_OK) status = onr_reader_open(&reader, argc > 1 ? argv[1] : "-", NULL, &err);
    while (status == ONR_OK && (status = onr_reader_next(reader, &in, &err)) == ONR_OK) {
        status = onr_pipeline_read(&doc, pipeline, &in, &err);
        if (status != ONR_OK) break;
        print_doc(doc);
        onr_doc_free(doc);
    }
    if (status < 0) fprintf(stderr, "%s\n", err.message);
    onr_reader_close(reader);
    onr_pipeline_close(pipeline);
    onr_model_close(model);
    return status < 0;
}
