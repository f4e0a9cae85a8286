/*
 * Speakers as records have them, across documents: who is one person, what is known of them, and
 * the lists that pages are made of.
 */
#include "store_testing.h"

#include <onrecord/export.h>

/* Ruiz speaks in three papers, twice under her full name and office, once by surname only; another
 * Ana Ruiz has another affiliation. */
#define RUIZ(number, mentions)                                                                     \
    "{\"id\":" number ",\"name\":\"Ana Ruiz\",\"kind\":\"person\",\"named\":true,"                 \
    "\"role\":\"mayor\",\"affiliation\":\"City of Porto Novo\",\"entity\":0,"                      \
    "\"mentions\":" mentions "}"
#define SPEAKER_0 "\"speaker\":0,"
#define SPEAKER_1 "\"speaker\":1,"

static onr_store *sample(void)
{
    const said one[] = {{"Mayor Ana Ruiz", "said", "the harbour stays open all winter", SPEAKER_0},
                        {"the port authority", "replied", "dredging costs money", SPEAKER_1},
                        {NULL, NULL, NULL, NULL}};
    const said two[] = {{"Ruiz", "told reporters", "the harbour needs dredging soon", SPEAKER_0},
                        {NULL, NULL, NULL, NULL}};
    const said three[] = {{"Ruiz", "said", "prices fell", SPEAKER_0},
                          {"ANA  RUIZ", "added", "harbour fees will fall too", SPEAKER_1},
                          {NULL, NULL, NULL, NULL}};
    onr_store *store = open_store(ONR_STORE_CREATE);
    add_record(store, make_record("one",
        "\"published\":\"2016-09-30\",\"site\":\"Post\",\"url\":\"https://post.example/1\","
        "\"entities\":[{\"id\":0,\"name\":\"Ana Ruiz\",\"type\":\"PERSON\",\"mentions\":[[6,14]]}],"
        "\"speakers\":[" RUIZ("0", "[[0,14]]") ",{\"id\":1,\"name\":\"the port authority\","
        "\"kind\":\"organisation\",\"named\":false,\"role\":null,\"affiliation\":null,"
        "\"entity\":null,\"mentions\":[[62,80]]}],", "m1",
        "Mayor Ana Ruiz said the harbour stays open all winter. Then, the port authority replied "
        "dredging costs money. It rained.", one));
    add_record(store, make_record("two",
        "\"published\":\"2016-10-02\",\"site\":\"Times\",\"title\":\"Winter in the harbour\","
        "\"speakers\":[" RUIZ("0", "[[0,4]]") "],", "m1",
        "Ruiz told reporters the harbour needs dredging soon.", two));
    add_record(store, make_record("three",
        "\"published\":\"2016-10-09\",\"site\":\"Post\","
        "\"speakers\":[{\"id\":0,\"name\":\"Ruiz\",\"kind\":\"person\",\"named\":true,"
        "\"role\":null,\"affiliation\":null,\"entity\":null,\"mentions\":[[0,4]]},"
        "{\"id\":1,\"name\":\"ANA  RUIZ\",\"kind\":\"person\",\"named\":true,"
        "\"role\":\"Mayor\",\"affiliation\":\"city of  porto novo\",\"entity\":null,"
        "\"mentions\":[[18,27]]}],", "m1",
        "Ruiz said prices fell. ANA  RUIZ added harbour fees will fall too.", three));
    return store;
}

static uint64_t ruiz(void)
{
    return (uint64_t)ask("SELECT id FROM person WHERE name_key = 'ana ruiz'");
}

static void test_people__joined_by_name_and_affiliation(void **state)
{
    (void)state;
    onr_store *store = sample();
    assert_int_equal(ask("SELECT count(*) FROM person"), 1);
    assert_int_equal(ask("SELECT count(*) FROM speaker JOIN voice v ON v.id = voice"
                         " WHERE person IS NOT NULL"), 3);
    assert_int_equal(ask("SELECT count(*) FROM statements WHERE person IS NOT NULL"), 3);
    onr_store_close(store);
}

static void test_people__found_by_name_role_and_affiliation(void **state)
{
    (void)state;
    onr_store *store = sample();
    onr_query query = ONR_QUERY_DEFAULT;
    query.speaker = slice_of("ana ruiz");
    assert_int_equal(search_query(store, &query).count, 3); /* also where only "Ruiz" stands */
    query.role = slice_of("MAYOR");
    query.affiliation = slice_of("porto");
    assert_int_equal(search_query(store, &query).count, 3);
    query = (onr_query)ONR_QUERY_DEFAULT;
    query.person = ruiz();
    assert_int_equal(search_query(store, &query).count, 3);
    query.words = slice_of("dredging");
    found f = search_query(store, &query);
    assert_int_equal(f.count, 1);
    assert_string_equal(f.speaker, "Ana Ruiz");
    query.person = 999;
    assert_int_equal(search_query(store, &query).count, 0);
    onr_store_close(store);
}

