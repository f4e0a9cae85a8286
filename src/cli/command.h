/*
 * command.h - what main.c and the commands agree on.
 *
 * A command gets its own arguments, argv[0] being its name, writes results to standard output and
 * messages to standard error, and answers the program's exit status.
 */
#ifndef ONR_CLI_COMMAND_H
#define ONR_CLI_COMMAND_H

#include "cli/options.h"

/* Exit statuses; scripts rely on them (see the manual page). */
enum {
    ONR_EXIT_DONE = 0,
    ONR_EXIT_NOTHING = 1, /* nothing could be done, or the output could not be written */
    ONR_EXIT_USAGE = 2,
    ONR_EXIT_SOME = 3     /* some inputs failed, the rest is done */
};

typedef struct onr_command {
    const char *name;
    const char *summary; /* one line for the list of commands */
    int (*run)(int argc, char **argv);
} onr_command;

int onr_command_add(int argc, char **argv);
int onr_command_correct(int argc, char **argv);
int onr_command_export(int argc, char **argv);
int onr_command_families(int argc, char **argv);
int onr_command_read(int argc, char **argv);
int onr_command_search(int argc, char **argv);
int onr_command_serve(int argc, char **argv);
int onr_command_show(int argc, char **argv);
int onr_command_speakers(int argc, char **argv);
int onr_command_verify(int argc, char **argv);

/** Print a command's help on standard output; answers the exit status. */
int onr_command_help(const char *usage, const onr_option *options, size_t option_count,
                     const char *notes);

/** Print name and version on standard output; answers the exit status. */
int onr_command_version(void);

#endif
