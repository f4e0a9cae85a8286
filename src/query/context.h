/*
 * context.h - the sentences around a statement, and what to mark in them.
 */
#ifndef ONR_QUERY_CONTEXT_H
#define ONR_QUERY_CONTEXT_H

#include <onrecord/query.h>

#include "base/arena.h"
#include "entry/entry.h"

/** A text cut into sentences; kept while hits come from the same document. */
typedef struct onr_context {
    onr_slice text;
    onr_points points;
    uint32_t *ends; /* [count] byte at which each sentence ends */
    uint32_t count;
} onr_context;

/** Cut a text, which is borrowed. False without memory. Cost: that of the tokeniser. */
bool onr_context_init(onr_context *context, onr_slice text, onr_arena *arena);

/**
 * Set a hit's context and marks, in the arena.
 *
 * @param words  ranges of bytes of the hit's content to mark as words; may be none.
 * @return false without memory.
 */
bool onr_context_set(const onr_context *context, onr_hit *hit,
                     const onr_entry_part parts[ONR_PART_COUNT], const onr_span *words,
                     uint32_t word_count, onr_arena *arena);

#endif
