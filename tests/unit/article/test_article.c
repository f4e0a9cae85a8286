#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "article/article.h"

#include "../failing_alloc.h"
#include "../random.h"

/* Three paragraphs that stand for an article. */
#define FIRST                                                                                      \
    "The council voted on Tuesday to close the old bridge, and the mayor said it would stay "      \
    "closed for a year."
#define SECOND                                                                                     \
    "“We have waited too long,” she told reporters, adding that the engineers had warned of "      \
    "cracks since spring."
#define THIRD                                                                                      \
    "Shopkeepers on both banks fear for their trade, and want the ferry of their grandparents "    \
    "back, at least on Saturdays."
#define BODY  FIRST "\n\n" SECOND "\n\n" THIRD
#define PAGES "<p>" FIRST "</p><p>" SECOND "</p><p>" THIRD "</p>"

typedef struct fixture {
    onr_arena arena;
    onr_article article;
    onr_error err;
} fixture;

static onr_status read_bytes(fixture *f, onr_slice bytes, const onr_article_options *options)
{
    onr_article_page page = {.bytes = bytes};
    onr_arena_init(&f->arena, NULL);
    return onr_article_read(&f->article, &f->arena, &page, options, &f->err);
}

static void read_html(fixture *f, const char *html)
{
    assert_int_equal(read_bytes(f, (onr_slice){html, strlen(html)}, NULL), ONR_OK);
}

static void assert_slice(onr_slice slice, const char *expected)
{
    if (slice.len != strlen(expected) || memcmp(slice.ptr, expected, slice.len) != 0)
        fail_msg("expected \"%s\", found \"%.*s\"", expected, (int)slice.len, slice.ptr);
}

static void assert_text(const char *html, const char *text)
{
    fixture f;
    read_html(&f, html);
    assert_slice(f.article.text, text);
    onr_arena_deinit(&f.arena);
}

static void test_article__paragraphs_stand_apart(void **state)
{
    (void)state;
    assert_text("<body><p>One\n two.<p>Three &amp; four.</body>", "One two.\n\nThree & four.");
}

static void test_article__inline_markup_runs_on(void **state)
{
    (void)state;
    assert_text("<p>He <b>s</b>aid “<i>no</i>”,\n<a href=x>twice</a>.<br>Then he left.",
                "He said “no”, twice.\nThen he left.");
}

static void test_article__what_is_not_text_goes(void **state)
{
    (void)state;
    assert_text("<body><nav><a href=a>Home</a> <a href=b>News and much more of everything</a></nav>"
                "<div class=post>" PAGES "<div class='share-bar'>Tell your friends about it.</div>"
                "<script>var p = '<p>not this</p>';</script><style>p { color: red }</style></div>"
                "<div id=comments><p>I was there when it was built, and said so then.</p></div>"
                "<footer><p>All rights reserved by the owners of this page.</p></footer>",
                BODY);
}

static void test_article__captions_go(void **state)
{
    (void)state;
    assert_text("<article><figure><img src=b><figcaption>The bridge in better days.</figcaption>"
                "</figure>" PAGES "</article>",
                BODY);
}

static void test_article__headline_and_byline_are_fields(void **state)
{
    fixture f;
    (void)state;
    read_html(&f, "<html lang=en-GB><title>Bridge closed for a year - The Example</title>"
                  "<meta property='og:site_name' content='The Example'><body><article>"
                  "<h1>Bridge closed for a year</h1><p class=byline>By Ana Ruiz and Tom Berg</p>"
                  "<time datetime='2024-03-05T10:20:00+01:00'>5 March</time>" PAGES "</article>");
    assert_slice(f.article.text, BODY);
    assert_slice(f.article.title, "Bridge closed for a year");
    assert_slice(f.article.site, "The Example");
    assert_slice(f.article.language, "en-GB");
    assert_slice(f.article.published, "2024-03-05T10:20:00+01:00");
    assert_int_equal(f.article.byline_count, 2);
    assert_slice(f.article.bylines[0], "Ana Ruiz");
    assert_slice(f.article.bylines[1], "Tom Berg");
    onr_arena_deinit(&f.arena);
}

