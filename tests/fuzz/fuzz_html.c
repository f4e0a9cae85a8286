/*
 * fuzz_html.c - any bytes as a web page, through everything that src/article does.
 *
 * The first byte chooses what the transport claims of the character set.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "article/article.h"
#include "base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void expect(bool holds, const char *what)
{
    if (holds) return;
    fprintf(stderr, "fuzz_html: %s\n", what);
    abort();
}

static void expect_text(onr_slice text)
{
    expect(onr_utf8_valid_prefix(text.ptr, text.len) == text.len, "not UTF-8");
    expect(text.len == 0 || memchr(text.ptr, '\0', text.len) == NULL, "a NUL");
}

static void expect_blocks(const onr_article *a)
{
    uint32_t end = 0;
    for (uint32_t i = 0; i < a->block_count; i++) {
        onr_span span = a->blocks[i].span;
        expect(span.start_byte == (i == 0 ? 0 : end + 2), "blocks are not side by side");
        expect(span.end_byte > span.start_byte, "an empty block");
        end = span.end_byte;
    }
    expect(end == a->text.len, "text behind the last block");
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static const char *const charsets[] = {"", "utf-8", "iso-8859-1", "shift_jis", "gb2312",
                                           "utf-16le", "iso-2022-jp", "big5"};
    const onr_article_options options = {1u << 20, 64, 20000};
    onr_article_page page = {.url = {"https://example.org/2024/03/05/x", 32}};
    onr_article article;
    onr_arena arena;
    if (size == 0) return 0;
    const char *charset = charsets[bytes[0] % (sizeof charsets / sizeof charsets[0])];
    page.charset = (onr_slice){charset, strlen(charset)};
    page.bytes = (onr_slice){(const char *)bytes + 1, size - 1};
    onr_arena_init(&arena, NULL);
    if (onr_article_read(&article, &arena, &page, &options, NULL) == ONR_OK) {
        expect_text(article.text);
        expect_text(article.title);
        expect_blocks(&article);
        for (uint32_t i = 0; i < article.byline_count; i++) expect_text(article.bylines[i]);
    }
    onr_arena_deinit(&arena);
    return 0;
}
