/*
 * Stores under check: what is found, and that it is the same for any number of threads.
 */
#include "../store/store_testing.h"

#include <onrecord/verify.h>

enum { DOCUMENTS = 1300, LOG_BYTES = 4096 }; /* more than a round of documents */

static const char text[] = "Ana Ruiz said it is late. The mayor said nobody came.";
static const said both[] = {{"Ana Ruiz", "said", "it is late", NULL},
                            {"The mayor", "said", "nobody came", NULL},
                            {NULL, NULL, NULL, NULL}};

static void add_documents(onr_store *store, int count)
{
    static char *lines[DOCUMENTS];
    static onr_store_item items[DOCUMENTS];
    onr_error err;
    for (int i = 0; i < count; i++) {
        char id[16], url[64];
        snprintf(id, sizeof id, "d%04d", i);
        snprintf(url, sizeof url, "\"url\":\"http://x.org/%d\",", i);
        lines[i] = make_record(id, url, "m1", text, both);
        items[i] = (onr_store_item){.record = slice_of(lines[i])};
    }
    assert_int_equal(onr_store_add(store, items, (uint32_t)count, &err), ONR_OK);
    for (int i = 0; i < count; i++) free(lines[i]);
}

/* What was found, a line for each document that is not sound. */
typedef struct findings {
    char log[LOG_BYTES];
    char last[16]; /* name of the last sound one */
    uint32_t left; /* that are wanted */
    onr_verify_counts counts;
} findings;

static bool take_finding(void *ctx, const onr_verify_item *item)
{
    findings *f = ctx;
    char name[16];
    copy_slice(name, sizeof name, item->name);
    if (item->verdict == ONR_VERIFIED) {
        assert_true(strcmp(name, f->last) > 0);
        memcpy(f->last, name, sizeof name);
    } else {
        size_t len = strlen(f->log);
        snprintf(f->log + len, LOG_BYTES - len, "%d %s %d %s\n", (int)item->verdict, name,
                 (int)item->attribution, item->why);
    }
    return f->left == 0 || --f->left > 0;
}

static onr_status check(findings *f, uint32_t jobs, uint32_t wanted)
{
    onr_verifier *v;
    onr_error err;
    onr_store *store = open_store(ONR_STORE_READ);
    *f = (findings){.left = wanted};
    assert_int_equal(onr_verifier_open(&v, NULL, &err), ONR_OK);
    onr_verifier_set_jobs(v, jobs);
    onr_status status = onr_verifier_check_store(v, store, take_finding, f, &err);
    f->counts = *onr_verifier_counts(v);
    onr_verifier_close(v);
    onr_store_close(store);
    return status;
}

/* One piece each: [0, 1000), [1001, 1002), [1003, 1004). */
#define FAR_OFF "x'1500E80702010201'"

static void spoil(void)
{
    assert_true(tamper("UPDATE attribution SET content = 'it is early' WHERE id = 21"));
    assert_true(tamper("DELETE FROM text WHERE document = 700"));
    assert_true(tamper("UPDATE text SET zlib = x'00' WHERE document = 1290"));
    assert_true(tamper("UPDATE attribution SET places = " FAR_OFF " WHERE id = 2000"));
    assert_true(tamper("DELETE FROM attribution WHERE id = 2401"));
    assert_true(tamper("UPDATE document SET sha256 = zeroblob(32) WHERE id = 1300"));
    assert_true(tamper("INSERT INTO warning VALUES (99999, 0, 'x', 1, 2, NULL, NULL)"));
}

static void test_check__finds_the_same_with_any_number_of_threads(void **state)
{
    (void)state;
    static findings alone, many;
    onr_store *store = open_store(ONR_STORE_CREATE);
    add_documents(store, DOCUMENTS);
    onr_store_close(store);
    spoil();
    assert_int_equal(check(&alone, 1, 0), ONR_OK);
    assert_string_equal(alone.log,
                        "1  -1 rows of the store refer to rows that are not there\n"
                        "1  -1 the sums of the store are not those of its statements\n"
                        "1 d0010 0 the words at a place are not those of the record\n"
                        "2 d0699 -1 the text is missing or cannot be unpacked\n"
                        "1 d0999 1 a place is empty, out of order or outside the text\n"
                        "1 d1200 -1 an id is out of order or names nothing\n"
                        "2 d1289 -1 the text is missing or cannot be unpacked\n"
                        "1 d1299 -1 the text is not what its SHA-256 says\n");
    assert_int_equal(alone.counts.verified, DOCUMENTS - 6);
    for (uint32_t jobs = 2; jobs <= 5; jobs++) {
        assert_int_equal(check(&many, jobs, 0), ONR_OK);
        assert_string_equal(many.log, alone.log);
        assert_memory_equal(&many.counts, &alone.counts, sizeof alone.counts);
    }
}

