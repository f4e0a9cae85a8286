#include "cli/message.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/write.h"

enum { MAX_LINE_BYTES = 8 << 10 };

/* C0 controls, DEL, and the C1 controls, which are C2 80 to C2 9F in UTF-8. */
static void mask_controls(char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)text[i];
        unsigned char next = i + 1 < len ? (unsigned char)text[i + 1] : 0;
        if (c < 0x20 || c == 0x7F) {
            text[i] = '?';
        } else if (c == 0xC2 && next >= 0x80 && next < 0xA0) {
            text[i] = '?';
            text[i + 1] = '?';
        }
    }
}

static void say(const char *prefix, const char *format, va_list args)
{
    char line[MAX_LINE_BYTES];
    size_t start = strlen(prefix);
    memcpy(line, prefix, start);
    size_t room = sizeof line - start - 1; /* for the line feed */
    int written = vsnprintf(line + start, room, format, args);
    if (written < 0) return;
    size_t len = start + ((size_t)written < room ? (size_t)written : room - 1);
    mask_controls(line + start, len - start);
    line[len++] = '\n';
    onr_write_all(STDERR_FILENO, line, len);
}

void onr_say(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    say("onrecord: ", format, args);
    va_end(args);
}

void onr_say_plain(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    say("", format, args);
    va_end(args);
}
