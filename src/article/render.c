#include "article/render.h"

#include <string.h>

#include "base/utf8.h"

enum { MAX_CODEPOINT_BYTES = 4 };

/* What windows-1252 has at 0x80 to 0x9F; 0 is nothing. */
static const uint16_t windows1252[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
};

/* The block that is being written. */
typedef struct writer {
    onr_rendered *out;
    const onr_tree *tree;
    onr_rendered_block block; /* kind and node are of the next one */
    uint32_t links, strongs;  /* open elements */
    uint32_t start;     /* of the block, in out->text */
    uint32_t breaks;    /* <br> since the last visible character */
    bool space;         /* white space since then */
    bool tab;           /* a cell ended since then */
    bool pre;
    bool failed;
} writer;

static bool reserve(writer *w, uint32_t bytes)
{
    onr_rendered *out = w->out;
    if (w->failed) return false;
    if (bytes <= out->text_capacity - out->text_len) return true;
    w->failed = !onr_grow(out->alloc, &out->text, &out->text_capacity,
                          (uint64_t)out->text_len + bytes, 1);
    return !w->failed;
}

static void put(writer *w, const char *bytes, uint32_t len)
{
    if (!reserve(w, len)) return;
    memcpy(w->out->text + w->out->text_len, bytes, len);
    w->out->text_len += len;
}

static bool is_empty(const writer *w)
{
    return w->out->text_len == w->start;
}

/* Ends the block; the next one begins behind an empty line, which is taken back at the end. */
static void flush(writer *w)
{
    onr_rendered *out = w->out;
    w->breaks = 0;
    w->space = w->tab = false;
    if (w->failed || is_empty(w)) return;
    w->failed = !onr_grow(out->alloc, &out->blocks, &out->block_capacity,
                          (uint64_t)out->block_count + 1, sizeof *out->blocks);
    if (w->failed) return;
    w->block.block.span = (onr_span){w->start, out->text_len};
    out->blocks[out->block_count++] = w->block;
    w->block.visible_bytes = w->block.link_bytes = w->block.strong_bytes = 0;
    put(w, "\n\n", 2);
    w->start = out->text_len;
}

/* White space that is due before a visible character. */
static void put_gap(writer *w)
{
    if (w->breaks > 1) flush(w);
    if (!is_empty(w)) {
        if (w->breaks == 1)
            put(w, "\n", 1);
        else if (w->tab)
            put(w, "\t", 1);
        else if (w->space)
            put(w, " ", 1);
    }
    w->breaks = 0;
    w->space = w->tab = false;
}

/* `visible` of the bytes are not spaces. */
static void put_visible(writer *w, const char *bytes, uint32_t len, uint32_t visible)
{
    put_gap(w);
    put(w, bytes, len);
    w->block.visible_bytes += visible;
    if (w->links > 0) w->block.link_bytes += visible;
    if (w->strongs > 0) w->block.strong_bytes += visible;
}

static bool is_blank(uint32_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xA0 || (c >= 0x2000 && c <= 0x200A) ||
           c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x3000 || c == 0x85;
}

static bool is_ignorable(uint32_t c)
{
    return c < 0x20 || c == 0x7F || c == 0xAD || c == 0x200B || c == 0x2060 || c == 0xFEFF;
}

static void put_codepoint(writer *w, uint32_t c)
{
    char bytes[MAX_CODEPOINT_BYTES];
    if (w->pre && c == '\n') {
        w->breaks = w->breaks > 0 ? w->breaks : 1;
        return;
    }
    if (is_blank(c)) {
        w->space = true;
        return;
    }
    if (c >= 0x80 && c < 0xA0) c = windows1252[c - 0x80];
    if (is_ignorable(c)) return;
    uint32_t len = onr_utf8_encode(bytes, c);
    put_visible(w, bytes, len, len);
}

static bool is_plain(char c)
{
    return c > ' ' && c != 0x7F;
}

