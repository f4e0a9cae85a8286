/*
 * setting.h - to whom, when, where and on what occasion something was said.
 *
 * Looks at the words of the cue's sentence that stand between the parts of an attribution: behind
 * cue and source up to the content or the end of the clause, and in front, where a phrase opens the
 * sentence ("In the meeting on Tuesday, Ruiz said ..."). What stands in the content is never taken.
 * Cost: linear in those words, at most ONR_SETTING_REACH on each side.
 */
#ifndef ONR_SPEAKER_SETTING_H
#define ONR_SPEAKER_SETTING_H

#include "doc/doc.h"

enum { ONR_SETTING_REACH = 30 };

/** Fill in addressee, time, place, occasion and date of an attribution. False when memory is
 *  short. */
bool onr_setting_find(onr_doc *doc, uint32_t attribution);

#endif
