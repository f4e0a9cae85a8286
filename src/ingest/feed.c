#include "ingest/feed.h"

#include <limits.h>
#include <string.h>

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/utf8.h"

enum {
    MAX_REFERENCE_BYTES = 64,
    MAX_WAITING_BYTES = 1 << 20, /* of a tag or comment whose end has not come yet */
    MAX_WAITING_SIGNS = 4096     /* of equality in it, that is, attributes */
};

enum { CHANNEL_TITLE = ONR_FEED_FIELDS, CHANNEL_LANGUAGE, BUFFER_COUNT, NO_BUFFER = BUFFER_COUNT };

/* The namespaces that mean something here. */
typedef enum space { CORE, CONTENT, DUBLIN, FOREIGN } space;

typedef struct text {
    char *ptr;
    uint32_t len, capacity;
    bool there; /* its element was seen */
    bool plain;
} text;

struct onr_feed {
    const onr_alloc *alloc;
    size_t max_bytes;
    xmlParserCtxtPtr parser; /* NULL before the first push */
    onr_status status;       /* why nothing is read any more */
    const char *problem;
    xmlEntity entity; /* the last that was looked up */
    xmlChar entity_text[8];

    uint32_t depth;         /* of open elements */
    uint32_t home_depth;    /* of the feed or channel element; 0 before */
    uint32_t entry_depth;   /* of the open entry; 0 outside */
    uint32_t element_depth; /* of the element whose text is kept; 0 outside */
    int into;               /* where its text goes */
    bool escape;            /* it is XHTML: its text is text, to stand between markup */
    uint32_t muted_depth;   /* text is dropped within this element; 0 for none */

    text buffers[BUFFER_COUNT]; /* of the open entry, and of the feed */
    size_t entry_bytes;
    onr_feed_entry current;

    onr_arena arena; /* of the entries that wait */
    onr_feed_entry *entries;
    uint32_t entry_count, entry_capacity, next_entry;
};

/* ---- names ---- */

static bool same(const xmlChar *a, const char *b)
{
    return a != NULL && strcmp((const char *)a, b) == 0;
}

static space space_of(const xmlChar *uri, const xmlChar *prefix)
{
    static const struct {
        const char *uri, *prefix;
        space space;
    } SPACES[] = {
        {"http://www.w3.org/2005/Atom", "atom", CORE},
        {"http://purl.org/atom/ns#", "atom03", CORE},
        {"http://purl.org/rss/1.0/", "rss", CORE},
        {"http://my.netscape.com/rdf/simple/0.9/", "rss09", CORE},
        {"http://channel.netscape.com/rdf/simple/0.9/", "rss090", CORE},
        {"http://backend.userland.com/rss2", "rss2", CORE},
        {"http://purl.org/rss/1.0/modules/content/", "content", CONTENT},
        {"http://purl.org/dc/elements/1.1/", "dc", DUBLIN},
        {"http://purl.org/dc/terms/", "dcterms", DUBLIN},
    };
    if (uri == NULL && prefix == NULL) return CORE;
    for (size_t i = 0; i < sizeof SPACES / sizeof *SPACES; i++) {
        bool found = uri != NULL ? same(uri, SPACES[i].uri) : same(prefix, SPACES[i].prefix);
        if (found) return SPACES[i].space;
    }
    return FOREIGN;
}

static int field_of(const xmlChar *name, space where)
{
    static const struct {
        const char *name;
        space space;
        int field;
    } FIELDS[] = {
        {"title", CORE, ONR_FEED_TITLE},         {"title", DUBLIN, ONR_FEED_TITLE},
        {"link", CORE, ONR_FEED_LINK},           {"guid", CORE, ONR_FEED_ID},
        {"id", CORE, ONR_FEED_ID},               {"pubDate", CORE, ONR_FEED_PUBLISHED},
        {"published", CORE, ONR_FEED_PUBLISHED}, {"issued", CORE, ONR_FEED_PUBLISHED},
        {"issued", DUBLIN, ONR_FEED_PUBLISHED},  {"date", DUBLIN, ONR_FEED_PUBLISHED},
        {"updated", CORE, ONR_FEED_MODIFIED},    {"modified", CORE, ONR_FEED_MODIFIED},
        {"modified", DUBLIN, ONR_FEED_MODIFIED}, {"author", CORE, ONR_FEED_AUTHORS},
        {"creator", DUBLIN, ONR_FEED_AUTHORS},   {"encoded", CONTENT, ONR_FEED_CONTENT},
        {"content", CORE, ONR_FEED_CONTENT},     {"description", CORE, ONR_FEED_SUMMARY},
        {"summary", CORE, ONR_FEED_SUMMARY},     {"description", DUBLIN, ONR_FEED_SUMMARY},
    };
    for (size_t i = 0; i < sizeof FIELDS / sizeof *FIELDS; i++)
        if (FIELDS[i].space == where && same(name, FIELDS[i].name)) return FIELDS[i].field;
    return NO_BUFFER;
}

