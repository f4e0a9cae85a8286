#include <stdio.h>
#include <string.h>

#include <onrecord/family.h>

#include "cli/command.h"
#include "cli/stores.h"

enum { DB, FAMILY, MIN, DIFFERING, LIMIT, FORMAT, HELP, VERSION };

static const onr_option options[] = {
    [DB] = {"db", 'd', "FILE", "the store"},
    [FAMILY] = {"family", '\0', "N", "only this family"},
    [MIN] = {"min", 'm', "N", "only families in at least N reports, default 2"},
    [DIFFERING] = {"differing", '\0', NULL, "only those whose wording or speakers differ"},
    [LIMIT] = {"limit", 'n', "N", "at most N families, default 20; 0 for all"},
    [FORMAT] = {"format", 'f', "NAME",
                "text, jsonl or csv; without it text on a\nterminal, otherwise jsonl"},
    [HELP] = {"help", 'h', NULL, "print this help and end"},
    [VERSION] = {"version", 'V', NULL, "print the version and end"},
};

enum { OPTION_COUNT = sizeof options / sizeof *options };

static const char usage[] =
    "Usage: onrecord families --db FILE [OPTION]... [WORD]...\n"
    "List statements of the same words in several reports, the earliest first, and what the\n"
    "others say differently: {+words only there+}, [-words only in the earliest-].\n";

static const char notes[] = "\nExit status: 0 done, 1 nothing could be done, 2 wrong usage.\n";

typedef struct run {
    onr_output out;
    onr_buffer buffer;
    onr_export_format format;
    onr_record_options options;
    onr_error err;
    onr_status status;
} run;

static bool take_family(void *ctx, const onr_family *family)
{
    run *r = ctx;
    r->buffer.len = 0;
    r->status = onr_family_write(&r->buffer, family, (int)r->format, &r->options, &r->err);
    return r->status == ONR_OK && onr_output_write(&r->out, r->buffer.ptr, r->buffer.len);
}

static int list(const char *db, const onr_family_query *query, onr_export_format format)
{
    onr_store *store = onr_open_store(db, ONR_STORE_READ);
    if (store == NULL) return ONR_EXIT_NOTHING;
    run r = {.format = format, .options = onr_output_options()};
    onr_output_init(&r.out, 1);
    onr_status status = onr_family_write_head(&r.buffer, (int)format, &r.err);
    if (status == ONR_OK) onr_output_write(&r.out, r.buffer.ptr, r.buffer.len);
    if (status == ONR_OK) status = onr_store_families(store, query, take_family, &r, &r.err);
    if (status == ONR_END && r.status != ONR_OK) status = r.status;
    onr_buffer_free(&r.buffer);
    onr_store_close(store);
    bool written = onr_output_finish(&r.out);
    if (status != ONR_OK && status != ONR_END)
        return onr_store_failed("families", db, status, &r.err);
    return written ? ONR_EXIT_DONE : ONR_EXIT_NOTHING;
}

static bool set_number(uint32_t *out, const char *option, const char *value)
{
    if (onr_parse_number(out, value, 1000000000)) return true;
    onr_args_complain("families", "--%s takes a number, not '%s'", option, value);
    return false;
}

/* All operands with spaces between, cut where the library would refuse them anyway. */
static void join_words(char *out, size_t size, int count, char **words)
{
    size_t len = 0;
    out[0] = '\0';
    for (int i = 0; i < count && len + 1 < size; i++) {
        int written = snprintf(out + len, size - len, i > 0 ? " %s" : "%s", words[i]);
        if (written < 0) return;
        len += (size_t)written;
    }
}

int onr_command_families(int argc, char **argv)
{
    const char *db = NULL;
    char words[8192];
    uint32_t family = 0;
    onr_family_query query = {.limit = 20};
    onr_export_format format = onr_default_format();
    const unsigned allowed = 1u << ONR_EXPORT_TEXT | 1u << ONR_EXPORT_JSONL | 1u << ONR_EXPORT_CSV;
    onr_args args = onr_args_start("families", options, OPTION_COUNT, argc, argv);
    for (int found; (found = onr_args_next(&args)) != ONR_ARGS_END;) {
        bool ok = true;
        switch (found) {
        case DB: db = args.value; break;
        case FAMILY: ok = set_number(&family, "family", args.value); break;
        case MIN: ok = set_number(&query.min_members, "min", args.value); break;
        case DIFFERING: query.differing = true; break;
        case LIMIT: ok = set_number(&query.limit, "limit", args.value); break;
        case FORMAT:
            ok = onr_parse_export_format("families", &format, args.value, allowed);
            break;
        case HELP: return onr_command_help(usage, options, OPTION_COUNT, notes);
        case VERSION: return onr_command_version();
        default: ok = false;
        }
        if (!ok) return ONR_EXIT_USAGE;
    }
    if (db == NULL) {
        onr_args_complain("families", "no store given: --db FILE");
        return ONR_EXIT_USAGE;
    }
    join_words(words, sizeof words, args.operand_count, argv + 1);
    query.family = family;
    query.words = onr_argument(words);
    return list(db, &query, format);
}
