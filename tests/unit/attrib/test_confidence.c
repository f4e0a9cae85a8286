#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "attrib/confidence.h"
#include "random.h"

static const float curve[] = {-1, 0.1f, 0, 0.2f, 2, 0.8f, 4, 0.9f};

/* Confidence of a sum. */
static float at(float sum)
{
    static const float weights[ONR_EVIDENCE_COUNT] = {1, 0, 0, 0, 0, 0};
    onr_calibration c = {weights, curve, 4, 0};
    float evidence[ONR_EVIDENCE_COUNT] = {sum, 5, 5, 5, 5, 5};
    return onr_confidence(&c, evidence);
}

static void assert_near(float got, float wanted)
{
    if (fabsf(got - wanted) > 1e-6f) fail_msg("%.9g, wanted %.9g", (double)got, (double)wanted);
}

static void test_confidence__follows_the_curve(void **state)
{
    (void)state;
    assert_near(at(-1), 0.1f);
    assert_near(at(-0.5f), 0.15f);
    assert_near(at(0), 0.2f);
    assert_near(at(1), 0.5f);
    assert_near(at(2), 0.8f);
    assert_near(at(3), 0.85f);
}

static void test_confidence__is_level_outside_the_curve(void **state)
{
    (void)state;
    assert_near(at(-1e6f), 0.1f);
    assert_near(at(4), 0.9f);
    assert_near(at(1e6f), 0.9f);
}

static void test_confidence__rises(void **state)
{
    (void)state;
    for (int i = -200; i < 600; i++) assert_true(at((float)(i + 1) / 100) >= at((float)i / 100));
}

static void test_confidence__is_a_weighted_sum(void **state)
{
    (void)state;
    static const float weights[ONR_EVIDENCE_COUNT] = {0.5f, 0.25f, -1, 2, 4, 8};
    static const float line[] = {0, 0, 100, 1};
    onr_calibration c = {weights, line, 2, 0};
    const float evidence[ONR_EVIDENCE_COUNT] = {1, 2, 3, 1, 1, 1};
    assert_near(onr_confidence(&c, evidence), (0.5f + 0.5f - 3 + 2 + 4 + 8) / 100);
}

static void test_confidence__evidence_is_what_is_known(void **state)
{
    (void)state;
    onr_candidate c = {.cue_margin = 3, .span_margin = 2, .parent = ONR_NONE};
    float e[ONR_EVIDENCE_COUNT];
    c.content = (onr_pieces){2, {{0, 3}, {7, 9}}};
    onr_evidence_of(&c, ONR_FORM_INDIRECT, e);
    assert_near(e[ONR_EVIDENCE_ONE], 1);
    assert_near(e[ONR_EVIDENCE_CUE], 3);
    assert_near(e[ONR_EVIDENCE_SPAN], 2);
    assert_near(e[ONR_EVIDENCE_SOURCE], 0);
    assert_near(e[ONR_EVIDENCE_DIRECT], 0);
    assert_near(e[ONR_EVIDENCE_LONG], 0);
    c.source = (onr_pieces){1, {{4, 5}}};
    c.content.at[1].end_token = 10;
    onr_evidence_of(&c, ONR_FORM_DIRECT, e);
    assert_near(e[ONR_EVIDENCE_SOURCE], 1);
    assert_near(e[ONR_EVIDENCE_DIRECT], 1);
    assert_near(e[ONR_EVIDENCE_LONG], 1);
}

static void test_confidence__evidence_is_bounded(void **state)
{
    (void)state;
    onr_candidate c = {.cue_margin = -5, .span_margin = -1e9f};
    float e[ONR_EVIDENCE_COUNT];
    onr_evidence_of(&c, ONR_FORM_MIXED, e);
    assert_near(e[ONR_EVIDENCE_CUE], 0);
    assert_near(e[ONR_EVIDENCE_SPAN], -4);
    c.cue_margin = c.span_margin = 1e9f;
    onr_evidence_of(&c, ONR_FORM_MIXED, e);
    assert_near(e[ONR_EVIDENCE_CUE], 8);
    assert_near(e[ONR_EVIDENCE_SPAN], 8);
}

static void test_confidence__lies_between_0_and_1(void **state)
{
    (void)state;
    uint64_t seed = 71;
    for (int round = 0; round < 2000; round++) {
        float weights[ONR_EVIDENCE_COUNT], evidence[ONR_EVIDENCE_COUNT], points[12];
        float size = round % 2 ? 1e6f : 2.0f, x = -size;
        for (int i = 0; i < ONR_EVIDENCE_COUNT; i++) {
            weights[i] = random_float(&seed, size);
            evidence[i] = random_float(&seed, 8);
        }
        for (int i = 0; i < 6; i++) {
            points[2 * i] = x;
            points[2 * i + 1] = fabsf(random_float(&seed, 1));
            x = nextafterf(x, INFINITY) + (i % 2 ? fabsf(random_float(&seed, size)) : 0);
        }
        onr_calibration c = {weights, points, 6, 0};
        float confidence = onr_confidence(&c, evidence);
        assert_true(confidence >= 0 && confidence <= 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_confidence__follows_the_curve),
        cmocka_unit_test(test_confidence__is_level_outside_the_curve),
        cmocka_unit_test(test_confidence__rises),
        cmocka_unit_test(test_confidence__is_a_weighted_sum),
        cmocka_unit_test(test_confidence__evidence_is_what_is_known),
        cmocka_unit_test(test_confidence__evidence_is_bounded),
        cmocka_unit_test(test_confidence__lies_between_0_and_1),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
