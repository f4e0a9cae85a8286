/*
 * sentence.c - where sentences end. Reads tokens and paragraphs, adds sentences.
 *
 * A sentence ends behind a closing mark (with the quotation marks and brackets that hang on it)
 * when what follows may begin another one. A paragraph's end always ends it.
 */
#include <string.h>

#include "token/lexicon.h"
#include "token/scan.h"

typedef enum stop_kind {
    STOP_NONE,
    STOP_PERIOD, /* "." as a token of its own */
    STOP_SHOUT,  /* "!", "?", "?!" */
    STOP_DOTS,   /* "...", "…" */
    STOP_ABBR    /* a word with a full stop in it, "U.S." */
} stop_kind;

typedef enum mark_kind { MARK_NONE, MARK_OPEN, MARK_CLOSE, MARK_BOTH, MARK_BRACKET } mark_kind;

static bool equals(onr_slice text, const char *word)
{
    return text.len == strlen(word) && memcmp(text.ptr, word, text.len) == 0;
}

static bool is_spaced(const onr_doc *doc, uint32_t i)
{
    return (doc->tokens[i].flags & ONR_TOKEN_SPACE_BEFORE) != 0;
}

static uint8_t first_class(const onr_doc *doc, uint32_t i)
{
    uint32_t size;
    return onr_class_at(doc->text.ptr, doc->tokens[i].start_byte, &size);
}

static stop_kind classify_stop(const onr_doc *doc, uint32_t i)
{
    onr_slice t = onr_doc_token_text(doc, i);
    char last = t.ptr[t.len - 1];
    if (doc->tokens[i].flags & ONR_TOKEN_WORD) return last == '.' ? STOP_ABBR : STOP_NONE;
    if (last == '.') return t.len == 1 ? STOP_PERIOD : STOP_DOTS;
    if (last == '!' || last == '?') return STOP_SHOUT;
    if (last < 0 && equals(t, "…")) return STOP_DOTS;
    if (last < 0 && (equals(t, "。") || equals(t, "！") || equals(t, "？"))) return STOP_SHOUT;
    return STOP_NONE;
}

static bool is_one_of(onr_slice text, const char *const *marks, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (equals(text, marks[i])) return true;
    }
    return false;
}

#define IS_ONE_OF(text, marks) is_one_of(text, marks, sizeof(marks) / sizeof *(marks))

static mark_kind classify_mark(const onr_doc *doc, uint32_t i)
{
    static const char *const either[] = {"\"", "'"};
    static const char *const brackets[] = {")", "]", "}"};
    static const char *const closing[] = {"”", "’", "''", "’’", "»", "›"};
    static const char *const opening[] = {"(", "[", "“", "‘", "``", "«", "‹", "„", "‚"};
    onr_slice t = onr_doc_token_text(doc, i);
    if (doc->tokens[i].flags & ONR_TOKEN_WORD || t.len > 6) return MARK_NONE;
    if (IS_ONE_OF(t, either)) return MARK_BOTH;
    if (IS_ONE_OF(t, brackets)) return MARK_BRACKET;
    if (IS_ONE_OF(t, closing)) return MARK_CLOSE;
    return IS_ONE_OF(t, opening) ? MARK_OPEN : MARK_NONE;
}

/* "[12]", a note of an encyclopaedia, hangs on the sentence before it. */
static uint32_t note_end(const onr_doc *doc, uint32_t i, uint32_t end)
{
    if (end - i < 3 || !equals(onr_doc_token_text(doc, i), "[")) return i;
    if (!(first_class(doc, i + 1) & ONR_CLASS_DIGIT)) return i;
    return equals(onr_doc_token_text(doc, i + 2), "]") ? i + 3 : i;
}

/* ":)" ends the sentence before it. */
static bool is_emoticon(const onr_doc *doc, uint32_t i)
{
    onr_slice t = onr_doc_token_text(doc, i);
    return t.len > 1 && !(doc->tokens[i].flags & ONR_TOKEN_WORD) &&
           (t.ptr[0] == ':' || t.ptr[0] == ';' || (t.ptr[0] == '=' && t.ptr[1] != '='));
}