static bool take_places(void *ctx, const onr_hit *hit)
{
    char text[60];
    assert_int_equal(hit->person, ruiz());
    assert_int_equal(hit->source_at.count, 1);
    assert_int_equal(hit->source_at.places[0].begin, 0);
    assert_int_equal(hit->source_at.places[0].end, 14);
    assert_int_equal(hit->cue_at.places[0].begin, 15);
    assert_int_equal(hit->content_at.places[0].end, 53);
    assert_null(hit->before.ptr);
    copy_slice(text, sizeof text, hit->after);
    assert_string_equal(text, "Then, the port authority replied dredging costs money.");
    ++*(int *)ctx;
    return true;
}

static bool take_beside(void *ctx, const onr_hit *hit)
{
    char text[60];
    copy_slice(text, sizeof text, hit->before);
    assert_string_equal(text, "Mayor Ana Ruiz said the harbour stays open all winter.");
    copy_slice(text, sizeof text, hit->after);
    assert_string_equal(text, "It rained.");
    assert_int_equal(hit->person, 0);
    ++*(int *)ctx;
    return true;
}

static void test_search__places_and_what_stands_beside(void **state)
{
    (void)state;
    onr_store *store = sample();
    int count = 0;
    onr_query query = ONR_QUERY_DEFAULT;
    query.words = slice_of("winter");
    assert_int_equal(onr_store_search(store, &query, take_places, &count, NULL, NULL), ONR_OK);
    query.words = slice_of("costs");
    assert_int_equal(onr_store_search(store, &query, take_beside, &count, NULL, NULL), ONR_OK);
    assert_int_equal(count, 2);
    onr_store_close(store);
}

static void assert_tally(const onr_tally *t, const char *name, uint64_t statements)
{
    assert_int_equal(t->name.len, strlen(name));
    assert_memory_equal(t->name.ptr, name, t->name.len);
    assert_int_equal(t->statements, statements);
}

static bool take_profile(void *ctx, const onr_profile *p)
{
    char day[12];
    (void)ctx;
    assert_int_equal(p->sums.statements, 3);
    assert_int_equal(p->sums.documents, 3);
    copy_slice(day, sizeof day, p->sums.last_day);
    assert_string_equal(day, "2016-10-09");
    assert_int_equal(p->role_count, 2);
    assert_tally(&p->roles[0], "mayor", 2);
    assert_int_equal(p->outlet_count, 2);
    assert_tally(&p->outlets[0], "Post", 2);
    assert_tally(&p->outlets[1], "Times", 1);
    assert_int_equal(p->month_count, 2);
    assert_tally(&p->months[0], "2016-09", 1);
    assert_tally(&p->months[1], "2016-10", 2);
    return true;
}

/* Somebody who always speaks of kelp, among others who never do. */
static onr_store *talkers(void)
{
    onr_store *store = open_store(ONR_STORE_CREATE);
    for (int i = 0; i < 24; i++) {
        char meta[300], text[100], id[8];
        bool kelp = i % 4 == 0;
        const char *what = kelp ? "Kelp, the sea feeds us" : "the sea is calm";
        const said list[] = {{"Bo Lind", "said", what, SPEAKER_0},
                             {NULL, NULL, NULL, NULL}};
        snprintf(id, sizeof id, "t%d", i);
        snprintf(text, sizeof text, "Bo Lind said %s %d.", list[0].content, i);
        snprintf(meta, sizeof meta, "\"speakers\":[{\"id\":0,\"name\":\"%s\",\"kind\":\"person\","
                 "\"named\":true,\"role\":null,\"affiliation\":null,\"entity\":null,"
                 "\"mentions\":[]}],", kelp ? "Bo Lind" : "Cy Moor");
        add_record(store, make_record(id, meta, "m1", text, list));
    }
    return store;
}

static bool take_words(void *ctx, const onr_profile *p)
{
    char word[20];
    (void)ctx;
    assert_true(p->word_count >= 1);
    copy_slice(word, sizeof word, p->words[0].word);
    assert_true(strcmp(word, "kelp") == 0 || strcmp(word, "feeds") == 0);
    assert_int_equal(p->words[0].statements, 6);
    for (uint32_t i = 0; i < p->word_count; i++) {
        copy_slice(word, sizeof word, p->words[i].word);
        assert_string_not_equal(word, "sea"); /* everybody says it */
        assert_string_not_equal(word, "the");
        if (i > 0) assert_true(p->words[i - 1].score >= p->words[i].score);
    }
    return true;
}

static void test_profile__numbers_and_telling_words(void **state)
{
    (void)state;
    onr_store *store = sample();
    onr_error err;
    if (onr_store_profile(store, ruiz(), take_profile, NULL, &err) != ONR_OK)
        fail_msg("%s", err.message);
    assert_int_equal(onr_store_profile(store, 999, take_profile, NULL, &err), ONR_EUSAGE);
    onr_store_close(store);
    remove_store();
    store = talkers();
    uint64_t lind = (uint64_t)ask("SELECT id FROM person WHERE name = 'Bo Lind'");
    assert_int_equal(onr_store_profile(store, lind, take_words, NULL, NULL), ONR_OK);
    onr_store_close(store);
}

