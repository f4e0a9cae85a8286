/*
 * csv.h - values of comma-separated tables (RFC 4180).
 */
#ifndef ONR_EXPORT_CSV_H
#define ONR_EXPORT_CSV_H

#include "base/buffer.h"

/**
 * Append a value, in quotation marks where it needs them.
 *
 * A value that begins with =, +, -, @, a tab or a carriage return, also behind spaces, gets an
 * apostrophe in front: spreadsheets would run it as a formula (OWASP, "CSV injection"). An absent
 * value is empty. NULs, which many readers stop at, become U+FFFD.
 */
void onr_put_csv(onr_writer *w, onr_slice value);

#endif
