/*
 * test_syntax_golden.c - what the model makes of plain news sentences whose tags, names and trees
 * were checked by hand. Prints TAP, a line for each of tag, names and parse.
 *
 *     test_syntax_golden MODEL FOLDER
 *
 * FOLDER/tag and FOLDER/parse hold CoNLL-U; what is "_" is not asked, which is where treebanks
 * differ. FOLDER/names has "# text = ..." and a line "# name = TYPE words" for each mention, in
 * text order. Each sentence is read as a text of its own.
 *
 * No single answer is demanded, or every other model would fail, but a share of them, which a stage
 * that is broken does not come near.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <onrecord/onrecord.h>

#include "golden.h"

enum { MAX_WORDS = 64, MAX_LINE = 1000, COLUMNS = 10 };
enum { FORM = 1, UPOS = 3, XPOS = 4, HEAD = 6, REL = 7 };

/* A sentence as it should be. */
typedef struct sample {
    char text[MAX_LINE];
    char lines[MAX_WORDS][MAX_LINE];
    const char *words[MAX_WORDS][COLUMNS]; /* into lines */
    const char *names[MAX_WORDS];          /* into lines: type and words */
    uint32_t line_count, word_count, name_count;
} sample;

typedef struct tally {
    unsigned asked, right;
} tally;

typedef void judge_fn(const onr_doc *doc, const sample *s, tally *score);

/* ---- judges ---- */

static bool is_word(onr_slice slice, const char *word)
{
    return slice.len == strlen(word) && memcmp(slice.ptr, word, slice.len) == 0;
}

static onr_slice words_of(const onr_doc *doc, uint32_t first, uint32_t end)
{
    const onr_token *a = onr_doc_token_at(doc, first), *b = onr_doc_token_at(doc, end - 1);
    return (onr_slice){onr_doc_text(doc).ptr + a->start_byte,
                       b->start_byte + b->len_bytes - a->start_byte};
}

/* With other tokens all answers are wrong. */
static bool same_tokens(const onr_doc *doc, const sample *s)
{
    if (onr_doc_token_count(doc) != s->word_count || onr_doc_sentence_count(doc) != 1) return false;
    for (uint32_t i = 0; i < s->word_count; i++)
        if (!is_word(words_of(doc, i, i + 1), s->words[i][FORM])) return false;
    return true;
}

static void count(tally *score, const sample *s, uint32_t word, bool right, const char *found)
{
    score->asked++;
    score->right += right;
    if (!right) printf("# %u %s: %s in: %s\n", word + 1, s->words[word][FORM], found, s->text);
}

static void judge_tags(const onr_doc *doc, const sample *s, tally *score)
{
    bool same = same_tokens(doc, s);
    for (uint32_t i = 0; i < s->word_count; i++) {
        const char *upos = "other tokens", *xpos = "";
        if (same) {
            upos = onr_upos_name(onr_doc_tag_at(doc, i)->upos);
            xpos = onr_xpos_name(onr_doc_tag_at(doc, i)->xpos);
        }
        bool right = strcmp(upos, s->words[i][UPOS]) == 0 && strcmp(xpos, s->words[i][XPOS]) == 0;
        count(score, s, i, right, upos);
    }
}

static void judge_trees(const onr_doc *doc, const sample *s, tally *score)
{
    bool same = same_tokens(doc, s);
    for (uint32_t i = 0; i < s->word_count; i++) {
        if (strcmp(s->words[i][HEAD], "_") == 0) continue;
        if (!same) {
            count(score, s, i, false, "other tokens");
            continue;
        }
        const onr_arc *arc = onr_doc_arc_at(doc, i);
        char found[64];
        uint32_t head = arc->head == ONR_NONE ? 0 : arc->head + 1;
        snprintf(found, sizeof found, "%u %s", head, onr_rel_name(arc->rel));
        bool right = head == (uint32_t)atoi(s->words[i][HEAD]) &&
                     strcmp(onr_rel_name(arc->rel), s->words[i][REL]) == 0;
        count(score, s, i, right, found);
    }
}

