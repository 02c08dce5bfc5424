// SPDX-License-Identifier: GPL-3.0-or-later
// A bout of known dose against the closed form of model section 5, worked out by pow() and exp().
#include <calfsim/calfsim.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { DAYS = 9 };

static void add_dose(calf_plan *plan, int day, double hour, double du)
{
    const calf_dose dose = {.du = du, .duration_min = 60 * du};
    if (calf_plan_add_dose(plan, day, hour, &dose) != CALF_OK)
        fail_msg("%s", calf_error_text());
}

static calf_plan *new_plan(void)
{
    calf_plan *plan = NULL;
    assert_int_equal(calf_plan_create(&plan), CALF_OK);
    return plan;
}

static void simulate(const calf_plan *plan, const calf_parameters *p, calf_morning *mornings)
{
    if (calf_simulate(plan, p, 0, DAYS, mornings) != CALF_OK)
        fail_msg("%s", calf_error_text());
}

// Force that a structural deficit leaves (section 2).
static double force_left(const calf_parameters *p, double deficit)
{
    const double w = pow(deficit, p->deficit_hill);
    return 1 - p->deficit_max * w / (pow(p->deficit_half, p->deficit_hill) + w);
}

// Sensitisation after an impulse of lesion (section 1), by the chain's textbook solution.
static double sensitisation(const calf_parameters *p, double lesion, double hours)
{
    const double a = 1 / p->lesion_tau, b = 1 / p->mediator_tau, c = 1 / p->sensitisation_tau;
    return lesion * b * c *
        (exp(-a * hours) / ((b - a) * (c - a)) + exp(-b * hours) / ((a - b) * (c - b)) +
            exp(-c * hours) / ((a - c) * (b - c)));
}

static double soreness(const calf_parameters *p, double sensitised)
{
    const double z = pow(sensitised, p->soreness_hill);
    return 100 * z / (pow(p->soreness_half, p->soreness_hill) + z);
}

/** A rested runner: damage is dose^bout_exponent, taken at the start of the bout. */
static void test_first_bout(void **state)
{
    (void)state;
    calf_parameters p;
    calf_morning m[DAYS];
    calf_parameters_init(&p);
    calf_plan *plan = new_plan();
    add_dose(plan, 0, 7, 0.5);
    simulate(plan, &p, m);
    calf_plan_destroy(plan);
    const double damage = pow(0.5, p.bout_exponent);
    const double protection = 1 - exp(-p.protection_gain * (1 - exp(-0.5 / p.protection_dose)));
    assert_true(m[0].calf_soreness_mm[0] == 0);
    for (int day = 1; day < DAYS; day++) {
        const double hours = 24.0 * day;
        const double left = force_left(&p, damage * exp(-hours / p.deficit_tau));
        for (int muscle = 0; muscle < 2; muscle++) {
            assert_true(fabs(m[day].soreness_mm[muscle] -
                            soreness(&p, sensitisation(&p, damage, hours))) < 1e-4);
            assert_true(fabs(m[day].force_available[muscle] - left) < 1e-9);
            assert_true(fabs(m[day].protection[muscle] -
                            protection * exp(-hours / 24 / p.protection_tau)) < 1e-9);
            assert_true(
                fabs(m[day].conditioning[muscle] -
                    0.5 / p.conditioning_tau * exp(-hours / 24 / p.conditioning_tau)) < 1e-9);
        }
    }
    assert_true(m[DAYS - 1].overuse_hazard[0] == 0 && m[DAYS - 1].ctl[0] == 0);
}

/** The second bout meets protection, habit, what is still sensitised, and what is left of the
 *  first one's dose and stimulus. */
static void test_second_bout(void **state)
{
    (void)state;
    calf_parameters p;
    calf_morning m[DAYS];
    calf_parameters_init(&p);
    const double gap_h = 24, first = 0.25, second = 1;
    calf_plan *plan = new_plan();
    add_dose(plan, 0, 7, first);
    add_dose(plan, 1, 7, second);
    simulate(plan, &p, m);
    calf_plan_destroy(plan);
    const double damage = pow(first, p.bout_exponent);
    const double protection =
        (1 - exp(-p.protection_gain * (1 - exp(-first / p.protection_dose)))) *
        exp(-gap_h / 24 / p.protection_tau);
    const double habit = first / p.conditioning_tau * exp(-gap_h / 24 / p.conditioning_tau);
    const double effective =
        second * pow(1 + habit / p.conditioning_half, -p.conditioning_exponent);
    const double left = first * exp(-gap_h / p.bout_tau);
    const double vulnerable =
        (1 - p.protection_max * protection) * exp(-p.refractory * sensitisation(&p, damage, gap_h));
    const double more =
        vulnerable * (pow(left + effective, p.bout_exponent) - pow(left, p.bout_exponent));
    const double stimulus_left =
        (1 - exp(-first / p.protection_dose)) * exp(-gap_h / p.stimulus_tau);
    const double gained = 1 -
        (1 - protection) *
            exp(-p.protection_gain * (1 - stimulus_left) *
                (1 - exp(-effective / p.protection_dose)));
    for (int day = 2; day < DAYS; day++) {
        const double hours = 24.0 * day, since = hours - gap_h;
        const double sore =
            soreness(&p, sensitisation(&p, damage, hours) + sensitisation(&p, more, since));
        assert_true(fabs(m[day].soreness_mm[0] - sore) < 1e-4);
        assert_true(
            fabs(m[day].protection[0] - gained * exp(-since / 24 / p.protection_tau)) < 1e-9);
    }
}

/** A stiff and susceptible runner takes more damage by the factors of section 5. */
static void test_vulnerable_runner(void **state)
{
    (void)state;
    calf_parameters p;
    calf_morning m[DAYS];
    calf_parameters_init(&p);
    assert_int_equal(calf_parameters_set(&p, "dorsiflexion_rom", 32), CALF_OK);
    assert_int_equal(calf_parameters_set(&p, "susceptibility", 1.5), CALF_OK);
    calf_plan *plan = new_plan();
    add_dose(plan, 0, 7, 0.4);
    simulate(plan, &p, m);
    calf_plan_destroy(plan);
    const double damage = 1.5 * exp(p.rom_effect) * pow(0.4, p.bout_exponent);
    assert_true(fabs(m[2].soreness_mm[1] - soreness(&p, sensitisation(&p, damage, 48))) < 1e-4);
}

static void test_limits(void **state)
{
    (void)state;
    static const calf_dose wrong[] = {{0, 60}, {11, 60}, {1, 0}, {1, 3000}, {(double)NAN, 60}};
    calf_plan *plan = new_plan();
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(calf_plan_add_dose(plan, 0, 7, &wrong[i]), CALF_BAD_INPUT);
    assert_int_equal(calf_plan_session_count(plan), 0);
    calf_plan_destroy(plan);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_first_bout),
        cmocka_unit_test(test_second_bout),
        cmocka_unit_test(test_vulnerable_runner),
        cmocka_unit_test(test_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
