#include "serve/guard.h"

#include <string.h>
#include <sys/random.h>

static bool is_port(onr_slice port)
{
    if (port.len > 5) return false;
    for (size_t i = 0; i < port.len; i++)
        if (port.ptr[i] < '0' || port.ptr[i] > '9') return false;
    return true;
}

static bool is_name_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c == '-' || c == '.' || c == '_' || c == ':' || c == '[' || c == ']';
}

bool onr_guard_host_name(onr_slice host, onr_slice *name)
{
    size_t len = 0;
    bool bracket = host.len > 0 && host.ptr[0] == '[';
    while (len < host.len && is_name_byte(host.ptr[len]) && (bracket || host.ptr[len] != ':')) {
        len++;
        if (bracket && host.ptr[len - 1] == ']') break;
    }
    *name = (onr_slice){host.ptr, len};
    if (len == 0 || (bracket && host.ptr[len - 1] != ']')) return false;
    if (len == host.len) return true;
    return host.ptr[len] == ':' && is_port((onr_slice){host.ptr + len + 1, host.len - len - 1});
}

/* 127.0.0.0/8 in four decimal numbers. */
static bool is_loopback(onr_slice name)
{
    uint32_t dots = 0;
    if (name.len < 9 || name.len > 15 || memcmp(name.ptr, "127.", 4) != 0) return false;
    for (size_t i = 0; i < name.len; i++) {
        if (name.ptr[i] == '.')
            dots++;
        else if (name.ptr[i] < '0' || name.ptr[i] > '9')
            return false;
    }
    return dots == 3;
}

bool onr_guard_knows_host(const onr_guard *guard, const onr_request *request)
{
    onr_slice name;
    if (request->host_count != 1 || !onr_guard_host_name(request->host, &name)) return false;
    if (onr_slice_is_word(name, "localhost") || onr_slice_is(name, "[::1]") || is_loopback(name))
        return true;
    for (uint32_t i = 0; i < guard->host_count; i++)
        if (onr_slice_is_word(name, guard->hosts[i])) return true;
    return false;
}

/* What is behind "http://" or "https://"; absent for "null" and everything else. */
static onr_slice authority_of(onr_slice origin)
{
    static const char *const schemes[] = {"http://", "https://"};
    for (int i = 0; i < 2; i++) {
        size_t len = strlen(schemes[i]);
        if (origin.len > len && memcmp(origin.ptr, schemes[i], len) == 0)
            return (onr_slice){origin.ptr + len, origin.len - len};
    }
    return (onr_slice){NULL, 0};
}

bool onr_guard_same_origin(const onr_request *request)
{
    if (request->fetch_site.ptr != NULL && !onr_slice_is(request->fetch_site, "same-origin") &&
        !onr_slice_is(request->fetch_site, "none"))
        return false;
    if (request->origin.ptr == NULL) return true;
    onr_slice authority = authority_of(request->origin);
    return authority.len > 0 && authority.len == request->host.len &&
           strncasecmp(authority.ptr, request->host.ptr, authority.len) == 0;
}

bool onr_guard_has_token(const onr_guard *guard, const onr_request *request)
{
    static const char scheme[] = "Bearer ";
    onr_slice given = request->authorization;
    if (guard->token == NULL || given.len < sizeof scheme - 1) return false;
    if (strncasecmp(given.ptr, scheme, sizeof scheme - 1) != 0) return false;
    given = onr_slice_trim((onr_slice){given.ptr + sizeof scheme - 1,
                                       given.len - (sizeof scheme - 1)});
    size_t len = strlen(guard->token);
    if (given.len != len) return false;
    unsigned char differs = 0;
    for (size_t i = 0; i < len; i++)
        differs |= (unsigned char)(given.ptr[i] ^ guard->token[i]);
    return differs == 0;
}

bool onr_guard_make_token(char out[ONR_TOKEN_DIGITS + 1])
{
    static const char digits[] = "0123456789abcdef";
    unsigned char bytes[ONR_TOKEN_DIGITS / 2];
    if (getrandom(bytes, sizeof bytes, 0) != (ssize_t)sizeof bytes) return false;
    for (size_t i = 0; i < sizeof bytes; i++) {
        out[2 * i] = digits[bytes[i] >> 4];
        out[2 * i + 1] = digits[bytes[i] & 15];
    }
    out[ONR_TOKEN_DIGITS] = '\0';
    return true;
}
