#include "article/reduce.h"

#include <string.h>

#include "article/entity.h"
#include "article/names.h"
#include "article/words.h"
#include "base/hash.h"

enum { MAX_NAME_BYTES = 32, MAX_VALUE_BYTES = 8192, OPEN_SLOTS = 1024 };

typedef struct scanner {
    onr_slice in;
    size_t at;
    const onr_alloc *alloc; /* of the output */
    char *out;
    uint32_t out_len, out_capacity;
    bool failed; /* memory was short; what is put then is lost */
    onr_reduced *result;
    onr_word_index words;
    uint32_t depth, max_depth;
    uint32_t open[OPEN_SLOTS];    /* start tags passed on, by tag or hash of the name, not ended */
    uint32_t dropped[OPEN_SLOTS]; /* start tags that were too deep, likewise */
    bool pre;            /* inside <pre>, where white space counts */
    bool no_comment_end; /* searched to the end of the page and not found */
    bool no_end[ONR_TAG_OTHER];
} scanner;

/* An attribute in the page. */
typedef struct attr {
    onr_slice name, value;
} attr;

static bool make_room(scanner *s, size_t len)
{
    if (!onr_grow(s->alloc, &s->out, &s->out_capacity, (uint64_t)s->out_len + len, 1))
        s->failed = true;
    return !s->failed;
}

static inline void put(scanner *s, const char *bytes, size_t len)
{
    if (len == 0 || (len > s->out_capacity - s->out_len && !make_room(s, len))) return;
    memcpy(s->out + s->out_len, bytes, len);
    s->out_len += (uint32_t)len;
}

static inline void put_text(scanner *s, const char *text)
{
    put(s, text, strlen(text));
}

static bool is_letter(char c)
{
    return onr_lower(c) >= 'a' && onr_lower(c) <= 'z';
}

static bool is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

static bool at_end(const scanner *s)
{
    return s->at >= s->in.len;
}

/* White space behind a line break says nothing; NUL the parser would take for the end. */
static void put_lines(scanner *s, size_t end)
{
    while (s->at < end) {
        const char *from = s->in.ptr + s->at;
        const char *line = s->pre ? NULL : memchr(from, '\n', end - s->at);
        size_t len = line != NULL ? (size_t)(line - from) + 1 : end - s->at;
        const char *nul = memchr(from, '\0', len);
        if (nul != NULL) len = (size_t)(nul - from);
        put(s, from, len);
        s->at += len + (nul != NULL);
        if (nul != NULL || line == NULL) continue;
        while (s->at < end && is_space(s->in.ptr[s->at])) s->at++;
    }
}

static bool may_be_entity(onr_slice in, size_t at)
{
    return at + 1 < in.len && (is_letter(in.ptr[at + 1]) || in.ptr[at + 1] == '#');
}

/* Text up to `end` is passed on, but for NUL, which the parser would take for the end, for a lone
 * "&", at which it would stumble slowly, and for references that it does not know. */
static void put_plain(scanner *s, size_t end)
{
    for (size_t at = s->at; at < end;) {
        const char *found = memchr(s->in.ptr + at, '&', end - at);
        if (found == NULL) break;
        at = (size_t)(found - s->in.ptr);
        onr_slice meant = {"&amp;", 5};
        size_t size = 1;
        if (may_be_entity(s->in, at))
            size = onr_entity_find(&meant, (onr_slice){found, end - at}, false);
        if (size > 0) {
            put_lines(s, at);
            put(s, meant.ptr, meant.len);
            s->at += size;
        }
        at += size > 0 ? size : 1;
    }
    put_lines(s, end);
}

/* Moves behind `text`; false, without moving, when it does not come any more. */
static bool skip_past(scanner *s, const char *text)
{
    size_t len = strlen(text);
    for (size_t at = s->at; at < s->in.len;) {
        const char *last = memchr(s->in.ptr + at, text[len - 1], s->in.len - at);
        if (last == NULL) return false;
        at = (size_t)(last - s->in.ptr) + 1;
        if (at - s->at < len || memcmp(last + 1 - len, text, len) != 0) continue;
        s->at = at;
        return true;
    }
    return false;
}

