/*
 * Searching: filters, order, cursors, and words that try to be something else.
 */
#include "store_testing.h"

static onr_store *sample(void)
{
    const said one[] = {{"Ana Ruiz", "said", "the Harbour bill is dead", NULL},
                        {"The union", "replied", "the harbour is alive", NULL},
                        {NULL, NULL, NULL, NULL}};
    const said two[] = {{"Jonas Arvid", "wrote", "harbour fees fell", NULL},
                        {NULL, NULL, NULL, NULL}};
    const said three[] = {{"Ana Ruiz", "thinks", "pubs will close", NULL},
                          {NULL, NULL, NULL, NULL}};
    onr_store *store = open_store(ONR_STORE_CREATE);
    add_record(store,
               make_record("one", "\"published\":\"2016-09-30T10:00:00Z\",\"site\":\"Post\",",
                           "m1",
                           "It rained. Ana Ruiz said the Harbour bill is dead, and left. The union "
                           "replied the harbour is alive.",
                           one));
    add_record(store, make_record("two", "\"published\":\"2016-10-02\",\"site\":\"Times\",", "m1",
                                  "Jonas Arvid wrote harbour fees fell.", two));
    add_record(store, make_record("three", "\"published\":\"next Tuesday\",", "m1",
                                  "Ana Ruiz thinks pubs will close.", three));
    return store;
}

static void test_search__words_are_all_needed_and_fold_case(void **state)
{
    (void)state;
    onr_store *store = sample();
    assert_int_equal(search_words(store, "harbour").count, 3);
    assert_int_equal(search_words(store, "HARBOUR fees").count, 1);
    assert_int_equal(search_words(store, "harbour nothing").count, 0);
    assert_int_equal(search_words(store, "").count, 4);
    onr_store_close(store);
}

static void test_search__sentence_around_it(void **state)
{
    (void)state;
    onr_store *store = sample();
    found f = search_words(store, "dead");
    assert_string_equal(f.context, "Ana Ruiz said the Harbour bill is dead, and left.");
    onr_store_close(store);
}

static void test_search__filters(void **state)
{
    (void)state;
    onr_store *store = sample();
    onr_query query = ONR_QUERY_DEFAULT;
    query.speaker = slice_of("ruiz ana");
    assert_int_equal(search_query(store, &query).count, 2);
    query.from = slice_of("2016");
    assert_int_equal(search_query(store, &query).count, 1);
    query = (onr_query)ONR_QUERY_DEFAULT;
    query.to = slice_of("2016-09");
    assert_int_equal(search_query(store, &query).count, 2);
    query = (onr_query)ONR_QUERY_DEFAULT;
    query.outlet = slice_of("times");
    assert_string_equal(search_query(store, &query).content, "harbour fees fell");
    query = (onr_query)ONR_QUERY_DEFAULT;
    query.cue = slice_of("wrote");
    assert_int_equal(search_query(store, &query).count, 1);
    query = (onr_query)ONR_QUERY_DEFAULT;
    query.min_confidence = 0.91f;
    assert_int_equal(search_query(store, &query).count, 0);
    query.min_confidence = 0.9f;
    assert_int_equal(search_query(store, &query).count, 4);
    query.form = ONR_FORM_DIRECT;
    assert_int_equal(search_query(store, &query).count, 0);
    onr_store_close(store);
}

static void test_search__order_and_cursor(void **state)
{
    (void)state;
    static const onr_sort sorts[] = {ONR_SORT_NEWEST, ONR_SORT_OLDEST, ONR_SORT_CONFIDENCE,
                                     ONR_SORT_RELEVANCE};
    onr_store *store = sample();
    for (int i = 0; i < 4; i++) {
        onr_query query = ONR_QUERY_DEFAULT;
        onr_buffer next = {0};
        char cursor[100] = "";
        uint32_t total = 0;
        query.limit = 1;
        query.sort = sorts[i];
        if (sorts[i] == ONR_SORT_RELEVANCE) query.words = slice_of("harbour");
        do {
            found f = {0};
            query.cursor = slice_of(cursor);
            assert_int_equal(onr_store_search(store, &query, take_found, &f, &next, NULL), ONR_OK);
            total += f.count;
            copy_slice(cursor, sizeof cursor, (onr_slice){next.ptr, next.len});
        } while (next.len > 0 && total < 10);
        assert_int_equal(total, sorts[i] == ONR_SORT_RELEVANCE ? 3 : 4);
        onr_buffer_free(&next);
    }
    onr_query query = ONR_QUERY_DEFAULT;
    query.limit = 1;
    assert_string_equal(search_query(store, &query).content, "harbour fees fell");
    onr_store_close(store);
}

