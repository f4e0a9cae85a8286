/*
 * warn.h - what in a text should make a reader careful.
 *
 * Reads: tokens, paragraphs, language, blocks, warnings. Adds warnings, and puts all of
 * the document's into text order:
 *   "repeated-word"        "the the"
 *   "repeated-phrase"      "disappointment and disappointment", "in the in the"
 *   "unbalanced-bracket"   no partner in its paragraph nor in the next ones
 *   "spacing"              white space within a word: "co -ordinates", "don ' t"
 *   "mojibake"             UTF-8 that was read as Latin-1, characters that were lost
 *   "cut-off"              the text stops in the middle of a sentence
 *   "machine-translated"   many marks of it, so that quoted words may not be verbatim
 * At most ONR_MAX_WARNINGS of each kind. Rules on words are for English and left out where the
 * language is known to be another one; they rather miss something than cry wolf: what good writers
 * do now and then ("had had", "over and over") is left alone.
 */
#ifndef ONR_WARN_WARN_H
#define ONR_WARN_WARN_H

#include "doc/doc.h"

enum { ONR_MAX_WARNINGS = 20 };

/**
 * Run the stage.
 *
 * @param doc  in/out; has its quotes.
 * @return ONR_OK or ONR_ENOMEM.
 *
 * Cost: a few passes over the tokens, 20 to 40 ns a token.
 */
onr_status onr_warn_run(onr_doc *doc, onr_error *err);

#endif
