/*
 * title.h - what an article is called.
 */
#ifndef ONR_ARTICLE_TITLE_H
#define ONR_ARTICLE_TITLE_H

#include "article/meta.h"

/**
 * Choose the title.
 *
 * The heading that the page shows is best: what <head> says is often made for search engines, with
 * the name of the site behind it. A heading counts as the title's when most of its words are in one
 * of the titles of <head>. Without such a heading it is the title of <head> without names.
 *
 * Sets `title` and `title_node`. False when memory is short.
 */
bool onr_title_choose(onr_meta *meta, onr_arena *work, const onr_tree *tree);

enum { ONR_MAX_TITLE_WORDS = 64 };

/** The words of a line, of which letters alone count, not case; more are left out. */
typedef struct onr_title_words {
    uint64_t hashes[ONR_MAX_TITLE_WORDS];
    uint32_t count;
} onr_title_words;

void onr_title_words_of(onr_title_words *out, onr_slice text);

/** How many of the words of `a` are in `b`, in hundredths. */
uint32_t onr_title_shared(const onr_title_words *a, const onr_title_words *b);

/** onr_title_shared() of two lines. */
uint32_t onr_title_overlap(onr_slice a, onr_slice b);

#endif