static bool take_content(void *ctx, const onr_hit *hit)
{
    char *all = ctx;
    size_t len = strlen(all);
    copy_slice(all + len, 400 - len, hit->content);
    strcat(all, "; ");
    return true;
}

/* All contents, read in pages of `limit`. */
static void read_pages(onr_store *store, onr_query query, uint32_t limit, char out[400])
{
    onr_buffer next = {0};
    char cursor[100] = "";
    out[0] = '\0';
    query.limit = limit;
    for (int page = 0; page < 10; page++) {
        query.cursor = slice_of(cursor);
        assert_int_equal(onr_store_search(store, &query, take_content, out, &next, NULL), ONR_OK);
        copy_slice(cursor, sizeof cursor, (onr_slice){next.ptr, next.len});
        if (next.len == 0) break;
    }
    onr_buffer_free(&next);
}

static void assert_pages(onr_store *store, onr_query query, const char *expected)
{
    char out[400];
    for (uint32_t limit = 0; limit < 6; limit++) {
        read_pages(store, query, limit, out);
        assert_string_equal(out, expected);
    }
}

static void test_search__words_come_by_days_and_then_as_in_the_text(void **state)
{
    (void)state;
    onr_store *store = sample();
    onr_query query = ONR_QUERY_DEFAULT;
    query.operators = true;
    query.words = slice_of("harbour OR pubs");
    assert_pages(store, query, "harbour fees fell; the Harbour bill is dead; the harbour is alive; "
                               "pubs will close; ");
    query.sort = ONR_SORT_OLDEST;
    assert_pages(store, query, "pubs will close; the Harbour bill is dead; the harbour is alive; "
                               "harbour fees fell; ");
    query.to = slice_of("2016-10-01");
    assert_pages(store, query, "the Harbour bill is dead; the harbour is alive; ");
    query.from = slice_of("2016-10");
    query.to = slice_of("2016-10-02");
    assert_pages(store, query, "harbour fees fell; ");
    query.from = slice_of("2016-10-03");
    query.to = (onr_slice){NULL, 0};
    assert_pages(store, query, "");
    onr_store_close(store);
}

/* The report that a page ended in goes: the next page must not leave out those behind it. */
/* ---- many hits ---- */

enum { MANY = 70 };

/* A report with so many statements of two words, the second one of two. */
static void add_many(onr_store *store)
{
    static char words[MANY][24], text[MANY * 32];
    said list[MANY + 1] = {{NULL, NULL, NULL, NULL}};
    size_t len = 0;
    for (int i = 0; i < MANY; i++) {
        snprintf(words[i], sizeof words[i], "harbour %s%d", i % 2 ? "odd" : "even", i);
        len += (size_t)snprintf(text + len, sizeof text - len, "Ana said %s. ", words[i]);
        list[i] = (said){"Ana", "said", words[i], NULL};
    }
    list[MANY] = (said){NULL, NULL, NULL, NULL};
    add_record(store, make_record("many", "\"published\":\"2016-10-03\",", "m1", text, list));
}

/* Counts hits whose only marked word is "harbour". */
static bool take_marked(void *ctx, const onr_hit *hit)
{
    uint32_t words = 0;
    bool right = true;
    for (uint32_t i = 0; i < hit->mark_count; i++) {
        const onr_mark *m = &hit->marks[i];
        if (m->kind != ONR_MARK_WORD) continue;
        words++;
        right = right && m->span.end_byte - m->span.start_byte == 7 &&
                memcmp(hit->context.ptr + m->span.start_byte, "harbour", 7) == 0;
    }
    *(uint32_t *)ctx += right && words == 1;
    return true;
}

