/*
 * Model files that are whole, damaged or made to deceive. They are written in memory; what the
 * stages make of their sections is tested in tests/unit/pipeline.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "failing_alloc.h"
#include "model_writer.h"

/* Three sections, few bytes. */
static model_file small_file(void)
{
    model_writer w = {0};
    model_add(&w, "numbers", ONR_SECTION_I32, 3, 2, (const uint32_t[]){1, 2, 3, 4, 5, 6});
    model_add(&w, "text", ONR_SECTION_BYTES, 5, 1, "hello");
    model_add(&w, "floats", ONR_SECTION_F32, 1, 2, (const float[]){0.5f, -2.0f});
    model_file file = model_save(&w);
    model_writer_free(&w);
    return file;
}

static onr_model *open_file(const model_file *file)
{
    onr_model *model;
    onr_error err;
    onr_status status = onr_model_open_memory(&model, file->bytes, file->size, NULL, &err);
    if (status != ONR_OK) fail_msg("%s", err.message);
    return model;
}

/* One line that says something, without a period. */
static void assert_described(const onr_error *err, onr_status status)
{
    size_t len = strlen(err->message);
    assert_int_equal(err->status, status);
    assert_true(len > 5 && len < sizeof err->message);
    assert_null(strchr(err->message, '\n'));
    assert_true(err->message[len - 1] != '.');
}

static void assert_refused(const model_file *file)
{
    onr_model *model = (onr_model *)(uintptr_t)1;
    onr_error err = {0};
    onr_status status = onr_model_open_memory(&model, file->bytes, file->size, NULL, &err);
    assert_int_equal(status, ONR_EMODEL);
    assert_null(model);
    assert_described(&err, ONR_EMODEL);
    assert_int_equal(onr_model_open_memory(&model, file->bytes, file->size, NULL, NULL),
                     ONR_EMODEL);
}

/* ---- what a whole file gives ---- */

static void test_model__gives_sections_by_name(void **state)
{
    (void)state;
    model_file file = small_file();
    onr_model *model = open_file(&file);
    onr_section s;
    assert_int_equal(onr_model_section(model, "numbers", ONR_SECTION_I32, 2, &s, NULL), ONR_OK);
    assert_int_equal(s.rows, 3);
    assert_int_equal(s.columns, 2);
    assert_int_equal(((const uint32_t *)s.data)[5], 6);
    assert_int_equal(onr_model_section(model, "numbers", ONR_SECTION_I32, 0, &s, NULL), ONR_OK);
    assert_int_equal(onr_model_section(model, "text", ONR_SECTION_BYTES, 1, &s, NULL), ONR_OK);
    assert_memory_equal(s.data, "hello", 5);
    onr_model_close(model);
    model_file_free(&file);
}

static void test_model__names_the_section_that_is_wrong(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        onr_section_type type;
        uint32_t columns;
    } wrong[] = {
        {"number", ONR_SECTION_I32, 2},   {"numbers", ONR_SECTION_F32, 2},
        {"numbers", ONR_SECTION_I32, 3},  {"text", ONR_SECTION_I8, 1},
        {"floats", ONR_SECTION_F32, 1},   {"", ONR_SECTION_I32, 0},
    };
    model_file file = small_file();
    onr_model *model = open_file(&file);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        onr_section s;
        onr_error err = {0};
        assert_int_equal(
            onr_model_section(model, wrong[i].name, wrong[i].type, wrong[i].columns, &s, &err),
            ONR_EMODEL);
        assert_described(&err, ONR_EMODEL);
        assert_non_null(strstr(err.message, wrong[i].name));
    }
    onr_model_close(model);
    model_file_free(&file);
}

