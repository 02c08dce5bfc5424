// SPDX-License-Identifier: GPL-3.0-or-later
// Every verdict on the published results, and that each of them hangs on the model: parameters at
// the ends of their ranges turn it.
#include "analysis/validation.h"
#include "report/validation.h"

#include <calfsim/calfsim.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

// What model 1 misses; all else it meets. Each is explained in targets.def.
static const calf_target_id missed[] = {CALF_TARGET_sore_ramp_40, CALF_TARGET_sore_marathon_72,
    CALF_TARGET_sore_downhill, CALF_TARGET_over_spike_km};
enum { MISSED = sizeof missed / sizeof *missed };

static int is_missed(int id)
{
    int found = 0;
    for (int i = 0; i < MISSED; i++)
        found += (int)missed[i] == id;
    return found;
}

static calf_validation *validate(const calf_parameters *runner)
{
    calf_validation *all = NULL;
    if (calf_validate(runner, &all) != CALF_OK)
        fail_msg("%s", calf_error_text());
    return all;
}

static void test_verdicts(void **state)
{
    (void)state;
    calf_parameters p;
    calf_parameters_init(&p);
    calf_validation *all = validate(&p);
    size_t passed = 0;
    for (int id = 0; id < CALF_TARGET_COUNT; id++) {
        const calf_target *target = calf_target_describe((calf_target_id)id);
        const calf_finding *finding = &all->findings[id];
        if (finding->passes == is_missed(id))
            fail_msg("%s: %g, accepted %g to %g: %s", target->id, finding->value, target->low,
                target->high, finding->passes ? "met, and known as a miss" : "missed");
        assert_true(
            finding->passes == (finding->value >= target->low && finding->value <= target->high));
        passed += finding->passes;
    }
    size_t score_passed = 0, score_total = 0;
    for (int score = 0; score < CALF_SCORES; score++) {
        assert_true(all->score[score].total >= 10);
        score_passed += all->score[score].passed;
        score_total += all->score[score].total;
    }
    assert_int_equal(passed, score_passed);
    assert_int_equal(CALF_TARGET_COUNT, score_total);
    assert_int_equal(MISSED, calf_validation_missed(all));
    assert_int_equal(
        CALF_SCORE_CLAIMS, calf_target_score(calf_target_describe(CALF_TARGET_guide_lean)));
    free(all);
}

/** A row says what, from whom and how much; the observed value lies in its range; a miss is
 *  explained, and nothing else is. */
static void test_table(void **state)
{
    (void)state;
    for (int id = 0; id < CALF_TARGET_COUNT; id++) {
        const calf_target *target = calf_target_describe((calf_target_id)id);
        assert_true(strlen(target->what) > 5 && strlen(target->source) > 5);
        assert_true(target->low <= target->observed && target->observed <= target->high);
        assert_true((strlen(target->why) > 20) == is_missed(id));
        for (int other = 0; other < id; other++)
            assert_string_not_equal(target->id, calf_target_describe((calf_target_id)other)->id);
    }
}

// More running loads more, and so does a step that is pushed off, whatever the parameters.
static int follows_from_form(int id)
{
    return id == CALF_TARGET_guide_volume || id == CALF_TARGET_guide_pushoff;
}

static void note_turned(const calf_parameters *p, int turned[CALF_TARGET_COUNT])
{
    calf_validation *all = validate(p);
    for (int id = 0; id < CALF_TARGET_COUNT; id++)
        if (all->findings[id].passes == is_missed(id))
            turned[id] = 1;
    free(all);
}

// What it takes several of: hazard of kilometres alone, as convex as may be and soon forgotten; a
// forefoot that asks for less.
enum { TOGETHER = 5 };
static const struct {
    const char *name;
    double value;
} together[][TOGETHER] = {
    {{"hazard_session", 0}, {"hazard_shape", 1.5}, {"repair_tau", 0.5}},
    {{"strike_peak_kiss", -0.05}, {"strike_peak_nokiss", -0.05}, {"strike_transfer", 1},
        {"strike_lengthening_gas", 0}, {"strike_lengthening_sol", 0}},
};

static void test_every_verdict_can_turn(void **state)
{
    (void)state;
    int turned[CALF_TARGET_COUNT] = {0};
    for (int id = 0; id < CALF_PARAMETER_COUNT; id++) {
        const calf_parameter_info *info = calf_parameter_describe((calf_parameter_id)id);
        const double ends[] = {info->prior.low, info->prior.high};
        for (int end = 0; end < 2; end++) {
            calf_parameters p;
            calf_parameters_init(&p);
            assert_int_equal(calf_parameters_set(&p, info->name, ends[end]), CALF_OK);
            note_turned(&p, turned);
        }
    }
    for (size_t i = 0; i < sizeof together / sizeof *together; i++) {
        calf_parameters p;
        calf_parameters_init(&p);
        for (int k = 0; k < TOGETHER && together[i][k].name != NULL; k++)
            assert_int_equal(
                calf_parameters_set(&p, together[i][k].name, together[i][k].value), CALF_OK);
        note_turned(&p, turned);
    }
    for (int id = 0; id < CALF_TARGET_COUNT; id++)
        if (turned[id] == follows_from_form(id))
            fail_msg("%s: %s turns it", calf_target_describe((calf_target_id)id)->id,
                turned[id] ? "something" : "nothing");
}

/** Curves pass through what the rows say of the same moments. */
static void test_pictures(void **state)
{
    (void)state;
    calf_parameters p;
    calf_parameters_init(&p);
    calf_validation *all = validate(&p);
    const calf_curve *first = &all->pictures[CALF_PICTURE_laboratory].curves[0];
    const calf_curve *marathon = &all->pictures[CALF_PICTURE_marathon].curves[1];
    size_t seen = 0;
    for (size_t i = 0; i < first->count; i++)
        if (first->x[i] == 144) {
            assert_true(fabs(first->y[i] - all->findings[CALF_TARGET_sore_lab_day6].value) < 1e-9);
            seen++;
        }
    for (size_t i = 0; i < marathon->count; i++)
        if (marathon->x[i] == 72) {
            assert_true(
                fabs(marathon->y[i] - all->findings[CALF_TARGET_sore_marathon_72].value) < 1e-9);
            seen++;
        }
    assert_int_equal(seen, 2);
    for (int i = 0; i < CALF_PICTURE_COUNT; i++) {
        assert_true(all->pictures[i].count >= 2);
        for (size_t c = 0; c < all->pictures[i].count; c++)
            assert_in_range(all->pictures[i].curves[c].count, 1, CALF_CURVE_POINTS);
    }
    free(all);
}

static void test_bad_runner(void **state)
{
    (void)state;
    calf_parameters p;
    calf_validation *all = NULL;
    calf_parameters_init(&p);
    p.fatigue_rate = -1;
    assert_int_equal(calf_validate(&p, &all), CALF_BAD_INPUT);
    assert_null(all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_verdicts),
        cmocka_unit_test(test_table),
        cmocka_unit_test(test_every_verdict_can_turn),
        cmocka_unit_test(test_pictures),
        cmocka_unit_test(test_bad_runner),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
