/*
 * people.h - the names in a byline.
 *
 * "By Ana Ruiz, Staff Writer, and Tom Berg | Reuters" is "Ana Ruiz" and "Tom Berg".
 */
#ifndef ONR_ARTICLE_PEOPLE_H
#define ONR_ARTICLE_PEOPLE_H

#include <onrecord/base.h>

/**
 * Take the people out of a byline.
 *
 * What is left out: "By" and its like, roles, places of work, organisations, dates, addresses.
 *
 * @param out     [max] slices of `byline`.
 * @param byline  one line, white space collapsed.
 * @return names found.
 */
uint32_t onr_people_find(onr_slice *out, uint32_t max, onr_slice byline);

/** True when the text names an agency, a desk or the staff as who wrote it. */
bool onr_people_is_staff(onr_slice byline);

/** True when the text begins as a byline does, with "By " and a capital or its like. */
bool onr_people_is_byline(onr_slice text);

#endif
