#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/buffer.h"

static void check_buffer(onr_buffer *b, const char *expected, size_t len)
{
    assert_int_equal(b->len, len);
    assert_memory_equal(b->ptr, expected, len);
    onr_buffer_free(b);
}

static void test_buffer__appends_in_order(void **state)
{
    (void)state;
    static const uint8_t bytes[] = {0x00, 0x7F, 0xA5, 0xFF};
    onr_buffer b = {0};
    onr_writer w = onr_writer_start(&b);
    onr_put_text(&w, "a");
    onr_put_char(&w, '\0');
    onr_put_slice(&w, (onr_slice){NULL, 0});
    onr_put_bytes(&w, "bc", 2);
    onr_put_repeated(&w, '-', 3);
    onr_put_repeated(&w, '+', 0);
    onr_put_hex(&w, bytes, 4);
    assert_true(onr_writer_finish(&w));
    check_buffer(&b, "a\0bc---007fa5ff", 15);
}

static void test_buffer__unsigned_numbers(void **state)
{
    (void)state;
    onr_buffer b = {0};
    onr_writer w = onr_writer_start(&b);
    static const uint64_t values[] = {0, 9, 10, 4294967295u, UINT64_MAX};
    for (int i = 0; i < 5; i++) {
        onr_put_unsigned(&w, values[i]);
        onr_put_char(&w, ' ');
    }
    assert_true(onr_writer_finish(&w));
    check_buffer(&b, "0 9 10 4294967295 18446744073709551615 ", 39);
}

static void test_buffer__thousandths_without_trailing_zeros(void **state)
{
    (void)state;
    onr_buffer b = {0};
    onr_writer w = onr_writer_start(&b);
    static const uint32_t values[] = {0, 1, 10, 100, 120, 123, 800, 999, 1000, 2500};
    for (int i = 0; i < 10; i++) {
        onr_put_thousandths(&w, values[i]);
        onr_put_char(&w, ' ');
    }
    assert_true(onr_writer_finish(&w));
    check_buffer(&b, "0 0.001 0.01 0.1 0.12 0.123 0.8 0.999 1 2.5 ", 44);
}

static void test_buffer__grows_from_nothing(void **state)
{
    (void)state;
    onr_buffer b = {0};
    onr_writer w = onr_writer_start(&b);
    for (int i = 0; i < 100000; i++) onr_put_char(&w, (char)('a' + i % 26));
    assert_true(onr_writer_finish(&w));
    assert_int_equal(b.len, 100000);
    for (int i = 0; i < 100000; i++) assert_int_equal(b.ptr[i], 'a' + i % 26);
    onr_buffer_free(&b);
    assert_null(b.ptr);
    assert_int_equal(b.len + b.capacity, 0);
}

/* The obvious way to escape, for comparison. */
static size_t escape_plainly(char *out, const char *in, size_t len)
{
    static const char hex[] = "0123456789abcdef";
    size_t n = 0;
    out[n++] = '"';
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)in[i];
        const char *letter = c < 0x20 ? strchr("\bb\tt\nn\ff\rr", c) : NULL;
        if (c == '"' || c == '\\') {
            out[n++] = '\\';
            out[n++] = (char)c;
        } else if (c != 0 && letter != NULL) {
            out[n++] = '\\';
            out[n++] = letter[1];
        } else if (c < 0x20) {
            memcpy(out + n, "\\u00", 4);
            out[n + 4] = hex[c >> 4];
            out[n + 5] = hex[c & 15];
            n += 6;
        } else {
            out[n++] = (char)c;
        }
    }
    out[n++] = '"';
    return n;
}

static void check_escape(const char *in, size_t len)
{
    char expected[2048];
    size_t n = escape_plainly(expected, in, len);
    onr_buffer b = {0};
    onr_writer w = onr_writer_start(&b);
    onr_put_json(&w, (onr_slice){in, len});
    assert_true(onr_writer_finish(&w));
    check_buffer(&b, expected, n);
}

static void test_buffer__json_escapes(void **state)
{
    (void)state;
    static const char in[] = "q\"b\\s/\b\f\n\r\t\x01\x1F\x7F\xC3\xA9\xE2\x80\xA8\0z";
    static const char out[] =
        "\"q\\\"b\\\\s/\\b\\f\\n\\r\\t\\u0001\\u001f\x7F\xC3\xA9\xE2\x80\xA8\\u0000z\"";
    onr_buffer b = {0};
    onr_writer w = onr_writer_start(&b);
    onr_put_json(&w, (onr_slice){in, sizeof in - 1});
    assert_true(onr_writer_finish(&w));
    check_buffer(&b, out, sizeof out - 1);
}

