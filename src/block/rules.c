#include "block/rules.h"

#include <string.h>

#include "block/lexicon.h"
#include "block/names.h"

enum {
    MAX_PROMOTION = 30, /* words */
    MAX_APPEAL = 45,
    MAX_BYLINE = 16,
    MAX_CREDITED = 45, /* before "contributed to this report" */
    MAX_SHORT = 25,
    MAX_NAMES = 9,
    MAX_LABEL = 3,
    MAX_HEADING = 12,
    MAX_HEADING_BYTES = 240,
    MIN_DATED = 8, /* words of a paragraph with a dateline */
    MAX_STANDFIRST = 45,
    MAX_DATE = 14,
    MAX_DATELINE = 16,
    MAX_CAPTION = 60,
    MAX_CREDIT_WORDS = 6 /* of a caption's own credit, at its end */
};

/* What the phrases of a line say together. */
typedef struct signs {
    uint32_t lead;     /* says of the phrases at the beginning */
    uint32_t anywhere; /* says of all phrases */
    bool pointer_last;
    bool picture_last;
    uint32_t contributed; /* word at which such a phrase begins, or ONR_NONE */
} signs;

static void note_phrases(const onr_line *line, uint32_t at, signs *found)
{
    size_t all, first;
    size_t count = onr_phrases_of(line->words[at], &first);
    if (count == 0) return;
    const onr_phrase *phrases = onr_phrases(&all);
    for (const onr_phrase *p = phrases + first; p < phrases + first + count; p++) {
        if (!onr_line_has(line, at, p->words)) continue;
        bool alone = at == line->lead && line->letters <= 2;
        if (p->says & ONR_SAYS_ALONE && !alone) continue;
        found->anywhere |= p->says;
        if (at == line->lead) found->lead |= p->says;
        if (p->says & ONR_SAYS_POINTER && at + 2 >= line->count) found->pointer_last = true;
        if (p->says & ONR_SAYS_PICTURE && (at + 5 >= line->count || line->count <= MAX_NAMES))
            found->picture_last = true;
        if (p->says & ONR_SAYS_CONTRIBUTED && found->contributed == ONR_NONE)
            found->contributed = at;
    }
}

/* The beginning, the last words of a line that is not too long for a caption, and all of one that
 * may be promotion or a credit. */
static signs find_signs(const onr_line *line)
{
    signs found = {.contributed = ONR_NONE};
    bool all = line->whole && line->count <= MAX_APPEAL && !line->quoted;
    uint32_t next = line->lead + 1;
    if (line->lead < line->count) note_phrases(line, line->lead, &found);
    if (!all && line->count > next + MAX_CREDIT_WORDS) next = line->count - MAX_CREDIT_WORDS;
    uint32_t end = line->whole && line->count <= MAX_CAPTION ? line->count : 0;
    for (uint32_t i = next; i < end; i++) note_phrases(line, i, &found);
    return found;
}

static bool is_promotion(const onr_line *line, const signs *found)
{
    if (line->quoted || !line->whole || line->count > MAX_APPEAL) return false;
    if (found->anywhere & ONR_SAYS_APPEAL) return true;
    if (line->count > MAX_PROMOTION) return false;
    if (found->lead & ONR_SAYS_PROMOTION) return true;
    return found->lead & ONR_SAYS_INVITATION &&
           (found->anywhere & ONR_SAYS_OFFER || found->pointer_last);
}

/* Small words that stand between names in a byline or credit. */
static bool is_link(onr_slice word)
{
    static const char *const LINKS[] = {"and", "in", "for", "of", "from", "at", "the", "on", "with",
                                        "to", "this", "a", "'s"};
    for (size_t i = 0; i < sizeof LINKS / sizeof *LINKS; i++)
        if (strlen(LINKS[i]) == word.len && memcmp(LINKS[i], word.ptr, word.len) == 0) return true;
    return onr_byline_word_of(word) != ONR_WORD_NAME;
}

/* The capital letters are lost in line->words, so the document's own are asked for. */
static uint32_t plain_words(const onr_line *line, uint32_t from, uint32_t end)
{
    uint32_t plain = 0;
    for (uint32_t i = from; i < end; i++) {
        char c = *line->words[i].ptr;
        bool small = (line->upper >> i & 1) == 0 && c >= 'a' && c <= 'z';
        if (small && !is_link(line->words[i])) plain++;
    }
    return plain;
}

static bool holds_name(const onr_line *line, uint32_t from, uint32_t end)
{
    onr_slice name, rest = onr_line_source(line, from, end);
    return rest.len > 0 && onr_name_next(&rest, &name);
}

static bool is_credit(const onr_line *line, const signs *found)
{
    if (line->quoted) return false;
    if (found->contributed != ONR_NONE && found->contributed > line->lead &&
        line->count <= MAX_CREDITED && plain_words(line, line->lead, found->contributed) == 0)
        return true;
    return found->lead & ONR_SAYS_CREDIT && plain_words(line, line->lead, line->count) <= 1;
}

