/*
 * word.c - words: what they are made of beyond letters, and where they fall apart.
 */
#include <string.h>

#include "token/lexicon.h"
#include "token/scan.h"

static bool is_ascii(const onr_scan *s, uint32_t at, uint8_t classes)
{
    unsigned char c = onr_scan_byte(s, at);
    return c < 0x80 && (onr_class_ascii[c] & classes) != 0;
}

static bool has_class(const onr_scan *s, uint32_t at, uint8_t classes)
{
    uint32_t size;
    return (onr_scan_class(s, at, &size) & classes) != 0;
}

static bool is_capital_before(const onr_scan *s)
{
    const onr_doc *doc = s->doc;
    if (doc->token_count == s->first_token) return false;
    return has_class(s, doc->tokens[doc->token_count - 1].start_byte, ONR_CLASS_UPPER);
}

static bool is_byte_before(const onr_scan *s, const char *bytes)
{
    const onr_doc *doc = s->doc;
    if (doc->token_count == s->first_token) return false;
    char last = s->text[onr_token_end(&doc->tokens[doc->token_count - 1]) - 1];
    return last != '\0' && strchr(bytes, last) != NULL;
}

/* "..." or more from `at`; two dots are an abbreviation at the end of a sentence. */
static bool is_ellipsis(const onr_scan *s, uint32_t at)
{
    return onr_scan_byte(s, at + 1) == '.' && onr_scan_byte(s, at + 2) == '.';
}

/* "U.S.", "a.m.", "U.S.A": end of the chain of letters and dots at `at`, if it has two links. */
static uint32_t chain_end(const onr_scan *s, uint32_t start)
{
    uint32_t at = start, links = 0;
    while (is_ascii(s, at, ONR_CLASS_LETTER) && onr_scan_byte(s, at + 1) == '.' &&
           !is_ellipsis(s, at + 1)) {
        bool plural = is_ascii(s, start, ONR_CLASS_UPPER) && !is_ascii(s, at, ONR_CLASS_UPPER);
        if (plural && links > 1) return at + 1; /* "C.E.O.s." */
        at += 2;
        links++;
    }
    if (links == 0) return start;
    if (is_ascii(s, at, ONR_CLASS_LETTER) && !onr_scan_is_word(s, at + 1)) return at + 1;
    return links > 1 ? at : start;
}

/* "J." in "Edgar J. Hoover" and "E." in "E. coli", but not "B." in "Plan B. The". */
static bool is_initial(const onr_scan *s, uint32_t start)
{
    uint32_t next = onr_scan_next_word(s, start + 2);
    if (next >= s->len || !is_ascii(s, start, ONR_CLASS_UPPER)) return false;
    unsigned char c = onr_scan_byte(s, next);
    if (next == start + 2 && (c == ',' || c == ')' || c == '-')) return true;
    if (s->text[start] == 'I' && !is_capital_before(s)) return false;
    if (!has_class(s, next, ONR_CLASS_UPPER)) return has_class(s, next, ONR_CLASS_LETTER);
    return !onr_lexicon_starter(s->text + next, onr_scan_run(s, next) - next) ||
           onr_scan_byte(s, next + 1) == '.';
}

/* "p. 5", "c. 1850", "v. Smith". */
static bool is_small_initial(const onr_scan *s, uint32_t start)
{
    uint32_t next = onr_scan_next_word(s, start + 2);
    if (next >= s->len || strchr("bcdmnprsv", s->text[start]) == NULL) return false;
    if (s->text[start] == 'v') return has_class(s, next, ONR_CLASS_UPPER);
    return is_ascii(s, next, ONR_CLASS_DIGIT);
}

/* "etc." gives its full stop to the sentence that it ends. */
static bool ends_with_etc(const onr_scan *s, uint32_t start, uint32_t end, uint32_t next)
{
    if (end - start != 3 || memcmp(s->text + start, "etc", 3) != 0) return false;
    return next >= s->len || (next > end + 1 && has_class(s, next, ONR_CLASS_UPPER));
}

/* Does the full stop at `end` make the known word before it an abbreviation? */
static bool is_abbreviation(const onr_scan *s, uint32_t start, uint32_t end)
{
    uint32_t next = onr_scan_next_word(s, end + 1);
    unsigned char c = onr_scan_byte(s, end + 1);
    if (c == ',' && end - start <= 6) return true;
    if (ends_with_etc(s, start, end, next)) return false;
    switch (onr_lexicon_abbreviation(s->text + start, end - start)) {
    case ONR_ABBR_NUMBER:
        return next < s->len && (is_ascii(s, next, ONR_CLASS_DIGIT) || s->text[next] == '#');
    case ONR_ABBR_DATE:
        return c == ';' || c == ':' || c == ')' || c == '-' || is_ascii(s, next, ONR_CLASS_DIGIT) ||
               is_byte_before(s, ",(-");
    case ONR_ABBR_NONE:
        return false;
    default:
        return true;
    }
}

