#include <stdio.h>
#include <string.h>

#include <onrecord/query.h>

#include "cli/command.h"
#include "cli/stores.h"

enum { DB, HELP, VERSION };

static const onr_option options[] = {
    [DB] = {"db", 'd', "FILE", "the store"},
    [HELP] = {"help", 'h', NULL, "print this help and end"},
    [VERSION] = {"version", 'V', NULL, "print the version and end"},
};

enum { OPTION_COUNT = sizeof options / sizeof *options };

static const char usage[] = "Usage: onrecord show --db FILE DOCUMENT...\n"
                            "Print reports with their statements marked. A DOCUMENT is its "
                            "number in the store\nor its id.\n";

static const char notes[] = "\nExit status: 0 done, 1 nothing could be done, 2 wrong usage, "
                            "3 some are not there.\n";

/* True when it was shown; otherwise a message was given. */
static bool show(onr_store *store, const char *db, const char *name, onr_output *out)
{
    onr_record_options look = onr_output_options();
    onr_buffer buffer = {0};
    onr_error err;
    uint64_t document;
    onr_status status = onr_store_find_document(store, onr_argument(name), &document, &err);
    if (status == ONR_OK) status = onr_store_show(&buffer, store, document, &look, &err);
    if (status == ONR_OK)
        onr_output_write(out, buffer.ptr, buffer.len);
    else
        onr_store_failed("show", db, ONR_EIO, &err);
    onr_buffer_free(&buffer);
    return status == ONR_OK;
}

int onr_command_show(int argc, char **argv)
{
    const char *db = NULL;
    onr_args args = onr_args_start("show", options, OPTION_COUNT, argc, argv);
    for (int found; (found = onr_args_next(&args)) != ONR_ARGS_END;) {
        if (found == HELP) return onr_command_help(usage, options, OPTION_COUNT, notes);
        if (found == VERSION) return onr_command_version();
        if (found != DB) return ONR_EXIT_USAGE;
        db = args.value;
    }
    if (db == NULL || args.operand_count == 0) {
        onr_args_complain("show", db == NULL ? "no store given: --db FILE" : "no document given");
        return ONR_EXIT_USAGE;
    }
    onr_store *store = onr_open_store(db, ONR_STORE_READ);
    if (store == NULL) return ONR_EXIT_NOTHING;
    onr_output out;
    int shown = 0;
    onr_output_init(&out, 1);
    for (int i = 1; i <= args.operand_count; i++) shown += show(store, db, argv[i], &out);
    onr_store_close(store);
    if (!onr_output_finish(&out) || shown == 0) return ONR_EXIT_NOTHING;
    return shown == args.operand_count ? ONR_EXIT_DONE : ONR_EXIT_SOME;
}
