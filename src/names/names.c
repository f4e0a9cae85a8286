#include "names/names.h"

#include <string.h>

#include "base/error.h"
#include "base/hash.h"
#include "model/labels.h"
#include "names/join.h"

enum { OUTSIDE, BEGINS, GOES_ON, STATES };
enum { FIRST_SLOTS = 64 };

/* "B-PERSON", "I-PERSON" and so on. */
static bool is_label(onr_slice name, char prefix, uint32_t type)
{
    return name.len > 2 && name.ptr[0] == prefix && name.ptr[1] == '-' &&
           onr_entity_type_find((onr_slice){name.ptr + 2, name.len - 2}) == type;
}

static onr_status load_kinds(onr_namer *namer, const onr_model *model, onr_error *err)
{
    onr_labels labels;
    onr_slice name;
    onr_status status = onr_labels_load(&labels, model, "names.labels", ONR_NAME_LABELS, err);
    if (status != ONR_OK) return status;
    bool ok = labels.count > 1 && labels.count % 2 == 1 && onr_labels_next(&labels, &name) &&
              name.len == 1;
    while (ok && onr_labels_next(&labels, &name)) {
        uint32_t type = name.len > 2 ? onr_entity_type_find((onr_slice){name.ptr + 2, name.len - 2})
                                     : ONR_NONE;
        ok = type != ONR_NONE && is_label(name, 'B', type) && onr_labels_next(&labels, &name) &&
             is_label(name, 'I', type);
        namer->types[namer->kinds++] = (uint8_t)type;
    }
    return ok ? ONR_OK : onr_fail(err, ONR_EMODEL, "model labels 'names.labels' are not BIO");
}

onr_status onr_names_load(onr_namer *namer, const onr_encoder *encoder, const onr_model *model,
                          onr_error *err)
{
    *namer = (onr_namer){.kernels = encoder->kernels};
    onr_status status = load_kinds(namer, model, err);
    if (status != ONR_OK) return status;
    status = onr_matrix_load(&namer->matrix, model, "names", encoder->tower.width, ONR_COLUMNS,
                             err);
    namer->matrix.skip[0] = (uint8_t)((ONR_COLUMNS - (1 + 2 * namer->kinds)) / 16);
    return status;
}

bool onr_names_work_init(onr_names_work *work, onr_arena *arena, const onr_namer *namer,
                         const onr_alloc *alloc)
{
    *work = (onr_names_work){.alloc = alloc};
    const uint32_t rows = ONR_WINDOW_TOKENS;
    work->scores = onr_arena_array(arena, rows, namer->matrix.columns * sizeof *work->scores);
    work->back = onr_arena_array(arena, rows, sizeof *work->back);
    work->path = onr_arena_array(arena, rows, sizeof *work->path);
    return work->scores != NULL && work->back != NULL && work->path != NULL;
}

void onr_names_work_deinit(onr_names_work *work)
{
    onr_release(work->alloc, work->slots, work->slot_count * sizeof *work->slots);
    onr_release(work->alloc, work->last, work->last_capacity * sizeof *work->last);
}

void onr_names_begin(onr_names_work *work, onr_doc *doc)
{
    if (work->slots != NULL) memset(work->slots, 0, work->slot_count * sizeof *work->slots);
    doc->has_entities = true;
}

/* The columns of a kind. */
static float begins_score(const float *scores, uint32_t kind)
{
    return scores[1 + 2 * kind];
}

static float goes_on_score(const float *scores, uint32_t kind)
{
    return scores[2 + 2 * kind];
}

/* What the best kind says of each state. */
static void score_states(const float *scores, uint32_t kinds, float out[STATES])
{
    out[OUTSIDE] = scores[0];
    out[BEGINS] = begins_score(scores, 0);
    out[GOES_ON] = goes_on_score(scores, 0);
    for (uint32_t k = 1; k < kinds; k++) {
        if (begins_score(scores, k) > out[BEGINS]) out[BEGINS] = begins_score(scores, k);
        if (goes_on_score(scores, k) > out[GOES_ON]) out[GOES_ON] = goes_on_score(scores, k);
    }
}

static uint32_t best_state(const float scores[STATES])
{
    uint32_t best = scores[BEGINS] > scores[OUTSIDE] ? BEGINS : OUTSIDE;
    return scores[GOES_ON] > scores[best] ? GOES_ON : best;
}

/*
 * Viterbi over three states, of which GOES_ON never follows OUTSIDE. A byte of `back` holds the
 * state before GOES_ON in its upper half and that before the other two in its lower.
 */
static void find_path(const onr_names_work *work, const float *scores, uint32_t stride,
                      uint32_t count, uint32_t kinds)
{
    float total[STATES], own[STATES];
    score_states(scores, kinds, total);
    total[GOES_ON] = -1e30f;
    for (uint32_t t = 1; t < count; t++) {
        scores += stride;
        score_states(scores, kinds, own);
        uint32_t any = best_state(total), name = total[GOES_ON] > total[BEGINS] ? GOES_ON : BEGINS;
        work->back[t] = (uint8_t)(name << 4 | any);
        float top = total[any];
        total[GOES_ON] = total[name] + own[GOES_ON];
        total[OUTSIDE] = top + own[OUTSIDE];
        total[BEGINS] = top + own[BEGINS];
    }
    uint32_t state = best_state(total);
    for (uint32_t t = count; t-- > 0;) {
        work->path[t] = (uint8_t)state;
        state = state == GOES_ON ? work->back[t] >> 4 : work->back[t] & 15;
    }
}

