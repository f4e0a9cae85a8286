/*
 * record_plain.c - the text and nothing else, with a line end behind it.
 */
#include "record/record.h"

void onr_record_plain(onr_writer *w, const onr_record_source *from)
{
    onr_slice text = onr_doc_text(from->doc);
    onr_put_slice(w, text);
    if (text.len > 0 && text.ptr[text.len - 1] != '\n') onr_put_char(w, '\n');
}
