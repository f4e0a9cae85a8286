#include "language/language.h"

#include <string.h>

#include "base/error.h"
#include "language/guess.h"

enum {
    SAMPLE_BYTES = 240,     /* of each paragraph: some forty words */
    MIN_FOREIGN_WORDS = 12, /* in a paragraph that is said to be in another language */
    FOREIGN_PERCENT = 30    /* of them must be among its frequent ones */
};

/* The beginning of a paragraph, cut between characters. */
static onr_slice sample_of(const onr_doc *doc, uint32_t p)
{
    onr_range range = doc->paragraphs[p];
    uint32_t start = doc->tokens[range.first_token].start_byte;
    uint32_t end = onr_token_end(&doc->tokens[range.end_token - 1]);
    if (end - start > SAMPLE_BYTES) {
        end = start + SAMPLE_BYTES;
        while (((unsigned char)doc->text.ptr[end] & 0xC0) == 0x80) end--;
    }
    return (onr_slice){doc->text.ptr + start, end - start};
}

static bool same_primary(onr_slice tag, const char *primary)
{
    size_t len = strlen(primary);
    if (tag.len < len) return false;
    if (tag.len > len && tag.ptr[len] != '-' && tag.ptr[len] != '_') return false;
    for (size_t i = 0; i < len; i++)
        if ((tag.ptr[i] | 32) != primary[i]) return false;
    return true;
}

static uint32_t index_of(const char *tag)
{
    for (uint32_t i = 0; i < ONR_LANGUAGE_COUNT; i++)
        if (strcmp(onr_language_tags[i], tag) == 0) return i;
    return ONR_NONE;
}

/* Names and titles of another language are no passage in it, so more is asked than of a text. */
static bool is_foreign(const onr_language_counts *counts, const char *main_tag)
{
    onr_language_guess guess = onr_language_best(counts);
    if (!guess.sure || strcmp(guess.tag, main_tag) == 0) return false;
    uint32_t own = index_of(main_tag), other = index_of(guess.tag);
    if (other == ONR_NONE) return true; /* the script tells */
    uint32_t own_hits = own == ONR_NONE ? 0 : counts->hits[own];
    return counts->words >= MIN_FOREIGN_WORDS && counts->hits[other] >= 2 * own_hits &&
           counts->hits[other] * 100ull >= counts->words * (uint64_t)FOREIGN_PERCENT;
}

static bool warn_of_mixture(onr_doc *doc, const char *main_tag)
{
    uint32_t found = 0;
    for (uint32_t p = 0; p < doc->paragraph_count && found < ONR_MAX_MIXED; p++) {
        onr_language_counts counts = {0};
        onr_slice text = sample_of(doc, p);
        onr_language_count(&counts, text);
        if (!is_foreign(&counts, main_tag)) continue;
        onr_range range = doc->paragraphs[p];
        onr_span span = {doc->tokens[range.first_token].start_byte,
                         onr_token_end(&doc->tokens[range.end_token - 1])};
        found++;
        if (!onr_doc_add_warning(doc, "mixed-languages",
                                 "This paragraph is in another language than the rest of the text.",
                                 span))
            return false;
    }
    return true;
}

static bool warn_of_other(onr_doc *doc)
{
    onr_range first = doc->sentences[0];
    onr_span span = {doc->tokens[first.first_token].start_byte,
                     onr_token_end(&doc->tokens[first.end_token - 1])};
    return onr_doc_add_warning(doc, "not-english",
                               "The text is not in English, which is what the model has learned; "
                               "attributions are unreliable.",
                               span);
}

static void add_counts(onr_language_counts *sum, const onr_language_counts *counts)
{
    sum->words += counts->words;
    for (uint32_t i = 0; i < ONR_SCRIPT_COUNT; i++) sum->letters[i] += counts->letters[i];
    for (uint32_t i = 0; i < ONR_LANGUAGE_COUNT; i++) sum->hits[i] += counts->hits[i];
}

/* Adds up all paragraphs; *mixed is set when some look to be in another language than the first. */
static onr_language_counts count_all(const onr_doc *doc, bool *mixed)
{
    onr_language_counts sum = {0};
    const char *first = NULL;
    *mixed = false;
    for (uint32_t p = 0; p < doc->paragraph_count; p++) {
        onr_language_counts counts = {0};
        onr_language_count(&counts, sample_of(doc, p));
        onr_language_guess guess = onr_language_best(&counts);
        if (guess.sure && first == NULL) first = guess.tag;
        if (guess.sure && strcmp(guess.tag, first) != 0) *mixed = true;
        add_counts(&sum, &counts);
    }
    return sum;
}

onr_status onr_language_run(onr_doc *doc, onr_error *err)
{
    bool mixed;
    if (doc->paragraph_count == 0) return ONR_OK;
    onr_language_counts counts = count_all(doc, &mixed);
    onr_language_guess guess = onr_language_best(&counts);
    bool other = guess.foreign || (guess.sure && strcmp(guess.tag, "en") != 0);
    if (guess.sure && !same_primary(doc->language, guess.tag))
        doc->language = (onr_slice){guess.tag, strlen(guess.tag)};
    bool ok = !other || warn_of_other(doc);
    if (ok && mixed && guess.sure) ok = warn_of_mixture(doc, guess.tag);
    return ok ? ONR_OK : onr_fail_memory(err);
}
