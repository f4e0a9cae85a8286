#include "coref/phrase.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/hash.h"
#include "coref/lexicon.h"

bool onr_phrases_init(onr_phrases *p, onr_arena *arena, const onr_alloc *alloc)
{
    *p = (onr_phrases){.alloc = alloc};
    p->extents = onr_arena_array(arena, 4 * (size_t)ONR_WINDOW_TOKENS, sizeof *p->extents);
    return p->extents != NULL;
}

void onr_phrases_deinit(onr_phrases *p)
{
    onr_release(p->alloc, p->at, p->capacity * sizeof *p->at);
    onr_release(p->alloc, p->genders, p->gender_capacity * sizeof *p->genders);
    onr_release(p->alloc, p->sources, p->source_capacity * sizeof *p->sources);
}

static bool add(onr_phrases *p, const onr_phrase *phrase)
{
    if (!onr_grow(p->alloc, &p->at, &p->capacity, (uint64_t)p->count + 1, sizeof *p->at))
        return false;
    p->at[p->count++] = *phrase;
    return true;
}

/* ---- words ---- */

static uint64_t hash_word(uint64_t hash, onr_slice word)
{
    for (size_t i = 0; i < word.len; i++) {
        unsigned char c = (unsigned char)word.ptr[i];
        hash = onr_hash_byte(hash, c >= 'A' && c <= 'Z' ? (unsigned char)(c + 32) : c);
    }
    return onr_hash_byte(hash, ' ');
}

static uint32_t hash_of_token(const onr_doc *doc, uint32_t token)
{
    return (uint32_t)onr_hash_mix(hash_word(ONR_HASH_START, onr_doc_token_text(doc, token)));
}

static bool is_one_of(onr_slice word, const char *const *list)
{
    for (; *list != NULL; list++)
        if (word.len == strlen(*list) && strncasecmp(word.ptr, *list, word.len) == 0) return true;
    return false;
}

static bool is_genitive(const onr_doc *doc, uint32_t token)
{
    static const char *const marks[] = {"'s", "\xE2\x80\x99s", "'", "\xE2\x80\x99", NULL};
    return is_one_of(onr_doc_token_text(doc, token), marks);
}

static onr_opening opening_of(onr_slice word)
{
    static const char *const the[] = {"the", NULL};
    static const char *const a[] = {"a", "an", NULL};
    static const char *const this[] = {"this", "that", "these", "those", "such", NULL};
    static const char *const mine[] = {"my", "our", "your", "his", "her", "its", "their", "whose",
                                       NULL};
    static const char *const some[] = {"some", "any", "every", "each", "all", "no", "many", "few",
                                       "several", "most", "both", "more", "one", "two", "three",
                                       "four", "five", "six", "ten", "dozens", "hundreds", NULL};
    static const char *const another[] = {"another", "other", NULL};
    if (word.len > 8) return ONR_OPENING_BARE;
    if (is_one_of(word, the)) return ONR_OPENING_THE;
    if (is_one_of(word, a)) return ONR_OPENING_A;
    if (is_one_of(word, this)) return ONR_OPENING_THIS;
    if (is_one_of(word, mine)) return ONR_OPENING_POSSESSIVE;
    if (is_one_of(word, some) || (word.ptr[0] >= '0' && word.ptr[0] <= '9'))
        return ONR_OPENING_QUANTITY;
    return is_one_of(word, another) ? ONR_OPENING_ANOTHER : ONR_OPENING_BARE;
}

static bool is_title(onr_slice word)
{
    static const char *const titles[] = {"mr.", "mr", "mrs.", "mrs", "ms.", "ms", "miss", "dr.",
                                         "dr", "sir", "lord", "lady", "president", "sen.", "rep.",
                                         "gov.", "senator", "governor", "prof.", "judge", "king",
                                         "queen", "prince", "princess", "minister", "secretary",
                                         "general", "gen.", "col.", "capt.", "lt.", "sgt.",
                                         "rev.", "mayor", "chancellor", "the", NULL};
    return is_one_of(word, titles);
}

static bool is_suffix(onr_slice word)
{
    static const char *const suffixes[] = {"jr.", "jr", "sr.", "sr", "ii", "iii", "iv", ",", NULL};
    return is_one_of(word, suffixes);
}

