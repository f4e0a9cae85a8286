/*
 * ending.c - a text that stops in the middle of a sentence.
 *
 * Its last body line must be longer than a list's item and end in a comma or a word that cannot end
 * a sentence, while nearly all other long ones end properly. "[+1234 chars]", which
 * news services put where they cut, is enough by itself.
 */
#include <string.h>

#include "warn/check.h"

enum { MIN_BYTES = 60, MIN_OTHERS = 3 };

static bool ends_with(onr_slice text, const char *end)
{
    size_t len = strlen(end);
    return text.len >= len && memcmp(text.ptr + text.len - len, end, len) == 0;
}

static onr_slice block_text(const onr_doc *doc, uint32_t i)
{
    onr_span span = doc->blocks[i].span;
    return (onr_slice){doc->text.ptr + span.start_byte, span.end_byte - span.start_byte};
}

/* As sentences end, whatever closes behind. */
static bool is_terminated(onr_slice text)
{
    static const char *const CLOSING[] = {"\"", "'", ")", "]", "\xE2\x80\x9D", "\xE2\x80\x99",
                                          "\xC2\xBB"};
    static const char *const ENDS[] = {".", "!", "?", ":", "\xE2\x80\xA6", "\xE3\x80\x82"};
    for (bool more = true; more;) {
        more = false;
        for (size_t i = 0; i < sizeof CLOSING / sizeof *CLOSING; i++) {
            if (!ends_with(text, CLOSING[i])) continue;
            text.len -= strlen(CLOSING[i]);
            more = true;
        }
    }
    for (size_t i = 0; i < sizeof ENDS / sizeof *ENDS; i++)
        if (ends_with(text, ENDS[i])) return true;
    return false;
}

/* A comma, or a word that no sentence and hardly a title ends with. */
static bool stops_short(onr_slice text)
{
    static const char *const OPEN[] = {" a",    " an",   " and",  " as",   " at",  " because",
                                       " but",  " by",   " for",  " from", " his", " if",
                                       " into", " its",  " my",   " of",   " or",  " our",
                                       " than", " that", " the",  " their", " to", " was",
                                       " were", " which", " who", " whose", " with", ","};
    for (size_t i = 0; i < sizeof OPEN / sizeof *OPEN; i++)
        if (ends_with(text, OPEN[i])) return true;
    return false;
}

/* "[+1234 chars]", "... [1234 chars]" */
static bool has_count(onr_slice text)
{
    if (!ends_with(text, " chars]")) return false;
    size_t at = text.len - strlen(" chars]");
    size_t end = at;
    while (at > 0 && text.ptr[at - 1] >= '0' && text.ptr[at - 1] <= '9') at--;
    return at < end && at > 0 && (text.ptr[at - 1] == '+' || text.ptr[at - 1] == '[');
}

static uint32_t last_body(const onr_doc *doc)
{
    uint32_t i = doc->block_count;
    while (i > 0 && doc->blocks[i - 1].kind != ONR_BLOCK_BODY) i--;
    return i;
}

static bool others_end(const onr_doc *doc, uint32_t last)
{
    uint32_t all = 0, ended = 0;
    for (uint32_t i = 0; i < last; i++) {
        onr_slice text = block_text(doc, i);
        if (doc->blocks[i].kind != ONR_BLOCK_BODY || text.len < MIN_BYTES) continue;
        all++;
        ended += is_terminated(text);
    }
    return all >= MIN_OTHERS && ended * 10ull >= all * 9ull;
}

/* The last words, from the beginning of one. */
static onr_span tail_of(const onr_doc *doc, onr_span span)
{
    enum { TAIL_BYTES = 30 };
    uint32_t from = span.end_byte - span.start_byte > TAIL_BYTES ? span.end_byte - TAIL_BYTES
                                                                 : span.start_byte;
    while (from > span.start_byte && (unsigned char)doc->text.ptr[from - 1] > ' ') from--;
    return (onr_span){from, span.end_byte};
}

void onr_check_ending(onr_checker *c)
{
    const onr_doc *doc = c->doc;
    uint32_t last = doc->block_count;
    if (last == 0) return;
    bool counted = has_count(block_text(doc, last - 1));
    if (!counted) last = last_body(doc);
    if (last == 0) return;
    onr_slice text = block_text(doc, last - 1);
    if (counted || (text.len >= MIN_BYTES && stops_short(text) && others_end(doc, last - 1)))
        onr_check_add(c, ONR_MARK_CUT_OFF, tail_of(doc, doc->blocks[last - 1].span));
}
