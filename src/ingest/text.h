/*
 * text.h - bytes in, the document's text out.
 *
 * Well-formed UTF-8 becomes the text byte for byte; a byte order mark, carriage returns and NUL
 * bytes stay. Anything else is repaired as Unicode 15, section 3.9 recommends, so that every later
 * stage may rely on well-formed text.
 */
#ifndef ONR_INGEST_TEXT_H
#define ONR_INGEST_TEXT_H

#include "doc/doc.h"

/**
 * Copy the text and what is known about it into an empty document.
 *
 * Sets text, meta (whose text is the document's), language (as declared), sha256 and the code
 * point index. Given blocks are left out when the text had to be repaired. Each maximal
 * ill-formed subpart becomes one U+FFFD, in the metadata too. Warnings, text only:
 *   "invalid-utf8"  one for each run of adjacent ill-formed sequences, 100 at most; the span
 *                   covers the run's U+FFFD
 *   "nul-byte"      one, at the first NUL
 *   "truncated"     one, at the last character, when the input says that it is cut off
 *
 * @param doc  in/out; fresh from onr_doc_new().
 * @param in   borrowed for the call; an absent text counts as empty.
 * @param err  filled on failure, may be NULL.
 * @return ONR_OK; ONR_ELIMIT when the repaired text or field is longer than ONR_MAX_TEXT_BYTES;
 *         ONR_ENOMEM. On failure the document is good for onr_doc_free() only.
 *
 * Cost: one copy; hashing dominates.
 */
onr_status onr_ingest_text(onr_doc *doc, const onr_input *in, onr_error *err);

#endif