static void test_model__tells_its_name(void **state)
{
    (void)state;
    model_file file = small_file();
    for (int i = 0; i < 32; i++) file.bytes[32 + i] = (unsigned char)(0xA0 + i);
    memset(file.bytes + MODEL_AT_MODEL_VERSION, 'v', 32); /* as long as it may be, without NUL */
    model_seal(&file);
    onr_model *model = open_file(&file);
    assert_int_equal(onr_model_name(model).len, 4);
    assert_memory_equal(onr_model_name(model).ptr, "test", 4);
    assert_int_equal(onr_model_version(model).len, 32);
    onr_slice sha = onr_model_sha256(model);
    assert_int_equal(sha.len, 64);
    assert_memory_equal(sha.ptr, "a0a1a2", 6);
    assert_memory_equal(sha.ptr + 62, "bf", 2);
    onr_model_close(model);
    model_file_free(&file);
}

static void test_model__chooses_kernels(void **state)
{
    (void)state;
    model_file file = small_file();
    onr_model *model = open_file(&file);
    const char *best = onr_model_isa_name(model);
    assert_int_equal(onr_model_set_isa(model, ONR_ISA_PLAIN), ONR_OK);
    assert_string_equal(onr_model_isa_name(model), "plain");
    assert_int_equal(onr_model_set_isa(model, (onr_isa)77), ONR_EUSAGE);
    assert_string_equal(onr_model_isa_name(model), "plain");
    assert_int_equal(onr_model_set_isa(model, ONR_ISA_BEST), ONR_OK);
    assert_string_equal(onr_model_isa_name(model), best);
    onr_model_close(model);
    model_file_free(&file);
}

static void test_model__opens_without_sections(void **state)
{
    (void)state;
    model_writer w = {0};
    model_file file = model_save(&w);
    onr_section s;
    onr_model *model = open_file(&file);
    assert_int_equal(onr_model_section(model, "x", ONR_SECTION_I8, 0, &s, NULL), ONR_EMODEL);
    onr_model_close(model);
    model_file_free(&file);
    onr_model_close(NULL);
}

/* ---- damage ---- */

static void test_model__refuses_every_truncation(void **state)
{
    (void)state;
    model_file whole = small_file();
    for (size_t size = 0; size < whole.size; size++) {
        model_file cut = model_copy(whole.bytes, size);
        assert_refused(&cut);
        model_seal(&cut); /* a file that claims this size; some section must end past it */
        assert_refused(&cut);
        model_file_free(&cut);
    }
    model_file_free(&whole);
}

static void test_model__refuses_every_flipped_bit(void **state)
{
    (void)state;
    model_file file = small_file();
    for (size_t bit = 0; bit < file.size * 8; bit++) {
        file.bytes[bit / 8] ^= (unsigned char)(1 << bit % 8);
        assert_refused(&file);
        file.bytes[bit / 8] ^= (unsigned char)(1 << bit % 8);
    }
    onr_model_close(open_file(&file));
    model_file_free(&file);
}

static void test_model__refuses_bytes_behind_the_end(void **state)
{
    (void)state;
    model_file whole = small_file(), longer = model_copy(NULL, whole.size + 1);
    memcpy(longer.bytes, whole.bytes, whole.size);
    assert_refused(&longer);
    model_file_free(&whole);
    model_file_free(&longer);
}

static void test_model__refuses_other_versions(void **state)
{
    (void)state;
    static const uint32_t versions[] = {0, ONR_MODEL_VERSION + 1, UINT32_MAX};
    for (size_t i = 0; i < sizeof versions / sizeof *versions; i++) {
        model_file file = small_file();
        model_put_u32(file.bytes + MODEL_AT_VERSION, versions[i]);
        model_seal(&file);
        assert_refused(&file);
        model_file_free(&file);
    }
}

/* ---- deceit: the checksum is right, an entry is not ---- */

/* Refused with `value` at `at` of the second section's entry. */
static void refuse_entry(size_t at, uint64_t value, bool wide)
{
    model_file file = small_file();
    if (wide)
        model_put_u64(model_entry(&file, 1) + at, value);
    else
        model_put_u32(model_entry(&file, 1) + at, (uint32_t)value);
    model_seal(&file);
    assert_refused(&file);
    model_file_free(&file);
}