/* "US" and "IT" are no pronouns. */
static uint32_t pronoun_of(onr_slice word)
{
    if (word.len > 10) return ONR_NONE;
    bool capitals = word.len > 1;
    for (size_t i = 0; capitals && i < word.len; i++)
        capitals = word.ptr[i] >= 'A' && word.ptr[i] <= 'Z';
    return capitals ? ONR_NONE : onr_pronoun_find(word);
}

/* ---- what is known of a phrase ---- */

static bool is_group_type(uint8_t type)
{
    return type == ONR_ENTITY_NORP || type == ONR_ENTITY_ORG;
}

static uint8_t gender_of_type(uint8_t type)
{
    if (type == ONR_ENTITY_PERSON) return ONR_GENDER_PERSON;
    return type == ONR_ENTITY_COUNT ? ONR_GENDER_ANY : ONR_GENDER_IT;
}

/* "Ms." as "Ms" */
static uint8_t gender_of_title(const onr_doc *doc, uint32_t token)
{
    onr_slice word = onr_doc_token_text(doc, token);
    if (word.len > 1 && word.ptr[word.len - 1] == '.') word.len--;
    return onr_gender_of_noun(word);
}

/* A title before the name, or the given name, tells. */
static uint8_t gender_of_person(const onr_doc *doc, const onr_phrase *p)
{
    uint32_t from = p->name_first;
    if (from > 0 && doc->sentences[p->sentence].first_token < from) {
        uint8_t before = gender_of_title(doc, from - 1);
        if (before != 0) return before;
    }
    for (uint32_t i = p->first_token; i < from + 1 && i < p->end_token; i++) {
        uint8_t told = gender_of_title(doc, i);
        if (told != 0) return told;
    }
    uint8_t told = 0;
    if (p->name_end - from > 1) told = onr_gender_of_name(onr_doc_token_text(doc, from));
    return told != 0 ? told : ONR_GENDER_PERSON;
}

static uint8_t number_of_nominal(const onr_doc *doc, const onr_phrase *p)
{
    if (p->group) return ONR_NUMBER_MANY;
    if (doc->tags != NULL) {
        uint8_t xpos = doc->tags[p->head_token].xpos;
        return xpos == ONR_XPOS_NNS || xpos == ONR_XPOS_NNPS ? ONR_NUMBER_MANY : ONR_NUMBER_ONE;
    }
    onr_slice word = onr_doc_token_text(doc, p->head_token);
    bool plural = word.len > 3 && word.ptr[word.len - 1] == 's' && word.ptr[word.len - 2] != 's' &&
                  word.ptr[word.len - 2] != 'u';
    static const char *const more[] = {"men", "women", "people", "police", "children", NULL};
    return plural || is_one_of(word, more) ? ONR_NUMBER_MANY : ONR_NUMBER_ONE;
}

/* "UDCG" of "Ukraine Defense Contact Group"; 0 for names of one word. */
static uint32_t initials_of(const onr_doc *doc, const onr_phrase *p)
{
    char letters[8];
    size_t count = 0;
    for (uint32_t i = p->name_first; i < p->name_end && count < sizeof letters; i++) {
        char c = *onr_doc_token_text(doc, i).ptr;
        if (c >= 'A' && c <= 'Z') letters[count++] = c;
    }
    if (count < 2) return 0;
    return (uint32_t)onr_hash_mix(hash_word(ONR_HASH_START, (onr_slice){letters, count}));
}

static void know_name(const onr_doc *doc, onr_phrase *p)
{
    p->number = is_group_type(p->type) ? ONR_NUMBER_ANY : ONR_NUMBER_ONE;
    if (p->type == ONR_ENTITY_COUNT) p->number = number_of_nominal(doc, p);
    p->gender = p->type == ONR_ENTITY_PERSON ? gender_of_person(doc, p) : gender_of_type(p->type);
    while (p->name_end - p->name_first > 1 && is_genitive(doc, p->name_end - 1)) p->name_end--;
    while (p->name_end - p->name_first > 1 &&
           is_title(onr_doc_token_text(doc, p->name_first)))
        p->name_first++;
    uint32_t last = p->name_end - 1;
    while (last > p->name_first && is_suffix(onr_doc_token_text(doc, last))) last--;
    p->head = hash_of_token(doc, last);
    p->start = hash_of_token(doc, p->name_first);
    p->initials = initials_of(doc, p);
}

