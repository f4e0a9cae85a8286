/*
 * bench.c - how fast the library reads, stage by stage, with nothing around it.
 *
 *     bench [--rounds N] [--jobs N] FILE...
 *
 * Loads the files (plain text or JSON Lines) into memory, then does what
 * `onrecord read --format jsonl` does with them, without the output: reader, pipeline, record. Each
 * figure is the median of N rounds (5) over all files, after one that does not count; where that
 * one takes longer than ten seconds it is the only one. Prints tables in Markdown. Uses the public
 * headers only.
 *
 * Tokens are the library's own; words are runs of bytes between white space.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include <onrecord/onrecord.h>

enum { MAX_ROUNDS = 99, MAX_STAGES = 16, LONG_ROUND_SECONDS = 10 };

typedef struct input_file {
    const char *path;
    char *bytes;
    size_t len, at; /* `at`: how far a reader has come */
} input_file;

/* What one round over all files did; times in seconds. */
typedef struct round_result {
    double total, reader, record;
    double stage[MAX_STAGES];
    uint64_t reports, tokens, attributions, record_bytes, failures;
} round_result;

typedef struct bench {
    input_file *files;
    uint32_t file_count;
    uint32_t rounds, jobs;
    uint64_t text_bytes, words;
} bench;

static void die(const char *what, const char *why)
{
    fprintf(stderr, "bench: %s: %s\n", what, why);
    exit(1);
}

static void *need(void *ptr)
{
    if (ptr == NULL) die("memory", "there is not enough");
    return ptr;
}

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static double peak_megabytes(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)usage.ru_maxrss / 1024; /* Linux counts KiB */
}

static void load(input_file *file, const char *path)
{
    FILE *f = fopen(path, "rb");
    if (f == NULL) die(path, strerror(errno));
    size_t capacity = 1 << 20, got;
    *file = (input_file){.path = path, .bytes = need(malloc(capacity))};
    while ((got = fread(file->bytes + file->len, 1, capacity - file->len, f)) > 0) {
        file->len += got;
        if (file->len == capacity) file->bytes = need(realloc(file->bytes, capacity *= 2));
    }
    if (ferror(f)) die(path, "cannot be read");
    fclose(f);
}

