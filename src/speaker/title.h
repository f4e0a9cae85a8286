/*
 * title.h - what the words around a person's name say of him or her.
 *
 *     White House press secretary Ana Ruiz              role, affiliation in front
 *     Ana Ruiz, an analyst at the Harbour Institute,    apposition
 *     Ana Ruiz, 52, who teaches at Lund University      clause
 *     Rep. Ana Ruiz (D-Mo.)   Ana Ruiz, R-Ky.           party
 *     CNN's Ana Ruiz                                    possessor
 */
#ifndef ONR_SPEAKER_TITLE_H
#define ONR_SPEAKER_TITLE_H

#include "doc/doc.h"

/** Empty ranges and absent slices where the words say nothing. */
typedef struct onr_title {
    onr_range role;
    onr_range affiliation;
    onr_slice party; /* static */
} onr_title;

/** What stands in front of a mention of a person, and what stands behind. Cost: at most some
 *  thirty tokens around it are looked at. */
onr_title onr_title_before(const onr_doc *doc, uint32_t mention);
onr_title onr_title_behind(const onr_doc *doc, uint32_t mention);

/** Organisation or place that a noun phrase names after a preposition or in front of its head: "an
 *  official at the Pentagon", "Trump campaign officials". Empty when there is none. */
onr_range onr_affiliation_in(const onr_doc *doc, onr_range words);

#endif
