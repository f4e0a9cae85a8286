/*
 * person.h - the parts of people's names.
 *
 * "Sen. Robert \"Bob\" J. Casey Jr.": titles stand in front, a suffix behind, the family
 * name is the last word before the suffix, the given name the first word.
 */
#ifndef ONR_NAMES_PERSON_H
#define ONR_NAMES_PERSON_H

#include "base/words.h"
#include "doc/doc.h"

/** What a form of address in front of a name tells; ONR_GENDER_UNKNOWN for other words. */
onr_gender onr_gender_of_title(onr_slice word);

/** What a given name tells. Cost: two binary searches. */
onr_gender onr_gender_of_given(onr_slice word);

/** A title that may have slipped into a name, such as "Mr." or "Sen.". */
bool onr_is_title(onr_slice word);

/** "Jr.", "III" and the like. */
bool onr_is_suffix(onr_slice word);

/** A person's name without titles and suffix. Empty (first == end) when nothing is left. */
onr_range onr_person_core(const onr_doc *doc, onr_range words);

/** Whether two given names may be one person's: equal, "Chris" and "Christopher", "Bill" and
 *  "William", or one is the other's initial. */
bool onr_given_agree(onr_slice a, onr_slice b);

/** Whether two names of at least two words each may be one person's: the last words are the same,
 *  the first agree, and so do the words between where both have some. */
bool onr_full_names_agree(const onr_doc *doc, onr_range a, onr_range b);

#endif
