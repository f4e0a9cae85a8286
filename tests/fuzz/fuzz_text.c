/*
 * fuzz_text.c - any bytes as a plain text, through every stage that needs no model.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "doc/doc.h"
#include "ingest/text.h"
#include "quote/quote.h"
#include "token/token.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void expect(bool holds, const char *what)
{
    if (holds) return;
    fprintf(stderr, "fuzz_text: %s\n", what);
    abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    onr_error err;
    onr_input in = {.text = {(const char *)bytes, size}};
    in.title = in.text;
    onr_doc *doc = onr_doc_new(NULL);
    if (doc == NULL) return 0;
    expect(onr_ingest_text(doc, &in, &err) == ONR_OK, "the text was not taken");
    expect(onr_doc_text(doc).len >= size, "the text has shrunk");
    expect(onr_token_run(doc, &err) == ONR_OK, "the token stage failed");
    expect(onr_quote_run(doc, &err) == ONR_OK, "the quote stage failed");
    const char *broken = onr_doc_check(doc);
    expect(broken == NULL, broken);
    onr_doc_free(doc);
    return 0;
}
