#include "speaker/title.h"

#include "speaker/nouns.h"
#include "speaker/phrase.h"

enum { MAX_TITLE = 14, MAX_APPOSITION = 28 };

static bool is_empty(onr_range r)
{
    return r.first_token == r.end_token;
}

static onr_slice word_at(const onr_doc *doc, uint32_t token)
{
    return onr_doc_token_text(doc, token);
}

static onr_range sentence_of(const onr_doc *doc, uint32_t token)
{
    return doc->sentences[onr_range_find(doc->sentences, doc->sentence_count, token)];
}

static bool is_role(const onr_doc *doc, uint32_t token)
{
    return onr_is_person_noun(word_at(doc, token));
}

/* Words without a capital that stand in titles beside nouns for roles. */
static bool is_title_word(const onr_doc *doc, uint32_t token)
{
    static const char WORDS[] =
        " former vice deputy senior junior chief executive national presidential senatorial "
        "gubernatorial congressional longtime top state federal local county city assistant "
        "associate acting interim managing political communications press campaign party policy "
        "research legal foreign prime general running current presumptive first second third "
        "independent leading medical financial economic economics security defense defence "
        "military media television tv radio news business technology tech real estate law science "
        "history health public private retired ex civil rights human labor labour trade energy "
        "climate financial right-wing left-wing far-right conservative liberal progressive "
        "regional co lead staff white house majority minority opposition supreme court attorney "
        "majority-leader fellow veteran election finance field digital creative artistic "
        "editorial contributing global international domestic fashion film sports music police "
        "fire school district legislative budget housing ";
    onr_slice word = word_at(doc, token);
    if (onr_word_listed(" but and while when as if after before since though although then however "
                        "yet so because in on at for to by with from that meanwhile still now ",
                        word))
        return false;
    bool number = word.ptr[0] >= '0' && word.ptr[0] <= '9';
    return number || onr_word_is_capital(word) || onr_word_listed(WORDS, word) ||
           onr_party_of(word).ptr != NULL || is_role(doc, token);
}

static bool is_hyphen(const onr_doc *doc, uint32_t token)
{
    return onr_token_is(doc, token, " - – ") &&
           !(doc->tokens[token].flags & ONR_TOKEN_SPACE_BEFORE);
}

static bool is_quote_mark(const onr_doc *doc, uint32_t token)
{
    return onr_token_is(doc, token, " \" “ ” ‘ ’ '' `` ");
}

static bool is_address(const onr_doc *doc, uint32_t token)
{
    return onr_token_is(doc, token, " mr mrs ms miss dr sir lady lord dame mx ");
}

/* ---- in front ----------------------------------------------------------------------------- */

/* "Secretary of State", "Speaker of the House": the first token of "of", when a role stands before
 * it and capitals behind it up to `end`. */
static uint32_t of_before(const onr_doc *doc, uint32_t end, uint32_t from)
{
    for (uint32_t t = end; t-- > from + 1 && end - t <= 6;) {
        if (onr_token_is(doc, t, " of for ")) return is_role(doc, t - 1) ? t : ONR_NONE;
        bool part = onr_word_is_capital(word_at(doc, t)) || onr_token_is(doc, t, " the and & ");
        if (!part) return ONR_NONE;
    }
    return ONR_NONE;
}

/* Where the title that ends at a token begins. */
static uint32_t title_start(const onr_doc *doc, uint32_t end, uint32_t from)
{
    uint32_t t = end;
    uint32_t of = is_role(doc, end - 1) ? ONR_NONE : of_before(doc, end, from);
    if (of != ONR_NONE)
        t = of;
    else if (!is_role(doc, end - 1))
        return end;
    while (t > from && end - t < MAX_TITLE) {
        bool joined = is_hyphen(doc, t - 1) || onr_token_is(doc, t - 1, " 's ’s ");
        if (!joined && onr_token_is(doc, t - 1, " and & ") && t - 1 > from && is_role(doc, t - 2))
            joined = true;
        if (!joined && !is_quote_mark(doc, t - 1) && !is_title_word(doc, t - 1)) break;
        if (onr_is_determiner(word_at(doc, t - 1))) break;
        t--;
        bool nominee = t > from + 1 && onr_token_is(doc, t - 1, " of for ") && is_role(doc, t - 2);
        if (nominee && is_role(doc, t)) t--; /* "nominee for president" */
    }
    return t;
}

static bool holds_role(const onr_doc *doc, onr_range words)
{
    for (uint32_t t = words.first_token; t < words.end_token; t++)
        if (is_role(doc, t)) return true;
    return false;
}

static onr_range without_marks(const onr_doc *doc, onr_range words)
{
    while (!is_empty(words) && is_quote_mark(doc, words.first_token)) words.first_token++;
    while (!is_empty(words) && (is_quote_mark(doc, words.end_token - 1) ||
                                is_address(doc, words.end_token - 1)))
        words.end_token--;
    return words;
}

