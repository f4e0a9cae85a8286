/*
 * hit.c - a statement that was found, for people and for programs.
 */
#include "export/csv.h"
#include "export/export.h"
#include "record/flow.h"

static void put_key(onr_writer *w, const char *key, onr_slice value)
{
    onr_put_text(w, key);
    onr_put_json_or_null(w, value);
}

static const char *mark_name(onr_mark_kind kind)
{
    static const char *const names[] = {"source", "cue", "content", "word"};
    return names[kind & 3];
}

static uint32_t count_points(onr_slice text, uint32_t end)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < end && i < text.len; i++)
        count += ((unsigned char)text.ptr[i] & 0xC0) != 0x80;
    return count;
}

static void put_context(onr_writer *w, const onr_hit *hit)
{
    if (hit->context.ptr == NULL) {
        onr_put_text(w, ",\"context\":null}\n");
        return;
    }
    onr_put_text(w, ",\"context\":{\"text\":");
    onr_put_json_repaired(w, hit->context);
    onr_put_text(w, ",\"marks\":[");
    for (uint32_t i = 0; i < hit->mark_count; i++) {
        onr_put_text(w, i > 0 ? ",{\"kind\":\"" : "{\"kind\":\"");
        onr_put_text(w, mark_name(hit->marks[i].kind));
        onr_put_text(w, "\",\"span\":[");
        onr_put_unsigned(w, count_points(hit->context, hit->marks[i].span.start_byte));
        onr_put_char(w, ',');
        onr_put_unsigned(w, count_points(hit->context, hit->marks[i].span.end_byte));
        onr_put_text(w, "]}");
    }
    onr_put_text(w, "]}}\n");
}

void onr_hit_jsonl(onr_writer *w, const onr_hit *hit)
{
    onr_put_text(w, "{\"statement\":");
    onr_put_unsigned(w, hit->statement);
    onr_put_text(w, ",\"document\":{\"number\":");
    onr_put_unsigned(w, hit->document);
    put_key(w, ",\"id\":", hit->document_name);
    put_key(w, ",\"title\":", hit->title);
    put_key(w, ",\"outlet\":", hit->outlet);
    put_key(w, ",\"published\":", hit->published);
    put_key(w, ",\"url\":", hit->url);
    put_key(w, "},\"speaker\":", hit->speaker);
    put_key(w, ",\"role\":", hit->role);
    put_key(w, ",\"affiliation\":", hit->affiliation);
    put_key(w, ",\"source\":", hit->source);
    put_key(w, ",\"cue\":", hit->cue);
    put_key(w, ",\"lemma\":", hit->lemma);
    put_key(w, ",\"content\":", hit->content);
    onr_put_text(w, ",\"form\":\"");
    onr_put_text(w, onr_form_name(hit->form));
    onr_put_text(w, "\",\"act\":\"");
    onr_put_text(w, onr_act_name(hit->act));
    onr_put_text(w, hit->negated ? "\",\"negated\":true" : "\",\"negated\":false");
    onr_put_text(w, ",\"confidence\":");
    onr_put_thousandths(w, hit->thousandths);
    put_key(w, ",\"reviewed\":", hit->reviewed);
    onr_put_text(w, ",\"family\":");
    if (hit->family == 0)
        onr_put_text(w, "null");
    else
        onr_put_unsigned(w, hit->family);
    put_context(w, hit);
}

void onr_hit_csv_head(onr_writer *w)
{
    onr_put_text(w, "statement,speaker,role,affiliation,source,cue,lemma,content,form,act,negated,"
                    "confidence,reviewed,published,outlet,title,url,document_name,document\n");
}

void onr_hit_csv(onr_writer *w, const onr_hit *hit)
{
    const onr_slice texts[] = {hit->speaker, hit->role,  hit->affiliation, hit->source,
                               hit->cue,     hit->lemma, hit->content};
    const onr_slice more[] = {hit->reviewed, hit->published, hit->outlet,
                              hit->title,    hit->url,       hit->document_name};
    onr_put_unsigned(w, hit->statement);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        onr_put_char(w, ',');
        onr_put_csv(w, texts[i]);
    }
    onr_put_char(w, ',');
    onr_put_text(w, onr_form_name(hit->form));
    onr_put_char(w, ',');
    onr_put_text(w, onr_act_name(hit->act));
    onr_put_text(w, hit->negated ? ",1," : ",0,");
    onr_put_thousandths(w, hit->thousandths);
    for (size_t i = 0; i < sizeof more / sizeof *more; i++) {
        onr_put_char(w, ',');
        onr_put_csv(w, more[i]);
    }
    onr_put_char(w, ',');
    onr_put_unsigned(w, hit->document);
    onr_put_char(w, '\n');
}

/* ---- text ---- */

