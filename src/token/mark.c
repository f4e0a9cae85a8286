/*
 * mark.c - everything that starts with neither letter nor digit: punctuation, quotation marks,
 * symbols, emoticons, @handles and #tags.
 */
#include <string.h>

#include "token/lexicon.h"
#include "token/scan.h"

static bool is_space(const onr_scan *s, uint32_t at)
{
    uint32_t size;
    return (onr_scan_class(s, at, &size) & (ONR_CLASS_SPACE | ONR_CLASS_IGNORE)) != 0;
}

static uint32_t same_end(const onr_scan *s, uint32_t at)
{
    uint32_t end = at + 1;
    while (onr_scan_byte(s, end) == (unsigned char)s->text[at]) end++;
    return end;
}

static uint32_t shout_end(const onr_scan *s, uint32_t at)
{
    while (onr_scan_byte(s, at) == '!' || onr_scan_byte(s, at) == '?') at++;
    return at;
}

/* ":)", ";-)", ":D", "=(": only between spaces. */
static uint32_t emoticon_end(const onr_scan *s, uint32_t at)
{
    uint32_t end = at + 1;
    if (!s->space) return at;
    if (onr_scan_byte(s, end) == '-' || onr_scan_byte(s, end) == '\'') end++;
    unsigned char mouth = onr_scan_byte(s, end);
    if (mouth == 0 || strchr("()[]DPpO/|3*", mouth) == NULL) return at;
    end = mouth == ')' || mouth == '(' ? same_end(s, end) : end + 1;
    return is_space(s, end) ? end : at;
}

/* "’90s", "'72". */
static uint32_t short_year_end(const onr_scan *s, uint32_t at)
{
    uint32_t end = onr_scan_run(s, at);
    bool digits = end - at >= 2 && s->text[at] >= '0' && s->text[at] <= '9' &&
                  s->text[at + 1] >= '0' && s->text[at + 1] <= '9';
    bool year = end - at == 2 || (end - at == 3 && s->text[at + 2] == 's');
    return digits && year ? end : at;
}

/* Where a leading apostrophe's word ends when it is an elision or a lone clitic, else `at`. */
static uint32_t elision_end(const onr_scan *s, uint32_t at, uint32_t size)
{
    uint32_t word = at + size, end = onr_scan_run(s, word);
    if (end == word) return at;
    if (short_year_end(s, word) > word) return end;
    if (onr_scan_apostrophe(s, end) > 0) return at; /* quoted: 'n', 'S' */
    if (onr_lexicon_elided(s->text + word, end - word)) return end;
    return onr_scan_is_clitic(s, word, end) ? end : at;
}

/* Two single marks are one double mark; of three that close, the first is single. */
static uint32_t pair_end(const onr_scan *s, uint32_t at, uint32_t size)
{
    bool straight = s->text[at] == '\'';
    uint32_t end = at + size, second = onr_scan_apostrophe(s, end);
    if (second != size || (straight != (onr_scan_byte(s, end) == '\''))) return at;
    bool third = straight && onr_scan_byte(s, end + 1) == '\'';
    return third && !s->space ? at : end + second;
}

/* An apostrophe or single quotation mark that no word has claimed. */
static void cut_single(onr_scan *s, uint32_t size)
{
    uint32_t end = s->at + size;
    uint32_t pair = pair_end(s, s->at, size);
    if (pair > s->at) {
        onr_scan_emit(s, pair, 0);
        return;
    }
    uint32_t word = elision_end(s, s->at, size);
    if (word > s->at) {
        bool glued = !s->space && s->at > 0 && s->text[s->at] != '\'' && onr_scan_is_word(s, end);
        onr_scan_emit(s, word, (uint16_t)(ONR_TOKEN_WORD | (glued ? ONR_TOKEN_PIECE : 0)));
        onr_cut_clitics(s);
        return;
    }
    s->single_open = s->space && !is_space(s, end);
    onr_scan_emit(s, end, 0);
}

/* "@handle", "#tag"; "#1" is two tokens. */
static uint32_t tag_end(const onr_scan *s, uint32_t at)
{
    uint32_t end = at + 1, size;
    uint8_t class = onr_scan_class(s, end, &size);
    if (!(class & ONR_CLASS_LETTER) && onr_scan_byte(s, end) != '_') return at;
    while ((onr_scan_class(s, end, &size) & ONR_CLASS_WORD) || onr_scan_byte(s, end) == '_')
        end += size;
    return end;
}

/* One symbol with what clings to it: variation selectors, skin tones, joined emoji. */
static uint32_t symbol_end(const onr_scan *s, uint32_t at)
{
    uint32_t size, end = at;
    onr_scan_class(s, end, &size);
    end += size;
    while (end < s->len) {
        uint8_t class = onr_scan_class(s, end, &size);
        bool joiner = s->len - end > 3 && memcmp(s->text + end, "\xE2\x80\x8D", 3) == 0 &&
                      (unsigned char)s->text[end + 3] >= 0xE2 &&
                      onr_scan_class(s, end + 3, &size) == 0;
        if (joiner)
            end += 3 + size;
        else if (class & ONR_CLASS_EXTEND)
            end += size;
        else
            break;
    }
    return end;
}

/* Single curly marks may be apostrophes; U+2018 is one where it was curled the wrong way. */
static uint32_t single_mark(const onr_scan *s)
{
    uint32_t size = onr_scan_apostrophe(s, s->at);
    if (size > 0) return size;
    bool left = s->len - s->at > 3 && memcmp(s->text + s->at, "\xE2\x80\x98", 3) == 0;
    return left ? 3 : 0;
}

static bool is_number_sign(const onr_scan *s)
{
    unsigned char next = onr_scan_byte(s, s->at + 1);
    bool apart = s->space || s->at == 0 || strchr("($-", s->text[s->at - 1]) != NULL;
    return apart && next >= '0' && next <= '9';
}

/* ".", "...", and ".?" as people end a question they are not sure of. */
static uint32_t full_stop_end(const onr_scan *s, uint32_t at)
{
    uint32_t end = same_end(s, at);
    return end == at + 1 && onr_scan_byte(s, end) == '?' ? shout_end(s, end) : end;
}

/* End of the run of ASCII marks at `at` that make one token, or `at`. */
static uint32_t run_end(const onr_scan *s, uint32_t at)
{
    uint32_t end = at;
    switch (s->text[at]) {
    case '!':
    case '?': return shout_end(s, at);
    case ':':
    case ';': return emoticon_end(s, at);
    case '=':
        end = emoticon_end(s, at);
        return end > at ? end : same_end(s, at);
    case '`': return onr_scan_byte(s, at + 1) == '`' ? at + 2 : at + 1;
    case '.': return full_stop_end(s, at);
    case '#':
    case '-':
    case '*':
    case '_':
    case '~':
    case '+':
    case '<':
    case '>': return same_end(s, at);
    default: return at;
    }
}

void onr_cut_mark(onr_scan *s)
{
    uint32_t at = s->at, single = single_mark(s);
    char c = s->text[at];
    if (single > 0) {
        cut_single(s, single);
        return;
    }
    if ((c == '.' || c == '+') && is_number_sign(s)) {
        onr_cut_number(s);
        return;
    }
    uint32_t tag = c == '@' || c == '#' ? tag_end(s, at) : at;
    if (tag > at) {
        onr_scan_emit(s, tag, ONR_TOKEN_WORD);
        return;
    }
    uint32_t end = run_end(s, at);
    onr_scan_emit(s, end > at ? end : symbol_end(s, at), 0);
}
