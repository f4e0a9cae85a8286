/*
 * The filters before the index of keys: what was added is found again, in its segment, by whoever
 * opens the file.
 */
#include "../store/store_testing.h"

#include "base/hash.h"
#include "family/filter.h"

enum { SEGMENTS = 67, KEYS = (SEGMENTS - 1) * ONR_FILTER_KEYS + 100 }; /* wider than one word */

static void open_db(onr_db *db)
{
    static const char sql[] =
        "CREATE TABLE IF NOT EXISTS quote_filter (segment INTEGER PRIMARY KEY,"
        " keys INTEGER NOT NULL, bits BLOB NOT NULL) STRICT;"
        "CREATE TABLE IF NOT EXISTS quote_open (id INTEGER PRIMARY KEY, pairs BLOB NOT NULL)"
        " STRICT;"
        "CREATE TABLE IF NOT EXISTS quote_block (id INTEGER PRIMARY KEY, pairs BLOB NOT NULL)"
        " STRICT";
    onr_error err;
    assert_int_equal(onr_db_open(db, test_path, ONR_DB_CREATE, &err), ONR_OK);
    assert_true(onr_db_run(db, sql));
}

static uint64_t key_of(uint64_t i)
{
    return onr_hash_mix(i + 1);
}

static void add_keys(onr_filter *filter, onr_db *db, uint64_t from, uint64_t to)
{
    assert_true(onr_db_begin(db, true) && onr_filter_load(filter, db));
    for (uint64_t i = from; i < to; i++)
        assert_true(onr_filter_add(filter, db, key_of(i), (int64_t)i / 6 + 1));
    assert_true(onr_filter_save(filter, db) && onr_db_commit(db));
}

static bool is_in(const onr_filter *filter, uint64_t key, uint32_t segment)
{
    uint64_t segments[8] = {0};
    assert_true(filter->words <= 8);
    onr_filter_find(filter, key, segments);
    return (segments[segment / 64] >> segment % 64 & 1) != 0;
}

static void assert_all_found(const onr_filter *filter, uint64_t count)
{
    for (uint64_t i = 0; i < count; i += 61)
        assert_true(is_in(filter, key_of(i), (uint32_t)(i / ONR_FILTER_KEYS)));
}

static void test_filter__finds_the_segment_of_each_key(void **state)
{
    (void)state;
    onr_db db;
    onr_filter filter, other;
    uint64_t segments[8], false_ones = 0;
    open_db(&db);
    onr_filter_init(&filter, NULL);
    add_keys(&filter, &db, 0, KEYS);
    assert_int_equal(filter.count, SEGMENTS);
    assert_all_found(&filter, KEYS);
    for (uint64_t i = 0; i < 1000; i++)
        false_ones += onr_filter_find(&filter, key_of(KEYS + i), segments);
    assert_true(false_ones < 1000 * SEGMENTS / 50); /* of 2 in 100, 0.5 are expected */

    onr_filter_init(&other, NULL);
    assert_true(onr_filter_load(&other, &db));
    assert_int_equal(other.count, SEGMENTS);
    assert_int_equal(other.last_keys, filter.last_keys);
    assert_memory_equal(other.rows, filter.rows,
                        (size_t)ONR_FILTER_BITS * filter.words * sizeof *filter.rows);
    onr_filter_deinit(&other);
    onr_filter_deinit(&filter);
    onr_db_close(&db);
}

static void test_filter__follows_another_writer(void **state)
{
    (void)state;
    onr_db db, theirs;
    onr_filter filter, other;
    open_db(&db);
    open_db(&theirs);
    onr_filter_init(&filter, NULL);
    onr_filter_init(&other, NULL);
    add_keys(&filter, &db, 0, 1000);
    add_keys(&other, &theirs, 1000, ONR_FILTER_KEYS + 500);
    add_keys(&filter, &db, ONR_FILTER_KEYS + 500, ONR_FILTER_KEYS + 600);
    assert_all_found(&filter, ONR_FILTER_KEYS + 600);
    assert_int_equal(filter.last_keys, 600);
    onr_filter_deinit(&filter);
    onr_filter_deinit(&other);
    onr_db_close(&db);
    onr_db_close(&theirs);
}

static void test_filter__forgets_what_was_rolled_back(void **state)
{
    (void)state;
    onr_db db;
    onr_filter filter;
    uint64_t segments[8], key = key_of(1u << 30);
    open_db(&db);
    onr_filter_init(&filter, NULL);
    assert_int_equal(onr_filter_find(&filter, key, segments), 0); /* empty */
    add_keys(&filter, &db, 0, 10);
    assert_true(onr_db_begin(&db, true) && onr_filter_add(&filter, &db, key, 77));
    assert_int_equal(onr_filter_find(&filter, key, segments), 1);
    onr_db_rollback(&db);
    onr_filter_forget(&filter);
    assert_true(onr_filter_load(&filter, &db));
    assert_int_equal(onr_filter_find(&filter, key, segments), 0);
    assert_all_found(&filter, 10);
    onr_filter_deinit(&filter);
    onr_db_close(&db);
}

static void test_filter__refuses_a_damaged_segment(void **state)
{
    (void)state;
    onr_db db;
    onr_filter filter;
    open_db(&db);
    onr_filter_init(&filter, NULL);
    add_keys(&filter, &db, 0, 10);
    onr_filter_deinit(&filter);
    assert_true(onr_db_run(&db, "UPDATE quote_filter SET bits = x'00'"));
    onr_filter_init(&filter, NULL);
    assert_false(onr_filter_load(&filter, &db));
    assert_int_equal(onr_db_status(&db, NULL), ONR_EFORMAT);
    onr_filter_deinit(&filter);
    onr_db_close(&db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_filter__finds_the_segment_of_each_key, setup_path,
                                        teardown_path),
        cmocka_unit_test_setup_teardown(test_filter__follows_another_writer, setup_path,
                                        teardown_path),
        cmocka_unit_test_setup_teardown(test_filter__forgets_what_was_rolled_back, setup_path,
                                        teardown_path),
        cmocka_unit_test_setup_teardown(test_filter__refuses_a_damaged_segment, setup_path,
                                        teardown_path),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
