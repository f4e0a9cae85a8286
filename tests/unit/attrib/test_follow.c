/*
 * Quotations that go on: each case is a text, the candidates that were found in it, and the words
 * of their contents afterwards.
 */
#include <stdio.h>

#include "attrib/follow.h"
#include "doc_maker.h"
#include "failing_alloc.h"

enum { MOST = 8 };

/* A document with marks named "mark" that begin the later paragraphs of a quotation. */
static onr_doc *new_doc(const char *text)
{
    onr_doc *doc = make_doc(text);
    for (uint32_t i = 0; i < doc->token_count; i++) {
        onr_slice t = onr_doc_token_text(doc, i);
        if (t.len == 4 && memcmp(t.ptr, "mark", 4) == 0) {
            doc->quoted[i] = ONR_QUOTED_REOPENS;
            doc->tokens[i].flags &= (uint16_t)~ONR_TOKEN_WORD;
        }
    }
    return doc;
}

static onr_candidate candidate(uint32_t cue, uint32_t content, uint32_t content_end)
{
    onr_candidate c = {.parent = ONR_NONE};
    c.cue = (onr_pieces){1, {{cue, cue + 1}}};
    if (content_end > content) c.content = (onr_pieces){1, {{content, content_end}}};
    return c;
}

/* The candidates of one document, in memory that may grow. */
typedef struct list {
    onr_doc *doc;
    onr_candidates all;
} list;

static list new_list(const char *text)
{
    list l = {.doc = new_doc(text)};
    l.all.capacity = MOST;
    l.all.at = calloc(MOST, sizeof *l.all.at);
    assert_non_null(l.all.at);
    return l;
}

static void add(list *l, onr_candidate c)
{
    l->all.at[l->all.count++] = c;
}

static void follow(list *l)
{
    onr_window window = {0};
    assert_true(onr_window_next(l->doc, &window));
    assert_true(onr_follow_quotes(l->doc, window, NULL, &l->all, 0));
}

static void free_list(list *l)
{
    free(l->all.at);
    onr_doc_free(l->doc);
}

static void assert_piece(const onr_candidate *c, uint32_t i, uint32_t first, uint32_t end)
{
    assert_true(i < c->content.count);
    assert_int_equal(c->content.at[i].first_token, first);
    assert_int_equal(c->content.at[i].end_token, end);
}

#define REOPENED "He said , \" one two . | mark three . | mark four . \" | Then"

static void test_follow__an_unclosed_quotation_goes_on(void **state)
{
    (void)state;
    list l = new_list(REOPENED);
    uint32_t open = make_find(l.doc, "\"", 0), close = make_find(l.doc, "\"", 1);
    add(&l, candidate(1, open, make_find(l.doc, "mark", 0)));
    follow(&l);
    assert_int_equal(l.all.count, 1);
    assert_int_equal(l.all.at[0].content.count, 1);
    assert_piece(&l.all.at[0], 0, open, close + 1);
    free_list(&l);
}

static void test_follow__the_last_piece_goes_on(void **state)
{
    (void)state;
    list l = new_list(REOPENED);
    uint32_t one = make_find(l.doc, "one", 0), close = make_find(l.doc, "\"", 1);
    add(&l, candidate(1, 0, 1));
    l.all.at[0].content = (onr_pieces){2, {{0, 1}, {one, one + 3}}};
    follow(&l);
    assert_piece(&l.all.at[0], 0, 0, 1);
    assert_piece(&l.all.at[0], 1, one, close + 1);
    free_list(&l);
}

/* Nothing changes for a content [first, end) of REOPENED. */
static void check_stays(uint32_t first, uint32_t end, bool closed)
{
    list l = new_list(REOPENED);
    l.doc->quotes[0].closed = closed;
    add(&l, candidate(1, first, end));
    onr_candidate before = l.all.at[0];
    follow(&l);
    assert_int_equal(l.all.count, 1);
    assert_memory_equal(&l.all.at[0], &before, sizeof before);
    free_list(&l);
}

static void test_follow__what_is_whole_stays(void **state)
{
    (void)state;
    onr_doc *doc = new_doc(REOPENED);
    uint32_t open = make_find(doc, "\"", 0), close = make_find(doc, "\"", 1);
    check_stays(open, close + 1, true);
    check_stays(make_find(doc, "mark", 1), close, true); /* nothing is taken up behind it */
    check_stays(0, 1, true);                             /* outside */
    check_stays(0, 0, true);                             /* no content */
    check_stays(open, open + 3, false);                  /* nobody knows where it ends */
    onr_doc_free(doc);
}

