#include "quote/quote.h"

#include <string.h>

#include "base/error.h"
#include "quote/pair.h"

/* A closing mark this plain may end a quotation of the paragraph before. */
enum { MAX_CLOSE_COST = 3 };

/* One run of the stage. A `chain` is a quotation that was left open at the end of a paragraph and
 * may go on in the next ones, each of which begins with an opening mark. Until its end is seen each
 * paragraph's piece is a quote of its own, with ONR_QUOTED_REOPENS on its first token; once it is
 * seen the first quote is stretched, and at the end of the run the pieces are taken out. */
typedef struct run {
    onr_doc *doc;
    onr_pairing *pairing; /* NULL until the first mark is met */
    uint32_t open[ONR_PAIR_DEPTH]; /* quotes that are open, outermost first */
    uint32_t depth;
    uint32_t chain;  /* the chain's first quote, or ONR_NONE */
    uint32_t tail;   /* with a chain: its last piece so far, or its first quote */
    uint32_t piece;  /* the quote that continues the chain in this paragraph, or ONR_NONE */
    uint32_t fresh;  /* the first quote of this paragraph */
    bool blocked;    /* this paragraph has opened a quotation like the chain's: it is over */
    bool any_joined; /* pieces are to be taken out at the end */
    uint32_t warnings;
} run;

static bool warn(run *r, uint32_t token, const char *why)
{
    if (r->warnings >= ONR_QUOTE_MAX_WARNINGS) return true;
    r->warnings++;
    const onr_token *t = &r->doc->tokens[token];
    return onr_doc_add_warning(r->doc, "unbalanced-quote", why,
                               (onr_span){t->start_byte, onr_token_end(t)});
}

static bool warn_unclosed(run *r, uint32_t quote)
{
    return warn(r, r->doc->quotes[quote].first_token, "A quotation is opened but never closed.");
}

static uint8_t shape_of(const onr_doc *doc, uint32_t token)
{
    uint8_t family = 0, shape = 0;
    return onr_mark_is(doc, token, &family, &shape) ? shape : (uint8_t)ONR_SHAPE_COUNT;
}

/* True when a mark is of the kind that opened the chain. */
static bool like_chain(const run *r, const onr_mark *mark)
{
    return r->chain != ONR_NONE && mark->family == ONR_MARK_DOUBLE &&
           onr_shape_same_set(mark->shape,
                              shape_of(r->doc, r->doc->quotes[r->chain].first_token));
}

static bool open_quote(run *r, const onr_mark *mark, onr_range paragraph)
{
    onr_doc *doc = r->doc;
    onr_quote quote = {mark->token, paragraph.end_token,
                       r->depth == 0 ? ONR_NONE : r->open[r->depth - 1],
                       mark->family == ONR_MARK_SINGLE, false};
    if (r->depth == 0 && like_chain(r, mark)) {
        r->blocked = true;
        if (mark->token == paragraph.first_token) r->piece = doc->quote_count;
    }
    r->open[r->depth++] = doc->quote_count;
    return onr_doc_add_quote(doc, quote);
}

static void close_quote(run *r, uint32_t end_token, bool closed)
{
    onr_quote *quote = &r->doc->quotes[r->open[--r->depth]];
    quote->end_token = end_token;
    quote->closed = closed;
}

static bool is_stray(const onr_mark *mark)
{
    return mark->family == ONR_MARK_DOUBLE && !mark->measure;
}

/* A closing mark without partner, right after a paragraph that ended within a quotation: a line
 * break stood in it, without a mark to begin the new line. */
static bool closes_chain(const run *r, const onr_mark *mark)
{
    return r->depth == 0 && !r->blocked && is_stray(mark) && mark->close <= MAX_CLOSE_COST &&
           like_chain(r, mark);
}

static void join_chain(run *r, uint32_t end_token)
{
    onr_quote *head = &r->doc->quotes[r->chain];
    head->end_token = end_token;
    head->closed = true;
    r->any_joined = true;
    r->chain = ONR_NONE;
}

/* End the chain within this paragraph; what was quoted here so far stands inside it. Its parent is
 * the chain's last piece, not the first quote: only so are quotes in preorder for drop_pieces(). */
