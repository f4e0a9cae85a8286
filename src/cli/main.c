#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include <onrecord/base.h>

#include "cli/command.h"
#include "cli/message.h"
#include "cli/options.h"
#include "cli/output.h"

static const onr_command commands[] = {
    {"read", "read reports and print who said what", onr_command_read},
    {"add", "read reports into a store", onr_command_add},
    {"search", "find statements in a store", onr_command_search},
    {"speakers", "list who speaks in a store", onr_command_speakers},
    {"show", "print a report of a store, its statements marked", onr_command_show},
    {"families", "list the same words in different reports", onr_command_families},
    {"correct", "confirm, reject or edit a statement in a store", onr_command_correct},
    {"export", "print everything in a store", onr_command_export},
    {"verify", "check a record against its text", onr_command_verify},
    {"serve", "serve the page and the API over HTTP", onr_command_serve},
};

enum { COMMAND_COUNT = sizeof commands / sizeof *commands };

enum { OPTION_HELP, OPTION_VERSION };

static const onr_option options[] = {
    [OPTION_HELP] = {"help", 'h', NULL, "print this help and end"},
    [OPTION_VERSION] = {"version", 'V', NULL, "print the version and end"},
};

enum { OPTION_COUNT = sizeof options / sizeof *options };

static const char usage[] = "Usage: onrecord COMMAND [OPTION]... [FILE]...\n"
                            "Read news and record who said what.\n";

static const char notes[] = "\n'onrecord help COMMAND' or 'onrecord COMMAND --help' tells more.\n";

static const onr_command *find_command(const char *name)
{
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        if (strcmp(commands[i].name, name) == 0) return &commands[i];
    return NULL;
}

static int unknown_command(const char *name)
{
    onr_args_complain(NULL, "unknown command '%s'", name);
    return ONR_EXIT_USAGE;
}

static bool print_usage(int fd)
{
    onr_output out;
    onr_output_init(&out, fd);
    onr_output_text(&out, usage);
    onr_output_text(&out, "\nCommands:\n");
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        onr_output_text(&out, "  ");
        onr_output_text(&out, commands[i].name);
        onr_output_spaces(&out, 10 - strlen(commands[i].name));
        onr_output_text(&out, commands[i].summary);
        onr_output_text(&out, "\n");
    }
    onr_output_text(&out, "  help      print this help, or that of a command\n\nOptions:\n");
    onr_options_print(&out, options, OPTION_COUNT);
    onr_output_text(&out, notes);
    return onr_output_finish(&out);
}

int onr_command_help(const char *command_usage, const onr_option *command_options,
                     size_t option_count, const char *command_notes)
{
    onr_output out;
    onr_output_init(&out, STDOUT_FILENO);
    onr_output_text(&out, command_usage);
    onr_output_text(&out, "\nOptions:\n");
    onr_options_print(&out, command_options, option_count);
    onr_output_text(&out, command_notes);
    return onr_output_finish(&out) ? ONR_EXIT_DONE : ONR_EXIT_NOTHING;
}

int onr_command_version(void)
{
    onr_output out;
    onr_output_init(&out, STDOUT_FILENO);
    onr_output_text(&out, "onrecord ");
    onr_output_text(&out, onr_version());
    onr_output_text(&out, "\n");
    return onr_output_finish(&out) ? ONR_EXIT_DONE : ONR_EXIT_NOTHING;
}

/* "onrecord help" and "onrecord help COMMAND" */
static int run_help(int argc, char **argv)
{
    if (argc < 2) return print_usage(STDOUT_FILENO) ? ONR_EXIT_DONE : ONR_EXIT_NOTHING;
    const onr_command *command = find_command(argv[1]);
    if (command == NULL) return unknown_command(argv[1]);
    char help[] = "--help";
    char *asked[] = {argv[1], help, NULL};
    return command->run(2, asked);
}

/* An option before any command. */
static int run_option(int argc, char **argv)
{
    onr_args args = onr_args_start(NULL, options, OPTION_COUNT, argc, argv);
    switch (onr_args_next(&args)) {
    case OPTION_HELP: return print_usage(STDOUT_FILENO) ? ONR_EXIT_DONE : ONR_EXIT_NOTHING;
    case OPTION_VERSION: return onr_command_version();
    case ONR_ARGS_WRONG: return ONR_EXIT_USAGE;
    default: onr_args_complain(NULL, "no command given"); return ONR_EXIT_USAGE;
    }
}

/* Without this a file we open could take the number of a closed standard stream, and results would
 * go into it. Opened the wrong way round, so that using the stream still fails. */
static void occupy_standard_streams(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0) (void)!open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY);
}

int main(int argc, char **argv)
{
    occupy_standard_streams();
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is an error like a full disk */
    if (argc < 2) {
        print_usage(STDERR_FILENO);
        return ONR_EXIT_USAGE;
    }
    if (argv[1][0] == '-') return run_option(argc, argv);
    if (strcmp(argv[1], "help") == 0) return run_help(argc - 1, argv + 1);
    const onr_command *command = find_command(argv[1]);
    if (command == NULL) return unknown_command(argv[1]);
    return command->run(argc - 1, argv + 1);
}