static void know_nominal(const onr_doc *doc, onr_phrase *p)
{
    uint8_t told = onr_gender_of_noun(onr_doc_token_text(doc, p->head_token));
    p->gender = told != 0 ? told : ONR_GENDER_ANY;
    p->number = number_of_nominal(doc, p);
    p->head = hash_of_token(doc, p->head_token);
    if (p->group) p->gender = ONR_GENDER_ANY;
}

static bool is_relative(const onr_doc *doc, uint32_t token)
{
    uint8_t xpos = doc->tags[token].xpos;
    return xpos == ONR_XPOS_WDT || xpos == ONR_XPOS_WP || xpos == ONR_XPOS_WPS;
}

static void know_pronoun(const onr_doc *doc, onr_phrase *p)
{
    const onr_pronoun *pronoun = onr_pronoun_at(p->pronoun);
    p->gender = pronoun->gender;
    p->number = pronoun->number;
    p->head = hash_of_token(doc, p->head_token);
    bool relative = pronoun->use == ONR_PRONOUN_RELATIVE;
    if (doc->tags != NULL)
        relative = is_relative(doc, p->head_token);
    if (relative) p->kind = ONR_REFERENCE_RELATIVE;
}

static uint32_t hash_of_words(const onr_doc *doc, const onr_phrase *p)
{
    uint64_t hash = ONR_HASH_START;
    uint32_t from = p->first_token, to = p->end_token;
    if (p->kind == ONR_REFERENCE_NAME && !p->group) {
        from = p->name_first;
        to = p->name_end;
    } else if (to - from > 1 && p->opening != ONR_OPENING_BARE && from < p->head_token) {
        from++;
    }
    if (to - from > 1 && is_genitive(doc, to - 1)) to--;
    for (uint32_t i = from; i < to; i++) hash = hash_word(hash, onr_doc_token_text(doc, i));
    return (uint32_t)onr_hash_mix(hash);
}

static const uint8_t roles[ONR_REL_COUNT] = {
    [ONR_REL_NSUBJ] = ONR_ROLE_SUBJECT,      [ONR_REL_NSUBJ_OUTER] = ONR_ROLE_SUBJECT,
    [ONR_REL_CSUBJ] = ONR_ROLE_SUBJECT,      [ONR_REL_NSUBJ_PASS] = ONR_ROLE_PASSIVE,
    [ONR_REL_OBJ] = ONR_ROLE_OBJECT,         [ONR_REL_IOBJ] = ONR_ROLE_RECEIVER,
    [ONR_REL_OBL] = ONR_ROLE_OBLIQUE,        [ONR_REL_OBL_TMOD] = ONR_ROLE_OBLIQUE,
    [ONR_REL_OBL_NPMOD] = ONR_ROLE_OBLIQUE,  [ONR_REL_OBL_UNMARKED] = ONR_ROLE_OBLIQUE,
    [ONR_REL_OBL_AGENT] = ONR_ROLE_AGENT,    [ONR_REL_NMOD] = ONR_ROLE_NMOD,
    [ONR_REL_NMOD_POSS] = ONR_ROLE_POSSESSOR, [ONR_REL_COMPOUND] = ONR_ROLE_COMPOUND,
    [ONR_REL_APPOS] = ONR_ROLE_APPOSITION,   [ONR_REL_CONJ] = ONR_ROLE_CONJUNCT,
    [ONR_REL_ROOT] = ONR_ROLE_ROOT,          [ONR_REL_VOCATIVE] = ONR_ROLE_VOCATIVE,
};

static onr_role role_of(const onr_doc *doc, uint32_t token)
{
    if (doc->arcs == NULL) return ONR_ROLE_NONE;
    uint8_t role = roles[doc->arcs[token].rel];
    return role == ONR_ROLE_NONE ? ONR_ROLE_OTHER : (onr_role)role;
}

