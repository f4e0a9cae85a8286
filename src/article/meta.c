#include "article/meta.h"

#include <string.h>

#include "article/date.h"
#include "article/people.h"
#include "article/render.h"
#include "article/title.h"
#include "article/words.h"

#include <libxml/HTMLparser.h>

#include "base/utf8.h"

enum {
    MAX_DATE_TEXT_BYTES = 200, /* longer texts are no dates */
    MAX_BYLINE_NODES = 40,     /* an element with more inside is more than a byline */
    MAX_BYLINE_BYTES = 2000, /* with white space */
    MAX_ENTITY_BYTES = 12,
    NEAR_TITLE_NODES = 400,
    CLOSE_NODES = 60,
    MAX_FIELD_BYTES = 1000
};

/* <meta> by name, property or itemprop; the first of a field is trusted most. */
static const struct {
    const char *name;
    onr_field field;
} known[] = {
    {"og:title", ONR_FIELD_TITLE},
    {"twitter:title", ONR_FIELD_TITLE},
    {"headline", ONR_FIELD_TITLE},
    {"sailthru.title", ONR_FIELD_TITLE},
    {"parsely-title", ONR_FIELD_TITLE},
    {"dc.title", ONR_FIELD_TITLE},
    {"dcterms.title", ONR_FIELD_TITLE},
    {"citation_title", ONR_FIELD_TITLE},
    {"parsely-author", ONR_FIELD_AUTHOR},
    {"sailthru.author", ONR_FIELD_AUTHOR},
    {"cxenseparse:author", ONR_FIELD_AUTHOR},
    {"byl", ONR_FIELD_AUTHOR},
    {"author", ONR_FIELD_AUTHOR},
    {"article:author", ONR_FIELD_AUTHOR},
    {"article:author_name", ONR_FIELD_AUTHOR},
    {"og:article:author", ONR_FIELD_AUTHOR},
    {"dc.creator", ONR_FIELD_AUTHOR},
    {"dc.creator.aut", ONR_FIELD_AUTHOR},
    {"dcterms.creator", ONR_FIELD_AUTHOR},
    {"citation_author", ONR_FIELD_AUTHOR},
    {"article:published_time", ONR_FIELD_PUBLISHED},
    {"og:article:published_time", ONR_FIELD_PUBLISHED},
    {"datepublished", ONR_FIELD_PUBLISHED},
    {"og:published_time", ONR_FIELD_PUBLISHED},
    {"article:published", ONR_FIELD_PUBLISHED},
    {"article.published", ONR_FIELD_PUBLISHED},
    {"parsely-pub-date", ONR_FIELD_PUBLISHED},
    {"sailthru.date", ONR_FIELD_PUBLISHED},
    {"cxenseparse:recs:publishtime", ONR_FIELD_PUBLISHED},
    {"dcterms.created", ONR_FIELD_PUBLISHED},
    {"dc.date.issued", ONR_FIELD_PUBLISHED},
    {"dc.date.created", ONR_FIELD_PUBLISHED},
    {"dcterms.date", ONR_FIELD_PUBLISHED},
    {"dc.date", ONR_FIELD_PUBLISHED},
    {"pubdate", ONR_FIELD_PUBLISHED},
    {"publishdate", ONR_FIELD_PUBLISHED},
    {"publish-date", ONR_FIELD_PUBLISHED},
    {"publish_date", ONR_FIELD_PUBLISHED},
    {"published_time", ONR_FIELD_PUBLISHED},
    {"publication_date", ONR_FIELD_PUBLISHED},
    {"citation_publication_date", ONR_FIELD_PUBLISHED},
    {"originalpublicationdate", ONR_FIELD_PUBLISHED},
    {"ptime", ONR_FIELD_PUBLISHED},
    {"date", ONR_FIELD_PUBLISHED},
    {"article:modified_time", ONR_FIELD_MODIFIED},
    {"datemodified", ONR_FIELD_MODIFIED},
    {"og:updated_time", ONR_FIELD_MODIFIED},
    {"article:updated", ONR_FIELD_MODIFIED},
    {"article.updated", ONR_FIELD_MODIFIED},
    {"dcterms.modified", ONR_FIELD_MODIFIED},
    {"dc.date.modified", ONR_FIELD_MODIFIED},
    {"lastmod", ONR_FIELD_MODIFIED},
    {"utime", ONR_FIELD_MODIFIED},
    {"last-modified", ONR_FIELD_MODIFIED},
    {"og:site_name", ONR_FIELD_SITE},
    {"cre", ONR_FIELD_SITE},
    {"application-name", ONR_FIELD_SITE},
    {"dc.publisher", ONR_FIELD_SITE},
    {"publisher", ONR_FIELD_SITE},
    {"article:section", ONR_FIELD_SECTION},
    {"parsely-section", ONR_FIELD_SECTION},
    {"articlesection", ONR_FIELD_SECTION},
    {"section", ONR_FIELD_SECTION},
    {"og:section", ONR_FIELD_SECTION},
    {"dc.language", ONR_FIELD_LANGUAGE},
    {"content-language", ONR_FIELD_LANGUAGE},
    {"language", ONR_FIELD_LANGUAGE},
    {"inlanguage", ONR_FIELD_LANGUAGE},
    {"og:locale", ONR_FIELD_LANGUAGE},
    {"og:url", ONR_FIELD_URL},
};

