#include "serve/metrics.h"

#include <inttypes.h>
#include <stdio.h>

#include "serve/route.h"

/* Upper bounds of the histogram; the last place has what took longer. */
static const struct {
    uint64_t microseconds;
    const char *seconds;
} BOUNDS[ONR_METRICS_TIMES - 1] = {
    {1000, "0.001"},   {2500, "0.0025"},   {5000, "0.005"},   {10000, "0.01"},
    {25000, "0.025"},  {50000, "0.05"},    {100000, "0.1"},   {250000, "0.25"},
    {1000000, "1"},    {5000000, "5"},     {30000000, "30"},
};

static uint32_t place_of(uint64_t microseconds)
{
    uint32_t i = 0;
    while (i < ONR_METRICS_TIMES - 1 && microseconds > BOUNDS[i].microseconds) i++;
    return i;
}

static void add(atomic_uint_fast64_t *counter, uint64_t n)
{
    atomic_fetch_add_explicit(counter, n, memory_order_relaxed);
}

void onr_metrics_count(onr_metrics *metrics, uint32_t route, int status, uint64_t microseconds)
{
    uint32_t hundreds = status >= 100 && status < 600 ? (uint32_t)status / 100 : 0;
    if (route >= ONR_METRICS_ROUTES) route = ONR_METRICS_ROUTES - 1;
    add(&metrics->requests[route][hundreds], 1);
    add(&metrics->microseconds[route], microseconds);
    add(&metrics->times[route][place_of(microseconds)], 1);
}

static uint64_t load(const atomic_uint_fast64_t *counter)
{
    return atomic_load_explicit((atomic_uint_fast64_t *)(uintptr_t)counter, memory_order_relaxed);
}

static void put_line(onr_writer *w, const char *name, const char *labels, uint64_t value)
{
    onr_put_text(w, name);
    onr_put_text(w, labels);
    onr_put_char(w, ' ');
    onr_put_unsigned(w, value);
    onr_put_char(w, '\n');
}

static void put_head(onr_writer *w, const char *name, const char *type, const char *help)
{
    onr_put_text(w, "# HELP ");
    onr_put_text(w, name);
    onr_put_char(w, ' ');
    onr_put_text(w, help);
    onr_put_text(w, "\n# TYPE ");
    onr_put_text(w, name);
    onr_put_char(w, ' ');
    onr_put_text(w, type);
    onr_put_char(w, '\n');
}

static void put_single(onr_writer *w, const char *name, const char *type, const char *help,
                       uint64_t value)
{
    put_head(w, name, type, help);
    put_line(w, name, "", value);
}

/* {method="GET",route="/api/v1/search"; the last place is everything outside the API. */
static void route_labels(char *out, size_t size, uint32_t i)
{
    if (i < onr_route_count())
        snprintf(out, size, "{method=\"%s\",route=\"%s%s\"", onr_route_at(i)->method,
                 ONR_API_PREFIX, onr_route_at(i)->path);
    else
        snprintf(out, size, "{method=\"\",route=\"page\"");
}

static uint64_t count_of(const onr_metrics *metrics, uint32_t route)
{
    uint64_t count = 0;
    for (int i = 0; i < 6; i++) count += load(&metrics->requests[route][i]);
    return count;
}

static void put_requests(onr_writer *w, const onr_metrics *metrics, uint32_t route)
{
    char labels[160], line[256];
    route_labels(labels, sizeof labels, route);
    for (int i = 0; i < 6; i++) {
        uint64_t count = load(&metrics->requests[route][i]);
        if (count == 0) continue;
        snprintf(line, sizeof line, "%s,status=\"%dxx\"}", labels, i);
        put_line(w, "onrecord_requests_total", line, count);
    }
}

static void put_times(onr_writer *w, const onr_metrics *metrics, uint32_t route)
{
    char labels[160], line[256];
    uint64_t sum = 0;
    route_labels(labels, sizeof labels, route);
    for (int i = 0; i < ONR_METRICS_TIMES; i++) {
        sum += load(&metrics->times[route][i]);
        snprintf(line, sizeof line, "%s,le=\"%s\"}", labels,
                 i < ONR_METRICS_TIMES - 1 ? BOUNDS[i].seconds : "+Inf");
        put_line(w, "onrecord_request_seconds_bucket", line, sum);
    }
    uint64_t microseconds = load(&metrics->microseconds[route]);
    snprintf(line, sizeof line, "onrecord_request_seconds_sum%s} %" PRIu64 ".%06" PRIu64 "\n",
             labels, microseconds / 1000000, microseconds % 1000000);
    onr_put_text(w, line);
    snprintf(line, sizeof line, "%s}", labels);
    put_line(w, "onrecord_request_seconds_count", line, sum);
}

static uint64_t gauge(const atomic_int_fast64_t *value)
{
    int64_t now = atomic_load_explicit((atomic_int_fast64_t *)(uintptr_t)value,
                                       memory_order_relaxed);
    return now < 0 ? 0 : (uint64_t)now;
}

void onr_metrics_write(onr_writer *w, onr_metrics *m)
{
    put_head(w, "onrecord_requests_total", "counter", "Requests answered.");
    for (uint32_t i = 0; i < ONR_METRICS_ROUTES; i++) put_requests(w, m, i);
    put_head(w, "onrecord_request_seconds", "histogram",
             "Time from the headers to the end of the answer.");
    for (uint32_t i = 0; i < ONR_METRICS_ROUTES; i++)
        if (count_of(m, i) > 0) put_times(w, m, i);
    put_single(w, "onrecord_documents_read_total", "counter", "Reports read by POST /read.",
               load(&m->documents));
    put_single(w, "onrecord_bytes_read_total", "counter", "Bytes of text in them.",
               load(&m->bytes));
    put_single(w, "onrecord_timeouts_total", "counter", "Connections closed for being too slow.",
               load(&m->timeouts));
    put_single(w, "onrecord_turned_away_total", "counter", "Requests without room to wait.",
               load(&m->turned_away));
    put_single(w, "onrecord_connections", "gauge", "Connections that are open.",
               gauge(&m->connections));
    put_single(w, "onrecord_requests_now", "gauge", "Requests under way.",
               gauge(&m->requests_now));
    put_single(w, "onrecord_waiting", "gauge", "Requests that wait for a worker.",
               gauge(&m->waiting));
    put_single(w, "onrecord_body_bytes", "gauge", "Bytes of bodies held.", gauge(&m->body_bytes));
}
