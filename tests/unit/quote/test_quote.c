/*
 * Quotations as later stages see them. Each case is a text and the same text with brackets:
 * [ ] around a closed quotation, { } around an unclosed one; a | stands between paragraphs.
 * Tokens are cut by a small helper here, so that these tests do not depend on the token stage.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "quote/quote.h"

/* ---- a document from text ---- */

static bool is_word(const char *s)
{
    uint32_t codepoint;
    if (*s == '\0' || *s == ' ') return false;
    onr_utf8_next(s, &codepoint);
    if (codepoint < 0x80)
        return (*s >= '0' && *s <= '9') || (*s >= 'a' && *s <= 'z') || (*s >= 'A' && *s <= 'Z');
    if (codepoint >= 0x2010 && codepoint <= 0x203A) return false;
    return codepoint != 0xAB && codepoint != 0xBB && codepoint != 0xB4;
}

static uint32_t apostrophe_len(const char *s)
{
    if (*s == '\'') return 1;
    return strncmp(s, "\xE2\x80\x99", 3) == 0 ? 3 : 0;
}

static uint32_t char_len(const char *s)
{
    uint32_t codepoint;
    return onr_utf8_next(s, &codepoint);
}

/* Length of the token at `s`: a word with the apostrophes inside it, or one mark. */
static uint32_t token_len(const char *s, bool glued)
{
    uint32_t len = 0;
    if (!is_word(s)) {
        if ((s[0] == '\'' || s[0] == '`') && s[1] == s[0]) return 2;
        if (strncmp(s, "’’", 6) == 0 || strncmp(s, "‘’", 6) == 0) return 6;
        if (strncmp(s, "...", 3) == 0) return 3;
        uint32_t mark = apostrophe_len(s);
        if (glued && mark > 0 && s[mark] == 's' && !is_word(s + mark + 1)) return mark + 1;
        return char_len(s);
    }
    while (is_word(s + len)) {
        len += char_len(s + len);
        uint32_t mark = apostrophe_len(s + len);
        if (mark > 0 && is_word(s + len + mark)) len += mark;
    }
    return len;
}

static void end_paragraph(onr_doc *doc)
{
    uint32_t n = doc->paragraph_count;
    uint32_t first = n == 0 ? 0 : doc->paragraphs[n - 1].end_token;
    if (first == doc->token_count) return;
    onr_range range = {first, doc->token_count};
    assert_true(onr_doc_add_paragraph(doc, range));
    assert_true(onr_doc_add_sentence(doc, range));
}

/* The document's own copy of the text, with line breaks for the bars. */
static void set_text(onr_doc *doc, const char *text)
{
    size_t len = strlen(text);
    char *copy = onr_arena_take(&doc->arena, len + 1);
    assert_non_null(copy);
    for (size_t i = 0; i < len; i++) copy[i] = text[i] == '|' ? '\n' : text[i];
    doc->text = (onr_slice){copy, len};
}

static onr_doc *make_doc(const char *text, const onr_alloc *alloc)
{
    onr_doc *doc = onr_doc_new(alloc);
    assert_non_null(doc);
    set_text(doc, text);
    bool space = true;
    for (uint32_t i = 0; text[i] != '\0';) {
        if (text[i] == ' ' || text[i] == '|') {
            if (text[i] == '|') end_paragraph(doc);
            space = true;
            i++;
            continue;
        }
        uint32_t len = token_len(text + i, !space);
        onr_token token = {i, (uint16_t)len, space ? ONR_TOKEN_SPACE_BEFORE : 0};
        assert_true(onr_doc_add_token(doc, token));
        space = false;
        i += len;
    }
    end_paragraph(doc);
    return doc;
}

/* ---- what must hold of every result ---- */

static uint8_t expected_bits(const onr_doc *doc, uint32_t token)
{
    uint32_t i = onr_doc_quote_around(doc, token);
    if (i == ONR_NONE) return 0;
    const onr_quote *q = &doc->quotes[i];
    uint8_t bits = q->single ? ONR_QUOTED_SINGLE : 0;
    if (q->parent != ONR_NONE) bits |= ONR_QUOTED_NESTED;
    bool first = token == q->first_token, last = q->closed && token == q->end_token - 1;
    if (first) bits |= ONR_QUOTED_OPENS;
    if (last) bits |= ONR_QUOTED_CLOSES;
    if (!(first || last) || q->parent != ONR_NONE) bits |= ONR_QUOTED_INSIDE;
    return bits;
}

