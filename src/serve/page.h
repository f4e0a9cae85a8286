/*
 * page.h - the files of the web page, which are compiled in (tools/make-assets).
 */
#ifndef ONR_SERVE_PAGE_H
#define ONR_SERVE_PAGE_H

#include "serve/reply.h"

/** A file. */
typedef struct onr_asset {
    const char *path; /* "/app.js" */
    const char *type;
    const char *etag;
    onr_slice plain, packed; /* packed with gzip; absent where that is no smaller */
} onr_asset;

extern const onr_asset ONR_ASSETS[];
extern const uint32_t ONR_ASSET_COUNT;

/** Answer with the file of that path, or with the page itself for the paths of its views. False
 *  when it has no such path. */
bool onr_page_answer(onr_reply *reply, onr_slice path, const onr_request *request);

#endif
