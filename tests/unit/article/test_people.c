#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "article/people.h"

/* Expected are the names with ";" between. */
static void assert_people(const char *byline, const char *expected)
{
    onr_slice names[8];
    char found[400] = "";
    uint32_t count = onr_people_find(names, 8, (onr_slice){byline, strlen(byline)});
    for (uint32_t i = 0; i < count; i++)
        snprintf(found + strlen(found), sizeof found - strlen(found), "%s%.*s", i > 0 ? ";" : "",
                 (int)names[i].len, names[i].ptr);
    assert_string_equal(found, expected);
}

static void test_people__names_are_parted(void **state)
{
    (void)state;
    assert_people("By Ana Ruiz", "Ana Ruiz");
    assert_people("By Ana Ruiz and Tom Berg", "Ana Ruiz;Tom Berg");
    assert_people("ANA RUIZ, TOM BERG and J. P. DOE", "ANA RUIZ;TOM BERG;J. P. DOE");
    assert_people("Von Jürgen von der Lippe und Zoë O'Neil-Smith",
                  "Jürgen von der Lippe;Zoë O'Neil-Smith");
}

static void test_people__roles_and_places_go(void **state)
{
    (void)state;
    assert_people("By Ana Ruiz, Staff Writer", "Ana Ruiz");
    assert_people("Analysis by Ana Ruiz, Example Editor-at-large", "Ana Ruiz");
    assert_people("Written by: Ana Ruiz | Example News", "Ana Ruiz");
    assert_people("By Ana Ruiz - Example Contributor 2024-03-05", "Ana Ruiz");
    assert_people("Ana Ruiz (ana@example.org) in Berlin", "Ana Ruiz");
    assert_people("Ana Ruiz, MS, RD", "Ana Ruiz");
}

static void test_people__organisations_are_no_people(void **state)
{
    (void)state;
    assert_people("Associated Press", "");
    assert_people("By Example News Desk", "");
    assert_people("Staff", "");
    assert_people("https://example.org/people/ana", "");
    assert_people("", "");
    assert_true(onr_people_is_staff((onr_slice){"By Reuters", 10}));
    assert_false(onr_people_is_staff((onr_slice){"By Ana Ruiz", 11}));
}

static void test_people__bylines_are_told_from_text(void **state)
{
    (void)state;
    assert_true(onr_people_is_byline((onr_slice){"By Ana Ruiz", 11}));
    assert_false(onr_people_is_byline((onr_slice){"By and large it held.", 21}));
    assert_false(onr_people_is_byline((onr_slice){"Bystanders saw it.", 18}));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_people__names_are_parted),
        cmocka_unit_test(test_people__roles_and_places_go),
        cmocka_unit_test(test_people__organisations_are_no_people),
        cmocka_unit_test(test_people__bylines_are_told_from_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
