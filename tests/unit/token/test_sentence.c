#include "helper.h"

#include "token/lexicon.h"

static void test_sentence__ends_at_closing_marks(void **state)
{
    (void)state;
    assert_cut("It rained. It snowed! Why? So.", "It rained .\nIt snowed !\nWhy ?\nSo .\n");
    assert_cut("(He left.) She stayed.", "( He left . )\nShe stayed .\n");
    assert_cut("Not yet... We wait.", "Not yet ...\nWe wait .\n");
    assert_cut("Not yet... but soon.", "Not yet ... but soon .\n");
}

static void test_sentence__goes_on_behind_a_quotation(void **state)
{
    (void)state;
    assert_cut("“Go!” he said. “We go.” They went.",
               "“ Go ! ” he said .\n“ We go . ”\nThey went .\n");
    assert_cut("\"It is,\" she said.", "\" It is , \" she said .\n");
    assert_cut("\"Why?\" Mr. Lee asked. \"So.\"", "\" Why ? \" Mr. Lee asked .\n\" So . \"\n");
    assert_cut("He said, \"We won.\" The crowd cheered.",
               "He said , \" We won . \"\nThe crowd cheered .\n");
}

static void test_sentence__goes_on_behind_abbreviations(void **state)
{
    (void)state;
    assert_cut("Mr. The Rock spoke.", "Mr. The Rock spoke .\n");
    assert_cut("The U.S. Army left the U.S. The end.", "The U.S. Army left the U.S.\nThe end .\n");
    assert_cut("At 9 p.m. Eastern. At 9 p.m. He left.",
               "At 9 p.m. Eastern .\nAt 9 p.m.\nHe left .\n");
    assert_cut("John F. Kennedy spoke. Plan B. The end.",
               "John F. Kennedy spoke .\nPlan B .\nThe end .\n");
    assert_cut("It cost $2.5 billion in Jan. 2004.", "It cost $ 2.5 billion in Jan. 2004 .\n");
    assert_cut("MANCHESTER, N.H. - With snow", "MANCHESTER , N.H. - With snow\n");
    assert_cut("Yahoo! shares fell.", "Yahoo ! shares fell .\n");
}

static void test_sentence__keeps_list_marks(void **state)
{
    (void)state;
    assert_cut("1. Buy it. 2. Sell it.", "1 . Buy it .\n2 . Sell it .\n");
}

static void test_sentence__ends_with_its_paragraph(void **state)
{
    (void)state;
    assert_cut("A headline\nSome text. More\n\nEnd", "A headline\n\nSome text .\nMore\n\nEnd\n");
    assert_cut("a\r\nb\rc\xE2\x80\xA8" "d\xE2\x80\xA9" "e\fg", "a\n\nb\n\nc\n\nd\n\ne\n\ng\n");
}

static void test_sentence__sees_hard_wrapped_text(void **state)
{
    (void)state;
    assert_cut("The committee met for the first time on Monday to talk about the new\n"
               "bridge over the river, which the town has wanted for twenty years and\n"
               "which it can now afford. Nobody spoke against it, although some of the\n"
               "people who live close by had announced that they would come and tell\n"
               "the members what they think.\n"
               "\n"
               "It meets again in May.\n",
               "The committee met for the first time on Monday to talk about the new bridge over "
               "the river , which the town has wanted for twenty years and which it can now "
               "afford .\n"
               "Nobody spoke against it , although some of the people who live close by had "
               "announced that they would come and tell the members what they think .\n"
               "\n"
               "It meets again in May .\n");
}

static void test_sentence__is_not_fooled_by_lists_of_headlines(void **state)
{
    (void)state;
    onr_doc *doc = cut("Town wants a bridge over the river after twenty years\n"
                       "Committee meets in May and nobody speaks against it so far\n"
                       "River rises after three weeks of rain in all of the valley\n"
                       "Farmers want more money for the meadows under water\n"
                       "Minister comes to see the meadows and promises help\n"
                       "Bridge will not be ready before the end of the year\n");
    assert_int_equal(doc->paragraph_count, 6);
    onr_doc_free(doc);
}

/* The tables are searched by halving; a word out of order would be lost silently. */
static void test_sentence__finds_the_words_it_knows(void **state)
{
    (void)state;
    static const char *const titles[] = {"Adm", "Dr", "Gov", "Mr", "Mrs", "Ms", "Rep", "Sen", "St"};
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
        assert_int_equal(onr_lexicon_abbreviation(titles[i], strlen(titles[i])), ONR_ABBR_TITLE);
    assert_int_equal(onr_lexicon_abbreviation("mr", 2), ONR_ABBR_NONE);
    assert_int_equal(onr_lexicon_abbreviation("EST", 3), ONR_ABBR_NONE);
    assert_true(onr_lexicon_prefix("anti", 4) && onr_lexicon_prefix("uni", 3));
    assert_true(onr_lexicon_starter("A", 1) && onr_lexicon_starter("Your", 4));
    assert_false(onr_lexicon_starter("the", 3));
    assert_true(onr_lexicon_reporting("added", 5) && onr_lexicon_reporting("yelled", 6));
    assert_int_equal(onr_lexicon_fused("cannot", 6), 3);
    assert_int_equal(onr_lexicon_fused("IM", 2), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sentence__ends_at_closing_marks),
        cmocka_unit_test(test_sentence__goes_on_behind_a_quotation),
        cmocka_unit_test(test_sentence__goes_on_behind_abbreviations),
        cmocka_unit_test(test_sentence__keeps_list_marks),
        cmocka_unit_test(test_sentence__ends_with_its_paragraph),
        cmocka_unit_test(test_sentence__sees_hard_wrapped_text),
        cmocka_unit_test(test_sentence__is_not_fooled_by_lists_of_headlines),
        cmocka_unit_test(test_sentence__finds_the_words_it_knows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