static void test_follow__a_quoted_paragraph_behind_a_quoted_one(void **state)
{
    (void)state;
    list l = new_list("\" We go , \" he said . | \" It was a long way . \" | \" And it was cold "
                      "up there . \" | Nobody answered him . | \" It was a very long way . \"");
    uint32_t said = make_find(l.doc, "said", 0);
    add(&l, candidate(said, 0, 5));
    follow(&l);
    onr_range second = l.doc->paragraphs[1], third = l.doc->paragraphs[2];
    assert_int_equal(l.all.at[0].content.count, 3);
    assert_piece(&l.all.at[0], 1, second.first_token, second.end_token);
    assert_piece(&l.all.at[0], 2, third.first_token, third.end_token);
    /* the last one is nobody's */
    assert_int_equal(l.all.count, 2);
    assert_int_equal(l.all.at[1].cue.count, 0);
    assert_int_equal(l.all.at[1].source.count, 0);
    assert_piece(&l.all.at[1], 0, l.doc->paragraphs[4].first_token, l.doc->token_count);
    free_list(&l);
}

static void test_follow__a_quoted_paragraph_behind_a_colon(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint32_t contents;
    } cases[] = {
        {"The mayor said : | \" We shall go home now . \"", 1},
        {"The mayor said . | \" We shall go home now . \"", 0},
        {"The mayor said : | Then | \" We shall go home now . \"", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        list l = new_list(cases[i].text);
        add(&l, candidate(2, 0, 0));
        follow(&l);
        assert_int_equal(l.all.at[0].content.count, cases[i].contents);
        free_list(&l);
    }
}

static void test_follow__short_quoted_paragraphs_are_titles(void **state)
{
    (void)state;
    list l = new_list("The river rose . | \" The Long Road \" | The end came");
    follow(&l);
    assert_int_equal(l.all.count, 0);
    free_list(&l);
}

static void test_follow__no_more_pieces_than_fit(void **state)
{
    (void)state;
    char text[2000] = "\" We go , \" he said .";
    for (int i = 0; i < 2 * ONR_MAX_CONTENT_PIECES; i++)
        strcat(text, " | \" one two three four five \"");
    list l = new_list(text);
    add(&l, candidate(make_find(l.doc, "said", 0), 0, 5));
    follow(&l);
    const onr_pieces *content = &l.all.at[0].content;
    assert_int_equal(content->count, ONR_MAX_CONTENT_PIECES);
    for (uint32_t i = 1; i < content->count; i++)
        assert_true(content->at[i].first_token >= content->at[i - 1].end_token);
    assert_int_equal(onr_pieces_hull(content).end_token, l.doc->token_count);
    free_list(&l);
}

static void test_follow__says_when_memory_is_short(void **state)
{
    (void)state;
    onr_doc *doc = new_doc("\" one two three four five \" | The river rose");
    failing_alloc fault = {.fail_at = 1};
    onr_alloc alloc = failing_alloc_make(&fault);
    onr_candidates all = {0};
    onr_window window = {0};
    assert_true(onr_window_next(doc, &window));
    assert_false(onr_follow_quotes(doc, window, &alloc, &all, 0));
    assert_int_equal(all.count, 0);
    fault.fail_at = 0;
    assert_true(onr_follow_quotes(doc, window, &alloc, &all, 0));
    assert_int_equal(all.count, 1);
    failing_alloc_release(&fault, all.at, all.capacity * sizeof *all.at);
    assert_int_equal(fault.held_bytes, 0);
    onr_doc_free(doc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_follow__an_unclosed_quotation_goes_on),
        cmocka_unit_test(test_follow__the_last_piece_goes_on),
        cmocka_unit_test(test_follow__what_is_whole_stays),
        cmocka_unit_test(test_follow__a_quoted_paragraph_behind_a_quoted_one),
        cmocka_unit_test(test_follow__a_quoted_paragraph_behind_a_colon),
        cmocka_unit_test(test_follow__short_quoted_paragraphs_are_titles),
        cmocka_unit_test(test_follow__no_more_pieces_than_fit),
        cmocka_unit_test(test_follow__says_when_memory_is_short),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
