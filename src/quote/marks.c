#include "quote/marks.h"

#include <string.h>

/* What stands beside a mark. EDGE is the paragraph's start or end. */
enum { SPACE, WORD, PUNCT, OPENER, DASH, ELLIPSIS, EDGE, SIDE_COUNT };

/* First bytes that a mark can begin with: " ' ` and the lead bytes of « » ´ (C2), “ etc. (E2). */
static const bool may_begin_mark[256] = {
    ['"'] = true, ['\''] = true, ['`'] = true, [0xC2] = true, [0xE2] = true,
};

static bool set_mark(uint8_t *family, uint8_t *shape, uint8_t f, onr_shape s)
{
    *family = f;
    *shape = (uint8_t)s;
    return true;
}

static bool is_ascii_mark(const char *s, uint32_t len, uint8_t *family, uint8_t *shape)
{
    if (len == 1) {
        if (s[0] == '"') return set_mark(family, shape, ONR_MARK_DOUBLE, ONR_SHAPE_STRAIGHT);
        if (s[0] == '\'') return set_mark(family, shape, ONR_MARK_SINGLE, ONR_SHAPE_STRAIGHT);
        return set_mark(family, shape, ONR_MARK_SINGLE, ONR_SHAPE_TICK);
    }
    if (len != 2 || s[1] != s[0] || s[0] == '"') return false;
    return set_mark(family, shape, ONR_MARK_DOUBLE,
                    s[0] == '`' ? ONR_SHAPE_TICK : ONR_SHAPE_PRIME);
}

static bool is_latin_mark(unsigned char second, uint8_t *family, uint8_t *shape)
{
    switch (second) {
    case 0xAB: return set_mark(family, shape, ONR_MARK_DOUBLE, ONR_SHAPE_ANGLE_LEFT);
    case 0xBB: return set_mark(family, shape, ONR_MARK_DOUBLE, ONR_SHAPE_ANGLE_RIGHT);
    case 0xB4: return set_mark(family, shape, ONR_MARK_SINGLE, ONR_SHAPE_PRIME);
    default: return false;
    }
}

/* U+2018 to U+201F and the single guillemets, all E2 80 xx. */
static bool is_general_mark(unsigned char third, uint8_t *family, uint8_t *shape)
{
    static const uint8_t shapes[4] = {ONR_SHAPE_LEFT, ONR_SHAPE_RIGHT, ONR_SHAPE_LOW,
                                      ONR_SHAPE_REV};
    if (third >= 0x98 && third <= 0x9F)
        return set_mark(family, shape, third < 0x9C ? ONR_MARK_SINGLE : ONR_MARK_DOUBLE,
                        (onr_shape)shapes[third & 3]);
    if (third == 0xB9) return set_mark(family, shape, ONR_MARK_SINGLE, ONR_SHAPE_ANGLE_LEFT);
    if (third == 0xBA) return set_mark(family, shape, ONR_MARK_SINGLE, ONR_SHAPE_ANGLE_RIGHT);
    return false;
}

/* Two single curly marks in one token stand for a double one. Programs that curl what is typed
 * make ‘’ of two apostrophes before a word and ’’ behind one, so the first mark says the
 * direction. */
static bool is_curly_pair(const unsigned char *s, uint8_t *family, uint8_t *shape)
{
    bool left = s[2] == 0x98;
    if ((!left && s[2] != 0x99) || s[3] != 0xE2 || s[4] != 0x80) return false;
    if (s[5] != 0x99 && !(left && s[5] == 0x98)) return false;
    return set_mark(family, shape, ONR_MARK_DOUBLE, left ? ONR_SHAPE_LEFT : ONR_SHAPE_RIGHT);
}

bool onr_mark_is(const onr_doc *doc, uint32_t i, uint8_t *family, uint8_t *shape)
{
    const onr_token *t = &doc->tokens[i];
    const unsigned char *s = (const unsigned char *)doc->text.ptr + t->start_byte;
    if (!may_begin_mark[s[0]]) return false;
    if (s[0] < 0x80) return is_ascii_mark((const char *)s, t->len_bytes, family, shape);
    if (s[0] == 0xC2) return t->len_bytes == 2 && is_latin_mark(s[1], family, shape);
    if (s[1] != 0x80) return false;
    if (t->len_bytes == 3) return is_general_mark(s[2], family, shape);
    return t->len_bytes == 6 && is_curly_pair(s, family, shape);
}

static bool spaced(const onr_doc *doc, uint32_t i)
{
    return (doc->tokens[i].flags & ONR_TOKEN_SPACE_BEFORE) != 0;
}

/* General punctuation (E2 80 xx) that matters beside a mark: dashes and the ellipsis. */
static uint8_t side_of_general(unsigned char third)
{
    if (third >= 0x90 && third <= 0x95) return DASH;
    return third == 0xA6 ? ELLIPSIS : WORD;
}

