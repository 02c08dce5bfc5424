// SPDX-License-Identifier: GPL-3.0-or-later
// Batches of runners for tests of the model, and numbers that should be close.
#ifndef CALF_TESTS_BATCHES_H
#define CALF_TESTS_BATCHES_H

#include "engine/prepared.h"
#include "population/population.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static inline void assert_near(double value, double expected, double relative)
{
    if (!(fabs(value - expected) <= relative * fabs(expected)))
        fail_msg("%.17g for %.17g", value, expected);
}

static inline calf_batch default_batch(void)
{
    calf_parameters runner;
    calf_batch batch;
    calf_parameters_init(&runner);
    for (int i = 0; i < CALF_LANES; i++)
        calf_batch_set_lane(&batch, i, &runner);
    calf_batch_derive(&batch);
    return batch;
}

/** Batch number `k` of runners and worlds drawn from the priors. */
static inline calf_batch drawn_batch(uint32_t k)
{
    calf_population_spec spec = {.runners = 1, .worlds = 1000000};
    for (int id = 0; id < CALF_PARAMETER_COUNT; id++)
        spec.drawn_from[id] = calf_parameter_describe(id)->prior;
    calf_population *population = NULL;
    assert_int_equal(calf_population_create(&spec, 5, &population), CALF_OK);
    calf_batch batch;
    for (uint32_t i = 0; i < CALF_LANES; i++) {
        calf_parameters shared, runner;
        calf_population_world(population, k * CALF_LANES + i, &shared);
        calf_population_runner(population, &shared, k * CALF_LANES + i, 0, &runner);
        calf_batch_set_lane(&batch, (int)i, &runner);
    }
    calf_batch_derive(&batch);
    calf_population_destroy(population);
    return batch;
}

/** What is prepared for a batch, for the runs among sessions. */
static inline calf_prepared *prepared_for(const calf_batch *batch,
    const calf_session *const *sessions, size_t count, calf_precision precision)
{
    calf_prepared *prepared = NULL;
    assert_int_equal(
        calf_prepared_create(calf_prepared_room(sessions, count, precision), precision, &prepared),
        CALF_OK);
    calf_prepared_begin(prepared, batch);
    return prepared;
}

#endif
