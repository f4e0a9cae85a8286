#include "block/block.h"

#include "base/error.h"
#include "block/names.h"
#include "block/rules.h"

/* The given block that holds a byte, as the search goes forward through the text. */
typedef struct given {
    const onr_block *blocks;
    uint32_t count;
    uint32_t at; /* blocks before it end at or before every byte still to come */
} given;

/* Index of the given block that holds `byte`, or ONR_NONE; `byte` never goes back. */
static uint32_t given_at(given *g, uint32_t byte)
{
    while (g->at < g->count && g->blocks[g->at].span.end_byte <= byte) g->at++;
    return g->at < g->count && g->blocks[g->at].span.start_byte <= byte ? g->at : ONR_NONE;
}

/* One run of the stage. */
typedef struct run {
    onr_doc *doc;
    given given;
    bool body_seen; /* a dateline comes no more */
    onr_line line;
} run;

static bool add_block(onr_doc *doc, onr_range range, uint8_t kind)
{
    onr_span span = {doc->tokens[range.first_token].start_byte,
                     onr_token_end(&doc->tokens[range.end_token - 1])};
    return onr_doc_add_block(doc, (onr_block){span, kind});
}

static bool same_letters(onr_slice a, onr_slice b)
{
    if (a.len != b.len) return false;
    for (size_t i = 0; i < a.len; i++) {
        char x = a.ptr[i], y = b.ptr[i];
        if (x >= 'A' && x <= 'Z') x = (char)(x + 32);
        if (y >= 'A' && y <= 'Z') y = (char)(y + 32);
        if (x != y) return false;
    }
    return true;
}

static bool add_person(onr_doc *doc, onr_slice name)
{
    for (uint32_t i = 0; i < doc->byline_count; i++)
        if (same_letters(doc->bylines[i], name)) return true;
    return doc->byline_count >= ONR_MAX_BYLINES || onr_doc_add_byline(doc, name);
}

static bool add_people(onr_doc *doc, onr_slice text, bool *found)
{
    onr_slice name;
    *found = false;
    while (onr_name_next(&text, &name)) {
        *found = true;
        if (!add_person(doc, name)) return false;
    }
    return true;
}

static bool begins_by(onr_slice text)
{
    return text.len > 3 && (text.ptr[0] | 32) == 'b' && (text.ptr[1] | 32) == 'y' &&
           text.ptr[2] == ' ';
}

/* Of a given byline in which no person was found: "Reuters" of "By Reuters"; no addresses. */
static onr_slice strip_byline(onr_slice text)
{
    while (text.len > 0 && (unsigned char)text.ptr[text.len - 1] <= ' ') text.len--;
    for (size_t skip = 1; skip > 0;) {
        skip = begins_by(text) ? 3 : text.len > 0 && (unsigned char)*text.ptr <= ' ';
        text.ptr += skip;
        text.len -= skip;
    }
    for (size_t i = 0; i + 2 < text.len; i++)
        if (text.ptr[i] == ':' && text.ptr[i + 1] == '/' && text.ptr[i + 2] == '/') text.len = 0;
    return text;
}

static bool take_given_bylines(onr_doc *doc)
{
    for (uint32_t i = 0; i < doc->meta.byline_count; i++) {
        bool found;
        if (!add_people(doc, doc->meta.bylines[i], &found)) return false;
        onr_slice rest = strip_byline(doc->meta.bylines[i]);
        if (!found && rest.len > 0 && !add_person(doc, rest)) return false;
    }
    return true;
}

/* A line that no given block speaks of; a dateline at its beginning becomes a block of its own. */
static bool guess_line(run *r, onr_range range)
{
    onr_line_init(&r->line, r->doc, range);
    uint8_t guess = onr_rules_guess(&r->line);
    bool text = guess >= ONR_GUESS_SHORT && guess != ONR_GUESS_DATE;
    uint32_t place = text && !r->body_seen ? onr_rules_dateline(&r->line) : 0;
    if (place > 0) {
        uint32_t end = range.first_token + place;
        onr_range dateline = {range.first_token, end};
        if (!add_block(r->doc, dateline, ONR_BLOCK_DATELINE)) return false;
        range.first_token = end;
        guess = ONR_BLOCK_BODY;
    }
    if (guess == ONR_GUESS_LONG || guess == ONR_BLOCK_BODY) r->body_seen = true;
    return add_block(r->doc, range, guess);
}

static bool label_piece(run *r, onr_range range, uint32_t from)
{
    if (from == ONR_NONE) return guess_line(r, range);
    uint8_t kind = r->given.blocks[from].kind;
    if (kind > ONR_BLOCK_OTHER) kind = ONR_BLOCK_OTHER;
    if (kind == ONR_BLOCK_BODY) r->body_seen = true;
    return add_block(r->doc, range, kind);
}

/* Cut a paragraph where the given blocks change. */
static bool label_paragraph(run *r, onr_range paragraph)
{
    const onr_token *tokens = r->doc->tokens;
    uint32_t first = paragraph.first_token;
    uint32_t from = given_at(&r->given, tokens[first].start_byte);
    for (uint32_t t = first + 1; t < paragraph.end_token && r->given.count > 0; t++) {
        uint32_t here = given_at(&r->given, tokens[t].start_byte);
        if (here == from) continue;
        if (!label_piece(r, (onr_range){first, t}, from)) return false;
        first = t;
        from = here;
    }
    return label_piece(r, (onr_range){first, paragraph.end_token}, from);
}

static bool take_text_bylines(onr_doc *doc)
{
    for (uint32_t i = 0; i < doc->block_count; i++) {
        onr_block block = doc->blocks[i];
        bool found;
        onr_slice text = {doc->text.ptr + block.span.start_byte,
                          block.span.end_byte - block.span.start_byte};
        if (block.kind != ONR_BLOCK_BYLINE && block.kind != ONR_BLOCK_CREDIT) continue;
        if (!add_people(doc, text, &found)) return false;
    }
    return true;
}

static bool label_all(run *r)
{
    onr_doc *doc = r->doc;
    for (uint32_t p = 0; p < doc->paragraph_count; p++)
        if (!label_paragraph(r, doc->paragraphs[p])) return false;
    onr_rules_settle(doc->blocks, doc->block_count);
    return take_given_bylines(doc) && take_text_bylines(doc);
}

onr_status onr_block_run(onr_doc *doc, onr_error *err)
{
    run r;
    r.doc = doc;
    r.given = (given){doc->meta.blocks, doc->meta.block_count, 0};
    r.body_seen = false;
    return label_all(&r) ? ONR_OK : onr_fail_memory(err);
}
