#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "../failing_alloc.h"
#include "reading.h"

static void check(const char *xml, const char *expected)
{
    bytes b = {0};
    add_text(&b, xml);
    assert_reading("news.xml", &b, expected);
    free(b.ptr);
}

#define RSS(items)                                                                                 \
    "<?xml version=\"1.0\"?>\n<rss version=\"2.0\" "                                               \
    "xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" "                                  \
    "xmlns:dc=\"http://purl.org/dc/elements/1.1/\">"                                               \
    "<channel><title>The Bay</title><link>http://e.org/</link><language>en-us</language>"          \
    items "</channel></rss>"
#define FROM_BAY " site=<The Bay> language=<en-us>"

static void test_feed__reads_rss_2(void **state)
{
    (void)state;
    check(RSS("<item><title>Storm &amp;amp; flood</title><link> http://e.org/1 </link>"
              "<guid isPermaLink=\"false\">id-1</guid>"
              "<pubDate>Tue, 10 Jun 2003 04:00:00 +0200</pubDate><dc:creator>Ann Lee</dc:creator>"
              "<author>tom@e.org (Tom Hill)</author><author>x@e.org</author>"
              "<description>short</description>"
              "<content:encoded><![CDATA[<p>He said no.</p>]]></content:encoded></item>"
              "<item><title>Two</title><description>It is &lt;b&gt;over&lt;/b&gt;.</description>"
              "</item><item><title>She says it is over</title></item>"),
          "( id=<id-1> html=<<p>He said no.</p>> charset=<utf-8> title=<Storm & flood> "
          "url=<http://e.org/1> published=<2003-06-10T04:00:00+02:00>" FROM_BAY
          " by=<Ann Lee> by=<Tom Hill> fragment )\n"
          "( id=<news:2> html=<It is <b>over</b>.> charset=<utf-8> title=<Two>" FROM_BAY
          " fragment )\n"
          "( id=<news:3> text=<She says it is over> title=<She says it is over>" FROM_BAY " )\n");
}

static void test_feed__reads_atom(void **state)
{
    (void)state;
    check("<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"de\"><title type=\"text\">Bucht"
          "</title><entry><title type=\"html\">&lt;i&gt;Sturm&lt;/i&gt; kommt</title>"
          "<link rel=\"edit\" href=\"http://e.org/edit\"/><link href=\"http://e.org/1\"/>"
          "<id>tag:e.org,1</id><published>2024-05-01T10:00:00Z</published>"
          "<updated>2024-05-02T10:00:00Z</updated>"
          "<author><name>Ann Lee</name><email>a@e.org</email></author>"
          "<author><name>Tom Hill</name></author>"
          "<source><title>Other</title><id>x</id></source>"
          "<summary>short</summary><content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/"
          "xhtml\"><p>1 &lt; 2,<br/> he <em>said</em>.</p></div></content></entry>"
          "<entry><id>tag:e.org,2</id><content type=\"text\">a &lt;b&gt; c</content></entry>"
          "</feed>",
          "( id=<tag:e.org,1> html=<<div><p>1 &lt; 2,<br> he <em>said</em>.</p></div>> "
          "charset=<utf-8> title=<Sturm kommt> url=<http://e.org/1> "
          "published=<2024-05-01T10:00:00Z> modified=<2024-05-02T10:00:00Z> site=<Bucht> "
          "language=<de> by=<Ann Lee> by=<Tom Hill> fragment )\n"
          "( id=<tag:e.org,2> text=<a <b> c> site=<Bucht> language=<de> )\n");
}

