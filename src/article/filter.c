#include "article/filter.h"

#include <string.h>

#include "article/date.h"
#include "article/people.h"
#include "article/phrases.h"
#include "article/title.h"

enum {
    SENTENCE_BYTES = 60,   /* visible; a line this long that ends like a sentence is one */
    LONG_BYTES = 150,      /* ends as it may */
    PROMOTION_BYTES = 260, /* longer paragraphs only happen to begin like a promotion */
    LABEL_BYTES = 36,      /* shorter lines without an end are labels */
    TITLE_OVERLAP = 80,
    MAX_LOOK_BACK = 100, /* blocks */
    COPY_BYTES = 800,    /* a shorter block is no copy of several */
    COPY_BLOCKS = 3
};

/* Blocks with a verdict each. */
typedef struct blocks {
    const onr_tree *tree;
    const onr_rendered *from;
    const onr_rendered_block *list;
    uint32_t count;
    uint8_t *verdicts; /* [count] */
} blocks;

static onr_slice text_of(const blocks *b, uint32_t i)
{
    onr_span span = b->list[i].block.span;
    return (onr_slice){b->from->text + span.start_byte, span.end_byte - span.start_byte};
}

static bool is_kept(const blocks *b, uint32_t i)
{
    return b->verdicts[i] == ONR_KEEP;
}

static void leave_out(blocks *b, uint32_t i)
{
    b->verdicts[i] = ONR_LEAVE_OUT;
}

static uint32_t plain_bytes(const onr_rendered_block *block)
{
    return block->visible_bytes - block->link_bytes;
}

static bool is_heading(const blocks *b, uint32_t i)
{
    return b->list[i].block.kind == ONR_ARTICLE_HEADING;
}

static bool holds_digit(onr_slice text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] >= '0' && text.ptr[i] <= '9') return true;
    }
    return false;
}

/* Ends with a full stop or its like, marks of quotation aside. */
static bool ends_sentence(onr_slice text)
{
    static const char *const marks[] = {".", "!", "?", "…", "。", "！", "？", "।", "؟", NULL};
    static const char *const closing[] = {"\"", "'", ")", "]", "”", "’", "»", "」", NULL};
    for (size_t k = 0; closing[k] != NULL;) {
        size_t len = strlen(closing[k]);
        bool closes = text.len >= len && memcmp(text.ptr + text.len - len, closing[k], len) == 0;
        if (closes) text.len -= len;
        k = closes ? 0 : k + 1;
    }
    for (size_t k = 0; marks[k] != NULL; k++) {
        size_t len = strlen(marks[k]);
        if (text.len >= len && memcmp(text.ptr + text.len - len, marks[k], len) == 0) return true;
    }
    return false;
}

/* A paragraph that is surely text of the article. */
static bool is_sentence(const blocks *b, uint32_t i)
{
    const onr_rendered_block *block = &b->list[i];
    if (is_heading(b, i) || plain_bytes(block) * 2 < block->visible_bytes) return false;
    if (plain_bytes(block) >= LONG_BYTES) return true;
    return plain_bytes(block) >= SENTENCE_BYTES && ends_sentence(text_of(b, i));
}

static bool is_label(const blocks *b, uint32_t i)
{
    return b->list[i].visible_bytes < LABEL_BYTES && !ends_sentence(text_of(b, i));
}

/* A bold line is a heading in all but name. */
static bool is_like_heading(const blocks *b, uint32_t i)
{
    const onr_rendered_block *block = &b->list[i];
    if (is_heading(b, i)) return true;
    return block->block.kind == ONR_ARTICLE_PARAGRAPH &&
           block->visible_bytes < PROMOTION_BYTES / 2 &&
           block->strong_bytes * 10 >= block->visible_bytes * 9 && !ends_sentence(text_of(b, i));
}

/* Bytes in sentences of the blocks [first, end) that are kept. */
static uint64_t sentence_bytes(const blocks *b, uint32_t first, uint32_t end)
{
    uint64_t sum = 0;
    for (uint32_t i = first; i < end; i++) {
        if (is_kept(b, i) && is_sentence(b, i)) sum += plain_bytes(&b->list[i]);
    }
    return sum;
}

/* Lines of links */

static void judge_links(blocks *b)
{
    for (uint32_t i = 0; i < b->count; i++) {
        const onr_rendered_block *block = &b->list[i];
        if (block->link_bytes * 10 > block->visible_bytes * 7) leave_out(b, i);
    }
}

/* A list most of which are links is left out as a whole. */
static void judge_list(blocks *b, uint32_t first, uint32_t end)
{
    uint64_t visible = 0, links = 0;
    uint32_t linked = 0;
    for (uint32_t i = first; i < end; i++) {
        visible += b->list[i].visible_bytes;
        links += b->list[i].link_bytes;
        linked += b->list[i].link_bytes * 2 > b->list[i].visible_bytes;
    }
    if (links * 2 <= visible && linked * 2 <= end - first) return;
    for (uint32_t i = first; i < end; i++) leave_out(b, i);
}

