/*
 * Adding: what is new, known, read again; people; what a store refuses.
 */
#include <onrecord/export.h>

#include "base/buffer.h"
#include "older_store.h"
#include "store/schema.h"
#include "store/store.h"
#include "store/voice.h"

static const char text_a[] = "Ana Ruiz said it is late. The mayor said nobody came.";
static const said said_a[] = {{"Ana Ruiz", "said", "it is late", NULL},
                              {"The mayor", "said", "nobody came", NULL},
                              {NULL, NULL, NULL, NULL}};

static char *record_a(const char *model)
{
    return make_record("a", "\"published\":\"2016-09-30\",\"url\":\"https://www.x.org/1\",", model,
                       text_a, said_a);
}

static void test_add__same_record_twice_is_one(void **state)
{
    (void)state;
    onr_store *store = open_store(ONR_STORE_CREATE);
    onr_store_counts counts;
    onr_store_item first = add_record(store, record_a("m1"));
    onr_store_item second = add_record(store, record_a("m1"));
    assert_int_equal(first.outcome, ONR_STORED_NEW);
    assert_int_equal(second.outcome, ONR_STORED_KNOWN);
    assert_int_equal(second.document, first.document);
    assert_int_equal(onr_store_count(store, &counts, NULL), ONR_OK);
    assert_int_equal(counts.documents, 1);
    assert_int_equal(counts.statements, 2);
    onr_store_close(store);
}

static void test_add__same_text_elsewhere_is_another(void **state)
{
    (void)state;
    onr_store *store = open_store(ONR_STORE_CREATE);
    add_record(store, record_a("m1"));
    onr_store_item other = add_record(
        store, make_record("b", "\"url\":\"https://y.org/9\",", "m1", text_a, said_a));
    assert_int_equal(other.outcome, ONR_STORED_NEW);
    onr_store_close(store);
    assert_int_equal(ask("SELECT count(*) FROM documents WHERE outlet IN ('x.org', 'y.org')"), 2);
}

static void test_add__another_model_takes_the_place(void **state)
{
    (void)state;
    const said fewer[] = {{"The mayor", "said", "nobody came", NULL}, {NULL, NULL, NULL, NULL}};
    onr_store *store = open_store(ONR_STORE_CREATE);
    onr_store_item first = add_record(store, record_a("m1"));
    onr_store_item again = add_record(
        store, make_record("a", "\"published\":\"2016-10-01\",\"url\":\"https://www.x.org/1\",",
                           "m2", text_a, fewer));
    assert_int_equal(again.outcome, ONR_STORED_AGAIN);
    assert_int_equal(again.document, first.document);
    assert_int_equal(search_words(store, "late").count, 0);
    assert_int_equal(search_words(store, "nobody").count, 1);
    onr_store_close(store);
    assert_int_equal(ask("SELECT count(*) FROM statements WHERE day = '2016-10-01'"), 1);
}

static void test_add__unsound_records_are_left_out_alone(void **state)
{
    (void)state;
    onr_store *store = open_store(ONR_STORE_CREATE);
    char *good = record_a("m1"), *bad = record_a("m1"), *text;
    text = strstr(bad, "it is late\"}"); /* the quotation, not the text */
    memcpy(text, "it is LATE", 10);
    onr_store_item items[] = {{.record = slice_of("{\"schema\":")},
                              {.record = slice_of(bad)},
                              {.record = slice_of(good)},
                              {.record = slice_of("{\"schema\":\"other\",\"text\":\"\"}")}};
    assert_int_equal(onr_store_add(store, items, 4, NULL), ONR_OK);
    assert_int_equal(items[0].outcome, ONR_STORED_NOT);
    assert_int_equal(items[1].outcome, ONR_STORED_NOT);
    assert_int_equal(items[1].error.status, ONR_EFORMAT);
    assert_non_null(strstr(items[1].error.message, "attribution 0"));
    assert_int_equal(items[2].outcome, ONR_STORED_NEW);
    assert_int_equal(items[3].outcome, ONR_STORED_NOT);
    onr_store_close(store);
    free(good);
    free(bad);
    assert_int_equal(ask("SELECT count(*) FROM document"), 1);
}

