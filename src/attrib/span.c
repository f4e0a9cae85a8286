#include "attrib/span.h"

#include <string.h>

#include "base/error.h"

enum { NONE, BEGINS_SOURCE, IN_SOURCE, BEGINS_CONTENT, IN_CONTENT };

/* What the trainer's flags mean; see cue_rows() in train/batch.py. */
enum {
    FLAG_OTHER_CUE = 1 << 0,
    FLAG_SAME_SENTENCE = 1 << 1,
    FLAG_SAME_QUOTED = 1 << 2,
    FLAG_QUOTED = 1 << 3
};

static const float impossible = -1e4f;

onr_status onr_span_load(onr_span_tagger *tagger, const onr_model *model, uint32_t state_width,
                         onr_error *err)
{
    onr_section distances, flags, transitions;
    onr_status status = onr_stack_load(&tagger->stack, model, "span", err);
    if (status != ONR_OK) return status;
    uint32_t width = tagger->stack.width;
    status = onr_matrix_load(&tagger->head, model, "span.head", 2 * state_width, width, err);
    if (status == ONR_OK)
        status = onr_matrix_load(&tagger->out, model, "span.out", width, ONR_COLUMNS, err);
    if (status == ONR_OK)
        status =
            onr_model_section(model, "span.distances", ONR_SECTION_F32, width, &distances, err);
    if (status == ONR_OK)
        status = onr_model_section(model, "span.flags", ONR_SECTION_F32, width, &flags, err);
    if (status == ONR_OK)
        status = onr_model_section(model, "span.transitions", ONR_SECTION_F32, ONR_SPAN_LABELS,
                                   &transitions, err);
    if (status != ONR_OK) return status;
    if (distances.rows != ONR_DISTANCE_ROWS || flags.rows != ONR_FLAG_ROWS ||
        transitions.rows != ONR_SPAN_LABELS)
        return onr_fail(err, ONR_EMODEL, "model tables of 'span' have another shape");
    tagger->out.skip[0] = 3; /* the labels stand in the first sixteen columns */
    tagger->distances = distances.data;
    tagger->flags = flags.data;
    tagger->transitions = transitions.data;
    return ONR_OK;
}

enum { REACH = ONR_REACH_BEFORE + ONR_MAX_CUE_ROWS + 1 + ONR_REACH_AFTER };

bool onr_span_work_init(onr_span_work *work, onr_arena *arena, const onr_span_tagger *tagger,
                        uint32_t state_width)
{
    const onr_stack *stack = &tagger->stack;
    uint32_t capacity = ONR_SPAN_BATCH * (REACH + stack->gap) + stack->gap;
    work->head_bytes = onr_arena_array(arena, ONR_SPAN_BATCH, (size_t)2 * state_width);
    work->heads = onr_arena_array(arena, ONR_SPAN_BATCH, stack->width * sizeof *work->heads);
    work->emissions = onr_arena_array(arena, capacity, ONR_COLUMNS * sizeof *work->emissions);
    work->back = onr_arena_array(arena, REACH, ONR_SPAN_LABELS);
    work->path = onr_arena_array(arena, REACH, 1);
    return onr_rows_init(&work->rows, arena, stack, capacity) && work->head_bytes != NULL &&
           work->heads != NULL && work->emissions != NULL && work->back != NULL &&
           work->path != NULL;
}

uint32_t onr_span_distance(uint32_t begin, uint32_t end, uint32_t row)
{
    static const uint32_t steps[] = {1, 2, 3, 4, 5, 7, 10, 15, 23, 35, 53, 81};
    if (row >= begin && row < end) return 0;
    uint32_t distance = row < begin ? begin - row : row - (end - 1);
    uint32_t step = 0;
    while (step < sizeof steps / sizeof *steps && steps[step] <= distance) step++;
    return row < begin ? step : 16 + step;
}

/* Rows of a segment that a cue's source and content may lie in: those of its paragraph (all rows of
 * a content that is read again), as far as the reach goes. */
static onr_range stretch_of(const onr_doc *doc, const onr_segment *s, const onr_cue *cue)
{
    uint32_t first = 0, end = s->count;
    if (s->parent == ONR_NONE) {
        uint32_t token = s->tokens[cue->first_row], base = s->tokens[0];
        onr_range p =
            doc->paragraphs[onr_range_find(doc->paragraphs, doc->paragraph_count, token)];
        if (p.first_token > base) first = p.first_token - base;
        if (p.end_token - base < end) end = p.end_token - base;
        if (end < cue->end_row) end = cue->end_row; /* a cue may run over a paragraph's end */
    }
    uint32_t before = cue->first_row - first, after = end - cue->end_row;
    if (before > ONR_REACH_BEFORE) first = cue->first_row - ONR_REACH_BEFORE;
    if (after > ONR_REACH_AFTER) end = cue->end_row + ONR_REACH_AFTER;
    return (onr_range){first, end};
}

