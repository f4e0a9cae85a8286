#include "speaker/phrase.h"

bool onr_token_is(const onr_doc *doc, uint32_t token, const char *list)
{
    return onr_word_listed(list, onr_doc_token_text(doc, token));
}

onr_slice onr_words_text(const onr_doc *doc, onr_range words)
{
    uint32_t from = doc->tokens[words.first_token].start_byte;
    uint32_t to = onr_token_end(&doc->tokens[words.end_token - 1]);
    return (onr_slice){doc->text.ptr + from, to - from};
}

uint32_t onr_token_from(const onr_doc *doc, uint32_t byte)
{
    uint32_t low = 0, high = doc->token_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (doc->tokens[middle].start_byte < byte)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

uint32_t onr_mention_from(const onr_doc *doc, uint32_t token)
{
    uint32_t low = 0, high = doc->mention_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (doc->mentions[middle].first_token < token)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

uint32_t onr_mention_at(const onr_doc *doc, uint32_t token)
{
    uint32_t next = onr_mention_from(doc, token + 1);
    for (uint32_t m = next, steps = 0; m-- > 0 && steps < 4; steps++)
        if (doc->mentions[m].end_token > token) return m;
    return ONR_NONE;
}

uint8_t onr_mention_type(const onr_doc *doc, uint32_t mention)
{
    return doc->entities[doc->mentions[mention].entity].type;
}

static bool is_word(const onr_doc *doc, uint32_t token)
{
    return (doc->tokens[token].flags & ONR_TOKEN_WORD) != 0;
}

static bool is_possessive(const onr_doc *doc, uint32_t token)
{
    return onr_token_is(doc, token, " 's ’s ' ’ ");
}

/* Without marks, commas and 's at the ends; a closing bracket or a dot may stay. */
static onr_range trim(const onr_doc *doc, onr_range words)
{
    while (words.first_token < words.end_token && !is_word(doc, words.first_token))
        words.first_token++;
    while (words.first_token < words.end_token &&
           (!is_word(doc, words.end_token - 1) || is_possessive(doc, words.end_token - 1)) &&
           !onr_token_is(doc, words.end_token - 1, " ) "))
        words.end_token--;
    return words;
}

/* ---- names -------------------------------------------------------------------------------- */

/* What may stand directly behind the name that a phrase is about. */
static bool may_follow_name(const onr_doc *doc, uint32_t token)
{
    return !is_word(doc, token) || onr_ends_head(onr_doc_token_text(doc, token)) ||
           onr_token_is(doc, token, " and or & jr sr ii iii himself herself himself also both ");
}

/* "an aide to President Ruiz", "a study by Lund professor Ruiz", but not "Secretary of Defense
 * Ruiz": there a role stands before the preposition and something else than a title behind it. */
static bool hangs_on_preposition(const onr_doc *doc, uint32_t name, uint32_t from)
{
    bool titles_only = true;
    for (uint32_t t = name; t-- > from;) {
        onr_slice word = onr_doc_token_text(doc, t);
        onr_noun noun = onr_noun_of(word);
        if (onr_token_is(doc, t, " , ( — : ; ")) return false;
        if (onr_token_is(doc, t, " - – ")) continue;
        if (onr_ends_head(word)) {
            bool office = !titles_only && t > from && onr_token_is(doc, t, " of for ") &&
                          onr_noun_of(onr_doc_token_text(doc, t - 1)) == ONR_NOUN_ROLE;
            if (!office) return true;
            titles_only = true;
        } else if (noun != ONR_NOUN_ROLE && noun != ONR_NOUN_PERSON && !onr_is_determiner(word) &&
                   onr_party_of(word).ptr == NULL &&
                   !onr_token_is(doc, t, " mr mrs ms dr former vice presidential then ")) {
            titles_only = false;
        }
    }
    return false;
}

bool onr_mention_is_head(const onr_doc *doc, uint32_t mention, onr_range phrase)
{
    const onr_mention *m = &doc->mentions[mention];
    if (m->end_token < phrase.end_token) {
        if (is_possessive(doc, m->end_token)) return false;
        if (!may_follow_name(doc, m->end_token)) return false;
    }
    return !hangs_on_preposition(doc, m->first_token, phrase.first_token);
}

static bool is_person(const onr_doc *doc, uint32_t mention)
{
    return onr_mention_type(doc, mention) == ONR_ENTITY_PERSON;
}

/* Kinds of names that can speak, apart from people. */
static bool may_speak(const onr_doc *doc, uint32_t mention)
{
    uint8_t type = onr_mention_type(doc, mention);
    return type == ONR_ENTITY_ORG || type == ONR_ENTITY_GPE || type == ONR_ENTITY_NORP ||
           type == ONR_ENTITY_FAC || type == ONR_ENTITY_LOC || type == ONR_ENTITY_WORK ||
           type == ONR_ENTITY_LAW || type == ONR_ENTITY_PRODUCT;
}

/* The first name of a person that the phrase is about. */
static uint32_t find_person(const onr_doc *doc, onr_range words)
{
    for (uint32_t m = onr_mention_from(doc, words.first_token);
         m < doc->mention_count && doc->mentions[m].end_token <= words.end_token; m++)
        if (is_person(doc, m) && onr_mention_is_head(doc, m, words)) return m;
    return ONR_NONE;
}

/* Another name, with nothing but "the" before it and nothing but more about it behind. */
static uint32_t find_name(const onr_doc *doc, onr_range words)
{
    uint32_t from = words.first_token;
    while (from < words.end_token && onr_is_determiner(onr_doc_token_text(doc, from))) from++;
    uint32_t m = onr_mention_from(doc, words.first_token);
    if (m == doc->mention_count || doc->mentions[m].first_token > from) return ONR_NONE;
    bool ends = doc->mentions[m].end_token <= words.end_token;
    return ends && may_speak(doc, m) && onr_mention_is_head(doc, m, words) ? m : ONR_NONE;
}

/* ---- several ------------------------------------------------------------------------------ */

static bool is_and(const onr_doc *doc, uint32_t token)
{
    return onr_token_is(doc, token, " and & or ");
}

/* "Ana Ruiz, mayor of Lund, and Leo Berg": two people that the phrase is about, "and" between. */
static bool joins_people(const onr_doc *doc, onr_range words, uint32_t person)
{
    uint32_t end = doc->mentions[person].end_token;
    for (uint32_t t = end; t + 1 < words.end_token; t++) {
        if (!is_and(doc, t)) continue;
        onr_range rest = {t + 1, words.end_token};
        bool others =
            onr_token_is(doc, t + 1, " other others several many some members the his her ");
        bool direct = t == end || onr_token_is(doc, t - 1, " , ");
        if (others && direct) return true;
        uint32_t m = onr_mention_from(doc, t + 1);
        if (m < doc->mention_count && doc->mentions[m].end_token <= words.end_token &&
            is_person(doc, m) && onr_mention_is_head(doc, m, rest))
            return true;
    }
    return false;
}

/* Nothing but names, commas, "and" and "the": "the United States, Britain and France". */
static bool lists_names(const onr_doc *doc, onr_range words)
{
    uint32_t names = 0, ands = 0;
    for (uint32_t t = words.first_token; t < words.end_token;) {
        uint32_t m = onr_mention_from(doc, t);
        if (m < doc->mention_count && doc->mentions[m].first_token == t && may_speak(doc, m) &&
            doc->mentions[m].end_token <= words.end_token) {
            names++;
            t = doc->mentions[m].end_token;
            continue;
        }
        if (is_and(doc, t))
            ands++;
        else if (!onr_token_is(doc, t, " , the both "))
            return ands > 0 && names > 1 && onr_token_is(doc, t - 1, " , ");
        t++;
    }
    return names > 1 && ands > 0;
}

/* ---- nouns and pronouns ------------------------------------------------------------------- */

static bool is_pronoun(const onr_doc *doc, uint32_t token)
{
    return onr_token_is(doc, token,
                        " he she it they i we him her them me us his its their my our himself "
                        "herself itself themselves you your hers theirs ours mine ");
}

static bool is_relative(const onr_doc *doc, onr_range words)
{
    uint32_t last = words.end_token - 1, size = words.end_token - words.first_token;
    if (size == 1) return onr_token_is(doc, last, " who which that whom whose ");
    return size <= 4 && onr_token_is(doc, last, " whom which ") &&
           onr_token_is(doc, last - 1, " of ");
}

/* The last word before the first preposition, relative pronoun or mark. */
static uint32_t head_of(const onr_doc *doc, onr_range words)
{
    uint32_t head = words.first_token;
    for (uint32_t t = words.first_token; t < words.end_token; t++) {
        onr_slice word = onr_doc_token_text(doc, t);
        bool mark = onr_token_is(doc, t, " - – ") && t > words.first_token &&
                    t + 1 < words.end_token &&
                    !(doc->tokens[t + 1].flags & ONR_TOKEN_SPACE_BEFORE);
        if (t > words.first_token && !mark && onr_ends_head(word)) break;
        if (is_word(doc, t) && !is_possessive(doc, t) && !onr_token_is(doc, t, " and or "))
            head = t;
    }
    return head;
}

/* "a number of experts": the noun behind "of" is the one that speaks. */
static uint32_t head_behind_of(const onr_doc *doc, onr_range words, uint32_t head)
{
    if (!onr_token_is(doc, head, " number group handful pair couple majority variety many some one "
                                 "most several two three half dozens hundreds thousands all ") ||
        head + 2 >= words.end_token || !onr_token_is(doc, head + 1, " of "))
        return head;
    return head_of(doc, (onr_range){head + 2, words.end_token});
}

static void take_nominal(const onr_doc *doc, onr_phrase *p)
{
    p->kind = ONR_PHRASE_NOMINAL;
    p->head = head_of(doc, p->words);
    onr_slice first = onr_doc_token_text(doc, p->words.first_token);
    p->definite = onr_is_definite(first);
    p->noun = (uint8_t)onr_noun_of(onr_doc_token_text(doc, p->head));
    p->several = p->noun == ONR_NOUN_PEOPLE || onr_is_quantifier(first);
    uint32_t behind = head_behind_of(doc, p->words, p->head);
    if (behind == p->head) return;
    p->noun = (uint8_t)onr_noun_of(onr_doc_token_text(doc, behind));
    p->several = !onr_token_is(doc, p->head, " one ");
}

static void take_name(const onr_doc *doc, onr_phrase *p)
{
    uint32_t person = find_person(doc, p->words);
    if (person != ONR_NONE) {
        p->kind = joins_people(doc, p->words, person) ? ONR_PHRASE_SEVERAL : ONR_PHRASE_PERSON;
        p->mention = person;
    } else if (lists_names(doc, p->words)) {
        p->kind = ONR_PHRASE_SEVERAL;
    } else if ((p->mention = find_name(doc, p->words)) != ONR_NONE) {
        p->kind = ONR_PHRASE_NAME;
    }
    if (p->mention != ONR_NONE) p->head = doc->mentions[p->mention].end_token - 1;
}

onr_phrase onr_noun_phrase_of(const onr_doc *doc, onr_range words)
{
    onr_phrase p = {.words = trim(doc, words), .mention = ONR_NONE};
    if (p.words.first_token == p.words.end_token) return p;
    p.head = p.words.first_token;
    if (is_relative(doc, p.words)) {
        p.kind = ONR_PHRASE_RELATIVE;
        return p;
    }
    if (p.words.end_token - p.words.first_token == 1 && is_pronoun(doc, p.head)) {
        p.kind = ONR_PHRASE_PRONOUN;
        return p;
    }
    take_name(doc, &p);
    if (p.kind == ONR_PHRASE_EMPTY) take_nominal(doc, &p);
    return p;
}