static void assert_sound(const onr_doc *doc)
{
    const char *broken = onr_doc_check(doc);
    if (broken != NULL) fail_msg("%s", broken);
    uint32_t stack[16], depth = 0;
    for (uint32_t i = 0; i < doc->quote_count; i++) {
        const onr_quote *q = &doc->quotes[i];
        while (depth > 0 && doc->quotes[stack[depth - 1]].end_token <= q->first_token) depth--;
        assert_int_equal(q->parent, depth == 0 ? ONR_NONE : stack[depth - 1]);
        assert_true(depth < 8);
        stack[depth++] = i;
    }
    for (uint32_t t = 0; t < doc->token_count; t++) {
        uint8_t bits = (uint8_t)(doc->quoted[t] & ~ONR_QUOTED_REOPENS);
        assert_int_equal(bits, expected_bits(doc, t));
        if (doc->quoted[t] & ONR_QUOTED_REOPENS) assert_true(bits & ONR_QUOTED_INSIDE);
    }
    uint32_t byte = 0;
    for (uint32_t i = 0; i < doc->warning_count; i++) {
        assert_true(doc->warnings[i].span.start_byte >= byte);
        byte = doc->warnings[i].span.start_byte;
    }
    assert_true(doc->warning_count <= ONR_QUOTE_MAX_WARNINGS);
}

static void run(onr_doc *doc)
{
    onr_error err;
    assert_int_equal(onr_quote_run(doc, &err), ONR_OK);
    assert_sound(doc);
}

/* ---- brackets ---- */

static uint32_t ends_at(const onr_doc *doc, uint32_t token, uint32_t inner)
{
    uint32_t count = 0;
    for (uint32_t i = inner; i != ONR_NONE; i = doc->quotes[i].parent)
        count += doc->quotes[i].end_token == token + 1;
    return count;
}

static char *copy_until(const onr_doc *doc, uint32_t *byte, uint32_t end, char *out)
{
    for (; *byte < end; ++*byte)
        *out++ = doc->text.ptr[*byte] == '\n' ? '|' : doc->text.ptr[*byte];
    return out;
}

/* The text with brackets before the first and after the last token of each quotation. */
static void show(const onr_doc *doc, char *out)
{
    uint32_t byte = 0, quote = 0;
    for (uint32_t t = 0; t < doc->token_count; t++) {
        const onr_token *token = &doc->tokens[t];
        out = copy_until(doc, &byte, token->start_byte, out);
        if (quote < doc->quote_count && doc->quotes[quote].first_token == t)
            *out++ = doc->quotes[quote++].closed ? '[' : '{';
        out = copy_until(doc, &byte, onr_token_end(token), out);
        uint32_t inner = onr_doc_quote_around(doc, t);
        for (uint32_t n = ends_at(doc, t, inner); n > 0; n--, inner = doc->quotes[inner].parent)
            *out++ = doc->quotes[inner].closed ? ']' : '}';
    }
    out = copy_until(doc, &byte, (uint32_t)doc->text.len, out);
    *out = '\0';
}

static uint32_t check_text(const char *expected)
{
    char text[1024], shown[2048];
    size_t n = 0;
    for (const char *s = expected; *s != '\0'; s++)
        if (strchr("[]{}", *s) == NULL) text[n++] = *s;
    text[n] = '\0';
    onr_doc *doc = make_doc(text, NULL);
    run(doc);
    show(doc, shown);
    uint32_t warnings = doc->warning_count;
    assert_string_equal(shown, expected);
    onr_doc_free(doc);
    return warnings;
}

/* The cases need no warning. */
static void check_all(const char *const *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (check_text(cases[i]) != 0) fail_msg("a warning for: %s", cases[i]);
    }
}

#define CHECK(...)                                                                                 \
    do {                                                                                           \
        static const char *const cases[] = {__VA_ARGS__};                                          \
        check_all(cases, sizeof cases / sizeof *cases);                                            \
    } while (0)

/* ---- tests ---- */

