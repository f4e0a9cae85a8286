/*
 * article.h - a web page in, the article on it out: clean text and what is known about it.
 *
 *     onr_article_page page = {.bytes = body, .charset = from_http_header, .url = address};
 *     onr_article article;
 *     status = onr_article_read(&article, &arena, &page, NULL, &err);
 *     if (status == ONR_OK) use(article.text);
 *
 * The text holds the body of the article and nothing else: no headline, byline, caption, comment,
 * navigation or advertisement. It is well-formed UTF-8; its blocks (paragraphs, headings, list
 * items, lines of tables) are separated by one empty line, and white space inside a block is
 * collapsed, but for the line breaks of <br>. What the page writes is otherwise kept: case,
 * quotation marks, dashes.
 *
 * A page is never fetched, run or trusted: damage of any kind gives some article, perhaps an empty
 * one. Pages may be read in several threads at once.
 *
 * Source of the method: src/article/README.md.
 */
#ifndef ONR_ARTICLE_ARTICLE_H
#define ONR_ARTICLE_ARTICLE_H

#include "base/arena.h"

/** What is read. All slices are borrowed for the call; {NULL, 0} is "not known". */
typedef struct onr_article_page {
    onr_slice bytes;   /* of the page, as it came, in any character set */
    onr_slice charset; /* that the transport names, such as "iso-8859-1"; of HTTP's Content-Type */
    onr_slice url;     /* where the page is from */
} onr_article_page;

typedef struct onr_article_options {
    size_t max_bytes;   /* of a page; longer ones are ONR_ELIMIT */
    uint32_t max_depth; /* elements nested deeper are taken as if they stood at this depth */
    uint32_t max_nodes; /* elements and texts; what comes after them is not read */
} onr_article_options;

#define ONR_ARTICLE_OPTIONS_DEFAULT {64u << 20, 256, 1000000}

typedef enum onr_article_kind {
    ONR_ARTICLE_PARAGRAPH,
    ONR_ARTICLE_HEADING,
    ONR_ARTICLE_ITEM,  /* of a list */
    ONR_ARTICLE_QUOTE, /* set off as a quotation by the page */
    ONR_ARTICLE_ROW,   /* of a table, its cells separated by tabs */
    ONR_ARTICLE_PRE    /* set as it is, with its line breaks */
} onr_article_kind;

/** A block of the text; in text order, not empty, white space only between blocks. */
typedef struct onr_article_block {
    onr_span span;
    onr_article_kind kind;
} onr_article_block;

/** What was found. Everything lives in the arena; {NULL, 0} is "the page does not say". */
typedef struct onr_article {
    onr_slice text; /* {"", 0} when there is no article */
    const onr_article_block *blocks;
    uint32_t block_count;

    onr_slice title;
    const onr_slice *bylines; /* people, one each, without "By" and without roles */
    uint32_t byline_count;
    onr_slice published; /* ISO 8601, "2024-03-05T10:20:00+01:00"; time and zone if stated */
    onr_slice modified;
    onr_slice site;     /* name of the publication */
    onr_slice section;
    onr_slice language; /* that the page claims: "en", "pt-BR" */
    onr_slice url;      /* canonical; else the one that was given */
    onr_slice charset;  /* that the page was read in, static */

    bool cut; /* max_nodes was reached: the text may be incomplete */
    bool repaired; /* bytes that mean nothing in the character set became U+FFFD */
} onr_article;

/**
 * Find the article on a page.
 *
 * @param out      overwritten; on failure it is empty.
 * @param arena    for what `out` points to; working memory comes from its allocator and is
 *                 released before the return. The parser, libxml2, takes its own from malloc.
 * @param options  NULL for the default.
 * @param err      filled on failure, may be NULL.
 * @return ONR_OK, also when the page holds no article; ONR_ELIMIT for a page longer than
 *         max_bytes; ONR_ENOMEM.
 *
 * Cost: linear in the page, about 1 ms for 300 kB; memory about four times the page.
 */
onr_status onr_article_read(onr_article *out, onr_arena *arena, const onr_article_page *page,
                            const onr_article_options *options, onr_error *err);

#endif
