/*
 * The model file of the tree, cut short or altered: always refused.
 */
#include "helper.h"
#include "model_writer.h"

static model_file load(void)
{
    FILE *in = fopen(model_path, "rb");
    assert_non_null(in);
    fseek(in, 0, SEEK_END);
    model_file file = model_copy(NULL, (size_t)ftell(in));
    rewind(in);
    assert_int_equal(fread(file.bytes, 1, file.size, in), file.size);
    fclose(in);
    return file;
}

static void assert_refused(const model_file *file, size_t size)
{
    onr_model *model;
    onr_error err = {0};
    assert_int_equal(onr_model_open_memory(&model, file->bytes, size, NULL, &err), ONR_EMODEL);
    assert_null(model);
    assert_true(strlen(err.message) > 5);
    assert_null(strchr(err.message, '\n'));
}

static void test_damage__truncated(void **state)
{
    (void)state;
    model_file file = load();
    uint64_t seed = 92;
    for (int i = 0; i < 50; i++) assert_refused(&file, random_below(&seed, (uint32_t)file.size));
    assert_refused(&file, file.size - 1);
    model_file_free(&file);
}

static void test_damage__one_bit(void **state)
{
    (void)state;
    model_file file = load();
    uint64_t seed = 93;
    for (int i = 0; i < 200; i++) {
        /* half of them in the header and the table of sections */
        size_t byte = random_below(&seed, i % 2 ? 4096 : (uint32_t)file.size);
        unsigned char bit = (unsigned char)(1u << random_below(&seed, 8));
        file.bytes[byte] ^= bit;
        assert_refused(&file, file.size);
        file.bytes[byte] ^= bit;
    }
    onr_model *model;
    assert_int_equal(onr_model_open_memory(&model, file.bytes, file.size, NULL, NULL), ONR_OK);
    onr_model_close(model);
    model_file_free(&file);
}

int main(int argc, char **argv)
{
    if (argc < 2) return 2;
    model_path = argv[1];
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_damage__truncated),
        cmocka_unit_test(test_damage__one_bit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
