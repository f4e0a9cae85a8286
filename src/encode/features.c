#include "encode/features.h"

#include "base/hash.h"
#include "base/utf8.h"

enum {
    EDGE_SPACE = 1 << 0,
    EDGE_PIECE = 1 << 1,
    EDGE_SENTENCE_FIRST = 1 << 2,
    EDGE_SENTENCE_LAST = 1 << 3,
    EDGE_PARAGRAPH_FIRST = 1 << 4,
    EDGE_PARAGRAPH_LAST = 1 << 5
};

enum { PLACE_NESTED = ONR_PLACE_ROWS - 1 };

uint32_t onr_feature_rows(uint32_t slot)
{
    static const uint32_t rows[ONR_FEATURE_COUNT] = {
        0,              ONR_PREFIX_ROWS, ONR_SUFFIX3_ROWS, ONR_SUFFIX2_ROWS,
        ONR_SHAPE_ROWS, ONR_QUOTED_ROWS, ONR_EDGE_ROWS,    ONR_PLACE_ROWS,
    };
    return rows[slot];
}

/* The plain form of a typographic mark, or the code point itself. */
static uint32_t plain_mark(uint32_t c)
{
    switch (c) {
    case 0x2018: case 0x2019: case 0x201A: case 0x2032: case 0x00B4: return '\'';
    case 0x201C: case 0x201D: case 0x201E: case 0x2033: case 0x00AB: case 0x00BB: return '"';
    case 0x2010: case 0x2011: case 0x2012: case 0x2013: return '-';
    case 0x2014: return '_'; /* an em dash; "--" and U+2015, which begins speech, stay apart */
    default: return c;
    }
}

/* Lower case for ASCII, Latin-1 and the simple pairs of Greek and Cyrillic. */
static uint32_t lower(uint32_t c)
{
    if (c < 0x80) return c >= 'A' && c <= 'Z' ? c + 32 : c;
    if ((c >= 0xC0 && c <= 0xDE && c != 0xD7) || (c >= 0x391 && c <= 0x3A9) ||
        (c >= 0x410 && c <= 0x42F))
        return c + 32;
    if (c >= 0x100 && c <= 0x17F && c != 0x130 && c != 0x131 && c != 0x138 && c != 0x149 &&
        c != 0x178 && c != 0x17F) {
        /* Latin Extended-A alternates upper and lower; the parity changes at U+0139 and U+014A. */
        bool upper_is_odd = (c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E);
        return (c & 1) == upper_is_odd ? c + 1 : c;
    }
    return c;
}

uint32_t onr_normal_form(onr_slice token, char out[64])
{
    uint32_t len = 0;
    for (size_t at = 0; at < token.len && len + 4 <= 64;) {
        unsigned char byte = (unsigned char)token.ptr[at];
        if (byte < 0x80) {
            at++;
            if (byte >= 'A' && byte <= 'Z')
                byte += 32;
            else if (byte >= '0' && byte <= '9')
                byte = '0';
            out[len++] = (char)byte;
        } else {
            uint32_t c;
            at += onr_utf8_next(token.ptr + at, &c);
            len += onr_utf8_encode(out + len, lower(plain_mark(c)));
        }
    }
    return len;
}

/* Byte length of the first, or of the last, `count` code points of a form. */
static uint32_t head_len(const char *form, uint32_t len, uint32_t count)
{
    uint32_t at = 0;
    while (at < len && count > 0) {
        at++;
        while (at < len && ((unsigned char)form[at] & 0xC0) == 0x80) at++;
        count--;
    }
    return at;
}

static uint32_t tail_len(const char *form, uint32_t len, uint32_t count)
{
    uint32_t at = len;
    while (at > 0 && count > 0) {
        at--;
        while (at > 0 && ((unsigned char)form[at] & 0xC0) == 0x80) at--;
        count--;
    }
    return len - at;
}

static uint32_t affix_row(const char *bytes, uint32_t len, uint32_t rows)
{
    return (uint32_t)(onr_hash_mix(onr_hash_bytes(ONR_HASH_START, bytes, len)) & (rows - 1));
}

static char shape_class(unsigned char byte)
{
    if (byte >= 'a' && byte <= 'z') return 'x';
    if (byte >= 'A' && byte <= 'Z') return 'X';
    if (byte >= '0' && byte <= '9') return 'd';
    return byte >= 0x80 ? 'u' : (char)byte;
}

