// SPDX-License-Identifier: GPL-3.0-or-later
// Verdicts: never surer than the sample and the worlds allow.
#include "report/verdict.h"

#include "core/error.h"
#include "report/text.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>

const char calf_verdict_caution[] =
    "This is about ordinary soreness after training and is not a diagnosis. When soreness lasts "
    "longer than a week or gets worse, see a professional.";

const char calf_verdict_one_world[] =
    "What science does not know was drawn only once (one world), so the numbers look surer than "
    "they are.";

// A text under construction.
typedef struct sentence {
    char *text;
    size_t room, used;
} sentence;

static void say(sentence *into, const char *format, ...) CALF_PRINTF_LIKE(2, 3);

static void say(sentence *into, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const int more = vsnprintf(into->text + into->used, into->room - into->used, format, arguments);
    va_end(arguments);
    if (more > 0)
        into->used +=
            (size_t)more < into->room - into->used ? (size_t)more : into->room - into->used - 1;
}

// "better for 28 of 100 runners (0 to 54)", the band over worlds; whom nothing happens to in any of
// them is not worth a word.
static void say_share(sentence *into, const char *what, const calf_band *share, int *first)
{
    const char *of = *first ? " of 100 runners" : "";
    if (!(share->middle > 0 || share->high >= 0.005))
        return;
    *first = 0;
    if (share->middle == 1 && !(share->low < 0.995)) {
        say(into, ", %s every runner", what);
        return;
    }
    if (share->middle > 0.995)
        say(into, ", %s more than 99%s", what, of);
    else if (share->middle > 0 && share->middle < 0.005)
        say(into, ", %s fewer than 1%s", what, of);
    else
        say(into, ", %s %.0f%s", what, 100 * share->middle, of);
    if (round(100 * share->low) < round(100 * share->high))
        say(into, " (%.0f to %.0f)", 100 * share->low, 100 * share->high);
}

// A single runner is no share of runners, but worlds can be counted.
static void say_worlds(sentence *into, const char *what, const calf_band *share, size_t worlds)
{
    if (worlds > 1 && share->mean > 0)
        say(into, ", %s in %.0f of %zu worlds", what, share->mean * (double)worlds, worlds);
}

static void say_shares(
    sentence *into, const calf_comparison *of, const calf_outcome_comparison *row)
{
    int first = 1;
    if (of->runners == 1) {
        say_worlds(into, "better", &row->better, of->worlds);
        say_worlds(into, "worse", &row->worse, of->worlds);
        return;
    }
    say_share(into, "better for", &row->better, &first);
    say_share(into, "worse for", &row->worse, &first);
}

static const char *direction(double difference)
{
    return difference < 0 ? "fewer" : "more";
}

static int worlds_disagree(const calf_band *band)
{
    return band->low <= -0.05 && band->high >= 0.05;
}

// The ends of a band that points one way, from the smaller difference to the larger; an end that
// rounds to the other side counts as none.
static double far_end(const calf_band *band)
{
    return fmax(fabs(band->low), fabs(band->high));
}

static double near_end(const calf_band *band)
{
    const int across = band->low < 0 && band->high > 0;
    return across ? 0 : fmin(fabs(band->low), fabs(band->high));
}

// The ends of the band by size when both point the same way, else each with its direction.
static void say_band(sentence *into, const calf_band *band)
{
    if (isnan(band->low) || isnan(band->high))
        return;
    if (worlds_disagree(band))
        say(into,
            " (from %.1f fewer to %.1f more given what is unknown, so which way is not certain)",
            -band->low, band->high);
    else
        say(into, " (%.1f to %.1f given what is unknown)", near_end(band), far_end(band));
}

static void say_sore_days(sentence *into, const calf_comparison *of, const char *against)
{
    const calf_outcome_comparison *row = &of->outcome[CALF_OUTCOME_sore_days];
    const double mean = row->difference.middle;
    if (isnan(mean)) {
        say(into, "sore days cannot be compared");
    } else if (row->lower.mean == 0 && row->higher.mean == 0) {
        say(into, "for every runner the same sore days as under '%s'", against);
    } else if (!(fabs(mean) > 2 * row->error) && !worlds_disagree(&row->difference)) {
        say(into, "no difference in sore days from '%s' that this sample can tell", against);
        say_shares(into, of, row);
    } else if (fabs(mean) < 0.05 && !worlds_disagree(&row->difference)) {
        say(into, "hardly any difference in sore days from '%s'", against);
        say_shares(into, of, row);
    } else if (fabs(mean) < 0.05) {
        say(into, "in the middle world as many sore days as under '%s'", against);
        say_band(into, &row->difference);
        say_shares(into, of, row);
    } else {
        say(into, "%.1f %s sore days a week than under '%s'", fabs(mean), direction(mean), against);
        say_band(into, &row->difference);
        say_shares(into, of, row);
    }
}

// What sore days do not show: how sore the worst morning is. Said from half a millimetre on.
static void say_worst_morning(sentence *into, const calf_band *peak)
{
    if (!(fabs(peak->middle) >= 0.5))
        return;
    say(into, " The worst morning is %.1f mm %s", fabs(peak->middle),
        peak->middle < 0 ? "less sore" : "sorer");
    if (!isnan(peak->low) && worlds_disagree(peak))
        say(into, " (from %.1f less to %.1f more)", -peak->low, peak->high);
    else if (!isnan(peak->low))
        say(into, " (%.1f to %.1f)", near_end(peak), far_end(peak));
    say(into, ".");
}

void calf_verdict(
    const calf_comparison *row, const char *name, const char *against, char *text, size_t room)
{
    sentence into = {text, room, 0};
    char ratio[200];
    text[0] = 0;
    say(&into, "%s: ", name);
    say_sore_days(&into, row, against);
    say(&into, ".");
    say_worst_morning(&into, &row->outcome[CALF_OUTCOME_peak_soreness].difference);
    if (!isnan(row->hazard_ratio.middle))
        say(&into, " Relative overuse hazard %s.",
            calf_text_band(ratio, sizeof ratio, &row->hazard_ratio, 1, 2));
}
