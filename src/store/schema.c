#include "store/schema.h"

#include <stdio.h>

#include "family/family.h"
#include "store/repack.h"
#include "store/voice.h"

/*
 * Tables have names in the singular and are ours; views have names in the plural and are for
 * people. Offsets count code points. Codes: form 0 indirect, 1 mixed, 2 direct; act 0 speech,
 * 1 writing, 2 thought, 3 intent; span.role 0 source, 1 cue, 2 content; attribution.origin 0 model,
 * 1 person; attribution.state 0 shown, 1 shown and confirmed, 2 hidden (rejected or replaced).
 * Confidence is in thousandths. A day that is not known is '', so that days can be compared.
 */
static const char DOCUMENTS_1[] =
    "CREATE TABLE model (id INTEGER PRIMARY KEY, name TEXT, version TEXT,"
    "  sha256 TEXT NOT NULL UNIQUE) STRICT;"

    "CREATE TABLE document (id INTEGER PRIMARY KEY AUTOINCREMENT,"
    "  key BLOB NOT NULL UNIQUE, sha256 BLOB NOT NULL,"
    "  model INTEGER REFERENCES model, name TEXT NOT NULL, title TEXT, byline TEXT,"
    "  published TEXT, day TEXT NOT NULL, modified TEXT, url TEXT, site TEXT, outlet TEXT,"
    "  language TEXT, section TEXT, characters INTEGER NOT NULL, added TEXT NOT NULL) STRICT;"
    "CREATE INDEX document_sha256 ON document (sha256);"
    "CREATE INDEX document_day ON document (day);"
    "CREATE INDEX document_name ON document (name);"

    "CREATE TABLE text (document INTEGER PRIMARY KEY REFERENCES document ON DELETE CASCADE,"
    "  bytes INTEGER NOT NULL, zlib BLOB NOT NULL, extra BLOB) STRICT;"

    "CREATE TABLE input (sha256 BLOB PRIMARY KEY,"
    "  document INTEGER NOT NULL REFERENCES document ON DELETE CASCADE) STRICT, WITHOUT ROWID;"

    "CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT NOT NULL, affiliation TEXT,"
    "  name_key TEXT NOT NULL, affiliation_key TEXT NOT NULL,"
    "  UNIQUE (name_key, affiliation_key)) STRICT;"

    "CREATE TABLE speaker (id INTEGER PRIMARY KEY,"
    "  document INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,"
    "  number INTEGER, origin INTEGER NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL,"
    "  named INTEGER NOT NULL, role TEXT, affiliation TEXT, entity INTEGER, mentions TEXT,"
    "  extra TEXT, person INTEGER REFERENCES person) STRICT;"
    "CREATE INDEX speaker_document ON speaker (document);"
    "CREATE INDEX speaker_person ON speaker (person) WHERE person IS NOT NULL;"

    "CREATE TABLE entity (document INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,"
    "  number INTEGER NOT NULL, name TEXT, type TEXT, mentions TEXT, roles TEXT,"
    "  affiliations TEXT, extra TEXT, PRIMARY KEY (document, number)) STRICT, WITHOUT ROWID;";

static const char CORRECTIONS_1[] =
    "CREATE TABLE correction (id INTEGER PRIMARY KEY, at TEXT NOT NULL, author TEXT NOT NULL,"
    "  reason TEXT NOT NULL, action TEXT NOT NULL"
    "    CHECK (action IN ('confirm', 'reject', 'edit', 'undo')),"
    "  text_sha256 BLOB NOT NULL, content_at TEXT NOT NULL, cue_at TEXT NOT NULL,"
    "  undoes INTEGER REFERENCES correction) STRICT;"
    "CREATE INDEX correction_text ON correction (text_sha256);"
    "CREATE TRIGGER correction_stays BEFORE UPDATE ON correction"
    "  BEGIN SELECT RAISE(ABORT, 'corrections are append-only'); END;"
    "CREATE TRIGGER correction_remains BEFORE DELETE ON correction"
    "  BEGIN SELECT RAISE(ABORT, 'corrections are append-only'); END;"
    "CREATE TABLE correction_field (correction INTEGER NOT NULL REFERENCES correction,"
    "  field TEXT NOT NULL, before TEXT, changed INTEGER NOT NULL, after TEXT,"
    "  PRIMARY KEY (correction, field)) STRICT, WITHOUT ROWID;"
    "CREATE TRIGGER correction_field_stays BEFORE UPDATE ON correction_field"
    "  BEGIN SELECT RAISE(ABORT, 'corrections are append-only'); END;"
    "CREATE TRIGGER correction_field_remains BEFORE DELETE ON correction_field"
    "  BEGIN SELECT RAISE(ABORT, 'corrections are append-only'); END;";

