#include "encode/encoder.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"

static onr_status find(const onr_model *model, const char *name, const char *part,
                       onr_section_type type, uint32_t columns, onr_section *out, onr_error *err)
{
    char full[ONR_MODEL_NAME_BYTES];
    snprintf(full, sizeof full, "%s.%s", name, part);
    return onr_model_section(model, full, type, columns, out, err);
}

/* An offset is 128 times a sum of `inputs` signed bytes; a larger one would overflow the kernels'
 * accumulators. */
static bool offsets_in_range(const int32_t *offsets, uint32_t columns, uint32_t inputs)
{
    const int64_t limit = (int64_t)inputs * 128 * 128;
    for (uint32_t c = 0; c < columns; c++)
        if (offsets[c] < -limit || offsets[c] > limit) return false;
    return true;
}

onr_status onr_matrix_load(onr_matrix *matrix, const onr_model *model, const char *name,
                           uint32_t inputs, uint32_t columns, onr_error *err)
{
    onr_section weights, offsets, scales, biases;
    onr_status status = find(model, name, "weights", ONR_SECTION_I8, inputs, &weights, err);
    if (status == ONR_OK) status = find(model, name, "offsets", ONR_SECTION_I32, 1, &offsets, err);
    if (status == ONR_OK) status = find(model, name, "scales", ONR_SECTION_F32, 1, &scales, err);
    if (status == ONR_OK) status = find(model, name, "biases", ONR_SECTION_F32, 1, &biases, err);
    if (status != ONR_OK) return status;
    if (weights.rows != columns || offsets.rows != columns || scales.rows != columns ||
        biases.rows != columns || columns % ONR_COLUMNS != 0 || inputs % 4 != 0 ||
        !offsets_in_range(offsets.data, columns, inputs))
        return onr_fail(err, ONR_EMODEL, "model matrix '%s' has another shape", name);
    *matrix = (onr_matrix){.inputs = inputs,
                           .columns = columns,
                           .weights = weights.data,
                           .offsets = offsets.data,
                           .scales = scales.data,
                           .biases = biases.data};
    return ONR_OK;
}

onr_status onr_stack_load(onr_stack *stack, const onr_model *model, const char *name,
                          onr_error *err)
{
    onr_section dilations;
    onr_status status = find(model, name, "dilations", ONR_SECTION_I32, 1, &dilations, err);
    if (status != ONR_OK) return status;
    onr_section width;
    status = find(model, name, "width", ONR_SECTION_I32, 1, &width, err);
    if (status != ONR_OK) return status;
    const uint32_t *d = dilations.data;
    uint32_t w = width.rows == 1 ? *(const uint32_t *)width.data : 0;
    if (w == 0 || w > ONR_MAX_WIDTH || w % (ONR_COLUMNS / 2) != 0 || dilations.rows == 0 ||
        dilations.rows > ONR_MAX_BLOCKS)
        return onr_fail(err, ONR_EMODEL, "model stack '%s' has another shape", name);
    *stack = (onr_stack){.width = w, .count = dilations.rows};
    for (uint32_t i = 0; i < stack->count; i++) {
        char block[ONR_MODEL_NAME_BYTES];
        snprintf(block, sizeof block, "%s.%u", name, i);
        if (d[i] == 0 || d[i] > 64)
            return onr_fail(err, ONR_EMODEL, "model stack '%s' has a dilation of %u", name, d[i]);
        onr_convolution *c = &stack->blocks[i];
        status = onr_matrix_load(&c->matrix, model, block, 3 * w, 2 * w, err);
        if (status != ONR_OK) return status;
        c->width = w;
        c->dilation = d[i];
        if (d[i] > stack->gap) stack->gap = d[i];
    }
    return ONR_OK;
}

static onr_status load_vocabulary(onr_encoder *encoder, const onr_model *model, onr_error *err)
{
    onr_section section;
    onr_status status =
        onr_model_section(model, "vocabulary", ONR_SECTION_I32, 2, &section, err);
    if (status != ONR_OK) return status;
    const uint32_t *slots = section.data;
    if (section.rows < 2 || (section.rows & (section.rows - 1)) != 0)
        return onr_fail(err, ONR_EMODEL, "model vocabulary has %u slots, not a power of two",
                        section.rows);
    uint32_t free_slots = 0;
    for (uint32_t i = 0; i < section.rows; i++) {
        if (slots[2 * i + 1] >= encoder->form_rows)
            return onr_fail(err, ONR_EMODEL, "model vocabulary names a row that is not there");
        free_slots += slots[2 * i + 1] == 0;
    }
    /* A free slot is what ends a search. */
    if (free_slots == 0) return onr_fail(err, ONR_EMODEL, "model vocabulary is full");
    encoder->vocabulary = slots;
    encoder->slot_mask = section.rows - 1;
    return ONR_OK;
}