static uint8_t side_of_ascii(unsigned char c)
{
    switch (c) {
    case '.': case ',': case ';': case ':': case '!': case '?': case ')': case ']': case '}':
        return PUNCT;
    case '(': case '[': case '{':
        return OPENER;
    case '-': case '/':
        return DASH;
    default:
        return WORD;
    }
}

static uint8_t side_left(const onr_doc *doc, uint32_t token)
{
    onr_slice t = onr_doc_token_text(doc, token);
    const unsigned char *end = (const unsigned char *)t.ptr + t.len;
    if (end[-1] < 0x80) return side_of_ascii(end[-1]);
    if (t.len >= 3 && end[-3] == 0xE2 && end[-2] == 0x80) {
        uint8_t side = side_of_general(end[-1]);
        return side == ELLIPSIS ? PUNCT : side;
    }
    return WORD;
}

static uint8_t side_right(const onr_doc *doc, uint32_t token)
{
    onr_slice t = onr_doc_token_text(doc, token);
    const unsigned char *s = (const unsigned char *)t.ptr;
    if (s[0] == '.') return t.len > 1 ? ELLIPSIS : PUNCT;
    if (s[0] == '\'') return PUNCT; /* a clitic: "Hamlet"'s */
    if (s[0] < 0x80) return side_of_ascii(s[0]) == OPENER ? WORD : side_of_ascii(s[0]);
    if (t.len < 3 || s[0] != 0xE2 || s[1] != 0x80) return WORD;
    return s[2] == 0x99 ? PUNCT : side_of_general(s[2]);
}

/*
 * What a mark costs as an opening and as a closing one, by its left side (rows) and right side
 * (columns): SPACE WORD PUNCT OPENER DASH ELLIPSIS EDGE. OPENER never stands on the right, ELLIPSIS
 * never on the left.
 */
static const int8_t open_cost[SIDE_COUNT][SIDE_COUNT] = {
    [SPACE] = {3, 0, 4, 0, 2, 0, 14},    [WORD] = {12, 6, 14, 6, 12, 10, 14},
    [PUNCT] = {12, 3, 14, 3, 12, 8, 14}, [OPENER] = {3, 0, 4, 0, 2, 0, 14},
    [DASH] = {8, 0, 8, 0, 8, 1, 14},     [ELLIPSIS] = {12, 3, 14, 3, 12, 8, 14},
    [EDGE] = {2, 0, 4, 0, 2, 0, 14},
};
static const int8_t close_cost[SIDE_COUNT][SIDE_COUNT] = {
    [SPACE] = {3, 12, 3, 12, 4, 8, 2},    [WORD] = {0, 6, 0, 6, 0, 1, 0},
    [PUNCT] = {0, 2, 0, 2, 0, 1, 0},      [OPENER] = {8, 12, 8, 12, 8, 8, 8},
    [DASH] = {0, 6, 0, 6, 2, 1, 0},       [ELLIPSIS] = {0, 2, 0, 2, 0, 1, 0},
    [EDGE] = {14, 14, 14, 14, 14, 14, 14},
};

/* What a shape costs as an opening mark, whatever stands beside it. */
static const int8_t open_shape[ONR_SHAPE_COUNT] = {
    [ONR_SHAPE_RIGHT] = 6, [ONR_SHAPE_REV] = 1, [ONR_SHAPE_PRIME] = 5, [ONR_SHAPE_ANGLE_RIGHT] = 4,
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool ends_in_s(onr_slice word)
{
    return word.len > 1 && (word.ptr[word.len - 1] | 0x20) == 's';
}

/* "90s", "72", but not "2nd". */
static bool is_short_year(onr_slice word)
{
    return word.len >= 2 && word.len <= 3 && is_digit(word.ptr[0]) && is_digit(word.ptr[1]) &&
           (word.len == 2 || word.ptr[2] == 's');
}

/* Words that lose their beginning to an apostrophe; "'90s" is seen from its digit. */
static bool is_elision(onr_slice word)
{
    static const char *const words[] = {"em",  "til",   "tis",   "twas", "twill", "cause", "n",
                                        "bout", "round", "cuz",  "coz",  "nuff",  "til",   "tude",
                                        "twere"};
    char low[8];
    if (is_short_year(word)) return true;
    if (word.len == 0 || word.len >= sizeof low) return false;
    for (size_t i = 0; i < word.len; i++) {
        char c = word.ptr[i];
        low[i] = c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i]) == word.len && memcmp(words[i], low, word.len) == 0) return true;
    return false;
}

static bool is_apostrophe(const onr_mark *mark)
{
    return mark->shape == ONR_SHAPE_STRAIGHT || mark->shape == ONR_SHAPE_RIGHT ||
           mark->shape == ONR_SHAPE_LEFT || mark->shape == ONR_SHAPE_PRIME;
}