static const char STATEMENTS_1[] =
    "CREATE TABLE attribution (id INTEGER PRIMARY KEY AUTOINCREMENT,"
    "  document INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,"
    "  number INTEGER NOT NULL, origin INTEGER NOT NULL, state INTEGER NOT NULL,"
    "  correction INTEGER REFERENCES correction, speaker INTEGER REFERENCES speaker,"
    "  form INTEGER NOT NULL, act INTEGER NOT NULL, negated INTEGER NOT NULL,"
    "  confidence INTEGER NOT NULL, parent INTEGER, source TEXT, cue TEXT, lemma TEXT,"
    "  content TEXT NOT NULL, extra TEXT) STRICT;"
    "CREATE INDEX attribution_document ON attribution (document, number);"
    "CREATE INDEX attribution_speaker ON attribution (speaker) WHERE speaker IS NOT NULL;"

    "CREATE TABLE span (attribution INTEGER NOT NULL REFERENCES attribution ON DELETE CASCADE,"
    "  role INTEGER NOT NULL, place INTEGER NOT NULL, start INTEGER NOT NULL,"
    "  stop INTEGER NOT NULL, PRIMARY KEY (attribution, role, place)) STRICT, WITHOUT ROWID;"

    "CREATE TABLE warning (document INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,"
    "  place INTEGER NOT NULL, kind TEXT NOT NULL, start INTEGER NOT NULL,"
    "  stop INTEGER NOT NULL, text TEXT, why TEXT,"
    "  PRIMARY KEY (document, place)) STRICT, WITHOUT ROWID;"

    "CREATE TABLE family (id INTEGER PRIMARY KEY) STRICT;"
    "CREATE TABLE family_member ("
    "  attribution INTEGER PRIMARY KEY REFERENCES attribution ON DELETE CASCADE,"
    "  family INTEGER NOT NULL REFERENCES family) STRICT;"
    "CREATE INDEX family_member_family ON family_member (family);"
    "CREATE VIRTUAL TABLE quote_key USING fts5 (keys, content = '', detail = none,"
    "  columnsize = 0, tokenize = 'ascii');"
    "CREATE TABLE quote_filter (segment INTEGER PRIMARY KEY, keys INTEGER NOT NULL,"
    "  bits BLOB NOT NULL) STRICT;";

