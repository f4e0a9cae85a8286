/*
 * small_model.h - a whole model with random weights, the smallest that the stages take.
 *
 * It finds nonsense, but every part of the network has work to do: about one word in eight begins
 * a cue, sources and contents come and go. Its words are those of small_forms.
 */
#ifndef ONR_TESTS_SMALL_MODEL_H
#define ONR_TESTS_SMALL_MODEL_H

#include <stdio.h>

#include "attrib/confidence.h"
#include "attrib/span.h"
#include "base/hash.h"
#include "coref/coref.h"
#include "encode/features.h"
#include "model_writer.h"
#include "parse/parse.h"
#include "random.h"

enum { SMALL_WIDTH = 32, SMALL_TOWER_WIDTH = 64, SMALL_SPAN_WIDTH = 64, SMALL_SLOTS = 16 };

static const char *const small_forms[] = {"the", "said", "told", "denied", "\"", "."};
enum { SMALL_FORM_ROWS = 1 + sizeof small_forms / sizeof *small_forms };

static inline uint32_t small_fingerprint(const char *word)
{
    return (uint32_t)onr_hash_mix(onr_hash_bytes(ONR_HASH_START, word, strlen(word)));
}

/** Put a word into an open-addressing table of `slots` pairs, a power of two. */
static inline void small_put_word(uint32_t *table, uint32_t slots, const char *word, uint32_t value)
{
    uint32_t key = small_fingerprint(word), at = key & (slots - 1);
    while (table[2 * at + 1] != 0) at = (at + 1) & (slots - 1);
    table[2 * at] = key;
    table[2 * at + 1] = value;
}

/** Weights of [inputs][columns] in the packing of kernel.h with the sums that belong to them. */
static inline void small_add_matrix(model_writer *w, const char *name, uint32_t inputs,
                                    uint32_t columns, float gain, uint64_t *seed)
{
    char full[80];
    snprintf(full, sizeof full, "%s.weights", name);
    int8_t *weights = model_add(w, full, ONR_SECTION_I8, columns, inputs, NULL)->data;
    snprintf(full, sizeof full, "%s.offsets", name);
    int32_t *offsets = model_add(w, full, ONR_SECTION_I32, columns, 1, NULL)->data;
    for (size_t i = 0; i < (size_t)inputs * columns; i++) {
        size_t block = i / ((size_t)inputs * ONR_COLUMNS), column = i / 4 % ONR_COLUMNS;
        weights[i] = (int8_t)(random_below(seed, 255) - 127);
        offsets[block * ONR_COLUMNS + column] += 128 * weights[i];
    }
    snprintf(full, sizeof full, "%s.scales", name);
    float *scales = model_add(w, full, ONR_SECTION_F32, columns, 1, NULL)->data;
    snprintf(full, sizeof full, "%s.biases", name);
    float *biases = model_add(w, full, ONR_SECTION_F32, columns, 1, NULL)->data;
    for (uint32_t i = 0; i < columns; i++) {
        scales[i] = gain / (24.0f * 73.0f * (float)inputs);
        biases[i] = random_float(seed, 0.1f);
    }
}

static inline void small_add_stack(model_writer *w, const char *name, uint32_t width,
                                   const uint32_t *dilations, uint32_t count, uint64_t *seed)
{
    char full[64];
    snprintf(full, sizeof full, "%s.width", name);
    model_add(w, full, ONR_SECTION_I32, 1, 1, &width);
    snprintf(full, sizeof full, "%s.dilations", name);
    model_add(w, full, ONR_SECTION_I32, count, 1, dilations);
    for (uint32_t i = 0; i < count; i++) {
        snprintf(full, sizeof full, "%s.%u", name, i);
        small_add_matrix(w, full, 3 * width, 2 * width, 8.0f, seed);
    }
}

