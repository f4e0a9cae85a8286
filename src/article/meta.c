#include "article/meta.h"

#include "article/render.h"

bool onr_meta_find(onr_meta *out, onr_arena *work, const onr_tree *tree,
                   const onr_reduced *reduced, const onr_article_page *page)
{
    *out = (onr_meta){.title = {NULL, 0}};
    (void)reduced;
    (void)page;
    for (uint32_t i = 0; i < tree->node_count; i++) {
        if (tree->nodes[i].tag == ONR_TAG_TITLE) return onr_render_line(&out->title, work, tree, i);
    }
    return true;
}

bool onr_meta_finish(onr_article *out, onr_arena *arena, const onr_tree *tree,
                     const onr_meta *meta, const onr_article_page *page)
{
    (void)tree;
    out->url = page->url;
    return onr_arena_copy(arena, &out->title, meta->title);
}
