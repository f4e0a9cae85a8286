#include "serve/openapi.h"

#include <stdio.h>

#include "serve/route.h"

static void put_string(onr_writer *w, const char *key, const char *text)
{
    onr_put_text(w, key);
    onr_put_json(w, (onr_slice){text, strlen(text)});
}

/* ---- parameters ---- */

static void put_choices(onr_writer *w, const char *choices)
{
    onr_slice rest = {choices, strlen(choices)}, choice;
    onr_put_text(w, "{\"type\":\"string\",\"enum\":[");
    for (bool more = false; onr_slice_cut(&choice, &rest, '|'); more = true) {
        if (more) onr_put_char(w, ',');
        onr_put_json(w, choice);
    }
    onr_put_text(w, "]}");
}

static void put_kind(onr_writer *w, const onr_parameter *p)
{
    static const char *const kinds[] = {
        [ONR_PARAMETER_TEXT] = "{\"type\":\"string\",\"maxLength\":4096}",
        [ONR_PARAMETER_CURSOR] = "{\"type\":\"string\"}",
        [ONR_PARAMETER_DATE] =
            "{\"type\":\"string\",\"pattern\":\"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$\"}",
        [ONR_PARAMETER_NUMBER] = "{\"type\":\"integer\",\"minimum\":1}",
        [ONR_PARAMETER_LIMIT] =
            "{\"type\":\"integer\",\"minimum\":1,\"maximum\":1000,\"default\":20}",
        [ONR_PARAMETER_FRACTION] = "{\"type\":\"number\",\"minimum\":0,\"maximum\":1}",
        [ONR_PARAMETER_TRUTH] = "{\"type\":\"boolean\"}",
    };
    if (p->kind == ONR_PARAMETER_CHOICE)
        put_choices(w, p->choices);
    else
        onr_put_text(w, kinds[p->kind]);
}

static void put_parameter(onr_writer *w, const onr_parameter *p, bool more)
{
    put_string(w, more ? ",{\"in\":\"query\",\"name\":" : "{\"in\":\"query\",\"name\":", p->name);
    if (p->about != NULL) put_string(w, ",\"description\":", p->about);
    onr_put_text(w, ",\"schema\":");
    put_kind(w, p);
    onr_put_char(w, '}');
}

static void put_parameters(onr_writer *w, const onr_route *route)
{
    static const onr_parameter format = {"format", ONR_PARAMETER_CHOICE, "json|csv",
                                         "the answer as JSON or as a table"};
    bool more = strstr(route->path, "{n}") != NULL;
    onr_put_text(w, ",\"parameters\":[");
    if (more)
        onr_put_text(w, "{\"in\":\"path\",\"name\":\"n\",\"required\":true,"
                        "\"schema\":{\"type\":\"integer\",\"minimum\":1}}");
    for (uint32_t i = 0; i < route->parameter_count; i++, more = true)
        put_parameter(w, &route->parameters[i], more);
    if ((route->flags & ONR_ROUTE_TABLE) != 0) put_parameter(w, &format, more);
    onr_put_char(w, ']');
}

/* ---- bodies and answers ---- */

static void put_schema(onr_writer *w, const char *name)
{
    onr_put_text(w, "{\"schema\":{\"$ref\":\"#/components/schemas/");
    onr_put_text(w, name);
    onr_put_text(w, "\"}}");
}

static void put_body(onr_writer *w, const onr_route *route)
{
    if (route->body == NULL) return;
    onr_put_text(w, ",\"requestBody\":{\"required\":true,\"content\":{\"application/json\":");
    put_schema(w, route->body);
    if ((route->flags & ONR_ROUTE_TEXTS) != 0)
        onr_put_text(w, ",\"text/plain\":{\"schema\":{\"type\":\"string\"}}"
                        ",\"text/html\":{\"schema\":{\"type\":\"string\"}}");
    onr_put_text(w, "}}");
}

