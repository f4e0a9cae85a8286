#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>

#include "base/error.h"
#include "store/load.h"
#include "store/voice.h"
#include "verify/verifier.h"

/*
 * Documents are checked in rounds. In a round every hand takes the next document that nobody has
 * taken; after it the calling thread reports in the order of the documents, so that the output does
 * not depend on the number of hands.
 *
 * Each hand reads by a connection of its own, which may see another state of a store that somebody
 * is writing to. Only what the calling thread finds by its connection counts against a document:
 * whatever a helper does not find sound is checked again, so a helper may fail in any way.
 */
enum { ROUND = 1024 };

typedef struct finding {
    int64_t document;
    onr_verify_item item; /* the name is in the arena of a hand */
    uint64_t statements;
    bool settled;
} finding;

typedef struct survey survey;

/* Somebody who checks; the first one is the calling thread. */
typedef struct hand {
    survey *survey;
    onr_store *store;
    onr_arena names; /* of one round */
    pthread_t thread;
    bool started;
} hand;

struct survey {
    const onr_verifier *verifier;
    hand *hands; /* [hand_count] */
    uint32_t hand_count, hand_capacity;
    int64_t last;      /* document of the rounds before */
    uint32_t count;
    atomic_uint taken;
    finding findings[ROUND]; /* [count] */
};

static bool has_corrections(onr_store *store, int64_t document)
{
    static const char sql[] =
        "SELECT 1 FROM attribution WHERE document = ?1 AND correction IS NOT NULL LIMIT 1";
    sqlite3_stmt *s = onr_db_start(&store->db, sql);
    onr_bind_int(&store->db, s, 1, document);
    bool has = onr_db_row(&store->db, s);
    onr_db_end(s);
    return has;
}

/* The document as the model left it, or as people have corrected it. False on failure. */
static bool check_reading(const onr_verifier *v, onr_store *store, onr_reading reading, finding *f)
{
    onr_loaded loaded;
    onr_arena_reset(&store->arena);
    if (!onr_document_load(store, f->document, reading, true, &loaded)) return false;
    if (loaded.text_missing) {
        f->item = (onr_verify_item){.verdict = ONR_MISSING,
                                    .name = store->entry.id,
                                    .attribution = ONR_NONE,
                                    .why = "the text is missing or cannot be unpacked"};
        return true;
    }
    f->statements += store->entry.attribution_count;
    f->item = onr_verify_entry(v, &store->entry);
    if (f->item.verdict == ONR_VERIFIED && !loaded.whole) {
        f->item.verdict = ONR_ALTERED;
        f->item.why = onr_fault_text(ONR_FAULT_ID);
    }
    return true;
}

static bool check_document(hand *h, finding *f)
{
    const onr_verifier *v = h->survey->verifier;
    f->statements = 0;
    if (!check_reading(v, h->store, ONR_READING_MACHINE, f)) return false;
    if (f->item.verdict == ONR_VERIFIED && has_corrections(h->store, f->document) &&
        !check_reading(v, h->store, ONR_READING_CORRECTED, f))
        return false;
    return onr_arena_copy(&h->names, &f->item.name, f->item.name) ||
           onr_db_fail(&h->store->db, ONR_ENOMEM, "out of memory");
}

static finding *take_finding(survey *s)
{
    unsigned i = atomic_fetch_add(&s->taken, 1);
    return i < s->count ? &s->findings[i] : NULL;
}

static void *help(void *arg)
{
    hand *h = arg;
    for (finding *f; (f = take_finding(h->survey)) != NULL;) {
        f->settled = check_document(h, f) && f->item.verdict == ONR_VERIFIED;
        onr_db_clear(&h->store->db);
    }
    return NULL;
}

/* The documents of the next round; false when there are none or on failure. */
static bool next_round(survey *s)
{
    uint32_t most = s->hand_count > 1 ? ROUND : 1;
    s->count = 0;
    while (s->count < most) {
        int64_t id = onr_document_next(s->hands[0].store, s->last, false);
        if (id == 0) break;
        s->findings[s->count++] = (finding){.document = id};
        s->last = id;
    }
    atomic_store(&s->taken, 0);
    for (uint32_t i = 0; i < s->hand_count; i++) onr_arena_reset(&s->hands[i].names);
    return s->count > 0;
}

