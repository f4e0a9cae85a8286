/*
 * speaker.h - who is behind each source.
 *
 * Reads attributions, mentions and entities; adds the speakers and, to each attribution, its
 * speaker with a confidence. README.md shows how a source becomes a speaker.
 *
 * Cost: linear in attributions and mentions; each source looks at a bounded stretch around it.
 */
#ifndef ONR_SPEAKER_SPEAKER_H
#define ONR_SPEAKER_SPEAKER_H

#include "doc/doc.h"

/* Below this confidence an attribution has candidates and no speaker. */
#define ONR_SPEAKER_THRESHOLD 0.5f

/** Resolve the sources of a document. ONR_ENOMEM. */
onr_status onr_speaker_run(onr_doc *doc, onr_error *err);

#endif
