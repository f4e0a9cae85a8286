/*
 * jsonl.h - one JSON object is one report.
 *
 *     {"id": "a1", "text": "...", "title": "...", "url": "...", "published": "2024-05-01",
 *      "modified": "2024-05-02", "site": "...", "section": "...", "language": "en",
 *      "byline": "Jane Doe" or ["Jane Doe", "John Roe"]}
 *
 * Only "text" is needed, or "html", a web page instead of it; where both are there "text" counts.
 * null counts as absent, a number is accepted as "id" as it is written, other members are
 * skipped. Of members with one name the last one counts.
 */
#ifndef ONR_INGEST_JSONL_H
#define ONR_INGEST_JSONL_H

#include <onrecord/doc.h>

#include "base/arena.h"

/**
 * Read one object.
 *
 * @param in     set on ONR_OK; its slices point into `line` and the arena. An absent id stays
 *               absent.
 * @param line   borrowed; may hold bytes that are not UTF-8 within strings.
 * @param err    on failure, at_byte counts from the start of `line`; may be NULL.
 * @return ONR_OK; ONR_EFORMAT when it is no such object; ONR_ELIMIT when it is nested too deeply;
 *         ONR_ENOMEM.
 */
onr_status onr_jsonl_parse(onr_input *in, onr_slice line, onr_arena *arena, onr_error *err);

/** True when the bytes are one well-formed JSON object and white space. */
bool onr_jsonl_is_object(onr_slice line);

#endif
