#include <stdlib.h>
#include <string.h>

#include <onrecord/query.h>

#include "cli/command.h"
#include "cli/message.h"
#include "cli/stores.h"

enum {
    DB, SPEAKER, ROLE, AFFILIATION, FROM, TO, OUTLET, FORM, ACT, CUE, MIN_CONFIDENCE, LIMIT, SORT,
    CURSOR, OPERATORS, FORMAT, HELP, VERSION
};

static const onr_option options[] = {
    [DB] = {"db", 'd', "FILE", "the store"},
    [SPEAKER] = {"speaker", 's', "WORDS", "who: words of the name, or of the source in\nthe text"},
    [ROLE] = {"role", '\0', "WORDS", "words of the speaker's role"},
    [AFFILIATION] = {"affiliation", '\0', "WORDS", "words of the speaker's affiliation"},
    [FROM] = {"from", '\0', "DATE", "published on this day or later: 2016-09-30,\n2016-09 or 2016"},
    [TO] = {"to", '\0', "DATE", "published on this day or earlier"},
    [OUTLET] = {"outlet", 'o', "NAME", "published there: the publication, or the host"},
    [FORM] = {"form", '\0', "NAME", "direct, indirect or mixed"},
    [ACT] = {"act", '\0', "NAME", "speech, writing, thought or intent"},
    [CUE] = {"cue", 'c', "WORDS", "words of the cue or its base form"},
    [MIN_CONFIDENCE] = {"min-confidence", '\0', "P", "at least this sure, 0 to 1"},
    [LIMIT] = {"limit", 'n', "N", "at most N statements, default 20; 0 for all"},
    [SORT] = {"sort", '\0', "ORDER", "newest (default), oldest, confidence or\nrelevance"},
    [CURSOR] = {"cursor", '\0', "CURSOR", "go on where an earlier search ended"},
    [OPERATORS] = {"fts", '\0', NULL,
                   "the words are an FTS5 expression: AND, OR,\nNOT, \"...\", NEAR, *"},
    [FORMAT] = {"format", 'f', "NAME",
                "text, jsonl or csv; without it text on a\nterminal, otherwise jsonl"},
    [HELP] = {"help", 'h', NULL, "print this help and end"},
    [VERSION] = {"version", 'V', NULL, "print the version and end"},
};

enum { OPTION_COUNT = sizeof options / sizeof *options };

static const char usage[] =
    "Usage: onrecord search --db FILE [OPTION]... [WORD]...\n"
    "Find statements. All words must stand in the statement, and all options must hold.\n";

static const char notes[] =
    "\nExamples:\n"
    "  onrecord search --db record.db sea patrol\n"
    "  onrecord search --db record.db --speaker 'Jonas Arvid' --from 2026-01 boats\n"
    "\nExit status: 0 done, 1 nothing could be done, 2 wrong usage.\n";

typedef struct settings {
    onr_query query;
    onr_export_format format;
    const char *db;
} settings;

typedef struct run {
    const settings *settings;
    onr_output out;
    onr_buffer buffer;
    onr_record_options options;
    onr_error err;
    onr_status status;
} run;

static bool find_name(const char *value, const char *const *names, int count, int *out)
{
    for (int i = 0; i < count; i++) {
        if (strcmp(value, names[i]) != 0) continue;
        *out = i;
        return true;
    }
    return false;
}

static bool set_form(settings *s, const char *value)
{
    static const char *const names[] = {"indirect", "mixed", "direct"};
    if (find_name(value, names, 3, &s->query.form)) return true;
    onr_args_complain("search", "unknown form '%s': it is direct, indirect or mixed", value);
    return false;
}

static bool set_act(settings *s, const char *value)
{
    static const char *const names[] = {"speech", "writing", "thought", "intent"};
    if (find_name(value, names, 4, &s->query.act)) return true;
    onr_args_complain("search", "unknown act '%s': it is speech, writing, thought or intent",
                      value);
    return false;
}

static bool set_sort(settings *s, const char *value)
{
    static const char *const names[] = {"newest", "oldest", "confidence", "relevance"};
    int sort;
    if (find_name(value, names, 4, &sort)) {
        s->query.sort = (onr_sort)sort;
        return true;
    }
    onr_args_complain("search", "unknown order '%s': newest, oldest, confidence or relevance",
                      value);
    return false;
}

/* "0.8", ".8", "1": digits and one point, whatever the locale. */
static bool set_confidence(settings *s, const char *value)
{
    float number = 0.0f, step = 0.0f;
    bool any = false;
    for (const char *at = value; *at != '\0'; at++) {
        if (*at == '.' && step == 0.0f) {
            step = 0.1f;
        } else if (*at >= '0' && *at <= '9') {
            any = true;
            float digit = (float)(*at - '0');
            number = step == 0.0f ? number * 10.0f + digit : number + digit * step;
            if (step != 0.0f) step /= 10.0f;
        } else {
            any = false;
            break;
        }
    }
    if (any && number <= 1.0001f) {
        s->query.min_confidence = number;
        return true;
    }
    onr_args_complain("search", "--min-confidence takes a number from 0 to 1, not '%s'", value);
    return false;
}

