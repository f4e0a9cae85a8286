/*
 * Memory that runs out at every place of an answer: a 500, or an answer that is whole.
 */
#include "store/store_testing.h"

#include "failing_alloc.h"
#include "serve/route.h"

static void fill_store(void)
{
    const said list[] = {{"Ana Ruiz", "said", "the harbour stays open for all boats", NULL},
                         {NULL, NULL, NULL, NULL}};
    onr_store *store = open_store(ONR_STORE_CREATE);
    add_record(store, make_record("one", "\"site\":\"Post\",", "m1",
                                  "Ana Ruiz said the harbour stays open for all boats.", list));
    onr_store_close(store);
}

/* The status of the answer; its body is whole when it is 200. */
static int answer(const onr_site *site, const char *method, const char *target, const char *body)
{
    onr_request request = {.method = slice_of(method),
                           .target = slice_of(target),
                           .host = slice_of("localhost"),
                           .host_count = 1,
                           .content_type = slice_of("application/json"),
                           .authorization = slice_of("Bearer t"),
                           .accept_encoding = slice_of("gzip"),
                           .body = slice_of(body)};
    onr_reply reply = {.body = {.alloc = site->alloc}, .next = {.alloc = site->alloc}};
    onr_worker worker;
    onr_arena arena;
    onr_call call;
    onr_arena_init(&arena, site->alloc);
    onr_worker_init(&worker, site);
    onr_call_begin(&call, site, &request, &arena, &reply);
    if (reply.status == 0) onr_call_run(&call, &worker);
    onr_reply_finish(&reply, &request);
    assert_true(onr_reply_bytes(&reply).len > 0);
    onr_worker_deinit(&worker);
    onr_reply_free(&reply);
    onr_arena_deinit(&arena);
    return reply.status;
}

static void try_route(const char *method, const char *target, const char *body, int wanted)
{
    onr_metrics *metrics = calloc(1, sizeof *metrics);
    int status = 0;
    /* every place at first, then ever fewer: with a block for each request there are thousands */
    for (uint64_t n = 1; status != wanted && n < 1 << 20; n += 1 + n / 64) {
        failing_alloc fault = {.fail_at = n};
        onr_alloc alloc = failing_alloc_make(&fault);
        onr_site site = {.guard = {.token = "t"}, .db = test_path, .max_body_bytes = 1 << 20,
                         .alloc = &alloc, .metrics = metrics};
        status = answer(&site, method, target, body);
        assert_true(status == wanted || status == 500 || status == 503);
        assert_int_equal(fault.held_bytes, 0);
    }
    assert_int_equal(status, wanted);
    free(metrics);
}

static void test_site__out_of_memory(void **state)
{
    (void)state;
    static const char *const targets[] = {
        "/api/v1/search?q=harbour", "/api/v1/search?format=csv", "/api/v1/documents",
        "/api/v1/documents/1",      "/api/v1/speakers",          "/api/v1/outlets",
        "/api/v1/families",         "/api/v1/corrections",       "/api/v1/health",
        "/api/v1/metrics",          "/api/v1/openapi.json",
    };
    fill_store();
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++)
        try_route("GET", targets[i], NULL, 200);
    try_route("POST", "/api/v1/corrections",
              "{\"statement\":1,\"action\":\"confirm\",\"author\":\"a\\u0062\"}", 201);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_site__out_of_memory, setup_path, teardown_path),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