/* One batch of cues: those of `all` from `first` on. */
typedef struct batch {
    const onr_span_tagger *tagger;
    const onr_doc *doc;
    const onr_segment *segment;
    const float *projected;
    uint32_t stride;
    const onr_cue *all;
    uint32_t first, count;
    onr_range stretches[ONR_SPAN_BATCH]; /* in rows of the segment */
    uint32_t starts[ONR_SPAN_BATCH];     /* where they lie in the flat rows */
    uint32_t counts[ONR_SPAN_BATCH];
} batch;

static void fill_heads(batch *b, const onr_kernels *kernels, onr_span_work *work)
{
    uint32_t width = b->tagger->head.inputs / 2;
    for (uint32_t i = 0; i < b->count; i++) {
        const onr_cue *cue = &b->all[b->first + i];
        uint8_t *to = work->head_bytes + (size_t)i * 2 * width;
        memcpy(to, b->segment->states + (size_t)cue->first_row * width, width);
        memcpy(to + width, b->segment->states + (size_t)(cue->end_row - 1) * width, width);
    }
    kernels->multiply(work->heads, work->head_bytes, 2 * width, b->count, &b->tagger->head);
}

static uint32_t flags_of(const batch *b, const onr_cue *cue, onr_range sentence, uint32_t row,
                         bool other_cue)
{
    const onr_segment *s = b->segment;
    uint32_t token = s->tokens[row];
    bool inside = s->quoted[row] & ONR_QUOTED_INSIDE;
    bool cue_inside = s->quoted[cue->first_row] & ONR_QUOTED_INSIDE;
    return (other_cue ? FLAG_OTHER_CUE : 0u) |
           (token >= sentence.first_token && token < sentence.end_token ? FLAG_SAME_SENTENCE : 0u) |
           (inside == cue_inside ? FLAG_SAME_QUOTED : 0u) |
           (s->quoted[row] != 0 ? FLAG_QUOTED : 0u);
}

static void add_rows(float *restrict out, const float *restrict a, const float *restrict b,
                     const float *restrict c, const float *restrict d, uint32_t width)
{
    for (uint32_t i = 0; i < width; i++) out[i] = ((a[i] + b[i]) + c[i]) + d[i];
}

static void fill_stretch(const batch *b, const onr_span_work *work, uint32_t i)
{
    const onr_span_tagger *t = b->tagger;
    const onr_cue *cue = &b->all[b->first + i];
    const uint32_t width = t->stack.width;
    uint32_t token = b->segment->tokens[cue->first_row];
    onr_range sentence =
        b->doc->sentences[onr_range_find(b->doc->sentences, b->doc->sentence_count, token)];
    onr_range stretch = b->stretches[i];
    float *x = work->rows.x + (size_t)b->starts[i] * width;
    for (uint32_t row = stretch.first_token; row < stretch.end_token; row++, x += width) {
        bool own = row >= cue->first_row && row < cue->end_row;
        bool other = !own && b->segment->in_cue[row] != 0;
        const float *distance =
            t->distances + (size_t)onr_span_distance(cue->first_row, cue->end_row, row) * width;
        const float *flag = t->flags + (size_t)flags_of(b, cue, sentence, row, other) * width;
        add_rows(x, b->projected + (size_t)row * b->stride, work->heads + (size_t)i * width,
                 distance, flag, width);
    }
}

