/*
 * json.h - a strict pull parser for one JSON text (RFC 8259) held in memory.
 *
 * The caller asks for what it expects and skips the rest; nothing is built. The first failure
 * stays: every later call answers false, so checks may wait until onr_json_finish(). A member or
 * element must be taken or skipped before the next one is asked for.
 *
 *     onr_json json;
 *     onr_slice key, text = {0};
 *     onr_json_init(&json, bytes, &arena);
 *     onr_json_object(&json);
 *     while (onr_json_member(&json, &key)) {
 *         if (is_text(key)) onr_json_string(&json, &text);
 *         else onr_json_skip(&json);
 *     }
 *     if (!onr_json_finish(&json)) complain(json.problem, json.problem_byte);
 *
 * Strings without escapes are slices of the input, others are written to the arena; bytes that are
 * not UTF-8 pass through, a surrogate without its partner becomes U+FFFD. Cost: linear, 8 bytes of
 * a string at a time; no recursion.
 */
#ifndef ONR_BASE_JSON_H
#define ONR_BASE_JSON_H

#include "base/arena.h"

/* Deepest nesting of arrays and objects; one bit each in `objects`. */
#define ONR_JSON_MAX_DEPTH 64

typedef enum onr_json_kind {
    ONR_JSON_NOTHING, /* the text is over, or no value can begin here */
    ONR_JSON_NULL,
    ONR_JSON_BOOL,
    ONR_JSON_NUMBER,
    ONR_JSON_STRING,
    ONR_JSON_ARRAY,
    ONR_JSON_OBJECT
} onr_json_kind;

typedef struct onr_json {
    onr_slice text;   /* borrowed */
    onr_arena *arena; /* borrowed; for strings with escapes */
    size_t at_byte;
    uint64_t objects; /* bit d: the container around depth d is an object, not an array */
    uint32_t depth;
    bool first; /* just inside a container, where no comma is due */

    onr_status status;   /* ONR_OK, ONR_EFORMAT, ONR_ELIMIT (depth) or ONR_ENOMEM */
    const char *problem; /* what went wrong, static; NULL while all is well */
    size_t problem_byte; /* where, from the start of the text */
} onr_json;

/** Start before the first byte; allocates nothing. `arena` may be NULL when no string is taken. */
void onr_json_init(onr_json *json, onr_slice text, onr_arena *arena);

/** The kind of the value that comes next, seen from its first byte; takes only white space. */
onr_json_kind onr_json_peek(onr_json *json);

/** Enter the object or array that comes next. */
bool onr_json_object(onr_json *json);
bool onr_json_array(onr_json *json);

/** Go to the next member and take its name; false after the last one, which leaves the object, or
 *  on failure. Names may repeat: the caller decides which one counts. */
bool onr_json_member(onr_json *json, onr_slice *key);

/** Go to the next element; false after the last one, which leaves the array, or on failure. */
bool onr_json_element(onr_json *json);

/** Take a string, with its escapes resolved. */
bool onr_json_string(onr_json *json, onr_slice *out);

/** Take a number as it is written. */
bool onr_json_number(onr_json *json, onr_slice *out);

/** Take any value, checking its syntax and nothing else. */
bool onr_json_skip(onr_json *json);

/** True when no call has failed and only white space is left. */
bool onr_json_finish(onr_json *json);

/** Fail for a reason of the caller's own, which is static, unless something failed before. Answers
 *  false. */
bool onr_json_fail(onr_json *json, onr_status status, size_t at_byte, const char *problem);

#endif
