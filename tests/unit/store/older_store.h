/*
 * older_store.h - makes a store of an older version out of one of this version.
 */
#ifndef ONR_TESTS_OLDER_STORE_H
#define ONR_TESTS_OLDER_STORE_H

#include "store_testing.h"

#include "base/arena.h"
#include "sql/db.h"
#include "store/packed.h"
#include "store/text.h"

/* Views only have to be there: the step makes them again. */
static const char version_4[] =
    "DROP VIEW statements; DROP VIEW speakers; DROP VIEW statement_text;"
    "DROP INDEX speaker_voice;"
    "ALTER TABLE speaker ADD COLUMN name TEXT NOT NULL DEFAULT '';"
    "ALTER TABLE speaker ADD COLUMN kind TEXT NOT NULL DEFAULT '';"
    "ALTER TABLE speaker ADD COLUMN role TEXT;"
    "ALTER TABLE speaker ADD COLUMN affiliation TEXT;"
    "ALTER TABLE speaker ADD COLUMN person INTEGER REFERENCES person;"
    "UPDATE speaker SET (name, kind, role, affiliation, person) ="
    "  (SELECT name, kind, role, affiliation, person FROM voice v WHERE v.id = speaker.voice);"
    "ALTER TABLE speaker DROP COLUMN voice; DROP TABLE voice; DROP TABLE total;"
    "CREATE INDEX speaker_person ON speaker (person) WHERE person IS NOT NULL;"
    "CREATE VIEW statements AS SELECT 1; CREATE VIEW speakers AS SELECT 1;"
    "CREATE VIEW statement_text AS SELECT 1;"
    "PRAGMA user_version = 4";

static const char version_3_tables[] =
    "CREATE TABLE span (attribution INTEGER NOT NULL REFERENCES attribution ON DELETE CASCADE,"
    "  role INTEGER NOT NULL, place INTEGER NOT NULL, start INTEGER NOT NULL,"
    "  stop INTEGER NOT NULL, PRIMARY KEY (attribution, role, place)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE entity (document INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,"
    "  number INTEGER NOT NULL, name TEXT, type TEXT, mentions TEXT, roles TEXT,"
    "  affiliations TEXT, extra TEXT, PRIMARY KEY (document, number)) STRICT, WITHOUT ROWID;"
    "ALTER TABLE speaker ADD COLUMN mentions TEXT;"
    "DROP TABLE statement_fts;"
    "DROP VIEW statement_text;"
    "CREATE UNIQUE INDEX attribution_place ON attribution ((day << 36) | id);"
    "CREATE VIEW statement_text AS SELECT (a.day << 36) | a.id AS place, a.id AS statement,"
    "  a.state AS state, a.content AS content, a.source AS speaker, '' AS role,"
    "  '' AS affiliation, a.cue AS cue FROM attribution a;"
    "CREATE VIRTUAL TABLE statement_fts USING fts5 (content, speaker, role, affiliation, cue,"
    "  content = 'statement_text', content_rowid = 'place', columnsize = 0,"
    "  tokenize = 'unicode61 remove_diacritics 2');"
    "INSERT INTO statement_fts (rowid, content, speaker, role, affiliation, cue)"
    "  SELECT place, content, speaker, role, affiliation, cue FROM statement_text"
    "  WHERE state < 2 ORDER BY place;"
    "DROP INDEX document_sha256; CREATE INDEX document_sha256 ON document (sha256);"
    "UPDATE document SET key = CAST(key || zeroblob(16) AS BLOB);"
    "UPDATE input SET sha256 = CAST(sha256 || zeroblob(16) AS BLOB);"
    "UPDATE attribution SET extra = '\"speaker_confidence\":' || (speaker_confidence / 1000.0)"
    "  || coalesce(',' || extra, '') WHERE speaker_confidence IS NOT NULL;";

static const char version_3_end[] =
    "ALTER TABLE attribution DROP COLUMN places;"
    "ALTER TABLE attribution DROP COLUMN speaker_confidence;"
    "ALTER TABLE speaker DROP COLUMN mentioned;"
    "DROP TABLE entity_list;"
    "PRAGMA user_version = 3";

