#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "../failing_alloc.h"
#include "reading.h"

/* ---- records ---- */

static void add_record_of_length(bytes *to, const char *head, const char *block, size_t len,
                                 size_t claimed)
{
    char line[64];
    add_text(to, "WARC/1.0\r\n");
    add_text(to, head);
    snprintf(line, sizeof line, "Content-Length: %zu\r\n\r\n", claimed);
    add_text(to, line);
    add_bytes(to, block, len);
    add_text(to, "\r\n\r\n");
}

static void add_record(bytes *to, const char *head, const char *block)
{
    add_record_of_length(to, head, block, strlen(block), strlen(block));
}

static void page_head(char *out, size_t size, const char *uri)
{
    snprintf(out, size,
             "WARC-Type: response\r\nWARC-Target-URI: %s\r\n"
             "Content-Type: application/http; msgtype=response\r\n", uri);
}

#define OK_HTML "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"

/* A response with a page that says `word`. */
static void add_page(bytes *to, const char *uri, const char *word)
{
    char head[300], block[300];
    page_head(head, sizeof head, uri);
    snprintf(block, sizeof block, OK_HTML "<p>%s", word);
    add_record(to, head, block);
}

/* The same with `claimed` for the length of its block. */
static void add_lying_page(bytes *to, const char *uri, const char *word, size_t claimed)
{
    char head[300], block[300];
    page_head(head, sizeof head, uri);
    snprintf(block, sizeof block, OK_HTML "<p>%s", word);
    add_record_of_length(to, head, block, strlen(block), claimed);
}

static void add_info(bytes *to)
{
    add_record(to, "WARC-Type: warcinfo\r\nContent-Type: application/warc-fields\r\n",
               "software: none\r\n");
}

#define PAGE(uri, word) "( id=<" uri "> html=<<p>" word "> url=<" uri "> )\n"

typedef enum packing {
    PLAIN,
    GZIP_WHOLE,
    GZIP_EACH,
    ZSTD_WHOLE,
    ZSTD_EACH,
    ZSTD_DICTIONARY
} packing;

/* Append a record in the packing's form; whole packings come later. */
static void add_packed(bytes *to, packing how, const bytes *record, const bytes *dictionary)
{
    if (how == GZIP_EACH)
        add_gzip(to, record->ptr, record->len);
    else if (how == ZSTD_EACH)
        add_zstd(to, record->ptr, record->len, NULL);
    else if (how == ZSTD_DICTIONARY)
        add_zstd(to, record->ptr, record->len, dictionary);
    else
        add_bytes(to, record->ptr, record->len);
}

static void pack_whole(bytes *archive, packing how)
{
    bytes packed = {0};
    if (how == GZIP_WHOLE)
        add_gzip(&packed, archive->ptr, archive->len);
    else if (how == ZSTD_WHOLE)
        add_zstd(&packed, archive->ptr, archive->len, NULL);
    else
        return;
    free(archive->ptr);
    *archive = packed;
}

/* ---- tests ---- */

static void test_warc__reads_the_pages_however_they_are_packed(void **state)
{
    (void)state;
    for (int how = PLAIN; how <= ZSTD_DICTIONARY; how++) {
        bytes archive = {0}, dictionary = {0};
        add_text(&dictionary, "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://e.org/");
        if (how == ZSTD_DICTIONARY) add_dictionary_frame(&archive, &dictionary);
        for (int i = 0; i < 3; i++) {
            bytes record = {0};
            static const char *const URIS[] = {"http://e.org/0", "http://e.org/1",
                                               "http://e.org/2"};
            if (i == 1) {
                bytes info = {0};
                add_info(&info);
                add_packed(&archive, (packing)how, &info, &dictionary);
                free(info.ptr);
            }
            add_page(&record, URIS[i], "word");
            add_packed(&archive, (packing)how, &record, &dictionary);
            free(record.ptr);
        }
        pack_whole(&archive, (packing)how);
        assert_reading("a.warc", &archive,
                       PAGE("http://e.org/0", "word") PAGE("http://e.org/1", "word")
                           PAGE("http://e.org/2", "word"));
        free(archive.ptr);
        free(dictionary.ptr);
    }
}

