#include "../doc_maker.h"

#include <stdio.h>

#include "block/block.h"
#include "block/lexicon.h"
#include "ingest/text.h"
#include "token/token.h"

static onr_span span_of(const onr_doc *doc, const char *words)
{
    const char *at = strstr(doc->text.ptr, words);
    assert_non_null(at);
    uint32_t start = (uint32_t)(at - doc->text.ptr);
    return (onr_span){start, start + (uint32_t)strlen(words)};
}

static void run(onr_doc *doc)
{
    assert_int_equal(onr_block_run(doc, NULL), ONR_OK);
    assert_null(onr_doc_check(doc));
}

static void assert_block(const onr_doc *doc, uint32_t i, onr_block_kind kind, const char *words)
{
    onr_span span = span_of(doc, words);
    assert_true(i < doc->block_count);
    assert_int_equal(doc->blocks[i].kind, kind);
    assert_int_equal(doc->blocks[i].span.start_byte, span.start_byte);
    assert_int_equal(doc->blocks[i].span.end_byte, span.end_byte);
}

static void test_block__makes_one_of_each_paragraph(void **state)
{
    (void)state;
    onr_doc *doc = make_doc("The mayor left on Monday . / It was late . | Nobody spoke to her .");
    run(doc);
    assert_int_equal(doc->block_count, 2);
    assert_block(doc, 0, ONR_BLOCK_BODY, "The mayor left on Monday .   It was late .");
    assert_block(doc, 1, ONR_BLOCK_BODY, "Nobody spoke to her .");
    onr_doc_free(doc);
}

static void test_block__takes_what_the_reader_knew(void **state)
{
    (void)state;
    onr_doc *doc = make_doc("Storm ahead | RIVERTON The storm came . | It left . | Nobody spoke .");
    onr_block given[] = {{span_of(doc, "Storm ahead"), ONR_BLOCK_HEADLINE},
                         {span_of(doc, "RIVERTON"), ONR_BLOCK_DATELINE},
                         {span_of(doc, "It left .   Nobody spoke ."), ONR_BLOCK_CAPTION}};
    doc->meta.blocks = given;
    doc->meta.block_count = 3;
    run(doc);
    assert_int_equal(doc->block_count, 5);
    assert_block(doc, 0, ONR_BLOCK_HEADLINE, "Storm ahead");
    assert_block(doc, 1, ONR_BLOCK_DATELINE, "RIVERTON");
    assert_block(doc, 2, ONR_BLOCK_BODY, "The storm came .");
    assert_block(doc, 3, ONR_BLOCK_CAPTION, "It left .");
    assert_block(doc, 4, ONR_BLOCK_CAPTION, "Nobody spoke .");
    onr_doc_free(doc);
}

/* Whatever the caller says, the layer is sound. */
static void test_block__survives_given_blocks_that_make_no_sense(void **state)
{
    (void)state;
    static const onr_block given[] = {
        {{9, 3}, ONR_BLOCK_CAPTION},       {{500, 600}, ONR_BLOCK_CAPTION},
        {{2, 4}, 200},                     {{0, UINT32_MAX}, ONR_BLOCK_CREDIT},
        {{UINT32_MAX, 1}, ONR_BLOCK_OTHER}};
    for (uint32_t count = 1; count <= 5; count++) {
        for (uint32_t first = 0; first + count <= 5; first++) {
            onr_doc *doc = make_doc("Storm ahead | The storm came . | It left .");
            doc->meta.blocks = given + first;
            doc->meta.block_count = count;
            run(doc);
            assert_true(doc->block_count >= 3);
            onr_doc_free(doc);
        }
    }
}

static void test_block__survives_a_line_of_one_long_token(void **state)
{
    (void)state;
    char text[1000];
    for (size_t len = 600; len < sizeof text; len += 20) {
        memset(text, 'x', len);
        text[len] = '\0';
        onr_doc *doc = make_doc(text);
        run(doc);
        assert_int_equal(doc->block_count, 1);
        onr_doc_free(doc);
    }
}

