#include "names/join.h"

#include <string.h>

#include "names/person.h"

/* What a table finds names by. */
enum { BY_FAMILY = 1, BY_GIVEN, BY_INITIALS, BY_WORDS };

/* A way of writing a name: an entity as it comes in, with the words of its first mention. */
typedef struct spelling {
    onr_range core;  /* without titles and suffix; of other things without "the" */
    uint32_t leader; /* the form that stands for the same thing; itself for a leader */
    uint8_t gender;
} spelling;

/* A form behind a key; those of one key are chained in the order they came. */
typedef struct entry {
    uint64_t key; /* 0 for a free slot */
    uint32_t form;
    uint32_t next; /* entry + 1, or 0 */
} entry;

typedef struct joiner {
    onr_doc *doc;
    onr_arena arena;
    spelling *forms; /* [doc->entity_count] */
    entry *entries;
    uint32_t entry_count;
    uint32_t *slots; /* [mask + 1] entry + 1 */
    uint32_t mask;
    uint32_t *targets; /* [doc->mention_count] the leader that a mention belongs to */
} joiner;

static uint32_t leader_of(const joiner *j, uint32_t form)
{
    while (j->forms[form].leader != form) form = j->forms[form].leader;
    return form;
}

static uint32_t size_of(onr_range r)
{
    return r.end_token - r.first_token;
}

static onr_slice word_at(const joiner *j, uint32_t token)
{
    return onr_doc_token_text(j->doc, token);
}

static uint64_t key_of(uint32_t kind, onr_slice word)
{
    return (onr_word_key(word) ^ (uint64_t)kind * 0x9e3779b97f4a7c15u) | 1;
}

static uint32_t *slot_of(const joiner *j, uint64_t key)
{
    uint32_t at = (uint32_t)(key >> 17) & j->mask;
    while (j->slots[at] != 0 && j->entries[j->slots[at] - 1].key != key) at = (at + 1) & j->mask;
    return &j->slots[at];
}

/* The first entry of a key plus one, or 0. */
static uint32_t first_of(const joiner *j, uint64_t key)
{
    return *slot_of(j, key);
}

/* Behind the others of its key; there is room for four entries a form. */
static void put(joiner *j, uint64_t key, uint32_t form)
{
    uint32_t *link = slot_of(j, key), length = 0;
    for (; *link != 0; link = &j->entries[*link - 1].next)
        if (++length >= ONR_JOIN_NAMESAKES) return;
    j->entries[j->entry_count] = (entry){key, form, 0};
    *link = ++j->entry_count;
}

/* ---- people ------------------------------------------------------------------------------- */

static bool is_person(const joiner *j, uint32_t form)
{
    return j->doc->entities[form].type == ONR_ENTITY_PERSON;
}

static onr_gender gender_in_front(const joiner *j, uint32_t first_token)
{
    return first_token == 0 ? ONR_GENDER_UNKNOWN : onr_gender_of_title(word_at(j, first_token - 1));
}

static bool genders_agree(uint8_t a, uint8_t b)
{
    return a == ONR_GENDER_UNKNOWN || b == ONR_GENDER_UNKNOWN || a == b;
}

/* Finds or founds the person of a name of several words. */
static void join_full_name(joiner *j, uint32_t f)
{
    spelling *own = &j->forms[f];
    uint64_t family = key_of(BY_FAMILY, word_at(j, own->core.end_token - 1));
    for (uint32_t e = first_of(j, family); e != 0; e = j->entries[e - 1].next) {
        spelling *other = &j->forms[j->entries[e - 1].form];
        if (!onr_full_names_agree(j->doc, own->core, other->core)) continue;
        own->leader = j->entries[e - 1].form;
        if (other->gender == ONR_GENDER_UNKNOWN) other->gender = own->gender;
        return;
    }
    put(j, family, f);
    put(j, key_of(BY_GIVEN, word_at(j, own->core.first_token)), f);
    if (size_of(own->core) > 2) /* "Bill de Blasio" is also "de Blasio" */
        put(j, key_of(BY_FAMILY, word_at(j, own->core.first_token + 1)), f);
}

static void join_full_names(joiner *j)
{
    for (uint32_t f = 0; f < j->doc->entity_count; f++) {
        if (!is_person(j, f) || size_of(j->forms[f].core) < 2) continue;
        join_full_name(j, f);
    }
}

