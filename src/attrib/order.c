#include "attrib/order.h"

#include <stdlib.h>
#include <string.h>

#include "attrib/form.h"
#include "base/error.h"

static bool holds_cue(const onr_candidate *outer, const onr_candidate *inner)
{
    return inner->cue.count > 0 && onr_pieces_hold(&outer->content, inner->cue.at[0].first_token);
}

static void take_out(onr_candidates *candidates, uint32_t first, const bool *gone)
{
    uint32_t kept = first;
    for (uint32_t i = first; i < candidates->count; i++)
        if (!gone[i - first]) candidates->at[kept++] = candidates->at[i];
    candidates->count = kept;
}

static float confidence_of(const onr_attrib *attrib, const onr_candidate *c, onr_form form)
{
    float evidence[ONR_EVIDENCE_COUNT];
    onr_evidence_of(c, form, evidence);
    return onr_confidence(&attrib->calibration, evidence);
}

static bool is_sure(const onr_attrib *attrib, const onr_doc *doc, const onr_candidate *c)
{
    if (c->content.count == 0) return false;
    onr_form form = onr_form_of(doc, &c->content, c->parent != ONR_NONE);
    return form != ONR_FORM_INDIRECT ||
           confidence_of(attrib, c, form) >= attrib->calibration.floor;
}

void onr_order_drop_unsure(const onr_attrib *attrib, const onr_doc *doc,
                           onr_candidates *candidates, uint32_t first)
{
    uint32_t kept = first;
    for (uint32_t i = first; i < candidates->count; i++)
        if (is_sure(attrib, doc, &candidates->at[i])) candidates->at[kept++] = candidates->at[i];
    candidates->count = kept;
}

/* At most ONR_WINDOW_TOKENS candidates come from one window, so the square of their number is
 * bounded; in news it is about fifty. Candidates are in text order of their cues and contents reach
 * a bounded way, which ends most inner loops early in practice. */
void onr_order_settle(onr_candidates *candidates, uint32_t first)
{
    onr_candidate *at = candidates->at;
    for (uint32_t i = first; i < candidates->count; i++) {
        for (uint32_t j = first; j < candidates->count; j++) {
            if (i == j || !holds_cue(&at[j], &at[i]) || at[j].parent != ONR_NONE) continue;
            bool mutual = holds_cue(&at[i], &at[j]);
            if (mutual && (at[i].cue_margin > at[j].cue_margin ||
                           (at[i].cue_margin == at[j].cue_margin && i < j)))
                continue;
            at[i].parent = j;
            break;
        }
    }
}

static bool cues_overlap(const onr_candidate *a, const onr_candidate *b)
{
    return a->cue.count > 0 && b->cue.count > 0 &&
           a->cue.at[0].first_token < b->cue.at[0].end_token &&
           b->cue.at[0].first_token < a->cue.at[0].end_token;
}

void onr_order_drop_repeats(onr_candidates *candidates, uint32_t first, uint32_t window_first)
{
    bool gone[ONR_WINDOW_TOKENS];
    uint32_t count = candidates->count - first;
    if (count > ONR_WINDOW_TOKENS) {
        candidates->count = first + ONR_WINDOW_TOKENS;
        count = ONR_WINDOW_TOKENS;
    }
    for (uint32_t i = 0; i < count; i++) {
        const onr_candidate *c = &candidates->at[first + i];
        gone[i] = c->content.count == 0;
        for (uint32_t j = window_first; !gone[i] && j < first; j++)
            gone[i] = cues_overlap(&candidates->at[j], c);
    }
    take_out(candidates, first, gone);
}

/* --- writing ------------------------------------------------------------------------------- */

typedef struct entry {
    uint32_t first_token;
    uint32_t index;
} entry;

static uint32_t first_token_of(const onr_candidate *c)
{
    uint32_t first = c->content.at[0].first_token;
    if (c->source.count > 0 && c->source.at[0].first_token < first)
        first = c->source.at[0].first_token;
    if (c->cue.count > 0 && c->cue.at[0].first_token < first) first = c->cue.at[0].first_token;
    return first;
}

static int compare_entries(const void *a, const void *b)
{
    const entry *x = a, *y = b;
    if (x->first_token != y->first_token) return x->first_token < y->first_token ? -1 : 1;
    return x->index < y->index ? -1 : x->index > y->index;
}

static bool add_part(onr_doc *doc, const onr_pieces *pieces, onr_part *out)
{
    onr_span spans[ONR_MAX_CONTENT_PIECES];
    for (uint32_t i = 0; i < pieces->count; i++) {
        spans[i].start_byte = doc->tokens[pieces->at[i].first_token].start_byte;
        spans[i].end_byte = onr_token_end(&doc->tokens[pieces->at[i].end_token - 1]);
    }
    return onr_doc_add_part(doc, out, spans, pieces->count);
}

static bool write_one(const onr_attrib *attrib, const onr_candidate *c, const uint32_t *places,
                      onr_doc *doc)
{
    bool nested = c->parent != ONR_NONE;
    onr_attribution a = {.parent = nested ? places[c->parent] : ONR_NONE};
    onr_form form = onr_form_of(doc, &c->content, nested);
    onr_act act;
    if (!onr_acts_find(&attrib->acts, doc, &c->cue, &a.lemma, &act)) return false;
    a.form = (uint8_t)form;
    a.act = (uint8_t)act;
    a.negated = onr_negated(doc, &c->cue);
    a.confidence = confidence_of(attrib, c, form);
    return add_part(doc, &c->source, &a.source) && add_part(doc, &c->cue, &a.cue) &&
           add_part(doc, &c->content, &a.content) && onr_doc_add_attribution(doc, &a);
}

onr_status onr_order_write(const onr_attrib *attrib, const onr_candidates *candidates,
                           onr_doc *doc, onr_error *err)
{
    uint32_t count = candidates->count;
    if (count == 0) return ONR_OK;
    entry *entries = onr_arena_array(&doc->arena, count, sizeof *entries);
    uint32_t *places = onr_arena_array(&doc->arena, count, sizeof *places);
    if (entries == NULL || places == NULL) return onr_fail_memory(err);
    for (uint32_t i = 0; i < count; i++)
        entries[i] = (entry){first_token_of(&candidates->at[i]), i};
    qsort(entries, count, sizeof *entries, compare_entries);
    for (uint32_t i = 0; i < count; i++) places[entries[i].index] = i;
    for (uint32_t i = 0; i < count; i++) {
        if (!write_one(attrib, &candidates->at[entries[i].index], places, doc))
            return onr_fail_memory(err);
    }
    return ONR_OK;
}