/* The kind that the tokens of a name speak for together. */
static uint32_t kind_of(const float *scores, uint32_t stride, uint32_t count, uint32_t kinds)
{
    float sums[ONR_ENTITY_COUNT] = {0};
    for (uint32_t t = 0; t < count; t++, scores += stride) {
        for (uint32_t k = 0; k < kinds; k++) {
            float b = begins_score(scores, k), i = goes_on_score(scores, k);
            sums[k] += b > i ? b : i;
        }
    }
    uint32_t best = 0;
    for (uint32_t k = 1; k < kinds; k++)
        if (sums[k] > sums[best]) best = k;
    return best;
}

static onr_slice words_of(const onr_doc *doc, onr_range range)
{
    uint32_t from = doc->tokens[range.first_token].start_byte;
    uint32_t to = onr_token_end(&doc->tokens[range.end_token - 1]);
    return (onr_slice){doc->text.ptr + from, to - from};
}

static uint32_t hash_of(uint8_t type, onr_slice words)
{
    uint64_t hash = onr_hash_bytes(ONR_HASH_START, words.ptr, words.len);
    return (uint32_t)onr_hash_mix(hash + type);
}

static uint32_t *slot_of(const onr_names_work *work, const onr_doc *doc, uint8_t type,
                         onr_slice words)
{
    uint32_t mask = work->slot_count - 1, at = hash_of(type, words) & mask;
    for (; work->slots[at] != 0; at = (at + 1) & mask) {
        const onr_entity *e = &doc->entities[work->slots[at] - 1];
        if (e->type == type && e->name.len == words.len &&
            memcmp(e->name.ptr, words.ptr, words.len) == 0)
            break;
    }
    return &work->slots[at];
}

/* Keeps the table of entities at most half full. */
static bool make_room(onr_names_work *work, const onr_doc *doc)
{
    if (!onr_grow(work->alloc, &work->last, &work->last_capacity, (uint64_t)doc->entity_count + 1,
                  sizeof *work->last))
        return false;
    if (2 * ((uint64_t)doc->entity_count + 1) <= work->slot_count) return true;
    uint32_t count = work->slot_count == 0 ? FIRST_SLOTS : 2 * work->slot_count;
    uint32_t *slots = onr_resize(work->alloc, work->slots, work->slot_count * sizeof *slots,
                                 (size_t)count * sizeof *slots);
    if (slots == NULL) return false;
    memset(slots, 0, (size_t)count * sizeof *slots);
    work->slots = slots;
    work->slot_count = count;
    for (uint32_t e = 0; e < doc->entity_count; e++)
        *slot_of(work, doc, doc->entities[e].type, doc->entities[e].name) = e + 1;
    return true;
}

static bool add_mention(onr_names_work *work, onr_doc *doc, onr_range range, uint8_t type)
{
    if (!make_room(work, doc)) return false;
    onr_slice words = words_of(doc, range);
    uint32_t *slot = slot_of(work, doc, type, words);
    bool fresh = *slot == 0;
    if (fresh) {
        if (!onr_doc_add_entity(doc, words, type)) return false;
        *slot = doc->entity_count;
    }
    uint32_t entity = *slot - 1;
    if (!onr_doc_add_mention(doc, range, entity, fresh ? ONR_NONE : work->last[entity]))
        return false;
    work->last[entity] = doc->mention_count - 1;
    return true;
}

/* Names of a sentence, or of what a window has of it. */
static bool find_names(const onr_namer *namer, onr_names_work *work, onr_doc *doc,
                       const float *scores, onr_range range)
{
    const uint32_t stride = namer->matrix.columns, count = range.end_token - range.first_token;
    find_path(work, scores, stride, count, namer->kinds);
    for (uint32_t t = 0, end; t < count; t = end) {
        end = t + 1;
        if (work->path[t] == OUTSIDE) continue;
        while (end < count && work->path[end] == GOES_ON) end++;
        uint32_t kind = kind_of(scores + (size_t)t * stride, stride, end - t, namer->kinds);
        onr_range name = {range.first_token + t, range.first_token + end};
        if (!add_mention(work, doc, name, namer->types[kind])) return false;
    }
    return true;
}

onr_status onr_names_window(const onr_namer *namer, onr_names_work *work, onr_doc *doc,
                            const onr_view *view, onr_error *err)
{
    const onr_window *w = &view->window;
    namer->kernels->multiply(work->scores, view->tower, view->tower_width,
                             w->end_token - w->first_token, &namer->matrix);
    for (uint32_t s = w->first_sentence; s < w->end_sentence; s++) {
        onr_range range = doc->sentences[s];
        if (range.first_token < w->first_token) range.first_token = w->first_token;
        if (range.end_token > w->end_token) range.end_token = w->end_token;
        size_t row = range.first_token - w->first_token;
        if (!find_names(namer, work, doc, work->scores + row * namer->matrix.columns, range))
            return onr_fail_memory(err);
    }
    return ONR_OK;
}

onr_status onr_names_end(onr_doc *doc, onr_error *err)
{
    return onr_names_join(doc) ? ONR_OK : onr_fail_memory(err);
}
