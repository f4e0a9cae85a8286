#include "article/jsonld.h"

#include <string.h>

#include "base/json.h"

enum { MAX_PEOPLE = 32, MAX_TYPE_BYTES = 32 };

/* Ranks of what an object may be. */
enum { RANK_PAGE = 1, RANK_WORK = 2, RANK_ARTICLE = 3, RANK_NEWS = 4 };

typedef struct person {
    onr_slice id, name;
} person;

/* What one object says. */
typedef struct entity {
    onr_jsonld says;
    onr_slice id, name;
    bool is_organisation, is_person;
} entity;

typedef struct reader {
    onr_json json;
    onr_jsonld *out;
    person people[MAX_PEOPLE];
    uint32_t person_count;
} reader;

static const struct {
    const char *type;
    uint32_t rank;
} ranks[] = {
    {"NewsArticle", RANK_NEWS},          {"ReportageNewsArticle", RANK_NEWS},
    {"AnalysisNewsArticle", RANK_NEWS},  {"OpinionNewsArticle", RANK_NEWS},
    {"BackgroundNewsArticle", RANK_NEWS}, {"ReviewNewsArticle", RANK_NEWS},
    {"AskPublicNewsArticle", RANK_NEWS}, {"LiveBlogPosting", RANK_ARTICLE},
    {"Article", RANK_ARTICLE},           {"BlogPosting", RANK_ARTICLE},
    {"Report", RANK_ARTICLE},            {"ScholarlyArticle", RANK_ARTICLE},
    {"TechArticle", RANK_ARTICLE},       {"SocialMediaPosting", RANK_ARTICLE},
    {"Review", RANK_WORK},               {"Recipe", RANK_WORK},
    {"CreativeWork", RANK_WORK},         {"ClaimReview", RANK_WORK},
    {"WebPage", RANK_PAGE},              {"ItemPage", RANK_PAGE},
};

static bool is(onr_slice text, const char *other)
{
    return text.len == strlen(other) && memcmp(text.ptr, other, text.len) == 0;
}

static void read_object(reader *r, entity *e);

static void submit(reader *r, const entity *e)
{
    if (e->is_person && e->id.ptr != NULL && e->name.ptr != NULL && r->person_count < MAX_PEOPLE)
        r->people[r->person_count++] = (person){e->id, e->name};
    if (e->says.rank > r->out->rank) *r->out = e->says;
}

/* Objects at any place in what comes next. */
static void read_any(reader *r)
{
    switch (onr_json_peek(&r->json)) {
    case ONR_JSON_OBJECT: {
        entity e = {.name = {NULL, 0}};
        read_object(r, &e);
        break;
    }
    case ONR_JSON_ARRAY:
        onr_json_array(&r->json);
        while (onr_json_element(&r->json)) read_any(r);
        break;
    default:
        onr_json_skip(&r->json);
    }
}

/* A string, or the first one of an array. */
static void read_string(reader *r, onr_slice *out)
{
    onr_slice text;
    switch (onr_json_peek(&r->json)) {
    case ONR_JSON_STRING:
        if (onr_json_string(&r->json, &text) && out->ptr == NULL && text.len > 0) *out = text;
        break;
    case ONR_JSON_ARRAY:
        onr_json_array(&r->json);
        while (onr_json_element(&r->json)) read_string(r, out);
        break;
    default:
        onr_json_skip(&r->json);
    }
}

/* The name of an object, or a string. */
static void read_name(reader *r, onr_slice *out)
{
    if (onr_json_peek(&r->json) != ONR_JSON_OBJECT) {
        read_string(r, out);
        return;
    }
    entity e = {.name = {NULL, 0}};
    read_object(r, &e);
    if (out->ptr == NULL) *out = e.name;
}

static void add_author(onr_jsonld *says, onr_slice name)
{
    if (name.len > 0 && says->author_count < ONR_MAX_AUTHORS)
        says->authors[says->author_count++] = name;
}

/* Names, objects with names, or "@id"s of such, which are resolved at the end of the script. */
static void read_authors(reader *r, onr_jsonld *says)
{
    onr_slice name = {NULL, 0};
    switch (onr_json_peek(&r->json)) {
    case ONR_JSON_OBJECT: {
        entity e = {.name = {NULL, 0}};
        read_object(r, &e);
        if (!e.is_organisation) add_author(says, e.name.ptr != NULL ? e.name : e.id);
        break;
    }
    case ONR_JSON_ARRAY:
        onr_json_array(&r->json);
        while (onr_json_element(&r->json)) read_authors(r, says);
        break;
    default:
        read_string(r, &name);
        add_author(says, name);
    }
}

