#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "ingest/http.h"
#include "packing.h"

static void assert_slice(onr_slice s, const char *expected)
{
    assert_int_equal(s.len, strlen(expected));
    assert_memory_equal(s.ptr, expected, s.len);
}

/* Reads `head` and `body` as one message and checks what the body becomes. */
static void check(const char *head, const bytes *body, const char *expected, bool truncated)
{
    bytes message = {0};
    onr_http_work work = {0};
    onr_http http;
    onr_error err;
    add_text(&message, "HTTP/1.1 200 OK\r\n");
    add_text(&message, head);
    add_text(&message, "\r\n");
    add_bytes(&message, body->ptr, body->len);
    onr_http_head(&http, (onr_slice){message.ptr, message.len});
    assert_int_equal(http.code, 200);
    assert_int_equal(onr_http_unpack(&http, &work, 1 << 20, 200, &err), ONR_OK);
    assert_slice(http.body, expected);
    assert_int_equal(http.truncated, truncated);
    onr_http_work_deinit(&work);
    free(message.ptr);
}

static void check_text(const char *head, const char *body, const char *expected, bool truncated)
{
    bytes b = {0};
    add_text(&b, body);
    check(head, &b, expected, truncated);
    free(b.ptr);
}

static void test_http__reads_the_head(void **state)
{
    (void)state;
    static const char MESSAGE[] = "HTTP/1.0 404 Not Found\r\ncontent-TYPE : Text/HTML; x=1; "
                                  "Charset=\"UTF-8\"\nContent-Length: 12\r\n\r\nbody\r\n\r\n";
    onr_http http;
    onr_http_head(&http, (onr_slice){MESSAGE, sizeof MESSAGE - 1});
    assert_int_equal(http.code, 404);
    assert_slice(http.type, "Text/HTML");
    assert_slice(http.charset, "UTF-8");
    assert_int_equal(http.body_bytes, 12);
    assert_slice(http.body, "body\r\n\r\n");
    assert_false(http.chunked);
    onr_http_head(&http, (onr_slice){"<html>", 6});
    assert_int_equal(http.code, 0);
    assert_int_equal(http.body.len, 0);
    onr_http_head(&http, (onr_slice){"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", 39});
    assert_int_equal(http.body_bytes, UINT64_MAX);
    assert_null(http.type.ptr);
}

static void test_http__joins_chunks(void **state)
{
    (void)state;
    const char *head = "Transfer-Encoding: Chunked\r\nContent-Length: 99\r\n";
    check_text(head, "4\r\nWiki\r\nA;x=y\r\npedia in\r\n\r\n0\r\n\r\n", "Wikipedia in\r\n", false);
    check_text(head, "4\nWiki\n0\n\n", "Wiki", false);
    check_text(head, "4\r\nWiki\r\n9\r\nped", "Wikiped", true);
    check_text(head, "4\r\nWiki\r\n", "Wiki", true);
    check_text(head, "4\r\nWikirubbish\r\n", "Wiki", true);
    check_text(head, "FFFFFFFFFFFFFF\r\nWiki", "Wiki", true);
    check_text("Transfer-Encoding: chunked\r\n", "<p>no chunks\n", "<p>no chunks\n", false);
}

static void test_http__unpacks_each_coding(void **state)
{
    (void)state;
    static const char PAGE[] = "<p>The page, the page, the page.</p>";
    const size_t len = sizeof PAGE - 1;
    bytes gzip = {0}, zlib = {0}, raw = {0}, brotli = {0}, zstd = {0}, both = {0};
    add_gzip(&gzip, PAGE, len);
    add_deflated(&zlib, PAGE, len, 15);
    add_deflated(&raw, PAGE, len, -15);
    add_brotli(&brotli, PAGE, len);
    add_zstd(&zstd, PAGE, len, NULL);
    add_brotli(&both, gzip.ptr, gzip.len);
    check("Content-Encoding: gzip\r\n", &gzip, PAGE, false);
    check("Content-Encoding: X-GZIP\r\n", &gzip, PAGE, false);
    check("Content-Encoding: deflate\r\n", &zlib, PAGE, false);
    check("Content-Encoding: deflate\r\n", &raw, PAGE, false);
    check("Content-Encoding: br\r\n", &brotli, PAGE, false);
    check("Content-Encoding: zstd\r\n", &zstd, PAGE, false);
    check("Content-Encoding: gzip, br\r\n", &both, PAGE, false);
    gzip.len -= 8; /* checksum and length */
    check("Content-Encoding: gzip\r\n", &gzip, PAGE, true);
    bytes *all[] = {&gzip, &zlib, &raw, &brotli, &zstd, &both};
    for (int i = 0; i < 6; i++) free(all[i]->ptr);
}

