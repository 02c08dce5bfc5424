// SPDX-License-Identifier: GPL-3.0-or-later
// Every worked case of tests/reference, every field, every morning, within the model's tolerances.
#include "batches.h"
#include "engine/life.h"
#include "model/capacity.h"
#include "model/soreness.h"
#include "reference_case.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

typedef struct comparison {
    const reference_case *reference;
    calf_life life;
    double worst[REFERENCE_FIELD_COUNT];
    int mornings; ///< of all runners
} comparison;

static double field_value(const calf_life *life, int field, int m, int i)
{
    const calf_state *s = &life->state;
    const calf_lane_parameters *p = &life->batch->p;
    switch (field) {
    case 0:
        return calf_soreness(p, i, s->sensitisation[m][i], s->acute[m][i], s->rolling[i]);
    case 1:
        return (1 - s->metabolic[m][i]) * calf_slow_force(p, i, s->central[m][i], s->deficit[m][i]);
    case 2:
        return s->protection[m][i];
    case 3:
        return s->conditioning[m][i];
    case 4:
        return calf_capacity_gained(s->hypertrophy[m][i], s->neural[i]);
    default: {
        const double *const runner[] = {
            s->hazard, s->rom_gain, s->ctl, s->atl, s->fitness, s->tiredness, s->tendon_capacity};
        return runner[field - 5][i];
    }
    }
}

static void compare_morning(void *context, int day, const calf_lanes due)
{
    comparison *c = context;
    const reference_case *r = c->reference;
    for (int f = 0; f < REFERENCE_FIELD_COUNT; f++)
        for (int m = 0; m < reference_fields[f].parts; m++)
            for (int i = 0; i < r->runners && due[i]; i++) {
                double expected = r->value[f][day][m][i];
                double off = fabs(field_value(&c->life, f, m, i) - expected);
                if (reference_fields[f].relative && expected != 0)
                    off /= fabs(expected);
                if (!(off <= c->worst[f])) // an undefined value is the worst of all
                    c->worst[f] = off;
            }
    for (int i = 0; i < r->runners; i++)
        c->mornings += due[i];
}

static void test_case(void **state)
{
    const char *name = *state;
    comparison c = {.reference = reference_case_read(name)};
    calf_batch batch;
    for (int i = 0; i < CALF_LANES; i++)
        calf_batch_set_lane(&batch, i, &c.reference->runner[i < c.reference->runners ? i : 0]);
    calf_batch_derive(&batch);
    size_t count = calf_plan_session_count(c.reference->plan);
    const calf_session **sessions = calloc(count, sizeof *sessions);
    for (size_t k = 0; k < count; k++)
        sessions[k] = calf_plan_session(c.reference->plan, k);
    calf_prepared *prepared = prepared_for(&batch, sessions, count, CALF_PRECISION_STANDARD);
    calf_life_begin(&c.life, prepared, 0);
    calf_life_live(&c.life, sessions, count, c.reference->days - 1, compare_morning, &c);
    for (int f = 0; f < REFERENCE_FIELD_COUNT; f++)
        printf("%s %s: largest deviation %.2g of %.2g allowed\n", name, reference_fields[f].name,
            c.worst[f], reference_fields[f].tolerance);
    for (int f = 0; f < REFERENCE_FIELD_COUNT; f++)
        assert_true(c.worst[f] <= reference_fields[f].tolerance);
    assert_int_equal(c.mornings, c.reference->days * c.reference->runners);
    calf_prepared_destroy(prepared);
    free(sessions);
    reference_case_free((reference_case *)c.reference);
}

int main(void)
{
    struct CMUnitTest tests[REFERENCE_CASE_COUNT];
    for (int k = 0; k < REFERENCE_CASE_COUNT; k++)
        tests[k] = (struct CMUnitTest){.name = reference_case_names[k],
            .test_func = test_case,
            .initial_state = (void *)reference_case_names[k]};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
