/*
 * inputs.h - what commands that read reports have in common.
 */
#ifndef ONR_CLI_INPUTS_H
#define ONR_CLI_INPUTS_H

#include <onrecord/batch.h>

#include "cli/options.h"

/* Their rows in a table of options. */
#define ONR_OPTION_JOBS                                                                            \
    {"jobs", 'j', "N", "read with N threads, 1 to 256; 0 for one a processor;\ndefault 1"}
#define ONR_OPTION_MODEL {"model", 'm', "PATH", "use this model file"}
#define ONR_OPTION_MAX_SIZE                                                                        \
    {"max-size", '\0', "SIZE", "longest report, as 10M or 2G; default 256M"}
#define ONR_OPTION_MAX_UNPACKED                                                                    \
    {"max-unpacked", '\0', "SIZE", "what a compressed file may unpack to; default 1T"}
#define ONR_OPTION_MAX_RATIO                                                                       \
    {"max-ratio", '\0', "N",                                                                       \
     "how many times its size compressed data may unpack to;\ndefault 200; 0 for any"}

/** Parse the value of --jobs; 0 becomes the number of processors. False after a message. */
bool onr_parse_jobs(const char *command, uint32_t *out, const char *value);

/** Parse a number of bytes, with K, M, G or T behind it or without; 0 is no limit. False after a
 *  message that names the option. */
bool onr_parse_size(const char *command, uint64_t *out, const char *option, const char *value);

/** Parse the value of the option into the limits it sets. False after a message. */
bool onr_parse_max_size(const char *command, onr_batch_options *options, const char *value);
bool onr_parse_max_unpacked(const char *command, onr_batch_options *options, const char *value);
bool onr_parse_max_ratio(const char *command, onr_batch_options *options, const char *value);

/** Say what failed as "FILE:LINE: message", for a reader of logs as for an editor; "-" is called
 *  standard input. */
void onr_say_failure(const char *name, const onr_error *error);

#endif
