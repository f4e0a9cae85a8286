#include "article/body.h"

#include <string.h>

#include "article/filter.h"
#include "article/reduce.h"
#include "article/render.h"
#include "article/words.h"

enum {
    MIN_PARAGRAPH_BYTES = 40, /* shorter lines say nothing about where the article is */
    MIN_TEXT_BYTES = 250,     /* a shorter body is looked for again in other ways */
    MAX_LABEL_BYTES = 150,    /* of a byline or date */
};

/* What is known of each node; arrays of [node_count]. */
typedef struct page {
    const onr_tree *tree;
    uint8_t *verdicts;
    uint32_t *text;  /* of block elements: bytes of text that is in no inner block */
    uint32_t *links; /* of these, in links */
    uint64_t *sum;   /* [node_count + 1] weight of all nodes before */
    uint64_t *bytes; /* [node_count + 1] visible bytes of all texts before */
} page;

static bool is_block(const onr_tree *tree, uint32_t node)
{
    return onr_tag_part_of((onr_tag)tree->nodes[node].tag) == ONR_PART_BLOCK;
}

static uint32_t visible_bytes(onr_slice text)
{
    uint32_t count = 0;
    for (size_t i = 0; i < text.len; i++) count += (unsigned char)text.ptr[i] > ' ';
    return count;
}

/* Block element and link around each node come down from its parent, which stands before it. */
static bool measure(page *p, onr_arena *work)
{
    const onr_tree *tree = p->tree;
    uint32_t *block = onr_arena_array(work, tree->node_count, sizeof *block);
    uint8_t *in_link = onr_arena_take(work, tree->node_count);
    if (block == NULL || in_link == NULL) return false;
    for (uint32_t i = 0; i < tree->node_count; i++) {
        const onr_node *node = &tree->nodes[i];
        uint32_t parent = node->parent_node;
        block[i] = is_block(tree, i) ? i : block[parent];
        in_link[i] = in_link[parent] || node->tag == ONR_TAG_A;
        p->bytes[i + 1] = p->bytes[i];
        if (node->tag != ONR_TAG_TEXT) continue;
        uint32_t bytes = visible_bytes(onr_node_text(tree, i));
        p->text[block[i]] += bytes;
        p->bytes[i + 1] += bytes;
        if (in_link[i]) p->links[block[i]] += bytes;
    }
    return true;
}

/* How much the own text of a block element looks like part of an article, in bytes. */
static uint32_t weight_of(const page *p, uint32_t node)
{
    uint32_t text = p->text[node], links = p->links[node];
    if (text - links < MIN_PARAGRAPH_BYTES || links > text / 2) return 0;
    switch (p->tree->nodes[node].tag) {
    case ONR_TAG_H1: case ONR_TAG_H2: case ONR_TAG_H3: case ONR_TAG_H4: case ONR_TAG_H5:
    case ONR_TAG_H6: case ONR_TAG_FIGCAPTION: case ONR_TAG_OPTION: case ONR_TAG_TITLE:
        return 0;
    case ONR_TAG_LI: case ONR_TAG_TD:
        return (text - links) / 2;
    default:
        return text - links;
    }
}

static void add_up(page *p)
{
    const onr_tree *tree = p->tree;
    uint32_t left_out_end = 0;
    for (uint32_t i = 0; i < tree->node_count; i++) {
        if (i >= left_out_end && p->verdicts[i] != ONR_KEEP) left_out_end = tree->nodes[i].end_node;
        p->sum[i + 1] = p->sum[i] + (i < left_out_end ? 0 : weight_of(p, i));
    }
}

static uint64_t weight_in(const page *p, uint32_t node)
{
    return p->sum[p->tree->nodes[node].end_node] - p->sum[node];
}

static uint64_t bytes_in(const page *p, uint32_t node)
{
    return p->bytes[p->tree->nodes[node].end_node] - p->bytes[node];
}

static bool holds_tag(const onr_tree *tree, uint32_t node, onr_tag tag)
{
    for (uint32_t i = node + 1; i < tree->nodes[node].end_node; i++) {
        if (tree->nodes[i].tag == tag) return true;
    }
    return false;
}

static bool is_frame(uint16_t tag)
{
    return tag == ONR_TAG_HTML || tag == ONR_TAG_BODY || tag == ONR_TAG_MAIN;
}

static bool is_hidden(const onr_tree *tree, uint32_t node)
{
    onr_slice style = onr_node_attr(tree, node, ONR_KEY_STYLE);
    for (size_t i = 0; i + 7 < style.len; i++) {
        if (memcmp(style.ptr + i, "display", 7) == 0) return true;
    }
    return onr_node_attr(tree, node, ONR_KEY_HIDDEN).ptr != NULL;
}

