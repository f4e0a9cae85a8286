#include "record/flow.h"

#include "base/utf8.h"

enum { DEFAULT_COLUMNS = 80 };

typedef struct codepoint_range {
    uint32_t first, last;
} codepoint_range;

/* The blocks that matter for news, after Unicode 15's General_Category Mn/Me/Cf and
 * East_Asian_Width W/F; whole blocks where the exceptions are unassigned or rare. */
static const codepoint_range ZERO_WIDTH[] = {
    {0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD},   {0x05BF, 0x05BF},   {0x05C1, 0x05C2},
    {0x05C4, 0x05C5}, {0x0610, 0x061A}, {0x064B, 0x065F},   {0x0670, 0x0670},   {0x06D6, 0x06DC},
    {0x06DF, 0x06E4}, {0x0900, 0x0902}, {0x093C, 0x093C},   {0x0941, 0x0948},   {0x094D, 0x094D},
    {0x0E31, 0x0E31}, {0x0E34, 0x0E3A}, {0x0E47, 0x0E4E},   {0x1AB0, 0x1AFF},   {0x1DC0, 0x1DFF},
    {0x200B, 0x200F}, {0x2060, 0x2064}, {0x20D0, 0x20FF},   {0x3099, 0x309A},   {0xFE00, 0xFE0F},
    {0xFE20, 0xFE2F}, {0xFEFF, 0xFEFF}, {0xE0001, 0xE007F}, {0xE0100, 0xE01EF},
};

static const codepoint_range WIDE[] = {
    {0x1100, 0x115F},   {0x231A, 0x231B},   {0x2329, 0x232A},   {0x23E9, 0x23EC},
    {0x2E80, 0x303E},   {0x3041, 0x3098},   {0x309B, 0xA4CF},   {0xA960, 0xA97F},
    {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},   {0xFF01, 0xFF60},
    {0xFFE0, 0xFFE6},   {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF}, {0x1F900, 0x1F9FF},
    {0x20000, 0x3FFFD},
};

static bool holds(const codepoint_range *ranges, size_t count, uint32_t codepoint)
{
    for (size_t i = 0; i < count && ranges[i].first <= codepoint; i++) {
        if (codepoint <= ranges[i].last) return true;
    }
    return false;
}

uint32_t onr_flow_width(uint32_t codepoint)
{
    if (codepoint < 0x0300) return 1;
    if (holds(ZERO_WIDTH, sizeof ZERO_WIDTH / sizeof ZERO_WIDTH[0], codepoint)) return 0;
    if (holds(WIDE, sizeof WIDE / sizeof WIDE[0], codepoint)) return 2;
    return 1;
}

/* White space at which a line may break: not the no-break spaces U+00A0, U+2007, U+202F. */
static bool is_space(uint32_t c)
{
    return c == ' ' || (c >= 0x09 && c <= 0x0D) || c == 0x85 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200A && c != 0x2007) || c == 0x2028 || c == 0x2029 ||
           c == 0x205F || c == 0x3000;
}

/* What could steer the terminal, or show the text in another order than it has. */
static bool is_unsafe(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c <= 0x9F) || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069);
}

/* ECMA-48, "select graphic rendition"; the first one resets. */
static const char *style_sequence(onr_style style)
{
    switch (style) {
    case ONR_STYLE_PLAIN: return "\x1B[0m";
    case ONR_STYLE_STRONG: return "\x1B[1m";
    case ONR_STYLE_SOURCE: return "\x1B[1;36m";
    case ONR_STYLE_CUE: return "\x1B[33m";
    case ONR_STYLE_QUOTE: return "\x1B[32m";
    case ONR_STYLE_DIM: return "\x1B[2m";
    }
    return "";
}

static void set_style(onr_flow *f, onr_style style)
{
    if (!f->colour || style == f->style) return;
    if (f->style != ONR_STYLE_PLAIN) onr_put_text(f->w, style_sequence(ONR_STYLE_PLAIN));
    if (style != ONR_STYLE_PLAIN) onr_put_text(f->w, style_sequence(style));
    f->style = style;
}