/* The words of `brief` end the words of `full`. */
static bool is_ending(const joiner *j, onr_range brief, onr_range full)
{
    if (size_of(brief) > size_of(full)) return false;
    for (uint32_t i = 1; i <= size_of(brief); i++)
        if (!onr_word_equal(word_at(j, brief.end_token - i), word_at(j, full.end_token - i)))
            return false;
    return true;
}

/* The first person behind a key whose gender fits, or ONR_NONE. */
static uint32_t find_person(const joiner *j, uint64_t key, uint8_t gender)
{
    for (uint32_t e = first_of(j, key); e != 0; e = j->entries[e - 1].next)
        if (genders_agree(gender, j->forms[j->entries[e - 1].form].gender))
            return j->entries[e - 1].form;
    return ONR_NONE;
}

/* "de Blasio", which looks like a full name of its own. */
static void join_double_families(joiner *j)
{
    for (uint32_t f = 0; f < j->doc->entity_count; f++) {
        spelling *own = &j->forms[f];
        if (!is_person(j, f) || size_of(own->core) < 2 || own->leader != f) continue;
        uint32_t other = find_person(j, key_of(BY_FAMILY, word_at(j, own->core.first_token)),
                                     own->gender);
        if (other != ONR_NONE && other != f && is_ending(j, own->core, j->forms[other].core))
            own->leader = leader_of(j, other);
    }
}

/*
 * Whom a name of one word means: by its family name, else by its given name. Where several bear the
 * name, the form of address decides, else who came in first, because a report is about its first
 * namesake and names the others in full.
 */
static uint32_t find_brief(joiner *j, onr_range core, uint8_t gender)
{
    onr_slice word = word_at(j, core.first_token);
    uint32_t found = find_person(j, key_of(BY_FAMILY, word), gender);
    if (found == ONR_NONE) found = find_person(j, key_of(BY_GIVEN, word), gender);
    return found;
}

/* Names that networks take for those of organisations or works when they stand alone. */
static bool may_be_person(const joiner *j, uint32_t form)
{
    uint8_t type = j->doc->entities[form].type;
    return type == ONR_ENTITY_PERSON || type == ONR_ENTITY_ORG || type == ONR_ENTITY_PRODUCT ||
           type == ONR_ENTITY_WORK;
}

/* A form that is no person's is one all the same when the same word is a person's elsewhere, or the
 * family name of one. */
static bool is_brief(const joiner *j, uint32_t f)
{
    if (size_of(j->forms[f].core) != 1 || !may_be_person(j, f)) return false;
    if (is_person(j, f)) return true;
    onr_slice word = word_at(j, j->forms[f].core.first_token);
    return first_of(j, key_of(BY_WORDS, word)) != 0 || first_of(j, key_of(BY_FAMILY, word)) != 0;
}

static void note_brief_people(joiner *j)
{
    for (uint32_t f = 0; f < j->doc->entity_count; f++)
        if (is_person(j, f) && size_of(j->forms[f].core) == 1)
            put(j, key_of(BY_WORDS, word_at(j, j->forms[f].core.first_token)), f);
}

/* One word, once with "Mr." and once with "Mrs.", is two people: mentions decide, not forms. */
static uint32_t target_of_brief(joiner *j, const onr_mention *m)
{
    spelling *own = &j->forms[m->entity];
    uint8_t gender = gender_in_front(j, m->first_token);
    uint32_t found = find_brief(j, own->core, gender);
    if (found == ONR_NONE && !is_person(j, m->entity)) {
        uint64_t words = key_of(BY_WORDS, word_at(j, own->core.first_token));
        return leader_of(j, j->entries[first_of(j, words) - 1].form);
    }
    if (found == ONR_NONE || leader_of(j, m->entity) != m->entity) return leader_of(j, m->entity);
    spelling *leader = &j->forms[leader_of(j, found)];
    if (leader->gender == ONR_GENDER_UNKNOWN) leader->gender = gender;
    return leader_of(j, found);
}

/* ---- other things ------------------------------------------------------------------------- */

static bool is_acronym(onr_slice word)
{
    uint32_t capitals = 0;
    for (size_t i = 0; i < word.len; i++) {
        if (word.ptr[i] >= 'A' && word.ptr[i] <= 'Z')
            capitals++;
        else if (word.ptr[i] != '.')
            return false;
    }
    return capitals >= 2 && capitals <= 8;
}

