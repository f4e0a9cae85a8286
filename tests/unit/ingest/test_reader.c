#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include <onrecord/reader.h>

#include "../failing_alloc.h"

/* ---- a stream in memory, in pieces ---- */

typedef struct memory_stream {
    const char *bytes;
    size_t len;
    size_t at;
    size_t piece;      /* most bytes a read gives; 0 for all */
    size_t fail_at;    /* reading at this byte fails with `error`; 0 never */
    int error;
    int interruptions; /* reads that answer EINTR first */
} memory_stream;

static ptrdiff_t read_memory(void *ctx, void *buffer, size_t size)
{
    memory_stream *m = ctx;
    if (m->interruptions > 0) {
        m->interruptions--;
        errno = EINTR;
        return -1;
    }
    size_t left = (m->fail_at > 0 && m->fail_at < m->len ? m->fail_at : m->len) - m->at;
    if (left == 0 && m->fail_at > 0) {
        errno = m->error;
        return -1;
    }
    size_t give = left < size ? left : size;
    if (m->piece > 0 && give > m->piece) give = m->piece;
    memcpy(buffer, m->bytes + m->at, give);
    m->at += give;
    return (ptrdiff_t)give;
}

static onr_reader *open_memory(memory_stream *m, const char *name, uint64_t limit)
{
    onr_reader_options options = ONR_READER_OPTIONS_DEFAULT;
    onr_reader *reader;
    onr_error err;
    if (limit > 0) options.max_report_bytes = limit;
    assert_int_equal(onr_reader_open_stream(&reader, name, read_memory, m, &options, &err), ONR_OK);
    return reader;
}

/* ---- what a reader gave, in one string ---- */

static size_t put_slice(char *out, size_t size, const char *label, onr_slice s)
{
    if (s.ptr == NULL) return 0;
    return (size_t)snprintf(out, size, " %s=<%.*s>", label, (int)s.len, s.ptr);
}

static void describe(char *out, size_t size, onr_status status, const onr_input *in,
                     const onr_error *err)
{
    size_t at = 0;
    if (status != ONR_OK) {
        snprintf(out, size, "[%d @%llu line %llu: %s]", (int)status,
                 (unsigned long long)err->at_byte, (unsigned long long)err->line, err->message);
        return;
    }
    at += (size_t)snprintf(out + at, size - at, "(");
    at += put_slice(out + at, size - at, "id", in->id);
    at += put_slice(out + at, size - at, "text", in->text);
    at += put_slice(out + at, size - at, "title", in->title);
    at += put_slice(out + at, size - at, "url", in->url);
    at += put_slice(out + at, size - at, "published", in->published);
    at += put_slice(out + at, size - at, "html", in->html);
    at += put_slice(out + at, size - at, "charset", in->charset);
    for (uint32_t i = 0; i < in->byline_count; i++)
        at += put_slice(out + at, size - at, "by", in->bylines[i]);
    snprintf(out + at, size - at, " )");
}

/* Everything the reader gives, one item a line. */
static void describe_all(char *out, size_t size, onr_reader *reader)
{
    onr_input in;
    onr_error err;
    onr_status status;
    size_t at = 0;
    out[0] = '\0';
    while ((status = onr_reader_next(reader, &in, &err)) != ONR_END) {
        describe(out + at, size - at, status, &in, &err);
        at += strlen(out + at);
        at += (size_t)snprintf(out + at, size - at, "\n");
        if (onr_reader_failed(reader)) break;
    }
}

static void assert_gives_bytes(const char *name, uint64_t limit, const char *bytes, size_t len,
                               const char *expected)
{
    static const size_t PIECES[] = {0, 1, 2, 3, 7, 64};
    for (size_t i = 0; i < sizeof PIECES / sizeof *PIECES; i++) {
        memory_stream m = {.bytes = bytes, .len = len, .piece = PIECES[i]};
        onr_reader *reader = open_memory(&m, name, limit);
        char given[4096];
        describe_all(given, sizeof given, reader);
        assert_string_equal(given, expected);
        onr_reader_close(reader);
    }
}

