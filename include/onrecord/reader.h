/*
 * onrecord/reader.h - turns files and streams into inputs, one report at a time.
 *
 * What the bytes are is found from the content, packed with gzip or zstd or not: a WARC archive, an
 * RSS or Atom feed, a web page, JSON Lines when the first non-blank byte is '{' and its line is a
 * JSON object, otherwise one plain-text report. Only where the content cannot tell does the name
 * count: .jsonl, .ndjson or .json makes a broken first line that begins with '{' a bad line of JSON
 * Lines, and an empty file one without reports; .html, .htm or .xhtml makes a page. Memory is
 * bounded by the longest report, not by the stream, but for 11 to 21 bytes for each id of a line or
 * entry.
 *
 * Pages are given as they are, in `html`; onr_pipeline_read() finds the text. Of a WARC, the pages
 * that were fetched with success are reports, named by their target URI; a record that is damaged
 * is one failure that names its place in the file, and the next record is read. Of a feed, entries
 * are reports. Nothing is ever fetched.
 *
 * A line is {"id"?, "text" or "html", "title"?, "url"?, "published"?, "modified"?, "site"?,
 * "section"?, "language"?, "byline"?: name or [names]}; other members are skipped. Without "id" it
 * is called "<name>:<line>". An id that an earlier line had is an error of the later line.
 *
 *     while ((status = onr_reader_next(reader, &in, &err)) != ONR_END) {
 *         if (status == ONR_OK) read(&in);
 *         else if (onr_reader_failed(reader)) break;      // the stream itself broke
 *         else report(&err);                              // this line is bad, the next may be good
 *     }
 */
#ifndef ONRECORD_READER_H
#define ONRECORD_READER_H

#include <onrecord/doc.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct onr_reader onr_reader;

typedef struct onr_reader_options {
    uint64_t max_report_bytes;   /**< longest text, page, line, record or entry; default 256 MiB */
    const onr_alloc *alloc;      /**< NULL for malloc; copied */
    uint64_t max_unpacked_bytes; /**< what a compressed file may unpack to in all; 0 for no limit;
                                      default 1 TiB */
    uint64_t max_ratio;          /**< how many times its size a gzip member, a zstd frame or a
                                      compressed page may unpack to, looked at past 16 MiB; 0 for
                                      no limit; default 200 */
} onr_reader_options;

#define ONR_READER_OPTIONS_DEFAULT {256u << 20, NULL, UINT64_C(1) << 40, 200}

/** Supplies up to `size` bytes; answers the number, 0 at the end, or -1 on error with errno set. */
typedef ptrdiff_t (*onr_read_fn)(void *ctx, void *buffer, size_t size);

/**
 * Open a file, or standard input when `path` is "-".
 *
 * A file that is one report gets its name without directory and last extension as its id
 * ("report" for "news/report.txt", "stdin" for "-"); .gz and .zst are dropped before that.
 * Messages do not repeat the path.
 *
 * @return ONR_OK; ONR_EIO when it is missing, unreadable or a directory; ONR_ENOMEM.
 */
ONR_API onr_status onr_reader_open(onr_reader **out, const char *path,
                                   const onr_reader_options *options, onr_error *err);

/** As onr_reader_open(), over a caller's stream; `name` is used as the path would be. */
ONR_API onr_status onr_reader_open_stream(onr_reader **out, const char *name, onr_read_fn read,
                                          void *ctx, const onr_reader_options *options,
                                          onr_error *err);

/**
 * The next report.
 *
 * @param in   filled on ONR_OK; its slices belong to the reader and live until the next call.
 * @param err  on failure, `line` names the line of a JSON Lines input.
 * @return ONR_OK; ONR_END; ONR_EFORMAT or ONR_ELIMIT for a line that is skipped (call again for
 *         the next one); ONR_EIO or ONR_ENOMEM, after which onr_reader_failed() holds.
 */
ONR_API onr_status onr_reader_next(onr_reader *reader, onr_input *in, onr_error *err);

/** True when the stream cannot give any more, because of an I/O error or lack of memory. */
ONR_API bool onr_reader_failed(const onr_reader *reader);

/** 1-based number of the line the last input came from; 0 for plain text. */
ONR_API uint64_t onr_reader_line(const onr_reader *reader);

/** Bytes taken from the stream so far, for progress. */
ONR_API uint64_t onr_reader_bytes(const onr_reader *reader);

/** Close. NULL is allowed. */
ONR_API void onr_reader_close(onr_reader *reader);

#ifdef __cplusplus
}
#endif

#endif