static void test_search__words_are_marked_in_every_hit(void **state)
{
    (void)state;
    static const onr_sort sorts[] = {ONR_SORT_NEWEST, ONR_SORT_OLDEST, ONR_SORT_CONFIDENCE,
                                     ONR_SORT_RELEVANCE};
    onr_store *store = open_store(ONR_STORE_CREATE);
    add_many(store);
    for (size_t i = 0; i < sizeof sorts / sizeof *sorts; i++) {
        onr_query query = ONR_QUERY_DEFAULT;
        uint32_t count = 0;
        query.words = slice_of("harbour");
        query.sort = sorts[i];
        query.limit = 0;
        assert_int_equal(onr_store_search(store, &query, take_marked, &count, NULL, NULL), ONR_OK);
        assert_int_equal(count, MANY);
        count = 0;
        query.limit = 41;
        assert_int_equal(onr_store_search(store, &query, take_marked, &count, NULL, NULL), ONR_OK);
        assert_int_equal(count, 41);
    }
    onr_store_close(store);
}

static void test_search__relevance_is_often_in_short_statements(void **state)
{
    (void)state;
    static const char *const contents[] = {
        "the tax on bread", "the tax after tax after tax", "tax",
        "the tax is one of many matters that were talked about on a long day in the old hall"};
    static const int order[] = {1, 2, 0, 3};
    onr_store *store = open_store(ONR_STORE_CREATE);
    onr_query query = ONR_QUERY_DEFAULT;
    char text[400] = "";
    said list[5] = {{NULL, NULL, NULL, NULL}};
    for (int i = 0; i < 4; i++) {
        strcat(strcat(strcat(text, "Ana said "), contents[i]), ". ");
        list[i] = (said){"Ana", "said", contents[i], NULL};
    }
    add_record(store, make_record("tax", "", "m1", text, list));
    onr_buffer next = {0};
    query.words = slice_of("tax");
    query.sort = ONR_SORT_RELEVANCE;
    query.limit = 1;
    for (int i = 0; i < 4; i++) {
        found f = {0};
        assert_int_equal(onr_store_search(store, &query, take_found, &f, &next, NULL), ONR_OK);
        assert_string_equal(f.content, contents[order[i]]);
        assert_int_equal(next.len > 0, i < 3);
        query.cursor = (onr_slice){next.ptr, next.len};
    }
    onr_buffer_free(&next);
    onr_store_close(store);
}

static void test_search__a_cursor_outlives_its_report(void **state)
{
    (void)state;
    onr_store *store = sample();
    onr_query query = ONR_QUERY_DEFAULT;
    onr_buffer next = {0};
    char out[400] = "";
    query.words = slice_of("harbour");
    query.limit = 1;
    assert_int_equal(onr_store_search(store, &query, take_content, out, &next, NULL), ONR_OK);
    assert_string_equal(out, "harbour fees fell; ");
    const said other[] = {{"Jonas Arvid", "wrote", "fees fell", NULL}, {NULL, NULL, NULL, NULL}};
    add_record(store, make_record("two", "\"published\":\"2016-10-02\",\"site\":\"Times\",", "m2",
                                  "Jonas Arvid wrote harbour fees fell.", other));
    query.cursor = (onr_slice){next.ptr, next.len};
    query.limit = 2;
    out[0] = '\0';
    onr_buffer last = {0};
    assert_int_equal(onr_store_search(store, &query, take_content, out, &last, NULL), ONR_OK);
    assert_string_equal(out, "the Harbour bill is dead; the harbour is alive; ");
    assert_int_equal(last.len, 0);
    onr_buffer_free(&next);
    onr_buffer_free(&last);
    onr_store_close(store);
}

static void test_search__operators_only_when_asked_for(void **state)
{
    (void)state;
    onr_store *store = sample();
    onr_query query = ONR_QUERY_DEFAULT;
    query.words = slice_of("fees OR dead");
    assert_int_equal(search_query(store, &query).count, 0);
    query.operators = true;
    assert_int_equal(search_query(store, &query).count, 2);
    query.speaker = slice_of("arvid");
    assert_int_equal(search_query(store, &query).count, 1);
    onr_store_close(store);
}

static void test_search__hostile_words(void **state)
{
    (void)state;
    static const char *const words[] = {
        "\"",         "\"\"",      "harbour\"", "(",        "a AND",    "NEAR(a b)",
        "content:x",  "*",         "^a",        "-harbour", "a' OR '1", "'; DROP TABLE text; --",
        "\xFF\xFE",   "\x01",      ")) OR ((",  "{content}:", "\\",     "%%",
    };
    onr_store *store = sample();
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        onr_query query = ONR_QUERY_DEFAULT;
        onr_error err;
        found f = {0};
        query.words = query.outlet = query.speaker = query.role = slice_of(words[i]);
        assert_int_equal(onr_store_search(store, &query, take_found, &f, NULL, &err), ONR_OK);
        query.operators = true;
        onr_status status = onr_store_search(store, &query, take_found, &f, NULL, &err);
        assert_true(status == ONR_OK || status == ONR_EUSAGE);
    }
    assert_int_equal(search_words(store, "harbour").count, 3);
    onr_store_close(store);
}

