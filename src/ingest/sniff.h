/*
 * sniff.h - which element a file's markup begins with, so that pages and feeds are told from text.
 */
#ifndef ONR_INGEST_SNIFF_H
#define ONR_INGEST_SNIFF_H

#include "ingest/kind.h"

enum { ONR_SNIFF_NAME_BYTES = 24 };

typedef struct onr_sniff {
    bool markup;                        /* the first thing that is visible is markup */
    char doctype[ONR_SNIFF_NAME_BYTES]; /* its name in lower case; empty without one */
    char root[ONR_SNIFF_NAME_BYTES];    /* of the first element, in lower case, without prefix;
                                           empty when it is not within the first 8 KiB */
} onr_sniff;

/** Look at the beginning of the stream, in UTF-8, UTF-16 or any charset that has ASCII in it.
 *  Comments, instructions and a document type are passed over. */
onr_status onr_sniff_markup(onr_sniff *out, onr_reading *reading, onr_error *err);

#endif
