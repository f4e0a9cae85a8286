#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <onrecord/syntax.h>

typedef const char *name_fn(uint32_t value);
typedef uint32_t find_fn(onr_slice name);

/* Every value has a name of its own, under which it is found again. */
static void check_set(name_fn *name, find_fn *find, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        assert_non_null(name(i));
        assert_int_equal(find((onr_slice){name(i), strlen(name(i))}), i);
    }
    assert_null(name(count));
    assert_null(name(ONR_NONE));
    assert_int_equal(find((onr_slice){"none such", 9}), ONR_NONE);
    assert_int_equal(find((onr_slice){NULL, 0}), ONR_NONE);
}

static void test_syntax__names_and_values_agree(void **state)
{
    (void)state;
    check_set(onr_upos_name, onr_upos_find, ONR_UPOS_COUNT);
    check_set(onr_xpos_name, onr_xpos_find, ONR_XPOS_COUNT);
    check_set(onr_rel_name, onr_rel_find, ONR_REL_COUNT);
    check_set(onr_entity_type_name, onr_entity_type_find, ONR_ENTITY_COUNT);
}

static void test_syntax__spells_as_the_treebanks(void **state)
{
    (void)state;
    assert_string_equal(onr_upos_name(ONR_UPOS_PROPN), "PROPN");
    assert_string_equal(onr_xpos_name(ONR_XPOS_PRPS), "PRP$");
    assert_string_equal(onr_xpos_name(ONR_XPOS_LRB), "-LRB-");
    assert_string_equal(onr_rel_name(ONR_REL_NSUBJ_PASS), "nsubj:pass");
    assert_string_equal(onr_entity_type_name(ONR_ENTITY_NORP), "NORP");
    assert_int_equal(onr_rel_find((onr_slice){"acl:relclx", 9}), ONR_REL_ACL_RELCL);
    assert_int_equal(onr_rel_find((onr_slice){"acl:relcl", 3}), ONR_REL_ACL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_syntax__names_and_values_agree),
        cmocka_unit_test(test_syntax__spells_as_the_treebanks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
