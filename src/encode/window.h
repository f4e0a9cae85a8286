/*
 * window.h - the stretch of a document that the network reads at once.
 *
 * Windows are runs of whole paragraphs up to ONR_WINDOW_TOKENS tokens, so that working memory does
 * not grow with the document; most news reports are one window. A paragraph longer than that is
 * cut between sentences, a sentence longer than that between tokens.
 */
#ifndef ONR_ENCODE_WINDOW_H
#define ONR_ENCODE_WINDOW_H

#include "doc/doc.h"

enum { ONR_WINDOW_TOKENS = 2048 };

typedef struct onr_window {
    uint32_t first_token, end_token;
    uint32_t first_sentence, end_sentence;   /* those that hold its tokens */
    uint32_t first_paragraph, end_paragraph;
} onr_window;

/**
 * The window that follows `previous`, or the first one when that is all zeros.
 *
 * @return false when there are no more tokens.
 */
bool onr_window_next(const onr_doc *doc, onr_window *previous);

#endif
