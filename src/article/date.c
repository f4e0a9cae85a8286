#include "article/date.h"

#include <stdio.h>
#include <string.h>

#include "article/names.h"

enum { MIN_YEAR = 1990, MAX_YEAR = 2099, MAX_SEARCHED_BYTES = 400 };

typedef struct moment {
    uint32_t year, month, day;
    uint32_t hour, minute, second;
    bool has_time, has_second, has_zone;
    int32_t zone_minutes;
} moment;

/* First letters of the names, long enough to tell them apart; no name begins like another's. */
static const struct {
    const char *prefix;
    uint8_t month;
} months[] = {
    {"jan", 1},    {"ene", 1},   {"gen", 1},   {"jän", 1},   {"янв", 1},
    {"feb", 2},    {"fév", 2},   {"fev", 2},   {"фев", 2},
    {"mar", 3},    {"mär", 3},   {"maa", 3},   {"mrt", 3},   {"мар", 3},
    {"apr", 4},    {"avr", 4},   {"abr", 4},   {"апр", 4},
    {"may", 5},    {"mai", 5},   {"mag", 5},   {"mei", 5},   {"мая", 5},   {"май", 5},
    {"jun", 6},    {"juin", 6},  {"giu", 6},   {"июн", 6},
    {"jul", 7},    {"juil", 7},  {"lug", 7},   {"июл", 7},
    {"aug", 8},    {"aoû", 8},   {"ago", 8},   {"agu", 8},   {"авг", 8},
    {"sep", 9},    {"set", 9},   {"сен", 9},
    {"oct", 10},   {"okt", 10},  {"ott", 10},  {"out", 10},  {"окт", 10},
    {"nov", 11},   {"ноя", 11},
    {"dec", 12},   {"dez", 12},  {"déc", 12},  {"dic", 12},  {"des", 12},  {"дек", 12},
};

static const struct {
    const char *name;
    int16_t minutes;
} zones[] = {
    {"UTC", 0},    {"GMT", 0},    {"EST", -300}, {"EDT", -240}, {"CST", -360}, {"CDT", -300},
    {"MST", -420}, {"MDT", -360}, {"PST", -480}, {"PDT", -420}, {"BST", 60},   {"CET", 60},
    {"CEST", 120}, {"MEZ", 60},   {"IST", 330},  {"JST", 540},  {"KST", 540},  {"MSK", 180},
    {"AEST", 600}, {"AEDT", 660}, {"WAT", 60},   {"EAT", 180},  {"SAST", 120}, {"PHT", 480},
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (onr_lower(c) >= 'a' && onr_lower(c) <= 'z') || (unsigned char)c >= 0x80;
}

/* A number of up to `max` digits that is no part of a longer one; its length, or 0. */
static size_t take_number(onr_slice text, size_t at, size_t max, uint32_t *value)
{
    size_t len = 0;
    *value = 0;
    while (at + len < text.len && is_digit(text.ptr[at + len])) {
        if (len == max) return 0;
        *value = *value * 10 + (uint32_t)(text.ptr[at + len] - '0');
        len++;
    }
    return len;
}

static size_t skip_any(onr_slice text, size_t at, const char *set)
{
    while (at < text.len && text.ptr[at] != '\0' && strchr(set, text.ptr[at]) != NULL) at++;
    return at;
}

static bool begins(onr_slice text, size_t at, const char *word)
{
    size_t len = strlen(word);
    return text.len - at >= len && memcmp(text.ptr + at, word, len) == 0;
}

static bool is_date(const moment *m)
{
    static const uint8_t days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return m->year >= MIN_YEAR && m->year <= MAX_YEAR && m->month >= 1 && m->month <= 12 &&
           m->day >= 1 && m->day <= days[m->month - 1];
}

