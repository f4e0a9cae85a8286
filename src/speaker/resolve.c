#include "speaker/resolve.h"

#include <string.h>

#include "speaker/country.h"

enum {
    MAX_MENTIONS_BACK = 150,
    MAX_NAMES = 8,
    MAX_FORWARD = 12,
    NAMESAKE_REACH = 25, /* tokens */
    MAX_CONJUNCT = 400   /* bytes */
};

static onr_answer sure(uint32_t speaker, float confidence)
{
    onr_answer out = ONR_NOBODY;
    out.speakers[0] = speaker;
    out.confidence = speaker == ONR_NONE ? 0.0f : confidence;
    return out;
}

static onr_range range_of(const onr_doc *doc, onr_span span)
{
    return (onr_range){onr_token_from(doc, span.start_byte), onr_token_from(doc, span.end_byte)};
}

/* The words of a phrase without a determiner in front. */
static onr_range without_determiner(const onr_doc *doc, onr_range words)
{
    if (words.end_token - words.first_token > 1 &&
        onr_token_is(doc, words.first_token, " the a an this that "))
        words.first_token++;
    return words;
}

/* ---- names -------------------------------------------------------------------------------- */

/* The last of the people of one family name who was named in full before a mention, if that was
 * close by; else ONR_NONE. */
static uint32_t last_in_full(const onr_cast *cast, uint32_t mention)
{
    const onr_doc *doc = cast->doc;
    const onr_mention *own = &doc->mentions[mention];
    onr_slice family = onr_doc_token_text(doc, own->end_token - 1);
    for (uint32_t m = mention; m-- > 0;) {
        const onr_mention *other = &doc->mentions[m];
        if (own->first_token - other->first_token > NAMESAKE_REACH) break;
        if (other->end_token - other->first_token > 1 &&
            onr_mention_type(doc, m) == ONR_ENTITY_PERSON &&
            onr_word_equal(onr_doc_token_text(doc, other->end_token - 1), family))
            return other->entity;
    }
    return ONR_NONE;
}

/* A family name that stands alone and that two people bear is doubtful where the other one has
 * just been named in full. */
static onr_answer resolve_person(onr_cast *cast, const onr_phrase *p)
{
    const onr_doc *doc = cast->doc;
    const onr_mention *m = &doc->mentions[p->mention];
    onr_answer out = sure(onr_cast_entity(cast, m->entity), 0.97f);
    if (m->end_token - m->first_token > 1) return out;
    out.confidence = 0.93f;
    bool told = m->first_token > 0 && onr_token_is(doc, m->first_token - 1, " mr mrs ms miss ");
    uint32_t other = told ? ONR_NONE : last_in_full(cast, p->mention);
    if (other == ONR_NONE || other == m->entity) return out;
    out.speakers[1] = onr_cast_entity(cast, other);
    out.confidence = 0.45f;
    return out;
}

static bool is_capitalised(const onr_doc *doc, onr_range words)
{
    for (uint32_t t = words.first_token; t < words.end_token; t++) {
        bool word = doc->tokens[t].flags & ONR_TOKEN_WORD;
        if (word && !onr_word_is_capital(onr_doc_token_text(doc, t)) &&
            !onr_token_is(doc, t, " of the for and 's ’s & de von van "))
            return false;
    }
    return onr_word_is_capital(onr_doc_token_text(doc, words.end_token - 1));
}

/* A name that was not found as such: a person's family name, in capitals perhaps, or what is
 * written with capitals throughout. */
