#include <stdio.h>

#include "attrib/span.h"
#include "doc_maker.h"
#include "small_model.h"

enum { LABELS = ONR_SPAN_LABELS, MAX_ROWS = 7 };

/* ---- distances ---- */

static void test_span__distance_is_nothing_inside_the_cue(void **state)
{
    (void)state;
    for (uint32_t row = 10; row < 13; row++) assert_int_equal(onr_span_distance(10, 13, row), 0);
}

static void test_span__distance_tells_both_sides_apart(void **state)
{
    (void)state;
    for (uint32_t d = 1; d <= 200; d++) {
        uint32_t before = onr_span_distance(300, 303, 300 - d);
        uint32_t after = onr_span_distance(300, 303, 302 + d);
        assert_int_equal(after, before + 16);
        assert_true(before >= 1 && after < ONR_DISTANCE_ROWS);
    }
}

static void test_span__distance_steps_grow(void **state)
{
    (void)state;
    static const struct {
        uint32_t distance, step;
    } known[] = {{1, 1}, {2, 2}, {5, 5}, {6, 5}, {7, 6}, {9, 6}, {10, 7}, {80, 11}, {81, 12},
                 {200, 12}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        assert_int_equal(onr_span_distance(300, 301, 300 - known[i].distance), known[i].step);
    for (uint32_t d = 1; d < 200; d++)
        assert_true(onr_span_distance(300, 301, 299 - d) >= onr_span_distance(300, 301, 300 - d));
}

/* ---- the best path ---- */

static bool may_follow(uint32_t from, uint32_t to)
{
    return (to != 2 && to != 4) || from == to || from == to - 1;
}

/* Score of a path, or -1e30 when it breaks a rule. */
static double path_score(const float *emissions, const float *transitions, const uint8_t *path,
                         uint32_t rows)
{
    double score = 0;
    for (uint32_t r = 0; r < rows; r++) {
        if (r == 0 ? path[r] == 2 || path[r] == 4 : !may_follow(path[r - 1], path[r])) return -1e30;
        if (r > 0) score += transitions[path[r - 1] * LABELS + path[r]];
        score += emissions[r * ONR_COLUMNS + path[r]];
    }
    return score;
}

/* The best of all 5^rows paths. */
static double best_score(const float *emissions, const float *transitions, uint32_t rows)
{
    uint32_t paths = 1;
    for (uint32_t r = 0; r < rows; r++) paths *= LABELS;
    double best = -1e30;
    for (uint32_t n = 0; n < paths; n++) {
        uint8_t path[MAX_ROWS];
        uint32_t left = n;
        for (uint32_t r = 0; r < rows; r++, left /= LABELS) path[r] = (uint8_t)(left % LABELS);
        double score = path_score(emissions, transitions, path, rows);
        if (score > best) best = score;
    }
    return best;
}

static void test_span__viterbi_finds_the_best_path(void **state)
{
    (void)state;
    uint64_t seed = 51;
    for (int round = 0; round < 60; round++) {
        float emissions[MAX_ROWS * ONR_COLUMNS], transitions[LABELS * LABELS];
        uint8_t back[MAX_ROWS * LABELS] = {0}, path[MAX_ROWS];
        uint32_t rows = round < 50 ? 1 + random_below(&seed, 5) : MAX_ROWS;
        for (uint32_t i = 0; i < rows * ONR_COLUMNS; i++) emissions[i] = random_float(&seed, 4);
        for (uint32_t i = 0; i < LABELS * LABELS; i++) transitions[i] = random_float(&seed, 2);
        onr_span_viterbi(emissions, rows, transitions, back, path);
        double got = path_score(emissions, transitions, path, rows);
        double best = best_score(emissions, transitions, rows);
        if (got < best - 1e-4) fail_msg("score %g of %u rows, best %g", got, rows, best);
    }
}

static void test_span__viterbi_never_begins_inside(void **state)
{
    (void)state;
    float emissions[3 * ONR_COLUMNS] = {0}, transitions[LABELS * LABELS] = {0};
    uint8_t back[3 * LABELS] = {0}, path[3];
    for (uint32_t r = 0; r < 3; r++) emissions[r * ONR_COLUMNS + 4] = 10; /* "in content" */
    onr_span_viterbi(emissions, 3, transitions, back, path);
    assert_true(path[0] == 3);
    assert_true(path[1] == 4 && path[2] == 4);
}

/* ---- sources and contents of cues, with random weights ---- */

typedef struct fixture {
    model_file file;
    onr_model *model;
    onr_span_tagger tagger;
    onr_arena arena;
    onr_span_work work;
} fixture;

static int set_up(void **state)
{
    fixture *f = calloc(1, sizeof *f);
    onr_error err;
    model_writer w = small_model(52);
    f->file = model_save(&w);
    model_writer_free(&w);
    onr_arena_init(&f->arena, NULL);
    *state = f;
    return onr_model_open_memory(&f->model, f->file.bytes, f->file.size, NULL, &err) != ONR_OK ||
           onr_span_load(&f->tagger, f->model, SMALL_WIDTH, &err) != ONR_OK ||
           !onr_span_work_init(&f->work, &f->arena, &f->tagger, SMALL_WIDTH);
}

static int tear_down(void **state)
{
    fixture *f = *state;
    onr_arena_deinit(&f->arena);
    onr_model_close(f->model);
    model_file_free(&f->file);
    free(f);
    return 0;
}

/* `paragraphs` paragraphs of `words` words; the caller frees the text. */
static char *new_words(uint32_t paragraphs, uint32_t words)
{
    char *text = calloc((size_t)paragraphs * (words * 2 + 4) + 1, 1), *at = text;
    assert_non_null(text);
    for (uint32_t p = 0; p < paragraphs; p++) {
        for (uint32_t i = 0; i < words; i++) at = stpcpy(at, "w ");
        at = stpcpy(at, "| ");
    }
    return text;
}

/* Where there are more pieces than fit, the last one may stretch over anything. */
static bool holds_surely(const onr_pieces *pieces, uint32_t token, uint32_t max)
{
    return pieces->count < max && onr_pieces_hold(pieces, token);
}

static void check_pieces(const onr_pieces *pieces, onr_range within, uint32_t max)
{
    uint32_t end = within.first_token;
    assert_true(pieces->count <= max);
    for (uint32_t i = 0; i < pieces->count; i++) {
        assert_true(pieces->at[i].first_token >= end);
        assert_true(pieces->at[i].end_token > pieces->at[i].first_token);
        end = pieces->at[i].end_token;
    }
    assert_true(end <= within.end_token);
}

/* All tokens of the document as one segment with random states. */
static void find_all(fixture *f, const onr_doc *doc, const onr_cue *cues, uint32_t cue_count,
                     uint32_t parent, onr_candidate *out)
{
    uint64_t seed = 53;
    uint32_t n = doc->token_count;
    uint8_t *states = malloc((size_t)n * SMALL_WIDTH), *in_cue = calloc(n, 1);
    float *projected = malloc((size_t)n * SMALL_SPAN_WIDTH * sizeof *projected);
    uint32_t *tokens = malloc(n * sizeof *tokens);
    assert_true(states != NULL && in_cue != NULL && projected != NULL && tokens != NULL);
    random_fill(&seed, states, (size_t)n * SMALL_WIDTH);
    for (uint32_t i = 0; i < n * SMALL_SPAN_WIDTH; i++) projected[i] = random_float(&seed, 2);
    for (uint32_t i = 0; i < n; i++) tokens[i] = i;
    onr_segment segment = {states, tokens, doc->quoted, in_cue, n, parent};
    onr_span_find(&f->tagger, onr_model_kernels(f->model), &f->work, doc, &segment, projected,
                  SMALL_SPAN_WIDTH, cues, cue_count, out);
    free(states);
    free(in_cue);
    free(projected);
    free(tokens);
}

static void test_span__stays_in_the_paragraph(void **state)
{
    fixture *f = *state;
    char *text = new_words(5, 30);
    onr_doc *doc = make_doc(text);
    onr_cue cues[100];
    onr_candidate out[100];
    for (uint32_t i = 0; i < 100; i++) cues[i] = (onr_cue){i, i + 1, 0.5f};
    find_all(f, doc, cues, 100, ONR_NONE, out);
    for (uint32_t i = 0; i < 100; i++) {
        onr_range paragraph = doc->paragraphs[i / 30];
        assert_int_equal(out[i].cue.count, 1);
        assert_int_equal(out[i].cue.at[0].first_token, i);
        assert_true(out[i].cue_margin == 0.5f);
        assert_int_equal(out[i].parent, ONR_NONE);
        check_pieces(&out[i].source, paragraph, ONR_MAX_SOURCE_PIECES);
        check_pieces(&out[i].content, paragraph, ONR_MAX_CONTENT_PIECES);
        assert_false(holds_surely(&out[i].source, i, ONR_MAX_SOURCE_PIECES));
        assert_false(holds_surely(&out[i].content, i, ONR_MAX_CONTENT_PIECES));
    }
    onr_doc_free(doc);
    free(text);
}

static void test_span__stays_within_reach(void **state)
{
    fixture *f = *state;
    char *text = new_words(1, 1000);
    onr_doc *doc = make_doc(text);
    onr_cue cues[40];
    onr_candidate out[40];
    for (uint32_t i = 0; i < 40; i++) cues[i] = (onr_cue){i * 25, i * 25 + 1 + i % 20, 1.0f};
    find_all(f, doc, cues, 40, ONR_NONE, out);
    for (uint32_t i = 0; i < 40; i++) {
        uint32_t first = cues[i].first_row, end = cues[i].end_row;
        onr_range reach = {first < ONR_REACH_BEFORE ? 0 : first - ONR_REACH_BEFORE,
                           end + ONR_REACH_AFTER > 1000 ? 1000 : end + ONR_REACH_AFTER};
        check_pieces(&out[i].source, reach, ONR_MAX_SOURCE_PIECES);
        check_pieces(&out[i].content, reach, ONR_MAX_CONTENT_PIECES);
    }
    onr_doc_free(doc);
    free(text);
}

/* A cue that runs over the end of its paragraph, and of the text. */
static void test_span__survives_cues_over_paragraphs(void **state)
{
    fixture *f = *state;
    char *text = new_words(4, 40);
    onr_doc *doc = make_doc(text);
    onr_cue cues[] = {{38, 42, 1}, {79, 80, 1}, {79, 111, 1}, {119, 151, 1}, {158, 160, 1}};
    onr_candidate out[5];
    find_all(f, doc, cues, 5, ONR_NONE, out);
    for (uint32_t i = 0; i < 5; i++) {
        check_pieces(&out[i].source, (onr_range){0, 160}, ONR_MAX_SOURCE_PIECES);
        check_pieces(&out[i].content, (onr_range){0, 160}, ONR_MAX_CONTENT_PIECES);
        for (uint32_t row = cues[i].first_row; row < cues[i].end_row; row++)
            assert_false(holds_surely(&out[i].content, row, ONR_MAX_CONTENT_PIECES));
    }
    onr_doc_free(doc);
    free(text);
}

/* However cues are put together, each gets the same. */
static void test_span__cues_do_not_depend_on_their_batch(void **state)
{
    fixture *f = *state;
    char *text = new_words(2, 300);
    onr_doc *doc = make_doc(text);
    onr_cue cues[35];
    onr_candidate all[35], one;
    for (uint32_t i = 0; i < 35; i++) cues[i] = (onr_cue){i * 17, i * 17 + 1 + i % 3, 1.0f};
    find_all(f, doc, cues, 35, 7, all);
    for (uint32_t i = 0; i < 35; i++) {
        find_all(f, doc, &cues[i], 1, 7, &one);
        assert_memory_equal(&one, &all[i], sizeof one);
        assert_int_equal(one.parent, 7);
    }
    onr_doc_free(doc);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_span__distance_is_nothing_inside_the_cue),
        cmocka_unit_test(test_span__distance_tells_both_sides_apart),
        cmocka_unit_test(test_span__distance_steps_grow),
        cmocka_unit_test(test_span__viterbi_finds_the_best_path),
        cmocka_unit_test(test_span__viterbi_never_begins_inside),
        cmocka_unit_test_setup_teardown(test_span__stays_in_the_paragraph, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_span__stays_within_reach, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_span__survives_cues_over_paragraphs, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_span__cues_do_not_depend_on_their_batch, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