/* Fill in what follows from the place, the kind and the name. */
static void know(const onr_doc *doc, onr_phrase *p)
{
    p->said_in = p->source_of = p->state = p->entity = ONR_NONE;
    p->paragraph = onr_range_find(doc->paragraphs, doc->paragraph_count, p->first_token);
    p->governor = doc->arcs == NULL ? ONR_NONE : doc->arcs[p->head_token].head;
    p->role = (uint8_t)role_of(doc, p->head_token);
    p->opening = (uint8_t)opening_of(onr_doc_token_text(doc, p->first_token));
    if (p->kind == ONR_REFERENCE_PRONOUN)
        know_pronoun(doc, p);
    else if (p->kind == ONR_REFERENCE_NAME && !p->group)
        know_name(doc, p);
    else
        know_nominal(doc, p);
    if (p->kind != ONR_REFERENCE_NAME || p->group) p->start = p->head;
    p->words = hash_of_words(doc, p);
}

/* ---- with trees ---- */

/* Does what hangs on a noun by this relation belong to its mention? */
static bool belongs(uint8_t rel, bool left)
{
    switch (rel) {
    case ONR_REL_CASE: return !left;
    case ONR_REL_ADVMOD: case ONR_REL_OBL: case ONR_REL_NMOD: return !left;
    case ONR_REL_CC: case ONR_REL_CC_PRECONJ: case ONR_REL_CONJ: case ONR_REL_PUNCT:
    case ONR_REL_MARK: case ONR_REL_COP: case ONR_REL_PARATAXIS: case ONR_REL_DISLOCATED:
    case ONR_REL_VOCATIVE: case ONR_REL_DISCOURSE: case ONR_REL_AUX: case ONR_REL_EXPL:
    case ONR_REL_CSUBJ: case ONR_REL_ORPHAN: case ONR_REL_REPARANDUM: case ONR_REL_APPOS:
    case ONR_REL_LIST: case ONR_REL_NSUBJ: case ONR_REL_ADVCL: case ONR_REL_DEP:
    case ONR_REL_NSUBJ_OUTER: case ONR_REL_NSUBJ_PASS: case ONR_REL_AUX_PASS:
        return false;
    default: return true;
    }
}

/* "and" on the left joins its head to the one before; "both" there is the group's own. */
static bool belongs_to_group(uint8_t rel, bool left)
{
    return belongs(rel, left) || rel == ONR_REL_CONJ || (rel == ONR_REL_CC && !left) ||
           rel == ONR_REL_CC_PRECONJ;
}

/* The first and last tokens of the phrases and groups around each token of a window as a head. */
typedef struct extents {
    uint32_t base, count; /* the window's first token and size */
    uint32_t *first, *last, *group_first, *group_last;
} extents;

static void reach(uint32_t *first, uint32_t *last, uint32_t token)
{
    if (token < *first) *first = token;
    if (token > *last) *last = token;
}

/* Goes up from each token and stretches the phrases on the way. Trees are a few arcs high. */
static void stretch_over(const extents *e, const onr_doc *doc, uint32_t token)
{
    uint32_t below = token, at = doc->arcs[token].head;
    while (at != ONR_NONE && at >= e->base && at - e->base < e->count) {
        uint8_t rel = doc->arcs[below].rel;
        uint32_t i = at - e->base;
        if (belongs(rel, below < at)) reach(&e->first[i], &e->last[i], token);
        if (belongs_to_group(rel, below < at))
            reach(&e->group_first[i], &e->group_last[i], token);
        below = at;
        at = doc->arcs[at].head;
    }
}

static extents measure(onr_phrases *p, const onr_doc *doc, onr_window w)
{
    extents e = {w.first_token, w.end_token - w.first_token, p->extents,
                 p->extents + ONR_WINDOW_TOKENS, p->extents + 2 * ONR_WINDOW_TOKENS,
                 p->extents + 3 * ONR_WINDOW_TOKENS};
    for (uint32_t i = 0; i < e.count; i++)
        e.first[i] = e.last[i] = e.group_first[i] = e.group_last[i] = e.base + i;
    for (uint32_t i = 0; i < e.count; i++) stretch_over(&e, doc, e.base + i);
    return e;
}

static bool is_nominal(uint8_t upos)
{
    return upos == ONR_UPOS_NOUN || upos == ONR_UPOS_PROPN || upos == ONR_UPOS_PRON ||
           upos == ONR_UPOS_NUM;
}

static bool is_in(const onr_mention *m, uint32_t token)
{
    return m != NULL && m->first_token <= token && token < m->end_token;
}

