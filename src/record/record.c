/*
 * record.c - the table of formats and what they share.
 */
#include "record/record.h"

#include "base/error.h"
#include "base/utf8.h"

static const struct record_format {
    const char *name;
    onr_format format;
    onr_record_fn *write;
} FORMATS[] = {
    {"text", ONR_FORMAT_TEXT, onr_record_text},
    {"jsonl", ONR_FORMAT_JSONL, onr_record_jsonl},
    {"brat", ONR_FORMAT_BRAT, onr_record_brat},
    {"conllu", ONR_FORMAT_CONLLU, onr_record_conllu},
    {"plain", ONR_FORMAT_PLAIN, onr_record_plain},
};

enum { FORMAT_COUNT = sizeof FORMATS / sizeof FORMATS[0] };

bool onr_format_find(onr_format *out, const char *name)
{
    for (size_t i = 0; i < FORMAT_COUNT; i++) {
        if (strcmp(FORMATS[i].name, name) != 0) continue;
        *out = FORMATS[i].format;
        return true;
    }
    return false;
}

static onr_record_fn *find_write(onr_format format)
{
    for (size_t i = 0; i < FORMAT_COUNT; i++) {
        if (FORMATS[i].format == format) return FORMATS[i].write;
    }
    return NULL;
}

onr_status onr_record_write(onr_buffer *out, const onr_doc *doc, const onr_model *model,
                            onr_format format, const onr_record_options *options, onr_error *err)
{
    if (out == NULL || doc == NULL) return onr_fail(err, ONR_EUSAGE, "no buffer or no document");
    onr_record_fn *write = find_write(format);
    if (write == NULL) return onr_fail(err, ONR_EUSAGE, "no record format %d", (int)format);
    onr_record_source from = {.doc = doc, .model = model};
    if (options != NULL) from.options = *options;
    onr_writer w = onr_writer_start(out);
    write(&w, &from);
    return onr_writer_finish(&w) ? ONR_OK : onr_fail_memory(err);
}

const char *onr_record_form_name(uint8_t form)
{
    switch ((onr_form)form) {
    case ONR_FORM_INDIRECT: return "indirect";
    case ONR_FORM_MIXED: return "mixed";
    case ONR_FORM_DIRECT: return "direct";
    }
    return "indirect";
}

const char *onr_record_act_name(uint8_t act)
{
    switch ((onr_act)act) {
    case ONR_ACT_SPEECH: return "speech";
    case ONR_ACT_WRITING: return "writing";
    case ONR_ACT_THOUGHT: return "thought";
    case ONR_ACT_INTENT: return "intent";
    }
    return "speech";
}

const char *onr_record_block_name(uint8_t kind)
{
    switch ((onr_block_kind)kind) {
    case ONR_BLOCK_HEADLINE: return "headline";
    case ONR_BLOCK_STANDFIRST: return "standfirst";
    case ONR_BLOCK_BYLINE: return "byline";
    case ONR_BLOCK_DATELINE: return "dateline";
    case ONR_BLOCK_BODY: return "body";
    case ONR_BLOCK_PROMOTION: return "promotion";
    case ONR_BLOCK_CAPTION: return "caption";
    case ONR_BLOCK_CREDIT: return "credit";
    case ONR_BLOCK_OTHER: return "other";
    }
    return "other";
}

uint32_t onr_record_thousandths(float confidence)
{
    if (!(confidence > 0.0f)) return 0;
    if (confidence >= 1.0f) return 1000;
    return (uint32_t)((double)confidence * 1000.0 + 0.5);
}

/* What would end the line or the column for some reader of it. */
static bool is_break(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x2028 || c == 0x2029;
}

static bool is_plain_ascii(onr_slice text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        if (c < 0x20 || c >= 0x7F) return false;
    }
    return true;
}

void onr_record_put_flat(onr_writer *w, onr_slice text)
{
    uint32_t size;
    bool ok;
    if (is_plain_ascii(text)) {
        onr_put_slice(w, text);
        return;
    }
    for (size_t at = 0; at < text.len; at += size) {
        uint32_t codepoint = onr_utf8_decode(text.ptr, text.len, at, &size, &ok);
        char bytes[4];
        if (is_break(codepoint)) codepoint = ' ';
        onr_put_bytes(w, bytes, onr_utf8_encode(bytes, codepoint));
    }
}
