/*
 * coref.c - prints what the scorer of coreference sees of plain-text files, for its trainer.
 *
 *     coref [--names] MODEL FILE... > dump
 *
 * First the width of a state. For each file the number of phrases; for each phrase where it
 * begins, where it ends and where its head begins (as code points), its kind (and 8 for a group),
 * whether it has a state and the number of its candidates, all as little-endian 32-bit words; its
 * state, zeros where it has none; its rows, as 16-bit words; and for each candidate its number
 * and the rows of the pair, as 16-bit words behind a 32-bit one. With --names there are no tags
 * and trees. Uses the library's own stages, so that training and use cannot drift.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "attrib/attrib.h"
#include "coref/coref.h"
#include "block/block.h"
#include "ingest/text.h"
#include "names/names.h"
#include "parse/parse.h"
#include "quote/quote.h"
#include "tag/tag.h"
#include "token/token.h"

typedef struct tool {
    bool trees;
    onr_encoder encoder;
    onr_tagger tagger;
    onr_namer namer;
    onr_parser parser;
    onr_attrib attrib;
    onr_arena arena;
    onr_features *features;
    onr_rows rows, tower;
    onr_tag_work tag_work;
    onr_names_work names_work;
    onr_parse_work parse_work;
    onr_attrib_work attrib_work;
    onr_coref_work coref_work;
    uint8_t *states; /* [state_count][tower width] */
    uint32_t state_count, state_capacity;
} tool;

static bool load(tool *t, const onr_model *model, onr_error *err)
{
    return onr_encoder_load(&t->encoder, model, err) == ONR_OK &&
           onr_tag_load(&t->tagger, &t->encoder, model, err) == ONR_OK &&
           onr_names_load(&t->namer, &t->encoder, model, err) == ONR_OK &&
           onr_parse_load(&t->parser, &t->encoder, model, err) == ONR_OK &&
           onr_attrib_load(&t->attrib, &t->encoder, model, err) == ONR_OK;
}

static bool make_room(tool *t, onr_error *err)
{
    const onr_stack *low = &t->encoder.stack, *high = &t->encoder.tower;
    t->features = onr_arena_array(&t->arena, ONR_WINDOW_TOKENS, sizeof *t->features);
    return t->features != NULL &&
           onr_attrib_work_init(&t->attrib_work, &t->attrib, NULL, err) == ONR_OK &&
           onr_rows_init(&t->rows, &t->arena, low, ONR_WINDOW_TOKENS + 2 * low->gap) &&
           onr_rows_init(&t->tower, &t->arena, high, ONR_WINDOW_TOKENS + 2 * high->gap) &&
           onr_tag_work_init(&t->tag_work, &t->arena, &t->tagger) &&
           onr_parse_work_init(&t->parse_work, &t->arena, &t->parser) &&
           onr_names_work_init(&t->names_work, &t->arena, &t->namer, NULL) &&
           onr_coref_work_init(&t->coref_work, &t->arena, &t->encoder, NULL);
}

static void release(tool *t)
{
    onr_attrib_work_deinit(&t->attrib_work);
    onr_names_work_deinit(&t->names_work);
    onr_coref_work_deinit(&t->coref_work);
    onr_arena_deinit(&t->arena);
    free(t->states);
}

static bool slurp(const char *path, char **bytes, size_t *len)
{
    FILE *f = fopen(path, "rb");
    if (f == NULL) return false;
    size_t capacity = 1 << 20;
    *bytes = malloc(capacity);
    *len = *bytes == NULL ? 0 : fread(*bytes, 1, capacity, f);
    bool ok = *bytes != NULL && !ferror(f) && *len < capacity;
    fclose(f);
    return ok;
}

static bool begin(tool *t, onr_doc *doc, onr_error *err)
{
    onr_names_begin(&t->names_work, doc);
    onr_attrib_begin(&t->attrib_work);
    onr_coref_begin(&t->coref_work, doc);
    t->state_count = 0;
    if (!t->trees) return true;
    return onr_tag_begin(&t->tag_work, doc, err) == ONR_OK && onr_parse_begin(doc, err) == ONR_OK;
}

/* The states of the heads of the phrases that a window has added. */
static bool keep_states(tool *t, const onr_view *view, uint32_t first)
{
    onr_phrases *p = &t->coref_work.phrases;
    uint32_t width = view->tower_width;
    if (!onr_grow(NULL, &t->states, &t->state_capacity,
                  (uint64_t)t->state_count + p->count - first, width))
        return false;
    for (uint32_t i = first; i < p->count; i++) {
        size_t row = p->at[i].head_token - view->window.first_token;
        memcpy(t->states + (size_t)t->state_count * width, view->tower + row * width, width);
        p->at[i].state = t->state_count++;
    }
    return true;
}