static void test_warc__gives_what_holds_text_and_nothing_else(void **state)
{
    (void)state;
    bytes a = {0};
    add_info(&a);
    add_record(&a, "WARC-Type: request\r\nContent-Type: application/http\r\n",
               "GET / HTTP/1.1\r\n\r\n");
    add_record(&a, "WARC-Type: response\r\nContent-Type: application/http\r\n",
               "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG");
    add_record(&a, "WARC-Type: response\r\nContent-Type: application/http\r\n",
               "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<p>none");
    add_record(&a, "WARC-Type: response\r\nContent-Type: application/http\r\n",
               "HTTP/1.1 200 OK\r\n\r\nplain");
    add_record(&a, "WARC-Type: response\r\nContent-Type: application/http\r\n",
               "HTTP/1.1 200 OK\r\n\r\n \n<p>untyped");
    add_record(&a, "warc-type:RESOURCE\r\nWARC-Target-URI: <http://e.org/r>\r\n"
                   "Content-Type: text/html; charset=latin1\r\n", "<p>resource");
    add_record(&a, "WARC-Type: conversion\r\nWARC-Target-URI: http://e.org/c\r\n"
                   "Content-Type: text/plain\r\n", "He said no.");
    add_record(&a, "WARC-Type: revisit\r\nContent-Type: application/http\r\n", OK_HTML);
    assert_reading("news.warc", &a,
                   "( id=<news:1> html=< \n<p>untyped> )\n"
                   "( id=<http://e.org/r> html=<<p>resource> charset=<latin1> "
                   "url=<http://e.org/r> )\n"
                   "( id=<http://e.org/c> text=<He said no.> url=<http://e.org/c> )\n");
    free(a.ptr);
}

static void test_warc__flags_pages_that_are_cut_off(void **state)
{
    (void)state;
    bytes a = {0};
    add_record(&a, "WARC-Type: response\r\nWARC-Target-URI: u\r\nWARC-Truncated: length\r\n"
                   "Content-Type: application/http\r\n", OK_HTML "<p>a");
    add_record(&a, "WARC-Type: response\r\nWARC-Target-URI: v\r\n"
                   "Content-Type: application/http\r\n",
               "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
               "Content-Length: 100\r\n\r\n<p>b");
    assert_reading("a", &a,
                   "( id=<u> html=<<p>a> url=<u> truncated )\n"
                   "( id=<v> html=<<p>b> charset=<utf-8> url=<v> truncated )\n");
    free(a.ptr);
}

