/*
 * nested.h - contents read again, for attributions in what somebody said.
 *
 * "She said the minister had denied it": PolNeAR marks no attribution within another's content, so
 * the first reading finds none. A content that holds a word which is often a cue goes through the
 * same network once more as if it stood alone, its outer quotation marks forgotten; the network has
 * been trained on such stretches. One level deep.
 */
#ifndef ONR_ATTRIB_NESTED_H
#define ONR_ATTRIB_NESTED_H

#include "attrib/attrib.h"

/**
 * Read the contents of candidates [first, end) again and add what is found in them.
 *
 * @return ONR_OK or ONR_ENOMEM.
 */
onr_status onr_nested_run(const onr_attrib *attrib, onr_attrib_work *work, const onr_doc *doc,
                          const onr_view *view, uint32_t first, uint32_t end, onr_error *err);

#endif
