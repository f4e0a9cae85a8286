/*
 * fuzz_serve.c - a request from its bytes to its answer, without sockets: target, headers, token,
 * parameters, body, handler, packing.
 *
 * The input is a request as it would stand on the wire, cut here in the simplest way: a first line,
 * headers, an empty line, a body. The store is made anew for each run of the program, and when many
 * corrections have been made, which are let in by a token that inputs may know ("t").
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "serve/page.h"
#include "serve/route.h"

static const char RECORD[] =
    "{\"schema\":\"onrecord/1\",\"id\":\"a\",\"text\":\"Ana Ruiz said it rains.\",\"sha256\":"
    "\"bd9ecb21cfdfb530544ca19ccc9579703865ba3f6cad74cd89fd16808ff751e6\",\"model\":null,"
    "\"site\":\"Post\",\"published\":\"2026-01-05\",\"speakers\":[{\"id\":0,\"name\":\"Ana Ruiz\","
    "\"kind\":\"person\",\"named\":true,\"role\":null,\"affiliation\":null,\"entity\":null,"
    "\"mentions\":[]}],\"attributions\":[{\"id\":0,\"form\":\"indirect\",\"act\":\"speech\","
    "\"source\":{\"spans\":[[0,8]],\"text\":\"Ana Ruiz\"},\"speaker\":0,"
    "\"cue\":{\"spans\":[[9,13]],"
    "\"text\":\"said\",\"lemma\":\"say\"},\"content\":{\"spans\":[[14,22]],\"text\":\"it rains\"},"
    "\"negated\":false,\"parent\":null,\"confidence\":0.9}],\"warnings\":[]}";

enum { MOST_WRITTEN = 50 };

static char path[64];
static onr_metrics metrics;
static onr_site site;
static onr_worker worker;
static int written; /* corrections made */

static void clean_up(void)
{
    static const char *const ends[] = {"", "-wal", "-shm"};
    char name[96];
    onr_worker_deinit(&worker);
    for (int i = 0; i < 3; i++) {
        snprintf(name, sizeof name, "%s%s", path, ends[i]);
        unlink(name);
    }
}

static void open_site(void)
{
    onr_store *store;
    onr_error err;
    onr_store_item item = {.record = {RECORD, sizeof RECORD - 1}};
    snprintf(path, sizeof path, "/tmp/onrecord-fuzz-XXXXXX");
    int fd = mkstemp(path);
    if (fd < 0) abort();
    close(fd);
    unlink(path);
    if (onr_store_open(&store, path, ONR_STORE_CREATE, NULL, &err) != ONR_OK ||
        onr_store_add(store, &item, 1, &err) != ONR_OK || item.outcome != ONR_STORED_NEW) {
        fprintf(stderr, "%s %s\n", err.message, item.error.message);
        abort();
    }
    onr_store_close(store);
    written = 0;
    site = (onr_site){.guard = {.token = "t"}, .db = path, .max_body_bytes = 1 << 20,
                      .metrics = &metrics};
    onr_worker_init(&worker, &site);
}

/* The piece before `mark`, or all; what is left in `rest`. */
static onr_slice cut(onr_slice *rest, const char *mark)
{
    size_t len = strlen(mark);
    const char *at = rest->len == 0 ? NULL : memmem(rest->ptr, rest->len, mark, len);
    onr_slice piece = {rest->ptr, at == NULL ? rest->len : (size_t)(at - rest->ptr)};
    size_t taken = at == NULL ? rest->len : piece.len + len;
    *rest = (onr_slice){rest->ptr + taken, rest->len - taken};
    return piece;
}

static void take_header(onr_request *r, onr_slice line)
{
    onr_slice name = cut(&line, ": ");
    const struct {
        const char *name;
        onr_slice *to;
    } wanted[] = {{"Host", &r->host},
                  {"Origin", &r->origin},
                  {"Sec-Fetch-Site", &r->fetch_site},
                  {"Authorization", &r->authorization},
                  {"Content-Type", &r->content_type},
                  {"Content-Encoding", &r->content_encoding},
                  {"If-None-Match", &r->if_none_match},
                  {"Accept-Encoding", &r->accept_encoding}};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        if (onr_slice_is_word(name, wanted[i].name)) *wanted[i].to = line;
    r->host_count += onr_slice_is_word(name, "Host");
}

/* What holds of every answer. */
static void check(const onr_reply *reply)
{
    onr_slice bytes = onr_reply_bytes(reply);
    if (reply->status < 200 || reply->status > 599) abort();
    if (reply->status == 304 && bytes.len > 0) abort();
    if (reply->status >= 400 && reply->encoding == NULL &&
        (bytes.len < 12 || memcmp(bytes.ptr, "{\"", 2) != 0))
        abort();
    if (reply->status == 405 && reply->allow[0] == '\0') abort();
    if (reply->status == 500) abort();
    for (size_t i = 0; i + 1 < reply->next.len; i++)
        if ((unsigned char)reply->next.ptr[i] < 0x20) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    if (site.db == NULL) atexit(clean_up);
    if (written > MOST_WRITTEN) clean_up();
    if (site.db == NULL || written > MOST_WRITTEN) open_site();
    onr_request request = {.host_count = 0};
    onr_slice rest = {(const char *)bytes, size};
    onr_slice head = cut(&rest, "\r\n\r\n"), line = cut(&head, "\r\n");
    request.method = cut(&line, " ");
    request.target = line;
    while (head.len > 0) take_header(&request, cut(&head, "\r\n"));
    request.body = rest;
    onr_arena arena;
    onr_reply reply = {.status = 0};
    onr_call call;
    onr_arena_init(&arena, NULL);
    onr_call_begin(&call, &site, &request, &arena, &reply);
    if (reply.status == 0) onr_call_run(&call, &worker);
    onr_reply_finish(&reply, &request);
    check(&reply);
    written += reply.status == 201;
    onr_reply_free(&reply);
    onr_arena_deinit(&arena);
    return 0;
}
