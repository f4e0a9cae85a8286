#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "article/names.h"
#include "article/words.h"

static uint32_t signs_of(const char *name)
{
    onr_word_index index;
    onr_word_index_init(&index);
    return onr_signs_of(&index, (onr_slice){name, strlen(name)});
}

static void test_words__bodies_in_all_spellings(void **state)
{
    static const char *const names[] = {"article-body", "articleBody", "article__body big",
                                        "ArticleBody-x1", "entry-content clearfix", "story_text"};
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        assert_true(signs_of(names[i]) & ONR_SIGN_BODY);
    assert_false(signs_of("article sidebar body-wide") & ONR_SIGN_BODY);
    assert_false(signs_of("article body") & ONR_SIGN_BODY); /* two names, not one */
}

static void test_words__parts_around_the_body(void **state)
{
    (void)state;
    assert_true(signs_of("share-bar") & ONR_SIGN_OUT);
    assert_true(signs_of("RelatedLinks") & ONR_SIGN_OUT);
    assert_true(signs_of("read-more") & ONR_SIGN_OUT);
    assert_true(signs_of("comment-list") & ONR_SIGN_COMMENT);
    assert_true(signs_of("wp-caption") & ONR_SIGN_CAPTION);
    assert_true(signs_of("cookie-notice") & ONR_SIGN_NOTICE);
    assert_true(signs_of("by byline--x") & ONR_SIGN_BYLINE);
    assert_int_equal(signs_of("shared-values tagged"), 0);
    assert_int_equal(signs_of(""), 0);
}

/* The search needs the alphabet: the first and last words are found, and some between. */
static void test_words__lists_are_in_order(void **state)
{
    (void)state;
    assert_true(signs_of("zergnet") & ONR_SIGN_OUT);
    assert_true(signs_of("actions") & ONR_SIGN_OUT);
    assert_true(signs_of("yarpp") & ONR_SIGN_OUT);
#define X(id, text, part)                                                                          \
    assert_int_equal(onr_tag_of((onr_slice){text, sizeof text - 1}), ONR_TAG_##id);
    ONR_TAGS(X)
#undef X
#define X(id, text) assert_int_equal(onr_key_of((onr_slice){text, sizeof text - 1}), ONR_KEY_##id);
    ONR_KEYS(X)
#undef X
    assert_int_equal(onr_tag_of((onr_slice){"H1", 2}), ONR_TAG_H1);
    assert_int_equal(onr_tag_of((onr_slice){"blink", 5}), ONR_TAG_OTHER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words__bodies_in_all_spellings),
        cmocka_unit_test(test_words__parts_around_the_body),
        cmocka_unit_test(test_words__lists_are_in_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
