/*
 * order.h - from candidates to the document's attributions.
 */
#ifndef ONR_ATTRIB_ORDER_H
#define ONR_ATTRIB_ORDER_H

#include "attrib/attrib.h"

/**
 * Settle which of the candidates [first, count) stand inside another's content: the surer cue
 * keeps its place, the other becomes its child.
 */
void onr_order_settle(onr_candidates *candidates, uint32_t first);

/**
 * Take out the candidates from `first` on that have no content, and the indirect ones whose
 * confidence lies below the model's floor.
 */
void onr_order_drop_unsure(const onr_attrib *attrib, const onr_doc *doc,
                           onr_candidates *candidates, uint32_t first);

/** Take out the candidates from `first` on whose cue another candidate has already. */
void onr_order_drop_repeats(onr_candidates *candidates, uint32_t first, uint32_t window_first);

/** Write all candidates as attributions, in text order. @return ONR_OK or ONR_ENOMEM. */
onr_status onr_order_write(const onr_attrib *attrib, const onr_candidates *candidates,
                           onr_doc *doc, onr_error *err);

#endif