static const char VIEWS_1[] =
    "CREATE VIEW statement_text AS SELECT a.id AS id, a.content AS content,"
    "  CASE WHEN s.name IS NULL OR s.name = a.source THEN a.source"
    "       WHEN a.source IS NULL THEN s.name"
    "       ELSE s.name || ' / ' || a.source END AS speaker,"
    "  s.role AS role, s.affiliation AS affiliation,"
    "  CASE WHEN a.lemma IS NULL THEN a.cue ELSE a.lemma || ' / ' || a.cue END AS cue"
    "  FROM attribution a LEFT JOIN speaker s ON s.id = a.speaker;"
    "CREATE VIRTUAL TABLE statement_fts USING fts5 (content, speaker, role, affiliation, cue,"
    "  content = 'statement_text', content_rowid = 'id',"
    "  tokenize = 'unicode61 remove_diacritics 2');"

    "CREATE VIEW statements AS SELECT a.id AS id, coalesce(s.name, a.source) AS speaker,"
    "  s.role AS role, s.affiliation AS affiliation, a.source AS source, a.cue AS cue,"
    "  a.lemma AS lemma, a.content AS content,"
    "  CASE a.form WHEN 2 THEN 'direct' WHEN 1 THEN 'mixed' ELSE 'indirect' END AS form,"
    "  CASE a.act WHEN 0 THEN 'speech' WHEN 1 THEN 'writing' WHEN 2 THEN 'thought'"
    "    ELSE 'intent' END AS act,"
    "  a.negated AS negated, a.confidence / 1000.0 AS confidence,"
    "  nullif(d.day, '') AS day, d.outlet AS outlet, d.title AS title, d.url AS url,"
    "  d.published AS published, d.name AS document_name, d.id AS document,"
    "  CASE WHEN a.origin = 1 THEN 'edited' WHEN a.state = 1 THEN 'confirmed' END AS reviewed,"
    "  s.person AS person, m.family AS family"
    "  FROM attribution a JOIN document d ON d.id = a.document"
    "  LEFT JOIN speaker s ON s.id = a.speaker"
    "  LEFT JOIN family_member m ON m.attribution = a.id WHERE a.state < 2;"

    "CREATE VIEW documents AS SELECT d.id AS id, d.name AS name, d.title AS title,"
    "  d.outlet AS outlet, nullif(d.day, '') AS day, d.published AS published, d.url AS url,"
    "  d.byline AS byline, d.language AS language, d.section AS section,"
    "  d.characters AS characters, (SELECT count(*) FROM attribution a"
    "    WHERE a.document = d.id AND a.state < 2) AS statements,"
    "  (SELECT count(*) FROM warning w WHERE w.document = d.id) AS warnings,"
    "  lower(hex(d.sha256)) AS sha256, d.added AS added FROM document d;"

    "CREATE VIEW speakers AS SELECT s.name AS name, s.kind AS kind, s.role AS role,"
    "  s.affiliation AS affiliation, s.person AS person, count(*) AS statements,"
    "  count(DISTINCT a.document) AS documents, min(nullif(d.day, '')) AS first_day,"
    "  max(nullif(d.day, '')) AS last_day FROM speaker s"
    "  JOIN attribution a ON a.speaker = s.id JOIN document d ON d.id = a.document"
    "  WHERE a.state < 2 GROUP BY s.name, s.kind, s.role, s.affiliation, s.person;";

/* The full-text index in the order of days (decision 0043). Without a table of lengths: only the
 * ranking of a few thousand matches asks for them. */
static const char PLACES_2[] =
    "ALTER TABLE attribution ADD COLUMN day INTEGER NOT NULL DEFAULT 0;"
    "UPDATE attribution SET day = (SELECT CAST(replace(d.day, '-', '') AS INTEGER)"
    "  FROM document d WHERE d.id = attribution.document);"
    "CREATE UNIQUE INDEX attribution_place ON attribution ((day << 36) | id);"
    "DROP TABLE statement_fts;"
    "DROP VIEW statement_text;"
    "CREATE VIEW statement_text AS SELECT (a.day << 36) | a.id AS place, a.id AS statement,"
    "  a.state AS state, a.content AS content,"
    "  CASE WHEN s.name IS NULL OR s.name = a.source THEN a.source"
    "       WHEN a.source IS NULL THEN s.name"
    "       ELSE s.name || ' / ' || a.source END AS speaker,"
    "  s.role AS role, s.affiliation AS affiliation,"
    "  CASE WHEN a.lemma IS NULL THEN a.cue ELSE a.lemma || ' / ' || a.cue END AS cue"
    "  FROM attribution a LEFT JOIN speaker s ON s.id = a.speaker;"
    "CREATE VIRTUAL TABLE statement_fts USING fts5 (content, speaker, role, affiliation, cue,"
    "  content = 'statement_text', content_rowid = 'place', columnsize = 0,"
    "  tokenize = 'unicode61 remove_diacritics 2');"
    "INSERT INTO statement_fts (rowid, content, speaker, role, affiliation, cue)"
    "  SELECT place, content, speaker, role, affiliation, cue FROM statement_text"
    "  WHERE state < 2 ORDER BY place;";

