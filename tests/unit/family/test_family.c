/*
 * Families as they form in a store: what joins, what stays apart.
 */
#include "../store/older_store.h"

#include <onrecord/export.h>
#include <onrecord/family.h>

static const char quote[] =
    "We will not close the harbour this year, and we will pay every worker in full";

/* One document with one statement. */
static void add_statement(onr_store *store, const char *id, const char *day, const char *who,
                          const char *what)
{
    char text[600], meta[200];
    const said list[] = {{who, "said", what, NULL}, {NULL, NULL, NULL, NULL}};
    snprintf(text, sizeof text, "%s said %s.", who, what);
    snprintf(meta, sizeof meta, "\"url\":\"https://%s.example/\",\"published\":\"%s\",", id, day);
    onr_store_item item = add_record(store, make_record(id, meta, "m1", text, list));
    assert_int_equal(item.outcome, ONR_STORED_NEW);
}

typedef struct seen {
    uint32_t families, members;
    bool wording, speakers;
    char first[40], pieces[400];
} seen;

static bool take_family(void *ctx, const onr_family *family)
{
    seen *s = ctx;
    s->families++;
    s->members = family->member_count;
    s->wording = family->wording_differs;
    s->speakers = family->speakers_differ;
    copy_slice(s->first, sizeof s->first, family->members[0].document_name);
    const onr_family_entry *last = &family->members[family->member_count - 1];
    s->pieces[0] = '\0';
    for (uint32_t i = 0; i < last->piece_count; i++) {
        char text[200];
        copy_slice(text, sizeof text, last->pieces[i].text);
        size_t len = strlen(s->pieces);
        snprintf(s->pieces + len, sizeof s->pieces - len, "%s%s|",
                 last->pieces[i].kind < 0 ? "-" : last->pieces[i].kind > 0 ? "+" : "", text);
    }
    return true;
}

static seen families(onr_store *store)
{
    seen s = {0};
    onr_family_query query = {0};
    onr_error err;
    if (onr_store_families(store, &query, take_family, &s, &err) != ONR_OK)
        fail_msg("%s", err.message);
    return s;
}

static void test_family__same_words_from_the_earliest_on(void **state)
{
    (void)state;
    onr_store *store = open_store(ONR_STORE_CREATE);
    add_statement(store, "late", "2026-02-02", "Ana Ruiz",
                  "we will not close the harbour this year and we will pay every worker in full");
    add_statement(store, "early", "2026-02-01", "She",
                  "We will not close the HARBOUR this year, and we will pay each worker in full");
    seen s = families(store);
    assert_int_equal(s.families, 1);
    assert_int_equal(s.members, 2);
    assert_string_equal(s.first, "early");
    assert_true(s.wording);
    assert_false(s.speakers);
    assert_string_equal(s.pieces, "we will not close the harbour this year and we will pay |"
                                  "-each|+every| worker in full|");
    onr_store_close(store);
}

static void test_family__a_passage_of_a_longer_statement(void **state)
{
    (void)state;
    onr_store *store = open_store(ONR_STORE_CREATE);
    add_statement(store, "a", "2026-02-01", "Ana Ruiz",
                  "the town has money for two winters, nobody will lose a home over this flood, "
                  "and the bridge at the old mill will be open again by the end of March at last");
    add_statement(store, "b", "2026-02-02", "Ruiz",
                  "nobody will lose a home over this flood, and the bridge at the old mill");
    assert_int_equal(families(store).members, 2);
    onr_store_close(store);
}

static void test_family__other_words_stay_apart(void **state)
{
    (void)state;
    onr_store *store = open_store(ONR_STORE_CREATE);
    add_statement(store, "a", "2026-02-01", "Ana Ruiz",
                  "we will not close the harbour this year and we will pay every worker in full");
    add_statement(store, "b", "2026-02-01", "Ana Ruiz",
                  "we will not close the harbour this year because the ferries need it in summer");
    add_statement(store, "c", "2026-02-01", "Ana Ruiz", "we will not do it");
    add_statement(store, "d", "2026-02-01", "Ana Ruiz", "we will not do it at all");
    assert_int_equal(families(store).families, 0);
    onr_store_close(store);
}

static void test_family__another_speaker_is_flagged(void **state)
{
    (void)state;
    onr_store *store = open_store(ONR_STORE_CREATE);
    add_statement(store, "a", "2026-02-01", "Ana Ruiz",
                  "we will not close the harbour this year and we will pay every worker in full");
    add_statement(store, "b", "2026-02-01", "Jonas Arvid",
                  "we will not close the harbour this year and we will pay every worker in full");
    seen s = families(store);
    assert_int_equal(s.members, 2);
    assert_true(s.speakers);
    assert_false(s.wording);
    onr_store_close(store);
}

static void test_family__one_statement_of_a_document(void **state)
{
    (void)state;
    const said twice[] = {
        {"Ana Ruiz", "said", "the harbour will stay open for every ship of this town", NULL},
        {"Ruiz", "repeated", "the harbour will stay open for each ship of this town", NULL},
        {NULL, NULL, NULL, NULL}};
    onr_store *store = open_store(ONR_STORE_CREATE);
    add_record(store, make_record("a", "", "m1",
                                  "Ana Ruiz said the harbour will stay open for every ship of this "
                                  "town. Ruiz repeated the harbour will stay open for each ship of "
                                  "this town.",
                                  twice));
    assert_int_equal(families(store).families, 0);
    add_statement(store, "b", "2026-02-01", "Ruiz",
                  "the harbour will stay open for every ship of this town");
    assert_int_equal(families(store).members, 2);
    onr_store_close(store);
}

