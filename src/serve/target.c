#include "serve/target.h"

#include <string.h>

#include "base/utf8.h"
#include "serve/request.h"

static int hex(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Decode into the arena; `plus` for queries, where it is a blank. */
static onr_status decode(onr_slice *out, onr_slice in, bool plus, onr_arena *arena,
                         const char **problem)
{
    size_t len = 0;
    char *bytes = onr_arena_take(arena, in.len + 1);
    if (bytes == NULL) return ONR_ENOMEM;
    for (size_t i = 0; i < in.len; i++) {
        char c = in.ptr[i];
        if (c == '%') {
            int high = i + 2 < in.len ? hex(in.ptr[i + 1]) : -1;
            int low = high < 0 ? -1 : hex(in.ptr[i + 2]);
            *problem = "a percent sign needs two hexadecimal digits";
            if (low < 0) return ONR_EFORMAT;
            c = (char)(high << 4 | low);
            i += 2;
        } else if (c == '+' && plus) {
            c = ' ';
        }
        *problem = "the target holds a control character";
        if ((unsigned char)c < 0x20 || c == 0x7F) return ONR_EFORMAT;
        bytes[len++] = c;
    }
    *problem = "the target is not UTF-8";
    if (onr_utf8_valid_prefix(bytes, len) != len) return ONR_EFORMAT;
    *out = (onr_slice){bytes, len};
    return ONR_OK;
}

static onr_status add_parameter(onr_target *out, onr_slice pair, onr_arena *arena,
                                const char **problem)
{
    onr_slice name, value = pair;
    if (pair.len == 0) return ONR_OK;
    *problem = "the target has too many parameters";
    if (out->count == ONR_TARGET_MAX_PARAMETERS) return ONR_EFORMAT;
    onr_slice_cut(&name, &value, '=');
    if (value.ptr == NULL) value = (onr_slice){"", 0};
    struct onr_target_parameter *p = &out->parameters[out->count++];
    onr_status status = decode(&p->name, name, true, arena, problem);
    return status == ONR_OK ? decode(&p->value, value, true, arena, problem) : status;
}

onr_status onr_target_parse(onr_target *out, onr_slice target, onr_arena *arena,
                            const char **problem)
{
    onr_slice path, query = target, pair;
    out->count = 0;
    out->path = (onr_slice){NULL, 0};
    *problem = "the target is not a path";
    if (target.len == 0 || target.ptr[0] != '/') return ONR_EFORMAT;
    onr_slice_cut(&path, &query, '?');
    onr_status status = decode(&out->path, path, false, arena, problem);
    while (status == ONR_OK && onr_slice_cut(&pair, &query, '&'))
        status = add_parameter(out, pair, arena, problem);
    return status;
}

onr_slice onr_target_find(const onr_target *target, const char *name)
{
    for (uint32_t i = 0; i < target->count; i++)
        if (onr_slice_is(target->parameters[i].name, name)) return target->parameters[i].value;
    return (onr_slice){NULL, 0};
}
