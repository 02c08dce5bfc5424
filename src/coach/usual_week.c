// SPDX-License-Identifier: GPL-3.0-or-later
// Sharing out a usual week.
#include "coach/usual_week.h"

#include "core/number.h"

#include <math.h>
#include <stdbool.h>

enum { SATURDAY = 5, SUNDAY };

static const char *const weekdays[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

int calf_usual_days(double weekly_km)
{
    const int days_max = 6;
    if (weekly_km <= 0)
        return 0;
    const double days = fmax(1, floor(weekly_km / CALF_ASSUMED_RUN_KM + 0.5));
    return days < days_max ? (int)days : days_max;
}

calf_usual_week calf_usual_week_share(double weekly_km, int days)
{
    static const bool runs[][CALF_WEEK_DAYS] = {
        {0, 0, 0, 0, 0, 0, 0},
        {0, 0, 0, 0, 0, 0, 1},
        {0, 0, 1, 0, 0, 0, 1},
        {0, 1, 0, 1, 0, 0, 1},
        {0, 1, 0, 1, 0, 1, 1},
        {0, 1, 1, 1, 0, 1, 1},
        {0, 1, 1, 1, 1, 1, 1},
        {1, 1, 1, 1, 1, 1, 1},
    };
    const double long_share = 1.5;
    const double each_km = floor(10 * weekly_km / (days - 1 + long_share) + 0.5) / 10;
    calf_usual_week week = {.long_run = SUNDAY};
    for (int day = 0; day < SUNDAY; day++)
        week.km[day] = runs[days][day] ? each_km : 0;
    // Free of the error that 10.1 as a sum of tenths has, so that it reads as 10.1.
    if (days > 0)
        week.km[SUNDAY] = floor(1000 * (weekly_km - (days - 1) * each_km) + 0.5) / 1000;
    return week;
}

// The keys of a run, without braces.
static void write_run(const calf_usual_week *week, int day, FILE *out)
{
    char km[CALF_NUMBER_TEXT];
    fprintf(out, "%srun: {distance_km: %s, intensity: %s}", day >= SATURDAY ? "hour: 9, " : "",
        calf_number_text(week->km[day], km), day == week->long_run ? "0.75" : "0.78");
}

void calf_usual_week_write(const calf_usual_week *week, FILE *out)
{
    for (int day = 0, runs = 0; day < CALF_WEEK_DAYS; day++) {
        if (week->km[day] <= 0)
            continue;
        fprintf(out, "%s      %s: [{", runs++ == 0 ? "    week:\n" : "", weekdays[day]);
        write_run(week, day, out);
        fputs("}]\n", out);
    }
}

void calf_usual_week_write_days(const calf_usual_week *week, int from_week, int to, FILE *out)
{
    fputs("    calendar:\n", out);
    for (int day = from_week * CALF_WEEK_DAYS; day < to * CALF_WEEK_DAYS; day++) {
        if (week->km[day % CALF_WEEK_DAYS] <= 0)
            continue;
        fprintf(out, "      - {day: %d, ", day);
        write_run(week, day % CALF_WEEK_DAYS, out);
        fputs("}\n", out);
    }
}
