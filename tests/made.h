// SPDX-License-Identifier: GPL-3.0-or-later
// Results made for comparisons, of differences that a function says, and what is told of them;
// needs _XOPEN_SOURCE 700 (mkdtemp).
#ifndef CALF_TESTS_MADE_H
#define CALF_TESTS_MADE_H

#include "opened.h"
#include "report/compare.h"

/** The benefits and comparisons of all strategies, with a margin for one outcome. */
static inline calf_benefit *benefits_of(
    const calf_result *result, calf_comparison **rows, calf_outcome_id id, double within)
{
    calf_benefit *benefits = NULL;
    const calf_comparing asked = {.outcome = (int)id, .within = within};
    assert_int_equal(calf_compared_create(result, &asked, rows, &benefits), CALF_OK);
    return benefits;
}

/** A result of two strategies that differ by what a function says; days of 28 make sore days
 *  multiples of a quarter. */
typedef struct made {
    size_t worlds, runners;
    double (*difference)(size_t world, size_t runner);
    calf_outcome_id outcome;
} made;

static inline void fill(const made *is, size_t world, calf_statistics *statistics)
{
    for (size_t r = 0; r < is->runners; r++) {
        double outcomes[2][CALF_OUTCOME_COUNT] = {{0}};
        outcomes[0][is->outcome] = 3;
        outcomes[1][is->outcome] = 3 + is->difference(world, r);
        calf_statistics_begin(statistics, 1);
        for (size_t s = 0; s < 2; s++)
            for (size_t d = 0; d < 28; d++)
                for (size_t c = 0; c < statistics->components.count; c++)
                    calf_statistics_add_morning(statistics, s, d, c, outcomes[0]);
        calf_statistics_add_outcomes(statistics, outcomes[0], 1);
    }
}

static inline calf_result *make(const made *is)
{
    const sample usual = {.worlds = is->worlds, .daily = 1u << CALF_GROUP_force};
    const calf_provenance provenance = {"", "", "", "", "", "", "", "", 1, 1};
    const double parameters[CALF_PARAMETER_COUNT] = {0};
    calf_result_header header = sample_header(&usual);
    calf_result_writer *writer = NULL;
    calf_statistics *statistics = NULL;
    calf_world_numbers *numbers = NULL;
    calf_result *result = NULL;
    char path[100];
    own_place(path);
    header.runners = is->runners;
    header.strategy_count = 2;
    header.days = 28;
    assert_int_equal(
        calf_statistics_create(2, 28, header.daily, is->runners, &statistics), CALF_OK);
    assert_int_equal(calf_result_create(path, &header, &writer), CALF_OK);
    assert_int_equal(calf_world_numbers_create(&header, &numbers), CALF_OK);
    for (size_t w = 0; w < is->worlds; w++) {
        calf_statistics_clear(statistics);
        fill(is, w, statistics);
        assert_int_equal(calf_world_numbers_read(numbers, statistics, parameters), CALF_OK);
        assert_int_equal(calf_result_write_world(writer, 0, w, numbers), CALF_OK);
    }
    calf_world_numbers_destroy(numbers);
    calf_statistics_destroy(statistics);
    assert_int_equal(calf_result_finish(writer, &provenance), CALF_OK);
    assert_int_equal(calf_result_open(path, &result), CALF_OK);
    return result;
}

/** What `calfsim compare` prints. */
static inline char *told_as(const calf_result *result, const calf_comparing *asked)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    assert_int_equal(calf_report_compare(result, asked, out), CALF_OK);
    fclose(out);
    return text;
}

/** As it is told of one outcome, without the breaks inside paragraphs, or of all. */
static inline char *told(const calf_result *result, calf_outcome_id id, int whole)
{
    const calf_comparing asked = {.outcome = whole ? -1 : (int)id, .within = (double)NAN};
    char *text = told_as(result, &asked);
    for (char *at = text; !whole && (at = strstr(at, "\n  ")) != NULL;)
        memmove(at, at + 2, strlen(at + 2) + 1), *at = ' ';
    return text;
}

static inline void expect_not_in(const char *text, const char *part)
{
    if (strstr(text, part))
        fail_msg("'%s' is in\n%s", part, text);
}

#endif