/* "Ph.D.": a second short link behind an abbreviation. */
static uint32_t second_link(const onr_scan *s, uint32_t at)
{
    uint32_t end = at;
    while (end - at < 4 && is_ascii(s, end, ONR_CLASS_LETTER)) end++;
    bool joins = end > at && end - at < 3 && is_ascii(s, at, ONR_CLASS_UPPER);
    return joins && onr_scan_byte(s, end) == '.' ? end + 1 : at;
}

/* End of the word when the dot at `end` belongs to it, else `end`. */
static uint32_t join_dot(const onr_scan *s, uint32_t start, uint32_t end, bool *closed)
{
    uint32_t chain = end - start == 1 ? chain_end(s, start) : start;
    if (chain > start) return chain;
    if (is_ellipsis(s, end)) return end;
    if (is_ascii(s, end - 1, ONR_CLASS_DIGIT) && is_ascii(s, end + 1, ONR_CLASS_DIGIT)) {
        *closed = false; /* "v2.0.1" */
        return onr_scan_run(s, end + 1);
    }
    uint32_t second = second_link(s, end + 1);
    if (second > end + 1 && end - start == 2) return second;
    if (end - start == 1) {
        bool initial = is_initial(s, start) || is_small_initial(s, start);
        return initial ? end + 1 : end;
    }
    return is_abbreviation(s, start, end) ? end + 1 : end;
}

bool onr_scan_is_clitic(const onr_scan *s, uint32_t from, uint32_t to)
{
    unsigned char a = onr_scan_byte(s, from) | 0x20;
    if (to - from == 1) return a == 's' || a == 'm' || a == 'd';
    unsigned char b = onr_scan_byte(s, from + 1) | 0x20;
    return to - from == 2 &&
           ((a == 'l' && b == 'l') || (a == 'r' && b == 'e') || (a == 'v' && b == 'e'));
}

/* The "n't" of "don't": `end` is behind the n. */
static bool is_negation(const onr_scan *s, uint32_t end, uint32_t after, uint32_t run)
{
    return run == after + 1 && (onr_scan_byte(s, end - 1) | 0x20) == 'n' &&
           (onr_scan_byte(s, after) | 0x20) == 't';
}

static uint32_t join_apostrophe(const onr_scan *s, uint32_t start, uint32_t end, uint32_t size)
{
    uint32_t after = end + size;
    if (!onr_scan_is_word(s, after)) {
        bool clipped = end - start >= 4 && !s->single_open && s->text[end - 1] == 'n' &&
                       s->text[end - 2] == 'i' && is_ascii(s, start, ONR_CLASS_LETTER) &&
                       !is_ascii(s, start, ONR_CLASS_UPPER) && onr_scan_byte(s, after) == ' ';
        return clipped ? after : end;
    }
    uint32_t run = onr_scan_run(s, after);
    bool more = onr_scan_apostrophe(s, run) && onr_scan_is_word(s, run + 1) && run == after + 1 &&
                (onr_scan_byte(s, after) | 0x20) == 'n'; /* rock'n'roll */
    if (!more && (onr_scan_is_clitic(s, after, run) || is_negation(s, end, after, run))) return end;
    return run;
}

/* "th- the", "w- when": the speaker broke off. No English word is a bare consonant or several, so
 * these cannot be words before a dash. */
static bool is_broken_off(const onr_scan *s, uint32_t start, uint32_t end)
{
    if (end - start > 3 || !is_ascii(s, end + 1, ONR_CLASS_SPACE)) return false;
    for (uint32_t at = start; at < end; at++) {
        char c = (char)(s->text[at] | 0x20);
        if (!is_ascii(s, at, ONR_CLASS_LETTER) || strchr("aeiou", c) != NULL) return false;
    }
    return s->space || start == 0;
}

static uint32_t join_hyphen(const onr_scan *s, uint32_t start, uint32_t end)
{
    if (!onr_scan_is_word(s, end + 1)) return is_broken_off(s, start, end) ? end + 1 : end;
    if (!onr_lexicon_prefix(s->text + start, end - start)) return end;
    bool inside = start > 0 && s->text[start - 1] == '-'; /* "year-over-year" */
    bool name = is_ascii(s, start, ONR_CLASS_UPPER) && has_class(s, end + 1, ONR_CLASS_UPPER) &&
                s->space && is_capital_before(s); /* "Washington Post-ABC" */
    return inside || name ? end : onr_scan_run(s, end + 1);
}

/* "AT&T", "R&D", "p&l", but "Marks&Spencer" is three. */
static uint32_t join_ampersand(const onr_scan *s, uint32_t start, uint32_t end)
{
    if (!is_ascii(s, end + 1, ONR_CLASS_LETTER)) return end;
    uint32_t run = onr_scan_run(s, end + 1);
    bool capitals = is_ascii(s, end - 1, ONR_CLASS_UPPER) && is_ascii(s, run - 1, ONR_CLASS_UPPER);
    bool letters = end - start == 1 && run - end == 2;
    return (capitals && end - start <= 5 && run - end <= 5) || letters ? run : end;
}

