/*
 * doc.h - the one struct of the program: a document and its layers.
 *
 * Stages never call each other; each reads layers of this struct and adds one. Invariants, proved
 * by onr_doc_check():
 *   - text is well-formed UTF-8 and never changes; all offsets are < 2^30;
 *   - tokens are in text order, do not overlap, and hold no white space at their ends;
 *     every byte that is in no token is white space or an ignorable control;
 *   - sentences cover all tokens, in order, without gap; so do paragraphs; a sentence lies in one
 *     paragraph;
 *   - blocks are in text order and disjoint, on code point boundaries, and cover all that is
 *     visible; none cuts a token;
 *   - quotations nest or are disjoint, and the parent of each is the innermost one around it;
 *   - the arcs of a sentence are a tree with one root, which alone has the relation "root"; arcs,
 *     tags and lemmas are there for all tokens or for none; a lemma is not empty;
 *   - mentions nest or are disjoint, each inside one sentence; each belongs to one entity, and
 *     those of an entity are chained in order;
 *   - references are in order and different, each inside one sentence with its head; heads differ
 *     but for a group and its first member; each belongs to one chain, and those of a chain are
 *     chained in order; antecedents come before and are of the same chain, and only the first of a
 *     chain has none; the name that one is built around is in it, at least in part;
 *   - speakers have a name; those of attributions are there; candidates are different ones, without
 *     a gap, and only where there is no speaker;
 *   - spans of a part are in order and disjoint, on code point boundaries; the parents of
 *     attributions make no circle;
 *   - warnings have a kind, a reason and a place, on code point boundaries.
 *
 * Layers that grow while a stage runs are plain growing arrays in `alloc`; everything is released
 * by onr_doc_free().
 */
#ifndef ONR_DOC_DOC_H
#define ONR_DOC_DOC_H

#include <onrecord/doc.h>

#include "base/arena.h"

/* Longest text, so that byte offsets and their sums fit 32 bits. */
#define ONR_MAX_TEXT_BYTES (1u << 30)

struct onr_doc {
    onr_alloc alloc_copy;   /* valid when `alloc` points here */
    const onr_alloc *alloc; /* NULL for malloc */
    onr_arena arena;        /* text and metadata */

    onr_input meta;         /* copies in the arena; meta.text is the text */
    onr_slice language;     /* static or in the arena */
    onr_slice copy_of;      /* in the arena; absent for originals */
    onr_slice text;
    uint8_t sha256[32];
    uint32_t *codepoints;   /* [len / 64 + 1] code points before each 64th byte; NULL when ASCII */

    onr_token *tokens;
    uint32_t token_count, token_capacity;
    onr_range *sentences;
    uint32_t sentence_count, sentence_capacity;
    onr_range *paragraphs;
    uint32_t paragraph_count, paragraph_capacity;
    onr_block *blocks;
    uint32_t block_count, block_capacity;
    onr_slice *bylines; /* of the arena or the text */
    uint32_t byline_count, byline_capacity;
    onr_quote *quotes; /* in order of first_token */
    uint32_t quote_count, quote_capacity;
    uint8_t *quoted; /* [token_count] ONR_QUOTED_* bits; NULL until the quote stage has run */
    uint32_t quoted_capacity;
    onr_tag *tags; /* [token_count]; NULL until tagged, like the next two */
    onr_slice *lemmas; /* [token_count] in the text or the arena */
    onr_arc *arcs; /* [token_count] */
    uint32_t tag_capacity, lemma_capacity, arc_capacity;
    onr_slice *feats; /* what onr_tag.feats points into, in the arena; entry 0 is empty */
    uint32_t feats_count, feats_capacity;
    onr_mention *mentions;
    uint32_t mention_count, mention_capacity;
    onr_entity *entities; /* in order of first_mention */
    uint32_t entity_count, entity_capacity;
    bool has_entities;
    onr_reference *references;
    uint32_t reference_count, reference_capacity;
    onr_chain *chains; /* in order of first_reference */
    uint32_t chain_count, chain_capacity;
    bool has_chains;
    onr_attribution *attributions;
    uint32_t attribution_count, attribution_capacity;
    onr_speaker *speakers;
    uint32_t speaker_count, speaker_capacity;
    bool has_speakers;
    onr_span *spans; /* the span table that parts point into */
    uint32_t span_count, span_capacity;
    onr_warning *warnings;
    uint32_t warning_count, warning_capacity;
};