static ptrdiff_t read_memory(void *ctx, void *buffer, size_t size)
{
    input_file *file = ctx;
    size_t left = file->len - file->at;
    if (size > left) size = left;
    memcpy(buffer, file->bytes + file->at, size);
    file->at += size;
    return (ptrdiff_t)size;
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static uint64_t count_words(onr_slice text)
{
    uint64_t words = 0;
    bool inside = false;
    for (size_t i = 0; i < text.len; i++) {
        bool space = is_space(text.ptr[i]);
        words += !space && !inside;
        inside = !space;
    }
    return words;
}

static onr_reader *open_reader(input_file *file)
{
    onr_reader *reader;
    onr_error err;
    file->at = 0;
    if (onr_reader_open_stream(&reader, file->path, read_memory, file, NULL, &err) != ONR_OK)
        die(file->path, err.message);
    return reader;
}

/* The size of the texts, found by a reading that is not timed. */
static void measure_inputs(bench *b)
{
    for (uint32_t i = 0; i < b->file_count; i++) {
        onr_reader *reader = open_reader(&b->files[i]);
        onr_input in;
        onr_status status;
        while ((status = onr_reader_next(reader, &in, NULL)) != ONR_END) {
            if (onr_reader_failed(reader)) die(b->files[i].path, "cannot be read");
            if (status != ONR_OK) continue;
            b->text_bytes += in.text.len;
            b->words += count_words(in.text);
        }
        onr_reader_close(reader);
    }
}

static void read_one(round_result *r, onr_pipeline *pipeline, const onr_input *in,
                     onr_buffer *record)
{
    onr_doc *doc;
    if (onr_pipeline_read(&doc, pipeline, in, NULL) != ONR_OK) {
        r->failures++;
        return;
    }
    double start = seconds();
    record->len = 0;
    if (onr_record_write(record, doc, onr_pipeline_model(pipeline), ONR_FORMAT_JSONL, NULL, NULL) !=
        ONR_OK)
        r->failures++;
    r->record += seconds() - start;
    r->reports++;
    r->tokens += onr_doc_token_count(doc);
    r->attributions += onr_doc_attribution_count(doc);
    r->record_bytes += record->len;
    onr_doc_free(doc);
}

static void read_file(round_result *r, onr_pipeline *pipeline, input_file *file, onr_buffer *record)
{
    onr_reader *reader = open_reader(file);
    for (;;) {
        onr_input in;
        double start = seconds();
        onr_status status = onr_reader_next(reader, &in, NULL);
        r->reader += seconds() - start;
        if (status == ONR_END) break;
        if (status == ONR_OK)
            read_one(r, pipeline, &in, record);
        else
            r->failures++;
    }
    onr_reader_close(reader);
}

/* One round in this thread, with a pipeline of its own, as the command has. */
static round_result run_round(const bench *b, const onr_model *model)
{
    round_result r = {0};
    onr_buffer record = {0};
    onr_pipeline *pipeline;
    onr_error err;
    double start = seconds();
    if (onr_pipeline_open(&pipeline, model, NULL, &err) != ONR_OK) die("pipeline", err.message);
    for (uint32_t i = 0; i < b->file_count; i++) read_file(&r, pipeline, &b->files[i], &record);
    for (uint32_t i = 0; i < onr_pipeline_stage_count(pipeline) && i < MAX_STAGES; i++)
        r.stage[i] = (double)onr_pipeline_stage_at(pipeline, i).nanoseconds * 1e-9;
    onr_pipeline_close(pipeline);
    onr_buffer_free(&record);
    r.total = seconds() - start;
    return r;
}

static int by_total(const void *a, const void *b)
{
    double x = ((const round_result *)a)->total, y = ((const round_result *)b)->total;
    return (x > y) - (x < y);
}

/* The median round; `*best` and `*worst` are the times of the fastest and the slowest. */
static round_result run_rounds(const bench *b, const onr_model *model, double *best, double *worst)
{
    round_result rounds[MAX_ROUNDS], first = run_round(b, model);
    *best = *worst = first.total;
    if (first.total > LONG_ROUND_SECONDS) return first;
    for (uint32_t i = 0; i < b->rounds; i++) rounds[i] = run_round(b, model);
    qsort(rounds, b->rounds, sizeof *rounds, by_total);
    *best = rounds[0].total;
    *worst = rounds[b->rounds - 1].total;
    return rounds[b->rounds / 2];
}

static void print_speed_row(const bench *b, const char *name, const round_result *r, double best,
                            double worst)
{
    double tokens = (double)r->tokens;
    printf("| %s | %.0f | %.0f | %.2f | %.0f to %.0f |\n", name, tokens / r->total,
           (double)b->words / r->total, (double)b->text_bytes / r->total / 1e6, tokens / worst,
           tokens / best);
}

static void print_speed_head(const char *title, const char *first)
{
    printf("### %s\n\n| %s | tokens/s | words/s | MB of text/s | tokens/s, slowest to fastest |\n",
           title, first);
    printf("| --- | ---: | ---: | ---: | ---: |\n");
}

static void print_stage(const char *name, double spent, const round_result *r)
{
    printf("| %s | %.1f %% | %.0f |\n", name, 100 * spent / r->total,
           r->tokens == 0 ? 0 : spent * 1e9 / (double)r->tokens);
}

static void print_stages(const round_result *r, const onr_model *model)
{
    onr_pipeline *pipeline;
    if (onr_pipeline_open(&pipeline, model, NULL, NULL) != ONR_OK) die("pipeline", "cannot open");
    printf("\n### Where the time goes (%s, one thread)\n\n", onr_model_isa_name(model));
    printf("| stage | share | ns/token |\n| --- | ---: | ---: |\n");
    double rest = r->total - r->reader - r->record;
    print_stage("reader", r->reader, r);
    for (uint32_t i = 0; i < onr_pipeline_stage_count(pipeline) && i < MAX_STAGES; i++) {
        print_stage(onr_pipeline_stage_at(pipeline, i).name, r->stage[i], r);
        rest -= r->stage[i];
    }
    print_stage("record", r->record, r);
    print_stage("the rest", rest, r);
    onr_pipeline_close(pipeline);
}

/* Every instruction set this processor has, the best one last; the model keeps that one. Answers
 * its median round. */
static round_result bench_kernels(const bench *b, onr_model *model)
{
    static const onr_isa all[] = {ONR_ISA_PLAIN, ONR_ISA_AVX2, ONR_ISA_VNNI};
    round_result r = {0};
    print_speed_head("One thread", "kernels");
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        double best, worst;
        if (onr_model_set_isa(model, all[i]) != ONR_OK) continue;
        r = run_rounds(b, model, &best, &worst);
        print_speed_row(b, onr_model_isa_name(model), &r, best, worst);
    }
    return r;
}

