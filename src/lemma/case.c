#include "lemma/case.h"

#include "base/utf8.h"

/* Latin Extended-A alternates capitals and small letters; which of them is even changes at U+0139
 * and back at U+014A, and again at U+0179. */
static bool is_latin_pair(uint32_t c)
{
    return c >= 0x100 && c <= 0x17F && c != 0x130 && c != 0x131 && c != 0x138 && c != 0x149 &&
           c != 0x178 && c != 0x17F;
}

static bool is_latin_capital(uint32_t c)
{
    bool odd = (c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E);
    return is_latin_pair(c) && (c & 1) == (odd ? 1u : 0u);
}

uint32_t onr_case_lower(uint32_t c)
{
    if (c < 0x80) return c >= 'A' && c <= 'Z' ? c + 32 : c;
    if ((c >= 0xC0 && c <= 0xDE && c != 0xD7) || (c >= 0x391 && c <= 0x3A9) ||
        (c >= 0x410 && c <= 0x42F))
        return c + 32;
    return is_latin_capital(c) ? c + 1 : c;
}

uint32_t onr_case_upper(uint32_t c)
{
    if (c >= 'a' && onr_case_lower(c - 32) == c) return c - 32;
    if (c > 0x100 && onr_case_lower(c - 1) == c) return c - 1;
    return c;
}

onr_case_shape onr_case_shape_of(onr_slice form)
{
    uint32_t capitals = 0, size;
    bool first = false, small = false;
    for (size_t at = 0; at < form.len; at += size) {
        uint32_t c;
        size = onr_utf8_next(form.ptr + at, &c);
        bool capital = onr_case_lower(c) != c;
        capitals += capital;
        if (at == 0) first = capital;
        small |= c >= 'a' && c <= 'z';
    }
    if (capitals == 0) return ONR_CASE_NONE;
    if (capitals == 1 && first) return ONR_CASE_FIRST;
    return small ? ONR_CASE_MIXED : ONR_CASE_ALL;
}
