/*
 * number.c - numbers: decimals, dates, times, telephone numbers, ordinals, decades, units.
 */
#include <string.h>

#include "token/lexicon.h"
#include "token/scan.h"

enum { MAX_PHONE = 40 };

static bool is_digit(const onr_scan *s, uint32_t at)
{
    uint32_t size;
    return (onr_scan_class(s, at, &size) & ONR_CLASS_DIGIT) != 0;
}

static uint32_t digits_end(const onr_scan *s, uint32_t at)
{
    uint32_t size;
    while (onr_scan_class(s, at, &size) & ONR_CLASS_DIGIT) at += size;
    return at;
}

/* Three digits and no fourth. */
static bool is_thousands(const onr_scan *s, uint32_t at)
{
    return is_digit(s, at) && is_digit(s, at + 1) && is_digit(s, at + 2) && !is_digit(s, at + 3);
}

/* "1,000.5", "5:00", "9/11/2001". */
static uint32_t figure_end(const onr_scan *s, uint32_t at)
{
    uint32_t end = digits_end(s, at);
    for (;;) {
        unsigned char c = onr_scan_byte(s, end);
        bool joins = c == '.' || c == ':' || c == '/' ? is_digit(s, end + 1)
                                                      : c == ',' && is_thousands(s, end + 1);
        if (!joins) return end;
        end = digits_end(s, end + 1);
    }
}

/* "713-853-3989", "345-9945", "2004-11-20"; a score or a range ("2-1", "1969-70") is none. */
static uint32_t phone_end(const onr_scan *s, uint32_t start)
{
    uint32_t at = start, groups = 0, digits = 0, first = 0, last = 0;
    while (at - start < MAX_PHONE) {
        uint32_t end = at;
        while (end - at < MAX_PHONE && onr_scan_byte(s, end) >= '0' && onr_scan_byte(s, end) <= '9')
            end++;
        if (end == at) return start;
        last = end - at;
        digits += last;
        if (groups++ == 0) first = last;
        at = end;
        if (onr_scan_byte(s, at) != '-') break;
        at++;
    }
    if (onr_scan_is_word(s, at) || onr_scan_byte(s, at) == '-') return start;
    bool many = groups >= 3 && last >= 2 && digits >= 6;
    bool pair = groups == 2 && last == 4 && (first == 3 || first == 5);
    return many || pair ? at : start;
}

static bool is_money(const onr_scan *s, uint32_t at)
{
    if (at > 0 && s->text[at - 1] == '$') return true;
    if (at > 1 && memcmp(s->text + at - 2, "\xC2\xA3", 2) == 0) return true;
    return at > 2 && memcmp(s->text + at - 3, "\xE2\x82\xAC", 3) == 0;
}

/* "10am", "5km", "$3M" fall apart; "23rd", "18T" and "3D" do not. */
static bool is_unit(const onr_scan *s, uint32_t number, uint32_t start, uint32_t end)
{
    bool hour = end - start == 1 && onr_scan_byte(s, end) == '.' &&
                (onr_scan_byte(s, end + 1) | 0x20) == 'm'; /* "8a.m." */
    if (hour) return true;
    if (is_money(s, number)) return end - start <= 2;
    bool capital = s->text[start] >= 'A' && s->text[start] <= 'Z';
    if (capital && end - start == 1) return false;
    return onr_lexicon_unit(s->text + start, end - start);
}

/* The decade "1990's", where 's is no possessive. */
static uint32_t decade_end(const onr_scan *s, uint32_t start, uint32_t end)
{
    uint32_t size = onr_scan_apostrophe(s, end);
    if (size == 0 || end - start < 2 || end - start > 4 || s->text[end - 1] != '0') return end;
    if (onr_scan_byte(s, end + size) != 's' || onr_scan_is_word(s, end + size + 1)) return end;
    return end + size + 1;
}

void onr_cut_number(onr_scan *s)
{
    uint32_t start = s->at, first = start;
    if (!is_digit(s, start)) first++;
    uint32_t run = digits_end(s, first), end = onr_web_end(s, first, run);
    if (end > first) {
        onr_scan_emit(s, end, ONR_TOKEN_WORD);
        return;
    }
    end = phone_end(s, first);
    if (end == first) end = figure_end(s, first);
    run = onr_scan_run(s, end);
    if (run > end && !is_unit(s, start, end, run)) end = run;
    end = decade_end(s, start, end);
    onr_scan_emit(s, end, ONR_TOKEN_WORD);
    onr_cut_clitics(s);
}
