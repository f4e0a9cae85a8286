/*
 * resolve.h - whom a phrase means.
 */
#ifndef ONR_SPEAKER_RESOLVE_H
#define ONR_SPEAKER_RESOLVE_H

#include "speaker/phrase.h"
#include "speaker/pronoun.h"

/** Whom the source of an attribution means; those before it are resolved. */
onr_answer onr_resolve_source(onr_cast *cast, uint32_t attribution);

/** Whom a description means that was nobody's so far, once all is read: a bare noun of the headline
 *  those who are described more fully behind it; an office, as in "the mayor said", who has most to
 *  say of those named behind it and not introduced otherwise. ONR_NOBODY when there is none. */
onr_answer onr_resolve_forward(onr_cast *cast, uint32_t attribution);

#endif
