#include "article/body.h"

#include <string.h>

#include "article/render.h"

bool onr_body_find(onr_article *out, onr_arena *arena, onr_arena *work, const onr_tree *tree,
                   const onr_meta *meta)
{
    onr_rendered r = {.alloc = work->alloc};
    bool done = true;
    (void)meta;
    for (uint32_t i = 0; done && i < tree->node_count; i++) {
        if (tree->nodes[i].tag == ONR_TAG_P) done = onr_render(&r, tree, i, NULL);
    }
    onr_article_block *blocks = onr_arena_array(arena, r.block_count, sizeof *blocks);
    done = done && blocks != NULL;
    if (done && r.block_count > 0) {
        memcpy(blocks, r.blocks, r.block_count * sizeof *blocks);
        done = onr_arena_copy(arena, &out->text, (onr_slice){r.text, r.text_len});
        out->blocks = blocks;
        out->block_count = r.block_count;
    }
    onr_rendered_deinit(&r);
    return done;
}
