/*
 * route.h - the table of the API: what there is, what it takes, who answers.
 *
 * Requests are routed by this table, and the OpenAPI document is printed from it, so that neither
 * can say what the other does not.
 */
#ifndef ONR_SERVE_ROUTE_H
#define ONR_SERVE_ROUTE_H

#include "serve/site.h"

typedef enum onr_parameter_kind {
    ONR_PARAMETER_TEXT,
    ONR_PARAMETER_CURSOR,
    ONR_PARAMETER_DATE,
    ONR_PARAMETER_NUMBER,   /* an id, from 1 */
    ONR_PARAMETER_LIMIT,    /* 1 to ONR_LIMIT_MOST */
    ONR_PARAMETER_FRACTION, /* 0 to 1 */
    ONR_PARAMETER_TRUTH,    /* true or false */
    ONR_PARAMETER_CHOICE
} onr_parameter_kind;

enum { ONR_LIMIT_USUAL = 20, ONR_LIMIT_MOST = 1000, ONR_PARAMETER_MAX_BYTES = 4096 };

typedef struct onr_parameter {
    const char *name;
    onr_parameter_kind kind;
    const char *choices; /* of a choice, with '|' between them; their order is their number */
    const char *about;
} onr_parameter;

enum {
    ONR_ROUTE_STORE = 1 << 0,    /* needs a store */
    ONR_ROUTE_PIPELINE = 1 << 1, /* needs a model */
    ONR_ROUTE_WRITES = 1 << 2,   /* needs the token */
    ONR_ROUTE_TABLE = 1 << 3,    /* also as CSV */
    ONR_ROUTE_TEXTS = 1 << 4     /* the body may be text or a page, too */
};

struct onr_route {
    const char *method; /* "GET" also answers HEAD */
    const char *path;   /* below /api/v1; "{n}" stands for a number from 1 */
    unsigned flags;
    void (*run)(onr_call *call);
    const onr_parameter *parameters;
    uint32_t parameter_count;
    const char *summary;
    const char *body;    /* schema of the request; NULL for none */
    const char *result;  /* schema of the answer; NULL for text */
};

extern const char ONR_API_PREFIX[]; /* "/api/v1" */

uint32_t onr_route_count(void);
const onr_route *onr_route_at(uint32_t i);
uint32_t onr_route_index(const onr_route *route);

/**
 * Find the route of a path.
 *
 * @param number  set to the number in the path, 0 without.
 * @param allow   set to the methods there are for the path, "GET, HEAD, POST"; empty when there is
 *                no such path.
 * @return NULL when there is none for the method.
 */
const onr_route *onr_route_find(onr_slice method, onr_slice path, uint64_t *number,
                                char allow[24]);

/** Check all parameters against the table. False with the reply set. */
bool onr_route_check(const onr_route *route, const onr_target *target, onr_reply *reply);

/** Values that onr_route_check() has passed. */
onr_slice onr_call_text(const onr_call *call, const char *name);
uint64_t onr_call_number(const onr_call *call, const char *name, uint64_t otherwise);
int onr_call_choice(const onr_call *call, const char *name); /**< -1 when it was not given */
bool onr_call_truth(const onr_call *call, const char *name);
float onr_call_fraction(const onr_call *call, const char *name);

/** True when a table was asked for. */
bool onr_call_wants_csv(const onr_call *call);

/** The store as this thread has it. NULL with the reply set when it is gone or locked. */
onr_store *onr_call_store(onr_call *call, bool write);

#endif
