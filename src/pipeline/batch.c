#include <onrecord/batch.h>

#include <pthread.h>
#include <signal.h>
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "copy/copies.h"
#include "doc/doc.h"
#include "doc/input.h"

/*
 * The calling thread reads inputs and hands records out; workers turn one into the other. They
 * meet in a ring of slots: the calling thread adds at one end and emits at the other, so the order
 * of the output is that of the input, and each slot belongs to exactly one thread at a time.
 *
 * Whether a report is a copy depends on those before it, so workers ask for it in turns, in the
 * order of the inputs: after finding the text, before the costly stages. Slots are taken in that
 * order too, so whoever has the next turn is at work already and nobody waits for long.
 */
enum {
    MAX_JOBS = 256,
    SLOTS_PER_JOB = 4,              /* enough that a long report does not starve the others */
    KEEP_BYTES = 64 << 10,          /* larger buffers are given back after use */
    MAX_BYTES_IN_FLIGHT = 32 << 20, /* inputs and records in the ring; one larger report may pass */
    ROUND_BYTES = 4 << 10           /* input copies grow in these steps */
};

/* All reports of all files, one after the other. */
typedef struct source {
    const char *const *paths;
    uint32_t path_count;
    uint32_t next_path;
    const onr_reader_options *options;
    onr_want_fn want;   /* may be NULL */
    void *ctx;          /* its own */
    const char *name;   /* of the current file */
    onr_reader *reader; /* NULL between files */
} source;

/* One input on its way to becoming a record. */
typedef struct slot {
    onr_input in;      /* points into `bytes`, or into the reader's memory without workers */
    uint64_t line;     /* of the input, for messages */
    char *bytes;       /* in.bylines, in.blocks, then all strings of `in` */
    size_t capacity;   /* of `bytes` */
    size_t charge;     /* what the slot counts in ring.bytes */
    bool done;         /* `item` is ready to be emitted */
    uint64_t turn;     /* to be judged */
    onr_buffer record;
    onr_batch_item item;
} slot;

/* Everything below `lock` is guarded by it. emitted <= taken <= added <= emitted + capacity; the
 * slots before `taken` are done or in a worker's hands. */
typedef struct ring {
    slot *slots; /* [capacity]; number i stands in slots[i % capacity] */
    uint32_t capacity;
    pthread_mutex_t lock;
    pthread_cond_t added_one;    /* for the workers: a slot to take, or stop */
    pthread_cond_t finished_one; /* for the calling thread */
    pthread_cond_t judged_one;   /* for workers that wait for their turn */
    uint64_t added;
    uint64_t taken;
    uint64_t emitted;
    uint64_t turns;  /* given out */
    uint64_t judged; /* whose turn it is; only that worker touches `copies` */
    size_t bytes;
    bool stop;
} ring;

typedef struct worker {
    pthread_t thread;
    onr_pipeline *pipeline;
    ring *ring;
    const onr_batch_options *options;
    onr_copies *copies;
} worker;

typedef struct team {
    ring ring;
    worker *workers; /* [capacity] */
    uint32_t count;  /* running */
    uint32_t capacity;
} team;

typedef struct batch {
    const onr_model *model;
    const onr_batch_options *options;
    const onr_alloc *alloc;
    onr_batch_fn emit;
    void *ctx;
    source source;
    onr_copies copies;
} batch;

static void set_failure(onr_batch_item *item, onr_status status, uint64_t line)
{
    item->status = status;
    item->record = (onr_slice){NULL, 0};
    item->tokens = 0;
    item->error.status = status;
    if (item->error.line == 0) item->error.line = line;
}

static void close_file(source *from)
{
    onr_reader_close(from->reader);
    from->reader = NULL;
}

/* ONR_OK with `in` filled, ONR_END after the last file, or the failure of one input. */
static onr_status next_input(source *from, onr_input *in, onr_error *err)
{
    for (;;) {
        if (from->reader == NULL) {
            if (from->next_path == from->path_count) return ONR_END;
            from->name = from->paths[from->next_path++];
            onr_status opened = onr_reader_open(&from->reader, from->name, from->options, err);
            if (opened != ONR_OK) {
                from->reader = NULL;
                return opened;
            }
        }
        onr_status status = onr_reader_next(from->reader, in, err);
        if (status == ONR_OK) return ONR_OK;
        bool end = status == ONR_END;
        if (end || onr_reader_failed(from->reader)) close_file(from);
        if (!end) return status;
    }
}

