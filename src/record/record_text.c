/*
 * record_text.c - the record for people who read it in a terminal.
 *
 * One line for the document, then a block for each attribution: who, cue, when and where, and
 * details on the first line, the content wrapped beneath it. Attributions within another's content
 * stand indented under it. Where speakers are known, those of each stand together under a line that
 * says who that is. All words go through onr_flow, which lets no control character out.
 */
#include "base/arena.h"
#include "record/flow.h"
#include "record/record.h"

enum {
    BLOCK_INDENT = 2,
    STEP = 4,           /* further for each level of nesting, and for the content */
    MAX_DEPTH = 8,      /* deeper ones are shown as if they were not nested */
    MAX_WARNINGS = 10,  /* shown singly */
    EXCERPT_LENGTH = 40 /* code points of a warning's text */
};

/* The attributions as a forest, by index; ONR_NONE ends. One allocation holds the three arrays. */
typedef struct forest {
    uint32_t count;
    uint32_t *parent; /* [count] */
    uint32_t *child;  /* [count] the first one */
    uint32_t *next;   /* [count] the next with the same parent; of roots, the next root */
    uint32_t root;    /* the first one */
    const onr_alloc *alloc;
} forest;

/* The parent to show: ONR_NONE also where the way up is too long, or a circle. */
static uint32_t shown_parent(const onr_doc *doc, uint32_t i)
{
    uint32_t count = onr_doc_attribution_count(doc);
    uint32_t parent = onr_doc_attribution_at(doc, i)->parent;
    uint32_t at = parent;
    for (int depth = 0; depth < MAX_DEPTH; depth++) {
        if (at >= count) return depth == 0 ? ONR_NONE : parent;
        at = onr_doc_attribution_at(doc, at)->parent;
    }
    return ONR_NONE;
}

static size_t forest_bytes(const forest *t)
{
    return (size_t)t->count * 3 * sizeof *t->parent;
}

/* Linked from the back, so that siblings come in the order of the text. */
static bool forest_init(forest *t, const onr_doc *doc, const onr_alloc *alloc)
{
    *t = (forest){.count = onr_doc_attribution_count(doc), .root = ONR_NONE, .alloc = alloc};
    if (t->count == 0) return true;
    t->parent = onr_resize(alloc, NULL, 0, forest_bytes(t));
    if (t->parent == NULL) return false;
    t->child = t->parent + t->count;
    t->next = t->child + t->count;
    for (uint32_t i = 0; i < t->count; i++) {
        t->parent[i] = shown_parent(doc, i);
        t->child[i] = ONR_NONE;
    }
    for (uint32_t i = t->count; i-- > 0;) {
        uint32_t *head = t->parent[i] == ONR_NONE ? &t->root : &t->child[t->parent[i]];
        t->next[i] = *head;
        *head = i;
    }
    return true;
}

/* Puts the roots in the order of their speakers, those without one last. */
static bool forest_group(forest *t, const onr_doc *doc)
{
    const uint32_t speakers = onr_doc_speaker_count(doc);
    const size_t bytes = ((size_t)speakers + 1) * sizeof(uint32_t);
    if (t->root == ONR_NONE || !onr_doc_has_speakers(doc)) return true;
    uint32_t *heads = onr_resize(t->alloc, NULL, 0, bytes);
    if (heads == NULL) return false;
    for (uint32_t s = 0; s <= speakers; s++) heads[s] = ONR_NONE;
    for (uint32_t i = t->count; i-- > 0;) {
        uint32_t s = onr_doc_attribution_at(doc, i)->speaker;
        if (t->parent[i] != ONR_NONE) continue;
        uint32_t *head = &heads[s == ONR_NONE ? speakers : s];
        t->next[i] = *head;
        *head = i;
    }
    uint32_t *link = &t->root;
    for (uint32_t s = 0; s <= speakers; s++) {
        *link = heads[s];
        while (*link != ONR_NONE) link = &t->next[*link];
    }
    onr_release(t->alloc, heads, bytes);
    return true;
}