static inline void small_add_floats(model_writer *w, const char *name, uint32_t rows,
                                    uint32_t columns, float size, uint64_t *seed)
{
    float *data = model_add(w, name, ONR_SECTION_F32, rows, columns, NULL)->data;
    for (uint32_t i = 0; i < rows * columns; i++) data[i] = random_float(seed, size);
}

static inline void small_add_tables(model_writer *w, uint64_t *seed)
{
    model_add(w, "table.scale", ONR_SECTION_F32, 1, 1, &(float){1.0f / 32768});
    model_add(w, "features.version", ONR_SECTION_I32, 1, 1, &(uint32_t){ONR_FEATURE_VERSION});
    uint32_t *slots = model_add(w, "vocabulary", ONR_SECTION_I32, SMALL_SLOTS, 2, NULL)->data;
    for (uint32_t i = 0; i + 1 < SMALL_FORM_ROWS; i++)
        small_put_word(slots, SMALL_SLOTS, small_forms[i], i + 1);
    for (uint32_t i = 0; i < ONR_FEATURE_COUNT; i++) {
        char name[64];
        snprintf(name, sizeof name, "table.%u", i);
        uint32_t rows = i == ONR_FEATURE_FORM ? (uint32_t)SMALL_FORM_ROWS : onr_feature_rows(i);
        model_section *s = model_add(w, name, ONR_SECTION_I16, rows, SMALL_TOWER_WIDTH, NULL);
        random_fill(seed, s->data, s->size);
    }
}

static inline void small_add_acts(model_writer *w)
{
    static const char lemmas[] = "tell\0say"; /* its last NUL included */
    uint32_t *verbs = model_add(w, "acts.verbs", ONR_SECTION_I32, SMALL_SLOTS, 2, NULL)->data;
    small_put_word(verbs, SMALL_SLOTS, "say", 1 + ONR_ACT_SPEECH);
    small_put_word(verbs, SMALL_SLOTS, "tell", 1 + ONR_ACT_SPEECH);
    small_put_word(verbs, SMALL_SLOTS, "write", 1 + ONR_ACT_WRITING);
    small_put_word(verbs, SMALL_SLOTS, "tweet", 1 + ONR_ACT_WRITING);
    small_put_word(verbs, SMALL_SLOTS, "deny", 1 + ONR_ACT_SPEECH);
    small_put_word(verbs, SMALL_SLOTS, "believe", 1 + ONR_ACT_THOUGHT);
    small_put_word(verbs, SMALL_SLOTS, "plan", 1 + ONR_ACT_INTENT);
    uint32_t *forms = model_add(w, "acts.forms", ONR_SECTION_I32, SMALL_SLOTS, 2, NULL)->data;
    small_put_word(forms, SMALL_SLOTS, "told", 1);
    small_put_word(forms, SMALL_SLOTS, "said", 6);
    model_add(w, "acts.lemmas", ONR_SECTION_BYTES, sizeof lemmas, 1, lemmas);
}

/** Labels of a head, NUL after NUL; the last one is that of the literal. */
#define small_add_labels(w, name, labels) \
    model_add(w, name, ONR_SECTION_BYTES, sizeof(labels), 1, labels)

