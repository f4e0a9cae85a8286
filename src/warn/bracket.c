/*
 * bracket.c - brackets without a partner.
 *
 * A bracket may be closed some paragraphs later, and "a)" numbers the items of a list.
 */
#include "warn/check.h"

enum { MAX_DEPTH = 64, MAX_PARAGRAPHS = 8 };

static const char OPENING[] = "([{", CLOSING[] = ")]}";

/* Which pair a token belongs to, or 3. */
static uint32_t pair_of(onr_slice token, const char *marks)
{
    uint32_t i = 0;
    while (i < 3 && (token.len != 1 || *token.ptr != marks[i])) i++;
    return i;
}

typedef struct open_bracket {
    uint32_t token, paragraph;
    uint32_t pair;
} open_bracket;

typedef struct stack {
    open_bracket at[MAX_DEPTH];
    uint32_t count;
} stack;

static void add(onr_checker *c, uint32_t token)
{
    const onr_doc *doc = c->doc;
    bool before = token > 0 && !onr_check_spaced(c, token);
    bool after = token + 1 < doc->token_count && !onr_check_spaced(c, token + 1);
    uint32_t first = before ? token - 1 : token;
    onr_check_add(c, ONR_MARK_BRACKET,
                  onr_check_span(doc, first, after && !before ? token + 1 : token));
}

/* "1)", "a)", "iv)" where an item may begin: at the paragraph, after a mark, or after "and". */
static bool is_numbering(const onr_checker *c, uint32_t token, uint32_t first)
{
    if (token == first || onr_check_spaced(c, token)) return false;
    onr_slice word = onr_check_text(c, token - 1);
    if (word.len > 3) return false;
    if (*word.ptr >= '0' && *word.ptr <= '9') return true;
    return word.len == 1 || onr_check_in(c->doc, token - 1, " ii iii iv vi vii ix ");
}

/* Forget what cannot be closed any more, and warn of it. */
static void drop_old(onr_checker *c, stack *open, uint32_t paragraph)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < open->count; i++) {
        if (paragraph - open->at[i].paragraph <= MAX_PARAGRAPHS)
            open->at[kept++] = open->at[i];
        else
            add(c, open->at[i].token);
    }
    open->count = kept;
}

/* Take the newest of the pair; what was opened after it in the same paragraph has no partner. */
static bool close_pair(onr_checker *c, stack *open, uint32_t pair)
{
    uint32_t i = open->count;
    while (i > 0 && open->at[i - 1].pair != pair) i--;
    if (i == 0) return false;
    for (uint32_t k = i; k < open->count; k++) add(c, open->at[k].token);
    open->count = i - 1;
    return true;
}

static void check_paragraph(onr_checker *c, stack *open, uint32_t p)
{
    onr_range range = c->doc->paragraphs[p];
    for (uint32_t t = range.first_token; t < range.end_token; t++) {
        onr_slice token = onr_check_text(c, t);
        if (token.len != 1) continue;
        uint32_t opens = pair_of(token, OPENING), closes = pair_of(token, CLOSING);
        if (opens < 3 && open->count < MAX_DEPTH)
            open->at[open->count++] = (open_bracket){t, p, opens};
        else if (closes < 3 && !close_pair(c, open, closes) &&
                 !is_numbering(c, t, range.first_token))
            add(c, t);
    }
}

void onr_check_brackets(onr_checker *c)
{
    stack open = {.count = 0};
    for (uint32_t p = 0; p < c->doc->paragraph_count; p++) {
        if (open.count > 0) drop_old(c, &open, p);
        check_paragraph(c, &open, p);
    }
    for (uint32_t i = 0; i < open.count; i++) add(c, open.at[i].token);
}
