#include "attrib/nested.h"

#include "attrib/heads.h"

/* Stretches shorter than this hold nothing worth reading again. */
enum { MIN_TOKENS = 4, MIN_CUE_STEP = 6, MAX_SEGMENTS = 64 };

/* Stretches laid out for one run of the encoder. */
typedef struct batch {
    uint32_t candidates[MAX_SEGMENTS];
    uint32_t starts[MAX_SEGMENTS];
    uint32_t counts[MAX_SEGMENTS];
    uint32_t count;
    uint32_t tokens_used; /* of work->tokens and work->quoted */
} batch;

/* What one sentence has of a content: a run of pieces, cut to the sentence. */
typedef struct stretch {
    onr_pieces pieces;
    uint32_t tokens;
    bool cue_word; /* holds a word that is a cue often enough to look closer */
} stretch;

static const onr_features *features_of(const onr_view *view, uint32_t token)
{
    return &view->features[token - view->window.first_token];
}

static bool is_cue_word(const onr_attrib *attrib, const onr_view *view, uint32_t token)
{
    uint32_t row = onr_encoder_form_row(attrib->encoder,
                                        features_of(view, token)->slot[ONR_FEATURE_FORM]);
    return attrib->cue_steps[row] >= MIN_CUE_STEP;
}

static uint32_t sentence_end(const onr_doc *doc, uint32_t token)
{
    return doc->sentences[onr_range_find(doc->sentences, doc->sentence_count, token)].end_token;
}

/* Whether a token is a mark of the quotation that the content stands in, not of one within it. */
static bool is_outer_mark(const onr_doc *doc, uint32_t token)
{
    uint8_t quoted = doc->quoted[token];
    return (quoted & (ONR_QUOTED_OPENS | ONR_QUOTED_CLOSES | ONR_QUOTED_REOPENS)) &&
           !(quoted & ONR_QUOTED_NESTED);
}

/* Lets go of the punctuation at the end: it belongs to the sentence around the content. */
static void trim(const onr_doc *doc, stretch *s)
{
    while (s->pieces.count > 0) {
        onr_range *last = &s->pieces.at[s->pieces.count - 1];
        uint32_t t = last->end_token - 1;
        if ((doc->tokens[t].flags & ONR_TOKEN_WORD) || (doc->quoted[t] & ONR_QUOTED_CLOSES)) return;
        if (--last->end_token == last->first_token) s->pieces.count--;
    }
}

/*
 * The next sentence's part of a content, from token *at of piece *piece on; both move behind it.
 *
 * @return false at the end of the content, or where it leaves the window.
 */
static bool next_stretch(const onr_attrib *attrib, const onr_doc *doc, const onr_view *view,
                         const onr_pieces *content, uint32_t *piece, uint32_t *at, stretch *out)
{
    *out = (stretch){0};
    if (*piece == content->count) return false;
    if (*at < content->at[*piece].first_token) *at = content->at[*piece].first_token;
    uint32_t end = sentence_end(doc, *at);
    if (end > view->window.end_token) end = view->window.end_token;
    if (*at < view->window.first_token || *at >= end) return false;
    while (*piece < content->count && content->at[*piece].first_token < end) {
        onr_range p = content->at[*piece];
        for (; *at < p.end_token && *at < end; ++*at) {
            if (is_outer_mark(doc, *at)) continue;
            onr_pieces_add(&out->pieces, *at, ONR_MAX_CONTENT_PIECES);
            if (!out->cue_word) out->cue_word = is_cue_word(attrib, view, *at);
        }
        if (*at < p.end_token) break;
        ++*piece;
        if (*piece < content->count && *at < content->at[*piece].first_token)
            *at = content->at[*piece].first_token;
    }
    trim(doc, out);
    /* Not counted on the way: where there are too many pieces, the last one holds marks, too. */
    for (uint32_t i = 0; i < out->pieces.count; i++)
        out->tokens += out->pieces.at[i].end_token - out->pieces.at[i].first_token;
    return true;
}

static bool has_room(const onr_attrib_work *work, const batch *b, uint32_t tokens)
{
    const onr_rows *rows = &work->nested_rows;
    return b->count < MAX_SEGMENTS && ONR_WINDOW_TOKENS - b->tokens_used >= tokens &&
           rows->capacity - rows->used >= tokens + rows->gap;
}

static void lay_out(const onr_attrib *attrib, onr_attrib_work *work, const onr_view *view,
                    batch *b, uint32_t candidate, const stretch *s)
{
    uint32_t start = onr_rows_add(&work->nested_rows, s->tokens);
    float *x = work->nested_rows.x + (size_t)start * work->nested_rows.width;
    for (uint32_t p = 0; p < s->pieces.count; p++) {
        onr_range piece = s->pieces.at[p];
        for (uint32_t t = piece.first_token; t < piece.end_token; t++) {
            onr_features f = *features_of(view, t);
            onr_features_make_nested(&f);
            onr_encoder_embed(attrib->encoder, &f, x, attrib->encoder->stack.width);
            x += work->nested_rows.width;
            work->tokens[b->tokens_used] = t;
            work->quoted[b->tokens_used++] = (uint8_t)f.slot[ONR_FEATURE_QUOTED];
        }
    }
    b->candidates[b->count] = candidate;
    b->starts[b->count] = start;
    b->counts[b->count++] = s->tokens;
}

/* Reads what is laid out and empties the batch. */
static onr_status read_again(const onr_attrib *attrib, onr_attrib_work *work, const onr_doc *doc,
                             batch *b, onr_error *err)
{
    onr_stack_run(&attrib->encoder->stack, attrib->encoder->kernels, &work->nested_rows, b->starts,
                  b->counts, b->count);
    uint32_t used = 0;
    for (uint32_t i = 0; i < b->count; i++) {
        onr_segment segment = {
            .states = work->nested_rows.u + (size_t)b->starts[i] * work->nested_rows.width,
            .tokens = work->tokens + used,
            .quoted = work->quoted + used,
            .count = b->counts[i],
            .parent = b->candidates[i],
        };
        onr_status status = onr_heads_run(attrib, work, doc, &segment, attrib->nested_bias, err);
        if (status != ONR_OK) return status;
        used += b->counts[i];
    }
    b->count = 0;
    b->tokens_used = 0;
    onr_rows_reset(&work->nested_rows);
    return ONR_OK;
}

onr_status onr_nested_run(const onr_attrib *attrib, onr_attrib_work *work, const onr_doc *doc,
                          const onr_view *view, uint32_t first, uint32_t end, onr_error *err)
{
    batch b = {0};
    onr_rows_reset(&work->nested_rows);
    for (uint32_t i = first; i < end; i++) {
        /* What stands inside another's content is read again with that. */
        if (work->candidates.at[i].parent != ONR_NONE) continue;
        const onr_pieces content = work->candidates.at[i].content; /* the list may move */
        uint32_t piece = 0, at = 0;
        stretch s;
        while (next_stretch(attrib, doc, view, &content, &piece, &at, &s)) {
            if (!s.cue_word || s.tokens < MIN_TOKENS || s.tokens > ONR_WINDOW_TOKENS) continue;
            if (!has_room(work, &b, s.tokens)) {
                onr_status status = read_again(attrib, work, doc, &b, err);
                if (status != ONR_OK) return status;
            }
            lay_out(attrib, work, view, &b, i, &s);
        }
    }
    return b.count == 0 ? ONR_OK : read_again(attrib, work, doc, &b, err);
}