/* The style at a byte of the context; words win over what they stand in. */
static onr_style style_at(const onr_hit *hit, uint32_t byte, bool *word)
{
    static const onr_style styles[] = {ONR_STYLE_SOURCE, ONR_STYLE_CUE, ONR_STYLE_QUOTE,
                                       ONR_STYLE_STRONG};
    onr_style style = ONR_STYLE_PLAIN;
    *word = false;
    for (uint32_t i = 0; i < hit->mark_count; i++) {
        onr_span span = hit->marks[i].span;
        if (byte < span.start_byte || byte >= span.end_byte) continue;
        style = styles[hit->marks[i].kind & 3];
        if (hit->marks[i].kind == ONR_MARK_WORD) *word = true;
    }
    return style;
}

/* Where the next mark begins or ends behind `byte`. */
static uint32_t next_border(const onr_hit *hit, uint32_t byte)
{
    uint32_t next = (uint32_t)hit->context.len;
    for (uint32_t i = 0; i < hit->mark_count; i++) {
        onr_span span = hit->marks[i].span;
        if (span.start_byte > byte && span.start_byte < next) next = span.start_byte;
        if (span.end_byte > byte && span.end_byte < next) next = span.end_byte;
    }
    return next;
}

/* Words stand between asterisks where there is no colour to show them. */
static void put_marked(onr_flow *f, const onr_hit *hit)
{
    uint32_t next;
    for (uint32_t at = 0; at < hit->context.len; at = next) {
        bool word;
        onr_style style = style_at(hit, at, &word);
        next = next_border(hit, at);
        if (word && !f->colour) onr_flow_word(f, "*", style);
        onr_flow_text(f, (onr_slice){hit->context.ptr + at, next - at}, style);
        if (word && !f->colour) onr_flow_word(f, "*", style);
    }
}

static void put_aside(onr_flow *f, onr_slice text, const char *before)
{
    if (text.len == 0) return;
    onr_flow_word(f, before, ONR_STYLE_DIM);
    onr_flow_text(f, text, ONR_STYLE_DIM);
}

static void put_number(onr_flow *f, const char *before, uint64_t number)
{
    char digits[24];
    size_t at = sizeof digits - 1;
    digits[at] = '\0';
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number != 0);
    onr_flow_word(f, before, ONR_STYLE_DIM);
    onr_flow_word(f, digits + at, ONR_STYLE_DIM);
}

static void put_who(onr_flow *f, const onr_hit *hit)
{
    onr_flow_line(f, 0, 4);
    if (hit->speaker.len > 0)
        onr_flow_text(f, hit->speaker, ONR_STYLE_SOURCE);
    else
        onr_flow_word(f, "(no source)", ONR_STYLE_DIM);
    put_aside(f, hit->role, ", ");
    put_aside(f, hit->affiliation, ", ");
    onr_flow_word(f, " \xE2\x80\x94 ", ONR_STYLE_DIM);
    if (hit->negated) onr_flow_word(f, "not: ", ONR_STYLE_STRONG);
    if (hit->cue.len > 0)
        onr_flow_text(f, hit->cue, ONR_STYLE_CUE);
    else
        onr_flow_word(f, "(no cue)", ONR_STYLE_DIM);
    onr_flow_word(f, "  (", ONR_STYLE_DIM);
    onr_flow_word(f, onr_form_name(hit->form), ONR_STYLE_DIM);
    onr_flow_word(f, ", ", ONR_STYLE_DIM);
    onr_flow_word(f, onr_act_name(hit->act), ONR_STYLE_DIM);
    put_aside(f, hit->reviewed, ", ");
    onr_flow_word(f, ")", ONR_STYLE_DIM);
    onr_flow_end(f);
}

static void put_where(onr_flow *f, const onr_hit *hit)
{
    onr_slice published = hit->published;
    onr_flow_line(f, 4, 6);
    put_aside(f, published.len > 0 ? published : (onr_slice){"(no date)", 9}, "");
    put_aside(f, hit->outlet, ", ");
    put_aside(f, hit->title.len > 0 ? hit->title : hit->document_name, ", ");
    put_number(f, "  [statement ", hit->statement);
    put_number(f, ", document ", hit->document);
    if (hit->family != 0) put_number(f, ", family ", hit->family);
    onr_flow_word(f, "]", ONR_STYLE_DIM);
    onr_flow_end(f);
}

void onr_hit_text(onr_writer *w, const onr_hit *hit, const onr_record_options *options)
{
    onr_flow f = onr_flow_start(w, options->columns, options->colour);
    put_who(&f, hit);
    onr_flow_line(&f, 4, 4);
    if (hit->context.ptr != NULL)
        put_marked(&f, hit);
    else
        onr_flow_text(&f, hit->content, ONR_STYLE_QUOTE);
    onr_flow_end(&f);
    put_where(&f, hit);
    onr_put_char(w, '\n');
}
