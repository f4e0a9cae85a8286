#include "speaker/pronoun.h"

#include "speaker/nouns.h"
#include "speaker/phrase.h"

enum { MAX_RIVALS = 24, MAX_SOURCES = 16 };

#define IMPOSSIBLE (-100.0f)

/* Whom a pronoun can mean. */
typedef struct demand {
    bool person, several;
    uint8_t gender;
} demand;

typedef struct rival {
    uint32_t entity;  /* or ONR_NONE */
    uint32_t speaker; /* of those without an entity */
    float points;
} rival;

typedef struct contest {
    onr_cast *cast;
    demand wanted;
    uint32_t token, attribution;
    uint32_t sentence, paragraph;
    bool quoted;
    rival rivals[MAX_RIVALS];
    uint32_t count;
} contest;

static demand demand_of(const onr_doc *doc, uint32_t token)
{
    demand d = {0};
    if (onr_token_is(doc, token, " he him his himself "))
        d = (demand){true, false, ONR_GENDER_MALE};
    if (onr_token_is(doc, token, " she her hers herself "))
        d = (demand){true, false, ONR_GENDER_FEMALE};
    if (onr_token_is(doc, token, " they them their theirs themselves ")) d.several = true;
    return d;
}

static uint32_t sentence_at(const onr_doc *doc, uint32_t token)
{
    return onr_range_find(doc->sentences, doc->sentence_count, token);
}

static uint32_t paragraph_at(const onr_doc *doc, uint32_t token)
{
    return onr_range_find(doc->paragraphs, doc->paragraph_count, token);
}

static bool is_quoted(const onr_doc *doc, uint32_t token)
{
    return doc->quoted != NULL && (doc->quoted[token] & ONR_QUOTED_INSIDE);
}

/* The nearer the better; the sentence at hand and the one before it count alike, because a pronoun
 * that speaks rarely means somebody else in what is said. */
static float nearness(const contest *c, uint32_t token)
{
    uint32_t sentences = c->sentence - sentence_at(c->cast->doc, token);
    uint32_t paragraphs = c->paragraph - paragraph_at(c->cast->doc, token);
    return -0.45f * (float)(sentences < 10 ? sentences : 10) -
           0.25f * (float)(paragraphs < 6 ? paragraphs : 6);
}

static void enter(contest *c, uint32_t entity, uint32_t speaker, float points)
{
    if (points < IMPOSSIBLE / 2) return;
    uint32_t i = 0;
    while (i < c->count && !(c->rivals[i].entity == entity && c->rivals[i].speaker == speaker)) i++;
    if (i == MAX_RIVALS) return;
    if (i == c->count) {
        c->rivals[c->count++] = (rival){entity, speaker, points};
        return;
    }
    float best = c->rivals[i].points > points ? c->rivals[i].points : points;
    c->rivals[i].points = best + 0.12f; /* named again */
}

static bool type_fits(const contest *c, uint8_t type)
{
    if (c->wanted.person) return type == ONR_ENTITY_PERSON;
    if (type == ONR_ENTITY_NORP) return c->wanted.several;
    return type == ONR_ENTITY_ORG || (type == ONR_ENTITY_GPE && !c->wanted.several);
}

static float gender_points(const contest *c, uint8_t gender)
{
    if (c->wanted.gender == ONR_GENDER_UNKNOWN || gender == ONR_GENDER_UNKNOWN) return 0.0f;
    return gender == c->wanted.gender ? 0.9f : IMPOSSIBLE;
}

/* The first name of its kind in its sentence is most often what the sentence is about. */
static bool leads_sentence(const onr_doc *doc, uint32_t mention)
{
    uint32_t s = sentence_at(doc, doc->mentions[mention].first_token);
    uint32_t first = onr_mention_from(doc, doc->sentences[s].first_token);
    while (first < mention && onr_mention_type(doc, first) != onr_mention_type(doc, mention))
        first++;
    return first == mention;
}