static void test_block__has_none_without_tokens(void **state)
{
    (void)state;
    onr_doc *doc = make_doc(" ");
    run(doc);
    assert_int_equal(doc->block_count, 0);
    onr_doc_free(doc);
}

/* One paragraph for each line, as the token stage cuts them. */
static onr_doc *read_lines(const char *text)
{
    onr_doc *doc = onr_doc_new(NULL);
    assert_non_null(doc);
    onr_input in = {.text = {text, strlen(text)}};
    assert_int_equal(onr_ingest_text(doc, &in, NULL), ONR_OK);
    assert_int_equal(onr_token_run(doc, NULL), ONR_OK);
    run(doc);
    return doc;
}

/* A page with one line between two of its body. */
static onr_block_kind kind_inside(const char *line)
{
    char text[2048];
    snprintf(text, sizeof text,
             "The council of Riverton voted on Monday to keep the old bridge open until a new one "
             "has been built, and to ask the county for help with the money.\n%s\n"
             "Nobody from the county was there, and the mayor, who had called the meeting, left "
             "before the vote because of another one that evening.\n",
             line);
    onr_doc *doc = read_lines(text);
    assert_int_equal(doc->block_count, 3);
    assert_int_equal(doc->blocks[0].kind, ONR_BLOCK_BODY);
    assert_int_equal(doc->blocks[2].kind, ONR_BLOCK_BODY);
    onr_block_kind kind = (onr_block_kind)doc->blocks[1].kind;
    onr_doc_free(doc);
    return kind;
}

static void test_block__knows_promotion(void **state)
{
    (void)state;
    static const char *const LINES[] = {
        "Unlock the Morning Letter for free",
        "Unlock the Daily View Newspaper FREE",
        "Sign up for our weekly newsletter.",
        "Sign up to get the day\xE2\x80\x99s stories by email.",
        "Read more: Bridge closes for a year",
        "READ MORE",
        "Related: What the county says",
        "Follow Ana Ruiz on Twitter @anaruiz",
        "(Subscribe to the Riverton podcast.)",
        "Watch the interview below:",
        "Don\xE2\x80\x99t miss the next vote",
        "Advertisement",
        "For more, download our app.",
        "Get the best of our reporting straight to your inbox",
        "Click here to support local news",
        "Want more like this? Here is our free newsletter.",
        "Bo Li, editor of the Riverton Bell, picks his favourites in this weekly newsletter.",
    };
    for (size_t i = 0; i < sizeof LINES / sizeof *LINES; i++)
        assert_int_equal(kind_inside(LINES[i]), ONR_BLOCK_PROMOTION);
}

static void test_block__leaves_body_that_sounds_like_promotion(void **state)
{
    (void)state;
    static const char *const LINES[] = {
        "Follow the money, the old reporter used to tell the young ones at the county court.",
        "\xE2\x80\x9CSign up now,\xE2\x80\x9D she told all who had come to her office.",
        "Also on Tuesday, the county said that it would pay for the repair of two further bridges.",
        "He writes a newsletter about bridges that is read by more than 10,000 people.",
        "More than 40,000 people have signed up for the plan since the county opened it in May.",
        "Watch what they do, not what they say.",
        "By Tuesday the county had paid for all of it.",
        "Reporting by the Riverton Bell has shown that two bridges were never inspected at all.",
        "Her team contributed \xE2\x80\x9Cto this disaster,\xE2\x80\x9D the mayor said.",
        "A Reuters/Ipsos poll found that four in ten people in the county would rather walk.",
    };
    for (size_t i = 0; i < sizeof LINES / sizeof *LINES; i++)
        assert_int_equal(kind_inside(LINES[i]), ONR_BLOCK_BODY);
}

