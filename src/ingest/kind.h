/*
 * kind.h - the small interface behind which each kind of input lies.
 *
 * A kind is one file, kind_NAME.c, with an onr_kind, and one line in the table of reader.c. The
 * reader asks the kinds of the table in turn which one claims the content; that one then gives
 * report after report. All of them share an onr_reading: the unpacked bytes, what the name of the
 * input tells, and memory that lives until the next report.
 */
#ifndef ONR_INGEST_KIND_H
#define ONR_INGEST_KIND_H

#include <onrecord/reader.h>

#include "base/arena.h"
#include "ingest/ids.h"
#include "ingest/stream.h"
#include "ingest/unpack.h"

typedef struct onr_reading {
    const onr_alloc *alloc; /* NULL for malloc */
    onr_unpack unpack;      /* only for those who care where members begin */
    onr_stream stream;      /* the unpacked bytes */
    onr_arena arena;        /* reset before each report */
    onr_ids ids;            /* for kinds that must not give an id twice */
    size_t max_bytes;       /* of a report */
    onr_slice name;         /* of the file, without directory and without .gz or .zst */
    onr_slice stem;         /* the same without extension; "stdin" */
    uint64_t line;          /* of the last report, 1-based; 0 where lines mean nothing */
    uint64_t reports;       /* begun so far, for ids of reports without one */
    size_t mark_bytes;      /* length of the UTF-8 byte order mark at the start of the stream */
    size_t visible_byte;    /* where in the window the first byte stands that is not blank; the
                               window's length when there is none */
} onr_reading;

typedef struct onr_kind {
    const char *name;
    /** Whether the content is of this kind. The window begins with the first byte; the reading's
     *  last two fields are set. May fill the stream up to max_bytes, must not drop. */
    onr_status (*claims)(onr_reading *reading, bool *claimed, onr_error *err);
    /** Make `*state`; NULL when the kind needs none. On failure nothing is left to close. */
    onr_status (*open)(void **state, onr_reading *reading, onr_error *err);
    /** The next report, as onr_reader_next() has it. A failed fill ends the input, unless the kind
     *  found a way on and made the stream whole again (`broken` is false). */
    onr_status (*next)(void *state, onr_reading *reading, onr_input *in, onr_error *err);
    void (*close)(void *state, onr_reading *reading);
} onr_kind;

extern const onr_kind onr_kind_feed;
extern const onr_kind onr_kind_html;
extern const onr_kind onr_kind_jsonl;
extern const onr_kind onr_kind_text;
extern const onr_kind onr_kind_warc;

/** True when the name ends so, e.g. ".jsonl". */
bool onr_reading_named(const onr_reading *reading, const char *suffix);

/** Index of the first byte at or after `at` that is neither blank nor a line end. */
size_t onr_skip_blanks(onr_slice bytes, size_t at);

/** Fill until the whole rest of the stream is in the window; ONR_ELIMIT above max_bytes. */
onr_status onr_reading_take_all(onr_reading *reading, onr_error *err);

/** "<stem>:<number>". False when memory is short. */
bool onr_reading_make_id(onr_reading *reading, onr_slice *out, uint64_t number);

/** Say that a report is too long; answers ONR_ELIMIT. */
onr_status onr_reading_fail_long(const onr_reading *reading, onr_error *err);

#endif