/* As next_input(), with the outcome described in `to`, whose `in` is the reader's memory. Inputs
 * that are not wanted are passed over. */
static onr_status next_slot(source *from, slot *to)
{
    onr_status status;
    do {
        to->item = (onr_batch_item){0};
        to->in = (onr_input){0};
        to->line = 0;
        status = next_input(from, &to->in, &to->item.error);
    } while (status == ONR_OK && from->want != NULL &&
             !from->want(from->ctx, &to->in, to->item.tag));
    to->item.name = from->name;
    if (status == ONR_OK)
        to->item.line = to->line = onr_reader_line(from->reader);
    else if (status != ONR_END)
        set_failure(&to->item, status, 0);
    return status;
}

/* ---- one report ---- */

static void wait_for_turn(ring *r, uint64_t turn)
{
    pthread_mutex_lock(&r->lock);
    while (r->judged != turn) pthread_cond_wait(&r->judged_one, &r->lock);
    pthread_mutex_unlock(&r->lock);
}

static void pass_turn(ring *r)
{
    pthread_mutex_lock(&r->lock);
    r->judged++;
    pthread_cond_broadcast(&r->judged_one);
    pthread_mutex_unlock(&r->lock);
}

/* Find out whether a document is a copy; `doc` is NULL when there is none to judge. `r` is NULL
 * where only one thread works. */
static onr_status judge(onr_doc *doc, onr_copies *copies, ring *r, uint64_t turn, onr_error *err)
{
    onr_signature signature;
    onr_slice of = {NULL, 0};
    onr_status status = ONR_OK;
    if (doc != NULL) onr_signature_of(&signature, onr_doc_text(doc));
    if (r != NULL) wait_for_turn(r, turn);
    if (doc != NULL) status = onr_copies_judge(&of, copies, &signature, onr_doc_meta(doc)->id);
    if (status == ONR_OK && of.ptr != NULL && !onr_doc_set_copy_of(doc, of)) status = ONR_ENOMEM;
    if (r != NULL) pass_turn(r);
    return status == ONR_OK ? ONR_OK : onr_fail_memory(err);
}

/* Where reports of one input have no lines, their address tells them apart in messages. */
static void name_report(onr_error *err, const slot *s)
{
    char message[sizeof err->message];
    if (s->line > 0 || s->in.url.ptr == NULL) return;
    int len = s->in.url.len < 100 ? (int)s->in.url.len : 100;
    memcpy(message, err->message, sizeof message);
    onr_fail(err, err->status, "%.*s: %.90s", len, s->in.url.ptr, message);
}

/* The item of one input that was read: its record, or what failed. `copies` is NULL when nobody
 * wants to know about them. */
static void read_report(slot *s, onr_pipeline *pipeline, const onr_batch_options *options,
                        onr_copies *copies, ring *r)
{
    onr_batch_item *item = &s->item;
    onr_doc *doc = NULL;
    s->record.len = 0;
    onr_status status = onr_pipeline_begin(&doc, pipeline, &s->in, &item->error);
    if (copies != NULL) {
        onr_error err = {0};
        onr_status judged = judge(doc, copies, r, s->turn, &err);
        if (status == ONR_OK && judged != ONR_OK) item->error = err;
        if (status == ONR_OK) status = judged;
    }
    if (status == ONR_OK) status = onr_pipeline_finish(pipeline, doc, &item->error);
    if (status == ONR_OK)
        status = onr_record_write(&s->record, doc, onr_pipeline_model(pipeline), options->format,
                                  &options->record, &item->error);
    if (status == ONR_OK) {
        item->status = ONR_OK;
        item->record = (onr_slice){s->record.ptr, s->record.len};
        item->tokens = onr_doc_token_count(doc);
    } else {
        name_report(&item->error, s);
        set_failure(item, status, s->line);
    }
    if (doc != NULL) onr_doc_free(doc);
}

static void trim_record(slot *s)
{
    if (s->record.capacity > KEEP_BYTES) onr_buffer_free(&s->record);
}

static void release_input(const onr_alloc *alloc, slot *s)
{
    onr_release(alloc, s->bytes, s->capacity);
    s->bytes = NULL;
    s->capacity = 0;
}

