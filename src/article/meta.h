/*
 * meta.h - what a page says of itself: title, people, dates, names.
 */
#ifndef ONR_ARTICLE_META_H
#define ONR_ARTICLE_META_H

#include "article/jsonld.h"
#include "article/reduce.h"
#include "article/tree.h"

/* What a page may say in <meta>, and a few other places in <head>. */
typedef enum onr_field {
    ONR_FIELD_TITLE,
    ONR_FIELD_AUTHOR,
    ONR_FIELD_PUBLISHED,
    ONR_FIELD_MODIFIED,
    ONR_FIELD_SITE,
    ONR_FIELD_SECTION,
    ONR_FIELD_LANGUAGE,
    ONR_FIELD_URL,
    ONR_FIELD_COUNT
} onr_field;

typedef struct onr_meta {
    onr_slice fields[ONR_FIELD_COUNT]; /* of the tag that is trusted most for each */
    uint32_t ranks[ONR_FIELD_COUNT];   /* how much it is trusted, 0 most */
    onr_slice page_title;              /* of <title> */
    onr_jsonld jsonld;
    onr_slice title;     /* what the article is called */
    uint32_t title_node; /* the heading that shows it, or ONR_NONE */
} onr_meta;

/** Read what is known before the body is found; slices live in `work` or the tree. False when
 *  memory is short. */
bool onr_meta_find(onr_meta *out, onr_arena *work, const onr_tree *tree,
                   const onr_reduced *reduced, const onr_article_page *page);

/** Fill in the fields of the article that are no text; what the page shows counts where it does not
 *  say. False when memory is short. */
bool onr_meta_finish(onr_article *out, onr_arena *arena, onr_arena *work, const onr_tree *tree,
                     const onr_meta *meta, const onr_article_page *page);

#endif