static onr_answer resolve_unseen_name(onr_cast *cast, const onr_phrase *p)
{
    onr_doc *doc = cast->doc;
    uint32_t last = p->words.end_token - 1, size = p->words.end_token - p->words.first_token;
    if (size > 4 || !onr_word_is_capital(onr_doc_token_text(doc, last))) return ONR_NOBODY;
    uint32_t entity = onr_cast_family(cast, onr_doc_token_text(doc, last));
    if (entity != ONR_NONE) return sure(onr_cast_entity(cast, entity), 0.85f);
    if (p->noun != ONR_NOUN_OTHER || !is_capitalised(doc, p->words)) return ONR_NOBODY;
    onr_range words = without_determiner(doc, p->words);
    bool person = words.first_token == p->words.first_token && size <= 3;
    uint8_t kind = person ? ONR_SPEAKER_PERSON : ONR_SPEAKER_ORGANISATION;
    return sure(onr_cast_described(cast, kind, true, onr_words_text(doc, words), words), 0.7f);
}

/* ---- nominals ----------------------------------------------------------------------------- */

/* What a definite description demands of the person that it means. */
typedef struct description {
    uint64_t role;
    uint64_t marks[6]; /* nationality, party: what must not be otherwise */
    uint32_t mark_count;
    uint64_t words[8];
    uint32_t word_count;
    bool former;
} description;

static uint64_t key_of(const char *word)
{
    return onr_word_key((onr_slice){word, strlen(word)});
}

static bool is_mark(const onr_doc *doc, uint32_t token)
{
    onr_slice word = onr_doc_token_text(doc, token);
    if (onr_party_of(word).ptr != NULL && word.len > 1) return true;
    uint32_t m = onr_mention_at(doc, token);
    if (m == ONR_NONE) return false;
    uint8_t type = onr_mention_type(doc, m);
    return type == ONR_ENTITY_NORP || (type == ONR_ENTITY_GPE && onr_country_of(word).ptr != NULL);
}

static description describe(const onr_doc *doc, const onr_phrase *p)
{
    description d = {.role = onr_role_key(onr_doc_token_text(doc, p->head))};
    for (uint32_t t = p->words.first_token; t < p->words.end_token; t++) {
        onr_slice word = onr_doc_token_text(doc, t);
        if (onr_is_determiner(word) || !(doc->tokens[t].flags & ONR_TOKEN_WORD)) continue;
        if (onr_token_is(doc, t, " former ")) d.former = true;
        if (onr_token_is(doc, t, " of for in at ")) continue;
        if (is_mark(doc, t) && d.mark_count < 6) d.marks[d.mark_count++] = onr_role_key(word);
        if (t != p->head && d.word_count < 8) d.words[d.word_count++] = onr_role_key(word);
    }
    return d;
}

/* How well a person fits: 0 for not at all. */
static uint32_t fit(const description *d, const onr_profile *profile)
{
    if (!onr_profile_has(profile, d->role)) return 0;
    if (d->former != onr_profile_has(profile, key_of("former")) && !d->former) return 0;
    for (uint32_t i = 0; i < d->mark_count; i++)
        if (!onr_profile_has(profile, d->marks[i])) return 0;
    uint32_t points = 1;
    for (uint32_t i = 0; i < d->word_count; i++)
        points += onr_profile_has(profile, d->words[i]);
    return points;
}

static bool gender_fits(const onr_doc *doc, const onr_phrase *p, uint32_t entity)
{
    uint8_t gender = doc->entities[entity].gender;
    if (onr_token_is(doc, p->head, " woman mother wife daughter sister widow girl actress "))
        return gender != ONR_GENDER_MALE;
    if (onr_token_is(doc, p->head, " man father husband son brother boy widower actor "))
        return gender != ONR_GENDER_FEMALE;
    return true;
}

/* The best fitting person around a token, the nearest of several before it. */
static uint32_t find_by_role(const onr_cast *cast, const onr_phrase *p)
{
    const onr_doc *doc = cast->doc;
    const description d = describe(doc, p);
    uint32_t at = onr_mention_from(doc, p->words.first_token), best = ONR_NONE, most = 0;
    for (uint32_t m = at, steps = 0; m-- > 0 && steps < MAX_MENTIONS_BACK; steps++) {
        uint32_t e = doc->mentions[m].entity, points = fit(&d, &cast->profiles[e]);
        if (points > most && gender_fits(doc, p, e)) {
            most = points;
            best = e;
        }
    }
    for (uint32_t m = at, steps = 0; best == ONR_NONE && m < doc->mention_count &&
                                     steps < MAX_MENTIONS_BACK; m++, steps++) {
        uint32_t e = doc->mentions[m].entity;
        if (fit(&d, &cast->profiles[e]) > 0 && gender_fits(doc, p, e)) best = e;
    }
    return best;
}