static void test_article__blocks_tell_headings_and_items(void **state)
{
    static const onr_article_kind kinds[] = {ONR_ARTICLE_PARAGRAPH, ONR_ARTICLE_HEADING,
                                             ONR_ARTICLE_ITEM, ONR_ARTICLE_ITEM,
                                             ONR_ARTICLE_QUOTE, ONR_ARTICLE_ROW};
    fixture f;
    (void)state;
    read_html(&f, "<p>" FIRST "</p><h2>What now?</h2><ul><li>Wait for the report.<li>Swim.</ul>"
                  "<blockquote>" SECOND "</blockquote><table><tr><td>Cost<td>2 m</table>");
    assert_int_equal(f.article.block_count, 6);
    for (uint32_t i = 0; i < 6; i++)
        assert_int_equal(f.article.blocks[i].kind, kinds[i]);
    onr_span row = f.article.blocks[5].span;
    assert_slice((onr_slice){f.article.text.ptr + row.start_byte, row.end_byte - row.start_byte},
                 "Cost\t2 m");
    onr_arena_deinit(&f.arena);
}

static void test_article__related_stories_go_with_their_heading(void **state)
{
    (void)state;
    assert_text("<div>" PAGES "<h3>Related stories</h3><ul><li><a href=a>Ferry to return after "
                "ninety years</a><li><a href=b>Cracks found</a></ul></div>",
                BODY);
}

static void test_article__portrait_and_small_print_go(void **state)
{
    (void)state;
    assert_text("<meta name=author content='Ana Ruiz'><div>" PAGES "<p>Ana Ruiz is a reporter who "
                "has lived on both banks of the river.</p><p>Use of this page means to accept "
                "our Terms of Use and Privacy Policy.</p></div>",
                BODY);
}

static void test_article__jsonld_helps_where_the_page_is_empty(void **state)
{
    (void)state;
    assert_text("<script type='application/ld+json'>{\"@type\": \"Article\", \"articleBody\": \""
                FIRST "\\n" SECOND "\"}</script><body><div id=app></div>",
                FIRST "\n\n" SECOND);
}

static void test_article__empty_page_is_an_empty_article(void **state)
{
    (void)state;
    assert_text("", "");
    assert_text("<html><body></body></html>", "");
}

static void test_article__old_character_sets_are_read(void **state)
{
    fixture f;
    (void)state;
    read_html(&f, "<meta charset=iso-8859-1><p>\x93" "Caf\xE9\x94, he said.</p>");
    assert_slice(f.article.text, "“Café”, he said.");
    assert_slice(f.article.charset, "CP1252");
    onr_arena_deinit(&f.arena);
}

static void test_article__long_page_is_refused(void **state)
{
    onr_article_options options = ONR_ARTICLE_OPTIONS_DEFAULT;
    fixture f;
    (void)state;
    options.max_bytes = 10;
    assert_int_equal(read_bytes(&f, (onr_slice){"<p>much too long</p>", 20}, &options), ONR_ELIMIT);
    assert_int_equal(f.article.text.len, 0);
    assert_non_null(strstr(f.err.message, "10 bytes"));
    onr_arena_deinit(&f.arena);
}

static void test_article__too_many_nodes_cut_the_page(void **state)
{
    onr_article_options options = ONR_ARTICLE_OPTIONS_DEFAULT;
    fixture f;
    (void)state;
    options.max_nodes = 5;
    assert_int_equal(read_bytes(&f, (onr_slice){PAGES, sizeof PAGES - 1}, &options), ONR_OK);
    assert_true(f.article.cut);
    assert_slice(f.article.text, FIRST);
    onr_arena_deinit(&f.arena);
}

static char *repeat(const char *text, size_t count, const char *end)
{
    size_t len = strlen(text);
    char *out = malloc(len * count + strlen(end) + 1);
    assert_non_null(out);
    for (size_t i = 0; i < count; i++) memcpy(out + i * len, text, len);
    memcpy(out + count * len, end, strlen(end) + 1);
    return out;
}

static void test_article__deep_nesting_is_flattened(void **state)
{
    char *html = repeat("<div>", 100000, PAGES);
    (void)state;
    assert_text(html, BODY);
    free(html);
}

static void test_article__a_million_attributes_are_skipped(void **state)
{
    char *names = repeat(" a=b class='x' c", 1000000, ">" PAGES);
    char *html = malloc(strlen(names) + sizeof "<div");
    (void)state;
    assert_non_null(html);
    memcpy(html, "<div", 4);
    memcpy(html + 4, names, strlen(names) + 1);
    assert_text(html, BODY);
    free(html);
    free(names);
}

