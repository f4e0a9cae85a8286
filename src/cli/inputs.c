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

bool onr_parse_size(const char *command, uint64_t *out, const char *option, const char *value)
{
    static const char UNITS[] = "KMGT";
    char digits[16];
    uint32_t number;
    size_t len = strspn(value, "0123456789");
    const char *unit = value[len] == '\0' ? NULL : strchr(UNITS, value[len]);
    snprintf(digits, sizeof digits, "%.*s", (int)len, value);
    bool good = len < sizeof digits && onr_parse_number(&number, digits, UINT32_MAX) &&
                (value[len] == '\0' || (unit != NULL && value[len + 1] == '\0'));
    if (!good) {
        onr_args_complain(command, "--%s takes a size such as 500K, 10M or 2G, not '%s'", option,
                          value);
        return false;
    }
    int shift = unit == NULL ? 0 : 10 * (int)(unit - UNITS + 1);
    *out = number == 0 || number > UINT64_MAX >> shift ? UINT64_MAX : (uint64_t)number << shift;
    return true;
}

/* The limits on a report hold for its file and for its text. */
bool onr_parse_max_size(const char *command, onr_batch_options *options, const char *value)
{
    uint64_t *bytes = &options->reader.max_report_bytes;
    if (!onr_parse_size(command, bytes, "max-size", value)) return false;
    options->pipeline.max_text_bytes = *bytes;
    return true;
}

bool onr_parse_max_unpacked(const char *command, onr_batch_options *options, const char *value)
{
    return onr_parse_size(command, &options->reader.max_unpacked_bytes, "max-unpacked", value);
}

bool onr_parse_max_ratio(const char *command, onr_batch_options *options, const char *value)
{
    uint32_t ratio;
    if (!onr_parse_number(&ratio, value, UINT32_MAX)) {
        onr_args_complain(command, "--max-ratio takes a number, not '%s'", value);
        return false;
    }
    options->reader.max_ratio = ratio;
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
