#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <onrecord/correct.h>

#include "cli/command.h"
#include "cli/message.h"
#include "cli/stores.h"

/* The first ONR_FIELD_COUNT are the fields, in their order. */
enum {
    DB = ONR_FIELD_COUNT, AUTHOR, REASON, QUIET, HELP, VERSION
};

static const onr_option options[] = {
    [ONR_FIELD_SPEAKER] = {"speaker", 's', "NAME", "who said it; '' for nobody known"},
    [ONR_FIELD_ROLE] = {"role", '\0', "WORDS", "the speaker's role"},
    [ONR_FIELD_AFFILIATION] = {"affiliation", '\0', "WORDS", "the speaker's affiliation"},
    [ONR_FIELD_FORM] = {"form", '\0', "NAME", "direct, indirect or mixed"},
    [ONR_FIELD_ACT] = {"act", '\0', "NAME", "speech, writing, thought or intent"},
    [ONR_FIELD_NEGATED] = {"negated", '\0', "BOOL", "true or false"},
    [ONR_FIELD_SOURCE] = {"source", '\0', "PLACES", "where the source stands, in characters:\n"
                                                    "'16-24' or '0-15 30-41'; '' for none"},
    [ONR_FIELD_CUE] = {"cue", '\0', "PLACES", "where the cue stands"},
    [ONR_FIELD_CONTENT] = {"content", '\0', "PLACES", "where the content stands"},
    [DB] = {"db", 'd', "FILE", "the store"},
    [AUTHOR] = {"author", 'a', "NAME", "who corrects; needed"},
    [REASON] = {"reason", 'r', "WORDS", "why"},
    [QUIET] = {"quiet", 'q', NULL, "no message when all went well"},
    [HELP] = {"help", 'h', NULL, "print this help and end"},
    [VERSION] = {"version", 'V', NULL, "print the version and end"},
};

enum { OPTION_COUNT = sizeof options / sizeof *options };

static const char usage[] =
    "Usage: onrecord correct --db FILE --author NAME [OPTION]... confirm|reject STATEMENT\n"
    "       onrecord correct --db FILE --author NAME [OPTION]... edit STATEMENT\n"
    "       onrecord correct --db FILE --author NAME [OPTION]... undo CORRECTION\n"
    "       onrecord correct --db FILE log\n"
    "Say what is right. A STATEMENT is the number that search, show and export give.\n"
    "Corrections stand beside what the model said and win over it; they are never removed\n"
    "from the list (log), only undone.\n";

static const char notes[] =
    "\nExamples:\n"
    "  onrecord correct --db record.db --author jd reject 1234\n"
    "  onrecord correct --db record.db --author jd --speaker 'Ana Ruiz' edit 1234\n"
    "\nExit status: 0 done, 1 nothing could be done, 2 wrong usage.\n";

typedef struct settings {
    onr_correction correction;
    const char *db;
    bool quiet;
} settings;

static bool take_options(settings *s, onr_args *args, int *status)
{
    for (int found; (found = onr_args_next(args)) != ONR_ARGS_END;) {
        *status = ONR_EXIT_USAGE;
        if (found >= 0 && found < ONR_FIELD_COUNT) {
            s->correction.fields[found] = onr_argument(args->value);
            continue;
        }
        switch (found) {
        case DB: s->db = args->value; break;
        case AUTHOR: s->correction.author = onr_argument(args->value); break;
        case REASON: s->correction.reason = onr_argument(args->value); break;
        case QUIET: s->quiet = true; break;
        case HELP: *status = onr_command_help(usage, options, OPTION_COUNT, notes); return false;
        case VERSION: *status = onr_command_version(); return false;
        default: return false;
        }
    }
    if (s->db != NULL) return true;
    onr_args_complain("correct", "no store given: --db FILE");
    *status = ONR_EXIT_USAGE;
    return false;
}

static void print_field(onr_output *out, const char *before, onr_slice value)
{
    onr_output_text(out, before);
    for (size_t i = 0; i < value.len; i++) {
        unsigned char c = (unsigned char)value.ptr[i];
        /* One entry a line, whatever a reason holds; also no bytes that steer a terminal. */
        onr_output_write(out, c < 0x20 || c == 0x7F ? "?" : value.ptr + i, 1);
    }
}