static void take_type(entity *e, onr_slice type)
{
    if (is(type, "Person")) e->is_person = true;
    if (is(type, "Organization") || is(type, "NewsMediaOrganization") || is(type, "WebSite"))
        e->is_organisation = true;
    for (size_t i = 0; i < sizeof ranks / sizeof ranks[0]; i++) {
        if (is(type, ranks[i].type) && ranks[i].rank > e->says.rank) e->says.rank = ranks[i].rank;
    }
}

static void read_type(reader *r, entity *e)
{
    onr_slice type;
    if (onr_json_peek(&r->json) == ONR_JSON_ARRAY) {
        onr_json_array(&r->json);
        while (onr_json_element(&r->json)) read_type(r, e);
    } else if (onr_json_peek(&r->json) != ONR_JSON_STRING)
        onr_json_skip(&r->json);
    else if (onr_json_string(&r->json, &type))
        take_type(e, type);
}

static onr_slice *field_of(entity *e, onr_slice key)
{
    const struct {
        const char *key;
        onr_slice *field;
    } fields[] = {
        {"@id", &e->id},
        {"name", &e->name},
        {"headline", &e->says.headline},
        {"datePublished", &e->says.published},
        {"dateModified", &e->says.modified},
        {"articleSection", &e->says.section},
        {"inLanguage", &e->says.language},
        {"url", &e->says.url},
        {"articleBody", &e->says.body},
    };
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        if (is(key, fields[i].key)) return fields[i].field;
    }
    return NULL;
}

static void read_member(reader *r, entity *e, onr_slice key)
{
    onr_slice *field = field_of(e, key);
    if (field != NULL)
        read_string(r, field);
    else if (is(key, "@type"))
        read_type(r, e);
    else if (is(key, "author") || is(key, "creator")) {
        onr_jsonld *says = &e->says;
        if (says->author_count == 0)
            read_authors(r, says);
        else
            onr_json_skip(&r->json); /* "creator" repeats "author" */
    } else if (is(key, "publisher"))
        read_name(r, &e->says.site);
    else if (is(key, "@graph") || is(key, "mainEntity") || is(key, "mainEntityOfPage"))
        read_any(r);
    else
        onr_json_skip(&r->json);
}

static void read_object(reader *r, entity *e)
{
    onr_slice key;
    onr_json_object(&r->json);
    while (onr_json_member(&r->json, &key)) read_member(r, e, key);
    if (e->says.headline.ptr == NULL && e->says.rank >= RANK_WORK) e->says.headline = e->name;
    submit(r, e);
}

/* Authors that are the "@id" of somebody get the name; ids of nobody go. */
static void resolve(reader *r)
{
    onr_jsonld *out = r->out;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < out->author_count; i++) {
        onr_slice author = out->authors[i];
        for (uint32_t k = 0; k < r->person_count; k++) {
            onr_slice id = r->people[k].id;
            if (id.len == author.len && memcmp(id.ptr, author.ptr, id.len) == 0)
                author = r->people[k].name;
        }
        if (memchr(author.ptr, '#', author.len) == NULL) out->authors[kept++] = author;
    }
    out->author_count = kept;
}

/* A copy from the first bracket on, controls as spaces. */
static bool make_readable(onr_slice *out, onr_arena *arena, onr_slice script)
{
    while (script.len > 0 && script.ptr[0] != '{' && script.ptr[0] != '[') {
        script.ptr++;
        script.len--;
    }
    char *copy = onr_arena_take(arena, script.len);
    if (copy == NULL) return false;
    for (size_t i = 0; i < script.len; i++)
        copy[i] = (unsigned char)script.ptr[i] < ' ' ? ' ' : script.ptr[i];
    *out = (onr_slice){copy, script.len};
    return true;
}

bool onr_jsonld_read(onr_jsonld *out, onr_arena *arena, onr_slice script)
{
    onr_slice text;
    reader *r = onr_arena_take(arena, sizeof *r);
    if (r == NULL || !make_readable(&text, arena, script)) return false;
    r->out = out;
    onr_json_init(&r->json, text, arena);
    read_any(r);
    resolve(r);
    return r->json.status != ONR_ENOMEM;
}
