#include "attrib/heads.h"

#include "base/error.h"

static void mark_cues(uint8_t *in_cue, uint32_t rows, const onr_cue *cues, uint32_t count)
{
    for (uint32_t r = 0; r < rows; r++) in_cue[r] = 0;
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t r = cues[i].first_row; r < cues[i].end_row; r++) in_cue[r] = 1;
}

/* Nobody is quoted in "Sign up to hear what experts say". */
static uint32_t drop_silent(const onr_doc *doc, const onr_segment *segment, onr_cue *cues,
                            uint32_t count)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++)
        if (!onr_doc_is_silent(doc, segment->tokens[cues[i].first_row])) cues[kept++] = cues[i];
    return kept;
}

onr_status onr_heads_run(const onr_attrib *attrib, onr_attrib_work *work, const onr_doc *doc,
                         onr_segment *segment, float bias, onr_error *err)
{
    const onr_kernels *kernels = attrib->encoder->kernels;
    const uint32_t stride = attrib->tagger.columns;
    kernels->multiply(work->tagged, segment->states, attrib->encoder->stack.width, segment->count,
                      &attrib->tagger);
    uint32_t cues =
        onr_cues_find(work->tagged, segment->count, stride, bias, work->cues, ONR_WINDOW_TOKENS);
    cues = drop_silent(doc, segment, work->cues, cues);
    if (cues == 0) return ONR_OK;
    onr_candidates *all = &work->candidates;
    if (!onr_grow(work->alloc, &all->at, &all->capacity, (uint64_t)all->count + cues,
                  sizeof *all->at))
        return onr_fail_memory(err);
    mark_cues(work->in_cue, segment->count, work->cues, cues);
    segment->in_cue = work->in_cue;
    onr_span_find(&attrib->spans, kernels, &work->spans, doc, segment,
                  work->tagged + ONR_CUE_COLUMNS, stride, work->cues, cues, all->at + all->count);
    all->count += cues;
    return ONR_OK;
}
