/*
 * lines.c - is the text hard-wrapped?
 *
 * Web pages and databases give one paragraph a line; e-mail and old agencies break lines to fit a
 * width. Only lines that another line follows directly tell the two apart: in wrapped text nearly
 * all of them were broken because the next word did not fit, few end a sentence, and many begin
 * with a small letter. A list of headlines has lines of similar length, but begins them all with
 * capitals.
 */
#include <string.h>

#include "token/scan.h"

enum { MIN_LINES = 4, MIN_WIDTH = 45, MAX_WIDTH = 100 };

/* Walks over the lines that another one follows directly. */
typedef struct line_walk {
    const char *text;
    size_t len;
    size_t at; /* the next line to look at */
    onr_slice line, below;
} line_walk;

static onr_slice trim(onr_slice line)
{
    while (line.len > 0) {
        const char *end = line.ptr + line.len;
        if ((unsigned char)end[-1] <= ' ')
            line.len--;
        else if (line.len > 1 && memcmp(end - 2, "\xC2\xA0", 2) == 0) /* no-break space */
            line.len -= 2;
        else
            break;
    }
    return line;
}

static bool next_pair(line_walk *w)
{
    while (w->at < w->len) {
        const char *start = w->text + w->at;
        const char *lf = memchr(start, '\n', w->len - w->at);
        size_t len = lf == NULL ? w->len - w->at : (size_t)(lf - start);
        w->line = w->below;
        w->below = trim((onr_slice){start, len});
        w->at += len + 1;
        if (w->line.len > 0 && w->below.len > 0) return true;
    }
    return false;
}

/* In code points; anything too wide to have been wrapped counts as MAX_WIDTH + 1. */
static uint32_t width_of(onr_slice line)
{
    if (line.len > 4 * MAX_WIDTH) return MAX_WIDTH + 1;
    size_t width = onr_utf8_count(line.ptr, line.len);
    return width > MAX_WIDTH ? MAX_WIDTH + 1 : (uint32_t)width;
}

static uint32_t first_word_width(onr_slice line)
{
    size_t len = 0;
    while (len < line.len && len < MAX_WIDTH && (unsigned char)line.ptr[len] > ' ') len++;
    return (uint32_t)onr_utf8_count(line.ptr, len);
}

static bool ends_sentence(onr_slice line)
{
    while (line.len > 0) {
        const char *end = line.ptr + line.len;
        char last = end[-1];
        if (last == '"' || last == '\'' || last == ')' || last == ']')
            line.len--;
        else if (line.len > 2 && memcmp(end - 3, "\xE2\x80\x9D", 3) == 0)
            line.len -= 3;
        else
            return last == '.' || last == '!' || last == '?' || last == ':';
    }
    return false;
}

/* The width that nine of ten lines keep to, or 0 when there are too few lines to say. */
static uint32_t usual_width(const char *text, size_t len)
{
    uint32_t counts[MAX_WIDTH + 2] = {0}, total = 0, seen = 0;
    line_walk walk = {.text = text, .len = len};
    for (; next_pair(&walk); total++) counts[width_of(walk.line)]++;
    if (total < MIN_LINES) return 0;
    for (uint32_t width = 0; width <= MAX_WIDTH; width++) {
        seen += counts[width];
        if ((uint64_t)seen * 10 >= (uint64_t)total * 9) return width;
    }
    return 0;
}

bool onr_lines_wrapped(const char *text, size_t len)
{
    uint32_t usual = usual_width(text, len), total = 0, full = 0, finished = 0, small = 0;
    if (usual < MIN_WIDTH) return false;
    line_walk walk = {.text = text, .len = len};
    for (; next_pair(&walk); total++) {
        uint32_t width = width_of(walk.line);
        if (width > MAX_WIDTH || width + 1 + first_word_width(walk.below) < usual) continue;
        full++;
        finished += ends_sentence(walk.line);
        small += walk.below.ptr[0] >= 'a' && walk.below.ptr[0] <= 'z';
    }
    return (uint64_t)full * 4 >= (uint64_t)total * 3 && (uint64_t)finished * 3 <= full &&
           (uint64_t)small * 5 >= (uint64_t)full * 2;
}
