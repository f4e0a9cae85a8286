/*
 * Voices and their sums: always what grouping all statements gives, whatever happens to them.
 */
#include "store/voice.h"
#include "store/store.h"
#include "store_testing.h"

static const char text[] = "Ana Ruiz said it is late. The mayor said nobody came. Ruiz said no.";
static const said three[] = {{"Ana Ruiz", "said", "it is late", "\"speaker\":0,"},
                             {"The mayor", "said", "nobody came", NULL},
                             {"Ruiz", "said", "no", "\"speaker\":0,"},
                             {NULL, NULL, NULL, NULL}};
static const said one[] = {{"The mayor", "said", "nobody came", NULL}, {NULL, NULL, NULL, NULL}};

static char *record(const char *id, const char *day, const char *role, const char *model,
                    const said *list)
{
    char meta[400];
    snprintf(meta, sizeof meta,
             "\"url\":\"http://%s.org/\",%s%s%s\"speakers\":[{\"id\":0,\"name\":\"Ana Ruiz\","
             "\"kind\":\"person\",\"named\":true,\"role\":%s,\"affiliation\":null,"
             "\"entity\":null,\"mentions\":[]}],",
             id, day == NULL ? "" : "\"published\":\"", day == NULL ? "" : day,
             day == NULL ? "" : "\",", role);
    return make_record(id, meta, model, text, list);
}

/* Sums as they were computed before there were any, against the view of today. */
static const char GROUPED[] =
    "SELECT v.name, v.kind, v.role, v.affiliation, v.person, count(*),"
    " count(DISTINCT a.document), min(nullif(d.day, '')), max(nullif(d.day, '')) FROM speaker s"
    " JOIN voice v ON v.id = s.voice JOIN attribution a ON a.speaker = s.id"
    " JOIN document d ON d.id = a.document WHERE a.state < 2"
    " GROUP BY v.name, v.kind, v.role, v.affiliation, v.person";
static const char LISTED[] = "SELECT name, kind, role, affiliation, person, statements, documents,"
                             " first_day, last_day FROM speakers";

static void assert_sums(onr_store *store)
{
    char sql[1200];
    onr_store_counts counts;
    snprintf(sql, sizeof sql,
             "SELECT (SELECT count(*) FROM (SELECT * FROM (%s) EXCEPT SELECT * FROM (%s))) +"
             " (SELECT count(*) FROM (SELECT * FROM (%s) EXCEPT SELECT * FROM (%s)))",
             GROUPED, LISTED, LISTED, GROUPED);
    assert_int_equal(ask(sql), 0);
    assert_int_equal(ask("SELECT count(*) FROM (SELECT month, statements FROM total"
                         " WHERE statements > 0 EXCEPT SELECT CAST(replace(substr("
                         " coalesce(day, '0'), 1, 7), '-', '') AS INTEGER) AS month, count(*)"
                         " FROM statements GROUP BY 1)"), 0);
    assert_int_equal(onr_store_count(store, &counts, NULL), ONR_OK);
    assert_int_equal(counts.statements, ask("SELECT count(*) FROM statements"));
    assert_int_equal(counts.documents, ask("SELECT count(*) FROM document"));
    assert_true(onr_voices_agree(&store->db));
}

static int64_t ask_ruiz(const char *what)
{
    char sql[200];
    snprintf(sql, sizeof sql,
             "SELECT coalesce(sum(CAST(replace(%s, '-', '') AS INTEGER)), 0) FROM speakers"
             " WHERE name = 'Ana Ruiz' AND role = 'mayor'", what);
    return ask(sql);
}

static void test_voices__follow_what_is_added(void **state)
{
    (void)state;
    onr_store *store = open_store(ONR_STORE_CREATE);
    assert_sums(store);
    add_record(store, record("a", "2016-09-30", "\"mayor\"", "m1", three));
    add_record(store, record("b", NULL, "\"mayor\"", "m1", three));
    add_record(store, record("c", "2016-10-02", "\"mayor\"", "m1", three));
    add_record(store, record("d", "2016-01-02", "null", "m1", three));
    assert_sums(store);
    assert_int_equal(ask_ruiz("statements"), 6);
    assert_int_equal(ask_ruiz("documents"), 3);
    assert_int_equal(ask_ruiz("first_day"), 20160930);
    assert_int_equal(ask_ruiz("last_day"), 20161002);
    assert_int_equal(ask("SELECT count(*) FROM voice WHERE name = 'Ana Ruiz'"), 2);
    onr_store_close(store);
}

