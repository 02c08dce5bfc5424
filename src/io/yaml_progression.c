// SPDX-License-Identifier: GPL-3.0-or-later
// Reading what of a strategy changes by week.
#include "io/yaml_readers.h"

// What may grow, how far, and what of it may taper.
typedef struct progression_kind {
    const char *key;
    size_t offset; ///< of the progression in a strategy
    size_t taper_offset; ///< 0: it has no taper
    calf_range step, up_to;
} progression_kind;

#define OF(member) offsetof(calf_strategy, member)
#define OF_STRENGTH(amount) OF(strength_progression) + (amount) * sizeof(calf_progression)
#define GROWTH(member) offsetof(calf_progression, member)

static const progression_kind kinds[] = {
    {"volume", OF(volume_progression), OF(volume_taper), {0, 1, false}, {1, 100, false}},
    {"intensity", OF(intensity_progression), OF(intensity_taper), {0, 1, false}, {1, 10, false}},
    {"sets", OF_STRENGTH(CALF_STRENGTH_SETS), 0, {0, 10, false}, {1, 50, false}},
    {"reps", OF_STRENGTH(CALF_STRENGTH_REPS), 0, {0, 100, false}, {1, 500, false}},
    {"extra_load", OF_STRENGTH(CALF_STRENGTH_EXTRA_LOAD), 0, {0, 1, false}, {0.01, 2, false}},
    {"effort", OF_STRENGTH(CALF_STRENGTH_EFFORT), 0, {0, 0.5, false}, {0.1, 1, false}},
};

static calf_status read_deload(const calf_node *at, calf_progression *progression)
{
    const calf_field fields[] = {
        {"every", CALF_FIELD_INTEGER, true, &(const calf_range){2, 52, false},
            GROWTH(deload_every)},
        {"to", CALF_FIELD_NUMBER, true, &(const calf_range){0.1, 1, false}, GROWTH(deload_to)},
    };
    return calf_node_read_fields(at, fields, CALF_COUNT_OF(fields), progression);
}

static calf_status read_taper(const calf_node *at, int days, calf_taper *taper)
{
    const calf_range ends = {1, days, false};
    const calf_field fields[] = {
        {"weeks", CALF_FIELD_INTEGER, true, &(const calf_range){1, 52, false},
            offsetof(calf_taper, weeks)},
        {"to", CALF_FIELD_NUMBER, true, &(const calf_range){0.1, 1, false},
            offsetof(calf_taper, to)},
        {"before_day", CALF_FIELD_INTEGER, false, &ends, offsetof(calf_taper, before_day)},
    };
    taper->before_day = days;
    return calf_node_read_fields(at, fields, CALF_COUNT_OF(fields), taper);
}

static calf_status read_progression(
    const calf_node *at, const progression_kind *kind, int days, calf_strategy *strategy)
{
    const calf_field fields[] = {
        {"weekly", CALF_FIELD_NUMBER, false, &(const calf_range){0.5, 2, false}, GROWTH(weekly)},
        {"step", CALF_FIELD_NUMBER, false, &kind->step, GROWTH(step)},
        {"up_to", CALF_FIELD_NUMBER, false, &kind->up_to, GROWTH(up_to)},
        {"deload", CALF_FIELD_OTHER, false, NULL, 0},
        {"taper", CALF_FIELD_OTHER, false, NULL, 0},
    };
    const size_t count = CALF_COUNT_OF(fields) - (kind->taper_offset ? 0 : 1);
    calf_progression *progression = (void *)((char *)strategy + kind->offset);
    calf_node child;
    calf_status status = calf_node_read_fields(at, fields, count, progression);
    if (status == CALF_OK && progression->weekly != 1 && progression->step != 0 &&
        calf_node_child(at, "step", &child))
        return calf_node_error(
            &child, "cannot stand beside a 'weekly' other than 1; allowed: one of the two");
    if (status == CALF_OK && calf_node_child(at, "deload", &child))
        status = read_deload(&child, progression);
    if (status == CALF_OK && calf_node_child(at, "taper", &child))
        status = read_taper(&child, days, (void *)((char *)strategy + kind->taper_offset));
    return status;
}

static calf_status read_technique_share(
    const calf_node *at, const calf_node *strategy, calf_technique_share *share)
{
    const calf_range shares = {0, 1, false};
    const calf_field fields[] = {
        {"from", CALF_FIELD_NUMBER, true, &shares, offsetof(calf_technique_share, from)},
        {"weekly", CALF_FIELD_NUMBER, true, &shares, offsetof(calf_technique_share, weekly)},
        {"up_to", CALF_FIELD_NUMBER, false, &shares, offsetof(calf_technique_share, up_to)},
    };
    calf_node technique;
    if (!calf_node_child(strategy, "technique", &technique))
        return calf_node_error(
            at, "has no technique to change to; allowed: beside the strategy's 'technique'");
    return calf_node_read_fields(at, fields, CALF_COUNT_OF(fields), share);
}

calf_status calf_read_progressions(
    const calf_node *at, const calf_node *in_strategy, int days, calf_strategy *strategy)
{
    calf_field fields[CALF_COUNT_OF(kinds) + 1];
    calf_node child;
    fields[CALF_COUNT_OF(kinds)] = (calf_field){"technique", CALF_FIELD_OTHER, false, NULL, 0};
    for (size_t k = 0; k < CALF_COUNT_OF(kinds); k++)
        fields[k] = (calf_field){kinds[k].key, CALF_FIELD_OTHER, false, NULL, 0};
    calf_status status = calf_node_read_fields(at, fields, CALF_COUNT_OF(fields), strategy);
    if (status == CALF_OK && calf_node_child(at, "technique", &child))
        status = read_technique_share(&child, in_strategy, &strategy->technique_share);
    for (size_t k = 0; k < CALF_COUNT_OF(kinds) && status == CALF_OK; k++)
        if (calf_node_child(at, kinds[k].key, &child))
            status = read_progression(&child, &kinds[k], days, strategy);
    return status;
}