/* The same must come out however the stream is cut in pieces. */
#define ASSERT_GIVES(name, bytes, expected)                                                        \
    assert_gives_bytes(name, 0, bytes, sizeof(bytes) - 1, expected)

/* ---- plain text ---- */

static void test_reader__gives_plain_text_unchanged(void **state)
{
    (void)state;
    ASSERT_GIVES("news/report.txt", "One.\r\n\r\n\"Two.\"\n",
                 "( id=<report> text=<One.\r\n\r\n\"Two.\"\n> )\n");
    ASSERT_GIVES("-", "\xEF\xBB\xBFmark and \xFF",
                 "( id=<stdin> text=<\xEF\xBB\xBFmark and \xFF> )\n");
}

static void test_reader__gives_an_empty_file_as_an_empty_text(void **state)
{
    (void)state;
    ASSERT_GIVES("a.txt", "", "( id=<a> text=<> )\n");
    ASSERT_GIVES("-", " \n\t", "( id=<stdin> text=< \n\t> )\n");
    memory_stream m = {.bytes = "", .len = 0};
    onr_reader *reader = open_memory(&m, "a.txt", 0);
    onr_input in;
    assert_int_equal(onr_reader_next(reader, &in, NULL), ONR_OK);
    assert_non_null(in.text.ptr);
    assert_int_equal(onr_reader_next(reader, &in, NULL), ONR_END);
    assert_int_equal(onr_reader_next(reader, &in, NULL), ONR_END);
    assert_false(onr_reader_failed(reader));
    onr_reader_close(reader);
}

static void test_reader__finds_no_reports_in_an_empty_json_file(void **state)
{
    (void)state;
    ASSERT_GIVES("a.jsonl", "", "");
    ASSERT_GIVES("a.jsonl", "\n \n", "");
    ASSERT_GIVES("a.ndjson.gz", "\xEF\xBB\xBF", "");
}

static void test_reader__refuses_too_long_a_text_once(void **state)
{
    (void)state;
    assert_gives_bytes("a", 5, "12345", 5, "( id=<a> text=<12345> )\n");
    assert_gives_bytes("a", 5, "123456", 6,
                       "[-5 @0 line 0: longer than the limit of 5 bytes]\n");
    assert_gives_bytes("a", 5, "\n\n\n\n\n\n\n\n", 8,
                       "[-5 @0 line 0: longer than the limit of 5 bytes]\n");
}

