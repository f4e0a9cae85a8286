#include "article/charset.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>

#include "article/names.h"
#include "base/utf8.h"

enum { SNIFFED_BYTES = 4096, MAX_LABEL_BYTES = 24, REPLACEMENT_BYTES = 3 };

/* Labels of the WHATWG Encoding Standard without "-", "_" and spaces, and what iconv calls the set
 * that browsers take for them. */
static const struct {
    const char *label;
    const char *name;
} known[] = {
    {"utf8", "UTF-8"},
    {"unicode11utf8", "UTF-8"},
    {"ascii", "CP1252"},
    {"usascii", "CP1252"},
    {"iso88591", "CP1252"},
    {"latin1", "CP1252"},
    {"l1", "CP1252"},
    {"windows1252", "CP1252"},
    {"cp1252", "CP1252"},
    {"iso88592", "ISO-8859-2"},
    {"latin2", "ISO-8859-2"},
    {"iso88593", "ISO-8859-3"},
    {"iso88594", "ISO-8859-4"},
    {"iso88595", "ISO-8859-5"},
    {"iso88596", "ISO-8859-6"},
    {"iso88597", "ISO-8859-7"},
    {"iso88598", "ISO-8859-8"},
    {"iso88599", "CP1254"},
    {"latin5", "CP1254"},
    {"iso885910", "ISO-8859-10"},
    {"iso885911", "CP874"},
    {"tis620", "CP874"},
    {"windows874", "CP874"},
    {"iso885913", "ISO-8859-13"},
    {"iso885914", "ISO-8859-14"},
    {"iso885915", "ISO-8859-15"},
    {"latin9", "ISO-8859-15"},
    {"iso885916", "ISO-8859-16"},
    {"windows1250", "CP1250"},
    {"cp1250", "CP1250"},
    {"windows1251", "CP1251"},
    {"cp1251", "CP1251"},
    {"windows1253", "CP1253"},
    {"windows1254", "CP1254"},
    {"windows1255", "CP1255"},
    {"windows1256", "CP1256"},
    {"windows1257", "CP1257"},
    {"windows1258", "CP1258"},
    {"koi8r", "KOI8-R"},
    {"koi8u", "KOI8-U"},
    {"ibm866", "CP866"},
    {"cp866", "CP866"},
    {"macintosh", "MACINTOSH"},
    {"gb2312", "GB18030"},
    {"gbk", "GB18030"},
    {"xgbk", "GB18030"},
    {"gb18030", "GB18030"},
    {"big5", "BIG5-HKSCS"},
    {"big5hkscs", "BIG5-HKSCS"},
    {"eucjp", "EUC-JP"},
    {"shiftjis", "CP932"},
    {"sjis", "CP932"},
    {"xsjis", "CP932"},
    {"windows31j", "CP932"},
    {"iso2022jp", "ISO-2022-JP"},
    {"euckr", "CP949"},
    {"ksc56011987", "CP949"},
    {"ksc5601", "CP949"},
    {"windows949", "CP949"},
    {"utf16", "UTF-16LE"},
    {"utf16le", "UTF-16LE"},
    {"utf16be", "UTF-16BE"},
};

static const char UTF8[] = "UTF-8";
static const char FALLBACK[] = "CP1252";

static bool same(const char *label, size_t len, const char *other)
{
    return strlen(other) == len && memcmp(label, other, len) == 0;
}

/* The character set of a label, or NULL. */
static const char *name_of(onr_slice label)
{
    char plain[MAX_LABEL_BYTES];
    size_t len = 0;
    for (size_t i = 0; i < label.len; i++) {
        char c = onr_lower(label.ptr[i]);
        if ((c < 'a' || c > 'z') && (c < '0' || c > '9')) continue;
        if (len == sizeof plain) return NULL;
        plain[len++] = c;
    }
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (same(plain, len, known[i].label)) return known[i].name;
    }
    return NULL;
}

