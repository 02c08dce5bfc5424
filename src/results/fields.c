// SPDX-License-Identifier: GPL-3.0-or-later
// The tables of daily fields and outcomes, expanded from their .def files.
#include "results/fields.h"

// Bins as constant expressions. Log ranges span whole decades (a test holds the tables to that), so
// their bins per doubling follow from a count.
#define TENFOLD(ratio, n) ((ratio) > 0.9e##n ? 1 : 0)
#define DECADES(ratio)                                                                             \
    (TENFOLD(ratio, 1) + TENFOLD(ratio, 2) + TENFOLD(ratio, 3) + TENFOLD(ratio, 4) +               \
        TENFOLD(ratio, 5) + TENFOLD(ratio, 6) + TENFOLD(ratio, 7) + TENFOLD(ratio, 8) +            \
        TENFOLD(ratio, 9) + TENFOLD(ratio, 10) + TENFOLD(ratio, 11) + TENFOLD(ratio, 12))
#define DOUBLINGS(low, high) (DECADES((high) / (low)) * 3.3219280948873623)
#define BINS_LINEAR(low, high)                                                                     \
    {                                                                                              \
        CALF_SCALE_LINEAR, low, high, CALF_BINS / ((high) - (double)(low))                         \
    }
#define BINS_LOG(low, high)                                                                        \
    {                                                                                              \
        CALF_SCALE_LOG, low, high, CALF_BINS / DOUBLINGS(low, high)                                \
    }
#define SPAN(low, high) (-(low) > (high) ? -(low) : (high))
#define DIFFERENCE_LINEAR(low, high)                                                               \
    {                                                                                              \
        CALF_SCALE_LINEAR, -SPAN(low, high), SPAN(low, high), CALF_BINS / (2.0 * SPAN(low, high))  \
    }
#define DIFFERENCE_LOG(low, high)                                                                  \
    {                                                                                              \
        CALF_SCALE_SIGNED_LOG, low, high, CALF_BINS / 2 / DOUBLINGS(low, high)                     \
    }

static const char *const groups[CALF_GROUP_COUNT] = {
#define CALF_OUTPUT_GROUP(name) #name,
#include <calfsim/outputs.def>
};

static const calf_output_info outputs[CALF_OUTPUT_COUNT] = {
#define CALF_OUTPUT(group, name, parts, unit, scale, low, high, grade, long_name)                  \
    {CALF_GROUP_##group, #name, parts, unit, BINS_##scale(low, high), grade, long_name},
#include <calfsim/outputs.def>
};

static const calf_outcome_info outcomes[CALF_OUTCOME_COUNT] = {
#define CALF_OUTCOME(                                                                              \
    name, label, unit, scale, low, high, better, grade, counting, margin, long_name)               \
    {#name, label, unit, BINS_##scale(low, high), DIFFERENCE_##scale(low, high), CALF_##better,    \
        grade, CALF_##counting, margin, long_name},
#include "results/outcomes.def"
};

const char *const calf_muscle_names[2] = {"gastrocnemius", "soleus"};

const double calf_quantiles[CALF_QUANTILE_COUNT] = {
    0.01, 0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95, 0.99};

const double calf_soreness_levels_mm[CALF_LEVEL_COUNT] = {5, 10, 20, 30, 40, 50, 60, 70};

const char *calf_output_group_name(calf_output_group group)
{
    return groups[group];
}

const calf_output_info *calf_output_describe(calf_output_id id)
{
    return &outputs[id];
}

const calf_outcome_info *calf_outcome_describe(calf_outcome_id id)
{
    return &outcomes[id];
}

double calf_outcome_step(calf_outcome_id id, size_t days)
{
    switch (outcomes[id].counting) {
    case CALF_COUNTED:
        return 1;
    case CALF_A_WEEK:
        return 7 / (double)days;
    default:
        return 0;
    }
}

const char *calf_better_name(calf_better better)
{
    static const char *const names[] = {"lower", "higher", "neither"};
    return names[better];
}

unsigned calf_output_groups_default(void)
{
    return 1u << CALF_GROUP_soreness | 1u << CALF_GROUP_force | 1u << CALF_GROUP_hazard |
        1u << CALF_GROUP_loads;
}
