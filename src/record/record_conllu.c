/*
 * record_conllu.c - CoNLL-U: a token a line, ten columns (https://universaldependencies.org/format,
 * docs/formats/record.md).
 *
 * Columns of layers that are not there hold "_". Tokens that are glued together as one word stand
 * behind a range line with the whole word.
 */
#include "record/record.h"

/* Names that are open at once in the Entity column; deeper ones are left out. */
enum { MAX_OPEN = 16 };

/* One document on its way into lines. */
typedef struct table {
    onr_writer *w;
    const onr_doc *doc;
    uint32_t mention; /* the first one that has not begun yet */
    const onr_mention *open[MAX_OPEN]; /* not ended yet, outermost first */
    uint32_t open_count;
} table;

static onr_slice form_of(const table *t, uint32_t first, uint32_t last)
{
    const onr_token *end = onr_doc_token_at(t->doc, last);
    onr_span span = {onr_doc_token_at(t->doc, first)->start_byte,
                     end->start_byte + end->len_bytes};
    return onr_record_piece(t->doc, span);
}

static bool has_space_after(const table *t, uint32_t token)
{
    return token + 1 >= onr_doc_token_count(t->doc) ||
           (onr_doc_token_at(t->doc, token + 1)->flags & ONR_TOKEN_SPACE_BEFORE) != 0;
}

/* The last token of the word that begins with `token`. */
static uint32_t find_last_piece(const table *t, uint32_t token, uint32_t end)
{
    while (token + 1 < end && (onr_doc_token_at(t->doc, token + 1)->flags & ONR_TOKEN_PIECE) != 0)
        token++;
    return token;
}

static void put_or_blank(onr_writer *w, onr_slice text)
{
    onr_put_char(w, '\t');
    if (text.len == 0)
        onr_put_char(w, '_');
    else
        onr_record_put_flat(w, text);
}

static void put_name(onr_writer *w, const char *name)
{
    onr_put_char(w, '\t');
    onr_put_text(w, name != NULL ? name : "_");
}

static void put_tag(const table *t, uint32_t token)
{
    const onr_tag *tag = onr_doc_tag_at(t->doc, token);
    put_name(t->w, tag == NULL ? NULL : onr_upos_name(tag->upos));
    put_name(t->w, tag == NULL ? NULL : onr_xpos_name(tag->xpos));
    put_or_blank(t->w, tag == NULL ? (onr_slice){NULL, 0} : onr_doc_feats(t->doc, tag->feats));
}

static void put_arc(const table *t, uint32_t token, uint32_t first)
{
    const onr_arc *arc = onr_doc_arc_at(t->doc, token);
    if (arc == NULL) {
        onr_put_text(t->w, "\t_\t_");
        return;
    }
    onr_put_char(t->w, '\t');
    onr_put_unsigned(t->w, arc->head == ONR_NONE ? 0 : arc->head - first + 1);
    put_name(t->w, onr_rel_name(arc->rel));
}

/* The bracket of a name that begins here, in the way of CorefUD: "(e0-PERSON". */
static void put_opening(table *t, const onr_mention *m, bool first)
{
    onr_put_text(t->w, first ? "Entity=(e" : "(e");
    onr_put_unsigned(t->w, m->entity);
    onr_put_char(t->w, '-');
    onr_put_text(t->w, onr_entity_type_name(onr_doc_entity_at(t->doc, m->entity)->type));
    if (m->end_token == m->first_token + 1)
        onr_put_char(t->w, ')');
    else
        t->open[t->open_count++] = m;
}

/* The brackets of all names that begin or end at the token; false when there are none. */
static bool put_entities(table *t, uint32_t token)
{
    bool any = false;
    for (; t->mention < onr_doc_mention_count(t->doc); t->mention++) {
        const onr_mention *m = onr_doc_mention_at(t->doc, t->mention);
        if (m->first_token > token) break;
        if (t->open_count == MAX_OPEN) continue;
        put_opening(t, m, !any);
        any = true;
    }
    for (; t->open_count > 0 && t->open[t->open_count - 1]->end_token == token + 1; any = true) {
        onr_put_text(t->w, any ? "e" : "Entity=e");
        onr_put_unsigned(t->w, t->open[--t->open_count]->entity);
        onr_put_char(t->w, ')');
    }
    return any;
}

