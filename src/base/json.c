#include "base/json.h"

#include <assert.h>
#include <string.h>

#include "base/utf8.h"

bool onr_json_fail(onr_json *json, onr_status status, size_t at_byte, const char *problem)
{
    if (json->status != ONR_OK) return false;
    json->status = status;
    json->problem = problem;
    json->problem_byte = at_byte;
    return false;
}

static bool bad(onr_json *json, const char *problem)
{
    return onr_json_fail(json, ONR_EFORMAT, json->at_byte, problem);
}

void onr_json_init(onr_json *json, onr_slice text, onr_arena *arena)
{
    *json = (onr_json){.text = text, .arena = arena};
}

/* The byte at the cursor, or 0 at the end: a NUL is valid nowhere in JSON. */
static char here(const onr_json *json)
{
    return json->at_byte < json->text.len ? json->text.ptr[json->at_byte] : '\0';
}

static char after_space(onr_json *json)
{
    char c = here(json);
    while (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
        json->at_byte++;
        c = here(json);
    }
    return c;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

onr_json_kind onr_json_peek(onr_json *json)
{
    char c = after_space(json);
    switch (c) {
    case '{': return ONR_JSON_OBJECT;
    case '[': return ONR_JSON_ARRAY;
    case '"': return ONR_JSON_STRING;
    case 'n': return ONR_JSON_NULL;
    case 't':
    case 'f': return ONR_JSON_BOOL;
    default: return c == '-' || is_digit(c) ? ONR_JSON_NUMBER : ONR_JSON_NOTHING;
    }
}

static bool enter(onr_json *json, char opener, const char *problem)
{
    if (json->status != ONR_OK) return false;
    if (after_space(json) != opener) return bad(json, problem);
    if (json->depth == ONR_JSON_MAX_DEPTH)
        return onr_json_fail(json, ONR_ELIMIT, json->at_byte,
                             "arrays and objects are nested too deeply");
    uint64_t bit = (uint64_t)1 << json->depth++;
    json->objects = opener == '{' ? json->objects | bit : json->objects & ~bit;
    json->at_byte++;
    json->first = true;
    return true;
}

bool onr_json_object(onr_json *json)
{
    return enter(json, '{', "an object is expected");
}

bool onr_json_array(onr_json *json)
{
    return enter(json, '[', "an array is expected");
}

static bool in_object(const onr_json *json)
{
    return (json->objects >> (json->depth - 1) & 1) != 0;
}

/* Past the comma to the next member or element; false when the container ends here. */
static bool advance(onr_json *json)
{
    if (json->status != ONR_OK) return false;
    assert(json->depth > 0);
    bool object = in_object(json);
    char c = after_space(json);
    if (c == (object ? '}' : ']')) {
        json->at_byte++;
        json->depth--;
        json->first = false;
        return false;
    }
    if (json->first) {
        json->first = false;
        return true;
    }
    if (c != ',') return bad(json, object ? "',' or '}' is expected" : "',' or ']' is expected");
    json->at_byte++;
    if (onr_json_peek(json) == ONR_JSON_NOTHING) return bad(json, "a value is expected after ','");
    return true;
}

/* True when one of the 8 bytes ends a run of plain characters: a quotation mark, a backslash or a
 * control. Each term sets the high bit of such a byte (and perhaps of bytes above it). */
static inline bool stops_run(uint64_t eight)
{
    const uint64_t ones = 0x0101010101010101u;
    uint64_t quote = eight ^ ones * '"';
    uint64_t slash = eight ^ ones * '\\';
    uint64_t hit = ((eight - ones * 0x20) & ~eight) | ((quote - ones) & ~quote) |
                   ((slash - ones) & ~slash);
    return (hit & ones * 0x80) != 0;
}

/* Moves the cursor over plain characters of a string. */
static void skip_run(onr_json *json)
{
    const char *s = json->text.ptr;
    size_t at = json->at_byte, len = json->text.len;
    uint64_t eight;
    while (len - at >= 8 && (memcpy(&eight, s + at, 8), !stops_run(eight))) at += 8;
    while (at < len && (unsigned char)s[at] >= 0x20 && s[at] != '"' && s[at] != '\\') at++;
    json->at_byte = at;
}

static int hex_value(char c)
{
    if (is_digit(c)) return c - '0';
    char lower = (char)(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/* Checks the escape at the cursor and moves over it. */
static bool skip_escape(onr_json *json)
{
    size_t start = json->at_byte++;
    char c = here(json);
    if (c == '\0' || strchr("\"\\/bfnrtu", c) == NULL)
        return onr_json_fail(json, ONR_EFORMAT, start, "an unknown escape");
    json->at_byte++;
    for (int i = 0; c == 'u' && i < 4; i++, json->at_byte++) {
        if (hex_value(here(json)) < 0)
            return onr_json_fail(json, ONR_EFORMAT, start,
                                 "four hexadecimal digits are expected after \\u");
    }
    return true;
}

/* Checks a string and takes what stands between its marks, escapes and all. */
static bool take_raw_string(onr_json *json, onr_slice *raw, bool *has_escapes)
{
    if (after_space(json) != '"') return bad(json, "a string is expected");
    size_t start = ++json->at_byte;
    *has_escapes = false;
    for (;;) {
        skip_run(json);
        if (json->at_byte >= json->text.len)
            return onr_json_fail(json, ONR_EFORMAT, start - 1, "a string is not closed");
        char c = here(json);
        if (c == '"') break;
        if (c != '\\') return bad(json, "a control character stands in a string");
        *has_escapes = true;
        if (!skip_escape(json)) return false;
    }
    *raw = (onr_slice){json->text.ptr + start, json->at_byte - start};
    json->at_byte++;
    return true;
}

static uint32_t read_hex4(const char *s)
{
    uint32_t value = 0;
    for (int i = 0; i < 4; i++) value = value << 4 | (uint32_t)hex_value(s[i]);
    return value;
}

/* The code point of a \u escape at raw[at], or of a pair of them. */
static uint32_t decode_unicode(onr_slice raw, size_t *at)
{
    uint32_t high = read_hex4(raw.ptr + *at + 2);
    *at += 6;
    if (high < 0xD800 || high > 0xDFFF) return high;
    const char *next = raw.ptr + *at;
    if (high > 0xDBFF || raw.len - *at < 6 || next[0] != '\\' || next[1] != 'u')
        return ONR_REPLACEMENT;
    uint32_t low = read_hex4(next + 2);
    if (low < 0xDC00 || low > 0xDFFF) return ONR_REPLACEMENT;
    *at += 6;
    return 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
}

static uint32_t decode_escape(onr_slice raw, size_t *at)
{
    char c = raw.ptr[*at + 1];
    if (c == 'u') return decode_unicode(raw, at);
    *at += 2;
    switch (c) {
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    default: return (unsigned char)c;
    }
}

/* Resolves the escapes of a checked string; no escape is shorter than what it stands for. */
static size_t decode_string(char *out, onr_slice raw)
{
    size_t at = 0, to = 0;
    while (at < raw.len) {
        const char *slash = memchr(raw.ptr + at, '\\', raw.len - at);
        size_t run = slash == NULL ? raw.len - at : (size_t)(slash - raw.ptr) - at;
        memcpy(out + to, raw.ptr + at, run);
        at += run;
        to += run;
        if (slash != NULL) to += onr_utf8_encode(out + to, decode_escape(raw, &at));
    }
    return to;
}

bool onr_json_string(onr_json *json, onr_slice *out)
{
    bool has_escapes;
    onr_slice raw;
    if (json->status != ONR_OK || !take_raw_string(json, &raw, &has_escapes)) return false;
    *out = raw;
    if (!has_escapes) return true;
    char *decoded = onr_arena_take(json->arena, raw.len);
    if (decoded == NULL) return onr_json_fail(json, ONR_ENOMEM, json->at_byte, "out of memory");
    *out = (onr_slice){decoded, decode_string(decoded, raw)};
    return true;
}

static bool skip_string(onr_json *json)
{
    bool has_escapes;
    onr_slice raw;
    return take_raw_string(json, &raw, &has_escapes);
}

static bool take_colon(onr_json *json)
{
    if (after_space(json) != ':') return bad(json, "':' is expected after a name");
    json->at_byte++;
    return true;
}

/* After advance() in an object: the cursor must stand at a name. */
static bool at_name(onr_json *json)
{
    return after_space(json) == '"' || bad(json, "a name in quotation marks is expected");
}

bool onr_json_member(onr_json *json, onr_slice *key)
{
    return advance(json) && at_name(json) && onr_json_string(json, key) && take_colon(json);
}

bool onr_json_element(onr_json *json)
{
    return advance(json);
}

static bool skip_digits(onr_json *json)
{
    if (!is_digit(here(json))) return bad(json, "a digit is expected");
    while (is_digit(here(json))) json->at_byte++;
    return true;
}

bool onr_json_number(onr_json *json, onr_slice *out)
{
    if (json->status != ONR_OK) return false;
    if (onr_json_peek(json) != ONR_JSON_NUMBER) return bad(json, "a number is expected");
    size_t start = json->at_byte;
    if (here(json) == '-') json->at_byte++;
    if (here(json) == '0')
        json->at_byte++;
    else if (!skip_digits(json))
        return false;
    if (is_digit(here(json))) return bad(json, "a number begins with 0");
    if (here(json) == '.') {
        json->at_byte++;
        if (!skip_digits(json)) return false;
    }
    if (here(json) == 'e' || here(json) == 'E') {
        json->at_byte++;
        if (here(json) == '+' || here(json) == '-') json->at_byte++;
        if (!skip_digits(json)) return false;
    }
    *out = (onr_slice){json->text.ptr + start, json->at_byte - start};
    return true;
}

static bool skip_word(onr_json *json, const char *word)
{
    size_t len = strlen(word);
    if (json->text.len - json->at_byte < len ||
        memcmp(json->text.ptr + json->at_byte, word, len) != 0)
        return bad(json, "a value is none of null, true and false");
    json->at_byte += len;
    return true;
}

/* Takes a scalar, or enters an array or object. */
static bool begin_value(onr_json *json)
{
    onr_slice number;
    switch (onr_json_peek(json)) {
    case ONR_JSON_OBJECT: return onr_json_object(json);
    case ONR_JSON_ARRAY: return onr_json_array(json);
    case ONR_JSON_STRING: return skip_string(json);
    case ONR_JSON_NUMBER: return onr_json_number(json, &number);
    case ONR_JSON_NULL: return skip_word(json, "null");
    case ONR_JSON_BOOL: return skip_word(json, here(json) == 't' ? "true" : "false");
    case ONR_JSON_NOTHING: break;
    }
    return bad(json, "a value is expected");
}

/* To the next value of the innermost container, over its name; false when the container ended. */
static bool next_value(onr_json *json)
{
    if (!advance(json)) return false;
    return !in_object(json) || (at_name(json) && skip_string(json) && take_colon(json));
}

bool onr_json_skip(onr_json *json)
{
    uint32_t outside = json->depth;
    do {
        if (json->status != ONR_OK || !begin_value(json)) return false;
        while (json->depth > outside && !next_value(json)) {
            if (json->status != ONR_OK) return false;
        }
    } while (json->depth > outside);
    return true;
}

bool onr_json_finish(onr_json *json)
{
    if (json->status != ONR_OK) return false;
    after_space(json);
    if (json->at_byte < json->text.len) return bad(json, "something stands after the value");
    return true;
}
