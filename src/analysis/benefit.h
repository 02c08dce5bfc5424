// SPDX-License-Identifier: GPL-3.0-or-later
// Who gains from a strategy and by how much it matters: beside a comparison, what it says of
// differences beyond a margin, and how sure the mean difference is. Two things stay apart: worlds
// differ in what science does not know (a calf_band); chance is what another draw of as many
// runners and worlds would change (intervals of 95 %).
#ifndef CALF_ANALYSIS_BENEFIT_H
#define CALF_ANALYSIS_BENEFIT_H

#include "analysis/comparison.h"

/** A count out of many, and the interval of 95 % that chance leaves its share (Wilson 1927). All
 *  shares are NaN out of none. */
typedef struct calf_proportion {
    size_t count, of;
    double share, low, high;
} calf_proportion;

calf_proportion calf_proportion_of(size_t count, size_t of);

/** One outcome. `better` as the outcome table says; NaN and no count where neither way is. */
typedef struct calf_outcome_benefit {
    double margin; ///< differences up to it count as none
    double mean_low, mean_high; ///< chance: 95 % interval of difference.mean (Student's t)
    calf_band lower, higher, within; ///< shares of runners beyond the margin, and not
    calf_band gain, lose; ///< the first two, by what is better
    double lower_noise, higher_noise; ///< SD of a world's share by the chance of its runners alone:
                                      ///< root mean square over worlds of its standard error
    double resolution; ///< how far these shares may be off at most, averaged over worlds: 0 where
                       ///< the result holds them for this margin
    calf_band margin_of_95; ///< smallest margin that 95 % of the runners keep to
    calf_proportion better; ///< worlds whose mean runner is better off, by however little
    calf_proportion alike; ///< worlds whose mean difference is shown to lie within the margin: two
                           ///< one-sided tests at 5 % each, over that world's runners
} calf_outcome_benefit;

typedef struct calf_benefit {
    calf_outcome_benefit outcome[CALF_OUTCOME_COUNT];
} calf_benefit;

/** The margins that a result holds shares for; of a result without any, those of the outcome table.
 *  Errors: CALF_BAD_INPUT for another number of them. */
calf_status calf_margins_default(const calf_result *result, double margins[CALF_OUTCOME_COUNT]);

/** Adds to the comparisons of every strategy, made at the same point: `*benefits` has one row a
 *  strategy and is freed by the caller. Margins are >= 0. Errors: as calf_comparison_create(). */
calf_status calf_benefit_create(const calf_result *result, size_t point,
    const calf_comparison *comparisons, const double margins[CALF_OUTCOME_COUNT],
    calf_benefit **benefits);

/** What a sample is too small to tell, and how many times as much would tell it; 0 is no doubt. */
typedef struct calf_doubts {
    double mean_times; ///< the mean difference is less than twice its Monte Carlo error, or its
                       ///< interval holds 0: worlds (runners, where there is one world) for twice;
                       ///< infinite where the mean is 0
    double worlds_times; ///< too few worlds for a band: up to CALF_WORLDS_ENOUGH
    double share_times[2]; ///< lower and higher: the average over worlds of the share of runners
                           ///< beyond the margin is less than twice its Monte Carlo error, which is
                           ///< more than 1 in 100: worlds (runners, where there is one world) for
                           ///< either
    double band_times[2]; ///< lower and higher: the chance of a world's runners makes up more than
                          ///< a fifth, and more than 2 in 100, of that share's band over worlds:
                          ///< runners of a world for either
} calf_doubts;

enum { CALF_WORLDS_ENOUGH = 20 };

calf_doubts calf_doubts_of(
    const calf_comparison *row, const calf_benefit *benefit, calf_outcome_id outcome);

#endif
