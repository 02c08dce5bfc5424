// SPDX-License-Identifier: GPL-3.0-or-later
// What is said of a sensitivity study, wherever it is shown.
#include "report/sensitivity.h"

#include "report/text.h"

#include <math.h>
#include <string.h>

bool calf_sensitivity_varies(const calf_sensitivity_part *part)
{
    const calf_sensitivity *study = part->study;
    return study != NULL && study->rows > 0 && study->output.variance > 0;
}

static const char legend[] =
    "Alone: the share of the variance that would go if the parameter were known, or the same for "
    "everybody (first order). In all: the share that would stay if all others were (total); what "
    "parameters do together is counted for each of them. Grades of evidence: A several studies or a "
    "meta-analysis, B one study, C judgement.";

const char *calf_sensitivity_legend(const calf_sensitivity_report *report)
{
    bool any = false;
    for (size_t k = 0; k < report->parts; k++)
        any = any || calf_sensitivity_varies(&report->part[k]);
    return any ? legend : "";
}

const char *calf_sensitivity_question(calf_kind of)
{
    return of == CALF_UNCERTAINTY ? "What science should measure next"
                                  : "What differs between people";
}

void calf_sensitivity_outcome(const calf_sensitivity_report *report, char *text, size_t room)
{
    const calf_outcome_info *info = calf_outcome_describe(report->outcome);
    if (report->against != NULL)
        snprintf(text, room, "%s [%s], '%s' minus '%s'", info->label, info->unit, report->strategy,
            report->against);
    else
        snprintf(text, room, "%s [%s] of '%s'", info->label, info->unit, report->strategy);
}

void calf_sensitivity_subject(const calf_sensitivity_report *report,
    const calf_sensitivity_part *part, char *text, size_t room)
{
    const char *label = calf_outcome_describe(report->outcome)->label;
    const char *of = report->against != NULL ? "the difference in " : "";
    const size_t worlds = part->study != NULL ? part->study->worlds : 0;
    if (part->of == CALF_UNCERTAINTY)
        snprintf(text, room,
            "How far %s%s of the mean runner, over the same %zu runners at every point, hangs on "
            "each number that nobody knows well.",
            of, label, part->runners);
    else
        snprintf(text, room,
            "How far %s%s of one runner hangs on each parameter in which runners differ, where "
            "all that is uncertain has its default%s.",
            of, label, worlds > 0 ? ", and over worlds in which it is drawn" : "");
}

const char *calf_sensitivity_name(
    const calf_sensitivity_part *part, const calf_decomposed *group, char *text, size_t room)
{
    if (group->factor != CALF_OTHER_FACTORS)
        return calf_parameter_describe(part->factor[group->factor])->name;
    snprintf(text, room, "the other %zu together", part->study->others);
    return text;
}

bool calf_sensitivity_is_open(const calf_decomposed *group, size_t rows_taken, double *rows)
{
    const calf_interval *total = &group->index.total;
    *rows = calf_sobol_rows_needed(total, rows_taken);
    return total->high >= CALF_SENSITIVITY_MATTERS && total->high - total->low > total->value;
}

// Names of what is open, as far as they have room; the rows that the worst of them needs.
static size_t list_open(const calf_sensitivity_part *part, char *names, size_t room, double *rows)
{
    size_t count = 0, used = 0;
    *rows = 0;
    names[0] = '\0';
    for (size_t g = 0; g < part->study->groups; g++) {
        char name[64];
        double own;
        const calf_decomposed *group = &part->study->decomposed[g];
        if (!calf_sensitivity_is_open(group, part->study->rows, &own))
            continue;
        *rows = fmax(*rows, own);
        if (used < room)
            used += (size_t)snprintf(names + used, room - used, "%s%s", count > 0 ? ", " : "",
                calf_sensitivity_name(part, group, name, sizeof name));
        count++;
    }
    return count;
}

// Others that matter together hide one that matters, or many that do a little.
static int warn_of_others(const calf_sensitivity_part *part, char *text, size_t room)
{
    const calf_sensitivity *study = part->study;
    const calf_decomposed *last = &study->decomposed[study->groups - 1];
    if (study->others == 0 || !(last->index.total.value >= CALF_SENSITIVITY_MATTERS))
        return 0;
    return snprintf(text, room,
        "The other %zu parameters matter together: --keep %zu takes more of them one by one. ",
        study->others, 2 * (study->groups - 1));
}

