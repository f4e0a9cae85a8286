#include "speaker/setting.h"

#include <string.h>

#include "speaker/date.h"
#include "speaker/phrase.h"

/* Where a search runs: tokens [first, end), none of which is in a part of the attribution. */
typedef struct search {
    onr_doc *doc;
    onr_attribution *found;
    bool failed;
} search;

static bool in_part(const onr_doc *doc, onr_part part, uint32_t byte)
{
    for (uint32_t s = 0; s < part.count; s++) {
        onr_span span = doc->spans[part.first + s];
        if (span.start_byte <= byte && byte < span.end_byte) return true;
    }
    return false;
}

static bool is_taken(const onr_doc *doc, const onr_attribution *a, uint32_t token)
{
    uint32_t byte = doc->tokens[token].start_byte;
    return in_part(doc, a->content, byte) || in_part(doc, a->cue, byte) ||
           in_part(doc, a->source, byte);
}

static onr_span span_of(const onr_doc *doc, onr_range r)
{
    return (onr_span){doc->tokens[r.first_token].start_byte,
                      onr_token_end(&doc->tokens[r.end_token - 1])};
}

static void keep(search *s, onr_part *part, onr_range words)
{
    onr_span span = span_of(s->doc, words);
    if (part->count == 0 && !onr_doc_add_part(s->doc, part, &span, 1)) s->failed = true;
}

/* ---- time, place, occasion ---------------------------------------------------------------- */

static bool is_time_word(const onr_doc *doc, uint32_t token)
{
    return onr_token_is(doc, token, " earlier previously later recently today yesterday tonight "
                                    "tomorrow afterward afterwards ");
}

static void take_date(search *s, onr_range words)
{
    char day[ONR_DATE_BYTES];
    if (!onr_date_resolve(day, onr_words_text(s->doc, words), s->doc->meta.published)) return;
    onr_slice copy = {day, strlen(day)};
    if (onr_arena_copy(&s->doc->arena, &copy, copy))
        s->found->date = copy;
    else
        s->failed = true;
}

/* "Ana Ruiz, 52," */
static bool is_age(const onr_doc *doc, onr_mention m)
{
    onr_slice word = onr_doc_token_text(doc, m.first_token);
    return m.end_token - m.first_token == 1 && word.len < 4 && word.ptr[0] >= '0' &&
           word.ptr[0] <= '9';
}

/* A date or time that is named, with the preposition and the "late" in front of it. */
static uint32_t take_time(search *s, uint32_t token, uint32_t first, uint32_t end)
{
    const onr_doc *doc = s->doc;
    uint32_t m = onr_mention_at(doc, token), last = token + 1;
    bool named = m != ONR_NONE && (onr_mention_type(doc, m) == ONR_ENTITY_DATE ||
                                   onr_mention_type(doc, m) == ONR_ENTITY_TIME);
    if (!named && !is_time_word(doc, token)) return token;
    if (named && is_age(doc, doc->mentions[m])) return token;
    if (named) last = doc->mentions[m].end_token;
    if (last > end) last = end;
    uint32_t from = token;
    while (from > first && onr_token_is(doc, from - 1, " on in at late early this last next since "
                                                       "during earlier the "))
        from--;
    while (last < end && onr_token_is(doc, last, " morning afternoon evening night ")) last++;
    if (s->found->time.count > 0) return last;
    keep(s, &s->found->time, (onr_range){from, last});
    take_date(s, (onr_range){from, last});
    return last;
}

/* "in Brussels": the name of a place behind a preposition. */
static uint32_t take_place(search *s, uint32_t token, uint32_t end)
{
    const onr_doc *doc = s->doc;
    if (!onr_token_is(doc, token, " in at from outside near ") || token + 1 >= end) return token;
    uint32_t name = token + 1 + onr_token_is(doc, token + 1, " the ");
    uint32_t m = name < end ? onr_mention_at(doc, name) : ONR_NONE;
    if (m == ONR_NONE || doc->mentions[m].first_token != name) return token;
    uint8_t type = onr_mention_type(doc, m);
    bool place = type == ONR_ENTITY_GPE || type == ONR_ENTITY_LOC || type == ONR_ENTITY_FAC;
    if (!place || doc->mentions[m].end_token > end) return token;
    keep(s, &s->found->place, (onr_range){name, doc->mentions[m].end_token});
    return doc->mentions[m].end_token;
}

static bool is_occasion(const onr_doc *doc, uint32_t token)
{
    return onr_token_is(doc, token,
                        " meeting conference interview speech rally debate hearing summit briefing "
                        "event forum call email e-mail tweet letter address convention statement "
                        "testimony session visit dinner ceremony ruling press-conference show "
                        "program broadcast podcast panel town-hall post message remarks trial "
                        "talks gathering appearance luncheon lecture memo video report ");
}

/* "during the meeting", "at a news conference with reporters": up to the next mark or a phrase of
 * another kind. The name of an event will do as well. */