static void test_check__ends_when_the_caller_has_had_enough(void **state)
{
    (void)state;
    static findings f;
    onr_store *store = open_store(ONR_STORE_CREATE);
    add_documents(store, 40);
    onr_store_close(store);
    for (uint32_t jobs = 1; jobs <= 3; jobs++) {
        assert_int_equal(check(&f, jobs, 7), ONR_END);
        assert_string_equal(f.last, "d0006");
        assert_int_equal(f.counts.verified, 7);
        assert_int_equal(f.counts.statements, 14);
    }
}

/* An edit gets an id behind those of all other documents. It holds for all reports of the text. */
static void test_check__statements_need_not_lie_together(void **state)
{
    (void)state;
    static findings f;
    onr_error err;
    uint64_t number;
    onr_store *store = open_store(ONR_STORE_CREATE);
    add_documents(store, 3);
    onr_correction c = {.action = ONR_CORRECT_EDIT, .author = slice_of("jd")};
    c.fields[ONR_FIELD_SPEAKER] = slice_of("Berta Lund");
    assert_int_equal(onr_store_correct(store, 1, &c, &number, NULL, &err), ONR_OK);
    onr_store_close(store);
    assert_int_equal(ask("SELECT count(*) FROM attribution"), 9);
    assert_int_equal(check(&f, 2, 0), ONR_OK);
    assert_int_equal(f.counts.verified, 3);
    assert_int_equal(f.counts.statements, 12); /* each is read in two ways */
    assert_true(tamper("UPDATE attribution SET places = " FAR_OFF " WHERE id = 7"));
    assert_int_equal(check(&f, 2, 0), ONR_OK);
    assert_int_equal(f.counts.altered, 1);
}

static void test_check__sums_are_those_of_the_statements(void **state)
{
    (void)state;
    static findings f;
    static const char *const slips[] = {
        "UPDATE total SET statements = statements + 1",
        "DELETE FROM total",
        "UPDATE voice SET statements = statements - 1 WHERE name = 'Ana Ruiz'",
        "UPDATE voice SET documents = 0 WHERE name = 'The mayor'",
        "UPDATE voice SET last_day = 20160930 WHERE name = 'The mayor'",
    };
    for (size_t i = 0; i < sizeof slips / sizeof *slips; i++) {
        onr_store *store = open_store(ONR_STORE_CREATE);
        add_documents(store, 3);
        onr_store_close(store);
        assert_true(tamper(slips[i]));
        assert_int_equal(check(&f, 1, 0), ONR_OK);
        assert_int_equal(f.counts.verified, 3);
        assert_int_equal(f.counts.altered, 1);
        assert_non_null(strstr(f.log, "sums"));
        remove_store();
    }
}

static void test_check__an_empty_store_is_sound(void **state)
{
    (void)state;
    static findings f;
    onr_store_close(open_store(ONR_STORE_CREATE));
    for (uint32_t jobs = 0; jobs <= 2; jobs++) {
        assert_int_equal(check(&f, jobs, 0), ONR_OK);
        assert_int_equal(f.counts.verified + f.counts.altered + f.counts.missing, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_check__finds_the_same_with_any_number_of_threads,
                                        setup_path, teardown_path),
        cmocka_unit_test_setup_teardown(test_check__ends_when_the_caller_has_had_enough, setup_path,
                                        teardown_path),
        cmocka_unit_test_setup_teardown(test_check__statements_need_not_lie_together, setup_path,
                                        teardown_path),
        cmocka_unit_test_setup_teardown(test_check__sums_are_those_of_the_statements, setup_path,
                                        teardown_path),
        cmocka_unit_test_setup_teardown(test_check__an_empty_store_is_sound, setup_path,
                                        teardown_path),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
