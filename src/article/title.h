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

/** How many of the words of `a` are in `b`, in hundredths; letters alone count, not case. */
uint32_t onr_title_overlap(onr_slice a, onr_slice b);

#endif