/* Words of the phrase that leads a byline, or 0. */
static uint32_t byline_lead(const onr_line *line)
{
    size_t all, first, best = 0;
    if (line->lead >= line->count) return 0;
    size_t count = onr_phrases_of(line->words[line->lead], &first);
    const onr_phrase *p = onr_phrases(&all) + first;
    for (size_t i = 0; i < count; i++, p++) {
        size_t words = 1;
        for (const char *c = p->words; *c != '\0'; c++) words += *c == ' ';
        if (p->says & ONR_SAYS_BYLINE && onr_line_has(line, line->lead, p->words) && words > best)
            best = words;
    }
    return (uint32_t)best;
}

static bool is_byline(const onr_line *line)
{
    uint32_t lead = byline_lead(line);
    if (lead == 0 || line->quoted || !line->whole || line->count > MAX_BYLINE) return false;
    if (*line->words[line->count - 1].ptr == ':') return false;
    uint32_t from = line->lead + lead;
    return from < line->count && plain_words(line, from, line->count) == 0 &&
           holds_name(line, from, line->count);
}

/* "Ana Ruiz, Political Editor", "Ana Ruiz and Bo Li". */
static bool is_names(const onr_line *line)
{
    return line->whole && line->count <= MAX_NAMES && !line->quoted && !line->terminated &&
           *line->words[line->count - 1].ptr != ':' && line->digits == 0 &&
           plain_words(line, line->lead, line->count) == 0 &&
           holds_name(line, line->lead, line->count);
}

