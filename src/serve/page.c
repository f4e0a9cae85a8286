#include "serve/page.h"

#include <stdio.h>
#include <string.h>

/* What the page's own addresses begin with: links to its views may be opened as they are. */
static const char *const VIEWS[] = {
    "d", "s", "f", "search", "documents", "speakers", "families", "outlets", "read",
};

static const onr_asset *find_asset(onr_slice path)
{
    for (uint32_t i = 0; i < ONR_ASSET_COUNT; i++)
        if (onr_slice_is(path, ONR_ASSETS[i].path)) return &ONR_ASSETS[i];
    return NULL;
}

static bool is_view(onr_slice path)
{
    onr_slice name, rest = {path.ptr + 1, path.len - 1};
    onr_slice_cut(&name, &rest, '/');
    if (name.len == 0) return rest.ptr == NULL;
    for (size_t i = 0; i < sizeof VIEWS / sizeof *VIEWS; i++)
        if (onr_slice_is(name, VIEWS[i])) return true;
    return false;
}

bool onr_page_answer(onr_reply *reply, onr_slice path, const onr_request *request)
{
    const onr_asset *asset = find_asset(path);
    if (asset == NULL && is_view(path)) asset = find_asset((onr_slice){"/index.html", 11});
    if (asset == NULL) return false;
    bool packed = asset->packed.ptr != NULL && onr_accepts_gzip(request->accept_encoding);
    reply->status = 200;
    reply->type = asset->type;
    reply->fixed = packed ? asset->packed : asset->plain;
    reply->encoding = packed ? "gzip" : NULL;
    reply->varies = asset->packed.ptr != NULL;
    snprintf(reply->etag, sizeof reply->etag, "%s", asset->etag);
    return true;
}