/* One past the quotation marks and brackets that hang on the stop before `i`. */
static uint32_t closing_end(const onr_doc *doc, uint32_t i, uint32_t end, bool *quoted)
{
    *quoted = false;
    for (; i < end && !is_spaced(doc, i); i++) {
        mark_kind mark = classify_mark(doc, i);
        bool closes = mark == MARK_CLOSE || mark == MARK_BRACKET ||
                      (mark == MARK_BOTH && (i + 1 == end || is_spaced(doc, i + 1) ||
                                             classify_mark(doc, i + 1) != MARK_NONE));
        if (!closes) break;
        if (mark != MARK_BRACKET) *quoted = true;
    }
    for (uint32_t note; (note = note_end(doc, i, end)) > i;) i = note;
    while (i < end && is_emoticon(doc, i)) i++;
    return i;
}

/* The first word from `i` on behind opening marks, or `end`. */
static uint32_t first_word(const onr_doc *doc, uint32_t i, uint32_t end)
{
    uint32_t limit = end - i > 4 ? i + 4 : end;
    for (; i < limit; i++) {
        if (doc->tokens[i].flags & ONR_TOKEN_WORD) return i;
    }
    return end;
}

static bool is_starter(const onr_doc *doc, uint32_t i)
{
    onr_slice t = onr_doc_token_text(doc, i);
    return onr_lexicon_starter(t.ptr, t.len);
}

/* "Mr. Smith said", "the mayor asked": a reporting verb within a few words. */
static bool reports(const onr_doc *doc, uint32_t i, uint32_t end)
{
    uint32_t limit = end - i > 5 ? i + 5 : end;
    for (; i < limit; i++) {
        onr_slice t = onr_doc_token_text(doc, i);
        if (!(doc->tokens[i].flags & ONR_TOKEN_WORD)) return false;
        if (onr_lexicon_reporting(t.ptr, t.len)) return true;
    }
    return false;
}

/* A number or letter and a full stop at the start: "1. Buy it." */
static bool is_list_mark(const onr_doc *doc, uint32_t first, uint32_t stop)
{
    bool listed = stop > first + 1 && equals(onr_doc_token_text(doc, stop - 2), ":");
    if (stop != first + 1 && !listed) return false;
    onr_slice t = onr_doc_token_text(doc, stop - 1);
    return (first_class(doc, stop - 1) & ONR_CLASS_DIGIT) || t.len == 1;
}

static bool is_quotation(const onr_doc *doc, uint32_t i)
{
    mark_kind mark = classify_mark(doc, i);
    onr_slice t = onr_doc_token_text(doc, i);
    return mark == MARK_BOTH || (mark == MARK_OPEN && t.ptr[0] != '(' && t.ptr[0] != '[');
}

static bool splits_abbreviation(const onr_doc *doc, uint32_t i, uint32_t next, uint32_t word,
                                uint32_t end)
{
    onr_slice t = onr_doc_token_text(doc, i);
    if (word >= end || word > next + 1 || t.len == 2 || equals(t, "P.S.")) return false;
    bool opens = next < word && is_quotation(doc, next);
    if (next < word && !opens) return false;
    if (onr_lexicon_abbreviation(t.ptr, t.len - 1) == ONR_ABBR_TITLE) return false;
    if (is_starter(doc, word)) return true;
    bool capital = (first_class(doc, word) & ONR_CLASS_UPPER) != 0;
    return capital && (opens || equals(t, "etc."));
}

/* A small letter of a script that has capitals. */
static bool is_small(const onr_doc *doc, uint32_t i)
{
    uint32_t codepoint;
    onr_utf8_next(onr_doc_token_text(doc, i).ptr, &codepoint);
    uint8_t class = first_class(doc, i);
    return codepoint < 0x530 && (class & ONR_CLASS_LETTER) && !(class & ONR_CLASS_UPPER);
}

/* "Yahoo! shares": the mark belongs to a name. */
static bool is_name_shout(const onr_doc *doc, uint32_t first, uint32_t i)
{
    if (!equals(onr_doc_token_text(doc, i), "!") || i == first) return false;
    return (first_class(doc, i - 1) & ONR_CLASS_UPPER) != 0;
}

