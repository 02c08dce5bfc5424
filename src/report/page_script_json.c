// SPDX-License-Identifier: GPL-3.0-or-later
// The figures of a result's page as JSON, and the scripts that show them.
#include "core/error.h"
#include "report/json.h"
#include "report/page.h"
#include "report/page_parts.h"
#include "report/scripts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

bool calf_result_page_has_script(void)
{
    return true;
}

// Numbers of the curves have as many digits as anybody reads off them.
static json_t *rounded(double value, double step)
{
    return calf_json_number(round(value * step) / step);
}

// One quantile's number on each day: `end` picks it from the band over worlds.
typedef enum band_end { MIDDLE, LOW, HIGH } band_end;

static json_t *curve(const calf_daily *daily, size_t strategy, size_t part, int quantile,
    band_end end, double factor)
{
    json_t *array = json_array();
    for (size_t d = 0; d < daily->days; d++) {
        const calf_band of = calf_daily_band(daily, strategy, d, part, quantile);
        const double value = end == LOW ? of.low : end == HIGH ? of.high : of.middle;
        json_array_append_new(array, rounded(factor * value, 100));
    }
    return array;
}

static json_t *course(const calf_daily *daily, size_t strategy, size_t part, double factor)
{
    return json_pack("{s:o,s:o,s:o,s:o,s:o}", "middle",
        curve(daily, strategy, part, CALF_DAILY_HALF, MIDDLE, factor), "low",
        curve(daily, strategy, part, CALF_DAILY_HALF, LOW, factor), "high",
        curve(daily, strategy, part, CALF_DAILY_HALF, HIGH, factor), "tenth",
        curve(daily, strategy, part, CALF_DAILY_TENTH, MIDDLE, factor), "nine_tenths",
        curve(daily, strategy, part, CALF_DAILY_NINE_TENTHS, MIDDLE, factor));
}

static json_t *band(calf_band of)
{
    return json_pack("{s:o,s:o,s:o}", "middle", calf_json_number(of.middle), "low",
        calf_json_number(of.low), "high", calf_json_number(of.high));
}

static json_t *strategy_of(const calf_page_facts *facts, size_t s)
{
    json_t *one =
        json_pack("{s:o,s:o,s:o,s:o}", "name", calf_json_text(facts->result->strategies[s]),
            "sore_days", band(calf_page_outcome(facts, s, CALF_OUTCOME_sore_days)), "difference",
            band(facts->rows[s].outcome[CALF_OUTCOME_sore_days].difference), "hazard_ratio",
            band(facts->rows[s].hazard_ratio));
    if (facts->has_soreness)
        json_object_set_new(one, "soreness", course(&facts->soreness, s, 0, 1));
    if (facts->has_force) {
        json_object_set_new(one, "gastrocnemius", course(&facts->force, s, 0, 100));
        json_object_set_new(one, "soleus", course(&facts->force, s, 1, 100));
    }
    return one;
}

// Within a script nothing may look like markup: JSON allows to write "<" as an escape.
static void write_inert(const char *json, FILE *out)
{
    for (; *json != '\0'; json++)
        if (*json == '<')
            fputs("\\u003c", out);
        else
            fputc(*json, out);
}

static calf_status write_figures(const calf_page_facts *facts, FILE *out)
{
    json_t *strategies = json_array();
    for (size_t s = 0; s < facts->result->strategy_count; s++)
        json_array_append_new(strategies, strategy_of(facts, s));
    json_t *figures = json_pack("{s:o,s:o,s:o}", "start", calf_json_text(facts->result->start),
        "days", json_integer((json_int_t)facts->result->days), "strategies", strategies);
    char *text = figures
        ? json_dumps(figures, JSON_COMPACT | JSON_ENSURE_ASCII | JSON_REAL_PRECISION(6))
        : NULL;
    json_decref(figures);
    if (!text)
        return calf_error_no_memory();
    fputs("<script type=\"application/json\" id=\"figures\">", out);
    write_inert(text, out);
    fputs("</script>\n", out);
    free(text);
    return CALF_OK;
}

calf_status calf_page_write_script(const calf_page_facts *facts, FILE *out)
{
    if (!facts->has_soreness && !facts->has_force)
        return CALF_OK;
    const calf_status status = write_figures(facts, out);
    if (status != CALF_OK)
        return status;
    fprintf(out, "<script>\n%s\n</script>\n<script>\n%s</script>\n",
        (const char *)calf_script_chart, (const char *)calf_script_page);
    return CALF_OK;
}