/* `m` is the name that holds the token, or NULL. */
static bool may_head(const onr_doc *doc, uint32_t token, const onr_mention *m)
{
    const onr_tag *tag = &doc->tags[token];
    const onr_arc *arc = &doc->arcs[token];
    if (!is_nominal(tag->upos) || tag->xpos == ONR_XPOS_EX) return false;
    if (is_relative(doc, token) && pronoun_of(onr_doc_token_text(doc, token)) == ONR_NONE)
        return false;
    switch (arc->rel) {
    case ONR_REL_FLAT: case ONR_REL_FLAT_NAME: case ONR_REL_FLAT_FOREIGN: case ONR_REL_FIXED:
    case ONR_REL_GOESWITH: case ONR_REL_REPARANDUM: case ONR_REL_DISCOURSE:
    case ONR_REL_COMPOUND_PRT: case ONR_REL_NUMMOD: case ONR_REL_CASE: case ONR_REL_DET:
    case ONR_REL_MARK: case ONR_REL_CC: case ONR_REL_ADVMOD:
        return false;
    case ONR_REL_COMPOUND: case ONR_REL_NMOD_DESC:
        return arc->head == ONR_NONE || !is_in(m, arc->head);
    default: return true;
    }
}

/* The proper nouns around a head that no name of the layer holds. */
static void find_own_name(const onr_doc *doc, onr_phrase *p)
{
    p->name_first = p->head_token;
    p->name_end = p->head_token + 1;
    while (p->name_first > p->first_token &&
           doc->tags[p->name_first - 1].upos == ONR_UPOS_PROPN)
        p->name_first--;
    while (p->name_end < p->end_token && doc->tags[p->name_end].upos == ONR_UPOS_PROPN)
        p->name_end++;
}

static void name_phrase(const onr_doc *doc, onr_phrase *p, uint32_t mention)
{
    const onr_mention *m = mention == ONR_NONE ? NULL : &doc->mentions[mention];
    p->name_first = p->head_token;
    p->name_end = p->head_token + 1;
    if (p->pronoun != ONR_PRONOUN_COUNT) {
        p->kind = ONR_REFERENCE_PRONOUN;
    } else if (m != NULL) {
        p->kind = ONR_REFERENCE_NAME;
        p->mention = mention;
        p->type = doc->entities[m->entity].type;
        p->name_first = m->first_token < p->first_token ? p->first_token : m->first_token;
        p->name_end = m->end_token > p->end_token ? p->end_token : m->end_token;
    } else if (doc->tags[p->head_token].upos == ONR_UPOS_PROPN) {
        p->kind = ONR_REFERENCE_NAME;
        find_own_name(doc, p);
    }
}

static bool is_punctuation(const onr_doc *doc, uint32_t token)
{
    return doc->tags[token].upos == ONR_UPOS_PUNCT;
}

static bool add_treed(onr_phrases *phrases, const onr_doc *doc, onr_phrase p, uint32_t mention)
{
    onr_range s = doc->sentences[p.sentence];
    if (p.first_token < s.first_token) p.first_token = s.first_token;
    if (p.end_token > s.end_token) p.end_token = s.end_token;
    while (p.first_token < p.head_token && is_punctuation(doc, p.first_token)) p.first_token++;
    while (p.end_token > p.head_token + 1 && is_punctuation(doc, p.end_token - 1)) p.end_token--;
    uint32_t pronoun = pronoun_of(onr_doc_token_text(doc, p.head_token));
    bool alone = p.end_token - p.first_token == 1 && !p.group;
    p.pronoun = (uint8_t)(pronoun == ONR_NONE || !alone ? ONR_PRONOUN_COUNT : pronoun);
    p.mention = ONR_NONE;
    p.type = ONR_ENTITY_COUNT;
    p.kind = ONR_REFERENCE_NOMINAL;
    name_phrase(doc, &p, mention);
    know(doc, &p);
    return add(phrases, &p);
}

static bool has_copula(const onr_doc *doc, uint32_t token, onr_range sentence)
{
    for (uint32_t i = token; i > sentence.first_token && token - i < 12; i--)
        if (doc->arcs[i - 1].head == token && doc->arcs[i - 1].rel == ONR_REL_COP) return true;
    return false;
}

