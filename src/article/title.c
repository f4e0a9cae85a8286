#include "article/title.h"

#include <string.h>

#include "article/render.h"
#include "article/words.h"
#include "base/hash.h"

enum { MAX_TITLE_BYTES = 400, MAX_HEADINGS = 24, ENOUGH_OVERLAP = 60 };

static bool is_word_byte(char c)
{
    return (onr_lower(c) >= 'a' && onr_lower(c) <= 'z') || (c >= '0' && c <= '9') ||
           (unsigned char)c >= 0x80;
}

/* Quotation marks and dashes beyond ASCII are three bytes from E2 80 on. */
static bool is_mark(onr_slice text, size_t at)
{
    return at + 2 < text.len && (unsigned char)text.ptr[at] == 0xE2 &&
           (unsigned char)text.ptr[at + 1] == 0x80;
}

/* Scripts without spaces: every code point from U+3000 on is a word. */
static bool is_ideograph(char c)
{
    return (unsigned char)c >= 0xE3 && (unsigned char)c < 0xF0;
}

void onr_title_words_of(onr_title_words *out, onr_slice text)
{
    out->count = 0;
    for (size_t at = 0; at < text.len && out->count < ONR_MAX_TITLE_WORDS;) {
        uint64_t hash = ONR_HASH_START;
        size_t start = at;
        if (is_ideograph(text.ptr[at]) && at + 3 <= text.len) {
            out->hashes[out->count++] = onr_hash_bytes(hash, text.ptr + at, 3);
            at += 3;
            continue;
        }
        while (at < text.len && is_word_byte(text.ptr[at]) && !is_mark(text, at) &&
               !is_ideograph(text.ptr[at]))
            hash = onr_hash_byte(hash, (unsigned char)onr_lower(text.ptr[at++]));
        if (at > start)
            out->hashes[out->count++] = hash;
        else
            at += is_mark(text, at) ? 3 : 1;
    }
}

uint32_t onr_title_shared(const onr_title_words *a, const onr_title_words *b)
{
    uint32_t found = 0;
    for (uint32_t i = 0; i < a->count; i++) {
        for (uint32_t k = 0; k < b->count; k++) {
            if (a->hashes[i] != b->hashes[k]) continue;
            found++;
            break;
        }
    }
    return a->count > 0 ? found * 100 / a->count : 0;
}

uint32_t onr_title_overlap(onr_slice a, onr_slice b)
{
    onr_title_words first, second;
    onr_title_words_of(&first, a);
    onr_title_words_of(&second, b);
    return onr_title_shared(&first, &second);
}

static uint32_t count_words(onr_slice text)
{
    onr_title_words words;
    onr_title_words_of(&words, text);
    return words.count;
}

/* Where the last part of a title begins that a mark sets off; 0 when there is none. The mark is
 * at `*end`, what is before it the rest. */
static size_t last_part(onr_slice title, size_t *end)
{
    static const char *const marks[] = {" | ", " - ", " – ", " — ", " :: ", " » ", " « ", " : ",
                                        " • ", " · ", " -- ", "｜", NULL};
    for (size_t at = title.len; at-- > 1;) {
        for (size_t k = 0; marks[k] != NULL; k++) {
            if (title.ptr[at] != marks[k][0]) continue;
            size_t len = strlen(marks[k]);
            if (title.len - at < len || memcmp(title.ptr + at, marks[k], len) != 0) continue;
            *end = at;
            return at + len;
        }
    }
    return 0;
}

/* Without names of site and section behind it: parts of up to four words, as long as something
 * longer is left. */
