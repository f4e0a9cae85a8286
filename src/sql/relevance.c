#include "sql/relevance.h"

/* Those of BM25 as SQLite has it; 150 characters are a sentence. */
static const double SATURATION = 1.2, LENGTH_WEIGHT = 0.75, USUAL_CHARACTERS = 150.0;

enum { MAX_PHRASES = 64 }; /* those beyond count nothing */

static int count_phrases(const Fts5ExtensionApi *api, Fts5Context *fts, uint32_t *counts)
{
    int instances = 0;
    int rc = api->xInstCount(fts, &instances);
    for (int i = 0; i < instances && rc == SQLITE_OK; i++) {
        int phrase, column, offset;
        rc = api->xInst(fts, i, &phrase, &column, &offset);
        if (rc == SQLITE_OK && phrase >= 0 && phrase < MAX_PHRASES) counts[phrase]++;
    }
    return rc;
}

static void relevance(const Fts5ExtensionApi *api, Fts5Context *fts, sqlite3_context *out,
                      int value_count, sqlite3_value **values)
{
    uint32_t counts[MAX_PHRASES] = {0};
    double characters = value_count > 0 ? sqlite3_value_double(values[0]) : USUAL_CHARACTERS;
    double half = SATURATION *
                  (1.0 - LENGTH_WEIGHT + LENGTH_WEIGHT * characters / USUAL_CHARACTERS);
    double sum = 0.0;
    int rc = count_phrases(api, fts, counts);
    if (rc != SQLITE_OK) {
        sqlite3_result_error_code(out, rc);
        return;
    }
    for (int i = 0; i < MAX_PHRASES; i++)
        if (counts[i] > 0) sum -= counts[i] / (counts[i] + half);
    sqlite3_result_double(out, sum);
}

/* FTS5 hands out its functions through a pointer that SQL cannot see. */
static fts5_api *find_api(onr_db *db)
{
    fts5_api *api = NULL;
    sqlite3_stmt *s = NULL;
    if (sqlite3_prepare_v2(db->handle, "SELECT fts5(?1)", -1, &s, NULL) == SQLITE_OK &&
        sqlite3_bind_pointer(s, 1, &api, "fts5_api_ptr", NULL) == SQLITE_OK)
        sqlite3_step(s);
    sqlite3_finalize(s);
    return api;
}

bool onr_relevance_install(onr_db *db)
{
    if (db->status != ONR_OK) return false;
    fts5_api *api = find_api(db);
    if (api != NULL &&
        api->xCreateFunction(api, "relevance", NULL, relevance, NULL) == SQLITE_OK)
        return true;
    return onr_db_fail(db, ONR_ENOMEM, "no full-text search: SQLite without FTS5, or no memory");
}