static void skip_to_bracket(scanner *s)
{
    if (!skip_past(s, ">")) s->at = s->in.len;
}

static void skip_comment(scanner *s)
{
    s->at += strlen("<!--");
    /* "<!-->" and "<!--->" are whole comments. */
    s->at -= s->at < s->in.len && s->in.ptr[s->at] == '>' ? 2 : 0;
    s->at -= s->in.len - s->at > 1 && memcmp(s->in.ptr + s->at, "->", 2) == 0 ? 1 : 0;
    if (!s->no_comment_end && skip_past(s, "-->")) return;
    /* Browsers take the rest of the page for the comment; this way no article is lost. */
    s->no_comment_end = true;
    skip_to_bracket(s);
}

static onr_slice take_name(scanner *s)
{
    size_t start = s->at;
    while (!at_end(s)) {
        char c = s->in.ptr[s->at];
        if (is_space(c) || c == '>' || c == '/' || c == '\0') break;
        s->at++;
    }
    return (onr_slice){s->in.ptr + start, s->at - start};
}

static onr_slice take_quoted(scanner *s, char mark)
{
    size_t start = ++s->at;
    const char *end = memchr(s->in.ptr + start, mark, s->in.len - start);
    if (end == NULL) { /* no further mark: the value ends with the tag */
        end = memchr(s->in.ptr + start, '>', s->in.len - start);
        s->at = end != NULL ? (size_t)(end - s->in.ptr) : s->in.len;
        return (onr_slice){s->in.ptr + start, s->at - start};
    }
    s->at = (size_t)(end - s->in.ptr) + 1;
    return (onr_slice){s->in.ptr + start, s->at - 1 - start};
}

static onr_slice take_value(scanner *s)
{
    while (!at_end(s) && is_space(s->in.ptr[s->at])) s->at++;
    if (at_end(s)) return (onr_slice){"", 0};
    char c = s->in.ptr[s->at];
    if (c == '"' || c == '\'') return take_quoted(s, c);
    size_t start = s->at;
    while (!at_end(s) && !is_space(s->in.ptr[s->at]) && s->in.ptr[s->at] != '>') s->at++;
    return (onr_slice){s->in.ptr + start, s->at - start};
}

/* The next attribute of the tag; false at its end, which is taken. */
static bool next_attr(scanner *s, attr *out)
{
    while (!at_end(s) && (is_space(s->in.ptr[s->at]) || s->in.ptr[s->at] == '/' ||
                          s->in.ptr[s->at] == '\0'))
        s->at++;
    if (at_end(s)) return false;
    if (s->in.ptr[s->at] == '>') {
        s->at++;
        return false;
    }
    size_t start = s->at++; /* a name may begin with anything, "=" too */
    while (!at_end(s)) {
        char c = s->in.ptr[s->at];
        if (is_space(c) || c == '>' || c == '/' || c == '=') break;
        s->at++;
    }
    out->name = (onr_slice){s->in.ptr + start, s->at - start};
    out->value = (onr_slice){"", 0};
    size_t after = s->at;
    while (after < s->in.len && is_space(s->in.ptr[after])) after++;
    if (after < s->in.len && s->in.ptr[after] == '=') {
        s->at = after + 1;
        out->value = take_value(s);
    }
    return true;
}

static bool contains(onr_slice in, const char *what)
{
    size_t len = strlen(what);
    for (size_t i = 0; i + len <= in.len; i++) {
        size_t same = 0;
        while (same < len && onr_lower(in.ptr[i + same]) == what[same]) same++;
        if (same == len) return true;
    }
    return false;
}

static bool holds_digit(onr_slice text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] >= '0' && text.ptr[i] <= '9') return true;
    }
    return false;
}

/* Attributes that are known by what their words say, and by nothing else. */
static bool is_name(onr_key key)
{
    return key == ONR_KEY_CLASS || key == ONR_KEY_ID || key == ONR_KEY_DATA_COMPONENT ||
           key == ONR_KEY_DATA_TESTID || key == ONR_KEY_ROLE;
}

