#include "helper.h"

#include "base/utf8.h"

#include "../failing_alloc.h"

static void assert_flags(const onr_doc *doc, uint32_t i, const char *text, unsigned flags)
{
    onr_slice t = onr_doc_token_text(doc, i);
    assert_int_equal(t.len, strlen(text));
    assert_memory_equal(t.ptr, text, t.len);
    assert_int_equal(doc->tokens[i].flags, flags);
}

static void test_token__splits_negation(void **state)
{
    (void)state;
    assert_cut("I don't.", "I do n't .\n");
    assert_cut("I don’t.", "I do n’t .\n");
    assert_cut("She can't, won't, ISN'T.", "She ca n't , wo n't , IS N'T .\n");
    assert_cut("We cannot.", "We can not .\n");
    assert_cut("I dont know", "I do nt know\n");
}

static void test_token__splits_clitics(void **state)
{
    (void)state;
    assert_cut("It's I'm we’re they've you’ll he'd", "It 's I 'm we ’re they 've you ’ll he 'd\n");
    assert_cut("I'd've gone", "I 'd 've gone\n");
    assert_cut("They're gonna", "They 're gon na\n");
    assert_cut("the mayor's and the voters' and BBC'S",
               "the mayor 's and the voters ' and BBC 'S\n");
    assert_cut("Trump ’s plan", "Trump ’s plan\n");
}

static void test_token__keeps_apostrophes_that_belong_to_a_word(void **state)
{
    (void)state;
    assert_cut("O'Brien at five o’clock, ma'am", "O'Brien at five o’clock , ma'am\n");
    assert_cut("the '90s, ’72, 'em and ’tis", "the '90s , ’72 , 'em and ’tis\n");
    assert_cut("in the 1990's", "in the 1990's\n");
}

static void test_token__tells_what_it_glued(void **state)
{
    (void)state;
    onr_doc *doc = cut("He's don't well-known 7");
    assert_int_equal(doc->token_count, 8);
    unsigned word = ONR_TOKEN_WORD, space = ONR_TOKEN_SPACE_BEFORE, piece = ONR_TOKEN_PIECE;
    assert_flags(doc, 0, "He", word | space);
    assert_flags(doc, 1, "'s", word | piece);
    assert_flags(doc, 2, "do", word | space);
    assert_flags(doc, 3, "n't", word | piece);
    assert_flags(doc, 4, "well", word | space);
    assert_flags(doc, 5, "-", 0);
    assert_flags(doc, 6, "known", word);
    assert_flags(doc, 7, "7", word | space);
    onr_doc_free(doc);
}

static void test_token__splits_hyphens_but_not_prefixes(void **state)
{
    (void)state;
    assert_cut("a 26-year-old well-known", "a 26 - year - old well - known\n");
    assert_cut("anti-war non-EU ex-wife e-mail mid-1990s",
               "anti-war non-EU ex-wife e-mail mid-1990s\n");
    assert_cut("year-over-year Washington Post-ABC", "year - over - year Washington Post - ABC\n");
    assert_cut("post-9/11", "post-9/11\n");
    assert_cut("wait--what—no", "wait -- what — no\n");
}

static void test_token__keeps_numbers(void **state)
{
    (void)state;
    assert_cut("1,000 3.5 .04 5:00 9/11 23rd 1970s", "1,000 3.5 .04 5:00 9/11 23rd 1970s\n");
    assert_cut("$5 £20m €3.5bn US$4 10% #1", "$ 5 £ 20 m € 3.5 bn US$ 4 10 % # 1\n");
    assert_cut("10am 5km 8a.m. today", "10 am 5 km 8 a.m. today\n");
    assert_cut("2-1, 1969-70, 713-853-3989, 2004-11-20",
               "2 - 1 , 1969 - 70 , 713-853-3989 , 2004-11-20\n");
    assert_cut("1,2,3", "1 , 2 , 3\n");
}

static void test_token__keeps_abbreviations(void **state)
{
    (void)state;
    assert_cut("Mr. Smith met Gen. Lee in Jan. 2004", "Mr. Smith met Gen. Lee in Jan. 2004\n");
    assert_cut("No. 5, no. It", "No. 5 , no .\nIt\n");
    assert_cut("a U.S. court, i.e. Ph.D.s", "a U.S. court , i.e. Ph.D. s\n");
    assert_cut("Edgar J. Hoover and E. coli", "Edgar J. Hoover and E. coli\n");
    assert_cut("in Everett, Mass., and Lt., too", "in Everett , Mass. , and Lt. , too\n");
}