static onr_status run_alone(batch *b, onr_error *err)
{
    onr_pipeline *pipeline;
    onr_status status = onr_pipeline_open(&pipeline, b->model, &b->options->pipeline, err);
    if (status != ONR_OK) return status;
    slot s = {.record = {.alloc = b->alloc}};
    onr_copies *copies = b->options->dedupe ? &b->copies : NULL;
    bool go_on = true;
    while (go_on && (status = next_slot(&b->source, &s)) != ONR_END) {
        if (status == ONR_OK) read_report(&s, pipeline, b->options, copies, NULL);
        go_on = b->emit(b->ctx, &s.item);
        trim_record(&s);
    }
    onr_buffer_free(&s.record);
    onr_pipeline_close(pipeline);
    return go_on ? ONR_OK : ONR_END;
}

static bool add_size(size_t *sum, size_t more)
{
    if (more > SIZE_MAX - *sum) return false;
    *sum += more;
    return true;
}

/* Bytes that a copy of the input takes; SIZE_MAX when they cannot be counted. */
static size_t input_size(const onr_input *in)
{
    size_t sum = 0;
    bool ok = add_size(&sum, in->text.len) && add_size(&sum, in->html.len) &&
              add_size(&sum, in->charset.len);
    for (uint32_t i = 0; ok && i < ONR_INPUT_FIELDS; i++)
        ok = add_size(&sum, onr_input_field((onr_input *)in, i)->len);
    for (uint32_t i = 0; ok && i < in->block_count; i++) ok = add_size(&sum, sizeof *in->blocks);
    for (uint32_t i = 0; ok && i < in->byline_count; i++)
        ok = add_size(&sum, sizeof *in->bylines) && add_size(&sum, in->bylines[i].len);
    return ok ? sum : SIZE_MAX;
}

static bool reserve_input(const onr_alloc *alloc, slot *s, size_t size)
{
    if (s->bytes != NULL && size <= s->capacity) return true;
    if (size > SIZE_MAX - ROUND_BYTES) return false;
    release_input(alloc, s);
    size_t capacity = (size / ROUND_BYTES + 1) * ROUND_BYTES;
    s->bytes = onr_resize(alloc, NULL, 0, capacity);
    if (s->bytes != NULL) s->capacity = capacity;
    return s->bytes != NULL;
}

/* Copy a slice to `at` and make it point there; answers the end of the copy. */
static char *move_slice(onr_slice *slice, char *at)
{
    if (slice->ptr == NULL) return at;
    if (slice->len > 0) memcpy(at, slice->ptr, slice->len);
    slice->ptr = at;
    return at + slice->len;
}

/* The reader reuses its memory for the next input, so a worker needs a copy. */
static bool copy_input(const onr_alloc *alloc, slot *to, const onr_input *in, size_t size)
{
    if (!reserve_input(alloc, to, size)) return false;
    to->in = *in;
    onr_slice *bylines = (onr_slice *)(void *)to->bytes;
    onr_block *blocks = (onr_block *)(void *)(bylines + in->byline_count);
    char *at = (char *)(blocks + in->block_count);
    if (in->block_count > 0) memcpy(blocks, in->blocks, in->block_count * sizeof *blocks);
    to->in.blocks = blocks;
    for (uint32_t i = 0; i < in->byline_count; i++) {
        bylines[i] = in->bylines[i];
        at = move_slice(&bylines[i], at);
    }
    if (in->byline_count > 0) to->in.bylines = bylines;
    at = move_slice(&to->in.text, at);
    at = move_slice(&to->in.html, at);
    at = move_slice(&to->in.charset, at);
    for (uint32_t i = 0; i < ONR_INPUT_FIELDS; i++)
        at = move_slice(onr_input_field(&to->in, i), at);
    return true;
}

/* The next slot without an item yet, or NULL to go home. */
static slot *take_slot(ring *r)
{
    slot *taken = NULL;
    pthread_mutex_lock(&r->lock);
    while (taken == NULL && !r->stop) {
        if (r->taken == r->added) {
            pthread_cond_wait(&r->added_one, &r->lock);
            continue;
        }
        slot *s = &r->slots[r->taken++ % r->capacity];
        if (!s->done) taken = s; /* inputs that could not be read are added as done */
    }
    pthread_mutex_unlock(&r->lock);
    return taken;
}

static void finish_slot(ring *r, slot *s)
{
    pthread_mutex_lock(&r->lock);
    r->bytes -= s->charge;
    s->charge = s->capacity + s->record.capacity;
    r->bytes += s->charge;
    s->done = true;
    pthread_cond_signal(&r->finished_one);
    pthread_mutex_unlock(&r->lock);
}

static void *work(void *arg)
{
    worker *w = arg;
    const onr_alloc *alloc = w->options->pipeline.alloc;
    for (slot *s; (s = take_slot(w->ring)) != NULL;) {
        read_report(s, w->pipeline, w->options, w->copies, w->ring);
        if (s->capacity > KEEP_BYTES) release_input(alloc, s);
        finish_slot(w->ring, s);
    }
    return NULL;
}

