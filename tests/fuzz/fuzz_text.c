/*
 * fuzz_text.c - any bytes as a plain text, through every stage that needs no model.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <onrecord/record.h>

#include "block/block.h"
#include "doc/doc.h"
#include "ingest/text.h"
#include "language/language.h"
#include "quote/quote.h"
#include "token/token.h"
#include "warn/warn.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void expect(bool holds, const char *what)
{
    if (holds) return;
    fprintf(stderr, "fuzz_text: %s\n", what);
    abort();
}

/* Blocks as a careless reader may give them, made of the bytes themselves. */
static uint32_t make_blocks(onr_block *blocks, uint32_t max, const uint8_t *bytes, size_t size)
{
    uint32_t count = size < 8 ? 0 : bytes[0] % (max + 1), at = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t start = at + bytes[(i * 3 + 1) % size] % 16;
        at = start + bytes[(i * 3 + 2) % size] % 64;
        blocks[i] = (onr_block){{start, at}, bytes[(i * 3 + 3) % size] % 12};
    }
    return count;
}

/* "1-2" in the first column: a word that is several tokens. */
static bool is_range(const char *line, size_t len)
{
    const char *tab = memchr(line, '\t', len);
    return tab != NULL && memchr(line, '-', (size_t)(tab - line)) != NULL;
}

/* Whatever a token holds, each line of CoNLL-U is a comment, empty, or has ten columns. */
static void check_columns(const onr_doc *doc)
{
    onr_buffer out = {0};
    uint32_t words = 0, columns = 1;
    expect(onr_record_write(&out, doc, NULL, ONR_FORMAT_CONLLU, NULL, NULL) == ONR_OK,
           "the record was not written");
    for (size_t at = 0, line = 0; at < out.len; at++) {
        columns += out.ptr[at] == '\t';
        if (out.ptr[at] != '\n') continue;
        bool word = at > line && out.ptr[line] != '#';
        expect(!word || columns == 10, "a line has not ten columns");
        expect(word || columns == 1, "a comment has columns");
        words += word && !is_range(out.ptr + line, at - line);
        line = at + 1;
        columns = 1;
    }
    expect(words == onr_doc_token_count(doc), "a token has no line of its own");
    onr_buffer_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    onr_error err;
    onr_block blocks[8];
    onr_input in = {.text = {(const char *)bytes, size}};
    in.title = in.text;
    in.bylines = &in.text;
    in.byline_count = 1;
    in.blocks = blocks;
    in.block_count = make_blocks(blocks, 8, bytes, size);
    onr_doc *doc = onr_doc_new(NULL);
    if (doc == NULL) return 0;
    expect(onr_ingest_text(doc, &in, &err) == ONR_OK, "the text was not taken");
    expect(onr_doc_text(doc).len >= size, "the text has shrunk");
    expect(onr_token_run(doc, &err) == ONR_OK, "the token stage failed");
    expect(onr_language_run(doc, &err) == ONR_OK, "the language stage failed");
    expect(onr_block_run(doc, &err) == ONR_OK, "the block stage failed");
    expect(onr_quote_run(doc, &err) == ONR_OK, "the quote stage failed");
    expect(onr_warn_run(doc, &err) == ONR_OK, "the warn stage failed");
    expect(doc->token_count == 0 || doc->block_count > 0, "there are no blocks");
    const char *broken = onr_doc_check(doc);
    expect(broken == NULL, broken);
    check_columns(doc);
    onr_doc_free(doc);
    return 0;
}
