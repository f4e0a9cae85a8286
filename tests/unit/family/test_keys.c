/*
 * The index of keys: statements are found behind their keys in the order in which they came, while
 * their segment is open and when it is sealed, by whoever opens the file, until they are removed.
 */
#include "../store/store_testing.h"

#include "base/hash.h"
#include "family/filter.h"

enum { KEYS = ONR_FILTER_KEYS + 1000, KEYS_EACH = 5, MOST = 12 };

typedef struct store {
    onr_db db;
    onr_filter filter;
} store;

static store open_index(void)
{
    static const char sql[] =
        "CREATE TABLE IF NOT EXISTS quote_filter (segment INTEGER PRIMARY KEY,"
        " keys INTEGER NOT NULL, bits BLOB NOT NULL) STRICT;"
        "CREATE TABLE IF NOT EXISTS quote_open (id INTEGER PRIMARY KEY, pairs BLOB NOT NULL)"
        " STRICT;"
        "CREATE TABLE IF NOT EXISTS quote_block (id INTEGER PRIMARY KEY, pairs BLOB NOT NULL)"
        " STRICT;";
    store s;
    assert_int_equal(onr_db_open(&s.db, test_path, ONR_DB_CREATE, NULL), ONR_OK);
    assert_true(onr_db_run(&s.db, sql));
    onr_filter_init(&s.filter, NULL);
    return s;
}

static void begin(store *s)
{
    assert_true(onr_db_begin(&s->db, true) && onr_filter_load(&s->filter, &s->db));
}

static void commit(store *s)
{
    assert_true(onr_filter_save(&s->filter, &s->db) && onr_db_commit(&s->db));
}

static void close_index(store *s)
{
    onr_filter_deinit(&s->filter);
    onr_db_close(&s->db);
}

static uint64_t key_of(uint64_t i)
{
    return onr_hash_mix(i + 1);
}

static int64_t statement_of(uint64_t i)
{
    return (int64_t)(i / KEYS_EACH) + 1;
}

static void add(store *s, uint64_t from, uint64_t to)
{
    for (uint64_t i = from; i < to; i++)
        assert_true(onr_filter_add(&s->filter, &s->db, key_of(i), statement_of(i)));
}

static uint32_t look_up(store *s, uint64_t key, int64_t ids[MOST], uint32_t most)
{
    uint64_t segments[8];
    onr_filter_find(&s->filter, key, segments);
    uint32_t count = onr_filter_look_up(&s->filter, &s->db, key, segments, ids, most);
    assert_int_equal(onr_db_status(&s->db, NULL), ONR_OK);
    return count;
}

static bool is_there(store *s, uint64_t key, int64_t statement)
{
    int64_t ids[MOST];
    uint32_t count = look_up(s, key, ids, MOST);
    for (uint32_t i = 0; i < count; i++)
        if (ids[i] == statement) return true;
    return false;
}

static void remove_pair(store *s, uint64_t i)
{
    onr_arena arena;
    onr_arena_init(&arena, NULL);
    assert_true(onr_filter_remove(&s->filter, &s->db, key_of(i), statement_of(i), &arena));
    onr_arena_deinit(&arena);
}

static void test_keys__lead_to_their_statements(void **state)
{
    (void)state;
    store s = open_index();
    uint64_t more = 0;
    int64_t ids[MOST];
    begin(&s);
    add(&s, 0, KEYS);
    commit(&s);
    close_index(&s);
    s = open_index();
    begin(&s);
    for (uint64_t i = 0; i < KEYS; i += 7) {
        assert_true(is_there(&s, key_of(i), statement_of(i)));
        more += look_up(&s, key_of(i), ids, MOST) - 1;
    }
    assert_true(more < KEYS / 7 / 20); /* of 5 in 100, 1 is expected */
    commit(&s);
    close_index(&s);
}

static void test_keys__oldest_statements_first(void **state)
{
    (void)state;
    store s = open_index();
    uint64_t key = key_of(1u << 30);
    int64_t ids[MOST];
    begin(&s);
    for (int64_t statement = 1; statement <= 3; statement++)
        assert_true(onr_filter_add(&s.filter, &s.db, key, statement * 1000000));
    add(&s, 0, ONR_FILTER_KEYS);
    for (int64_t statement = 4; statement <= 6; statement++)
        assert_true(onr_filter_add(&s.filter, &s.db, key, statement * 1000000));
    assert_int_equal(look_up(&s, key, ids, 5), 5);
    for (int i = 0; i < 5; i++) assert_int_equal(ids[i], (i + 1) * 1000000);
    assert_int_equal(look_up(&s, key, ids, 2), 2);
    commit(&s);
    close_index(&s);
}

