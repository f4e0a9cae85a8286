#include "warn/warn.h"

#include <string.h>

#include "base/error.h"
#include "warn/check.h"

/* What a kind is called; NULL for marks that are no warning by themselves. `weight` is what one
 * counts for machine translation, `most` how many count. */
static const struct {
    const char *kind;
    const char *why;
    uint8_t weight, most;
} KINDS[ONR_MARK_KINDS] = {
    [ONR_MARK_REPEATED_WORD] = {"repeated-word", "A word stands twice.", 2, 3},
    [ONR_MARK_REPEATED_PHRASE] = {"repeated-phrase", "A phrase says the same thing twice.", 2, 3},
    [ONR_MARK_BRACKET] = {"unbalanced-bracket", "A bracket has no partner.", 1, 2},
    [ONR_MARK_SPACING] = {"spacing", "White space stands within a word.", 2, 3},
    [ONR_MARK_MOJIBAKE] = {"mojibake",
                           "Characters here were damaged by a wrong encoding or are lost.", 0, 0},
    [ONR_MARK_CUT_OFF] = {"cut-off", "The text stops in the middle of a sentence.", 0, 0},
    [ONR_MARK_CALQUE] = {NULL, NULL, 2, 4},
    [ONR_MARK_FORMAT] = {NULL, NULL, 2, 4},
    [ONR_MARK_NOTICE] = {NULL, NULL, 8, 1},
};

enum {
    MIN_SCORE = 5,         /* points of a text that is called machine-translated */
    MIN_KINDS = 2,         /* of marks, or a notice */
    TOKENS_PER_POINT = 250 /* in long texts a few slips are nothing */
};

void onr_check_add(onr_checker *c, onr_mark_kind kind, onr_span span)
{
    if (c->counts[kind]++ == 0) c->first[kind] = span;
    if (KINDS[kind].kind == NULL || c->counts[kind] > ONR_MAX_WARNINGS) return;
    if (!onr_doc_add_warning(c->doc, KINDS[kind].kind, KINDS[kind].why, span)) c->failed = true;
}

onr_span onr_check_span(const onr_doc *doc, uint32_t first_token, uint32_t last_token)
{
    return (onr_span){doc->tokens[first_token].start_byte, onr_token_end(&doc->tokens[last_token])};
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool matches(onr_slice word, const char *text, size_t len)
{
    if (word.len != len) return false;
    for (size_t i = 0; i < len; i++)
        if (lower(word.ptr[i]) != text[i]) return false;
    return true;
}

bool onr_check_is(const onr_doc *doc, uint32_t token, const char *word)
{
    return matches(onr_doc_token_text(doc, token), word, strlen(word));
}

bool onr_check_in(const onr_doc *doc, uint32_t token, const char *list)
{
    onr_slice word = onr_doc_token_text(doc, token);
    for (const char *at = list + 1; *at != '\0';) {
        size_t len = (size_t)(strchr(at, ' ') - at);
        if (matches(word, at, len)) return true;
        at += len + 1;
    }
    return false;
}

bool onr_check_same(const onr_doc *doc, uint32_t a, uint32_t b)
{
    onr_slice x = onr_doc_token_text(doc, a), y = onr_doc_token_text(doc, b);
    if (x.len != y.len) return false;
    for (size_t i = 0; i < x.len; i++)
        if (lower(x.ptr[i]) != lower(y.ptr[i])) return false;
    return true;
}

/* Points of all marks; *kinds gets how many kinds there are, *first where the first one stands. */
static uint32_t score_of(const onr_checker *c, uint32_t *kinds, onr_span *first)
{
    uint32_t score = 0;
    *kinds = 0;
    *first = (onr_span){UINT32_MAX, UINT32_MAX};
    for (uint32_t k = 0; k < ONR_MARK_KINDS; k++) {
        uint32_t count = c->counts[k] < KINDS[k].most ? c->counts[k] : KINDS[k].most;
        if (count == 0) continue;
        score += count * KINDS[k].weight;
        *kinds += k == ONR_MARK_NOTICE ? MIN_KINDS : 1;
        if (c->first[k].start_byte < first->start_byte) *first = c->first[k];
    }
    return score;
}

static void check_translation(onr_checker *c)
{
    uint32_t kinds;
    onr_span first;
    uint32_t score = score_of(c, &kinds, &first);
    if (score < MIN_SCORE || kinds < MIN_KINDS) return;
    if (score < c->doc->token_count / TOKENS_PER_POINT) return;
    if (!onr_doc_add_warning(c->doc, "machine-translated",
                             "The text has marks of machine translation, here and elsewhere: "
                             "quoted words may not be verbatim.",
                             first))
        c->failed = true;
}

/* Merge sort from the bottom up, which keeps equals in their order. */
static bool sort_warnings(onr_doc *doc)
{
    uint32_t count = doc->warning_count;
    onr_warning *spare = onr_resize(doc->alloc, NULL, 0, count * sizeof *spare);
    if (spare == NULL) return false;
    for (uint32_t width = 1; width < count; width *= 2) {
        for (uint32_t from = 0; from < count; from += 2 * width) {
            uint32_t middle = count - from < width ? count : from + width;
            uint32_t end = count - from < 2 * width ? count : from + 2 * width;
            uint32_t a = from, b = middle;
            for (uint32_t i = from; i < end; i++) {
                bool left = a < middle && (b == end || doc->warnings[a].span.start_byte <=
                                                           doc->warnings[b].span.start_byte);
                spare[i] = doc->warnings[left ? a++ : b++];
            }
        }
        memcpy(doc->warnings, spare, count * sizeof *spare);
    }
    onr_release(doc->alloc, spare, count * sizeof *spare);
    return true;
}

/* The rules on words are those of English, which a text of unknown language is taken for. */
static bool is_english(onr_slice language)
{
    if (language.len < 2) return true;
    bool en = lower(language.ptr[0]) == 'e' && lower(language.ptr[1]) == 'n';
    return en && (language.len == 2 || language.ptr[2] == '-' || language.ptr[2] == '_');
}

static void check_words(onr_checker *c)
{
    for (uint32_t p = 0; p < c->doc->paragraph_count; p++) {
        onr_check_repeats(c, c->doc->paragraphs[p]);
        onr_check_spacing(c, c->doc->paragraphs[p]);
        onr_check_calques(c, c->doc->paragraphs[p]);
    }
}

onr_status onr_warn_run(onr_doc *doc, onr_error *err)
{
    onr_checker c = {.doc = doc};
    bool english = is_english(doc->language);
    if (english) check_words(&c);
    onr_check_brackets(&c);
    onr_check_mojibake(&c);
    onr_check_ending(&c);
    if (english) check_translation(&c);
    if (!c.failed && doc->warning_count > 1) c.failed = !sort_warnings(doc);
    return c.failed ? onr_fail_memory(err) : ONR_OK;
}
