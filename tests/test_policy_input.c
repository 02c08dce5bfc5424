// SPDX-License-Identifier: GPL-3.0-or-later
// Policies and adherence: what a file says reaches the struct and the resolved text, and what is
// wrong is refused.
#include "experiment/experiment.h"
#include "mistakes.h"

#include <math.h>

// A file whose second strategy says `keys`, on line 22.
static void spoil(char text[3000], const char *keys)
{
    const char *at = strstr(sound, "plan: other}");
    snprintf(text, 3000, "%.*splan: other, %s%s", (int)(at - sound), sound, keys,
        at + strlen("plan: other"));
}

static calf_experiment *read_keys(const char *keys)
{
    char text[3000];
    calf_experiment *experiment = NULL;
    spoil(text, keys);
    if (calf_experiment_parse(text, "exp.yaml", NULL, 0, &experiment) != CALF_OK)
        fail_msg("%s", calf_error_text());
    return experiment;
}

static void defaults(void **state)
{
    (void)state;
    calf_experiment *e = read_keys("policy: {skip_run_if: {}, see_professional_if: {}}");
    const calf_policy *one = &e->strategies[0].policy, *two = &e->strategies[1].policy;
    assert_false(calf_policy_acts(one));
    for (int kind = 0; kind < CALF_SESSION_KINDS; kind++)
        assert_true(one->adherence[kind] == 1 && two->adherence[kind] == 1);
    assert_true(calf_policy_acts(two) && calf_policy_has_rules(two) && !calf_policy_scales(two));
    assert_true(two->skip_run_if.given && two->skip_run_if.soreness_mm == 50);
    assert_true(two->see_professional_if.given && two->see_professional_if.soreness_mm == 10);
    assert_int_equal(two->see_professional_if.worse_after_day, 3);
    assert_int_equal(two->see_professional_if.lasts_days, 7);
    assert_true(two->see_professional_if.worse_by_mm == 20);
    assert_false(two->shorten_run_if.given || two->rest_day_if.given || two->cut_week_if.given);
    calf_experiment_destroy(e);
}

static void every_key(void **state)
{
    (void)state;
    calf_experiment *e = read_keys("adherence: {strength: 0.7}, policy: {"
                                   "skip_run_if: {soreness_mm: 51}, "
                                   "shorten_run_if: {soreness_mm: 31, by: 0.25}, "
                                   "repeat_week_if: {soreness_mm: 41, days: 3}, "
                                   "cut_week_if: {soreness_mm: 61, days: 4, to: 0.6}, "
                                   "hold_progression_until: {soreness_mm: 21, days: 5}, "
                                   "rest_day_if: {rise_mm: 35}, "
                                   "see_professional_if: {soreness_mm: 11, worse_after_day: 2, "
                                   "worse_by_mm: 12, lasts_days: 9}}");
    const calf_policy *p = &e->strategies[1].policy;
    assert_true(p->skip_run_if.soreness_mm == 51);
    assert_true(p->shorten_run_if.soreness_mm == 31 && p->shorten_run_if.by == 0.25);
    assert_true(p->repeat_week_if.soreness_mm == 41 && p->repeat_week_if.days == 3);
    assert_true(p->cut_week_if.soreness_mm == 61 && p->cut_week_if.days == 4);
    assert_true(p->cut_week_if.to == 0.6 && p->rest_day_if.rise_mm == 35);
    assert_true(p->hold_progression_until.soreness_mm == 21);
    assert_true(p->hold_progression_until.days == 5);
    assert_true(p->see_professional_if.soreness_mm == 11);
    assert_true(p->see_professional_if.worse_after_day == 2);
    assert_true(p->see_professional_if.worse_by_mm == 12 && p->see_professional_if.lasts_days == 9);
    assert_true(p->adherence[CALF_RUN] == 1 && p->adherence[CALF_STRENGTH] == 0.7);
    assert_true(p->adherence[CALF_MOBILITY] == 1);
    assert_true(calf_policy_scales(p) && calf_policy_holds(p));
    calf_experiment_destroy(e);
    e = read_keys("adherence: 0.9");
    for (int kind = 0; kind < CALF_SESSION_KINDS; kind++)
        assert_true(e->strategies[1].policy.adherence[kind] == 0.9);
    assert_true(calf_policy_acts(&e->strategies[1].policy));
    assert_false(calf_policy_has_rules(&e->strategies[1].policy));
    calf_experiment_destroy(e);
}

