#include "store/voice.h"

#include "base/hash.h"

/* ---- finding and making ---- */

static uint64_t hash_text(uint64_t hash, onr_slice text)
{
    hash = onr_hash_byte(hash, text.ptr == NULL);
    hash = onr_hash_bytes(hash, text.ptr, text.len);
    return onr_hash_byte(hash, 0);
}

/* 32 bits: a short index; the texts are compared besides. */
static int64_t hash_voice(const onr_voice *v)
{
    uint64_t hash = hash_text(hash_text(ONR_HASH_START, v->name), v->kind);
    hash = hash_text(hash_text(hash, v->role), v->affiliation);
    hash = onr_hash_bytes(hash, (const char *)&v->person, sizeof v->person);
    return (int32_t)(uint32_t)onr_hash_mix(hash);
}

static void bind_voice(onr_db *db, sqlite3_stmt *s, const onr_voice *v)
{
    onr_bind_int(db, s, 1, hash_voice(v));
    onr_bind_slice(db, s, 2, v->name);
    onr_bind_slice(db, s, 3, v->kind);
    onr_bind_slice(db, s, 4, v->role);
    onr_bind_slice(db, s, 5, v->affiliation);
    if (v->person != 0) onr_bind_int(db, s, 6, v->person);
}

int64_t onr_voice_put(onr_db *db, const onr_voice *voice)
{
    static const char finding[] =
        "SELECT id FROM voice WHERE hash = ?1 AND name = ?2 AND kind = ?3 AND role IS ?4"
        " AND affiliation IS ?5 AND person IS ?6";
    static const char making[] =
        "INSERT INTO voice (hash, name, kind, role, affiliation, person)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    sqlite3_stmt *s = onr_db_start(db, finding);
    bind_voice(db, s, voice);
    int64_t id = onr_db_row(db, s) ? sqlite3_column_int64(s, 0) : 0;
    onr_db_end(s);
    if (id != 0 || db->status != ONR_OK) return id;
    s = onr_db_start(db, making);
    bind_voice(db, s, voice);
    return onr_db_done(db, s) ? sqlite3_last_insert_rowid(db->handle) : 0;
}

/* ---- sums ---- */

static bool run_for(onr_db *db, const char *sql, int64_t document)
{
    sqlite3_stmt *s = onr_db_start(db, sql);
    onr_bind_int(db, s, 1, document);
    return onr_db_done(db, s);
}

/* What is shown of a document by voice; all its statements have one day, 0 where it is not known.
 * CROSS keeps the order: a document's statements are few, a voice's may be many. */
#define SHOWN                                                                                      \
    " FROM (SELECT s.voice AS voice, count(*) AS statements, max(a.day) AS day"                    \
    "  FROM attribution a CROSS JOIN speaker s ON s.id = a.speaker"                                \
    "  WHERE a.document = ?1 AND a.state < 2 GROUP BY s.voice) n WHERE voice.id = n.voice"

/* What other documents show of a voice. */
#define OTHERS                                                                                     \
    " FROM speaker s CROSS JOIN attribution a ON a.speaker = s.id WHERE s.voice = voice.id"        \
    " AND a.state < 2 AND a.document <> ?1 AND a.day "

bool onr_voices_count(onr_db *db, int64_t document)
{
    static const char voices[] =
        "UPDATE voice SET statements = voice.statements + n.statements, documents = documents + 1,"
        " first_day = CASE WHEN n.day > 0 AND (first_day = 0 OR n.day < first_day) THEN n.day"
        "  ELSE first_day END, last_day = max(last_day, n.day)" SHOWN;
    static const char total[] =
        "INSERT INTO total (month, statements) SELECT max(day) / 100, count(*) FROM attribution"
        " WHERE document = ?1 AND state < 2 GROUP BY document"
        " ON CONFLICT (month) DO UPDATE SET statements = statements + excluded.statements";
    return run_for(db, voices, document) && run_for(db, total, document);
}