/* Words of ASCII with a space between, the bulk of most texts, go in runs. */
static uint32_t plain_run(onr_slice text, uint32_t *spaces)
{
    uint32_t i = 0;
    *spaces = 0;
    for (; i < text.len; i++) {
        if (is_plain(text.ptr[i])) continue;
        bool between = i > 0 && text.ptr[i] == ' ' && i + 1 < text.len && is_plain(text.ptr[i + 1]);
        if (!between) break;
        ++*spaces;
    }
    return i;
}

static void put_string(writer *w, onr_slice text)
{
    while (text.len > 0 && !w->failed) {
        uint32_t c, spaces, len = plain_run(text, &spaces);
        if (len > 0)
            put_visible(w, text.ptr, len, len - spaces);
        else {
            len = onr_utf8_next(text.ptr, &c);
            put_codepoint(w, c);
        }
        text.ptr += len;
        text.len -= len;
    }
}

/* A row is one block when nothing in it wants to be a block of its own. */
static bool is_plain_row(const onr_tree *tree, uint32_t row)
{
    for (uint32_t i = row + 1; i < tree->nodes[row].end_node; i++) {
        uint16_t tag = tree->nodes[i].tag;
        if (tag != ONR_TAG_TD && tag != ONR_TAG_TH &&
            onr_tag_part_of((onr_tag)tag) == ONR_PART_BLOCK)
            return false;
    }
    return true;
}

/* The kind of the blocks that a block element begins; inside it is `around`. */
static onr_article_kind kind_of(const onr_tree *tree, uint32_t node, onr_article_kind around)
{
    switch (tree->nodes[node].tag) {
    case ONR_TAG_H1: case ONR_TAG_H2: case ONR_TAG_H3: case ONR_TAG_H4: case ONR_TAG_H5:
    case ONR_TAG_H6:
        return ONR_ARTICLE_HEADING;
    case ONR_TAG_LI: case ONR_TAG_DT: case ONR_TAG_DD:
        return ONR_ARTICLE_ITEM;
    case ONR_TAG_BLOCKQUOTE:
        return ONR_ARTICLE_QUOTE;
    case ONR_TAG_PRE:
        return ONR_ARTICLE_PRE;
    case ONR_TAG_TR:
        return is_plain_row(tree, node) ? ONR_ARTICLE_ROW : around;
    default:
        return around;
    }
}

/* Elements around the current node, up to the one where rendering began. */
typedef struct open_element {
    uint32_t node;
    onr_rendered_block around; /* kind and node to return to */
} open_element;

static bool is_link(uint16_t tag)
{
    return tag == ONR_TAG_A;
}

static bool is_strong(uint16_t tag)
{
    return tag == ONR_TAG_B || tag == ONR_TAG_STRONG;
}

static bool is_block(const writer *w, uint32_t node)
{
    uint16_t tag = w->tree->nodes[node].tag;
    if (onr_tag_part_of((onr_tag)tag) != ONR_PART_BLOCK) return false;
    return w->block.block.kind != ONR_ARTICLE_ROW || (tag != ONR_TAG_TD && tag != ONR_TAG_TH);
}

static void set_kind(writer *w, onr_article_kind kind, uint32_t node)
{
    w->block.block.kind = kind;
    w->block.node = node;
    w->pre = kind == ONR_ARTICLE_PRE;
}

static void enter(writer *w, uint32_t node)
{
    const onr_tree *tree = w->tree;
    uint16_t tag = tree->nodes[node].tag;
    if (tag == ONR_TAG_TEXT)
        put_string(w, onr_node_text(tree, node));
    else if (tag == ONR_TAG_BR)
        w->breaks++;
    else if (is_block(w, node)) {
        flush(w);
        set_kind(w, kind_of(tree, node, w->block.block.kind), node);
    } else if (tag == ONR_TAG_TD || tag == ONR_TAG_TH)
        w->tab = true;
    w->links += is_link(tag);
    w->strongs += is_strong(tag);
}

