#include "quote/pair.h"

enum {
    NEVER = INT32_MAX / 2,
    PRUNE = 60,        /* readings this much worse than the best are dropped */
    COST_RESTART = 14, /* a quotation ended unmarked before the next one */
    COST_REOPEN = 5,   /* it goes on after the end of a sentence: a paragraph break was lost */
    COST_OTHER_SET = 8, /* another kind of mark: rather a nested quotation */
    COST_UNCLOSED = 16,
    COST_GOES_ON = 10  /* unclosed, but the next paragraph begins with a mark of its kind */
};

/* What it costs to close a mark of the row's shape by one of the column's. */
static const int8_t pair_cost[ONR_SHAPE_COUNT][ONR_SHAPE_COUNT] = {
    /*             str left right low rev tick prime <<  >> */
    [ONR_SHAPE_STRAIGHT] = {0, 6, 2, 20, 8, 8, 3, 14, 14},
    [ONR_SHAPE_LEFT] = {2, 6, 0, 20, 3, 14, 2, 14, 14},
    [ONR_SHAPE_RIGHT] = {3, 6, 2, 20, 3, 14, 3, 14, 14},
    [ONR_SHAPE_LOW] = {2, 0, 0, 20, 2, 14, 2, 14, 14},
    [ONR_SHAPE_REV] = {2, 6, 0, 20, 3, 14, 2, 14, 14},
    [ONR_SHAPE_TICK] = {0, 10, 2, 20, 8, 3, 0, 14, 14},
    [ONR_SHAPE_PRIME] = {3, 10, 4, 20, 8, 8, 2, 14, 14},
    [ONR_SHAPE_ANGLE_LEFT] = {14, 14, 14, 20, 14, 14, 14, 6, 0},
    [ONR_SHAPE_ANGLE_RIGHT] = {14, 14, 14, 20, 14, 14, 14, 0, 2},
};

static bool is_empty(uint32_t state)
{
    return state == 1;
}

/* Only double quotations are open: the bits after the leading one are all 0. */
static bool only_doubles(uint32_t state)
{
    return (state & (state - 1)) == 0;
}

/* Opening inside a quotation of the same family is rare, less so with another kind of mark. */
static int32_t nest_cost(uint32_t state, uint32_t shapes, const onr_mark *mark)
{
    if (is_empty(state)) return mark->family == ONR_MARK_SINGLE ? 1 : 0;
    if ((state & 1) != mark->family) return 0;
    if (!onr_shape_same_set(shapes & 15, mark->shape)) return 2;
    return 10;
}

static int32_t set_cost(uint32_t top, uint32_t shape)
{
    return onr_shape_same_set((uint8_t)top, (uint8_t)shape) ? 0 : COST_OTHER_SET;
}

typedef struct step {
    onr_reading *next;
    uint8_t *steps; /* choice that led to each state */
} step;

static void offer(step *s, uint32_t state, int32_t cost, uint32_t shapes, onr_choice choice)
{
    if (cost >= s->next[state].cost) return;
    s->next[state] = (onr_reading){cost, shapes};
    s->steps[state] = (uint8_t)choice;
}

/* Offer every reading of `mark` that goes on from one state. */
static void spread(step *s, uint32_t state, onr_reading from, const onr_mark *mark)
{
    uint32_t family = mark->family, top = from.shapes & 15;
    bool inside = !is_empty(state) && (state & 1) == family;
    if (inside)
        offer(s, state >> 1, from.cost + mark->close + pair_cost[top][mark->shape],
              from.shapes >> 4, ONR_CHOICE_CLOSE);
    if (state < ONR_PAIR_STATES / 2)
        offer(s, state << 1 | family, from.cost + mark->open + nest_cost(state, from.shapes, mark),
              from.shapes << 4 | mark->shape, ONR_CHOICE_OPEN);
    if (inside && family == ONR_MARK_DOUBLE)
        offer(s, state, from.cost + COST_RESTART + mark->open + set_cost(top, mark->shape),
              (from.shapes & ~15u) | mark->shape, ONR_CHOICE_RESTART);
    if (inside && mark->reopens)
        offer(s, state, from.cost + COST_REOPEN + mark->open + set_cost(top, mark->shape),
              from.shapes, ONR_CHOICE_REOPEN);
    offer(s, state, from.cost + mark->ignore, from.shapes, ONR_CHOICE_NONE);
}

static int32_t best_cost(const onr_reading *readings)
{
    int32_t best = NEVER;
    for (uint32_t s = 1; s < ONR_PAIR_STATES; s++)
        if (readings[s].cost < best) best = readings[s].cost;
    return best;
}

static void forget(onr_reading *readings)
{
    for (uint32_t s = 0; s < ONR_PAIR_STATES; s++) readings[s] = (onr_reading){NEVER, 0};
}

static void advance(onr_pairing *p, uint32_t i)
{
    onr_reading next[ONR_PAIR_STATES];
    step s = {next, p->steps[i]};
    int32_t limit = best_cost(p->now) + PRUNE;
    forget(next);
    for (uint32_t state = 1; state < ONR_PAIR_STATES; state++) {
        /* Readings without open single marks are kept at any cost: one of them must end it. */
        if (p->now[state].cost > limit && !(only_doubles(state) && p->now[state].cost < NEVER))
            continue;
        spread(&s, state, p->now[state], &p->marks[i]);
    }
    for (uint32_t state = 0; state < ONR_PAIR_STATES; state++) p->now[state] = next[state];
}

static int32_t end_cost(uint32_t state, uint32_t shapes, uint8_t next)
{
    if (is_empty(state)) return 0;
    if (state == 2 && next < ONR_SHAPE_COUNT && onr_shape_same_set(shapes & 15, next))
        return COST_GOES_ON;
    int32_t cost = 0;
    for (; state > 1; state >>= 1) cost += COST_UNCLOSED;
    return cost;
}

static uint32_t choose_end(const onr_pairing *p, bool last, uint8_t next)
{
    uint32_t best = 1;
    int32_t best_total = NEVER;
    for (uint32_t s = 1; s < ONR_PAIR_STATES; s <<= 1) {
        int32_t total = p->now[s].cost + (last ? end_cost(s, p->now[s].shapes, next) : 0);
        if (total >= best_total) continue;
        best = s;
        best_total = total;
    }
    return best;
}

void onr_pair_start(onr_pairing *p)
{
    p->count = 0;
    forget(p->now);
    p->now[1].cost = 0;
}

void onr_pair_solve(onr_pairing *p, bool last, uint8_t next)
{
    for (uint32_t i = 0; i < p->count; i++) advance(p, i);
    uint32_t state = choose_end(p, last, next);
    uint32_t shapes = p->now[state].shapes;
    forget(p->now);
    p->now[state] = (onr_reading){0, shapes};
    for (uint32_t i = p->count; i-- > 0;) {
        uint8_t choice = p->steps[i][state];
        p->choices[i] = choice;
        if (choice == ONR_CHOICE_OPEN) state >>= 1;
        if (choice == ONR_CHOICE_CLOSE) state = state << 1 | p->marks[i].family;
    }
    p->count = 0;
}
