#include "block/names.h"

#include <string.h>

#include "block/lexicon.h"
#include "block/line.h"

enum { MAX_NAME_WORDS = 5, MAX_WORD_BYTES = 40 };

/* A name as it is gathered word by word. */
typedef struct gathered {
    onr_slice words[MAX_NAME_WORDS];
    uint32_t count;
    bool spoilt; /* no person: an organisation or a date is in it */
    bool over;   /* what follows up to the next separator is no name */
} gathered;

/* Bytes of the white space at the beginning of `text`, or 0. */
static size_t space(onr_slice text)
{
    if ((unsigned char)*text.ptr <= ' ') return 1;
    return text.len >= 2 && memcmp(text.ptr, "\xC2\xA0", 2) == 0 ? 2 : 0;
}

static onr_slice behind(onr_slice text, size_t bytes)
{
    return (onr_slice){text.ptr + bytes, text.len - bytes};
}

/* Bytes of the separator at the beginning of `text`, or 0. */
static size_t separator(onr_slice text)
{
    static const char *const LONG[] = {"\xC2\xB7", "\xE2\x80\xA2", "\xE2\x80\x93", "\xE2\x80\x94",
                                       "--"};
    if (strchr(",;&|/()[]<>*\"", *text.ptr) != NULL && *text.ptr != '\0') return 1;
    for (size_t i = 0; i < sizeof LONG / sizeof *LONG; i++) {
        size_t len = strlen(LONG[i]);
        if (text.len >= len && memcmp(text.ptr, LONG[i], len) == 0) return len;
    }
    return 0;
}

/* Take the next word or separator; false at the end. */
static bool next_piece(onr_slice *rest, onr_slice *piece, bool *is_separator)
{
    while (rest->len > 0 && space(*rest) > 0) *rest = behind(*rest, space(*rest));
    if (rest->len == 0) return false;
    size_t len = separator(*rest);
    *is_separator = len > 0;
    if (len == 0) len = 1;
    while (!*is_separator && len < rest->len && space(behind(*rest, len)) == 0 &&
           separator(behind(*rest, len)) == 0)
        len++;
    *piece = (onr_slice){rest->ptr, len};
    *rest = behind(*rest, len);
    return true;
}

static bool equals(onr_slice word, const char *text)
{
    if (word.len != strlen(text)) return false;
    for (size_t i = 0; i < word.len; i++)
        if ((word.ptr[i] | 32) != text[i]) return false;
    return true;
}

static bool has_odd_byte(onr_slice word)
{
    for (size_t i = 0; i < word.len; i++) {
        char c = word.ptr[i];
        if ((c >= '0' && c <= '9') || c == '@' || c == '_' || c == '#' || c == '%') return true;
    }
    return false;
}

/* Without a final stop or colon, unless it is that of an initial or of "Jr.". */
static onr_slice trim_word(onr_slice word, bool *ends)
{
    char last = word.len > 0 ? word.ptr[word.len - 1] : '\0';
    bool initial = word.len <= 3 || (word.len == 4 && word.ptr[1] == '.');
    *ends = last == ':' || last == '!' || last == '?' || (last == '.' && !initial);
    if (*ends) word.len--;
    return word;
}

/* A role: what stands before it belongs to it when a name follows, as in "Political Editor Ana
 * Ruiz", and is the name otherwise. */
static void take_role(gathered *g, onr_slice rest)
{
    onr_slice piece;
    bool is_separator;
    bool more = next_piece(&rest, &piece, &is_separator) && !is_separator &&
                onr_begins_upper(piece) && onr_byline_word_of(piece) == ONR_WORD_NAME;
    if (more) {
        *g = (gathered){0};
        return;
    }
    g->over = true;
    if (g->count > 2) g->count--; /* "Ana Ruiz Political Editor" */
}

static bool is_name(const gathered *g)
{
    return !g->spoilt && g->count >= 2 && onr_begins_upper(g->words[g->count - 1]);
}

static void take_particle(gathered *g, onr_slice word)
{
    if (g->count == MAX_NAME_WORDS)
        g->spoilt = true;
    else
        g->words[g->count++] = word;
}

/* "AP" behind a name that is not in capitals itself. */
static bool is_acronym(const gathered *g, onr_slice word)
{
    return word.len <= 4 && onr_is_shouted(word) && g->count > 0 && !onr_is_shouted(g->words[0]) &&
           memchr(word.ptr, '.', word.len) == NULL;
}

static void take_name_word(gathered *g, onr_slice word)
{
    if (!onr_begins_upper(word) || is_acronym(g, word)) {
        g->over = true;
        return;
    }
    if (has_odd_byte(word) || word.len > MAX_WORD_BYTES || g->count == MAX_NAME_WORDS)
        g->spoilt = true;
    else
        g->words[g->count++] = word;
}

/* `word` without its final stop. */
static void take_word(gathered *g, onr_slice word, onr_slice rest)
{
    onr_byline_word kind = onr_byline_word_of(word);
    if (kind == ONR_WORD_LEAD) { /* "Analysis by", but "Ana Ruiz reporting from Riverton" */
        if (is_name(g) && !equals(word, "by"))
            g->over = true;
        else
            *g = (gathered){0};
        return;
    }
    if (g->over) return;
    if (kind == ONR_WORD_ORGANISATION && is_acronym(g, word))
        g->over = true;
    else if (kind == ONR_WORD_ROLE)
        take_role(g, rest);
    else if (kind == ONR_WORD_ORGANISATION || kind == ONR_WORD_DATE)
        g->spoilt = true;
    else if (kind == ONR_WORD_PLACE && g->count == 0)
        g->spoilt = true;
    else if (kind == ONR_WORD_PARTICLE && !onr_begins_upper(word) && g->count > 0)
        take_particle(g, word);
    else
        take_name_word(g, word);
}

bool onr_name_next(onr_slice *rest, onr_slice *name)
{
    gathered g = {0};
    onr_slice piece;
    bool more, is_separator = false;
    do {
        more = next_piece(rest, &piece, &is_separator);
        bool cuts = !more || is_separator || equals(piece, "and") || equals(piece, "und");
        if (!cuts) {
            take_word(&g, trim_word(piece, &cuts), *rest);
            if (!cuts) continue;
        }
        if (is_name(&g)) {
            const char *end = g.words[g.count - 1].ptr + g.words[g.count - 1].len;
            *name = (onr_slice){g.words[0].ptr, (size_t)(end - g.words[0].ptr)};
            return true;
        }
        g = (gathered){0};
    } while (more);
    return false;
}
