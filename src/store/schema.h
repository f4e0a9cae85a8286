/*
 * schema.h - the tables of a store, and the steps from each version to the next.
 *
 * A store is known by its application id; its version is SQLite's user_version, the number of
 * steps taken. docs/formats/store.md describes the tables for users.
 */
#ifndef ONR_STORE_SCHEMA_H
#define ONR_STORE_SCHEMA_H

#include "sql/db.h"

/* "ONRS" */
#define ONR_STORE_APPLICATION 0x4F4E5253

/**
 * A statement's place in the full-text index: the number of its day above its id, so that the index
 * has the statements in the order of days and a search can stop after a page. Days are numbered as
 * if each month had 31, 0 where they are not known: the index keeps the distances of places, and
 * 20160930 would make them longer.
 */
#define ONR_PLACE_BITS 30
#define ONR_SQL_DAY(a) "((" a ".day / 10000 * 12 + " a ".day / 100 % 100) * 31 + " a ".day % 100)"
#define ONR_SQL_PLACE(a) "((" ONR_SQL_DAY(a) " << 30) | " a ".id)"
#define ONR_SQL_STATEMENT(place) "(" place " & 1073741823)"
/** The month of a place, 201609; 0 where the day is not known. */
#define ONR_SQL_MONTHS(place) "(((" place " >> 30) - 1) / 31)"
#define ONR_SQL_MONTH(place)                                                                       \
    "(CASE WHEN " ONR_SQL_MONTHS(place) " > 0 THEN (" ONR_SQL_MONTHS(place) " - 1) / 12 * 100"     \
    " + (" ONR_SQL_MONTHS(place) " - 1) % 12 + 1 ELSE 0 END)"

/** Version that this program writes. */
uint32_t onr_schema_version(void);

/**
 * Make the open file a store of this version: an empty file gets all tables, an older store the
 * missing steps, each in a transaction of its own.
 *
 * @param write  false only checks; an older store then is refused as well.
 * @param alloc  for the work of the steps; NULL for malloc.
 * @return false with the failure kept in `db`: some other program's file, a newer version.
 */
bool onr_schema_prepare(onr_db *db, bool write, const onr_alloc *alloc);

#endif