static void test_quote__pairs_straight_marks(void **state)
{
    (void)state;
    CHECK("The mayor said, [\"We will appeal.\"] She left.",
          "[\"We will,\"] she said, [\"appeal.\"]",
          "A [\"grave\"] and [\"final\"] mistake ([\"error\"]), he said.",
          "[\"I was\xE2\x80\x94\"] he began. [\"Well...\"] [\"...and so on\"]",
          "It was [\"over\"]\xE2\x80\x94[\"done\"], [\"Hamlet\"]'s end/[\"exit\"].",
          "The word [\"\"] is empty, and so is [\"\"].",
          "He said,[\"Go.\"] She went.",
          "[\" Spaced out \"] he said. [\" Twice, \"] he said.",
          "[``We will,''] he said, [``appeal.'']", "[''We will,''] he said, [''appeal.'']",
          "[‘’We will,’’] he said, [‘’appeal.’’] [’’No,’’] he said.");
}

static void test_quote__pairs_curly_marks(void **state)
{
    (void)state;
    CHECK("[“We will,”] she said, [“appeal.”]",
          "Er sagte: [„Wir gehen.“] Sie sagte: [„Nein.“]",
          "Han sa: [”Vi går.”] Hon sa: [”Nej.”]",
          "On mówi: [„Idziemy.”]",
          "He said, [”We will,“] she said, [”appeal.“]",
          "He said, [“We will,\"] she said, [\"appeal.”]");
}

static void test_quote__pairs_guillemets(void **state)
{
    (void)state;
    CHECK("Il dit: [« Oui. »] Elle: [«Non.»]", "Er sagte: [»Ja.«] Sie: [»Nein.«]",
          "Il dit: [« Le mot [“oui”] suffit. »]", "Le [‹mot›] et [«le [‹mot›]»].");
}

static void test_quote__pairs_single_marks(void **state)
{
    (void)state;
    CHECK("[‘We will,’] she said, [‘appeal.’]", "['We will,'] she said, ['appeal.']",
          "The [‘workers’ rights bill’], the [‘so-called’] bill.",
          "['It's the voters' choice, isn't it?'] he said. ['No.']");
}

static void test_quote__nests(void **state)
{
    (void)state;
    CHECK("[“He told me [‘go away’] and I went,”] she said.",
          "[\"He said: ['Go away.']\"] She left.", "[“[‘Go,’] he said,”] she said.",
          "[‘He said [“go”] to me,’] she said. [‘He did.’]",
          "[“One [‘two [“three”] two’] one.”]",
          "[''I said, ['Go,'']'] he said. [''['So?'']'] he said. [''No.'']",
          "[\"He told me [\"go away\"] and I went,\"] she said.");
}

static void test_quote__tells_apostrophes(void **state)
{
    (void)state;
    CHECK("It is the voters' choice and the workers’ right.",
          "[“It is the voters’ choice,”] he said of the Smiths’ house.",
          "[‘It is the voters’ choice,’] he said.", "['It is the voters' choice,'] he said.",
          "In the '90s and ’80s they gave 'em rock 'n' roll, the parents' horror.",
          "['The '90s were good,'] he said.", "I don't know what y'all's O'Brien didn’t do.",
          "It was nothin' and the goin’ got tough.");
}

static void test_quote__tells_measures(void **state)
{
    (void)state;
    CHECK("He is 6'2\" tall and wears a 5\" heel.",
          "[\"He is 6'2\" tall,\"] she said. [\"She is 5'1\".\"]",
          "They won [\"by 10\"] and [\"lost by '10\"] again.");
}

static void test_quote__goes_on_over_paragraphs(void **state)
{
    (void)state;
    CHECK("He said: [“One.|“Two.|“Three.”] He left.|He came back.",
          "[\"One.|\"Two [\"so\"] two.\"]|Then [\"three.\"]",
          "[“One.|“[‘Two’] two.|“Three [‘four’] five.”] And [“six [‘seven’]”] too.");
}

static void test_quote__goes_on_after_a_line_break_without_mark(void **state)
{
    (void)state;
    CHECK("[“One|and two,”] he said. [“Three.”]", "[\"One.|\"Two.|[“Three,”] he said.\"] Four.",
          "[\"One [“two”]|three [‘four’].\"]|Five [“six”].");
    assert_int_equal(check_text("[“One|“two”] and three,” he said."), 1);
    assert_int_equal(check_text("{“One.}|Two.|Three.” Four."), 2);
}

