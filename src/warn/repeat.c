/*
 * repeat.c - words and phrases that stand twice.
 *
 * English doubles some words by rule ("that that", "had had"), some for effect ("very very", "over
 * and over", "talked and talked"); names and cries are doubled too ("Duran Duran", "No no"). So a
 * word counts when it is not of those, and a phrase "X and X" only for a singular noun or an
 * adjective.
 */
#include "warn/check.h"

static const char DOUBLED[] =
    " again ah all and are as bad bang be been big billion blah boom bye chop come da dear deep "
    "did ding do does etc ever extra fake far fight go ha had has have he hear her hey him hip his "
    "ho hum hundred hush i if in is it knock la left liar lie like little lock long many million "
    "more much na never night no not now oh ok okay old on one only or out over please real "
    "really right round run same she sit so sorry stop super thank thanks that then there they "
    "thousand tick to tom too total trillion tsk tut two up very vote wait was way we well were "
    "what which who why win yeah yes you ";

/* "and" or "or" between two that are the same. */
static const char COUPLED[] =
    " about again alone along always around away back better beyond bigger black block brick "
    "bumper cheek deeper down eight equal ever face forth further hand here higher house inch "
    "layer less like little lower more neck never night only over people piece point round same "
    "seven share side step stock such there three through time times turn under until while "
    "white women worse years ";

/* What may follow "X and X"; others make it two things: "birth and birth certificate". */
static const char FOLLOWING[] =
    " about after among as at because before but by during for from had has if in into is of on "
    "over since than that to under until was were when where which while who will with would ";

/* Two words that are said twice only by mistake: never "hand in hand in", "calls a spade a spade",
 * "whatever he does he does". */
static const char JOINING[] = " after by for in into on over to upon ";
static const char SMALL[] =
    " an at from her his its of on our that the their these this those was were with ";
static const char NEVER[] = " and he i it or she they we who you ";
static const char NEVER_FIRST[] = " a an the ";

static bool has_word(const onr_checker *c, uint32_t t)
{
    return (c->doc->tokens[t].flags & ONR_TOKEN_WORD) != 0;
}

static bool has_end(onr_slice word, const char *end, size_t len)
{
    if (word.len <= len) return false;
    for (size_t i = 0; i < len; i++)
        if (word.ptr[word.len - len + i] != end[i]) return false;
    return true;
}

static bool letters_only(onr_slice word)
{
    for (size_t i = 0; i < word.len; i++) {
        char small = (char)(word.ptr[i] | 32);
        if (small < 'a' || small > 'z') return false;
    }
    return true;
}

static bool is_hyphen(const onr_checker *c, uint32_t t)
{
    return *onr_check_text(c, t).ptr == '-' && !onr_check_spaced(c, t);
}

/* The second is in small letters: two names or shouts are no slip. "<tweet tweet-id" is markup. */
static bool is_doubled(const onr_checker *c, uint32_t t, uint32_t end)
{
    onr_slice word = onr_check_text(c, t);
    if (word.len < 2 || !onr_check_same(c->doc, t - 1, t) || !onr_check_spaced(c, t)) return false;
    if (t + 1 < end && is_hyphen(c, t + 1)) return false;
    return has_word(c, t - 1) && letters_only(word) && !onr_check_in(c->doc, t, DOUBLED);
}

static bool is_link(const onr_checker *c, uint32_t t)
{
    return onr_check_is(c->doc, t, "and") || onr_check_is(c->doc, t, "or");
}

/* `t` is the second X of "X and X"; three of them are meant. */
static bool is_coupled(const onr_checker *c, uint32_t t, onr_range paragraph)
{
    onr_slice word = onr_check_text(c, t);
    if (word.len < 5 || !onr_check_same(c->doc, t - 2, t) || !is_link(c, t - 1)) return false;
    if (!onr_check_small(c, t - 2) || !letters_only(word)) return false;
    if (t > paragraph.first_token + 2 && is_link(c, t - 3)) return false;
    bool last = t + 1 == paragraph.end_token;
    if (!last && is_hyphen(c, t + 1)) return false;
    if (!last && has_word(c, t + 1) && !onr_check_in(c->doc, t + 1, FOLLOWING)) return false;
    bool for_effect = has_end(word, "s", 1) || has_end(word, "ed", 2) || has_end(word, "er", 2) ||
                      has_end(word, "ing", 3) || has_end(word, "ly", 2);
    return !for_effect && !onr_check_in(c->doc, t, COUPLED);
}

/* The last `len` tokens up to `t` are plain words and the same as those before them. */
static bool is_same_again(const onr_checker *c, uint32_t t, uint32_t len)
{
    size_t letters = 0;
    for (uint32_t i = 0; i < len; i++) {
        onr_slice word = onr_check_text(c, t - i);
        if (!onr_check_same(c->doc, t - i, t - i - len) || !onr_check_small(c, t - i) ||
            !onr_check_spaced(c, t - i) || !letters_only(word))
            return false;
        if (onr_check_in(c->doc, t - i, NEVER)) return false;
        letters += word.len;
    }
    return letters >= 5 && !onr_check_in(c->doc, t + 1 - len, NEVER_FIRST);
}

/* "coast to coast to", "to fall to fall" */
static bool is_idiom(const onr_checker *c, uint32_t t)
{
    for (uint32_t i = 0; i < 2; i++)
        if (onr_check_in(c->doc, t - i, JOINING) && !onr_check_in(c->doc, t - 1 + i, SMALL))
            return true;
    return false;
}

/* Two or three words that end with `t` and were just said; none of them before `first`. Answers
 * how many, or 0. */
static uint32_t repeated_run(const onr_checker *c, uint32_t t, uint32_t first)
{
    if (t >= first + 3 && is_same_again(c, t, 2) && !onr_check_same(c->doc, t, t - 1))
        return is_idiom(c, t) ? 0 : 2;
    return t >= first + 5 && is_same_again(c, t, 3) ? 3 : 0;
}

void onr_check_repeats(onr_checker *c, onr_range paragraph)
{
    uint32_t run_from = paragraph.first_token;
    for (uint32_t t = paragraph.first_token + 1; t < paragraph.end_token; t++) {
        if (!onr_check_small(c, t)) continue;
        if (is_doubled(c, t, paragraph.end_token))
            onr_check_add(c, ONR_MARK_REPEATED_WORD, onr_check_span(c->doc, t - 1, t));
        if (t < paragraph.first_token + 2) continue;
        if (is_coupled(c, t, paragraph))
            onr_check_add(c, ONR_MARK_REPEATED_PHRASE, onr_check_span(c->doc, t - 2, t));
        uint32_t run = repeated_run(c, t, run_from);
        if (run == 0) continue;
        onr_check_add(c, ONR_MARK_REPEATED_PHRASE, onr_check_span(c->doc, t + 1 - 2 * run, t));
        run_from = t + 1; /* or the same run would count again at its next words */
    }
}
