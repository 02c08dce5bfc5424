// SPDX-License-Identifier: GPL-3.0-or-later
// Rest is exact: rests add up, none changes nothing, and time constants may coincide.
#include "batches.h"
#include "model/rest.h"

#include <math.h>

static void fill_states(const calf_batch *batch, calf_state *s)
{
    calf_state_init(&batch->p, 0, s);
    for (int m = 0; m < CALF_MUSCLES; m++)
        for (int i = 0; i < CALF_LANES; i++) {
            double v = 0.1 + 0.07 * i + 0.3 * m;
            s->metabolic[m][i] = v / 4;
            s->central[m][i] = v / 5;
            s->bout_dose[m][i] = v;
            s->lesion[m][i] = 1.5 * v;
            s->mediators[m][i] = 0.7 * v;
            s->sensitisation[m][i] = 0.3 * v;
            s->acute[m][i] = s->deficit[m][i] = v;
            s->stimulus[m][i] = s->protection[m][i] = s->hypertrophy[m][i] = v / 2;
            s->conditioning[m][i] = v;
        }
    for (int i = 0; i < CALF_LANES; i++)
        s->neural[i] = s->rolling[i] = s->tendon_load[i] = 0.1 * (i + 1);
}

static void assert_states_near(const calf_state *a, const calf_state *b, double relative)
{
    const double *x = (const double *)a, *y = (const double *)b;
    for (size_t k = 0; k < sizeof *a / sizeof *x; k++)
        if (x[k] > 1e-300 || y[k] > 1e-300) // smaller ones are cut to 0 sooner or later
            assert_near(x[k], y[k], relative);
}

/** Two rests one after the other equal one of their sum: what an exact propagator must do. */
static void test_rests_add_up(void **state)
{
    (void)state;
    for (uint32_t k = 0; k < 50; k++) {
        calf_batch batch = drawn_batch(k);
        double first[CALF_LANES], second[CALF_LANES], both[CALF_LANES];
        for (int i = 0; i < CALF_LANES; i++) {
            first[i] = 0.01 + 0.3 * i * i;
            second[i] = 24.0 * (k % 5) + 0.5;
            both[i] = first[i] + second[i];
        }
        calf_rest rest;
        calf_state parts, whole;
        fill_states(&batch, &parts);
        fill_states(&batch, &whole);
        calf_rest_prepare(&batch, first, &rest);
        calf_rest_apply(&rest, &parts);
        calf_rest_prepare(&batch, second, &rest);
        calf_rest_apply(&rest, &parts);
        calf_rest_prepare(&batch, both, &rest);
        calf_rest_apply(&rest, &whole);
        assert_states_near(&parts, &whole, 1e-11);
    }
}

static void test_rest_of_zero_changes_nothing(void **state)
{
    (void)state;
    calf_batch batch = drawn_batch(0);
    double none[CALF_LANES] = {0};
    calf_rest rest;
    calf_state before, after;
    fill_states(&batch, &before);
    after = before;
    calf_rest_prepare(&batch, none, &rest);
    calf_rest_apply(&rest, &after);
    assert_memory_equal(&before, &after, sizeof after);
}

/** Time constants that coincide, or nearly do, in every combination: the chain must pass smoothly
 *  through. The limit of three equal ones is closed: N = D t^2/(2 tau^2) exp(-t/tau). */
static void test_coinciding_time_constants(void **state)
{
    (void)state;
    calf_batch batch = default_batch();
    const double offsets[CALF_LANES > 7 ? 8 : CALF_LANES] = {
        0, 1e-12, 1e-9, 1e-6, 1e-5, 3e-5, 1e-4, 1e-3};
    enum { CASES = sizeof offsets / sizeof offsets[0] };
    double hours[CALF_LANES], tau = 20;
    for (int i = 0; i < CALF_LANES; i++) {
        double off = offsets[i % CASES];
        batch.p.lesion_tau[i] = tau;
        batch.p.mediator_tau[i] = tau * (1 + off);
        batch.p.sensitisation_tau[i] = tau * (1 - off / 3);
        hours[i] = 30;
    }
    calf_damage_rest rest;
    calf_damage_rest_prepare(&batch.p, hours, &rest);
    double limit = 30.0 * 30 / (2 * tau * tau) * exp(-30 / tau);
    for (int i = 0; i < CALF_LANES; i++) {
        double off = offsets[i % CASES];
        // the answer moves with the offsets by less than one to one
        assert_near(rest.sensitisation_from_lesion[i], limit, 1e-11 + off);
        assert_near(rest.mediators_from_lesion[i], 30 / tau * exp(-30 / tau), 1e-12 + 2 * off);
    }
}

/** Just inside the expansion about the mean, against the difference formula in long double, whose
 *  cancellation leaves 13 digits there. */
static void test_nearly_coinciding_time_constants(void **state)
{
    (void)state;
    calf_batch batch = default_batch();
    double hours[CALF_LANES];
    for (int i = 0; i < CALF_LANES; i++) {
        hours[i] = 30;
        batch.p.lesion_tau[i] = 20;
        batch.p.mediator_tau[i] = 20 * (1 + 2e-4);
        batch.p.sensitisation_tau[i] = 20 * (1 + 6e-4);
    }
    calf_damage_rest rest;
    calf_damage_rest_prepare(&batch.p, hours, &rest);
    long double a = 1 / (long double)batch.p.lesion_tau[0], t = 30;
    long double b = 1 / (long double)batch.p.mediator_tau[0];
    long double c = 1 / (long double)batch.p.sensitisation_tau[0];
    assert_true(fabsl(a - c) * t < 1e-3L);
    long double expected = b * c *
        (expl(-a * t) / ((b - a) * (c - a)) + expl(-b * t) / ((a - b) * (c - b)) +
            expl(-c * t) / ((a - c) * (b - c)));
    assert_near(rest.sensitisation_from_lesion[0], (double)expected, 2e-11);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rests_add_up),
        cmocka_unit_test(test_rest_of_zero_changes_nothing),
        cmocka_unit_test(test_coinciding_time_constants),
        cmocka_unit_test(test_nearly_coinciding_time_constants),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