static void forest_deinit(forest *t)
{
    onr_release(t->alloc, t->parent, forest_bytes(t));
}

/* The one to show after `i`: its first child, else the next of the nearest that has a next. */
static uint32_t forest_step(const forest *t, uint32_t i, uint32_t *depth)
{
    if (t->child[i] != ONR_NONE) {
        *depth += 1;
        return t->child[i];
    }
    while (t->next[i] == ONR_NONE && t->parent[i] != ONR_NONE) {
        i = t->parent[i];
        *depth -= 1;
    }
    return t->next[i];
}

/* Numbers and short fixed words, composed aside because flow counts columns. */
typedef struct note {
    char bytes[96];
    size_t len;
} note;

static void note_add(note *n, const char *text)
{
    size_t len = strlen(text);
    if (len > sizeof n->bytes - n->len) len = sizeof n->bytes - n->len;
    memcpy(n->bytes + n->len, text, len);
    n->len += len;
}

static void note_number(note *n, uint32_t value)
{
    char digits[11];
    size_t at = sizeof digits - 1;
    digits[at] = '\0';
    do {
        digits[--at] = (char)('0' + value % 10);
        value /= 10;
    } while (value != 0);
    note_add(n, digits + at);
}

static void put_note(onr_flow *f, const note *n)
{
    onr_flow_solid(f, (onr_slice){n->bytes, n->len}, ONR_STYLE_DIM);
}

static void put_head(onr_flow *f, const onr_doc *doc)
{
    const onr_input *meta = onr_doc_meta(doc);
    uint32_t count = onr_doc_attribution_count(doc);
    note n = {.len = 0};
    note_add(&n, "(");
    if (count == 0)
        note_add(&n, "no");
    else
        note_number(&n, count);
    note_add(&n, count == 1 ? " attribution)" : " attributions)");
    onr_flow_line(f, 0, BLOCK_INDENT);
    onr_flow_text(f, meta->title.len > 0 ? meta->title : meta->id, ONR_STYLE_STRONG);
    onr_flow_space(f, 2);
    put_note(f, &n);
    onr_slice original = onr_doc_copy_of(doc);
    if (original.ptr != NULL) {
        onr_flow_space(f, 2);
        onr_flow_word(f, "copy of", ONR_STYLE_DIM);
        onr_flow_space(f, 1);
        onr_flow_text(f, original, ONR_STYLE_DIM);
    }
    onr_flow_end(f);
}

static onr_span quote_span(const onr_doc *doc, uint32_t i)
{
    const onr_quote *q = onr_doc_quote_at(doc, i);
    const onr_token *last = onr_doc_token_at(doc, q->end_token - 1);
    return (onr_span){onr_doc_token_at(doc, q->first_token)->start_byte,
                      last->start_byte + last->len_bytes};
}

/* The outermost quotation around the last one that begins at or before `byte`: the first that can
 * reach `byte`, because outermost ones are disjoint. */
static uint32_t first_quote(const onr_doc *doc, uint32_t byte)
{
    uint32_t low = 0, high = onr_doc_quote_count(doc);
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (quote_span(doc, middle).start_byte <= byte)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0) return 0;
    uint32_t top = low - 1;
    while (onr_doc_quote_at(doc, top)->parent != ONR_NONE) top = onr_doc_quote_at(doc, top)->parent;
    return top;
}

/* A piece of the text with its quotations in their own style. */
static void put_quoted(onr_flow *f, const onr_doc *doc, onr_span piece)
{
    uint32_t at = piece.start_byte;
    for (uint32_t i = first_quote(doc, at); i < onr_doc_quote_count(doc); i++) {
        onr_span quote = quote_span(doc, i);
        if (quote.start_byte >= piece.end_byte) break;
        if (onr_doc_quote_at(doc, i)->parent != ONR_NONE || quote.end_byte <= at) continue;
        if (quote.start_byte < at) quote.start_byte = at;
        if (quote.end_byte > piece.end_byte) quote.end_byte = piece.end_byte;
        onr_span before = {at, quote.start_byte};
        onr_flow_text(f, onr_record_piece(doc, before), ONR_STYLE_PLAIN);
        onr_flow_text(f, onr_record_piece(doc, quote), ONR_STYLE_QUOTE);
        at = quote.end_byte;
    }
    onr_flow_text(f, onr_record_piece(doc, (onr_span){at, piece.end_byte}), ONR_STYLE_PLAIN);
}

