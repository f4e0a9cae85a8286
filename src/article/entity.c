#include "article/entity.h"

#include <string.h>

enum { MAX_NAME_BYTES = 9 };

typedef struct entity {
    const char *name;
    const char *text;
} entity;

/* Names that need no semicolon; longer ones before those they begin with. */
static const entity old[] = {
    {"nbsp", "&nbsp;"},   {"amp", "&amp;"},     {"quot", "&quot;"}, {"lt", "&lt;"},
    {"gt", "&gt;"},       {"copy", "&copy;"},   {"reg", "&reg;"},   {"laquo", "&laquo;"},
    {"raquo", "&raquo;"}, {"middot", "&middot;"}, {"deg", "&deg;"}, {"pound", "&pound;"},
    {"sect", "&sect;"},   {"shy", "&shy;"},     {"cent", "&cent;"}, {"frac12", "&frac12;"},
    {"eacute", "&eacute;"}, {"egrave", "&egrave;"}, {"agrave", "&agrave;"}, {"aacute", "&aacute;"},
    {"auml", "&auml;"},   {"ouml", "&ouml;"},   {"uuml", "&uuml;"}, {"szlig", "&szlig;"},
    {"ntilde", "&ntilde;"}, {"ccedil", "&ccedil;"},
};

/* Names of HTML 5, with their semicolon. */
static const entity recent[] = {
    {"NewLine", "\n"},   {"Tab", "\t"},       {"ast", "*"},        {"bullet", "•"},
    {"ccaron", "č"},     {"Ccaron", "Č"},     {"check", "✓"},      {"colon", ":"},
    {"comma", ","},      {"commat", "@"},     {"cacute", "ć"},     {"dash", "‐"},
    {"dollar", "$"},     {"ecaron", "ě"},     {"equals", "="},     {"excl", "!"},
    {"grave", "`"},      {"hairsp", "\u200A"}, {"half", "½"},      {"horbar", "―"},
    {"hyphen", "‐"},     {"lbrace", "{"},     {"lbrack", "["},     {"lcub", "{"},
    {"ldquor", "„"},     {"lowbar", "_"},     {"lpar", "("},       {"lsqb", "["},
    {"lsquor", "‚"},     {"mldr", "…"},       {"nacute", "ń"},     {"num", "#"},
    {"numsp", "\u2007"}, {"percnt", "%"},     {"period", "."},     {"plus", "+"},
    {"puncsp", "\u2008"}, {"quest", "?"},     {"rbrace", "}"},     {"rbrack", "]"},
    {"rcaron", "ř"},     {"rcub", "}"},       {"rdquor", "”"},     {"rpar", ")"},
    {"rsqb", "]"},       {"rsquor", "’"},     {"sacute", "ś"},     {"semi", ";"},
    {"sol", "/"},        {"star", "☆"},       {"verbar", "|"},     {"vert", "|"},
    {"zcaron", "ž"},     {"Zcaron", "Ž"},     {"zwsp", "\u200B"},
};

static bool is_letter_or_digit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static bool begins(onr_slice text, const char *name)
{
    size_t i = 0;
    while (i < text.len && name[i] != '\0' && text.ptr[i] == name[i]) i++;
    return name[i] == '\0';
}

static size_t answer(onr_slice *out, const entity *found, size_t bytes)
{
    *out = (onr_slice){found->text, strlen(found->text)};
    return bytes;
}

static size_t find_recent(onr_slice *out, onr_slice name)
{
    for (size_t i = 0; i < sizeof recent / sizeof recent[0]; i++) {
        if (begins(name, recent[i].name) && recent[i].name[name.len] == '\0')
            return answer(out, &recent[i], name.len + 2);
    }
    return 0;
}

static size_t find_old(onr_slice *out, onr_slice text, bool in_attr)
{
    for (size_t i = 0; i < sizeof old / sizeof old[0]; i++) {
        if (!begins(text, old[i].name)) continue;
        size_t len = strlen(old[i].name);
        char next = len < text.len ? text.ptr[len] : ' ';
        if (in_attr && (next == '=' || is_letter_or_digit(next))) return 0;
        return answer(out, &old[i], len + 1);
    }
    return 0;
}

size_t onr_entity_find(onr_slice *out, onr_slice text, bool in_attr)
{
    onr_slice name = {text.ptr + 1, 0};
    while (name.len + 1 < text.len && name.len <= MAX_NAME_BYTES &&
           is_letter_or_digit(name.ptr[name.len]))
        name.len++;
    if (name.len + 1 < text.len && name.ptr[name.len] == ';') return find_recent(out, name);
    return find_old(out, (onr_slice){name.ptr, text.len - 1}, in_attr);
}
