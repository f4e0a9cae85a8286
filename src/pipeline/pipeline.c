/*
 * pipeline.c - the only place that knows all stages.
 */
#include <onrecord/pipeline.h>

#include <assert.h>
#include <string.h>
#include <time.h>

#include "attrib/attrib.h"
#include "base/error.h"
#include "block/block.h"
#include "coref/coref.h"
#include "doc/doc.h"
#include "encode/encoder.h"
#include "encode/view.h"
#include "ingest/page.h"
#include "ingest/text.h"
#include "language/language.h"
#include "lemma/lemma.h"
#include "names/names.h"
#include "parse/parse.h"
#include "quote/quote.h"
#include "speaker/speaker.h"
#include "tag/tag.h"
#include "token/token.h"
#include "warn/warn.h"

#ifndef ONR_BUILD_MODEL
#define ONR_BUILD_MODEL "models/en/attribution.onrm"
#endif
#ifndef ONR_INSTALLED_MODEL
#define ONR_INSTALLED_MODEL "/usr/local/share/onrecord/models/en/attribution.onrm"
#endif

const char *const onr_model_default_paths[] = {ONR_BUILD_MODEL, ONR_INSTALLED_MODEL, NULL};

/* The order here is the architecture: a document goes through these, one way. */
enum {
    STAGE_INGEST,
    STAGE_TOKEN,
    STAGE_LANGUAGE,
    STAGE_BLOCK,
    STAGE_QUOTE,
    STAGE_WARN,
    STAGE_ENCODE,
    STAGE_TAG,
    STAGE_NAMES,
    STAGE_PARSE,
    STAGE_ATTRIB,
    STAGE_COREF,
    STAGE_SPEAKER,
    STAGE_LEMMA,
    STAGE_COUNT
};

static const char *const stage_names[STAGE_COUNT] = {
    "ingest", "token", "language", "block", "quote",  "warn",
    "encode", "tag",   "names",    "parse", "attrib", "coref", "speaker",
    "lemma",
};

struct onr_pipeline {
    onr_alloc alloc_copy;
    const onr_alloc *alloc;
    onr_pipeline_options options;
    const onr_model *model;
    onr_encoder encoder;
    onr_tagger tagger;
    onr_namer namer;
    onr_parser parser;
    onr_attrib attrib;
    onr_coref coref;
    onr_lemmas lemmas;

    onr_arena arena; /* of the working memory below */
    onr_features *features; /* [ONR_WINDOW_TOKENS] */
    onr_rows rows;
    onr_rows tower; /* empty unless a layer asks for it */
    onr_tag_work tag_work;
    onr_names_work names_work;
    onr_parse_work parse_work;
    onr_attrib_work attrib_work;
    onr_coref_work coref_work;
    uint64_t spent[STAGE_COUNT]; /* nanoseconds */
};

static uint64_t now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

/* Adds the time since *from to a stage and starts the next one's. */
static void clock_stage(onr_pipeline *p, int stage, uint64_t *from)
{
    uint64_t to = now();
    p->spent[stage] += to - *from;
    *from = to;
}

static bool wants(const onr_pipeline *p, uint32_t layers)
{
    return (p->options.layers & layers) != 0;
}

static bool open_rows(onr_pipeline *p, onr_rows *rows, const onr_stack *stack)
{
    return onr_rows_init(rows, &p->arena, stack, ONR_WINDOW_TOKENS + 2 * stack->gap);
}

static onr_status load_parts(onr_pipeline *p, onr_error *err)
{
    onr_status status = onr_encoder_load(&p->encoder, p->model, err);
    if (status == ONR_OK && wants(p, ONR_LAYER_SYNTAX))
        status = onr_tag_load(&p->tagger, &p->encoder, p->model, err);
    if (status == ONR_OK && wants(p, ONR_LAYER_ENTITIES))
        status = onr_names_load(&p->namer, &p->encoder, p->model, err);
    if (status == ONR_OK && wants(p, ONR_LAYER_SYNTAX))
        status = onr_parse_load(&p->parser, &p->encoder, p->model, err);
    if (status == ONR_OK && wants(p, ONR_LAYER_SYNTAX))
        status = onr_lemmas_load(&p->lemmas, p->model, err);
    if (status == ONR_OK && wants(p, ONR_LAYER_ATTRIBUTIONS))
        status = onr_attrib_load(&p->attrib, &p->encoder, p->model, err);
    if (status == ONR_OK && wants(p, ONR_LAYER_COREFERENCE))
        status = onr_coref_load(&p->coref, &p->encoder, p->model, err);
    return status;
}