enum { KNOWN_COUNT = sizeof known / sizeof known[0], RANK_BEST = 0, RANK_NONE = KNOWN_COUNT + 1 };

static bool same(onr_slice text, const char *other)
{
    for (size_t i = 0; i < text.len; i++) {
        if (onr_lower(text.ptr[i]) != other[i] || other[i] == '\0') return false;
    }
    return other[text.len] == '\0';
}

static bool is_address(onr_slice text)
{
    return text.len > 4 && (memcmp(text.ptr, "http", 4) == 0 || memcmp(text.ptr, "//", 2) == 0);
}

static bool is_blank(onr_slice text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] != ' ' && text.ptr[i] != '\n' && text.ptr[i] != '\t') return false;
    }
    return true;
}

/* Keep a value when it is trusted more than what is there. */
static void offer(onr_meta *meta, onr_field field, uint32_t rank, onr_slice value)
{
    if (is_blank(value) || value.len > MAX_FIELD_BYTES || rank >= meta->ranks[field]) return;
    if (field == ONR_FIELD_AUTHOR && is_address(value)) return;
    meta->fields[field] = value;
    meta->ranks[field] = rank;
}

static void take_meta(onr_meta *meta, const onr_tree *tree, uint32_t node)
{
    static const onr_key keys[] = {ONR_KEY_PROPERTY, ONR_KEY_NAME, ONR_KEY_ITEMPROP};
    onr_slice content = onr_node_attr(tree, node, ONR_KEY_CONTENT);
    if (content.ptr == NULL) return;
    for (size_t k = 0; k < sizeof keys / sizeof keys[0]; k++) {
        onr_slice name = onr_node_attr(tree, node, keys[k]);
        if (name.len == 0) continue;
        for (uint32_t i = 0; i < KNOWN_COUNT; i++) {
            if (same(name, known[i].name)) offer(meta, known[i].field, i + 1, content);
        }
    }
}

static bool take_node(onr_meta *meta, onr_arena *work, const onr_tree *tree, uint32_t node)
{
    switch (tree->nodes[node].tag) {
    case ONR_TAG_META:
        take_meta(meta, tree, node);
        return true;
    case ONR_TAG_LINK:
        if (same(onr_node_attr(tree, node, ONR_KEY_REL), "canonical"))
            offer(meta, ONR_FIELD_URL, RANK_BEST, onr_node_attr(tree, node, ONR_KEY_HREF));
        return true;
    case ONR_TAG_HTML:
        offer(meta, ONR_FIELD_LANGUAGE, RANK_BEST, onr_node_attr(tree, node, ONR_KEY_LANG));
        return true;
    case ONR_TAG_TITLE:
        return meta->page_title.ptr != NULL || onr_render_line(&meta->page_title, work, tree, node);
    default:
        return true;
    }
}