static onr_status load_tables(onr_encoder *encoder, const onr_model *model, onr_error *err)
{
    for (uint32_t i = 0; i < ONR_FEATURE_COUNT; i++) {
        char name[ONR_MODEL_NAME_BYTES];
        snprintf(name, sizeof name, "table.%u", i);
        onr_section section;
        onr_status status = onr_model_section(model, name, ONR_SECTION_I16, encoder->tower.width,
                                              &section, err);
        if (status != ONR_OK) return status;
        uint32_t wanted = onr_feature_rows(i);
        if (section.rows == 0 || (wanted != 0 && section.rows != wanted))
            return onr_fail(err, ONR_EMODEL, "model table %u has another shape", i);
        if (i == ONR_FEATURE_FORM) encoder->form_rows = section.rows;
        encoder->tables[i] = section.data;
    }
    return ONR_OK;
}

static onr_status load_settings(onr_encoder *encoder, const onr_model *model, onr_error *err)
{
    onr_section version, scale;
    onr_status status =
        onr_model_section(model, "features.version", ONR_SECTION_I32, 1, &version, err);
    if (status == ONR_OK)
        status = onr_model_section(model, "table.scale", ONR_SECTION_F32, 1, &scale, err);
    if (status != ONR_OK) return status;
    if (version.rows != 1 || scale.rows != 1 ||
        *(const uint32_t *)version.data != ONR_FEATURE_VERSION)
        return onr_fail(err, ONR_EMODEL, "model was trained on another version of the features");
    encoder->table_scale = *(const float *)scale.data;
    return ONR_OK;
}

onr_status onr_encoder_load(onr_encoder *encoder, const onr_model *model, onr_error *err)
{
    *encoder = (onr_encoder){.kernels = onr_model_kernels(model)};
    onr_status status = onr_stack_load(&encoder->stack, model, "encoder", err);
    if (status == ONR_OK) status = onr_stack_load(&encoder->tower, model, "tower", err);
    if (status == ONR_OK && encoder->tower.width < encoder->stack.width)
        status = onr_fail(err, ONR_EMODEL, "model stack 'tower' is narrower than 'encoder'");
    if (status == ONR_OK) status = load_tables(encoder, model, err);
    if (status == ONR_OK) status = load_vocabulary(encoder, model, err);
    if (status == ONR_OK) status = load_settings(encoder, model, err);
    return status;
}

uint32_t onr_encoder_form_row(const onr_encoder *encoder, uint32_t fingerprint)
{
    uint32_t slot = fingerprint & encoder->slot_mask;
    for (;;) {
        const uint32_t *at = encoder->vocabulary + 2 * (size_t)slot;
        if (at[1] == 0 || at[0] == fingerprint) return at[1];
        slot = (slot + 1) & encoder->slot_mask;
    }
}

/* The table rows of one token. */
typedef struct table_rows {
    const int16_t *at[ONR_FEATURE_COUNT];
} table_rows;

static table_rows find_rows(const onr_encoder *encoder, const onr_features *features)
{
    table_rows rows;
    const size_t stride = encoder->tower.width;
    rows.at[ONR_FEATURE_FORM] =
        encoder->tables[ONR_FEATURE_FORM] +
        stride * onr_encoder_form_row(encoder, features->slot[ONR_FEATURE_FORM]);
    for (uint32_t i = 1; i < ONR_FEATURE_COUNT; i++)
        rows.at[i] = encoder->tables[i] + stride * features->slot[i];
    return rows;
}

void onr_encoder_embed(const onr_encoder *encoder, const onr_features *features, float *x,
                       uint32_t width)
{
    table_rows rows = find_rows(encoder, features);
    encoder->kernels->sum_rows(x, rows.at, ONR_FEATURE_COUNT, width, encoder->table_scale);
}

/* The tables are far larger than the caches near the processor: rows are asked for some tokens
 * before they are needed. */
static void fetch(const table_rows *rows, uint32_t width)
{
    enum { LINE = 64 / sizeof(int16_t) };
    for (uint32_t i = 0; i < ONR_FEATURE_COUNT; i++)
        for (uint32_t column = 0; column < width; column += LINE)
            __builtin_prefetch(rows->at[i] + column);
}

