#include "speaker/speaker.h"

#include "base/error.h"
#include "speaker/cast.h"
#include "speaker/phrase.h"
#include "speaker/resolve.h"
#include "speaker/setting.h"

static void note(onr_cast *cast, uint32_t attribution, const onr_answer *answer)
{
    onr_attribution *a = &cast->doc->attributions[attribution];
    a->speaker_confidence = answer->confidence;
    if (answer->speakers[0] == ONR_NONE) return;
    if (answer->confidence >= ONR_SPEAKER_THRESHOLD) {
        a->speaker = answer->speakers[0];
        return;
    }
    for (uint32_t i = 0; i < ONR_CANDIDATES; i++) a->candidates[i] = answer->speakers[i];
}

/* "the mayor said" where nobody before is a mayor: perhaps the one who is named later. */
static void look_forward(onr_cast *cast)
{
    onr_doc *doc = cast->doc;
    for (uint32_t i = 0; i < doc->attribution_count; i++) {
        onr_attribution *a = &doc->attributions[i];
        if (a->speaker == ONR_NONE) continue;
        if (doc->speakers[a->speaker].entity != ONR_NONE) continue;
        onr_answer answer = onr_resolve_forward(cast, i);
        if (answer.speakers[0] == ONR_NONE) continue;
        a->speaker = answer.speakers[0];
        a->speaker_confidence = answer.confidence;
    }
}

/* "on condition of anonymity", "who asked not to be named", in the sentence of a source. */
static bool withholds_name(const onr_doc *doc, const onr_attribution *a)
{
    uint32_t token = onr_token_from(doc, doc->spans[a->source.first].start_byte);
    onr_range s = doc->sentences[onr_range_find(doc->sentences, doc->sentence_count, token)];
    for (uint32_t t = s.first_token; t < s.end_token; t++) {
        if (onr_token_is(doc, t, " anonymity anonymously ")) return true;
        if (t > s.first_token + 1 && onr_token_is(doc, t, " named identified ") &&
            onr_token_is(doc, t - 1, " be ") && onr_token_is(doc, t - 2, " to "))
            return true;
    }
    return false;
}

static void note_anonymity(onr_doc *doc)
{
    for (uint32_t i = 0; i < doc->attribution_count; i++) {
        const onr_attribution *a = &doc->attributions[i];
        if (a->speaker == ONR_NONE || a->source.count == 0) continue;
        onr_speaker *s = &doc->speakers[a->speaker];
        bool unnamed = s->kind == ONR_SPEAKER_UNNAMED || s->kind == ONR_SPEAKER_GROUP;
        if (unnamed && !s->named && withholds_name(doc, a)) s->anonymous = true;
    }
}

static void point(onr_cast *cast)
{
    const onr_doc *doc = cast->doc;
    for (uint32_t i = 0; i < doc->attribution_count; i++) {
        const onr_attribution *a = &doc->attributions[i];
        if (a->speaker != ONR_NONE && a->source.count > 0)
            onr_cast_point(cast, a->speaker, doc->spans[a->source.first]);
    }
}

onr_status onr_speaker_run(onr_doc *doc, onr_error *err)
{
    onr_cast cast;
    doc->has_speakers = true;
    bool ok = onr_cast_open(&cast, doc);
    for (uint32_t i = 0; ok && !cast.failed && i < doc->attribution_count; i++) {
        onr_answer answer = onr_resolve_source(&cast, i);
        note(&cast, i, &answer);
    }
    ok = ok && !cast.failed;
    if (ok) {
        look_forward(&cast);
        point(&cast);
        note_anonymity(doc);
        ok = onr_cast_finish(&cast);
    }
    for (uint32_t i = 0; ok && i < doc->attribution_count; i++) ok = onr_setting_find(doc, i);
    onr_cast_close(&cast);
    return ok ? ONR_OK : onr_fail_memory(err);
}
