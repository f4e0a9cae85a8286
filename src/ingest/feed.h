/*
 * feed.h - RSS 0.9x, 1.0 and 2.0 and Atom: XML in pieces in, entries out.
 *
 *     onr_feed *feed = onr_feed_open(alloc, max_bytes);
 *     while (more) {
 *         onr_feed_push(feed, piece);
 *         while ((entry = onr_feed_take(feed)) != NULL) use(entry);
 *     }
 *     onr_feed_end(feed); // and take what is left
 *
 * The parser, libxml2, is told to go on after damage, and knows the named characters of HTML, which
 * feeds use without declaring them. A document type is passed over and never fetched; declarations
 * inside it (entities, elements) end the feed, so nothing can grow by them.
 *
 * Memory: that of one entry, and of the entries in one piece. libxml2 takes its own from malloc.
 */
#ifndef ONR_INGEST_FEED_H
#define ONR_INGEST_FEED_H

#include <onrecord/base.h>

typedef struct onr_feed onr_feed;

typedef enum onr_feed_field {
    ONR_FEED_TITLE,
    ONR_FEED_LINK,
    ONR_FEED_ID,
    ONR_FEED_PUBLISHED,
    ONR_FEED_MODIFIED,
    ONR_FEED_AUTHORS, /* one a line */
    ONR_FEED_CONTENT, /* all of the report */
    ONR_FEED_SUMMARY,
    ONR_FEED_FIELDS,
    ONR_FEED_NONE = ONR_FEED_FIELDS
} onr_feed_field;

/** One item or entry; good until the next push. */
typedef struct onr_feed_entry {
    onr_slice fields[ONR_FEED_FIELDS]; /* in UTF-8; {NULL, 0} is absent */
    bool plain[ONR_FEED_FIELDS];       /* said to be text and no HTML */
    uint64_t line;                     /* of the feed where it begins */
    bool too_long;                     /* above max_bytes; its fields are absent */
    bool truncated;                    /* the feed ended within it */
} onr_feed_entry;

/** NULL when memory is short. */
onr_feed *onr_feed_open(const onr_alloc *alloc, size_t max_bytes);

/** Parse on. @return ONR_OK; ONR_EFORMAT when the feed declares something of its own, or is damaged
 *          beyond going on; ONR_ELIMIT for a tag of 1 MiB or thousands of attributes; ONR_ENOMEM.
 *          After a failure nothing is read any more; entries read before can still be taken. */
onr_status onr_feed_push(onr_feed *feed, onr_slice piece, onr_error *err);

/** Say that the feed is over. @return as onr_feed_push(); ONR_EFORMAT also when it ends early. */
onr_status onr_feed_end(onr_feed *feed, onr_error *err);

/** The next entry, NULL when there is none yet. */
const onr_feed_entry *onr_feed_take(onr_feed *feed);

/** Title and language of the feed itself, so far; absent when not known. */
onr_slice onr_feed_title(const onr_feed *feed);
onr_slice onr_feed_language(const onr_feed *feed);

/** NULL is allowed. */
void onr_feed_close(onr_feed *feed);

#endif
