/*
 * language.h - the language of a document, and passages in another one.
 *
 * Reads: tokens, sentences, paragraphs, language (as declared). Adds: language, and warnings:
 *   "not-english"      the text is in another language than the model was trained for; at the
 *                      first sentence
 *   "mixed-languages"  a paragraph is in another language than the rest; ONR_MAX_MIXED at most
 */
#ifndef ONR_LANGUAGE_LANGUAGE_H
#define ONR_LANGUAGE_LANGUAGE_H

#include "doc/doc.h"

enum { ONR_MAX_MIXED = 20 };

/**
 * Run the stage. What the text tells for sure wins over what was declared; a declared "en-GB"
 * stays when the text is English. Without both the language stays absent.
 *
 * @return ONR_OK or ONR_ENOMEM.
 *
 * Cost: looks at the first 240 bytes of each paragraph.
 */
onr_status onr_language_run(onr_doc *doc, onr_error *err);

#endif
