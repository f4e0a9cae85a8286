/*
 * resolve.h - whom a phrase means.
 */
#ifndef ONR_SPEAKER_RESOLVE_H
#define ONR_SPEAKER_RESOLVE_H

#include "speaker/phrase.h"
#include "speaker/pronoun.h"

/** Whom the source of an attribution means; those before it are resolved. */
onr_answer onr_resolve_source(onr_cast *cast, uint32_t attribution);

/** A role that was not found to be anybody's, as in "the mayor said", once all is read: of those
 * named behind it and not introduced otherwise, who has most to say. ONR_NOBODY when there is none.
 */
onr_answer onr_resolve_forward(onr_cast *cast, uint32_t attribution);

#endif
