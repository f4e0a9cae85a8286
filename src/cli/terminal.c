#include "cli/terminal.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { MIN_COLUMNS = 60, MAX_COLUMNS = 120 };

bool onr_terminal_has_colour(int fd)
{
    const char *refused = getenv("NO_COLOR");
    const char *term = getenv("TERM");
    if (refused != NULL && *refused != '\0') return false;
    if (term == NULL || strcmp(term, "dumb") == 0) return false;
    return isatty(fd) == 1;
}

uint32_t onr_terminal_columns(int fd)
{
    struct winsize size;
    if (isatty(fd) != 1 || ioctl(fd, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return 0;
    if (size.ws_col < MIN_COLUMNS) return MIN_COLUMNS;
    return size.ws_col < MAX_COLUMNS ? size.ws_col : MAX_COLUMNS;
}
