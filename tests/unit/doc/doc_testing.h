/*
 * doc_testing.h - what the tests of the document share.
 */
#ifndef ONR_TESTS_DOC_TESTING_H
#define ONR_TESTS_DOC_TESTING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "doc/doc.h"

/* The check of a document names what is broken, and why; the document is freed. */
static inline void assert_broken(onr_doc *doc, const char *why)
{
    const char *found = onr_doc_check(doc);
    assert_non_null(found);
    assert_string_equal(found, why);
    onr_doc_free(doc);
}

#endif