static bool count_item(void *ctx, const onr_batch_item *item)
{
    round_result *r = ctx;
    r->tokens += item->tokens;
    r->failures += item->status != ONR_OK;
    return true;
}

static round_result run_batch(const bench *b, const onr_model *model, uint32_t jobs,
                              const char *const *paths)
{
    onr_batch_options options = ONR_BATCH_OPTIONS_DEFAULT;
    onr_error err;
    round_result r = {0};
    options.jobs = jobs;
    double start = seconds();
    if (onr_batch_run(model, paths, b->file_count, &options, count_item, &r, &err) != ONR_OK)
        die("batch", err.message);
    r.total = seconds() - start;
    return r;
}

static void bench_batch(const bench *b, const onr_model *model)
{
    const char **paths = need(malloc(b->file_count * sizeof *paths));
    for (uint32_t i = 0; i < b->file_count; i++) paths[i] = b->files[i].path;
    printf("\n");
    print_speed_head("Batch, from files", "threads");
    for (uint32_t jobs = 1; jobs <= b->jobs; jobs = jobs < b->jobs ? b->jobs : jobs + 1) {
        round_result rounds[MAX_ROUNDS];
        for (uint32_t i = 0; i < b->rounds; i++) rounds[i] = run_batch(b, model, jobs, paths);
        qsort(rounds, b->rounds, sizeof *rounds, by_total);
        char name[16];
        snprintf(name, sizeof name, "%u", jobs);
        print_speed_row(b, name, &rounds[b->rounds / 2], rounds[0].total,
                        rounds[b->rounds - 1].total);
    }
    free(paths);
}

static void run(bench *b)
{
    onr_model *model;
    onr_error err;
    if (onr_model_open(&model, NULL, NULL, &err) != ONR_OK) die("model", err.message);
    measure_inputs(b);
    double loaded = peak_megabytes();
    round_result r = bench_kernels(b, model);
    double read = peak_megabytes();
    print_stages(&r, model);
    bench_batch(b, model);
    printf("\n%llu reports, %llu tokens, %llu words, %.1f MB of text; %llu attributions, %.1f MB "
           "of records; %llu failures.\n",
           (unsigned long long)r.reports, (unsigned long long)r.tokens,
           (unsigned long long)b->words, (double)b->text_bytes / 1e6,
           (unsigned long long)r.attributions, (double)r.record_bytes / 1e6,
           (unsigned long long)r.failures);
    printf("Peak memory: %.1f MiB with inputs and model loaded, %.1f MiB after one thread, %.1f "
           "MiB after the batches.\n",
           loaded, read, peak_megabytes());
    onr_model_close(model);
}

static void usage(void)
{
    fprintf(stderr, "usage: bench [--rounds N] [--jobs N] FILE...\n");
    exit(2);
}

static uint32_t parse_number(const char *text, uint32_t max)
{
    char *end = NULL;
    unsigned long n = text == NULL ? 0 : strtoul(text, &end, 10);
    if (n == 0 || *end != '\0' || n > max) usage();
    return (uint32_t)n;
}

int main(int argc, char **argv)
{
    bench b = {.rounds = 5, .jobs = 2};
    int i = 1;
    for (; i < argc && strncmp(argv[i], "--", 2) == 0; i += 2) {
        if (strcmp(argv[i], "--rounds") == 0)
            b.rounds = parse_number(argv[i + 1], MAX_ROUNDS);
        else if (strcmp(argv[i], "--jobs") == 0)
            b.jobs = parse_number(argv[i + 1], 256);
        else
            usage();
    }
    if (i >= argc) usage();
    b.file_count = (uint32_t)(argc - i);
    b.files = need(calloc(b.file_count, sizeof *b.files));
    for (uint32_t k = 0; k < b.file_count; k++) load(&b.files[k], argv[i + (int)k]);
    run(&b);
    for (uint32_t k = 0; k < b.file_count; k++) free(b.files[k].bytes);
    free(b.files);
    return 0;
}