/* Every byte at every place of a block and its tail, among bytes of all kinds. */
static void test_buffer__json_escape_at_every_place(void **state)
{
    (void)state;
    for (size_t len = 0; len <= 50; len++) {
        for (size_t at = 0; at < len; at++) {
            for (int c = 0; c < 256; c++) {
                char in[50];
                memset(in, c % 2 ? 'x' : 0xC3, sizeof in);
                in[at] = (char)c;
                check_escape(in, len);
            }
        }
    }
}

static void test_buffer__json_of_many_escapes(void **state)
{
    (void)state;
    char in[300];
    uint32_t seed = 1;
    for (int round = 0; round < 200; round++) {
        for (size_t i = 0; i < sizeof in; i++) {
            seed = seed * 1664525u + 1013904223u;
            in[i] = (char)(seed >> 24 & (round % 2 ? 0x3F : 0xFF));
        }
        check_escape(in, sizeof in);
    }
}

static void test_buffer__json_part_has_no_marks(void **state)
{
    (void)state;
    onr_buffer b = {0};
    onr_writer w = onr_writer_start(&b);
    onr_put_json_part(&w, (onr_slice){"a\"b", 3});
    onr_put_json_part(&w, (onr_slice){NULL, 0});
    assert_true(onr_writer_finish(&w));
    check_buffer(&b, "a\\\"b", 4);
}

static void test_buffer__json_repairs_what_is_not_utf8(void **state)
{
    (void)state;
    static const char in[] = "\x80\"a\xC3\xA9\xED\xA0\x80\xF0\x9F";
    static const char out[] =
        "\"\xEF\xBF\xBD\\\"a\xC3\xA9\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"";
    onr_buffer b = {0};
    onr_writer w = onr_writer_start(&b);
    onr_put_json_repaired(&w, (onr_slice){in, sizeof in - 1});
    assert_true(onr_writer_finish(&w));
    check_buffer(&b, out, sizeof out - 1);
}

static void *refuse(void *ctx, void *ptr, size_t old_size, size_t new_size)
{
    uint32_t *left = ctx;
    (void)old_size;
    if (*left == 0) return NULL;
    *left -= 1;
    return realloc(ptr, new_size);
}

static void release(void *ctx, void *ptr, size_t size)
{
    (void)ctx;
    (void)size;
    free(ptr);
}

static void test_buffer__failure_is_kept_and_undone(void **state)
{
    (void)state;
    uint32_t left = 1;
    onr_alloc alloc = {refuse, release, &left};
    onr_buffer b = {.alloc = &alloc};
    onr_writer w = onr_writer_start(&b);
    onr_put_text(&w, "kept");
    assert_true(onr_writer_finish(&w));
    w = onr_writer_start(&b);
    onr_put_text(&w, "lost");
    onr_put_repeated(&w, 'x', 100000);
    left = 1; /* memory is back, but a record with a hole would be worse than none */
    onr_put_repeated(&w, 'y', 100000);
    onr_put_json(&w, (onr_slice){"z", 1});
    assert_false(onr_writer_reserve(&w, 1));
    assert_false(onr_writer_finish(&w));
    assert_int_equal(left, 1);
    check_buffer(&b, "kept", 4);
    assert_ptr_equal(b.alloc, &alloc);
}

static void test_buffer__impossible_sizes_fail(void **state)
{
    (void)state;
    uint32_t left = 1;
    onr_alloc alloc = {refuse, release, &left};
    onr_buffer b = {.alloc = &alloc};
    onr_writer w = onr_writer_start(&b);
    onr_put_text(&w, "a");
    left = 0;
    assert_false(onr_writer_reserve(&w, SIZE_MAX));
    assert_false(onr_writer_finish(&w));
    w = onr_writer_start(&b);
    assert_false(onr_writer_reserve(&w, SIZE_MAX - 1));
    onr_buffer_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_buffer__appends_in_order),
        cmocka_unit_test(test_buffer__unsigned_numbers),
        cmocka_unit_test(test_buffer__thousandths_without_trailing_zeros),
        cmocka_unit_test(test_buffer__grows_from_nothing),
        cmocka_unit_test(test_buffer__json_escapes),
        cmocka_unit_test(test_buffer__json_escape_at_every_place),
        cmocka_unit_test(test_buffer__json_of_many_escapes),
        cmocka_unit_test(test_buffer__json_part_has_no_marks),
        cmocka_unit_test(test_buffer__json_repairs_what_is_not_utf8),
        cmocka_unit_test(test_buffer__failure_is_kept_and_undone),
        cmocka_unit_test(test_buffer__impossible_sizes_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
