#include "ingest/http.h"

#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "ingest/inflate.h"

enum {
    MAX_CODINGS = 4,
    FIRST_BYTES = 64 << 10,
    KEEP_BYTES = 4 << 20, /* larger buffers are given back before the next response */
    RATIO_FREE_BYTES = 16 << 20
};

/* ---- the head ---- */

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool onr_http_same(onr_slice a, const char *b)
{
    size_t i = 0;
    while (i < a.len && b[i] != '\0' && lower(a.ptr[i]) == lower(b[i])) i++;
    return i == a.len && b[i] == '\0';
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static onr_slice trim(onr_slice s)
{
    while (s.len > 0 && is_blank(s.ptr[0])) s = (onr_slice){s.ptr + 1, s.len - 1};
    while (s.len > 0 && is_blank(s.ptr[s.len - 1])) s.len--;
    return s;
}

/* Take what stands before the first `end`, all when there is none. */
static onr_slice take_until(onr_slice *rest, char end)
{
    const char *found = rest->len == 0 ? NULL : memchr(rest->ptr, end, rest->len);
    size_t len = found == NULL ? rest->len : (size_t)(found - rest->ptr);
    onr_slice taken = {rest->ptr, len};
    size_t drop = found == NULL ? len : len + 1;
    *rest = (onr_slice){rest->ptr + drop, rest->len - drop};
    return taken;
}

onr_slice onr_http_header(onr_slice head, const char *name)
{
    while (head.len > 0) {
        onr_slice line = take_until(&head, '\n');
        onr_slice key = take_until(&line, ':');
        if (onr_http_same(trim(key), name)) return trim(line);
    }
    return (onr_slice){NULL, 0};
}

void onr_http_type(onr_slice value, onr_slice *type, onr_slice *charset)
{
    *type = *charset = (onr_slice){NULL, 0};
    if (value.ptr == NULL) return;
    *type = trim(take_until(&value, ';'));
    while (value.len > 0) {
        onr_slice parameter = take_until(&value, ';');
        onr_slice key = trim(take_until(&parameter, '='));
        parameter = trim(parameter);
        if (parameter.len >= 2 && (parameter.ptr[0] == '"' || parameter.ptr[0] == '\''))
            parameter = trim((onr_slice){parameter.ptr + 1, parameter.len - 2});
        if (onr_http_same(key, "charset") && parameter.len > 0) *charset = parameter;
    }
}

/* Length of the head with the empty line that ends it; 0 when it does not end. */
static size_t head_size(onr_slice message)
{
    for (size_t at = 0; at < message.len;) {
        const char *end = memchr(message.ptr + at, '\n', message.len - at);
        if (end == NULL) return 0;
        size_t next = (size_t)(end - message.ptr) + 1;
        if (next < message.len && message.ptr[next] == '\n') return next + 1;
        if (next + 1 < message.len && memcmp(message.ptr + next, "\r\n", 2) == 0) return next + 2;
        at = next;
    }
    return 0;
}

/* A decimal number; UINT64_MAX when it is none. */
static uint64_t read_number(onr_slice digits)
{
    uint64_t value = 0;
    if (digits.len == 0 || digits.len > 18) return UINT64_MAX;
    for (size_t i = 0; i < digits.len; i++) {
        if (digits.ptr[i] < '0' || digits.ptr[i] > '9') return UINT64_MAX;
        value = value * 10 + (uint64_t)(digits.ptr[i] - '0');
    }
    return value;
}

static uint32_t read_code(onr_slice head)
{
    onr_slice line = take_until(&head, '\n');
    if (line.len < 5 || memcmp(line.ptr, "HTTP/", 5) != 0) return 0;
    take_until(&line, ' ');
    line = trim(line);
    if (line.len > 3) line.len = 3;
    uint64_t code = read_number(line);
    return code == UINT64_MAX ? 0 : (uint32_t)code;
}

void onr_http_head(onr_http *out, onr_slice message)
{
    *out = (onr_http){0};
    size_t size = head_size(message);
    onr_slice head = {message.ptr, size == 0 ? message.len : size};
    out->code = read_code(head);
    onr_http_type(onr_http_header(head, "content-type"), &out->type, &out->charset);
    out->coding = onr_http_header(head, "content-encoding");
    out->chunked = onr_http_same(onr_http_header(head, "transfer-encoding"), "chunked");
    out->body_bytes = read_number(onr_http_header(head, "content-length"));
    out->body = (onr_slice){message.ptr + head.len, message.len - head.len};
}

/* ---- chunks ---- */

static int hex_value(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    c = lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Take the line that says how long the next chunk is; false when it is no such line. */
static bool take_chunk_size(onr_slice *rest, uint64_t *size)
{
    if (rest->len == 0 || memchr(rest->ptr, '\n', rest->len) == NULL) return false;
    onr_slice line = take_until(rest, '\n');
    line = trim(take_until(&line, ';'));
    *size = 0;
    if (line.len == 0 || line.len > 15) return false;
    for (size_t i = 0; i < line.len; i++) {
        int digit = hex_value(line.ptr[i]);
        if (digit < 0) return false;
        *size = *size * 16 + (uint64_t)digit;
    }
    return true;
}

static bool reserve(onr_http_work *work, int which, size_t size)
{
    if (size <= work->capacity[which]) return true;
    if (size > SIZE_MAX / 2) return false;
    char *grown = onr_resize(work->alloc, work->bytes[which], work->capacity[which], size);
    if (grown == NULL) return false;
    work->bytes[which] = grown;
    work->capacity[which] = size;
    return true;
}

/* Joins the chunks; a body that does not begin with a chunk is no chunked one. */
static bool join_chunks(onr_http *http, onr_http_work *work, int which)
{
    onr_slice rest = http->body;
    uint64_t size;
    if (!take_chunk_size(&rest, &size)) return true;
    if (!reserve(work, which, http->body.len)) return false;
    size_t len = 0;
    for (bool more = size > 0; more; more = size > 0) {
        size_t count = size < rest.len ? (size_t)size : rest.len;
        memcpy(work->bytes[which] + len, rest.ptr, count);
        len += count;
        rest = (onr_slice){rest.ptr + count, rest.len - count};
        onr_slice end = take_until(&rest, '\n');
        http->truncated = count < size || trim(end).len > 0 || !take_chunk_size(&rest, &size);
        if (http->truncated) break;
    }
    http->body = (onr_slice){work->bytes[which], len};
    http->body_bytes = UINT64_MAX; /* chunks have their own lengths */
    return true;
}

/* ---- codings ---- */

static onr_packing coding_of(onr_slice name)
{
    static const struct {
        const char *name;
        onr_packing packing;
    } CODINGS[] = {
        {"gzip", ONR_PACKING_GZIP},       {"x-gzip", ONR_PACKING_GZIP},
        {"deflate", ONR_PACKING_DEFLATE}, {"br", ONR_PACKING_BROTLI},
        {"zstd", ONR_PACKING_ZSTD},
    };
    for (size_t i = 0; i < sizeof CODINGS / sizeof *CODINGS; i++)
        if (onr_http_same(name, CODINGS[i].name)) return CODINGS[i].packing;
    return ONR_PACKING_NONE;
}

static onr_status fail_limit(const char *which, onr_error *err)
{
    return onr_fail(err, ONR_ELIMIT, "the page unpacks to more than the limit on %s allows", which);
}

typedef struct unpacking {
    onr_inflater inflater;
    onr_http_work *work;
    int which; /* buffer */
    size_t len, max_bytes;
    uint64_t max_ratio, packed;
} unpacking;

/* Unpack one member, growing the buffer; ONR_END at its end, ONR_OK when the input is over. */
static onr_status unpack_member(unpacking *u, onr_slice *in, onr_error *err)
{
    onr_status status = ONR_OK;
    while (status == ONR_OK) {
        size_t room = u->work->capacity[u->which] - u->len;
        if (room == 0) {
            size_t wanted = u->len == 0 ? FIRST_BYTES : u->len * 2;
            if (u->len > u->max_bytes) return fail_limit("size", err);
            if (!reserve(u->work, u->which, wanted)) return onr_fail_memory(err);
            continue;
        }
        size_t count, before = in->len;
        char *to = u->work->bytes[u->which] + u->len;
        status = onr_inflater_run(&u->inflater, in, to, room, &count);
        u->len += count;
        if (u->len > RATIO_FREE_BYTES && u->len / u->max_ratio > u->packed)
            return fail_limit("the ratio", err);
        if (status == ONR_OK && count == 0 && before == in->len) return ONR_OK;
    }
    return status == ONR_ENOMEM ? onr_fail_memory(err) : status;
}

/* Take off one coding. A body that is not in it at all stays as it is. */
static onr_status take_off(onr_http *http, onr_packing packing, unpacking *u, onr_error *err)
{
    onr_slice in = http->body;
    if (trim(in).len > 0 && trim(in).ptr[0] == '<') return ONR_OK;
    onr_status status =
        onr_inflater_open(&u->inflater, packing, (onr_slice){NULL, 0}, u->work->alloc);
    if (status != ONR_OK) return onr_fail_memory(err);
    u->len = 0;
    u->packed = in.len;
    do {
        status = unpack_member(u, &in, err);
    } while (status == ONR_END && in.len > 0 && packing == ONR_PACKING_GZIP);
    onr_inflater_close(&u->inflater);
    if (status == ONR_ELIMIT || status == ONR_ENOMEM) return status;
    if (u->len == 0 && status == ONR_EFORMAT) return ONR_OK;
    if (u->len > u->max_bytes) return fail_limit("size", err);
    /* Rubbish behind a whole member is no loss. */
    if (status != ONR_END && !(status == ONR_EFORMAT && packing == ONR_PACKING_GZIP && in.len > 0))
        http->truncated = true;
    http->body = (onr_slice){u->work->bytes[u->which], u->len};
    return ONR_OK;
}

/* The codings were applied in the order of the header, so they come off from its end. */
static onr_status take_off_all(onr_http *http, unpacking *u, onr_error *err)
{
    onr_packing packings[MAX_CODINGS];
    uint32_t count = 0;
    onr_slice rest = http->coding;
    while (rest.len > 0 && count < MAX_CODINGS) {
        onr_packing packing = coding_of(trim(take_until(&rest, ',')));
        if (packing != ONR_PACKING_NONE) packings[count++] = packing;
    }
    onr_status status = ONR_OK;
    while (status == ONR_OK && count > 0 && http->body.len > 0) {
        status = take_off(http, packings[--count], u, err);
        u->which = 1 - u->which;
    }
    return status;
}

static void give_back(onr_http_work *work, int which, size_t above)
{
    if (work->capacity[which] <= above) return;
    onr_release(work->alloc, work->bytes[which], work->capacity[which]);
    work->bytes[which] = NULL;
    work->capacity[which] = 0;
}

onr_status onr_http_unpack(onr_http *http, onr_http_work *work, size_t max_bytes,
                           uint64_t max_ratio, onr_error *err)
{
    give_back(work, 0, KEEP_BYTES);
    give_back(work, 1, KEEP_BYTES);
    if (http->chunked && !join_chunks(http, work, 0)) return onr_fail_memory(err);
    if (http->body_bytes != UINT64_MAX && http->body.len < http->body_bytes) http->truncated = true;
    unpacking u = {.work = work, .which = 1, .max_bytes = max_bytes, .max_ratio = max_ratio};
    if (max_ratio == 0) u.max_ratio = UINT64_MAX;
    return take_off_all(http, &u, err);
}

void onr_http_work_deinit(onr_http_work *work)
{
    give_back(work, 0, 0);
    give_back(work, 1, 0);
}
