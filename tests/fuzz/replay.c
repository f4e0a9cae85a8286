/*
 * replay.c - feeds files to a fuzz target without a fuzzer, so that every build can run the kept
 * inputs.
 *
 *     replay_text tests/fuzz/corpus/text some/crash
 *
 * Files are read in the order of their names. Ends with "N inputs replayed"; exits 1 when a path
 * cannot be read or when there was nothing to replay.
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* Reads a file into memory of exactly its size, so that a sanitizer sees every overrun. */
static uint8_t *load(const char *path, size_t *size)
{
    struct stat info;
    FILE *file = fopen(path, "rb");
    if (file == NULL) return NULL;
    uint8_t *bytes = NULL;
    if (fstat(fileno(file), &info) == 0 && S_ISREG(info.st_mode)) {
        *size = (size_t)info.st_size;
        bytes = malloc(*size + (*size == 0));
    }
    if (bytes != NULL && fread(bytes, 1, *size, file) != *size) {
        free(bytes);
        bytes = NULL;
    }
    fclose(file);
    return bytes;
}

static int replay_file(const char *path, unsigned *count)
{
    size_t size;
    uint8_t *bytes = load(path, &size);
    if (bytes == NULL) {
        perror(path);
        return 1;
    }
    LLVMFuzzerTestOneInput(bytes, size);
    free(bytes);
    ++*count;
    return 0;
}

static int replay(const char *path, unsigned *count);

static int replay_entries(const char *path, struct dirent **entries, int entry_count,
                          unsigned *count)
{
    int failed = 0;
    for (int i = 0; i < entry_count; i++) {
        char inner[4096];
        int len = snprintf(inner, sizeof inner, "%s/%s", path, entries[i]->d_name);
        if (entries[i]->d_name[0] != '.' && len > 0 && (size_t)len < sizeof inner)
            failed |= replay(inner, count);
        free(entries[i]);
    }
    free(entries);
    return failed;
}

static int replay(const char *path, unsigned *count)
{
    struct stat info;
    struct dirent **entries;
    if (stat(path, &info) != 0 || !S_ISDIR(info.st_mode)) return replay_file(path, count);
    int entry_count = scandir(path, &entries, NULL, alphasort);
    if (entry_count < 0) {
        perror(path);
        return 1;
    }
    return replay_entries(path, entries, entry_count, count);
}

int main(int argc, char **argv)
{
    unsigned count = 0;
    int failed = 0;
    for (int i = 1; i < argc; i++) failed |= replay(argv[i], &count);
    printf("%u inputs replayed\n", count);
    return failed || count == 0;
}