static bool is_label_byte(char c)
{
    return (onr_lower(c) >= 'a' && onr_lower(c) <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == ':' || c == '.';
}

/* What stands behind "charset" and "=" at `at`, if it does. */
static onr_slice label_at(onr_slice bytes, size_t at)
{
    while (at < bytes.len && (bytes.ptr[at] == ' ' || bytes.ptr[at] == '\n')) at++;
    if (at == bytes.len || bytes.ptr[at] != '=') return (onr_slice){NULL, 0};
    at++;
    while (at < bytes.len && memchr(" \"'", bytes.ptr[at], 3) != NULL) at++;
    size_t end = at;
    while (end < bytes.len && is_label_byte(bytes.ptr[end])) end++;
    return end > at ? (onr_slice){bytes.ptr + at, end - at} : (onr_slice){NULL, 0};
}

static bool begins_with(onr_slice bytes, size_t at, const char *word)
{
    size_t len = strlen(word);
    if (bytes.len - at < len) return false;
    for (size_t i = 0; i < len; i++) {
        if (onr_lower(bytes.ptr[at + i]) != word[i]) return false;
    }
    return true;
}

onr_slice onr_charset_of_meta(onr_slice bytes)
{
    if (bytes.len > SNIFFED_BYTES) bytes.len = SNIFFED_BYTES;
    bool in_meta = false;
    for (size_t at = 0; at < bytes.len; at++) {
        char c = bytes.ptr[at];
        if (c == '<') in_meta = begins_with(bytes, at, "<meta") || begins_with(bytes, at, "<?xml");
        if (!in_meta || (c != 'c' && c != 'C' && c != 'e')) continue;
        onr_slice label = {NULL, 0};
        if (begins_with(bytes, at, "charset"))
            label = label_at(bytes, at + strlen("charset"));
        else if (begins_with(bytes, at, "encoding"))
            label = label_at(bytes, at + strlen("encoding"));
        if (label.ptr != NULL) return label;
    }
    return (onr_slice){NULL, 0};
}

/* Well-formed sequences beyond ASCII, and ill-formed ones. */
static void count_sequences(onr_slice in, size_t *good, size_t *bad)
{
    *good = *bad = 0;
    for (size_t at = 0; at < in.len;) {
        if ((unsigned char)in.ptr[at] < 0x80) {
            at++;
            continue;
        }
        uint32_t size;
        bool ok;
        onr_utf8_decode(in.ptr, in.len, at, &size, &ok);
        *(ok ? good : bad) += 1;
        at += size;
    }
}

static bool is_ascii(onr_slice in)
{
    for (size_t i = 0; i < in.len; i++) {
        if ((unsigned char)in.ptr[i] >= 0x80) return false;
    }
    return true;
}

/* A copy in which each ill-formed sequence is U+FFFD. */
static bool repair(onr_charset_text *out, onr_arena *arena, onr_slice in, size_t bad)
{
    if (bad > (SIZE_MAX - in.len) / REPLACEMENT_BYTES) return false;
    char *copy = onr_arena_take(arena, in.len + bad * REPLACEMENT_BYTES);
    if (copy == NULL) return false;
    size_t len = 0;
    for (size_t at = 0; at < in.len;) {
        size_t good = onr_utf8_valid_prefix(in.ptr + at, in.len - at);
        memcpy(copy + len, in.ptr + at, good);
        len += good;
        at += good;
        if (at == in.len) break;
        uint32_t size;
        bool ok;
        onr_utf8_decode(in.ptr, in.len, at, &size, &ok);
        len += onr_utf8_encode(copy + len, ONR_REPLACEMENT);
        at += size;
    }
    *out = (onr_charset_text){{copy, len}, UTF8, true};
    return true;
}

/* Room in an arena that grows as the text does. */
typedef struct room {
    onr_arena *arena;
    char *bytes;
    size_t len, size;
} room;

static bool enlarge(room *r)
{
    if (r->size > SIZE_MAX / 2) return false;
    char *bytes = onr_arena_take(r->arena, r->size * 2);
    if (bytes == NULL) return false;
    memcpy(bytes, r->bytes, r->len);
    r->bytes = bytes;
    r->size *= 2;
    return true;
}

/* One byte that means nothing becomes U+FFFD. */
static bool replace_byte(room *r, char **in, size_t *left, onr_charset_text *out)
{
    if (r->size - r->len < REPLACEMENT_BYTES && !enlarge(r)) return false;
    r->len += onr_utf8_encode(r->bytes + r->len, ONR_REPLACEMENT);
    (*in)++;
    (*left)--;
    out->repaired = true;
    return true;
}

static bool convert(iconv_t converter, onr_charset_text *out, onr_arena *arena, onr_slice in)
{
    room r = {.arena = arena, .size = in.len + in.len / 2 + 16};
    r.bytes = onr_arena_take(arena, r.size);
    if (r.bytes == NULL) return false;
    char *from = (char *)in.ptr; /* iconv takes no const, and writes nothing there */
    size_t left = in.len;
    while (left > 0) {
        char *to = r.bytes + r.len;
        size_t free_bytes = r.size - r.len;
        size_t done = iconv(converter, &from, &left, &to, &free_bytes);
        int why = errno;
        r.len = (size_t)(to - r.bytes);
        if (done != (size_t)-1) break;
        if (why == E2BIG ? !enlarge(&r) : !replace_byte(&r, &from, &left, out)) return false;
    }
    out->text = (onr_slice){r.bytes, r.len};
    return true;
}

static bool decode_as(onr_charset_text *out, onr_arena *arena, onr_slice in, const char *name)
{
    iconv_t converter = iconv_open(UTF8, name);
    if (converter == (iconv_t)-1) { /* the C library has no table for it, or memory is short */
        size_t good, bad;
        count_sequences(in, &good, &bad);
        return repair(out, arena, in, bad);
    }
    *out = (onr_charset_text){.name = name};
    bool done = convert(converter, out, arena, in);
    iconv_close(converter);
    return done;
}

static onr_slice skip(onr_slice bytes, size_t count)
{
    return (onr_slice){bytes.ptr + count, bytes.len - count};
}

/* The character set of a byte order mark, which is taken off; or NULL. */
static const char *take_mark(onr_slice *bytes)
{
    const char *name = NULL;
    size_t len = 2;
    if (bytes->len >= 3 && memcmp(bytes->ptr, "\xEF\xBB\xBF", 3) == 0)
        name = UTF8, len = 3;
    else if (bytes->len >= 2 && memcmp(bytes->ptr, "\xFF\xFE", 2) == 0)
        name = "UTF-16LE";
    else if (bytes->len >= 2 && memcmp(bytes->ptr, "\xFE\xFF", 2) == 0)
        name = "UTF-16BE";
    if (name != NULL) *bytes = skip(*bytes, len);
    return name;
}

static bool is_wide(const char *name)
{
    return strncmp(name, "UTF-16", 6) == 0;
}

/* The set that is claimed by transport or page; a page that could be read so far as to find the
 * claim is not UTF-16. */
static const char *claim(onr_slice bytes, onr_slice claimed)
{
    const char *name = name_of(claimed);
    if (name != NULL) return name;
    if (bytes.len >= 4 && memcmp(bytes.ptr, "<\0", 2) == 0 && bytes.ptr[3] == '\0')
        return "UTF-16LE";
    if (bytes.len >= 4 && memcmp(bytes.ptr, "\0<\0", 3) == 0) return "UTF-16BE";
    name = name_of(onr_charset_of_meta(bytes));
    return name != NULL && is_wide(name) ? UTF8 : name;
}

bool onr_charset_decode(onr_charset_text *out, onr_arena *arena, onr_slice bytes,
                        onr_slice claimed)
{
    *out = (onr_charset_text){{"", 0}, UTF8, false};
    if (bytes.len == 0) return true;
    const char *name = take_mark(&bytes);
    if (name != NULL && name != UTF8) return decode_as(out, arena, bytes, name);
    if (name == NULL) name = claim(bytes, claimed);
    bool stateful = name != NULL && (is_wide(name) || strcmp(name, "ISO-2022-JP") == 0);
    if (stateful && !(is_wide(name) && memchr(bytes.ptr, 0, bytes.len) == NULL))
        return decode_as(out, arena, bytes, name);
    if (onr_utf8_valid_prefix(bytes.ptr, bytes.len) == bytes.len) {
        bool plain = name != NULL && strcmp(name, UTF8) != 0 && is_ascii(bytes);
        *out = (onr_charset_text){bytes, plain ? name : UTF8, false};
        return true;
    }
    size_t good, bad;
    count_sequences(bytes, &good, &bad);
    if (name == NULL || (strcmp(name, UTF8) == 0 && bad > good))
        name = good > bad ? UTF8 : FALLBACK;
    if (strcmp(name, UTF8) == 0) return repair(out, arena, bytes, bad);
    return decode_as(out, arena, bytes, name);
}
