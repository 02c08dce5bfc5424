// SPDX-License-Identifier: GPL-3.0-or-later
// A result as a page.
#include "report/result_page.h"

#include "core/error.h"
#include "report/page.h"
#include "report/page_parts.h"

#include <inttypes.h>
#include <string.h>

static void begin(const calf_page_facts *facts, FILE *out)
{
    const calf_result *result = facts->result;
    char what[400], when[64] = "", point[64] = "";
    if (result->start[0] != '\0')
        snprintf(when, sizeof when, " from %.10s on", result->start);
    if (result->points > 0)
        snprintf(
            point, sizeof point, " Point %zu of a sweep of %zu.", facts->point, result->points);
    snprintf(what, sizeof what,
        "%zu strateg%s of training over %zu days%s: how sore do calves get, how sure is that, and "
        "what helps?%s",
        result->strategy_count, result->strategy_count == 1 ? "y" : "ies", result->days, when,
        point);
    calf_page_begin(
        out, result->title[0] != '\0' ? result->title : "Training and sore calves", what);
}

calf_status calf_report_result_page(const void *page, FILE *out)
{
    const calf_result_page *asked = page;
    calf_page_facts facts;
    calf_status status = calf_page_facts_read(asked->result, asked->point, &facts);
    if (status == CALF_OK) {
        begin(&facts, out);
        calf_page_write_short(&facts, out);
        calf_page_write_comparison(&facts, out);
        calf_page_write_levers(&facts, out);
        if (asked->advice)
            status = calf_page_write_advice(&facts, out);
    }
    if (status == CALF_OK) {
        calf_page_write_strategies(&facts, out);
        calf_page_write_who(&facts, out);
        calf_page_write_watch(out);
        calf_page_write_unsure(&facts, out);
        calf_page_write_made(&facts, out);
        if (asked->script)
            status = calf_page_write_script(&facts, out);
        calf_page_end(out, asked->command);
    }
    calf_page_facts_free(&facts);
    if (status == CALF_OK && ferror(out))
        status = calf_error_set(CALF_FAILED, "cannot write the page");
    return status;
}
