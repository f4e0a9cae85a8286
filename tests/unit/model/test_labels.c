/*
 * Lists of labels in a model file.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "model/labels.h"
#include "model_writer.h"

enum { MOST = 3 };

/* Loads `size` bytes as the list "labels". The file and the model are the caller's to close. */
static onr_status load(onr_labels *labels, model_file *file, onr_model **model, const char *bytes,
                       uint32_t size)
{
    model_writer w = {0};
    onr_error err = {0};
    model_add(&w, "labels", ONR_SECTION_BYTES, size, 1, bytes);
    *file = model_save(&w);
    model_writer_free(&w);
    if (onr_model_open_memory(model, file->bytes, file->size, NULL, &err) != ONR_OK)
        fail_msg("%s", err.message);
    return onr_labels_load(labels, *model, "labels", MOST, &err);
}

static void refuse(const char *bytes, uint32_t size)
{
    onr_labels labels;
    model_file file;
    onr_model *model;
    assert_int_equal(load(&labels, &file, &model, bytes, size), ONR_EMODEL);
    onr_model_close(model);
    model_file_free(&file);
}

static void test_labels__come_in_order(void **state)
{
    (void)state;
    static const char *const expected[] = {"one", "", "three"};
    onr_labels labels;
    onr_slice name;
    model_file file;
    onr_model *model;
    assert_int_equal(load(&labels, &file, &model, "one\0\0three", 11), ONR_OK);
    assert_int_equal(labels.count, 3);
    for (int i = 0; i < 3; i++) {
        assert_true(onr_labels_next(&labels, &name));
        assert_int_equal(name.len, strlen(expected[i]));
        assert_memory_equal(name.ptr, expected[i], name.len);
    }
    assert_false(onr_labels_next(&labels, &name));
    assert_false(onr_labels_next(&labels, &name));
    onr_model_close(model);
    model_file_free(&file);
}

static void test_labels__must_end_with_nul(void **state)
{
    (void)state;
    refuse("one\0two", 7);
    refuse("one", 3);
}

static void test_labels__must_not_be_too_many(void **state)
{
    (void)state;
    refuse("1\0002\0003\0004", 8);
    refuse("\0\0\0\0", 4);
}

static void test_labels__must_be_there(void **state)
{
    (void)state;
    model_writer w = {0};
    onr_labels labels;
    onr_model *model;
    onr_error err = {0};
    model_add(&w, "empty", ONR_SECTION_BYTES, 0, 1, NULL);
    model_add(&w, "numbers", ONR_SECTION_I32, 1, 1, NULL);
    model_file file = model_save(&w);
    model_writer_free(&w);
    /* A file with an empty section may be refused as a whole. */
    if (onr_model_open_memory(&model, file.bytes, file.size, NULL, &err) == ONR_OK) {
        assert_int_equal(onr_labels_load(&labels, model, "empty", MOST, &err), ONR_EMODEL);
        assert_int_equal(onr_labels_load(&labels, model, "numbers", MOST, &err), ONR_EMODEL);
        assert_int_equal(onr_labels_load(&labels, model, "absent", MOST, &err), ONR_EMODEL);
        assert_true(strlen(err.message) > 5);
        onr_model_close(model);
    } else {
        assert_int_equal(err.status, ONR_EMODEL);
    }
    model_file_free(&file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_labels__come_in_order),
        cmocka_unit_test(test_labels__must_end_with_nul),
        cmocka_unit_test(test_labels__must_not_be_too_many),
        cmocka_unit_test(test_labels__must_be_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
