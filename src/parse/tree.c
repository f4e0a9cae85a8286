#include "parse/tree.h"

#include <string.h>

enum { NOBODY = UINT16_MAX };

static const float lowest = -1e30f;

bool onr_tree_work_init(onr_tree_work *work, onr_arena *arena, uint32_t capacity)
{
    const size_t n = capacity;
    *work = (onr_tree_work){.capacity = capacity};
    work->head = onr_arena_array(arena, n, sizeof *work->head);
    work->active = onr_arena_array(arena, n, sizeof *work->active);
    work->mark = onr_arena_array(arena, n, sizeof *work->mark);
    work->enter = onr_arena_array(arena, n, n * sizeof *work->enter);
    work->leave = onr_arena_array(arena, n, n * sizeof *work->leave);
    work->members = onr_arena_array(arena, n, 2 * sizeof *work->members);
    work->inner = onr_arena_array(arena, n, 2 * sizeof *work->inner);
    work->ends = onr_arena_array(arena, n, sizeof *work->ends);
    return work->head != NULL && work->active != NULL && work->mark != NULL &&
           work->enter != NULL && work->leave != NULL && work->members != NULL &&
           work->inner != NULL && work->ends != NULL;
}

/* Scores of one sentence: those of word `v` with head `u`, `n` standing for being the root. */
typedef struct grid {
    float *at; /* [n][stride] */
    uint32_t stride, n;
} grid;

static float *score(const grid *g, uint32_t v, uint32_t u)
{
    return &g->at[(size_t)v * g->stride + u];
}

/* Makes every comparison below one of ordinary numbers; a word is never its own head. */
static void clean(const grid *g)
{
    for (uint32_t v = 0; v < g->n; v++) {
        float *row = score(g, v, 0);
        for (uint32_t u = 0; u <= g->n; u++) row[u] = row[u] > lowest ? row[u] : lowest;
        row[v] = lowest;
    }
}

static uint16_t best_head(const onr_tree_work *work, const grid *g, uint32_t v)
{
    uint16_t best = NOBODY;
    for (uint32_t u = 0; u < g->n; u++)
        if (u != v && work->active[u] && (best == NOBODY || *score(g, v, u) > *score(g, v, best)))
            best = (uint16_t)u;
    return best;
}

/* The same while all are active: the largest of a row, whose own score is the lowest there is. */
static uint16_t first_head(const grid *g, uint32_t v)
{
    const float *row = score(g, v, 0);
    uint32_t best = v == 0;
    for (uint32_t u = best + 1; u < g->n; u++)
        if (row[u] > row[best] && u != v) best = u;
    return (uint16_t)best;
}

static uint32_t choose_root(const onr_tree_work *work, const grid *g)
{
    uint32_t root = 0;
    float most = 0.0f;
    for (uint32_t v = 0; v < g->n; v++) {
        float gain = *score(g, v, g->n) - *score(g, v, work->head[v]);
        if (v == 0 || gain > most) {
            root = v;
            most = gain;
        }
    }
    return root;
}

/* A node on a circle, or NOBODY. */
static uint16_t find_circle(const onr_tree_work *work, uint32_t n, uint32_t root)
{
    for (uint32_t v = 0; v < n; v++) work->mark[v] = NOBODY;
    for (uint32_t start = 0; start < n; start++) {
        uint32_t v = start;
        while (work->active[v] && v != root && work->mark[v] == NOBODY) {
            work->mark[v] = (uint16_t)start;
            v = work->head[v];
        }
        if (work->active[v] && v != root && work->mark[v] == start) return (uint16_t)v;
    }
    return NOBODY;
}

/*
 * Draws a circle together into its node `hub`: an arc into the circle gains what the arc that it
 * pushes out loses, an arc out of it comes from the best of its nodes.
 */
static void contract(onr_tree_work *work, const grid *g, uint32_t level, uint16_t hub)
{
    uint16_t *enter = work->enter + (size_t)level * work->capacity;
    uint16_t *leave = work->leave + (size_t)level * work->capacity;
    uint32_t first = level == 0 ? 0 : work->ends[level - 1], end = first;
    uint16_t v = hub;
    do {
        work->members[end] = v;
        work->inner[end++] = work->head[v];
        work->active[v] = false;
        v = work->head[v];
    } while (v != hub);
    work->ends[level] = (uint16_t)end;
    for (uint32_t u = 0; u < g->n; u++) {
        if (!work->active[u]) continue;
        float in = 0.0f, out = 0.0f;
        for (uint32_t i = first; i < end; i++) {
            uint16_t m = work->members[i];
            float gain = *score(g, m, u) - *score(g, m, work->inner[i]), back = *score(g, u, m);
            if (i == first || gain > in) {
                in = gain;
                enter[u] = m;
            }
            if (i == first || back > out) {
                out = back;
                leave[u] = m;
            }
        }
        /* Only the differences between the arcs into the hub count from now on, and its members'
         * own scores are not looked at again but through enter and leave. */
        *score(g, hub, u) = in;
        *score(g, u, hub) = out;
    }
    work->active[hub] = true;
}

/* After a contraction: the hub and those whose head was drawn in look for their heads again. */
static void choose_again(onr_tree_work *work, const grid *g, uint32_t root, uint16_t hub)
{
    for (uint32_t v = 0; v < g->n; v++)
        if (work->active[v] && v != root && (v == hub || !work->active[work->head[v]] ||
                                             work->head[v] == hub))
            work->head[v] = best_head(work, g, v);
}

static void expand(onr_tree_work *work, uint32_t level, uint32_t n)
{
    const uint16_t *enter = work->enter + (size_t)level * work->capacity;
    const uint16_t *leave = work->leave + (size_t)level * work->capacity;
    uint32_t first = level == 0 ? 0 : work->ends[level - 1], end = work->ends[level];
    uint16_t hub = work->members[first], outside = work->head[hub];
    for (uint32_t v = 0; v < n; v++)
        if (work->active[v] && v != hub && work->head[v] == hub) work->head[v] = leave[v];
    for (uint32_t i = first; i < end; i++) {
        work->active[work->members[i]] = true;
        work->head[work->members[i]] = work->inner[i];
    }
    work->head[enter[outside]] = outside;
}

void onr_tree_decode(onr_tree_work *work, uint32_t n, float *scores, uint32_t stride,
                     uint32_t *heads)
{
    if (n == 1) {
        heads[0] = ONR_NONE;
        return;
    }
    const grid g = {scores, stride, n};
    clean(&g);
    for (uint32_t v = 0; v < n; v++) work->active[v] = true;
    for (uint32_t v = 0; v < n; v++) work->head[v] = first_head(&g, v);
    const uint32_t root = choose_root(work, &g);
    uint32_t levels = 0;
    for (uint16_t hub; (hub = find_circle(work, n, root)) != NOBODY; levels++) {
        contract(work, &g, levels, hub);
        choose_again(work, &g, root, hub);
    }
    while (levels > 0) expand(work, --levels, n);
    for (uint32_t v = 0; v < n; v++) heads[v] = v == root ? ONR_NONE : work->head[v];
}
