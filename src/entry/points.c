#include "entry/points.h"

#include "base/utf8.h"

enum { STRIDE = 64 };

static bool continues(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

bool onr_points_init(onr_points *points, onr_slice text, onr_arena *arena)
{
    size_t count = onr_utf8_count(text.ptr, text.len);
    *points = (onr_points){.text = text, .count = (uint32_t)count};
    if (count == text.len) return true;
    points->bytes = onr_arena_array(arena, count / STRIDE + 1, sizeof *points->bytes);
    if (points->bytes == NULL) return false;
    uint32_t at = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (continues(text.ptr[i])) continue;
        if (at % STRIDE == 0) points->bytes[at / STRIDE] = (uint32_t)i;
        at++;
    }
    if (count % STRIDE == 0) points->bytes[count / STRIDE] = (uint32_t)text.len;
    return true;
}

uint32_t onr_points_byte(const onr_points *points, uint32_t codepoint)
{
    if (codepoint >= points->count) return (uint32_t)points->text.len;
    if (points->bytes == NULL) return codepoint;
    uint32_t byte = points->bytes[codepoint / STRIDE];
    for (uint32_t left = codepoint % STRIDE; left > 0; left--) {
        byte++;
        while (continues(points->text.ptr[byte])) byte++;
    }
    return byte;
}

onr_slice onr_points_piece(const onr_points *points, uint32_t begin, uint32_t end)
{
    uint32_t first = onr_points_byte(points, begin), last = onr_points_byte(points, end);
    if (first >= last) return (onr_slice){"", 0};
    return (onr_slice){points->text.ptr + first, last - first};
}