static bool set_limit(settings *s, const char *value)
{
    if (onr_parse_number(&s->query.limit, value, 1000000000)) return true;
    onr_args_complain("search", "--limit takes a number, not '%s'", value);
    return false;
}

static bool take_option(settings *s, int found, const char *value)
{
    onr_query *q = &s->query;
    switch (found) {
    case DB: s->db = value; return true;
    case SPEAKER: q->speaker = onr_argument(value); return true;
    case ROLE: q->role = onr_argument(value); return true;
    case AFFILIATION: q->affiliation = onr_argument(value); return true;
    case FROM: q->from = onr_argument(value); return true;
    case TO: q->to = onr_argument(value); return true;
    case OUTLET: q->outlet = onr_argument(value); return true;
    case FORM: return set_form(s, value);
    case ACT: return set_act(s, value);
    case CUE: q->cue = onr_argument(value); return true;
    case MIN_CONFIDENCE: return set_confidence(s, value);
    case LIMIT: return set_limit(s, value);
    case SORT: return set_sort(s, value);
    case CURSOR: q->cursor = onr_argument(value); return true;
    case OPERATORS: q->operators = true; return true;
    case FORMAT:
        return onr_parse_export_format("search", &s->format, value,
                                       1u << ONR_EXPORT_TEXT | 1u << ONR_EXPORT_JSONL |
                                           1u << ONR_EXPORT_CSV);
    default: return false;
    }
}

static bool take_options(settings *s, onr_args *args, int *status)
{
    for (int found; (found = onr_args_next(args)) != ONR_ARGS_END;) {
        *status = ONR_EXIT_USAGE;
        if (found == HELP) {
            *status = onr_command_help(usage, options, OPTION_COUNT, notes);
            return false;
        }
        if (found == VERSION) {
            *status = onr_command_version();
            return false;
        }
        if (!take_option(s, found, args->value)) return false;
    }
    if (s->db != NULL) return true;
    onr_args_complain("search", "no store given: --db FILE");
    *status = ONR_EXIT_USAGE;
    return false;
}

static bool take_hit(void *ctx, const onr_hit *hit)
{
    run *r = ctx;
    r->buffer.len = 0;
    r->status = onr_hit_write(&r->buffer, hit, r->settings->format, &r->options, &r->err);
    return r->status == ONR_OK && onr_output_write(&r->out, r->buffer.ptr, r->buffer.len);
}

/* All words, with spaces between. */
static char *join_words(int count, char **words)
{
    size_t len = 1;
    for (int i = 0; i < count; i++) len += strlen(words[i]) + 1;
    char *out = malloc(len), *at = out;
    if (out == NULL) return NULL;
    for (int i = 0; i < count; i++) {
        size_t word = strlen(words[i]);
        if (i > 0) *at++ = ' ';
        memcpy(at, words[i], word);
        at += word;
    }
    *at = '\0';
    return out;
}

static int print_hits(const settings *s, onr_store *store)
{
    run r = {.settings = s, .options = onr_output_options()};
    onr_buffer next = {0};
    onr_output_init(&r.out, 1);
    onr_status status = onr_hit_write_head(&r.buffer, s->format, &r.err);
    if (status == ONR_OK) onr_output_write(&r.out, r.buffer.ptr, r.buffer.len);
    if (status == ONR_OK)
        status = onr_store_search(store, &s->query, take_hit, &r, &next, &r.err);
    if (status == ONR_END && r.status != ONR_OK) status = r.status;
    bool written = onr_output_finish(&r.out);
    if (status == ONR_OK && next.len > 0)
        onr_say("there are more: --cursor '%.*s'", (int)next.len, next.ptr);
    onr_buffer_free(&r.buffer);
    onr_buffer_free(&next);
    if (status == ONR_OK || status == ONR_END) return written ? ONR_EXIT_DONE : ONR_EXIT_NOTHING;
    return onr_store_failed("search", s->db, status, &r.err);
}

int onr_command_search(int argc, char **argv)
{
    settings s = {.query = ONR_QUERY_DEFAULT, .format = onr_default_format()};
    onr_args args = onr_args_start("search", options, OPTION_COUNT, argc, argv);
    int status;
    if (!take_options(&s, &args, &status)) return status;
    char *words = join_words(args.operand_count, argv + 1);
    if (words == NULL) {
        onr_say("out of memory");
        return ONR_EXIT_NOTHING;
    }
    s.query.words = onr_argument(words);
    onr_store *store = onr_open_store(s.db, ONR_STORE_READ);
    status = store == NULL ? ONR_EXIT_NOTHING : print_hits(&s, store);
    onr_store_close(store);
    free(words);
    return status;
}