/* Most other attributes mean something by their names, but not by their values. */
static bool is_wanted(onr_tag tag, onr_key key, onr_slice value)
{
    switch (key) {
    case ONR_KEY_HREF:
        return tag == ONR_TAG_LINK;
    case ONR_KEY_STYLE:
        return contains(value, "none") || contains(value, "hidden");
    case ONR_KEY_TITLE:
        return holds_digit(value);
    default:
        return key != ONR_KEY_OTHER;
    }
}

/* Cut between code points. */
static onr_slice shorten(onr_slice value)
{
    if (value.len <= MAX_VALUE_BYTES) return value;
    value.len = MAX_VALUE_BYTES;
    while (value.len > 0 && ((unsigned char)value.ptr[value.len] & 0xC0) == 0x80) value.len--;
    return value;
}

static bool is_plain(onr_slice value)
{
    for (size_t i = 0; i < value.len; i++) {
        if (value.ptr[i] == '&' || value.ptr[i] == '\0') return false;
    }
    return true;
}

/* Leaves an attribute to the parser. */
static void put_attr(scanner *s, const attr *a)
{
    char mark = memchr(a->value.ptr, '"', a->value.len) != NULL ? '\'' : '"';
    put_text(s, " ");
    put(s, a->name.ptr, a->name.len);
    put_text(s, "=");
    put(s, &mark, 1);
    for (size_t i = 0; i < a->value.len;) {
        char c = a->value.ptr[i];
        onr_slice rest = {a->value.ptr + i, a->value.len - i}, meant;
        size_t size = c == '&' ? onr_entity_find(&meant, rest, true) : 0;
        /* An unquoted value may hold both marks; NUL would end the page for the parser. */
        if (c == mark || c == '\0') c = ' ';
        if (size == 0) meant = (onr_slice){&c, 1};
        put(s, meant.ptr, meant.len);
        i += size > 0 ? size : 1;
    }
    put(s, &mark, 1);
}

static void add_attr(scanner *s, onr_key key, onr_slice value)
{
    onr_reduced *r = s->result;
    if (!onr_grow(s->alloc, &r->attrs, &r->attr_capacity, (uint64_t)r->attr_count + 1,
                  sizeof *r->attrs)) {
        s->failed = true;
        return;
    }
    r->attrs[r->attr_count++] = (onr_attr){key, value};
}

/* Passes on what is wanted of an attribute. `seen` has a bit for each key: the first counts. */
static void take_attr(scanner *s, onr_start *start, uint32_t *seen, onr_tag tag, attr *a)
{
    onr_key key = onr_key_of(a->name);
    if (is_name(key)) start->signs |= onr_signs_of(&s->words, shorten(a->value));
    if (is_name(key) || (*seen >> key & 1) || !is_wanted(tag, key, a->value)) return;
    *seen |= 1u << key;
    a->value = shorten(a->value);
    if (key == ONR_KEY_ITEMPROP || key == ONR_KEY_REL)
        start->signs |= onr_signs_of(&s->words, a->value);
    if (is_plain(a->value))
        add_attr(s, key, a->value);
    else
        put_attr(s, a);
}

/* Tells the parser's callback where to find what the attributes said. */
static void put_start(scanner *s, const onr_start *start)
{
    onr_reduced *r = s->result;
    char mark[] = " n?";
    if (start->attr_count == 0 && start->signs == 0) return;
    if (!onr_grow(s->alloc, &r->starts, &r->start_capacity, (uint64_t)r->start_count + 1,
                  sizeof *r->starts)) {
        s->failed = true;
        return;
    }
    mark[2] = (char)('a' + r->start_count % ONR_START_LETTERS);
    put(s, mark, 3);
    r->starts[r->start_count++] = *start;
}

