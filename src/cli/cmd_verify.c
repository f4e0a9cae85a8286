#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <onrecord/reader.h>
#include <onrecord/verify.h>

#include "cli/command.h"
#include "cli/inputs.h"
#include "cli/message.h"
#include "cli/stores.h"

enum { AGAINST, JOBS, QUIET, HELP, VERSION };

static const onr_option options[] = {
    [AGAINST] = {"against", 'a', NULL, "the FILEs after the first are the originals:\n"
                                       "compare the texts with theirs"},
    [JOBS] = {"jobs", 'j', "N", "check a store with N threads, 1 to 256; 0 for one a\n"
                                "processor; default 1"},
    [QUIET] = {"quiet", 'q', NULL, "no summary, only what is wrong"},
    [HELP] = {"help", 'h', NULL, "print this help and end"},
    [VERSION] = {"version", 'V', NULL, "print the version and end"},
};

enum { OPTION_COUNT = sizeof options / sizeof *options };

static const char usage[] =
    "Usage: onrecord verify [OPTION]... RECORD\n"
    "       onrecord verify RECORD --against FILE...\n"
    "Check that a record says what its text says: each text against its SHA-256, each\n"
    "place and each quotation against the text, all ids. RECORD is a store or records in\n"
    "jsonl; '-' is records on standard input.\n";

static const char notes[] = "\nExit status: 0 all verified, 1 something is altered or missing, or "
                            "nothing could be\nread, 2 wrong usage.\n";

typedef struct run {
    const char *name;
    onr_verifier *verifier;
    uint64_t line;
    bool failed;
} run;

/* What is wrong goes to standard output: it is what was asked for. */
static bool take_item(void *ctx, const onr_verify_item *item)
{
    static const char *const verdicts[] = {"verified", "altered", "missing"};
    run *r = ctx;
    onr_error err = {.line = r->line};
    if (item->verdict == ONR_VERIFIED) return true;
    char where[32] = "";
    if (item->attribution != ONR_NONE)
        snprintf(where, sizeof where, "attribution %u: ", (unsigned)item->attribution);
    int len = item->name.len < 80 ? (int)item->name.len : 80;
    snprintf(err.message, sizeof err.message, "%s: %.*s%s%s%s", verdicts[item->verdict], len,
             item->name.ptr == NULL ? "" : item->name.ptr, item->name.len > 0 ? ": " : "", where,
             item->why);
    onr_say_failure(r->name, &err);
    return true;
}

static bool add_originals(run *r, const char *path)
{
    onr_reader *reader;
    onr_input in;
    onr_error err;
    onr_status status = onr_reader_open(&reader, path, NULL, &err);
    while (status == ONR_OK && (status = onr_reader_next(reader, &in, &err)) != ONR_END) {
        if (status == ONR_OK) status = onr_verifier_add_original(r->verifier, &in, &err);
        if (status == ONR_OK) continue;
        r->failed = true;
        onr_say_failure(path, &err);
        status = onr_reader_failed(reader) ? ONR_END : ONR_OK;
    }
    if (status == ONR_END) {
        onr_reader_close(reader);
        return true;
    }
    r->failed = true;
    onr_say_failure(path, &err);
    return false;
}

static onr_status verify_lines(run *r, FILE *file, onr_error *err)
{
    char *line = NULL;
    size_t capacity = 0;
    onr_status status = ONR_OK;
    for (ssize_t len; status == ONR_OK && (len = getline(&line, &capacity, file)) >= 0;) {
        r->line++;
        if (len == 1 && line[0] == '\n') continue;
        onr_slice record = {line, (size_t)len};
        status = onr_verifier_check_record(r->verifier, record, take_item, r, err);
    }
    free(line);
    if (status == ONR_OK && ferror(file)) {
        status = ONR_EIO;
        snprintf(err->message, sizeof err->message, "%s", strerror(errno));
    }
    return status;
}

/* SQLite files say so in their first 16 bytes. */
static bool is_store(FILE *file)
{
    static const char magic[] = "SQLite format 3";
    char start[sizeof magic];
    size_t got = fread(start, 1, sizeof start, file);
    rewind(file);
    return got == sizeof start && memcmp(start, magic, sizeof magic) == 0;
}

static onr_status verify(run *r, const char *path, onr_error *err)
{
    FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
    if (file == NULL) {
        snprintf(err->message, sizeof err->message, "%s", strerror(errno));
        return ONR_EIO;
    }
    if (file == stdin || !is_store(file)) {
        onr_status status = verify_lines(r, file, err);
        if (file != stdin) fclose(file);
        return status;
    }
    fclose(file);
    onr_store *store;
    onr_status status = onr_store_open(&store, path, ONR_STORE_READ, NULL, err);
    if (status == ONR_OK) status = onr_verifier_check_store(r->verifier, store, take_item, r, err);
    onr_store_close(store);
    return status;
}

static int run_all(run *r, char **operands, int count, bool quiet)
{
    onr_error err = {0};
    for (int i = 1; i < count; i++) add_originals(r, operands[i]);
    onr_status status = verify(r, operands[0], &err);
    const onr_verify_counts *counts = onr_verifier_counts(r->verifier);
    if (status != ONR_OK) {
        onr_say("%s: %s", r->name, err.message);
        r->failed = true;
    }
    if (!quiet)
        onr_say("%s: verified %" PRIu64 ", altered %" PRIu64 ", missing %" PRIu64
                " documents; %" PRIu64 " attributions",
                r->name, counts->verified, counts->altered, counts->missing, counts->statements);
    bool sound = counts->altered == 0 && counts->missing == 0 && !r->failed;
    return sound ? ONR_EXIT_DONE : ONR_EXIT_NOTHING;
}

int onr_command_verify(int argc, char **argv)
{
    bool against = false, quiet = false;
    uint32_t jobs = 1;
    onr_args args = onr_args_start("verify", options, OPTION_COUNT, argc, argv);
    for (int found; (found = onr_args_next(&args)) != ONR_ARGS_END;) {
        switch (found) {
        case AGAINST: against = true; break;
        case JOBS:
            if (!onr_parse_jobs("verify", &jobs, args.value)) return ONR_EXIT_USAGE;
            break;
        case QUIET: quiet = true; break;
        case HELP: return onr_command_help(usage, options, OPTION_COUNT, notes);
        case VERSION: return onr_command_version();
        default: return ONR_EXIT_USAGE;
        }
    }
    if (args.operand_count == 0 || (against != (args.operand_count > 1))) {
        onr_args_complain("verify", args.operand_count == 0 ? "no record given"
                                    : against               ? "--against needs the originals"
                                                            : "one record at a time");
        return ONR_EXIT_USAGE;
    }
    onr_error err;
    run r = {.name = strcmp(argv[1], "-") == 0 ? "standard input" : argv[1]};
    if (onr_verifier_open(&r.verifier, NULL, &err) != ONR_OK) {
        onr_say("%s", err.message);
        return ONR_EXIT_NOTHING;
    }
    onr_verifier_set_jobs(r.verifier, jobs);
    int status = run_all(&r, argv + 1, args.operand_count, quiet);
    onr_verifier_close(r.verifier);
    return status;
}
