/*
 * fragment.h - a piece of HTML, all of it, as text: what a feed holds instead of a page.
 */
#ifndef ONR_ARTICLE_FRAGMENT_H
#define ONR_ARTICLE_FRAGMENT_H

#include "article/article.h"

/**
 * Write out everything that is text; nothing is chosen and no metadata is looked for.
 *
 * Parameters, memory and failures are those of onr_article_read(); text, blocks, charset and the
 * two flags of `out` are set.
 */
onr_status onr_article_fragment(onr_article *out, onr_arena *arena, const onr_article_page *page,
                                const onr_article_options *options, onr_error *err);

#endif
