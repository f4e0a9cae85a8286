#include "tag/tag.h"

#include <string.h>

#include "base/error.h"
#include "model/labels.h"

enum { BATCH_ROWS = 48, UNSEEN = UINT16_MAX };

static onr_status load_parts(onr_tagger *tagger, const onr_model *model, onr_error *err)
{
    onr_labels labels;
    onr_slice name;
    onr_status status = onr_labels_load(&labels, model, "tag.upos", ONR_UPOS_COUNT, err);
    if (status != ONR_OK) return status;
    for (uint32_t id; onr_labels_next(&labels, &name); tagger->upos_count++) {
        if ((id = onr_upos_find(name)) == ONR_NONE)
            return onr_fail(err, ONR_EMODEL, "model has an unknown part of speech");
        tagger->upos[tagger->upos_count] = (uint8_t)id;
    }
    status = onr_labels_load(&labels, model, "tag.xpos", ONR_XPOS_COUNT, err);
    if (status != ONR_OK) return status;
    for (uint32_t id; onr_labels_next(&labels, &name); tagger->xpos_count++) {
        if ((id = onr_xpos_find(name)) == ONR_NONE)
            return onr_fail(err, ONR_EMODEL, "model has an unknown part of speech of the Penn set");
        tagger->xpos[tagger->xpos_count] = (uint8_t)id;
    }
    return ONR_OK;
}

/* Index among the labels of universal parts of what stands before the bar of "NOUN|Number=Sing". */
static uint32_t part_of(const onr_tagger *tagger, onr_slice feats)
{
    const char *bar = memchr(feats.ptr, '|', feats.len);
    if (bar == NULL) return ONR_NONE;
    uint32_t id = onr_upos_find((onr_slice){feats.ptr, (size_t)(bar - feats.ptr)});
    for (uint32_t i = 0; i < tagger->upos_count; i++)
        if (tagger->upos[i] == id) return i;
    return ONR_NONE;
}

/* The sets are listed part by part, in the order of the parts' labels. */
static onr_status load_feats(onr_tagger *tagger, const onr_model *model, onr_error *err)
{
    onr_labels labels;
    onr_slice name;
    onr_status status = onr_labels_load(&labels, model, "tag.feats", ONR_MAX_FEATS, err);
    if (status != ONR_OK) return status;
    uint32_t part = 0;
    while (onr_labels_next(&labels, &name)) {
        uint32_t next = part_of(tagger, name);
        if (next == ONR_NONE || next < part)
            return onr_fail(err, ONR_EMODEL, "model features are not in the order of their parts");
        while (part < next) tagger->first_feats[++part] = (uint16_t)tagger->feats_count;
        const char *set = (const char *)memchr(name.ptr, '|', name.len) + 1;
        size_t len = (size_t)(name.ptr + name.len - set);
        bool none = len == 1 && *set == '_';
        tagger->feats[tagger->feats_count++] = none ? (onr_slice){"", 0} : (onr_slice){set, len};
    }
    while (part < tagger->upos_count) tagger->first_feats[++part] = (uint16_t)tagger->feats_count;
    return ONR_OK;
}

onr_status onr_tag_load(onr_tagger *tagger, const onr_encoder *encoder, const onr_model *model,
                        onr_error *err)
{
    *tagger = (onr_tagger){.kernels = encoder->kernels};
    onr_status status = load_parts(tagger, model, err);
    if (status == ONR_OK) status = load_feats(tagger, model, err);
    if (status != ONR_OK) return status;
    uint32_t used = tagger->upos_count + tagger->xpos_count + tagger->feats_count;
    uint32_t columns = (used + ONR_COLUMNS - 1) / ONR_COLUMNS * ONR_COLUMNS;
    status = onr_matrix_load(&tagger->matrix, model, "tag", encoder->tower.width, columns, err);
    tagger->matrix.skip[columns / ONR_COLUMNS - 1] = (uint8_t)((columns - used) / 16);
    return status;
}

bool onr_tag_work_init(onr_tag_work *work, onr_arena *arena, const onr_tagger *tagger)
{
    work->scores = onr_arena_array(arena, BATCH_ROWS, tagger->matrix.columns * sizeof(float));
    return work->scores != NULL;
}

onr_status onr_tag_begin(onr_tag_work *work, onr_doc *doc, onr_error *err)
{
    for (uint32_t i = 0; i < ONR_MAX_FEATS; i++) work->feats[i] = UNSEEN;
    return onr_doc_make_tags(doc) ? ONR_OK : onr_fail_memory(err);
}

/* Ties go to the lower label, as everywhere. */
static uint32_t best(const float *scores, uint32_t count)
{
    uint32_t at = 0;
    float top = scores[0];
    for (uint32_t i = 1; i < count; i++) {
        bool better = scores[i] > top; /* no branch: it could not be foreseen */
        at = better ? i : at;
        top = better ? scores[i] : top;
    }
    return at;
}

static bool tag_one(const onr_tagger *tagger, onr_tag_work *work, onr_doc *doc,
                    const float *scores, onr_tag *tag)
{
    const float *xpos = scores + tagger->upos_count, *feats = xpos + tagger->xpos_count;
    uint32_t part = best(scores, tagger->upos_count);
    tag->upos = tagger->upos[part];
    tag->xpos = tagger->xpos[best(xpos, tagger->xpos_count)];
    uint32_t first = tagger->first_feats[part], count = tagger->first_feats[part + 1] - first;
    if (count == 0) return true;
    uint32_t label = first + best(feats + first, count);
    if (work->feats[label] == UNSEEN &&
        !onr_doc_add_feats(doc, &work->feats[label], tagger->feats[label]))
        return false;
    tag->feats = work->feats[label];
    return true;
}

onr_status onr_tag_window(const onr_tagger *tagger, onr_tag_work *work, onr_doc *doc,
                          const onr_view *view, onr_error *err)
{
    const uint32_t count = view->window.end_token - view->window.first_token;
    onr_tag *tags = doc->tags + view->window.first_token;
    for (uint32_t first = 0; first < count; first += BATCH_ROWS) {
        uint32_t rows = count - first < BATCH_ROWS ? count - first : BATCH_ROWS;
        tagger->kernels->multiply(work->scores, view->tower + (size_t)first * view->tower_width,
                                  view->tower_width, rows, &tagger->matrix);
        const float *scores = work->scores;
        for (uint32_t r = 0; r < rows; r++, scores += tagger->matrix.columns)
            if (!tag_one(tagger, work, doc, scores, &tags[first + r])) return onr_fail_memory(err);
    }
    return ONR_OK;
}
