#include "coref/features.h"

#include "coref/lexicon.h"

/* Classes that phrases fall in, as far as one says which others it may be. */
enum { NAMES = 8, NOMINALS = 6, PRONOUNS = 11, CLASSES = NAMES + NOMINALS + 1 + PRONOUNS };

static uint32_t class_of_name(uint8_t type)
{
    switch (type) {
    case ONR_ENTITY_PERSON: return 0;
    case ONR_ENTITY_NORP: return 1;
    case ONR_ENTITY_ORG: return 2;
    case ONR_ENTITY_GPE: return 3;
    case ONR_ENTITY_LOC: case ONR_ENTITY_FAC: return 4;
    case ONR_ENTITY_DATE: case ONR_ENTITY_TIME: return 5;
    case ONR_ENTITY_COUNT: return 6;
    default: return 7;
    }
}

static uint32_t class_of_nominal(const onr_phrase *p)
{
    uint32_t gender = p->gender == ONR_GENDER_HE ? 0 : p->gender == ONR_GENDER_SHE ? 1 : 2;
    return 2 * gender + (p->number == ONR_NUMBER_MANY);
}

/* I, we, you, he, she, it, they, that, these, one and the rest. */
static uint32_t class_of_pronoun(const onr_pronoun *p)
{
    if (p->use == ONR_PRONOUN_OTHER) return 9;
    if (p->use == ONR_PRONOUN_RELATIVE) return 10;
    if (p->use == ONR_PRONOUN_DEMONSTRATIVE) return p->number == ONR_NUMBER_MANY ? 8 : 7;
    if (p->person == 1) return p->number == ONR_NUMBER_MANY;
    if (p->person == 2) return 2;
    if (p->gender == ONR_GENDER_HE) return 3;
    if (p->gender == ONR_GENDER_SHE) return 4;
    return p->gender == ONR_GENDER_IT ? 5 : 6;
}

static bool is_pronoun(const onr_phrase *p)
{
    return p->pronoun != ONR_PRONOUN_COUNT;
}

static uint32_t find_class(const onr_phrase *p)
{
    if (is_pronoun(p))
        return NAMES + NOMINALS + 1 + class_of_pronoun(onr_pronoun_at(p->pronoun));
    if (p->group) return NAMES + NOMINALS;
    return p->kind == ONR_REFERENCE_NAME ? class_of_name(p->type) : NAMES + class_of_nominal(p);
}

void onr_phrases_sort(onr_phrases *phrases)
{
    for (uint32_t i = 0; i < phrases->count; i++)
        phrases->at[i].class_number = (uint8_t)find_class(&phrases->at[i]);
}

static uint32_t class_of(const onr_phrase *p)
{
    return p->class_number;
}

/* 0 name, 1 nominal, 2 pronoun */
static uint32_t sort_of(const onr_phrase *p)
{
    if (is_pronoun(p)) return 2;
    return p->kind == ONR_REFERENCE_NAME ? 0 : 1;
}

static uint32_t person_of(const onr_phrase *p)
{
    return is_pronoun(p) ? onr_pronoun_at(p->pronoun)->person : 0;
}

/* The step of a value among rising borders. */
static uint32_t step(uint32_t value, const uint32_t *borders, uint32_t count)
{
    uint32_t i = 0;
    while (i < count && value >= borders[i]) i++;
    return i;
}

static uint32_t seen_step(uint32_t n)
{
    static const uint32_t borders[] = {1, 2, 4};
    return step(n, borders, 3);
}

/* Rows of features lie behind one another. */
typedef struct rows {
    uint16_t *at;
    uint32_t base;
} rows;

static void put(rows *r, uint32_t value, uint32_t count)
{
    *r->at++ = (uint16_t)(r->base + value);
    r->base += count;
}