/** The default of see_professional_if is the experiment's sore day, wherever `output` stands. */
static void a_sore_day(void **state)
{
    (void)state;
    char text[3000];
    calf_experiment *e = NULL;
    const char *const settings[] = {
        "output.sore_day_mm=14.5", "strategies.0.policy.rest_day_if.rise_mm=44"};
    spoil(text, "policy: {see_professional_if: {lasts_days: 8}}");
    assert_int_equal(calf_experiment_parse(text, "exp.yaml", settings, 2, &e), CALF_OK);
    assert_true(e->strategies[1].policy.see_professional_if.soreness_mm == 14.5);
    assert_true(e->strategies[0].policy.rest_day_if.rise_mm == 44);
    calf_experiment_destroy(e);
}

static void resolved_text(void **state)
{
    (void)state;
    static const char *const keys[] = {"policy: {}", "adherence: {run: 0.1, mobility: 0}",
        ("policy: {skip_run_if: {}, shorten_run_if: {}, repeat_week_if: {}, cut_week_if: {}, "
         "hold_progression_until: {}, rest_day_if: {}, see_professional_if: {}}, adherence: 0.3")};
    for (size_t k = 0; k < sizeof keys / sizeof *keys; k++) {
        calf_experiment *first = read_keys(keys[k]), *second = NULL;
        char *resolved = NULL, *again = NULL;
        assert_int_equal(calf_experiment_text(first, &resolved), CALF_OK);
        assert_int_equal(calf_experiment_parse(resolved, "r", NULL, 0, &second), CALF_OK);
        assert_int_equal(calf_experiment_text(second, &again), CALF_OK);
        assert_string_equal(resolved, again);
        const calf_policy *a = &first->strategies[1].policy, *b = &second->strategies[1].policy;
        for (int rule = 0; rule < CALF_POLICY_RULES; rule++) {
            const calf_policy_rule *of = &calf_policy_rules[rule];
            assert_int_equal(*((const bool *)a + of->given), *((const bool *)b + of->given));
            assert_int_equal(*((const bool *)a + of->given), k == 2);
            assert_true(k < 2 || strstr(resolved, of->name) != NULL);
        }
        assert_memory_equal(a->adherence, b->adherence, sizeof a->adherence);
        assert_non_null(strstr(resolved, "    adherence: {run: 1, strength: 1, mobility: 1}\n"));
        free(resolved);
        free(again);
        calf_experiment_destroy(first);
        calf_experiment_destroy(second);
    }
}

typedef struct mistake {
    const char *keys, *says;
} mistake;