static void test_search__no_dates_and_no_cursors(void **state)
{
    (void)state;
    static const char *const dates[] = {"tomorrow", "2016-13", "2016-02-30", "16", "2016-9-1",
                                        "2016-09-30T00:00", "' OR 1=1 --"};
    static const char *const cursors[] = {"x", "1,2", ",,", "a,b,c", "2016-01-01,1,2x"};
    onr_store *store = sample();
    onr_error err;
    found f = {0};
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
        onr_query query = ONR_QUERY_DEFAULT;
        query.from = slice_of(dates[i]);
        assert_int_equal(onr_store_search(store, &query, take_found, &f, NULL, &err), ONR_EUSAGE);
    }
    for (size_t i = 0; i < sizeof cursors / sizeof *cursors; i++) {
        onr_query query = ONR_QUERY_DEFAULT;
        query.cursor = slice_of(cursors[i]);
        assert_int_equal(onr_store_search(store, &query, take_found, &f, NULL, &err), ONR_EUSAGE);
    }
    onr_store_close(store);
}

static bool count_hits(void *ctx, const onr_hit *hit)
{
    (void)hit;
    (*(uint32_t *)ctx)++;
    return true;
}

static void test_allow__what_takes_longer_ends(void **state)
{
    (void)state;
    static const char endless[] =
        "DROP VIEW speakers; CREATE VIEW speakers AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL"
        " SELECT i + 1 FROM n) SELECT 'A' AS name, 'person' AS kind, NULL AS role,"
        " NULL AS affiliation, NULL AS person, i AS statements, 1 AS documents,"
        " NULL AS first_day, NULL AS last_day FROM n WHERE i < 0";
    onr_store *store = sample();
    onr_query query = ONR_QUERY_DEFAULT;
    onr_error err;
    uint32_t count = 0;
    assert_true(tamper(endless));
    onr_store_allow(store, 1);
    assert_int_equal(onr_store_speakers(store, (onr_slice){NULL, 0}, 0, NULL, NULL, &err),
                     ONR_ETIME);
    onr_store_allow(store, 0);
    assert_int_equal(onr_store_search(store, &query, count_hits, &count, NULL, &err), ONR_OK);
    assert_int_equal(count, 4);
    onr_store_close(store);
}

/* ---- months: what they add up to is what a search finds ---- */

enum { MOST_MONTHS = 8 };

typedef struct tally {
    char names[MOST_MONTHS][8];
    uint64_t statements[MOST_MONTHS];
    uint32_t count;
} tally;

static void tally_month(tally *t, onr_slice name, uint64_t statements)
{
    char month[8];
    uint32_t i = 0;
    copy_slice(month, sizeof month, name);
    while (i < t->count && strcmp(t->names[i], month) != 0) i++;
    assert_true(i < MOST_MONTHS);
    if (i == t->count) memcpy(t->names[t->count++], month, sizeof month);
    t->statements[i] += statements;
}

static bool tally_hit(void *ctx, const onr_hit *hit)
{
    bool dated = hit->published.len > 0 && hit->published.ptr[0] == '2';
    tally_month(ctx, dated ? hit->published : (onr_slice){NULL, 0}, 1);
    return true;
}

static bool take_month(void *ctx, const onr_month *month)
{
    tally *t = ctx;
    uint32_t before = t->count;
    assert_true(month->statements > 0);
    tally_month(t, month->name, month->statements);
    assert_int_equal(t->count, before + 1); /* each once */
    return true;
}