/* A single mark may be an apostrophe: make "none at all" cheap where it looks like one. */
static void weigh_single(const onr_doc *doc, onr_mark *mark)
{
    onr_slice none = {"", 0};
    uint32_t i = mark->token;
    onr_slice before = mark->left == WORD ? onr_doc_token_text(doc, i - 1) : none;
    onr_slice after = mark->right == WORD ? onr_doc_token_text(doc, i + 1) : none;
    mark->ignore = mark->left == PUNCT ? 8 : 5;
    if (mark->shape == ONR_SHAPE_LOW) mark->ignore = 2;
    if (!is_apostrophe(mark)) return;
    if (mark->left == WORD && mark->right != WORD) {
        mark->ignore = 4;
        if (ends_in_s(before) && mark->right == SPACE) {
            mark->ignore = 0; /* the voters' choice */
            mark->close = (int8_t)(mark->close + 3);
        }
    }
    if (mark->left != WORD && mark->left != PUNCT && mark->right == WORD && is_elision(after)) {
        mark->ignore = 0; /* '90s, 'em */
        mark->open = (int8_t)(mark->open + 6);
    }
    if (mark->shape == ONR_SHAPE_RIGHT && mark->left != PUNCT && mark->ignore > 3)
        mark->ignore = 3;
    if (mark->measure) {
        mark->ignore = 0;
        mark->close = (int8_t)(mark->close + 3);
    }
}

static bool ends_sentence(onr_slice token)
{
    char last = token.ptr[token.len - 1];
    return last == '.' || last == '!' || last == '?';
}

static void weigh(const onr_doc *doc, onr_mark *mark)
{
    mark->open = (int8_t)(open_cost[mark->left][mark->right] + open_shape[mark->shape]);
    mark->close = close_cost[mark->left][mark->right];
    mark->measure = false;
    mark->reopens = mark->family == ONR_MARK_DOUBLE && mark->left == SPACE && mark->open <= 1 &&
                    ends_sentence(onr_doc_token_text(doc, mark->token - 1));
    if (mark->left == WORD && mark->shape <= ONR_SHAPE_RIGHT) {
        onr_slice before = onr_doc_token_text(doc, mark->token - 1);
        mark->measure = is_digit(before.ptr[before.len - 1]);
    }
    if (mark->family == ONR_MARK_SINGLE) {
        weigh_single(doc, mark);
        return;
    }
    /* A lost opening mark should rather open a quotation that stays unclosed. */
    mark->ignore = mark->measure ? 4 : mark->open <= 9 ? 24 : 15;
}

/*
 * Three apostrophes are a double and a single mark: the double one is the first when they open and
 * the last when they close. Tokens do not know that, so the two marks may have to change places.
 */
static bool is_miscut(const onr_marks *m)
{
    if (m->group_end - m->at != 2) return false;
    uint32_t first = m->doc->tokens[m->at].len_bytes, second = m->doc->tokens[m->at + 1].len_bytes;
    if (first + second != 3 || onr_doc_token_text(m->doc, m->at).ptr[0] != '\'' ||
        onr_doc_token_text(m->doc, m->at + 1).ptr[0] != '\'')
        return false;
    bool opens = open_cost[m->left][m->right] < close_cost[m->left][m->right];
    return opens ? second == 2 : first == 2;
}

/* Marks that touch each other share their surroundings: in .'" all three see the full stop. */
static void enter_group(onr_marks *m)
{
    const onr_doc *doc = m->doc;
    uint32_t i = m->at, end = i + 1;
    uint8_t family, shape;
    while (end < m->paragraph.end_token && !spaced(doc, end) &&
           onr_mark_is(doc, end, &family, &shape))
        end++;
    m->group_end = end;
    m->left = i == m->paragraph.first_token ? EDGE : spaced(doc, i) ? SPACE : side_left(doc, i - 1);
    m->right = end == m->paragraph.end_token ? EDGE
               : spaced(doc, end)            ? SPACE
                                             : side_right(doc, end);
    m->swap = is_miscut(m);
}

void onr_marks_start(onr_marks *marks, const onr_doc *doc, onr_range paragraph)
{
    *marks = (onr_marks){doc, paragraph, paragraph.first_token, paragraph.first_token, 0, 0,
                         false};
}

bool onr_marks_next(onr_marks *m, onr_mark *out)
{
    while (m->at < m->paragraph.end_token &&
           !onr_mark_is(m->doc, m->at, &out->family, &out->shape))
        m->at++;
    if (m->at >= m->paragraph.end_token) return false;
    if (m->at >= m->group_end) enter_group(m);
    if (m->swap) {
        bool single = out->family == ONR_MARK_SINGLE;
        out->family = single ? ONR_MARK_DOUBLE : ONR_MARK_SINGLE;
        out->shape = single ? ONR_SHAPE_PRIME : ONR_SHAPE_STRAIGHT;
    }
    out->token = m->at++;
    out->left = m->left;
    out->right = m->right;
    weigh(m->doc, out);
    return true;
}

bool onr_shape_same_set(uint8_t a, uint8_t b)
{
    static const uint8_t set[ONR_SHAPE_COUNT] = {0, 1, 1, 1, 1, 2, 2, 3, 3};
    return set[a] == set[b];
}