bool onr_meta_find(onr_meta *out, onr_arena *work, const onr_tree *tree,
                   const onr_reduced *reduced, const onr_article_page *page)
{
    *out = (onr_meta){.title_node = ONR_NONE};
    (void)page;
    for (uint32_t i = 0; i < ONR_FIELD_COUNT; i++) out->ranks[i] = RANK_NONE;
    for (uint32_t i = 0; i < reduced->jsonld_count; i++) {
        if (!onr_jsonld_read(&out->jsonld, work, reduced->jsonld[i])) return false;
    }
    for (uint32_t i = 0; i < tree->node_count; i++) {
        if (!take_node(out, work, tree, i)) return false;
    }
    return onr_title_choose(out, work, tree);
}

/* Entities are resolved by the parser in attributes, but not in JSON. */
static bool resolve_entities(onr_slice *out, onr_arena *arena, onr_slice text)
{
    *out = text;
    if (text.len == 0 || memchr(text.ptr, '&', text.len) == NULL) return true;
    char *copy = onr_arena_take(arena, text.len * 2 + 8);
    if (copy == NULL) return false;
    size_t len = 0;
    for (size_t i = 0; i < text.len;) {
        size_t left = text.len - i < MAX_ENTITY_BYTES ? text.len - i : MAX_ENTITY_BYTES;
        const char *end = text.ptr[i] == '&' ? memchr(text.ptr + i, ';', left) : NULL;
        size_t size = end != NULL ? (size_t)(end - (text.ptr + i)) : 0;
        uint32_t c = 0;
        if (size > 1) {
            char name[MAX_ENTITY_BYTES];
            memcpy(name, text.ptr + i + 1, size - 1);
            name[size - 1] = '\0';
            if (name[0] == '#')
                for (size_t k = 1; name[k] >= '0' && name[k] <= '9' && c < 0x110000; k++)
                    c = c * 10 + (uint32_t)(name[k] - '0');
            else {
                const htmlEntityDesc *entity = htmlEntityLookup((const xmlChar *)name);
                if (entity != NULL) c = entity->value;
            }
        }
        if (c > 0 && c < 0xD800) {
            len += onr_utf8_encode(copy + len, c);
            i += size + 1;
        } else
            copy[len++] = text.ptr[i++];
    }
    *out = (onr_slice){copy, len};
    return true;
}

static bool put_text(onr_slice *out, onr_arena *arena, onr_slice text)
{
    if (is_blank(text)) return true;
    return resolve_entities(&text, arena, text) && onr_render_clean(out, arena, text);
}

/* Dates */

/* In most of the English-speaking world outside North America, and elsewhere, the day is first. */
static bool day_is_first(const onr_meta *meta)
{
    onr_slice language = meta->fields[ONR_FIELD_LANGUAGE];
    if (language.len < 2) return false;
    onr_slice start = {language.ptr, 2};
    if (!same(start, "en")) return true;
    return language.len >= 5 && !same((onr_slice){language.ptr + 3, 2}, "us") &&
           !same((onr_slice){language.ptr + 3, 2}, "ca");
}

static bool put_date(onr_slice *out, onr_arena *arena, onr_slice text, bool day_first)
{
    char date[ONR_DATE_BYTES];
    size_t len = out->ptr == NULL ? onr_date_find(date, text, day_first) : 0;
    return len == 0 || onr_arena_copy(arena, out, (onr_slice){date, len});
}

