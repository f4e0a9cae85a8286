#include "coref/coref.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "coref/lexicon.h"
#include "coref/score.h"

static onr_status load_table(const float **out, const onr_model *model, const char *name,
                             uint32_t rows, uint32_t columns, onr_error *err)
{
    onr_section section;
    onr_status status = onr_model_section(model, name, ONR_SECTION_F32, columns, &section, err);
    if (status != ONR_OK) return status;
    if (section.rows != rows)
        return onr_fail(err, ONR_EMODEL, "model table '%s' has another shape", name);
    *out = section.data;
    return ONR_OK;
}

onr_status onr_coref_load(onr_coref *coref, const onr_encoder *encoder, const onr_model *model,
                          onr_error *err)
{
    onr_section version;
    *coref = (onr_coref){.kernels = encoder->kernels};
    onr_status status =
        onr_model_section(model, "coref.version", ONR_SECTION_I32, 1, &version, err);
    if (status != ONR_OK) return status;
    if (version.rows != 1 || *(const uint32_t *)version.data != ONR_COREF_VERSION)
        return onr_fail(err, ONR_EMODEL, "model has coreference of another version");
    status = onr_matrix_load(&coref->matrix, model, "coref", encoder->tower.width,
                                        ONR_COREF_COLUMNS, err);
    coref->matrix.skip[ONR_COREF_COLUMNS / ONR_COLUMNS - 1] = 2;
    if (status == ONR_OK)
        status = load_table(&coref->phrase_table, model, "coref.phrase", ONR_PHRASE_ROWS,
                            3 * ONR_COREF_HIDDEN, err);
    if (status == ONR_OK)
        status = load_table(&coref->pair_table, model, "coref.pair", ONR_PAIR_ROWS,
                            ONR_COREF_HIDDEN, err);
    if (status == ONR_OK)
        status = load_table(&coref->out, model, "coref.out", 3, ONR_COREF_HIDDEN, err);
    return status;
}

bool onr_coref_work_init(onr_coref_work *work, onr_arena *arena, const onr_encoder *encoder,
                         const onr_alloc *alloc)
{
    *work = (onr_coref_work){.alloc = alloc, .memory = {.alloc = alloc}};
    work->gathered = onr_arena_array(arena, ONR_COREF_BATCH, encoder->tower.width);
    work->scores = onr_arena_array(arena, ONR_COREF_BATCH,
                                   ONR_COREF_COLUMNS * sizeof *work->scores);
    work->ring = onr_arena_array(arena, ONR_COREF_RING, sizeof *work->ring);
    return onr_phrases_init(&work->phrases, arena, alloc) && work->gathered != NULL &&
           work->scores != NULL && work->ring != NULL;
}

void onr_coref_work_deinit(onr_coref_work *work)
{
    onr_phrases_deinit(&work->phrases);
    onr_memory_deinit(&work->memory);
    onr_release(work->alloc, work->links, work->link_capacity * sizeof *work->links);
    onr_release(work->alloc, work->lasts, work->last_capacity * sizeof *work->lasts);
    onr_release(work->alloc, work->voices, work->voice_capacity * sizeof *work->voices);
    onr_release(work->alloc, work->states, (size_t)work->state_capacity * ONR_COREF_STATE);
}

void onr_coref_begin(onr_coref_work *work, onr_doc *doc)
{
    work->phrases.count = 0;
    work->state_count = 0;
    work->mention = 0;
    doc->has_chains = true;
}

onr_status onr_coref_window(const onr_coref *coref, onr_coref_work *work, const onr_doc *doc,
                            const onr_view *view, onr_error *err)
{
    uint32_t first = work->phrases.count;
    bool ok = onr_phrases_of_window(&work->phrases, doc, view->window, &work->mention) &&
              onr_coref_project(coref, work, view, first);
    return ok ? ONR_OK : onr_fail_memory(err);
}

/* ---- chains ---- */

static uint32_t root_of(onr_link *links, uint32_t i)
{
    while (links[i].root != i) i = links[i].root = links[links[i].root].root;
    return i;
}

/* Nobody has two names that are not the same, or two sexes, or is a thing. */
static bool may_join(onr_link *links, uint32_t a, uint32_t b)
{
    const onr_link *x = &links[root_of(links, a)], *y = &links[root_of(links, b)];
    if ((x->gender & y->gender) == 0) return false;
    if (x->person != ONR_NONE && y->person != ONR_NONE && x->person != y->person) return false;
    return !(x->person != ONR_NONE && y->thing) && !(y->person != ONR_NONE && x->thing);
}