static inline void put_old_spans(onr_db *db, onr_arena *arena)
{
    static const char reading[] = "SELECT id, places FROM attribution";
    static const char writing[] = "INSERT INTO span VALUES (?1, ?2, ?3, ?4, ?5)";
    sqlite3_stmt *s = onr_db_start(db, reading);
    while (onr_db_row(db, s)) {
        onr_entry_part parts[ONR_PART_COUNT] = {{0}};
        assert_true(onr_unpack_places(parts, onr_column_slice(s, 1), arena));
        for (int role = 0; role < ONR_PART_COUNT; role++)
            for (uint32_t i = 0; i < parts[role].count; i++) {
                sqlite3_stmt *w = onr_db_start(db, writing);
                onr_bind_int(db, w, 1, sqlite3_column_int64(s, 0));
                onr_bind_int(db, w, 2, role);
                onr_bind_int(db, w, 3, i);
                onr_bind_int(db, w, 4, parts[role].places[i].begin);
                onr_bind_int(db, w, 5, parts[role].places[i].end);
                assert_true(onr_db_done(db, w));
            }
    }
    onr_db_end(s);
}

static inline void put_old_mentions(onr_db *db, onr_arena *arena)
{
    static const char reading[] = "SELECT id, mentioned FROM speaker WHERE mentioned NOT NULL";
    static const char writing[] = "UPDATE speaker SET mentions = ?2 WHERE id = ?1";
    sqlite3_stmt *s = onr_db_start(db, reading);
    while (onr_db_row(db, s)) {
        onr_slice json;
        assert_true(onr_unpack_mentions(&json, onr_column_slice(s, 1), arena));
        sqlite3_stmt *w = onr_db_start(db, writing);
        onr_bind_int(db, w, 1, sqlite3_column_int64(s, 0));
        onr_bind_slice(db, w, 2, json);
        assert_true(onr_db_done(db, w));
    }
    onr_db_end(s);
}

static inline void put_old_entities(onr_db *db, onr_arena *arena)
{
    static const char reading[] = "SELECT document, packed FROM entity_list";
    static const char writing[] = "INSERT INTO entity VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    sqlite3_stmt *s = onr_db_start(db, reading);
    while (onr_db_row(db, s)) {
        int64_t document = sqlite3_column_int64(s, 0);
        onr_entry_entity *list;
        onr_slice text;
        onr_points points;
        uint32_t count;
        assert_true(onr_text_load(db, document, &text, arena));
        assert_true(onr_points_init(&points, text, arena));
        assert_true(
            onr_unpack_entities(&list, &count, onr_column_slice(s, 1), &points, arena));
        for (uint32_t i = 0; i < count; i++) {
            const onr_slice texts[] = {list[i].name,  list[i].type,         list[i].mentions,
                                       list[i].roles, list[i].affiliations, list[i].extra};
            sqlite3_stmt *w = onr_db_start(db, writing);
            onr_bind_int(db, w, 1, document);
            onr_bind_int(db, w, 2, list[i].number);
            for (int t = 0; t < 6; t++) onr_bind_slice(db, w, 3 + t, texts[t]);
            assert_true(onr_db_done(db, w));
        }
    }
    onr_db_end(s);
}

/** The closed store of this test as version 4 had it. */
static inline void to_version_4(void)
{
    assert_true(tamper(version_4));
}

/** The closed store of this test as version 3 had it. */
static inline void to_version_3(void)
{
    onr_db db;
    onr_arena arena;
    onr_error err;
    to_version_4();
    assert_int_equal(onr_db_open(&db, test_path, ONR_DB_WRITE, &err), ONR_OK);
    onr_arena_init(&arena, NULL);
    if (!onr_db_run(&db, version_3_tables)) fail_msg("%s", db.message);
    put_old_spans(&db, &arena);
    put_old_mentions(&db, &arena);
    put_old_entities(&db, &arena);
    if (!onr_db_run(&db, version_3_end)) fail_msg("%s", db.message);
    onr_arena_deinit(&arena);
    onr_db_close(&db);
}

#endif
