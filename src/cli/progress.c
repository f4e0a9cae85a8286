#include "cli/progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/write.h"

#define SECOND_NS UINT64_C(1000000000)

enum { LINE_BYTES = 100, UPDATES_A_SECOND = 5 };

static uint64_t now_ns(void)
{
    struct timespec now;
    if (clock_gettime(CLOCK_MONOTONIC, &now) != 0) return 0;
    return (uint64_t)now.tv_sec * SECOND_NS + (uint64_t)now.tv_nsec;
}

void onr_progress_start(onr_progress *progress, bool wanted)
{
    *progress = (onr_progress){.wanted = wanted, .start_ns = now_ns()};
}

/* Spaces wipe what an earlier, longer line left behind. */
static void show_line(onr_progress *progress, uint64_t now)
{
    char line[LINE_BYTES];
    uint64_t elapsed_ms = (now - progress->start_ns) / 1000000;
    int len = snprintf(line, sizeof line, "\r%" PRIu64 " documents, %" PRIu64 " tokens/s",
                       progress->documents, progress->tokens * 1000 / elapsed_ms);
    if (len < 0 || len >= (int)sizeof line) return;
    uint32_t used = (uint32_t)len;
    while (used < progress->shown_bytes) line[used++] = ' ';
    onr_write_all(STDERR_FILENO, line, used);
    progress->shown_bytes = used;
    progress->shown_ns = now;
}

void onr_progress_add(onr_progress *progress, uint32_t tokens)
{
    progress->documents++;
    progress->tokens += tokens;
    if (!progress->wanted) return;
    uint64_t now = now_ns();
    if (now < progress->start_ns + SECOND_NS) return;
    if (now < progress->shown_ns + SECOND_NS / UPDATES_A_SECOND) return;
    show_line(progress, now);
}

void onr_progress_clear(onr_progress *progress)
{
    if (progress->shown_bytes == 0) return;
    char line[LINE_BYTES + 1];
    memset(line, ' ', sizeof line);
    line[0] = '\r';
    line[progress->shown_bytes] = '\r';
    onr_write_all(STDERR_FILENO, line, progress->shown_bytes + 1);
    progress->shown_bytes = 0;
}
