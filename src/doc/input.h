/*
 * input.h - the strings of an onr_input as a list, for those who copy all of them.
 *
 * The text and the bylines are not among them.
 */
#ifndef ONR_DOC_INPUT_H
#define ONR_DOC_INPUT_H

#include <onrecord/doc.h>

enum { ONR_INPUT_FIELDS = 8 };

/** Field `i` of the input, i < ONR_INPUT_FIELDS. */
static inline onr_slice *onr_input_field(onr_input *in, uint32_t i)
{
    onr_slice *const fields[ONR_INPUT_FIELDS] = {
        &in->id,       &in->title, &in->url,     &in->published,
        &in->modified, &in->site,  &in->section, &in->language,
    };
    return fields[i];
}

#endif
