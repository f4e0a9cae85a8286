#include "sql/match.h"

/* Those of BM25 as SQLite has it; 150 characters are a sentence. */
static const double SATURATION = 1.2, LENGTH_WEIGHT = 0.75, USUAL_CHARACTERS = 150.0;

enum { MAX_PHRASES = 64 }; /* those beyond count nothing */

/* ---- relevance ---- */

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

/* ---- marks ---- */

/* A passage in words of the column. */
typedef struct passage {
    int first, last;
} passage;

/* Walks over the words of the text, and over the passages beside it. */
typedef struct marking {
    const Fts5ExtensionApi *api;
    Fts5Context *fts;
    int instance, instances; /* the next one to look at, of how many */
    passage now;             /* `first` is -1 when there is none */
    int word;                /* number of the next word */
    onr_match_mark mark;
    sqlite3_str *out;
} marking;

/* The next match in the first column; false when there is none. */
static bool next_instance(marking *m, passage *out)
{
    int phrase, column, first;
    while (m->instance < m->instances &&
           m->api->xInst(m->fts, m->instance, &phrase, &column, &first) == SQLITE_OK) {
        m->instance++;
        if (column != 0) continue;
        *out = (passage){first, first + m->api->xPhraseSize(m->fts, phrase) - 1};
        return true;
    }
    return false;
}

/* The next passage: matches come in order, and those that overlap are one. */
static void next_passage(marking *m)
{
    passage more;
    if (!next_instance(m, &m->now)) {
        m->now.first = -1;
        return;
    }
    while (next_instance(m, &more)) {
        if (more.first > m->now.last) {
            m->instance--; /* begins the next one */
            return;
        }
        if (more.last > m->now.last) m->now.last = more.last;
    }
}

static int mark_word(void *ctx, int flags, const char *word, int len, int start, int end)
{
    marking *m = ctx;
    (void)word;
    (void)len;
    if ((flags & FTS5_TOKEN_COLOCATED) != 0) return SQLITE_OK;
    int number = m->word++;
    if (m->now.first < 0) return SQLITE_DONE;
    if (number == m->now.first) m->mark.start_byte = (uint32_t)start;
    if (number != m->now.last) return SQLITE_OK;
    m->mark.end_byte = (uint32_t)end;
    sqlite3_str_append(m->out, (const char *)&m->mark, sizeof m->mark);
    next_passage(m);
    return SQLITE_OK;
}

static void marks(const Fts5ExtensionApi *api, Fts5Context *fts, sqlite3_context *out,
                  int value_count, sqlite3_value **values)
{
    marking m = {.api = api, .fts = fts};
    const char *text = value_count > 0 ? (const char *)sqlite3_value_text(values[0]) : NULL;
    if (text == NULL) return;
    int rc = api->xInstCount(fts, &m.instances);
    m.out = sqlite3_str_new(NULL);
    next_passage(&m);
    if (rc == SQLITE_OK)
        rc = api->xTokenize(fts, text, sqlite3_value_bytes(values[0]), &m, mark_word);
    int failed = sqlite3_str_errcode(m.out), len = sqlite3_str_length(m.out);
    char *bytes = sqlite3_str_finish(m.out);
    if ((rc != SQLITE_OK && rc != SQLITE_DONE) || failed != SQLITE_OK) {
        sqlite3_free(bytes);
        sqlite3_result_error_code(out, failed != SQLITE_OK ? failed : rc);
    } else if (bytes != NULL) {
        sqlite3_result_blob(out, bytes, len, sqlite3_free);
    }
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

bool onr_match_install(onr_db *db)
{
    if (db->status != ONR_OK) return false;
    fts5_api *api = find_api(db);
    if (api != NULL &&
        api->xCreateFunction(api, "relevance", NULL, relevance, NULL) == SQLITE_OK &&
        api->xCreateFunction(api, "marks", NULL, marks, NULL) == SQLITE_OK)
        return true;
    return onr_db_fail(db, ONR_ENOMEM, "no full-text search: SQLite without FTS5, or no memory");
}