static bool print_entry(void *ctx, const onr_correction_entry *entry)
{
    static const char *const actions[] = {"confirm", "reject", "edit", "undo"};
    onr_output *out = ctx;
    char number[64];
    snprintf(number, sizeof number, "%" PRIu64 "\t", entry->number);
    onr_output_text(out, number);
    print_field(out, "", entry->at);
    print_field(out, "\t", entry->author);
    onr_output_text(out, "\t");
    onr_output_text(out, actions[entry->action]);
    if (entry->undoes > 0) {
        snprintf(number, sizeof number, " %" PRIu64, entry->undoes);
        onr_output_text(out, number);
    }
    if (!entry->active) onr_output_text(out, " (undone)");
    print_field(out, "\t", entry->document);
    print_field(out, "\t", entry->content);
    onr_output_text(out, "\t");
    for (int i = 0; i < ONR_FIELD_COUNT; i++) {
        if (!entry->fields[i].changed) continue;
        print_field(out, onr_field_name((onr_field)i), (onr_slice){": ", 2});
        print_field(out, "", entry->fields[i].before);
        print_field(out, " -> ", entry->fields[i].after);
        onr_output_text(out, "; ");
    }
    print_field(out, "\t", entry->reason);
    return onr_output_text(out, "\n");
}

static int print_log(const settings *s)
{
    onr_store *store = onr_open_store(s->db, ONR_STORE_READ);
    if (store == NULL) return ONR_EXIT_NOTHING;
    onr_output out;
    onr_error err;
    onr_output_init(&out, 1);
    onr_status status = onr_store_corrections(store, print_entry, &out, &err);
    onr_store_close(store);
    bool written = onr_output_finish(&out);
    if (status != ONR_OK && status != ONR_END)
        return onr_store_failed("correct", s->db, status, &err);
    return written ? ONR_EXIT_DONE : ONR_EXIT_NOTHING;
}

static int undo(const settings *s, uint64_t number)
{
    onr_store *store = onr_open_store(s->db, ONR_STORE_WRITE);
    if (store == NULL) return ONR_EXIT_NOTHING;
    onr_error err;
    uint64_t entry;
    onr_status status = onr_store_undo(store, number, s->correction.author, s->correction.reason,
                                       &entry, &err);
    onr_store_close(store);
    if (status != ONR_OK) return onr_store_failed("correct", s->db, status, &err);
    if (!s->quiet) onr_say("correction %" PRIu64 ": undid correction %" PRIu64, entry, number);
    return ONR_EXIT_DONE;
}

static int correct(const settings *s, uint64_t statement)
{
    onr_store *store = onr_open_store(s->db, ONR_STORE_WRITE);
    if (store == NULL) return ONR_EXIT_NOTHING;
    onr_error err;
    uint64_t entry, now;
    onr_status status =
        onr_store_correct(store, statement, &s->correction, &entry, &now, &err);
    onr_store_close(store);
    if (status != ONR_OK) return onr_store_failed("correct", s->db, status, &err);
    if (!s->quiet && now > 0)
        onr_say("correction %" PRIu64 ": it is statement %" PRIu64 " now", entry, now);
    if (!s->quiet && now == 0) onr_say("correction %" PRIu64 ": it is shown no more", entry);
    return ONR_EXIT_DONE;
}

static bool parse_id(uint64_t *out, const char *text)
{
    size_t len = strspn(text, "0123456789");
    if (len == 0 || len > 18 || text[len] != '\0') return false;
    *out = strtoull(text, NULL, 10);
    return true;
}

int onr_command_correct(int argc, char **argv)
{
    static const char *const actions[] = {"confirm", "reject", "edit", "undo"};
    settings s = {.db = NULL};
    onr_args args = onr_args_start("correct", options, OPTION_COUNT, argc, argv);
    int status, action = 0;
    uint64_t id;
    if (!take_options(&s, &args, &status)) return status;
    if (args.operand_count == 1 && strcmp(argv[1], "log") == 0) return print_log(&s);
    while (args.operand_count > 0 && action < 4 && strcmp(argv[1], actions[action]) != 0) action++;
    if (args.operand_count != 2 || action == 4 || !parse_id(&id, argv[2])) {
        onr_args_complain("correct", "it is confirm, reject, edit or undo and a number, or log");
        return ONR_EXIT_USAGE;
    }
    if (action == ONR_CORRECT_UNDO) return undo(&s, id);
    s.correction.action = (onr_correct_action)action;
    return correct(&s, id);
}
