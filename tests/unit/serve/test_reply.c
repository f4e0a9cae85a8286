/*
 * Replies: tags, packing, what headers allow.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <zlib.h>

#include "serve/reply.h"

static onr_slice slice_of(const char *text)
{
    return (onr_slice){text, strlen(text)};
}

static void test_reply__accepts_gzip(void **state)
{
    (void)state;
    static const char *const yes[] = {"gzip", "GZIP", "br, gzip", "gzip;q=0.1", "gzip ;q=1, br"};
    static const char *const no[] = {"", "br", "gzip;q=0", "gzip; q=0.000", "x-gzip", "gzipped"};
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
        assert_true(onr_accepts_gzip(slice_of(yes[i])));
    for (size_t i = 0; i < sizeof no / sizeof *no; i++)
        assert_false(onr_accepts_gzip(slice_of(no[i])));
    assert_false(onr_accepts_gzip((onr_slice){NULL, 0}));
}

static void test_reply__tags_match_weakly(void **state)
{
    (void)state;
    assert_true(onr_etag_matches(slice_of("*"), "W/\"a\""));
    assert_true(onr_etag_matches(slice_of("\"a\""), "W/\"a\""));
    assert_true(onr_etag_matches(slice_of("\"b\" , W/\"a\""), "W/\"a\""));
    assert_false(onr_etag_matches(slice_of("\"aa\", \"\", W/"), "W/\"a\""));
    assert_false(onr_etag_matches(slice_of(""), "W/\"a\""));
}

static void fill(onr_reply *reply, size_t count)
{
    onr_writer w = onr_writer_start(&reply->body);
    onr_put_repeated(&w, 'a', count);
    onr_reply_written(reply, &w, ONR_TYPE_JSON);
}

static void test_reply__packed_is_the_same(void **state)
{
    (void)state;
    onr_reply reply = {.status = 0};
    onr_request request = {.method = {"GET", 3}, .accept_encoding = {"gzip", 4}};
    char out[5000];
    z_stream z = {.next_out = (Bytef *)out, .avail_out = sizeof out};
    fill(&reply, 4000);
    onr_reply_finish(&reply, &request);
    assert_string_equal(reply.encoding, "gzip");
    onr_slice bytes = onr_reply_bytes(&reply);
    assert_true(bytes.len < 200);
    z.next_in = (Bytef *)(uintptr_t)bytes.ptr;
    z.avail_in = (uInt)bytes.len;
    assert_int_equal(inflateInit2(&z, 31), Z_OK);
    assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
    assert_int_equal(z.total_out, 4000);
    inflateEnd(&z);
    onr_reply_free(&reply);
}

static void test_reply__not_modified_has_no_body(void **state)
{
    (void)state;
    onr_reply reply = {.status = 0}, again = {.status = 0};
    onr_request request = {.method = {"GET", 3}};
    fill(&reply, 10);
    onr_reply_finish(&reply, &request);
    assert_int_equal(reply.status, 200);
    request.if_none_match = slice_of(reply.etag);
    fill(&again, 10);
    onr_reply_finish(&again, &request);
    assert_int_equal(again.status, 304);
    assert_int_equal(onr_reply_bytes(&again).len, 0);
    assert_string_equal(again.etag, reply.etag);
    onr_reply_free(&reply);
    onr_reply_free(&again);
}

static void test_reply__errors_are_json_whatever_they_say(void **state)
{
    (void)state;
    onr_reply reply = {.status = 0};
    fill(&reply, 100);
    onr_reply_error(&reply, 400, "bad", "a \"quote\" and \xFF");
    onr_slice bytes = onr_reply_bytes(&reply);
    static const char wanted[] =
        "{\"error\":{\"code\":\"bad\",\"message\":\"a \\\"quote\\\" and \xEF\xBF\xBD\"}}\n";
    assert_int_equal(bytes.len, sizeof wanted - 1);
    assert_memory_equal(bytes.ptr, wanted, bytes.len);
    onr_reply_free(&reply);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reply__accepts_gzip),
        cmocka_unit_test(test_reply__tags_match_weakly),
        cmocka_unit_test(test_reply__packed_is_the_same),
        cmocka_unit_test(test_reply__not_modified_has_no_body),
        cmocka_unit_test(test_reply__errors_are_json_whatever_they_say),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