/* Some in a sealed segment, some in the file's open one, some only in memory. */
static void test_keys__removed_are_gone(void **state)
{
    (void)state;
    store s = open_index();
    const uint64_t removed[] = {0, 77, ONR_FILTER_KEYS - 1, ONR_FILTER_KEYS + 3, KEYS + 20};
    begin(&s);
    add(&s, 0, KEYS);
    commit(&s);
    begin(&s);
    add(&s, KEYS, KEYS + 100);
    for (int i = 0; i < 5; i++) remove_pair(&s, removed[i]);
    remove_pair(&s, 0);        /* again */
    remove_pair(&s, 1u << 30); /* was never there */
    commit(&s);
    for (int again = 0; again < 2; again++) {
        begin(&s);
        for (int i = 0; i < 5; i++)
            assert_false(is_there(&s, key_of(removed[i]), statement_of(removed[i])));
        for (uint64_t i = 1; i < KEYS + 100; i += 101) /* none of the removed */
            if (i != ONR_FILTER_KEYS + 3) assert_true(is_there(&s, key_of(i), statement_of(i)));
        commit(&s);
        close_index(&s);
        s = open_index();
    }
    begin(&s);
    add(&s, KEYS + 100, 2 * ONR_FILTER_KEYS + 1); /* seals the segment */
    assert_false(is_there(&s, key_of(KEYS + 20), statement_of(KEYS + 20)));
    assert_true(is_there(&s, key_of(KEYS + 21), statement_of(KEYS + 21)));
    commit(&s);
    close_index(&s);
}

static void test_keys__rolled_back_with_their_segment(void **state)
{
    (void)state;
    store s = open_index();
    begin(&s);
    add(&s, 0, 100);
    commit(&s);
    begin(&s);
    add(&s, 100, KEYS); /* seals the segment */
    onr_db_rollback(&s.db);
    onr_filter_forget(&s.filter);
    begin(&s);
    for (uint64_t i = 0; i < 100; i++) assert_true(is_there(&s, key_of(i), statement_of(i)));
    for (uint64_t i = 100; i < KEYS; i += 61)
        assert_false(is_there(&s, key_of(i), statement_of(i)));
    commit(&s);
    close_index(&s);
}

static void test_keys__damage_is_told_or_finds_nothing(void **state)
{
    (void)state;
    static const char *const harm[] = {
        "UPDATE quote_block SET pairs = substr(pairs, 1, 5)",
        "UPDATE quote_block SET pairs = x''",
        "UPDATE quote_block SET pairs = x'ffffffffffffffffffffff'",
        "UPDATE quote_block SET pairs = zeroblob(30)",
        "UPDATE quote_block SET pairs = zeroblob(5000)",
    };
    store s = open_index();
    int64_t ids[MOST];
    uint64_t segments[8];
    begin(&s);
    add(&s, 0, KEYS);
    commit(&s);
    for (int i = 0; i < 5; i++) {
        assert_true(onr_db_run(&s.db, harm[i]));
        onr_filter_find(&s.filter, key_of(9), segments);
        uint32_t count = onr_filter_look_up(&s.filter, &s.db, key_of(9), segments, ids, MOST);
        assert_true(count <= MOST);
        assert_int_equal(onr_db_status(&s.db, NULL), i == 1 || i == 2 ? ONR_EFORMAT
                                                                          : ONR_OK);
        onr_db_clear(&s.db);
    }
    close_index(&s);
    s = open_index();
    assert_true(onr_db_run(&s.db, "UPDATE quote_open SET pairs = x'0102030405060708090a'"));
    assert_false(onr_filter_load(&s.filter, &s.db));
    assert_int_equal(onr_db_status(&s.db, NULL), ONR_EFORMAT);
    close_index(&s);
}

int main(void)
{
#define INDEX_TEST(name) cmocka_unit_test_setup_teardown(name, setup_path, teardown_path)
    const struct CMUnitTest tests[] = {
        INDEX_TEST(test_keys__lead_to_their_statements),
        INDEX_TEST(test_keys__oldest_statements_first),
        INDEX_TEST(test_keys__removed_are_gone),
        INDEX_TEST(test_keys__rolled_back_with_their_segment),
        INDEX_TEST(test_keys__damage_is_told_or_finds_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
