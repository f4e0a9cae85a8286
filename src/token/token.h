/*
 * token.h - cuts a text into tokens, sentences and paragraphs.
 *
 * Reads: text. Adds: tokens, sentences, paragraphs. Rules only, no model; UD English conventions
 * (https://universaldependencies.org/en/). No character is lost: what is in no token is white
 * space or an ignorable control.
 */
#ifndef ONR_TOKEN_TOKEN_H
#define ONR_TOKEN_TOKEN_H

#include "doc/doc.h"

/**
 * Run the stage.
 *
 * @param doc  in/out; has its text.
 * @return ONR_OK or ONR_ENOMEM.
 *
 * Cost: linear in the text, one pass for tokens and one for sentences.
 */
onr_status onr_token_run(onr_doc *doc, onr_error *err);

#endif