static void test_token__keeps_addresses(void **state)
{
    (void)state;
    assert_cut("(see https://example.com/a_b?c=d).", "( see https://example.com/a_b?c=d ) .\n");
    assert_cut("www.example.org, example.co.uk/news!", "www.example.org , example.co.uk/news !\n");
    assert_cut("to a.b-c@example.com.", "to a.b-c@example.com .\n");
    assert_cut("@handle, #tag", "@handle , #tag\n");
    assert_cut("it ended.So they", "it ended .\nSo they\n");
}

static void test_token__keeps_runs_of_marks(void **state)
{
    (void)state;
    assert_cut("Well ... no… what?! :)", "Well ... no … what ?! :)\n");
    assert_cut("AT&T R&D f**k w/o and/or", "AT&T R&D f**k w/o and / or\n");
}

static void test_token__cuts_every_quotation_mark(void **state)
{
    (void)state;
    assert_cut("“a” ‘b’ «c» \"d\" 'e' ``f'' ''g''",
               "“ a ” ‘ b ’ « c » \" d \" ' e ' `` f '' '' g ''\n");
    assert_cut("“Say ‘yes.’”", "“ Say ‘ yes . ’ ”\n");
}

static void test_token__ignores_what_cannot_be_seen(void **state)
{
    (void)state;
    static const char text[] = "\xEF\xBB\xBFOne\0two\xE2\x80\x8B\r\n"
                               "so\xC2\xADme \xE2\x80\x8B \xC2\xA0x\xE2\x80\xAE";
    onr_doc *doc = cut_bytes(text, sizeof text - 1);
    assert_int_equal(doc->token_count, 4);
    assert_flags(doc, 0, "One", ONR_TOKEN_WORD | ONR_TOKEN_SPACE_BEFORE);
    assert_flags(doc, 1, "two", ONR_TOKEN_WORD | ONR_TOKEN_SPACE_BEFORE);
    assert_flags(doc, 2, "so\xC2\xADme", ONR_TOKEN_WORD | ONR_TOKEN_SPACE_BEFORE);
    assert_flags(doc, 3, "x", ONR_TOKEN_WORD | ONR_TOKEN_SPACE_BEFORE);
    assert_int_equal(doc->paragraph_count, 2);
    onr_doc_free(doc);
}

static void test_token__knows_other_scripts(void **state)
{
    (void)state;
    assert_cut("Zoë’s café, Łódź. Жук? 漢字。次", "Zoë ’s café , Łódź .\nЖук ?\n漢字 。\n次\n");
    assert_cut("5 °C → 👍🏽!", "5 ° C → 👍🏽 !\n");
}

static void test_token__finds_nothing_in_blank_texts(void **state)
{
    (void)state;
    static const char *const blank[] = {"", " ", "\n\n\n", "\r\n\t", "\xEF\xBB\xBF",
                                        "\xC2\xAD\xE2\x80\x8B"};
    for (size_t i = 0; i < sizeof blank / sizeof *blank; i++) {
        onr_doc *doc = cut(blank[i]);
        assert_int_equal(doc->token_count, 0);
        assert_int_equal(doc->sentence_count, 0);
        assert_int_equal(doc->paragraph_count, 0);
        onr_doc_free(doc);
    }
}

static void test_token__cuts_long_words_between_characters(void **state)
{
    (void)state;
    enum { COUNT = 70000 };
    char *text = malloc(COUNT * 2);
    for (size_t i = 0; i < COUNT; i++) memcpy(text + i * 2, "é", 2);
    onr_doc *doc = cut_bytes(text, COUNT * 2);
    assert_int_equal(doc->token_count, COUNT * 2 / 1000);
    assert_int_equal(doc->tokens[1].flags, ONR_TOKEN_WORD | ONR_TOKEN_PIECE);
    assert_int_equal(onr_token_end(&doc->tokens[doc->token_count - 1]), COUNT * 2);
    onr_doc_free(doc);
    free(text);
}

