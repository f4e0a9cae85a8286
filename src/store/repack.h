/*
 * repack.h - the part of a step of schema.c that SQL cannot say: tables of places, mentions and
 * names as versions up to 3 had them, into the packed columns of version 4 (packed.h).
 */
#ifndef ONR_STORE_REPACK_H
#define ONR_STORE_REPACK_H

#include "sql/db.h"

/** Within a writing transaction; drops what was packed. False with the failure kept in `db`. */
bool onr_repack(onr_db *db, const onr_alloc *alloc);

#endif