static uint32_t assert_months(onr_store *store, onr_query *query)
{
    tally hits = {.count = 0}, counted = {.count = 0};
    query->sort = ONR_SORT_OLDEST;
    query->limit = 0;
    assert_int_equal(onr_store_search(store, query, tally_hit, &hits, NULL, NULL), ONR_OK);
    assert_int_equal(onr_store_months(store, query, take_month, &counted, NULL), ONR_OK);
    assert_int_equal(counted.count, hits.count);
    for (uint32_t i = 0; i < counted.count; i++) {
        onr_slice name = {counted.names[i], strlen(counted.names[i])};
        tally_month(&hits, name, 0);
        assert_int_equal(hits.count, counted.count);
        /* In order of time, those of no known day last. */
        if (i > 0 && name.len > 0) assert_true(strcmp(counted.names[i - 1], name.ptr) < 0);
    }
    for (uint32_t i = 0; i < counted.count; i++)
        for (uint32_t j = 0; j < hits.count; j++)
            if (strcmp(counted.names[i], hits.names[j]) == 0)
                assert_int_equal(counted.statements[i], hits.statements[j]);
    return counted.count;
}

static void test_months__add_up_to_what_is_found(void **state)
{
    (void)state;
    const said undated[] = {{"Nobody", "said", "the tax is undated", NULL},
                            {NULL, NULL, NULL, NULL}};
    const said late[] = {{"Nobody", "said", "the tax is late", NULL}, {NULL, NULL, NULL, NULL}};
    onr_store *store = sample();
    add_record(store, make_record("undated", "", "m1", "Nobody said the tax is undated.", undated));
    /* The last day of a long month, and the last month of a year. */
    static const char text[] = "Nobody said the tax is late.";
    add_record(store, make_record("halloween", "2016-10-31", "m2", text, late));
    add_record(store, make_record("eve", "2016-12-31", "m3", text, late));
    onr_query query = ONR_QUERY_DEFAULT;
    assert_true(assert_months(store, &query) >= 3);
    const char *const words[] = {"tax", "the", "nosuchword"};
    for (int i = 0; i < 3; i++) {
        query = (onr_query)ONR_QUERY_DEFAULT;
        query.words = slice_of(words[i]);
        assert_months(store, &query);
        query.outlet = slice_of("Post");
        assert_months(store, &query);
    }
    for (int form = 0; form < 3; form++) {
        query = (onr_query)ONR_QUERY_DEFAULT;
        query.form = form;
        assert_months(store, &query);
    }
    const char *const days[][2] = {{"2016-10", NULL}, {NULL, "2016-10-02"}, {"2016", "2016"},
                                   {"2030", NULL}};
    for (int i = 0; i < 4; i++) {
        query = (onr_query)ONR_QUERY_DEFAULT;
        query.from = slice_of(days[i][0]);
        query.to = slice_of(days[i][1]);
        assert_months(store, &query);
        query.words = slice_of("the");
        assert_months(store, &query);
        query.act = 0;
        query.min_confidence = 0.5f;
        assert_months(store, &query);
    }
    query = (onr_query)ONR_QUERY_DEFAULT;
    query.from = slice_of("yesterday");
    assert_int_equal(onr_store_months(store, &query, take_month, NULL, NULL), ONR_EUSAGE);
    onr_store_close(store);
}

static void test_document__by_number_and_name(void **state)
{
    (void)state;
    onr_store *store = sample();
    uint64_t by_name, by_number, none;
    assert_int_equal(onr_store_find_document(store, slice_of("two"), &by_name, NULL), ONR_OK);
    assert_int_equal(onr_store_find_document(store, slice_of("2"), &by_number, NULL), ONR_OK);
    assert_int_equal(by_name, by_number);
    assert_int_equal(onr_store_find_document(store, slice_of("' OR 1"), &none, NULL), ONR_EUSAGE);
    onr_store_close(store);
}

int main(void)
{
#define STORE_TEST(name) cmocka_unit_test_setup_teardown(name, setup_path, teardown_path)
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_search__words_are_all_needed_and_fold_case),
        STORE_TEST(test_search__sentence_around_it),
        STORE_TEST(test_search__filters),
        STORE_TEST(test_search__order_and_cursor),
        STORE_TEST(test_search__words_come_by_days_and_then_as_in_the_text),
        STORE_TEST(test_search__words_are_marked_in_every_hit),
        STORE_TEST(test_search__relevance_is_often_in_short_statements),
        STORE_TEST(test_search__a_cursor_outlives_its_report),
        STORE_TEST(test_search__operators_only_when_asked_for),
        STORE_TEST(test_search__hostile_words),
        STORE_TEST(test_search__no_dates_and_no_cursors),
        STORE_TEST(test_allow__what_takes_longer_ends),
        STORE_TEST(test_months__add_up_to_what_is_found),
        STORE_TEST(test_document__by_number_and_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
