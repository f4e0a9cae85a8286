/*
 * record_maker.h - records by hand: a text in ASCII, and who said what in it.
 *
 *     said list[] = {{"Ana Ruiz", "said", "it is late"}, {0}};
 *     char *line = make_record("a", "\"url\":\"http://x.org/1\",", "m1", text, list);
 *     ...
 *     free(line);
 *
 * Source, cue and content are found in the text from the place where the last statement's source or
 * content began; a source or cue may be NULL.
 */
#ifndef ONR_TESTS_RECORD_MAKER_H
#define ONR_TESTS_RECORD_MAKER_H

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/sha256.h"

typedef struct said {
    const char *source, *cue, *content;
    const char *more; /* further members, with a comma behind; may be NULL */
} said;

enum { MAKE_BYTES = 1 << 16 };

static inline void make_put(char *out, const char *format, ...)
{
    size_t len = strlen(out);
    va_list args;
    va_start(args, format);
    vsnprintf(out + len, MAKE_BYTES - len, format, args);
    va_end(args);
}

static inline void make_part(char *out, const char *name, const char *text, const char *part)
{
    const char *at = part == NULL ? NULL : strstr(text, part);
    if (at == NULL) {
        make_put(out, "\"%s\":null,", name);
        return;
    }
    make_put(out, "\"%s\":{\"spans\":[[%d,%d]],\"text\":\"%s\"%s},", name, (int)(at - text),
             (int)(at - text + (int)strlen(part)), part,
             strcmp(name, "cue") == 0 ? ",\"lemma\":\"say\"" : "");
}

static inline void make_sha256(char *out, const char *text)
{
    uint8_t digest[32];
    onr_sha256_bytes(digest, text, strlen(text));
    for (int i = 0; i < 32; i++) make_put(out, "%02x", (unsigned)digest[i]);
}

/** One line, to be freed. `meta` is members with a comma behind each; `model` any word. */
static inline char *make_record(const char *id, const char *meta, const char *model,
                                const char *text, const said *list)
{
    char *out = calloc(1, MAKE_BYTES);
    if (out == NULL) abort();
    make_put(out, "{\"schema\":\"onrecord/1\",\"id\":\"%s\",\"text\":\"%s\",\"sha256\":\"", id,
             text);
    make_sha256(out, text);
    make_put(out, "\",\"model\":{\"name\":\"test\",\"version\":\"1\",\"sha256\":\"%s\"},%s", model,
             meta);
    make_put(out, "\"attributions\":[");
    for (int i = 0; list[i].content != NULL; i++) {
        make_put(out, "%s{\"id\":%d,\"form\":\"indirect\",\"act\":\"speech\",%s",
                 i > 0 ? "," : "", i,
                 list[i].more == NULL ? "\"speaker\":null," : list[i].more);
        make_part(out, "source", text, list[i].source);
        make_part(out, "cue", text, list[i].cue);
        make_part(out, "content", text, list[i].content);
        make_put(out, "\"negated\":false,\"parent\":null,\"confidence\":0.9}");
    }
    make_put(out, "],\"warnings\":[]}\n");
    return out;
}

#endif