/* "the 34-year-old mother of three", "the woman": the person of that gender who spoke last. */
static onr_answer resolve_by_gender(onr_cast *cast, uint32_t attribution, const onr_phrase *p)
{
    const onr_doc *doc = cast->doc;
    if (!onr_token_is(doc, p->head, " woman man mother father ")) return ONR_NOBODY;
    for (uint32_t i = attribution, steps = 0; i-- > 0 && steps < 6; steps++) {
        uint32_t speaker = doc->attributions[i].speaker;
        if (speaker == ONR_NONE || doc->speakers[speaker].entity == ONR_NONE ||
            doc->speakers[speaker].kind != ONR_SPEAKER_PERSON)
            continue;
        uint32_t e = doc->speakers[speaker].entity;
        if (doc->entities[e].gender != ONR_GENDER_UNKNOWN && gender_fits(doc, p, e))
            return sure(speaker, 0.6f);
    }
    return ONR_NOBODY;
}

/* An earlier description with the same head: "a doctor" and then "the doctor". */
static uint32_t find_described(const onr_cast *cast, uint32_t attribution, const onr_phrase *p)
{
    const onr_doc *doc = cast->doc;
    for (uint32_t i = attribution, steps = 0; i-- > 0 && steps < 24; steps++) {
        uint32_t speaker = doc->attributions[i].speaker;
        if (speaker == ONR_NONE || doc->speakers[speaker].entity != ONR_NONE) continue;
        onr_range words = cast->phrases[speaker];
        if (words.first_token == words.end_token) continue;
        onr_phrase q = onr_noun_phrase_of(doc, words);
        if (q.kind == ONR_PHRASE_NOMINAL && q.several == p->several &&
            onr_word_equal(onr_doc_token_text(doc, p->head), onr_doc_token_text(doc, q.head)))
            return speaker;
    }
    return ONR_NONE;
}

static bool has_word(const onr_doc *doc, onr_range words, onr_slice word)
{
    for (uint32_t t = words.first_token; t < words.end_token; t++)
        if (onr_word_equal(onr_doc_token_text(doc, t), word)) return true;
    return false;
}

/* "the alliance": the last organisation whose name has the word; of words such as "agency" also
 * the last organisation of any name. */
static uint32_t find_organisation(const onr_cast *cast, const onr_phrase *p)
{
    const onr_doc *doc = cast->doc;
    const onr_slice word = onr_doc_token_text(doc, p->head);
    const bool bare = p->head == p->words.first_token + 1;
    const bool any = bare &&
                     onr_word_listed(" agency company group organization organisation website site "
                                             "newspaper paper magazine network firm bank outlet "
                                             "department union body broadcaster publication ",
                                             word);
    uint32_t near = ONR_NONE;
    for (uint32_t m = onr_mention_from(doc, p->words.first_token), steps = 0;
         m-- > 0 && steps < MAX_MENTIONS_BACK; steps++) {
        if (onr_mention_type(doc, m) != ONR_ENTITY_ORG) continue;
        onr_range name = {doc->mentions[m].first_token, doc->mentions[m].end_token};
        if (has_word(doc, name, word)) return doc->mentions[m].entity;
        if (any && near == ONR_NONE && steps < 20) near = doc->mentions[m].entity;
    }
    return near;
}

/* "a three-judge panel of the Court of Appeals" speaks for the court. */
static uint32_t part_of(const onr_doc *doc, const onr_phrase *p)
{
    if (!onr_token_is(doc, p->head, " panel board leadership office body administration "))
        return ONR_NONE;
    uint32_t m = onr_mention_from(doc, p->head);
    bool there = m < doc->mention_count && doc->mentions[m].end_token <= p->words.end_token &&
                 onr_mention_type(doc, m) == ONR_ENTITY_ORG &&
                 onr_token_is(doc, p->head + 1, " of at ");
    return there ? doc->mentions[m].entity : ONR_NONE;
}

