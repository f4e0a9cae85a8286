#include "ingest/sniff.h"

#include <string.h>

enum { LOOK_BYTES = 8 << 10 };

/* The beginning of the stream as ASCII: of UTF-16 every other byte. Answers its length. */
static size_t take_ascii(char *out, onr_slice window)
{
    bool little = window.len >= 2 && memcmp(window.ptr, "\xFF\xFE", 2) == 0;
    bool wide = little || (window.len >= 2 && memcmp(window.ptr, "\xFE\xFF", 2) == 0);
    size_t step = wide ? 2 : 1, len = 0;
    size_t at = little ? 2 : wide ? 3 : 0;
    if (!wide && window.len >= 3 && memcmp(window.ptr, "\xEF\xBB\xBF", 3) == 0) at = 3;
    for (; at < window.len && len < LOOK_BYTES; at += step) out[len++] = window.ptr[at];
    return len;
}

static bool is_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || strchr("-_.:", c) != NULL;
}

/* Copy the name at `at` in lower case, without its prefix. */
static void take_name(char *out, onr_slice text, size_t at)
{
    size_t len = 0;
    for (; at < text.len && len + 1 < ONR_SNIFF_NAME_BYTES; at++) {
        char c = text.ptr[at];
        if (c >= 'A' && c <= 'Z') c = (char)(c - 'A' + 'a');
        if (c == '\0' || !is_name(c)) break;
        out[len++] = c;
        if (c == ':') len = 0;
    }
    out[len] = '\0';
}

static bool begins(onr_slice text, size_t at, const char *with)
{
    size_t len = strlen(with);
    if (text.len - at < len) return false;
    for (size_t i = 0; i < len; i++) {
        char c = text.ptr[at + i];
        if ((c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c) != with[i]) return false;
    }
    return true;
}

/* Index behind the next `end` at or after `at`; the text's length when there is none. */
static size_t behind(onr_slice text, size_t at, const char *end)
{
    const char *found = memmem(text.ptr + at, text.len - at, end, strlen(end));
    return found == NULL ? text.len : (size_t)(found - text.ptr) + strlen(end);
}

/* Index behind a document type, whose declarations stand between brackets. */
static size_t behind_doctype(onr_slice text, size_t at)
{
    size_t end = behind(text, at, ">");
    size_t bracket = behind(text, at, "[");
    return bracket < end ? behind(text, behind(text, bracket, "]"), ">") : end;
}

static void look(onr_sniff *out, onr_slice text)
{
    size_t at = onr_skip_blanks(text, 0);
    out->markup = at < text.len && text.ptr[at] == '<';
    while (at < text.len && text.ptr[at] == '<') {
        if (begins(text, at, "<!--")) {
            at = behind(text, at + 4, "-->");
        } else if (begins(text, at, "<?")) {
            at = behind(text, at, ">");
        } else if (begins(text, at, "<!doctype")) {
            take_name(out->doctype, text, onr_skip_blanks(text, at + 9));
            at = behind_doctype(text, at);
        } else {
            take_name(out->root, text, at + 1);
            return;
        }
        at = onr_skip_blanks(text, at);
    }
}

onr_status onr_sniff_markup(onr_sniff *out, onr_reading *reading, onr_error *err)
{
    char ascii[LOOK_BYTES];
    *out = (onr_sniff){0};
    onr_status status = onr_stream_need(&reading->stream, 2, err);
    onr_slice window = onr_stream_window(&reading->stream);
    if (status != ONR_OK || window.len == 0) return status;
    /* Only what may be markup is worth waiting for. */
    if (strchr("<\xFF\xFE\xEF \t\r\n", window.ptr[0]) == NULL) return ONR_OK;
    status = onr_stream_need(&reading->stream, 2 * LOOK_BYTES, err);
    if (status != ONR_OK && reading->stream.taken_bytes < 4) return status;
    reading->stream.broken = false; /* whoever reads on finds the damage again */
    window = onr_stream_window(&reading->stream);
    look(out, (onr_slice){ascii, take_ascii(ascii, window)});
    return ONR_OK;
}