static inline void small_add_syntax(model_writer *w, uint64_t *seed)
{
    const uint32_t wide = SMALL_TOWER_WIDTH, rank = ONR_PARSE_RANK;
    small_add_stack(w, "tower", wide, (const uint32_t[]){1, 2}, 2, seed);
    small_add_matrix(w, "tag", wide, ONR_COLUMNS, 8.0f, seed);
    small_add_labels(w, "tag.upos", "NOUN\0PUNCT\0VERB");
    small_add_labels(w, "tag.xpos", ".\0NN\0VBD\0VBZ");
    small_add_labels(w, "tag.feats",
                     "NOUN|Number=Plur\0NOUN|Number=Sing\0PUNCT|_\0VERB|VerbForm=Inf");
    small_add_matrix(w, "names", wide, ONR_COLUMNS, 8.0f, seed);
    small_add_labels(w, "names.labels", "O\0B-PERSON\0I-PERSON\0B-ORG\0I-ORG");
    small_add_matrix(w, "parse", wide, 7 * rank, 8.0f, seed);
    small_add_matrix(w, "parse.rel", rank, ONR_COLUMNS, 8.0f, seed);
    small_add_labels(w, "parse.rels", "nsubj\0punct\0root\0obj");
    small_add_floats(w, "parse.rel_root", 1, 2 * rank, 1.0f, seed);
    model_add(w, "lemma.slots", ONR_SECTION_I32, 2, 2, NULL); /* every word is its own lemma */
    model_add(w, "lemma.rules", ONR_SECTION_I32, 1, 3, NULL);
    model_add(w, "lemma.text", ONR_SECTION_BYTES, 1, 1, "");
}

static inline void small_add_coref(model_writer *w, uint64_t *seed)
{
    const uint32_t version = ONR_COREF_VERSION, hidden = ONR_COREF_HIDDEN;
    model_add(w, "coref.version", ONR_SECTION_I32, 1, 1, &version);
    small_add_matrix(w, "coref", SMALL_TOWER_WIDTH, ONR_COREF_COLUMNS, 8.0f, seed);
    small_add_floats(w, "coref.phrase", ONR_PHRASE_ROWS, 3 * hidden, 0.5f, seed);
    small_add_floats(w, "coref.pair", ONR_PAIR_ROWS, hidden, 0.5f, seed);
    small_add_floats(w, "coref.out", 3, hidden, 1.0f, seed);
}

/** All sections; free with model_writer_free(). */
static inline model_writer small_model(uint64_t seed)
{
    static const uint8_t steps[SMALL_FORM_ROWS] = {0, 0, 7, 7, 7, 0, 0};
    model_writer w = {0};
    model_add(&w, "cue.steps", ONR_SECTION_BYTES, SMALL_FORM_ROWS, 1, steps);
    model_add(&w, "cue.biases", ONR_SECTION_F32, 2, 1, (const float[]){2.0f, 2.0f});
    small_add_stack(&w, "encoder", SMALL_WIDTH, (const uint32_t[]){1, 4}, 2, &seed);
    small_add_syntax(&w, &seed);
    small_add_matrix(&w, "tagger", SMALL_WIDTH, ONR_COLUMNS + SMALL_SPAN_WIDTH, 8.0f, &seed);
    small_add_stack(&w, "span", SMALL_SPAN_WIDTH, (const uint32_t[]){2}, 1, &seed);
    small_add_matrix(&w, "span.head", 2 * SMALL_WIDTH, SMALL_SPAN_WIDTH, 8.0f, &seed);
    small_add_matrix(&w, "span.out", SMALL_SPAN_WIDTH, ONR_COLUMNS, 8.0f, &seed);
    small_add_floats(&w, "span.distances", ONR_DISTANCE_ROWS, SMALL_SPAN_WIDTH, 1.0f, &seed);
    small_add_floats(&w, "span.flags", ONR_FLAG_ROWS, SMALL_SPAN_WIDTH, 1.0f, &seed);
    small_add_floats(&w, "span.transitions", ONR_SPAN_LABELS, ONR_SPAN_LABELS, 0.5f, &seed);
    small_add_acts(&w);
    small_add_coref(&w, &seed);
    model_add(&w, "confidence.weights", ONR_SECTION_F32, ONR_EVIDENCE_COUNT, 1,
              (const float[]){0, 1, 0, 0, 0, 0});
    model_add(&w, "confidence.floor", ONR_SECTION_F32, 1, 1, (const float[]){0.0f});
    model_add(&w, "confidence.curve", ONR_SECTION_F32, 2, 2, (const float[]){0, 0.3f, 8, 0.95f});
    small_add_tables(&w, &seed); /* at the end, nine tenths of the file */
    return w;
}

#endif
