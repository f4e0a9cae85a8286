/*
 * spacing.c - white space within a word: "co -ordinates", "don ' t".
 *
 * " -x" also is how some write a dash, then mostly twice in a sentence, and "short- and long-term"
 * is right; so only a single " -x" between two small words counts, and "x- y" only behind a prefix.
 */
#include <string.h>

#include "warn/check.h"

static const char PREFIXES[] = " co non anti multi inter counter semi pre sub trans ultra re mis ";
/* Behind a dash rather than in a compound. */
static const char SMALL[] =
    " a all an and as at but by especially even for from he her his i if in including is it like "
    "most mostly no nor not of on or our she so that the their then they this to we what when "
    "where which who with you your ";
static const char CLITICS[] = " s t re ve ll d m ";

static bool is_hyphen(const onr_checker *c, uint32_t t)
{
    onr_slice word = onr_check_text(c, t);
    return word.len == 1 && *word.ptr == '-';
}

static bool is_apostrophe(const onr_checker *c, uint32_t t)
{
    onr_slice word = onr_check_text(c, t);
    return (word.len == 1 && *word.ptr == '\'') ||
           (word.len == 3 && memcmp(word.ptr, "\xE2\x80\x99", 3) == 0);
}

/* Hyphens of the sentence around `t` that have white space on one side only. */
static uint32_t lame_hyphens(const onr_checker *c, uint32_t t, onr_range paragraph)
{
    enum { REACH = 40 };
    uint32_t from = t - paragraph.first_token > REACH ? t - REACH : paragraph.first_token;
    uint32_t to = paragraph.end_token - t > REACH ? t + REACH : paragraph.end_token, count = 0;
    for (uint32_t i = from; i + 1 < to; i++)
        if (is_hyphen(c, i) && onr_check_spaced(c, i) != onr_check_spaced(c, i + 1)) count++;
    return count;
}

static bool is_split_hyphen(const onr_checker *c, uint32_t t, onr_range paragraph)
{
    if (!is_hyphen(c, t) || !onr_check_small(c, t - 1) || !onr_check_small(c, t + 1)) return false;
    bool before = onr_check_spaced(c, t), after = onr_check_spaced(c, t + 1);
    if (before && !after)
        return lame_hyphens(c, t, paragraph) == 1 && !onr_check_in(c->doc, t + 1, SMALL);
    return after && !before && onr_check_in(c->doc, t - 1, PREFIXES) &&
           !onr_check_in(c->doc, t + 1, " and or to nor but ");
}

/* "don ' t": the apostrophe alone, then what clings to words. */
static bool is_split_clitic(const onr_checker *c, uint32_t t)
{
    return is_apostrophe(c, t) && onr_check_spaced(c, t) && onr_check_spaced(c, t + 1) &&
           onr_check_in(c->doc, t + 1, CLITICS) &&
           (c->doc->tokens[t - 1].flags & ONR_TOKEN_WORD) != 0;
}

void onr_check_spacing(onr_checker *c, onr_range paragraph)
{
    for (uint32_t t = paragraph.first_token + 1; t + 1 < paragraph.end_token; t++) {
        if (c->doc->tokens[t].flags & ONR_TOKEN_WORD) continue;
        if (is_split_hyphen(c, t, paragraph) || is_split_clitic(c, t))
            onr_check_add(c, ONR_MARK_SPACING, onr_check_span(c->doc, t - 1, t + 1));
    }
}
