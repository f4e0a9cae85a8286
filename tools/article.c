/*
 * article.c - the articles on pages, as JSON Lines; for measuring.
 *
 *     article [--rounds N] PAGE.html...
 *
 * Prints a line {"id", "text", "title", "byline", "published", ...} for each page; the id is the
 * file's name without directory and ".html". With --rounds all pages are read N+1 times, and the
 * seconds of processor time of each round but the first are printed instead, as {"seconds": [...]}.
 * Files are read before the clock runs.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "article/article.h"
#include "base/buffer.h"

static char *load(const char *path, size_t *len)
{
    FILE *file = fopen(path, "rb");
    char *bytes = NULL;
    size_t size = 0;
    *len = 0;
    while (file != NULL && !feof(file) && !ferror(file)) {
        if (*len == size) bytes = realloc(bytes, size = size * 2 + 65536);
        if (bytes == NULL) break;
        *len += fread(bytes + *len, 1, size - *len, file);
    }
    if (file == NULL || bytes == NULL || ferror(file)) {
        fprintf(stderr, "article: %s: %s\n", path, strerror(errno));
        exit(1);
    }
    fclose(file);
    return bytes;
}

static onr_slice id_of(const char *path)
{
    const char *base = strrchr(path, '/');
    base = base != NULL ? base + 1 : path;
    const char *end = strstr(base, ".html");
    return (onr_slice){base, end != NULL ? (size_t)(end - base) : strlen(base)};
}

static void put_field(onr_writer *w, const char *name, onr_slice value)
{
    onr_put_text(w, ",\"");
    onr_put_text(w, name);
    onr_put_text(w, "\":");
    if (value.ptr == NULL)
        onr_put_text(w, "null");
    else
        onr_put_json(w, value);
}

static void put_article(onr_writer *w, onr_slice id, const onr_article *a)
{
    onr_put_text(w, "{\"id\":");
    onr_put_json_repaired(w, id);
    put_field(w, "text", a->text);
    put_field(w, "title", a->title);
    onr_put_text(w, ",\"byline\":[");
    for (uint32_t i = 0; i < a->byline_count; i++) {
        if (i > 0) onr_put_char(w, ',');
        onr_put_json(w, a->bylines[i]);
    }
    onr_put_char(w, ']');
    put_field(w, "published", a->published);
    put_field(w, "modified", a->modified);
    put_field(w, "site", a->site);
    put_field(w, "section", a->section);
    put_field(w, "language", a->language);
    put_field(w, "url", a->url);
    put_field(w, "charset", a->charset);
    onr_put_text(w, "}\n");
}

static void read_page(onr_article *out, onr_arena *arena, const char *path, onr_slice bytes)
{
    onr_article_page page = {.bytes = bytes};
    onr_error err;
    if (onr_article_read(out, arena, &page, NULL, &err) == ONR_OK) return;
    fprintf(stderr, "article: %s: %s\n", path, err.message);
    exit(1);
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

/* Seconds for one reading of all pages. */
static double measure(char **paths, const onr_slice *pages, int count)
{
    double start = now();
    for (int i = 0; i < count; i++) {
        onr_article article;
        onr_arena arena;
        onr_arena_init(&arena, NULL);
        read_page(&article, &arena, paths[i], pages[i]);
        onr_arena_deinit(&arena);
    }
    return now() - start;
}

static void print_rounds(char **paths, const onr_slice *pages, int count, int rounds)
{
    printf("{\"seconds\": [");
    for (int i = 0; i <= rounds; i++) {
        double seconds = measure(paths, pages, count);
        if (i > 0) printf("%s%.6f", i > 1 ? ", " : "", seconds);
    }
    printf("]}\n");
}

static void print_article(const char *path, onr_slice bytes)
{
    onr_article article;
    onr_arena arena;
    onr_buffer buffer = {0};
    onr_arena_init(&arena, NULL);
    read_page(&article, &arena, path, bytes);
    onr_writer w = onr_writer_start(&buffer);
    put_article(&w, id_of(path), &article);
    if (onr_writer_finish(&w)) fwrite(buffer.ptr, 1, buffer.len, stdout);
    onr_buffer_free(&buffer);
    onr_arena_deinit(&arena);
}

int main(int argc, char **argv)
{
    bool timed = argc > 2 && strcmp(argv[1], "--rounds") == 0;
    char **paths = argv + (timed ? 3 : 1);
    int count = argc - (timed ? 3 : 1);
    onr_slice *pages = calloc((size_t)count + 1, sizeof *pages);
    if (pages == NULL) return 1;
    for (int i = 0; i < count; i++) pages[i].ptr = load(paths[i], &pages[i].len);
    if (timed)
        print_rounds(paths, pages, count, atoi(argv[2]));
    else
        for (int i = 0; i < count; i++) print_article(paths[i], pages[i]);
    for (int i = 0; i < count; i++) free((char *)pages[i].ptr);
    free(pages);
    return 0;
}