void onr_span_viterbi(const float *emissions, uint32_t rows, const float *transitions,
                      uint8_t *back, uint8_t *path)
{
    float score[ONR_SPAN_LABELS], next[ONR_SPAN_LABELS];
    memcpy(score, emissions, sizeof score);
    score[IN_SOURCE] = impossible;
    score[IN_CONTENT] = impossible;
    for (uint32_t r = 1; r < rows; r++) {
        const float *e = emissions + (size_t)r * ONR_COLUMNS;
        uint8_t *from = back + (size_t)r * ONR_SPAN_LABELS;
        for (uint32_t to = 0; to < ONR_SPAN_LABELS; to++) {
            bool inner = to == IN_SOURCE || to == IN_CONTENT;
            uint32_t first = inner ? to - 1 : 0, last = inner ? to : ONR_SPAN_LABELS - 1;
            uint32_t best = first;
            float value = score[first] + transitions[first * ONR_SPAN_LABELS + to];
            for (uint32_t k = first + 1; k <= last; k++) {
                float other = score[k] + transitions[k * ONR_SPAN_LABELS + to];
                if (other > value) {
                    value = other;
                    best = k;
                }
            }
            next[to] = value + e[to];
            from[to] = (uint8_t)best;
        }
        memcpy(score, next, sizeof score);
    }
    uint8_t label = 0;
    for (uint8_t k = 1; k < ONR_SPAN_LABELS; k++)
        if (score[k] > score[label]) label = k;
    for (uint32_t r = rows; r-- > 0;) {
        path[r] = label;
        label = back[(size_t)r * ONR_SPAN_LABELS + label];
    }
}

/* How far a row's label beats the best other one. */
static float label_margin(const float *e, uint8_t label)
{
    float other = impossible;
    for (uint8_t k = 0; k < ONR_SPAN_LABELS; k++)
        if (k != label && e[k] > other) other = e[k];
    return e[label] - other;
}

static void take_path(onr_candidate *c, const onr_segment *s, const onr_cue *cue,
                      uint32_t first_row, const float *emissions, const uint8_t *path,
                      uint32_t rows)
{
    *c = (onr_candidate){.parent = s->parent, .cue_margin = cue->margin, .span_margin = 1e4f};
    for (uint32_t r = cue->first_row; r < cue->end_row; r++)
        onr_pieces_add(&c->cue, s->tokens[r], 1);
    for (uint32_t i = 0; i < rows; i++) {
        uint32_t row = first_row + i;
        if (i > 0 && path[i] != path[i - 1]) {
            float margin = label_margin(emissions + (size_t)i * ONR_COLUMNS, path[i]);
            if (margin < c->span_margin) c->span_margin = margin;
        }
        if (path[i] == NONE || (row >= cue->first_row && row < cue->end_row)) continue;
        if (path[i] == BEGINS_SOURCE || path[i] == IN_SOURCE)
            onr_pieces_add(&c->source, s->tokens[row], ONR_MAX_SOURCE_PIECES);
        else
            onr_pieces_add(&c->content, s->tokens[row], ONR_MAX_CONTENT_PIECES);
    }
}

static void run_batch(batch *b, const onr_kernels *kernels, onr_span_work *work,
                      onr_candidate *candidates)
{
    const onr_span_tagger *t = b->tagger;
    onr_rows_reset(&work->rows);
    for (uint32_t i = 0; i < b->count; i++) {
        onr_range s = stretch_of(b->doc, b->segment, &b->all[b->first + i]);
        b->stretches[i] = s;
        b->counts[i] = s.end_token - s.first_token;
        b->starts[i] = onr_rows_add(&work->rows, b->counts[i]);
    }
    fill_heads(b, kernels, work);
    for (uint32_t i = 0; i < b->count; i++) fill_stretch(b, work, i);
    onr_stack_run(&t->stack, kernels, &work->rows, b->starts, b->counts, b->count);
    uint32_t first = b->starts[0];
    kernels->multiply(work->emissions, work->rows.u + (size_t)first * t->stack.width,
                      t->stack.width, work->rows.used - first, &t->out);
    for (uint32_t i = 0; i < b->count; i++) {
        const float *e = work->emissions + (size_t)(b->starts[i] - first) * ONR_COLUMNS;
        onr_span_viterbi(e, b->counts[i], t->transitions, work->back, work->path);
        take_path(&candidates[b->first + i], b->segment, &b->all[b->first + i],
                  b->stretches[i].first_token, e, work->path, b->counts[i]);
    }
}

void onr_span_find(const onr_span_tagger *tagger, const onr_kernels *kernels, onr_span_work *work,
                   const onr_doc *doc, const onr_segment *segment, const float *projected,
                   uint32_t stride, const onr_cue *cues, uint32_t cue_count,
                   onr_candidate *candidates)
{
    batch b = {.tagger = tagger, .doc = doc, .segment = segment, .projected = projected,
               .stride = stride, .all = cues};
    for (; b.first < cue_count; b.first += b.count) {
        b.count = cue_count - b.first < ONR_SPAN_BATCH ? cue_count - b.first : ONR_SPAN_BATCH;
        run_batch(&b, kernels, work, candidates);
    }
}