/* "w/o", "s/he", "l/c", "post-9/11". */
static uint32_t join_slash(const onr_scan *s, uint32_t start, uint32_t end)
{
    if (is_ascii(s, end - 1, ONR_CLASS_DIGIT) && is_ascii(s, end + 1, ONR_CLASS_DIGIT))
        return onr_scan_run(s, end + 1);
    if (end - start != 1) return end;
    unsigned char c = onr_scan_byte(s, start) | 0x20;
    if (!onr_scan_is_word(s, end + 1)) return c == 'w' ? end + 1 : end;
    uint32_t run = onr_scan_run(s, end + 1);
    bool known = (c == 'w' && run - end <= 4) || (c == 's' && run - end == 3) ||
                 (c == 'l' && run - end == 2) || (c == 'i' && run - end == 2) ||
                 (c == 'b' && run - end == 2);
    return known ? run : end;
}

/* "f**k", "snake_case": the run of marks must have letters on its far side. */
static uint32_t join_marks(const onr_scan *s, uint32_t end, char mark)
{
    uint32_t at = end;
    while (onr_scan_byte(s, at) == (unsigned char)mark && at - end < ONR_MAX_TOKEN_BYTES) at++;
    return onr_scan_is_word(s, at) ? onr_scan_run(s, at) : end;
}

/* "US$", "A$", "HK$" before a number. */
static uint32_t join_dollar(const onr_scan *s, uint32_t start, uint32_t end)
{
    return end - start <= 2 && is_ascii(s, start, ONR_CLASS_UPPER) ? end + 1 : end;
}

/* One step further, if what stands at `end` belongs to the word text[start, end). */
static uint32_t join(const onr_scan *s, uint32_t start, uint32_t end, bool *closed)
{
    unsigned char c = onr_scan_byte(s, end);
    uint32_t size = onr_scan_apostrophe(s, end);
    if (size > 0) return join_apostrophe(s, start, end, size);
    *closed = c == '.' || c == '$';
    switch (c) {
    case '.': return join_dot(s, start, end, closed);
    case '$': return join_dollar(s, start, end);
    case '-': return join_hyphen(s, start, end);
    case '&': return join_ampersand(s, start, end);
    case '/': return join_slash(s, start, end);
    case '*':
    case '_': return join_marks(s, end, (char)c);
    default: return end;
    }
}

void onr_cut_clitics(onr_scan *s)
{
    uint32_t size;
    while ((size = onr_scan_apostrophe(s, s->at)) > 0) {
        uint32_t after = s->at + size, run = onr_scan_run(s, after);
        if (run == after) {
            bool plural = s->at > 0 && (s->text[s->at - 1] | 0x20) == 's' && !s->single_open;
            bool pair = onr_scan_apostrophe(s, after) > 0; /* a quotation mark of two */
            if (plural && !pair) onr_scan_emit(s, after, ONR_TOKEN_PIECE);
            return;
        }
        if (!onr_scan_is_clitic(s, after, run)) return;
        onr_scan_emit(s, run, ONR_TOKEN_PIECE | ONR_TOKEN_WORD);
    }
}

/* Emit the word text[at, end), apart where English glues two words together. */
static void finish_word(onr_scan *s, uint32_t end)
{
    size_t cut = onr_lexicon_fused(s->text + s->at, end - s->at);
    uint32_t size = onr_scan_apostrophe(s, end);
    uint32_t after = end + size;
    if (size > 0 && is_negation(s, end, after, onr_scan_run(s, after))) {
        if (end - s->at > 1) onr_scan_emit(s, end - 1, ONR_TOKEN_WORD);
        uint16_t piece = s->space ? 0 : ONR_TOKEN_PIECE;
        onr_scan_emit(s, after + 1, (uint16_t)(ONR_TOKEN_WORD | piece));
    } else if (cut > 0) {
        onr_scan_emit(s, s->at + (uint32_t)cut, ONR_TOKEN_WORD);
        onr_scan_emit(s, end, ONR_TOKEN_WORD | ONR_TOKEN_PIECE);
    } else {
        onr_scan_emit(s, end, ONR_TOKEN_WORD);
    }
    onr_cut_clitics(s);
}

void onr_cut_word(onr_scan *s)
{
    uint32_t start = s->at, end = onr_scan_run(s, start);
    if (!is_ascii(s, end, ONR_CLASS_SPACE | ONR_CLASS_STOP)) {
        uint32_t web = onr_web_end(s, start, end);
        if (web > start) {
            onr_scan_emit(s, web, ONR_TOKEN_WORD);
            return;
        }
        bool closed = false;
        for (uint32_t more; !closed; end = more) {
            more = join(s, start, end, &closed);
            if (more == end) break;
        }
    }
    finish_word(s, end);
}
