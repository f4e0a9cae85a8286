#include "article/people.h"

#include <string.h>

#include "article/names.h"

enum { MAX_NAME_WORDS = 6, MAX_NAME_BYTES = 60, MAX_BYLINE_BYTES = 300,
       MAX_OPENING_BYTES = 30, MAX_LONE_BYTES = 24 };

static bool same_word(onr_slice word, const char *other)
{
    size_t i = 0;
    while (i < word.len && other[i] != '\0' && onr_lower(word.ptr[i]) == other[i]) i++;
    return i == word.len && other[i] == '\0';
}

static bool is_one_of(onr_slice word, const char *const *list)
{
    for (; *list != NULL; list++) {
        if (same_word(word, *list)) return true;
    }
    return false;
}

/* Something must follow the prefix. */
static bool begins(onr_slice text, const char *prefix)
{
    size_t i = 0;
    while (i < text.len && prefix[i] != '\0' && onr_lower(text.ptr[i]) == prefix[i]) i++;
    return i < text.len && prefix[i] == '\0';
}

static onr_slice from(onr_slice text, size_t start)
{
    return (onr_slice){text.ptr + start, text.len - start};
}

static bool is_trimmed(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == ',' || c == ';' || c == ':' || c == '-' ||
           c == '|' || c == '/' || c == '*' || c == '"' || c == '\'';
}

static onr_slice trim(onr_slice text)
{
    while (text.len > 0 && is_trimmed(text.ptr[0])) text = from(text, 1);
    while (text.len > 0 && is_trimmed(text.ptr[text.len - 1])) text.len--;
    return text;
}

static const char *const openings[] = {
    "written by: ", "written by ", "reported by ", "posted by ", "published by ", "story by ",
    "words by ",
    "submitted by ", "article by ", "text by ", "review by ", "opinion by ", "author:", "authors:",
    "autor:", "автор:", "by: ", "by:", "by ", "por: ", "por ", "von ", "par ", "door ", "oleh ",
    "publicado por ", "escrito por ", "texto: ", "writer:", "byline:",
    NULL};

/* "Analysis by", "Special report by" */
static size_t long_opening(onr_slice text)
{
    for (size_t i = 1; i < MAX_OPENING_BYTES && i + 4 < text.len; i++) {
        if (begins(from(text, i), " by ")) return i + 4;
    }
    return 0;
}

/* Text behind the opening; the text itself when it has none. */
static onr_slice without_opening(onr_slice text)
{
    text = trim(text);
    text = from(text, long_opening(text));
    for (size_t i = 0; openings[i] != NULL; i++) {
        if (begins(text, openings[i])) return trim(from(text, strlen(openings[i])));
    }
    return text;
}

static bool is_upper_start(char c)
{
    return (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

bool onr_people_is_byline(onr_slice text)
{
    if (text.len == 0) return false;
    onr_slice rest = without_opening(text);
    text = trim(text);
    return rest.len < text.len && rest.len > 0 && is_upper_start(rest.ptr[0]);
}

/* Where the names are over: a date, an address, a mark that sets off something else. */
static size_t end_of_names(onr_slice text)
{
    static const char *const ends[] = {" | ", " • ", " · ", " – ", " — ", " - ", "(", "[", "\n",
                                       "\t", "http", "@", " on ", " for ", " at ", " in ", " is ",
                                       " has ", " of ", " from ", " updated", " published",
                                       " posted", " em ", " via ", " / ", "»", "\"", ". ", NULL};
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] >= '0' && text.ptr[i] <= '9') return i;
        for (size_t k = 0; ends[k] != NULL; k++) {
            if (begins(from(text, i), ends[k])) {
                /* An initial is no end of a sentence. */
                if (ends[k][0] == '.' && (i < 2 || text.ptr[i - 2] == ' ' || i < 4)) continue;
                return i;
            }
        }
    }
    return text.len;
}

/* Words between names; the length of the one at `at`, or 0. */
static size_t separator_at(onr_slice text, size_t at)
{
    static const char *const list[] = {" and ", " & ", " und ", " with ", " y ", " et ", " e ",
                                       " dan ", ", ", ",", ";", "、", NULL};
    for (size_t i = 0; list[i] != NULL; i++) {
        if (begins(from(text, at), list[i])) return strlen(list[i]);
    }
    return 0;
}

static onr_slice next_word(onr_slice *text)
{
    size_t len = 0;
    while (text->len > 0 && text->ptr[0] == ' ') *text = from(*text, 1);
    while (len < text->len && text->ptr[len] != ' ') len++;
    onr_slice word = {text->ptr, len};
    *text = from(*text, len);
    return word;
}

static const char *const particles[] = {"de", "da", "do", "dos", "das", "del", "della", "di", "van",
                                        "von", "der", "den", "ter", "ten", "la", "le", "el", "al",
                                        "bin", "ibn", "abu", "du", "des", "y", "e", "af", "zu",
                                        NULL};