/* "12:30", "12:30:15.123", "2:30 PM", "14h30", "12.30pm" at `at`; the end, or `at`. */
static size_t take_time(onr_slice text, size_t at, moment *m)
{
    uint32_t hour, minute, second = 0;
    size_t start = at, len = take_number(text, at, 2, &hour);
    if (len == 0 || at + len >= text.len) return start;
    at += len;
    if (text.ptr[at] != ':' && text.ptr[at] != 'h' && text.ptr[at] != '.') return start;
    bool dot = text.ptr[at] == '.';
    if (take_number(text, at + 1, 2, &minute) != 2 || hour > 23 || minute > 59) return start;
    at += 3;
    bool has_second = at < text.len && text.ptr[at] == ':' &&
                      take_number(text, at + 1, 2, &second) == 2 && second <= 60;
    if (has_second) at += 3;
    if (has_second && at < text.len && text.ptr[at] == '.') {
        at++;
        while (at < text.len && is_digit(text.ptr[at])) at++;
    }
    size_t after = skip_any(text, at, " ");
    char half = after < text.len ? onr_lower(text.ptr[after]) : '\0';
    size_t mark = after + 1 < text.len && text.ptr[after + 1] == '.' ? 2 : 1;
    bool has_half = (half == 'a' || half == 'p') && after + mark < text.len &&
                    onr_lower(text.ptr[after + mark]) == 'm';
    if (dot && !has_half) return start;
    if (has_half) {
        hour = hour % 12 + (half == 'p' ? 12 : 0);
        at = skip_any(text, after + mark + 1, ".");
    }
    m->hour = hour;
    m->minute = minute;
    m->second = second;
    m->has_time = true;
    m->has_second = has_second;
    return at;
}

static void set_zone(moment *m, int32_t minutes)
{
    m->has_zone = true;
    m->zone_minutes = minutes;
}

/* "Z", "+01:00", "-0500", "EST", "GMT+2" behind a time. */
static void take_zone(onr_slice text, size_t at, moment *m)
{
    at = skip_any(text, at, " (");
    for (size_t i = 0; i < sizeof zones / sizeof zones[0]; i++) {
        size_t len = strlen(zones[i].name);
        if (!begins(text, at, zones[i].name)) continue;
        if (at + len < text.len && is_letter(text.ptr[at + len])) continue;
        set_zone(m, zones[i].minutes);
        at += len;
        break;
    }
    if (at >= text.len) return;
    char c = text.ptr[at];
    if (c == 'Z' && (at + 1 == text.len || !is_letter(text.ptr[at + 1]))) set_zone(m, 0);
    uint32_t hours, minutes = 0;
    if (c != '+' && c != '-') return;
    size_t len = take_number(text, at + 1, 4, &hours);
    if (len == 4) {
        minutes = hours % 100;
        hours /= 100;
    } else if (len == 0 || len == 3)
        return;
    else if (at + 1 + len < text.len && text.ptr[at + 1 + len] == ':' &&
             take_number(text, at + 2 + len, 2, &minutes) != 2)
        return;
    if (hours > 14 || minutes > 59) return;
    set_zone(m, (c == '-' ? -1 : 1) * (int32_t)(hours * 60 + minutes));
}

/* Time and zone somewhere close behind the date. */
static void take_rest(onr_slice text, size_t at, moment *m)
{
    size_t limit = at + 16 < text.len ? at + 16 : text.len;
    for (size_t i = at; i < limit; i++) {
        if (!is_digit(text.ptr[i]) || (i > 0 && is_digit(text.ptr[i - 1]))) continue;
        size_t end = take_time(text, i, m);
        if (end > i) {
            take_zone(text, end, m);
            return;
        }
    }
}

/* A time in front of the date, as in "10:20 AM EST Nov 5, 2024". */
static void take_time_before(onr_slice text, size_t end, moment *m)
{
    if (m->has_time) return;
    size_t start = end > 24 ? end - 24 : 0;
    for (size_t i = start; i < end; i++) {
        if (!is_digit(text.ptr[i]) || (i > 0 && is_digit(text.ptr[i - 1]))) continue;
        size_t after = take_time((onr_slice){text.ptr, end}, i, m);
        if (after > i) {
            take_zone((onr_slice){text.ptr, end}, after, m);
            return;
        }
    }
}