/* SAX2 gives five pointers for an attribute: name, prefix, namespace, value, its end. */
static onr_slice attribute(const xmlChar **attributes, int count, const char *name)
{
    for (int i = 0; i < count; i++) {
        const xmlChar **a = attributes + 5 * (size_t)i;
        if (same(a[0], name)) return (onr_slice){(const char *)a[3], (size_t)(a[4] - a[3])};
    }
    return (onr_slice){NULL, 0};
}

static bool is(onr_slice value, const char *word)
{
    return value.len == strlen(word) && memcmp(value.ptr, word, value.len) == 0;
}

/* ---- keeping text ---- */

static void stop(onr_feed *feed, onr_status status, const char *problem)
{
    if (feed->status != ONR_OK) return;
    feed->status = status;
    feed->problem = problem;
    xmlStopParser(feed->parser);
}

static void append(onr_feed *feed, const char *bytes, size_t len)
{
    text *to = &feed->buffers[feed->into];
    feed->entry_bytes += len;
    if (feed->entry_bytes > feed->max_bytes) feed->current.too_long = true;
    if (feed->current.too_long || len == 0) return;
    if (!onr_grow(feed->alloc, &to->ptr, &to->capacity, (uint64_t)to->len + len, 1)) {
        stop(feed, ONR_ENOMEM, "out of memory");
        return;
    }
    memcpy(to->ptr + to->len, bytes, len);
    to->len += (uint32_t)len;
}

static void append_text(onr_feed *feed, const char *bytes)
{
    append(feed, bytes, strlen(bytes));
}

static void append_escaped(onr_feed *feed, const char *bytes, size_t len)
{
    size_t done = 0;
    for (size_t i = 0; i < len; i++) {
        const char *as = bytes[i] == '<' ? "&lt;" : bytes[i] == '&' ? "&amp;" : NULL;
        if (as == NULL) continue;
        append(feed, bytes + done, i - done);
        append_text(feed, as);
        done = i + 1;
    }
    append(feed, bytes + done, len - done);
}

/* Keep the text of the element just opened. What an entry says twice counts once, but authors. */
static void keep(onr_feed *feed, int into)
{
    text *to = &feed->buffers[into];
    if (to->there && to->len > 0 && into != ONR_FEED_AUTHORS) return;
    to->there = true;
    feed->into = into;
    feed->element_depth = feed->depth;
    feed->escape = false;
    feed->muted_depth = 0;
    if (into == ONR_FEED_AUTHORS && to->len > 0) append_text(feed, "\n");
}

/* ---- entries ---- */

static void begin_entry(onr_feed *feed)
{
    for (int i = 0; i < ONR_FEED_FIELDS; i++) {
        feed->buffers[i].len = 0;
        feed->buffers[i].there = feed->buffers[i].plain = false;
    }
    feed->entry_bytes = 0;
    feed->entry_depth = feed->depth;
    feed->current = (onr_feed_entry){.line = (uint64_t)feed->parser->input->line};
}

static bool copy_fields(onr_feed *feed, onr_feed_entry *entry)
{
    for (int i = 0; i < ONR_FEED_FIELDS && !entry->too_long; i++) {
        const text *from = &feed->buffers[i];
        entry->plain[i] = from->plain;
        if (!from->there) continue;
        onr_slice value = {from->ptr == NULL ? "" : from->ptr, from->len};
        if (!onr_arena_copy(&feed->arena, &entry->fields[i], value)) return false;
    }
    return true;
}

static void end_entry(onr_feed *feed)
{
    onr_feed_entry *entry = &feed->current;
    bool done = copy_fields(feed, entry) &&
                onr_grow(feed->alloc, &feed->entries, &feed->entry_capacity,
                         (uint64_t)feed->entry_count + 1, sizeof *feed->entries);
    feed->entry_depth = feed->element_depth = feed->muted_depth = 0;
    feed->escape = false;
    if (done)
        feed->entries[feed->entry_count++] = *entry;
    else
        stop(feed, ONR_ENOMEM, "out of memory");
    entry->too_long = false; /* the feed's own title comes after it perhaps */
    feed->entry_bytes = 0;
}

/* ---- elements ---- */

