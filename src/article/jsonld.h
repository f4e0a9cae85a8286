/*
 * jsonld.h - what a page's JSON-LD (schema.org) says of its article.
 *
 * Objects are read wherever they stand: alone, in arrays, in "@graph". The one that is most clearly
 * an article counts; of two alike the first. Authors that are named by "@id" are looked up among
 * the people of the same script.
 */
#ifndef ONR_ARTICLE_JSONLD_H
#define ONR_ARTICLE_JSONLD_H

#include "base/arena.h"

enum { ONR_MAX_AUTHORS = 16 };

typedef struct onr_jsonld {
    onr_slice headline, published, modified, section, language, url, body, site;
    onr_slice authors[ONR_MAX_AUTHORS];
    uint32_t author_count;
    uint32_t rank; /* how clearly it is an article; 0 is nothing found */
} onr_jsonld;

/**
 * Read one script and keep the better of what it says and what is known already.
 *
 * Scripts that are broken count up to where they break. Control characters in strings, which JSON
 * forbids and pages have, are taken as spaces.
 *
 * @param out    in/out; zeroed for the first script.
 * @param arena  holds what `out` points to.
 * @return false when memory is short.
 *
 * Cost: linear; recursion is bounded by ONR_JSON_MAX_DEPTH.
 */
bool onr_jsonld_read(onr_jsonld *out, onr_arena *arena, onr_slice script);

#endif