static void test_model__refuses_sections_out_of_place(void **state)
{
    (void)state;
    static const uint64_t offsets[] = {
        0,           64,          128,         192,
        320, /* in the first section */
        1,           383,         385,         1u << 20,
        UINT64_MAX,  UINT64_MAX - 63, UINT64_MAX - 3, (uint64_t)1 << 63,
    };
    for (size_t i = 0; i < sizeof offsets / sizeof *offsets; i++)
        refuse_entry(MODEL_ENTRY_OFFSET, offsets[i], true);
}

static void test_model__refuses_wrong_sizes(void **state)
{
    (void)state;
    static const uint64_t sizes[] = {0, 4, 6, 1u << 20, UINT64_MAX, (uint64_t)1 << 63};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        refuse_entry(MODEL_ENTRY_SIZE, sizes[i], true);
}

static void test_model__refuses_wrong_counts(void **state)
{
    (void)state;
    static const uint32_t counts[] = {0, 4, 6, 1u << 31, UINT32_MAX};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        refuse_entry(MODEL_ENTRY_ROWS, counts[i], false);
        refuse_entry(MODEL_ENTRY_COLUMNS, counts[i], false);
    }
}

static void test_model__refuses_unknown_types(void **state)
{
    (void)state;
    static const uint32_t types[] = {2, 3, 4, 5, 255, UINT32_MAX};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        refuse_entry(MODEL_ENTRY_TYPE, types[i], false);
}

/* 65536 * 65536 * 4 is 0 in 32 bits, 2^31 * 2^31 * 4 is 0 in 64. */
static void test_model__refuses_counts_that_overflow(void **state)
{
    (void)state;
    static const uint32_t sides[] = {1u << 16, 1u << 31};
    for (size_t i = 0; i < sizeof sides / sizeof *sides; i++) {
        model_file file = small_file();
        unsigned char *entry = model_entry(&file, 0);
        model_put_u32(entry + MODEL_ENTRY_ROWS, sides[i]);
        model_put_u32(entry + MODEL_ENTRY_COLUMNS, sides[i]);
        model_put_u64(entry + MODEL_ENTRY_SIZE, 0);
        model_seal(&file);
        assert_refused(&file);
        model_file_free(&file);
    }
}

static void test_model__refuses_overlapping_sections(void **state)
{
    (void)state;
    model_file file = small_file();
    memcpy(model_entry(&file, 2) + MODEL_ENTRY_OFFSET, model_entry(&file, 1) + MODEL_ENTRY_OFFSET,
           sizeof(uint64_t));
    model_seal(&file);
    assert_refused(&file);
    model_file_free(&file);
}

static void test_model__refuses_a_name_without_end(void **state)
{
    (void)state;
    model_file file = small_file();
    memset(model_entry(&file, 1), 'n', ONR_MODEL_NAME_BYTES);
    model_seal(&file);
    assert_refused(&file);
    model_file_free(&file);
}

static void test_model__refuses_more_sections_than_bytes(void **state)
{
    (void)state;
    static const uint32_t counts[] = {4, 100, 4096, 4097, 1u << 26, UINT32_MAX};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        model_file file = small_file();
        model_put_u32(file.bytes + MODEL_AT_SECTION_COUNT, counts[i]);
        model_seal(&file);
        assert_refused(&file);
        model_file_free(&file);
    }
}

static void test_model__refuses_numbers_without_bounds(void **state)
{
    (void)state;
    const float numbers[] = {NAN, INFINITY, -INFINITY, 1e30f, -1e7f};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        model_writer w = {0};
        model_add(&w, "floats", ONR_SECTION_F32, 2, 1, (const float[]){0, numbers[i]});
        model_file file = model_save(&w);
        assert_refused(&file);
        model_file_free(&file);
        model_writer_free(&w);
    }
}

/* ---- callers ---- */

static void test_model__refuses_unaligned_memory(void **state)
{
    (void)state;
    model_file file = small_file(), room = model_copy(NULL, file.size + 64);
    for (size_t shift = 1; shift < 64; shift *= 2) {
        onr_model *model = (onr_model *)(uintptr_t)1;
        onr_error err = {0};
        memcpy(room.bytes + shift, file.bytes, file.size);
        assert_int_equal(
            onr_model_open_memory(&model, room.bytes + shift, file.size, NULL, &err), ONR_EUSAGE);
        assert_null(model);
        assert_described(&err, ONR_EUSAGE);
    }
    onr_model *model;
    assert_int_equal(onr_model_open_memory(&model, NULL, 0, NULL, NULL), ONR_EUSAGE);
    model_file_free(&file);
    model_file_free(&room);
}

