#include "family/match.h"

#include <stdlib.h>
#include <string.h>

enum { CERTAIN_RUN = 8 };

static int compare_hashes(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

static uint64_t *sorted_hashes(const onr_words *words, onr_arena *arena)
{
    uint64_t *hashes = onr_arena_array(arena, words->count, sizeof *hashes);
    if (hashes == NULL) return NULL;
    for (uint32_t i = 0; i < words->count; i++) hashes[i] = words->words[i].hash;
    qsort(hashes, words->count, sizeof *hashes, compare_hashes);
    return hashes;
}

/* Words that both have, in any order: no common subsequence is longer. */
static bool count_shared(uint32_t *out, const onr_words *a, const onr_words *b, onr_arena *arena)
{
    uint64_t *x = sorted_hashes(a, arena), *y = sorted_hashes(b, arena);
    uint32_t i = 0, j = 0;
    *out = 0;
    if (x == NULL || y == NULL) return false;
    while (i < a->count && j < b->count) {
        *out += x[i] == y[j];
        uint64_t least = x[i] < y[j] ? x[i] : y[j];
        bool both = x[i] == y[j];
        if (both || x[i] == least) i++;
        if (both || y[j] == least) j++;
    }
    return true;
}

/* lengths[i][j]: of the common subsequence of a's words from i on and b's from j on. */
static uint16_t *fill_lengths(const onr_words *a, const onr_words *b, onr_arena *arena)
{
    size_t columns = (size_t)b->count + 1;
    uint16_t *lengths = onr_arena_array(arena, ((size_t)a->count + 1) * columns, sizeof *lengths);
    if (lengths == NULL) return NULL;
    for (uint32_t i = a->count; i-- > 0;) {
        uint16_t *row = lengths + i * columns, *below = row + columns;
        for (uint32_t j = b->count; j-- > 0;) {
            if (a->words[i].hash == b->words[j].hash)
                row[j] = (uint16_t)(below[j + 1] + 1);
            else
                row[j] = below[j] > row[j + 1] ? below[j] : row[j + 1];
        }
    }
    return lengths;
}

/* Walk along one longest common subsequence; marks, when wanted, what is not in it. Answers the
 * longest run. */
static uint32_t walk(const onr_words *a, const onr_words *b, const uint16_t *lengths, bool *only_a,
                     bool *only_b)
{
    size_t columns = (size_t)b->count + 1;
    uint32_t i = 0, j = 0, run = 0, longest = 0;
    while (i < a->count && j < b->count) {
        if (a->words[i].hash == b->words[j].hash) {
            run++;
            if (run > longest) longest = run;
            i++;
            j++;
        } else {
            run = 0;
            bool skip_a = lengths[(i + 1) * columns + j] >= lengths[i * columns + j + 1];
            if (skip_a && only_a != NULL) only_a[i] = true;
            if (!skip_a && only_b != NULL) only_b[j] = true;
            i += skip_a;
            j += !skip_a;
        }
    }
    for (; only_a != NULL && i < a->count; i++) only_a[i] = true;
    for (; only_b != NULL && j < b->count; j++) only_b[j] = true;
    return longest;
}

static bool is_most(uint32_t common, uint32_t all, uint32_t percent)
{
    return common * 100 >= all * percent;
}

bool onr_match_words(onr_match *out, const onr_words *a, const onr_words *b, onr_arena *arena)
{
    uint32_t shorter = a->count < b->count ? a->count : b->count;
    uint32_t longer = a->count < b->count ? b->count : a->count;
    uint32_t shared;
    *out = (onr_match){.common = 0};
    if (!count_shared(&shared, a, b, arena)) return false;
    if (shorter < ONR_FAMILY_MIN_WORDS || !is_most(shared, shorter, 80)) return true;
    uint16_t *lengths = fill_lengths(a, b, arena);
    if (lengths == NULL) return false;
    out->common = lengths[0];
    out->run = walk(a, b, lengths, NULL, NULL);
    bool alike = is_most(out->common, shorter, 80) && is_most(out->common, longer, 65);
    bool passage = is_most(out->common, shorter, 85) && out->run >= CERTAIN_RUN;
    out->same = alike || passage;
    out->certain = out->same && out->run >= CERTAIN_RUN;
    return true;
}

bool onr_match_differences(const onr_words *a, const onr_words *b, bool *only_a, bool *only_b,
                           onr_arena *arena)
{
    uint16_t *lengths = fill_lengths(a, b, arena);
    if (lengths == NULL) return false;
    memset(only_a, 0, a->count * sizeof *only_a);
    memset(only_b, 0, b->count * sizeof *only_b);
    walk(a, b, lengths, only_a, only_b);
    return true;
}

/* "The candidate", "a spokesman of the Senate": a description, not a name. */
static bool is_description(const onr_words *words, onr_slice text)
{
    if (words->count == 0) return true;
    const onr_word *w = &words->words[0];
    size_t len = w->end_byte - w->start_byte;
    char first = (char)(text.ptr[w->start_byte] | 0x20);
    return w->common && ((len == 3 && first == 't') || (len <= 2 && first == 'a'));
}

/* Capitalised words; the first of a source may be one by its place only, so a pronoun there does
 * not count. Titles and names are not told apart. */
static uint32_t count_names(const onr_words *words, onr_slice text, const onr_words *other,
                            uint32_t *shared)
{
    uint32_t names = 0;
    *shared = 0;
    if (is_description(words, text)) return 0;
    for (uint32_t i = 0; i < words->count; i++) {
        if (!words->words[i].capital || words->words[i].common) continue;
        names++;
        for (uint32_t j = 0; j < other->count; j++) {
            if (other->words[j].hash != words->words[i].hash) continue;
            *shared += 1;
            break;
        }
    }
    return names;
}

bool onr_match_speakers(onr_agreement *out, onr_slice a, onr_slice b, onr_arena *arena)
{
    onr_words x, y;
    uint32_t shared, ignored;
    *out = ONR_SPEAKERS_UNKNOWN;
    if (!onr_words_cut(&x, a, arena) || !onr_words_cut(&y, b, arena)) return false;
    uint32_t names_a = count_names(&x, a, &y, &shared);
    uint32_t names_b = count_names(&y, b, &x, &ignored);
    if (names_a == 0 || names_b == 0) return true;
    *out = shared > 0 ? ONR_SPEAKERS_AGREE : ONR_SPEAKERS_DIFFER;
    return true;
}