/* Only the calling thread moves `added` and `emitted`, so it may read them unlocked. */
static bool head_is_done(ring *r, bool wait)
{
    slot *head = &r->slots[r->emitted % r->capacity];
    pthread_mutex_lock(&r->lock);
    while (wait && !head->done) pthread_cond_wait(&r->finished_one, &r->lock);
    bool done = head->done;
    pthread_mutex_unlock(&r->lock);
    return done;
}

/* Hand out the head, which is done; false when the caller has had enough. */
static bool emit_head(batch *b, ring *r)
{
    slot *head = &r->slots[r->emitted % r->capacity];
    bool go_on = b->emit(b->ctx, &head->item);
    trim_record(head);
    pthread_mutex_lock(&r->lock);
    r->bytes -= head->charge;
    head->charge = 0;
    r->emitted++;
    if (r->taken < r->emitted) r->taken = r->emitted; /* a failed input that no worker has passed */
    pthread_mutex_unlock(&r->lock);
    return go_on;
}

static bool emit_finished(batch *b, ring *r)
{
    while (r->emitted < r->added && head_is_done(r, false))
        if (!emit_head(b, r)) return false;
    return true;
}

static bool emit_all(batch *b, ring *r)
{
    while (r->emitted < r->added) {
        head_is_done(r, true);
        if (!emit_head(b, r)) return false;
    }
    return true;
}

static bool has_room(ring *r, size_t size)
{
    pthread_mutex_lock(&r->lock);
    bool fits = r->bytes <= MAX_BYTES_IN_FLIGHT && size <= MAX_BYTES_IN_FLIGHT - r->bytes;
    pthread_mutex_unlock(&r->lock);
    uint64_t waiting = r->added - r->emitted;
    return waiting == 0 || (fits && waiting < r->capacity);
}

static bool make_room(batch *b, ring *r, size_t size)
{
    while (!has_room(r, size)) {
        head_is_done(r, true);
        if (!emit_head(b, r)) return false;
    }
    return true;
}

/* Put what was read, input or failure, into the ring, which has room. */
static void add_slot(batch *b, ring *r, const slot *read, size_t size)
{
    slot *s = &r->slots[r->added % r->capacity];
    s->item = read->item;
    s->line = read->line;
    bool failed = read->item.status != ONR_OK;
    if (!failed && !copy_input(b->alloc, s, &read->in, size)) {
        onr_fail_memory(&s->item.error);
        set_failure(&s->item, ONR_ENOMEM, s->line);
        failed = true;
    }
    pthread_mutex_lock(&r->lock);
    s->done = failed;
    if (!failed) s->turn = r->turns++;
    s->charge = failed ? 0 : size;
    r->bytes += s->charge;
    r->added++;
    pthread_cond_signal(&r->added_one);
    pthread_mutex_unlock(&r->lock);
}

static bool feed_team(batch *b, ring *r)
{
    slot read = {0};
    onr_status status;
    while ((status = next_slot(&b->source, &read)) != ONR_END) {
        size_t size = status == ONR_OK ? input_size(&read.in) : 0;
        if (!make_room(b, r, size)) return false;
        add_slot(b, r, &read, size);
        if (!emit_finished(b, r)) return false;
    }
    return emit_all(b, r);
}

static bool init_ring(ring *r, const onr_alloc *alloc, uint32_t capacity)
{
    *r = (ring){.capacity = capacity};
    if (pthread_mutex_init(&r->lock, NULL) != 0) return false;
    if (pthread_cond_init(&r->added_one, NULL) != 0) goto no_added;
    if (pthread_cond_init(&r->finished_one, NULL) != 0) goto no_finished;
    if (pthread_cond_init(&r->judged_one, NULL) != 0) goto no_judged;
    r->slots = onr_resize(alloc, NULL, 0, capacity * sizeof *r->slots);
    if (r->slots == NULL) goto no_slots;
    for (uint32_t i = 0; i < capacity; i++) r->slots[i] = (slot){.record = {.alloc = alloc}};
    return true;

no_slots:
    pthread_cond_destroy(&r->judged_one);
no_judged:
    pthread_cond_destroy(&r->finished_one);
no_finished:
    pthread_cond_destroy(&r->added_one);
no_added:
    pthread_mutex_destroy(&r->lock);
    return false;
}

