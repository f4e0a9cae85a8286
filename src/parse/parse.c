#include "parse/parse.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "model/labels.h"

/* Columns of the parser's matrix, each part from a block of its own on. */
enum {
    RANK = ONR_PARSE_RANK,
    DEPENDENT = 0,
    HEAD = DEPENDENT + RANK,
    ROOT = HEAD + RANK,     /* one column: the score of being the root */
    REACH = ROOT + 1,       /* what a dependent says of the distance to its head */
    PULL = REACH + ONR_PARSE_BINS, /* and a head of that to its dependents */
    REL_DEPENDENT = HEAD + 2 * RANK,
    REL_HEAD = REL_DEPENDENT + 2 * RANK,
    COLUMNS = REL_HEAD + 2 * RANK
};

static onr_status load_relations(onr_parser *parser, const onr_model *model, onr_error *err)
{
    onr_labels labels;
    onr_slice name;
    onr_status status = onr_labels_load(&labels, model, "parse.rels", ONR_REL_COUNT, err);
    if (status != ONR_OK) return status;
    parser->root_label = ONR_NONE;
    for (uint32_t id; onr_labels_next(&labels, &name); parser->rel_count++) {
        if ((id = onr_rel_find(name)) == ONR_NONE)
            return onr_fail(err, ONR_EMODEL, "model has an unknown relation");
        if (id == ONR_REL_ROOT) parser->root_label = parser->rel_count;
        parser->rels[parser->rel_count] = (uint8_t)id;
    }
    if (parser->root_label == ONR_NONE || parser->rel_count < 2)
        return onr_fail(err, ONR_EMODEL, "model relations lack the root's");
    return ONR_OK;
}

onr_status onr_parse_load(onr_parser *parser, const onr_encoder *encoder, const onr_model *model,
                          onr_error *err)
{
    *parser = (onr_parser){.kernels = encoder->kernels};
    onr_status status =
        onr_matrix_load(&parser->matrix, model, "parse", encoder->tower.width, COLUMNS, err);
    if (status == ONR_OK)
        status = onr_matrix_load(&parser->relations, model, "parse.rel", RANK, ONR_COLUMNS, err);
    if (status == ONR_OK) status = load_relations(parser, model, err);
    onr_section root;
    if (status == ONR_OK)
        status = onr_model_section(model, "parse.rel_root", ONR_SECTION_F32, 2 * RANK, &root, err);
    if (status != ONR_OK) return status;
    if (root.rows != 1)
        return onr_fail(err, ONR_EMODEL, "model table 'parse.rel_root' has another shape");
    parser->rel_root = root.data;
    return ONR_OK;
}

bool onr_parse_work_init(onr_parse_work *work, onr_arena *arena, const onr_parser *parser)
{
    const uint32_t n = ONR_PARSE_TOKENS, size = sizeof(float);
    work->projected = onr_arena_array(arena, n, parser->matrix.columns * size);
    work->across = onr_arena_array(arena, RANK, n * size);
    work->pull = onr_arena_array(arena, ONR_PARSE_BINS, n * size);
    work->scores = onr_arena_array(arena, n, ONR_PARSE_STRIDE * size);
    work->pairs = onr_arena_array(arena, n, RANK * size);
    work->pair_bytes = onr_arena_array(arena, n, RANK);
    work->rel_scores = onr_arena_array(arena, n, parser->relations.columns * size);
    work->heads = onr_arena_array(arena, n, sizeof *work->heads);
    return work->projected != NULL && work->across != NULL && work->pull != NULL &&
           work->scores != NULL && work->pairs != NULL && work->pair_bytes != NULL &&
           work->rel_scores != NULL && work->heads != NULL &&
           onr_tree_work_init(&work->tree, arena, n);
}

onr_status onr_parse_begin(onr_doc *doc, onr_error *err)
{
    return onr_doc_make_arcs(doc) ? ONR_OK : onr_fail_memory(err);
}

static const float *row_of(const onr_parser *parser, const onr_parse_work *work, uint32_t token)
{
    return work->projected + (size_t)token * parser->matrix.columns;
}

/* Puts what the heads say side by side, so that the loops below run over them. */
static void turn_heads(const onr_parser *parser, onr_parse_work *work, uint32_t n)
{
    for (uint32_t j = 0; j < n; j++) {
        const float *row = row_of(parser, work, j);
        for (uint32_t k = 0; k < RANK; k++)
            work->across[(size_t)k * ONR_PARSE_TOKENS + j] = row[HEAD + k];
        for (uint32_t b = 1; b < ONR_PARSE_BINS; b++)
            work->pull[(size_t)b * ONR_PARSE_TOKENS + j] = row[PULL + b];
    }
}

/* Adds what both say of their distance to the scores of the heads [from, to), all of one bin. */
static void add_bin(float *scores, float reach, const float *pull, uint32_t from, uint32_t to)
{
    for (uint32_t j = from; j < to; j++) scores[j] += reach + pull[j];
}

/* Bins are 1 to 9 to the right of the dependent, 10 to 18 to the left, wider with the distance;
 * train/net.py has the same. */
