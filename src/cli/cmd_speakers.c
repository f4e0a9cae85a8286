#include <stdio.h>
#include <string.h>

#include <onrecord/query.h>

#include "cli/command.h"
#include "cli/stores.h"

enum { DB, LIMIT, FORMAT, HELP, VERSION };

static const onr_option options[] = {
    [DB] = {"db", 'd', "FILE", "the store"},
    [LIMIT] = {"limit", 'n', "N", "at most N speakers, default 50; 0 for all"},
    [FORMAT] = {"format", 'f', "NAME",
                "text, jsonl or csv; without it text on a\nterminal, otherwise jsonl"},
    [HELP] = {"help", 'h', NULL, "print this help and end"},
    [VERSION] = {"version", 'V', NULL, "print the version and end"},
};

enum { OPTION_COUNT = sizeof options / sizeof *options };

static const char usage[] = "Usage: onrecord speakers --db FILE [OPTION]... [NAME]\n"
                            "List who speaks in the store, those with most statements first. NAME "
                            "keeps those\nwhose name has these letters in it.\n";

static const char notes[] = "\nExit status: 0 done, 1 nothing could be done, 2 wrong usage.\n";

typedef struct run {
    onr_output out;
    onr_buffer buffer;
    onr_export_format format;
    onr_record_options options;
    onr_error err;
    onr_status status;
} run;

static bool take_row(void *ctx, const onr_speaker_row *row)
{
    run *r = ctx;
    r->buffer.len = 0;
    r->status = onr_speaker_write(&r->buffer, row, r->format, &r->options, &r->err);
    return r->status == ONR_OK && onr_output_write(&r->out, r->buffer.ptr, r->buffer.len);
}

static int list(const char *db, const char *name, uint32_t limit, onr_export_format format)
{
    onr_store *store = onr_open_store(db, ONR_STORE_READ);
    if (store == NULL) return ONR_EXIT_NOTHING;
    run r = {.format = format, .options = onr_output_options()};
    onr_output_init(&r.out, 1);
    onr_status status = onr_speaker_write_head(&r.buffer, format, &r.err);
    if (status == ONR_OK) onr_output_write(&r.out, r.buffer.ptr, r.buffer.len);
    if (status == ONR_OK)
        status = onr_store_speakers(store, onr_argument(name), limit, take_row, &r, &r.err);
    if (status == ONR_END && r.status != ONR_OK) status = r.status;
    onr_buffer_free(&r.buffer);
    onr_store_close(store);
    if (status != ONR_OK && status != ONR_END)
        return onr_store_failed("speakers", db, status, &r.err);
    return onr_output_finish(&r.out) ? ONR_EXIT_DONE : ONR_EXIT_NOTHING;
}

int onr_command_speakers(int argc, char **argv)
{
    const char *db = NULL;
    uint32_t limit = 50;
    onr_export_format format = onr_default_format();
    const unsigned allowed = 1u << ONR_EXPORT_TEXT | 1u << ONR_EXPORT_JSONL | 1u << ONR_EXPORT_CSV;
    onr_args args = onr_args_start("speakers", options, OPTION_COUNT, argc, argv);
    for (int found; (found = onr_args_next(&args)) != ONR_ARGS_END;) {
        switch (found) {
        case DB: db = args.value; break;
        case LIMIT:
            if (onr_parse_number(&limit, args.value, 1000000000)) break;
            onr_args_complain("speakers", "--limit takes a number, not '%s'", args.value);
            return ONR_EXIT_USAGE;
        case FORMAT:
            if (!onr_parse_export_format("speakers", &format, args.value, allowed))
                return ONR_EXIT_USAGE;
            break;
        case HELP: return onr_command_help(usage, options, OPTION_COUNT, notes);
        case VERSION: return onr_command_version();
        default: return ONR_EXIT_USAGE;
        }
    }
    if (db == NULL || args.operand_count > 1) {
        onr_args_complain("speakers", db == NULL ? "no store given: --db FILE" : "one name only");
        return ONR_EXIT_USAGE;
    }
    return list(db, args.operand_count > 0 ? argv[1] : NULL, limit, format);
}
