#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "block/names.h"

/* `expected` has a bar behind each name. */
static void assert_names(const char *text, const char *expected)
{
    char found[512] = "";
    size_t at = 0;
    onr_slice rest = {text, strlen(text)}, name;
    while (onr_name_next(&rest, &name)) {
        assert_true(at + name.len + 2 < sizeof found);
        memcpy(found + at, name.ptr, name.len);
        at += name.len;
        found[at++] = '|';
        found[at] = '\0';
    }
    assert_string_equal(found, expected);
}

static void test_names__are_cut_at_commas_and_small_words(void **state)
{
    (void)state;
    assert_names("By Ana Ruiz", "Ana Ruiz|");
    assert_names("BY ANA RUIZ AND BO LI", "ANA RUIZ|BO LI|");
    assert_names("Ana Ruiz, Bo Li & Cy Dee | Eve Fay", "Ana Ruiz|Bo Li|Cy Dee|Eve Fay|");
    assert_names("(Reporting by Ana Ruiz in Berlin and Bo Li; Editing by Cy Dee)",
                 "Ana Ruiz|Bo Li|Cy Dee|");
    assert_names("Ana Ruiz contributed reporting from Berlin. Bo Li reported from Oslo.",
                 "Ana Ruiz|Bo Li|");
    assert_names("By\xC2\xA0"
                 "Ana Ruiz",
                 "Ana Ruiz|");
}

static void test_names__keep_initials_particles_and_accents(void **state)
{
    (void)state;
    assert_names("J. K. Moss and Lee T. Ray Jr.", "J. K. Moss|Lee T. Ray Jr.|");
    assert_names("Eva von der Aue, \xC3\x89mile de la Tour",
                 "Eva von der Aue|\xC3\x89mile de la Tour|");
    assert_names("Mary-Jane O\xE2\x80\x99Neil.", "Mary-Jane O\xE2\x80\x99Neil|");
}

static void test_names__lose_roles(void **state)
{
    (void)state;
    assert_names("By Ana Ruiz, Political Editor", "Ana Ruiz|");
    assert_names("Political Editor Ana Ruiz", "Ana Ruiz|");
    assert_names("Associated Press writer Ana Ruiz", "Ana Ruiz|");
    assert_names("Ana Ruiz in Brussels for The Riverton Times", "Ana Ruiz|");
    assert_names("Analysis by Ana Ruiz", "Ana Ruiz|");
    assert_names("Ana Ruiz AP", "Ana Ruiz|");
    assert_names("Dr. Ana Ruiz", "Ana Ruiz|");
}

static void test_names__are_no_organisations_dates_or_places(void **state)
{
    (void)state;
    assert_names("By Reuters", "");
    assert_names("BBC News", "");
    assert_names("The Associated Press", "");
    assert_names("By Monday Morning", "");
    assert_names("in Riverton and New Haven", "");
    assert_names("ana@example.org, @AnaRuiz", "");
    assert_names("https://example.org/Ana Ruiz2", "");
    assert_names("", "");
    assert_names(" ,, ", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names__are_cut_at_commas_and_small_words),
        cmocka_unit_test(test_names__keep_initials_particles_and_accents),
        cmocka_unit_test(test_names__lose_roles),
        cmocka_unit_test(test_names__are_no_organisations_dates_or_places),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