static onr_status open_parts(onr_pipeline *p, onr_error *err)
{
    onr_status status = load_parts(p, err);
    if (status == ONR_OK && wants(p, ONR_LAYER_ATTRIBUTIONS))
        status = onr_attrib_work_init(&p->attrib_work, &p->attrib, p->alloc, err);
    if (status != ONR_OK) return status;
    p->features = onr_arena_array(&p->arena, ONR_WINDOW_TOKENS, sizeof *p->features);
    bool ok = p->features != NULL && open_rows(p, &p->rows, &p->encoder.stack);
    if (wants(p, ONR_LAYER_SYNTAX | ONR_LAYER_ENTITIES))
        ok = ok && open_rows(p, &p->tower, &p->encoder.tower);
    if (wants(p, ONR_LAYER_SYNTAX))
        ok = ok && onr_tag_work_init(&p->tag_work, &p->arena, &p->tagger) &&
             onr_parse_work_init(&p->parse_work, &p->arena, &p->parser);
    if (wants(p, ONR_LAYER_ENTITIES))
        ok = ok && onr_names_work_init(&p->names_work, &p->arena, &p->namer, p->alloc);
    if (wants(p, ONR_LAYER_COREFERENCE))
        ok = ok && onr_coref_work_init(&p->coref_work, &p->arena, &p->encoder, p->alloc);
    return ok ? ONR_OK : onr_fail_memory(err);
}

onr_status onr_pipeline_open(onr_pipeline **out, const onr_model *model,
                             const onr_pipeline_options *options, onr_error *err)
{
    const onr_pipeline_options defaults = ONR_PIPELINE_OPTIONS_DEFAULT;
    *out = NULL;
    if (options == NULL) options = &defaults;
    if (model == NULL && !options->text_only)
        return onr_fail(err, ONR_EUSAGE, "a pipeline needs a model");
    onr_pipeline *p = onr_resize(options->alloc, NULL, 0, sizeof *p);
    if (p == NULL) return onr_fail_memory(err);
    memset(p, 0, sizeof *p);
    p->options = *options;
    if (wants(p, ONR_LAYER_SPEAKERS))
        p->options.layers |= ONR_LAYER_ATTRIBUTIONS | ONR_LAYER_ENTITIES;
    if (wants(p, ONR_LAYER_COREFERENCE)) p->options.layers |= ONR_LAYER_ENTITIES;
    p->model = model;
    if (options->alloc != NULL) {
        p->alloc_copy = *options->alloc;
        p->alloc = &p->alloc_copy;
    }
    onr_arena_init(&p->arena, p->alloc);
    onr_status status = options->text_only ? ONR_OK : open_parts(p, err);
    if (status != ONR_OK) {
        onr_pipeline_close(p);
        return status;
    }
    *out = p;
    return ONR_OK;
}

void onr_pipeline_close(onr_pipeline *p)
{
    if (p == NULL) return;
    onr_attrib_work_deinit(&p->attrib_work);
    onr_names_work_deinit(&p->names_work);
    onr_coref_work_deinit(&p->coref_work);
    onr_arena_deinit(&p->arena);
    onr_alloc copy = p->alloc_copy;
    onr_release(p->alloc == NULL ? NULL : &copy, p, sizeof *p);
}

static onr_status begin_windows(onr_pipeline *p, onr_doc *doc, onr_error *err)
{
    onr_status status = ONR_OK;
    if (wants(p, ONR_LAYER_SYNTAX)) status = onr_tag_begin(&p->tag_work, doc, err);
    if (status == ONR_OK && wants(p, ONR_LAYER_SYNTAX)) status = onr_parse_begin(doc, err);
    if (wants(p, ONR_LAYER_ENTITIES)) onr_names_begin(&p->names_work, doc);
    if (wants(p, ONR_LAYER_ATTRIBUTIONS)) onr_attrib_begin(&p->attrib_work);
    if (wants(p, ONR_LAYER_COREFERENCE)) onr_coref_begin(&p->coref_work, doc);
    return status;
}

static onr_status run_window(onr_pipeline *p, onr_doc *doc, onr_window window, uint64_t *clock,
                             onr_error *err)
{
    bool high = wants(p, ONR_LAYER_SYNTAX | ONR_LAYER_ENTITIES);
    onr_view view = onr_encoder_view(&p->encoder, &p->rows, high ? &p->tower : NULL, p->features,
                                     doc, window);
    clock_stage(p, STAGE_ENCODE, clock);
    onr_status status = ONR_OK;
    if (wants(p, ONR_LAYER_SYNTAX))
        status = onr_tag_window(&p->tagger, &p->tag_work, doc, &view, err);
    clock_stage(p, STAGE_TAG, clock);
    if (status == ONR_OK && wants(p, ONR_LAYER_ENTITIES))
        status = onr_names_window(&p->namer, &p->names_work, doc, &view, err);
    clock_stage(p, STAGE_NAMES, clock);
    if (status == ONR_OK && wants(p, ONR_LAYER_SYNTAX))
        onr_parse_window(&p->parser, &p->parse_work, doc, &view);
    clock_stage(p, STAGE_PARSE, clock);
    if (status == ONR_OK && wants(p, ONR_LAYER_ATTRIBUTIONS))
        status = onr_attrib_window(&p->attrib, &p->attrib_work, doc, &view, err);
    clock_stage(p, STAGE_ATTRIB, clock);
    if (status == ONR_OK && wants(p, ONR_LAYER_COREFERENCE))
        status = onr_coref_window(&p->coref, &p->coref_work, doc, &view, err);
    clock_stage(p, STAGE_COREF, clock);
    return status;
}

