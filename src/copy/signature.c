#include "copy/signature.h"

#include <string.h>

#include "base/hash.h"

/* Odd multipliers, so that multiplying is one to one: splitmix64 (Steele, Lea and Flood 2014). */
static void fill_multipliers(uint64_t *out)
{
    uint64_t state = 0x6f6e7265636f7264u;
    for (int i = 0; i < ONR_SIGNATURE_ROWS; i++) {
        state += 0x9e3779b97f4a7c15u;
        out[i] = onr_hash_mix(state) | 1;
    }
}

static bool is_word(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c >= 0x80;
}

static bool is_mark(const char *at, size_t left)
{
    /* General punctuation, U+2000 to U+206F: quotation marks and dashes part words. */
    return left >= 3 && (unsigned char)at[0] == 0xE2 &&
           ((unsigned char)at[1] == 0x80 || (unsigned char)at[1] == 0x81);
}

/* Hash of the next word at or after *at, which is moved behind it; false when there is none. */
static bool next_word(onr_slice text, size_t *at, uint64_t *hash)
{
    size_t i = *at;
    for (; i < text.len; i++) {
        if (is_mark(text.ptr + i, text.len - i))
            i += 2;
        else if (is_word((unsigned char)text.ptr[i]))
            break;
    }
    *hash = ONR_HASH_START;
    size_t start = i;
    for (; i < text.len && is_word((unsigned char)text.ptr[i]); i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        if (is_mark(text.ptr + i, text.len - i)) break;
        *hash = onr_hash_byte(*hash, c >= 'A' && c <= 'Z' ? (unsigned char)(c - 'A' + 'a') : c);
    }
    *at = i;
    return i > start;
}

/* `last` holds the words before, the oldest at `oldest`. */
static uint64_t shingle_of(const uint64_t *last, uint32_t oldest, uint32_t count)
{
    uint64_t hash = ONR_HASH_START;
    for (uint32_t i = 0; i < count; i++)
        hash = onr_hash_mix(hash ^ last[(oldest + i) % ONR_SHINGLE_WORDS]) + i;
    return hash;
}

static void take_shingle(uint32_t *least, const uint64_t *multipliers, uint64_t shingle)
{
    for (int i = 0; i < ONR_SIGNATURE_ROWS; i++) {
        uint32_t value = (uint32_t)(shingle * multipliers[i] >> 32);
        least[i] = value < least[i] ? value : least[i];
    }
}

void onr_signature_of(onr_signature *out, onr_slice text)
{
    uint64_t multipliers[ONR_SIGNATURE_ROWS], last[ONR_SHINGLE_WORDS], word;
    uint32_t least[ONR_SIGNATURE_ROWS];
    uint32_t count = 0;
    fill_multipliers(multipliers);
    memset(least, 0xFF, sizeof least);
    for (size_t at = 0; next_word(text, &at, &word);) {
        last[count++ % ONR_SHINGLE_WORDS] = word;
        if (count >= ONR_SHINGLE_WORDS)
            take_shingle(least, multipliers,
                         shingle_of(last, count % ONR_SHINGLE_WORDS, ONR_SHINGLE_WORDS));
        if (count == UINT32_MAX) break;
    }
    if (count < ONR_SHINGLE_WORDS) /* too short for one: all of it */
        take_shingle(least, multipliers, shingle_of(last, 0, count));
    /* The least value has its high bits clear: the low ones tell texts apart. */
    for (int i = 0; i < ONR_SIGNATURE_ROWS; i++) out->rows[i] = (uint16_t)least[i];
    out->blank = count == 0;
}

uint32_t onr_signature_alike(const onr_signature *a, const onr_signature *b)
{
    uint32_t equal = 0;
    if (a->blank || b->blank) return 0;
    for (int i = 0; i < ONR_SIGNATURE_ROWS; i++) equal += a->rows[i] == b->rows[i];
    return equal;
}