static void test_voices__follow_another_reading(void **state)
{
    (void)state;
    onr_store *store = open_store(ONR_STORE_CREATE);
    add_record(store, record("a", "2016-09-30", "\"mayor\"", "m1", three));
    add_record(store, record("b", "2016-10-01", "\"mayor\"", "m1", three));
    add_record(store, record("c", "2016-10-01", "\"mayor\"", "m1", three));
    /* The last day stays as long as one has it, and goes with the last one. */
    add_record(store, record("c", "2016-10-01", "\"mayor\"", "m2", one));
    assert_sums(store);
    assert_int_equal(ask_ruiz("last_day"), 20161001);
    add_record(store, record("b", "2016-10-01", "\"mayor\"", "m2", one));
    assert_sums(store);
    assert_int_equal(ask_ruiz("last_day"), 20160930);
    assert_int_equal(ask_ruiz("statements"), 2);
    /* Another day, another role, and nothing left of the first voice. */
    add_record(store, record("a", "2017-01-01", "\"senator\"", "m2", three));
    assert_sums(store);
    assert_int_equal(ask_ruiz("statements"), 0);
    add_record(store, record("a", "2016-09-30", "\"mayor\"", "m1", three));
    assert_sums(store);
    assert_int_equal(ask_ruiz("first_day"), 20160930);
    onr_store_close(store);
}

static uint64_t correct(onr_store *store, const char *words, onr_correct_action action,
                        const char *speaker)
{
    uint64_t number;
    onr_error err;
    onr_correction c = {.action = action, .author = slice_of("jd")};
    c.fields[ONR_FIELD_SPEAKER] = slice_of(speaker);
    if (onr_store_correct(store, search_words(store, words).statement, &c, &number, NULL, &err) !=
        ONR_OK)
        fail_msg("%s", err.message);
    assert_sums(store);
    return number;
}

static void take_back(onr_store *store, uint64_t number)
{
    assert_int_equal(onr_store_undo(store, number, slice_of("jd"), slice_of(""), NULL, NULL),
                     ONR_OK);
    assert_sums(store);
}

static void test_voices__follow_corrections(void **state)
{
    (void)state;
    onr_store *store = open_store(ONR_STORE_CREATE);
    add_record(store, record("a", "2016-09-30", "\"mayor\"", "m1", three));
    add_record(store, record("b", "2016-10-02", "\"mayor\"", "m1", three)); /* the same text */
    uint64_t rejected = correct(store, "late", ONR_CORRECT_REJECT, NULL);
    assert_int_equal(ask_ruiz("statements"), 2);
    uint64_t edited = correct(store, "nobody", ONR_CORRECT_EDIT, "Berta Lund");
    assert_int_equal(ask("SELECT statements FROM speakers WHERE name = 'Berta Lund'"), 2);
    assert_int_equal(ask("SELECT count(*) FROM speakers WHERE name = 'The mayor'"), 0);
    correct(store, "nobody", ONR_CORRECT_CONFIRM, NULL);
    add_record(store, record("a", "2016-09-30", "\"mayor\"", "m2", one));
    assert_sums(store);
    take_back(store, edited);
    assert_int_equal(ask("SELECT count(*) FROM speakers WHERE name = 'Berta Lund'"), 0);
    take_back(store, rejected);
    assert_int_equal(ask_ruiz("statements"), 2); /* of b; the other model does not find them in a */
    onr_store_close(store);
}

static void test_voices__are_told_apart_by_everything(void **state)
{
    (void)state;
    onr_store *store = open_store(ONR_STORE_CREATE);
    onr_voice voice = {.name = slice_of("A"), .kind = slice_of("b")};
    onr_db_begin(&store->db, true);
    int64_t first = onr_voice_put(&store->db, &voice);
    assert_int_equal(onr_voice_put(&store->db, &voice), first);
    voice.role = slice_of("");
    int64_t empty = onr_voice_put(&store->db, &voice);
    assert_int_not_equal(empty, first); /* as in the record: an empty role is not an absent one */
    assert_int_equal(onr_voice_put(&store->db, &voice), empty);
    voice.role = (onr_slice){NULL, 0};
    voice.affiliation = slice_of("");
    assert_int_not_equal(onr_voice_put(&store->db, &voice), empty);
    onr_db_rollback(&store->db);
    onr_store_close(store);
}

static void test_voices__of_one_hash_are_different(void **state)
{
    (void)state;
    onr_store *store = open_store(ONR_STORE_CREATE);
    onr_voice voice = {.name = slice_of("A"), .kind = slice_of("b")};
    onr_db_begin(&store->db, true);
    int64_t first = onr_voice_put(&store->db, &voice);
    assert_true(onr_db_run(&store->db, "UPDATE voice SET name = 'B'"));
    int64_t second = onr_voice_put(&store->db, &voice);
    assert_int_not_equal(second, first);
    assert_int_equal(onr_voice_put(&store->db, &voice), second);
    onr_db_rollback(&store->db);
    onr_store_close(store);
}

int main(void)
{
#define STORE_TEST(name) cmocka_unit_test_setup_teardown(name, setup_path, teardown_path)
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_voices__follow_what_is_added),
        STORE_TEST(test_voices__follow_another_reading),
        STORE_TEST(test_voices__follow_corrections),
        STORE_TEST(test_voices__are_told_apart_by_everything),
        STORE_TEST(test_voices__of_one_hash_are_different),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
