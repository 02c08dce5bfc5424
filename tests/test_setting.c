// SPDX-License-Identifier: GPL-3.0-or-later
// From an experiment to what its runners live: the history's runs are known to a strength session
// of the first day, and are not lived again.
#include "engine/setting.h"

#include <calfsim/calfsim.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char text[] =
    "model: 1\n"
    "days: 7\n"
    "history: {days: 14, plan: runs}\n"
    "population: {runners: 1}\n"
    "plans:\n"
    "  runs: {week: {sun: [{run: {distance_km: 8, intensity: 0.8}}]}}\n"
    "  raises:\n"
    "    week: {mon: [{strength: {knee: bent, sets: 1, reps: 5, hour: 6}}]}\n"
    "strategies: [{name: r, plan: raises}]\n";

static void test_history_reaches_into_day_0(void **state)
{
    (void)state;
    calf_experiment *experiment = NULL;
    calf_setting *setting = NULL;
    assert_int_equal(calf_experiment_parse(text, "t", NULL, 0, &experiment), CALF_OK);
    assert_int_equal(calf_setting_create(experiment, &setting), CALF_OK);
    assert_int_equal(setting->history.count, 2);
    assert_int_equal(setting->strategies[0].count, 1);
    const calf_session *raises = setting->strategies[0].sessions[0];
    assert_int_equal(raises->kind, CALF_STRENGTH);
    assert_true(raises->due_h == 6 && raises->run_gap_h == 12); // Sunday 18:00 to Monday 6:00
    calf_setting_destroy(setting);
    calf_experiment_destroy(experiment);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_history_reaches_into_day_0)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
