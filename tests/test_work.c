// SPDX-License-Identifier: GPL-3.0-or-later
// Work is cut so that every runner is lived once, in pieces of the size that they should have.
#include "engine/work.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

// Every runner of every world at every point is in exactly one block of one unit of one piece.
static void check_cover(const calf_work *work)
{
    uint64_t unit = 0, point = 0, world = 0, runner = 0;
    for (uint64_t piece = 0; piece < work->pieces; piece++) {
        const uint64_t units = calf_work_units_of(work, piece);
        assert_true(units >= 1 && units <= work->piece_units);
        assert_true(piece * work->piece_units == unit);
        for (uint64_t last = unit + units; unit < last; unit++) {
            const calf_unit of = calf_work_unit(work, unit);
            assert_true(of.point == point && of.world == world);
            assert_true(of.blocks >= 1 && of.blocks <= work->part_blocks);
            for (uint64_t b = 0; b < of.blocks; b++) {
                const calf_block_place block = calf_work_block(work, &of, b);
                assert_true(block.world == world && block.first_runner == runner);
                assert_true(block.runners >= 1 && block.runners <= CALF_BLOCK_RUNNERS);
                runner += block.runners;
            }
            if (runner == work->runners) {
                runner = 0;
                point += ++world == work->worlds;
                world %= work->worlds;
            }
        }
    }
    assert_true(unit == work->units && point == work->points && world == 0 && runner == 0);
}

static calf_experiment shape(uint64_t points, uint64_t worlds, uint64_t runners, int days)
{
    calf_experiment made = {.days = days, .strategy_count = 2};
    made.sweep.point_count = (size_t)points;
    made.population.worlds = worlds;
    made.population.runners = runners;
    return made;
}

static void every_runner_is_lived_once(void **state)
{
    (void)state;
    static const uint64_t points[] = {0, 1, 3}, worlds[] = {1, 2, 17},
                          runners[] = {1, 63, 64, 65, 128, 640, 1000, 4097};
    static const double sizes[] = {1, 64 * 14, 128 * 14 - 1, 128 * 14, 10000, 1e5, 1e9, 0};
    for (size_t p = 0; p < 3; p++)
        for (size_t w = 0; w < 3; w++)
            for (size_t r = 0; r < 8; r++) {
                const calf_experiment one = shape(points[p], worlds[w], runners[r], 7);
                const calf_work straight = calf_work_of(&one);
                check_cover(&straight);
                assert_true(straight.parts == 1 && straight.piece_units == 1);
                for (size_t s = 0; s < 8; s++) {
                    const calf_work work = calf_work_of_campaign(&one, 1e4, 1e6, sizes[s]);
                    check_cover(&work);
                    assert_true(work.parts == 1 || work.piece_units == 1);
                }
            }
}

// 14 days are lived by each runner: a piece of N days has N / 14 runners, in whole blocks of 64.
static void pieces_have_the_size_asked_for(void **state)
{
    (void)state;
    calf_experiment one = shape(0, 1, 6400, 7);
    calf_work work = calf_work_of_campaign(&one, 1e4, 1e6, 10 * 64 * 14);
    assert_true(work.part_blocks == 10 && work.parts == 10 && work.pieces == 10);
    work = calf_work_of_campaign(&one, 1e4, 1e6, 11 * 64 * 14 - 1);
    assert_true(work.part_blocks == 10 && work.parts == 10);
    work = calf_work_of_campaign(&one, 1e4, 1e6, 11 * 64 * 14);
    assert_true(work.part_blocks == 11 && work.parts == 10);
    work = calf_work_of_campaign(&one, 1e4, 1e6, 100 * 64 * 14);
    assert_true(work.parts == 1 && work.pieces == 1);
    work = calf_work_of_campaign(&one, 1e4, 1e6, 100 * 64 * 14 - 1);
    assert_true(work.part_blocks == 99 && work.parts == 2);
    one = shape(5, 20, 64, 7); // pieces of whole worlds
    work = calf_work_of_campaign(&one, 1e4, 1e6, 3 * 64 * 14);
    assert_true(work.parts == 1 && work.piece_units == 3 && work.pieces == 34);
    one.history_days = 14; // lived once, so that a runner has 28 days
    work = calf_work_of_campaign(&one, 1e4, 1e6, 3 * 64 * 14);
    assert_true(work.piece_units == 1 && work.pieces == 100);
}

