/*
 * quote.h - pairs quotation marks.
 *
 * Reads: tokens, paragraphs. Adds: quotes, and for each token what they say of it (`quoted`).
 * Knows curly, straight, low-high, single marks and guillemets, nested ones, quotations over
 * several paragraphs, and apostrophes; README.md tells the rules.
 *
 * Never fails on a mark without a partner: a double opening mark makes a quotation to the end of
 * its paragraph, or to the next opening mark, with `closed` false; a closing one is left out. Both
 * are told in a warning "unbalanced-quote", at most ONR_QUOTE_MAX_WARNINGS of them. A single mark
 * without a partner is an apostrophe.
 */
#ifndef ONR_QUOTE_QUOTE_H
#define ONR_QUOTE_QUOTE_H

#include "doc/doc.h"

/** So that a text full of stray marks does not become a list of warnings. */
#define ONR_QUOTE_MAX_WARNINGS 100

/**
 * Run the stage.
 *
 * @param doc  in/out; has tokens and paragraphs. Quotes come in order of their first token, a
 *             parent before its children. `quoted` stays NULL when there are no tokens.
 * @return ONR_OK or ONR_ENOMEM; then the document has no quotes.
 *
 * Cost: linear in the tokens, whatever the marks; nesting is bounded. Working memory is constant.
 */
onr_status onr_quote_run(onr_doc *doc, onr_error *err);

#endif
