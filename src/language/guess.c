#include "language/guess.h"

#include <string.h>

#include "base/utf8.h"

enum {
    MAX_WORD = sizeof onr_language_words[0].word,
    MIN_LETTERS = 12,      /* of a script that tells the language */
    MIN_WORDS = 8,         /* with fewer nothing is sure */
    MIN_HIT_PERCENT = 15,  /* of the words; sports results have few */
    SURE_HIT_PERCENT = 22,
    LIST_WORDS = 25,
    LEAD_PERCENT = 125,    /* of the second language's hits */
    KANA_PERCENT = 5       /* of kana and Han; less is Chinese that names a brand */
};

typedef struct script_range {
    uint32_t first, last;
    uint8_t script;
} script_range;

/* In order, disjoint. */
static const script_range ranges[] = {
    {0x00C0, 0x024F, ONR_SCRIPT_LATIN},      {0x0370, 0x03FF, ONR_SCRIPT_GREEK},
    {0x0400, 0x052F, ONR_SCRIPT_CYRILLIC},   {0x0531, 0x058F, ONR_SCRIPT_ARMENIAN},
    {0x0591, 0x05F4, ONR_SCRIPT_HEBREW},     {0x0600, 0x06FF, ONR_SCRIPT_ARABIC},
    {0x0750, 0x077F, ONR_SCRIPT_ARABIC},     {0x0900, 0x097F, ONR_SCRIPT_DEVANAGARI},
    {0x0980, 0x09FF, ONR_SCRIPT_BENGALI},    {0x0A00, 0x0A7F, ONR_SCRIPT_GURMUKHI},
    {0x0A80, 0x0AFF, ONR_SCRIPT_GUJARATI},   {0x0B80, 0x0BFF, ONR_SCRIPT_TAMIL},
    {0x0C00, 0x0C7F, ONR_SCRIPT_TELUGU},     {0x0C80, 0x0CFF, ONR_SCRIPT_KANNADA},
    {0x0D00, 0x0D7F, ONR_SCRIPT_MALAYALAM},  {0x0D80, 0x0DFF, ONR_SCRIPT_SINHALA},
    {0x0E00, 0x0E7F, ONR_SCRIPT_THAI},       {0x0E80, 0x0EFF, ONR_SCRIPT_LAO},
    {0x1000, 0x109F, ONR_SCRIPT_BURMESE},    {0x10A0, 0x10FF, ONR_SCRIPT_GEORGIAN},
    {0x1100, 0x11FF, ONR_SCRIPT_HANGUL},     {0x1200, 0x137F, ONR_SCRIPT_ETHIOPIC},
    {0x1780, 0x17FF, ONR_SCRIPT_KHMER},      {0x1E00, 0x1EFF, ONR_SCRIPT_LATIN},
    {0x1F00, 0x1FFF, ONR_SCRIPT_GREEK},      {0x3040, 0x30FF, ONR_SCRIPT_KANA},
    {0x3400, 0x9FFF, ONR_SCRIPT_HAN},        {0xAC00, 0xD7AF, ONR_SCRIPT_HANGUL},
    {0xF900, 0xFAFF, ONR_SCRIPT_HAN},        {0x20000, 0x3FFFF, ONR_SCRIPT_HAN},
};

/* Of the script's only language, or of its largest by far. */
static const char *const script_tags[ONR_SCRIPT_COUNT] = {
    [ONR_SCRIPT_DEVANAGARI] = "hi", [ONR_SCRIPT_GREEK] = "el",    [ONR_SCRIPT_HEBREW] = "he",
    [ONR_SCRIPT_ARMENIAN] = "hy",   [ONR_SCRIPT_GEORGIAN] = "ka", [ONR_SCRIPT_BENGALI] = "bn",
    [ONR_SCRIPT_GURMUKHI] = "pa",   [ONR_SCRIPT_GUJARATI] = "gu", [ONR_SCRIPT_TAMIL] = "ta",
    [ONR_SCRIPT_TELUGU] = "te",     [ONR_SCRIPT_KANNADA] = "kn",  [ONR_SCRIPT_MALAYALAM] = "ml",
    [ONR_SCRIPT_SINHALA] = "si",    [ONR_SCRIPT_THAI] = "th",     [ONR_SCRIPT_LAO] = "lo",
    [ONR_SCRIPT_BURMESE] = "my",    [ONR_SCRIPT_KHMER] = "km",    [ONR_SCRIPT_ETHIOPIC] = "am",
    [ONR_SCRIPT_HANGUL] = "ko",     [ONR_SCRIPT_KANA] = "ja",     [ONR_SCRIPT_HAN] = "zh",
};

static uint8_t script_of(uint32_t codepoint)
{
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges && codepoint >= ranges[i].first; i++)
        if (codepoint <= ranges[i].last && codepoint != 0xD7 && codepoint != 0xF7)
            return ranges[i].script;
    return ONR_SCRIPT_NONE;
}

/* Small letter of a capital in Latin-1, Latin Extended-A, Greek or Cyrillic. */
static uint32_t lower(uint32_t c)
{
    if (c >= 0xC0 && c <= 0xDE) return c + 0x20;
    if (c >= 0x100 && c <= 0x17F) return c | 1;
    if (c >= 0x218 && c <= 0x21B) return c | 1;
    if (c >= 0x410 && c <= 0x42F) return c + 0x20;
    if (c >= 0x400 && c <= 0x40F) return c + 0x50;
    if (c >= 0x1E00 && c <= 0x1EFF) return c | 1;
    return c;
}