/* The date that an element states: in datetime, content, title or its text. */
static bool date_of_node(onr_slice *out, onr_arena *arena, onr_arena *work, const onr_tree *tree,
                         uint32_t node, bool day_first)
{
    static const onr_key keys[] = {ONR_KEY_DATETIME, ONR_KEY_CONTENT, ONR_KEY_TITLE};
    for (size_t k = 0; k < sizeof keys / sizeof keys[0]; k++) {
        onr_slice value = onr_node_attr(tree, node, keys[k]);
        if (value.len > 0 && !put_date(out, arena, value, day_first)) return false;
    }
    onr_slice text;
    if (out->ptr != NULL) return true;
    if (!onr_render_line(&text, work, tree, node)) return false;
    return text.len > MAX_DATE_TEXT_BYTES || put_date(out, arena, text, day_first);
}

static bool is_of_change(const onr_node *node)
{
    return (node->signs & ONR_SIGN_UPDATED) && !(node->signs & ONR_SIGN_TIME);
}

static bool has_itemprop(const onr_tree *tree, uint32_t node, const char *name)
{
    return same(onr_node_attr(tree, node, ONR_KEY_ITEMPROP), name);
}

static bool is_small(const onr_tree *tree, uint32_t node)
{
    return tree->nodes[node].end_node - node <= MAX_BYLINE_NODES &&
           onr_node_text(tree, node).len <= MAX_BYLINE_BYTES;
}

/* How an element may state when the article was published; steps of search, the best first. */
static bool states_date(const onr_tree *tree, uint32_t node, uint32_t step)
{
    const onr_node *n = &tree->nodes[node];
    if (n->tag == ONR_TAG_TEXT) return step == 3;
    if (is_of_change(n) || !is_small(tree, node)) return false;
    switch (step) {
    case 0:
        return has_itemprop(tree, node, "datepublished");
    case 1:
        return n->tag == ONR_TAG_TIME && onr_node_attr(tree, node, ONR_KEY_DATETIME).ptr != NULL;
    case 2:
        return (n->signs & ONR_SIGN_TIME) || n->tag == ONR_TAG_TIME;
    default:
        return false;
    }
}

/* The first date that is stated in [first, end), in the way of that step. */
static bool find_date_in(onr_slice *out, onr_arena *arena, onr_arena *work, const onr_tree *tree,
                         uint32_t first, uint32_t end, uint32_t step, bool day_first)
{
    if (end > tree->node_count) end = tree->node_count;
    for (uint32_t i = first; i < end && out->ptr == NULL; i++) {
        if (!states_date(tree, i, step)) continue;
        if (!date_of_node(out, arena, work, tree, i, day_first)) return false;
    }
    return true;
}

static bool find_shown_date(onr_slice *out, onr_arena *arena, onr_arena *work, const onr_tree *tree,
                            uint32_t title_node, bool day_first)
{
    uint32_t start = title_node != ONR_NONE ? title_node : 0;
    for (uint32_t step = 0; step < 4; step++) {
        uint32_t end = step < 3 ? tree->node_count : start + NEAR_TITLE_NODES;
        if (!find_date_in(out, arena, work, tree, start, end, step, day_first)) return false;
        if (out->ptr == NULL && step < 3 &&
            !find_date_in(out, arena, work, tree, 0, start, step, day_first))
            return false;
    }
    return true;
}

static bool put_dates(onr_article *out, onr_arena *arena, onr_arena *work, const onr_tree *tree,
                      const onr_meta *meta, const onr_article_page *page)
{
    char date[ONR_DATE_BYTES];
    bool day_first = day_is_first(meta);
    if (!put_date(&out->published, arena, meta->jsonld.published, day_first) ||
        !put_date(&out->published, arena, meta->fields[ONR_FIELD_PUBLISHED], day_first) ||
        !put_date(&out->modified, arena, meta->jsonld.modified, day_first) ||
        !put_date(&out->modified, arena, meta->fields[ONR_FIELD_MODIFIED], day_first))
        return false;
    if (out->published.ptr == NULL &&
        !find_shown_date(&out->published, arena, work, tree, meta->title_node, day_first))
        return false;
    if (out->published.ptr != NULL) return true;
    size_t len = onr_date_of_url(date, meta->fields[ONR_FIELD_URL]);
    if (len == 0) len = onr_date_of_url(date, page->url);
    return len == 0 || onr_arena_copy(arena, &out->published, (onr_slice){date, len});
}

