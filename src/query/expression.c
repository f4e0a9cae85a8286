#include "query/expression.h"

static bool is_space(char c)
{
    return (unsigned char)c <= ' ';
}

/* Each word as a string of FTS5, where a quotation mark is doubled. Controls part words: a NUL
 * would end the expression. */
static void put_words(onr_writer *w, onr_slice words)
{
    bool inside = false;
    for (size_t i = 0; i < words.len; i++) {
        char c = words.ptr[i];
        if (is_space(c)) {
            if (inside) onr_put_text(w, "\" ");
            inside = false;
            continue;
        }
        if (!inside) onr_put_char(w, '"');
        inside = true;
        onr_put_char(w, c);
        if (c == '"') onr_put_char(w, c);
    }
    if (inside) onr_put_char(w, '"');
}

static bool has_words(onr_slice words)
{
    for (size_t i = 0; i < words.len; i++)
        if (!is_space(words.ptr[i])) return true;
    return false;
}

static void put_column(onr_writer *w, const char *column, onr_slice words, bool *any)
{
    if (!has_words(words)) return;
    if (*any) onr_put_text(w, " AND ");
    *any = true;
    onr_put_text(w, column);
    onr_put_text(w, " : (");
    put_words(w, words);
    onr_put_char(w, ')');
}

void onr_expression_put(onr_writer *w, const onr_query *query)
{
    bool any = false;
    if (query->operators && has_words(query->words)) {
        onr_put_char(w, '(');
        onr_put_slice(w, query->words);
        onr_put_char(w, ')');
        any = true;
    } else {
        put_column(w, "content", query->words, &any);
    }
    put_column(w, "speaker", query->speaker, &any);
    put_column(w, "role", query->role, &any);
    put_column(w, "affiliation", query->affiliation, &any);
    put_column(w, "cue", query->cue, &any);
}
