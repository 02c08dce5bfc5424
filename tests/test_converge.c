// SPDX-License-Identifier: GPL-3.0-or-later
// The slices that runs are cut into have converged, against slices of half a minute, whose own
// error is below 0.001 mm (the table that bench/bench_slices prints).
#include "model/run.h"
#include "slice_study.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

enum { BATCHES = 125 };

static void test_slices_have_converged(void **state)
{
    (void)state;
    static double shipped[SLICE_STUDY_VALUES], fine[SLICE_STUDY_VALUES];
    slice_study *study = slice_study_create(BATCHES);
    double worst = 0;
    for (size_t batch = 0; batch < BATCHES; batch++) {
        slice_study_live(study, batch, CALF_SLICE_MIN, shipped);
        slice_study_live(study, batch, 0.5, fine);
        for (int v = 0; v < SLICE_STUDY_VALUES; v++)
            if (!(fabs(shipped[v] - fine[v]) <= worst)) // an undefined value is the worst of all
                worst = fabs(shipped[v] - fine[v]);
    }
    slice_study_destroy(study);
    printf("largest deviation over %d runners: %.3f mm\n", BATCHES * CALF_LANES, worst);
    assert_true(worst <= 0.1); // model section 11
    assert_true(worst > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_slices_have_converged)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
