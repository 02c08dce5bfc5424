// SPDX-License-Identifier: GPL-3.0-or-later
// What the page of a result is made from, read once.
#ifndef CALF_REPORT_PAGE_FACTS_H
#define CALF_REPORT_PAGE_FACTS_H

#include "analysis/benefit.h"
#include "analysis/daily.h"
#include "experiment/experiment.h"
#include "plan/day_load.h"
#include "report/result_page.h"

typedef struct calf_page_facts {
    const calf_result *result;
    size_t point;
    calf_comparison *rows; ///< [strategy], against the first
    calf_benefit *benefits; ///< [strategy]
    calf_band *outcome; ///< [strategy][outcome], of the mean runner
    bool has_soreness, has_force; ///< by day
    calf_daily soreness, force;
    double highest_mm; ///< of soreness by day, that any strategy's chart reaches
    calf_experiment *experiment; ///< at this point; NULL where it cannot be read, see why_no_plan
    char why_no_plan[256];
    calf_day_load *loads; ///< [strategy][day] as planned; NULL without an experiment
    unsigned *marks; ///< [strategy][day], of calf_day_mark
} calf_page_facts;

/** Reads them; freed by calf_page_facts_free() whatever is returned. Errors: as
 *  calf_report_result_page(). */
calf_status calf_page_facts_read(const calf_result *result, size_t point, calf_page_facts *facts);
void calf_page_facts_free(calf_page_facts *facts);

calf_band calf_page_outcome(const calf_page_facts *facts, size_t strategy, calf_outcome_id outcome);

/** Kilometres a week of the mean runner. */
calf_band calf_page_weekly_km(const calf_page_facts *facts, size_t strategy);

/** Strategies but the first, by the sore days that they spare in the middle world, most first;
 * `order` has room for all. Returns how many. */
size_t calf_page_ranking(const calf_page_facts *facts, size_t order[]);

/** Whether the sample and the worlds tell that a strategy spares (below 0) or costs (above 0) sore
 *  days; 0: they do not. */
int calf_page_tells(const calf_page_facts *facts, size_t strategy);

#endif