static bool names_something(const onr_doc *doc, onr_range words)
{
    for (uint32_t t = words.first_token + 1; t < words.end_token; t++)
        if (onr_word_is_capital(onr_doc_token_text(doc, t))) return true;
    return onr_mention_at(doc, words.first_token) != ONR_NONE;
}

/* "the Ruiz team" after "the Ruiz campaign": the same under another word. */
static uint32_t find_campaign(const onr_cast *cast, uint32_t attribution, const onr_phrase *p,
                              onr_range words)
{
    const onr_doc *doc = cast->doc;
    if (!onr_token_is(doc, p->head, " campaign team camp ")) return ONR_NONE;
    const onr_slice who = onr_words_text(doc, (onr_range){words.first_token, p->head});
    for (uint32_t i = attribution, steps = 0; i-- > 0 && steps < 40; steps++) {
        uint32_t speaker = doc->attributions[i].speaker;
        if (speaker == ONR_NONE) continue;
        onr_slice name = doc->speakers[speaker].name;
        if (name.len <= who.len + 1) continue;
        onr_slice begin = {name.ptr, who.len}, rest = {name.ptr + who.len + 1,
                                                       name.len - who.len - 1};
        if (onr_word_equal(begin, who) && onr_word_listed(" campaign team camp ", rest))
            return speaker;
    }
    return ONR_NONE;
}

static onr_answer resolve_organisation(onr_cast *cast, uint32_t attribution, const onr_phrase *p)
{
    const onr_doc *doc = cast->doc;
    uint32_t whole = part_of(doc, p);
    if (whole != ONR_NONE) return sure(onr_cast_entity(cast, whole), 0.8f);
    onr_range words = without_determiner(doc, (onr_range){p->words.first_token, p->head + 1});
    bool named = names_something(doc, words) && !p->several && words.first_token < p->head;
    if (p->definite && !named) {
        uint32_t found = find_organisation(cast, p);
        if (found != ONR_NONE) return sure(onr_cast_entity(cast, found), 0.65f);
        found = find_described(cast, attribution, p);
        if (found != ONR_NONE) return sure(found, 0.7f);
    }
    uint32_t campaign = named ? find_campaign(cast, attribution, p, words) : ONR_NONE;
    if (campaign != ONR_NONE) return sure(campaign, 0.8f);
    onr_range all = named ? words : without_determiner(doc, p->words);
    return sure(onr_cast_described(cast, ONR_SPEAKER_ORGANISATION, named,
                                   onr_words_text(doc, all), p->words),
                named ? 0.85f : 0.6f);
}

/* "a new poll", "a study last month": what a document is called is between. */
static onr_range without_news(const onr_doc *doc, onr_range words)
{
    words = without_determiner(doc, words);
    while (words.end_token - words.first_token > 1 &&
           onr_token_is(doc, words.first_token, " new recent latest "))
        words.first_token++;
    if (words.end_token - words.first_token > 3 &&
        onr_token_is(doc, words.end_token - 2, " last this ") &&
        onr_token_is(doc, words.end_token - 1, " week month year "))
        words.end_token -= 2;
    return words;
}

static onr_answer describe_as(onr_cast *cast, uint8_t kind, const onr_phrase *p, float confidence)
{
    onr_range words = kind == ONR_SPEAKER_DOCUMENT ? without_news(cast->doc, p->words) : p->words;
    onr_slice name = onr_words_text(cast->doc, words);
    return sure(onr_cast_described(cast, kind, false, name, p->words), confidence);
}