static void test_warc__skips_damaged_records_and_names_their_place(void **state)
{
    (void)state;
    static const struct {
        const char *record, *why;
    } CASES[] = {
        {"WARC/1.0\r\nWARC-Type: warcinfo\r\n\r\nx\r\n\r\n", "its Content-Length is no number"},
        {"WARC/1.0\r\nContent-Length: x1\r\n\r\nx\r\n\r\n", "its Content-Length is no number"},
        {"WARC/1.0\r\nContent-Length: 99999999999999999999\r\n\r\n\r\n",
         "its Content-Length is no number"},
        {"rubbish\r\n\r\n", "no record begins here"},
        {"WARC/1.0\r\nContent-Length: 3\r\n\r\nlonger\r\n\r\n", "its Content-Length is wrong"},
        {"WARC/1.0\r\nContent-Length: 30\r\n\r\nshorter\r\n\r\n", "its Content-Length is wrong"},
        {"WARC/1.0\r\nContent-Length: 900000000\r\n\r\nshorter\r\n\r\n",
         "its Content-Length is wrong"},
        {"WARC/1.0\r\nContent-Length: 1000000\r\n\r\nshorter\r\n\r\n",
         "the file ends within it"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        bytes a = {0};
        char expected[400];
        add_page(&a, "u:1", "one");
        size_t place = a.len;
        add_text(&a, CASES[i].record);
        add_page(&a, "u:2", "two");
        add_page(&a, "u:3", "three");
        snprintf(expected, sizeof expected,
                 PAGE("u:1", "one") "[the record at byte %zu: %s]\n" PAGE("u:2", "two")
                     PAGE("u:3", "three"), place, CASES[i].why);
        assert_reading("a", &a, expected);
        free(a.ptr);
    }
}

static void test_warc__reads_on_after_a_page_that_lies_about_its_length(void **state)
{
    (void)state;
    static const size_t CLAIMS[] = {10, 49, 60, 200, 100000, 100 << 20, (size_t)1 << 40};
    for (size_t i = 0; i < sizeof CLAIMS / sizeof *CLAIMS; i++) {
        bytes a = {0};
        add_lying_page(&a, "u:1", "one", CLAIMS[i]);
        add_page(&a, "u:2", "two");
        char *given = describe_reading("a", a.ptr, a.len, 0, NULL);
        assert_memory_equal(given, "[the record at byte 0: ", 23);
        assert_string_equal(strchr(given, '\n') + 1, PAGE("u:2", "two"));
        free(given);
        free(a.ptr);
    }
}

static void test_warc__says_where_the_archive_ends_early(void **state)
{
    (void)state;
    bytes a = {0};
    char expected[200];
    add_page(&a, "u:1", "one");
    size_t place = a.len;
    add_page(&a, "u:2", "two");
    snprintf(expected, sizeof expected,
             PAGE("u:1", "one") "[the record at byte %zu: the file ends within it]\n", place);
    a.len -= 6;
    assert_reading("a", &a, expected);
    snprintf(expected, sizeof expected,
             PAGE("u:1", "one") "[the record at byte %zu: the file ends within its head]\n", place);
    a.len = place + 40;
    assert_reading("a", &a, expected);
    free(a.ptr);
}

static void test_warc__does_not_mind_a_page_about_archives(void **state)
{
    (void)state;
    bytes a = {0};
    add_page(&a, "u:1", "\r\n\r\nWARC/1.0\r\nContent-Length: 3\r\n\r\nabc");
    add_page(&a, "u:2", "two");
    assert_reading("a", &a, PAGE("u:1", "\r\n\r\nWARC/1.0\r\nContent-Length: 3\r\n\r\nabc")
                                PAGE("u:2", "two"));
    free(a.ptr);
}

/* A long record in between, which is not held. */
static void test_warc__passes_over_long_records(void **state)
{
    (void)state;
    enum { LONG = 3 << 20 };
    bytes a = {0};
    char *video = malloc(LONG);
    memset(video, 'v', LONG);
    const char *head = "WARC-Type: resource\r\nContent-Type: video/mp4\r\n";
    add_record_of_length(&a, head, video, LONG, LONG);
    add_page(&a, "u:1", "one");
    assert_reading("a", &a, PAGE("u:1", "one"));
    a.len = 0;
    add_record_of_length(&a, head, video, LONG, (size_t)LONG * 1000);
    add_page(&a, "u:1", "one");
    add_page(&a, "u:2", "two");
    assert_reading("a", &a, "[the record at byte 0: its Content-Length is wrong]\n"
                            PAGE("u:1", "one") PAGE("u:2", "two"));
    a.len = 0;
    add_record_of_length(&a, head, video, LONG, LONG - 100);
    add_page(&a, "u:1", "one");
    assert_reading("a", &a, "[the record at byte 0: its Content-Length is wrong]\n"
                            PAGE("u:1", "one"));
    free(video);
    free(a.ptr);
}

static void check_damaged_member(packing how, size_t at, int byte)
{
    bytes a = {0}, record = {0};
    size_t starts[4];
    static const char *const URIS[] = {"u:0", "u:1", "u:2", "u:3"};
    for (int i = 0; i < 4; i++) {
        record.len = 0;
        add_page(&record, URIS[i], "word");
        starts[i] = a.len;
        add_packed(&a, how, &record, NULL);
    }
    memset(a.ptr + starts[1] + at, byte, 12);
    char *given = describe_reading("a", a.ptr, a.len, 0, NULL);
    char start[60];
    snprintf(start, sizeof start, PAGE("u:0", "word") "[the record at byte %zu", starts[1]);
    if (at > 4) assert_memory_equal(given, start, strlen(start));
    assert_memory_equal(given, PAGE("u:0", "word") "[the record at byte ", 50);
    char *rest = strchr(strchr(given, '\n') + 1, '\n') + 1;
    assert_string_equal(rest, PAGE("u:2", "word") PAGE("u:3", "word"));
    free(given);
    free(a.ptr);
    free(record.ptr);
}

static void test_warc__finds_the_member_behind_a_damaged_one(void **state)
{
    (void)state;
    check_damaged_member(GZIP_EACH, 0, 'x');
    check_damaged_member(GZIP_EACH, 60, 0xFF);
    check_damaged_member(ZSTD_EACH, 0, 'x');
    check_damaged_member(ZSTD_EACH, 60, 0xFF);
}

static void test_warc__names_a_bomb_and_reads_on(void **state)
{
    (void)state;
    enum { SIZE = 40 << 20 };
    bytes a = {0}, record = {0}, block = {0}, zeros = {calloc(1, SIZE), SIZE, 0};
    add_text(&block, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
                     "Content-Encoding: gzip\r\n\r\n");
    add_gzip(&block, zeros.ptr, SIZE);
    char head[300];
    page_head(head, sizeof head, "u:1");
    add_record_of_length(&a, head, block.ptr, block.len, block.len);
    add_page(&a, "u:2", "two");
    assert_reading("a", &a,
                   "[the record at byte 0: the page unpacks to more than the limit on the ratio "
                   "allows]\n" PAGE("u:2", "two"));
    a.len = 0;
    add_record_of_length(&record, head, zeros.ptr, SIZE, SIZE);
    add_gzip(&a, record.ptr, record.len);
    size_t second = a.len;
    record.len = 0;
    add_page(&record, "u:2", "two");
    add_gzip(&a, record.ptr, record.len);
    char *given = describe_reading("a", a.ptr, a.len, 0, NULL);
    assert_memory_equal(given, "[the record at byte 0: the gzip data unpacks to more than", 57);
    assert_string_equal(strchr(given, '\n') + 1, PAGE("u:2", "two"));
    assert_true(second > 0);
    free(given);
    free(a.ptr);
    free(record.ptr);
    free(block.ptr);
    free(zeros.ptr);
}

static void test_warc__refuses_a_page_above_the_limit_and_reads_on(void **state)
{
    (void)state;
    bytes a = {0};
    add_page(&a, "u:1", "a page that is rather longer than the others are, and so on and on");
    add_page(&a, "u:2", "two");
    onr_reader_options options = {.max_report_bytes = 100};
    char *given = describe_reading("a", a.ptr, a.len, 0, &options);
    assert_string_equal(given, "[the record at byte 0: longer than the limit of 100 bytes]\n"
                               PAGE("u:2", "two"));
    free(given);
    free(a.ptr);
}

static void test_warc__survives_lack_of_memory(void **state)
{
    (void)state;
    bytes a = {0}, record = {0};
    for (int i = 0; i < 3; i++) {
        record.len = 0;
        add_record(&record, "WARC-Type: response\r\nContent-Type: application/http\r\n",
                   "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
                   "Transfer-Encoding: chunked\r\n\r\n"
                   "3\r\n<p>\r\n0\r\n\r\n");
        add_gzip(&a, record.ptr, record.len);
    }
    onr_status status = ONR_ENOMEM;
    for (uint64_t n = 1; status != ONR_END; n++) {
        failing_alloc fault = {.fail_at = n};
        onr_alloc alloc = failing_alloc_make(&fault);
        onr_reader_options options = ONR_READER_OPTIONS_DEFAULT;
        options.alloc = &alloc;
        byte_stream stream = {a.ptr, a.len, 0, 0};
        onr_reader *reader;
        onr_input in;
        onr_error err;
        status = onr_reader_open_stream(&reader, "a", read_bytes, &stream, &options, &err);
        if (status == ONR_OK) {
            while ((status = onr_reader_next(reader, &in, &err)) == ONR_OK) continue;
            assert_true(status == ONR_END || status == ONR_ENOMEM);
        }
        onr_reader_close(reader);
        assert_int_equal(fault.held_bytes, 0);
        assert_int_equal(fault.held_blocks, 0);
        assert_true(n < 1000);
    }
    free(a.ptr);
    free(record.ptr);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_warc__reads_the_pages_however_they_are_packed),
        cmocka_unit_test(test_warc__gives_what_holds_text_and_nothing_else),
        cmocka_unit_test(test_warc__flags_pages_that_are_cut_off),
        cmocka_unit_test(test_warc__skips_damaged_records_and_names_their_place),
        cmocka_unit_test(test_warc__reads_on_after_a_page_that_lies_about_its_length),
        cmocka_unit_test(test_warc__says_where_the_archive_ends_early),
        cmocka_unit_test(test_warc__does_not_mind_a_page_about_archives),
        cmocka_unit_test(test_warc__passes_over_long_records),
        cmocka_unit_test(test_warc__finds_the_member_behind_a_damaged_one),
        cmocka_unit_test(test_warc__names_a_bomb_and_reads_on),
        cmocka_unit_test(test_warc__refuses_a_page_above_the_limit_and_reads_on),
        cmocka_unit_test(test_warc__survives_lack_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
