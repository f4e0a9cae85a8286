#include "base/buffer.h"

#include "base/arena.h"
#include "base/utf8.h"

/* ONR_PLAIN_C leaves the vector code out, to test its plain twin where SSE2 is there. */
#if defined(__SSE2__) && !defined(ONR_PLAIN_C)
#include <emmintrin.h>
#define USE_SSE2 1
#endif

enum { FIRST_CAPACITY = 256, LONGEST_ESCAPE = 6 };

static const char HEX_DIGITS[] = "0123456789abcdef";

onr_writer onr_writer_start(onr_buffer *buffer)
{
    return (onr_writer){buffer, buffer->len, false};
}

bool onr_writer_finish(onr_writer *w)
{
    if (w->failed) w->buffer->len = w->start_len;
    return !w->failed;
}

static bool grow(onr_buffer *b, size_t needed)
{
    size_t capacity = b->capacity <= SIZE_MAX / 2 ? b->capacity * 2 : SIZE_MAX;
    if (capacity < FIRST_CAPACITY) capacity = FIRST_CAPACITY;
    if (capacity < needed) capacity = needed;
    char *ptr = onr_resize(b->alloc, b->ptr, b->capacity, capacity);
    if (ptr == NULL) return false;
    b->ptr = ptr;
    b->capacity = capacity;
    return true;
}

bool onr_writer_reserve(onr_writer *w, size_t count)
{
    onr_buffer *b = w->buffer;
    if (w->failed) return false;
    if (count <= b->capacity - b->len) return true;
    if (count > SIZE_MAX - b->len || !grow(b, b->len + count)) w->failed = true;
    return !w->failed;
}

void onr_put_bytes(onr_writer *w, const char *bytes, size_t count)
{
    if (count == 0 || !onr_writer_reserve(w, count)) return;
    memcpy(w->buffer->ptr + w->buffer->len, bytes, count);
    w->buffer->len += count;
}

void onr_put_repeated(onr_writer *w, char byte, size_t count)
{
    if (count == 0 || !onr_writer_reserve(w, count)) return;
    memset(w->buffer->ptr + w->buffer->len, byte, count);
    w->buffer->len += count;
}

void onr_put_unsigned(onr_writer *w, uint64_t value)
{
    char digits[20];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + value % 10);
        value /= 10;
    } while (value != 0);
    onr_put_bytes(w, digits + at, sizeof digits - at);
}

void onr_put_thousandths(onr_writer *w, uint32_t thousandths)
{
    uint32_t part = thousandths % 1000;
    onr_put_unsigned(w, thousandths / 1000);
    if (part == 0) return;
    char digits[4] = {'.', (char)('0' + part / 100), (char)('0' + part / 10 % 10),
                      (char)('0' + part % 10)};
    size_t count = sizeof digits;
    while (digits[count - 1] == '0') count--;
    onr_put_bytes(w, digits, count);
}

void onr_put_hex(onr_writer *w, const uint8_t *bytes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char digits[2] = {HEX_DIGITS[bytes[i] >> 4], HEX_DIGITS[bytes[i] & 15]};
        onr_put_bytes(w, digits, sizeof digits);
    }
}

static inline bool needs_escape(unsigned char c)
{
    return c < 0x20 || c == '"' || c == '\\';
}

#ifdef USE_SSE2
/* Copy up to the first byte that needs an escape, whole blocks at a time; answers the bytes that
 * are right in `out`. Blocks are stored before they are looked at, so up to 15 bytes behind those
 * may be written, but never more than `len` in all. */