/* The languages that have this word, which is padded with NULs. */
static uint64_t languages_of(const char *word)
{
    uint32_t low = onr_language_first[(unsigned char)*word];
    uint32_t high = onr_language_first[(unsigned char)*word + 1];
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = strncmp(onr_language_words[middle].word, word, MAX_WORD);
        if (order == 0) return onr_language_words[middle].languages;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return 0;
}

/* A word as it is gathered. */
typedef struct word {
    char bytes[MAX_WORD + 4]; /* room for one character too many */
    uint32_t len;
    bool capital; /* begins with an ASCII one */
} word;

static void end_word(onr_language_counts *counts, word *w)
{
    if (w->len == 0) return;
    counts->words++;
    if (w->len < MAX_WORD && !(w->len == 1 && w->capital)) { /* no word: "U-S-A" */
        w->bytes[w->len] = '\0';
        uint64_t languages = languages_of(w->bytes);
        for (; languages != 0; languages &= languages - 1)
            counts->hits[__builtin_ctzll(languages)]++;
    }
    w->len = 0;
}

static void add_letter(word *w, uint32_t codepoint)
{
    if (w->len == 0) w->capital = false;
    if (w->len < MAX_WORD) w->len += onr_utf8_encode(w->bytes + w->len, codepoint);
}

/* An apostrophe within a word ("don't", "dell'un") belongs to it. */
static bool is_apostrophe(onr_slice text, size_t at, uint32_t c)
{
    return c == '\'' && at + 1 < text.len && (text.ptr[at + 1] | 32) >= 'a' &&
           (text.ptr[at + 1] | 32) <= 'z';
}

void onr_language_count(onr_language_counts *counts, onr_slice text)
{
    word w = {.len = 0};
    uint32_t c;
    for (size_t at = 0, size; at < text.len; at += size) {
        size = onr_utf8_next(text.ptr + at, &c);
        if (c == 0x2019) c = '\'';
        if (c < 0x80) {
            uint32_t small = c | 32;
            bool letter = small >= 'a' && small <= 'z';
            counts->letters[ONR_SCRIPT_LATIN] += letter;
            if (letter) {
                bool capital = w.len == 0 && c != small;
                add_letter(&w, small);
                w.capital |= capital;
            } else if (w.len > 0 && is_apostrophe(text, at + size - 1, c)) {
                add_letter(&w, c);
            } else {
                end_word(counts, &w);
            }
            continue;
        }
        uint8_t script = script_of(c);
        counts->letters[script]++;
        if (script == ONR_SCRIPT_NONE)
            end_word(counts, &w);
        else
            add_letter(&w, lower(c));
    }
    end_word(counts, &w);
}

/* A letter of the east is a syllable or a word, so it counts for more. */
static uint64_t weight_of(const onr_language_counts *counts, uint32_t script)
{
    return (uint64_t)counts->letters[script] * (script >= ONR_SCRIPT_HANGUL ? 3 : 1);
}

static uint64_t all_letters(const onr_language_counts *counts)
{
    uint64_t sum = 0;
    for (uint32_t i = ONR_SCRIPT_LATIN; i < ONR_SCRIPT_COUNT; i++) sum += weight_of(counts, i);
    return sum;
}

/* The script with most letters and their number; Han together with kana is Japanese. */
static onr_script main_script(const onr_language_counts *counts, uint64_t *letters)
{
    uint64_t kana = weight_of(counts, ONR_SCRIPT_KANA);
    uint64_t east = weight_of(counts, ONR_SCRIPT_HAN) + kana;
    uint32_t best = ONR_SCRIPT_LATIN;
    for (uint32_t i = best + 1; i < ONR_SCRIPT_COUNT; i++)
        if (weight_of(counts, i) > weight_of(counts, best)) best = i;
    *letters = weight_of(counts, best);
    if (east < *letters) return (onr_script)best;
    *letters = east;
    return kana * 100 >= east * KANA_PERCENT && east > 0 ? ONR_SCRIPT_KANA : ONR_SCRIPT_HAN;
}

static onr_language_guess guess_by_words(const onr_language_counts *counts)
{
    uint32_t best = 0;
    for (uint32_t i = 1; i < ONR_LANGUAGE_COUNT; i++)
        if (counts->hits[i] > counts->hits[best]) best = i;
    uint64_t hits = counts->hits[best], second = 0, words = counts->words;
    for (uint32_t i = 0; i < ONR_LANGUAGE_COUNT; i++)
        if (i != best && counts->hits[i] > second) second = counts->hits[i];
    if (hits == 0 || hits * 100 < words * MIN_HIT_PERCENT) return (onr_language_guess){0};
    bool sure = words >= MIN_WORDS && hits * 100 >= words * SURE_HIT_PERCENT &&
                hits * 100 >= second * LEAD_PERCENT;
    if (words >= LIST_WORDS && hits >= second * 3) sure = true; /* a list, but of no other */
    return (onr_language_guess){.tag = onr_language_tags[best], .sure = sure};
}

onr_language_guess onr_language_best(const onr_language_counts *counts)
{
    uint64_t letters;
    onr_script script = main_script(counts, &letters);
    onr_language_guess guess = {0};
    if (letters == 0) return guess;
    if (script < ONR_SCRIPT_GREEK) guess = guess_by_words(counts);
    bool most = letters >= MIN_LETTERS && letters * 10 >= all_letters(counts) * 6;
    if (guess.tag == NULL && script_tags[script] != NULL) {
        guess.tag = script_tags[script];
        guess.sure = most;
    }
    guess.foreign = most && script != ONR_SCRIPT_LATIN;
    return guess;
}
