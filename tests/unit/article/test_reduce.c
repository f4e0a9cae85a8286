#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "article/reduce.h"

static const onr_article_options standard = ONR_ARTICLE_OPTIONS_DEFAULT;

static void assert_slice(onr_slice slice, const char *expected)
{
    if (slice.len != strlen(expected) || memcmp(slice.ptr, expected, slice.len) != 0)
        fail_msg("expected \"%s\", found \"%.*s\"", expected, (int)slice.len, slice.ptr);
}

static void assert_reduced(const char *html, const char *expected)
{
    onr_reduced reduced;
    assert_true(onr_reduce(&reduced, NULL, (onr_slice){html, strlen(html)}, &standard));
    assert_slice(reduced.html, expected);
    onr_reduced_deinit(&reduced);
}

static void test_reduce__drops_what_holds_no_text(void **state)
{
    (void)state;
    assert_reduced("a<!-- <p> -->b<script>\"</p>\"</script>c<STYLE>d</style>e<svg><title>f</svg>g",
                   "abceg");
    assert_reduced("a<!--> b", "a b");
    assert_reduced("a<!doctype html><?php b ?>c", "ac");
}

static void test_reduce__keeps_attributes_that_mean_something(void **state)
{
    (void)state;
    assert_reduced("<p CLASS=byline onclick='a>b' data-z=\"c\" id=\"nav'e\" class=x>f</p>",
                   "<p CLASS=\"byline\" id=\"nav'e\">f</p>");
    assert_reduced("<p style='color:red'>a</p><p style='display:none'>b</p>",
                   "<p>a</p><p style=\"display:none\">b</p>");
    assert_reduced("<a href=b>x</a><meta content='say \"hi\"'>",
                   "<a>x</a><meta content='say \"hi\"'>");
}

static void test_reduce__end_tags_have_a_start(void **state)
{
    (void)state;
    assert_reduced("</div></b>a<b>c</b></b>", "a<b>c</b>");
}

static void test_reduce__forgotten_ends_lose_little(void **state)
{
    (void)state;
    assert_reduced("a<!-- b > c", "a c");
    assert_reduced("a<svg>b<p>c", "ab<p>c");
    assert_reduced("a<p class=\"nav>c", "a<p class=\"nav\">c");
}

static void test_reduce__lone_marks_are_text(void **state)
{
    (void)state;
    assert_reduced("1 < 2 & 3 &amp; 4", "1 &lt; 2 &amp; 3 &amp; 4");
}

static void test_reduce__white_space_counts_in_pre(void **state)
{
    (void)state;
    assert_reduced("a \n  b<pre>c\n  d</pre>\n\n e", "a \nb<pre>c\n  d</pre>\ne");
}

static void test_reduce__json_is_handed_over(void **state)
{
    static const char html[] = "<script type=\"application/ld+json\">{1}</script>"
                               "<script>2</script><script type='application/ld+json'>{3}</script>";
    onr_reduced reduced;
    (void)state;
    assert_true(onr_reduce(&reduced, NULL, (onr_slice){html, sizeof html - 1}, &standard));
    assert_int_equal(reduced.jsonld_count, 2);
    assert_slice(reduced.jsonld[0], "{1}");
    assert_slice(reduced.jsonld[1], "{3}");
    onr_reduced_deinit(&reduced);
}

static void test_reduce__depth_is_bounded(void **state)
{
    static const char html[] = "<div><div><div>a</div>b</div>c</div>";
    const onr_article_options shallow = {1000, 2, 1000};
    onr_reduced reduced;
    (void)state;
    assert_true(onr_reduce(&reduced, NULL, (onr_slice){html, sizeof html - 1}, &shallow));
    assert_slice(reduced.html, "<div><div>ab</div>c</div>");
    onr_reduced_deinit(&reduced);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reduce__drops_what_holds_no_text),
        cmocka_unit_test(test_reduce__keeps_attributes_that_mean_something),
        cmocka_unit_test(test_reduce__end_tags_have_a_start),
        cmocka_unit_test(test_reduce__forgotten_ends_lose_little),
        cmocka_unit_test(test_reduce__lone_marks_are_text),
        cmocka_unit_test(test_reduce__white_space_counts_in_pre),
        cmocka_unit_test(test_reduce__json_is_handed_over),
        cmocka_unit_test(test_reduce__depth_is_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
