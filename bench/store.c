/*
 * store.c - a large store made of templates: how fast it fills, how large it gets, how fast it is
 * searched.
 *
 *     store_bench DB [--documents N] [--queries N]    fill, measure, search; default 100000, 1000
 *     store_bench DB --search-only [--queries N]      the searches on a store made before
 *     store_bench DB --concurrent SECONDS             one writer and 16 readers at once
 *     store_bench --print N                           the records, for `add --records`
 *
 * Document i is the same in every run. Words are made of syllables and drawn by Zipf's law, so that
 * some are in every document and most are rare; each document has 30 statements by five of 20,000
 * people, one statement in twenty being another document's with a word changed. Uses the public
 * headers only, but for SHA-256.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include <onrecord/onrecord.h>

#include "base/sha256.h"

enum {
    STATEMENTS = 30,
    WORDS = 40000,
    PEOPLE = 20000,
    TEXT_BYTES = 16 << 10,
    RECORD_BYTES = 64 << 10,
    BATCH = 256,
    READERS = 16,
    MAX_SAMPLES = 1 << 16
};

static void die(const char *what, const char *why)
{
    fprintf(stderr, "store_bench: %s: %s\n", what, why);
    exit(1);
}

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Of this process: what others do on the machine does not count, nor does waiting for the disk. */
static double cpu_seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* splitmix64 (Steele, Lea and Flood 2014) */
static uint64_t next_random(uint64_t *state)
{
    uint64_t z = *state += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

static double unit_random(uint64_t *state)
{
    return (double)(next_random(state) >> 11) / 9007199254740992.0;
}

/* ---- words and people ---- */

/* Word number n, the same number always the same word. */
static void make_word(char out[24], uint32_t n)
{
    static const char *const syllables[] = {"ba", "re", "mi", "ton", "lu", "ver", "da", "si",
                                            "ko", "pel", "na", "gro", "ti", "fes", "mo", "har"};
    size_t len = 0;
    uint32_t value = n * 2654435761u >> 4 | 1u << 12;
    int count = n < 400 ? 2 : n < 8000 ? 3 : 4;
    for (int i = 0; i < count; i++, value >>= 4) {
        const char *s = syllables[value & 15];
        memcpy(out + len, s, strlen(s));
        len += strlen(s);
    }
    out[len++] = (char)('a' + n % 26);
    out[len++] = (char)('a' + n / 26 % 26);
    out[len] = '\0';
}

/* Zipf with exponent 1 by inversion of the continuous law. */
static uint32_t draw_word(uint64_t *state)
{
    double u = unit_random(state), n = 1.0;
    for (double left = u * 10.6; left >= 0.0625; left -= 0.0625) n *= 1.0644944589178593;
    uint32_t word = (uint32_t)n - 1;
    return word < WORDS ? word : WORDS - 1;
}

static void make_person(char out[64], uint32_t n)
{
    char first[24], last[24];
    make_word(first, 50000 + n % 700);
    make_word(last, 60000 + n / 3);
    first[0] = (char)(first[0] - 32);
    last[0] = (char)(last[0] - 32);
    snprintf(out, 64, "%s %s", first, last);
}

/* ---- documents ---- */

typedef struct statement {
    int source[2], cue[2], content[2]; /* bytes; the text is ASCII */
    uint32_t person;
    uint32_t words[64];
    uint32_t word_count;
} statement;

typedef struct document {
    char text[TEXT_BYTES];
    int len;
    char day[16];
    statement statements[STATEMENTS];
} document;

static void put(document *d, const char *text)
{
    size_t len = strlen(text);
    if ((size_t)d->len + len + 1 > sizeof d->text) die("document", "too long");
    memcpy(d->text + d->len, text, len + 1);
    d->len += (int)len;
}

/* Words of a statement: its own, or those of a statement in a document before. */
static void draw_words(statement *s, uint64_t document_number, int place, int depth)
{
    uint64_t state = document_number * 1000003u + (uint64_t)place * 7919u + 12345u;
    bool copy = next_random(&state) % 20 == 0 && document_number > 0 && depth < 4;
    if (copy) {
        uint64_t from = next_random(&state) % document_number;
        draw_words(s, from, (int)(next_random(&state) % STATEMENTS), depth + 1);
        if (s->word_count > 3) s->words[next_random(&state) % s->word_count] = draw_word(&state);
        return;
    }
    s->word_count = 8 + (uint32_t)(next_random(&state) % 22);
    for (uint32_t i = 0; i < s->word_count; i++) s->words[i] = draw_word(&state);
}

static void put_content(document *d, const statement *s)
{
    static const char *const small[] = {"the", "of", "and", "to", "that"};
    char word[24];
    for (uint32_t i = 0; i < s->word_count; i++) {
        if (i > 0) put(d, " ");
        if (i % 3 == 1) {
            put(d, small[(s->words[i] + i) % 5]);
            put(d, " ");
        }
        make_word(word, s->words[i]);
        put(d, word);
    }
}

static void make_document(document *d, uint64_t number)
{
    static const char *const cues[] = {"said", "added", "told reporters", "wrote", "argued"};
    uint64_t state = number * 2862933555777941757u + 3037000493u;
    char name[64];
    uint32_t people[5];
    d->len = 0;
    for (int i = 0; i < 5; i++) people[i] = (uint32_t)(next_random(&state) % PEOPLE);
    uint32_t day = (uint32_t)(next_random(&state) % 3650);
    snprintf(d->day, sizeof d->day, "%04u-%02u-%02u", 2014 + day / 365, 1 + day % 365 / 31,
             1 + day % 28);
    for (int i = 0; i < STATEMENTS; i++) {
        statement *s = &d->statements[i];
        s->person = people[next_random(&state) % 5];
        draw_words(s, number, i, 0);
        make_person(name, s->person);
        s->source[0] = d->len;
        put(d, name);
        s->source[1] = d->len;
        put(d, " ");
        s->cue[0] = d->len;
        put(d, cues[next_random(&state) % 5]);
        s->cue[1] = d->len;
        put(d, " ");
        s->content[0] = d->len;
        put_content(d, s);
        s->content[1] = d->len;
        put(d, i % 4 == 3 ? ".\\n\\n" : ". ");
    }
}

/* "\n" is two bytes in JSON: the text as it is, from the text as it is written. */
static int unescape(char *out, const document *d)
{
    int len = 0;
    for (int i = 0; i < d->len; i++) {
        if (d->text[i] == '\\') i++;
        out[len++] = d->text[i] == 'n' && i > 0 && d->text[i - 1] == '\\' ? '\n' : d->text[i];
    }
    return len;
}

/* An offset in the written text as one in the text: each "\n" before it counts one less. */
static int shift(const document *d, int at)
{
    int less = 0;
    for (int i = 0; i < at; i++) less += d->text[i] == '\\';
    return at - less;
}

static int put_part(char *out, const document *d, const char *name, const int part[2],
                    const char *more)
{
    return sprintf(out, "\"%s\":{\"spans\":[[%d,%d]],\"text\":\"%.*s\"%s},", name,
                   shift(d, part[0]), shift(d, part[1]), part[1] - part[0], d->text + part[0],
                   more);
}

/* The record of a document, and the bytes of its text. */
static size_t make_record(char *out, const document *d, uint64_t number, size_t *text_bytes)
{
    static char text[TEXT_BYTES];
    uint8_t digest[32];
    int text_len = unescape(text, d);
    onr_sha256_bytes(digest, text, (size_t)text_len);
    *text_bytes = (size_t)text_len;
    char *at = out;
    at += sprintf(at, "{\"schema\":\"onrecord/1\",\"id\":\"d%llu\",\"text\":\"%s\",\"sha256\":\"",
                  (unsigned long long)number, d->text);
    for (int i = 0; i < 32; i++) at += sprintf(at, "%02x", digest[i]);
    at += sprintf(at,
                  "\",\"model\":{\"name\":\"templates\",\"version\":\"1\",\"sha256\":\"00\"},"
                  "\"title\":\"Report %llu\",\"byline\":null,\"published\":\"%s\","
                  "\"url\":\"https://outlet%llu.example/%llu\",\"attributions\":[",
                  (unsigned long long)number, d->day, (unsigned long long)number % 200,
                  (unsigned long long)number);
    for (int i = 0; i < STATEMENTS; i++) {
        const statement *s = &d->statements[i];
        at += sprintf(at, "%s{\"id\":%d,\"form\":\"indirect\",\"act\":\"speech\",",
                      i > 0 ? "," : "", i);
        at += put_part(at, d, "source", s->source, "");
        at += put_part(at, d, "cue", s->cue, ",\"lemma\":\"say\"");
        at += put_part(at, d, "content", s->content, "");
        at += sprintf(at, "\"speaker\":null,\"negated\":false,\"parent\":null,\"confidence\":0.%d}",
                      500 + (int)(number + (uint64_t)i * 37) % 499);
    }
    at += sprintf(at, "],\"warnings\":[]}\n");
    return (size_t)(at - out);
}

/* ---- filling ---- */

typedef struct filling {
    onr_store *store;
    char *records[BATCH];
    onr_store_item items[BATCH];
    double cpu; /* spent in the store, in all */
} filling;

static void init_filling(filling *f, onr_store *store)
{
    f->store = store;
    for (int i = 0; i < BATCH; i++) {
        f->records[i] = malloc(RECORD_BYTES);
        if (f->records[i] == NULL) die("memory", "there is not enough");
    }
}

/* Add documents [from, to); answers the seconds spent in the store. */
static double fill(filling *f, uint64_t from, uint64_t to, uint64_t *text_bytes)
{
    static document d;
    double spent = 0.0;
    onr_error err;
    while (from < to) {
        uint32_t count = 0;
        for (; count < BATCH && from < to; count++, from++) {
            size_t bytes;
            make_document(&d, from);
            size_t len = make_record(f->records[count], &d, from, &bytes);
            f->items[count] = (onr_store_item){.record = {f->records[count], len}};
            *text_bytes += bytes;
        }
        double start = seconds(), cpu = cpu_seconds();
        if (onr_store_add(f->store, f->items, count, &err) != ONR_OK) die("add", err.message);
        spent += seconds() - start;
        f->cpu += cpu_seconds() - cpu;
        if (f->items[0].outcome == ONR_STORED_NOT) die("add", f->items[0].error.message);
    }
    return spent;
}

static int compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static void fill_store(onr_store *store, const char *path, uint64_t documents)
{
    static filling f;
    static double thousands[MAX_SAMPLES], cpu[MAX_SAMPLES];
    uint64_t text_bytes = 0, blocks = documents / 1000;
    double total = 0.0;
    init_filling(&f, store);
    for (uint64_t i = 0; i < blocks && i < MAX_SAMPLES; i++) {
        thousands[i] = fill(&f, i * 1000, (i + 1) * 1000, &text_bytes);
        total += thousands[i];
        cpu[i] = f.cpu;
        f.cpu = 0.0;
        if (i % 10 == 9) fprintf(stderr, "%llu documents\n", (unsigned long long)(i + 1) * 1000);
    }
    struct stat info = {0};
    stat(path, &info);
    printf("| %llu documents, %llu statements | %.0f s in the store, %.0f documents/s |\n",
           (unsigned long long)blocks * 1000, (unsigned long long)blocks * 1000 * STATEMENTS, total,
           (double)blocks * 1000.0 / total);
    printf("| first thousand, last thousand | %.3f s, %.3f s: %.2f times |\n", thousands[0],
           thousands[blocks - 1], thousands[blocks - 1] / thousands[0]);
    printf("| the same in processor time | %.3f s, %.3f s: %.2f times |\n", cpu[0],
           cpu[blocks - 1], cpu[blocks - 1] / cpu[0]);
    if (blocks > 20) {
        double first = 0.0, last = 0.0;
        for (int i = 0; i < 10; i++) {
            first += cpu[i];
            last += cpu[blocks - 1 - (uint64_t)i];
        }
        printf("| first and last ten thousand, processor time | %.2f s, %.2f s: %.2f times |\n",
               first, last, last / first);
    }
    printf("| text, file | %.0f MB, %.0f MB: %.2f times |\n", (double)text_bytes / 1e6,
           (double)info.st_size / 1e6, (double)info.st_size / (double)text_bytes);
}

/* ---- searching ---- */

static bool count_hit(void *ctx, const onr_hit *hit)
{
    (void)hit;
    *(uint64_t *)ctx += 1;
    return true;
}

/* Two words of some statement, its speaker, and the year around its day. */
static double search_once(onr_store *store, uint64_t *state, uint64_t documents, uint64_t *hits)
{
    static _Thread_local document d;
    char words[64], first[24], second[24], name[64], from[16], to[16];
    onr_error err;
    make_document(&d, next_random(state) % documents);
    const statement *s = &d.statements[next_random(state) % STATEMENTS];
    uint32_t i = (uint32_t)(next_random(state) % s->word_count);
    uint32_t j = (i + 1 + (uint32_t)(next_random(state) % (s->word_count - 1))) % s->word_count;
    make_word(first, s->words[i]);
    make_word(second, s->words[j]);
    make_person(name, s->person);
    snprintf(words, sizeof words, "%s %s", first, second);
    int year = atoi(d.day);
    snprintf(from, sizeof from, "%04d-01", year);
    snprintf(to, sizeof to, "%04d", year);
    onr_query query = ONR_QUERY_DEFAULT;
    query.words = (onr_slice){words, strlen(words)};
    query.speaker = (onr_slice){strchr(name, ' ') + 1, strlen(strchr(name, ' ') + 1)};
    query.from = (onr_slice){from, strlen(from)};
    query.to = (onr_slice){to, strlen(to)};
    double start = seconds();
    if (onr_store_search(store, &query, count_hit, hits, NULL, &err) != ONR_OK)
        die("search", err.message);
    return seconds() - start;
}

static void search_store(onr_store *store, uint32_t queries)
{
    static double times[MAX_SAMPLES];
    onr_store_counts counts;
    uint64_t state = 42, hits = 0;
    if (onr_store_count(store, &counts, NULL) != ONR_OK) die("count", "failed");
    if (queries > MAX_SAMPLES) queries = MAX_SAMPLES;
    for (uint32_t i = 0; i < queries; i++)
        times[i] = search_once(store, &state, counts.documents, &hits);
    qsort(times, queries, sizeof *times, compare_doubles);
    printf("| search, two words, speaker, year: %u queries, %.1f hits each | 50%% %.2f ms, 99%% "
           "%.2f ms, longest %.2f ms |\n",
           queries, (double)hits / queries, times[queries / 2] * 1000.0,
           times[queries * 99 / 100] * 1000.0, times[queries - 1] * 1000.0);
}

/* ---- together ---- */

typedef struct reader {
    pthread_t thread;
    const char *path;
    uint64_t state, searches, hits;
    double longest;
    uint64_t documents;
} reader;

static atomic_bool finished;

static void *read_on(void *arg)
{
    reader *r = arg;
    onr_store *store;
    onr_error err;
    while (!atomic_load(&finished)) {
        if (onr_store_open(&store, r->path, ONR_STORE_READ, NULL, &err) != ONR_OK)
            die("reader", err.message);
        for (int i = 0; i < 50 && !atomic_load(&finished); i++) {
            double spent = search_once(store, &r->state, r->documents, &r->hits);
            if (spent > r->longest) r->longest = spent;
            r->searches++;
        }
        onr_store_close(store);
    }
    return NULL;
}

static void run_together(const char *path, onr_store *store, double limit)
{
    static filling f;
    static reader readers[READERS];
    onr_store_counts counts;
    uint64_t text_bytes = 0, searches = 0;
    double start = seconds(), longest_add = 0.0, longest = 0.0;
    if (onr_store_count(store, &counts, NULL) != ONR_OK) die("count", "failed");
    if (counts.documents == 0) fill_store(store, path, 1000);
    if (onr_store_count(store, &counts, NULL) != ONR_OK) die("count", "failed");
    uint64_t next = counts.documents;
    for (int i = 0; i < READERS; i++) {
        readers[i] = (reader){.path = path, .state = (uint64_t)i, .documents = counts.documents};
        pthread_create(&readers[i].thread, NULL, read_on, &readers[i]);
    }
    init_filling(&f, store);
    while (seconds() - start < limit) {
        double spent = fill(&f, next, next + 64, &text_bytes);
        if (spent > longest_add) longest_add = spent;
        next += 64;
    }
    atomic_store(&finished, true);
    for (int i = 0; i < READERS; i++) {
        pthread_join(readers[i].thread, NULL);
        searches += readers[i].searches;
        if (readers[i].longest > longest) longest = readers[i].longest;
    }
    printf("| one writer, %d readers, %.0f s | %llu documents added, %llu searches, no error; "
           "longest search %.0f ms, longest transaction of 64 documents %.0f ms |\n",
           READERS, limit, (unsigned long long)(next - counts.documents),
           (unsigned long long)searches, longest * 1000.0, longest_add * 1000.0);
}

static void print_records(uint64_t count)
{
    static document d;
    static char record[RECORD_BYTES];
    for (uint64_t i = 0; i < count; i++) {
        size_t bytes;
        make_document(&d, i);
        fwrite(record, 1, make_record(record, &d, i, &bytes), stdout);
    }
}

int main(int argc, char **argv)
{
    uint64_t documents = 100000;
    uint32_t queries = 1000;
    double together = 0.0;
    bool search_only = false;
    onr_store *store;
    onr_error err;
    if (argc == 3 && strcmp(argv[1], "--print") == 0) {
        print_records(strtoull(argv[2], NULL, 10));
        return 0;
    }
    if (argc < 2) die("usage", "store_bench DB [--documents N] [--queries N] [--search-only]");
    for (int i = 2; i < argc; i++) {
        bool more = i + 1 < argc;
        if (strcmp(argv[i], "--search-only") == 0)
            search_only = true;
        else if (more && strcmp(argv[i], "--documents") == 0)
            documents = strtoull(argv[++i], NULL, 10);
        else if (more && strcmp(argv[i], "--queries") == 0)
            queries = (uint32_t)atoi(argv[++i]);
        else if (more && strcmp(argv[i], "--concurrent") == 0)
            together = atof(argv[++i]);
        else
            die("usage", argv[i]);
    }
    if (onr_store_open(&store, argv[1], search_only ? ONR_STORE_READ : ONR_STORE_CREATE, NULL,
                       &err) != ONR_OK)
        die(argv[1], err.message);
    printf("| what | measured |\n| --- | --- |\n");
    if (together > 0.0) {
        run_together(argv[1], store, together);
    } else {
        if (!search_only) fill_store(store, argv[1], documents);
        search_store(store, queries);
    }
    onr_store_close(store);
    return 0;
}
