/*
 * meta.h - what a page says of itself: title, people, dates, names.
 */
#ifndef ONR_ARTICLE_META_H
#define ONR_ARTICLE_META_H

#include "article/reduce.h"
#include "article/tree.h"

enum { ONR_MAX_BYLINES = 16 };

/* What stands in <head>, JSON-LD and microdata; everything in the arena of the call. */
typedef struct onr_meta {
    onr_slice title; /* headline, without the name of the site */
    onr_slice body;  /* articleBody of JSON-LD: plain text with line breaks */
} onr_meta;

/** Read what is known before the body is found. False when memory is short. */
bool onr_meta_find(onr_meta *out, onr_arena *work, const onr_tree *tree,
                   const onr_reduced *reduced, const onr_article_page *page);

/** Fill in the fields of the article that are no text. False when memory is short. */
bool onr_meta_finish(onr_article *out, onr_arena *arena, const onr_tree *tree,
                     const onr_meta *meta, const onr_article_page *page);

#endif
