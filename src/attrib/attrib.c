#include "attrib/attrib.h"

#include "attrib/follow.h"
#include "attrib/heads.h"
#include "attrib/nested.h"
#include "attrib/order.h"
#include "base/error.h"

static onr_status load_settings(onr_attrib *attrib, const onr_model *model, onr_error *err)
{
    onr_section biases, steps;
    onr_status status = onr_model_section(model, "cue.biases", ONR_SECTION_F32, 1, &biases, err);
    if (status == ONR_OK)
        status = onr_model_section(model, "cue.steps", ONR_SECTION_BYTES, 1, &steps, err);
    if (status != ONR_OK) return status;
    if (biases.rows != 2 || steps.rows != attrib->encoder->form_rows)
        return onr_fail(err, ONR_EMODEL, "model tables of 'cue' have another shape");
    attrib->cue_bias = ((const float *)biases.data)[0];
    attrib->nested_bias = ((const float *)biases.data)[1];
    attrib->cue_steps = steps.data;
    return ONR_OK;
}

onr_status onr_attrib_load(onr_attrib *attrib, const onr_encoder *encoder, const onr_model *model,
                           onr_error *err)
{
    *attrib = (onr_attrib){.encoder = encoder};
    uint32_t width = encoder->stack.width;
    onr_status status = onr_span_load(&attrib->spans, model, width, err);
    if (status == ONR_OK)
        status = onr_matrix_load(&attrib->tagger, model, "tagger", width,
                                 ONR_CUE_COLUMNS + attrib->spans.stack.width, err);
    attrib->tagger.skip[0] = 3; /* the cue labels stand in the first sixteen columns */
    if (status == ONR_OK) status = onr_acts_load(&attrib->acts, model, err);
    if (status == ONR_OK) status = onr_calibration_load(&attrib->calibration, model, err);
    if (status == ONR_OK) status = load_settings(attrib, model, err);
    return status;
}

onr_status onr_attrib_work_init(onr_attrib_work *work, const onr_attrib *attrib,
                                const onr_alloc *alloc, onr_error *err)
{
    *work = (onr_attrib_work){.alloc = alloc};
    onr_arena *arena = &work->arena;
    onr_arena_init(arena, alloc);
    const uint32_t rows = ONR_WINDOW_TOKENS;
    work->tagged = onr_arena_array(arena, rows, attrib->tagger.columns * sizeof *work->tagged);
    work->tokens = onr_arena_array(arena, rows, sizeof *work->tokens);
    work->in_cue = onr_arena_array(arena, rows, sizeof *work->in_cue);
    work->quoted = onr_arena_array(arena, rows, sizeof *work->quoted);
    work->cues = onr_arena_array(arena, rows, sizeof *work->cues);
    const onr_stack *stack = &attrib->encoder->stack;
    bool ok = onr_rows_init(&work->nested_rows, arena, stack, rows + 2 * stack->gap) &&
              onr_span_work_init(&work->spans, arena, &attrib->spans, stack->width);
    if (!ok || work->tagged == NULL || work->tokens == NULL || work->in_cue == NULL ||
        work->quoted == NULL || work->cues == NULL)
        return onr_fail_memory(err);
    return ONR_OK;
}

void onr_attrib_work_deinit(onr_attrib_work *work)
{
    onr_release(work->alloc, work->candidates.at,
                work->candidates.capacity * sizeof *work->candidates.at);
    onr_arena_deinit(&work->arena);
}

void onr_attrib_begin(onr_attrib_work *work)
{
    work->candidates.count = 0;
}

onr_status onr_attrib_window(const onr_attrib *attrib, onr_attrib_work *work, const onr_doc *doc,
                             const onr_view *view, onr_error *err)
{
    uint32_t count = view->window.end_token - view->window.first_token;
    for (uint32_t i = 0; i < count; i++) work->tokens[i] = view->window.first_token + i;
    onr_segment segment = {
        .states = view->states,
        .tokens = work->tokens,
        .quoted = doc->quoted + view->window.first_token,
        .count = count,
        .parent = ONR_NONE,
    };
    uint32_t first = work->candidates.count;
    onr_status status = onr_heads_run(attrib, work, doc, &segment, attrib->cue_bias, err);
    if (status != ONR_OK) return status;
    if (!onr_follow_quotes(doc, view->window, work->alloc, &work->candidates, first))
        return onr_fail_memory(err);
    onr_order_drop_unsure(attrib, doc, &work->candidates, first);
    onr_order_settle(&work->candidates, first);
    uint32_t end = work->candidates.count;
    status = onr_nested_run(attrib, work, doc, view, first, end, err);
    if (status != ONR_OK) return status;
    onr_order_drop_unsure(attrib, doc, &work->candidates, end);
    onr_order_drop_repeats(&work->candidates, end, first);
    return ONR_OK;
}

onr_status onr_attrib_end(const onr_attrib *attrib, onr_attrib_work *work, onr_doc *doc,
                          onr_error *err)
{
    return onr_order_write(attrib, &work->candidates, doc, err);
}