/* Headlines leave the article out: "Senator from Texas". */
static bool is_definite(const onr_doc *doc, const onr_phrase *p)
{
    return p->definite || (p->noun == ONR_NOUN_ROLE &&
                           onr_word_is_capital(onr_doc_token_text(doc, p->words.first_token)) &&
                           !onr_is_determiner(onr_doc_token_text(doc, p->words.first_token)));
}

static bool is_introduced(const onr_cast *cast, uint32_t entity)
{
    return cast->profiles[entity].role.first_token != cast->profiles[entity].role.end_token;
}

/* A description that nobody's introduction bears out, well into a report: the last one who is named
 * more than once and was never introduced, such as a candidate whom everybody knows. */
static onr_answer resolve_by_salience(onr_cast *cast, const onr_phrase *p)
{
    const onr_doc *doc = cast->doc;
    if (p->noun != ONR_NOUN_ROLE) return ONR_NOBODY;
    for (uint32_t m = onr_mention_from(doc, p->words.first_token), steps = 0;
         m-- > 0 && steps < 40; steps++) {
        uint32_t e = doc->mentions[m].entity;
        if (doc->entities[e].type != ONR_ENTITY_PERSON || doc->entities[e].mention_count < 2 ||
            is_introduced(cast, e) || !gender_fits(doc, p, e))
            continue;
        onr_profile_learn(doc, &cast->profiles[e], p->words);
        return sure(onr_cast_entity(cast, e), 0.55f);
    }
    return ONR_NOBODY;
}

static onr_answer resolve_somebody(onr_cast *cast, uint32_t attribution, const onr_phrase *p)
{
    onr_doc *doc = cast->doc;
    if (is_definite(doc, p)) {
        uint32_t found = find_by_role(cast, p);
        if (found != ONR_NONE) {
            onr_profile_learn(doc, &cast->profiles[found], p->words);
            return sure(onr_cast_entity(cast, found), 0.8f);
        }
        found = find_described(cast, attribution, p);
        if (found != ONR_NONE) return sure(found, 0.75f);
        onr_answer answer = resolve_by_gender(cast, attribution, p);
        if (answer.speakers[0] == ONR_NONE) answer = resolve_by_salience(cast, p);
        if (answer.speakers[0] != ONR_NONE) return answer;
    }
    return describe_as(cast, ONR_SPEAKER_UNNAMED, p, 0.7f);
}

static onr_answer resolve_nominal(onr_cast *cast, uint32_t attribution, const onr_phrase *p)
{
    if (p->several) return describe_as(cast, ONR_SPEAKER_GROUP, p, 0.8f);
    onr_answer name = resolve_unseen_name(cast, p);
    if (name.speakers[0] != ONR_NONE) return name;
    switch (p->noun) {
    case ONR_NOUN_ROLE:
    case ONR_NOUN_PERSON: return resolve_somebody(cast, attribution, p);
    case ONR_NOUN_ORGANISATION: return resolve_organisation(cast, attribution, p);
    case ONR_NOUN_DOCUMENT: {
        uint32_t found = p->definite ? find_described(cast, attribution, p) : ONR_NONE;
        if (found != ONR_NONE) return sure(found, 0.6f);
        return describe_as(cast, ONR_SPEAKER_DOCUMENT, p, 0.75f);
    }
    default: return describe_as(cast, ONR_SPEAKER_UNKNOWN, p, 0.6f);
    }
}

/* ---- several ------------------------------------------------------------------------------ */

/* Appends to the name of a group, with "; " between. */
static void append(char *out, size_t *len, onr_slice name)
{
    if (*len + name.len + 2 > MAX_CONJUNCT) return;
    if (*len > 0) {
        memcpy(out + *len, "; ", 2);
        *len += 2;
    }
    memcpy(out + *len, name.ptr, name.len);
    *len += name.len;
}

