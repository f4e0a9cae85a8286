/*
 * follow.h - quotations that go on after the paragraph of their cue.
 *
 * Three ways, all read off the quotation layer: a quotation that was not closed and is taken up by
 * an opening mark on the next paragraph; a paragraph that is one quotation and has no cue of its
 * own, behind a quoted one or behind "she said:"; and such a paragraph with nothing before it,
 * which becomes an attribution without source and cue.
 */
#ifndef ONR_ATTRIB_FOLLOW_H
#define ONR_ATTRIB_FOLLOW_H

#include "attrib/candidate.h"
#include "encode/window.h"

/**
 * Extend the contents of the candidates from `first` on, which are those of one window in the order
 * of their cues, and add those without a cue.
 *
 * @param alloc  of the candidates.
 * @return false when memory is short.
 */
bool onr_follow_quotes(const onr_doc *doc, onr_window window, const onr_alloc *alloc,
                       onr_candidates *candidates, uint32_t first);

#endif
