#include "token/class.h"

/* clang-format off */
enum {
    L = ONR_CLASS_LETTER, U = ONR_CLASS_LETTER | ONR_CLASS_UPPER, D = ONR_CLASS_DIGIT,
    S = ONR_CLASS_SPACE, B = ONR_CLASS_SPACE | ONR_CLASS_BREAK, I = ONR_CLASS_IGNORE,
    X = ONR_CLASS_LETTER | ONR_CLASS_EXTEND, P = ONR_CLASS_STOP
};

const uint8_t onr_class_ascii[128] = {
    S, S, S, S, S, S, S, S, S, S, B, B, B, B, S, S, /* NUL ... LF VT FF CR */
    S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S,
    S, P, P, 0, 0, P, 0, 0, P, P, 0, 0, P, 0, 0, 0, /*   ! " # $ % & ' ( ) * + , - . / */
    D, D, D, D, D, D, D, D, D, D, 0, P, P, P, P, P, /* 0 ... 9 : ; < = > ? */
    0, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, /* @ A ... O */
    U, U, U, U, U, U, U, U, U, U, U, P, P, P, 0, 0, /* P ... Z [ \ ] ^ _ */
    0, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, /* ` a ... o */
    L, L, L, L, L, L, L, L, L, L, L, P, P, P, 0, S, /* p ... z { | } ~ DEL */
};

/* U+0080 to U+00BF; ª, µ and º are letters. */
static const uint8_t latin1_marks[64] = {
    S, S, S, S, S, B, S, S, S, S, S, S, S, S, S, S,
    S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S,
    S, 0, 0, 0, 0, 0, 0, 0, 0, 0, L, 0, 0, I, 0, 0,
    0, 0, 0, 0, 0, L, 0, 0, 0, 0, L, 0, 0, 0, 0, 0,
};

typedef struct class_range {
    uint32_t first, last;
    uint8_t class;
} class_range;

/* In order, disjoint. What lies between is a letter. */
static const class_range ranges[] = {
    {0x02C2, 0x02C5, 0}, {0x02D2, 0x02DF, 0}, {0x0300, 0x036F, X}, {0x037E, 0x037E, 0},
    {0x0386, 0x0386, U}, {0x0387, 0x0387, 0}, {0x0388, 0x038F, U}, {0x0391, 0x03AB, U},
    {0x0400, 0x042F, U}, {0x0482, 0x0482, 0},
    {0x055A, 0x055F, 0}, {0x0589, 0x058F, 0}, {0x0591, 0x05BD, X}, {0x05BE, 0x05BE, 0},
    {0x05C0, 0x05C0, 0}, {0x05C3, 0x05C3, 0}, {0x05F3, 0x05F4, L},
    {0x0600, 0x060F, 0}, {0x061B, 0x061B, 0}, {0x061C, 0x061C, I}, {0x061D, 0x061F, 0},
    {0x064B, 0x065F, X}, {0x0660, 0x0669, D}, {0x066A, 0x066D, 0}, {0x06D4, 0x06D4, 0},
    {0x06F0, 0x06F9, D}, {0x0700, 0x070D, 0}, {0x0964, 0x0965, 0}, {0x0966, 0x096F, D},
    {0x0E3F, 0x0E3F, 0}, {0x0E4F, 0x0E4F, 0}, {0x0E50, 0x0E59, D}, {0x10FB, 0x10FB, 0},
    {0x1680, 0x1680, S}, {0x1735, 0x1736, 0}, {0x17D4, 0x17DB, 0}, {0x180E, 0x180E, I},
    {0x1AB0, 0x1AFF, X}, {0x1DC0, 0x1DFF, X},
    {0x2000, 0x200A, S}, {0x200B, 0x200F, I}, {0x2010, 0x2027, 0}, {0x2028, 0x2029, B},
    {0x202A, 0x202E, I}, {0x202F, 0x202F, S}, {0x2030, 0x205E, 0}, {0x205F, 0x205F, S},
    {0x2060, 0x206F, I}, {0x2070, 0x2071, D}, {0x2074, 0x2079, D}, {0x207A, 0x207E, 0},
    {0x2080, 0x2089, D}, {0x208A, 0x208E, 0}, {0x20A0, 0x20CF, 0}, {0x20D0, 0x20FF, X},
    {0x2100, 0x214F, 0}, {0x2190, 0x2BFF, 0}, {0x2E00, 0x2E7F, 0}, {0x2FF0, 0x2FFF, 0},
    {0x3000, 0x3000, S}, {0x3001, 0x3004, 0}, {0x3008, 0x3020, 0}, {0x3030, 0x3030, 0},
    {0x303D, 0x303F, 0}, {0x30A0, 0x30A0, 0}, {0x30FB, 0x30FB, 0}, {0xA4FE, 0xA4FF, 0},
    {0xE000, 0xF8FF, 0}, {0xFD3E, 0xFD3F, 0}, {0xFE00, 0xFE0F, X}, {0xFE10, 0xFE1F, 0},
    {0xFE20, 0xFE2F, X}, {0xFE30, 0xFE6F, 0}, {0xFEFF, 0xFEFF, I}, {0xFF01, 0xFF0F, 0},
    {0xFF10, 0xFF19, D}, {0xFF1A, 0xFF20, 0}, {0xFF21, 0xFF3A, U}, {0xFF3B, 0xFF40, 0},
    {0xFF5B, 0xFF65, 0}, {0xFFE0, 0xFFEF, 0}, {0xFFF9, 0xFFFB, I}, {0xFFFC, 0xFFFF, 0},
    {0x1D7CE, 0x1D7FF, D}, {0x1F000, 0x1F3FA, 0}, {0x1F3FB, 0x1F3FF, X}, {0x1F400, 0x1FAFF, 0},
    {0xE0000, 0xE0FFF, X}, {0xF0000, 0x10FFFF, 0},
};
/* clang-format on */

/* Latin Extended-A and -B: capitals stand at even places, at odd ones in two stretches. */
static uint8_t latin_extended(uint32_t c)
{
    bool odd_capitals = (c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E);
    if (c == 0x178) return U;
    if (c < 0x180) return (c & 1) == (odd_capitals ? 1u : 0u) ? U : L;
    return L;
}

static uint8_t latin1(uint32_t c)
{
    if (c < 0xC0) return latin1_marks[c - 0x80];
    if (c == 0xD7 || c == 0xF7) return 0;
    return c < 0xDF ? U : L;
}

uint8_t onr_class_codepoint(uint32_t c)
{
    if (c < 0x80) return onr_class_ascii[c];
    if (c < 0x100) return latin1(c);
    if (c < 0x250) return latin_extended(c);
    size_t low = 0, high = sizeof ranges / sizeof *ranges;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (c > ranges[middle].last)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < sizeof ranges / sizeof *ranges && c >= ranges[low].first) return ranges[low].class;
    return L;
}