static void test_model__frees_all_when_it_fails(void **state)
{
    (void)state;
    model_file file = small_file();
    onr_model *model;
    onr_error err = {0};
    failing_alloc fault = {.fail_at = 1};
    onr_alloc alloc = failing_alloc_make(&fault);
    assert_int_equal(onr_model_open_memory(&model, file.bytes, file.size, &alloc, &err),
                     ONR_ENOMEM);
    assert_null(model);
    fault.fail_at = 0;
    assert_int_equal(onr_model_open_memory(&model, file.bytes, file.size - 1, &alloc, &err),
                     ONR_EMODEL);
    assert_int_equal(fault.held_bytes, 0);
    assert_int_equal(onr_model_open_memory(&model, file.bytes, file.size, &alloc, &err), ONR_OK);
    onr_model_close(model);
    assert_int_equal(fault.held_bytes, 0);
    model_file_free(&file);
}

/* ---- files ---- */

static void refuse_path(const char *path, onr_status wanted)
{
    onr_model *model = (onr_model *)(uintptr_t)1;
    onr_error err = {0};
    assert_int_equal(onr_model_open(&model, path, NULL, &err), wanted);
    assert_null(model);
    assert_described(&err, wanted);
    assert_non_null(strstr(err.message, path));
}

static void write_file(const char *path, const void *bytes, size_t size)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

static void test_model__opens_a_file(void **state)
{
    (void)state;
    char path[] = "/tmp/onr-model-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
    model_file file = small_file();
    write_file(path, file.bytes, file.size);
    onr_model *model;
    onr_error err;
    assert_int_equal(onr_model_open(&model, path, NULL, &err), ONR_OK);
    onr_model_close(model);
    write_file(path, file.bytes, file.size - 1);
    refuse_path(path, ONR_EMODEL);
    write_file(path, "short", 5);
    refuse_path(path, ONR_EMODEL);
    write_file(path, "", 0);
    refuse_path(path, ONR_EMODEL);
    unlink(path);
    refuse_path(path, ONR_EIO);
    model_file_free(&file);
}

static void test_model__refuses_what_is_no_file(void **state)
{
    (void)state;
    refuse_path("/", ONR_EIO);
    refuse_path("/dev/null", ONR_EIO);
    refuse_path("/no/such/model.onrm", ONR_EIO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_model__gives_sections_by_name),
        cmocka_unit_test(test_model__names_the_section_that_is_wrong),
        cmocka_unit_test(test_model__tells_its_name),
        cmocka_unit_test(test_model__chooses_kernels),
        cmocka_unit_test(test_model__opens_without_sections),
        cmocka_unit_test(test_model__refuses_every_truncation),
        cmocka_unit_test(test_model__refuses_every_flipped_bit),
        cmocka_unit_test(test_model__refuses_bytes_behind_the_end),
        cmocka_unit_test(test_model__refuses_other_versions),
        cmocka_unit_test(test_model__refuses_sections_out_of_place),
        cmocka_unit_test(test_model__refuses_wrong_sizes),
        cmocka_unit_test(test_model__refuses_wrong_counts),
        cmocka_unit_test(test_model__refuses_unknown_types),
        cmocka_unit_test(test_model__refuses_counts_that_overflow),
        cmocka_unit_test(test_model__refuses_overlapping_sections),
        cmocka_unit_test(test_model__refuses_a_name_without_end),
        cmocka_unit_test(test_model__refuses_more_sections_than_bytes),
        cmocka_unit_test(test_model__refuses_numbers_without_bounds),
        cmocka_unit_test(test_model__refuses_unaligned_memory),
        cmocka_unit_test(test_model__frees_all_when_it_fails),
        cmocka_unit_test(test_model__opens_a_file),
        cmocka_unit_test(test_model__refuses_what_is_no_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