static void join_at(run *r, uint32_t end_token)
{
    onr_doc *doc = r->doc;
    for (uint32_t i = r->fresh; i < doc->quote_count; i++)
        if (doc->quotes[i].parent == ONR_NONE) doc->quotes[i].parent = r->tail;
    join_chain(r, end_token);
}

static bool apply(run *r, const onr_mark *mark, onr_choice choice, onr_range paragraph)
{
    switch (choice) {
    case ONR_CHOICE_OPEN:
        return open_quote(r, mark, paragraph);
    case ONR_CHOICE_CLOSE:
        close_quote(r, mark->token + 1, true);
        return true;
    case ONR_CHOICE_RESTART:
        if (!warn_unclosed(r, r->open[r->depth - 1])) return false;
        close_quote(r, mark->token, false);
        return open_quote(r, mark, paragraph);
    case ONR_CHOICE_REOPEN:
        r->doc->quoted[mark->token] = ONR_QUOTED_REOPENS;
        return true;
    case ONR_CHOICE_NONE:
        break;
    }
    if (closes_chain(r, mark)) {
        join_at(r, mark->token + 1);
        return true;
    }
    return !is_stray(mark) || warn(r, mark->token, "A quotation mark has no partner.");
}

/* The chain was never closed: its pieces are quotations of their own after all. */
static bool break_chain(run *r)
{
    onr_doc *doc = r->doc;
    if (r->chain == ONR_NONE) return true;
    for (uint32_t i = r->chain; i < doc->quote_count; i++) {
        uint8_t *bits = &doc->quoted[doc->quotes[i].first_token];
        if (i != r->chain && *bits == 0) continue;
        *bits = 0;
        if (!warn_unclosed(r, i)) return false;
    }
    r->chain = ONR_NONE;
    return true;
}

/* Settle what is open at the end of a paragraph, and the chain that came into it. */
static bool end_paragraph(run *r)
{
    onr_doc *doc = r->doc;
    while (r->depth > 1)
        if (!warn_unclosed(r, r->open[--r->depth])) return false;
    uint32_t left = r->depth == 1 ? r->open[0] : ONR_NONE;
    uint32_t piece = r->piece;
    if (piece != ONR_NONE && (doc->quotes[piece].closed || piece == left))
        doc->quoted[doc->quotes[piece].first_token] = ONR_QUOTED_REOPENS;
    if (piece != ONR_NONE && doc->quotes[piece].closed) join_chain(r, doc->quotes[piece].end_token);
    if (piece == ONR_NONE || piece != left) {
        if (!break_chain(r)) return false;
        r->chain = left;
    }
    r->tail = left;
    r->depth = 0;
    r->piece = ONR_NONE;
    return true;
}

/* The shape of the double mark that begins the paragraph after `p`. */
static uint8_t next_shape(const onr_doc *doc, uint32_t p)
{
    uint8_t family = 0, shape = 0;
    if (p + 1 >= doc->paragraph_count) return ONR_SHAPE_COUNT;
    bool found = onr_mark_is(doc, doc->paragraphs[p + 1].first_token, &family, &shape);
    return found && family == ONR_MARK_DOUBLE ? shape : (uint8_t)ONR_SHAPE_COUNT;
}

static bool solve_window(run *r, uint32_t p, bool last)
{
    onr_pairing *pairing = r->pairing;
    uint32_t count = pairing->count;
    onr_pair_solve(pairing, last, next_shape(r->doc, p));
    for (uint32_t i = 0; i < count; i++)
        if (!apply(r, &pairing->marks[i], (onr_choice)pairing->choices[i], r->doc->paragraphs[p]))
            return false;
    return true;
}

static bool ready(run *r)
{
    if (r->pairing == NULL)
        r->pairing = onr_resize(r->doc->alloc, NULL, 0, sizeof *r->pairing);
    return r->pairing != NULL;
}

static bool run_paragraph(run *r, uint32_t p)
{
    onr_marks marks;
    onr_mark mark;
    onr_marks_start(&marks, r->doc, r->doc->paragraphs[p]);
    bool found = onr_marks_next(&marks, &mark);
    if (!found) return break_chain(r);
    if (!ready(r)) return false;
    r->fresh = r->doc->quote_count;
    r->blocked = false;
    onr_pair_start(r->pairing);
    for (; found; found = onr_marks_next(&marks, &mark)) {
        if (r->pairing->count == ONR_PAIR_WINDOW && !solve_window(r, p, false)) return false;
        r->pairing->marks[r->pairing->count++] = mark;
    }
    return solve_window(r, p, true) && end_paragraph(r);
}