/* Words of which no name of a person is made: roles, and what organisations are called. */
static const char *const no_names[] = {
    "staff", "editor", "editors", "editorial", "reporter", "reporters", "writer", "writers",
    "correspondent", "correspondents", "contributor", "contributors", "columnist", "journalist",
    "producer", "photographer", "author", "authors", "admin", "administrator", "webmaster", "guest",
    "associated", "press", "reuters", "afp", "ap", "ani", "pti", "ians", "upi", "dpa", "bloomberg",
    "news", "newsroom", "newspaper", "newspapers", "desk", "team", "bureau", "agency", "agencies",
    "service", "services", "network", "media", "magazine", "daily", "weekly", "times", "tribune",
    "herald", "gazette", "journal", "telegraph", "guardian", "observer", "chronicle", "today",
    "online", "digital", "web", "website", "blog", "tv", "radio", "television", "channel", "llc",
    "inc", "inc.", "ltd", "gmbh", "company", "corp", "corporation", "group", "foundation",
    "institute", "university", "college", "center", "centre", "association", "society", "committee",
    "department", "ministry", "office", "international", "breaking", "latest", "updated",
    "published", "posted", "source", "sources", "senior", "special", "chief", "managing", "deputy",
    "assistant", "executive", "director", "politics", "political", "sports", "business",
    "entertainment", "opinion", "columns", "views", "more", "view", "archive", "profile", "follow",
    "subscribe", "share", "comments", "comment", "facebook", "twitter", "instagram", "email",
    "video", "videos", "photos", "photo", "unknown", "anonymous", "none", "null", "publisher",
    "post", "posts", "bio", "redaktion", "redacción", "redação", "redaksi", "equipe", "about",
    "read", "minute", "minutes", "min", "ago", "hours", "all", "the", "this", "that", "with", "our",
    "us", "uk", "usa", "cnn", "bbc", "cnbc", "nbc", "cbs", "fox", "npr", "sky", "xinhua", "tass",
    "wire", "wires", "report", "reports", "content", "sponsored", "partner", "partners", "store",
    "global", "national", "world", "local", "community", "support", "marketing", "communications",
    "advertisement", "january", "february", "march", "april", "june", "july", "august",
    "september", "october", "november", "december", "monday", "tuesday", "wednesday", "thursday",
    "friday", "saturday", "sunday", NULL};

static bool is_plain_word(onr_slice word)
{
    for (size_t i = 0; i < word.len; i++) {
        char c = word.ptr[i];
        bool letter = (onr_lower(c) >= 'a' && onr_lower(c) <= 'z') || (unsigned char)c >= 0x80;
        if (!letter && c != '.' && c != '-' && c != '\'') return false;
    }
    return true;
}

static bool is_suffix(onr_slice word)
{
    static const char *const suffixes[] = {"jr", "jr.", "sr", "sr.", "ii", "iii", "iv", "ph.d.",
                                           "phd", "m.d.", "md", NULL};
    return is_one_of(word, suffixes);
}

static bool is_capitals(onr_slice word)
{
    for (size_t i = 0; i < word.len; i++) {
        if (word.ptr[i] < 'A' || word.ptr[i] > 'Z') return false;
    }
    return true;
}

/* "Editor-at-large" is no name, because "editor" is none. */
static bool is_no_name(onr_slice word)
{
    const char *dash = memchr(word.ptr, '-', word.len);
    return is_one_of(word, no_names) ||
           (dash != NULL && is_one_of((onr_slice){word.ptr, (size_t)(dash - word.ptr)}, no_names));
}

static bool is_name(onr_slice text)
{
    uint32_t words = 0;
    if (text.len < 2 || text.len > MAX_NAME_BYTES) return false;
    for (onr_slice rest = text; rest.len > 0;) {
        onr_slice word = next_word(&rest);
        if (word.len == 0) break;
        if (++words > MAX_NAME_WORDS || !is_plain_word(word) || is_no_name(word))
            return false;
        if (!is_upper_start(word.ptr[0]) && !is_one_of(word, particles)) return false;
    }
    /* "M.D." and the like belong to the name before; one long word, in scripts without spaces too,
     * or one in capitals is something else. */
    return words > 1 || (words == 1 && text.len > 2 && text.len <= MAX_LONE_BYTES &&
                         !is_suffix(text) && !is_capitals(text));
}

static bool is_known(const onr_slice *names, uint32_t count, onr_slice name)
{
    for (uint32_t i = 0; i < count; i++) {
        if (names[i].len == name.len && memcmp(names[i].ptr, name.ptr, name.len) == 0) return true;
    }
    return false;
}

uint32_t onr_people_find(onr_slice *out, uint32_t max, onr_slice byline)
{
    uint32_t count = 0;
    if (byline.len == 0 || byline.len > MAX_BYLINE_BYTES) return 0;
    onr_slice text = without_opening(byline);
    text = without_opening(text); /* "Written by: By Ana Ruiz" */
    text.len = end_of_names(text);
    for (size_t start = 0, at = 0; at <= text.len && count < max; at++) {
        size_t separator = at < text.len ? separator_at(text, at) : 1;
        if (separator == 0) continue;
        onr_slice piece = without_opening((onr_slice){text.ptr + start, at - start});
        bool single = piece.len == 0 || memchr(piece.ptr, ' ', piece.len) == NULL;
        /* A lone word behind a name is a place or a paper. */
        if (is_name(piece) && !(single && count > 0) && !is_known(out, count, piece))
            out[count++] = piece;
        at += separator - 1;
        start = at + 1;
    }
    return count;
}

bool onr_people_is_staff(onr_slice byline)
{
    static const char *const words[] = {
        "associated", "reuters", "afp", "ap", "ani", "pti", "ians", "upi", "dpa", "xinhua", "staff",
        "bureau", "desk", "agencies", "agency", "wire", "wires", "service", "services", "newsroom",
        "team", "editors", "editorial", "admin", "redaktion", NULL};
    while (byline.len > 0) {
        onr_slice word = trim(next_word(&byline));
        if (is_one_of(word, words)) return true;
    }
    return false;
}