/* Atom's link is an attribute, and only one of several links is the page. */
static void take_link(onr_feed *feed, const xmlChar **attributes, int count)
{
    onr_slice href = attribute(attributes, count, "href");
    onr_slice rel = attribute(attributes, count, "rel");
    if (href.ptr == NULL) {
        keep(feed, ONR_FEED_LINK);
    } else if ((rel.ptr == NULL || is(rel, "alternate")) &&
               feed->buffers[ONR_FEED_LINK].len == 0) {
        feed->into = ONR_FEED_LINK;
        feed->buffers[ONR_FEED_LINK].there = true;
        append(feed, href.ptr, href.len);
    }
}

/* An element directly in an entry. */
static void open_field(onr_feed *feed, const xmlChar *name, space where,
                       const xmlChar **attributes, int count)
{
    int field = field_of(name, where);
    if (field == NO_BUFFER) return;
    if (field == ONR_FEED_LINK) {
        take_link(feed, attributes, count);
        return;
    }
    onr_slice type = attribute(attributes, count, "type");
    onr_slice mode = attribute(attributes, count, "mode"); /* of Atom 0.3 */
    keep(feed, field);
    if (feed->element_depth != feed->depth) return;
    feed->escape = is(type, "xhtml") || is(mode, "xml");
    feed->buffers[field].plain = is(type, "text") || is(type, "text/plain");
}

/* Elements of HTML that have no end tag; "</br>" would be a second line break. */
static bool is_void(const xmlChar *name)
{
    return same(name, "br") || same(name, "img") || same(name, "hr");
}

/* An element in one whose text is kept is written out again. */
static void open_inner(onr_feed *feed, const xmlChar *name)
{
    if (feed->into == ONR_FEED_AUTHORS) {
        if (!same(name, "name") && feed->muted_depth == 0) feed->muted_depth = feed->depth;
        return;
    }
    append_text(feed, "<");
    append_text(feed, (const char *)name);
    append_text(feed, ">");
}

static bool is_entry(const xmlChar *name, space where)
{
    return where == CORE && (same(name, "item") || same(name, "entry"));
}

static void open_outside(onr_feed *feed, const xmlChar *name, space where)
{
    if (is_entry(name, where)) {
        begin_entry(feed);
    } else if (where == CORE && (same(name, "channel") || same(name, "feed"))) {
        if (feed->home_depth == 0) feed->home_depth = feed->depth;
    } else if (feed->home_depth > 0 && feed->depth == feed->home_depth + 1) {
        if (where == CORE && same(name, "title")) keep(feed, CHANNEL_TITLE);
        if (where != FOREIGN && same(name, "language")) keep(feed, CHANNEL_LANGUAGE);
    }
}

static void take_language(onr_feed *feed, const xmlChar **attributes, int count)
{
    onr_slice language = attribute(attributes, count, "lang");
    text *to = &feed->buffers[CHANNEL_LANGUAGE];
    if (feed->depth > 2 || language.ptr == NULL || to->len > 0) return;
    to->there = true;
    feed->into = CHANNEL_LANGUAGE;
    append(feed, language.ptr, language.len);
}

static void on_start(void *ctx, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                     int space_count, const xmlChar **spaces, int attribute_count,
                     int default_count, const xmlChar **attributes)
{
    onr_feed *feed = ctx;
    (void)space_count;
    (void)spaces;
    (void)default_count;
    if (feed->status != ONR_OK) return;
    feed->depth++;
    space where = space_of(uri, prefix);
    /* Entries do not nest: an end tag is missing before this one. */
    if (feed->entry_depth > 0 && !feed->escape && is_entry(name, where)) end_entry(feed);
    if (feed->element_depth > 0)
        open_inner(feed, name);
    else if (feed->entry_depth == 0)
        open_outside(feed, name, where);
    else if (feed->depth == feed->entry_depth + 1)
        open_field(feed, name, where, attributes, attribute_count);
    if (feed->depth <= 2) take_language(feed, attributes, attribute_count);
}

static void on_end(void *ctx, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    onr_feed *feed = ctx;
    (void)prefix;
    (void)uri;
    if (feed->status != ONR_OK || feed->depth == 0) return;
    if (feed->depth == feed->element_depth) {
        feed->element_depth = 0;
    } else if (feed->element_depth > 0) {
        if (feed->depth == feed->muted_depth) feed->muted_depth = 0;
        if (feed->into != ONR_FEED_AUTHORS && !is_void(name)) {
            append_text(feed, "</");
            append_text(feed, (const char *)name);
            append_text(feed, ">");
        }
    }
    if (feed->depth == feed->entry_depth) end_entry(feed);
    feed->depth--;
}