/* ---- people ---- */

static char *with_speaker(const char *id, const char *name, const char *affiliation)
{
    char meta[400];
    const said list[] = {{"Ruiz", "said", "it rained", "\"speaker\":0,"}, {NULL, NULL, NULL, NULL}};
    snprintf(meta, sizeof meta,
             "\"url\":\"http://%s.org/\",\"speakers\":[{\"id\":0,\"name\":\"%s\","
             "\"kind\":\"person\",\"named\":true,\"role\":null,\"affiliation\":%s,"
             "\"entity\":null,\"mentions\":[]}],",
             id, name, affiliation);
    return make_record(id, meta, "m1", "Ruiz said it rained.", list);
}

static void test_people__joined_by_full_name_and_affiliation(void **state)
{
    (void)state;
    onr_store *store = open_store(ONR_STORE_CREATE);
    add_record(store, with_speaker("a", "Ana Ruiz", "\"City of Dovria\""));
    add_record(store, with_speaker("b", "ana  RUIZ", "\"City of Dovria\""));
    add_record(store, with_speaker("c", "Ana Ruiz", "\"Green Party\""));
    add_record(store, with_speaker("d", "Ruiz", "\"City of Dovria\""));
    add_record(store, with_speaker("e", "Ruiz", "\"City of Dovria\""));
    add_record(store, with_speaker("f", "Ana Ruiz", "null"));
    onr_store_close(store);
    assert_int_equal(ask("SELECT count(*) FROM person"), 3);
    assert_int_equal(ask("SELECT max(n) FROM (SELECT count(*) AS n FROM speaker"
                         " JOIN voice v ON v.id = voice WHERE person IS NOT NULL"
                         " GROUP BY person)"), 2);
    assert_int_equal(ask("SELECT count(*) FROM voice WHERE name = 'Ruiz' AND person IS NOT NULL"),
                     0);
}

static void test_people__sources_stand_in_where_there_are_no_speakers(void **state)
{
    (void)state;
    onr_store *store = open_store(ONR_STORE_CREATE);
    add_record(store, record_a("m1"));
    onr_store_close(store);
    assert_int_equal(ask("SELECT statements FROM speakers WHERE name = 'Ana Ruiz'"), 1);
    assert_int_equal(ask("SELECT count(*) FROM person"), 0);
}

/* ---- members that have no table ---- */

static void test_add__unknown_members_are_kept(void **state)
{
    (void)state;
    onr_store *store = open_store(ONR_STORE_CREATE);
    add_record(store, make_record("a", "\"blocks\":[{\"span\":[0,4]}],\"later\":7,",
                                  "m1", text_a, said_a));
    onr_store_close(store);
    assert_int_equal(ask("SELECT extra IS NOT NULL FROM text"), 1);
}

/* ---- what a store refuses ---- */

static onr_error open_fails(onr_store_mode mode, onr_status expected)
{
    onr_store *store;
    onr_error err;
    assert_int_equal(onr_store_open(&store, test_path, mode, NULL, &err), expected);
    assert_null(store);
    return err;
}

static void test_open__missing_file(void **state)
{
    (void)state;
    open_fails(ONR_STORE_READ, ONR_EIO);
    open_fails(ONR_STORE_WRITE, ONR_EIO);
}

static void test_open__names_that_are_no_files(void **state)
{
    (void)state;
    static const char *const names[] = {"", ":memory:", ":x"};
    for (int i = 0; i < 3; i++) {
        onr_store *store;
        assert_int_equal(onr_store_open(&store, names[i], ONR_STORE_CREATE, NULL, NULL),
                         ONR_EUSAGE);
        assert_null(store);
    }
}