/* Runs of one class count as two at most, and only the first 16 classes count. */
static uint32_t shape_row(onr_slice token)
{
    uint64_t hash = ONR_HASH_START;
    char last = 0;
    uint32_t run = 0, kept = 0;
    for (size_t i = 0; i < token.len && kept < 16; i++) {
        char c = shape_class((unsigned char)token.ptr[i]);
        run = c == last ? run + 1 : 1;
        last = c;
        if (run > 2) continue;
        hash = onr_hash_byte(hash, (unsigned char)c);
        kept++;
    }
    return (uint32_t)(onr_hash_mix(hash) & (ONR_SHAPE_ROWS - 1));
}

static void form_features(onr_slice token, uint32_t *slot)
{
    char form[64];
    uint32_t len = onr_normal_form(token, form);
    slot[ONR_FEATURE_FORM] = (uint32_t)onr_hash_mix(onr_hash_bytes(ONR_HASH_START, form, len));
    slot[ONR_FEATURE_PREFIX] = affix_row(form, head_len(form, len, 3), ONR_PREFIX_ROWS);
    uint32_t tail = tail_len(form, len, 3);
    slot[ONR_FEATURE_SUFFIX3] = affix_row(form + len - tail, tail, ONR_SUFFIX3_ROWS);
    tail = tail_len(form, len, 2);
    slot[ONR_FEATURE_SUFFIX2] = affix_row(form + len - tail, tail, ONR_SUFFIX2_ROWS);
    slot[ONR_FEATURE_SHAPE] = shape_row(token);
}

static uint32_t edge_of_token(const onr_doc *doc, uint32_t i, onr_range sentence,
                              onr_range paragraph)
{
    uint16_t flags = doc->tokens[i].flags;
    return (flags & ONR_TOKEN_SPACE_BEFORE ? EDGE_SPACE : 0u) |
           (flags & ONR_TOKEN_PIECE ? EDGE_PIECE : 0u) |
           (i == sentence.first_token ? EDGE_SENTENCE_FIRST : 0u) |
           (i + 1 == sentence.end_token ? EDGE_SENTENCE_LAST : 0u) |
           (i == paragraph.first_token ? EDGE_PARAGRAPH_FIRST : 0u) |
           (i + 1 == paragraph.end_token ? EDGE_PARAGRAPH_LAST : 0u);
}

/* 0 to 3: first, second, third or a later paragraph; times four lengths. Half of the rows tell
 * whether the paragraph begins with an opening quotation mark. */
static uint32_t place_of_paragraph(const onr_doc *doc, uint32_t p)
{
    onr_range range = doc->paragraphs[p];
    uint32_t tokens = range.end_token - range.first_token;
    uint32_t length = tokens <= 6 ? 0 : tokens <= 14 ? 1 : tokens <= 60 ? 2 : 3;
    uint32_t begins_quoted = (doc->quoted[range.first_token] & ONR_QUOTED_OPENS) != 0;
    uint32_t place = (p < 3 ? p : 3) * 4 + length + 16 * begins_quoted;
    return place < PLACE_NESTED ? place : PLACE_NESTED - 1;
}

void onr_features_of_window(const onr_doc *doc, onr_window window, onr_features *out)
{
    uint32_t sentence = window.first_sentence, paragraph = window.first_paragraph;
    uint32_t place = place_of_paragraph(doc, paragraph);
    for (uint32_t i = window.first_token; i < window.end_token; i++) {
        while (doc->sentences[sentence].end_token <= i) sentence++;
        if (doc->paragraphs[paragraph].end_token <= i) {
            while (doc->paragraphs[paragraph].end_token <= i) paragraph++;
            place = place_of_paragraph(doc, paragraph);
        }
        uint32_t *slot = out[i - window.first_token].slot;
        form_features(onr_doc_token_text(doc, i), slot);
        slot[ONR_FEATURE_QUOTED] = doc->quoted[i];
        slot[ONR_FEATURE_EDGE] =
            edge_of_token(doc, i, doc->sentences[sentence], doc->paragraphs[paragraph]);
        slot[ONR_FEATURE_PLACE] = place;
    }
}

void onr_features_make_nested(onr_features *features)
{
    uint32_t quoted = features->slot[ONR_FEATURE_QUOTED];
    /* Within a nested quotation the inner one remains; otherwise the outer one is forgotten. */
    features->slot[ONR_FEATURE_QUOTED] =
        quoted & ONR_QUOTED_NESTED ? quoted & ~ONR_QUOTED_NESTED : 0;
    features->slot[ONR_FEATURE_PLACE] = PLACE_NESTED;
}
