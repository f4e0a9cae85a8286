/*
 * tree.h - the best tree over a sentence, given a score for every head of every word.
 *
 * Most sentences are done when each word has taken its best head. Where that makes a circle, it is
 * drawn together and left again at the least cost (Chu and Liu 1965, Edmonds 1967), which gives
 * the best tree there is. The root is chosen first, as the word that wins most by being the root;
 * no other word may be one. That is exact but for the rare sentence where two words compete.
 */
#ifndef ONR_PARSE_TREE_H
#define ONR_PARSE_TREE_H

#include "base/arena.h"

typedef struct onr_tree_work {
    uint32_t capacity;
    uint16_t *head;    /* [capacity] the best head of each active node, then the tree */
    uint8_t *active;   /* [capacity] false once drawn into another node */
    uint16_t *mark;    /* [capacity] of the search for circles */
    uint16_t *enter;   /* [capacity][capacity] for each circle, where an arc from a node goes in */
    uint16_t *leave;   /* [capacity][capacity] and where an arc to a node comes out */
    uint16_t *members; /* [2 * capacity] nodes of the circles, one circle behind another */
    uint16_t *inner;   /* [2 * capacity] their heads inside it */
    uint16_t *ends;    /* [capacity] where the members of each circle end */
} onr_tree_work;

/** Memory for sentences of up to `capacity` words, at most 65,534. False when short. */
bool onr_tree_work_init(onr_tree_work *work, onr_arena *arena, uint32_t capacity);

/**
 * @param n       words, 1 to capacity.
 * @param scores  [n][stride]: of each word as the head, n of them, then of being the root;
 *                overwritten. A NaN counts as very low.
 * @param stride  at least n + 1.
 * @param heads   [n] the head of each word, ONR_NONE for the one root.
 *
 * Cost: O(n^2), and as much again for every circle.
 */
void onr_tree_decode(onr_tree_work *work, uint32_t n, float *scores, uint32_t stride,
                     uint32_t *heads);

#endif