static void test_open__no_database(void **state)
{
    (void)state;
    FILE *file = fopen(test_path, "w");
    assert_non_null(file);
    for (int i = 0; i < 1000; i++) fputs("this is a text, not a database\n", file);
    fclose(file);
    onr_error err = open_fails(ONR_STORE_CREATE, ONR_EFORMAT);
    assert_non_null(strstr(err.message, "not an SQLite database"));
}

static void test_open__somebody_elses_database(void **state)
{
    (void)state;
    assert_true(tamper("CREATE TABLE precious (x); INSERT INTO precious VALUES (1)"));
    onr_error err = open_fails(ONR_STORE_CREATE, ONR_EFORMAT);
    assert_non_null(strstr(err.message, "not a store"));
    assert_int_equal(ask("SELECT x FROM precious"), 1);
}

static void test_open__newer_schema(void **state)
{
    (void)state;
    onr_store_close(open_store(ONR_STORE_CREATE));
    assert_true(tamper("PRAGMA user_version = 999"));
    onr_error err = open_fails(ONR_STORE_CREATE, ONR_EFORMAT);
    assert_non_null(strstr(err.message, "newer"));
    open_fails(ONR_STORE_READ, ONR_EFORMAT);
}

/* Makes a store of version 1 out of one of version 3. */
static const char to_version_1[] =
    "DROP TABLE quote_open; DROP TABLE quote_block;"
    "CREATE VIRTUAL TABLE quote_key USING fts5 (keys, content = '', detail = none);"
    "DROP INDEX attribution_place; DROP TABLE statement_fts; DROP VIEW statement_text;"
    "ALTER TABLE attribution DROP COLUMN day;"
    "CREATE VIEW statement_text AS SELECT a.id AS id, a.content AS content, a.source AS speaker,"
    "  '' AS role, '' AS affiliation, a.cue AS cue FROM attribution a;"
    "CREATE VIRTUAL TABLE statement_fts USING fts5 (content, speaker, role, affiliation, cue,"
    "  content = 'statement_text', content_rowid = 'id');"
    "INSERT INTO statement_fts (rowid, content) SELECT id, content FROM attribution;"
    "PRAGMA user_version = 1";

static void test_open__brings_an_older_store_up(void **state)
{
    (void)state;
    onr_store *store = open_store(ONR_STORE_CREATE);
    add_record(store, record_a("m1"));
    uint32_t shown = search_words(store, "late").count;
    onr_store_close(store);
    to_version_3();
    assert_true(tamper(to_version_1));
    onr_error err = open_fails(ONR_STORE_READ, ONR_EFORMAT);
    assert_non_null(strstr(err.message, "older"));
    store = open_store(ONR_STORE_CREATE);
    assert_int_equal(search_words(store, "late").count, shown);
    onr_query query = ONR_QUERY_DEFAULT;
    query.words = slice_of("late");
    query.from = slice_of("2016-09-30");
    query.to = slice_of("2016-09-30");
    assert_int_equal(search_query(store, &query).count, shown);
    assert_int_equal(ask("SELECT statements FROM speakers WHERE name = 'Ana Ruiz'"), 1);
    assert_true(onr_voices_agree(&store->db));
    onr_store_close(store);
}

static bool keep_record(void *ctx, const onr_export_item *item)
{
    onr_buffer *all = ctx;
    onr_writer w = onr_writer_start(all);
    onr_put_slice(&w, item->output);
    return onr_writer_finish(&w);
}

static onr_buffer export_all(onr_store *store)
{
    onr_buffer all = {0};
    onr_error err;
    if (onr_store_export(store, ONR_EXPORT_JSONL, false, keep_record, &all, &err) != ONR_OK)
        fail_msg("%s", err.message);
    return all;
}