static void put_error(onr_writer *w, const char *status)
{
    onr_put_text(w, ",\"");
    onr_put_text(w, status);
    onr_put_text(w, "\":{\"$ref\":\"#/components/responses/Error\"}");
}

static void put_responses(onr_writer *w, const onr_route *route)
{
    unsigned flags = route->flags;
    bool creates = (flags & ONR_ROUTE_WRITES) != 0;
    onr_put_text(w, creates ? ",\"responses\":{\"201\"" : ",\"responses\":{\"200\"");
    onr_put_text(w, ":{\"description\":\"done\",\"content\":{");
    if (route->result != NULL) {
        onr_put_text(w, "\"application/json\":");
        put_schema(w, route->result);
    } else {
        onr_put_text(w, "\"text/plain\":{\"schema\":{\"type\":\"string\"}}");
    }
    if ((flags & ONR_ROUTE_TABLE) != 0)
        onr_put_text(w, ",\"text/csv\":{\"schema\":{\"type\":\"string\"}}");
    onr_put_text(w, "}}");
    put_error(w, "400");
    put_error(w, "403");
    if ((flags & ONR_ROUTE_WRITES) != 0) put_error(w, "401");
    if ((flags & ONR_ROUTE_STORE) != 0 || strstr(route->path, "{n}") != NULL) put_error(w, "404");
    if (route->body != NULL) put_error(w, "413");
    if (route->body != NULL) put_error(w, "415");
    put_error(w, "503");
    onr_put_char(w, '}');
    if (creates) onr_put_text(w, ",\"security\":[{\"token\":[]}]");
}

/* ---- routes ---- */

static void put_method(onr_writer *w, const onr_route *route)
{
    onr_put_text(w, strcmp(route->method, "GET") == 0 ? "\"get\":{" : "\"post\":{");
    put_string(w, "\"summary\":", route->summary);
    put_parameters(w, route);
    put_body(w, route);
    put_responses(w, route);
    onr_put_char(w, '}');
}

static bool is_first(uint32_t route)
{
    for (uint32_t i = 0; i < route; i++)
        if (strcmp(onr_route_at(i)->path, onr_route_at(route)->path) == 0) return false;
    return true;
}

/* A path with all of its methods. */
static void put_path(onr_writer *w, uint32_t first)
{
    const char *path = onr_route_at(first)->path;
    bool more = false;
    put_string(w, first > 0 ? "," : "", path);
    onr_put_text(w, ":{");
    for (uint32_t i = first; i < onr_route_count(); i++) {
        if (strcmp(onr_route_at(i)->path, path) != 0) continue;
        if (more) onr_put_char(w, ',');
        put_method(w, onr_route_at(i));
        more = true;
    }
    onr_put_char(w, '}');
}

static const char COMPONENTS[] =
    "\"components\":{\"securitySchemes\":{\"token\":{\"type\":\"http\",\"scheme\":\"bearer\"}},"
    "\"responses\":{\"Error\":{\"description\":\"what went wrong\",\"content\":{"
    "\"application/json\":{\"schema\":{\"$ref\":\"#/components/schemas/Error\"}}}}},"
    "\"schemas\":{";

void onr_openapi_write(onr_writer *w)
{
    onr_put_text(w, "{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"onrecord\",\"version\":\""
                    ONR_VERSION "\",\"description\":\"Who said what, with the evidence.\","
                    "\"license\":{\"name\":\"Apache-2.0\",\"identifier\":\"Apache-2.0\"}},"
                    "\"servers\":[{\"url\":\"/api/v1\"}],\"paths\":{");
    for (uint32_t i = 0; i < onr_route_count(); i++)
        if (is_first(i)) put_path(w, i);
    onr_put_text(w, "},");
    onr_put_text(w, COMPONENTS);
    for (uint32_t i = 0; ONR_SCHEMAS[i].name != NULL; i++) {
        put_string(w, i > 0 ? "," : "", ONR_SCHEMAS[i].name);
        onr_put_char(w, ':');
        onr_put_text(w, ONR_SCHEMAS[i].json);
    }
    onr_put_text(w, "}}}\n");
}
