/*
 * render.h - chosen nodes of a page as text with blocks.
 */
#ifndef ONR_ARTICLE_RENDER_H
#define ONR_ARTICLE_RENDER_H

#include "article/tree.h"

/* Verdicts on nodes; each holds for the whole subtree. */
typedef enum onr_verdict {
    ONR_KEEP = 0,
    ONR_LEAVE_OUT = 1
} onr_verdict;

typedef struct onr_rendered_block {
    onr_article_block block;
    uint32_t node;          /* innermost block element around it */
    uint32_t visible_bytes; /* without white space */
    uint32_t link_bytes;    /* of these, in links */
    uint32_t strong_bytes;  /* of these, in <b>, <strong> and their like */
} onr_rendered_block;

typedef struct onr_rendered {
    char *text;
    uint32_t text_len, text_capacity;
    onr_rendered_block *blocks;
    uint32_t block_count, block_capacity;
    const onr_alloc *alloc; /* of both */
} onr_rendered;

/**
 * Append the text of a subtree.
 *
 * Block elements, two <br> in a row and the borders of the subtree part blocks; rows of tables that
 * hold no paragraphs are one block each. White space is collapsed to single spaces, outside <pre>;
 * one <br> is a line break. Controls, soft hyphens and zero-width spaces are dropped; the C1
 * controls that are meant as windows-1252 become what is meant.
 *
 * @param out       in/out; set `alloc` and nothing else for the first.
 * @param verdicts  [tree->node_count] onr_verdict; NULL keeps everything.
 * @return false when memory is short.
 */
bool onr_render(onr_rendered *out, const onr_tree *tree, uint32_t node, const uint8_t *verdicts);

void onr_rendered_deinit(onr_rendered *rendered);

/** The text of a subtree in one line, in the arena; {"", 0} when there is none. */
bool onr_render_line(onr_slice *out, onr_arena *arena, const onr_tree *tree, uint32_t node);

/** White space of a string collapsed and its ends trimmed, as in texts; in the arena. */
bool onr_render_clean(onr_slice *out, onr_arena *arena, onr_slice text);

#endif
