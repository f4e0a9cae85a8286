/*
 * country.h - countries, their other names, and the capitals and seats that news uses for their
 * governments: "Kyiv", "the Kremlin", "Downing Street".
 */
#ifndef ONR_SPEAKER_COUNTRY_H
#define ONR_SPEAKER_COUNTRY_H

#include <onrecord/base.h>

/** The country's common name that the words stand for, static; absent for other places. Cost:
 *  linear in a list of some three hundred names. */
onr_slice onr_country_of(onr_slice words);

#endif