/* Helpers take no signals: those are for the program's own threads. */
static void start_helpers(survey *s)
{
    sigset_t all, before;
    sigfillset(&all);
    if (s->hand_count < 2 || pthread_sigmask(SIG_SETMASK, &all, &before) != 0) return;
    for (uint32_t i = 1; i < s->hand_count; i++) {
        hand *h = &s->hands[i];
        h->started = pthread_create(&h->thread, NULL, help, h) == 0;
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

/* Check what is left of the round, and again what a helper has not found sound. */
static void finish_round(survey *s)
{
    hand *own = &s->hands[0];
    finding *f;
    while (own->store->db.status == ONR_OK && (f = take_finding(s)) != NULL)
        f->settled = check_document(own, f);
    atomic_store(&s->taken, s->count); /* after a failure: there is nothing left to do */
    for (uint32_t i = 1; i < s->hand_count; i++) {
        if (s->hands[i].started) pthread_join(s->hands[i].thread, NULL);
        s->hands[i].started = false;
    }
    for (uint32_t i = 0; i < s->count && own->store->db.status == ONR_OK; i++)
        if (!s->findings[i].settled) s->findings[i].settled = check_document(own, &s->findings[i]);
}

/* Rows that belong to nothing. */
static bool has_loose_rows(onr_store *store)
{
    static const char sql[] = "SELECT count(*) FROM pragma_foreign_key_check";
    return onr_db_number(&store->db, sql, 0) != 0;
}

/* What is wrong with the store as a whole. False when the caller has had enough. */
static bool check_whole(onr_verifier *v, onr_store *store, onr_verify_fn take, void *ctx)
{
    const struct {
        bool found;
        const char *why;
    } faults[] = {
        {has_loose_rows(store), "rows of the store refer to rows that are not there"},
        {!onr_voices_agree(&store->db), "the sums of the store are not those of its statements"},
    };
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        onr_verify_item item = {.verdict = ONR_ALTERED,
                                .attribution = ONR_NONE,
                                .why = faults[i].why};
        if (store->db.status != ONR_OK || !faults[i].found) continue;
        if (!onr_verify_report(v, &item, take, ctx)) return false;
    }
    return true;
}

static bool report_round(onr_verifier *v, const survey *s, onr_verify_fn take, void *ctx)
{
    for (uint32_t i = 0; i < s->count; i++) {
        v->counts.statements += s->findings[i].statements;
        if (!onr_verify_report(v, &s->findings[i].item, take, ctx)) return false;
    }
    return true;
}

/* False when the caller has had enough. The helpers begin while the store is looked at as a
 * whole. */
static bool check_all(onr_verifier *v, survey *s, onr_verify_fn take, void *ctx)
{
    const onr_db *db = &s->hands[0].store->db;
    bool more = next_round(s);
    if (more) start_helpers(s);
    bool go_on = check_whole(v, s->hands[0].store, take, ctx);
    while (more) {
        finish_round(s);
        if (db->status != ONR_OK) return true;
        if (go_on) go_on = report_round(v, s, take, ctx);
        more = go_on && next_round(s);
        if (more) start_helpers(s);
    }
    return go_on;
}

static bool add_helper(survey *s, onr_store *store)
{
    hand *h = &s->hands[s->hand_count];
    onr_error ignored; /* fewer helpers will do */
    const char *path = sqlite3_db_filename(store->db.handle, "main");
    *h = (hand){.survey = s};
    if (onr_store_open(&h->store, path, ONR_STORE_READ, s->verifier->alloc, &ignored) != ONR_OK)
        return false;
    onr_arena_init(&h->names, s->verifier->alloc);
    onr_db_set_cache(&h->store->db, ONR_DB_SCAN_KIB);
    onr_db_begin(&h->store->db, false);
    s->hand_count++;
    return true;
}

static void close_survey(survey *s)
{
    const onr_alloc *alloc = s->verifier->alloc;
    for (uint32_t i = 0; i < s->hand_count; i++) {
        if (i > 0) onr_store_close(s->hands[i].store);
        onr_arena_deinit(&s->hands[i].names);
    }
    onr_release(alloc, s->hands, s->hand_capacity * sizeof *s->hands);
    onr_release(alloc, s, sizeof *s);
}

static survey *open_survey(const onr_verifier *v, onr_store *store)
{
    survey *s = onr_resize(v->alloc, NULL, 0, sizeof *s);
    uint32_t jobs = v->jobs > 1 ? v->jobs : 1;
    if (s == NULL) return NULL;
    memset(s, 0, sizeof *s);
    s->verifier = v;
    s->hand_capacity = jobs;
    s->hands = onr_resize(v->alloc, NULL, 0, jobs * sizeof *s->hands);
    if (s->hands == NULL) {
        onr_release(v->alloc, s, sizeof *s);
        return NULL;
    }
    s->hands[s->hand_count++] = (hand){.survey = s, .store = store};
    onr_arena_init(&s->hands[0].names, v->alloc);
    while (s->hand_count < jobs && add_helper(s, store)) {}
    return s;
}

onr_status onr_verifier_check_store(onr_verifier *v, onr_store *store, onr_verify_fn take,
                                    void *ctx, onr_error *err)
{
    onr_db *db = &store->db;
    onr_db_clear(db);
    survey *s = open_survey(v, store);
    if (s == NULL) return onr_fail_memory(err);
    onr_db_set_cache(db, ONR_DB_SCAN_KIB);
    onr_db_begin(db, false);
    bool go_on = check_all(v, s, take, ctx);
    onr_status status = onr_db_status(db, err);
    onr_db_rollback(db);
    onr_db_set_cache(db, ONR_DB_CACHE_KIB);
    close_survey(s);
    if (status != ONR_OK) return status;
    return go_on ? ONR_OK : ONR_END;
}
