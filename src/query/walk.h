/*
 * walk.h - what the full-text index matches, in the order of days.
 *
 * The index has statements by day and id (ONR_SQL_PLACE), so a page of them costs a page, however
 * many match. Newest first, it is read backwards; but within a report, statements come in the order
 * of the text. So those of one report are gathered, and then handed out from the last one read on.
 */
#ifndef ONR_QUERY_WALK_H
#define ONR_QUERY_WALK_H

#include "store/store.h"

/* Where a page ended: "GROUP,LAST,DOCUMENT". */
typedef struct onr_walk_cursor {
    int64_t group;    /* place of the first row read of the last report */
    int64_t last;     /* place of the last statement that was handed out */
    int64_t document; /* its report */
} onr_walk_cursor;

typedef struct onr_walk {
    onr_db *db;         /* borrowed, as `rows` is */
    sqlite3_stmt *rows; /* place, document */
    bool newest;
    onr_walk_cursor from; /* nothing of this report up to its `last` is handed out again */
    onr_walk_cursor here;
    onr_buffer places; /* int64_t of one report, as read */
    size_t left;       /* of them */
    int64_t document;  /* theirs */
    int64_t ahead[2];  /* the row that was read beyond them */
    bool has_ahead, ended;
} onr_walk;

/** Begin to walk over the rows of a statement that starts at `cursor` (empty: at the first). */
void onr_walk_init(onr_walk *w, onr_store *store, sqlite3_stmt *rows, bool newest,
                   onr_slice cursor);
void onr_walk_deinit(onr_walk *w);

/** The next statement. False at the end and on failure, which `db` then tells. */
bool onr_walk_next(onr_walk *w, int64_t *statement);

/** False when it is no cursor. */
bool onr_walk_parse(onr_walk_cursor *out, onr_slice cursor);

/** A cursor as text; 80 bytes are enough. */
void onr_walk_text(char *out, size_t size, const onr_walk_cursor *cursor);

#endif