static void judge_lists(blocks *b)
{
    for (uint32_t i = 0; i < b->count;) {
        uint32_t end = i;
        while (end < b->count && b->list[end].block.kind == ONR_ARTICLE_ITEM) end++;
        if (end > i + 1) judge_list(b, i, end);
        i = end > i ? end : i + 1;
    }
}

/* What stands before the first paragraph */

static bool is_title(const blocks *b, uint32_t i, const onr_title_words *title)
{
    onr_title_words words;
    onr_title_words_of(&words, text_of(b, i));
    return onr_title_shared(&words, title) >= TITLE_OVERLAP &&
           onr_title_shared(title, &words) >= TITLE_OVERLAP;
}

/* The headline once more. Nothing before it is of the article, when enough comes after it. */
static void judge_title(blocks *b, const onr_meta *meta)
{
    uint64_t all = sentence_bytes(b, 0, b->count);
    onr_title_words title;
    onr_title_words_of(&title, meta->title);
    for (uint32_t i = 0; i < b->count; i++) {
        if (b->list[i].visible_bytes > meta->title.len * 2 || !is_title(b, i, &title)) continue;
        bool shown = b->list[i].node == meta->title_node;
        leave_out(b, i);
        if (sentence_bytes(b, i, b->count) * 4 < all * (shown ? 1 : 3)) continue;
        for (uint32_t k = 0; k < i; k++) leave_out(b, k);
    }
}

static bool is_dateline(onr_slice text)
{
    char date[ONR_DATE_BYTES];
    return text.len < 100 && onr_date_find(date, text, true) > 0;
}

static void judge_start(blocks *b)
{
    for (uint32_t i = 0; i < b->count && !is_sentence(b, i); i++) {
        onr_slice text = text_of(b, i);
        uint32_t node = b->list[i].node;
        bool label = is_label(b, i) && !is_like_heading(b, i);
        if ((node != ONR_NONE && b->tree->nodes[node].tag == ONR_TAG_H1) || label ||
            (is_dateline(text) && !ends_sentence(text)) ||
            (onr_people_is_byline(text) && text.len < 100))
            leave_out(b, i);
    }
}

/* Lines that say what they are */

/* Leaves out a line that opens another part of the page, and that part: up to the next sentence,
 * or all of the rest. The first block behind it. */
static uint32_t end_here(blocks *b, uint32_t first, bool whole_rest)
{
    leave_out(b, first);
    for (uint32_t i = first + 1; i < b->count; i++) {
        bool linked_item = b->list[i].block.kind == ONR_ARTICLE_ITEM && b->list[i].link_bytes > 0;
        if (!whole_rest && !linked_item && (is_sentence(b, i) || is_heading(b, i))) return i;
        leave_out(b, i);
    }
    return b->count;
}

static onr_phrase phrase_of(const blocks *b, uint32_t i)
{
    onr_slice text = text_of(b, i);
    onr_phrase phrase = onr_phrase_of(text, is_like_heading(b, i) || !ends_sentence(text));
    bool is_long = b->list[i].visible_bytes > PROMOTION_BYTES;
    return is_long && phrase != ONR_PHRASE_LETTER ? ONR_PHRASE_NONE : phrase;
}

static void judge_phrases(blocks *b)
{
    uint64_t all = sentence_bytes(b, 0, b->count), before = 0;
    for (uint32_t i = 0; i < b->count;) {
        if (is_kept(b, i) && is_sentence(b, i)) before += plain_bytes(&b->list[i]);
        onr_phrase phrase = phrase_of(b, i);
        if (phrase == ONR_PHRASE_END || phrase == ONR_PHRASE_LINKS) {
            /* Hardly anything of an article comes after its comments. */
            bool whole_rest = phrase == ONR_PHRASE_END && (all - before) * 2 < all;
            i = end_here(b, i, whole_rest);
            continue;
        }
        if (phrase != ONR_PHRASE_NONE) leave_out(b, i);
        i++;
    }
}

static bool same_text(onr_slice a, onr_slice b)
{
    return a.len == b.len && memcmp(a.ptr, b.ptr, a.len) == 0;
}

static bool begins_inside(onr_slice text, onr_slice other)
{
    return other.len >= SENTENCE_BYTES &&
           memmem(text.ptr, text.len, other.ptr, SENTENCE_BYTES) != NULL;
}

