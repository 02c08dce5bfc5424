// SPDX-License-Identifier: GPL-3.0-or-later
// What stands for reports in JSON in a build without Jansson.
#include "core/error.h"
#include "report/advice.h"
#include "report/compare.h"
#include "report/formats.h"
#include "report/sensitivity.h"
#include "report/validation.h"

calf_status calf_report_json_check(void)
{
    return calf_error_set(
        CALF_BAD_INPUT, "built without Jansson: no report can be written as JSON");
}

calf_status calf_report_advice_json(const void *advice, FILE *out)
{
    (void)advice, (void)out;
    return calf_report_json_check();
}

calf_status calf_report_compare_json(
    const calf_result *result, const calf_comparing *asked, FILE *out)
{
    (void)result, (void)asked, (void)out;
    return calf_report_json_check();
}

calf_status calf_report_sensitivity_json(const void *report, FILE *out)
{
    (void)report, (void)out;
    return calf_report_json_check();
}

calf_status calf_report_validation_json(const void *report, FILE *out)
{
    (void)report, (void)out;
    return calf_report_json_check();
}
