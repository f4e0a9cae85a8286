/*
 * date.h - dates as pages write them, to ISO 8601.
 */
#ifndef ONR_ARTICLE_DATE_H
#define ONR_ARTICLE_DATE_H

#include "base/arena.h"

enum { ONR_DATE_BYTES = 32 };

/**
 * Find the first date in a text and write it as "2024-03-05", "2024-03-05T10:20",
 * "2024-03-05T10:20:00" or with "Z" or "+01:00" behind: as exact as the text is.
 *
 * Read are ISO 8601 and its common distortions, RFC 2822, "March 5, 2024 10:20 AM EST",
 * "5 March 2024", "Mar 5 2024" with names of months in English, German, French, Spanish,
 * Portuguese, Italian, Dutch, Indonesian and Russian, "2024年3月5日", "5.3.2024", "2024/3/5",
 * and "3/5/2024", where `day_first` decides if both could be a month. Years are 1990 to 2099.
 *
 * @param out  ONR_DATE_BYTES bytes.
 * @return bytes written; 0 when there is no date.
 */
size_t onr_date_find(char *out, onr_slice text, bool day_first);

/** The date in the path of an address, as in "/2024/03/05/" or "/20240305/"; likewise. */
size_t onr_date_of_url(char *out, onr_slice url);

#endif