/* What comes behind the last "and" when it is no name: "other scientists". */
static void append_others(const onr_doc *doc, const onr_phrase *p, char *out, size_t *len)
{
    for (uint32_t t = p->words.end_token; t-- > p->words.first_token;) {
        if (!onr_token_is(doc, t, " and & ")) continue;
        onr_range rest = {t + 1, p->words.end_token};
        uint32_t m = onr_mention_from(doc, t + 1);
        bool named = m < doc->mention_count && doc->mentions[m].end_token <= rest.end_token &&
                     onr_mention_is_head(doc, m, rest);
        if (rest.first_token < rest.end_token && !named)
            append(out, len, onr_words_text(doc, without_determiner(doc, rest)));
        return;
    }
}

static onr_answer resolve_several(onr_cast *cast, const onr_phrase *p)
{
    onr_doc *doc = cast->doc;
    char name[MAX_CONJUNCT];
    size_t len = 0;
    uint32_t names = 0, first = onr_mention_from(doc, p->words.first_token);
    for (uint32_t m = first; m < doc->mention_count && names < MAX_NAMES &&
                             doc->mentions[m].end_token <= p->words.end_token; m++) {
        if (onr_mention_type(doc, m) != onr_mention_type(doc, first) && m > first &&
            onr_mention_type(doc, m) != ONR_ENTITY_PERSON)
            continue;
        if (!onr_mention_is_head(doc, m, p->words)) continue;
        append(name, &len, doc->entities[doc->mentions[m].entity].name);
        names++;
    }
    append_others(doc, p, name, &len);
    onr_slice copy = {name, len};
    if (len == 0) return ONR_NOBODY;
    if (!onr_arena_copy(&doc->arena, &copy, copy)) {
        cast->failed = true;
        return ONR_NOBODY;
    }
    return sure(onr_cast_described(cast, ONR_SPEAKER_GROUP, true, copy, p->words), 0.8f);
}

/* ---- pronouns ----------------------------------------------------------------------------- */

static onr_answer resolve_phrase(onr_cast *cast, uint32_t attribution, const onr_phrase *p);

/* The attribution whose content holds a token, the last that begins before it; or ONR_NONE. */
static uint32_t holder_of(const onr_doc *doc, uint32_t attribution, uint32_t byte)
{
    uint32_t parent = doc->attributions[attribution].parent;
    if (parent != ONR_NONE) return parent;
    for (uint32_t i = attribution, steps = 0; i-- > 0 && steps < 8; steps++) {
        onr_part content = doc->attributions[i].content;
        for (uint32_t s = 0; s < content.count; s++) {
            onr_span span = doc->spans[content.first + s];
            if (span.start_byte <= byte && byte < span.end_byte) return i;
        }
    }
    return ONR_NONE;
}

/* Inside a quotation "I" and "we" are whoever speaks it; outside, the author. */
static onr_answer resolve_first_person(onr_cast *cast, uint32_t attribution, uint32_t token)
{
    onr_doc *doc = cast->doc;
    uint32_t holder = holder_of(doc, attribution, doc->tokens[token].start_byte);
    if (holder != ONR_NONE && holder < attribution) {
        const onr_attribution *a = &doc->attributions[holder];
        return sure(a->speaker, a->speaker_confidence * 0.95f);
    }
    if (doc->quoted != NULL && (doc->quoted[token] & ONR_QUOTED_INSIDE)) return ONR_NOBODY;
    onr_slice name = {"the author", 10};
    return sure(onr_cast_described(cast, ONR_SPEAKER_AUTHOR, false, name, (onr_range){0, 0}), 0.8f);
}