static void test_reader__takes_the_id_from_the_name(void **state)
{
    static const struct {
        const char *name, *id;
    } CASES[] = {
        {"report.txt", "report"}, {"news/report.txt", "report"}, {"/a.b/c", "c"}, {"a.b.c", "a.b"},
        {".hidden", ".hidden"}, {"d/.hidden.txt", ".hidden"}, {"report.txt.gz", "report"},
        {"report.zst", "report"}, {"report.gz", "report"}, {".gz", ".gz"}, {"-", "stdin"},
        {"name.", "name"}, {"", ""}, {"a/-", "-"}, {"a.gz.zst", "a"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        memory_stream m = {.bytes = "x", .len = 1};
        onr_reader *reader = open_memory(&m, CASES[i].name, 0);
        onr_input in;
        assert_int_equal(onr_reader_next(reader, &in, NULL), ONR_OK);
        assert_int_equal(in.id.len, strlen(CASES[i].id));
        assert_memory_equal(in.id.ptr, CASES[i].id, in.id.len);
        assert_int_equal(onr_reader_line(reader), 0);
        onr_reader_close(reader);
    }
}

/* ---- telling them apart ---- */

static void test_reader__knows_json_lines_from_text_with_a_brace(void **state)
{
    (void)state;
    ASSERT_GIVES("a.txt", "\n \n {\"text\":\"t\"}", "( id=<a:3> text=<t> )\n");
    ASSERT_GIVES("-", "{\"text\":\"t\"}", "( id=<stdin:1> text=<t> )\n");
    ASSERT_GIVES("-", "{\"text\":\"t\"} he said",
                 "( id=<stdin> text=<{\"text\":\"t\"} he said> )\n");
    ASSERT_GIVES("-", "{So it goes}\n", "( id=<stdin> text=<{So it goes}\n> )\n");
    ASSERT_GIVES("-", "{", "( id=<stdin> text=<{> )\n");
    ASSERT_GIVES("-", "{\n\"text\": \"t\"\n}", "( id=<stdin> text=<{\n\"text\": \"t\"\n}> )\n");
    ASSERT_GIVES("a.jsonl", "No brace", "( id=<a> text=<No brace> )\n");
    ASSERT_GIVES("a.json", "[1]", "( id=<a> text=<[1]> )\n");
}

static void test_reader__believes_the_name_when_the_first_line_is_broken(void **state)
{
    (void)state;
    ASSERT_GIVES("a.jsonl", "{\"text\"}\n{\"text\":\"t\"}\n",
                 "[-3 @7 line 1: line 1, byte 8: ':' is expected after a name]\n"
                 "( id=<a:2> text=<t> )\n");
    ASSERT_GIVES("a.json", "{\n}\n",
                 "[-3 @1 line 1: line 1, byte 2: a name in quotation marks is expected]\n"
                 "[-3 @2 line 2: line 2: an object is expected]\n");
}

/* ---- JSON Lines ---- */

static void test_reader__reads_every_field(void **state)
{
    (void)state;
    ASSERT_GIVES("a.jsonl",
                 "{\"id\":\"x1\",\"text\":\"He said\\n\\u201Cno\\u201D.\",\"title\":\"T\","
                 "\"url\":\"http:\\/\\/e.org\",\"published\":\"2024-05-01\",\"byline\":\"Jane\"}\n"
                 "{\"byline\":[\"Jane\",\"J\\u00f6rg\"],\"text\":\"\",\"id\":12.50}\n",
                 "( id=<x1> text=<He said\n\xE2\x80\x9Cno\xE2\x80\x9D.> title=<T> "
                 "url=<http://e.org> published=<2024-05-01> by=<Jane> )\n"
                 "( id=<12.50> text=<> by=<Jane> by=<J\xC3\xB6rg> )\n");
}

static void test_reader__skips_other_fields_and_nulls(void **state)
{
    (void)state;
    ASSERT_GIVES("a",
                 "{\"x\":{\"text\":[1,{\"id\":\"no\"}]},\"id\":null,\"title\":null,\"byline\":null,"
                 "\"text\":\"t\",\"html\":\"<p>\",\"y\":[true,false]}\n"
                 "{\"\\u0074ext\":\"escaped name\",\"byline\":[],\"textual\":1}",
                 "( id=<a:1> text=<t> html=<<p>> charset=<utf-8> )\n"
                 "( id=<a:2> text=<escaped name> )\n");
}

static void test_reader__copes_with_line_ends_and_blank_lines(void **state)
{
    (void)state;
    ASSERT_GIVES("a",
                 "\xEF\xBB\xBF{\"text\":\"1\"}\r\n\r\n \t\n{\"text\":\"2\"}\n\n{\"text\":\"3\"}",
                 "( id=<a:1> text=<1> )\n( id=<a:4> text=<2> )\n( id=<a:6> text=<3> )\n");
}

static void test_reader__passes_ill_formed_bytes_on(void **state)
{
    (void)state;
    ASSERT_GIVES("a", "{\"text\":\"\xFF\xE2\x80\"}", "( id=<a:1> text=<\xFF\xE2\x80> )\n");
}

static void test_reader__names_line_and_byte_of_a_fault_and_goes_on(void **state)
{
    (void)state;
    ASSERT_GIVES("a",
                 "{\"text\":\"1\"}\n"
                 "{\"text\":\"2\"\n"
                 "{\"text\":2}\n"
                 "{\"title\":\"x\"}\n"
                 "{\"text\":null,\"html\":null}\n"
                 "{\"text\":\"t\",\"id\":true}\n"
                 "{\"text\":\"t\",\"byline\":[\"a\",7]}\n"
                 "{\"text\":\"t\",\"byline\":[\"a\",tru]}\n"
                 "{\"text\":\"t\",\"byline\":{}}\n"
                 "{\"text\":\"t\",\"url\":1}\n"
                 "plain\n"
                 "{\"text\":\"t\"} {}\n"
                 "{\"text\":\"9\"}\n",
                 "( id=<a:1> text=<1> )\n"
                 "[-3 @24 line 2: line 2, byte 12: ',' or '}' is expected]\n"
                 "[-3 @33 line 3: line 3, byte 9: \"text\" is not a string]\n"
                 "[-3 @36 line 4: line 4: neither \"text\" nor \"html\" is there]\n"
                 "[-3 @50 line 5: line 5: neither \"text\" nor \"html\" is there]\n"
                 "[-3 @93 line 6: line 6, byte 18: \"id\" is neither a string nor a number]\n"
                 "[-3 @125 line 7: line 7, byte 27: \"byline\" is neither a string nor a list of "
                 "strings]\n"
                 "[-3 @155 line 8: line 8, byte 27: a value is none of null, true and false]\n"
                 "[-3 @182 line 9: line 9, byte 22: \"byline\" is neither a string nor a list of "
                 "strings]\n"
                 "[-3 @204 line 10: line 10, byte 19: \"url\" is not a string]\n"
                 "[-3 @207 line 11: line 11: an object is expected]\n"
                 "[-3 @226 line 12: line 12, byte 14: something stands after the value]\n"
                 "( id=<a:13> text=<9> )\n");
}

static void test_reader__passes_pages_in_lines_on(void **state)
{
    (void)state;
    ASSERT_GIVES("a", "{\"html\":\"<p>x\"}\n{\"html\":1}\n{\"html\":\"<p>\",\"text\":\"t\"}",
                 "( id=<a:1> html=<<p>x> charset=<utf-8> )\n"
                 "[-3 @24 line 2: line 2, byte 9: \"html\" is not a string]\n"
                 "( id=<a:3> text=<t> html=<<p>> charset=<utf-8> )\n");
}

static void test_reader__refuses_an_id_that_was_used(void **state)
{
    (void)state;
    ASSERT_GIVES("a",
                 "{\"id\":\"x\",\"text\":\"1\"}\n{\"id\":\"y\",\"text\":\"2\"}\n"
                 "{\"id\":\"x\",\"text\":\"3\"}\n{\"id\":\"a:5\",\"text\":\"4\"}\n"
                 "{\"text\":\"5\"}\n{\"id\":\"1\\n\",\"text\":\"6\"}\n"
                 "{\"id\":\"1\\n\",\"text\":\"7\"}",
                 "( id=<x> text=<1> )\n( id=<y> text=<2> )\n"
                 "[-3 @44 line 3: line 3: the id \"x\" was used by an earlier line]\n"
                 "( id=<a:5> text=<4> )\n"
                 "[-3 @90 line 5: line 5: the id \"a:5\" was used by an earlier line]\n"
                 "( id=<1\n> text=<6> )\n"
                 "[-3 @127 line 7: line 7: the id \"1?\" was used by an earlier line]\n");
}

static void test_reader__tells_very_many_ids_apart(void **state)
{
    (void)state;
    enum { COUNT = 50000, LINE = 32 };
    char *bytes = malloc((size_t)COUNT * LINE + LINE);
    size_t len = 0;
    for (int i = 0; i < COUNT; i++)
        len += (size_t)snprintf(bytes + len, LINE, "{\"id\":%d,\"text\":\"t\"}\n", i);
    len += (size_t)snprintf(bytes + len, LINE, "{\"id\":%d,\"text\":\"t\"}\n", COUNT / 3);
    memory_stream m = {.bytes = bytes, .len = len};
    onr_reader *reader = open_memory(&m, "a", 0);
    onr_input in;
    for (int i = 0; i < COUNT; i++) assert_int_equal(onr_reader_next(reader, &in, NULL), ONR_OK);
    assert_int_equal(onr_reader_next(reader, &in, NULL), ONR_EFORMAT);
    assert_int_equal(onr_reader_line(reader), COUNT + 1);
    assert_int_equal(onr_reader_bytes(reader), len);
    onr_reader_close(reader);
    free(bytes);
}

static void test_reader__refuses_long_lines_and_reads_on(void **state)
{
    (void)state;
    static const char LINES[] = "{\"text\":\"123\"}\r\n{\"text\":\"1234\"}\r\n{\"text\":\"567\"}\n"
                                "{\"text\":\"a line that is much longer than allowed\"}\n"
                                "{\"text\":\"89\"}\n{\"text\":\"long at the end\"}";
    (void)state;
    assert_gives_bytes("a", 14, LINES, sizeof LINES - 1,
                       "( id=<a:1> text=<123> )\n"
                       "[-5 @16 line 2: line 2: longer than the limit of 14 bytes]\n"
                       "( id=<a:3> text=<567> )\n"
                       "[-5 @48 line 4: line 4: longer than the limit of 14 bytes]\n"
                       "( id=<a:5> text=<89> )\n"
                       "[-5 @113 line 6: line 6: longer than the limit of 14 bytes]\n");
}

static void test_reader__holds_no_more_than_the_limit_of_a_long_line(void **state)
{
    (void)state;
    failing_alloc fault = {0};
    onr_alloc alloc = failing_alloc_make(&fault);
    onr_reader_options options = {.max_report_bytes = 100000, .alloc = &alloc};
    size_t len = 20u << 20;
    char *bytes = malloc(len);
    memset(bytes, 'x', len);
    memcpy(bytes, "{\"text\":\"t\"}\n", 13);
    memcpy(bytes + len - 14, "\n{\"text\":\"t\"}\n", 14);
    memory_stream m = {.bytes = bytes, .len = len};
    onr_reader *reader;
    onr_input in;
    onr_error err;
    assert_int_equal(onr_reader_open_stream(&reader, "a", read_memory, &m, &options, &err), ONR_OK);
    assert_int_equal(onr_reader_next(reader, &in, &err), ONR_OK);
    assert_int_equal(onr_reader_next(reader, &in, &err), ONR_ELIMIT);
    assert_int_equal(onr_reader_next(reader, &in, &err), ONR_OK);
    assert_int_equal(onr_reader_line(reader), 3);
    assert_int_equal(onr_reader_next(reader, &in, &err), ONR_END);
    assert_true(fault.held_bytes < 400000);
    onr_reader_close(reader);
    assert_int_equal(fault.held_bytes, 0);
    free(bytes);
}

static void test_reader__refuses_deep_nesting(void **state)
{
    (void)state;
    char line[400] = "{\"text\":\"t\",\"x\":";
    size_t len = strlen(line);
    memset(line + len, '[', 100);
    memset(line + len + 100, ']', 100);
    strcpy(line + len + 200, "}\n{\"text\":\"u\"}");
    assert_gives_bytes("a.jsonl", 0, line, strlen(line),
                       "[-5 @79 line 1: line 1, byte 80: arrays and objects are nested too "
                       "deeply]\n( id=<a:2> text=<u> )\n");
}

/* ---- when the world is bad ---- */

static void test_reader__repeats_interrupted_reads(void **state)
{
    (void)state;
    memory_stream m = {.bytes = "text", .len = 4, .piece = 1, .interruptions = 3};
    onr_reader *reader = open_memory(&m, "a", 0);
    char given[200];
    describe_all(given, sizeof given, reader);
    assert_string_equal(given, "( id=<a> text=<text> )\n");
    onr_reader_close(reader);
}

static void test_reader__stays_failed_when_the_stream_breaks(void **state)
{
    (void)state;
    static const char LINES[] = "{\"text\":\"1\"}\n{\"text\":\"2\"}\n";
    memory_stream m = {.bytes = LINES, .len = sizeof LINES - 1, .fail_at = 20, .error = EIO};
    onr_reader *reader = open_memory(&m, "a", 0);
    onr_input in;
    onr_error err;
    assert_int_equal(onr_reader_next(reader, &in, &err), ONR_OK);
    assert_false(onr_reader_failed(reader));
    for (int i = 0; i < 3; i++) {
        assert_int_equal(onr_reader_next(reader, &in, &err), ONR_EIO);
        assert_true(onr_reader_failed(reader));
        assert_int_equal(err.status, ONR_EIO);
        assert_non_null(strstr(err.message, "cannot be read: "));
    }
    onr_reader_close(reader);
}

static ptrdiff_t read_too_much(void *ctx, void *buffer, size_t size)
{
    (void)ctx;
    (void)buffer;
    return (ptrdiff_t)size + 1;
}

static void test_reader__distrusts_a_stream_that_gives_too_much(void **state)
{
    (void)state;
    onr_reader *reader;
    onr_input in;
    assert_int_equal(onr_reader_open_stream(&reader, "a", read_too_much, NULL, NULL, NULL), ONR_OK);
    assert_int_equal(onr_reader_next(reader, &in, NULL), ONR_EIO);
    assert_true(onr_reader_failed(reader));
    onr_reader_close(reader);
}

static void test_reader__needs_a_name_and_a_stream(void **state)
{
    (void)state;
    onr_reader *reader;
    onr_error err;
    assert_int_equal(onr_reader_open_stream(&reader, NULL, read_memory, NULL, NULL, &err),
                     ONR_EUSAGE);
    assert_null(reader);
    assert_int_equal(onr_reader_open_stream(&reader, "a", NULL, NULL, NULL, &err), ONR_EUSAGE);
    assert_int_equal(onr_reader_open(&reader, NULL, NULL, &err), ONR_EUSAGE);
    onr_reader_close(NULL);
}

/* Reads all of `m`; answers whether memory sufficed. */
static bool read_all(memory_stream *m, const char *name, const onr_alloc *alloc)
{
    onr_reader_options options = {.max_report_bytes = 1u << 20, .alloc = alloc};
    onr_reader *reader;
    onr_input in;
    onr_error err;
    onr_status status = onr_reader_open_stream(&reader, name, read_memory, m, &options, &err);
    if (status != ONR_OK) {
        assert_int_equal(status, ONR_ENOMEM);
        assert_null(reader);
        return false;
    }
    while ((status = onr_reader_next(reader, &in, &err)) == ONR_OK) continue;
    bool ok = status == ONR_END;
    assert_int_equal(onr_reader_failed(reader), !ok);
    assert_true(ok || (status == ONR_ENOMEM && err.status == ONR_ENOMEM));
    onr_reader_close(reader);
    return ok;
}

static void assert_survives_lack_of_memory(const char *bytes, size_t len, const char *name)
{
    bool done = false;
    uint64_t n = 0;
    while (!done) {
        failing_alloc fault = {.fail_at = ++n};
        onr_alloc alloc = failing_alloc_make(&fault);
        memory_stream m = {.bytes = bytes, .len = len, .piece = 5000};
        done = read_all(&m, name, &alloc);
        assert_int_equal(fault.held_bytes, 0);
        assert_int_equal(fault.held_blocks, 0);
    }
    assert_true(n > 3);
}

static void test_reader__survives_lack_of_memory_anywhere(void **state)
{
    (void)state;
    enum { SIZE = 300 << 10 };
    char *bytes = malloc(SIZE);
    size_t len = 0;
    for (int i = 0; i < 200; i++)
        len += (size_t)snprintf(bytes + len, 100,
                                "{\"text\":\"a\\n%d\",\"title\":\"\\t\",\"byline\":[\"a\\\"\"]}\n",
                                i);
    size_t start = len;
    len += (size_t)snprintf(bytes + len, 100, "{\"text\":\"\\n");
    memset(bytes + len, 'x', 200 << 10);
    len += 200 << 10;
    len += (size_t)snprintf(bytes + len, 100, "\"}\n");
    assert_survives_lack_of_memory(bytes, len, "a.jsonl");
    assert_survives_lack_of_memory(bytes + start + 1, len - start - 1, "a.txt");
    free(bytes);
}

/* ---- files ---- */

static void test_reader__opens_files(void **state)
{
    (void)state;
    char dir[] = "/tmp/onrecord-XXXXXX";
    char path[64];
    onr_reader *reader;
    onr_input in;
    onr_error err;
    assert_non_null(mkdtemp(dir));
    snprintf(path, sizeof path, "%s/report.txt", dir);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    fputs("What he said.\n", file);
    fclose(file);
    assert_int_equal(onr_reader_open(&reader, path, NULL, &err), ONR_OK);
    assert_int_equal(onr_reader_next(reader, &in, &err), ONR_OK);
    assert_int_equal(in.id.len, 6);
    assert_memory_equal(in.id.ptr, "report", 6);
    assert_int_equal(in.text.len, 14);
    assert_memory_equal(in.text.ptr, "What he said.\n", 14);
    assert_int_equal(onr_reader_next(reader, &in, &err), ONR_END);
    assert_int_equal(onr_reader_bytes(reader), 14);
    onr_reader_close(reader);
    unlink(path);
    rmdir(dir);
}

static void test_reader__opens_no_directory_and_nothing_that_is_missing(void **state)
{
    (void)state;
    failing_alloc fault = {0};
    onr_alloc alloc = failing_alloc_make(&fault);
    onr_reader_options options = {.max_report_bytes = 1000, .alloc = &alloc};
    onr_reader *reader;
    onr_error err;
    assert_int_equal(onr_reader_open(&reader, "/", &options, &err), ONR_EIO);
    assert_null(reader);
    assert_string_equal(err.message, "is a directory");
    assert_int_equal(onr_reader_open(&reader, "/nowhere/x.txt", &options, &err), ONR_EIO);
    assert_null(reader);
    assert_non_null(strstr(err.message, "cannot be opened: "));
    assert_int_equal(onr_reader_open(&reader, "/nowhere/x.txt", &options, NULL), ONR_EIO);
    assert_int_equal(fault.held_bytes, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reader__gives_plain_text_unchanged),
        cmocka_unit_test(test_reader__gives_an_empty_file_as_an_empty_text),
        cmocka_unit_test(test_reader__finds_no_reports_in_an_empty_json_file),
        cmocka_unit_test(test_reader__refuses_too_long_a_text_once),
        cmocka_unit_test(test_reader__takes_the_id_from_the_name),
        cmocka_unit_test(test_reader__knows_json_lines_from_text_with_a_brace),
        cmocka_unit_test(test_reader__believes_the_name_when_the_first_line_is_broken),
        cmocka_unit_test(test_reader__reads_every_field),
        cmocka_unit_test(test_reader__skips_other_fields_and_nulls),
        cmocka_unit_test(test_reader__copes_with_line_ends_and_blank_lines),
        cmocka_unit_test(test_reader__passes_ill_formed_bytes_on),
        cmocka_unit_test(test_reader__names_line_and_byte_of_a_fault_and_goes_on),
        cmocka_unit_test(test_reader__passes_pages_in_lines_on),
        cmocka_unit_test(test_reader__refuses_an_id_that_was_used),
        cmocka_unit_test(test_reader__tells_very_many_ids_apart),
        cmocka_unit_test(test_reader__refuses_long_lines_and_reads_on),
        cmocka_unit_test(test_reader__holds_no_more_than_the_limit_of_a_long_line),
        cmocka_unit_test(test_reader__refuses_deep_nesting),
        cmocka_unit_test(test_reader__repeats_interrupted_reads),
        cmocka_unit_test(test_reader__stays_failed_when_the_stream_breaks),
        cmocka_unit_test(test_reader__distrusts_a_stream_that_gives_too_much),
        cmocka_unit_test(test_reader__needs_a_name_and_a_stream),
        cmocka_unit_test(test_reader__survives_lack_of_memory_anywhere),
        cmocka_unit_test(test_reader__opens_files),
        cmocka_unit_test(test_reader__opens_no_directory_and_nothing_that_is_missing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
