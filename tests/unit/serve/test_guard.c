/*
 * Who may ask.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "serve/guard.h"

static onr_slice slice_of(const char *text)
{
    return (onr_slice){text, text == NULL ? 0 : strlen(text)};
}

static bool knows(const char *host)
{
    static const char *const hosts[] = {"record.example"};
    onr_guard guard = {.hosts = hosts, .host_count = 1};
    onr_request request = {.host = slice_of(host), .host_count = 1};
    return onr_guard_knows_host(&guard, &request);
}

static void test_guard__known_names(void **state)
{
    (void)state;
    static const char *const known[] = {"localhost",   "LocalHost:1", "127.0.0.1", "127.0.0.1:8080",
                                        "127.255.0.9", "[::1]",       "[::1]:8080",
                                        "record.example", "RECORD.example:443", "localhost:"};
    static const char *const unknown[] = {"",           "evil",           "localhost.evil",
                                          "127.0.0.1.evil", "127.0.0.1:x", "[::2]",
                                          "[::1",       "[::1]x",         "::1",
                                          "localhost ", "a@localhost",    "localhost:123456",
                                          "record.example.", "xrecord.example", "127.0.0"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) assert_true(knows(known[i]));
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++) assert_false(knows(unknown[i]));
}

static void test_guard__one_host_only(void **state)
{
    (void)state;
    onr_guard guard = {.host_count = 0};
    onr_request request = {.host = slice_of("localhost"), .host_count = 2};
    assert_false(onr_guard_knows_host(&guard, &request));
    request.host_count = 0;
    assert_false(onr_guard_knows_host(&guard, &request));
}

static bool same(const char *origin, const char *site)
{
    onr_request request = {.host = slice_of("localhost:8080"),
                           .origin = slice_of(origin),
                           .fetch_site = slice_of(site)};
    return onr_guard_same_origin(&request);
}

static void test_guard__origin(void **state)
{
    (void)state;
    assert_true(same(NULL, NULL));
    assert_true(same("http://localhost:8080", NULL));
    assert_true(same("https://LOCALHOST:8080", "same-origin"));
    assert_true(same(NULL, "none"));
    assert_false(same("null", NULL));
    assert_false(same("http://localhost", NULL));
    assert_false(same("http://localhost:8080.evil", NULL));
    assert_false(same("http://", NULL));
    assert_false(same(NULL, "cross-site"));
    assert_false(same("http://localhost:8080", "same-site"));
}

static bool has(const char *token, const char *authorization)
{
    onr_guard guard = {.token = token};
    onr_request request = {.authorization = slice_of(authorization)};
    return onr_guard_has_token(&guard, &request);
}

static void test_guard__token(void **state)
{
    (void)state;
    assert_true(has("secret", "Bearer secret"));
    assert_true(has("secret", "bearer  secret "));
    assert_false(has("secret", "Bearer secreT"));
    assert_false(has("secret", "Bearer secre"));
    assert_false(has("secret", "Bearer secret2"));
    assert_false(has("secret", "Bearer "));
    assert_false(has("secret", "secret"));
    assert_false(has("secret", NULL));
    assert_false(has(NULL, "Bearer "));
    assert_false(has(NULL, "Bearer x"));
}

static void test_guard__made_tokens_differ(void **state)
{
    (void)state;
    char one[ONR_TOKEN_DIGITS + 1], two[ONR_TOKEN_DIGITS + 1];
    assert_true(onr_guard_make_token(one) && onr_guard_make_token(two));
    assert_int_equal(strlen(one), ONR_TOKEN_DIGITS);
    assert_string_not_equal(one, two);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_guard__known_names),
        cmocka_unit_test(test_guard__one_host_only),
        cmocka_unit_test(test_guard__origin),
        cmocka_unit_test(test_guard__token),
        cmocka_unit_test(test_guard__made_tokens_differ),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
