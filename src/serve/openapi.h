/*
 * openapi.h - the description of the API (OpenAPI 3.1), printed from the table of routes.
 */
#ifndef ONR_SERVE_OPENAPI_H
#define ONR_SERVE_OPENAPI_H

#include "base/buffer.h"

/** What bodies and answers look like: JSON Schema, by the names that routes give. */
typedef struct onr_schema {
    const char *name;
    const char *json;
} onr_schema;

extern const onr_schema ONR_SCHEMAS[]; /* to a NULL name */

void onr_openapi_write(onr_writer *w);

#endif