static size_t copy_blocks(char *out, const char *in, size_t len)
{
    const __m128i last_control = _mm_set1_epi8(0x1F);
    const __m128i mark = _mm_set1_epi8('"');
    const __m128i backslash = _mm_set1_epi8('\\');
    size_t at = 0;
    for (; len - at >= 16; at += 16) {
        __m128i block = _mm_loadu_si128((const __m128i *)(const void *)(in + at));
        _mm_storeu_si128((__m128i *)(void *)(out + at), block);
        __m128i hit = _mm_cmpeq_epi8(_mm_min_epu8(block, last_control), block);
        hit = _mm_or_si128(hit, _mm_cmpeq_epi8(block, mark));
        hit = _mm_or_si128(hit, _mm_cmpeq_epi8(block, backslash));
        unsigned mask = (unsigned)_mm_movemask_epi8(hit);
        if (mask != 0) return at + (size_t)__builtin_ctz(mask);
    }
    return at;
}
#else
/* Copy blocks of 8 without a byte that needs an escape; answers the bytes copied. The tests for a
 * zero and for a small byte are those of Anderson's "Bit Twiddling Hacks"; they are exact for the
 * question whether there is any. */
static size_t copy_blocks(char *out, const char *in, size_t len)
{
    const uint64_t ones = 0x0101010101010101u, tops = 0x8080808080808080u;
    size_t at = 0;
    for (; len - at >= 8; at += 8) {
        uint64_t block;
        memcpy(&block, in + at, 8);
        uint64_t mark = block ^ ones * '"', backslash = block ^ ones * '\\';
        uint64_t hit = ((block - ones * 0x20) & ~block) | ((mark - ones) & ~mark) |
                       ((backslash - ones) & ~backslash);
        if ((hit & tops) != 0) break;
        memcpy(out + at, &block, 8);
    }
    return at;
}
#endif

static size_t copy_plain(char *out, const char *in, size_t len)
{
    size_t at = copy_blocks(out, in, len);
    for (; at < len && !needs_escape((unsigned char)in[at]); at++) out[at] = in[at];
    return at;
}

/* Answers the bytes written, at most LONGEST_ESCAPE. */
static size_t write_escape(char *out, unsigned char c)
{
    static const char shorts[0x20] = {
        ['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r'};
    out[0] = '\\';
    out[1] = c < 0x20 ? shorts[c] : (char)c;
    if (out[1] != '\0') return 2;
    memcpy(out + 1, "u00", 3);
    out[4] = HEX_DIGITS[c >> 4];
    out[5] = HEX_DIGITS[c & 15];
    return LONGEST_ESCAPE;
}

void onr_put_json_part(onr_writer *w, onr_slice text)
{
    size_t at = 0;
    while (at < text.len) {
        size_t left = text.len - at;
        if (!onr_writer_reserve(w, left + LONGEST_ESCAPE)) return;
        onr_buffer *b = w->buffer;
        size_t plain = copy_plain(b->ptr + b->len, text.ptr + at, left);
        b->len += plain;
        at += plain;
        if (at < text.len) b->len += write_escape(b->ptr + b->len, (unsigned char)text.ptr[at++]);
    }
}

void onr_put_json(onr_writer *w, onr_slice text)
{
    onr_put_char(w, '"');
    onr_put_json_part(w, text);
    onr_put_char(w, '"');
}

void onr_put_json_repaired(onr_writer *w, onr_slice bytes)
{
    size_t at = 0;
    onr_put_char(w, '"');
    while (at < bytes.len) {
        size_t valid = onr_utf8_valid_prefix(bytes.ptr + at, bytes.len - at);
        onr_put_json_part(w, (onr_slice){bytes.ptr + at, valid});
        at += valid;
        if (at == bytes.len) break;
        uint32_t size;
        bool ok;
        onr_utf8_decode(bytes.ptr, bytes.len, at, &size, &ok);
        onr_put_text(w, "\xEF\xBF\xBD");
        at += size;
    }
    onr_put_char(w, '"');
}

void onr_buffer_free(onr_buffer *buffer)
{
    onr_release(buffer->alloc, buffer->ptr, buffer->capacity);
    *buffer = (onr_buffer){.alloc = buffer->alloc};
}
