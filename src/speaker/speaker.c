#include "speaker/speaker.h"

#include "base/error.h"
#include "speaker/cast.h"
#include "speaker/resolve.h"

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
        if (doc->speakers[a->speaker].kind != ONR_SPEAKER_UNNAMED) continue;
        onr_answer answer = onr_resolve_forward(cast, i);
        if (answer.speakers[0] == ONR_NONE) continue;
        a->speaker = answer.speakers[0];
        a->speaker_confidence = answer.confidence;
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
        ok = onr_cast_finish(&cast);
    }
    onr_cast_close(&cast);
    return ok ? ONR_OK : onr_fail_memory(err);
}