/* The pieces of a part, or `missing` when it has none. */
static void put_part(onr_flow *f, const onr_doc *doc, onr_part part, onr_style style,
                     const char *missing)
{
    uint32_t count;
    const onr_span *spans = onr_doc_spans(doc, part, &count);
    if (count == 0) onr_flow_word(f, missing, ONR_STYLE_DIM);
    for (uint32_t i = 0; i < count; i++) {
        if (i > 0) onr_flow_word(f, " \xE2\x80\xA6 ", ONR_STYLE_DIM);
        if (style == ONR_STYLE_PLAIN && f->colour)
            put_quoted(f, doc, spans[i]);
        else
            onr_flow_text(f, onr_record_piece(doc, spans[i]), style);
    }
}

/* "(direct, speech, 0.93)" */
static void put_details(onr_flow *f, const onr_attribution *a)
{
    uint32_t percent = (onr_record_thousandths(a->confidence) + 5) / 10;
    note n = {.len = 0};
    note_add(&n, "(");
    note_add(&n, onr_record_form_name(a->form));
    note_add(&n, ", ");
    note_add(&n, onr_record_act_name(a->act));
    note_add(&n, ", ");
    note_number(&n, percent / 100);
    note_add(&n, percent % 100 < 10 ? ".0" : ".");
    note_number(&n, percent % 100);
    note_add(&n, ")");
    put_note(f, &n);
}

/* "on Wednesday, Brussels, the meeting", as far as the text tells. */
static void put_setting(onr_flow *f, const onr_doc *doc, const onr_attribution *a)
{
    const onr_part parts[] = {a->addressee, a->time, a->place, a->occasion};
    const char *between = "to ";
    for (uint32_t i = 0; i < 4; i++) {
        if (i == 1) between = a->addressee.count > 0 ? ", " : "";
        if (parts[i].count == 0) continue;
        if (i == 0 || between[0] == '\0') onr_flow_space(f, 2);
        onr_flow_word(f, between, ONR_STYLE_DIM);
        put_part(f, doc, parts[i], ONR_STYLE_DIM, "");
        between = ", ";
    }
}

/* "Ana Ruiz, mayor, Harbour Party": the line above what a speaker says. */
static void put_speaker(onr_flow *f, const onr_doc *doc, uint32_t speaker)
{
    onr_put_char(f->w, '\n');
    onr_flow_line(f, 0, BLOCK_INDENT);
    if (speaker == ONR_NONE) {
        onr_flow_word(f, "(speaker not known)", ONR_STYLE_DIM);
    } else {
        const onr_speaker *s = onr_doc_speaker_at(doc, speaker);
        onr_flow_text(f, s->name, ONR_STYLE_STRONG);
        if (s->role.len > 0 && s->named) {
            onr_flow_word(f, ", ", ONR_STYLE_PLAIN);
            onr_flow_text(f, s->role, ONR_STYLE_PLAIN);
        }
        if (s->affiliation.len > 0 && s->named) {
            onr_flow_word(f, ", ", ONR_STYLE_PLAIN);
            onr_flow_text(f, s->affiliation, ONR_STYLE_PLAIN);
        }
    }
    onr_flow_end(f);
}

