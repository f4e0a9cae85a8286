#include "attrib/follow.h"

/* A quoted paragraph of fewer words is more often a heading or a title. */
enum { MIN_WORDS = 5 };

/* The outermost quotation that holds a token, or NULL. */
static const onr_quote *outer_quote(const onr_doc *doc, uint32_t token)
{
    uint32_t q = onr_doc_quote_around(doc, token);
    if (q == ONR_NONE) return NULL;
    while (doc->quotes[q].parent != ONR_NONE) q = doc->quotes[q].parent;
    return &doc->quotes[q];
}

/* Lets a content that ends within an unclosed quotation run to where that is closed. */
static void follow_reopened(const onr_doc *doc, onr_candidate *c)
{
    if (c->content.count == 0) return;
    onr_range *last = &c->content.at[c->content.count - 1];
    const onr_quote *quote = outer_quote(doc, last->end_token - 1);
    if (quote == NULL || !quote->closed || quote->end_token <= last->end_token) return;
    for (uint32_t t = last->end_token; t < quote->end_token; t++) {
        if (doc->quoted[t] & ONR_QUOTED_REOPENS) {
            last->end_token = quote->end_token;
            return;
        }
    }
}

/* The quotation that is all of a paragraph, or NULL. Its closing mark may be followed by a stop. */
static const onr_quote *whole_quote(const onr_doc *doc, onr_range paragraph)
{
    uint8_t first = doc->quoted[paragraph.first_token];
    if (!(first & ONR_QUOTED_OPENS) || (first & (ONR_QUOTED_REOPENS | ONR_QUOTED_SINGLE)))
        return NULL;
    const onr_quote *quote = outer_quote(doc, paragraph.first_token);
    if (quote == NULL || quote->first_token != paragraph.first_token || !quote->closed) return NULL;
    for (uint32_t t = quote->end_token; t < paragraph.end_token; t++)
        if (doc->tokens[t].flags & ONR_TOKEN_WORD) return NULL;
    uint32_t words = 0;
    for (uint32_t t = quote->first_token; t < quote->end_token; t++)
        words += (doc->tokens[t].flags & ONR_TOKEN_WORD) != 0;
    return words >= MIN_WORDS ? quote : NULL;
}

static bool ends_with_colon(const onr_doc *doc, onr_range paragraph)
{
    onr_slice last = onr_doc_token_text(doc, paragraph.end_token - 1);
    return last.len == 1 && last.ptr[0] == ':';
}

static bool ends_quoted(const onr_doc *doc, const onr_candidate *c)
{
    if (c->content.count == 0) return false;
    uint32_t last = c->content.at[c->content.count - 1].end_token - 1;
    return doc->quoted[last] & (ONR_QUOTED_INSIDE | ONR_QUOTED_CLOSES);
}

static void add_range(onr_pieces *pieces, onr_range range)
{
    if (pieces->count == ONR_MAX_CONTENT_PIECES)
        pieces->at[pieces->count - 1].end_token = range.end_token;
    else
        pieces->at[pieces->count++] = range;
}

static bool add_without_cue(const onr_alloc *alloc, onr_candidates *candidates, onr_range content)
{
    if (!onr_grow(alloc, &candidates->at, &candidates->capacity, (uint64_t)candidates->count + 1,
                  sizeof *candidates->at))
        return false;
    onr_candidate *c = &candidates->at[candidates->count++];
    *c = (onr_candidate){.parent = ONR_NONE};
    add_range(&c->content, content);
    return true;
}

/* What is known of the paragraph before the one that is looked at. */
typedef struct context {
    uint32_t speaker; /* candidate that a quotation may go on from, or ONR_NONE */
    bool colon;       /* the paragraph ends with one */
} context;

static bool take_quote(const onr_doc *doc, const onr_alloc *alloc, onr_candidates *candidates,
                       context *before, const onr_quote *quote)
{
    onr_range range = {quote->first_token, quote->end_token};
    onr_candidate *speaker =
        before->speaker == ONR_NONE ? NULL : &candidates->at[before->speaker];
    if (onr_doc_is_silent(doc, quote->first_token)) return true;
    if (speaker == NULL) {
        if (!add_without_cue(alloc, candidates, range)) return false;
        before->speaker = candidates->count - 1;
    } else if (onr_pieces_hull(&speaker->content).end_token <= range.first_token &&
               (ends_quoted(doc, speaker) || (before->colon && speaker->content.count == 0))) {
        add_range(&speaker->content, range);
    }
    before->colon = false;
    return true;
}

static uint32_t cue_token(const onr_candidate *c)
{
    return c->cue.at[0].first_token;
}

bool onr_follow_quotes(const onr_doc *doc, onr_window window, const onr_alloc *alloc,
                       onr_candidates *candidates, uint32_t first)
{
    uint32_t end = candidates->count, next = first;
    for (uint32_t i = first; i < end; i++) follow_reopened(doc, &candidates->at[i]);
    context before = {ONR_NONE, false};
    uint32_t covered = window.first_token; /* what stands before it has been followed */
    for (uint32_t p = window.first_paragraph; p < window.end_paragraph; p++) {
        onr_range paragraph = doc->paragraphs[p];
        uint32_t cue_from = next;
        while (next < end && cue_token(&candidates->at[next]) < paragraph.end_token) {
            onr_range hull = onr_pieces_hull(&candidates->at[next++].content);
            if (hull.end_token > covered) covered = hull.end_token;
        }
        if (next > cue_from) {
            before = (context){next - 1, ends_with_colon(doc, paragraph)};
            continue;
        }
        if (paragraph.first_token < covered) continue;
        const onr_quote *quote = whole_quote(doc, paragraph);
        if (quote == NULL) {
            before = (context){ONR_NONE, false};
        } else {
            if (!take_quote(doc, alloc, candidates, &before, quote)) return false;
            covered = quote->end_token;
        }
    }
    return true;
}