/* People */

typedef struct people {
    onr_slice names[ONR_MAX_AUTHORS]; /* in the arena */
    uint32_t count;
    onr_slice site; /* which pages name as an author, too */
    bool staff;     /* the page names an agency or its staff */
} people;

/* A lone word is taken for a name only where a field for names holds it. */
static bool add_people(people *p, onr_arena *arena, onr_slice byline, bool is_field)
{
    onr_slice found[ONR_MAX_AUTHORS], clean = {NULL, 0};
    if (!put_text(&clean, arena, byline)) return false;
    uint32_t count = onr_people_find(found, ONR_MAX_AUTHORS, clean);
    for (uint32_t i = 0; i < count && p->count < ONR_MAX_AUTHORS; i++) {
        bool left_out = p->site.len > 0 && onr_title_overlap(found[i], p->site) == 100;
        left_out |= !is_field && memchr(found[i].ptr, ' ', found[i].len) == NULL;
        for (uint32_t k = 0; k < p->count; k++)
            left_out |= onr_title_overlap(found[i], p->names[k]) == 100;
        if (!left_out) p->names[p->count++] = found[i];
    }
    return true;
}

/* How an element may name who wrote the article; the best first. */
static bool names_author(const onr_tree *tree, uint32_t node, uint32_t step)
{
    const onr_node *n = &tree->nodes[node];
    if (n->tag == ONR_TAG_TEXT || n->tag == ONR_TAG_META || !is_small(tree, node)) return false;
    switch (step) {
    case 0:
        return has_itemprop(tree, node, "author") ||
               same(onr_node_attr(tree, node, ONR_KEY_REL), "author");
    case 1:
        return (n->signs & ONR_SIGN_BYLINE) && !(n->signs & ONR_SIGN_COMMENT);
    default:
        return onr_tag_part_of((onr_tag)n->tag) == ONR_PART_BLOCK || n->tag == ONR_TAG_SPAN;
    }
}

static bool add_shown(people *p, onr_arena *arena, const onr_tree *tree, uint32_t node,
                      uint32_t step)
{
    onr_slice text;
    if (!onr_render_line(&text, arena, tree, node)) return false;
    if (step == 2 && !onr_people_is_byline(text)) return true;
    if (!add_people(p, arena, text, step == 0)) return false;
    p->staff |= p->count == 0 && step == 1 && onr_people_is_staff(text);
    return true;
}

/* Elements inside a byline may hold a name each. */
static bool add_inner(people *p, onr_arena *arena, const onr_tree *tree, uint32_t node,
                      uint32_t step)
{
    for (uint32_t i = node + 1; i < tree->nodes[node].end_node; i++) {
        if (!names_author(tree, i, step)) continue;
        if (!add_shown(p, arena, tree, i, step)) return false;
    }
    return p->count > 0 || add_shown(p, arena, tree, node, step);
}

static bool find_people_in(people *p, onr_arena *arena, const onr_tree *tree, uint32_t first,
                           uint32_t end, uint32_t step)
{
    if (end > tree->node_count) end = tree->node_count;
    for (uint32_t i = first; i < end && p->count == 0 && !p->staff; i++) {
        if (!names_author(tree, i, step)) continue;
        bool nested = step < 2;
        if (!(nested ? add_inner(p, arena, tree, i, step) : add_shown(p, arena, tree, i, step)))
            return false;
    }
    return true;
}