/* The first phrase of a chain is its root. */
static void join(onr_link *links, uint32_t a, uint32_t b)
{
    uint32_t x = root_of(links, a), y = root_of(links, b);
    if (x == y) return;
    uint32_t root = x < y ? x : y, other = x < y ? y : x;
    links[other].root = root;
    links[root].gender &= links[other].gender;
    links[root].thing |= links[other].thing;
    if (links[root].person == ONR_NONE) links[root].person = links[other].person;
}

static float share_of(const float *scores, uint32_t count, uint32_t best)
{
    float sum = 0.0f;
    for (uint32_t i = 0; i < count; i++) sum += expf(scores[i] - scores[best]);
    return 1.0f / sum;
}

/* The best candidate whose chain allows it, or `count` for nothing. */
static uint32_t choose(onr_link *links, const onr_pair *pairs, uint32_t count, float *scores)
{
    uint32_t best = count;
    for (uint32_t i = 0; i < count; i++) {
        if (!may_join(links, pairs[i].anaphor, pairs[i].candidate)) scores[i] = -1e4f;
        if (scores[i] > scores[best]) best = i;
    }
    return best;
}

/* ---- rules ---- */

static void set_antecedent(onr_coref_work *work, uint32_t i, uint32_t antecedent)
{
    work->links[i].antecedent = antecedent;
    join(work->links, i, antecedent);
}

/* The innermost phrase before `i` that has the token as its head. */
static uint32_t phrase_of_head(const onr_phrases *p, uint32_t i, uint32_t head)
{
    while (i-- > 0 && p->at[i].sentence == p->at[i + 1].sentence)
        if (p->at[i].head_token == head) return i;
    return ONR_NONE;
}

/* What the clause of a relative pronoun hangs on. */
static uint32_t head_of_clause(const onr_doc *doc, uint32_t token)
{
    for (uint32_t at = token, i = 0; at != ONR_NONE && i < 8; i++, at = doc->arcs[at].head)
        if (doc->arcs[at].rel == ONR_REL_ACL_RELCL) return doc->arcs[at].head;
    return ONR_NONE;
}

/* The phrase around a relative pronoun, else one that ends right before it or its comma. */
static uint32_t phrase_before(const onr_phrases *p, uint32_t i)
{
    uint32_t token = p->at[i].first_token, found = ONR_NONE;
    for (uint32_t j = i; j-- > 0 && p->at[j].sentence == p->at[i].sentence;) {
        const onr_phrase *b = &p->at[j];
        if (b->end_token > token && b->head_token < token) return j;
        if (found == ONR_NONE && b->end_token <= token && token - b->end_token <= 1) found = j;
    }
    return found;
}

static void link_relative(onr_coref_work *work, const onr_doc *doc, uint32_t i)
{
    const onr_phrases *p = &work->phrases;
    uint32_t found;
    if (doc->arcs != NULL && doc->tags != NULL) {
        uint32_t head = head_of_clause(doc, p->at[i].head_token);
        found = head == ONR_NONE ? ONR_NONE : phrase_of_head(p, i, head);
    } else {
        found = phrase_before(p, i);
    }
    if (found != ONR_NONE && may_join(work->links, i, found)) set_antecedent(work, i, found);
}

static bool is_own_voice(const onr_doc *doc, const onr_phrase *p)
{
    if (p->pronoun == ONR_PRONOUN_COUNT || p->said_in == ONR_NONE) return false;
    const onr_pronoun *pronoun = onr_pronoun_at(p->pronoun);
    bool quoted = doc->quoted != NULL && (doc->quoted[p->head_token] & ONR_QUOTED_INSIDE) != 0;
    return quoted && pronoun->person == 1 && pronoun->number == ONR_NUMBER_ONE;
}

/* "I" in a quotation is who says it, or the same as the last "I" there. False where it is none. */
static bool link_voice(onr_coref_work *work, const onr_doc *doc, uint32_t i)
{
    const onr_phrase *p = &work->phrases.at[i];
    if (!is_own_voice(doc, p)) return false;
    uint32_t source = work->phrases.sources[p->said_in], before = work->voices[p->said_in];
    if (source == ONR_NONE) return false;
    work->voices[p->said_in] = i;
    if (source < i && may_join(work->links, i, source))
        set_antecedent(work, i, source);
    else if (before != ONR_NONE)
        set_antecedent(work, i, before);
    return true;
}