static void leave(writer *w, const open_element *element)
{
    uint16_t tag = w->tree->nodes[element->node].tag;
    w->links -= is_link(tag);
    w->strongs -= is_strong(tag);
    if (w->block.node != element->node) return;
    flush(w);
    set_kind(w, element->around.block.kind, element->around.node);
}

static bool push(const onr_alloc *alloc, open_element **stack, uint32_t *capacity, uint32_t count,
                 open_element element)
{
    if (!onr_grow(alloc, stack, capacity, (uint64_t)count + 1, sizeof **stack)) return false;
    (*stack)[count] = element;
    return true;
}

static void walk(writer *w, uint32_t first, const uint8_t *verdicts)
{
    const onr_node *nodes = w->tree->nodes;
    open_element *stack = NULL;
    uint32_t depth = 0, capacity = 0, end = nodes[first].end_node;
    for (uint32_t i = first; i < end && !w->failed;) {
        while (depth > 0 && nodes[stack[depth - 1].node].end_node <= i) leave(w, &stack[--depth]);
        if (verdicts != NULL && verdicts[i] != ONR_KEEP) {
            if (is_block(w, i)) flush(w);
            i = nodes[i].end_node;
            continue;
        }
        if (nodes[i].tag != ONR_TAG_TEXT) {
            if (!push(w->out->alloc, &stack, &capacity, depth, (open_element){i, w->block})) {
                w->failed = true;
                break;
            }
            depth++;
        }
        enter(w, i);
        i++;
    }
    onr_release(w->out->alloc, stack, capacity * sizeof *stack);
}

bool onr_render(onr_rendered *out, const onr_tree *tree, uint32_t node, const uint8_t *verdicts)
{
    if (node >= tree->node_count) return true;
    writer w = {.out = out, .tree = tree, .block.node = ONR_NONE};
    if (out->text_len > 0) put(&w, "\n\n", 2);
    w.start = out->text_len;
    reserve(&w, (uint32_t)onr_node_text(tree, node).len + 2); /* most often all that is needed */
    walk(&w, node, verdicts);
    flush(&w);
    if (out->text_len >= 2) out->text_len -= 2; /* the empty line behind the last block */
    return !w.failed;
}

void onr_rendered_deinit(onr_rendered *rendered)
{
    onr_release(rendered->alloc, rendered->text, rendered->text_capacity);
    onr_release(rendered->alloc, rendered->blocks,
                rendered->block_capacity * sizeof *rendered->blocks);
    *rendered = (onr_rendered){.alloc = rendered->alloc};
}

/* Line breaks between blocks and in them become spaces. */
static bool copy_line(onr_slice *out, onr_arena *arena, const onr_rendered *from)
{
    *out = (onr_slice){"", 0};
    if (from->text_len == 0) return true;
    char *line = onr_arena_take(arena, from->text_len);
    if (line == NULL) return false;
    size_t len = 0;
    for (uint32_t i = 0; i < from->text_len; i++) {
        char c = from->text[i];
        if (c == '\n' || c == '\t') c = ' ';
        if (c != ' ' || (len > 0 && line[len - 1] != ' ')) line[len++] = c;
    }
    *out = (onr_slice){line, len};
    return true;
}

bool onr_render_line(onr_slice *out, onr_arena *arena, const onr_tree *tree, uint32_t node)
{
    onr_rendered rendered = {.alloc = arena->alloc};
    bool done = onr_render(&rendered, tree, node, NULL) && copy_line(out, arena, &rendered);
    onr_rendered_deinit(&rendered);
    return done;
}

bool onr_render_clean(onr_slice *out, onr_arena *arena, onr_slice text)
{
    onr_rendered rendered = {.alloc = arena->alloc};
    writer w = {.out = &rendered};
    put_string(&w, text);
    bool done = !w.failed && copy_line(out, arena, &rendered);
    onr_rendered_deinit(&rendered);
    return done;
}
