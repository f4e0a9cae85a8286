/*
 * output.h - results on their way to standard output, in large writes, with every error seen.
 *
 * After the first failed write nothing more is written and `error` tells why, so that a caller may
 * print much and ask once. The program ignores SIGPIPE, so a reader that went away is an error
 * like any other, EPIPE.
 */
#ifndef ONR_CLI_OUTPUT_H
#define ONR_CLI_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>

enum { ONR_OUTPUT_BYTES = 64 << 10 };

typedef struct onr_output {
    int fd;
    int error; /* errno of the first failed write, or 0 */
    size_t used;
    char bytes[ONR_OUTPUT_BYTES];
} onr_output;

/** Start with an empty buffer over an open file, which stays the caller's. */
void onr_output_init(onr_output *out, int fd);

/** Append bytes. @return false once a write has failed. */
bool onr_output_write(onr_output *out, const char *bytes, size_t len);
bool onr_output_text(onr_output *out, const char *text);
bool onr_output_spaces(onr_output *out, size_t count);

/** Write what is buffered. @return false once a write has failed. */
bool onr_output_flush(onr_output *out);

/** Flush, and say on standard error what went wrong, if anything; a closed pipe is left unsaid,
 *  because `onrecord read … | head` is no accident. @return false once a write has failed. */
bool onr_output_finish(onr_output *out);

#endif
