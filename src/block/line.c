#include "block/line.h"

#include <string.h>

#include "base/utf8.h"

/* Latin, Greek and Cyrillic have case; in Latin Extended-A capitals are mostly the even ones. */
static bool is_upper(uint32_t c)
{
    if (c < 0x80) return c >= 'A' && c <= 'Z';
    if (c < 0x100) return c >= 0xC0 && c <= 0xDE && c != 0xD7;
    if (c < 0x180) return (c & 1) == 0;
    if (c < 0x370) return false;
    if (c < 0x400) return c >= 0x386 && c <= 0x3AB && c != 0x390;
    if (c < 0x530) return c <= 0x42F;
    return c >= 0x590; /* scripts without case */
}

static bool is_lower(uint32_t c)
{
    if (c < 0x80) return c >= 'a' && c <= 'z';
    return c >= 0xDF && c < 0x530 && !is_upper(c);
}

bool onr_begins_upper(onr_slice text)
{
    uint32_t c;
    if (text.len == 0) return false;
    onr_utf8_next(text.ptr, &c);
    return is_upper(c);
}

bool onr_is_shouted(onr_slice text)
{
    uint32_t letters = 0, c;
    for (size_t at = 0; at < text.len;) {
        at += onr_utf8_next(text.ptr + at, &c);
        if (is_lower(c)) return false;
        if (is_upper(c)) letters++;
    }
    return letters >= 2;
}

static bool is_one_of(onr_slice word, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strlen(list[i]) == word.len && memcmp(list[i], word.ptr, word.len) == 0) return true;
    return false;
}

#define IS_ONE_OF(word, list) is_one_of(word, list, sizeof(list) / sizeof *(list))

static bool is_double_mark(onr_slice word)
{
    static const char *const MARKS[] = {"\"", "''", "``", "\xE2\x80\x9C", "\xE2\x80\x9D",
                                        "\xE2\x80\x9E", "\xC2\xAB", "\xC2\xBB"};
    return IS_ONE_OF(word, MARKS);
}

static bool ends_sentence(onr_slice word)
{
    static const char *const OTHERS[] = {"\xE2\x80\xA6", "\xE3\x80\x82", "\xEF\xBC\x81",
                                         "\xEF\xBC\x9F", "\xE0\xA5\xA4", "\xD8\x9F"};
    char last = word.ptr[word.len - 1];
    return last == '.' || last == '!' || last == '?' || IS_ONE_OF(word, OTHERS);
}

static bool is_closing(onr_slice word)
{
    static const char *const MARKS[] = {")", "]", "'", "\xE2\x80\x99"};
    return IS_ONE_OF(word, MARKS) || is_double_mark(word);
}

static bool is_terminated(const onr_doc *doc, onr_range range)
{
    for (uint32_t t = range.end_token; t > range.first_token; t--) {
        onr_slice word = onr_doc_token_text(doc, t - 1);
        if (!is_closing(word)) return ends_sentence(word);
    }
    return false;
}

/* The word in lower case, its apostrophes straight; answers its new length. */
static uint32_t put_lower(char *out, onr_slice word)
{
    uint32_t len = 0;
    for (size_t i = 0; i < word.len; i++) {
        char c = word.ptr[i];
        if (c >= 'A' && c <= 'Z') c = (char)(c + 32);
        if (c == '\xE2' && word.len - i >= 3 && memcmp(word.ptr + i, "\xE2\x80\x99", 3) == 0) {
            c = '\'';
            i += 2;
        }
        out[len++] = c;
    }
    return len;
}

static void count_word(onr_line *line, const onr_token *token, onr_slice word)
{
    uint32_t c;
    if (!(token->flags & ONR_TOKEN_WORD)) {
        if (is_double_mark(word)) line->quoted = true;
        return;
    }
    onr_utf8_next(word.ptr, &c);
    if (is_upper(c) || is_lower(c)) line->letters++;
    if (is_upper(c)) {
        line->capitals++;
        if (onr_is_shouted(word)) line->shouted++;
    }
    for (size_t i = 0; i < word.len; i++) {
        if (word.ptr[i] < '0' || word.ptr[i] > '9') continue;
        line->digits++;
        break;
    }
}

static bool is_lead(const onr_token *token, onr_slice word)
{
    return !(token->flags & ONR_TOKEN_WORD) && !is_double_mark(word) && *word.ptr != '\'' &&
           *word.ptr != '@' && *word.ptr != '#' && *word.ptr != '$' && *word.ptr != '\xC2';
}

void onr_line_init(onr_line *line, const onr_doc *doc, onr_range range)
{
    uint32_t used = 0;
    line->doc = doc;
    line->range = range;
    line->upper = line->spaced = 0;
    line->count = line->lead = line->letters = line->capitals = 0;
    line->shouted = line->digits = 0;
    line->quoted = false;
    for (uint32_t t = range.first_token; t < range.end_token; t++) {
        onr_slice word = onr_doc_token_text(doc, t);
        if (line->count == ONR_LINE_WORDS || word.len > ONR_LINE_BYTES - used) break;
        if (line->lead == line->count && is_lead(&doc->tokens[t], word)) line->lead++;
        count_word(line, &doc->tokens[t], word);
        line->spaced |= (uint64_t)(doc->tokens[t].flags & ONR_TOKEN_SPACE_BEFORE) << line->count;
        line->upper |= (uint64_t)onr_begins_upper(word) << line->count;
        uint32_t len = put_lower(line->text + used, word);
        line->words[line->count++] = (onr_slice){line->text + used, len};
        used += len;
    }
    line->whole = line->count == range.end_token - range.first_token;
    line->bytes = used;
    line->terminated = is_terminated(doc, range);
}

onr_slice onr_line_source(const onr_line *line, uint32_t from, uint32_t end)
{
    if (from >= end) return (onr_slice){0};
    const onr_token *tokens = line->doc->tokens + line->range.first_token;
    uint32_t start_byte = tokens[from].start_byte;
    uint32_t end_byte = onr_token_end(&tokens[end - 1]);
    return (onr_slice){line->doc->text.ptr + start_byte, end_byte - start_byte};
}

bool onr_line_is_month(onr_slice word)
{
    static const char *const MONTHS[] = {"jan", "feb", "mar", "apr", "may", "jun",
                                         "jul", "aug", "sep", "oct", "nov", "dec"};
    static const char *const FULL[] = {"january", "february", "march",     "april",   "may",
                                       "june",    "july",     "august",    "september", "october",
                                       "november", "december", "sept"};
    if (word.len > 0 && word.ptr[word.len - 1] == '.') word.len--;
    return IS_ONE_OF(word, MONTHS) || IS_ONE_OF(word, FULL);
}

bool onr_line_has(const onr_line *line, uint32_t at, const char *phrase)
{
    for (; *phrase != '\0'; at++) {
        size_t len = strcspn(phrase, " ");
        if (at >= line->count || line->words[at].len != len ||
            memcmp(line->words[at].ptr, phrase, len) != 0)
            return false;
        phrase += len;
        if (*phrase == ' ') phrase++;
    }
    return true;
}