static void put_attribution(onr_flow *f, const onr_doc *doc, uint32_t i, uint32_t depth)
{
    const onr_attribution *a = onr_doc_attribution_at(doc, i);
    uint32_t indent = BLOCK_INDENT + STEP * depth;
    onr_put_char(f->w, '\n');
    onr_flow_line(f, indent, indent + STEP / 2);
    put_part(f, doc, a->source, ONR_STYLE_SOURCE, "(no source)");
    onr_flow_word(f, " \xE2\x80\x94 ", ONR_STYLE_DIM);
    put_part(f, doc, a->cue, ONR_STYLE_CUE, "(no cue)");
    put_setting(f, doc, a);
    onr_flow_space(f, 2);
    put_details(f, a);
    onr_flow_end(f);
    onr_flow_line(f, indent + STEP, indent + STEP);
    if (a->negated) onr_flow_word(f, "not: ", ONR_STYLE_STRONG);
    put_part(f, doc, a->content, ONR_STYLE_PLAIN, "(no content)");
    onr_flow_end(f);
}

static void put_attributions(onr_flow *f, const onr_doc *doc)
{
    forest t;
    uint32_t depth = 0;
    if (!forest_init(&t, doc, f->w->buffer->alloc)) {
        f->w->failed = true;
        return;
    }
    if (!forest_group(&t, doc)) f->w->failed = true;
    uint32_t last = ONR_NONE;
    for (uint32_t i = t.root; i != ONR_NONE && !f->w->failed; i = forest_step(&t, i, &depth)) {
        uint32_t speaker = onr_doc_attribution_at(doc, i)->speaker;
        bool heads = onr_doc_has_speakers(doc) && depth == 0 && (i == t.root || speaker != last);
        if (heads) put_speaker(f, doc, speaker);
        if (depth == 0) last = speaker;
        put_attribution(f, doc, i, depth);
    }
    forest_deinit(&t);
}

/* The beginning of a slice, cut between code points. */
static onr_slice excerpt(onr_slice text)
{
    size_t at = 0;
    for (uint32_t i = 0; i < EXCERPT_LENGTH && at < text.len; i++) {
        at++;
        while (at < text.len && ((unsigned char)text.ptr[at] & 0xC0) == 0x80) at++;
    }
    return (onr_slice){text.ptr, at};
}

static void put_warning(onr_flow *f, const onr_doc *doc, const onr_warning *warning)
{
    onr_slice text = onr_record_piece(doc, warning->span);
    onr_slice shown = excerpt(text);
    note n = {.len = 0};
    note_add(&n, "(");
    note_add(&n, warning->kind);
    note_add(&n, " at ");
    note_number(&n, onr_doc_codepoint(doc, warning->span.start_byte));
    note_add(&n, ")");
    onr_flow_line(f, BLOCK_INDENT, BLOCK_INDENT + 2);
    onr_flow_word(f, "! ", ONR_STYLE_STRONG);
    onr_flow_word(f, warning->why, ONR_STYLE_PLAIN);
    onr_flow_space(f, 2);
    onr_flow_text(f, shown, ONR_STYLE_PLAIN);
    if (shown.len < text.len) onr_flow_word(f, "\xE2\x80\xA6", ONR_STYLE_DIM);
    onr_flow_space(f, 2);
    put_note(f, &n);
    onr_flow_end(f);
}

static void put_warnings(onr_flow *f, const onr_doc *doc)
{
    uint32_t count = onr_doc_warning_count(doc);
    uint32_t shown = count < MAX_WARNINGS ? count : MAX_WARNINGS;
    if (count > 0) onr_put_char(f->w, '\n');
    for (uint32_t i = 0; i < shown; i++) put_warning(f, doc, onr_doc_warning_at(doc, i));
    if (shown == count) return;
    note n = {.len = 0};
    note_add(&n, "and ");
    note_number(&n, count - shown);
    note_add(&n, count - shown == 1 ? " more warning" : " more warnings");
    onr_flow_line(f, BLOCK_INDENT, BLOCK_INDENT);
    put_note(f, &n);
    onr_flow_end(f);
}

void onr_record_text(onr_writer *w, const onr_record_source *from)
{
    onr_flow f = onr_flow_start(w, from->options.columns, from->options.colour);
    put_head(&f, from->doc);
    put_attributions(&f, from->doc);
    put_warnings(&f, from->doc);
    onr_put_char(w, '\n');
}
