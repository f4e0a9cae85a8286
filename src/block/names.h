/*
 * names.h - the people in a byline or credit: "By Ana Ruiz and Bo Li, Political Editor in Riverton"
 * holds Ana Ruiz and Bo Li.
 *
 * A name is two to five words that begin with capitals, small particles allowed within; it is cut
 * at commas, "and" and the like, at small words ("in", "for"), and at roles. Organisations, dates
 * and places are no people.
 */
#ifndef ONR_BLOCK_NAMES_H
#define ONR_BLOCK_NAMES_H

#include <onrecord/base.h>

/**
 * The next person of a text.
 *
 * @param rest  in/out; what is left to look at; well-formed UTF-8.
 * @param name  set to a piece of the text.
 * @return false when there is no further one.
 */
bool onr_name_next(onr_slice *rest, onr_slice *name);

#endif
