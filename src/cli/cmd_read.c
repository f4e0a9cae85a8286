#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <onrecord/batch.h>

#include "cli/command.h"
#include "cli/message.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/terminal.h"

enum { MAX_JOBS = 256 };

enum { FORMAT, JOBS, MODEL, QUIET, HELP, VERSION };

static const onr_option options[] = {
    [FORMAT] = {"format", 'f', "NAME",
                "text, jsonl, brat or conllu; without it text on a\nterminal, otherwise jsonl"},
    [JOBS] = {"jobs", 'j', "N",
              "read with N threads, 1 to 256; 0 for one a processor;\ndefault 1"},
    [MODEL] = {"model", 'm', "PATH", "use this model file"},
    [QUIET] = {"quiet", 'q', NULL, "no progress and no hints, only errors"},
    [HELP] = {"help", 'h', NULL, "print this help and end"},
    [VERSION] = {"version", 'V', NULL, "print the version and end"},
};

enum { OPTION_COUNT = sizeof options / sizeof *options };

static const char usage[] =
    "Usage: onrecord read [OPTION]... [FILE]...\n"
    "Read reports and print their records: who said what, where in the text.\n"
    "A FILE is plain text or JSON Lines; '-' or no FILE is standard input.\n";

static const char notes[] =
    "\nExamples:\n"
    "  onrecord read story.txt\n"
    "  onrecord read --jobs 0 --format jsonl stories.jsonl > records.jsonl\n"
    "\nExit status: 0 all done, 1 nothing could be done, 2 wrong usage, 3 some inputs failed.\n";

typedef struct settings {
    onr_batch_options batch;
    const char *model; /* NULL for the default one */
    bool quiet;
} settings;

typedef struct run {
    onr_output out;
    onr_progress progress;
    bool flush_each; /* somebody is watching */
    uint64_t done;
    uint64_t failed;
} run;

static settings default_settings(void)
{
    settings s = {.batch = ONR_BATCH_OPTIONS_DEFAULT};
    s.batch.format = isatty(STDOUT_FILENO) == 1 ? ONR_FORMAT_TEXT : ONR_FORMAT_JSONL;
    return s;
}

static uint32_t processor_count(void)
{
    long count = sysconf(_SC_NPROCESSORS_ONLN);
    if (count < 1) return 1;
    return count < MAX_JOBS ? (uint32_t)count : MAX_JOBS;
}

static bool set_format(settings *s, const char *name)
{
    if (onr_format_find(&s->batch.format, name)) return true;
    onr_args_complain("read", "unknown format '%s': it is text, jsonl, brat or conllu", name);
    return false;
}

static bool set_jobs(settings *s, const char *value)
{
    if (!onr_parse_number(&s->batch.jobs, value, MAX_JOBS)) {
        onr_args_complain("read", "--jobs takes a number from 0 to %d, not '%s'", MAX_JOBS, value);
        return false;
    }
    if (s->batch.jobs == 0) s->batch.jobs = processor_count();
    return true;
}

/* Work through the options; false when the program shall end with `*status` instead of reading. */
static bool take_options(settings *s, onr_args *args, int *status)
{
    for (int found; (found = onr_args_next(args)) != ONR_ARGS_END;) {
        *status = ONR_EXIT_USAGE;
        switch (found) {
        case FORMAT:
            if (!set_format(s, args->value)) return false;
            break;
        case JOBS:
            if (!set_jobs(s, args->value)) return false;
            break;
        case MODEL: s->model = args->value; break;
        case QUIET: s->quiet = true; break;
        case HELP: *status = onr_command_help(usage, options, OPTION_COUNT, notes); return false;
        case VERSION: *status = onr_command_version(); return false;
        default: return false;
        }
    }
    return true;
}

/* The message without the "line N" that some begin with: it is said before. */
static const char *skip_line_number(const onr_error *error)
{
    char start[32];
    int len = snprintf(start, sizeof start, "line %" PRIu64, error->line);
    const char *rest = error->message + len;
    if (strncmp(error->message, start, (size_t)len) != 0) return error->message;
    return strncmp(rest, ": ", 2) == 0 || strncmp(rest, ", ", 2) == 0 ? rest + 2 : error->message;
}

/* "FILE:LINE: message", for a reader of logs as for an editor. */
static void report_failure(const onr_batch_item *item)
{
    const char *name = strcmp(item->name, "-") == 0 ? "standard input" : item->name;
    const onr_error *error = &item->error;
    if (error->line > 0)
        onr_say("%s:%" PRIu64 ": %s", name, error->line, skip_line_number(error));
    else
        onr_say("%s: %s", name, error->message);
}

static bool take_item(void *ctx, const onr_batch_item *item)
{
    run *r = ctx;
    if (item->status != ONR_OK) {
        r->failed++;
        onr_progress_clear(&r->progress);
        report_failure(item);
        return true;
    }
    r->done++;
    if (!onr_output_write(&r->out, item->record.ptr, item->record.len)) return false;
    if (r->flush_each && !onr_output_flush(&r->out)) return false;
    onr_progress_add(&r->progress, item->tokens);
    return true;
}

static int exit_status(const run *r)
{
    if (r->failed == 0) return ONR_EXIT_DONE;
    return r->done > 0 ? ONR_EXIT_SOME : ONR_EXIT_NOTHING;
}

static int read_files(const settings *s, const onr_model *model, const char *const *paths,
                      uint32_t path_count)
{
    bool watched = isatty(STDOUT_FILENO) == 1;
    run r = {.flush_each = watched};
    onr_error err;
    onr_output_init(&r.out, STDOUT_FILENO);
    /* Results that scroll by are progress enough. */
    onr_progress_start(&r.progress, !s->quiet && !watched && isatty(STDERR_FILENO) == 1);
    onr_status status = onr_batch_run(model, paths, path_count, &s->batch, take_item, &r, &err);
    onr_progress_clear(&r.progress);
    if (status != ONR_OK && status != ONR_END) {
        onr_say(status == ONR_EMODEL ? "no usable model: %s" : "%s", err.message);
        return ONR_EXIT_NOTHING;
    }
    return onr_output_finish(&r.out) ? exit_status(&r) : ONR_EXIT_NOTHING;
}

int onr_command_read(int argc, char **argv)
{
    static const char *const standard_input[] = {"-"};
    settings s = default_settings();
    onr_args args = onr_args_start("read", options, OPTION_COUNT, argc, argv);
    int status;
    if (!take_options(&s, &args, &status)) return status;

    s.batch.record.colour = onr_terminal_has_colour(STDOUT_FILENO);
    s.batch.record.columns = onr_terminal_columns(STDOUT_FILENO);
    onr_model *model;
    onr_error err;
    if (onr_model_open(&model, s.model, NULL, &err) != ONR_OK) {
        onr_say("no usable model: %s", err.message);
        return ONR_EXIT_NOTHING;
    }
    const char *const *paths = (const char *const *)(argv + 1);
    uint32_t path_count = (uint32_t)args.operand_count;
    if (path_count == 0) {
        paths = standard_input;
        path_count = 1;
        if (!s.quiet && isatty(STDIN_FILENO) == 1) onr_say("reading from the terminal");
    }
    status = read_files(&s, model, paths, path_count);
    onr_model_close(model);
    return status;
}
