#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "block/block.h"
#include "ingest/text.h"
#include "quote/quote.h"
#include "token/token.h"
#include "warn/warn.h"

#include "../failing_alloc.h"

static onr_status read_text(onr_doc *doc, const char *text)
{
    onr_input in = {.text = {text, strlen(text)}};
    onr_status status = onr_ingest_text(doc, &in, NULL);
    if (status == ONR_OK) status = onr_token_run(doc, NULL);
    if (status == ONR_OK) status = onr_block_run(doc, NULL);
    if (status == ONR_OK) status = onr_quote_run(doc, NULL);
    if (status == ONR_OK) status = onr_warn_run(doc, NULL);
    return status;
}

static onr_doc *read(const char *text)
{
    onr_doc *doc = onr_doc_new(NULL);
    assert_non_null(doc);
    assert_int_equal(read_text(doc, text), ONR_OK);
    assert_null(onr_doc_check(doc));
    return doc;
}

/* The text has this one warning. */
static void assert_warns(const char *text, const char *kind, const char *words)
{
    onr_doc *doc = read(text);
    if (doc->warning_count != 1) print_error("in \"%s\"\n", text);
    assert_int_equal(doc->warning_count, 1);
    const onr_warning *w = &doc->warnings[0];
    assert_string_equal(w->kind, kind);
    assert_int_equal(w->span.end_byte - w->span.start_byte, strlen(words));
    assert_memory_equal(doc->text.ptr + w->span.start_byte, words, strlen(words));
    onr_doc_free(doc);
}

static void assert_silent(const char *text)
{
    onr_doc *doc = read(text);
    if (doc->warning_count != 0) print_error("in \"%s\"\n", text);
    assert_int_equal(doc->warning_count, 0);
    onr_doc_free(doc);
}

static void test_warn__finds_repeated_words(void **state)
{
    (void)state;
    assert_warns("She asked for the the bridge.", "repeated-word", "the the");
    assert_warns("Safety safety comes first.", "repeated-word", "Safety safety");
    assert_warns("They will will not pay.", "repeated-word", "will will");
}

static void test_warn__lets_words_be_doubled_that_may(void **state)
{
    (void)state;
    assert_silent("She said that that bridge had had its day.");
    assert_silent("It was a very very long way to Baden Baden, and no no, she would not.");
    assert_silent("The bridge, bridge of sighs. Sighs sounded.");
    assert_silent("<tweet tweet-id=5>");
    assert_silent("It cost 5 5 times.");
    assert_silent("the\n\nthe bridge");
}

static void test_warn__finds_repeated_phrases(void **state)
{
    (void)state;
    assert_warns("It met with relief and relief in Riverton.", "repeated-phrase",
                 "relief and relief");
    assert_warns("She lives in the in the old mill.", "repeated-phrase", "in the in the");
    assert_warns("It was never meant never meant as an insult.", "repeated-phrase",
                 "never meant never meant");
    assert_warns("She wants one that works one that works well.", "repeated-phrase",
                 "one that works one that works");
}

static void test_warn__lets_phrases_be_repeated_that_may(void **state)
{
    (void)state;
    assert_silent("Again and again it rained more and more, over and over and over again.");
    assert_silent("They talked and talked for years and years about bigger and bigger bridges.");
    assert_silent("It is about birth and birth certificates.");
    assert_silent("They went hand in hand in silence, from coast to coast to see it.");
    assert_silent("She calls a spade a spade. Whatever he does he does well.");
    assert_silent("It has grown and grown and grown.");
}

static void test_warn__finds_brackets_without_partner(void **state)
{
    (void)state;
    assert_warns("The Secretary of Bridges) (Pete) Hale came.", "unbalanced-bracket", "Bridges)");
    assert_warns("The mayor (who is ill did not come.", "unbalanced-bracket", "(who");
    assert_warns("The [mayor came.\nShe left.", "unbalanced-bracket", "[mayor");
}

