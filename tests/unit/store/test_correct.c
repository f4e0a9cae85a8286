/*
 * Corrections: they win, they last, and they can be undone but not removed.
 */
#include "store_testing.h"

static const char text[] = "Ana Ruiz said it is late. The mayor said nobody came.";
static const said both[] = {{"Ana Ruiz", "said", "it is late", NULL},
                            {"The mayor", "said", "nobody came", NULL},
                            {NULL, NULL, NULL, NULL}};

static onr_store *sample(void)
{
    onr_store *store = open_store(ONR_STORE_CREATE);
    add_record(store, make_record("a", "", "m1", text, both));
    return store;
}

static onr_correction make_correction(onr_correct_action action)
{
    return (onr_correction){.action = action,
                            .author = slice_of("jd"),
                            .reason = slice_of("'; DROP TABLE correction; --")};
}

static uint64_t apply(onr_store *store, uint64_t statement, const onr_correction *c)
{
    uint64_t number;
    onr_error err;
    if (onr_store_correct(store, statement, c, &number, NULL, &err) != ONR_OK)
        fail_msg("%s", err.message);
    return number;
}

static void take_back(onr_store *store, uint64_t number)
{
    onr_error err;
    if (onr_store_undo(store, number, slice_of("jd"), (onr_slice){NULL, 0}, NULL, &err) != ONR_OK)
        fail_msg("%s", err.message);
}

static void test_reject__is_found_no_more_until_undone(void **state)
{
    (void)state;
    onr_store *store = sample();
    onr_correction c = make_correction(ONR_CORRECT_REJECT);
    uint64_t number = apply(store, search_words(store, "late").statement, &c);
    assert_int_equal(search_words(store, "late").count, 0);
    assert_int_equal(ask("SELECT count(*) FROM statements"), 1);
    take_back(store, number);
    assert_int_equal(search_words(store, "late").count, 1);
    assert_int_equal(ask("SELECT count(*) FROM statements WHERE reviewed IS NOT NULL"), 0);
    onr_store_close(store);
}

static void test_edit__is_found_as_edited(void **state)
{
    (void)state;
    onr_store *store = sample();
    onr_correction c = make_correction(ONR_CORRECT_EDIT);
    c.fields[ONR_FIELD_SPEAKER] = slice_of("Berta Lund");
    c.fields[ONR_FIELD_ROLE] = slice_of("mayor");
    c.fields[ONR_FIELD_CONTENT] = slice_of("41-47");
    uint64_t number = apply(store, search_words(store, "nobody").statement, &c);
    found f = search_words(store, "nobody");
    assert_string_equal(f.content, "nobody");
    assert_string_equal(f.speaker, "Berta Lund");
    assert_string_equal(f.reviewed, "edited");
    assert_int_equal(search_words(store, "came").count, 0);
    onr_query query = ONR_QUERY_DEFAULT;
    query.role = slice_of("mayor");
    assert_int_equal(search_query(store, &query).count, 1);
    take_back(store, number);
    assert_string_equal(search_words(store, "nobody").content, "nobody came");
    assert_string_equal(search_words(store, "nobody").speaker, "The mayor");
    onr_store_close(store);
}

static void test_edit__further_edits_add_up(void **state)
{
    (void)state;
    onr_store *store = sample();
    onr_correction c = make_correction(ONR_CORRECT_EDIT);
    c.fields[ONR_FIELD_SPEAKER] = slice_of("Berta Lund");
    apply(store, search_words(store, "nobody").statement, &c);
    c = make_correction(ONR_CORRECT_EDIT);
    c.fields[ONR_FIELD_FORM] = slice_of("direct");
    apply(store, search_words(store, "nobody").statement, &c);
    assert_string_equal(search_words(store, "nobody").speaker, "Berta Lund");
    assert_int_equal(ask("SELECT count(*) FROM statements WHERE form = 'direct'"), 1);
    assert_int_equal(ask("SELECT count(*) FROM statements"), 2);
    onr_store_close(store);
}

static void test_corrections__survive_another_model(void **state)
{
    (void)state;
    const said other[] = {{"The mayor", "said", "nobody came", NULL}, {NULL, NULL, NULL, NULL}};
    onr_store *store = sample();
    onr_correction confirm = make_correction(ONR_CORRECT_CONFIRM);
    onr_correction reject = make_correction(ONR_CORRECT_REJECT);
    apply(store, search_words(store, "late").statement, &confirm);
    apply(store, search_words(store, "nobody").statement, &reject);
    /* The other model does not find what was confirmed, and finds again what was rejected. */
    onr_store_item item = add_record(store, make_record("a", "", "m2", text, other));
    assert_int_equal(item.outcome, ONR_STORED_AGAIN);
    assert_int_equal(search_words(store, "late").count, 1);
    assert_int_equal(search_words(store, "nobody").count, 0);
    /* And back. */
    add_record(store, make_record("a", "", "m1", text, both));
    assert_string_equal(search_words(store, "late").reviewed, "confirmed");
    assert_int_equal(search_words(store, "nobody").count, 0);
    assert_int_equal(ask("SELECT count(*) FROM statements"), 1);
    onr_store_close(store);
}

