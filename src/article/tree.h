/*
 * tree.h - a page as an array of nodes in document order.
 *
 * Node 0 is the root. The descendants of node i are the nodes (i, nodes[i].end_node), so a subtree
 * is a range, and anything that adds up over subtrees is a running sum. Elements and texts only;
 * comments, scripts and other things that are never read are not there. Texts are not empty, have
 * their entities resolved and their white space as it was.
 *
 * Everything lives in the arena of the call.
 */
#ifndef ONR_ARTICLE_TREE_H
#define ONR_ARTICLE_TREE_H

#include "article/reduce.h"

typedef struct onr_node {
    uint16_t tag;          /* onr_tag */
    uint16_t attr_count;
    uint32_t first_attr;
    uint32_t parent_node;  /* 0 for the root itself */
    uint32_t end_node;
    uint32_t start_byte;   /* of the text in it, in onr_tree.text */
    uint32_t end_byte;
    uint32_t signs;        /* onr_sign bits: what class, id, itemprop, rel and role say */
} onr_node;

typedef struct onr_tree {
    onr_node *nodes; /* [node_count] */
    uint32_t node_count, node_capacity;
    onr_attr *attrs; /* [attr_count] entities resolved */
    uint32_t attr_count, attr_capacity;
    char *text; /* of all text nodes, one behind the other */
    uint32_t text_len, text_capacity;
    bool cut; /* max_nodes was reached */

    const onr_alloc *alloc; /* of the arrays */
    onr_arena values;       /* of attributes */
} onr_tree;

/**
 * Build the tree of a page.
 *
 * @param tree   overwritten; released with onr_tree_deinit(), after failures too.
 * @param alloc  borrowed, must outlive the tree; may be NULL.
 * @param page   as onr_reduce() leaves it; the tree has slices of it.
 * @return false when memory is short.
 */
bool onr_tree_init(onr_tree *tree, const onr_alloc *alloc, const onr_reduced *page,
                   const onr_article_options *options);

void onr_tree_deinit(onr_tree *tree);

/** The value of an attribute, or {NULL, 0}. */
onr_slice onr_node_attr(const onr_tree *tree, uint32_t node, onr_key key);

/** The text of a text node; of an element that of all texts in it, white space as it was. */
static inline onr_slice onr_node_text(const onr_tree *tree, uint32_t node)
{
    const onr_node *n = &tree->nodes[node];
    if (n->end_byte == n->start_byte) return (onr_slice){"", 0}; /* there may be no text at all */
    return (onr_slice){tree->text + n->start_byte, n->end_byte - n->start_byte};
}

#endif
