#include "serve/request.h"

#include <string.h>

bool onr_slice_is(onr_slice slice, const char *text)
{
    return slice.len == strlen(text) && memcmp(slice.ptr, text, slice.len) == 0;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

bool onr_slice_is_word(onr_slice slice, const char *text)
{
    if (slice.len != strlen(text)) return false;
    for (size_t i = 0; i < slice.len; i++)
        if (lower(slice.ptr[i]) != lower(text[i])) return false;
    return true;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

onr_slice onr_slice_trim(onr_slice slice)
{
    while (slice.len > 0 && is_blank(slice.ptr[0])) {
        slice.ptr++;
        slice.len--;
    }
    while (slice.len > 0 && is_blank(slice.ptr[slice.len - 1])) slice.len--;
    return slice;
}

bool onr_slice_cut(onr_slice *piece, onr_slice *rest, char mark)
{
    if (rest->ptr == NULL) return false;
    const char *end = memchr(rest->ptr, mark, rest->len);
    if (end == NULL) {
        *piece = *rest;
        *rest = (onr_slice){NULL, 0};
        return true;
    }
    *piece = (onr_slice){rest->ptr, (size_t)(end - rest->ptr)};
    *rest = (onr_slice){end + 1, rest->len - piece->len - 1};
    return true;
}
