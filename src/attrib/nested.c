#include "attrib/nested.h"

/* Contents shorter than this hold nothing worth reading again. */
enum { MIN_TOKENS = 4, MIN_CUE_STEP = 4, MAX_SEGMENTS = 64 };

/* Contents laid out for one run of the encoder. */
typedef struct batch {
    uint32_t candidates[MAX_SEGMENTS];
    uint32_t starts[MAX_SEGMENTS];
    uint32_t counts[MAX_SEGMENTS];
    uint32_t count;
    uint32_t tokens_used; /* of work->tokens and work->quoted */
} batch;

static bool in_window(const onr_view *view, uint32_t token)
{
    return token >= view->window.first_token && token < view->window.end_token;
}

static uint32_t content_tokens(const onr_candidate *c)
{
    uint32_t tokens = 0;
    for (uint32_t i = 0; i < c->content.count; i++)
        tokens += c->content.at[i].end_token - c->content.at[i].first_token;
    return tokens;
}

/* Whether some word of the content is a cue often enough to look closer. */
static bool holds_cue_word(const onr_attrib *attrib, const onr_view *view, const onr_candidate *c)
{
    for (uint32_t p = 0; p < c->content.count; p++) {
        onr_range piece = c->content.at[p];
        for (uint32_t t = piece.first_token; t < piece.end_token; t++) {
            const onr_features *f = &view->features[t - view->window.first_token];
            uint32_t row = onr_encoder_form_row(attrib->encoder, f->slot[ONR_FEATURE_FORM]);
            if (attrib->cue_steps[row] >= MIN_CUE_STEP) return true;
        }
    }
    return false;
}

/* Lays one content into the encoder's rows; false when there is no more room. */
static bool lay_out(const onr_attrib *attrib, onr_attrib_work *work, const onr_view *view,
                    batch *b, uint32_t index)
{
    const onr_candidate *c = &work->candidates.at[index];
    uint32_t count = content_tokens(c);
    if (b->count == MAX_SEGMENTS || ONR_WINDOW_TOKENS - b->tokens_used < count) return false;
    uint32_t start = onr_rows_add(&work->nested_rows, count);
    if (start == ONR_NONE) return false;
    float *x = work->nested_rows.x + (size_t)start * work->nested_rows.width;
    for (uint32_t p = 0; p < c->content.count; p++) {
        onr_range piece = c->content.at[p];
        for (uint32_t t = piece.first_token; t < piece.end_token; t++) {
            onr_features f = view->features[t - view->window.first_token];
            onr_features_make_nested(&f);
            onr_encoder_embed(attrib->encoder, &f, x);
            x += work->nested_rows.width;
            work->tokens[b->tokens_used] = t;
            work->quoted[b->tokens_used++] = (uint8_t)f.slot[ONR_FEATURE_QUOTED];
        }
    }
    b->candidates[b->count] = index;
    b->starts[b->count] = start;
    b->counts[b->count++] = count;
    return true;
}

static onr_status read_again(const onr_attrib *attrib, onr_attrib_work *work, const onr_doc *doc,
                             const batch *b, onr_error *err)
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
        onr_status status =
            onr_attrib_segment(attrib, work, doc, &segment, attrib->nested_bias, err);
        if (status != ONR_OK) return status;
        used += b->counts[i];
    }
    return ONR_OK;
}

/* A content may reach beyond the window only when a quotation goes on; then it is left alone. What
 * stands inside another's content is read again with that. */
static bool worth_reading(const onr_attrib *attrib, const onr_attrib_work *work,
                          const onr_view *view, uint32_t index)
{
    const onr_candidate *c = &work->candidates.at[index];
    onr_range hull = onr_pieces_hull(&c->content);
    uint32_t tokens = content_tokens(c);
    return c->parent == ONR_NONE && tokens >= MIN_TOKENS && tokens <= ONR_WINDOW_TOKENS &&
           in_window(view, hull.first_token) && in_window(view, hull.end_token - 1) &&
           holds_cue_word(attrib, view, c);
}

onr_status onr_nested_run(const onr_attrib *attrib, onr_attrib_work *work, const onr_doc *doc,
                          const onr_view *view, uint32_t first, uint32_t end, onr_error *err)
{
    uint32_t next = first;
    while (next < end) {
        batch b = {0};
        onr_rows_reset(&work->nested_rows);
        while (next < end && (!worth_reading(attrib, work, view, next) ||
                              lay_out(attrib, work, view, &b, next)))
            next++;
        if (b.count == 0) break;
        onr_status status = read_again(attrib, work, doc, &b, err);
        if (status != ONR_OK) return status;
    }
    return ONR_OK;
}