void onr_phrase_features(uint16_t out[ONR_PHRASE_FEATURES], const onr_doc *doc,
                         const onr_phrase *p, onr_seen seen)
{
    static const uint32_t lengths[] = {2, 3, 4, 6, 10}, places[] = {1, 2, 3, 6};
    rows r = {out, 0};
    bool first = doc->sentences[p->sentence].first_token == p->first_token;
    bool quoted = doc->quoted != NULL && (doc->quoted[p->head_token] & ONR_QUOTED_INSIDE) != 0;
    uint32_t head = seen_step(seen.head);
    put(&r, is_pronoun(p) ? p->pronoun : ONR_PRONOUN_COUNT + class_of(p),
        ONR_PRONOUN_COUNT + NAMES + NOMINALS + 1);
    put(&r, p->role, ONR_ROLE_COUNT);
    put(&r, 3u * p->opening + sort_of(p), 3 * ONR_OPENING_COUNT);
    put(&r, quoted + 2u * (p->source_of != ONR_NONE) + 4u * (p->said_in != ONR_NONE), 8);
    put(&r, step(p->end_token - p->first_token, lengths, 5), 6);
    put(&r, 2 * step(p->sentence, places, 4) + first, 10);
    put(&r, 4 * seen_step(seen.words) + head, 16);
}

bool onr_phrases_agree(const onr_phrase *a, const onr_phrase *b)
{
    return (a->gender & b->gender) != 0 && (a->number & b->number) != 0;
}

static uint32_t agreement(uint8_t a, uint8_t b)
{
    if ((a & b) == 0) return 1;
    return a == b && (a & (a - 1)) == 0 ? 0 : 2;
}

static uint32_t type_agreement(const onr_phrase *a, const onr_phrase *b)
{
    if (a->type == ONR_ENTITY_COUNT || b->type == ONR_ENTITY_COUNT) return 2;
    return a->type == b->type ? 0 : 1;
}

static uint32_t name_words(const onr_phrase *p)
{
    return p->name_end - p->name_first;
}

enum { STRING_ROWS = 11 };

static uint32_t string_match(const onr_phrase *a, const onr_phrase *b)
{
    if (a->words == b->words) return is_pronoun(a) ? 9 : 1;
    if (is_pronoun(a) || is_pronoun(b)) return 0;
    bool names = sort_of(a) == 0 && sort_of(b) == 0;
    bool joined = names && a->entity != ONR_NONE && a->entity == b->entity;
    if (a->head == b->head) {
        if (!names) return 2;
        bool apart = !joined && a->entity != ONR_NONE && b->entity != ONR_NONE;
        if (apart) return 5;
        if (name_words(a) == 1) return 3;
        if (name_words(b) == 1) return 4;
        return a->start == b->start ? 2 : 5;
    }
    if (joined) return 10;
    if (!names) return 0;
    if (a->initials != 0 && a->initials == b->head) return 8;
    if (b->initials != 0 && b->initials == a->head) return 8;
    if (a->start == b->start) return 6;
    return a->head == b->start || a->start == b->head ? 7 : 0;
}

enum { SPEECH_ROWS = 9 };

static uint32_t source_of(const onr_phrases *p, uint32_t attribution)
{
    return attribution == ONR_NONE ? ONR_NONE : p->sources[attribution];
}

static bool same_speaker(const onr_phrases *p, const onr_phrase *a, const onr_phrase *b)
{
    uint32_t x = source_of(p, a->said_in), y = source_of(p, b->said_in);
    return x != ONR_NONE && y != ONR_NONE && (x == y || p->at[x].words == p->at[y].words);
}

static uint32_t speech(const onr_phrases *p, const onr_phrase *a, uint32_t i, const onr_phrase *b,
                       uint32_t j)
{
    if (a->said_in == ONR_NONE && b->said_in == ONR_NONE) return 0;
    if (source_of(p, a->said_in) == j) return 1;
    if (source_of(p, b->said_in) == i) return 2;
    if (a->said_in == b->said_in) return 3;
    if (a->said_in == ONR_NONE) return 4;
    if (b->said_in == ONR_NONE) return 5;
    return same_speaker(p, a, b) ? 6 : 7;
}

enum { STRUCTURE_ROWS = 9 };

