#include "serve/route.h"

#include <string.h>

#include "serve/api.h"

const char ONR_API_PREFIX[] = "/api/v1";

enum {
    STORE = ONR_ROUTE_STORE, PIPELINE = ONR_ROUTE_PIPELINE, WRITES = ONR_ROUTE_WRITES,
    TABLE = ONR_ROUTE_TABLE, TEXTS = ONR_ROUTE_TEXTS
};

#define PARAMETERS(list) list, sizeof list / sizeof *list
#define NO_PARAMETERS    NULL, 0

#define LIMIT  {"limit", ONR_PARAMETER_LIMIT, NULL, "at most so many"}
#define CURSOR {"cursor", ONR_PARAMETER_CURSOR, NULL, "go on where an earlier list ended"}

static const onr_parameter SEARCH[] = {
    {"q", ONR_PARAMETER_TEXT, NULL, "words that all stand in the content"},
    {"speaker", ONR_PARAMETER_TEXT, NULL, "words of the speaker's name or of the source"},
    {"speaker_id", ONR_PARAMETER_NUMBER, NULL, "number of a speaker, as /speakers/{n} has it"},
    {"role", ONR_PARAMETER_TEXT, NULL, "words of the speaker's role"},
    {"affiliation", ONR_PARAMETER_TEXT, NULL, "words of the speaker's affiliation"},
    {"from", ONR_PARAMETER_DATE, NULL, "published on this day or later"},
    {"to", ONR_PARAMETER_DATE, NULL, "published on this day or earlier"},
    {"outlet", ONR_PARAMETER_TEXT, NULL, "the publication, or the host"},
    {"form", ONR_PARAMETER_CHOICE, "direct|indirect|mixed", NULL},
    {"act", ONR_PARAMETER_CHOICE, "speech|writing|thought|intent", NULL},
    {"cue", ONR_PARAMETER_TEXT, NULL, "words of the cue or its base form"},
    {"min_confidence", ONR_PARAMETER_FRACTION, NULL, "at least this sure"},
    {"sort", ONR_PARAMETER_CHOICE, "newest|oldest|confidence|relevance", NULL},
    LIMIT,
    CURSOR,
};
enum { SEARCH_FILTERS = sizeof SEARCH / sizeof *SEARCH - 3 }; /* without the last three */

static const onr_parameter DOCUMENTS[] = {
    {"q", ONR_PARAMETER_TEXT, NULL, "letters of the title or the id"},
    {"outlet", ONR_PARAMETER_TEXT, NULL, "the publication, or the host"},
    LIMIT,
    CURSOR,
};

static const onr_parameter SPEAKERS[] = {
    {"q", ONR_PARAMETER_TEXT, NULL, "letters of the name"},
    LIMIT,
    CURSOR,
};

static const onr_parameter FAMILIES[] = {
    {"q", ONR_PARAMETER_TEXT, NULL, "words of a member"},
    {"disagree", ONR_PARAMETER_TRUTH, NULL, "only those whose wording or speakers differ"},
    LIMIT,
    CURSOR,
};

static const onr_parameter OUTLETS[] = {LIMIT};

static const onr_parameter CORRECTIONS[] = {
    {"document", ONR_PARAMETER_NUMBER, NULL, "only those of this document"},
    LIMIT,
    {"cursor", ONR_PARAMETER_NUMBER, NULL, "go on where an earlier list ended"},
};

