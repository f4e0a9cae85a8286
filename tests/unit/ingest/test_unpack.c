#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "../failing_alloc.h"
#include "base/error.h"
#include "ingest/unpack.h"
#include "packing.h"

static const onr_unpack_limits NO_LIMITS = {0, 0};

/* All that a file unpacks to; the last status is left in `*err`. */
static bytes unpack_with(const bytes *packed, size_t piece, size_t room, onr_unpack_limits limits,
                         const onr_alloc *alloc, onr_error *err)
{
    bytes out = {0};
    onr_unpack unpack;
    byte_stream stream = {packed->ptr, packed->len, 0, piece};
    char *buffer = malloc(room);
    add_text(&out, "");
    onr_unpack_init(&unpack, read_bytes, &stream, limits, alloc);
    onr_source source = onr_unpack_source(&unpack);
    *err = (onr_error){0};
    for (size_t count = 1; count > 0 && err->status == ONR_OK;) {
        onr_status status = source.read(source.ctx, buffer, room, &count, err);
        assert_int_equal(status, err->status);
        if (status == ONR_OK) add_bytes(&out, buffer, count);
    }
    onr_unpack_deinit(&unpack);
    free(buffer);
    return out;
}

static void assert_unpacks_to(const bytes *packed, const bytes *expected)
{
    static const size_t PIECES[] = {0, 1, 3, 1000}, ROOMS[] = {1, 7, 100000};
    for (size_t i = 0; i < sizeof PIECES / sizeof *PIECES; i++) {
        for (size_t k = 0; k < sizeof ROOMS / sizeof *ROOMS; k++) {
            onr_error err;
            bytes out = unpack_with(packed, PIECES[i], ROOMS[k], NO_LIMITS, NULL, &err);
            assert_int_equal(err.status, ONR_OK);
            assert_int_equal(out.len, expected->len);
            assert_memory_equal(out.ptr, expected->ptr, out.len);
            free(out.ptr);
        }
    }
}

static void assert_fails(const bytes *packed, onr_status status, uint64_t at, const char *message)
{
    onr_error err;
    bytes out = unpack_with(packed, 0, 4096, NO_LIMITS, NULL, &err);
    assert_int_equal(err.status, status);
    assert_int_equal(err.at_byte, at);
    assert_string_equal(err.message, message);
    free(out.ptr);
}

static bytes some_text(size_t lines)
{
    bytes out = {0};
    char line[64];
    for (size_t i = 0; i < lines; i++) {
        snprintf(line, sizeof line, "Line %zu of the report, she said %zu times.\n", i, i * i);
        add_text(&out, line);
    }
    return out;
}

static void test_unpack__passes_on_what_is_not_packed(void **state)
{
    (void)state;
    bytes text = some_text(50), empty = {0}, odd = {0};
    add_text(&empty, "");
    add_bytes(&odd, "\x1F\x8B", 2);
    assert_unpacks_to(&text, &text);
    assert_unpacks_to(&empty, &empty);
    assert_unpacks_to(&odd, &odd);
    free(text.ptr);
    free(empty.ptr);
    free(odd.ptr);
}

static void test_unpack__reads_gzip_members_and_zstd_frames_as_one(void **state)
{
    (void)state;
    bytes text = some_text(300), gzip = {0}, zstd = {0};
    for (size_t at = 0; at < text.len; at += 4000) {
        size_t len = text.len - at < 4000 ? text.len - at : 4000;
        add_gzip(&gzip, text.ptr + at, len);
        add_gzip(&gzip, "", 0);
        add_zstd(&zstd, text.ptr + at, len, NULL);
        add_bytes(&zstd, "\x50\x2A\x4D\x18\x03\0\0\0abc", 11); /* to be skipped */
    }
    assert_unpacks_to(&gzip, &text);
    assert_unpacks_to(&zstd, &text);
    add_bytes(&gzip, "\0\0\0\0\0\0\0\0\0", 9);
    assert_unpacks_to(&gzip, &text);
    free(text.ptr);
    free(gzip.ptr);
    free(zstd.ptr);
}

