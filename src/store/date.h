/*
 * date.h - days out of dates, hosts out of addresses.
 */
#ifndef ONR_STORE_DATE_H
#define ONR_STORE_DATE_H

#include <onrecord/base.h>

/** The day that an ISO 8601 date begins with, "2016-09-30"; "" for none, or for one
 *  that no calendar has. The time zone does not count: the day is that of the writer. */
void onr_date_day(char out[11], onr_slice date);

/** A day, month or year as people give it ("2016", "2016-09", "2016-09-30") as its first or last
 *  day. @return false when it is no date. */
bool onr_date_bound(char out[11], const char *text, bool last);

/** The host of a URL without user, port and "www."; absent when there is none. */
onr_slice onr_url_host(onr_slice url);

#endif