/*
 * Take the joined pieces out of the list; what they held belongs to the quotation they continue.
 * Quotes are in preorder, so a quote's parent is always on the path to the quote before it:
 * old and new index of each level are enough to renumber.
 */
static void drop_pieces(onr_doc *doc)
{
    uint32_t old[ONR_PAIR_DEPTH + 1], new[ONR_PAIR_DEPTH + 1], depth = 0, kept = 0;
    uint32_t outermost = 0;
    for (uint32_t i = 0; i < doc->quote_count; i++) {
        onr_quote quote = doc->quotes[i];
        while (depth > 0 && old[depth - 1] != quote.parent) depth--;
        bool piece = (doc->quoted[quote.first_token] & ONR_QUOTED_REOPENS) != 0;
        if (depth > 0) quote.parent = new[depth - 1];
        if (depth == 0 && !piece) outermost = kept;
        old[depth] = i;
        new[depth++] = piece ? outermost : kept;
        if (!piece) doc->quotes[kept++] = quote;
    }
    doc->quote_count = kept;
}

/* Children come after their parents and overwrite what those said of the same tokens. */
static void mark_tokens(onr_doc *doc)
{
    uint8_t *quoted = doc->quoted;
    for (uint32_t i = 0; i < doc->quote_count; i++) {
        const onr_quote *q = &doc->quotes[i];
        bool nested = q->parent != ONR_NONE;
        uint8_t kind = (uint8_t)((q->single ? ONR_QUOTED_SINGLE : 0) |
                                 (nested ? ONR_QUOTED_NESTED : 0));
        uint8_t inside = (uint8_t)(kind | ONR_QUOTED_INSIDE);
        uint8_t edge = nested ? inside : kind;
        uint32_t last = q->closed ? q->end_token - 1 : q->end_token;
        quoted[q->first_token] = (uint8_t)(edge | ONR_QUOTED_OPENS);
        for (uint32_t t = q->first_token + 1; t < last; t++)
            quoted[t] = (uint8_t)((quoted[t] & ONR_QUOTED_REOPENS) | inside);
        if (q->closed) quoted[last] = (uint8_t)(edge | ONR_QUOTED_CLOSES);
    }
}

static bool make_quoted(onr_doc *doc)
{
    uint8_t *quoted = onr_resize(doc->alloc, doc->quoted, doc->quoted_capacity, doc->token_count);
    if (quoted == NULL) return false;
    memset(quoted, 0, doc->token_count);
    doc->quoted = quoted;
    doc->quoted_capacity = doc->token_count;
    return true;
}

/* A chain is found to be broken only after what follows it: put the warnings in text order. They
 * are few (ONR_QUOTE_MAX_WARNINGS), so that insertion will do. */
static void sort_warnings(const run *r)
{
    onr_warning *own = r->doc->warnings + (r->doc->warning_count - r->warnings);
    for (uint32_t i = 1; i < r->warnings; i++) {
        onr_warning moved = own[i];
        uint32_t at = i;
        for (; at > 0 && own[at - 1].span.start_byte > moved.span.start_byte; at--)
            own[at] = own[at - 1];
        own[at] = moved;
    }
}

static bool find_quotes(run *r)
{
    for (uint32_t p = 0; p < r->doc->paragraph_count; p++)
        if (!run_paragraph(r, p)) return false;
    return break_chain(r);
}

onr_status onr_quote_run(onr_doc *doc, onr_error *err)
{
    doc->quote_count = 0;
    if (doc->token_count == 0) return ONR_OK;
    if (!make_quoted(doc)) return onr_fail_memory(err);
    run r = {.doc = doc, .chain = ONR_NONE, .tail = ONR_NONE, .piece = ONR_NONE};
    bool found = find_quotes(&r);
    onr_release(doc->alloc, r.pairing, sizeof *r.pairing);
    if (!found) {
        doc->quote_count = 0;
        memset(doc->quoted, 0, doc->token_count);
        return onr_fail_memory(err);
    }
    if (r.any_joined) drop_pieces(doc);
    mark_tokens(doc);
    if (r.warnings > 0) sort_warnings(&r);
    return ONR_OK;
}