static void test_unpack__reads_zstd_with_its_dictionary(void **state)
{
    (void)state;
    bytes text = some_text(20), plain = {0}, packed = {0}, packed_dictionary = {0};
    bytes dictionary = some_text(15);
    add_dictionary_frame(&plain, &dictionary);
    add_zstd(&plain, text.ptr, text.len, &dictionary);
    add_zstd(&packed_dictionary, dictionary.ptr, dictionary.len, NULL);
    add_dictionary_frame(&packed, &packed_dictionary);
    add_zstd(&packed, text.ptr, text.len, &dictionary);
    assert_unpacks_to(&plain, &text);
    assert_unpacks_to(&packed, &text);
    packed.len = 12;
    assert_fails(&packed, ONR_EFORMAT, 0, "the zstd data ends early at byte 0");
    memset(packed_dictionary.ptr + 8, 0xFF, packed_dictionary.len - 8);
    packed.len = 0;
    add_dictionary_frame(&packed, &packed_dictionary);
    assert_fails(&packed, ONR_EFORMAT, 0, "the zstd data has a damaged dictionary at byte 0");
    free(text.ptr);
    free(plain.ptr);
    free(packed.ptr);
    free(packed_dictionary.ptr);
    free(dictionary.ptr);
}

static void test_unpack__gives_what_comes_before_damage(void **state)
{
    (void)state;
    bytes text = some_text(100), packed = {0};
    add_gzip(&packed, text.ptr, text.len);
    size_t first = packed.len;
    add_gzip(&packed, text.ptr, text.len);
    packed.ptr[first + 10] = (char)0xFF; /* a block of no type */
    onr_error err;
    bytes out = unpack_with(&packed, 0, 4096, NO_LIMITS, NULL, &err);
    assert_int_equal(err.status, ONR_EFORMAT);
    assert_non_null(strstr(err.message, "the gzip data is damaged at byte"));
    assert_true(err.at_byte > first && err.at_byte <= packed.len);
    assert_int_equal(out.len, text.len);
    free(out.ptr);

    packed.len = first - 4; /* of the length at its end */
    out = unpack_with(&packed, 0, 4096, NO_LIMITS, NULL, &err);
    assert_int_equal(err.status, ONR_EFORMAT);
    assert_non_null(strstr(err.message, "the gzip data ends early at byte"));
    assert_int_equal(out.len, text.len);
    free(out.ptr);
    packed.ptr[first - 5] ^= 1; /* the checksum */
    packed.len = first;
    out = unpack_with(&packed, 0, 4096, NO_LIMITS, NULL, &err);
    assert_non_null(strstr(err.message, "the gzip data is damaged"));
    free(out.ptr);
    free(packed.ptr);
    free(text.ptr);
}

static void test_unpack__says_when_something_else_follows(void **state)
{
    (void)state;
    bytes packed = {0};
    add_gzip(&packed, "abc", 3);
    uint64_t end = packed.len;
    char expected[100];
    snprintf(expected, sizeof expected, "the gzip data ends at byte %d", (int)end);
    add_text(&packed, "rubbish");
    assert_fails(&packed, ONR_EFORMAT, end, expected);
    free(packed.ptr);
}

static void test_unpack__stops_at_the_limits(void **state)
{
    (void)state;
    bytes zeros = {0}, gzip = {0}, zstd = {0};
    enum { SIZE = 40 << 20 };
    zeros.ptr = calloc(1, SIZE);
    add_gzip(&gzip, zeros.ptr, SIZE);
    add_zstd(&zstd, zeros.ptr, SIZE, NULL);
    const bytes *both[] = {&gzip, &zstd};
    for (int i = 0; i < 2; i++) {
        onr_error err;
        bytes out = unpack_with(both[i], 0, 1 << 16, (onr_unpack_limits){0, 200}, NULL, &err);
        assert_int_equal(err.status, ONR_ELIMIT);
        assert_non_null(strstr(err.message, "limit on the ratio"));
        assert_in_range(out.len, 16 << 20, 17 << 20);
        free(out.ptr);
        out = unpack_with(both[i], 0, 1 << 16, (onr_unpack_limits){1 << 20, 0}, NULL, &err);
        assert_int_equal(err.status, ONR_ELIMIT);
        assert_non_null(strstr(err.message, "limit on size"));
        assert_in_range(out.len, 1 << 20, 2 << 20);
        free(out.ptr);
        out = unpack_with(both[i], 0, 1 << 16, (onr_unpack_limits){SIZE, 1 << 20}, NULL, &err);
        assert_int_equal(err.status, ONR_OK);
        assert_int_equal(out.len, SIZE);
        free(out.ptr);
    }
    free(zeros.ptr);
    free(gzip.ptr);
    free(zstd.ptr);
}

static onr_status read_to(onr_unpack *unpack, bytes *out, onr_error *err)
{
    onr_source source = onr_unpack_source(unpack);
    char buffer[512];
    size_t count = 1;
    onr_status status = ONR_OK;
    while (status == ONR_OK && count > 0) {
        status = source.read(source.ctx, buffer, sizeof buffer, &count, err);
        if (status == ONR_OK) add_bytes(out, buffer, count);
    }
    return status;
}

