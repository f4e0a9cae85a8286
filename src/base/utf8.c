#include "base/utf8.h"

#include <string.h>

/* The first continuation byte of a sequence has a narrower range after these lead bytes, which
 * keeps out overlong forms, surrogates and values above U+10FFFF. */
static void second_byte_range(unsigned char lead, unsigned char *low, unsigned char *high)
{
    *low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    *high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
}

uint32_t onr_utf8_decode(const char *text, size_t len, size_t at, uint32_t *size, bool *ok)
{
    const unsigned char *s = (const unsigned char *)text + at;
    size_t left = len - at;
    unsigned char lead = s[0];
    *size = 1;
    *ok = true;
    if (lead < 0x80) return lead;
    uint32_t more = lead >= 0xC2 && lead < 0xE0 ? 1
                    : lead >= 0xE0 && lead < 0xF0 ? 2
                    : lead >= 0xF0 && lead < 0xF5 ? 3
                                                  : 0;
    *ok = false;
    if (more == 0) return ONR_REPLACEMENT;
    uint32_t codepoint = lead & (0x3Fu >> more);
    unsigned char low, high;
    second_byte_range(lead, &low, &high);
    for (uint32_t i = 1; i <= more; i++) {
        if (i >= left || s[i] < low || s[i] > high) return ONR_REPLACEMENT;
        codepoint = codepoint << 6 | (s[i] & 0x3F);
        *size = i + 1;
        low = 0x80;
        high = 0xBF;
    }
    *ok = true;
    return codepoint;
}

uint32_t onr_utf8_encode(char *out, uint32_t codepoint)
{
    unsigned char *s = (unsigned char *)out;
    if (codepoint < 0x80) {
        s[0] = (unsigned char)codepoint;
        return 1;
    }
    if (codepoint < 0x800) {
        s[0] = (unsigned char)(0xC0 | codepoint >> 6);
        s[1] = (unsigned char)(0x80 | (codepoint & 0x3F));
        return 2;
    }
    if (codepoint < 0x10000) {
        s[0] = (unsigned char)(0xE0 | codepoint >> 12);
        s[1] = (unsigned char)(0x80 | (codepoint >> 6 & 0x3F));
        s[2] = (unsigned char)(0x80 | (codepoint & 0x3F));
        return 3;
    }
    s[0] = (unsigned char)(0xF0 | codepoint >> 18);
    s[1] = (unsigned char)(0x80 | (codepoint >> 12 & 0x3F));
    s[2] = (unsigned char)(0x80 | (codepoint >> 6 & 0x3F));
    s[3] = (unsigned char)(0x80 | (codepoint & 0x3F));
    return 4;
}

/* Where the first byte beyond ASCII is, at `at` or behind it; `len` when there is none. */
static size_t skip_ascii(const char *text, size_t len, size_t at)
{
    uint64_t word[4];
    if ((unsigned char)text[at] >= 0x80) return at;
    for (; len - at >= sizeof word; at += sizeof word) {
        memcpy(word, text + at, sizeof word);
        if ((word[0] | word[1] | word[2] | word[3]) & 0x8080808080808080u) break;
    }
    while (at < len && (unsigned char)text[at] < 0x80) at++;
    return at;
}

size_t onr_utf8_valid_prefix(const char *text, size_t len)
{
    size_t at = 0;
    while (at < len) {
        at = skip_ascii(text, len, at);
        if (at == len) break;
        uint32_t size;
        bool ok;
        onr_utf8_decode(text, len, at, &size, &ok);
        if (!ok) return at;
        at += size;
    }
    return at;
}

size_t onr_utf8_count(const char *text, size_t len)
{
    size_t count = 0;
    for (size_t i = 0; i < len; i++) count += ((unsigned char)text[i] & 0xC0) != 0x80;
    return count;
}
