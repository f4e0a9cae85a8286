#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "article/jsonld.h"

typedef struct fixture {
    onr_arena arena;
    onr_jsonld found;
} fixture;

static void read_script(fixture *f, const char *json)
{
    onr_arena_init(&f->arena, NULL);
    f->found = (onr_jsonld){.rank = 0};
    assert_true(onr_jsonld_read(&f->found, &f->arena, (onr_slice){json, strlen(json)}));
}

static void assert_slice(onr_slice slice, const char *expected)
{
    assert_int_equal(slice.len, strlen(expected));
    assert_memory_equal(slice.ptr, expected, slice.len);
}

static void test_jsonld__article_of_a_graph(void **state)
{
    fixture f;
    (void)state;
    read_script(&f, "{\"@graph\":[{\"@type\":\"WebPage\",\"name\":\"Site\"},"
                    "{\"@type\":[\"Article\"],\"headline\":\"Bridge\","
                    "\"author\":{\"@id\":\"#ana\"},"
                    "\"datePublished\":\"2024-03-05\",\"publisher\":{\"@type\":\"Organization\","
                    "\"name\":\"Example\"}},"
                    "{\"@type\":\"Person\",\"@id\":\"#ana\",\"name\":\"Ana Ruiz\"}]}");
    assert_slice(f.found.headline, "Bridge");
    assert_slice(f.found.published, "2024-03-05");
    assert_slice(f.found.site, "Example");
    assert_int_equal(f.found.author_count, 1);
    assert_slice(f.found.authors[0], "Ana Ruiz");
    onr_arena_deinit(&f.arena);
}

static void test_jsonld__authors_of_all_shapes(void **state)
{
    fixture f;
    (void)state;
    read_script(&f, "{\"@type\":\"NewsArticle\",\"author\":[\"Ana Ruiz\",{\"name\":\"Tom Berg\"},"
                    "{\"@type\":\"Organization\",\"name\":\"Example\"}]}");
    assert_int_equal(f.found.author_count, 2);
    assert_slice(f.found.authors[0], "Ana Ruiz");
    assert_slice(f.found.authors[1], "Tom Berg");
    onr_arena_deinit(&f.arena);
}

static void test_jsonld__broken_scripts_count_up_to_the_break(void **state)
{
    fixture f;
    (void)state;
    read_script(&f, "<!-- {\"@type\":\"Article\",\"headline\":\"Two\nlines\",\"author\":}");
    assert_slice(f.found.headline, "Two lines");
    onr_arena_deinit(&f.arena);
}

static void test_jsonld__other_things_are_no_article(void **state)
{
    fixture f;
    (void)state;
    read_script(&f, "[{\"@type\":\"BreadcrumbList\",\"name\":\"x\"},3,null]");
    assert_int_equal(f.found.rank, 0);
    onr_arena_deinit(&f.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_jsonld__article_of_a_graph),
        cmocka_unit_test(test_jsonld__authors_of_all_shapes),
        cmocka_unit_test(test_jsonld__broken_scripts_count_up_to_the_break),
        cmocka_unit_test(test_jsonld__other_things_are_no_article),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
