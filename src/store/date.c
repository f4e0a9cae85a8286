#include "store/date.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

/* `count` digits as a number; -1 when they are something else. */
static int digits(const char *text, int count)
{
    int value = 0;
    for (int i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9') return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

static int days_of(int year, int month)
{
    static const char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap);
}

static bool is_day(int year, int month, int day)
{
    return year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= days_of(year, month);
}

void onr_date_day(char out[11], onr_slice date)
{
    out[0] = '\0';
    if (date.len < 10 || date.ptr[4] != '-' || date.ptr[7] != '-') return;
    if (date.len > 10 && date.ptr[10] >= '0' && date.ptr[10] <= '9') return;
    if (!is_day(digits(date.ptr, 4), digits(date.ptr + 5, 2), digits(date.ptr + 8, 2))) return;
    memcpy(out, date.ptr, 10);
    out[10] = '\0';
}

bool onr_date_bound(char out[11], const char *text, bool last)
{
    size_t len = strlen(text);
    if (len != 4 && len != 7 && len != 10) return false;
    if ((len > 4 && text[4] != '-') || (len > 7 && text[7] != '-')) return false;
    int year = digits(text, 4);
    int month = len > 4 ? digits(text + 5, 2) : (last ? 12 : 1);
    if (year < 0 || month < 1 || month > 12) return false;
    int day = len > 7 ? digits(text + 8, 2) : (last ? days_of(year, month) : 1);
    if (!is_day(year, month, day)) return false;
    snprintf(out, 11, "%04u-%02u-%02u", (unsigned)year % 10000, (unsigned)month % 100,
             (unsigned)day % 100);
    return true;
}

onr_slice onr_url_host(onr_slice url)
{
    const onr_slice none = {NULL, 0};
    if (url.ptr == NULL) return none;
    const char *end = url.ptr + url.len;
    const char *colon = memchr(url.ptr, ':', url.len);
    if (colon == NULL || end - colon < 4 || memcmp(colon, "://", 3) != 0) return none;
    const char *host = colon + 3;
    const char *stop = host;
    while (stop < end && strchr("/?#", *stop) == NULL) stop++;
    for (const char *at = host; at < stop; at++)
        if (*at == '@') host = at + 1;
    const char *port = memchr(host, ':', (size_t)(stop - host));
    if (port != NULL) stop = port;
    if (stop - host > 4 && strncasecmp(host, "www.", 4) == 0) host += 4;
    return stop > host ? (onr_slice){host, (size_t)(stop - host)} : none;
}
