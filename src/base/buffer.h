/*
 * buffer.h - appending to the public onr_buffer through a writer that remembers failure.
 *
 * A record is hundreds of small appends, and checking each would bury what is written. So a writer
 * is sticky: after the first failed allocation every further append does nothing, and the caller
 * asks once, at the end. Then the buffer is either complete or as long as it was before.
 *
 *     onr_writer w = onr_writer_start(buffer);
 *     onr_put_text(&w, "{\"id\":");
 *     onr_put_json(&w, id);
 *     onr_put_text(&w, "}\n");
 *     if (!onr_writer_finish(&w)) return onr_fail_memory(err);
 *
 * The buffer holds bytes, no terminating NUL. It grows by doubling, so n appended bytes cost O(n).
 * One writer at a time for a buffer; nothing else may append to it meanwhile.
 */
#ifndef ONR_BASE_BUFFER_H
#define ONR_BASE_BUFFER_H

#include <string.h>

#include <onrecord/record.h>

typedef struct onr_writer {
    onr_buffer *buffer; /* borrowed */
    size_t start_len;   /* of the buffer, to return to on failure */
    bool failed;        /* memory was short; callers with other failures may set it too */
} onr_writer;

/** Begin to append at the buffer's end; allocates nothing. */
onr_writer onr_writer_start(onr_buffer *buffer);

/** True when everything was written. Otherwise the buffer's length is what it was at the start,
 *  its capacity may have grown. */
bool onr_writer_finish(onr_writer *w);

/** Make room for `count` further bytes. False when the writer has failed, now or before. */
bool onr_writer_reserve(onr_writer *w, size_t count);

void onr_put_bytes(onr_writer *w, const char *bytes, size_t count);

/** `count` times the same byte. */
void onr_put_repeated(onr_writer *w, char byte, size_t count);

/** In decimal, without sign or padding, the same in every locale. */
void onr_put_unsigned(onr_writer *w, uint64_t value);

/** Thousandths as the shortest decimal number: 800 is "0.8", 1000 is "1", 123 is "0.123". */
void onr_put_thousandths(onr_writer *w, uint32_t thousandths);

/** Two lower-case hexadecimal digits a byte. */
void onr_put_hex(onr_writer *w, const uint8_t *bytes, size_t count);

/**
 * A JSON string (RFC 8259) with its quotation marks.
 *
 * Quotation mark, backslash and the controls below U+0020 are escaped, in the short form where
 * JSON has one; everything else stays as it is, U+007F and U+2028 too.
 *
 * @param text  must be well-formed UTF-8, as the text of a document is.
 *
 * Cost: 16 bytes at a time between escapes where SSE2 is there, else 8.
 */
void onr_put_json(onr_writer *w, onr_slice text);

/** The same without the quotation marks, for strings that are made of pieces. */
void onr_put_json_part(onr_writer *w, onr_slice text);

/** onr_put_json() for bytes of any origin, such as file names: each maximal ill-formed sequence
 *  becomes U+FFFD, so that the output is always UTF-8. */
void onr_put_json_repaired(onr_writer *w, onr_slice bytes);

/** A C string; inline so that the length of a literal costs nothing. */
static inline void onr_put_text(onr_writer *w, const char *text)
{
    onr_put_bytes(w, text, strlen(text));
}

static inline void onr_put_slice(onr_writer *w, onr_slice slice)
{
    onr_put_bytes(w, slice.ptr, slice.len);
}

static inline void onr_put_char(onr_writer *w, char c)
{
    onr_put_bytes(w, &c, 1);
}

#endif
