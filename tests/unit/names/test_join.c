/*
 * Which names are one. In a line of a case "[P Ana Ruiz ]" is a mention of a person, "[O" of an
 * organisation, "[G" of a place; the number behind each is the entity that it should belong to.
 */
#include "doc_maker.h"

#include <stdio.h>

#include "names/join.h"

enum { MAX_MENTIONS = 32 };

typedef struct joined {
    onr_doc *doc;
    char entities[MAX_MENTIONS]; /* what the case expects, a digit a mention */
    uint32_t count;
} joined;

static uint8_t type_of(char letter)
{
    return letter == 'P' ? ONR_ENTITY_PERSON : letter == 'O' ? ONR_ENTITY_ORG : ONR_ENTITY_GPE;
}

/* Takes the brackets out of the line and makes mentions of them. */
static joined join(const char *line)
{
    joined out = {0};
    onr_range ranges[MAX_MENTIONS];
    uint8_t types[MAX_MENTIONS];
    char text[1024] = "";
    uint32_t words = 0;
    char copy[1024];
    assert_true(strlen(line) < sizeof copy);
    strcpy(copy, line);
    for (char *word = strtok(copy, " "); word != NULL; word = strtok(NULL, " ")) {
        if (word[0] == '[') {
            types[out.count] = type_of(word[1]);
            ranges[out.count].first_token = words;
        } else if (word[0] == ']') {
            ranges[out.count].end_token = words;
            out.entities[out.count++] = word[1];
        } else {
            strcat(strcat(text, word), " ");
            words++;
        }
    }
    out.doc = make_doc(text);
    for (uint32_t m = 0; m < out.count; m++) make_mention(out.doc, ranges[m], types[m]);
    out.doc->has_entities = true;
    assert_true(onr_names_join(out.doc));
    assert_ptr_equal(onr_doc_check(out.doc), NULL);
    return out;
}

static void assert_joined(const char *line)
{
    joined j = join(line);
    for (uint32_t m = 0; m < j.count; m++)
        if (j.doc->mentions[m].entity != (uint32_t)(j.entities[m] - '0'))
            fail_msg("mention %u belongs to %u in: %s", m, j.doc->mentions[m].entity, line);
    onr_doc_free(j.doc);
}

static void test_join__family_and_given_names(void **state)
{
    (void)state;
    assert_joined("[P Ana Ruiz ]0 met [P Tom Berg ]1 . Mr. [P Berg ]1 left [P Ruiz ]0 , [P ANA ]0");
    assert_joined("Mr. [P Berg ]0 said [P Tom Berg ]0 was he");
    assert_joined("[P Sen. Ana Ruiz ]0 and [P Ana M. Ruiz Jr. ]0");
    assert_joined("[P Bill Moore ]0 or [P William Moore ]0");
    assert_joined("[P Chris Dale ]0 or [P Christopher Dale ]0");
    assert_joined("[P Carl van Dorn ]0 said [P van Dorn ]0 and [P Dorn ]0 were one");
}

static void test_join__namesakes_stay_apart(void **state)
{
    (void)state;
    assert_joined("[P Ana Ruiz ]0 and [P Tom Ruiz ]1 : Mrs. [P Ruiz ]0 , Mr. [P Ruiz ]1");
    assert_joined("[P Ana Ruiz ]0 and [P Tom Ruiz ]1 and [P Ruiz ]0");
    assert_joined("[P Tom A. Berg ]0 is not [P Tom B. Berg ]1");
    assert_joined("Mr. [P Berg ]0 and Mrs. [P Ana Ruiz ]1");
    assert_joined("[P Jo Hall ]0 and [P John Hall ]1");
}

static void test_join__a_name_once_taken_for_something_else(void **state)
{
    (void)state;
    assert_joined("[P Ana Ruiz ]0 : [O Ruiz ]0 left");
    assert_joined("[P Ruiz ]0 , [O Ruiz ]0 left");
    assert_joined("[P Ana Moscow ]0 in [G Moscow ]1 , [P Moscow ]0"); /* nor are places */
}

static void test_join__acronyms_and_articles(void **state)
{
    (void)state;
    assert_joined("the [O Harbour Safety Board ]0 ( [O HSB ]0 )");
    assert_joined("[O Harbour Safety Board ]0 and [O the Harbour Safety Board ]0");
    assert_joined("[O HSB ]0 , [O Harbour Safety Board ]0 , [O H.S.B. ]0 , [G HSB ]1");
    assert_joined("[P AROS ]0 for [O Ana Rings Of Steel ]0");
    assert_joined("[O Office of Harbour Safety ]0 or [O HS ]0 or [O OHS ]0");
    assert_joined("[O Norvik Corp. ]0 and [O Norvik ]0 and [O NORVIK ]0");
}

static void test_join__keeps_the_fullest_form_and_the_gender(void **state)
{
    (void)state;
    joined j = join("[P Ruiz ]0 , Mrs. [P Ruiz ]0 , [P Q. Ruiz ]0 , [P Tom Berg ]1");
    onr_slice name = j.doc->entities[0].name;
    assert_int_equal(name.len, 7);
    assert_memory_equal(name.ptr, "Q. Ruiz", 7);
    assert_int_equal(j.doc->entities[0].gender, ONR_GENDER_FEMALE);
    assert_int_equal(j.doc->entities[1].gender, ONR_GENDER_MALE);
    onr_doc_free(j.doc);
}

/* More bearers of one name than are told apart: nothing breaks, nothing is lost. */
static void test_join__many_namesakes(void **state)
{
    (void)state;
    enum { PEOPLE = 60 };
    char text[PEOPLE * 16] = "", word[16];
    for (int i = 0; i < PEOPLE; i++) {
        snprintf(word, sizeof word, "%c%cx Berg ", 'A' + i / 10, 'a' + i % 10);
        strcat(text, word);
    }
    onr_doc *doc = make_doc(text);
    for (uint32_t i = 0; i < PEOPLE; i++)
        make_mention(doc, (onr_range){2 * i, 2 * i + 2}, ONR_ENTITY_PERSON);
    doc->has_entities = true;
    assert_true(onr_names_join(doc));
    assert_int_equal(doc->entity_count, PEOPLE);
    assert_ptr_equal(onr_doc_check(doc), NULL);
    onr_doc_free(doc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_join__family_and_given_names),
        cmocka_unit_test(test_join__namesakes_stay_apart),
        cmocka_unit_test(test_join__a_name_once_taken_for_something_else),
        cmocka_unit_test(test_join__acronyms_and_articles),
        cmocka_unit_test(test_join__keeps_the_fullest_form_and_the_gender),
        cmocka_unit_test(test_join__many_namesakes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
