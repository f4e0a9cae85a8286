/*
 * join.h - which names are one person's or one thing's.
 *
 * Reads the mentions of a document, each of an entity of equal words, and writes both anew: "Ana
 * Ruiz", "Ms. Ruiz" and "Ruiz" become one entity, as do "Harbour Safety Board" and "HSB". People
 * are never joined by a family name that two of them bear unless a form of address ("Mrs.") or the
 * order in which they came in decides.
 *
 * Cost: linear in the mentions; of each family name at most ONR_JOIN_NAMESAKES people are told
 * apart, and those that come after stay for themselves.
 */
#ifndef ONR_NAMES_JOIN_H
#define ONR_NAMES_JOIN_H

#include "doc/doc.h"

enum { ONR_JOIN_NAMESAKES = 16 };

/** Join the entities of a document whose mentions are complete. False when memory is short. */
bool onr_names_join(onr_doc *doc);

#endif
