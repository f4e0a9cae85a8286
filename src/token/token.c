#include "token/token.h"

#include <string.h>

#include "base/error.h"
#include "token/scan.h"

enum { MAX_GAP = 16, MAX_RESERVE = 1 << 20 };

static void close_paragraph(onr_scan *s)
{
    onr_doc *doc = s->doc;
    s->single_open = false;
    if (doc->token_count == s->first_token) return;
    onr_range range = {s->first_token, doc->token_count};
    if (!onr_doc_add_paragraph(doc, range)) s->failed = true;
    s->first_token = doc->token_count;
}

/* The longest piece of text[at, end) that is short enough and ends between characters. */
static uint32_t piece_end(const onr_scan *s, uint32_t at, uint32_t end)
{
    if (end - at <= ONR_MAX_TOKEN_BYTES) return end;
    end = at + ONR_MAX_TOKEN_BYTES;
    while (((unsigned char)s->text[end] & 0xC0) == 0x80) end--;
    return end;
}

void onr_scan_emit(onr_scan *s, uint32_t end, uint16_t flags)
{
    if (s->breaks > (s->wrapped ? 1u : 0u)) close_paragraph(s);
    s->breaks = 0;
    flags |= s->space;
    s->space = 0;
    while (s->at < end && !s->failed) {
        uint32_t piece = piece_end(s, s->at, end);
        onr_token token = {s->at, (uint16_t)(piece - s->at), flags};
        if (!onr_doc_add_token(s->doc, token)) s->failed = true;
        flags = (uint16_t)((flags & ~ONR_TOKEN_SPACE_BEFORE) | ONR_TOKEN_PIECE);
        s->at = piece;
    }
}

uint32_t onr_scan_apostrophe(const onr_scan *s, uint32_t at)
{
    unsigned char c = onr_scan_byte(s, at);
    if (c == '\'') return 1;
    if (c == '`') { /* "mama`s"; elsewhere a backtick opens a quotation */
        bool inside = at > 0 && onr_scan_byte(s, at + 1) == 's' && onr_scan_is_word(s, at - 1) &&
                      !onr_scan_is_word(s, at + 2);
        return inside ? 1 : 0;
    }
    if (c == 0xE2 && s->len - at >= 3 && memcmp(s->text + at, "\xE2\x80\x99", 3) == 0) return 3;
    if (c == 0xEF && s->len - at >= 3 && memcmp(s->text + at, "\xEF\xBC\x87", 3) == 0) return 3;
    return 0;
}

/* First byte behind the zero-width characters at `at`, if the word goes on there; else `at`. */
static uint32_t pass_ignorables(const onr_scan *s, uint32_t at)
{
    uint32_t size, end = at;
    uint8_t class = onr_scan_class(s, end, &size);
    while (class & ONR_CLASS_IGNORE) {
        end += size;
        class = onr_scan_class(s, end, &size);
    }
    return class & ONR_CLASS_WORD ? end : at;
}

uint32_t onr_scan_run(const onr_scan *s, uint32_t at)
{
    for (;;) {
        uint32_t size;
        while (at < s->len && (unsigned char)s->text[at] < 0x80 &&
               (onr_class_ascii[(unsigned char)s->text[at]] & ONR_CLASS_WORD))
            at++;
        uint8_t class = onr_scan_class(s, at, &size);
        if (class & ONR_CLASS_WORD) {
            at += size;
        } else if (class & ONR_CLASS_IGNORE) {
            uint32_t after = pass_ignorables(s, at);
            if (after == at) return at;
            at = after;
        } else {
            return at;
        }
    }
}

uint32_t onr_scan_next_word(const onr_scan *s, uint32_t at)
{
    uint32_t breaks = 0;
    for (uint32_t end = at; end < s->len && end - at < MAX_GAP;) {
        uint32_t size;
        uint8_t class = onr_scan_class(s, end, &size);
        if (class & ONR_CLASS_BREAK) breaks++;
        if (breaks > (s->wrapped ? 1u : 0u)) return s->len;
        if (!(class & (ONR_CLASS_SPACE | ONR_CLASS_IGNORE))) return end;
        end += size;
    }
    return s->len;
}

/* Form feed and the paragraph separator count as a blank line; CR LF as one break. */
static void pass_space(onr_scan *s, uint8_t class, uint32_t size)
{
    s->space = ONR_TOKEN_SPACE_BEFORE;
    if (class & ONR_CLASS_BREAK) {
        char c = s->text[s->at];
        bool second_half = c == '\n' && s->at > 0 && s->text[s->at - 1] == '\r';
        if (!second_half) s->breaks++;
        if (c == '\f' || (size == 3 && s->text[s->at + 2] == '\xA9')) s->breaks++;
    }
    s->at += size;
}

static void cut_text(onr_scan *s)
{
    while (s->at < s->len && !s->failed) {
        uint32_t size;
        uint8_t class = onr_class_at(s->text, s->at, &size);
        if (class & ONR_CLASS_SPACE)
            pass_space(s, class, size);
        else if (class & ONR_CLASS_LETTER)
            onr_cut_word(s);
        else if (class & ONR_CLASS_DIGIT)
            onr_cut_number(s);
        else if (class & ONR_CLASS_IGNORE)
            s->at += size;
        else
            onr_cut_mark(s);
    }
    close_paragraph(s);
}

/* News has a token in about five bytes; longer texts grow by doubling. */
static bool reserve(onr_doc *doc)
{
    uint64_t guess = doc->text.len / 5 + 16;
    if (guess > MAX_RESERVE) guess = MAX_RESERVE;
    return onr_grow(doc->alloc, &doc->tokens, &doc->token_capacity, guess, sizeof *doc->tokens);
}

onr_status onr_token_run(onr_doc *doc, onr_error *err)
{
    onr_scan scan = {
        .doc = doc,
        .text = doc->text.ptr,
        .len = (uint32_t)doc->text.len,
        .space = ONR_TOKEN_SPACE_BEFORE,
    };
    if (scan.len == 0) return ONR_OK;
    if (!reserve(doc)) return onr_fail_memory(err);
    /* A reader that labels blocks has put each on lines of its own. */
    scan.wrapped = doc->meta.block_count == 0 && onr_lines_wrapped(doc->text.ptr, doc->text.len);
    cut_text(&scan);
    if (scan.failed || !onr_sentences_run(doc)) return onr_fail_memory(err);
    return ONR_OK;
}