static void test_warn__knows_brackets_that_need_none(void **state)
{
    (void)state;
    assert_silent("The mayor (and [her] deputy) came :) and left.");
    assert_silent("a) the mayor\nb) her deputy\n1) the bridge, and 2) the mill");
    assert_silent("(The mayor came.\nShe left.)");
}

static void test_warn__finds_white_space_in_words(void **state)
{
    (void)state;
    assert_warns("A body that co -ordinates the work.", "spacing", "co -ordinates");
    assert_warns("They are non- partisan voters.", "spacing", "non- partisan");
    assert_warns("She can \xE2\x80\x99 t pay.", "spacing", "can \xE2\x80\x99 t");
    assert_warns("The mayor ' s office was shut.", "spacing", "mayor ' s");
}

static void test_warn__lets_dashes_stand(void **state)
{
    (void)state;
    assert_silent("Short- and long-term plans - all of them - failed.");
    assert_silent("The plan -so she said- had failed.");
    assert_silent("They want quality -and a good price.");
}

static void test_warn__finds_mojibake(void **state)
{
    (void)state;
    assert_warns("It was held at Guant\xC3\x83\xC2\xA1namo, she said.", "mojibake",
                 "Guant\xC3\x83\xC2\xA1namo,");
    assert_warns("The mayor\xC3\xA2\xE2\x82\xAC\xE2\x84\xA2s bridge.", "mojibake",
                 "mayor\xC3\xA2\xE2\x82\xAC\xE2\x84\xA2s");
    assert_warns("It cost \xC3\x82\xC2\xA3 5.", "mojibake", "\xC3\x82\xC2\xA3");
    assert_warns("The caf\xEF\xBF\xBD is shut.", "mojibake", "caf\xEF\xBF\xBD");
    assert_silent("\xC3\x82ge, caf\xC3\xA9 and S\xC3\x83O Paulo: \xC2\xA3 5.");
}

static void test_warn__leaves_replaced_bytes_to_the_reader(void **state)
{
    (void)state;
    assert_warns("The caf\xE9 is shut.", "invalid-utf8", "\xEF\xBF\xBD");
}

#define LINE "The council of Riverton voted on Monday to keep the bridge open for three years.\n"

static void test_warn__finds_a_text_that_is_cut_off(void **state)
{
    (void)state;
    assert_warns(LINE LINE LINE "The mayor, who had called it, left the meeting because of the",
                 "cut-off", "left the meeting because of the");
    assert_warns("The mayor left\xE2\x80\xA6 [+1234 chars]", "cut-off",
                 "The mayor left\xE2\x80\xA6 [+1234 chars]");
    assert_silent(LINE LINE LINE "The mayor, who had called the meeting, left it early.");
    assert_silent(LINE LINE LINE "A bridge for the");
    assert_silent("The mayor, who had called it, left the meeting because of the");
}

static bool is_translated(const char *text)
{
    onr_doc *doc = read(text);
    bool found = false;
    for (uint32_t i = 0; i < doc->warning_count; i++)
        found |= strcmp(doc->warnings[i].kind, "machine-translated") == 0;
    onr_doc_free(doc);
    return found;
}

static void test_warn__calls_a_text_with_many_marks_machine_translated(void **state)
{
    (void)state;
    assert_true(is_translated("A body that co -ordinates help came. \xE2\x80\x9CSafety safety is "
                              "all,\xE2\x80\x9D she said. It met with relief and relief."));
    assert_true(is_translated("US-President Hale confirmed me this. She waits since two years, "
                              "according to own information, for the the bridge."));
    assert_true(is_translated("On 12. March it grew by 3,5 percent, she said at 14:30 clock."));
    assert_true(is_translated("This article was automatically translated from German."));
    assert_true(is_translated("\xE2\x80\x9EIt is over\xE2\x80\x9C, she confirmed us that day, and "
                              "with own eyes."));
}