/* Sources that came behind what they say. */
static void join_voices(onr_coref_work *work, const onr_doc *doc)
{
    for (uint32_t a = 0; a < doc->attribution_count; a++) {
        uint32_t voice = work->voices[a], source = work->phrases.sources[a];
        if (voice != ONR_NONE && source != ONR_NONE && may_join(work->links, voice, source))
            join(work->links, voice, source);
    }
}

/* ---- choices ---- */

static onr_link new_link(const onr_phrase *p, uint32_t i)
{
    bool named = p->kind == ONR_REFERENCE_NAME && p->entity != ONR_NONE;
    bool person = named && p->type == ONR_ENTITY_PERSON;
    return (onr_link){
        .antecedent = ONR_NONE,
        .root = i,
        .probability = 1.0f,
        .person = person ? p->entity : ONR_NONE,
        .thing = named && !person && p->type != ONR_ENTITY_NORP,
        .gender = p->gender,
    };
}

static void link_phrase(const onr_coref *coref, onr_coref_work *work, const onr_doc *doc,
                        uint32_t i)
{
    onr_pair pairs[ONR_COREF_CANDIDATES];
    float scores[ONR_COREF_CANDIDATES + 1];
    onr_phrases *phrases = &work->phrases;
    uint32_t count = onr_candidates_find(pairs, &work->memory, phrases, i);
    onr_memory_add(&work->memory, phrases, i);
    work->links[i] = new_link(&phrases->at[i], i);
    onr_coref_remember(coref, work, doc, i);
    if (phrases->at[i].kind == ONR_REFERENCE_RELATIVE) {
        link_relative(work, doc, i);
        return;
    }
    if (link_voice(work, doc, i) || count == 0) return;
    onr_coref_score(coref, work, doc, pairs, count, i, scores);
    uint32_t best = choose(work->links, pairs, count, scores);
    work->links[i].probability = share_of(scores, count + 1, best);
    if (best != count) set_antecedent(work, i, pairs[best].candidate);
}

/* ---- writing ---- */

static onr_reference reference_of(const onr_phrase *p, const onr_link *link, uint32_t antecedent)
{
    return (onr_reference){
        .first_token = p->first_token,
        .end_token = p->end_token,
        .head_token = p->head_token,
        .antecedent = antecedent,
        .mention = p->mention,
        .probability = link->probability,
        .kind = p->kind,
    };
}

/* `lasts` has the last reference of each chain so far, by its root. */
static bool write_layer(onr_coref_work *work, onr_doc *doc)
{
    for (uint32_t i = 0; i < work->phrases.count; i++) {
        onr_link *link = &work->links[i];
        uint32_t root = root_of(work->links, i), last = root == i ? ONR_NONE : work->lasts[root];
        uint32_t antecedent = link->antecedent != ONR_NONE ? link->antecedent : last;
        onr_reference r = reference_of(&work->phrases.at[i], link, antecedent);
        if (!onr_doc_add_reference(doc, &r, last)) return false;
        work->lasts[root] = i;
    }
    return true;
}

static bool make_room(onr_coref_work *work, const onr_doc *doc)
{
    uint32_t count = work->phrases.count, spoken = doc->attribution_count;
    if (!onr_grow(work->alloc, &work->voices, &work->voice_capacity, spoken,
                  sizeof *work->voices))
        return false;
    for (uint32_t a = 0; a < spoken; a++) work->voices[a] = ONR_NONE;
    return onr_memory_begin(&work->memory, count) &&
           onr_grow(work->alloc, &work->links, &work->link_capacity, count, sizeof *work->links) &&
           onr_grow(work->alloc, &work->lasts, &work->last_capacity, count, sizeof *work->lasts);
}

onr_status onr_coref_end(const onr_coref *coref, onr_coref_work *work, onr_doc *doc,
                         onr_error *err)
{
    if (!onr_phrases_of_speech(&work->phrases, doc) ||
        !onr_phrases_of_names(&work->phrases, doc) || !make_room(work, doc))
        return onr_fail_memory(err);
    onr_phrases_sort(&work->phrases);
    for (uint32_t i = 0; i < work->phrases.count; i++) link_phrase(coref, work, doc, i);
    if (doc->attribution_count > 0) join_voices(work, doc);
    return write_layer(work, doc) ? ONR_OK : onr_fail_memory(err);
}