/* A piece in the middle, and quotations before it that were joined from pieces as well. */
static void test_quote__ends_a_long_quotation_at_a_mark_without_partner(void **state)
{
    (void)state;
    CHECK("[“One.|“Two.|Three [‘four’] [\"five\"] six.”] Seven [“eight”].",
          "[“One.|“Two.”] [“Three.|“Four.|Five [\"six\"] seven.”] [“Eight.”]",
          "[“One.|“Two.”] [“Three.|“Four [\"five\"].|[\"Six [‘seven’]\"] and [\"eight,\"] nine.”]|"
          "[“Ten.|“Eleven.”]");
}

static void test_quote__goes_on_after_a_sentence_where_paragraphs_were_merged(void **state)
{
    (void)state;
    CHECK("[\"One,\"] he said. [\"Two. \"Three. \"Four.\"] [\"Five.\"]",
          "[“One? “Two [‘three’].”] Four.");
    onr_doc *doc = make_doc("\"One. \"Two.\"", NULL);
    run(doc);
    assert_int_equal(doc->quoted[3], ONR_QUOTED_INSIDE | ONR_QUOTED_REOPENS);
    onr_doc_free(doc);
}

static void test_quote__marks_what_reopens(void **state)
{
    (void)state;
    onr_doc *doc = make_doc("“One.|“Two.” Three.", NULL);
    run(doc);
    const uint8_t expected[] = {ONR_QUOTED_OPENS,
                                ONR_QUOTED_INSIDE,
                                ONR_QUOTED_INSIDE,
                                ONR_QUOTED_INSIDE | ONR_QUOTED_REOPENS,
                                ONR_QUOTED_INSIDE,
                                ONR_QUOTED_INSIDE,
                                ONR_QUOTED_CLOSES,
                                0,
                                0};
    assert_int_equal(doc->token_count, sizeof expected);
    for (uint32_t i = 0; i < doc->token_count; i++)
        assert_int_equal(onr_doc_quoted_at(doc, i), expected[i]);
    assert_int_equal(doc->quote_count, 1);
    onr_doc_free(doc);
}

static void test_quote__ends_with_its_paragraph_without_partner(void **state)
{
    (void)state;
    assert_int_equal(check_text("He said: {“One. Two.}|Three."), 1);
    assert_int_equal(check_text("{“One.}|{“Two.}|{“Three.}|Four."), 3);
    assert_int_equal(check_text("{“One.}|Two.|[“Three.”]"), 1);
    assert_int_equal(check_text("{“One.}|[\"Two.\"]"), 1);
}

static void test_quote__ends_before_the_next_opening_mark(void **state)
{
    (void)state;
    assert_int_equal(check_text("He said: {“One,} [“Two.”] Three."), 1);
    assert_int_equal(check_text("{\"One, he said,} [\"two,\"] he said. [\"Three.\"]"), 1);
}

static void test_quote__leaves_out_a_stray_closing_mark(void **state)
{
    (void)state;
    assert_int_equal(check_text("One.” he said. [“Two.”]"), 1);
    assert_int_equal(check_text("One,\" he said. [\"Two,\"] he said."), 1);
    assert_int_equal(check_text("One.» Two."), 1);
    assert_int_equal(check_text("A ‘stray single mark, then nothing."), 0);
}

static void test_quote__warns_where_the_mark_stands(void **state)
{
    (void)state;
    onr_doc *doc = make_doc("One.” Two.|Then “three.", NULL);
    run(doc);
    assert_int_equal(doc->warning_count, 2);
    assert_string_equal(doc->warnings[0].kind, "unbalanced-quote");
    assert_int_equal(doc->warnings[0].span.start_byte, 4);
    assert_int_equal(doc->warnings[0].span.end_byte, 7);
    assert_int_equal(doc->warnings[1].span.start_byte, 18);
    onr_doc_free(doc);
    char many[4 * 150 + 1] = "";
    for (uint32_t i = 0; i < 150; i++) memcpy(many + (size_t)4 * i, "\"a |", 5);
    doc = make_doc(many, NULL);
    run(doc);
    assert_int_equal(doc->quote_count, 150);
    assert_int_equal(doc->warning_count, ONR_QUOTE_MAX_WARNINGS);
    onr_doc_free(doc);
}

