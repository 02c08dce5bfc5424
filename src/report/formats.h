// SPDX-License-Identifier: GPL-3.0-or-later
// What formats this build can write reports in, besides text and pages.
#ifndef CALF_REPORT_FORMATS_H
#define CALF_REPORT_FORMATS_H

#include <calfsim/status.h>

/** Errors: CALF_BAD_INPUT in a build that cannot write JSON. */
calf_status calf_report_json_check(void);

#endif