onr_flow onr_flow_start(onr_writer *w, uint32_t columns, bool colour)
{
    if (columns == 0) columns = DEFAULT_COLUMNS;
    return (onr_flow){.w = w, .colour = colour, .columns = columns};
}

static uint32_t limited(const onr_flow *f, uint32_t indent)
{
    return indent < f->columns / 2 ? indent : f->columns / 2;
}

static void open_line(onr_flow *f, uint32_t indent)
{
    onr_put_repeated(f->w, ' ', indent);
    f->line_indent = indent;
    f->column = indent;
    f->breakable = false;
}

void onr_flow_line(onr_flow *f, uint32_t first, uint32_t indent)
{
    f->indent = limited(f, indent);
    f->spaces = 0;
    open_line(f, limited(f, first));
}

void onr_flow_space(onr_flow *f, uint32_t count)
{
    if (f->column > f->line_indent && f->spaces < count) f->spaces = count;
}

/* No colour may cross the end of a line: pagers forget it there. */
static void cut_line(onr_flow *f)
{
    set_style(f, ONR_STYLE_PLAIN);
    onr_put_char(f->w, '\n');
    open_line(f, f->indent);
}

/* Turn the last white space of the line into a line break: set the word behind it aside, cut the
 * line, put the word back. */
static void break_line(onr_flow *f)
{
    onr_buffer *b = f->w->buffer;
    size_t word_len = b->len - f->word_at;
    size_t room = (size_t)f->indent + 32; /* two sequences and a line feed are shorter */
    onr_style end_style = f->style;
    if (!onr_writer_reserve(f->w, room)) return;
    char *word = b->ptr + f->word_at + room;
    memmove(word, b->ptr + f->word_at, word_len);
    b->len = f->break_at;
    f->style = f->break_style;
    cut_line(f);
    if (word_len == 0) return;
    set_style(f, f->word_style);
    memmove(b->ptr + b->len, word, word_len);
    b->len += word_len;
    f->style = end_style;
    f->column += f->word_width;
}

/* Put the spaces owed and remember them as a place to break before a word in `style`. */
static void pay_spaces(onr_flow *f, onr_style style)
{
    f->breakable = true;
    f->break_at = f->w->buffer->len;
    f->break_style = f->style;
    onr_put_repeated(f->w, ' ', f->spaces);
    f->column += f->spaces;
    f->spaces = 0;
    f->word_at = f->w->buffer->len;
    f->word_width = 0;
    f->word_style = style;
}

static void put_codepoint(onr_flow *f, uint32_t codepoint, onr_style style)
{
    char bytes[4];
    if (is_unsafe(codepoint)) codepoint = ONR_REPLACEMENT;
    uint32_t width = onr_flow_width(codepoint);
    bool begins_word = f->spaces > 0;
    if (begins_word) pay_spaces(f, style);
    if (f->column + width > f->columns) {
        if (f->breakable) break_line(f);
        if (f->column + width > f->columns && f->column > f->line_indent) cut_line(f);
    }
    set_style(f, style);
    if (begins_word) f->word_at = f->w->buffer->len;
    onr_put_bytes(f->w, bytes, onr_utf8_encode(bytes, codepoint));
    f->column += width;
    f->word_width += width;
}

static void put_all(onr_flow *f, onr_slice text, onr_style style, bool solid)
{
    uint32_t size;
    bool ok;
    for (size_t at = 0; at < text.len && !f->w->failed; at += size) {
        uint32_t codepoint = onr_utf8_decode(text.ptr, text.len, at, &size, &ok);
        if (!solid && is_space(codepoint))
            onr_flow_space(f, 1);
        else
            put_codepoint(f, codepoint, style);
    }
}

void onr_flow_text(onr_flow *f, onr_slice text, onr_style style)
{
    put_all(f, text, style, false);
}

void onr_flow_solid(onr_flow *f, onr_slice text, onr_style style)
{
    put_all(f, text, style, true);
}

void onr_flow_word(onr_flow *f, const char *text, onr_style style)
{
    onr_flow_text(f, (onr_slice){text, strlen(text)}, style);
}

void onr_flow_end(onr_flow *f)
{
    set_style(f, ONR_STYLE_PLAIN);
    onr_put_char(f->w, '\n');
}
