/*
 * utf8.h - decoding that survives any bytes (Unicode 15, section 3.9, table 3-7).
 */
#ifndef ONR_BASE_UTF8_H
#define ONR_BASE_UTF8_H

#include <onrecord/base.h>

#define ONR_REPLACEMENT 0xFFFDu

/**
 * Decode one code point of text[at, len), at < len.
 *
 * @param size  set to the bytes taken, at least 1.
 * @return the code point; ONR_REPLACEMENT for a maximal ill-formed subpart, with *ok false.
 */
uint32_t onr_utf8_decode(const char *text, size_t len, size_t at, uint32_t *size, bool *ok);

/** Write a Unicode scalar value; answers the 1 to 4 bytes written. */
uint32_t onr_utf8_encode(char *out, uint32_t codepoint);

/** Length of the longest prefix that is well-formed UTF-8. Cost: 32 ASCII bytes at a time. */
size_t onr_utf8_valid_prefix(const char *text, size_t len);

/** Code points in well-formed text. */
size_t onr_utf8_count(const char *text, size_t len);

/** Decode where the text is known to be well-formed; answers the bytes taken. */
static inline uint32_t onr_utf8_next(const char *text, uint32_t *codepoint)
{
    const unsigned char *s = (const unsigned char *)text;
    if (s[0] < 0x80) {
        *codepoint = s[0];
        return 1;
    }
    if (s[0] < 0xE0) {
        *codepoint = (uint32_t)(s[0] & 0x1F) << 6 | (s[1] & 0x3F);
        return 2;
    }
    if (s[0] < 0xF0) {
        *codepoint = (uint32_t)(s[0] & 0x0F) << 12 | (uint32_t)(s[1] & 0x3F) << 6 | (s[2] & 0x3F);
        return 3;
    }
    *codepoint = (uint32_t)(s[0] & 0x07) << 18 | (uint32_t)(s[1] & 0x3F) << 12 |
                 (uint32_t)(s[2] & 0x3F) << 6 | (s[3] & 0x3F);
    return 4;
}

#endif
