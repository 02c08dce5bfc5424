// SPDX-License-Identifier: GPL-3.0-or-later
// Stands in for what moves on a page, in a build without Jansson or Chart.js.
#include "report/page_parts.h"

bool calf_result_page_has_script(void)
{
    return false;
}

calf_status calf_page_write_script(const calf_page_facts *facts, FILE *out)
{
    (void)facts;
    (void)out;
    return CALF_OK;
}