static void test_corrections__hold_wherever_the_text_is(void **state)
{
    (void)state;
    onr_store *store = sample();
    onr_correction c = make_correction(ONR_CORRECT_REJECT);
    apply(store, search_words(store, "late").statement, &c);
    add_record(store, make_record("b", "\"url\":\"http://other.org/\",", "m1", text, both));
    assert_int_equal(search_words(store, "late").count, 0);
    onr_store_close(store);
}

static void test_corrections__are_append_only(void **state)
{
    (void)state;
    onr_store *store = sample();
    onr_correction c = make_correction(ONR_CORRECT_REJECT);
    take_back(store, apply(store, search_words(store, "late").statement, &c));
    onr_store_close(store);
    assert_int_equal(ask("SELECT count(*) FROM correction"), 2);
    assert_false(tamper("DELETE FROM correction"));
    assert_false(tamper("UPDATE correction SET author = 'x'"));
    assert_false(tamper("DELETE FROM correction_field"));
    assert_int_equal(ask("SELECT count(*) FROM correction WHERE author = 'jd'"), 2);
}

static void test_undo__of_an_undo(void **state)
{
    (void)state;
    onr_store *store = sample();
    onr_correction c = make_correction(ONR_CORRECT_REJECT);
    uint64_t number = apply(store, search_words(store, "late").statement, &c);
    take_back(store, number);
    take_back(store, number + 1);
    assert_int_equal(search_words(store, "late").count, 0);
    onr_store_close(store);
}

static bool count_entry(void *ctx, const onr_correction_entry *entry)
{
    int *counts = ctx;
    counts[0]++;
    counts[1] += entry->active;
    counts[2] += entry->fields[ONR_FIELD_FORM].changed;
    return true;
}

static void test_log__lists_all(void **state)
{
    (void)state;
    int counts[3] = {0};
    onr_store *store = sample();
    onr_correction c = make_correction(ONR_CORRECT_EDIT);
    c.fields[ONR_FIELD_FORM] = slice_of("mixed");
    take_back(store, apply(store, search_words(store, "late").statement, &c));
    assert_int_equal(onr_store_corrections(store, count_entry, counts, NULL), ONR_OK);
    assert_int_equal(counts[0], 2);
    assert_int_equal(counts[1], 1); /* the undo; the edit is undone */
    assert_int_equal(counts[2], 1);
    onr_store_close(store);
}

static void test_correct__refuses_nonsense(void **state)
{
    (void)state;
    static const struct {
        onr_field field;
        const char *value;
    } bad[] = {
        {ONR_FIELD_FORM, "Direct"},   {ONR_FIELD_ACT, ""},          {ONR_FIELD_NEGATED, "yes"},
        {ONR_FIELD_CONTENT, ""},      {ONR_FIELD_CONTENT, "5-5"},   {ONR_FIELD_CONTENT, "9-5"},
        {ONR_FIELD_CONTENT, "1-999"}, {ONR_FIELD_CUE, "1-3 2-5"},   {ONR_FIELD_SOURCE, "1-"},
        {ONR_FIELD_SOURCE, "a-b"},    {ONR_FIELD_SOURCE, "1-2  4-5"}, {ONR_FIELD_CUE, "-1-2"},
    };
    onr_store *store = sample();
    uint64_t id = search_words(store, "late").statement;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        onr_correction c = make_correction(ONR_CORRECT_EDIT);
        c.fields[bad[i].field] = slice_of(bad[i].value);
        assert_int_equal(onr_store_correct(store, id, &c, NULL, NULL, NULL), ONR_EUSAGE);
    }
    onr_correction nothing = make_correction(ONR_CORRECT_EDIT);
    assert_int_equal(onr_store_correct(store, id, &nothing, NULL, NULL, NULL), ONR_EUSAGE);
    onr_correction anonymous = {.action = ONR_CORRECT_REJECT};
    assert_int_equal(onr_store_correct(store, id, &anonymous, NULL, NULL, NULL), ONR_EUSAGE);
    onr_correction c = make_correction(ONR_CORRECT_REJECT);
    assert_int_equal(onr_store_correct(store, 12345, &c, NULL, NULL, NULL), ONR_EUSAGE);
    assert_int_equal(onr_store_undo(store, 1, slice_of("jd"), slice_of(""), NULL, NULL),
                     ONR_EUSAGE);
    onr_store_close(store);
    assert_int_equal(ask("SELECT count(*) FROM correction"), 0);
}

int main(void)
{
#define STORE_TEST(name) cmocka_unit_test_setup_teardown(name, setup_path, teardown_path)
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_reject__is_found_no_more_until_undone),
        STORE_TEST(test_edit__is_found_as_edited),
        STORE_TEST(test_edit__further_edits_add_up),
        STORE_TEST(test_corrections__survive_another_model),
        STORE_TEST(test_corrections__hold_wherever_the_text_is),
        STORE_TEST(test_corrections__are_append_only),
        STORE_TEST(test_undo__of_an_undo),
        STORE_TEST(test_log__lists_all),
        STORE_TEST(test_correct__refuses_nonsense),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
