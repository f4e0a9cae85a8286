#include "article/tree.h"

#include <limits.h>
#include <string.h>

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>

/* What the callbacks of the parser share. */
typedef struct builder {
    onr_tree *tree;
    const onr_reduced *page;
    htmlParserCtxtPtr parser;
    uint32_t next_start; /* in page->starts */
    uint32_t max_nodes;
    uint32_t max_depth;
    uint32_t open_node; /* innermost open element that has a node */
    uint32_t depth;     /* of open_node */
    uint32_t too_deep;  /* open elements below max_depth; they have nodes but no descendants */
    bool failed;
} builder;

static void stop(builder *b)
{
    xmlStopParser(b->parser);
}

/* Append a node under the open element; NULL when the limit or memory is reached. */
static onr_node *add_node(builder *b, onr_tag tag)
{
    onr_tree *tree = b->tree;
    if (tree->node_count >= b->max_nodes) {
        tree->cut = true;
        stop(b);
        return NULL;
    }
    if (!onr_grow(tree->alloc, &tree->nodes, &tree->node_capacity,
                  (uint64_t)tree->node_count + 1, sizeof *tree->nodes)) {
        b->failed = true;
        stop(b);
        return NULL;
    }
    onr_node *node = &tree->nodes[tree->node_count++];
    *node = (onr_node){.tag = (uint16_t)tag,
                       .start_byte = tree->text_len,
                       .end_byte = tree->text_len,
                       .first_attr = tree->attr_count,
                       .parent_node = b->open_node,
                       .end_node = tree->node_count};
    return node;
}

static bool add_attrs(builder *b, onr_node *node, const onr_attr *attrs, uint32_t count)
{
    onr_tree *tree = b->tree;
    if (!onr_grow(tree->alloc, &tree->attrs, &tree->attr_capacity,
                  (uint64_t)tree->attr_count + count, sizeof *tree->attrs))
        return false;
    memcpy(tree->attrs + tree->attr_count, attrs, count * sizeof *attrs);
    tree->attr_count += count;
    node->attr_count = (uint16_t)(node->attr_count + count);
    return true;
}

/* What the attributes said that the parser has not seen. It drops a second <body> and its like, so
 * the next one with this letter is meant. */
static bool take_start(builder *b, onr_node *node, char letter)
{
    uint32_t round = (uint32_t)(letter - 'a') + ONR_START_LETTERS;
    b->next_start += (round - b->next_start % ONR_START_LETTERS) % ONR_START_LETTERS;
    if (b->next_start >= b->page->start_count) return true;
    const onr_start *start = &b->page->starts[b->next_start++];
    node->signs = start->signs;
    if (start->attr_count == 0) return true; /* there may be no attributes at all */
    return add_attrs(b, node, b->page->attrs + start->first_attr, start->attr_count);
}

static bool take_attr(builder *b, onr_node *node, const char *name, const char *value)
{
    if (name[0] == 'n' && name[1] != '\0' && name[2] == '\0')
        return take_start(b, node, name[1]);
    if (value == NULL) value = "";
    onr_attr attr = {.key = onr_key_of((onr_slice){name, strlen(name)}), .value = {"", 0}};
    onr_slice text = {value, strlen(value)};
    if (text.len > 0 && !onr_arena_copy(&b->tree->values, &attr.value, text)) return false;
    return add_attrs(b, node, &attr, 1);
}

static void take_attrs(builder *b, onr_node *node, const xmlChar **attrs)
{
    for (size_t i = 0; attrs != NULL && attrs[i] != NULL; i += 2) {
        if (take_attr(b, node, (const char *)attrs[i], (const char *)attrs[i + 1])) continue;
        b->failed = true;
        stop(b);
        return;
    }
}

static void on_start(void *ctx, const xmlChar *name, const xmlChar **attrs)
{
    builder *b = ctx;
    if (b->failed || b->tree->cut) return;
    onr_node *node = add_node(b, onr_tag_of((onr_slice){(const char *)name,
                                                        strlen((const char *)name)}));
    if (node == NULL) return;
    take_attrs(b, node, attrs);
    if (b->too_deep > 0 || b->depth >= b->max_depth) {
        b->too_deep++;
        return;
    }
    b->open_node = b->tree->node_count - 1;
    b->depth++;
}

