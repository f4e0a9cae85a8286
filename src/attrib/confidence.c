#include "attrib/confidence.h"

#include "base/error.h"

onr_status onr_calibration_load(onr_calibration *calibration, const onr_model *model,
                                onr_error *err)
{
    onr_section weights, curve, floor;
    onr_status status =
        onr_model_section(model, "confidence.weights", ONR_SECTION_F32, 1, &weights, err);
    if (status == ONR_OK)
        status = onr_model_section(model, "confidence.curve", ONR_SECTION_F32, 2, &curve, err);
    if (status == ONR_OK)
        status = onr_model_section(model, "confidence.floor", ONR_SECTION_F32, 1, &floor, err);
    if (status != ONR_OK) return status;
    const float *points = curve.data;
    bool ok = weights.rows == ONR_EVIDENCE_COUNT && curve.rows >= 2 && floor.rows == 1;
    for (uint32_t i = 0; ok && i < curve.rows; i++) {
        ok = points[2 * i + 1] >= 0.0f && points[2 * i + 1] <= 1.0f &&
             (i == 0 || points[2 * i] > points[2 * i - 2]);
    }
    if (!ok) return onr_fail(err, ONR_EMODEL, "model tables of 'confidence' have another shape");
    *calibration =
        (onr_calibration){weights.data, points, curve.rows, *(const float *)floor.data};
    return ONR_OK;
}

static float clamp(float value, float low, float high)
{
    return value < low ? low : value > high ? high : value;
}

void onr_evidence_of(const onr_candidate *candidate, onr_form form,
                     float evidence[ONR_EVIDENCE_COUNT])
{
    uint32_t tokens = 0;
    for (uint32_t i = 0; i < candidate->content.count; i++)
        tokens += candidate->content.at[i].end_token - candidate->content.at[i].first_token;
    evidence[ONR_EVIDENCE_ONE] = 1.0f;
    evidence[ONR_EVIDENCE_CUE] = clamp(candidate->cue_margin, 0.0f, 8.0f);
    evidence[ONR_EVIDENCE_SPAN] = clamp(candidate->span_margin, -4.0f, 8.0f);
    evidence[ONR_EVIDENCE_SOURCE] = candidate->source.count > 0 ? 1.0f : 0.0f;
    evidence[ONR_EVIDENCE_DIRECT] = form == ONR_FORM_DIRECT ? 1.0f : 0.0f;
    evidence[ONR_EVIDENCE_LONG] = tokens >= 6 ? 1.0f : 0.0f;
}

float onr_confidence(const onr_calibration *calibration, const float evidence[ONR_EVIDENCE_COUNT])
{
    float sum = 0.0f;
    for (uint32_t i = 0; i < ONR_EVIDENCE_COUNT; i++) {
        float term = calibration->weights[i] * evidence[i];
        sum = sum + term;
    }
    const float *curve = calibration->curve;
    if (sum <= curve[0]) return curve[1];
    for (uint32_t i = 1; i < calibration->points; i++) {
        const float *low = curve + 2 * (i - 1), *high = curve + 2 * i;
        if (sum > high[0]) continue;
        float share = (sum - low[0]) / (high[0] - low[0]);
        float rise = share * (high[1] - low[1]);
        return clamp(low[1] + rise, 0.0f, 1.0f);
    }
    return curve[2 * calibration->points - 1];
}