/* The capitals that words begin with: "UDCG". Answers the length, 0 when they do not fit. */
static size_t initials_of(const joiner *j, onr_range words, char *out, size_t size)
{
    size_t len = 0;
    for (uint32_t t = words.first_token; t < words.end_token; t++) {
        onr_slice word = word_at(j, t);
        if (!onr_word_is_capital(word)) continue;
        if (len == size) return 0;
        out[len++] = word.ptr[0];
    }
    return len;
}

static void put_initials(joiner *j, uint32_t f, onr_range words)
{
    char initials[8];
    size_t len = initials_of(j, words, initials, sizeof initials);
    if (len >= 2) put(j, key_of(BY_INITIALS, (onr_slice){initials, len}), f);
}

/* The "Department of Veterans Affairs" is the VA, that of Defense the DOD: with and without. */
static void note_initials(joiner *j)
{
    for (uint32_t f = 0; f < j->doc->entity_count; f++) {
        onr_range words = j->forms[f].core;
        if (is_person(j, f) || size_of(words) < 2) continue;
        put_initials(j, f, words);
        bool office = onr_word_listed(" of ", word_at(j, words.first_token + 1));
        if (!office || size_of(words) < 4) continue;
        put_initials(j, f, (onr_range){words.first_token + 2, words.end_token});
    }
}

static uint64_t words_key(const joiner *j, onr_range words)
{
    uint64_t key = BY_WORDS * 0x9e3779b97f4a7c15u;
    for (uint32_t t = words.first_token; t < words.end_token; t++)
        key = onr_word_key(word_at(j, t)) + key * 0x100000001b3u;
    return key | 1;
}

static bool types_agree(const joiner *j, uint32_t a, uint32_t b)
{
    return j->doc->entities[a].type == j->doc->entities[b].type;
}

static uint32_t same_type(const joiner *j, uint64_t key, uint32_t f)
{
    for (uint32_t e = first_of(j, key); e != 0; e = j->entries[e - 1].next)
        if (types_agree(j, f, j->entries[e - 1].form)) return j->entries[e - 1].form;
    return ONR_NONE;
}

/* What an acronym stands for. One that was taken for a person's name must have three letters. */
static uint32_t find_long_form(const joiner *j, uint32_t f)
{
    onr_slice word = word_at(j, j->forms[f].core.first_token);
    if (size_of(j->forms[f].core) != 1 || !is_acronym(word)) return ONR_NONE;
    uint64_t key = key_of(BY_INITIALS, word);
    if (!is_person(j, f) || first_of(j, key) == 0) return same_type(j, key, f);
    return word.len < 3 ? ONR_NONE : j->entries[first_of(j, key) - 1].form;
}

/* Acronyms find their long form; else the same words, however capitalised, find each other. */
static void join_thing(joiner *j, uint32_t f)
{
    spelling *own = &j->forms[f];
    uint32_t found = find_long_form(j, f);
    uint64_t words = words_key(j, own->core);
    if (found == ONR_NONE) found = same_type(j, words, f);
    if (found != ONR_NONE)
        own->leader = leader_of(j, found);
    else
        put(j, words, f);
}

static void join_things(joiner *j)
{
    note_initials(j);
    for (uint32_t f = 0; f < j->doc->entity_count; f++) {
        if (size_of(j->forms[f].core) == 0) continue;
        uint32_t acronym = is_person(j, f) ? find_long_form(j, f) : ONR_NONE;
        if (acronym != ONR_NONE)
            j->forms[f].leader = leader_of(j, acronym);
        else if (!is_person(j, f))
            join_thing(j, f);
    }
}

/* ---- putting it together ------------------------------------------------------------------ */

static onr_range core_of_thing(const joiner *j, onr_range words)
{
    if (size_of(words) > 1 && onr_word_listed(" the ", word_at(j, words.first_token)))
        words.first_token++;
    if (size_of(words) > 1 &&
        onr_word_listed(" inc corp co ltd plc llc ", word_at(j, words.end_token - 1)))
        words.end_token--;
    if (size_of(words) > 1 && onr_word_listed(" 's ’s ' ’ , ", word_at(j, words.end_token - 1)))
        words.end_token--;
    return words;
}

static void make_form(joiner *j, uint32_t f)
{
    const onr_mention *m = &j->doc->mentions[j->doc->entities[f].first_mention];
    onr_range words = {m->first_token, m->end_token};
    spelling *own = &j->forms[f];
    own->leader = f;
    if (!is_person(j, f)) {
        own->core = core_of_thing(j, words);
        return;
    }
    own->core = onr_person_core(j->doc, words);
    if (size_of(own->core) == 0) return;
    own->gender = (uint8_t)gender_in_front(j, own->core.first_token);
    if (own->gender == ONR_GENDER_UNKNOWN && size_of(own->core) > 1)
        own->gender = (uint8_t)onr_gender_of_given(word_at(j, own->core.first_token));
}