static void deinit_ring(ring *r, const onr_alloc *alloc)
{
    for (uint32_t i = 0; i < r->capacity; i++) {
        release_input(alloc, &r->slots[i]);
        onr_buffer_free(&r->slots[i].record);
    }
    onr_release(alloc, r->slots, r->capacity * sizeof *r->slots);
    pthread_cond_destroy(&r->judged_one);
    pthread_cond_destroy(&r->finished_one);
    pthread_cond_destroy(&r->added_one);
    pthread_mutex_destroy(&r->lock);
}

/* Workers take no signals: those are for the program's own threads. */
static bool start_thread(worker *w)
{
    sigset_t all, before;
    sigfillset(&all);
    if (pthread_sigmask(SIG_SETMASK, &all, &before) != 0) return false;
    bool started = pthread_create(&w->thread, NULL, work, w) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return started;
}

static bool start_worker(worker *w, batch *b, ring *r)
{
    onr_error ignored; /* fewer workers will do */
    *w = (worker){.ring = r, .options = b->options};
    if (b->options->dedupe) w->copies = &b->copies;
    if (onr_pipeline_open(&w->pipeline, b->model, &b->options->pipeline, &ignored) != ONR_OK)
        return false;
    if (start_thread(w)) return true;
    onr_pipeline_close(w->pipeline);
    return false;
}

static void stop_team(team *t, const onr_alloc *alloc)
{
    pthread_mutex_lock(&t->ring.lock);
    t->ring.stop = true;
    pthread_cond_broadcast(&t->ring.added_one);
    pthread_mutex_unlock(&t->ring.lock);
    for (uint32_t i = 0; i < t->count; i++) {
        pthread_join(t->workers[i].thread, NULL);
        onr_pipeline_close(t->workers[i].pipeline);
    }
    onr_release(alloc, t->workers, t->capacity * sizeof *t->workers);
    deinit_ring(&t->ring, alloc);
}

/* As many workers as can be had; false when there are none, with nothing left to stop. */
static bool start_team(team *t, batch *b, uint32_t jobs)
{
    *t = (team){.capacity = jobs};
    if (!init_ring(&t->ring, b->alloc, jobs * SLOTS_PER_JOB)) return false;
    t->workers = onr_resize(b->alloc, NULL, 0, jobs * sizeof *t->workers);
    if (t->workers == NULL) {
        deinit_ring(&t->ring, b->alloc);
        return false;
    }
    while (t->count < jobs && start_worker(&t->workers[t->count], b, &t->ring)) t->count++;
    if (t->count > 0) return true;
    stop_team(t, b->alloc);
    return false;
}

uint32_t onr_format_layers(onr_format format)
{
    switch (format) {
    case ONR_FORMAT_JSONL: return ONR_LAYER_SPEAKERS;
    case ONR_FORMAT_CONLLU: return ONR_LAYER_SYNTAX;
    case ONR_FORMAT_PLAIN: return 0;
    case ONR_FORMAT_TEXT: return ONR_LAYER_SPEAKERS;
    default: return ONR_LAYER_ATTRIBUTIONS;
    }
}

onr_status onr_batch_run(const onr_model *model, const char *const *paths, uint32_t path_count,
                         const onr_batch_options *options, onr_batch_fn emit, void *ctx,
                         onr_error *err)
{
    static const onr_batch_options defaults = ONR_BATCH_OPTIONS_DEFAULT;
    if (options == NULL) options = &defaults;
    bool needs_model = !options->pipeline.text_only;
    if ((model == NULL && needs_model) || emit == NULL || (paths == NULL && path_count > 0))
        return onr_fail(err, ONR_EUSAGE, "a batch needs a model, paths and an emit function");
    batch b = {.model = model,
               .options = options,
               .alloc = options->pipeline.alloc,
               .emit = emit,
               .ctx = ctx,
               .source = {.paths = paths,
                          .path_count = path_count,
                          .options = &options->reader,
                          .want = options->want,
                          .ctx = ctx}};
    b.copies.alloc = b.alloc;
    uint32_t jobs = options->jobs < MAX_JOBS ? options->jobs : MAX_JOBS;
    onr_status status;
    team t;
    if (jobs > 1 && start_team(&t, &b, jobs)) {
        status = feed_team(&b, &t.ring) ? ONR_OK : ONR_END;
        stop_team(&t, b.alloc);
    } else {
        status = run_alone(&b, err);
    }
    if (b.source.reader != NULL) close_file(&b.source);
    onr_copies_deinit(&b.copies);
    return status;
}
