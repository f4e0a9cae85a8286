#include "cli/stores.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/message.h"
#include "cli/terminal.h"

static const char *const format_names[] = {"text", "jsonl", "csv", "brat", "webannotation"};

enum { FORMAT_COUNT = sizeof format_names / sizeof *format_names };

onr_store *onr_open_store(const char *path, onr_store_mode mode)
{
    onr_store *store;
    onr_error err;
    if (onr_store_open(&store, path, mode, NULL, &err) == ONR_OK) return store;
    onr_say("%s: %s", path, err.message);
    return NULL;
}

int onr_store_failed(const char *command, const char *path, onr_status status,
                     const onr_error *err)
{
    if (status == ONR_EUSAGE) {
        onr_args_complain(command, "%s", err->message);
        return ONR_EXIT_USAGE;
    }
    onr_say("%s: %s", path, err->message);
    return ONR_EXIT_NOTHING;
}

onr_slice onr_argument(const char *text)
{
    return (onr_slice){text, text == NULL ? 0 : strlen(text)};
}

bool onr_parse_export_format(const char *command, onr_export_format *out, const char *name,
                             unsigned allowed)
{
    char list[80] = "";
    if (onr_export_format_find(out, name) && (allowed >> *out & 1) != 0) return true;
    for (unsigned i = 0; i < FORMAT_COUNT; i++) {
        if ((allowed >> i & 1) == 0) continue;
        size_t len = strlen(list);
        snprintf(list + len, sizeof list - len, len > 0 ? ", %s" : "%s", format_names[i]);
    }
    onr_args_complain(command, "unknown format '%s': it is one of %s", name, list);
    return false;
}

onr_export_format onr_default_format(void)
{
    return isatty(STDOUT_FILENO) == 1 ? ONR_EXPORT_TEXT : ONR_EXPORT_JSONL;
}

onr_record_options onr_output_options(void)
{
    return (onr_record_options){.colour = onr_terminal_has_colour(STDOUT_FILENO),
                                .columns = onr_terminal_columns(STDOUT_FILENO)};
}