/* May a sentence begin at `next`, behind the stop `i` of the sentence from `first`? */
static bool begins(const onr_doc *doc, uint32_t first, uint32_t i, uint32_t next, uint32_t end,
                   bool quoted)
{
    stop_kind stop = classify_stop(doc, i);
    mark_kind mark = classify_mark(doc, next);
    bool is_word = (doc->tokens[next].flags & ONR_TOKEN_WORD) != 0;
    if (!is_word && mark == MARK_NONE && !is_spaced(doc, next)) return false;
    onr_slice t = onr_doc_token_text(doc, next);
    if (t.len == 1 && strchr(",;:)]}%&/", t.ptr[0]) != NULL) return false;
    if (classify_stop(doc, next) != STOP_NONE && !is_word) return false;
    if (stop == STOP_PERIOD && is_list_mark(doc, first, i)) return false;
    uint32_t word = first_word(doc, next, end);
    if (stop == STOP_ABBR) return splits_abbreviation(doc, i, next, word, end);
    bool small = word < end && is_small(doc, word);
    if (small && (quoted || stop == STOP_DOTS || is_name_shout(doc, first, i))) return false;
    if (is_word && !is_spaced(doc, next) && (small || (first_class(doc, next) & ONR_CLASS_DIGIT)))
        return false;
    if (quoted && stop == STOP_SHOUT && reports(doc, next, end)) return false;
    return true;
}

static bool is_web(const onr_doc *doc, uint32_t i)
{
    onr_slice t = onr_doc_token_text(doc, i);
    return t.len > 8 && (memcmp(t.ptr, "http", 4) == 0 || memcmp(t.ptr, "www.", 4) == 0);
}

/* "----", "****": drawn, not written. */
static bool is_ruler(const onr_doc *doc, uint32_t i)
{
    onr_slice t = onr_doc_token_text(doc, i);
    if (t.len < 4 || strchr("*_=~-", t.ptr[0]) == NULL) return false;
    return memcmp(t.ptr, t.ptr + 1, t.len - 1) == 0;
}

/* "Thanks, Ann" at the foot of a letter: the name is a line of its own. */
static bool is_signature(const onr_doc *doc, uint32_t i, onr_range p)
{
    static const char *const words[] = {"thanks", "Thanks", "THANKS", "regards", "Regards",
                                        "sincerely", "Sincerely", "Cheers", "Best", "wishes",
                                        "Respectfully", "Yours", "Love", "Thx", "thx"};
    if (i < p.first_token + 2 || p.end_token - i > 12) return false;
    if (!equals(onr_doc_token_text(doc, i - 1), ",")) return false;
    return (first_class(doc, i) & ONR_CLASS_UPPER) &&
           IS_ONE_OF(onr_doc_token_text(doc, i - 2), words);
}

/* Does a sentence begin at `i`, though no stop is before it? The layout is gone from such texts. */
static bool begins_unmarked(const onr_doc *doc, uint32_t i, onr_range p)
{
    if (!is_spaced(doc, i)) return false;
    if (is_web(doc, i - 1)) return is_web(doc, i) || (first_class(doc, i) & ONR_CLASS_UPPER);
    return is_ruler(doc, i) != is_ruler(doc, i - 1) || is_signature(doc, i, p);
}

static bool split_paragraph(onr_doc *doc, onr_range p)
{
    uint32_t first = p.first_token;
    for (uint32_t i = first; i < p.end_token; i++) {
        if (i > first && begins_unmarked(doc, i, p)) {
            if (!onr_doc_add_sentence(doc, (onr_range){first, i})) return false;
            first = i;
        }
        if (classify_stop(doc, i) == STOP_NONE) continue;
        bool quoted;
        uint32_t next = closing_end(doc, i + 1, p.end_token, &quoted);
        if (next == p.end_token) break;
        if (!begins(doc, first, i, next, p.end_token, quoted)) continue;
        if (!onr_doc_add_sentence(doc, (onr_range){first, next})) return false;
        first = next;
        i = next - 1;
    }
    return onr_doc_add_sentence(doc, (onr_range){first, p.end_token});
}

bool onr_sentences_run(onr_doc *doc)
{
    for (uint32_t i = 0; i < doc->paragraph_count; i++) {
        if (!split_paragraph(doc, doc->paragraphs[i])) return false;
    }
    return true;
}
