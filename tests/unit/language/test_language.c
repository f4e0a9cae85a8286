#include "../doc_maker.h"

#include "language/language.h"

#define ENGLISH "The mayor said that she would not go to the meeting of the town with her friends ."
#define GERMAN "Der Chef sagte , dass er nicht mit den anderen zu dem Treffen in der Stadt geht ."

static void assert_language(const char *text, const char *declared, const char *expected,
                            const char *warning)
{
    onr_doc *doc = make_doc(text);
    if (declared != NULL) doc->language = (onr_slice){declared, strlen(declared)};
    assert_int_equal(onr_language_run(doc, NULL), ONR_OK);
    assert_int_equal(doc->language.len, strlen(expected));
    assert_memory_equal(doc->language.ptr, expected, strlen(expected));
    assert_int_equal(doc->warning_count, warning != NULL);
    if (warning != NULL) assert_string_equal(doc->warnings[0].kind, warning);
    assert_null(onr_doc_check(doc));
    onr_doc_free(doc);
}

static void test_language__is_found_from_the_text(void **state)
{
    (void)state;
    assert_language(ENGLISH, NULL, "en", NULL);
    assert_language(GERMAN, NULL, "de", "not-english");
    assert_language(GERMAN, "en", "de", "not-english");
}

static void test_language__stays_as_declared_when_the_text_agrees_or_is_mute(void **state)
{
    (void)state;
    assert_language(ENGLISH, "en-GB", "en-GB", NULL);
    assert_language(ENGLISH, "EN_gb", "EN_gb", NULL);
    assert_language("Riverton 3 , Haven 2", "fr", "fr", NULL);
    assert_language("Riverton 3 , Haven 2", NULL, "", NULL);
    assert_language("", NULL, "", NULL);
}

static void test_language__warns_of_a_paragraph_in_another(void **state)
{
    (void)state;
    onr_doc *doc = make_doc(ENGLISH " | " GERMAN " | " ENGLISH);
    assert_int_equal(onr_language_run(doc, NULL), ONR_OK);
    assert_memory_equal(doc->language.ptr, "en", 2);
    assert_int_equal(doc->warning_count, 1);
    const onr_warning *warning = &doc->warnings[0];
    assert_string_equal(warning->kind, "mixed-languages");
    assert_memory_equal(doc->text.ptr + warning->span.start_byte, GERMAN, strlen(GERMAN));
    assert_int_equal(warning->span.end_byte - warning->span.start_byte, strlen(GERMAN));
    onr_doc_free(doc);
}

static void test_language__lets_foreign_names_pass(void **state)
{
    (void)state;
    assert_language(ENGLISH " | " ENGLISH " | “ La Ville de Paris et les Amis de la Mer ” is on .",
                    NULL, "en", NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_language__is_found_from_the_text),
        cmocka_unit_test(test_language__stays_as_declared_when_the_text_agrees_or_is_mute),
        cmocka_unit_test(test_language__warns_of_a_paragraph_in_another),
        cmocka_unit_test(test_language__lets_foreign_names_pass),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
