#include "ingest/text.h"

#include <string.h>

#include "base/error.h"
#include "base/sha256.h"
#include "base/utf8.h"
#include "doc/input.h"

enum { MAX_REPAIR_WARNINGS = 100, REPLACEMENT_BYTES = 3 };

/* The first ill-formed sequence at or after `at`; false when there is none. */
static bool find_ill_formed(onr_slice in, size_t at, size_t *found, uint32_t *size)
{
    *found = at + onr_utf8_valid_prefix(in.ptr + at, in.len - at);
    if (*found >= in.len) return false;
    bool ok;
    onr_utf8_decode(in.ptr, in.len, *found, size, &ok);
    return true;
}

/* Length after repair; it never shrinks, for U+FFFD takes 3 bytes and no ill-formed subpart is
 * longer. */
static size_t repaired_len(onr_slice in)
{
    size_t len = in.len;
    size_t at = 0, found;
    uint32_t size;
    while (find_ill_formed(in, at, &found, &size)) {
        len += REPLACEMENT_BYTES - size;
        at = found + size;
    }
    return len;
}

/* Warnings of a fresh document are all of this kind, so a run goes on where the last one ends. */
static bool warn_of_repair(onr_doc *doc, uint32_t at)
{
    onr_warning *last = doc->warning_count > 0 ? &doc->warnings[doc->warning_count - 1] : NULL;
    if (last != NULL && last->span.end_byte == at) {
        last->span.end_byte += REPLACEMENT_BYTES;
        return true;
    }
    if (doc->warning_count >= MAX_REPAIR_WARNINGS) return true;
    return onr_doc_add_warning(doc, "invalid-utf8",
                               "bytes here were not valid UTF-8 and have been replaced",
                               (onr_span){at, at + REPLACEMENT_BYTES});
}

/* Copies with repairs; `warn` says whether the document hears of them. */
static bool write_repaired(char *out, onr_slice in, onr_doc *doc, bool warn)
{
    size_t at = 0, to = 0, found;
    uint32_t size;
    while (find_ill_formed(in, at, &found, &size)) {
        memcpy(out + to, in.ptr + at, found - at);
        to += found - at;
        if (warn && !warn_of_repair(doc, (uint32_t)to)) return false;
        to += onr_utf8_encode(out + to, ONR_REPLACEMENT);
        at = found + size;
    }
    memcpy(out + to, in.ptr + at, in.len - at);
    return true;
}

/* A copy in the document's arena, repaired where needed; the common case is one check, one copy. */
static onr_status copy_slice(onr_doc *doc, onr_slice *out, onr_slice in, bool warn)
{
    *out = in;
    if (in.ptr == NULL) return ONR_OK;
    if (in.len > ONR_MAX_TEXT_BYTES) return ONR_ELIMIT; /* repair never shrinks */
    bool valid = onr_utf8_valid_prefix(in.ptr, in.len) == in.len;
    size_t len = valid ? in.len : repaired_len(in);
    if (len > ONR_MAX_TEXT_BYTES) return ONR_ELIMIT;
    char *copy = onr_arena_take(&doc->arena, len);
    if (copy == NULL) return ONR_ENOMEM;
    *out = (onr_slice){copy, len};
    if (valid)
        memcpy(copy, in.ptr, len);
    else if (!write_repaired(copy, in, doc, warn))
        return ONR_ENOMEM;
    return ONR_OK;
}

static onr_status copy_bylines(onr_doc *doc, const onr_input *in)
{
    if (in->byline_count == 0) return ONR_OK;
    onr_slice *bylines = onr_arena_array(&doc->arena, in->byline_count, sizeof *bylines);
    if (bylines == NULL) return ONR_ENOMEM;
    for (uint32_t i = 0; i < in->byline_count; i++) {
        onr_status status = copy_slice(doc, &bylines[i], in->bylines[i], false);
        if (status != ONR_OK) return status;
    }
    doc->meta.bylines = bylines;
    doc->meta.byline_count = in->byline_count;
    return ONR_OK;
}

/* Where the text was repaired the offsets are no longer true. */
static onr_status copy_blocks(onr_doc *doc, const onr_input *in)
{
    if (in->block_count == 0 || doc->warning_count > 0) return ONR_OK;
    onr_block *blocks = onr_arena_array(&doc->arena, in->block_count, sizeof *blocks);
    if (blocks == NULL) return ONR_ENOMEM;
    memcpy(blocks, in->blocks, in->block_count * sizeof *blocks);
    doc->meta.blocks = blocks;
    doc->meta.block_count = in->block_count;
    return ONR_OK;
}

static onr_status copy_meta(onr_doc *doc, const onr_input *in)
{
    for (uint32_t i = 0; i < ONR_INPUT_FIELDS; i++) {
        onr_slice *to = onr_input_field(&doc->meta, i);
        onr_status status = copy_slice(doc, to, *onr_input_field((onr_input *)in, i), false);
        if (status != ONR_OK) return status;
    }
    doc->language = doc->meta.language;
    onr_status status = copy_bylines(doc, in);
    return status == ONR_OK ? copy_blocks(doc, in) : status;
}

static bool warn_of_nul(onr_doc *doc)
{
    const char *nul = memchr(doc->text.ptr, '\0', doc->text.len);
    if (nul == NULL) return true;
    uint32_t at = (uint32_t)(nul - doc->text.ptr);
    return onr_doc_add_warning(doc, "nul-byte", "the text holds NUL bytes and may be damaged",
                               (onr_span){at, at + 1});
}

/* At the last character, behind which something is missing. */
static bool warn_of_cut(onr_doc *doc)
{
    uint32_t end = (uint32_t)doc->text.len, start = end;
    if (!doc->meta.truncated) return true;
    while (start > 0 && start + 4 > end) {
        start--;
        if (((unsigned char)doc->text.ptr[start] & 0xC0) != 0x80) break;
    }
    return onr_doc_add_warning(doc, "truncated",
                               "the source was cut off, so the text may end too early",
                               (onr_span){start, end});
}

onr_status onr_ingest_text(onr_doc *doc, const onr_input *in, onr_error *err)
{
    onr_slice text = in->text.ptr == NULL ? (onr_slice){"", 0} : in->text;
    onr_status status = copy_slice(doc, &doc->text, text, true);
    if (status == ONR_ELIMIT)
        return onr_fail(err, ONR_ELIMIT, "the text is longer than %u bytes", ONR_MAX_TEXT_BYTES);
    if (status == ONR_OK) status = copy_meta(doc, in);
    if (status == ONR_ELIMIT)
        return onr_fail(err, ONR_ELIMIT, "a field is longer than %u bytes", ONR_MAX_TEXT_BYTES);
    doc->meta.truncated = in->truncated;
    if (status != ONR_OK || !warn_of_nul(doc) || !warn_of_cut(doc) ||
        !onr_doc_index_codepoints(doc))
        return onr_fail_memory(err);
    doc->meta.text = doc->text;
    onr_sha256_bytes(doc->sha256, doc->text.ptr, doc->text.len);
    return ONR_OK;
}