/* The index behind families as blocks of our own (decision 0041). */
static const char KEYS_3[] =
    "DROP TABLE quote_key;"
    "DELETE FROM quote_filter;"
    "CREATE TABLE quote_open (id INTEGER PRIMARY KEY, pairs BLOB NOT NULL) STRICT;"
    "CREATE TABLE quote_block (id INTEGER PRIMARY KEY, pairs BLOB NOT NULL) STRICT;";

/* Smaller: places of a statement, mentions of a speaker and the names of a document packed
 * (packed.h), since they are only read back whole; the full-text index by shorter places and
 * without a way back to the words, which needed an index of all places; what documents and inputs
 * are known by cut to 16 bytes of 32. Indexes of hashes are written all over the file, so short
 * ones also make less of it to write. */
static const char PACKED_4[] =
    "ALTER TABLE attribution ADD COLUMN places BLOB;"
    "ALTER TABLE attribution ADD COLUMN speaker_confidence INTEGER;"
    "ALTER TABLE speaker ADD COLUMN mentioned BLOB;"
    "CREATE TABLE entity_list (document INTEGER PRIMARY KEY REFERENCES document"
    "  ON DELETE CASCADE, packed BLOB NOT NULL) STRICT;"
    "UPDATE attribution SET speaker_confidence ="
    "  CAST(round(json_extract('{' || extra || '}', '$.speaker_confidence') * 1000) AS INTEGER),"
    "  extra = nullif(substr(json_remove('{' || extra || '}', '$.speaker_confidence'), 2,"
    "    length(json_remove('{' || extra || '}', '$.speaker_confidence')) - 2), '')"
    "  WHERE json_type('{' || extra || '}', '$.speaker_confidence') IN ('real', 'integer');"
    "UPDATE document SET key = substr(key, 1, 16);"
    "UPDATE input SET sha256 = substr(sha256, 1, 16);"
    "DROP INDEX document_sha256;"
    "CREATE INDEX document_sha256 ON document (substr(sha256, 1, 8));"
    "DROP TABLE statement_fts;"
    "DROP VIEW statement_text;"
    "DROP INDEX attribution_place;"
    "CREATE VIEW statement_text AS SELECT " ONR_SQL_PLACE("a") " AS place, a.id AS statement,"
    "  a.state AS state, a.content AS content,"
    "  CASE WHEN s.name IS NULL OR s.name = a.source THEN a.source"
    "       WHEN a.source IS NULL THEN s.name"
    "       ELSE s.name || ' / ' || a.source END AS speaker,"
    "  s.role AS role, s.affiliation AS affiliation,"
    "  CASE WHEN a.lemma IS NULL THEN a.cue ELSE a.lemma || ' / ' || a.cue END AS cue"
    "  FROM attribution a LEFT JOIN speaker s ON s.id = a.speaker;"
    "CREATE VIRTUAL TABLE statement_fts USING fts5 (content, speaker, role, affiliation, cue,"
    "  content = '', columnsize = 0, tokenize = 'unicode61 remove_diacritics 2');"
    "INSERT INTO statement_fts (statement_fts, rank) VALUES ('usermerge', 2);"
    "INSERT INTO statement_fts (rowid, content, speaker, role, affiliation, cue)"
    "  SELECT place, content, speaker, role, affiliation, cue FROM statement_text"
    "  WHERE state < 2 ORDER BY place;";

static bool index_families(onr_db *db, const onr_alloc *alloc)
{
    onr_filter filter;
    onr_filter_init(&filter, alloc);
    onr_family_index_all(db, &filter);
    onr_filter_deinit(&filter);
    return db->status == ONR_OK;
}

/* What speakers are called stands once for all of them, with their sums; and the sums of all
 * statements by month. The views are made again because they look into these tables. */