/* The noun phrase that "who" belongs to: the name that ends before it, or the last words. */
static onr_answer resolve_relative(onr_cast *cast, uint32_t attribution, const onr_phrase *p)
{
    const onr_doc *doc = cast->doc;
    uint32_t s = onr_range_find(doc->sentences, doc->sentence_count, p->words.first_token);
    uint32_t from = doc->sentences[s].first_token, end = p->words.first_token;
    bool comma = end > from && onr_token_is(doc, end - 1, " , ( — – ");
    if (comma) end--;
    if (end == from) return ONR_NOBODY;
    for (uint32_t m = onr_mention_from(doc, end); m-- > 0;) {
        const onr_mention *name = &doc->mentions[m];
        if (name->first_token < from || end - name->end_token > 8u) break;
        uint8_t type = onr_mention_type(doc, m);
        bool touches = name->end_token == end;
        if (type != ONR_ENTITY_PERSON && (type != ONR_ENTITY_ORG || !touches)) continue;
        bool apposed = onr_token_is(doc, name->end_token, " , ( ") && comma;
        if (touches || apposed) return sure(onr_cast_entity(cast, name->entity), 0.85f);
    }
    uint32_t start = end - 1;
    while (start > from && end - start < 7 && !onr_is_determiner(onr_doc_token_text(doc, start)) &&
           (doc->tokens[start - 1].flags & ONR_TOKEN_WORD))
        start--;
    if (!onr_is_determiner(onr_doc_token_text(doc, start))) start = end - 1;
    onr_phrase q = onr_noun_phrase_of(doc, (onr_range){start, end});
    if (q.kind == ONR_PHRASE_RELATIVE || q.kind == ONR_PHRASE_EMPTY) return ONR_NOBODY;
    onr_answer out = resolve_phrase(cast, attribution, &q);
    out.confidence *= 0.8f;
    return out;
}

static onr_answer resolve_pronoun(onr_cast *cast, uint32_t attribution, uint32_t token)
{
    const onr_doc *doc = cast->doc;
    if (onr_token_is(doc, token, " i we me us my our mine "))
        return resolve_first_person(cast, attribution, token);
    if (onr_token_is(doc, token, " you your ")) return ONR_NOBODY;
    return onr_pronoun_resolve(cast, attribution, token);
}

/* ---- all of them -------------------------------------------------------------------------- */

static onr_answer resolve_phrase(onr_cast *cast, uint32_t attribution, const onr_phrase *p)
{
    switch (p->kind) {
    case ONR_PHRASE_PRONOUN: return resolve_pronoun(cast, attribution, p->head);
    case ONR_PHRASE_RELATIVE: return resolve_relative(cast, attribution, p);
    case ONR_PHRASE_PERSON: return resolve_person(cast, p);
    case ONR_PHRASE_NAME:
        return sure(onr_cast_entity(cast, cast->doc->mentions[p->mention].entity), 0.85f);
    case ONR_PHRASE_NOMINAL: return resolve_nominal(cast, attribution, p);
    case ONR_PHRASE_SEVERAL: return resolve_several(cast, p);
    default: return ONR_NOBODY;
    }
}

static onr_phrase phrase_of_source(const onr_doc *doc, const onr_attribution *a)
{
    onr_phrase p = {.mention = ONR_NONE};
    for (uint32_t s = 0; s < a->source.count && p.kind == ONR_PHRASE_EMPTY; s++)
        p = onr_noun_phrase_of(doc, range_of(doc, doc->spans[a->source.first + s]));
    return p;
}

static uint32_t paragraph_of(const onr_doc *doc, const onr_attribution *a)
{
    uint32_t token = onr_token_from(doc, doc->spans[a->content.first].start_byte);
    return onr_range_find(doc->paragraphs, doc->paragraph_count, token);
}

/* Quoted words without a source, in the paragraph where somebody was just quoted: the same one. */
static onr_answer resolve_nothing(const onr_cast *cast, uint32_t attribution)
{
    const onr_doc *doc = cast->doc;
    const onr_attribution *a = &doc->attributions[attribution];
    if (a->form == ONR_FORM_INDIRECT || a->parent != ONR_NONE) return ONR_NOBODY;
    for (uint32_t i = attribution, steps = 0; i-- > 0 && steps < 4; steps++) {
        const onr_attribution *before = &doc->attributions[i];
        if (before->parent != ONR_NONE) continue;
        if (before->speaker == ONR_NONE) return ONR_NOBODY;
        bool near = paragraph_of(doc, before) == paragraph_of(doc, a);
        return near ? sure(before->speaker, 0.6f) : ONR_NOBODY;
    }
    return ONR_NOBODY;
}

