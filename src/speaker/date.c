#include "speaker/date.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/words.h"

enum { MAX_WORDS = 8 };

/* Days since 1970-01-01 of a day of the proleptic Gregorian calendar, and back (Hinnant,
 * "chrono-compatible low-level date algorithms"). */
static int64_t days_of(int64_t year, int64_t month, int64_t day)
{
    year -= month <= 2;
    int64_t era = (year >= 0 ? year : year - 399) / 400, of_era = year - era * 400;
    int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static void put_day(char out[ONR_DATE_BYTES], int64_t days)
{
    int64_t z = days + 719468, era = (z >= 0 ? z : z - 146096) / 146097, of_era = z - era * 146097;
    int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
    int64_t m = (5 * of_year + 2) / 153, day = of_year - (153 * m + 2) / 5 + 1;
    int64_t month = m < 10 ? m + 3 : m - 9;
    year += era * 400 + (month <= 2);
    snprintf(out, ONR_DATE_BYTES, "%04u-%02u-%02u", (unsigned)(year % 10000),
             (unsigned)(month % 100), (unsigned)(day % 100));
}

static bool read_digits(onr_slice s, size_t at, size_t count, int64_t *out)
{
    if (s.len < at + count) return false;
    *out = 0;
    for (size_t i = at; i < at + count; i++) {
        if (s.ptr[i] < '0' || s.ptr[i] > '9') return false;
        *out = *out * 10 + (s.ptr[i] - '0');
    }
    return true;
}

static bool read_published(onr_slice s, int64_t *year, int64_t *days)
{
    int64_t month, day;
    if (!read_digits(s, 0, 4, year) || !read_digits(s, 5, 2, &month) || !read_digits(s, 8, 2, &day))
        return false;
    if (month < 1 || month > 12 || day < 1 || day > 31) return false;
    *days = days_of(*year, month, day);
    return true;
}

/* The place of a word in a list of names that may be cut to their first three letters or more. */
static int64_t find_name(onr_slice word, const char *const *names, int64_t count)
{
    char folded[16];
    if (!onr_word_fold(folded, sizeof folded, word)) return -1;
    size_t len = strlen(folded);
    for (int64_t i = 0; len >= 3 && i < count; i++)
        if (strncmp(folded, names[i], len) == 0 && (len == strlen(names[i]) || len <= 4)) return i;
    return -1;
}

static int64_t weekday_of(onr_slice word)
{
    static const char *const DAYS[] = {"sunday",   "monday", "tuesday", "wednesday",
                                       "thursday", "friday", "saturday"};
    return find_name(word, DAYS, 7);
}

static int64_t month_of(onr_slice word)
{
    static const char *const MONTHS[] = {"january", "february", "march",     "april",
                                         "may",     "june",     "july",      "august",
                                         "september", "october", "november", "december"};
    return find_name(word, MONTHS, 12) + 1;
}

static uint32_t split(onr_slice text, onr_slice *words)
{
    uint32_t count = 0;
    for (size_t i = 0; i < text.len && count < MAX_WORDS;) {
        size_t end = i;
        while (end < text.len && text.ptr[end] != ' ' && text.ptr[end] != ',') end++;
        if (end > i) words[count++] = (onr_slice){text.ptr + i, end - i};
        i = end + 1;
    }
    return count;
}

static bool has(const onr_slice *words, uint32_t count, const char *list)
{
    for (uint32_t i = 0; i < count; i++)
        if (onr_word_listed(list, words[i])) return true;
    return false;
}

/* "3" or "3rd"; 0 for what is no day of a month. */
static int64_t day_number(onr_slice word)
{
    int64_t day = 0;
    size_t i = 0;
    for (; i < word.len && i < 2 && word.ptr[i] >= '0' && word.ptr[i] <= '9'; i++)
        day = day * 10 + (word.ptr[i] - '0');
    onr_slice rest = {word.ptr + i, word.len - i};
    bool ends = rest.len == 0 || onr_word_listed(" st nd rd th ", rest);
    return i > 0 && ends && day <= 31 ? day : 0;
}

/* "May 3", "3 May", "May 3 2024". */
static bool resolve_month(const onr_slice *words, uint32_t count, int64_t year, int64_t today,
                          int64_t *out)
{
    for (uint32_t i = 0; i < count; i++) {
        int64_t month = month_of(words[i]), day = 0, stated;
        if (month == 0) continue;
        if (i + 1 < count) day = day_number(words[i + 1]);
        if (day == 0 && i > 0) day = day_number(words[i - 1]);
        if (day == 0) return false;
        *out = days_of(year, month, day);
        if (words[count - 1].len == 4 && read_digits(words[count - 1], 0, 4, &stated))
            *out = days_of(stated, month, day);
        else if (*out - today > 183)
            *out = days_of(year - 1, month, day);
        else if (today - *out > 183)
            *out = days_of(year + 1, month, day);
        return true;
    }
    return false;
}

static bool resolve_weekday(const onr_slice *words, uint32_t count, int64_t today, int64_t *out)
{
    for (uint32_t i = 0; i < count; i++) {
        int64_t weekday = weekday_of(words[i]);
        if (weekday < 0) continue;
        int64_t back = ((today + 4) % 7 + 7 - weekday) % 7; /* 1970-01-01 was a Thursday */
        *out = today - back + (has(words, count, " next ") ? 7 : 0);
        return true;
    }
    return false;
}

bool onr_date_resolve(char out[ONR_DATE_BYTES], onr_slice text, onr_slice published)
{
    int64_t year, today, day;
    onr_slice words[MAX_WORDS];
    if (published.ptr == NULL || !read_published(published, &year, &today)) return false;
    uint32_t count = split(text, words);
    if (has(words, count, " since until between through days weeks weekends ")) return false;
    if (resolve_month(words, count, year, today, &day) ||
        resolve_weekday(words, count, today, &day)) {
        put_day(out, day);
        return true;
    }
    if (has(words, count, " yesterday ") ||
        (has(words, count, " last ") && has(words, count, " night evening ")))
        day = today - 1;
    else if (has(words, count, " tomorrow "))
        day = today + 1;
    else if (has(words, count, " today tonight ") ||
             (has(words, count, " this ") && has(words, count, " morning afternoon evening ")))
        day = today;
    else
        return false;
    put_day(out, day);
    return true;
}
