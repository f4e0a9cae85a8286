/*
 * filter.h - which blocks of the part of the page that holds the article are its text.
 */
#ifndef ONR_ARTICLE_FILTER_H
#define ONR_ARTICLE_FILTER_H

#include "article/meta.h"
#include "article/render.h"

/**
 * Leave out what stands between and around the paragraphs of the body, and write the rest.
 *
 * @param out    in/out; text, blocks and block_count are set.
 * @param arena  for these.
 * @return false when memory is short.
 */
bool onr_filter(onr_article *out, onr_arena *arena, onr_arena *work, const onr_tree *tree,
                const onr_rendered *rendered, const onr_meta *meta);

#endif
