#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "store/packed.h"

static onr_slice slice_of(const char *text)
{
    return (onr_slice){text, text == NULL ? 0 : strlen(text)};
}

static void assert_slice(onr_slice slice, const char *text)
{
    assert_int_equal(slice.ptr == NULL, text == NULL);
    if (text == NULL) return;
    assert_int_equal(slice.len, strlen(text));
    assert_memory_equal(slice.ptr, text, slice.len);
}

/* ---- places ---- */

static void assert_places_come_back(const onr_entry_part parts[ONR_PART_COUNT], size_t most)
{
    onr_entry_part back[ONR_PART_COUNT] = {{0}};
    onr_arena arena;
    onr_arena_init(&arena, NULL);
    onr_slice packed = onr_packed_places(parts, &arena);
    assert_non_null(packed.ptr);
    assert_true(packed.len <= most);
    assert_true(onr_unpack_places(back, packed, &arena));
    for (int role = 0; role < ONR_PART_COUNT; role++) {
        assert_int_equal(back[role].count, parts[role].count);
        for (uint32_t i = 0; i < parts[role].count; i++) {
            assert_int_equal(back[role].places[i].begin, parts[role].places[i].begin);
            assert_int_equal(back[role].places[i].end, parts[role].places[i].end);
        }
    }
    onr_arena_deinit(&arena);
}

static void test_places__come_back(void **state)
{
    (void)state;
    onr_place source = {1200, 1210}, cue = {1211, 1215}, content = {1100, 1198};
    const onr_entry_part usual[] = {{&source, 1, 1, {0}}, {&cue, 1, 1, {0}}, {&content, 1, 1, {0}}};
    assert_places_come_back(usual, 9);
    onr_place many[] = {{0, 1}, {2, 3}, {70000, 70001}, {70001, 4000000000u}};
    const onr_entry_part pieces[] = {{NULL, 0, 0, {0}}, {many, 2, 2, {0}}, {many, 4, 4, {0}}};
    assert_places_come_back(pieces, 40);
    const onr_entry_part none[] = {{0}, {0}, {0}};
    assert_places_come_back(none, 1);
}

static void test_places__that_make_no_sense_are_none(void **state)
{
    (void)state;
    static const char *const bytes[] = {"", "\x15", "\x15\x02", "\x01\x01\x02", "\x03\xFF\xFF\xFF",
                                        "\x01\x02\x02\x02", "\x3F\xFF\xFF\xFF\xFF\x0F\x02\x02"};
    onr_arena arena;
    onr_arena_init(&arena, NULL);
    for (size_t i = 0; i < sizeof bytes / sizeof *bytes; i++) {
        onr_entry_part parts[ONR_PART_COUNT] = {{0}};
        assert_true(onr_unpack_places(parts, slice_of(bytes[i]), &arena));
        for (int role = 0; role < ONR_PART_COUNT; role++)
            assert_int_equal(parts[role].count, 0);
    }
    onr_arena_deinit(&arena);
}

/* ---- mentions ---- */

static void test_mentions__come_back_as_written(void **state)
{
    (void)state;
    static const char *const lists[] = {
        "[]", "[[0,4]]", "[[177,180],[366,369],[3649,3657]]", "[[9,12],[3,5]]", "[[5,2]]",
        "[ [1,2] ]", "[[01,2]]", "[[1,2],]", "[[1,2,3]]", "[[1,2]", "{\"a\":1}",
        "[[1,99999999999]]"};
    onr_arena arena;
    onr_slice json;
    onr_arena_init(&arena, NULL);
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        onr_slice packed = onr_packed_mentions(slice_of(lists[i]), &arena);
        assert_non_null(packed.ptr);
        assert_true(onr_unpack_mentions(&json, packed, &arena));
        assert_slice(json, lists[i]);
    }
    assert_true(onr_unpack_mentions(&json, slice_of("\x05\x02"), &arena));
    assert_null(json.ptr);
    onr_arena_deinit(&arena);
}

/* ---- entities ---- */

static const char text[] = "Ana Ruiz of Zürich met Ruiz.";

static const onr_entry_entity entities[] = {
    {.number = 0, .name = {"Ana Ruiz", 8}, .type = {"PERSON", 6},
     .mentions = {"[[0,8],[23,27]]", 15}},
    {.number = 1, .name = {"Z\xC3\xBCrich", 7}, .type = {"GPE", 3}, .mentions = {"[[12,18]]", 9}},
    {.number = 7, .name = {"Elsewhere", 9}, .type = {"PLANET", 6}, .mentions = {"[ ]", 3},
     .roles = {"[\"x\"]", 5}, .extra = {"\"later\":7", 9}},
    {.number = 2},
};

enum { ENTITIES = sizeof entities / sizeof *entities };

static onr_slice pack_all(onr_points *points, onr_arena *arena)
{
    onr_arena_init(arena, NULL);
    assert_true(onr_points_init(points, (onr_slice){text, sizeof text - 1}, arena));
    onr_slice packed = onr_packed_entities(entities, ENTITIES, points, arena);
    assert_non_null(packed.ptr);
    return packed;
}

static bool same(onr_slice a, onr_slice b)
{
    return (a.ptr == NULL) == (b.ptr == NULL) && a.len == b.len &&
           (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

static void test_entities__come_back(void **state)
{
    (void)state;
    onr_arena arena;
    onr_points points;
    onr_entry_entity *back;
    uint32_t count;
    onr_slice packed = pack_all(&points, &arena);
    assert_true(onr_unpack_entities(&back, &count, packed, &points, &arena));
    assert_int_equal(count, ENTITIES);
    for (uint32_t i = 0; i < ENTITIES; i++) {
        assert_int_equal(back[i].number, entities[i].number);
        assert_true(same(back[i].name, entities[i].name));
        assert_true(same(back[i].type, entities[i].type));
        assert_true(same(back[i].mentions, entities[i].mentions));
        assert_true(same(back[i].roles, entities[i].roles));
        assert_true(same(back[i].affiliations, entities[i].affiliations));
        assert_true(same(back[i].extra, entities[i].extra));
    }
    onr_arena_deinit(&arena);
}

/* Whatever the bytes are, there is an end to it and every slice can be read. */
static void test_entities__damaged_bytes_do_no_harm(void **state)
{
    (void)state;
    onr_arena arena;
    onr_points points;
    onr_slice packed = pack_all(&points, &arena);
    uint64_t random = 7;
    for (int round = 0; round < 2000; round++) {
        onr_slice copy;
        onr_entry_entity *back;
        uint32_t count;
        size_t sum = 0;
        assert_true(onr_arena_copy(&arena, &copy, packed));
        random = random * 6364136223846793005u + 1442695040888963407u;
        ((char *)copy.ptr)[(random >> 33) % copy.len] = (char)(random >> 56);
        if (round % 3 == 0) copy.len = (random >> 20) % copy.len;
        assert_true(onr_unpack_entities(&back, &count, copy, &points, &arena));
        for (uint32_t i = 0; i < count; i++) {
            const onr_slice texts[] = {back[i].name, back[i].type, back[i].mentions,
                                       back[i].extra};
            for (int t = 0; t < 4; t++)
                for (size_t at = 0; at < texts[t].len; at++) sum += (unsigned char)texts[t].ptr[at];
        }
        assert_true(sum < 1000000);
    }
    onr_arena_deinit(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_places__come_back),
        cmocka_unit_test(test_places__that_make_no_sense_are_none),
        cmocka_unit_test(test_mentions__come_back_as_written),
        cmocka_unit_test(test_entities__come_back),
        cmocka_unit_test(test_entities__damaged_bytes_do_no_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
