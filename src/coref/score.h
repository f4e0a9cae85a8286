/*
 * score.h - how well candidates fit a phrase.
 */
#ifndef ONR_COREF_SCORE_H
#define ONR_COREF_SCORE_H

#include "coref/coref.h"

/** Put the projections of the heads' states of phrases from `first` on behind the others. False
 *  when memory is short. */
bool onr_coref_project(const onr_coref *coref, onr_coref_work *work, const onr_view *view,
                       uint32_t first);

/**
 * Score each candidate of a phrase, and "nothing".
 *
 * @param out  [count + 1]; the last one is that of "nothing".
 */
void onr_coref_score(const onr_coref *coref, onr_coref_work *work, const onr_doc *doc,
                     const onr_pair *pairs, uint32_t count, uint32_t phrase, float *out);

/** To be called once for each phrase in order, before it is anyone's candidate. */
void onr_coref_remember(const onr_coref *coref, onr_coref_work *work, const onr_doc *doc,
                        uint32_t phrase);

#endif