static void assert_nothing_is_lost(void (*make_older)(void), int64_t version)
{
    onr_store *store = open_store(ONR_STORE_CREATE);
    const said list[] = {{"Ana Ruiz", "said", "it is late",
                          "\"speaker\":0,\"speaker_confidence\":0.85,"
                          "\"place\":{\"a\":{\"b\":1}},"},
                         {"Bo", "added", "so it is", "\"speaker_confidence\":1,"},
                         {NULL, NULL, NULL, NULL}};
    add_record(store, make_record("a",
        "\"entities\":[{\"id\":0,\"name\":\"Ana Ruiz\",\"type\":\"PERSON\","
        "\"mentions\":[[0,8]]},"
        "{\"id\":1,\"name\":\"X\",\"type\":\"Y\",\"mentions\":null,\"roles\":[1],\"more\":2}],"
        "\"speakers\":[{\"id\":0,\"name\":\"Ana Ruiz\",\"kind\":\"person\",\"named\":true,"
        "\"role\":null,\"affiliation\":null,\"entity\":0,\"mentions\":[[0,8],[28,30]]}],",
        "m1", "Ana Ruiz said it is late. Bo added so it is.", list));
    onr_buffer before = export_all(store);
    onr_store_close(store);
    make_older();
    assert_int_equal(ask("PRAGMA user_version"), version);
    store = open_store(ONR_STORE_WRITE);
    onr_buffer after = export_all(store);
    assert_int_equal(search_words(store, "late").count, 1);
    assert_true(onr_voices_agree(&store->db));
    onr_store_item again = add_record(store, make_record("a", "", "m1",
        "Ana Ruiz said it is late. Bo added so it is.", (const said[]){{0}}));
    assert_int_equal(again.outcome, ONR_STORED_KNOWN);
    onr_store_close(store);
    assert_int_equal(ask("PRAGMA user_version"), onr_schema_version());
    assert_int_equal(ask("SELECT statements FROM speakers WHERE name = 'Ana Ruiz'"), 1);
    assert_int_equal(ask("SELECT statements FROM speakers WHERE name = 'Bo'"), 1);
    assert_int_equal(ask("SELECT statements FROM total"), 2);
    assert_int_equal(ask("SELECT speaker_confidence FROM attribution WHERE number = 0"), 850);
    assert_int_equal(ask("SELECT extra IS NULL FROM attribution WHERE number = 1"), 1);
    assert_int_equal(before.len, after.len);
    assert_memory_equal(before.ptr, after.ptr, before.len);
    onr_buffer_free(&before);
    onr_buffer_free(&after);
}

static void to_rows_of_version_3(void)
{
    to_version_3();
    assert_int_equal(ask("SELECT count(*) FROM span"), 6);
    assert_int_equal(ask("SELECT count(*) FROM entity"), 2);
}

static void test_open__nothing_is_lost_on_the_way_from_version_3(void **state)
{
    (void)state;
    assert_nothing_is_lost(to_rows_of_version_3, 3);
}

static void test_open__nothing_is_lost_on_the_way_from_version_4(void **state)
{
    (void)state;
    assert_nothing_is_lost(to_version_4, 4);
}

static void test_open__reading_makes_no_file(void **state)
{
    (void)state;
    open_fails(ONR_STORE_READ, ONR_EIO);
    assert_int_equal(access(test_path, F_OK), -1);
}

/* ---- growth ---- */

static int count_steps(void *count)
{
    ++*(uint64_t *)count;
    return 0;
}

/* Steps of SQLite's machine, in hundreds, for one more document of a statement. */
static uint64_t steps_to_add(onr_store *store, int number)
{
    char text[80], name[16];
    uint64_t steps = 0;
    snprintf(name, sizeof name, "d%d", number);
    snprintf(text, sizeof text, "Ana Ruiz said it is %d.", number);
    const said list[] = {{"Ana Ruiz", "said", "it is", NULL}, {NULL, NULL, NULL, NULL}};
    sqlite3_progress_handler(store->db.handle, 100, count_steps, &steps);
    add_record(store, make_record(name, "", "m1", text, list));
    sqlite3_progress_handler(store->db.handle, 0, NULL, NULL);
    return steps;
}