/* Length of a month's name at `at`, or 0. Capitals beyond ASCII are not met in practice. */
static size_t take_month(onr_slice text, size_t at, uint32_t *month)
{
    for (size_t i = 0; i < sizeof months / sizeof months[0]; i++) {
        const char *prefix = months[i].prefix;
        size_t len = strlen(prefix), same = 0;
        while (same < len && at + same < text.len && onr_lower(text.ptr[at + same]) == prefix[same])
            same++;
        if (same < len) continue;
        while (at + len < text.len && is_letter(text.ptr[at + len])) len++;
        *month = months[i].month;
        return len > 20 ? 0 : len;
    }
    return 0;
}

/* "2024-03-05", "2024/3/5", "2024.03.05", "20240305", "2024年3月5日" */
static bool take_year_first(onr_slice text, size_t at, moment *m, size_t *end)
{
    uint32_t number;
    size_t len = take_number(text, at, 14, &number);
    if (len == 8) {
        m->year = number / 10000;
        m->month = number / 100 % 100;
        m->day = number % 100;
        *end = at + 8;
        return is_date(m);
    }
    if (len != 4) return false;
    m->year = number;
    at += 4;
    static const char *const marks[][3] = {
        {"-", "-", ""}, {"/", "/", ""}, {".", ".", ""}, {". ", ". ", ""},
        {"年", "月", "日"}, {"년 ", "월 ", "일"}};
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        if (!begins(text, at, marks[i][0])) continue;
        size_t p = at + strlen(marks[i][0]);
        len = take_number(text, p, 2, &m->month);
        p += len;
        if (len == 0 || !begins(text, p, marks[i][1])) continue;
        p += strlen(marks[i][1]);
        len = take_number(text, p, 2, &m->day);
        p += len;
        if (len == 0 || !begins(text, p, marks[i][2])) continue;
        *end = p;
        return is_date(m);
    }
    return false;
}

/* "5 March 2024", "5th of March, 2024", "5. März 2024", "05-Mar-2024", "3/5/2024", "5.3.2024" */
static bool take_day_first(onr_slice text, size_t at, bool day_first, moment *m, size_t *end)
{
    uint32_t first, second;
    size_t len = take_number(text, at, 2, &first);
    if (len == 0) return false;
    at += len;
    if (at + 1 < text.len && (text.ptr[at] == '/' || text.ptr[at] == '.' || text.ptr[at] == '-') &&
        (len = take_number(text, at + 1, 2, &second)) > 0) {
        char mark = text.ptr[at];
        at += 1 + len;
        if (at >= text.len || text.ptr[at] != mark) return false;
        if (take_number(text, at + 1, 4, &m->year) != 4) return false;
        bool swap = mark == '/' && first <= 12 && (!day_first || second > 12);
        m->day = swap ? second : first;
        m->month = swap ? first : second;
        *end = at + 5;
        return is_date(m);
    }
    if (begins(text, at, "st") || begins(text, at, "nd") || begins(text, at, "rd") ||
        begins(text, at, "th"))
        at += 2;
    at = skip_any(text, at, " .-/,");
    if (begins(text, at, "of ") || begins(text, at, "de ")) at += 3;
    len = take_month(text, at, &m->month);
    if (len == 0) return false;
    at = skip_any(text, at + len, " .-/,");
    if (begins(text, at, "de ")) at += 3;
    m->day = first;
    if (take_number(text, at, 4, &m->year) != 4) return false;
    *end = at + 4;
    return is_date(m);
}

/* "March 5, 2024", "Mar. 5th 2024", "March 5 at 10:20 2024" is not read. */
static bool take_month_first(onr_slice text, size_t at, moment *m, size_t *end)
{
    size_t len = take_month(text, at, &m->month);
    if (len == 0) return false;
    at = skip_any(text, at + len, " .");
    len = take_number(text, at, 2, &m->day);
    if (len == 0) return false;
    at += len;
    if (begins(text, at, "st") || begins(text, at, "nd") || begins(text, at, "rd") ||
        begins(text, at, "th"))
        at += 2;
    at = skip_any(text, at, " ,.");
    if (take_number(text, at, 4, &m->year) != 4) { /* "Nov 19 15:23 2019" */
        moment with_time = *m;
        size_t after = skip_any(text, take_time(text, at, &with_time), " ");
        if (after == at || take_number(text, after, 4, &with_time.year) != 4) return false;
        *m = with_time;
        at = after;
    }
    *end = at + 4;
    return is_date(m);
}