/* Elements whose end tag is left out so often that they say nothing about depth. */
static bool counts_for_depth(onr_tag tag)
{
    switch (tag) {
    case ONR_TAG_P: case ONR_TAG_LI: case ONR_TAG_DT: case ONR_TAG_DD: case ONR_TAG_TR:
    case ONR_TAG_TD: case ONR_TAG_TH: case ONR_TAG_TBODY: case ONR_TAG_THEAD: case ONR_TAG_TFOOT:
    case ONR_TAG_OPTION: case ONR_TAG_HTML: case ONR_TAG_HEAD: case ONR_TAG_BODY:
        return false;
    default:
        return true;
    }
}

static bool is_void(onr_tag tag, onr_slice name)
{
    static const char *const others[] = {"area", "base", "basefont", "bgsound", "col", "frame",
                                         "keygen", "param", "source", "track", "wbr"};
    switch (tag) {
    case ONR_TAG_BR: case ONR_TAG_EMBED: case ONR_TAG_HR: case ONR_TAG_IMG: case ONR_TAG_INPUT:
    case ONR_TAG_LINK: case ONR_TAG_META:
        return true;
    case ONR_TAG_OTHER:
        for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
            if (name.len == strlen(others[i]) && contains(name, others[i])) return true;
        }
        return false;
    default:
        return false;
    }
}

static uint32_t slot_of(onr_tag tag, onr_slice name)
{
    if (tag != ONR_TAG_OTHER) return (uint32_t)tag;
    uint64_t hash = ONR_HASH_START;
    for (size_t i = 0; i < name.len; i++)
        hash = onr_hash_byte(hash, (unsigned char)onr_lower(name.ptr[i]));
    return ONR_TAG_OTHER + (uint32_t)(onr_hash_mix(hash) % (OPEN_SLOTS - ONR_TAG_OTHER));
}

/* Elements that are dropped with everything up to their end tag. A page that forgets the end of a
 * script is over for browsers, too; of the others only the tag is dropped then. */
static bool is_dropped(onr_tag tag)
{
    return tag != ONR_TAG_OTHER && tag != ONR_TAG_TEXT && onr_tag_part_of(tag) == ONR_PART_DROP &&
           tag != ONR_TAG_INPUT && tag != ONR_TAG_EMBED;
}

/* Position of "</name" at or after `at`, or the length of the page. */
static size_t find_end_tag(const scanner *s, onr_slice name)
{
    size_t at = s->at;
    while (at < s->in.len) {
        const char *found = memchr(s->in.ptr + at, '<', s->in.len - at);
        if (found == NULL) break;
        at = (size_t)(found - s->in.ptr);
        if (s->in.len - at < 2 + name.len) break;
        if (found[1] != '/') {
            at++;
            continue;
        }
        size_t same = 0;
        while (same < name.len && onr_lower(found[2 + same]) == onr_lower(name.ptr[same])) same++;
        if (same == name.len) return at;
        at += 2;
    }
    return s->in.len;
}

static void skip_content(scanner *s, onr_tag tag, onr_slice name, bool is_jsonld)
{
    if (s->no_end[tag]) return;
    size_t start = s->at, end = find_end_tag(s, name);
    if (end == s->in.len) s->no_end[tag] = true;
    if (end == s->in.len && tag != ONR_TAG_SCRIPT && tag != ONR_TAG_STYLE) return;
    s->at = end;
    if (end < s->in.len) skip_to_bracket(s);
    if (is_jsonld && s->result->jsonld_count < ONR_MAX_JSONLD)
        s->result->jsonld[s->result->jsonld_count++] =
            (onr_slice){s->in.ptr + start, end - start};
}

/* Moves behind a tag; true when it says that the element holds JSON-LD. */
static bool skip_attrs(scanner *s)
{
    bool is_jsonld = false;
    attr a;
    while (next_attr(s, &a)) {
        if (a.name.len == 4 && contains(a.name, "type") && contains(a.value, "ld+json"))
            is_jsonld = true;
    }
    return is_jsonld;
}

/* Moves behind a start tag and passes on its attributes. */
static void take_attrs(scanner *s, onr_tag tag)
{
    onr_start start = {.first_attr = s->result->attr_count};
    uint32_t seen = 0;
    attr a;
    while (next_attr(s, &a)) take_attr(s, &start, &seen, tag, &a);
    start.attr_count = s->result->attr_count - start.first_attr;
    put_start(s, &start);
}