bool onr_voices_discount(onr_db *db, int64_t document)
{
    static const char voices[] =
        "UPDATE voice SET statements = voice.statements - n.statements, documents = documents - 1,"
        " first_day = CASE WHEN n.day <> first_day OR EXISTS (SELECT 1" OTHERS "= n.day)"
        "  THEN first_day ELSE coalesce((SELECT min(a.day)" OTHERS "> 0), 0) END,"
        " last_day = CASE WHEN n.day <> last_day OR EXISTS (SELECT 1" OTHERS "= n.day)"
        "  THEN last_day ELSE coalesce((SELECT max(a.day)" OTHERS "> 0), 0) END" SHOWN;
    static const char total[] =
        "UPDATE total SET statements = total.statements - n.statements FROM"
        " (SELECT max(day) / 100 AS month, count(*) AS statements FROM attribution"
        "  WHERE document = ?1 AND state < 2 GROUP BY document) n WHERE total.month = n.month";
    return run_for(db, voices, document) && run_for(db, total, document);
}

/* The sums from nothing else than the statements, by speaker first: those are in an index. */
#define GROUPED                                                                                    \
    "(SELECT s.voice AS voice, sum(a.statements) AS statements,"                                   \
    " count(DISTINCT s.document) AS documents, coalesce(min(nullif(a.day, 0)), 0) AS first_day,"   \
    " max(a.day) AS last_day FROM (SELECT speaker, count(*) AS statements, max(day) AS day"        \
    "  FROM attribution WHERE state < 2 AND speaker IS NOT NULL GROUP BY speaker) a"               \
    " CROSS JOIN speaker s ON s.id = a.speaker GROUP BY s.voice) n"

bool onr_voices_agree(onr_db *db)
{
    static const char sql[] =
        "SELECT (SELECT count(*) FROM attribution WHERE state < 2) ="
        " (SELECT coalesce(sum(statements), 0) FROM total) AND NOT EXISTS"
        " (SELECT 1 FROM voice v LEFT JOIN " GROUPED " ON n.voice = v.id"
        "  WHERE v.statements <> coalesce(n.statements, 0)"
        "   OR v.documents <> coalesce(n.documents, 0)"
        "   OR v.first_day <> coalesce(n.first_day, 0) OR v.last_day <> coalesce(n.last_day, 0))";
    return onr_db_number(db, sql, 0) != 0;
}

/* ---- stores of before ---- */

/* Rows are walked in the order of their ids, which setting a column does not change. */
static bool give_voices(onr_db *db)
{
    static const char reading[] = "SELECT id, name, kind, role, affiliation, coalesce(person, 0)"
                                  " FROM speaker ORDER BY id";
    static const char writing[] = "UPDATE speaker SET voice = ?2 WHERE id = ?1";
    sqlite3_stmt *rows = onr_db_start(db, reading);
    while (onr_db_row(db, rows)) {
        onr_voice voice = {.name = onr_column_slice(rows, 1),
                           .kind = onr_column_slice(rows, 2),
                           .role = onr_column_slice(rows, 3),
                           .affiliation = onr_column_slice(rows, 4),
                           .person = sqlite3_column_int64(rows, 5)};
        int64_t id = onr_voice_put(db, &voice);
        sqlite3_stmt *s = onr_db_start(db, writing);
        onr_bind_int(db, s, 1, sqlite3_column_int64(rows, 0));
        onr_bind_int(db, s, 2, id);
        onr_db_done(db, s);
    }
    onr_db_end(rows);
    return db->status == ONR_OK;
}

bool onr_voices_fill(onr_db *db)
{
    static const char sums[] =
        "UPDATE voice SET statements = n.statements, documents = n.documents,"
        " first_day = n.first_day, last_day = n.last_day FROM " GROUPED
        " WHERE voice.id = n.voice;"
        "INSERT INTO total (month, statements) SELECT day / 100, count(*) FROM attribution"
        " WHERE state < 2 GROUP BY 1";
    return give_voices(db) && onr_db_run(db, sums);
}
