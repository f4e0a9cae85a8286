#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/sha256.h"

static void assert_digest(const void *bytes, size_t size, const char *expected)
{
    uint8_t digest[ONR_SHA256_BYTES];
    char hex[2 * ONR_SHA256_BYTES + 1] = {0};
    onr_sha256_bytes(digest, bytes, size);
    for (size_t i = 0; i < sizeof digest; i++) snprintf(hex + 2 * i, 3, "%02x", digest[i]);
    assert_string_equal(hex, expected);
}

/* The examples that NIST publishes with FIPS 180-4. */
static void test_sha256__agrees_with_the_standard(void **state)
{
    (void)state;
    assert_digest("", 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_digest("abc", 3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_digest("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 56,
                  "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    char *million = malloc(1000000);
    memset(million, 'a', 1000000);
    assert_digest(million, 1000000,
                  "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    free(million);
}

/* Lengths around the padding's edges; made with another implementation. */
static void test_sha256__pads_every_length_right(void **state)
{
    static const struct {
        size_t size;
        const char *hex;
    } CASES[] = {
        {1, "4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a"},
        {55, "81afe5b788dc2ce138ff83d9b20164db75a94d75d2b2432eea4a0ef605088c72"},
        {56, "2aba54f0ac632420a2b502431408866e40e1d5e430df4cd822642c78ab2eb9c1"},
        {57, "903284efbf9100e8ba1614ec65eacacad125e03f857cae7acbf8b73b23e0fdfe"},
        {63, "733d3d4ee79ee67145bf73da13588f6f235d37414fc64b14a2f00f1762792f5e"},
        {64, "79322907b3e9d013d7dc2c2f256674dbf733045cde01df3539271c6f5605feb8"},
        {65, "d85c007c6eb440f085afa2b84f6f2bce4658b240e9f62cb1364bf0485a57e720"},
        {119, "6c87eedf096b345de205b702e5223b73b447a3207791ded3ea007ba15ed6736e"},
        {120, "42500cf6a1e3936d6b9e0bcfe296d654b63255e525487d3634d0b15fde591c4d"},
        {127, "68f6ff710276900c0ffbbc57426f67e00c2e01f0750c7edc25ac06b8ce7a8095"},
        {128, "489d55fea9a73af36b6dd0be7b4117d8e5683386d39544e8a44c99a87f368707"},
        {1000, "6b0df76627243d095b0c4400cb658b7e804dd03461cc03aee8fc8fe0bcada168"},
    };
    (void)state;
    for (size_t c = 0; c < sizeof CASES / sizeof *CASES; c++) {
        uint8_t bytes[1000];
        for (size_t i = 0; i < CASES[c].size; i++) bytes[i] = (uint8_t)(i * 7 + CASES[c].size);
        assert_digest(bytes, CASES[c].size, CASES[c].hex);
    }
}

static void test_sha256__does_not_care_how_bytes_arrive(void **state)
{
    (void)state;
    uint8_t bytes[300], whole[ONR_SHA256_BYTES], parts[ONR_SHA256_BYTES];
    for (size_t i = 0; i < sizeof bytes; i++) bytes[i] = (uint8_t)(i * 31);
    onr_sha256_bytes(whole, bytes, sizeof bytes);
    for (size_t step = 1; step <= sizeof bytes; step++) {
        onr_sha256 hash;
        onr_sha256_init(&hash);
        for (size_t at = 0; at < sizeof bytes; at += step) {
            size_t left = sizeof bytes - at;
            onr_sha256_update(&hash, bytes + at, left < step ? left : step);
            onr_sha256_update(&hash, NULL, 0);
        }
        onr_sha256_final(&hash, parts);
        assert_memory_equal(parts, whole, sizeof whole);
    }
}

static void test_sha256__is_the_same_with_and_without_instructions(void **state)
{
    (void)state;
    if (!onr_sha256_has_ni()) {
        print_message("this processor has no SHA instructions\n");
        skip();
    }
    /* The digest of whole blocks is the state after the last one, which is the padding. */
    uint8_t bytes[640], fast[ONR_SHA256_BYTES];
    for (size_t i = 0; i < sizeof bytes; i++) bytes[i] = (uint8_t)(i * i + 13 * i);
    for (size_t blocks = 0; blocks <= sizeof bytes / ONR_SHA256_BLOCK; blocks++) {
        onr_sha256 hash;
        uint8_t end[ONR_SHA256_BLOCK] = {0x80};
        size_t bits = blocks * ONR_SHA256_BLOCK * 8;
        onr_sha256_bytes(fast, bytes, blocks * ONR_SHA256_BLOCK);
        onr_sha256_init(&hash);
        onr_sha256_blocks_plain(hash.state, bytes, blocks);
        end[62] = (uint8_t)(bits >> 8);
        end[63] = (uint8_t)bits;
        onr_sha256_blocks_plain(hash.state, end, 1);
        for (size_t i = 0; i < ONR_SHA256_BYTES; i++)
            assert_int_equal(fast[i], (uint8_t)(hash.state[i / 4] >> (24 - i % 4 * 8)));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sha256__agrees_with_the_standard),
        cmocka_unit_test(test_sha256__pads_every_length_right),
        cmocka_unit_test(test_sha256__does_not_care_how_bytes_arrive),
        cmocka_unit_test(test_sha256__is_the_same_with_and_without_instructions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
