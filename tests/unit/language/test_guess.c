#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "language/guess.h"

static onr_language_guess guess(const char *text)
{
    onr_language_counts counts = {0};
    onr_language_count(&counts, (onr_slice){text, strlen(text)});
    return onr_language_best(&counts);
}

static void assert_sure(const char *text, const char *tag)
{
    onr_language_guess found = guess(text);
    assert_non_null(found.tag);
    assert_string_equal(found.tag, tag);
    assert_true(found.sure);
}

static void test_guess__knows_languages_by_their_small_words(void **state)
{
    (void)state;
    assert_sure("The mayor said that she would not go to the meeting with her friends.", "en");
    assert_sure("Der Bürgermeister sagte, dass er nicht mit den anderen zu dem Treffen "
                "geht.",
                "de");
    assert_sure("Le maire a dit que la ville ne va pas payer pour les travaux sur le pont.", "fr");
    assert_sure("El alcalde dijo ayer que la ciudad no tiene dinero para el puente y los demás.",
                "es");
    assert_sure("Il sindaco ha detto che la città non paga per i lavori del ponte di ieri.", "it");
    assert_sure("De burgemeester zei dat hij niet naar de vergadering van het dorp gaat.", "nl");
    assert_sure("Burmistrz powiedział, że nie ma go w mieście i że to jest dla niego za "
                "dużo.",
                "pl");
    assert_sure("Мэр сказал, что он не будет на встрече, но "
                "он и не был в городе в этом году.",
                "ru");
    assert_sure("Мер сказав, що він не буде на зустрічі, "
                "але він і не був у місті після того.",
                "uk");
    assert_sure("قال رئيس البلدية إن هذا الجسر هو من أهم ما "
                "في المدينة ولا بد من أن يبقى بعد ذلك",
                "ar");
}

static void test_guess__knows_languages_by_their_script(void **state)
{
    (void)state;
    assert_sure("Ο δήμαρχος είπε ότι δεν θα έρθει", "el");
    assert_sure("ראש העיר אמר שהוא לא יבוא", "he");
    assert_sure("시장은 오지 않겠다고 말했다", "ko");
    assert_sure("市長は会議に出席しないと述べた", "ja");
    assert_sure("市长说他不会参加今天的会议。他在上海。", "zh");
    assert_sure(""
                "นายกเทศมนตรีกล่าวว่าเขาจะไม่มา",
                "th");
    assert_true(guess("市長は会議に出席しないと述べた").foreign);
    assert_false(guess("The mayor said that she would not go.").foreign);
}

static void test_guess__is_not_sure_of_little(void **state)
{
    (void)state;
    assert_false(guess("").sure);
    assert_false(guess("Nobody spoke.").sure);
    assert_false(guess("Ruiz 3 Li 4 Dee 5").sure);
    assert_null(guess("12 : 30").tag);
    assert_false(guess("U-S-A! U-S-A! U-S-A! U-S-A! U-S-A!").sure);
}

static void test_guess__heeds_no_case_and_takes_pieces(void **state)
{
    (void)state;
    assert_sure("LE MAIRE A DIT QUE LA VILLE NE VA PAS ÊTRE LÀ POUR LES TRAVAUX SUR LE "
                "PONT.",
                "fr");
    onr_language_counts counts = {0};
    static const char *const PIECES[] = {"The mayor said", "that she would not", "go to the town",
                                         "with all of us"};
    for (size_t i = 0; i < 4; i++)
        onr_language_count(&counts, (onr_slice){PIECES[i], strlen(PIECES[i])});
    assert_int_equal(counts.words, 15);
    assert_string_equal(onr_language_best(&counts).tag, "en");
}

static void test_guess__survives_long_words(void **state)
{
    (void)state;
    char text[1000];
    for (size_t len = 0; len < sizeof text; len++) {
        onr_language_counts counts = {0};
        memset(text, 'a', len);
        onr_language_count(&counts, (onr_slice){text, len});
        assert_int_equal(counts.words, len > 0);
    }
    for (size_t i = 0; i + 3 <= sizeof text; i += 3) memcpy(text + i, "\xE0\xA4\x95", 3);
    onr_language_counts counts = {0};
    onr_language_count(&counts, (onr_slice){text, 999});
    assert_int_equal(counts.words, 1);
}

static void test_words__are_sorted(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < ONR_LANGUAGE_WORDS; i++) {
        const onr_language_word *w = &onr_language_words[i];
        if (i > 0) assert_true(strcmp(w[-1].word, w->word) < 0);
        assert_true(w->languages != 0 && w->languages >> ONR_LANGUAGE_COUNT == 0);
        unsigned char first = (unsigned char)*w->word;
        assert_true(onr_language_first[first] <= i && i < onr_language_first[first + 1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_guess__knows_languages_by_their_small_words),
        cmocka_unit_test(test_guess__knows_languages_by_their_script),
        cmocka_unit_test(test_guess__is_not_sure_of_little),
        cmocka_unit_test(test_guess__heeds_no_case_and_takes_pieces),
        cmocka_unit_test(test_guess__survives_long_words),
        cmocka_unit_test(test_words__are_sorted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
