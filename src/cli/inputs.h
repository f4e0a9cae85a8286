/*
 * inputs.h - what commands that read reports have in common.
 */
#ifndef ONR_CLI_INPUTS_H
#define ONR_CLI_INPUTS_H

#include <onrecord/base.h>

/** Parse the value of --jobs; 0 becomes the number of processors. False after a message. */
bool onr_parse_jobs(const char *command, uint32_t *out, const char *value);

/** Say what failed as "FILE:LINE: message", for a reader of logs as for an editor; "-" is called
 *  standard input. */
void onr_say_failure(const char *name, const onr_error *error);

#endif