static const char VOICES_5[] =
    "DROP VIEW statement_text; DROP VIEW statements; DROP VIEW speakers;"
    "DROP INDEX speaker_person;"
    "CREATE TABLE voice (id INTEGER PRIMARY KEY, hash INTEGER NOT NULL, name TEXT NOT NULL,"
    "  kind TEXT NOT NULL, role TEXT, affiliation TEXT, person INTEGER REFERENCES person,"
    "  statements INTEGER NOT NULL DEFAULT 0, documents INTEGER NOT NULL DEFAULT 0,"
    "  first_day INTEGER NOT NULL DEFAULT 0, last_day INTEGER NOT NULL DEFAULT 0) STRICT;"
    "CREATE INDEX voice_hash ON voice (hash);"
    "CREATE INDEX voice_person ON voice (person) WHERE person IS NOT NULL;"
    "CREATE INDEX voice_statements ON voice (statements) WHERE statements > 0;"
    "CREATE TABLE total (month INTEGER PRIMARY KEY, statements INTEGER NOT NULL) STRICT;"
    "ALTER TABLE speaker ADD COLUMN voice INTEGER REFERENCES voice;";

#define DAY_TEXT(day)                                                                              \
    "CASE WHEN " day " > 0 THEN printf('%04d-%02d-%02d', " day " / 10000, " day " / 100 % 100, "   \
    day " % 100) END AS " day

static const char VOICES_5_FILLED[] =
    "ALTER TABLE speaker DROP COLUMN name; ALTER TABLE speaker DROP COLUMN kind;"
    "ALTER TABLE speaker DROP COLUMN role; ALTER TABLE speaker DROP COLUMN affiliation;"
    "ALTER TABLE speaker DROP COLUMN person;"
    "CREATE INDEX speaker_voice ON speaker (voice);"
    "CREATE VIEW statement_text AS SELECT " ONR_SQL_PLACE("a") " AS place, a.id AS statement,"
    "  a.state AS state, a.content AS content,"
    "  CASE WHEN v.name IS NULL OR v.name = a.source THEN a.source"
    "       WHEN a.source IS NULL THEN v.name"
    "       ELSE v.name || ' / ' || a.source END AS speaker,"
    "  v.role AS role, v.affiliation AS affiliation,"
    "  CASE WHEN a.lemma IS NULL THEN a.cue ELSE a.lemma || ' / ' || a.cue END AS cue"
    "  FROM attribution a LEFT JOIN speaker s ON s.id = a.speaker"
    "  LEFT JOIN voice v ON v.id = s.voice;"
    "CREATE VIEW statements AS SELECT a.id AS id, coalesce(v.name, a.source) AS speaker,"
    "  v.role AS role, v.affiliation AS affiliation, a.source AS source, a.cue AS cue,"
    "  a.lemma AS lemma, a.content AS content,"
    "  CASE a.form WHEN 2 THEN 'direct' WHEN 1 THEN 'mixed' ELSE 'indirect' END AS form,"
    "  CASE a.act WHEN 0 THEN 'speech' WHEN 1 THEN 'writing' WHEN 2 THEN 'thought'"
    "    ELSE 'intent' END AS act,"
    "  a.negated AS negated, a.confidence / 1000.0 AS confidence,"
    "  nullif(d.day, '') AS day, d.outlet AS outlet, d.title AS title, d.url AS url,"
    "  d.published AS published, d.name AS document_name, d.id AS document,"
    "  CASE WHEN a.origin = 1 THEN 'edited' WHEN a.state = 1 THEN 'confirmed' END AS reviewed,"
    "  v.person AS person, m.family AS family"
    "  FROM attribution a JOIN document d ON d.id = a.document"
    "  LEFT JOIN speaker s ON s.id = a.speaker LEFT JOIN voice v ON v.id = s.voice"
    "  LEFT JOIN family_member m ON m.attribution = a.id WHERE a.state < 2;"
    "CREATE VIEW speakers AS SELECT name, kind, role, affiliation, person, statements, documents,"
    "  " DAY_TEXT("first_day") ", " DAY_TEXT("last_day") " FROM voice WHERE statements > 0;";

static bool fill_voices(onr_db *db, const onr_alloc *alloc)
{
    (void)alloc;
    return onr_voices_fill(db) && onr_db_run(db, VOICES_5_FILLED);
}

/* One for each version: SQL texts, and what cannot be said in SQL. What stands here has been used:
 * a change is a new step. */
typedef struct step {
    const char *const *parts;
    bool (*finish)(onr_db *db, const onr_alloc *alloc);
} step;

