// SPDX-License-Identifier: GPL-3.0-or-later
// Verdicts: never surer than the sample and the worlds allow.
#include "report/verdict.h"

#include "report/sentence.h"
#include "report/text.h"

#include <math.h>

const char calf_verdict_caution[] =
    "This is about ordinary soreness after training and is not a diagnosis. When soreness lasts "
    "longer than a week or gets worse, see a professional.";

const char calf_verdict_one_world[] =
    "What science does not know was drawn only once (one world), so the numbers look surer than "
    "they are.";

// "better for 28 of 100 runners (0 to 54)", the band over worlds; whom nothing happens to in any of
// them is not worth a word.
static void say_share(calf_sentence *into, const char *what, const calf_band *share, int *first)
{
    const char *of = *first ? " of 100 runners" : "";
    if (!(share->middle > 0 || share->high >= 0.005))
        return;
    *first = 0;
    if (share->middle == 1 && !(share->low < 0.995)) {
        calf_say(into, ", %s every runner", what);
        return;
    }
    if (share->middle > 0.995)
        calf_say(into, ", %s more than 99%s", what, of);
    else if (share->middle > 0 && share->middle < 0.005)
        calf_say(into, ", %s fewer than 1%s", what, of);
    else
        calf_say(into, ", %s %.0f%s", what, 100 * share->middle, of);
    if (round(100 * share->low) < round(100 * share->high))
        calf_say(into, " (%.0f to %.0f)", 100 * share->low, 100 * share->high);
}

// A single runner is no share of runners, but worlds can be counted.
static void say_worlds(calf_sentence *into, const char *what, const calf_band *share, size_t worlds)
{
    if (worlds > 1 && share->mean > 0)
        calf_say(into, ", %s in %.0f of %zu worlds", what, share->mean * (double)worlds, worlds);
}

static void say_shares(
    calf_sentence *into, const calf_comparison *of, const calf_outcome_comparison *row)
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
static void say_band(calf_sentence *into, const calf_band *band)
{
    if (isnan(band->low) || isnan(band->high))
        return;
    if (worlds_disagree(band))
        calf_say(into,
            " (from %.1f fewer to %.1f more given what is unknown, so which way is not certain)",
            -band->low, band->high);
    else
        calf_say(into, " (%.1f to %.1f given what is unknown)", near_end(band), far_end(band));
}

static void say_sore_days(calf_sentence *into, const calf_comparison *of, const char *against)
{
    const calf_outcome_comparison *row = &of->outcome[CALF_OUTCOME_sore_days];
    const double mean = row->difference.middle;
    if (isnan(mean)) {
        calf_say(into, "sore days cannot be compared");
    } else if (row->lower.mean == 0 && row->higher.mean == 0) {
        calf_say(into, "for every runner the same sore days as under '%s'", against);
    } else if (!(fabs(mean) > 2 * row->error) && !worlds_disagree(&row->difference)) {
        calf_say(into, "no difference in sore days from '%s' that this sample can tell", against);
        say_shares(into, of, row);
    } else if (fabs(mean) < 0.05 && !worlds_disagree(&row->difference)) {
        calf_say(into, "hardly any difference in sore days from '%s'", against);
        say_shares(into, of, row);
    } else if (fabs(mean) < 0.05) {
        calf_say(into, "in the middle world as many sore days as under '%s'", against);
        say_band(into, &row->difference);
        say_shares(into, of, row);
    } else {
        calf_say(
            into, "%.1f %s sore days a week than under '%s'", fabs(mean), direction(mean), against);
        say_band(into, &row->difference);
        say_shares(into, of, row);
    }
}

// What sore days do not show: how sore the worst morning is. Said from half a millimetre on.
static void say_worst_morning(calf_sentence *into, const calf_band *peak)
{
    if (!(fabs(peak->middle) >= 0.5))
        return;
    calf_say(into, " The worst morning is %.1f mm %s", fabs(peak->middle),
        peak->middle < 0 ? "less sore" : "sorer");
    if (!isnan(peak->low) && worlds_disagree(peak))
        calf_say(into, " (from %.1f less to %.1f more)", -peak->low, peak->high);
    else if (!isnan(peak->low))
        calf_say(into, " (%.1f to %.1f)", near_end(peak), far_end(peak));
    calf_say(into, ".");
}

void calf_verdict(
    const calf_comparison *row, const char *name, const char *against, char *text, size_t room)
{
    calf_sentence into = {text, room, 0};
    char ratio[200];
    text[0] = 0;
    calf_say(&into, "%s: ", name);
    say_sore_days(&into, row, against);
    calf_say(&into, ".");
    say_worst_morning(&into, &row->outcome[CALF_OUTCOME_peak_soreness].difference);
    if (!isnan(row->hazard_ratio.middle))
        calf_say(&into, " Relative overuse hazard %s.",
            calf_text_band(ratio, sizeof ratio, &row->hazard_ratio, 1, 2));
}