static uint32_t take_occasion(search *s, uint32_t token, uint32_t end)
{
    const onr_doc *doc = s->doc;
    if (!onr_token_is(doc, token, " at in during after before on following via to ")) return token;
    uint32_t first = token + 1, head = first;
    if (first >= end) return token;
    uint32_t m = onr_mention_at(doc, first);
    bool event = m != ONR_NONE && onr_mention_type(doc, m) == ONR_ENTITY_EVENT;
    while (head < end && head - first < 8 && !is_occasion(doc, head)) {
        bool word = doc->tokens[head].flags & ONR_TOKEN_WORD;
        if (!word && !onr_token_is(doc, head, " - – ' ’ ")) break;
        if (head > first && onr_ends_head(onr_doc_token_text(doc, head)) &&
            !onr_token_is(doc, head, " - – "))
            break;
        head++;
    }
    bool found = head < end && is_occasion(doc, head);
    if (!found && !event) return token;
    uint32_t last = found ? head + 1 : doc->mentions[m].end_token;
    while (last + 1 < end && onr_token_is(doc, last, " of with by for between ")) {
        uint32_t next = last + 1;
        while (next < end && (doc->tokens[next].flags & ONR_TOKEN_WORD) &&
               (!onr_ends_head(onr_doc_token_text(doc, next)) || onr_token_is(doc, next, " than ")))
            next++;
        last = next;
    }
    keep(s, &s->found->occasion, (onr_range){first, last < end ? last : end});
    return last;
}

static void look_through(search *s, uint32_t first, uint32_t end)
{
    for (uint32_t t = first; t < end && !s->failed;) {
        uint32_t next = take_time(s, t, first, end);
        if (next == t) next = take_occasion(s, t, end);
        if (next == t) next = take_place(s, t, end);
        t = next > t ? next : t + 1;
    }
}

/* ---- addressee ---------------------------------------------------------------------------- */

static bool takes_addressee(onr_slice lemma)
{
    return onr_word_listed(" tell inform assure warn ask remind urge advise notify reassure "
                           "promise instruct persuade convince beg press challenge order ",
                           lemma);
}

/* "told reporters on Wednesday": the noun phrase behind the cue; "said to reporters". */
static uint32_t take_addressee(search *s, uint32_t first, uint32_t end)
{
    const onr_doc *doc = s->doc;
    uint32_t from = first;
    if (from < end && onr_token_is(doc, from, " to "))
        from++;
    else if (!takes_addressee(s->found->lemma))
        return first;
    uint32_t last = from;
    while (last < end) {
        uint32_t m = onr_mention_at(doc, last);
        bool date = m != ONR_NONE && onr_mention_type(doc, m) == ONR_ENTITY_DATE;
        onr_slice word = onr_doc_token_text(doc, last);
        if (date || !(doc->tokens[last].flags & ONR_TOKEN_WORD) || is_time_word(doc, last)) break;
        if (onr_ends_head(word)) break;
        if (onr_word_listed(" that how what why if whether not then ", word)) break;
        last++;
    }
    if (last == from || last - from > 12) return first;
    keep(s, &s->found->addressee, (onr_range){from, last});
    return last;
}

/* ---- where to look ------------------------------------------------------------------------ */

static uint32_t end_of(const onr_doc *doc, onr_part part)
{
    return onr_token_from(doc, doc->spans[part.first + part.count - 1].end_byte);
}

/* The free tokens from one on, up to a mark that ends the clause. */
static uint32_t free_until(const onr_doc *doc, const onr_attribution *a, uint32_t from)
{
    uint32_t s = onr_range_find(doc->sentences, doc->sentence_count, from);
    uint32_t end = doc->sentences[s].end_token, t = from;
    if (end - from > ONR_SETTING_REACH) end = from + ONR_SETTING_REACH;
    while (t < end && !is_taken(doc, a, t) &&
           !onr_token_is(doc, t, " . ; : ( ) — ! ? \" “ ” and but while who which when as that "
                                " adding saying noting citing arguing calling "))
        t++;
    return t;
}

/* Where the words in front of a source begin, when they open the sentence with a preposition. */
static uint32_t opening_of(const onr_doc *doc, const onr_attribution *a, uint32_t source)
{
    uint32_t s = onr_range_find(doc->sentences, doc->sentence_count, source);
    uint32_t first = doc->sentences[s].first_token;
    if (source - first > ONR_SETTING_REACH) return source;
    for (uint32_t t = first; t < source; t++)
        if (is_taken(doc, a, t) || onr_token_is(doc, t, " ; : \" “ ” who which ")) return source;
    if (first < source && onr_token_is(doc, first, " but and ")) first++;
    if (first == source) return source;
    bool opens = onr_token_is(doc, first, " in at on during after before earlier following "
                                          "yesterday later ");
    return opens || onr_mention_at(doc, first) != ONR_NONE ? first : source;
}

bool onr_setting_find(onr_doc *doc, uint32_t attribution)
{
    onr_attribution found = doc->attributions[attribution];
    search s = {.doc = doc, .found = &found};
    if (found.cue.count > 0) {
        uint32_t from = end_of(doc, found.cue);
        if (from < doc->token_count) {
            uint32_t end = free_until(doc, &found, from);
            look_through(&s, take_addressee(&s, from, end), end);
        }
    }
    if (found.source.count > 0 && !s.failed) {
        uint32_t first = onr_token_from(doc, doc->spans[found.source.first].start_byte);
        uint32_t end = end_of(doc, found.source);
        look_through(&s, opening_of(doc, &found, first), first);
        if (end < doc->token_count) look_through(&s, end, free_until(doc, &found, end));
        onr_phrase p = onr_noun_phrase_of(doc, (onr_range){first, end});
        if (p.kind == ONR_PHRASE_PERSON) /* "Ana Ruiz in Brussels" */
            look_through(&s, doc->mentions[p.mention].end_token, p.words.end_token);
    }
    doc->attributions[attribution] = found;
    return !s.failed;
}
