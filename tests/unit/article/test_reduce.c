#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "article/reduce.h"
#include "article/words.h"

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

/* An attribute that went past the parser. */
static void assert_attr(const onr_reduced *reduced, uint32_t i, onr_key key, const char *value)
{
    assert_true(i < reduced->attr_count);
    assert_int_equal(reduced->attrs[i].key, key);
    assert_slice(reduced->attrs[i].value, value);
}

static void test_reduce__attributes_go_past_the_parser(void **state)
{
    static const char html[] = "<p CLASS=byline onclick='a>b' data-z=\"c\" id=\"nav'e\">f</p>"
                               "<p>g</p><a rel=x REL=y href=z lang=''>h</a>";
    onr_reduced reduced;
    (void)state;
    assert_true(onr_reduce(&reduced, NULL, (onr_slice){html, sizeof html - 1}, &standard));
    assert_slice(reduced.html, "<p na>f</p><p>g</p><a nb>h</a>");
    assert_int_equal(reduced.start_count, 2);
    assert_int_equal(reduced.starts[0].signs, ONR_SIGN_BYLINE | ONR_SIGN_OUT);
    assert_int_equal(reduced.starts[0].attr_count, 0);
    assert_int_equal(reduced.starts[1].first_attr, 0);
    assert_int_equal(reduced.starts[1].attr_count, 2);
    assert_attr(&reduced, 0, ONR_KEY_REL, "x"); /* the first of a name counts */
    assert_attr(&reduced, 1, ONR_KEY_LANG, "");
    onr_reduced_deinit(&reduced);
}

static void test_reduce__entities_are_left_to_the_parser(void **state)
{
    (void)state;
    assert_reduced("<meta content='say \"a &amp; b\"'><meta content=c&quot;d>",
                   "<meta content='say \"a &amp; b\"'><meta content=\"c&quot;d\">");
    assert_reduced("<meta content='&lsqb;a&rsqb; &copy'><meta content='?a=1&copy=2'>",
                   "<meta content=\"[a] &copy;\"><meta content=\"?a=1&copy=2\">");
}

static void test_reduce__drops_attributes_that_mean_nothing(void **state)
{
    (void)state;
    assert_reduced("<p style='color:red' class=x>a</p><p style='display:none'>b</p>",
                   "<p>a</p><p na>b</p>");
    assert_reduced("<a href=b>x</a><img title=me src=c>", "<a>x</a><img>");
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
    assert_reduced("a<p class=\"nav>c", "a<p na>c");
}

static void test_reduce__lone_marks_are_text(void **state)
{
    (void)state;
    assert_reduced("1 < 2 & 3 &amp; 4", "1 &lt; 2 &amp; 3 &amp; 4");
}

static void test_reduce__references_the_parser_does_not_know(void **state)
{
    (void)state;
    assert_reduced("a &lsqb;b&rsqb;\n &copy c &bogus; &nbsp", "a [b]\n&copy; c &bogus; &nbsp;");
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
        cmocka_unit_test(test_reduce__attributes_go_past_the_parser),
        cmocka_unit_test(test_reduce__entities_are_left_to_the_parser),
        cmocka_unit_test(test_reduce__drops_attributes_that_mean_nothing),
        cmocka_unit_test(test_reduce__end_tags_have_a_start),
        cmocka_unit_test(test_reduce__forgotten_ends_lose_little),
        cmocka_unit_test(test_reduce__lone_marks_are_text),
        cmocka_unit_test(test_reduce__references_the_parser_does_not_know),
        cmocka_unit_test(test_reduce__white_space_counts_in_pre),
        cmocka_unit_test(test_reduce__json_is_handed_over),
        cmocka_unit_test(test_reduce__depth_is_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
