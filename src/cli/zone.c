// SPDX-License-Identifier: GPL-3.0-or-later
// The runner's clock.
#include "cli/zone.h"

#include "logs/activity.h"
#include "logs/amount.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define ZONES "/usr/share/zoneinfo/"

bool calf_zone_find(const char *text, calf_zone_setting *setting)
{
    char path[256];
    *setting = (calf_zone_setting){false, 0};
    if (calf_zone_parse(text, &setting->ahead_s))
        return true;
    // The C library takes any name for UTC, so that a name has to be looked up first.
    const char *allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/";
    if (*text == '\0' || *text == '/' || strspn(text, allowed) != strlen(text) ||
        snprintf(path, sizeof path, "%s%s", ZONES, text) >= (int)sizeof path ||
        access(path, R_OK) != 0)
        return false;
    setting->by_name = true;
    if (setenv("TZ", text, 1) != 0)
        return false;
    tzset();
    return true;
}

long calf_zone_ahead(const void *context, int64_t utc_s)
{
    const calf_zone_setting *setting = context;
    const time_t when = (time_t)utc_s;
    struct tm local;
    int64_t days;
    if (!setting->by_name)
        return setting->ahead_s;
    if (localtime_r(&when, &local) == NULL ||
        !calf_days_of_date(local.tm_year + 1900, local.tm_mon + 1, local.tm_mday, &days))
        return 0;
    return (long)(days * 86400 + local.tm_hour * 3600 + local.tm_min * 60 + local.tm_sec - utc_s);
}
