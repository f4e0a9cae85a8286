#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include <onrecord/serve.h>

#include "cli/command.h"
#include "cli/inputs.h"
#include "cli/message.h"
#include "cli/write.h"

enum {
    DB, LISTEN, PORT, HOST, TOKEN_FILE, READ_ONLY, JOBS, MODEL, QUEUE, CONNECTIONS, MAX_BODY,
    MAX_HEAD, HEAD_TIMEOUT, BODY_TIMEOUT, SEND_TIMEOUT, FIND_TIMEOUT, STOP_TIMEOUT, ACCESS_LOG,
    QUIET, HELP, VERSION
};

static const onr_option options[] = {
    [DB] = {"db", 'd', "FILE", "the store; without one only reports are read"},
    [LISTEN] = {"listen", '\0', "ADDRESS", "bind to this address; default 127.0.0.1"},
    [PORT] = {"port", 'p', "N", "and this port; default 8080, 0 for a free one"},
    [HOST] = {"host", '\0', "NAME", "a name that clients know this server by;\nmay be repeated"},
    [TOKEN_FILE] = {"token-file", '\0', "FILE",
                    "take the token for corrections from the file's\nfirst line; else one is made"},
    [READ_ONLY] = {"read-only", '\0', NULL, "take no corrections"},
    [JOBS] = {"jobs", 'j', "N", "threads that read, and as many that search;\ndefault 0, one a "
                                "processor"},
    [MODEL] = ONR_OPTION_MODEL,
    [QUEUE] = {"queue", '\0', "N", "requests that may wait for a thread; default 64"},
    [CONNECTIONS] = {"connections", '\0', "N", "connections at a time; default 16384"},
    [MAX_BODY] = {"max-body", '\0', "SIZE", "longest body, as 500K or 10M; default 8M"},
    [MAX_HEAD] = {"max-head", '\0', "SIZE", "longest request line and headers; default 32K"},
    [HEAD_TIMEOUT] = {"head-timeout", '\0', "SECONDS",
                      "for headers to come, or another request;\ndefault 15"},
    [BODY_TIMEOUT] = {"body-timeout", '\0', "SECONDS", "for a body to come; default 60"},
    [SEND_TIMEOUT] = {"send-timeout", '\0', "SECONDS", "for an answer to be taken; default 60"},
    [FIND_TIMEOUT] = {"find-timeout", '\0', "SECONDS", "for a look into the store; default 10"},
    [STOP_TIMEOUT] = {"stop-timeout", '\0', "SECONDS",
                      "for requests under way when the server ends;\ndefault 30"},
    [ACCESS_LOG] = {"access-log", '\0', "FILE", "a line for each request; - is standard error"},
    [QUIET] = {"quiet", 'q', NULL, "no messages but errors"},
    [HELP] = {"help", 'h', NULL, "print this help and end"},
    [VERSION] = {"version", 'V', NULL, "print the version and end"},
};

enum { OPTION_COUNT = sizeof options / sizeof *options, MAX_HOSTS = 64, MAX_TOKEN = 256 };

static const char usage[] =
    "Usage: onrecord serve [--db FILE] [OPTION]...\n"
    "Serve the web page and the API over HTTP until SIGTERM or SIGINT. Prints the address, and\n"
    "the address with the token that corrections need.\n";

static const char notes[] =
    "\nExamples:\n"
    "  onrecord serve --db record.db\n"
    "  onrecord serve --db record.db --host record.example.org --token-file token\n"
    "\nExit status: 0 ended as told, 1 nothing could be done, 2 wrong usage.\n";

typedef struct settings {
    onr_serve_options serve;
    const char *model;
    const char *token_file, *access_log;
    const char *hosts[MAX_HOSTS];
    char token[MAX_TOKEN];
    bool quiet;
} settings;

/* ---- options ---- */

static bool set_number(uint32_t *out, const char *option, const char *value, uint32_t least,
                       uint32_t most)
{
    if (onr_parse_number(out, value, most) && *out >= least) return true;
    onr_args_complain("serve", "--%s takes a number from %" PRIu32 " to %" PRIu32 ", not '%s'",
                      option, least, most, value);
    return false;
}

static bool set_port(settings *s, const char *value)
{
    uint32_t port;
    if (!set_number(&port, "port", value, 0, 65535)) return false;
    s->serve.port = (uint16_t)port;
    return true;
}

