/*
 * body.h - which nodes of a page are the article.
 */
#ifndef ONR_ARTICLE_BODY_H
#define ONR_ARTICLE_BODY_H

#include "article/meta.h"

/**
 * Find the body and write text and blocks.
 *
 * @param arena  for text and blocks.
 * @param work   for working memory.
 * @param meta   what the page says of itself: the headline, which is left out of the text, and a
 *               body for the case that none is found.
 * @return false when memory is short.
 */
bool onr_body_find(onr_article *out, onr_arena *arena, onr_arena *work, const onr_tree *tree,
                   const onr_meta *meta);

#endif
