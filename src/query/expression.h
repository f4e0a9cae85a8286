/*
 * expression.h - what people type, as an FTS5 expression.
 */
#ifndef ONR_QUERY_EXPRESSION_H
#define ONR_QUERY_EXPRESSION_H

#include <onrecord/query.h>

#include "base/buffer.h"

/** Most bytes of one field of a query, so that no expression gets too deep for the parser. */
enum { ONR_QUERY_MAX_BYTES = 4096 };

/** Append the expression for all fields of the query that the full-text index answers; nothing when
 *  there are none. Words are put in quotation marks, so that nothing in them is an operator. */
void onr_expression_put(onr_writer *w, const onr_query *query);

#endif
