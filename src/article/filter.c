#include "article/filter.h"

#include <string.h>

/* Blocks with a verdict each. */
typedef struct blocks {
    const onr_tree *tree;
    const onr_rendered *from;
    uint8_t *verdicts; /* [from->block_count] */
} blocks;

static onr_slice text_of(const blocks *b, uint32_t i)
{
    onr_span span = b->from->blocks[i].block.span;
    return (onr_slice){b->from->text + span.start_byte, span.end_byte - span.start_byte};
}

static bool is_mostly_links(const onr_rendered_block *block)
{
    return block->link_bytes * 10 > block->visible_bytes * 7;
}

static void judge_links(blocks *b)
{
    for (uint32_t i = 0; i < b->from->block_count; i++) {
        if (is_mostly_links(&b->from->blocks[i])) b->verdicts[i] = ONR_LEAVE_OUT;
    }
}

/* A heading needs something below it. */
static void judge_headings(blocks *b)
{
    bool followed = false;
    for (uint32_t i = b->from->block_count; i-- > 0;) {
        if (b->verdicts[i] != ONR_KEEP) continue;
        bool heading = b->from->blocks[i].block.kind == ONR_ARTICLE_HEADING;
        if (heading && !followed)
            b->verdicts[i] = ONR_LEAVE_OUT;
        else if (!heading)
            followed = true;
    }
}

static bool write_kept(const blocks *b, onr_article *out, onr_arena *arena)
{
    uint32_t count = b->from->block_count, kept = 0, len = 0;
    onr_article_block *list = onr_arena_array(arena, count, sizeof *list);
    char *text = onr_arena_take(arena, b->from->text_len);
    if (list == NULL || text == NULL) return false;
    for (uint32_t i = 0; i < count; i++) {
        if (b->verdicts[i] != ONR_KEEP) continue;
        onr_slice from = text_of(b, i);
        if (kept > 0) {
            memcpy(text + len, "\n\n", 2);
            len += 2;
        }
        memcpy(text + len, from.ptr, from.len);
        list[kept++] = (onr_article_block){{len, len + (uint32_t)from.len},
                                           b->from->blocks[i].block.kind};
        len += (uint32_t)from.len;
    }
    out->text = (onr_slice){text, len};
    out->blocks = list;
    out->block_count = kept;
    return true;
}

bool onr_filter(onr_article *out, onr_arena *arena, onr_arena *work, const onr_tree *tree,
                const onr_rendered *rendered, const onr_meta *meta)
{
    blocks b = {.tree = tree, .from = rendered};
    (void)meta;
    b.verdicts = onr_arena_array(work, rendered->block_count, sizeof *b.verdicts);
    if (b.verdicts == NULL) return false;
    judge_links(&b);
    judge_headings(&b);
    return write_kept(&b, out, arena);
}