static const onr_route ROUTES[] = {
    {"POST", "/read", PIPELINE | TEXTS, onr_api_read, NO_PARAMETERS,
     "Read a report and say who said what. Nothing is stored.", "Report", "Record"},
    {"GET", "/search", STORE | TABLE, onr_api_search, PARAMETERS(SEARCH), "Find statements.", NULL,
     "Hits"},
    {"GET", "/search/months", STORE, onr_api_months, SEARCH, SEARCH_FILTERS,
     "Count what a search finds, all of it, by month.", NULL, "Months"},
    {"GET", "/documents", STORE | TABLE, onr_api_documents, PARAMETERS(DOCUMENTS),
     "List documents, the newest first.", NULL, "Documents"},
    {"GET", "/documents/{n}", STORE, onr_api_document, NO_PARAMETERS,
     "A document's record with its corrections.", NULL, "StoredRecord"},
    {"GET", "/speakers", STORE | TABLE, onr_api_speakers, PARAMETERS(SPEAKERS),
     "List speakers, those first who say most.", NULL, "Speakers"},
    {"GET", "/speakers/{n}", STORE, onr_api_speaker, NO_PARAMETERS,
     "What one person says, when, where and in which words.", NULL, "Profile"},
    {"GET", "/families", STORE | TABLE, onr_api_families, PARAMETERS(FAMILIES),
     "List families of statements with the same words, the largest first.", NULL, "Families"},
    {"GET", "/families/{n}", STORE, onr_api_family, NO_PARAMETERS,
     "A family with what its members say differently.", NULL, "Family"},
    {"GET", "/outlets", STORE, onr_api_outlets, PARAMETERS(OUTLETS),
     "Who speaks where: counts by speaker and outlet.", NULL, "OutletTable"},
    {"GET", "/corrections", STORE, onr_api_corrections, PARAMETERS(CORRECTIONS),
     "List corrections, the oldest first.", NULL, "Corrections"},
    {"POST", "/corrections", STORE | WRITES, onr_api_correct, NO_PARAMETERS,
     "Confirm, reject or edit a statement.", "NewCorrection", "Corrected"},
    {"POST", "/corrections/{n}/undo", STORE | WRITES, onr_api_undo, NO_PARAMETERS,
     "Take a correction back.", "Undo", "Undone"},
    {"GET", "/health", 0, onr_api_health, NO_PARAMETERS, "Whether all is well, and what is there.",
     NULL, "Health"},
    {"GET", "/metrics", 0, onr_api_metrics, NO_PARAMETERS,
     "Counters since the start, in the text format of Prometheus.", NULL, NULL},
    {"GET", "/openapi.json", 0, onr_api_openapi, NO_PARAMETERS, "This document.", NULL,
     "OpenApi"},
};

enum { ROUTE_COUNT = sizeof ROUTES / sizeof *ROUTES };
_Static_assert((int)ROUTE_COUNT < (int)ONR_METRICS_ROUTES, "a route has no place in the metrics");

uint32_t onr_route_count(void)
{
    return ROUTE_COUNT;
}

const onr_route *onr_route_at(uint32_t i)
{
    return &ROUTES[i];
}

uint32_t onr_route_index(const onr_route *route)
{
    return (uint32_t)(route - ROUTES);
}

/* ---- paths ---- */

/* "0" and "01" are no numbers of anything. */
static bool parse_number(uint64_t *out, onr_slice digits)
{
    uint64_t value = 0;
    if (digits.len == 0 || digits.len > 18 || digits.ptr[0] == '0') return false;
    for (size_t i = 0; i < digits.len; i++) {
        if (digits.ptr[i] < '0' || digits.ptr[i] > '9') return false;
        value = value * 10 + (uint64_t)(digits.ptr[i] - '0');
    }
    *out = value;
    return true;
}

static bool fits(const char *pattern, onr_slice path, uint64_t *number)
{
    onr_slice want, have, wanted = {pattern, strlen(pattern)};
    *number = 0;
    for (;;) {
        bool more = onr_slice_cut(&want, &wanted, '/');
        if (onr_slice_cut(&have, &path, '/') != more) return false;
        if (!more) return true;
        if (onr_slice_is(want, "{n}")) {
            if (!parse_number(number, have)) return false;
        } else if (want.len != have.len || memcmp(want.ptr, have.ptr, have.len) != 0) {
            return false;
        }
    }
}

static bool has_method(const onr_route *route, onr_slice method)
{
    return onr_slice_is(method, route->method) ||
           (onr_slice_is(method, "HEAD") && strcmp(route->method, "GET") == 0);
}

static void add_method(char allow[24], const char *method)
{
    const char *more = strcmp(method, "GET") == 0 ? "GET, HEAD" : method;
    size_t used = strlen(allow);
    if (used + strlen(more) + 3 > 24) return;
    if (used > 0) memcpy(allow + used, ", ", 3);
    strcat(allow, more);
}

const onr_route *onr_route_find(onr_slice method, onr_slice path, uint64_t *number,
                                char allow[24])
{
    size_t prefix = strlen(ONR_API_PREFIX);
    allow[0] = '\0';
    *number = 0;
    if (path.len < prefix || memcmp(path.ptr, ONR_API_PREFIX, prefix) != 0) return NULL;
    path = (onr_slice){path.ptr + prefix, path.len - prefix};
    for (size_t i = 0; i < ROUTE_COUNT; i++) {
        if (!fits(ROUTES[i].path, path, number)) continue;
        if (has_method(&ROUTES[i], method)) return &ROUTES[i];
        add_method(allow, ROUTES[i].method);
    }
    return NULL;
}

/* ---- parameters ---- */

static const onr_parameter FORMAT = {"format", ONR_PARAMETER_CHOICE, "json|csv",
                                     "the answer as JSON or as a table"};

static const onr_parameter *find_parameter(const onr_route *route, onr_slice name)
{
    for (uint32_t i = 0; i < route->parameter_count; i++)
        if (onr_slice_is(name, route->parameters[i].name)) return &route->parameters[i];
    if ((route->flags & TABLE) != 0 && onr_slice_is(name, FORMAT.name)) return &FORMAT;
    return NULL;
}