/* What no token holds must be white space or ignorable: then no ASCII above the space is lost. */
static void assert_nothing_lost(const onr_doc *doc)
{
    uint32_t at = 0;
    for (uint32_t i = 0; i <= doc->token_count; i++) {
        uint32_t end = i < doc->token_count ? doc->tokens[i].start_byte : (uint32_t)doc->text.len;
        for (; at < end; at++) {
            unsigned char c = (unsigned char)doc->text.ptr[at];
            assert_true(c <= ' ' || c >= 0x7F);
        }
        if (i < doc->token_count) at = onr_token_end(&doc->tokens[i]);
    }
}

/* Random bytes as the pipeline would hand them over, with U+FFFD for what is ill-formed. */
static size_t make_valid(char *out, const char *in, size_t len)
{
    size_t written = 0;
    for (size_t at = 0; at < len;) {
        uint32_t size;
        bool ok;
        uint32_t codepoint = onr_utf8_decode(in, len, at, &size, &ok);
        written += onr_utf8_encode(out + written, codepoint);
        at += size;
    }
    return written;
}

static void test_token__survives_random_bytes(void **state)
{
    (void)state;
    enum { LEN = 100000 };
    static const char marks[] = "aB1'.\"-’ \n@/:&*$_“”…,s!?()[]#`";
    char *noise = malloc(LEN), *text = malloc(LEN * 3);
    uint32_t seed = 1;
    for (int round = 0; round < 6; round++) {
        for (size_t i = 0; i < LEN; i++) {
            seed = seed * 1664525u + 1013904223u;
            char mark = marks[(seed >> 16) % (sizeof marks - 1)];
            noise[i] = round < 2 ? (char)(seed >> 24) : mark;
        }
        onr_doc *doc = cut_bytes(text, make_valid(text, noise, LEN));
        assert_nothing_lost(doc);
        onr_doc_free(doc);
    }
    free(text);
    free(noise);
}

static void test_token__is_linear_in_the_text(void **state)
{
    (void)state;
    static const char *const patterns[] = {"\"", "'", "a.", "a-", "ab.cd.", "http://)", "!)",
                                           "a'", "*",  " ’s", "1-", "a\xE2\x80\x8B"};
    enum { LEN = 1 << 20 };
    char *text = malloc(LEN);
    for (size_t p = 0; p < sizeof patterns / sizeof *patterns; p++) {
        size_t size = strlen(patterns[p]), len = LEN / size * size;
        for (size_t i = 0; i < len; i += size) memcpy(text + i, patterns[p], size);
        onr_doc_free(cut_bytes(text, len)); /* takes minutes when it is not */
    }
    free(text);
}

static void test_token__survives_failing_memory(void **state)
{
    (void)state;
    static const char text[] = "One two. Three 'four' five?\n\nSix isn't seven. Eight.\n";
    onr_status status = ONR_ENOMEM;
    for (uint64_t n = 1; status != ONR_OK; n++) {
        failing_alloc fault = {.fail_at = n};
        onr_alloc alloc = failing_alloc_make(&fault);
        onr_doc *doc = onr_doc_new(&alloc);
        if (doc == NULL) continue;
        doc->text = (onr_slice){text, sizeof text - 1};
        onr_error err;
        status = onr_token_run(doc, &err);
        if (status != ONR_OK) assert_int_equal(err.status, ONR_ENOMEM);
        onr_doc_free(doc);
        assert_int_equal(fault.held_bytes, 0);
        assert_true(n < 100);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_token__splits_negation),
        cmocka_unit_test(test_token__splits_clitics),
        cmocka_unit_test(test_token__keeps_apostrophes_that_belong_to_a_word),
        cmocka_unit_test(test_token__tells_what_it_glued),
        cmocka_unit_test(test_token__splits_hyphens_but_not_prefixes),
        cmocka_unit_test(test_token__keeps_numbers),
        cmocka_unit_test(test_token__keeps_abbreviations),
        cmocka_unit_test(test_token__keeps_addresses),
        cmocka_unit_test(test_token__keeps_runs_of_marks),
        cmocka_unit_test(test_token__cuts_every_quotation_mark),
        cmocka_unit_test(test_token__ignores_what_cannot_be_seen),
        cmocka_unit_test(test_token__knows_other_scripts),
        cmocka_unit_test(test_token__finds_nothing_in_blank_texts),
        cmocka_unit_test(test_token__cuts_long_words_between_characters),
        cmocka_unit_test(test_token__survives_random_bytes),
        cmocka_unit_test(test_token__is_linear_in_the_text),
        cmocka_unit_test(test_token__survives_failing_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