static bool is_name(const onr_doc *doc, uint32_t mention, const char *name)
{
    const onr_mention *m = onr_doc_mention_at(doc, mention);
    const char *type = onr_entity_type_name(onr_doc_entity_at(doc, m->entity)->type);
    size_t len = strlen(type);
    return strncmp(name, type, len) == 0 && name[len] == ' ' &&
           is_word(words_of(doc, m->first_token, m->end_token), name + len + 1);
}

/* What is found and should not be counts like what is missing. */
static void judge_names(const onr_doc *doc, const sample *s, tally *score)
{
    uint32_t found = onr_doc_mention_count(doc), next = 0;
    for (uint32_t i = 0; i < s->name_count; i++) {
        uint32_t at = next;
        while (at < found && !is_name(doc, at, s->names[i])) at++;
        if (at < found) {
            score->right++;
            next = at + 1;
        } else {
            printf("# missing: %s in: %s\n", s->names[i], s->text);
        }
    }
    score->asked += found > s->name_count ? found : s->name_count;
}

/* ---- samples ---- */

static onr_doc *read_text(onr_pipeline *pipeline, const char *text)
{
    onr_doc *doc;
    onr_error err;
    onr_input in = {.text = {text, strlen(text)}};
    if (onr_pipeline_read(&doc, pipeline, &in, &err) == ONR_OK) return doc;
    printf("Bail out! %s\n", err.message);
    exit(1);
}

static void broken_file(const char *path)
{
    printf("Bail out! %s is not made of sentences\n", path);
    exit(1);
}

static void add_word(sample *s, char *line, const char *path)
{
    const char **columns = s->words[s->word_count++];
    for (int c = 0; c < COLUMNS; c++) {
        if (line == NULL) broken_file(path);
        columns[c] = line;
        line = strchr(line, '\t');
        if (line != NULL) *line++ = '\0';
    }
}

static void add_line(sample *s, const char *line, const char *path)
{
    static const char text[] = "# text = ", name[] = "# name = ";
    if (strncmp(line, text, sizeof text - 1) == 0) {
        strcpy(s->text, line + sizeof text - 1);
        return;
    }
    if (s->line_count == MAX_WORDS) broken_file(path);
    char *copy = strcpy(s->lines[s->line_count++], line);
    if (strncmp(copy, name, sizeof name - 1) == 0)
        s->names[s->name_count++] = copy + sizeof name - 1;
    else
        add_word(s, copy, path);
}

static void end_sample(onr_pipeline *pipeline, sample *s, judge_fn *judge, tally *score)
{
    if (s->text[0] != '\0') {
        onr_doc *doc = read_text(pipeline, s->text);
        judge(doc, s, score);
        onr_doc_free(doc);
    }
    s->text[0] = '\0';
    s->line_count = s->word_count = s->name_count = 0;
}

static tally run_file(onr_pipeline *pipeline, const char *path, judge_fn *judge)
{
    static sample s; /* too large for the stack */
    tally score = {0};
    char line[MAX_LINE];
    FILE *file = fopen(path, "r");
    if (file == NULL) broken_file(path);
    while (fgets(line, sizeof line, file) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        if (line[0] == '\0')
            end_sample(pipeline, &s, judge, &score);
        else
            add_line(&s, line, path);
    }
    end_sample(pipeline, &s, judge, &score);
    fclose(file);
    return score;
}

static int run_stages(onr_pipeline *pipeline, const char *folder)
{
    static const struct {
        const char *name;
        judge_fn *judge;
        unsigned percent; /* at least; what the model reaches is some points more */
    } stages[] = {{"tag", judge_tags, 95}, {"names", judge_names, 85}, {"parse", judge_trees, 88}};
    int failed = 0;
    for (unsigned i = 0; i < sizeof stages / sizeof *stages; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s/news.conllu", folder, stages[i].name);
        tally score = run_file(pipeline, path, stages[i].judge);
        bool good = score.asked > 0 && 100 * score.right >= stages[i].percent * score.asked;
        printf("%s %u - %s: %u of %u right, %u %% asked\n", good ? "ok" : "not ok", i + 1,
               stages[i].name, score.right, score.asked, stages[i].percent);
        failed |= !good;
    }
    printf("1..%u\n", (unsigned)(sizeof stages / sizeof *stages));
    return failed;
}

int main(int argc, char **argv)
{
    return golden_main(argc, argv, run_stages);
}