/* Members "@0...", "@1...", of which some are damaged: the others are found again. */
static void check_resync(bool zstd, size_t piece)
{
    bytes packed = {0}, out = {0};
    size_t starts[6];
    for (int i = 0; i < 6; i++) {
        bytes member = some_text(30);
        memcpy(member.ptr, (char[]){'@', (char)('0' + i), ';'}, 3);
        starts[i] = packed.len;
        if (zstd)
            add_zstd(&packed, member.ptr, member.len, NULL);
        else
            add_gzip(&packed, member.ptr, member.len);
        free(member.ptr);
    }
    memset(packed.ptr + starts[1] + 40, 0xFF, 30);
    memset(packed.ptr + starts[3], 'x', 3);
    onr_unpack unpack;
    onr_error err;
    byte_stream stream = {packed.ptr, packed.len, 0, piece};
    onr_unpack_init(&unpack, read_bytes, &stream, NO_LIMITS, NULL);
    int failures = 0;
    while (read_to(&unpack, &out, &err) == ONR_EFORMAT) {
        failures++;
        assert_int_equal(onr_unpack_resync(&unpack, (onr_slice){"@", 1}, &err), ONR_OK);
    }
    assert_int_equal(failures, 2);
    static const bool READ[] = {true, false, true, false, true, true};
    for (int i = 0; i < 6; i++) {
        if (READ[i]) assert_non_null(strstr(out.ptr, (char[]){'@', (char)('0' + i), ';', 0}));
    }
    assert_null(strstr(out.ptr, "@3;"));
    assert_int_equal(onr_unpack_resync(&unpack, (onr_slice){"@", 1}, &err), ONR_END);
    assert_int_equal(read_to(&unpack, &out, &err), ONR_OK);
    onr_unpack_deinit(&unpack);
    free(packed.ptr);
    free(out.ptr);
}

static void test_unpack__finds_the_next_member_after_damage(void **state)
{
    (void)state;
    check_resync(false, 0);
    check_resync(false, 5);
    check_resync(true, 0);
    check_resync(true, 5);
}

static void test_unpack__tells_where_members_lie(void **state)
{
    (void)state;
    bytes packed = {0}, out = {0};
    add_gzip(&packed, "first", 5);
    size_t second = packed.len;
    add_gzip(&packed, "second", 6);
    onr_unpack unpack;
    onr_error err;
    bool exact;
    byte_stream stream = {packed.ptr, packed.len, 0, 0};
    onr_unpack_init(&unpack, read_bytes, &stream, NO_LIMITS, NULL);
    assert_int_equal(read_to(&unpack, &out, &err), ONR_OK);
    assert_int_equal(onr_unpack_place(&unpack, 0, &exact), 0);
    assert_true(exact);
    assert_int_equal(onr_unpack_place(&unpack, 5, &exact), second);
    assert_true(exact);
    assert_int_equal(onr_unpack_place(&unpack, 7, &exact), 7);
    assert_false(exact);
    onr_unpack_deinit(&unpack);
    free(packed.ptr);
    free(out.ptr);
}

static void test_unpack__survives_lack_of_memory(void **state)
{
    (void)state;
    bytes text = some_text(100), packed = {0};
    add_gzip(&packed, text.ptr, text.len);
    onr_error err = {.status = ONR_ENOMEM};
    for (uint64_t n = 1; err.status != ONR_OK; n++) {
        failing_alloc fault = {.fail_at = n};
        onr_alloc alloc = failing_alloc_make(&fault);
        bytes out = unpack_with(&packed, 0, 512, NO_LIMITS, &alloc, &err);
        assert_true(err.status == ONR_OK || err.status == ONR_ENOMEM);
        assert_int_equal(fault.held_bytes, 0);
        assert_int_equal(fault.held_blocks, 0);
        free(out.ptr);
    }
    free(text.ptr);
    free(packed.ptr);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_unpack__passes_on_what_is_not_packed),
        cmocka_unit_test(test_unpack__reads_gzip_members_and_zstd_frames_as_one),
        cmocka_unit_test(test_unpack__reads_zstd_with_its_dictionary),
        cmocka_unit_test(test_unpack__gives_what_comes_before_damage),
        cmocka_unit_test(test_unpack__says_when_something_else_follows),
        cmocka_unit_test(test_unpack__stops_at_the_limits),
        cmocka_unit_test(test_unpack__finds_the_next_member_after_damage),
        cmocka_unit_test(test_unpack__tells_where_members_lie),
        cmocka_unit_test(test_unpack__survives_lack_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