static void test_feed__reads_rss_1_and_091(void **state)
{
    (void)state;
    check("<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" "
          "xmlns=\"http://purl.org/rss/1.0/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">"
          "<channel><title>Bay</title></channel><item rdf:about=\"http://e.org/1\">"
          "<title>One</title><link>http://e.org/1</link><dc:date>2024-05-01</dc:date>"
          "<description>It rained.</description></item></rdf:RDF>",
          "( id=<http://e.org/1> text=<It rained.> title=<One> url=<http://e.org/1> "
          "published=<2024-05-01> site=<Bay> )\n");
    check("<?xml version=\"1.0\"?><!DOCTYPE rss PUBLIC \"-//Netscape Communications//DTD RSS 0.91//"
          "EN\" \"http://my.netscape.com/publish/formats/rss-0.91.dtd\"><rss version=\"0.91\">"
          "<channel><title>Bay</title><image><title>Logo</title></image>"
          "<item><title>One</title><description>It rained.</description></item></channel></rss>",
          "( id=<news:1> text=<It rained.> title=<One> site=<Bay> )\n");
}

static void test_feed__refuses_declarations(void **state)
{
    (void)state;
    static const char WHY[] = "[the feed declares entities or elements of its own, which is "
                              "refused]\n";
    check("<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\">"
          "<!ENTITY c \"&b;&b;&b;&b;\">]><rss><channel><item><title>&c;</title></item></channel>"
          "</rss>", WHY);
    check("<!DOCTYPE rss [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><rss><channel><item><title>&x;"
          "</title></item></channel></rss>", WHY);
    check("<!DOCTYPE rss [<!ENTITY % p SYSTEM \"http://e.org/p\">%p;]><rss><channel><item><title>x"
          "</title></item></channel></rss>", WHY);
    check("<!DOCTYPE rss [<!ATTLIST item a CDATA \"x\">]><rss><channel><item><title>x</title>"
          "</item></channel></rss>", WHY);
    check("<!DOCTYPE rss [<!ELEMENT item ANY>]><rss><channel></channel></rss>", WHY);
}

static void test_feed__goes_on_after_damage(void **state)
{
    (void)state;
    check("\n  " RSS("<item><title>Q&A & more</title><description>caf&eacute;&nbsp;x &bogus; y"
                     "</description></item><item><title>Two</title></item>"),
          "( id=<news:1> html=<caf\xC3\xA9\xC2\xA0x &bogus; y> charset=<utf-8> "
          "title=<Q&A & more>" FROM_BAY " fragment )\n"
          "( id=<news:2> text=<Two> title=<Two>" FROM_BAY " )\n");
}

static void test_feed__begins_a_new_entry_where_an_end_tag_is_missing(void **state)
{
    (void)state;
    check("<rss><channel><title>Bay</title><item><title>One</title><description>a <b>b"
          "</description></item><item><title>Two</title></item></channel></rss>",
          "( id=<news:1> html=<a <b>b</b>> charset=<utf-8> title=<One> site=<Bay> fragment )\n"
          "( id=<news:2> text=<Two> title=<Two> site=<Bay> )\n[the feed ends early]\n");
}

static void test_feed__gives_what_was_there_when_it_ends_early(void **state)
{
    (void)state;
    check("<rss><channel><title>Bay</title><item><title>One</title></item><item><title>Two</title>"
          "<description>It has",
          "( id=<news:1> text=<One> title=<One> site=<Bay> )\n"
          "( id=<news:2> text=<It has> title=<Two> site=<Bay> truncated )\n"
          "[the feed ends early]\n");
    check("<rss>", "[the feed ends early]\n");
}

static void test_feed__gives_no_id_twice(void **state)
{
    (void)state;
    check("<rss><channel><item><guid>a</guid><title>One</title></item><item><guid>a</guid>"
          "<title>Two</title></item></channel></rss>",
          "( id=<a> text=<One> title=<One> )\n( id=<news:2> text=<Two> title=<Two> )\n");
}

static void test_feed__refuses_an_entry_above_the_limit(void **state)
{
    (void)state;
    static const char XML[] = "<rss><channel>\n<item><title>a title that is much too long for the "
                              "limit</title></item>\n<item><title>Two</title></item></channel>"
                              "</rss>";
    onr_reader_options options = {.max_report_bytes = 20};
    char *given = describe_reading("a", XML, sizeof XML - 1, 0, &options);
    assert_string_equal(given, "[longer than the limit of 20 bytes]\n"
                               "( id=<a:1> text=<Two> title=<Two> )\n");
    free(given);
}

