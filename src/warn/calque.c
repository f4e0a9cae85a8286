/*
 * calque.c - marks of translation by machine that are no slips: another language's grammar in
 * English words, or its way to write numbers, dates and quotations.
 *
 * What is here is wrong or odd in any English text, and common where German, French, Spanish or
 * Russian came through a machine: "confirmed me that", "since two years", "according to own
 * information", "US-President", "12. March", "3,5 percent", „…“.
 */
#include <string.h>

#include "warn/check.h"

static const char OBJECTS[] = " me us him them ";
/* Verbs that need "to" before the person they are said to. */
static const char SAYING[] =
    " confirmed explained said announced mentioned stated replied described suggested "
    "proposed reported repeated admitted emphasized emphasised stressed underlined ";
static const char AFTER_OBJECT[] = " that the this how why what on in yesterday today again ";
static const char NUMBERS[] =
    " two three four five six seven eight nine ten twelve many several some ";
static const char TIMES[] = " years months weeks days decades hours centuries ";
static const char MONTHS[] =
    " january february march april may june july august september october november december ";
static const char BEFORE_OWN[] = " with for in by from at on after under according ";
static const char STATES[] = " us eu un nato usa fdp cdu spd ";
static const char OFFICES[] =
    " president secretary government minister ministry army senator congress commission "
    "ambassador parliament chief general embassy administration authorities citizen citizens "
    "dollar dollars troops soldiers military politician politicians leadership officials ";
static const char UNITS[] =
    " percent per million billion trillion euros dollars degrees kilometers kilometres meters "
    "metres points pounds tonnes tons kilos kilograms hectares ";
static const char GERMAN[] =
    " und oder nicht wird eine einen f\xC3\xBCr auch sich werden nach wurde ";

static bool is(const onr_checker *c, uint32_t t, const char *word)
{
    return onr_check_is(c->doc, t, word);
}

static bool in(const onr_checker *c, uint32_t t, const char *list)
{
    return onr_check_in(c->doc, t, list);
}

static bool is_number(const onr_checker *c, uint32_t t)
{
    onr_slice word = onr_check_text(c, t);
    for (size_t i = 0; i < word.len; i++)
        if (word.ptr[i] < '0' || word.ptr[i] > '9') return false;
    return true;
}

static void add(onr_checker *c, onr_mark_kind kind, uint32_t first, uint32_t last)
{
    onr_check_add(c, kind, onr_check_span(c->doc, first, last));
}

/* Tokens are asked for by their first letter, so that most cost one comparison. `end` is one past
 * the last token that may be looked at, `first` the first. */

static void check_object(onr_checker *c, uint32_t t, uint32_t first, uint32_t end)
{
    if (t > first && t + 1 < end && onr_check_small(c, t) && in(c, t, OBJECTS) &&
        in(c, t - 1, SAYING) && in(c, t + 1, AFTER_OBJECT) && !is(c, t + 1, "on"))
        add(c, ONR_MARK_CALQUE, t - 1, t);
}

static void check_since(onr_checker *c, uint32_t t, uint32_t end)
{
    if (t + 2 >= end || !is(c, t, "since") || !in(c, t + 2, TIMES)) return;
    if (!in(c, t + 1, NUMBERS) && !is_number(c, t + 1)) return;
    if (t + 3 < end && (is(c, t + 3, "ago") || is(c, t + 3, "earlier") || is(c, t + 3, "before")))
        return;
    add(c, ONR_MARK_CALQUE, t, t + 2);
}

static void check_own(onr_checker *c, uint32_t t, uint32_t first, uint32_t end)
{
    if (t > first && t + 1 < end && is(c, t, "own") && in(c, t - 1, BEFORE_OWN) &&
        onr_check_small(c, t + 1) && !in(c, t + 1, " goal goals use account up it and them "))
        add(c, ONR_MARK_CALQUE, t - 1, t + 1);
}

static void check_clock(onr_checker *c, uint32_t t, uint32_t first)
{
    if (t > first && is(c, t, "clock") && onr_check_spaced(c, t) &&
        *onr_check_text(c, t - 1).ptr >= '0' && *onr_check_text(c, t - 1).ptr <= '9')
        add(c, ONR_MARK_CALQUE, t - 1, t);
}

