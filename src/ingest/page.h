/*
 * page.h - a web page in, the document's text and metadata out.
 */
#ifndef ONR_INGEST_PAGE_H
#define ONR_INGEST_PAGE_H

#include "doc/doc.h"

/**
 * onr_ingest_text() for an input whose text has to be found on a page (`in->html`).
 *
 * What the input says itself (title, url and so on) counts before what the page says. Headings
 * become given blocks; the rest of the text is left to the block stage.
 *
 * @return as onr_ingest_text(), and ONR_ELIMIT for a page longer than the article reader takes.
 *
 * Cost: about 1 ms for 100 kB of page, and four times its size in working memory.
 */
onr_status onr_ingest_page(onr_doc *doc, const onr_input *in, onr_error *err);

#endif
