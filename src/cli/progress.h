/*
 * progress.h - one line on the terminal that tells how far a long run has come.
 *
 * It appears after a second of work and changes at most five times a second. Whoever prints
 * anything else on the terminal clears it first.
 */
#ifndef ONR_CLI_PROGRESS_H
#define ONR_CLI_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

typedef struct onr_progress {
    bool wanted;
    uint32_t shown_bytes; /* length of the line on the terminal; 0 when there is none */
    uint64_t start_ns;
    uint64_t shown_ns; /* when the line was last written */
    uint64_t documents;
    uint64_t tokens;
} onr_progress;

/** Begin to count; `wanted` is false where no line shall ever appear. */
void onr_progress_start(onr_progress *progress, bool wanted);

/** Count one more document, and update the line when it is time. */
void onr_progress_add(onr_progress *progress, uint32_t tokens);

/** Wipe the line, if there is one. */
void onr_progress_clear(onr_progress *progress);

#endif
