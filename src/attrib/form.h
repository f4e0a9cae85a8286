/*
 * form.h - direct, mixed or indirect, and whether the cue is denied.
 */
#ifndef ONR_ATTRIB_FORM_H
#define ONR_ATTRIB_FORM_H

#include "attrib/candidate.h"

/** Direct when all words of the content stand in quotation marks, mixed when some do. With
 *  `nested`, marks around the whole of the outer content are not counted. */
onr_form onr_form_of(const onr_doc *doc, const onr_pieces *content, bool nested);

/** Whether "not", "never" and the like stand in the cue or just before it, in its own clause. */
bool onr_negated(const onr_doc *doc, const onr_pieces *cue);

#endif
