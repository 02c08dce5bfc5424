// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers, durations and times as the exports of watches and sites write them.
#ifndef CALF_LOGS_AMOUNT_H
#define CALF_LOGS_AMOUNT_H

#include <stdbool.h>
#include <stdint.h>

/** A number whose mark may be read in two ways: "1,337" is 1.337 or 1337. */
typedef struct calf_amount {
    double value; ///< the mark before three last digits taken as a decimal one
    double grouped; ///< taken as one of thousands; the same as `value` where that cannot be
} calf_amount;

/** Reads "1337", "9,44", "1,337", "1.234,5", "1 234,5", "'-12". False for anything else, such as
 *  "--" or an empty text. */
bool calf_amount_parse(const char *text, calf_amount *amount);

/** Reads "38:13", "1:02:03", "00:09:25.5", "3 h"-less seconds "2293.0" too. The seconds of a time
 *  with colons, or the number itself times `unit_s`. False for anything else. */
bool calf_duration_parse(const char *text, double unit_s, double *seconds);

/** A moment as a log writes it. */
typedef struct calf_moment {
    int64_t seconds; ///< since 1970-01-01 0:00 by its own clock
    bool has_time; ///< false: a day alone
    bool has_offset; ///< a zone is named, also "Z"
    long offset_s; ///< east of Greenwich
    bool ambiguous; ///< day and month could be the other way round; read as day, month
} calf_moment;

/** Reads the dates of exports: "2018-09-12 15:02:23", "2018-09-12T15:02:23+02:00", "Sep 12, 2018,
 *  3:02:23 PM", "21.07.2026, 15:09:27", "12 sept. 2018 a 15:02:23", "12/09/2018", "Fr, 25 Mai 2012
 *  20:31"; months in de, en, es, fr, it, nl, pt. False for anything else, or a year outside 1990 to
 *  2100. */
bool calf_moment_parse(const char *text, calf_moment *moment);

/** Reads "+01:00", "-3:30", "+2" or "Z" as seconds east of Greenwich. False beyond 14 hours. */
bool calf_zone_parse(const char *text, long *offset_s);

#endif