/* Elements that are by their nature no part of the body. */
static bool is_out_by_tag(const page *p, uint32_t node)
{
    switch (p->tree->nodes[node].tag) {
    case ONR_TAG_NAV: case ONR_TAG_FOOTER: case ONR_TAG_ASIDE: case ONR_TAG_FORM:
    case ONR_TAG_HEADER: case ONR_TAG_FIGCAPTION: case ONR_TAG_DIALOG: case ONR_TAG_MENU:
    case ONR_TAG_OPTION: case ONR_TAG_LEGEND: case ONR_TAG_FIELDSET: case ONR_TAG_HEAD:
    case ONR_TAG_CAPTION: case ONR_TAG_LABEL:
        return true;
    case ONR_TAG_FIGURE:
        return !holds_tag(p->tree, node, ONR_TAG_TABLE) &&
               !holds_tag(p->tree, node, ONR_TAG_BLOCKQUOTE);
    default:
        return false;
    }
}

static bool holds_body(const page *p, uint32_t node)
{
    for (uint32_t i = node; i < p->tree->nodes[node].end_node; i++) {
        if (p->tree->nodes[i].signs & ONR_SIGN_BODY) return true;
    }
    return false;
}

/* Comments and notices may be longer than the article, so only what cannot hold the article
 * stays. */
static bool is_foreign(const page *p, uint32_t node)
{
    const onr_node *n = &p->tree->nodes[node];
    if (!(n->signs & (ONR_SIGN_COMMENT | ONR_SIGN_NOTICE)) || is_frame(n->tag)) return false;
    if (holds_tag(p->tree, node, ONR_TAG_H1) || holds_body(p, node)) return false;
    return weight_in(p, node) * 20 < p->sum[p->tree->node_count] * 19;
}

/* Bylines, dates, and what microdata says besides the text. */
static bool is_label(const page *p, uint32_t node)
{
    uint32_t signs = p->tree->nodes[node].signs;
    if (bytes_in(p, node) > MAX_LABEL_BYTES) return false;
    if (signs & (ONR_SIGN_BYLINE | ONR_SIGN_TIME)) return true;
    return onr_node_attr(p->tree, node, ONR_KEY_ITEMPROP).len > 0 && !(signs & ONR_SIGN_BODY);
}

/* Posts of others that the article shows are a part of it. */
static bool holds_post(const page *p, uint32_t node)
{
    return holds_tag(p->tree, node, ONR_TAG_BLOCKQUOTE);
}

static bool is_out(const page *p, uint32_t node)
{
    uint32_t signs = p->tree->nodes[node].signs;
    if (is_frame(p->tree->nodes[node].tag)) return false;
    bool by_sign = (signs & (ONR_SIGN_OUT | ONR_SIGN_CAPTION)) && !(signs & ONR_SIGN_LAYOUT);
    if (by_sign && !holds_post(p, node)) return true;
    return is_label(p, node) || is_out_by_tag(p, node) || is_hidden(p->tree, node);
}

static void judge_foreign(page *p)
{
    const onr_tree *tree = p->tree;
    add_up(p);
    for (uint32_t i = 0; i < tree->node_count;) {
        onr_tag_part part = onr_tag_part_of((onr_tag)tree->nodes[i].tag);
        bool out = part == ONR_PART_DROP || is_foreign(p, i);
        if (out) p->verdicts[i] = ONR_LEAVE_OUT;
        i = out ? tree->nodes[i].end_node : i + 1;
    }
    add_up(p);
}

static void judge(page *p)
{
    const onr_tree *tree = p->tree;
    judge_foreign(p);
    uint64_t total = p->sum[tree->node_count];
    for (uint32_t i = 0; i < tree->node_count;) {
        if (p->verdicts[i] == ONR_KEEP && is_out(p, i) && weight_in(p, i) * 3 <= total)
            p->verdicts[i] = ONR_LEAVE_OUT;
        i = p->verdicts[i] != ONR_KEEP ? tree->nodes[i].end_node : i + 1;
    }
    add_up(p);
}

/* The heaviest element that says it is the body. */
static uint32_t find_named_body(const page *p)
{
    uint32_t best = ONR_NONE;
    uint64_t best_weight = 0;
    for (uint32_t i = 0; i < p->tree->node_count; i++) {
        if (!(p->tree->nodes[i].signs & ONR_SIGN_BODY) || is_frame(p->tree->nodes[i].tag)) continue;
        uint64_t weight = weight_in(p, i);
        /* An inner one that holds nearly as much is the better one. */
        bool inside = best != ONR_NONE && i < p->tree->nodes[best].end_node;
        if (inside ? weight * 10 < best_weight * 9 : weight <= best_weight) continue;
        best = i;
        best_weight = weight;
    }
    if (best_weight * 5 < p->sum[p->tree->node_count] * 2) return ONR_NONE;
    return best;
}

static uint32_t heaviest_child(const page *p, uint32_t node)
{
    const onr_node *nodes = p->tree->nodes;
    uint32_t best = ONR_NONE;
    for (uint32_t i = node + 1; i < nodes[node].end_node; i = nodes[i].end_node) {
        if (nodes[i].tag == ONR_TAG_TEXT) continue;
        if (best == ONR_NONE || weight_in(p, i) > weight_in(p, best)) best = i;
    }
    return best;
}