static void test_block__knows_credits_captions_and_notes(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        onr_block_kind kind;
    } CASES[] = {
        {"Additional reporting by Ana Ruiz", ONR_BLOCK_CREDIT},
        {"(Reporting by Ana Ruiz in Riverton; Editing by Bo Li)", ONR_BLOCK_CREDIT},
        {"--additional reporting from Ana Ruiz.", ONR_BLOCK_CREDIT},
        {"Ana Ruiz and Bo Li contributed to this report.", ONR_BLOCK_CREDIT},
        {"Ruiz reported from Riverton.", ONR_BLOCK_CREDIT},
        {"Contributing: Ana Ruiz, Riverton Bell", ONR_BLOCK_CREDIT},
        {"Translated by Ana Ruiz", ONR_BLOCK_CREDIT},
        {"Ana Ruiz via Getty Images", ONR_BLOCK_CAPTION},
        {"Photo: Ana Ruiz/Reuters", ONR_BLOCK_CAPTION},
        {"The bridge on Monday. (Ana Ruiz/AFP/Getty Images)", ONR_BLOCK_CAPTION},
        {"\xC2\xA9 Riverton Bell 2024", ONR_BLOCK_OTHER},
        {"This article has been updated to include a reply.", ONR_BLOCK_OTHER},
        {"* * *", ONR_BLOCK_OTHER},
        {"4 March 2024, 10.15 a.m.", ONR_BLOCK_DATELINE},
        {"By Ana Ruiz", ONR_BLOCK_BYLINE},
        {"What the county says", ONR_BLOCK_HEADLINE},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
        assert_int_equal(kind_inside(CASES[i].line), CASES[i].kind);
}

static void assert_kinds(const onr_doc *doc, const char *expected)
{
    static const char LETTERS[] = "HSYDBPCRO"; /* in the order of onr_block_kind */
    char found[64];
    uint32_t count = 0;
    for (; count < doc->block_count && count < 63; count++)
        found[count] = LETTERS[doc->blocks[count].kind];
    found[count] = '\0';
    assert_string_equal(found, expected);
}

#define LONG_BODY                                                                                  \
    "The council voted on Monday to keep the bridge open until a new one has been built, and "     \
    "to ask the county for help with the money that it needs, which is more than it has had in "  \
    "any year since the flood, and more than anybody in the county will lend.\n"

static void assert_person(const onr_doc *doc, uint32_t i, const char *name)
{
    assert_true(i < doc->byline_count);
    assert_int_equal(doc->bylines[i].len, strlen(name));
    assert_memory_equal(doc->bylines[i].ptr, name, strlen(name));
}

static void test_block__knows_the_head_of_a_report(void **state)
{
    (void)state;
    onr_doc *doc = read_lines("Riverton keeps its bridge\n"
                              "The old one will stay open for three years, the council says.\n"
                              "By Ana Ruiz and Bo Li, Political Editor\n"
                              "4 March 2024\n"
                              "RIVERTON, Calif. (AP) \xE2\x80\x94 " LONG_BODY LONG_BODY
                              "(Reporting by Ana Ruiz; editing by Cy Dee)\n");
    assert_kinds(doc, "HSYDDBBR");
    assert_block(doc, 4, ONR_BLOCK_DATELINE, "RIVERTON, Calif. (AP) \xE2\x80\x94");
    assert_int_equal(doc->byline_count, 3);
    assert_person(doc, 0, "Ana Ruiz");
    assert_person(doc, 1, "Bo Li");
    assert_person(doc, 2, "Cy Dee");
    onr_doc_free(doc);
}

static void test_block__takes_a_bare_name_by_a_date_as_a_byline(void **state)
{
    (void)state;
    onr_doc *doc = read_lines("Riverton keeps its bridge\nAna Ruiz\n4 March 2024\n" LONG_BODY);
    assert_kinds(doc, "HYDB");
    assert_person(doc, 0, "Ana Ruiz");
    onr_doc_free(doc);
    doc = read_lines("Ana Ruiz\n" LONG_BODY); /* may be what it is about */
    assert_kinds(doc, "HB");
    assert_int_equal(doc->byline_count, 0);
    onr_doc_free(doc);
}