static onr_slice without_names(onr_slice title, onr_slice site)
{
    for (;;) {
        size_t end, start = last_part(title, &end);
        if (start == 0) return title;
        onr_slice part = {title.ptr + start, title.len - start}, rest = {title.ptr, end};
        bool is_site = site.len > 0 && (onr_title_overlap(part, site) >= ENOUGH_OVERLAP ||
                                        onr_title_overlap(site, part) >= ENOUGH_OVERLAP);
        uint32_t words = count_words(part), left = count_words(rest);
        if (!is_site && (words > 4 || left <= words + 1)) return title;
        if (left == 0) return title;
        title = rest;
    }
}

static bool may_be_title(const onr_tree *tree, uint32_t node)
{
    const onr_node *n = &tree->nodes[node];
    if (n->tag == ONR_TAG_H1) return true;
    if (n->tag == ONR_TAG_H2 || n->tag == ONR_TAG_H3) return true;
    return (n->signs & ONR_SIGN_TITLE) && n->tag != ONR_TAG_META && n->tag != ONR_TAG_TITLE &&
           n->end_node - node < 12;
}

/* How well a heading agrees with the titles of <head>, in hundredths and a bit more for better
 * elements; 0 is not at all. */
static uint32_t agreement(const onr_tree *tree, uint32_t node, onr_slice heading,
                          const onr_title_words *titles, uint32_t count)
{
    uint32_t best = 0;
    onr_title_words words;
    onr_title_words_of(&words, heading);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t there = onr_title_shared(&words, &titles[i]);
        uint32_t back = onr_title_shared(&titles[i], &words);
        if (there < ENOUGH_OVERLAP || back * 3 < there) continue;
        if (there + back > best) best = there + back;
    }
    if (best == 0) return 0;
    if (tree->nodes[node].tag == ONR_TAG_H1) best += 60;
    if (tree->nodes[node].signs & ONR_SIGN_TITLE) best += 20;
    return best;
}

/* The heading that agrees best; sets title and title_node. */
static bool choose_heading(onr_meta *meta, onr_arena *work, const onr_tree *tree,
                           const onr_title_words *titles, uint32_t count)
{
    uint32_t best = 0, seen = 0;
    onr_slice only = {NULL, 0};
    uint32_t h1_count = 0, only_node = ONR_NONE;
    for (uint32_t i = 0; i < tree->node_count && seen + h1_count < 2 * MAX_HEADINGS; i++) {
        onr_slice text;
        if (!may_be_title(tree, i) || onr_node_text(tree, i).len > 2 * MAX_TITLE_BYTES) continue;
        if (!onr_render_line(&text, work, tree, i)) return false;
        if (text.len == 0 || text.len > MAX_TITLE_BYTES) continue;
        if (tree->nodes[i].tag == ONR_TAG_H1 && h1_count++ == 0) {
            only = text;
            only_node = i;
        }
        seen += tree->nodes[i].tag != ONR_TAG_H1;
        uint32_t agrees = agreement(tree, i, text, titles, count);
        if (agrees <= best) continue;
        best = agrees;
        meta->title = text;
        meta->title_node = i;
    }
    if (best == 0 && h1_count == 1 && count_words(only) >= 4) {
        meta->title = only;
        meta->title_node = only_node;
    }
    return true;
}

bool onr_title_choose(onr_meta *meta, onr_arena *work, const onr_tree *tree)
{
    onr_slice site = meta->fields[ONR_FIELD_SITE];
    onr_slice titles[3];
    onr_title_words words[3];
    const onr_slice raw[3] = {meta->fields[ONR_FIELD_TITLE], meta->jsonld.headline,
                              meta->page_title};
    for (uint32_t i = 0; i < 3; i++) {
        if (!onr_render_clean(&titles[i], work, raw[i])) return false;
        titles[i] = without_names(titles[i], site);
        if (titles[i].len > MAX_TITLE_BYTES) titles[i].len = 0;
        onr_title_words_of(&words[i], titles[i]);
    }
    meta->title_node = ONR_NONE;
    for (uint32_t i = 0; i < 3 && meta->title.len == 0; i++) meta->title = titles[i];
    return choose_heading(meta, work, tree, words, 3);
}
