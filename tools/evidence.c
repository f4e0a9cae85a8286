/*
 * evidence.c - prints what the confidence of each attribution is computed from, for calibration.
 *
 *     evidence MODEL FILE... > table
 *
 * A line for each attribution: the file's path, first and end code point of the cue, then the
 * evidence of src/attrib/confidence.h.
 */
#include <stdio.h>
#include <stdlib.h>

#include <onrecord/onrecord.h>

#include "attrib/attrib.h"
#include "attrib/form.h"
#include "doc/doc.h"
#include "encode/view.h"
#include "ingest/text.h"
#include "quote/quote.h"
#include "token/token.h"

typedef struct network {
    onr_encoder encoder;
    onr_attrib attrib;
    onr_arena arena;
    onr_rows rows;
    onr_features *features;
    onr_attrib_work work;
} network;

static onr_status open_network(network *n, const onr_model *model, onr_error *err)
{
    onr_status status = onr_encoder_load(&n->encoder, model, err);
    if (status == ONR_OK) status = onr_attrib_load(&n->attrib, &n->encoder, model, err);
    if (status == ONR_OK) status = onr_attrib_work_init(&n->work, &n->attrib, NULL, err);
    if (status != ONR_OK) return status;
    onr_arena_init(&n->arena, NULL);
    const onr_stack *stack = &n->encoder.stack;
    n->features = onr_arena_array(&n->arena, ONR_WINDOW_TOKENS, sizeof *n->features);
    bool ok = n->features != NULL &&
              onr_rows_init(&n->rows, &n->arena, stack, ONR_WINDOW_TOKENS + 2 * stack->gap);
    return ok ? ONR_OK : ONR_ENOMEM;
}

static onr_status find_candidates(network *n, const onr_doc *doc, onr_error *err)
{
    onr_window window = {0};
    onr_attrib_begin(&n->work);
    while (onr_window_next(doc, &window)) {
        onr_view view = onr_encoder_view(&n->encoder, &n->rows, NULL, n->features, doc,
                                         window);
        onr_status status = onr_attrib_window(&n->attrib, &n->work, doc, &view, err);
        if (status != ONR_OK) return status;
    }
    return ONR_OK;
}

static void print_candidates(const network *n, const onr_doc *doc, const char *path)
{
    for (uint32_t i = 0; i < n->work.candidates.count; i++) {
        const onr_candidate *c = &n->work.candidates.at[i];
        if (c->cue.count == 0) continue;
        float evidence[ONR_EVIDENCE_COUNT];
        onr_evidence_of(c, onr_form_of(doc, &c->content, c->parent != ONR_NONE), evidence);
        onr_range cue = c->cue.at[0];
        printf("%s\t%u\t%u", path, onr_doc_codepoint(doc, doc->tokens[cue.first_token].start_byte),
               onr_doc_codepoint(doc, onr_token_end(&doc->tokens[cue.end_token - 1])));
        for (uint32_t e = 0; e < ONR_EVIDENCE_COUNT; e++) printf("\t%.5f", (double)evidence[e]);
        putchar('\n');
    }
}

static onr_status run_file(network *n, const char *path, onr_error *err)
{
    onr_reader *reader;
    onr_input in;
    onr_status status = onr_reader_open(&reader, path, NULL, err);
    if (status != ONR_OK) return status;
    status = onr_reader_next(reader, &in, err);
    onr_doc *doc = status == ONR_OK ? onr_doc_new(NULL) : NULL;
    if (status == ONR_OK && doc == NULL) status = ONR_ENOMEM;
    if (status == ONR_OK) status = onr_ingest_text(doc, &in, err);
    if (status == ONR_OK) status = onr_token_run(doc, err);
    if (status == ONR_OK) status = onr_quote_run(doc, err);
    if (status == ONR_OK) status = find_candidates(n, doc, err);
    if (status == ONR_OK) print_candidates(n, doc, path);
    onr_doc_free(doc);
    onr_reader_close(reader);
    return status;
}

int main(int argc, char **argv)
{
    onr_error err = {.message = "usage: evidence MODEL FILE..."};
    onr_model *model = NULL;
    network n = {0};
    bool ok = argc > 2 && onr_model_open(&model, argv[1], NULL, &err) == ONR_OK &&
              open_network(&n, model, &err) == ONR_OK;
    for (int i = 2; ok && i < argc; i++) ok = run_file(&n, argv[i], &err) == ONR_OK;
    if (!ok) fprintf(stderr, "evidence: %s\n", err.message);
    onr_attrib_work_deinit(&n.work);
    onr_arena_deinit(&n.arena);
    onr_model_close(model);
    return ok && fflush(stdout) == 0 ? 0 : 1;
}
