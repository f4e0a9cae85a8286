/*
 * heads.h - the two taggers over one segment: its cues, then source and content of each.
 */
#ifndef ONR_ATTRIB_HEADS_H
#define ONR_ATTRIB_HEADS_H

#include "attrib/attrib.h"
#include "attrib/segment.h"

/**
 * Find cues and their spans in one segment and add the candidates to the work's list.
 *
 * @param segment  its in_cue is filled in.
 * @param bias     added to "no cue".
 * @return ONR_OK or ONR_ENOMEM.
 */
onr_status onr_heads_run(const onr_attrib *attrib, onr_attrib_work *work, const onr_doc *doc,
                         onr_segment *segment, float bias, onr_error *err);

#endif