static const mistake mistakes[] = {
    {"policy: 3", "exp.yaml:22: strategies.1.policy: '3' is not a mapping"},
    {"policy: {skip_runs_if: {}}",
        "exp.yaml:22: strategies.1.policy.skip_runs_if: unknown key; did you mean 'skip_run_if'?|"
        "allowed: skip_run_if, shorten_run_if, repeat_week_if, cut_week_if, "
        "hold_progression_until, rest_day_if, see_professional_if"},
    {"policy: {skip_run_if: 50}", "strategies.1.policy.skip_run_if: '50' is not a mapping"},
    {"policy: {skip_run_if: {soreness: 50}}",
        "policy.skip_run_if.soreness: unknown key; did you mean 'soreness_mm'?"},
    {"policy: {skip_run_if: {soreness_mm: 0}}",
        "policy.skip_run_if.soreness_mm: '0' is out of range; allowed: 0.1 to 100"},
    {"policy: {skip_run_if: {soreness_mm: 101}}", "'101' is out of range; allowed: 0.1 to 100"},
    {"policy: {skip_run_if: {soreness_mm: high}}", "'high' is not a number; allowed: 0.1 to 100"},
    {"policy: {shorten_run_if: {by: 1}}",
        "policy.shorten_run_if.by: '1' is out of range; allowed: 0.01 to 0.99"},
    {"policy: {shorten_run_if: {soreness_mm: -1}}", "shorten_run_if.soreness_mm: '-1' is out"},
    {"policy: {repeat_week_if: {days: 8}}",
        "policy.repeat_week_if.days: '8' is out of range; allowed: 1 to 7"},
    {"policy: {repeat_week_if: {days: 1.5}}", "'1.5' is not a whole number; allowed: 1 to 7"},
    {"policy: {repeat_week_if: {soreness_mm: 0}}", "repeat_week_if.soreness_mm: '0' is out"},
    {"policy: {cut_week_if: {to: 0}}",
        "policy.cut_week_if.to: '0' is out of range; allowed: 0.1 to 1"},
    {"policy: {cut_week_if: {days: 0}}", "cut_week_if.days: '0' is out of range; allowed: 1 to 7"},
    {"policy: {cut_week_if: {soreness_mm: 0}}", "cut_week_if.soreness_mm: '0' is out"},
    {"policy: {hold_progression_until: {days: 0}}",
        "hold_progression_until.days: '0' is out of range; allowed: 1 to 7"},
    {"policy: {hold_progression_until: {soreness_mm: 0}}", "until.soreness_mm: '0' is out"},
    {"policy: {rest_day_if: {rise_mm: 0}}",
        "policy.rest_day_if.rise_mm: '0' is out of range; allowed: 1 to 100"},
    {"policy: {see_professional_if: {soreness_mm: 0}}",
        "see_professional_if.soreness_mm: '0' is out of range; allowed: 0.1 to 100"},
    {"policy: {see_professional_if: {worse_after_day: 0}}",
        "worse_after_day: '0' is out of range; allowed: 1 to 3660"},
    {"policy: {see_professional_if: {worse_by_mm: 0}}",
        "worse_by_mm: '0' is out of range; allowed: 1 to 100"},
    {"policy: {see_professional_if: {lasts_days: 0}}",
        "lasts_days: '0' is out of range; allowed: 1 to 3660"},
    {"adherence: 1.1",
        "exp.yaml:22: strategies.1.adherence: '1.1' is out of range; allowed: 0 to 1"},
    {"adherence: often", "strategies.1.adherence: 'often' is not a number; allowed: 0 to 1"},
    {"adherence: [0.9]", "strategies.1.adherence: a list is not a number; allowed: 0 to 1"},
    {"adherence: {runs: 0.9}",
        "adherence.runs: unknown key; did you mean 'run'? allowed: run, strength, mobility"},
    {"adherence: {mobility: -0.1}", "adherence.mobility: '-0.1' is out of range; allowed: 0 to 1"},
    // 8 km on Tuesdays: 8 * 0.02 * 0.1 * 0.5 = 0.008 km, the first on day 0, a Tuesday
    {"volume: 0.02, policy: {shorten_run_if: {by: 0.5}, cut_week_if: {to: 0.1}}",
        "exp.yaml:22: strategies.1: strategy 'two': on day 0, as its policy may have it, "
        "distance_km: 0.008 is out of range; allowed: 0.01 to 500"},
};

static void all_mistakes(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof mistakes / sizeof *mistakes; k++) {
        char text[3000];
        calf_experiment *experiment = NULL;
        spoil(text, mistakes[k].keys);
        calf_status status = calf_experiment_parse(text, "exp.yaml", NULL, 0, &experiment);
        if (status == CALF_OK)
            fail_msg("'%s' was accepted", mistakes[k].keys);
        expect_message(status, mistakes[k].says, mistakes[k].keys);
        assert_null(experiment);
    }
}

/** A run of 2000 minutes, twice as long, in a week that halves for the second time: 1000 minutes.
 *  Who is held back may run it as in the first week: 4000. */
static void held_out_of_range(void **state)
{
    (void)state;
    char text[3000];
    calf_experiment *experiment = NULL;
    const char *const settings[] = {
        "plans.other.calendar=[{day: 20, run: {duration_min: 2000, intensity: 0.5}}]",
        "strategies.1.policy={hold_progression_until: {}}"};
    spoil(text, "volume: 2, progression: {volume: {weekly: 0.5}}");
    assert_int_equal(calf_experiment_parse(text, "exp.yaml", settings, 1, &experiment), CALF_OK);
    calf_experiment_destroy(experiment);
    expect_message(calf_experiment_parse(text, "exp.yaml", settings, 2, &experiment),
        "exp.yaml:22: strategies.1: strategy 'two': on day 20, as its policy may have it, "
        "duration_min: 4000 is out of range; allowed: 0.05 to 2880",
        settings[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(defaults),
        cmocka_unit_test(every_key),
        cmocka_unit_test(a_sore_day),
        cmocka_unit_test(resolved_text),
        cmocka_unit_test(all_mistakes),
        cmocka_unit_test(held_out_of_range),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