static void test_warn__does_not_for_few_slips_or_good_english(void **state)
{
    (void)state;
    assert_false(is_translated("She asked for the the bridge. They will will not pay."));
    assert_false(is_translated("She has waited since two years ago to own a bridge on her own."));
    assert_false(is_translated("The U.S. president told us that it has been translated twice."));
    assert_false(is_translated("On March 12 it grew by 3,500 percent at one o'clock."));
    char text[20000] = "";
    size_t at = 0;
    while (at + 200 < sizeof text)
        at += (size_t)sprintf(text + at, "%s", "The mayor came late that day and left again.\n");
    assert_false(is_translated(strcat(text, "The the mill co -operates.\n")));
}

static void test_warn__judges_words_of_english_only(void **state)
{
    (void)state;
    static const char *const TAGS[] = {"en", "en-GB", "id", "ent"};
    for (size_t i = 0; i < 4; i++) {
        onr_doc *doc = read("It is amat amat far (so.");
        assert_int_equal(doc->warning_count, 2);
        doc->warning_count = 0;
        doc->language = (onr_slice){TAGS[i], strlen(TAGS[i])};
        assert_int_equal(onr_warn_run(doc, NULL), ONR_OK);
        assert_int_equal(doc->warning_count, i < 2 ? 2 : 1);
        onr_doc_free(doc);
    }
}

static void test_warn__puts_all_warnings_in_text_order(void **state)
{
    (void)state;
    onr_doc *doc = read("She said \"no. The the mill (was shut.\n"
                        "Caf\xC3\x83\xC2\xA9 of of co -ops");
    assert_true(doc->warning_count >= 6);
    for (uint32_t i = 1; i < doc->warning_count; i++)
        assert_true(doc->warnings[i - 1].span.start_byte <= doc->warnings[i].span.start_byte);
    onr_doc_free(doc);
}

static void test_warn__has_limits(void **state)
{
    (void)state;
    char text[12000] = "";
    size_t at = 0;
    for (int i = 0; i < 300; i++) at += (size_t)sprintf(text + at, "%s", "she saw the the mill; ");
    onr_doc *doc = read(text);
    assert_int_equal(doc->warning_count, ONR_MAX_WARNINGS);
    onr_doc_free(doc);
    memset(text, '(', sizeof text - 1);
    doc = read(text);
    assert_true(doc->warning_count <= ONR_MAX_WARNINGS);
    onr_doc_free(doc);
    assert_silent("");
    assert_silent(" \n ");
}

static void test_warn__survives_lack_of_memory(void **state)
{
    (void)state;
    onr_status status = ONR_ENOMEM;
    for (uint64_t n = 1; status != ONR_OK; n++) {
        failing_alloc fault = {.fail_at = n};
        onr_alloc alloc = failing_alloc_make(&fault);
        onr_doc *doc = onr_doc_new(&alloc);
        if (doc != NULL) status = read_text(doc, "She said \"no to the the mill (and and (so.");
        assert_true(status == ONR_OK || status == ONR_ENOMEM);
        onr_doc_free(doc);
        assert_int_equal(fault.held_bytes, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_warn__finds_repeated_words),
        cmocka_unit_test(test_warn__lets_words_be_doubled_that_may),
        cmocka_unit_test(test_warn__finds_repeated_phrases),
        cmocka_unit_test(test_warn__lets_phrases_be_repeated_that_may),
        cmocka_unit_test(test_warn__finds_brackets_without_partner),
        cmocka_unit_test(test_warn__knows_brackets_that_need_none),
        cmocka_unit_test(test_warn__finds_white_space_in_words),
        cmocka_unit_test(test_warn__lets_dashes_stand),
        cmocka_unit_test(test_warn__finds_mojibake),
        cmocka_unit_test(test_warn__leaves_replaced_bytes_to_the_reader),
        cmocka_unit_test(test_warn__finds_a_text_that_is_cut_off),
        cmocka_unit_test(test_warn__calls_a_text_with_many_marks_machine_translated),
        cmocka_unit_test(test_warn__does_not_for_few_slips_or_good_english),
        cmocka_unit_test(test_warn__judges_words_of_english_only),
        cmocka_unit_test(test_warn__puts_all_warnings_in_text_order),
        cmocka_unit_test(test_warn__has_limits),
        cmocka_unit_test(test_warn__survives_lack_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
