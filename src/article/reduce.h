/*
 * reduce.h - what the HTML parser need not see is taken out of a page.
 *
 * Most bytes of a page are scripts, styles, drawings and attributes that mean nothing for its text.
 * One pass over the bytes drops them, which makes reading several times faster, and keeps the
 * parser from what would make it slow: it sees no end tag without a start tag, and elements nested
 * at most twice as deep as the tree may be. Scripts with JSON-LD are handed over.
 *
 * What attributes say goes past the parser, which would copy each of them several times: a start
 * tag that says something has an attribute without a value instead, "na" to "nz", by which the
 * parser's callback finds its onr_start. The letters go round the alphabet, so that the callback
 * notices when the parser has dropped a tag. Only values in which entities are to be resolved are
 * left in the tag.
 *
 * Tags are found as the HTML Standard's tokenizer finds them (13.2.5), in short: "<" and a letter
 * begin a tag, which ends at the first ">" outside quotation marks.
 */
#ifndef ONR_ARTICLE_REDUCE_H
#define ONR_ARTICLE_REDUCE_H

#include "article/article.h"
#include "article/names.h"

enum { ONR_MAX_JSONLD = 32, ONR_START_LETTERS = 26 };

typedef struct onr_attr {
    onr_key key;
    onr_slice value; /* {"", 0} when it has none */
} onr_attr;

/** What the attributes of a start tag say. */
typedef struct onr_start {
    uint32_t signs;      /* onr_sign bits */
    uint32_t first_attr; /* in onr_reduced.attrs; no key comes twice */
    uint32_t attr_count;
} onr_start;

typedef struct onr_reduced {
    onr_slice html; /* the text of the page is all there, NULs are not */
    onr_slice jsonld[ONR_MAX_JSONLD]; /* contents of such scripts, slices of the page */
    uint32_t jsonld_count;
    onr_start *starts; /* [start_count] in the order of the tags */
    uint32_t start_count, start_capacity;
    onr_attr *attrs; /* [attr_count], values are slices of the page without entities */
    uint32_t attr_count, attr_capacity;
    const onr_alloc *alloc; /* of html and the arrays */
    uint32_t capacity;      /* of html */
} onr_reduced;

/**
 * Reduce a page.
 *
 * @param out    overwritten; released with onr_reduced_deinit(), after failures too.
 * @param alloc  borrowed, may be NULL.
 * @param html   well-formed UTF-8; borrowed, must outlive `out`.
 * @return false when memory is short.
 *
 * Cost: linear, about 1 GB/s where there is little to keep.
 */
bool onr_reduce(onr_reduced *out, const onr_alloc *alloc, onr_slice html,
                const onr_article_options *options);

void onr_reduced_deinit(onr_reduced *reduced);

#endif
