/*
 * The best tree, against all trees of a few words.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <math.h>

#include <cmocka.h>

#include "parse/tree.h"
#include "random.h"


enum { MOST = 64 };

typedef struct fixture {
    onr_arena arena;
    onr_tree_work work;
    float scores[MOST * (MOST + 1)];
    uint32_t heads[MOST];
} fixture;

static fixture f;

static int set_up(void **state)
{
    (void)state;
    onr_arena_init(&f.arena, NULL);
    return onr_tree_work_init(&f.work, &f.arena, MOST) ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    onr_arena_deinit(&f.arena);
    return 0;
}

/* One root, and every word comes to it. */
static bool is_tree(const uint32_t *heads, uint32_t n)
{
    uint32_t roots = 0;
    for (uint32_t v = 0; v < n; v++) {
        roots += heads[v] == ONR_NONE;
        uint32_t at = v, steps = 0;
        while (heads[at] != ONR_NONE && steps++ <= n) at = heads[at];
        if (heads[at] != ONR_NONE) return false;
    }
    return roots == 1;
}

static float total(const float *scores, const uint32_t *heads, uint32_t n)
{
    float sum = 0;
    for (uint32_t v = 0; v < n; v++)
        sum += scores[v * (n + 1) + (heads[v] == ONR_NONE ? n : heads[v])];
    return sum;
}

/* The best score of all trees whose root is the given word. */
static float best_of_all(const float *scores, uint32_t n, uint32_t root)
{
    uint32_t heads[8];
    float best = -1e30f;
    uint32_t count = 1;
    for (uint32_t v = 0; v < n; v++) count *= n;
    for (uint32_t code = 0; code < count; code++) {
        uint32_t rest = code;
        bool ok = true;
        for (uint32_t v = 0; v < n; v++, rest /= n) {
            heads[v] = rest % n == v ? ONR_NONE : rest % n;
            ok = ok && (heads[v] == ONR_NONE) == (v == root);
        }
        if (ok && is_tree(heads, n) && total(scores, heads, n) > best)
            best = total(scores, heads, n);
    }
    return best;
}

static void test_tree__is_the_best_of_all_with_its_root(void **state)
{
    (void)state;
    uint64_t seed = 7;
    float copy[6 * 7];
    for (uint32_t round = 0; round < 3000; round++) {
        uint32_t n = 2 + (uint32_t)random_below(&seed, 4);
        for (uint32_t i = 0; i < n * (n + 1); i++) {
            f.scores[i] = random_float(&seed, 4.0f);
            copy[i] = f.scores[i];
        }
        onr_tree_decode(&f.work, n, f.scores, n + 1, f.heads);
        assert_true(is_tree(f.heads, n));
        uint32_t root = 0;
        while (f.heads[root] != ONR_NONE) root++;
        assert_float_equal(total(copy, f.heads, n), best_of_all(copy, n, root), 1e-4f);
    }
}

static void test_tree__takes_plain_best_heads_when_they_are_a_tree(void **state)
{
    (void)state;
    const float scores[] = {0, 5, 0, 0, /**/ 0, 0, 0, 9, /**/ 0, 5, 0, 0};
    for (uint32_t i = 0; i < 12; i++) f.scores[i] = scores[i];
    onr_tree_decode(&f.work, 3, f.scores, 4, f.heads);
    assert_int_equal(f.heads[0], 1);
    assert_int_equal(f.heads[1], ONR_NONE);
    assert_int_equal(f.heads[2], 1);
}

static void test_tree__is_one_whatever_the_scores(void **state)
{
    (void)state;
    uint64_t seed = 3;
    for (uint32_t round = 0; round < 300; round++) {
        uint32_t n = 1 + (uint32_t)random_below(&seed, MOST);
        for (uint32_t i = 0; i < n * (n + 1); i++) {
            uint32_t kind = (uint32_t)random_below(&seed, 8);
            f.scores[i] = kind == 0   ? (float)NAN
                          : kind == 1 ? (float)INFINITY
                          : kind == 2 ? (float)-INFINITY
                          : kind == 3 ? 1.0f
                                      : random_float(&seed, 1.0f);
        }
        onr_tree_decode(&f.work, n, f.scores, n + 1, f.heads);
        assert_true(is_tree(f.heads, n));
    }
}

static void test_tree__one_word_is_the_root(void **state)
{
    (void)state;
    f.scores[0] = f.scores[1] = 0;
    onr_tree_decode(&f.work, 1, f.scores, 2, f.heads);
    assert_int_equal(f.heads[0], ONR_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tree__is_the_best_of_all_with_its_root),
        cmocka_unit_test(test_tree__takes_plain_best_heads_when_they_are_a_tree),
        cmocka_unit_test(test_tree__is_one_whatever_the_scores),
        cmocka_unit_test(test_tree__one_word_is_the_root),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