static void test_quote__gives_bits_of_nested_marks(void **state)
{
    (void)state;
    onr_doc *doc = make_doc("“A ‘b’”", NULL);
    run(doc);
    const uint8_t nested = ONR_QUOTED_INSIDE | ONR_QUOTED_SINGLE | ONR_QUOTED_NESTED;
    assert_int_equal(doc->quoted[0], ONR_QUOTED_OPENS);
    assert_int_equal(doc->quoted[1], ONR_QUOTED_INSIDE);
    assert_int_equal(doc->quoted[2], nested | ONR_QUOTED_OPENS);
    assert_int_equal(doc->quoted[3], nested);
    assert_int_equal(doc->quoted[4], nested | ONR_QUOTED_CLOSES);
    assert_int_equal(doc->quoted[5], ONR_QUOTED_CLOSES);
    assert_int_equal(doc->quotes[1].parent, 0);
    assert_int_equal(doc->quotes[1].single, 1);
    onr_doc_free(doc);
}

static void test_quote__finds_the_quote_around_a_token(void **state)
{
    (void)state;
    onr_doc *doc = make_doc("A “b ‘c’ d ‘e’ f” g", NULL);
    run(doc);
    const uint32_t expected[] = {ONR_NONE, 0, 0, 1, 1, 1, 0, 2, 2, 2, 0, 0, ONR_NONE};
    assert_int_equal(doc->token_count, sizeof expected / sizeof *expected);
    for (uint32_t i = 0; i < doc->token_count; i++)
        assert_int_equal(onr_doc_quote_around(doc, i), expected[i]);
    onr_doc_free(doc);
}

static void test_quote__accepts_nothing_and_marks_alone(void **state)
{
    (void)state;
    onr_doc *doc = make_doc("", NULL);
    assert_int_equal(onr_quote_run(doc, NULL), ONR_OK);
    assert_null(doc->quoted);
    assert_int_equal(onr_doc_quote_around(doc, 0), ONR_NONE);
    onr_doc_free(doc);
    static const char *const marks[] = {"\"", "'", "“", "”", "„", "«", "»", "`", "‘", "’", "''"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        doc = make_doc(marks[i], NULL);
        run(doc);
        assert_true(doc->quote_count <= 1);
        onr_doc_free(doc);
    }
    check_text("[\"\"]");
    check_text("[“”]");
}

static void check_repeated(const char *unit, uint32_t times)
{
    size_t len = strlen(unit);
    char *text = malloc(len * times + 1);
    assert_non_null(text);
    for (uint32_t i = 0; i < times; i++) memcpy(text + i * len, unit, len);
    text[len * times] = '\0';
    onr_doc *doc = make_doc(text, NULL);
    run(doc);
    onr_doc_free(doc);
    free(text);
}

static void test_quote__stays_linear_with_100000_unpaired_marks(void **state)
{
    (void)state;
    static const char *const units[] = {" \"a", "a\" ",  " “a", "a” ",  " ‘a",   " 'a",   "a' ",
                                        "«",    "\"",    "“",   "'",    "as’ ",  "“‘",    " “a|",
                                        "\"|",  "\"a\"|", "`",   " ‘\"a", "„", " \"a ‘b|"};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) check_repeated(units[i], 100000);
}

static uint32_t next_random(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*seed >> 33);
}

static void test_quote__is_sound_for_any_soup_of_marks(void **state)
{
    (void)state;
    static const char *const pieces[] = {"“",  "”",  "‘",   "’",  "\"",   "'",   "«",   "»",
                                         "‹",  "›",  "„",   "‚",  "``",   "` ",  "''",  "´",
                                         " ",  " ",  " ",   " ",  " a",   " as", "b ",  "b. ",
                                         ", ", ". ", "...", "—",  " (",   ") ",  "|",   " 6"};
    enum { TOKENS = 20000, LONGEST = 4 };
    uint64_t seed = 42;
    char *text = malloc(TOKENS * LONGEST + 1);
    assert_non_null(text);
    for (uint32_t round = 0; round < 10; round++) {
        size_t n = 0, kinds = sizeof pieces / sizeof *pieces;
        for (uint32_t i = 0; i < TOKENS; i++) {
            const char *piece = pieces[next_random(&seed) % kinds];
            if (*piece == '|' && next_random(&seed) % (round + 1) != 0) piece = " ";
            memcpy(text + n, piece, strlen(piece));
            n += strlen(piece);
        }
        text[n] = '\0';
        onr_doc *doc = make_doc(text, NULL);
        run(doc);
        onr_doc_free(doc);
    }
    free(text);
}

