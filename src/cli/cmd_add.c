#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <onrecord/batch.h>
#include <onrecord/store.h>

#include "cli/command.h"
#include "cli/inputs.h"
#include "cli/message.h"
#include "cli/options.h"
#include "cli/progress.h"

/* Records wait until there are so many, or for so long, and are then stored at once: a transaction
 * costs much more than a record. */
enum { WAITING_RECORDS = 256, WAITING_BYTES = 8 << 20, WAITING_MS = 1000 };

enum {
    DB,
    RECORDS,
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
    [DB] = {"db", 'd', "FILE", "the store; made when it is not there"},
    [RECORDS] = {"records", 'r', NULL, "the files hold records that were read before\n(jsonl)"},
    [JOBS] = ONR_OPTION_JOBS,
    [MODEL] = ONR_OPTION_MODEL,
    [MAX_SIZE] = ONR_OPTION_MAX_SIZE,
    [MAX_UNPACKED] = ONR_OPTION_MAX_UNPACKED,
    [MAX_RATIO] = ONR_OPTION_MAX_RATIO,
    [QUIET] = {"quiet", 'q', NULL, "no progress and no summary, only errors"},
    [HELP] = {"help", 'h', NULL, "print this help and end"},
    [VERSION] = {"version", 'V', NULL, "print the version and end"},
};

enum { OPTION_COUNT = sizeof options / sizeof *options };

static const char usage[] =
    "Usage: onrecord add --db FILE [OPTION]... [FILE]...\n"
    "Read reports into a store. What is there already is left out, so a run that was\n"
    "interrupted is finished by giving the same command again.\n"
    "A FILE is what 'onrecord read' takes; '-' or no FILE is standard input.\n";

static const char notes[] =
    "\nExamples:\n"
    "  onrecord add --db record.db news/*.txt\n"
    "  onrecord add --db record.db --records records.jsonl\n"
    "\nExit status: 0 all done, 1 nothing could be done, 2 wrong usage, 3 some inputs failed.\n";

typedef struct settings {
    onr_batch_options batch;
    const char *db;
    const char *model; /* NULL for the default one */
    bool records;
    bool quiet;
} settings;

typedef struct run {
    onr_store *store;
    const onr_model *model; /* NULL for records */
    const char *db;
    onr_progress progress;
    onr_store_item items[WAITING_RECORDS]; /* their records are copies */
    const char *names[WAITING_RECORDS];
    uint64_t lines[WAITING_RECORDS];
    uint32_t waiting;
    size_t waiting_bytes;
    uint64_t since_ms;
    uint64_t added, known, again, failed;
    bool broken; /* the store takes no more */
} run;