static void test_http__unpacks_chunks(void **state)
{
    (void)state;
    bytes gzip = {0}, body = {0};
    char line[20];
    add_gzip(&gzip, "<p>in chunks", 12);
    for (size_t at = 0; at < gzip.len; at += 5) {
        size_t count = gzip.len - at < 5 ? gzip.len - at : 5;
        snprintf(line, sizeof line, "%zx\r\n", count);
        add_text(&body, line);
        add_bytes(&body, gzip.ptr + at, count);
        add_text(&body, "\r\n");
    }
    add_text(&body, "0\r\n\r\n");
    check("Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", &body, "<p>in chunks", false);
    free(gzip.ptr);
    free(body.ptr);
}

static void test_http__leaves_a_body_that_is_unpacked_already(void **state)
{
    (void)state;
    static const char *const CODINGS[] = {"gzip", "deflate", "br", "zstd", "unheard-of"};
    char head[60];
    for (int i = 0; i < 5; i++) {
        snprintf(head, sizeof head, "Content-Encoding: %s\r\n", CODINGS[i]);
        check_text(head, "\r\n<html><p>x", "\r\n<html><p>x", false);
        check_text(head, "", "", false);
    }
}

static void test_http__flags_a_body_shorter_than_its_length(void **state)
{
    (void)state;
    check_text("Content-Length: 9\r\n", "short", "short", true);
    check_text("Content-Length: 5\r\n", "short", "short", false);
    check_text("Content-Length: 2\r\n", "longer", "longer", false);
}

static void test_http__refuses_bombs(void **state)
{
    (void)state;
    enum { SIZE = 40 << 20 };
    bytes zeros = {calloc(1, SIZE), SIZE, 0}, packed = {0};
    add_text(&packed, "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n");
    add_gzip(&packed, zeros.ptr, SIZE);
    onr_http_work work = {0};
    onr_error err;
    onr_http http;
    onr_http_head(&http, (onr_slice){packed.ptr, packed.len});
    assert_int_equal(onr_http_unpack(&http, &work, 1 << 20, 200, &err), ONR_ELIMIT);
    assert_string_equal(err.message, "the page unpacks to more than the limit on size allows");
    onr_http_head(&http, (onr_slice){packed.ptr, packed.len});
    assert_int_equal(onr_http_unpack(&http, &work, SIZE, 200, &err), ONR_ELIMIT);
    assert_string_equal(err.message, "the page unpacks to more than the limit on the ratio allows");
    onr_http_head(&http, (onr_slice){packed.ptr, packed.len});
    assert_int_equal(onr_http_unpack(&http, &work, SIZE, 0, &err), ONR_OK);
    assert_int_equal(http.body.len, SIZE);
    onr_http_work_deinit(&work);
    free(zeros.ptr);
    free(packed.ptr);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_http__reads_the_head),
        cmocka_unit_test(test_http__joins_chunks),
        cmocka_unit_test(test_http__unpacks_each_coding),
        cmocka_unit_test(test_http__unpacks_chunks),
        cmocka_unit_test(test_http__leaves_a_body_that_is_unpacked_already),
        cmocka_unit_test(test_http__flags_a_body_shorter_than_its_length),
        cmocka_unit_test(test_http__refuses_bombs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
