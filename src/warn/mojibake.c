/*
 * mojibake.c - UTF-8 that somebody read as Latin-1 or Windows-1252 and wrote again, and U+FFFD that
 * came with the input.
 *
 * The bytes C2 or C3 then show as U+00C2 or U+00C3 before a character from U+0080 to U+00BF, and
 * E2 80 (quotation marks and dashes) as U+00E2 U+20AC or U+00E2 U+0080. In the text that is one of
 * few sequences of bytes, all of which begin with C3.
 */
#include <string.h>

#include "warn/check.h"

/* Bytes of damaged characters at `at`, or 0. */
static uint32_t damage_at(onr_slice text, size_t at)
{
    const unsigned char *s = (const unsigned char *)text.ptr + at;
    size_t left = text.len - at;
    if (left < 4 || s[0] != 0xC3) return 0;
    if ((s[1] == 0x83 || s[1] == 0x82) && s[2] == 0xC2) return 4;
    if (s[1] == 0xA2 && s[2] == 0xC2 && s[3] == 0x80) return 4;
    return s[1] == 0xA2 && left >= 5 && s[2] == 0xE2 && s[3] == 0x82 && s[4] == 0xAC ? 5 : 0;
}

/* The whole word around the damage. */
static onr_span word_around(onr_slice text, uint32_t from, uint32_t to)
{
    while (from > 0 && (unsigned char)text.ptr[from - 1] > ' ') from--;
    while (to < text.len && (unsigned char)text.ptr[to] > ' ') to++;
    return (onr_span){from, to};
}

static void check_pairs(onr_checker *c)
{
    onr_slice text = c->doc->text;
    const char *end = text.ptr + text.len;
    for (const char *s = text.ptr; s < end && (s = memchr(s, 0xC3, (size_t)(end - s))) != NULL;) {
        uint32_t at = (uint32_t)(s - text.ptr), size = damage_at(text, at);
        s += 2;
        if (size == 0) continue;
        onr_span span = word_around(text, at, at + size);
        onr_check_add(c, ONR_MARK_MOJIBAKE, span);
        s = text.ptr + span.end_byte;
    }
}

/* Those that stand for the input's ill-formed bytes are warned of already. */
static void check_lost(onr_checker *c)
{
    onr_slice text = c->doc->text;
    for (uint32_t i = 0; i < c->doc->warning_count; i++)
        if (strcmp(c->doc->warnings[i].kind, "invalid-utf8") == 0) return;
    for (size_t at = 0; at < text.len;) {
        const char *s = memmem(text.ptr + at, text.len - at, "\xEF\xBF\xBD", 3);
        if (s == NULL) return;
        onr_span span = word_around(text, (uint32_t)(s - text.ptr), (uint32_t)(s - text.ptr) + 3);
        onr_check_add(c, ONR_MARK_MOJIBAKE, span);
        at = span.end_byte;
    }
}

void onr_check_mojibake(onr_checker *c)
{
    check_pairs(c);
    check_lost(c);
}
