#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "model/checksum.h"
#include "random.h"

enum { MAX_SIZE = 300 };

static void test_checksum__notices_any_altered_byte(void **state)
{
    (void)state;
    unsigned char bytes[MAX_SIZE];
    uint64_t seed = 1;
    random_fill(&seed, bytes, sizeof bytes);
    for (size_t size = 1; size <= sizeof bytes; size += 7) {
        uint64_t sum = onr_checksum(0, bytes, size);
        for (size_t i = 0; i < size; i++) {
            for (unsigned delta = 1; delta < 256; delta += 6) {
                bytes[i] ^= (unsigned char)delta;
                assert_true(onr_checksum(0, bytes, size) != sum);
                bytes[i] ^= (unsigned char)delta;
            }
        }
    }
}

static void test_checksum__notices_zeros_at_the_end(void **state)
{
    (void)state;
    const unsigned char zeros[MAX_SIZE] = {0};
    for (size_t size = 0; size < sizeof zeros; size++)
        assert_true(onr_checksum(0, zeros, size) != onr_checksum(0, zeros, size + 1));
}

static void test_checksum__notices_swapped_words(void **state)
{
    (void)state;
    uint64_t words[16], seed = 2;
    random_fill(&seed, words, sizeof words);
    uint64_t sum = onr_checksum(0, words, sizeof words);
    for (int i = 0; i < 16; i++) {
        for (int j = i + 1; j < 16; j++) {
            uint64_t other[16];
            memcpy(other, words, sizeof other);
            other[i] = words[j];
            other[j] = words[i];
            assert_true(onr_checksum(0, other, sizeof other) != sum);
        }
    }
}

static void test_checksum__depends_on_the_seed(void **state)
{
    (void)state;
    assert_true(onr_checksum(0, "model", 5) != onr_checksum(1, "model", 5));
}

/* The sums stand in files, so they may never change. These come from the trainer's twin. */
static void test_checksum__keeps_its_values(void **state)
{
    (void)state;
    static const unsigned char text[] = "The quick brown fox jumps over the lazy dog.";
    assert_true(onr_checksum(0, text, 0) == 0x9f6a9bc0233a65c2u);
    assert_true(onr_checksum(0, text, 44) == 0x082f61ff10cd13e1u);
    assert_true(onr_checksum(7, text, 32) == 0x547cfe41d6dffd06u);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_checksum__notices_any_altered_byte),
        cmocka_unit_test(test_checksum__notices_zeros_at_the_end),
        cmocka_unit_test(test_checksum__notices_swapped_words),
        cmocka_unit_test(test_checksum__depends_on_the_seed),
        cmocka_unit_test(test_checksum__keeps_its_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
