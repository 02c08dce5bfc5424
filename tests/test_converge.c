// SPDX-License-Identifier: GPL-3.0-or-later
// Runs are integrated finely enough, against stretches of half a minute, whose own error is a
// hundredth of what is asked for (the table that bench/bench_precision prints).
#include "precision_study.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

enum { RUNNERS = 2000, BATCHES = RUNNERS / CALF_LANES };

static void test_runs_have_converged(void **state)
{
    (void)state;
    static double shipped[PRECISION_STUDY_VALUES], fine[PRECISION_STUDY_VALUES];
    const calf_precision converged = {0.5, HUGE_VAL, 0.5};
    precision_study *study = precision_study_create(BATCHES);
    double worst = 0;
    int far = 0;
    for (size_t batch = 0; batch < BATCHES; batch++) {
        precision_study_draw(study, batch);
        precision_study_live(study, CALF_PRECISION_STANDARD, shipped);
        precision_study_live(study, converged, fine);
        for (int i = 0; i < CALF_LANES; i++) {
            double off = 0;
            for (int v = i; v < PRECISION_STUDY_VALUES; v += CALF_LANES)
                if (!(fabs(shipped[v] - fine[v]) <= off)) // an undefined value is the worst of all
                    off = fabs(shipped[v] - fine[v]);
            far += !(off <= 0.1);
            if (!(off <= worst))
                worst = off;
        }
    }
    precision_study_destroy(study);
    printf("%d runners: %d off by over 0.1 mm, the worst by %.3f mm\n", RUNNERS, far, worst);
    assert_true(far <= RUNNERS / 1000); // 99.9 % within 0.1 mm, all within 1 mm
    assert_true(worst <= 1);
    assert_true(worst > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_runs_have_converged)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