static uint64_t now_ms(void)
{
    struct timespec now;
    if (clock_gettime(CLOCK_MONOTONIC, &now) != 0) return 0;
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

static void count_outcome(run *r, const onr_store_item *item)
{
    switch (item->outcome) {
    case ONR_STORED_NEW: r->added++; break;
    case ONR_STORED_KNOWN: r->known++; break;
    case ONR_STORED_AGAIN: r->again++; break;
    case ONR_STORED_NOT: r->failed++; break;
    }
}

static void settle_item(run *r, uint32_t i)
{
    onr_store_item *item = &r->items[i];
    count_outcome(r, item);
    if (item->outcome == ONR_STORED_NOT) {
        onr_progress_clear(&r->progress);
        if (item->error.line == 0) item->error.line = r->lines[i];
        onr_say_failure(r->names[i], &item->error);
    }
    free((char *)item->record.ptr);
}

/* Store what waits. False when the store takes no more. */
static bool store_waiting(run *r)
{
    onr_error err;
    if (r->waiting == 0) return !r->broken;
    onr_status status = onr_store_add(r->store, r->items, r->waiting, &err);
    if (status != ONR_OK) {
        onr_progress_clear(&r->progress);
        onr_say("%s: %s; run the same command again to go on", r->db, err.message);
        r->broken = true;
    }
    for (uint32_t i = 0; i < r->waiting; i++) settle_item(r, i);
    r->waiting = 0;
    r->waiting_bytes = 0;
    return !r->broken;
}

static bool is_time_to_store(const run *r)
{
    return r->waiting == WAITING_RECORDS || r->waiting_bytes >= WAITING_BYTES ||
           now_ms() - r->since_ms >= WAITING_MS;
}

/* Keep a copy of a record for the next transaction. */
static bool add_record(run *r, const char *name, uint64_t line, onr_slice record,
                       const uint8_t *tag)
{
    char *copy = malloc(record.len + 1);
    if (copy == NULL) {
        onr_error err = {.line = line, .message = "out of memory"};
        r->failed++;
        onr_say_failure(name, &err);
        return true;
    }
    if (record.len > 0) memcpy(copy, record.ptr, record.len);
    if (r->waiting == 0) r->since_ms = now_ms();
    onr_store_item *item = &r->items[r->waiting];
    *item = (onr_store_item){.record = {copy, record.len}};
    if (tag != NULL) {
        memcpy(item->tag.bytes, tag, sizeof item->tag.bytes);
        item->tag.set = true;
    }
    r->names[r->waiting] = name;
    r->lines[r->waiting++] = line;
    r->waiting_bytes += record.len;
    return !is_time_to_store(r) || store_waiting(r);
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
    onr_progress_add(&r->progress, item->tokens);
    return add_record(r, item->name, item->line, item->record, item->tag);
}

/* Leaves out what is in the store. */
static bool want_input(void *ctx, const onr_input *in, uint8_t tag[32])
{
    run *r = ctx;
    onr_input_tag made;
    bool known = onr_store_knows(r->store, r->model, in, &made);
    memcpy(tag, made.bytes, sizeof made.bytes);
    r->known += known;
    return !known;
}

static int finish(run *r, const settings *s)
{
    store_waiting(r);
    /* What was added is safe whether this succeeds or not. */
    if (!r->broken && r->added + r->again > 0) onr_store_tidy(r->store, r->added, NULL);
    onr_progress_clear(&r->progress);
    if (!s->quiet)
        onr_say("%s: added %" PRIu64 ", already there %" PRIu64 ", read again %" PRIu64
                ", failed %" PRIu64,
                s->db, r->added, r->known, r->again, r->failed);
    uint64_t done = r->added + r->known + r->again;
    if (r->failed == 0 && !r->broken) return ONR_EXIT_DONE;
    return done > 0 ? ONR_EXIT_SOME : ONR_EXIT_NOTHING;
}

static int add_reports(run *r, settings *s, const char *const *paths, uint32_t count)
{
    onr_model *model;
    onr_error err;
    if (onr_model_open(&model, s->model, NULL, &err) != ONR_OK) {
        onr_say("no usable model: %s", err.message);
        return ONR_EXIT_NOTHING;
    }
    r->model = model;
    s->batch.format = ONR_FORMAT_JSONL;
    s->batch.want = want_input;
    onr_status status = onr_batch_run(model, paths, count, &s->batch, take_item, r, &err);
    bool failed = status != ONR_OK && status != ONR_END;
    if (failed) onr_say(status == ONR_EMODEL ? "no usable model: %s" : "%s", err.message);
    int code = finish(r, s);
    onr_model_close(model);
    return failed ? ONR_EXIT_NOTHING : code;
}

static bool is_blank(const char *line, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (strchr(" \t\r\n", line[i]) == NULL || line[i] == '\0') return false;
    return true;
}

/* False when the store takes no more. */
static bool add_record_file(run *r, const char *path)
{
    FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
    char *line = NULL;
    size_t capacity = 0;
    ssize_t len = 0;
    bool go_on = true;
    errno = 0;
    if (file != NULL) {
        uint64_t number = 0;
        while (go_on && (len = getline(&line, &capacity, file)) >= 0) {
            number++;
            if (is_blank(line, (size_t)len)) continue;
            go_on = add_record(r, path, number, (onr_slice){line, (size_t)len}, NULL);
            onr_progress_add(&r->progress, 0);
        }
    }
    if (file == NULL || ferror(file)) {
        onr_error err = {0};
        snprintf(err.message, sizeof err.message, "%s", strerror(errno));
        r->failed++;
        onr_say_failure(path, &err);
    }
    free(line);
    if (file != NULL && file != stdin) fclose(file);
    return go_on;
}

static bool take_options(settings *s, onr_args *args, int *status)
{
    for (int found; (found = onr_args_next(args)) != ONR_ARGS_END;) {
        *status = ONR_EXIT_USAGE;
        switch (found) {
        case DB: s->db = args->value; break;
        case RECORDS: s->records = true; break;
        case JOBS:
            if (!onr_parse_jobs("add", &s->batch.jobs, args->value)) return false;
            break;
        case MODEL: s->model = args->value; break;
        case MAX_SIZE:
            if (!onr_parse_max_size("add", &s->batch, args->value)) return false;
            break;
        case MAX_UNPACKED:
            if (!onr_parse_max_unpacked("add", &s->batch, args->value)) return false;
            break;
        case MAX_RATIO:
            if (!onr_parse_max_ratio("add", &s->batch, args->value)) return false;
            break;
        case QUIET: s->quiet = true; break;
        case HELP: *status = onr_command_help(usage, options, OPTION_COUNT, notes); return false;
        case VERSION: *status = onr_command_version(); return false;
        default: return false;
        }
    }
    if (s->db != NULL) return true;
    onr_args_complain("add", "no store given: --db FILE");
    *status = ONR_EXIT_USAGE;
    return false;
}

int onr_command_add(int argc, char **argv)
{
    static const char *const standard_input[] = {"-"};
    settings s = {.batch = ONR_BATCH_OPTIONS_DEFAULT};
    s.batch.pipeline.layers = onr_format_layers(ONR_FORMAT_JSONL); /* what a store keeps */
    onr_args args = onr_args_start("add", options, OPTION_COUNT, argc, argv);
    onr_error err;
    int status;
    if (!take_options(&s, &args, &status)) return status;
    const char *const *paths = (const char *const *)(argv + 1);
    uint32_t count = (uint32_t)args.operand_count;
    if (count == 0) paths = standard_input;
    if (count == 0) count = 1;

    run *r = calloc(1, sizeof *r);
    if (r == NULL) {
        onr_say("out of memory");
        return ONR_EXIT_NOTHING;
    }
    r->db = s.db;
    if (onr_store_open(&r->store, s.db, ONR_STORE_CREATE, NULL, &err) != ONR_OK) {
        onr_say("%s: %s", s.db, err.message);
        free(r);
        return ONR_EXIT_NOTHING;
    }
    onr_progress_start(&r->progress, !s.quiet && isatty(STDERR_FILENO) == 1);
    if (s.records) {
        for (uint32_t i = 0; i < count && add_record_file(r, paths[i]); i++) {}
        status = finish(r, &s);
    } else {
        status = add_reports(r, &s, paths, count);
    }
    onr_store_close(r->store);
    free(r);
    return status;
}