static bool add_host(settings *s, const char *value)
{
    if (*value == '\0' || s->serve.host_count == MAX_HOSTS) {
        onr_args_complain("serve", "--host takes a name, %d of them at most", MAX_HOSTS);
        return false;
    }
    s->hosts[s->serve.host_count++] = value;
    s->serve.hosts = s->hosts;
    return true;
}

static bool set_head(settings *s, const char *value)
{
    uint64_t bytes;
    if (!onr_parse_size("serve", &bytes, "max-head", value)) return false;
    if (bytes >= 4096 && bytes <= 16 << 20) {
        s->serve.max_head_bytes = (uint32_t)bytes;
        return true;
    }
    onr_args_complain("serve", "--max-head takes a size from 4K to 16M, not '%s'", value);
    return false;
}

static bool set_body(settings *s, const char *value)
{
    uint64_t *bytes = &s->serve.max_body_bytes;
    if (!onr_parse_size("serve", bytes, "max-body", value)) return false;
    if (*bytes <= 256u << 20) return true;
    onr_args_complain("serve", "--max-body takes a size up to 256M, not '%s'", value);
    return false;
}

static bool take_option(settings *s, int found, const char *value)
{
    onr_serve_options *o = &s->serve;
    switch (found) {
    case DB: o->db = value; return true;
    case LISTEN: o->address = value; return true;
    case PORT: return set_port(s, value);
    case HOST: return add_host(s, value);
    case TOKEN_FILE: s->token_file = value; return true;
    case READ_ONLY: o->read_only = true; return true;
    case JOBS: return onr_parse_jobs("serve", &o->readers, value);
    case MODEL: s->model = value; return true;
    case QUEUE: return set_number(&o->queue, "queue", value, 0, 100000);
    case CONNECTIONS: return set_number(&o->connections, "connections", value, 1, 1000000);
    case MAX_BODY: return set_body(s, value);
    case MAX_HEAD: return set_head(s, value);
    case HEAD_TIMEOUT: return set_number(&o->head_seconds, "head-timeout", value, 1, 86400);
    case BODY_TIMEOUT: return set_number(&o->body_seconds, "body-timeout", value, 1, 86400);
    case SEND_TIMEOUT: return set_number(&o->send_seconds, "send-timeout", value, 1, 86400);
    case FIND_TIMEOUT: return set_number(&o->find_seconds, "find-timeout", value, 1, 86400);
    case STOP_TIMEOUT: return set_number(&o->stop_seconds, "stop-timeout", value, 0, 86400);
    case ACCESS_LOG: s->access_log = value; return true;
    case QUIET: s->quiet = true; return true;
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
    if (args->operand_count == 0) return true;
    onr_args_complain("serve", "there is nothing to do with '%s'", args->argv[1]);
    *status = ONR_EXIT_USAGE;
    return false;
}

/* The first line, which is 16 letters long at least: who can guess it can change the record. */
static bool read_token(settings *s)
{
    if (s->token_file == NULL) return true;
    FILE *file = fopen(s->token_file, "rb");
    if (file == NULL) {
        onr_say("%s: %s", s->token_file, strerror(errno));
        return false;
    }
    bool there = fgets(s->token, sizeof s->token, file) != NULL;
    fclose(file);
    if (there) s->token[strcspn(s->token, "\r\n")] = '\0';
    size_t len = there ? strlen(s->token) : 0;
    for (size_t i = 0; i < len; i++)
        if (s->token[i] <= ' ' || s->token[i] >= 0x7F) len = 0;
    s->serve.token = s->token;
    if (len >= 16 && len < sizeof s->token - 1) return true;
    onr_say("%s: a token has 16 to %d printable letters and no blank", s->token_file,
            MAX_TOKEN - 2);
    return false;
}

/* ---- the log of requests ---- */

typedef struct access_log {
    int fd; /* -1 for none */
    bool failed;
} access_log;

/* A text of the request, between quotation marks and on one line whatever it holds. */
static size_t put_quoted(char *out, size_t size, const char *text)
{
    size_t len = 0;
    for (; *text != '\0' && len + 5 < size; text++) {
        unsigned char c = (unsigned char)*text;
        if (c >= 0x20 && c < 0x7F && c != '"' && c != '\\')
            out[len++] = (char)c;
        else
            len += (size_t)snprintf(out + len, 5, "\\x%02x", c);
    }
    out[len] = '\0';
    return len;
}

static void log_request(void *ctx, const onr_serve_entry *entry)
{
    access_log *log = ctx;
    char target[2048], method[32], line[2400], day[40];
    struct tm utc;
    time_t now = time(NULL);
    put_quoted(target, sizeof target, entry->target);
    put_quoted(method, sizeof method, entry->method);
    gmtime_r(&now, &utc);
    strftime(day, sizeof day, "%Y-%m-%dT%H:%M:%SZ", &utc);
    int len = snprintf(line, sizeof line, "%s %s \"%s %s\" %d %" PRIu64 " %" PRIu64 ".%06" PRIu64
                       "%s\n", day, entry->peer, method, target, entry->status, entry->body_bytes,
                       entry->microseconds / 1000000, entry->microseconds % 1000000,
                       entry->complete ? "" : " broken");
    if (log->failed || len <= 0) return;
    int error = onr_write_all(log->fd, line, (size_t)len < sizeof line ? (size_t)len
                                                                        : sizeof line - 1);
    if (error == 0) return;
    log->failed = true;
    onr_say("the log of requests ends here: %s", strerror(error));
}

static bool open_log(settings *s, access_log *log)
{
    if (s->access_log == NULL) return true;
    log->fd = strcmp(s->access_log, "-") == 0
                  ? STDERR_FILENO
                  : open(s->access_log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640);
    s->serve.log = log_request;
    s->serve.log_ctx = log;
    if (log->fd >= 0) return true;
    onr_say("%s: %s", s->access_log, strerror(errno));
    return false;
}

/* ---- serving ---- */

/* A connection is an open file; most systems let a program have more than it has at first. */
static void make_room(onr_serve_options *o)
{
    enum { OTHERS = 128 };
    struct rlimit limit;
    rlim_t wanted = (rlim_t)o->connections + OTHERS;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    if (limit.rlim_cur < wanted) {
        limit.rlim_cur = limit.rlim_max < wanted ? limit.rlim_max : wanted;
        if (setrlimit(RLIMIT_NOFILE, &limit) != 0) getrlimit(RLIMIT_NOFILE, &limit);
    }
    if (limit.rlim_cur >= wanted) return;
    o->connections = limit.rlim_cur > 2 * OTHERS ? (uint32_t)limit.rlim_cur - OTHERS : OTHERS;
}

static bool print_address(const onr_server *server)
{
    onr_output out;
    onr_output_init(&out, STDOUT_FILENO);
    onr_output_text(&out, onr_server_url(server));
    onr_output_text(&out, "\n");
    if (onr_server_token(server) != NULL) {
        onr_output_text(&out, onr_server_url(server));
        onr_output_text(&out, "#token=");
        onr_output_text(&out, onr_server_token(server));
        onr_output_text(&out, "\n");
    }
    return onr_output_finish(&out);
}

static int serve(const settings *s, const onr_model *model, const sigset_t *ends)
{
    onr_server *server;
    onr_error err;
    int signal_number;
    onr_status status = onr_server_start(&server, model, &s->serve, &err);
    if (status != ONR_OK) {
        if (status == ONR_EUSAGE) {
            onr_args_complain("serve", "%s", err.message);
            return ONR_EXIT_USAGE;
        }
        if (status == ONR_EIO && strncmp(err.message, "cannot listen", 13) == 0)
            onr_say("%s", err.message);
        else
            onr_say("%s: %s", s->serve.db == NULL ? "serve" : s->serve.db, err.message);
        return ONR_EXIT_NOTHING;
    }
    bool printed = print_address(server);
    if (printed) sigwait(ends, &signal_number);
    if (printed && !s->quiet) onr_say("ending");
    onr_server_stop(server);
    return printed ? ONR_EXIT_DONE : ONR_EXIT_NOTHING;
}

int onr_command_serve(int argc, char **argv)
{
    settings s = {.serve = ONR_SERVE_OPTIONS_DEFAULT};
    access_log log = {.fd = -1};
    onr_model *model;
    onr_error err;
    sigset_t ends;
    onr_args args = onr_args_start("serve", options, OPTION_COUNT, argc, argv);
    int status;
    if (!take_options(&s, &args, &status)) return status;
    s.serve.finders = s.serve.readers;
    if (!read_token(&s) || !open_log(&s, &log)) return ONR_EXIT_NOTHING;
    /* Blocked in all threads, so that sigwait() takes them, even those that come early. */
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    pthread_sigmask(SIG_BLOCK, &ends, NULL);
    make_room(&s.serve);
    if (onr_model_open(&model, s.model, NULL, &err) != ONR_OK) {
        onr_say("no usable model: %s", err.message);
        return ONR_EXIT_NOTHING;
    }
    status = serve(&s, model, &ends);
    onr_model_close(model);
    if (log.fd > STDERR_FILENO) close(log.fd);
    return status;
}
