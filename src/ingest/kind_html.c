/*
 * kind_html.c - a file that is one web page. What is on it is found by the stage (page.h), so that
 * many pages can be worked on at once.
 */
#include <string.h>

#include "ingest/sniff.h"

/* Elements that a page may begin with (whatwg.org, MIME Sniffing, 7.1, and "main", "article"). */
static const char *const ELEMENTS[] = {
    "html", "head",  "script", "iframe", "h1", "div",  "font", "table", "a",    "style",
    "title", "b",    "body",   "br",     "p",  "meta", "link", "main",  "article",
};

static bool is_element(const char *name)
{
    for (size_t i = 0; i < sizeof ELEMENTS / sizeof *ELEMENTS; i++)
        if (strcmp(ELEMENTS[i], name) == 0) return true;
    return false;
}

static onr_status claims(onr_reading *reading, bool *claimed, onr_error *err)
{
    onr_sniff sniff;
    onr_status status = onr_sniff_markup(&sniff, reading, err);
    *claimed = sniff.markup && (strcmp(sniff.doctype, "html") == 0 || is_element(sniff.root));
    if (*claimed || status != ONR_OK) return status;
    *claimed = onr_reading_named(reading, ".html") || onr_reading_named(reading, ".htm") ||
               onr_reading_named(reading, ".xhtml");
    return ONR_OK;
}

static onr_status next(void *state, onr_reading *reading, onr_input *in, onr_error *err)
{
    (void)state;
    if (reading->reports > 0) return ONR_END;
    reading->reports++;
    onr_status status = onr_reading_take_all(reading, err);
    if (status != ONR_OK) return status;
    *in = (onr_input){.id = reading->stem, .html = onr_stream_window(&reading->stream)};
    return ONR_OK;
}

const onr_kind onr_kind_html = {.name = "HTML", .claims = claims, .next = next};