// What work.c says of pieces as they usually are, for experiments up to the largest that there are.
static void usual_pieces_keep_within_limits(void **state)
{
    (void)state;
    static const uint64_t points[] = {0, 1, 1000}, worlds[] = {1, 1000, 1000000};
    static const double units[] = {1e4, 1e6, 1e8}, parts[] = {1e5, 1e8};
    for (size_t p = 0; p < 3; p++)
        for (size_t w = 0; w < 3; w++)
            for (double runners = 1; runners <= 1e12; runners *= 10)
                for (size_t k = 0; k < 6; k++) {
                    const calf_experiment one = shape(points[p], worlds[w], (uint64_t)runners, 70);
                    const calf_work work =
                        calf_work_of_campaign(&one, units[k % 3], parts[k / 3], 0);
                    const double all = calf_work_runner_days(&one);
                    const double piece = (double)work.part_blocks * CALF_BLOCK_RUNNERS *
                        (double)work.piece_units * 140;
                    assert_true(work.parts == 1 || work.piece_units == 1);
                    // no larger than asked for by the most of the reasons for it, or one block
                    const double most = fmax(fmax(1e7, all / 1e5), parts[k / 3] * 2.5);
                    if (work.part_blocks > 1 && (work.parts > 1 || work.piece_units > 1))
                        assert_true(
                            piece <= most + CALF_BLOCK_RUNNERS * 140 * (double)work.piece_units);
                    assert_true(
                        work.piece_units == 1 || (double)work.piece_units * units[k % 3] <= 32e6);
                    if (work.parts > 1) // of parts that cost more to keep there are fewer
                        assert_true((double)work.part_blocks * CALF_BLOCK_RUNNERS * 140 >=
                            parts[k / 3] * 2.5 - CALF_BLOCK_RUNNERS * 140);
                    assert_true((double)work.pieces * (double)work.piece_units <
                        (double)work.units + (double)work.piece_units);
                }
}

// What is kept by runner bounds a piece to 32 MB.
static void large_outputs_make_small_pieces(void **state)
{
    (void)state;
    calf_experiment one = shape(0, 1, 1000000, 70);
    one.output.trajectories = one.output.runners = true;
    double floats = 2 * CALF_OUTCOME_COUNT + CALF_PARAMETER_COUNT;
    for (size_t f = 0; f < CALF_TRAJECTORY_COUNT; f++)
        floats += 2.0 * 70 * calf_output_describe(calf_trajectory_fields[f])->parts;
    const calf_work work = calf_work_of_campaign(&one, 1e4, 1e8, 0);
    const double bytes = 4 * floats * CALF_BLOCK_RUNNERS * (double)work.part_blocks;
    assert_true(work.parts > 1 && bytes <= 32e6);
    assert_true(bytes + 4 * floats * CALF_BLOCK_RUNNERS > 32e6);
    one.population.worlds = 1000;
    one.population.runners = 10;
    const calf_work worlds = calf_work_of_campaign(&one, 1e4, 1e8, 0);
    const double each = 1e4 + 4 * floats * 10;
    assert_true((double)worlds.piece_units * each <= 32e6);
    assert_true((double)(worlds.piece_units + 1) * each > 32e6);
    // All of it is what the campaign will take, and a little for each unit.
    const double all = calf_work_bytes(&worlds, &one, 1e4, 1e8);
    assert_true(all >= 1000 * each && all <= 1000 * (each + 4096));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_runner_is_lived_once),
        cmocka_unit_test(pieces_have_the_size_asked_for),
        cmocka_unit_test(usual_pieces_keep_within_limits),
        cmocka_unit_test(large_outputs_make_small_pieces),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