static bool take_date(onr_slice text, size_t at, bool day_first, moment *m, size_t *end)
{
    *m = (moment){.year = 0};
    if (is_letter(text.ptr[at])) return take_month_first(text, at, m, end);
    if (take_year_first(text, at, m, end)) return true;
    *m = (moment){.year = 0};
    return take_day_first(text, at, day_first, m, end);
}

static size_t write_moment(char *out, const moment *m)
{
    int len = snprintf(out, ONR_DATE_BYTES, "%04u-%02u-%02u", m->year, m->month, m->day);
    if (m->has_time)
        len += snprintf(out + len, ONR_DATE_BYTES - (size_t)len, "T%02u:%02u", m->hour, m->minute);
    if (m->has_second)
        len += snprintf(out + len, ONR_DATE_BYTES - (size_t)len, ":%02u", m->second);
    if (m->has_zone && m->zone_minutes == 0)
        len += snprintf(out + len, ONR_DATE_BYTES - (size_t)len, "Z");
    else if (m->has_zone) {
        uint32_t minutes = (uint32_t)(m->zone_minutes < 0 ? -m->zone_minutes : m->zone_minutes);
        len += snprintf(out + len, ONR_DATE_BYTES - (size_t)len, "%c%02u:%02u",
                        m->zone_minutes < 0 ? '-' : '+', minutes / 60, minutes % 60);
    }
    return (size_t)len;
}

/* Seconds or milliseconds since 1970, alone (Howard Hinnant's civil_from_days). */
static bool take_epoch(onr_slice text, moment *m)
{
    uint64_t seconds = 0;
    if (text.len != 10 && text.len != 13) return false;
    for (size_t i = 0; i < 10; i++) {
        if (!is_digit(text.ptr[i])) return false;
        seconds = seconds * 10 + (uint64_t)(text.ptr[i] - '0');
    }
    uint64_t z = seconds / 86400 + 719468, era = z / 146097, doe = z % 146097;
    uint64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    uint64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
    *m = (moment){.day = (uint32_t)(doy - (153 * mp + 2) / 5 + 1),
                  .month = (uint32_t)(mp < 10 ? mp + 3 : mp - 9),
                  .hour = (uint32_t)(seconds / 3600 % 24),
                  .minute = (uint32_t)(seconds / 60 % 60),
                  .second = (uint32_t)(seconds % 60),
                  .has_time = true,
                  .has_second = true,
                  .has_zone = true};
    m->year = (uint32_t)(yoe + era * 400 + (m->month <= 2));
    return is_date(m);
}

size_t onr_date_find(char *out, onr_slice text, bool day_first)
{
    moment m;
    size_t end;
    if (take_epoch(text, &m)) return write_moment(out, &m);
    if (text.len > MAX_SEARCHED_BYTES) text.len = MAX_SEARCHED_BYTES;
    for (size_t at = 0; at < text.len; at++) {
        char c = text.ptr[at], before = at > 0 ? text.ptr[at - 1] : ' ';
        bool starts = is_digit(c) ? !is_digit(before) : is_letter(c) && !is_letter(before);
        if (!starts || !take_date(text, at, day_first, &m, &end)) continue;
        take_rest(text, end, &m);
        take_time_before(text, at, &m);
        return write_moment(out, &m);
    }
    return 0;
}

size_t onr_date_of_url(char *out, onr_slice url)
{
    for (size_t at = 1; at + 8 < url.len; at++) {
        moment m = {.year = 0};
        size_t end;
        if (url.ptr[at - 1] != '/' && url.ptr[at - 1] != '-') continue;
        if (!is_digit(url.ptr[at]) || !take_year_first(url, at, &m, &end)) continue;
        return write_moment(out, &m);
    }
    return 0;
}
