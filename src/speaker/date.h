/*
 * date.h - which day a phrase means, seen from the day of the report.
 */
#ifndef ONR_SPEAKER_DATE_H
#define ONR_SPEAKER_DATE_H

#include <onrecord/base.h>

enum { ONR_DATE_BYTES = 11 };

/**
 * Find the day that words such as "on Wednesday", "yesterday" or "May 3" mean. A weekday is the
 * last one that is not after the report, with "next" the one after it; a day of a month without a
 * year is the nearest one.
 *
 * @param published  ISO 8601, at least "2026-11-23".
 * @param out        gets the day as ISO 8601 with a NUL.
 * @return false where the words mean no single day or `published` is no date.
 */
bool onr_date_resolve(char out[ONR_DATE_BYTES], onr_slice words, onr_slice published);

#endif