static void on_text(void *ctx, const xmlChar *bytes, int len)
{
    onr_feed *feed = ctx;
    feed->parser->wellFormed = 1; /* or references would be dropped after any damage */
    if (feed->status != ONR_OK || feed->element_depth == 0 || feed->muted_depth > 0) return;
    if (feed->escape)
        append_escaped(feed, (const char *)bytes, (size_t)len);
    else
        append(feed, (const char *)bytes, (size_t)len);
}

/* ---- what else a document can hold ---- */

static xmlEntityPtr on_entity(void *ctx, const xmlChar *name)
{
    onr_feed *feed = ctx;
    xmlEntityPtr known = xmlGetPredefinedEntity(name);
    if (known != NULL) return known;
    const htmlEntityDesc *of_html = htmlEntityLookup(name);
    if (of_html == NULL) return NULL;
    uint32_t len = onr_utf8_encode((char *)feed->entity_text, of_html->value);
    feed->entity_text[len] = '\0';
    feed->entity = (xmlEntity){.type = XML_ENTITY_DECL,
                               .name = (const xmlChar *)of_html->name,
                               .orig = feed->entity_text,
                               .content = feed->entity_text,
                               .length = (int)len,
                               .etype = XML_INTERNAL_PREDEFINED_ENTITY};
    return &feed->entity;
}

static void refuse(onr_feed *feed)
{
    stop(feed, ONR_EFORMAT, "the feed declares entities or elements of its own, which is refused");
}

static void on_entity_declared(void *ctx, const xmlChar *name, int type, const xmlChar *public_id,
                               const xmlChar *system_id, xmlChar *content)
{
    (void)name;
    (void)type;
    (void)public_id;
    (void)system_id;
    (void)content;
    refuse(ctx);
}

static void on_unparsed_declared(void *ctx, const xmlChar *name, const xmlChar *public_id,
                                 const xmlChar *system_id, const xmlChar *notation)
{
    (void)name;
    (void)public_id;
    (void)system_id;
    (void)notation;
    refuse(ctx);
}

static void on_element_declared(void *ctx, const xmlChar *name, int type,
                                xmlElementContentPtr content)
{
    (void)name;
    (void)type;
    (void)content;
    refuse(ctx);
}

static void on_attribute_declared(void *ctx, const xmlChar *element, const xmlChar *name, int type,
                                  int default_kind, const xmlChar *value, xmlEnumerationPtr tree)
{
    (void)element;
    (void)name;
    (void)type;
    (void)default_kind;
    (void)value;
    xmlFreeEnumeration(tree);
    refuse(ctx);
}

/* What stands there is text after all: an ampersand that begins no reference, or the reference to
 * nothing. Other damage shows at the end. */
static void on_error(void *ctx, xmlErrorPtr error)
{
    onr_feed *feed = ctx;
    bool reference = error->code == XML_ERR_NAME_REQUIRED ||
                     error->code == XML_ERR_ENTITYREF_SEMICOL_MISSING ||
                     error->code == XML_ERR_UNDECLARED_ENTITY ||
                     error->code == XML_WAR_UNDECLARED_ENTITY;
    if (!reference || feed->parser == NULL || feed->parser->instate != XML_PARSER_CONTENT) return;
    const xmlChar *end = feed->parser->input->cur, *start = end;
    while (start > feed->parser->input->base && end - start < MAX_REFERENCE_BYTES && *start != '&')
        start--;
    if (*start == '&' && start < end) on_text(feed, start, (int)(end - start));
}

static bool open_parser(onr_feed *feed, onr_slice start)
{
    xmlSAXHandler handler = {
        .initialized = XML_SAX2_MAGIC,
        .startElementNs = on_start,
        .endElementNs = on_end,
        .characters = on_text,
        .cdataBlock = on_text,
        .getEntity = on_entity,
        .entityDecl = on_entity_declared,
        .unparsedEntityDecl = on_unparsed_declared,
        .elementDecl = on_element_declared,
        .attributeDecl = on_attribute_declared,
        .serror = on_error,
    };
    xmlInitParser();
    feed->parser = xmlCreatePushParserCtxt(&handler, feed, start.ptr, (int)start.len, NULL);
    if (feed->parser == NULL) return false;
    xmlCtxtUseOptions(feed->parser, XML_PARSE_RECOVER | XML_PARSE_NONET | XML_PARSE_NOCDATA);
    return true;
}

/* ---- the way in and out ---- */

