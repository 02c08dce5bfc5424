// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers of an outcome as people read them.
#include "report/outcome_number.h"

#include "report/text.h"

#include <string.h>

calf_outcome_style calf_outcome_style_of(calf_outcome_id id)
{
    const char *unit = calf_outcome_describe(id)->unit;
    if (id == CALF_OUTCOME_overuse_hazard)
        return (calf_outcome_style){unit, "", 1, 4};
    if (strcmp(unit, "1") == 0)
        return (calf_outcome_style){"%", " %", 100, 1};
    if (strcmp(unit, "1/week") == 0)
        return (calf_outcome_style){unit, " a week", 1, 2};
    if (strcmp(unit, "day") == 0)
        return (calf_outcome_style){unit, " days", 1, 2};
    return (calf_outcome_style){unit, strcmp(unit, "mm") == 0 ? " mm" : " km", 1, 2};
}

const char *calf_text_outcome(
    char *text, size_t room, double value, const calf_outcome_style *style)
{
    return calf_text_number(text, room, value * style->factor, style->decimals);
}

const char *calf_text_signed(char *text, size_t room, double value, const calf_outcome_style *style)
{
    char plain[64];
    calf_text_outcome(plain, sizeof plain, value, style);
    snprintf(text, room, "%s%s", value > 0 && strpbrk(plain, "123456789") ? "+" : "", plain);
    return text;
}