static void test_feed__survives_depth_and_breadth(void **state)
{
    (void)state;
    bytes b = {0};
    add_text(&b, "<rss><channel><item><title>One</title></item><item><description>");
    for (int i = 0; i < 100000; i++) add_text(&b, "<a>");
    char *given = describe_reading("a", b.ptr, b.len, 0, NULL);
    assert_memory_equal(given, "( id=<a:1> text=<One> title=<One> )\n", 36);
    assert_non_null(strstr(given, "truncated )\n[the feed ends early]\n"));
    free(given);
    b.len = 0;
    add_text(&b, "<rss><channel><item><title>One</title></item><item ");
    for (int i = 0; i < 1000000; i++) {
        char name[30];
        snprintf(name, sizeof name, "a%d=\"\" ", i);
        add_text(&b, name);
    }
    add_text(&b, "><title>Two</title></item></channel></rss>");
    given = describe_reading("a", b.ptr, b.len, 0, NULL);
    assert_string_equal(given, "( id=<a:1> text=<One> title=<One> )\n"
                               "[a tag or comment of the feed is too long]\n");
    free(given);
    free(b.ptr);
}

static void test_feed__reads_utf16_and_latin1(void **state)
{
    (void)state;
    static const char XML[] = "<rss><channel><item><title>\xE9t\xE9</title></item></channel></rss>";
    bytes wide = {0}, latin = {0};
    add_bytes(&wide, "\xFE\xFF", 2);
    for (size_t i = 0; i < sizeof XML - 1; i++) add_bytes(&wide, (char[]){0, XML[i]}, 2);
    add_text(&latin, "<?xml version=\"1.0\" encoding=\"iso-8859-1\"?>");
    add_text(&latin, XML);
    const char *expected = "( id=<news:1> text=<\xC3\xA9t\xC3\xA9> title=<\xC3\xA9t\xC3\xA9> )\n";
    assert_reading("news.xml", &wide, expected);
    assert_reading("news.xml", &latin, expected);
    free(wide.ptr);
    free(latin.ptr);
}

static void test_feed__survives_lack_of_memory(void **state)
{
    (void)state;
    static const char XML[] = RSS("<item><title>a &lt;b&gt;</title><pubDate>2024-05-01</pubDate>"
                                  "<dc:creator>A</dc:creator></item><item><guid>g</guid></item>");
    onr_status status = ONR_ENOMEM;
    for (uint64_t n = 1; status != ONR_END; n++) {
        failing_alloc fault = {.fail_at = n};
        onr_alloc alloc = failing_alloc_make(&fault);
        onr_reader_options options = ONR_READER_OPTIONS_DEFAULT;
        options.alloc = &alloc;
        byte_stream stream = {XML, sizeof XML - 1, 0, 0};
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
        assert_true(n < 1000);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_feed__reads_rss_2),
        cmocka_unit_test(test_feed__reads_atom),
        cmocka_unit_test(test_feed__reads_rss_1_and_091),
        cmocka_unit_test(test_feed__refuses_declarations),
        cmocka_unit_test(test_feed__goes_on_after_damage),
        cmocka_unit_test(test_feed__begins_a_new_entry_where_an_end_tag_is_missing),
        cmocka_unit_test(test_feed__gives_what_was_there_when_it_ends_early),
        cmocka_unit_test(test_feed__gives_no_id_twice),
        cmocka_unit_test(test_feed__refuses_an_entry_above_the_limit),
        cmocka_unit_test(test_feed__survives_depth_and_breadth),
        cmocka_unit_test(test_feed__reads_utf16_and_latin1),
        cmocka_unit_test(test_feed__survives_lack_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