static void close_node(builder *b)
{
    onr_node *node = &b->tree->nodes[b->open_node];
    node->end_node = b->tree->node_count;
    node->end_byte = b->tree->text_len;
    b->open_node = node->parent_node;
    b->depth--;
}

/* The parser calls this once for every element that it has started, in the right order. */
static void on_end(void *ctx, const xmlChar *name)
{
    builder *b = ctx;
    (void)name;
    if (b->failed || b->tree->cut) return;
    if (b->too_deep > 0)
        b->too_deep--;
    else if (b->depth > 0)
        close_node(b);
}

/* Texts arrive in pieces; a piece that follows another directly makes it longer. */
static onr_node *text_node(builder *b)
{
    onr_tree *tree = b->tree;
    if (tree->node_count > 0) {
        onr_node *last = &tree->nodes[tree->node_count - 1];
        if (last->tag == ONR_TAG_TEXT && last->parent_node == b->open_node) return last;
    }
    onr_node *node = add_node(b, ONR_TAG_TEXT);
    return node;
}

static void on_text(void *ctx, const xmlChar *text, int len)
{
    builder *b = ctx;
    onr_tree *tree = b->tree;
    if (b->failed || tree->cut || len <= 0 || tree->node_count == 0) return;
    onr_node *node = text_node(b);
    if (node == NULL) return;
    if (!onr_grow(tree->alloc, &tree->text, &tree->text_capacity,
                  (uint64_t)tree->text_len + (uint32_t)len, 1)) {
        b->failed = true;
        stop(b);
        return;
    }
    memcpy(tree->text + tree->text_len, text, (size_t)len);
    tree->text_len += (uint32_t)len;
    node->end_byte = tree->text_len;
}

static bool parse(builder *b, onr_slice html)
{
    /* What the parser builds and reports by itself is replaced by our three callbacks. */
    const htmlSAXHandler handler = {
        .startElement = on_start,
        .endElement = on_end,
        .characters = on_text,
        .cdataBlock = on_text,
        .ignorableWhitespace = on_text,
    };
    xmlInitParser();
    b->parser = htmlCreateMemoryParserCtxt(html.ptr, (int)html.len);
    if (b->parser == NULL) return false;
    *b->parser->sax = handler;
    b->parser->userData = b;
    htmlCtxtUseOptions(b->parser, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                                      HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC | XML_PARSE_HUGE);
    xmlSwitchEncoding(b->parser, XML_CHAR_ENCODING_UTF8);
    htmlParseDocument(b->parser);
    bool memory_short = b->parser->errNo == XML_ERR_NO_MEMORY;
    htmlFreeParserCtxt(b->parser);
    return !b->failed && !memory_short;
}

static void close_all(builder *b)
{
    while (b->depth > 0) close_node(b);
    if (b->tree->node_count == 0) return;
    b->tree->nodes[0].end_node = b->tree->node_count;
    b->tree->nodes[0].end_byte = b->tree->text_len;
}

bool onr_tree_init(onr_tree *tree, const onr_alloc *alloc, const onr_reduced *page,
                   const onr_article_options *options)
{
    *tree = (onr_tree){.alloc = alloc};
    onr_arena_init(&tree->values, alloc);
    builder b = {.tree = tree, .page = page, .max_nodes = options->max_nodes,
                 .max_depth = options->max_depth};
    if (page->html.len == 0) return true;
    if (page->html.len > INT_MAX || !parse(&b, page->html)) return false;
    close_all(&b);
    return true;
}

void onr_tree_deinit(onr_tree *tree)
{
    onr_release(tree->alloc, tree->nodes, tree->node_capacity * sizeof *tree->nodes);
    onr_release(tree->alloc, tree->attrs, tree->attr_capacity * sizeof *tree->attrs);
    onr_release(tree->alloc, tree->text, tree->text_capacity);
    onr_arena_deinit(&tree->values);
}

onr_slice onr_node_attr(const onr_tree *tree, uint32_t node, onr_key key)
{
    const onr_node *n = &tree->nodes[node];
    for (uint32_t i = 0; i < n->attr_count; i++) {
        const onr_attr *attr = &tree->attrs[n->first_attr + i];
        if (attr->key == key) return attr->value;
    }
    return (onr_slice){NULL, 0};
}