static void put_misc(table *t, uint32_t token, bool no_space)
{
    onr_put_text(t->w, "\t_\t");
    bool any = put_entities(t, token);
    if (no_space)
        onr_put_text(t->w, any ? "|SpaceAfter=No" : "SpaceAfter=No");
    else if (!any)
        onr_put_char(t->w, '_');
    onr_put_char(t->w, '\n');
}

/* "1-2  don't": the line before the pieces of a word. */
static void put_whole(const table *t, uint32_t first, uint32_t last, onr_range sentence)
{
    onr_put_unsigned(t->w, first - sentence.first_token + 1);
    onr_put_char(t->w, '-');
    onr_put_unsigned(t->w, last - sentence.first_token + 1);
    put_or_blank(t->w, form_of(t, first, last));
    onr_put_text(t->w, "\t_\t_\t_\t_\t_\t_\t_\t");
    onr_put_text(t->w, has_space_after(t, last) ? "_\n" : "SpaceAfter=No\n");
}

static void put_token(table *t, uint32_t token, onr_range sentence, bool no_space)
{
    onr_put_unsigned(t->w, token - sentence.first_token + 1);
    put_or_blank(t->w, form_of(t, token, token));
    put_or_blank(t->w, onr_doc_lemma_at(t->doc, token));
    put_tag(t, token);
    put_arc(t, token, sentence.first_token);
    put_misc(t, token, no_space);
}

static void put_tokens(table *t, onr_range sentence)
{
    for (uint32_t i = sentence.first_token; i < sentence.end_token && !t->w->failed;) {
        uint32_t last = find_last_piece(t, i, sentence.end_token);
        bool whole = last > i;
        if (whole) put_whole(t, i, last, sentence);
        for (; i <= last; i++) put_token(t, i, sentence, !whole && !has_space_after(t, i));
    }
    onr_put_char(t->w, '\n');
}

/* As the tokens and their spaces give it, which is what readers of the format compare it with. */
static void put_text_comment(const table *t, onr_range sentence)
{
    onr_put_text(t->w, "# text = ");
    for (uint32_t i = sentence.first_token; i < sentence.end_token; i++) {
        onr_record_put_flat(t->w, form_of(t, i, i));
        if (i + 1 < sentence.end_token && has_space_after(t, i)) onr_put_char(t->w, ' ');
    }
    onr_put_char(t->w, '\n');
}

static void put_sentence_id(const table *t, uint32_t sentence)
{
    onr_slice id = onr_doc_meta(t->doc)->id;
    onr_put_text(t->w, "# sent_id = ");
    onr_record_put_flat(t->w, id);
    if (id.len > 0) onr_put_char(t->w, '-');
    onr_put_unsigned(t->w, sentence + 1);
    onr_put_char(t->w, '\n');
}

static void put_document(const table *t)
{
    onr_slice id = onr_doc_meta(t->doc)->id;
    onr_put_text(t->w, id.len > 0 ? "# newdoc id = " : "# newdoc");
    onr_record_put_flat(t->w, id);
    onr_put_char(t->w, '\n');
    if (onr_doc_has_entities(t->doc)) onr_put_text(t->w, "# global.Entity = eid-etype\n");
}

void onr_record_conllu(onr_writer *w, const onr_record_source *from)
{
    table t = {.w = w, .doc = from->doc};
    uint32_t paragraph = 0;
    for (uint32_t i = 0; i < onr_doc_sentence_count(t.doc) && !w->failed; i++) {
        onr_range sentence = onr_doc_sentence_at(t.doc, i);
        if (i == 0) put_document(&t);
        if (paragraph < onr_doc_paragraph_count(t.doc) &&
            onr_doc_paragraph_at(t.doc, paragraph).first_token == sentence.first_token) {
            onr_put_text(w, "# newpar\n");
            paragraph++;
        }
        put_sentence_id(&t, i);
        put_text_comment(&t, sentence);
        put_tokens(&t, sentence);
    }
}