static bool open_joiner(joiner *j)
{
    const uint64_t forms = j->doc->entity_count, slots = 16 + forms * 8;
    for (j->mask = 1; j->mask < slots; j->mask = 2 * j->mask + 1) continue;
    j->forms = onr_arena_array(&j->arena, forms, sizeof *j->forms);
    j->entries = onr_arena_array(&j->arena, 5 * forms, sizeof *j->entries);
    j->slots = onr_arena_array(&j->arena, (size_t)j->mask + 1, sizeof *j->slots);
    j->targets = onr_arena_array(&j->arena, j->doc->mention_count, sizeof *j->targets);
    return j->forms != NULL && j->entries != NULL && j->slots != NULL && j->targets != NULL;
}

static void find_targets(joiner *j)
{
    for (uint32_t f = 0; f < j->doc->entity_count; f++) make_form(j, f);
    join_full_names(j);
    join_double_families(j);
    note_brief_people(j);
    join_things(j);
    for (uint32_t m = 0; m < j->doc->mention_count; m++) {
        const onr_mention *mention = &j->doc->mentions[m];
        j->targets[m] = is_brief(j, mention->entity) ? target_of_brief(j, mention)
                                                     : leader_of(j, mention->entity);
    }
}

/* The longer way of writing a name is the fuller one; capitals throughout are for emphasis. */
static bool is_fuller(onr_slice a, onr_slice b)
{
    return a.len > b.len;
}

static void add_to(onr_doc *doc, uint32_t id, onr_slice name, uint32_t mention, uint32_t *last)
{
    onr_entity *e = &doc->entities[id];
    if (e->mention_count++ == 0)
        e->first_mention = mention;
    else
        doc->mentions[*last].next = mention;
    if (is_fuller(name, e->name)) e->name = name;
    doc->mentions[mention].entity = id;
    doc->mentions[mention].next = ONR_NONE;
    *last = mention;
}

/* Capitals alone that nobody's full name has, "AROS", are an organisation's. */
static uint8_t type_of(const joiner *j, const onr_entity *old, uint32_t leader)
{
    onr_range core = j->forms[leader].core;
    if (old->type != ONR_ENTITY_PERSON || size_of(core) != 1) return old->type;
    onr_slice word = word_at(j, core.first_token);
    bool acronym = is_acronym(word) && word.len >= 3 && word.len <= 5;
    return acronym && onr_gender_of_given(word) == ONR_GENDER_UNKNOWN ? ONR_ENTITY_ORG : old->type;
}

/* Writes entities and mentions anew, in the order of first mentions. */
static bool regroup(joiner *j)
{
    onr_doc *doc = j->doc;
    const uint32_t before = doc->entity_count;
    onr_entity *old = onr_arena_array(&j->arena, before, sizeof *old);
    uint32_t *ids = onr_arena_array(&j->arena, before, sizeof *ids); /* id + 1 of each leader */
    uint32_t *last = onr_arena_array(&j->arena, before, sizeof *last);
    if (old == NULL || ids == NULL || last == NULL) return false;
    memcpy(old, doc->entities, before * sizeof *old);
    doc->entity_count = 0;
    for (uint32_t m = 0; m < doc->mention_count; m++) {
        uint32_t leader = j->targets[m], form = doc->mentions[m].entity;
        if (ids[leader] == 0) {
            uint8_t type = type_of(j, &old[leader], leader);
            doc->entities[doc->entity_count] = (onr_entity){
                .first_mention = ONR_NONE, .type = type, .gender = j->forms[leader].gender};
            ids[leader] = ++doc->entity_count;
        }
        add_to(doc, ids[leader] - 1, old[form].name, m, &last[leader]);
    }
    return true;
}

bool onr_names_join(onr_doc *doc)
{
    if (doc->entity_count == 0) return true;
    joiner j = {.doc = doc};
    onr_arena_init(&j.arena, doc->alloc);
    bool ok = open_joiner(&j);
    if (ok) find_targets(&j);
    ok = ok && regroup(&j);
    onr_arena_deinit(&j.arena);
    return ok;
}