static bool take_table(void *ctx, const onr_outlet_table *t)
{
    (void)ctx;
    assert_int_equal(t->speaker_count, 1);
    assert_int_equal(t->speakers[0].statements, 3);
    assert_int_equal(t->outlet_count, 2);
    assert_tally(&t->outlets[0], "Post", 2);
    assert_int_equal(t->statements[0], 2);
    assert_int_equal(t->statements[1], 1);
    return true;
}

static bool take_one_outlet(void *ctx, const onr_outlet_table *t)
{
    (void)ctx;
    assert_int_equal(t->outlet_count, 1);
    assert_tally(&t->outlets[0], "Post", 2);
    return false;
}

static void test_outlets__who_speaks_where(void **state)
{
    (void)state;
    onr_store *store = sample();
    assert_int_equal(onr_store_outlets(store, 20, take_table, NULL, NULL), ONR_OK);
    assert_int_equal(onr_store_outlets(store, 1, take_one_outlet, NULL, NULL), ONR_END);
    onr_store_close(store);
}

typedef struct list {
    char names[300];
    uint32_t count;
} list;

static void note(list *l, onr_slice name)
{
    char text[60];
    copy_slice(text, sizeof text, name);
    snprintf(l->names + strlen(l->names), sizeof l->names - strlen(l->names), "%s|", text);
    l->count++;
}

static bool note_document(void *ctx, const onr_document_row *row)
{
    note(ctx, row->name);
    return true;
}

static bool note_speaker(void *ctx, const onr_speaker_row *row)
{
    note(ctx, row->name);
    return true;
}

static void test_speakers__one_row_for_each(void **state)
{
    (void)state;
    onr_store *store = sample();
    list l = {{0}, 0};
    assert_int_equal(onr_store_speakers(store, slice_of("ruiz"), 0, note_speaker, &l, NULL),
                     ONR_OK);
    assert_string_equal(l.names, "Ana Ruiz|ANA  RUIZ|Ruiz|");
    onr_store_close(store);
}

static void test_documents__in_pages_with_filters(void **state)
{
    (void)state;
    onr_store *store = sample();
    onr_buffer next = {0};
    onr_document_query query = {.limit = 2};
    list l = {{0}, 0};
    assert_int_equal(onr_store_documents(store, &query, note_document, &l, &next, NULL), ONR_OK);
    assert_string_equal(l.names, "three|two|");
    assert_true(next.len > 0);
    onr_buffer cursor = {0};
    query.cursor = (onr_slice){next.ptr, next.len};
    assert_int_equal(onr_store_documents(store, &query, note_document, &l, &cursor, NULL), ONR_OK);
    assert_string_equal(l.names, "three|two|one|");
    assert_int_equal(cursor.len, 0);
    l = (list){{0}, 0};
    query = (onr_document_query){.outlet = slice_of("POST"), .letters = slice_of("ON")};
    assert_int_equal(onr_store_documents(store, &query, note_document, &l, NULL, NULL), ONR_OK);
    assert_string_equal(l.names, "one|");
    l = (list){{0}, 0};
    query = (onr_document_query){.letters = slice_of("winter IN")};
    assert_int_equal(onr_store_documents(store, &query, note_document, &l, NULL, NULL), ONR_OK);
    assert_string_equal(l.names, "two|");
    query.cursor = slice_of("nonsense");
    assert_int_equal(onr_store_documents(store, &query, note_document, &l, NULL, NULL),
                     ONR_EUSAGE);
    onr_buffer_free(&next);
    onr_buffer_free(&cursor);
    onr_store_close(store);
}

static void test_record__with_the_numbers_of_the_store(void **state)
{
    (void)state;
    onr_store *store = sample();
    onr_buffer out = {0};
    char number[60];
    assert_int_equal(onr_store_record(&out, store, 1, NULL), ONR_OK);
    assert_true(out.len > 0 && out.ptr[out.len - 1] == '\n');
    out.ptr[out.len - 1] = '\0';
    assert_non_null(strstr(out.ptr, "\"number\":1"));
    snprintf(number, sizeof number, "\"person\":%u", (unsigned)ruiz());
    assert_non_null(strstr(out.ptr, number));
    assert_non_null(strstr(out.ptr, "\"person\":null"));
    assert_non_null(strstr(out.ptr, "\"statement\":2"));
    assert_non_null(strstr(out.ptr, "\"family\":null"));
    size_t len = out.len;
    assert_int_equal(onr_store_record(&out, store, 99, NULL), ONR_EUSAGE);
    assert_int_equal(out.len, len);
    onr_buffer_free(&out);
    onr_store_close(store);
}

int main(void)
{
#define STORE_TEST(name) cmocka_unit_test_setup_teardown(name, setup_path, teardown_path)
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_people__joined_by_name_and_affiliation),
        STORE_TEST(test_people__found_by_name_role_and_affiliation),
        STORE_TEST(test_search__places_and_what_stands_beside),
        STORE_TEST(test_profile__numbers_and_telling_words),
        STORE_TEST(test_outlets__who_speaks_where),
        STORE_TEST(test_documents__in_pages_with_filters),
        STORE_TEST(test_speakers__one_row_for_each),
        STORE_TEST(test_record__with_the_numbers_of_the_store),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
