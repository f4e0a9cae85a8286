/*
 * guess.c - links by simple rules, for models that have no scorer.
 */
#include "coref/lexicon.h"
#include "coref/score.h"

static bool is_pronoun(const onr_phrase *p)
{
    return p->pronoun != ONR_PRONOUN_COUNT;
}

static float guess_speaker(const onr_phrases *p, const onr_phrase *a, const onr_phrase *b,
                           uint32_t j)
{
    bool source = a->said_in != ONR_NONE && p->sources[a->said_in] == j;
    if (source) return 6.0f;
    return a->said_in == b->said_in && a->words == b->words ? 5.0f : -5.0f;
}

static float guess_pronoun(const onr_phrases *p, const onr_pair *pair)
{
    const onr_phrase *a = &p->at[pair->anaphor], *b = &p->at[pair->candidate];
    const onr_pronoun *pronoun = onr_pronoun_at(a->pronoun);
    if (pronoun->use == ONR_PRONOUN_DEMONSTRATIVE || pronoun->use == ONR_PRONOUN_OTHER)
        return -5.0f;
    if (pronoun->person < 3) return guess_speaker(p, a, b, pair->candidate);
    if (is_pronoun(b) && onr_pronoun_at(b->pronoun)->person < 3) return -5.0f;
    float score = 3.0f - 0.6f * (float)(a->sentence - b->sentence) - 0.1f * (float)pair->agreeing;
    if (b->role == ONR_ROLE_SUBJECT || b->source_of != ONR_NONE) score += 1.0f;
    if (a->said_in != ONR_NONE && p->sources[a->said_in] == pair->candidate) score -= 3.0f;
    bool person = (a->gender & ONR_GENDER_IT) == 0;
    if (person && (b->type == ONR_ENTITY_PERSON || is_pronoun(b))) score += 2.0f;
    return score;
}

static float guess_name(const onr_phrase *a, const onr_phrase *b)
{
    if (is_pronoun(b) || a->group != b->group) return -5.0f;
    if (a->words == b->words) return 5.0f;
    if (b->kind != ONR_REFERENCE_NAME) return -5.0f;
    if (a->initials != 0 && a->initials == b->head) return 3.0f;
    if (b->initials != 0 && b->initials == a->head) return 3.0f;
    bool person = a->type == ONR_ENTITY_PERSON && b->type == ONR_ENTITY_PERSON;
    bool short_name = a->name_end - a->name_first == 1 || b->name_end - b->name_first == 1;
    return person && a->head == b->head && short_name ? 4.0f : -5.0f;
}

static float guess_nominal(const onr_phrase *a, const onr_phrase *b)
{
    if (is_pronoun(b) || b->kind != ONR_REFERENCE_NOMINAL || a->group != b->group) return -5.0f;
    bool definite = a->opening == ONR_OPENING_THE || a->opening == ONR_OPENING_THIS;
    if (a->words == b->words) return definite ? 3.0f : 0.5f;
    return a->head == b->head && definite && a->end_token - a->first_token == 2 ? 1.0f : -5.0f;
}

void onr_coref_guess(const onr_doc *doc, const onr_phrases *phrases, const onr_pair *pairs,
                     uint32_t count, uint32_t phrase, float *out)
{
    const onr_phrase *a = &phrases->at[phrase];
    (void)doc;
    for (uint32_t i = 0; i < count; i++) {
        const onr_phrase *b = &phrases->at[pairs[i].candidate];
        if (is_pronoun(a))
            out[i] = guess_pronoun(phrases, &pairs[i]);
        else if (a->kind == ONR_REFERENCE_NAME)
            out[i] = guess_name(a, b);
        else
            out[i] = guess_nominal(a, b);
    }
    out[count] = 0.0f;
}