static onr_status run_windows(onr_pipeline *p, onr_doc *doc, uint64_t *clock, onr_error *err)
{
    onr_window window = {0};
    onr_status status = begin_windows(p, doc, err);
    while (status == ONR_OK && onr_window_next(doc, &window))
        status = run_window(p, doc, window, clock, err);
    if (status == ONR_OK && wants(p, ONR_LAYER_ENTITIES)) status = onr_names_end(doc, err);
    clock_stage(p, STAGE_NAMES, clock);
    if (status == ONR_OK && wants(p, ONR_LAYER_ATTRIBUTIONS))
        status = onr_attrib_end(&p->attrib, &p->attrib_work, doc, err);
    clock_stage(p, STAGE_ATTRIB, clock);
    if (status == ONR_OK && wants(p, ONR_LAYER_COREFERENCE))
        status = onr_coref_end(&p->coref, &p->coref_work, doc, err);
    clock_stage(p, STAGE_COREF, clock);
    return status;
}

/* The stages that tell what the pieces of the text are. */
static onr_status run_pieces(onr_pipeline *p, onr_doc *doc, uint64_t *clock, onr_error *err)
{
    onr_status status = onr_token_run(doc, err);
    clock_stage(p, STAGE_TOKEN, clock);
    if (status == ONR_OK) status = onr_language_run(doc, err);
    clock_stage(p, STAGE_LANGUAGE, clock);
    if (status == ONR_OK) status = onr_block_run(doc, err);
    clock_stage(p, STAGE_BLOCK, clock);
    return status;
}

/* And those that tell who said what. */
static onr_status run_statements(onr_pipeline *p, onr_doc *doc, uint64_t *clock, onr_error *err)
{
    onr_status status = onr_quote_run(doc, err);
    clock_stage(p, STAGE_QUOTE, clock);
    if (status == ONR_OK) status = onr_warn_run(doc, err);
    clock_stage(p, STAGE_WARN, clock);
    if (status == ONR_OK) status = run_windows(p, doc, clock, err);
    if (status == ONR_OK && wants(p, ONR_LAYER_SPEAKERS)) status = onr_speaker_run(doc, err);
    clock_stage(p, STAGE_SPEAKER, clock);
    if (status == ONR_OK && wants(p, ONR_LAYER_SYNTAX))
        status = onr_lemma_run(&p->lemmas, doc, err);
    clock_stage(p, STAGE_LEMMA, clock);
    return status;
}

onr_status onr_pipeline_begin(onr_doc **out, onr_pipeline *pipeline, const onr_input *in,
                              onr_error *err)
{
    *out = NULL;
    uint64_t clock = now();
    if (in->text.len > pipeline->options.max_text_bytes || in->text.len > ONR_MAX_TEXT_BYTES)
        return onr_fail(err, ONR_ELIMIT, "report of %zu bytes is longer than the limit of %llu",
                        in->text.len, (unsigned long long)pipeline->options.max_text_bytes);
    onr_doc *doc = onr_doc_new(pipeline->alloc);
    if (doc == NULL) return onr_fail_memory(err);
    bool is_page = in->text.ptr == NULL && in->html.ptr != NULL;
    onr_status status = is_page ? onr_ingest_page(doc, in, err) : onr_ingest_text(doc, in, err);
    clock_stage(pipeline, STAGE_INGEST, &clock);
    if (status == ONR_OK)
        *out = doc;
    else
        onr_doc_free(doc);
    return status;
}

onr_status onr_pipeline_finish(onr_pipeline *pipeline, onr_doc *doc, onr_error *err)
{
    if (pipeline->options.text_only) return ONR_OK;
    uint64_t clock = now();
    onr_status status = run_pieces(pipeline, doc, &clock, err);
    if (status == ONR_OK && doc->copy_of.ptr == NULL)
        status = run_statements(pipeline, doc, &clock, err);
    assert(status != ONR_OK || onr_doc_check(doc) == NULL);
    return status;
}

onr_status onr_pipeline_read(onr_doc **out, onr_pipeline *pipeline, const onr_input *in,
                             onr_error *err)
{
    onr_status status = onr_pipeline_begin(out, pipeline, in, err);
    if (status != ONR_OK) return status;
    status = onr_pipeline_finish(pipeline, *out, err);
    if (status == ONR_OK) return ONR_OK;
    onr_doc_free(*out);
    *out = NULL;
    return status;
}

uint32_t onr_pipeline_stage_count(const onr_pipeline *pipeline)
{
    (void)pipeline;
    return STAGE_COUNT;
}

onr_stage_time onr_pipeline_stage_at(const onr_pipeline *pipeline, uint32_t i)
{
    return (onr_stage_time){stage_names[i], pipeline->spent[i]};
}

const onr_model *onr_pipeline_model(const onr_pipeline *pipeline)
{
    return pipeline->model;
}