static void embed_window(const onr_encoder *encoder, const onr_features *features, uint32_t count,
                         float *x, uint32_t width)
{
    enum { AHEAD = 4 };
    table_rows ring[AHEAD];
    for (uint32_t i = 0; i < count + AHEAD; i++) {
        table_rows *rows = &ring[i % AHEAD];
        if (i >= AHEAD) {
            encoder->kernels->sum_rows(x, rows->at, ONR_FEATURE_COUNT, width,
                                       encoder->table_scale);
            x += width;
        }
        if (i < count) {
            *rows = find_rows(encoder, &features[i]);
            fetch(rows, width);
        }
    }
}

bool onr_rows_init(onr_rows *rows, onr_arena *arena, const onr_stack *stack, uint32_t capacity)
{
    *rows = (onr_rows){.width = stack->width, .capacity = capacity, .gap = stack->gap};
    rows->x = onr_arena_array(arena, (size_t)capacity * stack->width, sizeof *rows->x);
    rows->u = onr_arena_array(arena, (size_t)capacity * stack->width, sizeof *rows->u);
    onr_rows_reset(rows);
    return rows->x != NULL && rows->u != NULL;
}

void onr_rows_reset(onr_rows *rows)
{
    rows->used = rows->gap;
}

uint32_t onr_rows_add(onr_rows *rows, uint32_t count)
{
    if (rows->capacity - rows->used < rows->gap || rows->capacity - rows->used - rows->gap < count)
        return ONR_NONE;
    uint32_t first = rows->used;
    rows->used += count + rows->gap;
    return first;
}

/* Makes the rows between segments what "nothing" looks like to a convolution. */
static void clear_gaps(const onr_rows *rows, const uint32_t *starts, const uint32_t *counts,
                       uint32_t segments)
{
    uint32_t from = 0;
    for (uint32_t i = 0; i <= segments; i++) {
        uint32_t to = i < segments ? starts[i] : rows->used;
        memset(rows->u + (size_t)from * rows->width, ONR_ZERO_BYTE,
               (size_t)(to - from) * rows->width);
        if (i < segments) from = starts[i] + counts[i];
    }
}

void onr_stack_run(const onr_stack *stack, const onr_kernels *kernels, onr_rows *rows,
                   const uint32_t *starts, const uint32_t *counts, uint32_t segments)
{
    clear_gaps(rows, starts, counts, segments);
    for (uint32_t s = 0; s < segments; s++) {
        float *x = rows->x + (size_t)starts[s] * rows->width;
        uint8_t *u = rows->u + (size_t)starts[s] * rows->width;
        kernels->normalise(u, x, counts[s], rows->width);
        for (uint32_t i = 0; i < stack->count; i++) {
            kernels->convolve(x, u, counts[s], &stack->blocks[i]);
            kernels->normalise(u, x, counts[s], rows->width);
        }
    }
}

/* The first `width` columns of `count` rows, from one layout to another. */
static void copy_columns(float *to, uint32_t to_stride, const float *from, uint32_t from_stride,
                         uint32_t count, uint32_t width)
{
    for (uint32_t i = 0; i < count; i++, to += to_stride, from += from_stride)
        memcpy(to, from, width * sizeof *to);
}

onr_view onr_encoder_view(const onr_encoder *encoder, onr_rows *rows, onr_rows *tower,
                          onr_features *features, const onr_doc *doc, onr_window window)
{
    const uint32_t count = window.end_token - window.first_token;
    const uint32_t width = encoder->stack.width, wide = encoder->tower.width;
    onr_features_of_window(doc, window, features);
    onr_rows_reset(rows);
    uint32_t start = onr_rows_add(rows, count);
    float *x = rows->x + (size_t)start * width;
    onr_view view = {window, features, rows->u + (size_t)start * width, width, NULL, wide};
    if (tower == NULL) {
        embed_window(encoder, features, count, x, width);
        onr_stack_run(&encoder->stack, encoder->kernels, rows, &start, &count, 1);
        return view;
    }
    onr_rows_reset(tower);
    uint32_t high_start = onr_rows_add(tower, count);
    float *high = tower->x + (size_t)high_start * wide;
    embed_window(encoder, features, count, high, wide);
    copy_columns(x, width, high, wide, count, width);
    onr_stack_run(&encoder->stack, encoder->kernels, rows, &start, &count, 1);
    copy_columns(high, wide, x, width, count, width);
    onr_stack_run(&encoder->tower, encoder->kernels, tower, &high_start, &count, 1);
    view.tower = tower->u + (size_t)high_start * wide;
    return view;
}