onr_feed *onr_feed_open(const onr_alloc *alloc, size_t max_bytes)
{
    onr_feed *feed = onr_resize(alloc, NULL, 0, sizeof *feed);
    if (feed == NULL) return NULL;
    *feed = (onr_feed){.alloc = alloc, .max_bytes = max_bytes};
    onr_arena_init(&feed->arena, alloc);
    return feed;
}

static onr_status outcome(onr_feed *feed, onr_error *err)
{
    if (feed->status == ONR_OK && feed->parser != NULL && feed->parser->disableSAX != 0) {
        bool memory = feed->parser->errNo == XML_ERR_NO_MEMORY;
        feed->status = memory ? ONR_ENOMEM : ONR_EFORMAT;
        feed->problem = memory ? "out of memory" : "the feed is damaged and cannot be read on";
    }
    if (feed->status == ONR_OK) return ONR_OK;
    onr_fail(err, feed->status, "%s", feed->problem);
    if (err != NULL && feed->parser != NULL && feed->parser->input != NULL)
        err->line = (uint64_t)feed->parser->input->line;
    return feed->status;
}

/* The parser takes a tag when all of it is there, and compares each of its attributes with all
 * others. */
static bool waits_for_too_much(const onr_feed *feed)
{
    const xmlParserInput *input = feed->parser->input;
    if (input == NULL || input->cur == NULL) return false;
    size_t waiting = (size_t)(input->end - input->cur), signs = 0;
    if (waiting > MAX_WAITING_BYTES) return true;
    if (waiting < MAX_WAITING_SIGNS) return false;
    for (size_t i = 0; i < waiting; i++) signs += input->cur[i] == '=';
    return signs > MAX_WAITING_SIGNS;
}

onr_status onr_feed_push(onr_feed *feed, onr_slice piece, onr_error *err)
{
    enum { START_BYTES = 4 }; /* the parser sees the encoding from them */
    feed->entry_count = feed->next_entry = 0;
    onr_arena_reset(&feed->arena);
    if (feed->status != ONR_OK) return outcome(feed, err);
    if (feed->parser == NULL) {
        onr_slice start = {piece.ptr, piece.len < START_BYTES ? piece.len : START_BYTES};
        if (!open_parser(feed, start)) return onr_fail_memory(err);
        piece = (onr_slice){piece.ptr + start.len, piece.len - start.len};
    }
    if (piece.len > INT_MAX) piece.len = INT_MAX;
    xmlParseChunk(feed->parser, piece.ptr, (int)piece.len, 0);
    if (feed->status == ONR_OK && waits_for_too_much(feed))
        stop(feed, ONR_ELIMIT, "a tag or comment of the feed is too long");
    return outcome(feed, err);
}

onr_status onr_feed_end(onr_feed *feed, onr_error *err)
{
    feed->entry_count = feed->next_entry = 0;
    onr_arena_reset(&feed->arena);
    if (feed->status != ONR_OK || feed->parser == NULL) return outcome(feed, err);
    xmlParseChunk(feed->parser, NULL, 0, 1);
    if (feed->status == ONR_OK && feed->depth > 0) {
        feed->current.truncated = true;
        if (feed->entry_depth > 0) end_entry(feed);
        if (feed->status == ONR_OK) {
            feed->status = ONR_EFORMAT;
            feed->problem = "the feed ends early";
        }
    }
    return outcome(feed, err);
}

const onr_feed_entry *onr_feed_take(onr_feed *feed)
{
    return feed->next_entry < feed->entry_count ? &feed->entries[feed->next_entry++] : NULL;
}

static onr_slice slice_of(const text *t)
{
    return t->len == 0 ? (onr_slice){NULL, 0} : (onr_slice){t->ptr, t->len};
}

onr_slice onr_feed_title(const onr_feed *feed)
{
    return slice_of(&feed->buffers[CHANNEL_TITLE]);
}

onr_slice onr_feed_language(const onr_feed *feed)
{
    return slice_of(&feed->buffers[CHANNEL_LANGUAGE]);
}

void onr_feed_close(onr_feed *feed)
{
    if (feed == NULL) return;
    const onr_alloc *alloc = feed->alloc;
    if (feed->parser != NULL) {
        xmlFreeDoc(feed->parser->myDoc);
        xmlFreeParserCtxt(feed->parser);
    }
    for (int i = 0; i < BUFFER_COUNT; i++)
        onr_release(alloc, feed->buffers[i].ptr, feed->buffers[i].capacity);
    onr_release(alloc, feed->entries, feed->entry_capacity * sizeof *feed->entries);
    onr_arena_deinit(&feed->arena);
    onr_release(alloc, feed, sizeof *feed);
}
