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
            ",\"addressee\":" REF("Part") ",\"time\":" REF("Part") ",\"place\":" REF("Part")
            ",\"occasion\":" REF("Part") ",\"negated\":" TRUTH ",\"parent\":" NUMBER
            ",\"confidence\":{\"type\":\"number\"}"
            ",\"speaker_confidence\":{\"type\":\"number\"}"
            ",\"speaker_candidates\":{\"type\":\"array\",\"items\":" NUMBER "}"
            ",\"date\":" TEXT ",\"statement\":" NUMBER ",\"family\":" NUMBER
            ",\"reviewed\":" MAYBE)},
    {"StoredRecord",
     "{\"allOf\":[" REF("Record") "," OBJECT("\"number\":" COUNT ",\"corrections\":"
     LIST(REF("Correction"))) "]}"},
    {"Hit",
     OBJECT("\"statement\":" COUNT ",\"document\":" OBJECT(
                "\"number\":" COUNT ",\"id\":" TEXT ",\"title\":" MAYBE ",\"site\":" MAYBE
                ",\"published\":" MAYBE ",\"url\":" MAYBE)
            ",\"speaker\":{\"type\":[\"object\",\"null\"]},\"source\":" REF("Part")
            ",\"cue\":" REF("Part") ",\"content\":" REF("Part") ",\"form\":" TEXT
            ",\"act\":" TEXT ",\"negated\":" TRUTH ",\"confidence\":{\"type\":\"number\"}"
            ",\"reviewed\":" MAYBE ",\"family\":" NUMBER
            ",\"context\":{\"type\":[\"object\",\"null\"]},\"before\":" MAYBE
            ",\"after\":" MAYBE)},
    {"Hits", PAGE(REF("Hit"))},
    {"Months",
     OBJECT("\"months\":" LIST(OBJECT("\"month\":" TEXT ",\"statements\":" COUNT))
            ",\"undated\":" COUNT)},
    {"Document",
     OBJECT("\"number\":" COUNT ",\"id\":" TEXT ",\"title\":" MAYBE ",\"site\":" MAYBE
            ",\"published\":" MAYBE ",\"url\":" MAYBE ",\"language\":" MAYBE
            ",\"statements\":" COUNT ",\"warnings\":" COUNT)},
    {"Documents", PAGE(REF("Document"))},
    {"Speaker",
     OBJECT("\"person\":" NUMBER ",\"name\":" TEXT ",\"kind\":" MAYBE ",\"role\":" MAYBE
            ",\"affiliation\":" MAYBE ",\"first_day\":" MAYBE ",\"last_day\":" MAYBE
            ",\"statements\":" COUNT ",\"documents\":" COUNT)},
    {"Speakers", PAGE(REF("Speaker"))},
    {"Tally", OBJECT("\"name\":" TEXT ",\"statements\":" COUNT)},
    {"Profile",
     "{\"allOf\":[" REF("Speaker") "," OBJECT(
         "\"roles\":" LIST(REF("Tally")) ",\"affiliations\":" LIST(REF("Tally"))
         ",\"months\":" LIST(OBJECT("\"month\":" TEXT ",\"statements\":" COUNT))
         ",\"outlets\":" LIST(REF("Tally"))
         ",\"words\":" LIST(OBJECT("\"word\":" TEXT ",\"count\":" COUNT
                                   ",\"score\":{\"type\":\"number\"}"))) "]}"},
    {"FamilyRow",
     OBJECT("\"family\":" COUNT ",\"members\":" COUNT ",\"outlets\":" COUNT
            ",\"wording_differs\":" TRUTH ",\"speakers_differ\":" TRUTH
            ",\"first\":{\"type\":\"object\"}")},
    {"Families", PAGE(REF("FamilyRow"))},
    {"Family",
     OBJECT("\"family\":" COUNT ",\"outlets\":" COUNT ",\"wording_differs\":" TRUTH
            ",\"speakers_differ\":" TRUTH ",\"members\":" LIST("{\"type\":\"object\"}"))},
    {"OutletTable",
     OBJECT("\"outlets\":" LIST(REF("Tally")) ",\"speakers\":" LIST(
         OBJECT("\"person\":" COUNT ",\"name\":" TEXT ",\"affiliation\":" MAYBE
                ",\"statements\":" COUNT
                ",\"counts\":" LIST(COUNT))))},
    {"Correction",
     OBJECT("\"number\":" COUNT ",\"at\":" TEXT ",\"author\":" TEXT ",\"reason\":" MAYBE
            ",\"action\":" TEXT ",\"undoes\":" NUMBER ",\"active\":" TRUTH
            ",\"document\":" MAYBE ",\"content\":" MAYBE ",\"fields\":" LIST(
                OBJECT("\"field\":" TEXT ",\"before\":" MAYBE ",\"after\":" MAYBE)))},
    {"Corrections", PAGE(REF("Correction"))},
    {"NewCorrection",
     "{\"type\":\"object\",\"required\":[\"statement\",\"action\",\"author\"],\"properties\":{"
     "\"statement\":" COUNT ",\"action\":{\"enum\":[\"confirm\",\"reject\",\"edit\"]},"
     "\"author\":" TEXT ",\"reason\":" MAYBE ",\"fields\":{\"type\":\"object\"}}}"},
    {"Corrected", OBJECT("\"correction\":" COUNT ",\"statement\":" NUMBER)},
    {"Undo", "{\"type\":\"object\",\"required\":[\"author\"],\"properties\":{\"author\":" TEXT
             ",\"reason\":" MAYBE "}}"},
    {"Undone", OBJECT("\"correction\":" COUNT ",\"undoes\":" COUNT)},
    {"Health",
     OBJECT("\"status\":" TEXT ",\"version\":" TEXT ",\"model\":{\"type\":[\"object\",\"null\"]}"
            ",\"documents\":" NUMBER ",\"statements\":" NUMBER ",\"corrections\":" NUMBER
            ",\"writable\":" TRUTH)},
    {NULL, NULL},
};