static onr_slice party_in(const onr_doc *doc, onr_range words)
{
    for (uint32_t t = words.first_token; t < words.end_token; t++) {
        onr_slice party = onr_party_of(word_at(doc, t));
        bool letter = doc->tokens[t].len_bytes == 1;
        bool code = t + 1 < doc->token_count && is_hyphen(doc, t + 1);
        if (party.ptr != NULL && (!letter || code)) return party;
    }
    return (onr_slice){NULL, 0};
}

/* A word such as "campaign" in "Ruiz campaign spokesman": the organisation up to it. */
static onr_range group_in(const onr_doc *doc, onr_range words)
{
    for (uint32_t t = words.first_token + 1; t + 1 < words.end_token; t++)
        if (onr_noun_of(word_at(doc, t)) == ONR_NOUN_ORGANISATION &&
            onr_word_is_capital(word_at(doc, t - 1)))
            return (onr_range){words.first_token, t + 1};
    return (onr_range){0, 0};
}

static onr_range range_of(const onr_doc *doc, uint32_t mention)
{
    return (onr_range){doc->mentions[mention].first_token, doc->mentions[mention].end_token};
}

static uint32_t find_type(const onr_doc *doc, onr_range words, uint8_t type)
{
    for (uint32_t m = onr_mention_from(doc, words.first_token);
         m < doc->mention_count && doc->mentions[m].end_token <= words.end_token; m++)
        if (onr_mention_type(doc, m) == type) return m;
    return ONR_NONE;
}

/* Names of organisations that were cut short: "Center for" before "American Progress". */
static onr_range widened(const onr_doc *doc, onr_range name, uint32_t end)
{
    while (name.end_token < end) {
        uint32_t t = name.end_token;
        bool tie = onr_token_is(doc, t, " of for to ") && t + 1 < end;
        if (tie) t++;
        if (!onr_word_is_capital(word_at(doc, t)) || onr_mention_at(doc, t) == ONR_NONE) {
            if (tie || !onr_token_is(doc, name.end_token - 1, " of for to ")) break;
        }
        if (!onr_word_is_capital(word_at(doc, t))) break;
        name.end_token = t + 1;
    }
    return name;
}

onr_range onr_affiliation_in(const onr_doc *doc, onr_range words)
{
    onr_range group = group_in(doc, words);
    uint32_t m = find_type(doc, words, ONR_ENTITY_ORG);
    if (m != ONR_NONE && onr_word_is_capital(word_at(doc, doc->mentions[m].first_token))) {
        onr_range name = widened(doc, range_of(doc, m), words.end_token);
        bool inside = !is_empty(group) && group.first_token <= name.first_token &&
                      group.end_token >= name.end_token;
        return inside ? group : name;
    }
    if (!is_empty(group)) return group;
    m = find_type(doc, words, ONR_ENTITY_FAC);
    if (m == ONR_NONE) m = find_type(doc, words, ONR_ENTITY_GPE);
    return m == ONR_NONE ? (onr_range){0, 0} : range_of(doc, m);
}

/* "CNN's Ana Ruiz". */
static onr_range possessor_before(const onr_doc *doc, uint32_t token, uint32_t from)
{
    if (token < from + 2 || !onr_token_is(doc, token - 1, " 's ’s ' ’ ")) return (onr_range){0, 0};
    uint32_t m = onr_mention_at(doc, token - 2);
    if (m == ONR_NONE || onr_mention_type(doc, m) != ONR_ENTITY_ORG) return (onr_range){0, 0};
    return range_of(doc, m);
}

/* Titles that were taken for a part of the name: "President" in "President Ruiz". */
static uint32_t name_start(const onr_doc *doc, uint32_t mention)
{
    const onr_mention *m = &doc->mentions[mention];
    uint32_t t = m->first_token;
    while (t + 1 < m->end_token && (is_role(doc, t) || is_address(doc, t))) t++;
    return t;
}

/* `the "night editor" Ana Ruiz`: the words between the marks, when a role ends them. */
static onr_range quoted_title(const onr_doc *doc, uint32_t end, uint32_t from)
{
    if (end < from + 3 || !is_quote_mark(doc, end - 1) || !is_role(doc, end - 2))
        return (onr_range){0, 0};
    for (uint32_t t = end - 2; t-- > from && end - t < MAX_TITLE;)
        if (is_quote_mark(doc, t)) return (onr_range){t + 1, end - 1};
    return (onr_range){0, 0};
}

/* "Norvik's chief executive, Ana Ruiz": a role that is tied to something, and a comma. */
static onr_title title_before_comma(const onr_doc *doc, uint32_t comma, uint32_t from)
{
    onr_title out = {0};
    if (comma < from + 2 || !is_role(doc, comma - 1)) return out;
    uint32_t start = title_start(doc, comma, from);
    for (uint32_t t = start; t < comma; t++)
        if (onr_token_is(doc, t, " 's ’s ")) start = t + 1;
    if (start == from || start == comma) return out;
    bool possessed = onr_token_is(doc, start - 1, " 's ’s ' ’ his her its their ");
    if (!possessed && !onr_token_is(doc, start - 1, " the ")) return out;
    out.role = (onr_range){start, comma};
    out.affiliation = possessor_before(doc, start, from);
    out.party = party_in(doc, out.role);
    return out;
}

