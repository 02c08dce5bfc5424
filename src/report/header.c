// SPDX-License-Identifier: GPL-3.0-or-later
// What stands above every report.
#include "report/header.h"

#include "report/text.h"

#include <inttypes.h>

int calf_report_columns(int width)
{
    return width < 1 ? 80 : width < 40 ? 40 : width;
}

// What a reader must know of who runs, and from where.
static void show_cautions(const calf_result *result, FILE *out, int width)
{
    if (result->cohort)
        calf_text_wrap(out,
            "The runners are a cohort: what its columns do not name is the same for all of them, so "
            "they differ less here than they do.",
            width, 0);
    if (result->history_days == 0)
        calf_text_wrap(
            out, "There is no history: the runners begin without any training.", width, 0);
}

void calf_report_header(const calf_result *result, FILE *out, int width)
{
    char text[512], all[64] = "", points[64] = "";
    calf_text_wrap(out, result->title[0] ? result->title : "(no title)", width, 0);
    if (result->worlds > 1)
        snprintf(all, sizeof all, " (%" PRIu64 " in all)", result->runners * result->worlds);
    if (result->points > 0)
        snprintf(points, sizeof points, "%zu point%s of %zu factor%s, each with ", result->points,
            result->points == 1 ? "" : "s", result->factors, result->factors == 1 ? "" : "s");
    snprintf(text, sizeof text,
        "%s%zu strateg%s, %" PRIu64 " runner%s in %s%zu world%s%s, %zu days after %d of history. A "
        "day is sore from %g mm of calf soreness on.",
        points, result->strategy_count, result->strategy_count == 1 ? "y" : "ies", result->runners,
        result->runners == 1 ? "" : "s", result->worlds == 1 ? "" : "each of ", result->worlds,
        result->worlds == 1 ? "" : "s", all, result->days, result->history_days,
        result->sore_day_mm);
    calf_text_wrap(out, text, width, 0);
    show_cautions(result, out, width);
}

void calf_report_point(const calf_result *result, size_t point, FILE *out, int width)
{
    char text[1024];
    size_t used = (size_t)snprintf(text, sizeof text, "Point %zu of the sweep", point);
    for (size_t f = 0; f < result->factors && used < sizeof text; f++)
        used += (size_t)snprintf(text + used, sizeof text - used, "%s %s %.6g", f > 0 ? "," : ":",
            result->factor_names[f], result->point_values[point * result->factors + f]);
    calf_text_wrap(out, text, width, 0);
}
