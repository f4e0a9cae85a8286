/*
 * web.c - addresses: http://..., www..., name@host, example.com, report.pdf.
 *
 * Recognised by shape only, looking ahead at most MAX_HOST bytes before it is clear that there is
 * an address, so that text without any costs nothing more.
 */
#include "token/lexicon.h"
#include "token/scan.h"

#include <string.h>

enum { MAX_HOST = 253, MAX_LOCAL = 64 };

static bool is_alnum(unsigned char c)
{
    return c < 0x80 && (onr_class_ascii[c] & ONR_CLASS_WORD);
}

static bool is_upper(unsigned char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_local(unsigned char c)
{
    return is_alnum(c) || c == '.' || c == '_' || c == '-' || c == '+' || c == '%';
}

static bool is_host(unsigned char c)
{
    return is_alnum(c) || c == '.' || c == '-' || c == '_';
}

/* Does text[at] start with the ASCII `prefix`, in any case? */
static bool starts_with(const onr_scan *s, uint32_t at, const char *prefix)
{
    for (; *prefix != '\0'; prefix++, at++) {
        if ((onr_scan_byte(s, at) | 0x20) != ((unsigned char)*prefix | 0x20)) return false;
    }
    return true;
}

/* May the character be part of an address? Brackets and quotation marks end it. */
static bool ends_address(const onr_scan *s, uint32_t at, uint32_t *size)
{
    uint8_t class = onr_scan_class(s, at, size);
    unsigned char c = onr_scan_byte(s, at);
    if (class & (ONR_CLASS_SPACE | ONR_CLASS_IGNORE)) return true;
    if (c >= 0x80) return !(class & ONR_CLASS_WORD);
    return strchr("<>\"|`^\\{}", c) != NULL;
}

/* Marks at the end belong to the sentence, not to the address. */
static uint32_t trim_address(const onr_scan *s, uint32_t start, uint32_t end)
{
    bool bracket = memchr(s->text + start, '(', end - start) != NULL;
    while (end > start) {
        unsigned char c = onr_scan_byte(s, end - 1);
        if (c == ')' && bracket) break;
        if (c >= 0x80 || strchr(".,;:!?'()[]*", c) == NULL) break;
        end--;
    }
    return end;
}

static uint32_t address_end(const onr_scan *s, uint32_t start, uint32_t from)
{
    uint32_t end = from, size;
    while (end < s->len && !ends_address(s, end, &size)) end += size;
    end = trim_address(s, start, end);
    return end > from ? end : start;
}

/* End of the host name at `at`; dots and hyphens at its end are left out. */
static uint32_t host_end(const onr_scan *s, uint32_t at)
{
    uint32_t end = at;
    while (end - at < MAX_HOST && is_host(onr_scan_byte(s, end))) {
        if (onr_scan_byte(s, end) == '.' && !is_alnum(onr_scan_byte(s, end + 1))) break;
        end++;
    }
    while (end > at && !is_alnum(onr_scan_byte(s, end - 1))) end--;
    return end;
}

static uint32_t mail_end(onr_scan *s, uint32_t at)
{
    if (at < s->no_mail) return at;
    uint32_t sign = at;
    while (sign - at < MAX_LOCAL && is_local(onr_scan_byte(s, sign))) sign++;
    s->no_mail = sign;
    if (sign == at || onr_scan_byte(s, sign) != '@') return at;
    uint32_t end = host_end(s, sign + 1);
    return end > sign + 1 ? end : at;
}

static uint32_t count_byte(const onr_scan *s, uint32_t from, uint32_t to, char byte)
{
    uint32_t count = 0;
    for (uint32_t i = from; i < to; i++) count += s->text[i] == byte;
    return count;
}

/* "comp.sources.unix": small letters, and at least two of them in each of three or more parts. */
static bool is_newsgroup(const onr_scan *s, uint32_t at, uint32_t end)
{
    uint32_t parts = 1, letters = 0;
    for (; at < end; at++) {
        char c = s->text[at];
        if (c == '.' && letters < 2) return false;
        if (c != '.' && c != '-' && (c < 'a' || c > 'z')) return false;
        parts += c == '.';
        letters = c == '.' ? 0 : letters + 1;
    }
    return parts > 2 && letters > 1;
}

/* Does the last part, text[last, end), show that text[at, end) is a domain or a file? */
static bool is_domain(const onr_scan *s, uint32_t at, uint32_t last, uint32_t end)
{
    bool sure;
    if (!onr_lexicon_domain(s->text + last, end - last, &sure)) return false;
    if (!sure && count_byte(s, at, end, '.') < 2) return false;
    /* "said.In fact" is a lost space, "Yahoo.com" and "BBC.CO.UK" are not. */
    return !is_upper(onr_scan_byte(s, last)) || is_upper(onr_scan_byte(s, last + 1));
}

/* "example.com", "bbc.co.uk/news", "report.pdf". */
static uint32_t domain_end(onr_scan *s, uint32_t at)
{
    if (at < s->no_domain) return at;
    uint32_t end = host_end(s, at);
    uint32_t last = end;
    s->no_domain = end;
    while (last > at && onr_scan_byte(s, last - 1) != '.') last--;
    if (last == at || onr_scan_is_word(s, end)) return at;
    if (!is_domain(s, at, last, end)) return is_newsgroup(s, at, end) ? end : at;
    if (onr_scan_byte(s, end) == '/' && is_alnum(onr_scan_byte(s, end + 1)))
        return address_end(s, at, end + 1);
    return end;
}

uint32_t onr_web_end(onr_scan *s, uint32_t at, uint32_t run)
{
    unsigned char mark = onr_scan_byte(s, run);
    if (mark == ':') {
        if (starts_with(s, run, "://") && onr_scan_byte(s, run + 3) > ' ')
            return address_end(s, at, run + 3);
        if (starts_with(s, at, "mailto:")) return address_end(s, at, run + 1);
        return at;
    }
    if (mark == '.' && run - at == 3 && starts_with(s, at, "www.") &&
        is_alnum(onr_scan_byte(s, run + 1)))
        return address_end(s, at, run + 1);
    if (!is_local(mark) && mark != '@') return at;
    uint32_t end = mail_end(s, at);
    if (end == at && mark != '@') end = domain_end(s, at);
    return end;
}
