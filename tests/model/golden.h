/*
 * golden.h - what tests of golden cases share: the program around them.
 *
 *     test_NAME MODEL FOLDER
 */
#ifndef ONR_TESTS_GOLDEN_H
#define ONR_TESTS_GOLDEN_H

#include <onrecord/onrecord.h>

#include <stdio.h>

/* Runs the cases of a folder and prints them as TAP; not 0 when one failed. */
typedef int golden_fn(onr_pipeline *pipeline, const char *folder);

static inline int golden_main(int argc, char **argv, golden_fn *run)
{
    onr_model *model;
    onr_pipeline *pipeline;
    onr_error err;
    if (argc != 3) {
        fprintf(stderr, "usage: %s MODEL FOLDER\n", argv[0]);
        return 2;
    }
    if (onr_model_open(&model, argv[1], NULL, &err) != ONR_OK ||
        onr_pipeline_open(&pipeline, model, NULL, &err) != ONR_OK) {
        printf("Bail out! %s\n", err.message);
        return 1;
    }
    int failed = run(pipeline, argv[2]);
    onr_pipeline_close(pipeline);
    onr_model_close(model);
    return failed;
}

#endif