static void enter_mention(contest *c, uint32_t mention)
{
    const onr_doc *doc = c->cast->doc;
    const onr_mention *m = &doc->mentions[mention];
    const onr_entity *e = &doc->entities[m->entity];
    if (!type_fits(c, e->type)) return;
    float points = nearness(c, m->first_token) + gender_points(c, e->gender);
    if (leads_sentence(doc, mention)) points += 0.7f;
    if (m->end_token < doc->token_count && onr_token_is(doc, m->end_token, " 's ’s ' ’ "))
        points -= 0.6f;
    if (is_quoted(doc, m->first_token) && !c->quoted) points -= 1.4f;
    if (e->type == ONR_ENTITY_GPE) points -= 1.0f;
    float often = (float)(e->mention_count < 10 ? e->mention_count : 10);
    enter(c, m->entity, ONR_NONE, points + 0.05f * often);
}

static void enter_mentions(contest *c)
{
    const onr_doc *doc = c->cast->doc;
    for (uint32_t m = onr_mention_from(doc, c->token); m-- > 0;) {
        if (c->token - doc->mentions[m].first_token > ONR_PRONOUN_REACH) return;
        if (doc->mentions[m].end_token <= c->token) enter_mention(c, m);
    }
}

static bool kind_fits(const contest *c, const onr_speaker *s)
{
    if (c->wanted.person)
        return s->kind == ONR_SPEAKER_PERSON ||
               (s->kind == ONR_SPEAKER_UNNAMED && s->entity == ONR_NONE);
    if (c->wanted.several)
        return s->kind == ONR_SPEAKER_GROUP || s->kind == ONR_SPEAKER_ORGANISATION;
    return s->kind == ONR_SPEAKER_ORGANISATION || s->kind == ONR_SPEAKER_COUNTRY ||
           s->kind == ONR_SPEAKER_DOCUMENT;
}

/* Who spoke last goes on speaking. */
static void enter_sources(contest *c)
{
    const onr_doc *doc = c->cast->doc;
    for (uint32_t i = c->attribution, steps = 0; i-- > 0 && steps < MAX_SOURCES; steps++) {
        const onr_attribution *a = &doc->attributions[i];
        if (a->speaker == ONR_NONE || a->source.count == 0) continue;
        uint32_t token = onr_token_from(doc, doc->spans[a->source.first].start_byte);
        const onr_speaker *s = &doc->speakers[a->speaker];
        if (token >= c->token || c->token - token > ONR_PRONOUN_REACH || !kind_fits(c, s)) continue;
        float points = nearness(c, token) + 2.0f - (a->parent != ONR_NONE ? 0.6f : 0.0f);
        if (s->kind == ONR_SPEAKER_COUNTRY) points -= 1.0f; /* "it" is rarely a government */
        if (s->entity != ONR_NONE) points += gender_points(c, doc->entities[s->entity].gender);
        enter(c, s->entity, s->entity == ONR_NONE ? a->speaker : ONR_NONE, points);
    }
}

static rival take_best(contest *c)
{
    uint32_t best = 0;
    for (uint32_t i = 1; i < c->count; i++)
        if (c->rivals[i].points > c->rivals[best].points) best = i;
    rival out = c->rivals[best];
    c->rivals[best] = c->rivals[--c->count];
    return out;
}

/* What share of such answers was right on the development articles, by the lead. */
static float confidence_of(float points, float next)
{
    float lead = points - next;
    if (points < -3.0f) return 0.3f;
    return lead > 1.0f ? 0.9f : lead > 0.4f ? 0.8f : lead > 0.15f ? 0.65f : 0.5f;
}

onr_answer onr_pronoun_resolve(onr_cast *cast, uint32_t attribution, uint32_t token)
{
    const onr_doc *doc = cast->doc;
    contest c = {.cast = cast, .wanted = demand_of(doc, token), .token = token,
                 .attribution = attribution, .sentence = sentence_at(doc, token),
                 .paragraph = paragraph_at(doc, token), .quoted = is_quoted(doc, token)};
    enter_mentions(&c);
    enter_sources(&c);
    onr_answer out = ONR_NOBODY;
    float points[ONR_CANDIDATES + 1] = {-9.0f, -9.0f, -9.0f, -9.0f};
    for (uint32_t i = 0; i < ONR_CANDIDATES && c.count > 0; i++) {
        rival r = take_best(&c);
        points[i] = r.points;
        if (r.points < -5.0f) break;
        out.speakers[i] = r.entity == ONR_NONE ? r.speaker : onr_cast_entity(cast, r.entity);
    }
    if (out.speakers[0] != ONR_NONE) out.confidence = confidence_of(points[0], points[1]);
    return out;
}