static bool add_headed(onr_phrases *phrases, const onr_doc *doc, const extents *e, uint32_t token,
                       uint32_t sentence, uint32_t mention)
{
    uint32_t i = token - e->base;
    onr_phrase p = {.first_token = e->first[i], .end_token = e->last[i] + 1, .head_token = token,
                    .sentence = sentence};
    bool group = e->group_last[i] != e->last[i]; /* somebody is joined to the head */
    if (!add_treed(phrases, doc, p, mention)) return false;
    if (has_copula(doc, token, doc->sentences[sentence]))
        phrases->at[phrases->count - 1].role = ONR_ROLE_PREDICATE;
    if (!group) return true;
    p.first_token = e->group_first[i];
    p.end_token = e->group_last[i] + 1;
    p.group = true;
    return add_treed(phrases, doc, p, ONR_NONE);
}

/* The innermost name that holds the token, of those from `*mention` on, which advances past names
 * that have ended. */
static uint32_t name_around(const onr_doc *doc, uint32_t *mention, uint32_t token)
{
    while (*mention < doc->mention_count && doc->mentions[*mention].end_token <= token)
        (*mention)++;
    uint32_t found = ONR_NONE;
    for (uint32_t i = *mention; i < doc->mention_count; i++) {
        if (doc->mentions[i].first_token > token) break;
        if (doc->mentions[i].end_token > token) found = i;
    }
    return found;
}

static bool find_with_trees(onr_phrases *phrases, const onr_doc *doc, onr_window w,
                            uint32_t *mention)
{
    extents e = measure(phrases, doc, w);
    uint32_t sentence = w.first_sentence;
    for (uint32_t t = w.first_token; t < w.end_token; t++) {
        while (doc->sentences[sentence].end_token <= t) sentence++;
        uint32_t around = name_around(doc, mention, t);
        const onr_mention *m = around == ONR_NONE ? NULL : &doc->mentions[around];
        if (may_head(doc, t, m) && !add_headed(phrases, doc, &e, t, sentence, around))
            return false;
    }
    return true;
}

/* ---- without trees ---- */

static bool is_counted(uint8_t type)
{
    return type == ONR_ENTITY_MONEY || type == ONR_ENTITY_PERCENT ||
           type == ONR_ENTITY_QUANTITY || type == ONR_ENTITY_TIME || type == ONR_ENTITY_DATE;
}

static bool add_name(onr_phrases *phrases, const onr_doc *doc, uint32_t mention, uint32_t sentence)
{
    const onr_mention *m = &doc->mentions[mention];
    uint8_t type = doc->entities[m->entity].type;
    if (is_counted(type)) return true;
    onr_phrase p = {.first_token = m->first_token, .end_token = m->end_token,
                    .head_token = m->end_token - 1, .name_first = m->first_token,
                    .name_end = m->end_token, .mention = mention, .sentence = sentence,
                    .kind = ONR_REFERENCE_NAME, .pronoun = ONR_PRONOUN_COUNT, .type = type};
    if (p.head_token > p.first_token && is_genitive(doc, p.head_token)) p.head_token--;
    know(doc, &p);
    return add(phrases, &p);
}

/* Without tags "this" and "that" are rather determiners and conjunctions. */
static bool is_plain_pronoun(const onr_doc *doc, uint32_t token, uint32_t *pronoun)
{
    *pronoun = pronoun_of(onr_doc_token_text(doc, token));
    if (*pronoun == ONR_NONE) return false;
    uint8_t use = onr_pronoun_at(*pronoun)->use;
    bool neuter = onr_pronoun_at(*pronoun)->gender == ONR_GENDER_IT;
    return use <= ONR_PRONOUN_REFLEXIVE || (use == ONR_PRONOUN_RELATIVE && !neuter);
}

static bool add_pronoun(onr_phrases *phrases, const onr_doc *doc, uint32_t token, uint32_t pronoun,
                        uint32_t sentence)
{
    onr_phrase p = {.first_token = token, .end_token = token + 1, .head_token = token,
                    .name_first = token, .name_end = token + 1, .mention = ONR_NONE,
                    .sentence = sentence, .kind = ONR_REFERENCE_PRONOUN,
                    .pronoun = (uint8_t)pronoun, .type = ONR_ENTITY_COUNT};
    know(doc, &p);
    return add(phrases, &p);
}