static bool find_shown_people(people *p, onr_arena *arena, const onr_tree *tree,
                              uint32_t title_node, uint32_t near_nodes)
{
    uint32_t start = title_node != ONR_NONE ? title_node : 0;
    for (uint32_t step = 0; step < 3 && p->count == 0 && !p->staff; step++) {
        uint32_t end = step == 0 ? tree->node_count : start + near_nodes;
        if (!find_people_in(p, arena, tree, start, end, step)) return false;
        if (p->count == 0 && !find_people_in(p, arena, tree, 0, start, step)) return false;
    }
    return true;
}

/* People of the fields; `staff` when these name none, but an agency or the like. */
static bool find_stated_people(people *p, onr_arena *arena, const onr_meta *meta)
{
    onr_slice field = meta->fields[ONR_FIELD_AUTHOR];
    bool staff = onr_people_is_staff(field);
    for (uint32_t i = 0; i < meta->jsonld.author_count; i++) {
        if (!add_people(p, arena, meta->jsonld.authors[i], true)) return false;
        staff |= onr_people_is_staff(meta->jsonld.authors[i]);
    }
    if (p->count == 0 && !add_people(p, arena, field, true)) return false;
    p->staff = staff && p->count == 0;
    return true;
}

static bool put_people(onr_article *out, onr_arena *arena, onr_arena *work, const onr_tree *tree,
                       const onr_meta *meta)
{
    people p = {.site = meta->fields[ONR_FIELD_SITE]};
    if (p.site.len == 0) p.site = meta->jsonld.site;
    if (!find_stated_people(&p, work, meta)) return false;
    /* The page may still show the names, but only close to the title. */
    uint32_t near_nodes = p.staff ? CLOSE_NODES : NEAR_TITLE_NODES;
    p.staff = false;
    if (p.count == 0 && !find_shown_people(&p, work, tree, meta->title_node, near_nodes))
        return false;
    onr_slice *names = onr_arena_array(arena, p.count, sizeof *names);
    if (names == NULL) return false;
    for (uint32_t i = 0; i < p.count; i++) {
        if (!onr_arena_copy(arena, &names[i], p.names[i])) return false;
    }
    out->bylines = names;
    out->byline_count = p.count;
    return true;
}

/* "en_US" is "en-US"; what is no language tag goes. */
static bool put_language(onr_slice *out, onr_arena *arena, onr_slice language)
{
    if (language.len < 2 || language.len > 12) return true;
    char *copy = onr_arena_take(arena, language.len);
    if (copy == NULL) return false;
    for (size_t i = 0; i < language.len; i++) {
        char c = language.ptr[i];
        bool letter = onr_lower(c) >= 'a' && onr_lower(c) <= 'z';
        if (!letter && i < 2) return true;
        copy[i] = c == '_' ? '-' : c;
    }
    *out = (onr_slice){copy, language.len};
    return true;
}

bool onr_meta_finish(onr_article *out, onr_arena *arena, onr_arena *work, const onr_tree *tree,
                     const onr_meta *meta, const onr_article_page *page)
{
    const onr_slice *fields = meta->fields;
    const onr_jsonld *jsonld = &meta->jsonld;
    onr_slice language = fields[ONR_FIELD_LANGUAGE];
    if (language.len == 0) language = jsonld->language;
    onr_slice url = fields[ONR_FIELD_URL];
    if (!is_address(url)) url = page->url;
    onr_slice site = fields[ONR_FIELD_SITE].len > 0 ? fields[ONR_FIELD_SITE] : jsonld->site;
    onr_slice section = jsonld->section.len > 0 ? jsonld->section : fields[ONR_FIELD_SECTION];
    return put_text(&out->title, arena, meta->title) && put_text(&out->site, arena, site) &&
           put_text(&out->section, arena, section) && put_text(&out->url, arena, url) &&
           put_language(&out->language, arena, language) &&
           put_dates(out, arena, work, tree, meta, page) &&
           put_people(out, arena, work, tree, meta);
}