static void add_distances(const onr_parse_work *work, const float *reach, uint32_t i, uint32_t n,
                          float *scores)
{
    static const uint32_t steps[ONR_PARSE_STEPS + 1] = {1, 2,  3,  4,  5,
                                                        7, 10, 15, 23, ONR_PARSE_TOKENS};
    for (uint32_t b = 0; b < ONR_PARSE_STEPS; b++) {
        uint32_t near = steps[b], far = steps[b + 1], left = b + 1 + ONR_PARSE_STEPS;
        if (i + near < n)
            add_bin(scores, reach[b + 1], work->pull + (size_t)(b + 1) * ONR_PARSE_TOKENS,
                    i + near, i + far < n ? i + far : n);
        if (i >= near)
            add_bin(scores, reach[left], work->pull + (size_t)left * ONR_PARSE_TOKENS,
                    i >= far ? i - far + 1 : 0, i - near + 1);
    }
}

static void score_arcs(const onr_parser *parser, onr_parse_work *work, uint32_t n)
{
    const uint32_t stride = parser->matrix.columns;
    turn_heads(parser, work, n);
    const onr_product product = {
        .a = work->projected + DEPENDENT,
        .b = work->across,
        .a_stride = stride,
        .b_stride = ONR_PARSE_TOKENS,
        .rows = n,
        .columns = (n + ONR_PRODUCT_COLUMNS - 1) / ONR_PRODUCT_COLUMNS * ONR_PRODUCT_COLUMNS,
        .depth = RANK,
    };
    parser->kernels->product(work->scores, ONR_PARSE_STRIDE, &product);
    for (uint32_t i = 0; i < n; i++) {
        const float *row = row_of(parser, work, i);
        float *scores = work->scores + (size_t)i * ONR_PARSE_STRIDE;
        add_distances(work, row + REACH, i, n, scores);
        scores[n] = row[ROOT];
    }
}

/* The gated sum of the projections of a dependent and its head. */
static void join_pair(const onr_parser *parser, const onr_parse_work *work, uint32_t token,
                      uint32_t head, float *out)
{
    const float *d = row_of(parser, work, token) + REL_DEPENDENT;
    const float *h = head == ONR_NONE ? parser->rel_root : row_of(parser, work, head) + REL_HEAD;
    for (uint32_t k = 0; k < RANK; k++) {
        float value = d[k] + h[k], b = d[RANK + k] + h[RANK + k];
        float soft = b / (1.0f + fabsf(b));
        float half = 0.5f * soft;
        out[k] = value * (0.5f + half);
    }
}

static uint8_t best_relation(const onr_parser *parser, const float *scores)
{
    uint32_t best = parser->root_label == 0 ? 1 : 0;
    for (uint32_t r = best + 1; r < parser->rel_count; r++)
        if (scores[r] > scores[best] && r != parser->root_label) best = r;
    return parser->rels[best];
}

static void find_relations(const onr_parser *parser, onr_parse_work *work, uint32_t n,
                           uint32_t first_token, onr_arc *arcs)
{
    for (uint32_t i = 0; i < n; i++)
        join_pair(parser, work, i, work->heads[i], work->pairs + (size_t)i * RANK);
    parser->kernels->normalise(work->pair_bytes, work->pairs, n, RANK);
    parser->kernels->multiply(work->rel_scores, work->pair_bytes, RANK, n, &parser->relations);
    for (uint32_t i = 0; i < n; i++) {
        if (work->heads[i] == ONR_NONE)
            arcs[i] = (onr_arc){ONR_NONE, ONR_REL_ROOT};
        else
            arcs[i] = (onr_arc){first_token + work->heads[i],
                                best_relation(parser, work->rel_scores +
                                                          (size_t)i * parser->relations.columns)};
    }
}

/* Parses [first, end), at most ONR_PARSE_TOKENS tokens; `root` is the sentence's when it has one
 * already. Answers the root. */
static uint32_t parse_piece(const onr_parser *parser, onr_parse_work *work, onr_doc *doc,
                            const onr_view *view, onr_range piece, uint32_t root)
{
    const uint32_t n = piece.end_token - piece.first_token;
    const uint8_t *states =
        view->tower + (size_t)(piece.first_token - view->window.first_token) * view->tower_width;
    parser->kernels->multiply(work->projected, states, view->tower_width, n, &parser->matrix);
    score_arcs(parser, work, n);
    onr_tree_decode(&work->tree, n, work->scores, ONR_PARSE_STRIDE, work->heads);
    onr_arc *arcs = doc->arcs + piece.first_token;
    find_relations(parser, work, n, piece.first_token, arcs);
    for (uint32_t i = 0; i < n; i++) {
        if (arcs[i].head != ONR_NONE) continue;
        if (root != ONR_NONE)
            arcs[i] = (onr_arc){root, ONR_REL_PARATAXIS};
        else
            root = piece.first_token + i;
    }
    return root;
}

/* The root of a sentence that an earlier window began: it lies in the first piece. */
static uint32_t root_of(const onr_doc *doc, uint32_t first_token)
{
    while (doc->arcs[first_token].head != ONR_NONE) first_token++;
    return first_token;
}

void onr_parse_window(const onr_parser *parser, onr_parse_work *work, onr_doc *doc,
                      const onr_view *view)
{
    const onr_window *w = &view->window;
    for (uint32_t s = w->first_sentence; s < w->end_sentence; s++) {
        onr_range sentence = doc->sentences[s];
        uint32_t root = ONR_NONE, end = sentence.end_token;
        if (end > w->end_token) end = w->end_token;
        uint32_t first = sentence.first_token;
        if (first < w->first_token) {
            root = root_of(doc, first);
            first = w->first_token;
        }
        for (; first < end; first += ONR_PARSE_TOKENS) {
            uint32_t n = end - first < ONR_PARSE_TOKENS ? end - first : ONR_PARSE_TOKENS;
            root = parse_piece(parser, work, doc, view, (onr_range){first, first + n}, root);
        }
    }
}