/* "US-President": a state or alliance joined to a common noun with a capital. */
static void check_compound(onr_checker *c, uint32_t t, uint32_t first, uint32_t end)
{
    if (t == first || t + 1 >= end || *onr_check_text(c, t).ptr != '-') return;
    if (onr_check_spaced(c, t) || onr_check_spaced(c, t + 1)) return;
    if (onr_check_small(c, t - 1) || onr_check_small(c, t + 1)) return;
    if (in(c, t - 1, STATES) && in(c, t + 1, OFFICES)) add(c, ONR_MARK_FORMAT, t - 1, t + 1);
}

/* "3,5 percent", and "12. March", which the tokeniser cuts alike: number, mark, what follows. */
static void check_number(onr_checker *c, uint32_t t, uint32_t end)
{
    if (t + 2 >= end || !is_number(c, t) || onr_check_text(c, t).len > 2) return;
    onr_slice mark = onr_check_text(c, t + 1);
    if (mark.len != 1 || onr_check_spaced(c, t + 1)) return;
    if (*mark.ptr == '.' && onr_check_spaced(c, t + 2) && !onr_check_small(c, t + 2) &&
        in(c, t + 2, MONTHS))
        add(c, ONR_MARK_FORMAT, t, t + 2);
    if (*mark.ptr == ',' && !onr_check_spaced(c, t + 2) && is_number(c, t + 2) &&
        onr_check_text(c, t + 2).len <= 2 && t + 3 < end && in(c, t + 3, UNITS))
        add(c, ONR_MARK_FORMAT, t, t + 3);
}

/* A German word between two small English ones. */
static void check_left_over(onr_checker *c, uint32_t t, uint32_t first, uint32_t end)
{
    if (t > first && t + 1 < end && onr_check_small(c, t) && onr_check_small(c, t - 1) &&
        onr_check_small(c, t + 1) && in(c, t, GERMAN) && !in(c, t - 1, GERMAN))
        add(c, ONR_MARK_CALQUE, t, t);
}

static void check_low_mark(onr_checker *c, uint32_t t)
{
    onr_slice word = onr_check_text(c, t);
    if (word.len == 3 && memcmp(word.ptr, "\xE2\x80\x9E", 3) == 0) add(c, ONR_MARK_FORMAT, t, t);
}

/* "machine translation", "translated automatically", "translated by" a program that is known. */
static void check_notice(onr_checker *c, uint32_t t, uint32_t first, uint32_t end)
{
    static const char HOW[] = " automatically machine deepl google ai ";
    if (!in(c, t, " translated translation ")) return;
    uint32_t from = t - first > 2 ? t - 2 : first, to = end - t > 3 ? t + 3 : end;
    bool about = false;
    for (uint32_t i = from; i < to; i++) about |= i != t && in(c, i, HOW);
    bool said = t > first && in(c, t - 1, " been was is machine automatically are - ");
    bool here = c->doc->blocks != NULL && to - first <= 30;
    if (about && said && here) add(c, ONR_MARK_NOTICE, from, to - 1);
}

void onr_check_calques(onr_checker *c, onr_range paragraph)
{
    uint32_t first = paragraph.first_token, end = paragraph.end_token;
    for (uint32_t t = first; t < end; t++) {
        unsigned char letter = (unsigned char)*onr_check_text(c, t).ptr;
        switch (letter) {
        case 'm':
        case 'h': check_object(c, t, first, end); break;
        case 'u':
        case 'o': check_object(c, t, first, end); check_own(c, t, first, end); /* fall through */
        case 'n':
        case 'w':
        case 'e':
        case 'f':
        case 'a': check_left_over(c, t, first, end); break;
        case 't': check_object(c, t, first, end); check_notice(c, t, first, end); break;
        case 'T': check_notice(c, t, first, end); break;
        case 's': check_since(c, t, end); check_left_over(c, t, first, end); break;
        case 'S': check_since(c, t, end); break;
        case 'c': check_clock(c, t, first); break;
        case '-': check_compound(c, t, first, end); break;
        case 0xE2: check_low_mark(c, t); break;
        default:
            if (letter >= '0' && letter <= '9') check_number(c, t, end);
        }
    }
}
