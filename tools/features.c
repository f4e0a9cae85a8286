/*
 * features.c - prints what the network sees of plain-text files, for the trainer.
 *
 *     features FILE... > dump
 *
 * For each file, little-endian 32-bit words: token count n, window count w, then w window ends,
 * then for each token start_byte (as a code point), end, sentence, paragraph, and the eight feature
 * slots. Uses the library's own stages, so that training and use cannot drift.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "encode/features.h"
#include "ingest/text.h"
#include "quote/quote.h"
#include "token/token.h"

enum { COLUMNS = 4 + ONR_FEATURE_COUNT };

static bool slurp(const char *path, char **bytes, size_t *len)
{
    FILE *f = fopen(path, "rb");
    if (f == NULL) return false;
    size_t capacity = 1 << 16;
    *bytes = malloc(capacity);
    *len = 0;
    size_t got;
    while (*bytes != NULL && (got = fread(*bytes + *len, 1, capacity - *len, f)) > 0) {
        *len += got;
        if (*len == capacity) *bytes = realloc(*bytes, capacity *= 2);
    }
    bool ok = *bytes != NULL && !ferror(f);
    fclose(f);
    return ok;
}

static bool annotate(onr_doc *doc, const char *bytes, size_t len, onr_error *err)
{
    onr_input in = {.text = {bytes, len}};
    return onr_ingest_text(doc, &in, err) == ONR_OK && onr_token_run(doc, err) == ONR_OK &&
           onr_quote_run(doc, err) == ONR_OK;
}

static void put(uint32_t word)
{
    unsigned char le[4] = {word & 255, word >> 8 & 255, word >> 16 & 255, word >> 24};
    fwrite(le, 1, sizeof le, stdout);
}

static void put_rows(const onr_doc *doc, const onr_features *features)
{
    uint32_t sentence = 0, paragraph = 0;
    for (uint32_t i = 0; i < doc->token_count; i++) {
        while (doc->sentences[sentence].end_token <= i) sentence++;
        while (doc->paragraphs[paragraph].end_token <= i) paragraph++;
        put(onr_doc_codepoint(doc, doc->tokens[i].start_byte));
        put(onr_doc_codepoint(doc, onr_token_end(&doc->tokens[i])));
        put(sentence);
        put(paragraph);
        for (uint32_t s = 0; s < ONR_FEATURE_COUNT; s++) put(features[i].slot[s]);
    }
}

static bool dump(const onr_doc *doc)
{
    onr_features *features = calloc((size_t)doc->token_count + 1, sizeof *features);
    uint32_t *ends = calloc((size_t)doc->token_count + 1, sizeof *ends);
    bool ok = features != NULL && ends != NULL;
    uint32_t windows = 0;
    onr_window window = {0};
    while (ok && onr_window_next(doc, &window)) {
        onr_features_of_window(doc, window, features + window.first_token);
        ends[windows++] = window.end_token;
    }
    if (ok) {
        put(doc->token_count);
        put(windows);
        for (uint32_t i = 0; i < windows; i++) put(ends[i]);
        put_rows(doc, features);
    }
    free(features);
    free(ends);
    return ok;
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        char *bytes = NULL;
        size_t len = 0;
        onr_error err = {.message = ""};
        onr_doc *doc = onr_doc_new(NULL);
        bool ok = doc != NULL && slurp(argv[i], &bytes, &len) && annotate(doc, bytes, len, &err) &&
                  dump(doc);
        if (!ok) fprintf(stderr, "features: %s: %s%s\n", argv[i], strerror(errno), err.message);
        onr_doc_free(doc);
        free(bytes);
        if (!ok) return 1;
    }
    return fflush(stdout) == 0 ? 0 : 1;
}
