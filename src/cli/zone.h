// SPDX-License-Identifier: GPL-3.0-or-later
// The runner's clock, by a name of the time zone database or by hours.
#ifndef CALF_CLI_ZONE_H
#define CALF_CLI_ZONE_H

#include <stdbool.h>
#include <stdint.h>

typedef struct calf_zone_setting {
    bool by_name; ///< then the process' own zone (TZ) is set to it
    long ahead_s;
} calf_zone_setting;

/** Reads "+02:00" or "Europe/Berlin". False for what is neither. Sets TZ in the latter case. */
bool calf_zone_find(const char *text, calf_zone_setting *setting);

/** How far the clock is ahead of UTC at a time; `context` is a calf_zone_setting. */
long calf_zone_ahead(const void *context, int64_t utc_s);

#endif
