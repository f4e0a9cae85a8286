/*
 * lemmas.c - fills in the lemma column of CoNLL-U from its forms and tags, for measuring.
 *
 *     lemmas MODEL <GOLD.conllu >PRED.conllu
 *     lemmas MODEL --time <GOLD.conllu       prints the nanoseconds a token takes
 *
 * MODEL is any model with lemmas. Lines with tags that are not known stay as they are.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <onrecord/onrecord.h>

#include "lemma/lemma.h"

enum { COLUMNS = 10, MAX_LINE = 1 << 16, ROUNDS = 20 };

typedef struct measure {
    uint64_t nanoseconds, tokens;
} measure;

static uint64_t now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static onr_slice slice_of(const char *text)
{
    return (onr_slice){text, strlen(text)};
}

/* Cut a line at its tabs; false when it has not ten columns. */
static bool cut(char *line, char *columns[COLUMNS])
{
    int count = 0;
    for (char *at = line; at != NULL && count < COLUMNS; count++) {
        columns[count] = at;
        at = strchr(at, '\t');
        if (at != NULL) *at++ = '\0';
    }
    return count == COLUMNS;
}

static void take_word(const onr_lemmas *lemmas, char *columns[COLUMNS], bool first, measure *m)
{
    char bytes[ONR_LEMMA_BYTES];
    uint32_t upos = onr_upos_find(slice_of(columns[3])), xpos = onr_xpos_find(slice_of(columns[4]));
    onr_slice form = slice_of(columns[1]), lemma = slice_of(columns[2]);
    if (upos != ONR_NONE && xpos != ONR_NONE) {
        onr_tag tag = {.upos = (uint8_t)upos, .xpos = (uint8_t)xpos};
        uint64_t start = now();
        for (int i = 0; i < (m == NULL ? 1 : ROUNDS); i++)
            lemma = onr_lemma_find(lemmas, form, tag, first, bytes);
        if (m != NULL) {
            m->nanoseconds += now() - start;
            m->tokens += ROUNDS;
            return;
        }
    }
    printf("%s\t%s\t%.*s", columns[0], columns[1], (int)lemma.len, lemma.ptr);
    for (int i = 3; i < COLUMNS; i++) printf("\t%s", columns[i]);
    putchar('\n');
}

static void take_lines(const onr_lemmas *lemmas, measure *m)
{
    static char line[MAX_LINE], copy[MAX_LINE];
    char *columns[COLUMNS];
    bool first = true;
    while (fgets(line, sizeof line, stdin) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        memcpy(copy, line, sizeof line);
        bool word = line[0] != '#' && strcspn(line, "-.") > strcspn(line, "\t");
        if (word && cut(copy, columns)) {
            take_word(lemmas, columns, first, m);
            first = false;
            continue;
        }
        if (line[0] == '\0') first = true;
        if (m == NULL) puts(line);
    }
}

int main(int argc, char **argv)
{
    static onr_lemmas lemmas;
    onr_model *model;
    onr_error err;
    measure m = {0};
    if (argc < 2 || argc > 3) {
        fprintf(stderr, "usage: lemmas MODEL [--time] <FILE.conllu\n");
        return 2;
    }
    if (onr_model_open(&model, argv[1], NULL, &err) != ONR_OK ||
        onr_lemmas_load(&lemmas, model, &err) != ONR_OK) {
        fprintf(stderr, "lemmas: %s\n", err.message);
        return 1;
    }
    take_lines(&lemmas, argc == 3 ? &m : NULL);
    if (argc == 3) printf("%.1f ns\n", (double)m.nanoseconds / (double)(m.tokens + !m.tokens));
    onr_model_close(model);
    return 0;
}