/* Whether the text of block `i` was there before: as a block, or as some blocks in one. */
static bool is_repeat(const blocks *b, uint32_t i)
{
    onr_slice text = text_of(b, i);
    uint32_t inside = 0;
    for (uint32_t k = i > MAX_LOOK_BACK ? i - MAX_LOOK_BACK : 0; k < i; k++) {
        if (!is_kept(b, k)) continue;
        if (same_text(text_of(b, k), text)) return true;
        if (text.len >= COPY_BYTES && begins_inside(text, text_of(b, k)) && ++inside == COPY_BLOCKS)
            return true;
    }
    return false;
}

/* Text that stands there twice, as in hidden copies for search engines. */
static void judge_repeats(blocks *b)
{
    for (uint32_t i = 1; i < b->count; i++) {
        if (is_kept(b, i) && text_of(b, i).len >= LONG_BYTES && is_repeat(b, i)) leave_out(b, i);
    }
}

/* What is left without anything below it */

static void judge_headings(blocks *b)
{
    bool followed = false, lost = false;
    for (uint32_t i = b->count; i-- > 0;) {
        if (!is_kept(b, i)) {
            lost = true;
        } else if (!is_like_heading(b, i)) {
            followed = true;
            lost = false;
        } else {
            if (!followed || lost) leave_out(b, i);
            /* A heading above a heading is followed by it. */
            lost = false;
        }
    }
}

static bool begins_with_word(onr_slice text, onr_slice word)
{
    return word.len > 1 && text.len > word.len && memcmp(text.ptr, word.ptr, word.len) == 0 &&
           (text.ptr[word.len] == ' ' || text.ptr[word.len] == ',');
}

static onr_slice first_word(onr_slice name)
{
    const char *space = name.len > 0 ? memchr(name.ptr, ' ', name.len) : NULL;
    if (space != NULL) name.len = (size_t)(space - name.ptr);
    return name;
}

/* "Ana Ruiz is a reporter ..." below an article by Ana Ruiz. */
static bool is_portrait(onr_slice text, const onr_meta *meta)
{
    onr_slice people[2];
    if (!onr_phrase_is_portrait(text)) return false;
    uint32_t count = onr_people_find(people, 2, meta->fields[ONR_FIELD_AUTHOR]);
    for (uint32_t i = 0; i < count; i++) {
        if (begins_with_word(text, first_word(people[i]))) return true;
    }
    for (uint32_t i = 0; i < meta->jsonld.author_count; i++) {
        if (begins_with_word(text, first_word(meta->jsonld.authors[i]))) return true;
    }
    return false;
}

static bool is_of_end(const blocks *b, uint32_t i, const onr_meta *meta)
{
    onr_slice text = text_of(b, i);
    bool label = b->list[i].block.kind == ONR_ARTICLE_PARAGRAPH && is_label(b, i);
    return (label && !holds_digit(text)) || onr_phrase_is_contact(text) ||
           onr_phrase_is_legal(text) || is_portrait(text, meta);
}

/* Labels, addresses, small print and portraits, up to the last sentence of the article. */
static void judge_end(blocks *b, const onr_meta *meta)
{
    for (uint32_t i = b->count; i-- > 0;) {
        if (!is_kept(b, i)) continue;
        if (is_of_end(b, i, meta))
            leave_out(b, i);
        else if (is_sentence(b, i))
            return;
    }
}

static bool write_kept(const blocks *b, onr_article *out, onr_arena *arena)
{
    uint32_t kept = 0, len = 0;
    onr_article_block *list = onr_arena_array(arena, b->count, sizeof *list);
    char *text = onr_arena_take(arena, b->from->text_len);
    if (list == NULL || text == NULL) return false;
    for (uint32_t i = 0; i < b->count; i++) {
        if (!is_kept(b, i)) continue;
        onr_slice from = text_of(b, i);
        if (kept > 0) {
            memcpy(text + len, "\n\n", 2);
            len += 2;
        }
        memcpy(text + len, from.ptr, from.len);
        list[kept++] = (onr_article_block){{len, len + (uint32_t)from.len}, b->list[i].block.kind};
        len += (uint32_t)from.len;
    }
    out->text = (onr_slice){text, len};
    out->blocks = list;
    out->block_count = kept;
    return true;
}

bool onr_filter(onr_article *out, onr_arena *arena, onr_arena *work, const onr_tree *tree,
                const onr_rendered *rendered, const onr_meta *meta)
{
    blocks b = {.tree = tree, .from = rendered, .list = rendered->blocks,
                .count = rendered->block_count};
    b.verdicts = onr_arena_array(work, b.count, sizeof *b.verdicts);
    if (b.verdicts == NULL) return false;
    judge_links(&b);
    judge_lists(&b);
    judge_title(&b, meta);
    judge_start(&b);
    judge_repeats(&b);
    judge_phrases(&b);
    judge_end(&b, meta);
    judge_headings(&b);
    return write_kept(&b, out, arena);
}