/** An empty document. NULL when memory is short. `alloc` is copied, may be NULL. */
onr_doc *onr_doc_new(const onr_alloc *alloc);

/** Append one element; false when memory is short, then the layer is as before. */
bool onr_doc_add_token(onr_doc *doc, onr_token token);
bool onr_doc_add_sentence(onr_doc *doc, onr_range range);
bool onr_doc_add_paragraph(onr_doc *doc, onr_range range);
bool onr_doc_add_block(onr_doc *doc, onr_block block);
bool onr_doc_add_byline(onr_doc *doc, onr_slice name);
bool onr_doc_add_quote(onr_doc *doc, onr_quote quote);
bool onr_doc_add_warning(onr_doc *doc, const char *kind, const char *why, onr_span span);
/** Append an attribution; its speaker is none, whatever it says. */
bool onr_doc_add_attribution(onr_doc *doc, const onr_attribution *attribution);
bool onr_doc_add_speaker(onr_doc *doc, const onr_speaker *speaker);

/** Make a layer for all tokens there are, zero-filled; the stage then fills in every one. False
 *  when memory is short. */
bool onr_doc_make_tags(onr_doc *doc);
bool onr_doc_make_lemmas(onr_doc *doc);
bool onr_doc_make_arcs(onr_doc *doc);

/**
 * Copy features into the document's table. The table is not searched: a stage keeps for itself
 * which features it has added to the document at hand.
 *
 * @param out  gets the id for onr_tag.feats; empty features are always 0.
 * @return false when memory is short or there are 65,535 already.
 */
bool onr_doc_add_feats(onr_doc *doc, uint16_t *out, onr_slice feats);

/** Append an entity without mentions; onr_doc_add_mention() of it must follow. `name` must live as
 *  long as the document. */
bool onr_doc_add_entity(onr_doc *doc, onr_slice name, uint8_t type);

/**
 * Append a mention of an entity that is there, behind all other mentions.
 *
 * @param last  the entity's mention before this one, ONR_NONE for its first.
 */
bool onr_doc_add_mention(onr_doc *doc, onr_range range, uint32_t entity, uint32_t last);

/**
 * Append a reference behind all others.
 *
 * @param reference  its chain and next are set here: it joins the chain of its antecedent, or
 *                   begins one when that is ONR_NONE.
 * @param last       the last reference so far of the antecedent's chain.
 */
bool onr_doc_add_reference(onr_doc *doc, const onr_reference *reference, uint32_t last);

/** Append `count` spans to the span table and make a part of them. */
bool onr_doc_add_part(onr_doc *doc, onr_part *out, const onr_span *spans, uint32_t count);

/** Say that the document is a copy of another; false when memory is short. */
bool onr_doc_set_copy_of(onr_doc *doc, onr_slice id);

/** Build the index behind onr_doc_codepoint(); the text must be set. */
bool onr_doc_index_codepoints(onr_doc *doc);

/** Index of the range that holds a token; the ranges cover all tokens. Cost: a binary search. */
uint32_t onr_range_find(const onr_range *ranges, uint32_t count, uint32_t token);

/**
 * Index of the innermost quotation that holds a token, its marks included, or ONR_NONE.
 *
 * Cost: a binary search over the quotes and a step for each level of nesting.
 */
uint32_t onr_doc_quote_around(const onr_doc *doc, uint32_t token);

/**
 * Index of the block that holds a byte of a token, or ONR_NONE before the blocks are there.
 *
 * Cost: a binary search.
 */
uint32_t onr_doc_block_around(const onr_doc *doc, uint32_t byte);

/** True when a token stands in promotion or a credit, which report nobody's words. */
bool onr_doc_is_silent(const onr_doc *doc, uint32_t token);

/** The bytes of token `i`. */
static inline onr_slice onr_doc_token_text(const onr_doc *doc, uint32_t i)
{
    const onr_token *t = &doc->tokens[i];
    return (onr_slice){doc->text.ptr + t->start_byte, t->len_bytes};
}

static inline uint32_t onr_token_end(const onr_token *token)
{
    return token->start_byte + token->len_bytes;
}

/** Prove the invariants above; answers NULL, or a static sentence that names the broken one. */
const char *onr_doc_check(const onr_doc *doc);

#endif
