/*
 * options.h - command lines by table: the same table parses the options and prints their help.
 *
 * Long options take their value as "--name=value" or "--name value", letters as "-xvalue" or
 * "-x value". Names are never abbreviated, so that a later option cannot change the meaning of a
 * script. "-" is an operand, "--" ends the options, and options may follow operands.
 *
 *     onr_args args = onr_args_start("read", options, count, argc, argv);
 *     for (int found; (found = onr_args_next(&args)) != ONR_ARGS_END;) {
 *         if (found == ONR_ARGS_WRONG) return ONR_EXIT_USAGE;
 *         switch (found) { case 0: ... args.value ... }
 *     }
 *     // argv[1, 1 + args.operand_count) are the operands, in order
 */
#ifndef ONR_CLI_OPTIONS_H
#define ONR_CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cli/output.h"

typedef struct onr_option {
    const char *name;  /* without the dashes */
    char letter;       /* or '\0' */
    const char *value; /* what the help calls the value; NULL when it takes none */
    const char *help;  /* line feeds begin further lines */
} onr_option;

enum { ONR_ARGS_END = -1, ONR_ARGS_WRONG = -2 };

typedef struct onr_args {
    const char *command; /* for messages; NULL for the program itself */
    const onr_option *options;
    size_t option_count;
    int argc;
    char **argv; /* operands are moved to its front, behind argv[0] */
    int next;
    int operand_count;
    bool options_ended;
    const char *value; /* of the option just found, NULL when it takes none */
} onr_args;

/** All is borrowed. */
onr_args onr_args_start(const char *command, const onr_option *options, size_t option_count,
                        int argc, char **argv);

/** The index of the next option in the table; ONR_ARGS_END when all arguments are read;
 *  ONR_ARGS_WRONG after a message about an option that is unknown or misused. */
int onr_args_next(onr_args *args);

/** Say what is wrong with a command line and where help is; always answers ONR_ARGS_WRONG. */
int onr_args_complain(const char *command, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/** A decimal number from 0 to `most`, digits only. */
bool onr_parse_number(uint32_t *out, const char *text, uint32_t most);

/** Print the table, one option a line. */
void onr_options_print(onr_output *out, const onr_option *options, size_t option_count);

#endif
