/*
 * onrecord/batch.h - many reports, several threads, results in the order of the input.
 *
 * The caller supplies inputs and takes finished records; workers share one model. At most a few
 * inputs for each worker are in flight, so memory stays bounded however long the stream is.
 */
#ifndef ONRECORD_BATCH_H
#define ONRECORD_BATCH_H

#include <onrecord/pipeline.h>
#include <onrecord/reader.h>
#include <onrecord/record.h>

#ifdef __cplusplus
extern "C" {
#endif

/** One result, in input order. Exactly one of the two cases: status ONR_OK with the record's
 *  bytes, or a failure of this one input described by `error`. Borrowed for the call. */
typedef struct onr_batch_item {
    const char *name;  /**< the path or stream the input came from */
    onr_status status;
    onr_slice record;
    onr_error error;   /**< error.line names the line of a JSON Lines input */
    uint32_t tokens;   /**< of the document; 0 on failure */
    uint64_t line;     /**< where in the input it began; 0 where that has no meaning */
    uint8_t tag[32];   /**< what `want` wrote for this input; else zeros */
} onr_batch_item;

/** Takes one result; called from the thread that called onr_batch_run(), never concurrently.
 *  Answers false to stop early, e.g. when the output is closed; no further item comes then. */
typedef bool (*onr_batch_fn)(void *ctx, const onr_batch_item *item);

/** Asked about each input before it is read, in input order, by the thread that called
 *  onr_batch_run(). Answers false to leave it out: then there is no item for it. What it writes to
 *  `tag` comes back with the item. */
typedef bool (*onr_want_fn)(void *ctx, const onr_input *in, uint8_t tag[32]);

/**
 * How to read; start from ONR_BATCH_OPTIONS_DEFAULT.
 *
 * With more than one job the allocators of `pipeline` and `reader` are called from several threads
 * at once and must allow that, as malloc does. `pipeline.alloc` also serves the records and the
 * copies of inputs that wait for a worker.
 */
typedef struct onr_batch_options {
    uint32_t jobs;                 /**< worker threads, at most 256; 0 or 1 reads in the calling
                                        thread */
    onr_format format;
    onr_record_options record;
    onr_pipeline_options pipeline;
    onr_reader_options reader;
    bool dedupe;                   /**< tell copies of earlier reports of the run, exact and near;
                                        their records name the first (onr_doc_copy_of()) and hold
                                        no statements */
    onr_want_fn want;              /**< NULL for all; gets the `ctx` of onr_batch_run() */
} onr_batch_options;

#define ONR_BATCH_OPTIONS_DEFAULT                                                                  \
    {1, ONR_FORMAT_JSONL, {false, 0}, ONR_PIPELINE_OPTIONS_DEFAULT, ONR_READER_OPTIONS_DEFAULT,    \
     false, NULL}

/** The layers (ONR_LAYER_*) that a format shows: nothing else need be found for it. */
ONR_API uint32_t onr_format_layers(onr_format format);

/**
 * Read all reports of the named files ("-" is standard input) and hand each record to `emit`.
 *
 * A file or line that cannot be read is one failed item; the rest goes on. The items are the same,
 * byte for byte, whatever the number of jobs is. Where not all workers can be started, fewer do the
 * work.
 *
 * @param model    borrowed; shared by the workers. NULL only with pipeline.text_only.
 * @param paths    borrowed; each item's name is one of these pointers.
 * @param options  NULL for the defaults.
 * @return ONR_OK when every input was handed over, readable or not; ONR_END when `emit` stopped it;
 *         ONR_ENOMEM or ONR_EMODEL when no pipeline could be opened; ONR_EUSAGE when `model`,
 *         `emit` or `paths` is NULL.
 *
 * Threads: returns only after all workers have ended. Workers take no signals.
 * Cost: at most four inputs a job are in flight, and 32 MiB of them unless one is longer.
 */
ONR_API onr_status onr_batch_run(const onr_model *model, const char *const *paths,
                                 uint32_t path_count, const onr_batch_options *options,
                                 onr_batch_fn emit, void *ctx, onr_error *err);

#ifdef __cplusplus
}
#endif

#endif