static void test_block__joins_what_stands_by_a_promotion(void **state)
{
    (void)state;
    onr_doc *doc = read_lines("Unlock the County Letter for free\n"
                              "Your guide to what the vote means for the county\n" LONG_BODY);
    assert_kinds(doc, "PPB");
    onr_doc_free(doc);
    doc = read_lines("Your guide to what the vote means for the county\n" LONG_BODY);
    assert_kinds(doc, "HB");
    onr_doc_free(doc);
}

static void test_block__finds_no_dateline_in_other_dashes(void **state)
{
    (void)state;
    onr_doc *doc = read_lines("Sen. Ana Ruiz (R-Riverton) voted against the plan on Monday.\n"
                              "The bridge - the oldest one in the county - will stay open.\n");
    assert_kinds(doc, "BB");
    onr_doc_free(doc);
}

static void test_block__cleans_given_bylines(void **state)
{
    (void)state;
    static const char *const GIVEN[] = {"By Ana Ruiz and Bo Li, Political Editor", "Reuters",
                                        "By The Riverton Bell", "ana ruiz", "Lexi", " ",
                                        "https://example.org/people/ana"};
    onr_slice names[7];
    for (size_t i = 0; i < 7; i++) names[i] = (onr_slice){GIVEN[i], strlen(GIVEN[i])};
    onr_doc *doc = make_doc("It rained .");
    doc->meta.bylines = names;
    doc->meta.byline_count = 7;
    run(doc);
    assert_int_equal(doc->byline_count, 5);
    assert_person(doc, 0, "Ana Ruiz");
    assert_person(doc, 1, "Bo Li");
    assert_person(doc, 2, "Reuters");
    assert_person(doc, 3, "The Riverton Bell");
    assert_person(doc, 4, "Lexi");
    onr_doc_free(doc);
}

static void test_block__survives_a_byline_of_nothing_but_by(void **state)
{
    (void)state;
    static char text[3 << 20];
    for (size_t i = 0; i + 3 <= sizeof text; i += 3) memcpy(text + i, "By ", 3);
    onr_slice name = {text, sizeof text};
    onr_doc *doc = make_doc("It rained .");
    doc->meta.bylines = &name;
    doc->meta.byline_count = 1;
    run(doc);
    assert_true(doc->byline_count <= 1);
    onr_doc_free(doc);
}

static void test_block__keeps_its_phrases_sorted(void **state)
{
    (void)state;
    size_t count, first;
    const onr_phrase *phrases = onr_phrases(&count);
    for (size_t i = 1; i < count; i++)
        assert_true(strcmp(phrases[i - 1].words, phrases[i].words) < 0);
    for (size_t i = 0; i < count; i++) {
        onr_slice word = {phrases[i].words, strcspn(phrases[i].words, " ")};
        size_t found = onr_phrases_of(word, &first);
        assert_true(first <= i && i < first + found);
        assert_true(i == 0 || phrases[i].says != 0);
    }
    assert_int_equal(onr_phrases_of((onr_slice){"bridge", 6}, &first), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_block__makes_one_of_each_paragraph),
        cmocka_unit_test(test_block__takes_what_the_reader_knew),
        cmocka_unit_test(test_block__survives_given_blocks_that_make_no_sense),
        cmocka_unit_test(test_block__survives_a_line_of_one_long_token),
        cmocka_unit_test(test_block__has_none_without_tokens),
        cmocka_unit_test(test_block__knows_promotion),
        cmocka_unit_test(test_block__leaves_body_that_sounds_like_promotion),
        cmocka_unit_test(test_block__knows_credits_captions_and_notes),
        cmocka_unit_test(test_block__knows_the_head_of_a_report),
        cmocka_unit_test(test_block__takes_a_bare_name_by_a_date_as_a_byline),
        cmocka_unit_test(test_block__joins_what_stands_by_a_promotion),
        cmocka_unit_test(test_block__finds_no_dateline_in_other_dashes),
        cmocka_unit_test(test_block__cleans_given_bylines),
        cmocka_unit_test(test_block__survives_a_byline_of_nothing_but_by),
        cmocka_unit_test(test_block__keeps_its_phrases_sorted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