onr_title onr_title_before(const onr_doc *doc, uint32_t mention)
{
    uint32_t name = name_start(doc, mention), from = sentence_of(doc, name).first_token;
    onr_title out = {0};
    if (name == from) return out;
    if (onr_token_is(doc, name - 1, " , ")) return title_before_comma(doc, name - 1, from);
    uint32_t end = name;
    while (end > from && (is_quote_mark(doc, end - 1) || is_address(doc, end - 1))) end--;
    if (end == from) return out;
    onr_range words = quoted_title(doc, name, from);
    if (is_empty(words))
        words = without_marks(doc, (onr_range){title_start(doc, end, from), end});
    if (is_empty(words) || !holds_role(doc, words)) {
        out.affiliation = possessor_before(doc, end, from);
        return out;
    }
    out.role = words;
    out.affiliation = onr_affiliation_in(doc, words);
    out.party = party_in(doc, words);
    return out;
}

/* ---- behind ------------------------------------------------------------------------------- */

static bool is_number(const onr_doc *doc, uint32_t token)
{
    char c = *word_at(doc, token).ptr;
    return c >= '0' && c <= '9';
}

/* The end of an apposition that begins at a token: the next mark that closes it. */
static uint32_t apposition_end(const onr_doc *doc, uint32_t first, uint32_t limit)
{
    uint32_t t = first;
    for (; t < limit && t - first < MAX_APPOSITION; t++) {
        if (onr_token_is(doc, t, " , ; : ) — ") || is_quote_mark(doc, t)) break;
        if (onr_token_is(doc, t, " who which said says told added told ")) break;
    }
    return t;
}

/* Where the preposition stands that ties an organisation to what is before it, or ONR_NONE. */
static uint32_t tie_before(const onr_doc *doc, uint32_t token, uint32_t from)
{
    for (uint32_t t = token; t-- > from && token - t <= 4;)
        if (onr_token_is(doc, t, " of at for in from with on by to ")) return t;
    return ONR_NONE;
}

static void take_apposition(const onr_doc *doc, onr_range words, onr_title *out)
{
    while (!is_empty(words) && onr_is_determiner(word_at(doc, words.first_token)))
        words.first_token++;
    if (is_empty(words)) return;
    onr_phrase p = onr_noun_phrase_of(doc, words);
    uint32_t head = p.kind == ONR_PHRASE_NOMINAL ? p.head : ONR_NONE;
    uint32_t end = head == ONR_NONE ? words.end_token : head + 1;
    if (!holds_role(doc, (onr_range){words.first_token, end})) return;
    out->role = words;
    out->party = party_in(doc, words);
    if (onr_token_is(doc, end - 1, " winner champion ")) return; /* of what was won */
    out->affiliation = onr_affiliation_in(doc, words);
    if (is_empty(out->affiliation)) return;
    uint32_t tie = tie_before(doc, out->affiliation.first_token, words.first_token);
    if (tie != ONR_NONE && tie > words.first_token) out->role.end_token = tie;
}

/* "(D-Mo.)", "R-Ky.": the letter of a party before a hyphen. */
static onr_slice party_code(const onr_doc *doc, uint32_t token, uint32_t end)
{
    if (token + 1 >= end || doc->tokens[token].len_bytes != 1 ||
        !onr_token_is(doc, token + 1, " - – "))
        return (onr_slice){NULL, 0};
    return onr_party_of(word_at(doc, token));
}

/* "who teaches at Lund University": the organisation of a clause. */
static onr_range clause_affiliation(const onr_doc *doc, uint32_t first, uint32_t limit)
{
    onr_range words = {first, apposition_end(doc, first + 1, limit)};
    uint32_t m = find_type(doc, words, ONR_ENTITY_ORG);
    if (m == ONR_NONE) return (onr_range){0, 0};
    uint32_t tie = tie_before(doc, doc->mentions[m].first_token, first);
    bool works = tie != ONR_NONE && onr_token_is(doc, tie, " at for with of ");
    return works ? range_of(doc, m) : (onr_range){0, 0};
}

onr_title onr_title_behind(const onr_doc *doc, uint32_t mention)
{
    const uint32_t limit = sentence_of(doc, doc->mentions[mention].first_token).end_token;
    uint32_t t = doc->mentions[mention].end_token;
    onr_title out = {0};
    bool set_off = false;
    for (uint32_t rounds = 0; t < limit && rounds < 4; rounds++) {
        onr_slice party = party_code(doc, t, limit);
        if (party.ptr != NULL) {
            out.party = party;
            return out;
        }
        if (onr_token_is(doc, t, " , ( — – - ")) {
            set_off = true;
        } else if (!set_off && onr_token_is(doc, t, " is was ")) {
            if (t + 1 == limit || !onr_token_is(doc, t + 1, " a an the ")) return out;
            set_off = true;
        } else if (!set_off || !is_number(doc, t)) {
            break;
        }
        t++;
    }
    if (!set_off || t >= limit) return out;
    if (onr_token_is(doc, t, " who whose "))
        out.affiliation = clause_affiliation(doc, t, limit);
    else
        take_apposition(doc, (onr_range){t, apposition_end(doc, t, limit)}, &out);
    return out;
}