onr_answer onr_resolve_source(onr_cast *cast, uint32_t attribution)
{
    onr_phrase p = phrase_of_source(cast->doc, &cast->doc->attributions[attribution]);
    if (p.kind == ONR_PHRASE_EMPTY) return resolve_nothing(cast, attribution);
    return resolve_phrase(cast, attribution, &p);
}

/* Whether somebody who is named behind a phrase, and not introduced there otherwise, may be meant.
 */
static bool may_be_meant(const onr_cast *cast, uint32_t speaker, const onr_phrase *p)
{
    const onr_doc *doc = cast->doc;
    uint32_t entity = doc->speakers[speaker].entity;
    if (entity == ONR_NONE || doc->speakers[speaker].kind != ONR_SPEAKER_PERSON) return false;
    const onr_mention *first = &doc->mentions[doc->entities[entity].first_mention];
    return first->first_token >= p->words.end_token && !is_introduced(cast, entity) &&
           gender_fits(doc, p, entity);
}

/* How often a speaker says something, not thinks or plans it, in the attributions that follow. */
static uint32_t count_speech(const onr_doc *doc, uint32_t from, uint32_t to, uint32_t speaker)
{
    uint32_t count = 0;
    for (uint32_t i = from; i < to; i++) {
        const onr_attribution *a = &doc->attributions[i];
        count += a->speaker == speaker && a->parent == ONR_NONE && a->act == ONR_ACT_SPEECH;
    }
    return count;
}

/* "Experts" in a headline are the "labor-policy experts" of the text. */
static onr_answer resolve_headline(const onr_cast *cast, uint32_t attribution, const onr_phrase *p)
{
    const onr_doc *doc = cast->doc;
    const onr_slice head = onr_doc_token_text(doc, p->head);
    uint32_t own = doc->attributions[attribution].speaker;
    if (p->words.end_token - p->words.first_token != 1) return ONR_NOBODY;
    for (uint32_t i = attribution + 1; i < doc->attribution_count && i <= attribution + 6; i++) {
        uint32_t speaker = doc->attributions[i].speaker;
        if (speaker == ONR_NONE || speaker == own) continue;
        onr_range words = cast->phrases[speaker];
        if (doc->speakers[speaker].kind != doc->speakers[own].kind ||
            words.end_token - words.first_token < 2)
            continue;
        if (onr_word_equal(onr_doc_token_text(doc, onr_noun_phrase_of(doc, words).head), head))
            return sure(speaker, 0.7f);
    }
    return ONR_NOBODY;
}

onr_answer onr_resolve_forward(onr_cast *cast, uint32_t attribution)
{
    onr_doc *doc = cast->doc;
    onr_phrase p = phrase_of_source(doc, &doc->attributions[attribution]);
    if (p.kind == ONR_PHRASE_NOMINAL && p.words.end_token <= doc->paragraphs[0].end_token) {
        onr_answer fuller = resolve_headline(cast, attribution, &p);
        if (fuller.speakers[0] != ONR_NONE) return fuller;
    }
    if (p.kind != ONR_PHRASE_NOMINAL || p.noun != ONR_NOUN_ROLE || !p.definite || p.several)
        return ONR_NOBODY;
    uint32_t end = attribution + 1 + MAX_FORWARD, best = ONR_NONE, most = 0;
    if (end > doc->attribution_count) end = doc->attribution_count;
    for (uint32_t i = attribution + 1; i < end; i++) {
        uint32_t speaker = doc->attributions[i].speaker;
        if (speaker == ONR_NONE || !may_be_meant(cast, speaker, &p)) continue;
        uint32_t often = count_speech(doc, i, end, speaker);
        if (often <= most) continue;
        most = often;
        best = speaker;
    }
    if (best == ONR_NONE) return ONR_NOBODY;
    onr_profile_learn(doc, &cast->profiles[doc->speakers[best].entity], p.words);
    return sure(best, 0.65f);
}
