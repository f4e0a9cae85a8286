#include "family/words.h"

#include <string.h>

#include "base/hash.h"
#include "base/utf8.h"

/* One changed word spoils three triples: of few of them, all are kept. */
enum { WINDOW = 4, FEW_TRIPLES = 6, LONGEST_COMMON = 7 };

/* Function words, and verbs that say nothing by themselves; sorted. */
static const char *const COMMON[] = {
    "a",     "about", "all",   "also",  "am",    "an",    "and",   "any",   "are",    "arent",
    "as",    "at",    "be",    "been",  "being", "but",   "by",    "can",   "cant",   "could",
    "did",   "didnt", "do",    "does",  "dont",  "for",   "from",  "going", "had",    "has",
    "have",  "he",    "her",   "him",   "his",   "how",   "i",     "if",    "im",     "in",
    "into",  "is",    "isnt",  "it",    "its",   "just",  "like",  "may",   "me",     "more",
    "my",    "no",    "not",   "of",    "on",    "one",   "or",    "our",   "out",    "said",
    "say",   "she",   "should", "so",   "some",  "than",  "that",  "thats", "the",    "their",
    "them",  "then",  "there", "these", "they",  "this",  "those", "to",    "up",     "us",
    "very",  "was",   "we",    "were",  "what",  "when",  "which", "who",   "will",   "with",
    "would", "you",   "your",
};

enum { COMMON_COUNT = sizeof COMMON / sizeof *COMMON };

static bool is_common(const char *folded, size_t len)
{
    size_t low = 0, high = COMMON_COUNT;
    if (len > LONGEST_COMMON) return false;
    char word[LONGEST_COMMON + 1] = {0};
    memcpy(word, folded, len);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(COMMON[middle], word);
        if (order == 0) return true;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

static bool is_apostrophe(uint32_t c)
{
    return c == '\'' || c == 0x2019 || c == 0x02BC;
}

/* Letters and digits; beyond Latin-1 all but punctuation, symbols and spaces, roughly by block. */
static bool is_letter(uint32_t c)
{
    if (c < 0x80) return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
    if (c < 0xC0) return c == 0xAA || c == 0xB5 || c == 0xBA;
    if (c == 0xD7 || c == 0xF7) return false;
    if (c >= 0x2000 && c < 0x2C00) return false;
    return !(c >= 0x3000 && c < 0x3040) && !(c >= 0xFE00 && c < 0xFE70) && c != 0xFEFF &&
           c != ONR_REPLACEMENT;
}

static bool is_capital(uint32_t c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7);
}

/* Lower case, and the accents of Latin-1 off: names are often written without. */
static uint32_t fold(uint32_t c)
{
    static const char bases[] = "aaaaaa\0ceeeeiiii\0nooooo\0ouuuuy\0\0"
                                "aaaaaa\0ceeeeiiii\0nooooo\0ouuuuy\0y";
    if (c < 0x80) return is_capital(c) ? c + 32 : c;
    if (c < 0xC0 || c > 0xFF) return c;
    char base = bases[c - 0xC0];
    return base != '\0' ? (uint32_t)base : is_capital(c) ? c + 32 : c;
}

/* The word under way: its first bytes, to look it up, and the hash of all of it. */
typedef struct reading {
    onr_word word;
    char folded[LONGEST_COMMON + 1];
    size_t len;
} reading;

static void add_letter(reading *r, uint32_t c, uint32_t at, uint32_t size)
{
    char bytes[4];
    uint32_t folded_len = onr_utf8_encode(bytes, fold(c));
    if (r->len == 0)
        r->word = (onr_word){
            .start_byte = at, .hash = ONR_HASH_START, .capital = is_capital(c)};
    r->word.end_byte = at + size;
    r->word.hash = onr_hash_bytes(r->word.hash, bytes, folded_len);
    if (r->len + folded_len <= sizeof r->folded)
        memcpy(r->folded + r->len, bytes, folded_len);
    r->len += folded_len;
}

static void end_word(reading *r, onr_words *out)
{
    if (r->len == 0 || out->count == ONR_FAMILY_MAX_WORDS) return;
    r->word.common = is_common(r->folded, r->len);
    out->words[out->count++] = r->word;
    r->len = 0;
}

bool onr_words_cut(onr_words *out, onr_slice text, onr_arena *arena)
{
    size_t most = text.len / 2 + 1;
    if (most > ONR_FAMILY_MAX_WORDS) most = ONR_FAMILY_MAX_WORDS;
    *out = (onr_words){.words = onr_arena_array(arena, most, sizeof *out->words)};
    if (out->words == NULL) return false;
    reading r = {.len = 0};
    uint32_t size;
    bool ok;
    for (size_t at = 0; at < text.len && out->count < ONR_FAMILY_MAX_WORDS; at += size) {
        uint32_t c = onr_utf8_decode(text.ptr, text.len, at, &size, &ok);
        if (is_letter(c))
            add_letter(&r, c, (uint32_t)at, size);
        else if (!is_apostrophe(c))
            end_word(&r, out);
    }
    end_word(&r, out);
    return true;
}

static void add_key(uint64_t keys[ONR_FAMILY_MAX_KEYS], uint32_t *count, uint64_t key)
{
    for (uint32_t i = 0; i < *count; i++)
        if (keys[i] == key) return;
    if (*count < ONR_FAMILY_MAX_KEYS) keys[(*count)++] = key;
}

uint32_t onr_words_keys(const onr_words *words, uint64_t keys[ONR_FAMILY_MAX_KEYS])
{
    uint64_t triples[ONR_FAMILY_MAX_WORDS], last = 0, before_last = 0;
    uint32_t content_words = 0, triple_count = 0, count = 0;
    if (words->count < ONR_FAMILY_MIN_WORDS) return 0;
    for (uint32_t i = 0; i < words->count; i++) {
        if (words->words[i].common) continue;
        uint64_t hash = words->words[i].hash;
        if (content_words++ > 1)
            triples[triple_count++] = onr_hash_mix((before_last * 31 + last) * 31 + hash);
        before_last = last;
        last = hash;
    }
    if (triple_count == 0) return 0;
    uint32_t window = triple_count <= FEW_TRIPLES ? 1 : WINDOW;
    for (uint32_t w = 0; w + window <= triple_count; w++) {
        uint64_t least = triples[w];
        for (uint32_t i = w + 1; i < w + window; i++)
            if (triples[i] < least) least = triples[i];
        add_key(keys, &count, least);
    }
    return count;
}
