#include "coref/score.h"

#include <string.h>

/* Parts of a projected state and of a row of the table of phrases. */
enum {
    AS_ANAPHOR = 0,
    AS_CANDIDATE = ONR_COREF_HIDDEN,
    AS_NEW = 2 * ONR_COREF_HIDDEN,
    LEFT = 3 * ONR_COREF_HIDDEN,
    RIGHT = LEFT + ONR_COREF_RANK,
    PHRASE_COLUMNS = 3 * ONR_COREF_HIDDEN
};

/* The grid of stored states; values up to 7.9 fit. */
#define GRID 16.0f

/* Without branches, so that compilers may use vectors. */
static int8_t to_grid(float x)
{
    float y = x * GRID + 128.5f;
    y = y < 1.0f ? 1.0f : y;
    y = y > 255.0f ? 255.0f : y;
    return (int8_t)((int32_t)y - 128);
}

bool onr_coref_project(const onr_coref *coref, onr_coref_work *work, const onr_view *view,
                       uint32_t first)
{
    const onr_phrases *p = &work->phrases;
    uint32_t width = view->tower_width;
    if (!onr_grow(work->alloc, &work->states, &work->state_capacity,
                  (uint64_t)work->state_count + p->count - first, ONR_COREF_STATE))
        return false;
    for (uint32_t from = first, size; from < p->count; from += size) {
        size = p->count - from < ONR_COREF_BATCH ? p->count - from : ONR_COREF_BATCH;
        for (uint32_t i = 0; i < size; i++) {
            size_t row = p->at[from + i].head_token - view->window.first_token;
            memcpy(work->gathered + (size_t)i * width, view->tower + row * width, width);
        }
        coref->kernels->multiply(work->scores, work->gathered, width, size, &coref->matrix);
        for (uint32_t i = 0; i < size; i++) {
            int8_t *state = work->states + (size_t)work->state_count * ONR_COREF_STATE;
            for (uint32_t c = 0; c < ONR_COREF_STATE; c++)
                state[c] = to_grid(work->scores[(size_t)i * ONR_COREF_COLUMNS + c]);
            p->at[from + i].state = work->state_count++;
        }
    }
    return true;
}

/* Nothing for phrases whose head has no state. */
static void add_state(float *out, const onr_coref_work *work, const onr_phrase *phrase,
                      uint32_t part, uint32_t count)
{
    if (phrase->state == ONR_NONE) return;
    const int8_t *state = work->states + (size_t)phrase->state * ONR_COREF_STATE + part;
    for (uint32_t i = 0; i < count; i++) out[i] += (float)state[i] / GRID;
}

static void add_row(float out[ONR_COREF_HIDDEN], const float *row)
{
    for (uint32_t i = 0; i < ONR_COREF_HIDDEN; i++) out[i] += row[i];
}

/* What is known of the phrase itself, for one of the three parts. */
static void sum_phrase(float out[ONR_COREF_HIDDEN], const onr_coref *coref,
                       const onr_coref_work *work, const onr_doc *doc, uint32_t phrase,
                       uint32_t part)
{
    uint16_t rows[ONR_PHRASE_FEATURES];
    onr_phrase_features(rows, doc, &work->phrases.at[phrase], work->memory.seen[phrase]);
    memset(out, 0, ONR_COREF_HIDDEN * sizeof *out);
    add_state(out, work, &work->phrases.at[phrase], part, ONR_COREF_HIDDEN);
    for (uint32_t i = 0; i < ONR_PHRASE_FEATURES; i++)
        add_row(out, coref->phrase_table + (size_t)rows[i] * PHRASE_COLUMNS + part);
}

static void make_side(onr_side *side, const onr_coref *coref, const onr_coref_work *work,
                      const onr_doc *doc, uint32_t phrase)
{
    sum_phrase(side->hidden, coref, work, doc, phrase, AS_CANDIDATE);
    memset(side->product, 0, sizeof side->product);
    add_state(side->product, work, &work->phrases.at[phrase], RIGHT, ONR_COREF_RANK);
}

void onr_coref_remember(const onr_coref *coref, onr_coref_work *work, const onr_doc *doc,
                        uint32_t phrase)
{
    make_side(&work->ring[phrase % ONR_COREF_RING], coref, work, doc, phrase);
}

/* In a fixed order of eight lanes, so that compilers may use vectors. */
static float dot(const float *a, const float *b, uint32_t count)
{
    float lanes[8] = {0};
    for (uint32_t i = 0; i < count; i += 8)
        for (uint32_t k = 0; k < 8; k++) lanes[k] += a[i + k] * b[i + k];
    return ((lanes[0] + lanes[4]) + (lanes[2] + lanes[6])) +
           ((lanes[1] + lanes[5]) + (lanes[3] + lanes[7]));
}

static void rectify(float x[ONR_COREF_HIDDEN])
{
    for (uint32_t i = 0; i < ONR_COREF_HIDDEN; i++) x[i] = x[i] > 0.0f ? x[i] : 0.0f;
}

static float score_pair(const onr_coref *coref, const onr_pair *pair,
                        const float anaphor[ONR_COREF_HIDDEN], const float left[ONR_COREF_RANK],
                        const onr_side *side)
{
    uint16_t rows[ONR_PAIR_FEATURES];
    float hidden[ONR_COREF_HIDDEN];
    onr_pair_features(rows, pair);
    for (uint32_t i = 0; i < ONR_COREF_HIDDEN; i++) hidden[i] = anaphor[i] + side->hidden[i];
    for (uint32_t i = 0; i < ONR_PAIR_FEATURES; i++)
        add_row(hidden, coref->pair_table + (size_t)rows[i] * ONR_COREF_HIDDEN);
    rectify(hidden);
    return dot(hidden, coref->out, ONR_COREF_HIDDEN) + dot(left, side->product, ONR_COREF_RANK);
}

void onr_coref_score(const onr_coref *coref, onr_coref_work *work, const onr_doc *doc,
                     const onr_pair *pairs, uint32_t count, uint32_t phrase, float *out)
{
    float anaphor[ONR_COREF_HIDDEN], fresh[ONR_COREF_HIDDEN], left[ONR_COREF_RANK] = {0};
    onr_side far;
    sum_phrase(anaphor, coref, work, doc, phrase, AS_ANAPHOR);
    sum_phrase(fresh, coref, work, doc, phrase, AS_NEW);
    add_state(left, work, &work->phrases.at[phrase], LEFT, ONR_COREF_RANK);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t j = pairs[i].candidate;
        const onr_side *side = &work->ring[j % ONR_COREF_RING];
        if (phrase - j > ONR_COREF_RING) {
            make_side(&far, coref, work, doc, j);
            side = &far;
        }
        out[i] = score_pair(coref, &pairs[i], anaphor, left, side);
    }
    rectify(fresh);
    out[count] = dot(fresh, coref->out + ONR_COREF_HIDDEN, ONR_COREF_HIDDEN) +
                 coref->out[2 * ONR_COREF_HIDDEN];
}
