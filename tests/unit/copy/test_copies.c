#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../failing_alloc.h"
#include "base/hash.h"
#include "copy/copies.h"

static onr_slice slice_of(const char *text)
{
    return (onr_slice){text, strlen(text)};
}

static onr_signature sign(const char *text)
{
    onr_signature s;
    onr_signature_of(&s, slice_of(text));
    return s;
}

/* Words that differ from one `seed` to the other; every `change`-th is another one, 0 for none. */
static char *make_text(uint32_t seed, uint32_t words, uint32_t change)
{
    char *text = malloc((size_t)words * 16 + 1);
    size_t len = 0;
    for (uint32_t i = 0; i < words; i++) {
        bool other = change > 0 && i % change == 0;
        uint64_t word = onr_hash_mix((uint64_t)seed << 32 | i) % 9973;
        len += (size_t)sprintf(text + len, "w%u%s ", (unsigned)word, other ? "x" : "");
    }
    text[len] = '\0';
    return text;
}

static uint32_t alike(uint32_t words, uint32_t change)
{
    char *a = make_text(1, words, 0), *b = make_text(1, words, change);
    onr_signature left = sign(a), right = sign(b);
    free(a);
    free(b);
    return onr_signature_alike(&left, &right);
}

static void test_signature__is_that_of_the_words(void **state)
{
    (void)state;
    onr_signature a = sign("\"It is over,\" said Tom Hill, the mayor of the town.");
    onr_signature b = sign("it IS over \xE2\x80\x93 said\n\nTom\tHill the mayor of the "
                           "\xE2\x80\x9Ctown");
    onr_signature c = sign("It is over, said Tom Hall, the mayor of the town.");
    assert_int_equal(onr_signature_alike(&a, &b), ONR_SIGNATURE_ROWS);
    assert_true(onr_signature_alike(&a, &c) < ONR_COPY_ROWS);
}

static void test_signature__of_few_words_is_all_of_them(void **state)
{
    (void)state;
    onr_signature a = sign("He said no."), b = sign("he said no"), c = sign("He said yes.");
    onr_signature none = sign(" .,;\n"), empty = sign("");
    assert_int_equal(onr_signature_alike(&a, &b), ONR_SIGNATURE_ROWS);
    assert_int_equal(onr_signature_alike(&a, &c), 0);
    assert_true(none.blank && empty.blank);
    assert_int_equal(onr_signature_alike(&none, &empty), 0);
}

/* One changed word of n breaks five shingles, so n - 5 of n + 5 are shared. */
static void test_signature__estimates_what_is_shared(void **state)
{
    (void)state;
    static const uint32_t CHANGES[] = {10, 20, 40, 100};
    for (int i = 0; i < 4; i++) {
        double n = CHANGES[i], shared = (n - 5) / (n + 5);
        double estimate = alike(2000, CHANGES[i]) / (double)ONR_SIGNATURE_ROWS;
        assert_true(estimate > shared - 0.15 && estimate < shared + 0.15);
    }
    assert_int_equal(alike(2000, 0), ONR_SIGNATURE_ROWS);
}

static onr_slice judge(onr_copies *copies, const char *text, const char *id)
{
    onr_slice of;
    onr_signature s = sign(text);
    assert_int_equal(onr_copies_judge(&of, copies, &s, slice_of(id)), ONR_OK);
    return of;
}

static void test_copies__keep_the_first_and_name_it(void **state)
{
    (void)state;
    onr_copies copies = {0};
    char *first = make_text(1, 500, 0), *second = make_text(2, 500, 0);
    char *near = make_text(1, 500, 60), *far = make_text(1, 500, 6);
    assert_null(judge(&copies, first, "a").ptr);
    assert_null(judge(&copies, second, "b").ptr);
    assert_memory_equal(judge(&copies, first, "c").ptr, "a", 1);
    assert_memory_equal(judge(&copies, second, "d").ptr, "b", 1);
    assert_memory_equal(judge(&copies, near, "e").ptr, "a", 1);
    assert_null(judge(&copies, far, "f").ptr);
    assert_memory_equal(judge(&copies, far, "g").ptr, "f", 1);
    assert_int_equal(copies.kept_count, 3);
    assert_null(judge(&copies, "", "h").ptr);
    assert_null(judge(&copies, "", "i").ptr);
    onr_copies_deinit(&copies);
    free(first);
    free(second);
    free(near);
    free(far);
}

static void test_copies__find_each_of_very_many(void **state)
{
    (void)state;
    enum { COUNT = 3000 };
    onr_copies copies = {0};
    char id[20];
    for (uint32_t i = 0; i < COUNT; i++) {
        char *text = make_text(i, 60, 0);
        snprintf(id, sizeof id, "r%u", i);
        assert_null(judge(&copies, text, id).ptr);
        free(text);
    }
    for (uint32_t i = 0; i < COUNT; i += 7) {
        char *text = make_text(i, 60, 0);
        int len = snprintf(id, sizeof id, "r%u", i);
        onr_slice of = judge(&copies, text, "copy");
        assert_int_equal(of.len, len);
        assert_memory_equal(of.ptr, id, of.len);
        free(text);
    }
    onr_copies_deinit(&copies);
}

static void test_copies__survive_lack_of_memory(void **state)
{
    (void)state;
    bool done = false;
    for (uint64_t n = 1; !done; n++) {
        failing_alloc fault = {.fail_at = n};
        onr_alloc alloc = failing_alloc_make(&fault);
        onr_copies copies = {.alloc = &alloc};
        done = true;
        for (uint32_t i = 0; i < 60 && done; i++) {
            char *text = make_text(i, 60, 0);
            onr_signature s = sign(text);
            onr_slice of;
            done = onr_copies_judge(&of, &copies, &s, slice_of("id")) == ONR_OK;
            free(text);
        }
        onr_copies_deinit(&copies);
        assert_int_equal(fault.held_bytes, 0);
        assert_int_equal(fault.held_blocks, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_signature__is_that_of_the_words),
        cmocka_unit_test(test_signature__of_few_words_is_all_of_them),
        cmocka_unit_test(test_signature__estimates_what_is_shared),
        cmocka_unit_test(test_copies__keep_the_first_and_name_it),
        cmocka_unit_test(test_copies__find_each_of_very_many),
        cmocka_unit_test(test_copies__survive_lack_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