static void test_article__unclosed_and_nul_do_no_harm(void **state)
{
    static const char html[] =
        "<div class=\"x><p>\0</p></i></div></div><p title='>" PAGES "<!-- <p";
    fixture f;
    (void)state;
    assert_int_equal(read_bytes(&f, (onr_slice){html, sizeof html - 1}, NULL), ONR_OK);
    assert_non_null(memmem(f.article.text.ptr, f.article.text.len, THIRD, sizeof THIRD - 1));
    onr_arena_deinit(&f.arena);
}

/* Each block lies in the text, behind the last, and nothing visible is outside. */
static void assert_sound(const onr_article *a)
{
    uint32_t end = 0;
    for (uint32_t i = 0; i < a->block_count; i++) {
        onr_span span = a->blocks[i].span;
        assert_true(span.start_byte == (i == 0 ? 0 : end + 2));
        assert_true(span.start_byte < span.end_byte);
        end = span.end_byte;
    }
    assert_int_equal(end, a->text.len);
}

static void test_article__mutated_pages_are_read(void **state)
{
    static const char page[] =
        "<!DOCTYPE html><html lang=en><head><title>Bridge | Example</title><meta name=author "
        "content='Ana Ruiz'><script type='application/ld+json'>{\"@type\":\"Article\",\"author\":"
        "[{\"name\":\"Ana Ruiz\"}]}</script></head><body><div class=entry-content><h1>Bridge</h1>"
        PAGES "<ul><li>a<li><a href=b>c</a></ul><table><tr><td>1<td>2</table>&eacute;&#150;</div>";
    (void)state;
    for (uint32_t round = 0; round < 2000; round++) {
        char bytes[sizeof page];
        uint64_t seed = round;
        fixture f;
        memcpy(bytes, page, sizeof page);
        for (uint32_t i = 0; i < 1 + round % 20; i++) {
            uint32_t at = random_below(&seed, sizeof page - 1);
            uint32_t from = random_below(&seed, sizeof page - 1);
            bytes[at] = round % 2 == 0 ? page[from] : (char)random_below(&seed, 256);
        }
        assert_int_equal(read_bytes(&f, (onr_slice){bytes, sizeof page - 1}, NULL), ONR_OK);
        assert_sound(&f.article);
        onr_arena_deinit(&f.arena);
    }
}

static void test_article__memory_may_run_out(void **state)
{
    static const char html[] = "<title>A - B</title><h1>A</h1><p class=byline>By Ana Ruiz" PAGES;
    onr_status status = ONR_ENOMEM;
    (void)state;
    for (uint64_t n = 1; status != ONR_OK; n++) {
        failing_alloc fault = {.fail_at = n};
        onr_alloc alloc = failing_alloc_make(&fault);
        onr_article_page page = {.bytes = {html, sizeof html - 1}};
        onr_article article;
        onr_arena arena;
        onr_arena_init(&arena, &alloc);
        status = onr_article_read(&article, &arena, &page, NULL, NULL);
        assert_true(status == ONR_OK || status == ONR_ENOMEM);
        assert_true(status == ONR_OK || article.text.len == 0);
        onr_arena_deinit(&arena);
        assert_int_equal(fault.held_bytes, 0);
        assert_int_equal(fault.held_blocks, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_article__paragraphs_stand_apart),
        cmocka_unit_test(test_article__inline_markup_runs_on),
        cmocka_unit_test(test_article__what_is_not_text_goes),
        cmocka_unit_test(test_article__captions_go),
        cmocka_unit_test(test_article__headline_and_byline_are_fields),
        cmocka_unit_test(test_article__blocks_tell_headings_and_items),
        cmocka_unit_test(test_article__related_stories_go_with_their_heading),
        cmocka_unit_test(test_article__portrait_and_small_print_go),
        cmocka_unit_test(test_article__jsonld_helps_where_the_page_is_empty),
        cmocka_unit_test(test_article__empty_page_is_an_empty_article),
        cmocka_unit_test(test_article__old_character_sets_are_read),
        cmocka_unit_test(test_article__long_page_is_refused),
        cmocka_unit_test(test_article__too_many_nodes_cut_the_page),
        cmocka_unit_test(test_article__deep_nesting_is_flattened),
        cmocka_unit_test(test_article__a_million_attributes_are_skipped),
        cmocka_unit_test(test_article__unclosed_and_nul_do_no_harm),
        cmocka_unit_test(test_article__mutated_pages_are_read),
        cmocka_unit_test(test_article__memory_may_run_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