static int find_choice(const char *choices, onr_slice value)
{
    onr_slice rest = {choices, strlen(choices)}, choice;
    for (int i = 0; onr_slice_cut(&choice, &rest, '|'); i++)
        if (choice.len == value.len && memcmp(choice.ptr, value.ptr, value.len) == 0) return i;
    return -1;
}

/* "0.8", "1": digits and one point, whatever the locale. Answers -1 for anything else. */
static float parse_fraction(onr_slice value)
{
    float number = 0.0f, step = 0.0f;
    size_t digits = 0;
    for (size_t i = 0; i < value.len && value.len < 12; i++) {
        char c = value.ptr[i];
        if (c == '.' && step == 0.0f) {
            step = 0.1f;
        } else if (c >= '0' && c <= '9') {
            digits++;
            number = step == 0.0f ? number * 10.0f + (float)(c - '0')
                                  : number + (float)(c - '0') * step;
            if (step != 0.0f) step /= 10.0f;
        } else {
            return -1.0f;
        }
    }
    return digits > 0 && number <= 1.0001f ? number : -1.0f;
}

/* What the value should have been; NULL when it is. Dates and cursors are looked at by those who
 * know them. */
static const char *find_fault(const onr_parameter *p, onr_slice value)
{
    uint64_t number;
    if (value.len > ONR_PARAMETER_MAX_BYTES) return "a shorter text";
    switch (p->kind) {
    case ONR_PARAMETER_TEXT:
    case ONR_PARAMETER_CURSOR:
    case ONR_PARAMETER_DATE: return NULL;
    case ONR_PARAMETER_NUMBER: return parse_number(&number, value) ? NULL : "a number from 1";
    case ONR_PARAMETER_LIMIT:
        return parse_number(&number, value) && number <= ONR_LIMIT_MOST ? NULL
                                                                        : "a number from 1 to 1000";
    case ONR_PARAMETER_FRACTION:
        return parse_fraction(value) >= 0.0f ? NULL : "a number from 0 to 1";
    case ONR_PARAMETER_TRUTH:
        return find_choice("false|true", value) >= 0 ? NULL : "true or false";
    case ONR_PARAMETER_CHOICE: return find_choice(p->choices, value) >= 0 ? NULL : p->choices;
    }
    return NULL;
}

static bool refuse(onr_reply *reply, onr_slice name, const char *why, const char *what)
{
    onr_reply_error(reply, 400, "bad_parameter", "%s '%.*s'%s%s", why,
                    (int)(name.len < 80 ? name.len : 80), name.ptr, what == NULL ? "" : " takes ",
                    what == NULL ? "" : what);
    return false;
}

bool onr_route_check(const onr_route *route, const onr_target *target, onr_reply *reply)
{
    for (uint32_t i = 0; i < target->count; i++) {
        const struct onr_target_parameter *given = &target->parameters[i];
        const onr_parameter *p = find_parameter(route, given->name);
        if (p == NULL) return refuse(reply, given->name, "there is no parameter", NULL);
        if (onr_target_find(target, p->name).ptr != given->value.ptr)
            return refuse(reply, given->name, "given twice: the parameter", NULL);
        const char *fault = find_fault(p, given->value);
        if (fault != NULL) return refuse(reply, given->name, "the parameter", fault);
    }
    return true;
}

onr_slice onr_call_text(const onr_call *call, const char *name)
{
    return onr_target_find(&call->target, name);
}

uint64_t onr_call_number(const onr_call *call, const char *name, uint64_t otherwise)
{
    uint64_t number;
    return parse_number(&number, onr_call_text(call, name)) ? number : otherwise;
}

int onr_call_choice(const onr_call *call, const char *name)
{
    onr_slice value = onr_call_text(call, name);
    if (value.ptr == NULL) return -1;
    const onr_parameter *p = find_parameter(call->route, (onr_slice){name, strlen(name)});
    return p == NULL ? -1 : find_choice(p->choices, value);
}

bool onr_call_truth(const onr_call *call, const char *name)
{
    onr_slice value = onr_call_text(call, name);
    return value.ptr != NULL && onr_slice_is(value, "true");
}

float onr_call_fraction(const onr_call *call, const char *name)
{
    onr_slice value = onr_call_text(call, name);
    return value.ptr == NULL ? 0.0f : parse_fraction(value);
}

bool onr_call_wants_csv(const onr_call *call)
{
    onr_slice value = onr_call_text(call, "format");
    return value.ptr != NULL && onr_slice_is(value, "csv");
}