static const char *const STEP_1[] = {DOCUMENTS_1, CORRECTIONS_1, STATEMENTS_1, VIEWS_1, NULL};
static const char *const STEP_2[] = {PLACES_2, NULL};
static const char *const STEP_3[] = {KEYS_3, NULL};
static const char *const STEP_4[] = {PACKED_4, NULL};
static const char *const STEP_5[] = {VOICES_5, NULL};
static const step STEPS[] = {{STEP_1, NULL},
                             {STEP_2, NULL},
                             {STEP_3, index_families},
                             {STEP_4, onr_repack},
                             {STEP_5, fill_voices}};

enum { STEP_COUNT = sizeof STEPS / sizeof *STEPS, PAGE_BYTES = 16384 };

uint32_t onr_schema_version(void)
{
    return STEP_COUNT;
}

static int64_t pragma(onr_db *db, const char *sql)
{
    int64_t value = 0;
    sqlite3_stmt *s = NULL;
    if (db->status != ONR_OK) return 0;
    if (sqlite3_prepare_v2(db->handle, sql, -1, &s, NULL) == SQLITE_OK &&
        sqlite3_step(s) == SQLITE_ROW)
        value = sqlite3_column_int64(s, 0);
    else
        onr_db_fail_sqlite(db);
    sqlite3_finalize(s);
    return value;
}

static bool take_step(onr_db *db, uint32_t number, const onr_alloc *alloc)
{
    char sql[64];
    const step *taken = &STEPS[number];
    snprintf(sql, sizeof sql, "PRAGMA user_version = %u", (unsigned)number + 1);
    for (const char *const *part = taken->parts; *part != NULL; part++) onr_db_run(db, *part);
    if (db->status == ONR_OK && taken->finish != NULL) taken->finish(db, alloc);
    return onr_db_run(db, sql);
}

/* The version is read again under the write lock: another program may have been faster. */
static bool migrate(onr_db *db, const onr_alloc *alloc)
{
    char sql[64];
    snprintf(sql, sizeof sql, "PRAGMA application_id = %d", ONR_STORE_APPLICATION);
    if (!onr_db_begin(db, true)) return false;
    onr_db_run(db, sql);
    int64_t version = pragma(db, "PRAGMA user_version");
    for (uint32_t number = (uint32_t)version; number < STEP_COUNT; number++)
        if (!take_step(db, number, alloc)) break;
    return onr_db_commit(db);
}

static bool is_empty(onr_db *db)
{
    return pragma(db, "SELECT count(*) FROM sqlite_master") == 0 && db->status == ONR_OK;
}

static bool refuse_version(onr_db *db, int64_t version)
{
    char text[120];
    snprintf(text, sizeof text,
             version > STEP_COUNT
                 ? "made by a newer onrecord (schema %lld, this program knows %d)"
                 : "made by an older onrecord (schema %lld, now %d): 'onrecord add' brings it up",
             (long long)version, (int)STEP_COUNT);
    return onr_db_fail(db, ONR_EFORMAT, text);
}

bool onr_schema_prepare(onr_db *db, bool write, const onr_alloc *alloc)
{
    char sql[80];
    int64_t application = pragma(db, "PRAGMA application_id");
    int64_t version = pragma(db, "PRAGMA user_version");
    if (db->status != ONR_OK) return false;
    bool fresh = application == 0 && version == 0 && is_empty(db);
    if (db->status != ONR_OK) return false;
    if (!fresh && application != ONR_STORE_APPLICATION)
        return onr_db_fail(db, ONR_EFORMAT, "a database, but not a store of onrecord");
    if (fresh && !write) return onr_db_fail(db, ONR_EFORMAT, "an empty file, not a store");
    if (version > STEP_COUNT || (!write && version < STEP_COUNT))
        return refuse_version(db, version);
    if (!write) return true;
    snprintf(sql, sizeof sql, "PRAGMA page_size = %d; PRAGMA auto_vacuum = INCREMENTAL",
             PAGE_BYTES);
    if (fresh) onr_db_run(db, sql);
    /* After a crash of the machine the last transactions may be missing, never torn. */
    onr_db_run(db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
    return version == STEP_COUNT || migrate(db, alloc);
}