static bool find_without_trees(onr_phrases *phrases, const onr_doc *doc, onr_window w,
                               uint32_t *mention)
{
    uint32_t sentence = w.first_sentence, pronoun;
    for (uint32_t t = w.first_token; t < w.end_token; t++) {
        while (doc->sentences[sentence].end_token <= t) sentence++;
        uint32_t m = *mention;
        for (; m < doc->mention_count && doc->mentions[m].first_token <= t; m++)
            if (!add_name(phrases, doc, m, sentence)) return false;
        bool named = m > 0 && is_in(&doc->mentions[m - 1], t);
        *mention = m;
        if (!named && is_plain_pronoun(doc, t, &pronoun) &&
            !add_pronoun(phrases, doc, t, pronoun, sentence))
            return false;
    }
    return true;
}

/* A set of one. */
static bool is_told(uint8_t gender)
{
    return gender == ONR_GENDER_HE || gender == ONR_GENDER_SHE;
}

bool onr_phrases_of_names(onr_phrases *phrases, const onr_doc *doc)
{
    if (!onr_grow(phrases->alloc, &phrases->genders, &phrases->gender_capacity, doc->entity_count,
                  sizeof *phrases->genders))
        return false;
    for (uint32_t e = 0; e < doc->entity_count; e++) phrases->genders[e] = 0;
    for (uint32_t i = 0; i < phrases->count; i++) {
        onr_phrase *p = &phrases->at[i];
        bool named = p->mention != ONR_NONE && p->kind == ONR_REFERENCE_NAME;
        p->entity = named ? doc->mentions[p->mention].entity : ONR_NONE;
        if (named && is_told(p->gender) && phrases->genders[p->entity] == 0)
            phrases->genders[p->entity] = p->gender;
    }
    for (uint32_t i = 0; i < phrases->count; i++) {
        onr_phrase *p = &phrases->at[i];
        if (p->entity != ONR_NONE && p->gender == ONR_GENDER_PERSON &&
            phrases->genders[p->entity] != 0)
            p->gender = phrases->genders[p->entity];
    }
    return true;
}

bool onr_phrases_add_source(onr_phrases *phrases, const onr_doc *doc, onr_range range,
                            uint32_t head, uint32_t attribution)
{
    uint32_t sentence = onr_range_find(doc->sentences, doc->sentence_count, range.first_token);
    onr_phrase p = {.first_token = range.first_token, .end_token = range.end_token,
                    .head_token = head, .name_first = head, .name_end = head + 1,
                    .mention = ONR_NONE, .sentence = sentence, .kind = ONR_REFERENCE_NOMINAL,
                    .pronoun = ONR_PRONOUN_COUNT, .type = ONR_ENTITY_COUNT};
    know(doc, &p);
    p.source_of = attribution;
    return add(phrases, &p);
}

/* ---- order ---- */

static bool comes_before(const onr_phrase *a, const onr_phrase *b)
{
    if (a->first_token != b->first_token) return a->first_token < b->first_token;
    return a->end_token > b->end_token;
}

static bool is_same(const onr_phrase *a, const onr_phrase *b)
{
    return a->first_token == b->first_token && a->end_token == b->end_token;
}

static int compare(const void *a, const void *b)
{
    const onr_phrase *x = a, *y = b;
    if (comes_before(x, y)) return -1;
    if (comes_before(y, x)) return 1;
    if (x->head_token != y->head_token) return x->head_token < y->head_token ? -1 : 1;
    return 0;
}

void onr_phrases_settle(onr_phrases *p, uint32_t first)
{
    if (p->count - first < 2) return;
    qsort(p->at + first, p->count - first, sizeof *p->at, compare);
    uint32_t kept = first + 1;
    for (uint32_t i = first + 1; i < p->count; i++)
        if (!is_same(&p->at[i], &p->at[kept - 1])) p->at[kept++] = p->at[i];
    p->count = kept;
}

bool onr_phrases_of_window(onr_phrases *phrases, const onr_doc *doc, onr_window window,
                           uint32_t *mention)
{
    uint32_t first = phrases->count;
    bool treed = doc->arcs != NULL && doc->tags != NULL;
    bool ok = treed ? find_with_trees(phrases, doc, window, mention)
                    : find_without_trees(phrases, doc, window, mention);
    if (ok) onr_phrases_settle(phrases, first);
    return ok;
}
