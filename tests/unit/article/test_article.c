#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "article/article.h"

typedef struct fixture {
    onr_arena arena;
    onr_article article;
    onr_error err;
} fixture;

static onr_status read_page(fixture *f, const char *html, const onr_article_options *options)
{
    onr_article_page page = {.bytes = {html, strlen(html)}};
    onr_arena_init(&f->arena, NULL);
    return onr_article_read(&f->article, &f->arena, &page, options, &f->err);
}

static void assert_text(const char *html, const char *text)
{
    fixture f;
    assert_int_equal(read_page(&f, html, NULL), ONR_OK);
    assert_int_equal(f.article.text.len, strlen(text));
    assert_memory_equal(f.article.text.ptr, text, strlen(text));
    onr_arena_deinit(&f.arena);
}

static void test_article__paragraphs_stand_apart(void **state)
{
    (void)state;
    assert_text("<body><p>One\n two.<p>Three &amp; four.</body>", "One two.\n\nThree & four.");
}

static void test_article__empty_page_is_an_empty_article(void **state)
{
    (void)state;
    assert_text("", "");
}

static void test_article__long_page_is_refused(void **state)
{
    onr_article_options options = ONR_ARTICLE_OPTIONS_DEFAULT;
    fixture f;
    (void)state;
    options.max_bytes = 10;
    assert_int_equal(read_page(&f, "<p>much too long</p>", &options), ONR_ELIMIT);
    assert_int_equal(f.article.text.len, 0);
    onr_arena_deinit(&f.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_article__paragraphs_stand_apart),
        cmocka_unit_test(test_article__empty_page_is_an_empty_article),
        cmocka_unit_test(test_article__long_page_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