/* The innermost element that holds nearly all of the weight. */
static uint32_t descend(const page *p, uint32_t node)
{
    while (weight_in(p, node) > 0) {
        uint32_t child = heaviest_child(p, node);
        if (child == ONR_NONE || weight_in(p, child) * 20 < weight_in(p, node) * 17) return node;
        if (p->tree->nodes[child].tag == ONR_TAG_P) return node;
        node = child;
    }
    return node;
}

static uint32_t find_container(const page *p)
{
    uint32_t named = find_named_body(p);
    return named != ONR_NONE ? named : descend(p, 0);
}

static bool make_page(page *p, onr_arena *work, const onr_tree *tree)
{
    uint32_t n = tree->node_count;
    *p = (page){.tree = tree};
    p->verdicts = onr_arena_array(work, n, sizeof *p->verdicts);
    p->text = onr_arena_array(work, n, sizeof *p->text);
    p->links = onr_arena_array(work, n, sizeof *p->links);
    p->sum = onr_arena_array(work, (size_t)n + 1, sizeof *p->sum);
    p->bytes = onr_arena_array(work, (size_t)n + 1, sizeof *p->bytes);
    return p->bytes != NULL && p->verdicts != NULL && p->text != NULL && p->links != NULL &&
           p->sum != NULL && measure(p, work);
}

/* Render what is kept of a subtree and write what passes the filter. */
static bool write_body(onr_article *out, onr_arena *arena, onr_arena *work, const onr_tree *tree,
                       uint32_t node, const uint8_t *verdicts, const onr_meta *meta)
{
    onr_rendered r = {.alloc = work->alloc};
    bool done = onr_render(&r, tree, node, verdicts) &&
                onr_filter(out, arena, work, tree, &r, meta);
    onr_rendered_deinit(&r);
    return done;
}

static void take_longer(onr_article *out, const onr_article *other, size_t min_bytes)
{
    if (other->text.len < 2 * out->text.len) return;
    if (other->text.len < min_bytes && out->text.len > 0) return;
    out->text = other->text;
    out->blocks = other->blocks;
    out->block_count = other->block_count;
}

/* Everything but what is never text; names of classes may have misled. */
static bool rescue_from_page(onr_article *out, onr_arena *arena, onr_arena *work, page *p,
                             const onr_meta *meta)
{
    onr_article other = {.text = {"", 0}};
    memset(p->verdicts, ONR_KEEP, p->tree->node_count);
    judge_foreign(p);
    for (uint32_t i = 0; i < p->tree->node_count; i++) {
        if (is_out_by_tag(p, i) && weight_in(p, i) * 3 <= p->sum[p->tree->node_count])
            p->verdicts[i] = ONR_LEAVE_OUT;
    }
    if (!write_body(&other, arena, work, p->tree, 0, p->verdicts, meta)) return false;
    take_longer(out, &other, MIN_TEXT_BYTES);
    return true;
}

/* JSON-LD has plain text with line breaks, or markup; as a page with a <p> for each line it is
 * read either way. */
static bool lines_as_page(onr_slice *out, onr_arena *work, onr_slice body)
{
    size_t lines = 0, len = 0;
    for (size_t i = 0; i < body.len; i++) lines += body.ptr[i] == '\n';
    char *html = onr_arena_take(work, body.len + 3 * lines);
    if (html == NULL) return false;
    for (size_t i = 0; i < body.len; i++) {
        if (body.ptr[i] == '\n') {
            memcpy(html + len, "<p>", 3);
            len += 3;
        } else
            html[len++] = body.ptr[i];
    }
    *out = (onr_slice){html, len};
    return true;
}

static bool rescue_from_jsonld(onr_article *out, onr_arena *arena, onr_arena *work,
                               const onr_meta *meta)
{
    const onr_article_options options = ONR_ARTICLE_OPTIONS_DEFAULT;
    onr_article other = {.text = {"", 0}};
    onr_reduced reduced = {.alloc = work->alloc};
    onr_tree tree = {.alloc = work->alloc};
    onr_slice html;
    if (meta->jsonld.body.len < MIN_PARAGRAPH_BYTES) return true;
    bool done = lines_as_page(&html, work, meta->jsonld.body) &&
                onr_reduce(&reduced, work->alloc, html, &options) &&
                onr_tree_init(&tree, work->alloc, &reduced, &options) &&
                write_body(&other, arena, work, &tree, 0, NULL, meta);
    onr_tree_deinit(&tree);
    onr_reduced_deinit(&reduced);
    if (done) take_longer(out, &other, MIN_PARAGRAPH_BYTES);
    return done;
}

bool onr_body_find(onr_article *out, onr_arena *arena, onr_arena *work, const onr_tree *tree,
                   const onr_meta *meta)
{
    page p;
    if (tree->node_count == 0) return true;
    if (!make_page(&p, work, tree)) return false;
    judge(&p);
    if (!write_body(out, arena, work, tree, find_container(&p), p.verdicts, meta)) return false;
    if (out->text.len >= MIN_TEXT_BYTES) return true;
    return rescue_from_page(out, arena, work, &p, meta) &&
           (out->text.len >= MIN_TEXT_BYTES || rescue_from_jsonld(out, arena, work, meta));
}