/* How the two hang together in the tree of one sentence. */
static uint32_t structure(const onr_phrase *a, const onr_phrase *b)
{
    if (a->sentence != b->sentence) return 0;
    if (a->first_token <= b->first_token && b->end_token <= a->end_token) return 1;
    if (b->first_token <= a->first_token && a->end_token <= b->end_token) return 2;
    if (a->governor == ONR_NONE && b->governor == ONR_NONE) return 8;
    if (a->governor == b->head_token) {
        if (a->role == ONR_ROLE_APPOSITION) return 3;
        if (b->role == ONR_ROLE_PREDICATE) return 4;
    }
    if (b->governor == a->head_token) {
        if (a->role == ONR_ROLE_PREDICATE && b->role == ONR_ROLE_SUBJECT) return 5;
        return 4;
    }
    if (a->governor == b->governor) return 6;
    return a->governor == b->head_token ? 7 : 8;
}

static bool is_reflexive(const onr_phrase *p)
{
    return is_pronoun(p) && onr_pronoun_at(p->pronoun)->use == ONR_PRONOUN_REFLEXIVE;
}

/* What kind of anaphor: name, nominal, "he" and "she", other pronouns of the third person, of the
 * first and second. */
enum { MANNERS = 5 };

static uint32_t manner_of(const onr_phrase *p)
{
    if (!is_pronoun(p)) return sort_of(p);
    if (person_of(p) < 3) return 4;
    return (p->gender & ONR_GENDER_IT) != 0 ? 3 : 2;
}

static uint32_t modifiers(const onr_phrase *a, const onr_phrase *b)
{
    if (is_pronoun(a) || is_pronoun(b) || a->head != b->head) return 0;
    if (a->words == b->words) return 1;
    uint32_t x = a->end_token - a->first_token, y = b->end_token - b->first_token;
    return x < y ? 2 : x > y ? 3 : 4;
}

static uint32_t paragraph_distance(const onr_phrase *a, const onr_phrase *b)
{
    uint32_t distance = a->paragraph - b->paragraph;
    return distance < 2 ? distance : 2;
}

void onr_pair_features(uint16_t out[ONR_PAIR_FEATURES], const onr_pair *pair)
{
    static const uint32_t sentences[] = {1, 2, 3, 4, 5, 8, 12, 20};
    static const uint32_t phrases[] = {2, 3, 5, 8, 14, 25, 50}, agreeing[] = {1, 2, 3, 5};
    const onr_phrase *a = &pair->phrases->at[pair->anaphor];
    const onr_phrase *b = &pair->phrases->at[pair->candidate];
    uint32_t sort = 3 * sort_of(a) + sort_of(b), manner = manner_of(a);
    rows r = {out, 0};
    put(&r, 8 * step(a->sentence - b->sentence, sentences, 8) +
                step(pair->anaphor - pair->candidate, phrases, 7), 72);
    put(&r, 9 * string_match(a, b) + sort, 9 * STRING_ROWS);
    put(&r, 9 * agreement(a->gender, b->gender) + 3 * agreement(a->number, b->number) +
                type_agreement(a, b), 27);
    put(&r, CLASSES * class_of(a) + class_of(b), CLASSES * CLASSES);
    put(&r, 16 * speech(pair->phrases, a, pair->anaphor, b, pair->candidate) + 4 * person_of(a) +
                person_of(b), 16 * SPEECH_ROWS);
    put(&r, (uint32_t)ONR_ROLE_COUNT * a->role + b->role, ONR_ROLE_COUNT * ONR_ROLE_COUNT);
    put(&r, 4 * structure(a, b) + 2 * is_reflexive(a) + is_pronoun(b), 4 * STRUCTURE_ROWS);
    put(&r, (uint32_t)ONR_OPENING_COUNT * modifiers(a, b) + a->opening, 5 * ONR_OPENING_COUNT);
    put(&r, MANNERS * step(pair->agreeing, agreeing, 4) + manner, 5 * MANNERS);
    put(&r, MANNERS * seen_step(pair->seen.words) + manner, 4 * MANNERS);
    put(&r, MANNERS * paragraph_distance(a, b) + manner, 3 * MANNERS);
}
