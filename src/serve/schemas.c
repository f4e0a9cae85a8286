/*
 * schemas.c - the shapes of bodies and answers, for the OpenAPI document.
 */
#include <stddef.h>

#include "serve/openapi.h"

#define TEXT   "{\"type\":\"string\"}"
#define MAYBE  "{\"type\":[\"string\",\"null\"]}"
#define COUNT  "{\"type\":\"integer\",\"minimum\":0}"
#define NUMBER "{\"type\":[\"integer\",\"null\"]}"
#define TRUTH  "{\"type\":\"boolean\"}"
#define REF(name)  "{\"$ref\":\"#/components/schemas/" name "\"}"
#define LIST(of)   "{\"type\":\"array\",\"items\":" of "}"
#define OBJECT(properties) "{\"type\":\"object\",\"properties\":{" properties "}}"
/* A page of a list. */
#define PAGE(of)                                                                                   \
    "{\"type\":\"object\",\"required\":[\"results\",\"next\"],\"properties\":{\"results\":"        \
    LIST(of) ",\"next\":" MAYBE "}}"

const onr_schema ONR_SCHEMAS[] = {
    {"Error", "{\"type\":\"object\",\"required\":[\"error\"],\"properties\":{\"error\":{"
              "\"type\":\"object\",\"required\":[\"code\",\"message\"],\"properties\":{\"code\":"
              TEXT ",\"message\":" TEXT "}}}}"},
    {"OpenApi", "{\"type\":\"object\"}"},
    {"Report",
     OBJECT("\"id\":" TEXT ",\"text\":" TEXT ",\"html\":" TEXT ",\"title\":" TEXT ",\"url\":" TEXT
            ",\"published\":" TEXT ",\"modified\":" TEXT ",\"site\":" TEXT ",\"section\":" TEXT
            ",\"language\":" TEXT
            ",\"byline\":{\"anyOf\":[" TEXT "," LIST(TEXT) "]}")},
    {"Span", "{\"type\":\"array\",\"items\":" COUNT ",\"minItems\":2,\"maxItems\":2}"},
    {"Part", "{\"type\":[\"object\",\"null\"],\"properties\":{\"spans\":" LIST(REF("Span"))
             ",\"text\":" TEXT ",\"lemma\":" MAYBE "}}"},
    {"Record",
     "{\"type\":\"object\",\"required\":[\"schema\",\"id\",\"text\",\"sha256\",\"attributions\"],"
     "\"properties\":{\"schema\":{\"const\":\"onrecord/1\"},\"id\":" TEXT ",\"text\":" TEXT
     ",\"sha256\":" TEXT ",\"attributions\":" LIST(REF("Attribution")) "}}"},
    {"Attribution",
     OBJECT("\"id\":" COUNT ",\"form\":" TEXT ",\"act\":" TEXT ",\"source\":" REF("Part")
            ",\"speaker\":" NUMBER ",\"cue\":" REF("Part") ",\"content\":" REF("Part")
            ",\"negated\":" TRUTH ",\"parent\":" NUMBER ",\"confidence\":{\"type\":\"number\"}")},
    {"Health",
     OBJECT("\"status\":" TEXT ",\"version\":" TEXT ",\"model\":{\"type\":[\"object\",\"null\"]}"
            ",\"documents\":" NUMBER ",\"statements\":" NUMBER ",\"corrections\":" NUMBER
            ",\"writable\":" TRUTH)},
    {NULL, NULL},
};
