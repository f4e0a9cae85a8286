/*
 * test_token_golden.c - runs the cases of tests/golden/token/: "=== title", the text, "---", the
 * tokens with single spaces between them, one sentence a line. Empty lines among the expected
 * sentences are for the reader.
 */
#include "helper.h"

#include <dirent.h>

#ifndef ONR_TEST_DIR
#define ONR_TEST_DIR "tests"
#endif

/* The folder of the cases; the environment goes before the build. */
static void find_folder(char *out, size_t size)
{
    const char *root = getenv("ONR_TEST_DIR");
    snprintf(out, size, "%s/golden/token", root != NULL ? root : ONR_TEST_DIR);
    DIR *dir = opendir(out);
    if (dir == NULL)
        snprintf(out, size, "%s", root != NULL ? root : ONR_TEST_DIR);
    else
        closedir(dir);
}

static char *read_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL) fail_msg("cannot open %s", path);
    fseek(file, 0, SEEK_END);
    long size = ftell(file);
    rewind(file);
    char *text = malloc((size_t)size + 1);
    assert_non_null(text);
    assert_int_equal(fread(text, 1, (size_t)size, file), size);
    text[size] = '\0';
    fclose(file);
    return text;
}

static void drop_empty_lines(char *text)
{
    char *out = text;
    for (char *in = text; *in != '\0'; in++) {
        if (*in == '\n' && (out == text || out[-1] == '\n')) continue;
        *out++ = *in;
    }
    *out = '\0';
}

static void run_case(const char *file, const char *title, const char *text, char *expected)
{
    onr_doc *doc = cut(text);
    char *got = print_doc(doc);
    drop_empty_lines(got);
    drop_empty_lines(expected);
    if (strcmp(got, expected) != 0)
        fail_msg("%s, %s\nexpected:\n%sgot:\n%s", file, title, expected, got);
    free(got);
    onr_doc_free(doc);
}

/* Cuts the file in place at its markers. */
static int run_file(const char *file, char *at)
{
    int count = 0;
    while (strncmp(at, "=== ", 4) == 0) {
        char *title = at + 4, *text = strchr(title, '\n');
        char *line = text == NULL ? NULL : strstr(text, "\n---\n");
        if (line == NULL) fail_msg("%s: a case has no \"---\"", file);
        *text++ = '\0';
        *(line > text ? line + 1 : line) = '\0';
        char *expected = line + 5, *next = strstr(expected, "\n=== ");
        if (next != NULL) *next = '\0';
        /* the line feed before the next marker is the expected text's own */
        size_t len = strlen(expected);
        char *copy = malloc(len + 2);
        assert_non_null(copy);
        memcpy(copy, expected, len);
        memcpy(copy + len, "\n", 2);
        run_case(file, title, text, copy);
        free(copy);
        count++;
        at = next == NULL ? expected + len : next + 1;
    }
    return count;
}

static void test_token_golden__matches_every_case(void **state)
{
    (void)state;
    char folder[4096], path[8192];
    find_folder(folder, sizeof folder);
    DIR *dir = opendir(folder);
    if (dir == NULL) fail_msg("cannot open %s", folder);
    int count = 0;
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        const char *dot = strrchr(entry->d_name, '.');
        if (dot == NULL || strcmp(dot, ".txt") != 0) continue;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        char *text = read_file(path);
        count += run_file(entry->d_name, text);
        free(text);
    }
    closedir(dir);
    assert_true(count > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_token_golden__matches_every_case),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