/* Many reports leave trees in pieces; a run that made most of the store writes it anew. */
static void test_tidy__takes_less_room_and_loses_nothing(void **state)
{
    (void)state;
    onr_store *store = open_store(ONR_STORE_CREATE);
    for (int i = 0; i < 600; i++) steps_to_add(store, i);
    onr_store_close(store);
    static const char rows[] = "SELECT (SELECT sum(id * length(content)) FROM attribution)"
                               " + (SELECT sum(id * length(name)) FROM voice)";
    int64_t sum = ask(rows), before = ask("PRAGMA page_count");
    store = open_store(ONR_STORE_WRITE);
    assert_int_equal(onr_store_tidy(store, 1, NULL), ONR_OK);
    onr_store_close(store);
    assert_true(ask("PRAGMA page_count") <= before);
    store = open_store(ONR_STORE_WRITE);
    assert_int_equal(onr_store_tidy(store, 600, NULL), ONR_OK);
    onr_store_close(store);
    assert_true(ask("PRAGMA page_count") < before);
    assert_int_equal(ask("PRAGMA freelist_count"), 0);
    assert_int_equal(ask(rows), sum);
    assert_int_equal(onr_store_tidy(NULL, 0, NULL), ONR_EUSAGE);
}

static void test_add__costs_as_much_in_a_larger_store(void **state)
{
    (void)state;
    onr_store *store = open_store(ONR_STORE_CREATE);
    uint64_t early = 0, late = 0;
    for (int i = 0; i < 600; i++) {
        uint64_t steps = steps_to_add(store, i);
        if (i >= 40 && i < 60) early += steps;
        if (i >= 580) late += steps;
    }
    onr_store_close(store);
    assert_true(early > 0);
    assert_true(late * 2 <= early * 3);
}

/* ---- inputs ---- */

static void test_knows__only_what_was_added(void **state)
{
    (void)state;
    onr_input_tag tag, other;
    onr_input in = {.text = slice_of(text_a), .id = slice_of("a")};
    onr_store *store = open_store(ONR_STORE_CREATE);
    assert_false(onr_store_knows(store, NULL, &in, &tag));
    char *line = record_a("m1");
    onr_store_item item = {.record = slice_of(line), .tag = tag};
    assert_int_equal(onr_store_add(store, &item, 1, NULL), ONR_OK);
    free(line);
    assert_true(onr_store_knows(store, NULL, &in, &other));
    assert_memory_equal(tag.bytes, other.bytes, sizeof tag.bytes);
    in.title = slice_of("now with a title");
    assert_false(onr_store_knows(store, NULL, &in, &other));
    onr_store_close(store);
}

int main(void)
{
#define STORE_TEST(name) cmocka_unit_test_setup_teardown(name, setup_path, teardown_path)
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_add__same_record_twice_is_one),
        STORE_TEST(test_add__same_text_elsewhere_is_another),
        STORE_TEST(test_add__another_model_takes_the_place),
        STORE_TEST(test_add__unsound_records_are_left_out_alone),
        STORE_TEST(test_people__joined_by_full_name_and_affiliation),
        STORE_TEST(test_people__sources_stand_in_where_there_are_no_speakers),
        STORE_TEST(test_add__unknown_members_are_kept),
        STORE_TEST(test_open__missing_file),
        STORE_TEST(test_open__names_that_are_no_files),
        STORE_TEST(test_open__no_database),
        STORE_TEST(test_open__somebody_elses_database),
        STORE_TEST(test_open__newer_schema),
        STORE_TEST(test_open__brings_an_older_store_up),
        STORE_TEST(test_open__nothing_is_lost_on_the_way_from_version_3),
        STORE_TEST(test_open__nothing_is_lost_on_the_way_from_version_4),
        STORE_TEST(test_open__reading_makes_no_file),
        STORE_TEST(test_add__costs_as_much_in_a_larger_store),
        STORE_TEST(test_tidy__takes_less_room_and_loses_nothing),
        STORE_TEST(test_knows__only_what_was_added),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
