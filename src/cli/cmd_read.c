#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <onrecord/batch.h>

#include "cli/command.h"
#include "cli/inputs.h"
#include "cli/message.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/terminal.h"

enum {
    FORMAT,
    LAYERS,
    TEXT_ONLY,
    DEDUPE,
    JOBS,
    MODEL,
    MAX_SIZE,
    MAX_UNPACKED,
    MAX_RATIO,
    QUIET,
    HELP,
    VERSION
};

static const onr_option options[] = {
    [FORMAT] = {"format", 'f', "NAME",
                "text, jsonl, brat or conllu; without it text on a\nterminal, otherwise jsonl"},
    [LAYERS] = {"layers", '\0', "LIST",
                "what to find: attributions, entities, speakers, coreference,\n"
                "syntax, with commas between, or all; without it what the format shows"},
    [TEXT_ONLY] = {"text-only", '\0', NULL,
                   "print the clean text of each report and nothing else"},
    [DEDUPE] = {"dedupe", '\0', NULL,
                "tell exact and near copies; only the first is read for\n"
                "statements, the others name it"},
    [JOBS] = ONR_OPTION_JOBS,
    [MODEL] = ONR_OPTION_MODEL,
    [MAX_SIZE] = ONR_OPTION_MAX_SIZE,
    [MAX_UNPACKED] = ONR_OPTION_MAX_UNPACKED,
    [MAX_RATIO] = ONR_OPTION_MAX_RATIO,
    [QUIET] = {"quiet", 'q', NULL, "no progress and no hints, only errors"},
    [HELP] = {"help", 'h', NULL, "print this help and end"},
    [VERSION] = {"version", 'V', NULL, "print the version and end"},
};

enum { OPTION_COUNT = sizeof options / sizeof *options };

static const char usage[] =
    "Usage: onrecord read [OPTION]... [FILE]...\n"
    "Read reports and print their records: who said what, where in the text.\n"
    "A FILE is plain text, JSON Lines, HTML, RSS, Atom or WARC, also as .gz or .zst;\n"
    "'-' or no FILE is standard input.\n";

static const char notes[] =
    "\nExamples:\n"
    "  onrecord read story.txt\n"
    "  onrecord read --jobs 0 --format jsonl stories.jsonl > records.jsonl\n"
    "  onrecord read --jobs 0 --dedupe crawl.warc.gz > records.jsonl\n"
    "  onrecord read --text-only page.html\n"
    "\nExit status: 0 all done, 1 nothing could be done, 2 wrong usage, 3 some inputs failed.\n";

typedef struct settings {
    onr_batch_options batch;
    const char *model; /* NULL for the default one */
    bool layers_named;
    bool quiet;
    bool has_format; /* one was asked for */
} settings;

typedef struct run {
    onr_output out;
    onr_progress progress;
    bool flush_each; /* somebody is watching */
    bool texts_only; /* an empty line parts them */
    uint64_t done;
    uint64_t failed;
} run;

static settings default_settings(void)
{
    settings s = {.batch = ONR_BATCH_OPTIONS_DEFAULT};
    s.batch.format = isatty(STDOUT_FILENO) == 1 ? ONR_FORMAT_TEXT : ONR_FORMAT_JSONL;
    return s;
}

static bool set_format(settings *s, const char *name)
{
    s->has_format = true;
    if (strcmp(name, "plain") != 0 && onr_format_find(&s->batch.format, name)) return true;
    onr_args_complain("read", "unknown format '%s': it is text, jsonl, brat or conllu", name);
    return false;
}

static uint32_t find_layer(const char *name, size_t len)
{
    static const struct {
        const char *name;
        uint32_t bits;
    } layers[] = {
        {"all", ONR_LAYERS_ALL},
        {"attributions", ONR_LAYER_ATTRIBUTIONS},
        {"coreference", ONR_LAYER_COREFERENCE},
        {"entities", ONR_LAYER_ENTITIES},
        {"speakers", ONR_LAYER_SPEAKERS},
        {"syntax", ONR_LAYER_SYNTAX},
    };
    for (size_t i = 0; i < sizeof layers / sizeof *layers; i++)
        if (strlen(layers[i].name) == len && strncmp(layers[i].name, name, len) == 0)
            return layers[i].bits;
    return 0;
}

static bool set_layers(settings *s, const char *list)
{
    s->layers_named = true;
    s->batch.pipeline.layers = 0;
    for (const char *at = list;;) {
        size_t len = strcspn(at, ",");
        uint32_t bits = find_layer(at, len);
        if (bits == 0) {
            onr_args_complain("read",
                              "unknown layer '%.*s': it is attributions, entities, speakers, "
                              "coreference, syntax or all",
                              (int)(len < 64 ? len : 64), at);
            return false;
        }
        s->batch.pipeline.layers |= bits;
        if (at[len] == '\0') return true;
        at += len + 1;
    }
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
        case LAYERS:
            if (!set_layers(s, args->value)) return false;
            break;
        case JOBS:
            if (!onr_parse_jobs("read", &s->batch.jobs, args->value)) return false;
            break;
        case TEXT_ONLY: s->batch.pipeline.text_only = true; break;
        case DEDUPE: s->batch.dedupe = true; break;
        case MODEL: s->model = args->value; break;
        case MAX_SIZE:
            if (!onr_parse_max_size("read", &s->batch, args->value)) return false;
            break;
        case MAX_UNPACKED:
            if (!onr_parse_max_unpacked("read", &s->batch, args->value)) return false;
            break;
        case MAX_RATIO:
            if (!onr_parse_max_ratio("read", &s->batch, args->value)) return false;
            break;
        case QUIET: s->quiet = true; break;
        case HELP: *status = onr_command_help(usage, options, OPTION_COUNT, notes); return false;
        case VERSION: *status = onr_command_version(); return false;
        default: return false;
        }
    }
    if (!s->layers_named) s->batch.pipeline.layers = onr_format_layers(s->batch.format);
    *status = ONR_EXIT_USAGE;
    if (!s->batch.pipeline.text_only) return true;
    s->batch.format = ONR_FORMAT_PLAIN;
    if (!s->has_format) return true;
    onr_args_complain("read", "--text-only prints no records, so it goes with no --format");
    return false;
}

static bool take_item(void *ctx, const onr_batch_item *item)
{
    run *r = ctx;
    if (item->status != ONR_OK) {
        r->failed++;
        onr_progress_clear(&r->progress);
        onr_say_failure(item->name, &item->error);
        return true;
    }
    if (r->texts_only && r->done > 0 && !onr_output_text(&r->out, "\n")) return false;
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
    run r = {.flush_each = watched, .texts_only = s->batch.format == ONR_FORMAT_PLAIN};
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
    onr_model *model = NULL;
    onr_error err;
    if (!s.batch.pipeline.text_only && onr_model_open(&model, s.model, NULL, &err) != ONR_OK) {
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