static void test_family__a_rejected_statement_leaves(void **state)
{
    (void)state;
    onr_store *store = open_store(ONR_STORE_CREATE);
    add_statement(store, "a", "2026-02-01", "Ana Ruiz",
                  "we will not close the harbour this year and we will pay every worker in full");
    add_statement(store, "b", "2026-02-01", "Ana Ruiz",
                  "we will not close the harbour this year and we will pay every worker in full");
    onr_correction c = {.action = ONR_CORRECT_REJECT, .author = slice_of("jd")};
    uint64_t number;
    assert_int_equal(onr_store_correct(store, search_words(store, "harbour").statement, &c, &number,
                                       NULL, NULL), ONR_OK);
    assert_int_equal(families(store).families, 0);
    assert_int_equal(onr_store_undo(store, number, slice_of("jd"), slice_of(""), NULL, NULL),
                     ONR_OK);
    assert_int_equal(families(store).members, 2);
    onr_store_close(store);
}

static void test_family__other_connections_are_seen(void **state)
{
    (void)state;
    onr_store *one = open_store(ONR_STORE_CREATE), *two = open_store(ONR_STORE_WRITE);
    add_statement(one, "a", "2026-02-01", "Ana Ruiz", quote);
    add_statement(two, "b", "2026-02-01", "Ana Ruiz", quote);
    add_statement(one, "c", "2026-02-01", "Ana Ruiz", quote);
    assert_int_equal(families(two).members, 3);
    onr_store_close(one);
    onr_store_close(two);
}

/* What version 2 had of version 3, with the filter as that left it. */
static const char to_version_2[] =
    "DROP TABLE quote_open; DROP TABLE quote_block;"
    "CREATE VIRTUAL TABLE quote_key USING fts5 (keys, content = '', detail = none,"
    "  columnsize = 0, tokenize = 'ascii');"
    "INSERT INTO quote_key (rowid, keys) VALUES (1, '0123abc');"
    "PRAGMA user_version = 2";

static void test_family__found_in_a_store_of_version_2(void **state)
{
    (void)state;
    static const char other[] = "the bridge at the old mill will be open again by the end of March";
    onr_store *store = open_store(ONR_STORE_CREATE);
    add_statement(store, "a", "2026-02-01", "Ana Ruiz", quote);
    add_statement(store, "b", "2026-02-01", "Ana Ruiz", quote);
    add_statement(store, "c", "2026-02-01", "Jonas Arvid", other);
    onr_correction reject = {.action = ONR_CORRECT_REJECT, .author = slice_of("jd")};
    uint64_t number;
    assert_int_equal(onr_store_correct(store, search_words(store, "mill").statement, &reject,
                                       &number, NULL, NULL), ONR_OK);
    onr_store_close(store);
    to_version_3();
    assert_true(tamper(to_version_2));
    store = open_store(ONR_STORE_WRITE);
    assert_int_equal(families(store).members, 2);
    add_statement(store, "d", "2026-02-01", "Ana Ruiz", quote);
    add_statement(store, "e", "2026-02-01", "Jonas Arvid", other);
    seen s = families(store);
    assert_int_equal(s.families, 1); /* what was rejected is none's sibling */
    assert_int_equal(s.members, 3);
    assert_int_equal(onr_store_undo(store, number, slice_of("jd"), slice_of(""), NULL, NULL),
                     ONR_OK);
    assert_int_equal(families(store).families, 2);
    onr_store_close(store);
}

static void test_write__text_shows_what_differs(void **state)
{
    (void)state;
    const onr_family_piece pieces[] = {{slice_of("we pay "), 0},
                                       {slice_of("every"), -1},
                                       {slice_of("each\x1B[2J"), 1},
                                       {slice_of(" worker"), 0}};
    const onr_family_entry member = {.pieces = pieces, .piece_count = 4, .differs = true};
    const onr_family family = {.family = 7, .members = &member, .member_count = 1};
    onr_buffer out = {0};
    assert_int_equal(onr_family_write(&out, &family, ONR_EXPORT_TEXT, NULL, NULL), ONR_OK);
    char text[500];
    copy_slice(text, sizeof text, (onr_slice){out.ptr, out.len});
    assert_non_null(strstr(text, "[-every-]"));
    assert_non_null(strstr(text, "{+each"));
    assert_null(strchr(text, '\x1B'));
    onr_buffer_free(&out);
}

int main(void)
{
#define STORE_TEST(name) cmocka_unit_test_setup_teardown(name, setup_path, teardown_path)
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_family__same_words_from_the_earliest_on),
        STORE_TEST(test_family__a_passage_of_a_longer_statement),
        STORE_TEST(test_family__other_words_stay_apart),
        STORE_TEST(test_family__another_speaker_is_flagged),
        STORE_TEST(test_family__one_statement_of_a_document),
        STORE_TEST(test_family__a_rejected_statement_leaves),
        STORE_TEST(test_family__other_connections_are_seen),
        STORE_TEST(test_family__found_in_a_store_of_version_2),
        cmocka_unit_test(test_write__text_shows_what_differs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