static bool is_date(const onr_line *line)
{
    bool named = false;
    if (!line->whole || line->count > MAX_DATE || line->digits == 0) return false;
    for (uint32_t i = line->lead; i < line->count; i++) {
        onr_slice word = line->words[i];
        char c = *word.ptr;
        bool letter = (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
        if (!letter) continue;
        if (onr_line_is_month(word) || onr_byline_word_of(word) == ONR_WORD_DATE)
            named = true;
        else if (!is_link(word) && word.len > 3)
            return false;
    }
    return named;
}

/* "— Ana (@ana) 4 May", "A: Blue", "1.", "“No.”": never a heading. */
static bool is_item(const onr_line *line)
{
    if (line->quoted || line->letters == 0 || line->lead > 0) return true;
    if (line->count > 1 && line->words[0].len == 1 && *line->words[1].ptr == ':') return true;
    for (uint32_t i = 0; i < line->count; i++)
        if (*line->words[i].ptr == '@') return true;
    return false;
}

static uint8_t guess_text(const onr_line *line, const signs *found)
{
    bool opens = line->words[line->count - 1].ptr[0] == ':'; /* what follows belongs to it */
    if (!line->whole || line->count > MAX_STANDFIRST) return ONR_GUESS_LONG;
    if (line->letters == 0) return line->digits > 0 ? ONR_GUESS_TITLE : ONR_BLOCK_OTHER;
    if (!line->terminated && found->lead & ONR_SAYS_BLURB) return ONR_GUESS_BLURB;
    if (line->letters > MAX_SHORT || line->bytes > MAX_HEADING_BYTES || opens)
        return ONR_GUESS_SENTENCE;
    if (!line->terminated && is_item(line)) return ONR_GUESS_TITLE;
    if (!line->terminated && line->letters <= MAX_LABEL) return ONR_GUESS_LABEL;
    if (!line->terminated && line->letters <= MAX_HEADING) return ONR_GUESS_SHORT;
    if (!line->terminated) return ONR_GUESS_TITLE;
    return line->capitals * 10 >= line->letters * 7 ? ONR_GUESS_TITLE : ONR_GUESS_SENTENCE;
}

uint8_t onr_rules_guess(const onr_line *line)
{
    if (line->count == 0) return ONR_GUESS_LONG; /* its first token is longer than any word */
    signs found = find_signs(line);
    if (is_credit(line, &found)) return ONR_BLOCK_CREDIT;
    if (is_date(line)) return ONR_GUESS_DATE;
    if (is_promotion(line, &found)) return ONR_BLOCK_PROMOTION;
    bool caption = found.lead & ONR_SAYS_CAPTION || (found.picture_last && !line->quoted);
    if (caption && line->count <= MAX_CAPTION) return ONR_BLOCK_CAPTION;
    if (found.lead & ONR_SAYS_NOTE) return ONR_BLOCK_OTHER;
    if (is_byline(line)) return ONR_BLOCK_BYLINE;
    if (is_names(line)) return ONR_GUESS_NAMES;
    return guess_text(line, &found);
}

static bool is_dash(onr_slice word)
{
    static const char *const DASHES[] = {"-", "--", "\xE2\x80\x93", "\xE2\x80\x94", "\xE2\x80\x95"};
    for (size_t i = 0; i < sizeof DASHES / sizeof *DASHES; i++)
        if (strlen(DASHES[i]) == word.len && memcmp(DASHES[i], word.ptr, word.len) == 0)
            return true;
    return false;
}

/* A place in capitals is enough, one that is merely capitalised needs an agency in brackets, a
 * comma or a date as well. */
uint32_t onr_rules_dateline(const onr_line *line)
{
    if (line->letters < MIN_DATED || (line->upper & 1) == 0) return 0;
    bool shouted = onr_is_shouted(onr_line_source(line, 0, 1)), bracket = false;
    for (uint32_t i = 0; i < line->count && i < MAX_DATELINE; i++) {
        onr_slice word = line->words[i];
        char c = *word.ptr;
        if (is_dash(word)) {
            bool apart = shouted && (word.len > 1 || line->spaced >> i & 1);
            return i > 0 && i + 1 < line->count && (apart || bracket) ? i + 1 : 0;
        }
        bracket = c == ')';
        bool fits = (line->upper >> i & 1) != 0 || (c >= '0' && c <= '9') || strchr(",.()/", c);
        if (!fits) return 0;
    }
    return 0;
}

/* ---- by the neighbours ---- */

static bool is_solid(uint8_t kind)
{
    return kind == ONR_BLOCK_BODY || kind == ONR_GUESS_SENTENCE || kind == ONR_GUESS_LONG;
}

/* True when a byline or a date stands among the next few lines, before any that is surely body. */
static bool byline_follows(const onr_block *blocks, uint32_t i, uint32_t count)
{
    for (uint32_t k = i + 1; k < count && k <= i + 4; k++) {
        uint8_t kind = blocks[k].kind;
        if (kind == ONR_BLOCK_BYLINE || kind == ONR_BLOCK_DATELINE || kind == ONR_GUESS_DATE)
            return true;
        if (kind == ONR_GUESS_LONG || kind == ONR_BLOCK_BODY) return false;
    }
    return false;
}

static bool is_near(const onr_block *blocks, uint32_t i, uint32_t count, uint8_t kind)
{
    return (i > 0 && blocks[i - 1].kind == kind) || (i + 1 < count && blocks[i + 1].kind == kind);
}

/* Above the body. */
static uint8_t settle_top(const onr_block *blocks, uint32_t i, uint32_t count, bool titled,
                          bool summed_up)
{
    uint8_t guess = blocks[i].kind;
    bool dated = is_near(blocks, i, count, ONR_GUESS_DATE) ||
                 is_near(blocks, i, count, ONR_BLOCK_DATELINE);
    switch (guess) {
    case ONR_GUESS_NAMES:
        if (titled && dated) return ONR_BLOCK_BYLINE;
        return titled ? ONR_BLOCK_OTHER : ONR_BLOCK_HEADLINE;
    case ONR_GUESS_LABEL:
        return titled ? ONR_BLOCK_OTHER : ONR_BLOCK_HEADLINE;
    case ONR_GUESS_SHORT:
    case ONR_GUESS_BLURB:
    case ONR_GUESS_TITLE:
        if (!titled) return ONR_BLOCK_HEADLINE;
        return summed_up ? ONR_BLOCK_BODY : ONR_BLOCK_STANDFIRST;
    case ONR_GUESS_SENTENCE:
        return titled && byline_follows(blocks, i, count) ? ONR_BLOCK_STANDFIRST : ONR_BLOCK_BODY;
    default:
        return ONR_BLOCK_BODY;
    }
}

/* Within the body: a single short line between two that are text is a heading. */
static uint8_t settle_inside(const onr_block *blocks, uint32_t i, uint32_t count)
{
    uint8_t guess = blocks[i].kind;
    bool shorter = guess == ONR_GUESS_SHORT || guess == ONR_GUESS_LABEL || guess == ONR_GUESS_NAMES;
    bool between = i > 0 && is_solid(blocks[i - 1].kind) && i + 1 < count &&
                   is_solid(blocks[i + 1].kind);
    return shorter && between ? ONR_BLOCK_HEADLINE : ONR_BLOCK_BODY;
}

static uint8_t settle(const onr_block *blocks, uint32_t i, uint32_t count, const uint32_t *seen)
{
    uint8_t kind = blocks[i].kind;
    if (kind <= ONR_BLOCK_OTHER) return kind;
    if (kind == ONR_GUESS_DATE) return ONR_BLOCK_DATELINE;
    if (kind == ONR_GUESS_BLURB && is_near(blocks, i, count, ONR_BLOCK_PROMOTION))
        return ONR_BLOCK_PROMOTION;
    if (seen[ONR_BLOCK_BODY] > 0) return settle_inside(blocks, i, count);
    return settle_top(blocks, i, count, seen[ONR_BLOCK_HEADLINE] > 0,
                      seen[ONR_BLOCK_STANDFIRST] > 1);
}

void onr_rules_settle(onr_block *blocks, uint32_t count)
{
    uint32_t seen[ONR_BLOCK_OTHER + 1] = {0};
    for (uint32_t i = 0; i < count; i++) {
        blocks[i].kind = settle(blocks, i, count, seen);
        seen[blocks[i].kind]++;
    }
}