/* Short texts of many paragraphs, so that quotations over several of them meet each other. */
static void test_quote__is_sound_for_any_paragraphs_of_marks(void **state)
{
    (void)state;
    static const char *const pieces[] = {"“",  "”",  "\"", "\"", " ‘", "’ ", "'''",   "|",
                                         "|",  "|",  "|",  "a ", ". ", "a”", "|“a.",  "|\"a.",
                                         " “a", "a” ", " “a” ", " \"a\" "};
    uint64_t seed = 7;
    for (uint32_t round = 0; round < 20000; round++) {
        char text[256] = "";
        uint32_t count = 1 + next_random(&seed) % 40;
        for (uint32_t i = 0; i < count; i++)
            strcat(text, pieces[next_random(&seed) % (sizeof pieces / sizeof *pieces)]);
        onr_doc *doc = make_doc(text, NULL);
        run(doc);
        onr_doc_free(doc);
    }
}

/* An allocator that refuses once its budget is spent. */
static void *resize_until(void *ctx, void *ptr, size_t old_size, size_t new_size)
{
    (void)old_size;
    int *left = ctx;
    return (*left)-- > 0 ? realloc(ptr, new_size) : NULL;
}

static void release_any(void *ctx, void *ptr, size_t size)
{
    (void)ctx;
    (void)size;
    free(ptr);
}

static void test_quote__survives_lack_of_memory(void **state)
{
    (void)state;
    int left = 1000;
    onr_alloc alloc = {resize_until, release_any, &left};
    onr_status status = ONR_ENOMEM;
    for (int budget = 0; status != ONR_OK; budget++) {
        assert_true(budget < 20);
        left = 1000;
        onr_doc *doc = make_doc("“One.|“Two.”|Three.” “Four ‘five’ six", &alloc);
        left = budget;
        status = onr_quote_run(doc, NULL);
        if (status != ONR_OK) assert_int_equal(doc->quote_count, 0);
        left = 1000;
        onr_doc_free(doc);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_quote__pairs_straight_marks),
        cmocka_unit_test(test_quote__pairs_curly_marks),
        cmocka_unit_test(test_quote__pairs_guillemets),
        cmocka_unit_test(test_quote__pairs_single_marks),
        cmocka_unit_test(test_quote__nests),
        cmocka_unit_test(test_quote__tells_apostrophes),
        cmocka_unit_test(test_quote__tells_measures),
        cmocka_unit_test(test_quote__goes_on_over_paragraphs),
        cmocka_unit_test(test_quote__goes_on_after_a_line_break_without_mark),
        cmocka_unit_test(test_quote__ends_a_long_quotation_at_a_mark_without_partner),
        cmocka_unit_test(test_quote__goes_on_after_a_sentence_where_paragraphs_were_merged),
        cmocka_unit_test(test_quote__marks_what_reopens),
        cmocka_unit_test(test_quote__ends_with_its_paragraph_without_partner),
        cmocka_unit_test(test_quote__ends_before_the_next_opening_mark),
        cmocka_unit_test(test_quote__leaves_out_a_stray_closing_mark),
        cmocka_unit_test(test_quote__warns_where_the_mark_stands),
        cmocka_unit_test(test_quote__gives_bits_of_nested_marks),
        cmocka_unit_test(test_quote__finds_the_quote_around_a_token),
        cmocka_unit_test(test_quote__accepts_nothing_and_marks_alone),
        cmocka_unit_test(test_quote__stays_linear_with_100000_unpaired_marks),
        cmocka_unit_test(test_quote__is_sound_for_any_soup_of_marks),
        cmocka_unit_test(test_quote__is_sound_for_any_paragraphs_of_marks),
        cmocka_unit_test(test_quote__survives_lack_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