static bool run_window(tool *t, onr_doc *doc, onr_window window, onr_error *err)
{
    onr_view view = onr_encoder_view(&t->encoder, &t->rows, &t->tower, t->features, doc, window);
    uint32_t first = t->coref_work.phrases.count;
    if (t->trees && onr_tag_window(&t->tagger, &t->tag_work, doc, &view, err) != ONR_OK)
        return false;
    if (onr_names_window(&t->namer, &t->names_work, doc, &view, err) != ONR_OK) return false;
    if (t->trees) onr_parse_window(&t->parser, &t->parse_work, doc, &view);
    return onr_attrib_window(&t->attrib, &t->attrib_work, doc, &view, err) == ONR_OK &&
           onr_phrases_of_window(&t->coref_work.phrases, doc, window, &t->coref_work.mention) &&
           keep_states(t, &view, first);
}

static bool annotate(tool *t, onr_doc *doc, const char *bytes, size_t len, onr_error *err)
{
    onr_input in = {.text = {bytes, len}};
    onr_window window = {0};
    bool ok = onr_ingest_text(doc, &in, err) == ONR_OK && onr_token_run(doc, err) == ONR_OK &&
              onr_block_run(doc, err) == ONR_OK && onr_quote_run(doc, err) == ONR_OK &&
              begin(t, doc, err);
    while (ok && onr_window_next(doc, &window)) ok = run_window(t, doc, window, err);
    return ok && onr_names_end(doc, err) == ONR_OK &&
           onr_attrib_end(&t->attrib, &t->attrib_work, doc, err) == ONR_OK &&
           onr_phrases_of_speech(&t->coref_work.phrases, doc) &&
           onr_phrases_of_names(&t->coref_work.phrases, doc);
}

static void put(uint32_t word)
{
    unsigned char le[4] = {word & 255, word >> 8 & 255, word >> 16 & 255, word >> 24};
    fwrite(le, 1, sizeof le, stdout);
}

static void put_rows(const uint16_t *rows, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        putchar(rows[i] & 255);
        putchar(rows[i] >> 8);
    }
}

static void put_state(const tool *t, const onr_phrase *p)
{
    uint32_t width = t->encoder.tower.width;
    for (uint32_t i = 0; i < width; i++)
        putchar(p->state == ONR_NONE ? 0 : t->states[(size_t)p->state * width + i]);
}

static void put_phrase(tool *t, const onr_doc *doc, uint32_t i)
{
    onr_coref_work *w = &t->coref_work;
    const onr_phrase *p = &w->phrases.at[i];
    onr_pair pairs[ONR_COREF_CANDIDATES];
    uint16_t rows[ONR_PHRASE_FEATURES], both[ONR_PAIR_FEATURES];
    uint32_t count = onr_candidates_find(pairs, &w->memory, &w->phrases, i);
    onr_phrase_features(rows, doc, p, onr_memory_add(&w->memory, &w->phrases, i));
    put(onr_doc_codepoint(doc, doc->tokens[p->first_token].start_byte));
    put(onr_doc_codepoint(doc, onr_token_end(&doc->tokens[p->end_token - 1])));
    put(onr_doc_codepoint(doc, doc->tokens[p->head_token].start_byte));
    put(p->kind + (p->group ? 8 : 0));
    put(p->state != ONR_NONE);
    put(count);
    put_state(t, p);
    put_rows(rows, ONR_PHRASE_FEATURES);
    for (uint32_t c = 0; c < count; c++) {
        onr_pair_features(both, &pairs[c]);
        put(pairs[c].candidate);
        put_rows(both, ONR_PAIR_FEATURES);
    }
}

static bool dump(tool *t, const onr_doc *doc)
{
    uint32_t count = t->coref_work.phrases.count;
    if (!onr_memory_begin(&t->coref_work.memory, count)) return false;
    onr_phrases_sort(&t->coref_work.phrases);
    put(count);
    for (uint32_t i = 0; i < count; i++) put_phrase(t, doc, i);
    return true;
}

static bool dump_file(tool *t, const char *path)
{
    char *bytes = NULL;
    size_t len = 0;
    onr_error err = {.message = ""};
    onr_doc *doc = onr_doc_new(NULL);
    bool ok = doc != NULL && slurp(path, &bytes, &len) && annotate(t, doc, bytes, len, &err) &&
              dump(t, doc);
    if (!ok) fprintf(stderr, "coref: %s: %s%s\n", path, strerror(errno), err.message);
    onr_doc_free(doc);
    free(bytes);
    return ok;
}

int main(int argc, char **argv)
{
    static tool t;
    onr_model *model;
    onr_error err;
    int at = 1;
    t.trees = !(argc > 1 && strcmp(argv[1], "--names") == 0);
    if (!t.trees) at++;
    if (at >= argc || onr_model_open(&model, argv[at++], NULL, &err) != ONR_OK ||
        !load(&t, model, &err) || !make_room(&t, &err)) {
        fprintf(stderr, "usage: coref [--names] MODEL FILE...\n");
        return 2;
    }
    put(t.encoder.tower.width);
    bool ok = true;
    for (; ok && at < argc; at++) ok = dump_file(&t, argv[at]);
    release(&t);
    onr_model_close(model);
    return ok && fflush(stdout) == 0 ? 0 : 1;
}
