#include "ingest/jsonl.h"

#include <string.h>

#include "base/error.h"
#include "base/json.h"

static onr_status fail_json(onr_error *err, const onr_json *json)
{
    onr_fail(err, json->status, "%s", json->problem);
    if (err != NULL) err->at_byte = json->problem_byte;
    return json->status;
}


/* The readers below take one value each. The cursor stands before it and it is not null; a
 * failure stays in `json`. */
typedef void (*read_member)(onr_json *json, onr_input *out);

static void take_string(onr_json *json, onr_slice *out, const char *otherwise)
{
    if (onr_json_peek(json) == ONR_JSON_STRING)
        onr_json_string(json, out);
    else
        onr_json_fail(json, ONR_EFORMAT, json->at_byte, otherwise);
}

static void read_text(onr_json *json, onr_input *out)
{
    take_string(json, &out->text, "\"text\" is not a string");
}

static void read_title(onr_json *json, onr_input *out)
{
    take_string(json, &out->title, "\"title\" is not a string");
}

static void read_url(onr_json *json, onr_input *out)
{
    take_string(json, &out->url, "\"url\" is not a string");
}

static void read_published(onr_json *json, onr_input *out)
{
    take_string(json, &out->published, "\"published\" is not a string");
}

static void read_modified(onr_json *json, onr_input *out)
{
    take_string(json, &out->modified, "\"modified\" is not a string");
}

static void read_site(onr_json *json, onr_input *out)
{
    take_string(json, &out->site, "\"site\" is not a string");
}

static void read_section(onr_json *json, onr_input *out)
{
    take_string(json, &out->section, "\"section\" is not a string");
}

static void read_language(onr_json *json, onr_input *out)
{
    take_string(json, &out->language, "\"language\" is not a string");
}

static void read_id(onr_json *json, onr_input *out)
{
    if (onr_json_peek(json) == ONR_JSON_NUMBER)
        onr_json_number(json, &out->id);
    else
        take_string(json, &out->id, "\"id\" is neither a string nor a number");
}

static void read_html(onr_json *json, onr_input *out)
{
    take_string(json, &out->html, "\"html\" is not a string");
    out->charset = (onr_slice){"utf-8", 5};
}

/* Counts with a copy of the cursor, which takes nothing from the arena. */
static uint32_t count_elements(onr_json ahead)
{
    uint32_t count = 0;
    onr_json_array(&ahead);
    while (onr_json_element(&ahead) && onr_json_skip(&ahead) && count < UINT32_MAX) count++;
    return count;
}

static void read_byline(onr_json *json, onr_input *out)
{
    static const char WRONG[] = "\"byline\" is neither a string nor a list of strings";
    bool is_list = onr_json_peek(json) == ONR_JSON_ARRAY;
    uint32_t count = is_list ? count_elements(*json) : 1;
    onr_slice *names = onr_arena_array(json->arena, count, sizeof *names);
    if (names == NULL) {
        onr_json_fail(json, ONR_ENOMEM, json->at_byte, "out of memory");
        return;
    }
    if (is_list) {
        onr_json_array(json);
        for (uint32_t i = 0; onr_json_element(json); i++) {
            if (i < count)
                take_string(json, &names[i], WRONG);
            else
                onr_json_skip(json); /* where the count stopped: fails with the right reason */
        }
    } else {
        take_string(json, &names[0], WRONG);
    }
    out->bylines = names;
    out->byline_count = count;
}

static const struct {
    const char *name;
    read_member read;
} MEMBERS[] = {
    {"id", read_id},       {"text", read_text}, {"title", read_title},
    {"url", read_url},     {"html", read_html}, {"published", read_published},
    {"byline", read_byline}, {"site", read_site}, {"section", read_section},
    {"modified", read_modified}, {"language", read_language},
};

static read_member find_member(onr_slice key)
{
    for (size_t i = 0; i < sizeof MEMBERS / sizeof *MEMBERS; i++) {
        if (strlen(MEMBERS[i].name) == key.len && memcmp(MEMBERS[i].name, key.ptr, key.len) == 0)
            return MEMBERS[i].read;
    }
    return NULL;
}

onr_status onr_jsonl_parse(onr_input *in, onr_slice line, onr_arena *arena, onr_error *err)
{
    onr_input found = {0};
    onr_json json;
    onr_slice key;
    onr_json_init(&json, line, arena);
    onr_json_object(&json);
    while (onr_json_member(&json, &key)) {
        read_member read = find_member(key);
        if (read == NULL || onr_json_peek(&json) == ONR_JSON_NULL)
            onr_json_skip(&json);
        else
            read(&json, &found);
    }
    if (!onr_json_finish(&json)) return fail_json(err, &json);
    if (found.text.ptr == NULL && found.html.ptr == NULL)
        return onr_fail(err, ONR_EFORMAT, "neither \"text\" nor \"html\" is there");
    *in = found;
    return ONR_OK;
}

bool onr_jsonl_is_object(onr_slice line)
{
    onr_json json;
    onr_json_init(&json, line, NULL);
    return onr_json_peek(&json) == ONR_JSON_OBJECT && onr_json_skip(&json) &&
           onr_json_finish(&json);
}