static void start_tag(scanner *s)
{
    s->at++;
    onr_slice name = take_name(s);
    onr_tag tag = onr_tag_of(name);
    if (is_dropped(tag)) {
        bool is_jsonld = skip_attrs(s);
        skip_content(s, tag, name, is_jsonld);
        return;
    }
    bool is_open = !is_void(tag, name);
    bool deep = is_open && counts_for_depth(tag);
    uint32_t slot = slot_of(tag, name);
    if (name.len > MAX_NAME_BYTES || (deep && s->depth >= s->max_depth)) {
        skip_attrs(s);
        s->dropped[slot]++;
        return;
    }
    put_text(s, "<");
    put(s, name.ptr, name.len);
    take_attrs(s, tag);
    put_text(s, ">");
    if (is_open) s->open[slot]++;
    if (tag == ONR_TAG_PRE) s->pre = true;
    if (deep) s->depth++;
}

static void end_tag(scanner *s)
{
    s->at += 2;
    onr_slice name = take_name(s);
    skip_attrs(s);
    onr_tag tag = onr_tag_of(name);
    uint32_t slot = slot_of(tag, name);
    if (s->dropped[slot] > 0) {
        s->dropped[slot]--;
        return;
    }
    if (tag == ONR_TAG_P && s->open[slot] == 0) { /* the standard makes an empty paragraph of it */
        put_text(s, "<p>");
        return;
    }
    /* The end of the page is where it ends; what comes after these tags belongs to it, too. */
    if (s->open[slot] == 0 || tag == ONR_TAG_BODY || tag == ONR_TAG_HTML) return;
    s->open[slot]--;
    if (tag == ONR_TAG_PRE) s->pre = s->open[slot] > 0;
    if (counts_for_depth(tag) && s->depth > 0) s->depth--;
    put_text(s, "</");
    put(s, name.ptr, name.len);
    put_text(s, ">");
}

static void markup(scanner *s)
{
    const char *from = s->in.ptr + s->at;
    size_t left = s->in.len - s->at;
    if (left >= 4 && memcmp(from, "<!--", 4) == 0)
        skip_comment(s);
    else if (left >= 2 && is_letter(from[1]))
        start_tag(s);
    else if (left >= 3 && from[1] == '/' && is_letter(from[2]))
        end_tag(s);
    else if (left >= 2 && (from[1] == '!' || from[1] == '?' || from[1] == '/'))
        skip_to_bracket(s);
    else {
        put_text(s, "&lt;");
        s->at++;
    }
}

bool onr_reduce(onr_reduced *out, const onr_alloc *alloc, onr_slice html,
                const onr_article_options *options)
{
    *out = (onr_reduced){.html = {"", 0}, .alloc = alloc};
    scanner *s = onr_resize(alloc, NULL, 0, sizeof *s);
    if (s == NULL) return false;
    *s = (scanner){.in = html, .alloc = alloc, .result = out, .max_depth = options->max_depth};
    onr_word_index_init(&s->words);
    while (!at_end(s) && !s->failed) {
        const char *from = html.ptr + s->at;
        const char *bracket = memchr(from, '<', html.len - s->at);
        put_plain(s, bracket != NULL ? (size_t)(bracket - html.ptr) : html.len);
        if (bracket != NULL) markup(s);
    }
    if (s->out != NULL) out->html = (onr_slice){s->out, s->out_len};
    out->capacity = s->out_capacity;
    bool done = !s->failed;
    onr_release(alloc, s, sizeof *s);
    return done;
}

void onr_reduced_deinit(onr_reduced *reduced)
{
    if (reduced->capacity > 0)
        onr_release(reduced->alloc, (char *)reduced->html.ptr, reduced->capacity);
    onr_release(reduced->alloc, reduced->starts,
                reduced->start_capacity * sizeof *reduced->starts);
    onr_release(reduced->alloc, reduced->attrs, reduced->attr_capacity * sizeof *reduced->attrs);
}
