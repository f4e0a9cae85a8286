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
 * A statement's place in the full-text index: its day as a number (20160930, 0 where it is not
 * known) above its id, so that the index has the statements in the order of days and a search can
 * stop after a page.
 */
#define ONR_PLACE_BITS 36
#define ONR_SQL_PLACE(a) "((" a ".day << 36) | " a ".id)"
#define ONR_SQL_STATEMENT(place) "(" place " & 68719476735)"

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
