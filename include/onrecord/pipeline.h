/*
 * onrecord/pipeline.h - reads a report: text in, annotated document out.
 *
 * A pipeline is a model plus working memory that is reused from document to document; one thread
 * uses it at a time, and it is cheap enough to have one for each thread.
 *
 *     onr_model *model;
 *     onr_pipeline *pipeline;
 *     onr_doc *doc;
 *     onr_error err;
 *     onr_pipeline_options options = ONR_PIPELINE_OPTIONS_DEFAULT;
 *     if (onr_model_open(&model, NULL, NULL, &err) == ONR_OK &&
 *         onr_pipeline_open(&pipeline, model, &options, &err) == ONR_OK) {
 *         onr_input in = {.text = {bytes, size}};
 *         if (onr_pipeline_read(&doc, pipeline, &in, &err) == ONR_OK) { ... onr_doc_free(doc); }
 *     }
 */
#ifndef ONRECORD_PIPELINE_H
#define ONRECORD_PIPELINE_H

#include <onrecord/doc.h>
#include <onrecord/model.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct onr_pipeline onr_pipeline;

/** What is found in a report; a set of bits. Less is faster. */
enum {
    ONR_LAYER_ATTRIBUTIONS = 1 << 0,
    ONR_LAYER_ENTITIES = 1 << 1, /**< named entities */
    ONR_LAYER_SYNTAX = 1 << 2,   /**< tags, lemmas and trees */
    ONR_LAYER_COREFERENCE = 1 << 3, /**< chains; finds the entities too. Best with syntax: without,
                                         only names, pronouns and sources are in chains */
    ONR_LAYER_SPEAKERS = 1 << 4, /**< who is behind each source; finds attributions and entities */
    ONR_LAYERS_ALL = (1 << 5) - 1
};

/** Limits and choices; start from ONR_PIPELINE_OPTIONS_DEFAULT. */
typedef struct onr_pipeline_options {
    uint64_t max_text_bytes;  /**< longer texts answer ONR_ELIMIT; at most 1 GiB; default 256 MiB */
    const onr_alloc *alloc;   /**< for all memory of pipeline and documents; NULL for malloc;
                                   copied */
    bool text_only;           /**< find the text and what is known about it, and nothing in it; no
                                   model is needed then; default false */
    uint32_t layers;          /**< ONR_LAYER_* bits; none of them finds tokens and quotations only;
                                   default ONR_LAYERS_ALL */
} onr_pipeline_options;

#define ONR_PIPELINE_OPTIONS_DEFAULT {256u << 20, NULL, false, ONR_LAYERS_ALL}

/** Time spent in one stage since the pipeline was opened, for measuring. */
typedef struct onr_stage_time {
    const char *name;       /**< e.g. "token"; static */
    uint64_t nanoseconds;
} onr_stage_time;

/**
 * Open a pipeline over a model.
 *
 * @param model    borrowed; must outlive the pipeline. NULL only with `text_only`.
 * @param options  copied; NULL for the defaults.
 * @return ONR_OK; ONR_EMODEL when the model lacks a part that a stage needs; ONR_ENOMEM.
 */
ONR_API onr_status onr_pipeline_open(onr_pipeline **out, const onr_model *model,
                                     const onr_pipeline_options *options, onr_error *err);

/**
 * Read one report.
 *
 * @param in   borrowed for the call; any bytes are accepted as text.
 * @return ONR_OK; ONR_ELIMIT when the text is longer than the limit; ONR_ENOMEM. On failure *out
 *         is NULL and the pipeline can be used again.
 *
 * Owns: the document is the caller's and outlives the pipeline.
 * Cost: linear in the text's length; working memory does not grow with it.
 */
ONR_API onr_status onr_pipeline_read(onr_doc **out, onr_pipeline *pipeline, const onr_input *in,
                                     onr_error *err);

/**
 * The two halves of onr_pipeline_read(), for those who look at the text before the work begins.
 *
 * onr_pipeline_begin() finds the text, on a page or in the input, and answers as
 * onr_pipeline_read(). onr_pipeline_finish() runs the other stages, on a copy (onr_doc_copy_of())
 * only those that tell what the pieces of the text are; after a failure the document is good for
 * onr_doc_free() only. Another pipeline over the same model may finish it.
 */
ONR_API onr_status onr_pipeline_begin(onr_doc **out, onr_pipeline *pipeline, const onr_input *in,
                                      onr_error *err);
ONR_API onr_status onr_pipeline_finish(onr_pipeline *pipeline, onr_doc *doc, onr_error *err);

/** Number of stages and the time spent in each; stage `i` runs before `i + 1`. */
ONR_API uint32_t onr_pipeline_stage_count(const onr_pipeline *pipeline);
ONR_API onr_stage_time onr_pipeline_stage_at(const onr_pipeline *pipeline, uint32_t i);

/** The model it was opened with. */
ONR_API const onr_model *onr_pipeline_model(const onr_pipeline *pipeline);

/** Frees the pipeline, not its documents. NULL is allowed. */
ONR_API void onr_pipeline_close(onr_pipeline *pipeline);

#ifdef __cplusplus
}
#endif

#endif
