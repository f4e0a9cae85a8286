/*
 * block.h - labels the pieces of a text: headline, byline, body, promotion and so on.
 *
 * Reads: tokens, paragraphs, and what the reader knew (meta.blocks, meta.bylines). Adds: blocks,
 * bylines. A block is a paragraph, or the part of one that lies in one given block.
 */
#ifndef ONR_BLOCK_BLOCK_H
#define ONR_BLOCK_BLOCK_H

#include "doc/doc.h"

/* More names than anybody reads are left out. */
enum { ONR_MAX_BYLINES = 100 };

/**
 * Run the stage.
 *
 * @param doc  in/out; has its tokens and paragraphs.
 * @return ONR_OK or ONR_ENOMEM.
 *
 * Cost: linear in tokens and given blocks.
 */
onr_status onr_block_run(onr_doc *doc, onr_error *err);

#endif
