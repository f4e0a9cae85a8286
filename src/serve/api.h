/*
 * api.h - the handlers behind the routes, one file for each subject.
 *
 * A handler finds its parameters checked (route.h) and sets the reply. It runs in a worker's
 * thread; what it takes from call->arena lives until the request is answered.
 */
#ifndef ONR_SERVE_API_H
#define ONR_SERVE_API_H

#include "base/json.h"
#include "serve/route.h"

void onr_api_read(onr_call *call);

void onr_api_search(onr_call *call);
void onr_api_months(onr_call *call);
void onr_api_documents(onr_call *call);
void onr_api_document(onr_call *call);
void onr_api_speakers(onr_call *call);
void onr_api_speaker(onr_call *call);
void onr_api_outlets(onr_call *call);
void onr_api_families(onr_call *call);
void onr_api_family(onr_call *call);
void onr_api_corrections(onr_call *call);
void onr_api_correct(onr_call *call);
void onr_api_undo(onr_call *call);

void onr_api_health(onr_call *call);
void onr_api_metrics(onr_call *call);
void onr_api_openapi(onr_call *call);

/**
 * A list under way: `{"results":[…],"next":…}`, or a table whose cursor is in a header.
 *
 *     onr_list list = onr_list_start(call);
 *     if (list.csv) ... the head of the table into reply->body
 *     onr_list_item(&list); ... an item into list.w, for each
 *     onr_list_end(&list, status, &err);
 */
typedef struct onr_list {
    onr_call *call;
    onr_writer w; /* over the reply's body */
    uint32_t limit, count;
    uint64_t skip; /* of lists whose cursors count: what was shown before */
    bool csv, more;
    onr_buffer next; /* the cursor, where the library gives one */
    onr_status status; /* of writing items */
    onr_error err;
} onr_list;

onr_list onr_list_start(onr_call *call);

/** For lists whose cursor is how many were shown: take it. False with the reply set. */
bool onr_list_take_skip(onr_list *list);

/** Before an item of a list in JSON; does nothing for a table. */
void onr_list_item(onr_list *list);

/** Remember a writer's failure, so that the list can go no further. Answers true for ONR_OK. */
bool onr_list_wrote(onr_list *list, onr_status status);

/** Close the list and set the reply; `status` is what the library's call answered. */
void onr_list_end(onr_list *list, onr_status status, const onr_error *err);

/** Append `,"key":` with its value as a string, or null when it is absent. */
void onr_put_member(onr_writer *w, const char *key, onr_slice value);

/** The same for a number, null when it is 0. */
void onr_put_member_number(onr_writer *w, const char *key, uint64_t value);

#endif
