#include "cli/inputs.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/message.h"
#include "cli/options.h"

enum { MAX_JOBS = 256 };

static uint32_t processor_count(void)
{
    long count = sysconf(_SC_NPROCESSORS_ONLN);
    if (count < 1) return 1;
    return count < MAX_JOBS ? (uint32_t)count : MAX_JOBS;
}

bool onr_parse_jobs(const char *command, uint32_t *out, const char *value)
{
    if (!onr_parse_number(out, value, MAX_JOBS)) {
        onr_args_complain(command, "--jobs takes a number from 0 to %d, not '%s'", MAX_JOBS, value);
        return false;
    }
    if (*out == 0) *out = processor_count();
    return true;
}

/* The message without the "line N" that some begin with: it is said before. */
static const char *skip_line_number(const onr_error *error)
{
    char start[32];
    int len = snprintf(start, sizeof start, "line %" PRIu64, error->line);
    const char *rest = error->message + len;
    if (strncmp(error->message, start, (size_t)len) != 0) return error->message;
    return strncmp(rest, ": ", 2) == 0 || strncmp(rest, ", ", 2) == 0 ? rest + 2 : error->message;
}

void onr_say_failure(const char *name, const onr_error *error)
{
    if (strcmp(name, "-") == 0) name = "standard input";
    if (error->line > 0)
        onr_say("%s:%" PRIu64 ": %s", name, error->line, skip_line_number(error));
    else
        onr_say("%s: %s", name, error->message);
}