// Shares of runners that move by less than a runner say more of that runner than of anything else.
static bool is_of_single_runners(
    const calf_sensitivity_report *report, const calf_sensitivity_part *part)
{
    const calf_outcome_info *info = calf_outcome_describe(report->outcome);
    const double sd = sqrt(part->study->output.variance);
    return part->of == CALF_UNCERTAINTY && info->counting == CALF_COUNTED && info->bins.high == 1 &&
        sd < 1.0 / (double)part->runners;
}

void calf_sensitivity_size(const calf_sensitivity_report *report, const calf_sensitivity_part *part,
    char *text, size_t room)
{
    const calf_outcome_info *info = calf_outcome_describe(report->outcome);
    const double sd = sqrt(part->study->output.variance);
    text[0] = '\0';
    if (is_of_single_runners(report, part))
        snprintf(text, room,
            "Its SD is less than one of the %zu runners, who then decide: take more --runners, or an "
            "outcome that more of them have.",
            part->runners);
    else if (sd < info->margin)
        snprintf(text, room,
            "Its SD is below %g %s, which hardly anybody would notice: whatever it hangs on matters "
            "little.",
            info->margin, strcmp(info->unit, "1") == 0 ? "(a share)" : info->unit);
}

static void warn_of_open(const calf_sensitivity_part *part, char *text, size_t room)
{
    char names[1024];
    double rows;
    const int said = warn_of_others(part, text, room);
    text += said;
    room -= (size_t)said;
    const size_t count = list_open(part, names, sizeof names, &rows);
    if (count == 0)
        return;
    int used = snprintf(text, room, "The sample cannot rank %s: %s wider than the %s.", names,
        count == 1 ? "its interval is" : "their intervals are", count == 1 ? "index" : "indices");
    if (rows > 0 && used > 0 && (size_t)used < room)
        snprintf(text + used, room - (size_t)used,
            " About %.0f samples would tell, %.0f times as many (--samples %.0f).", rows,
            rows / (double)part->study->rows, rows);
}

void calf_sensitivity_warning(const calf_sensitivity_part *part, char *text, size_t room)
{
    const calf_sensitivity *study = part->study;
    text[0] = '\0';
    if (study == NULL)
        snprintf(text, room, "Nothing of this kind is drawn here: every such parameter is set.");
    else if (study->trajectories > 0 && !study->moved)
        snprintf(text, room,
            "Nothing changes: no parameter moves this outcome at any point that was tried. There "
            "is no variance to take apart.");
    else if (study->rows > 0 && !(study->output.variance > 0) && study->varied_worlds > 0)
        snprintf(text, room,
            "Too rare here: where all has its default the outcome is %.6g at every point, and it "
            "varies in %zu of %zu worlds. Ask for an outcome that more runners have.",
            study->output.mean, study->varied_worlds, study->worlds);
    else if (study->rows > 0 && !(study->output.variance > 0))
        snprintf(text, room,
            "Nothing changes: the outcome is %.6g at every point. There is no variance to take "
            "apart.",
            study->output.mean);
    else if (study->rows > 0)
        warn_of_open(part, text, room);
}

void calf_sensitivity_additive(const calf_sensitivity_report *report,
    const calf_sensitivity_part *part, char *text, size_t room)
{
    char band[100];
    const calf_interval *sum = &part->study->output.additive;
    const calf_band shown = {.middle = sum->value, .low = sum->low, .high = sum->high};
    const bool luck = report->luck && part->of == CALF_VARIABILITY;
    snprintf(text, room,
        "The shares of each alone add up to %s; what is missing to 1 comes from parameters that act "
        "together%s%s%s.",
        calf_text_band(band, sizeof band, &shown, 1, 2),
        luck ? " and from luck, in ratings and missed sessions" : "",
        sum->value <= 1 && sum->high >= 1 ? ", or from chance" : "",
        sum->value > 1 ? ", and what is above 1 from chance" : "");
}
