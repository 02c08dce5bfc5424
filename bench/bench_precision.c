// SPDX-License-Identifier: GPL-3.0-or-later
// How far runs are from converged, and what being closer costs: the study that
// tests/test_converge.c makes of the shipped precision, for others as well. Deviations are those of
// morning soreness from even stretches of half a minute, the largest of each runner over mornings
// and muscles.
#include "precision_study.h"
#include "report.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const calf_precision converged = {0.5, HUGE_VAL, 0.5};

// Without a tolerance no stretch is rough, so that none is made finer. The shipped one is added.
static const calf_precision compared[] = {{2, HUGE_VAL, 2}, {3, HUGE_VAL, 3}, {5, HUGE_VAL, 5},
    {10, HUGE_VAL, 10}, {15, HUGE_VAL, 15}, {25, HUGE_VAL, 25}, {45, HUGE_VAL, 45}, {15, 0.01, 3},
    {25, 0.03, 3}, {25, 0.01, 3}, {25, 0.01, 5}, {25, 0.003, 3}, {45, 0.01, 3}};

enum { COMPARED = sizeof compared / sizeof compared[0] };

typedef struct outcome {
    calf_precision precision;
    double seconds;
    double *off; ///< [runner], the largest deviation [mm]
} outcome;

typedef struct study {
    precision_study *of;
    size_t batches, runners;
    outcome outcomes[COMPARED + 1];
    size_t count, shipped; ///< which of them is shipped
} study;

static bool same(calf_precision a, calf_precision b)
{
    return a.stretch_min == b.stretch_min && a.rough == b.rough &&
        a.fine_stretch_min == b.fine_stretch_min;
}

static void list_outcomes(study *s)
{
    calf_precision shipped = CALF_PRECISION_STANDARD;
    s->shipped = COMPARED;
    for (size_t k = 0; k < COMPARED; k++) {
        s->outcomes[k].precision = compared[k];
        if (same(compared[k], shipped))
            s->shipped = k;
    }
    s->outcomes[COMPARED].precision = shipped;
    s->count = s->shipped == COMPARED ? COMPARED + 1 : COMPARED;
    for (size_t k = 0; k < s->count; k++)
        if ((s->outcomes[k].off = calloc(s->runners, sizeof(double))) == NULL)
            exit(1);
}

static void live_batch(study *s, size_t batch)
{
    static double exact[PRECISION_STUDY_VALUES], soreness[PRECISION_STUDY_VALUES];
    precision_study_draw(s->of, batch);
    precision_study_live(s->of, converged, exact);
    for (outcome *o = s->outcomes; o < s->outcomes + s->count; o++) {
        double begun = bench_cpu_s(), *off = o->off + batch * CALF_LANES;
        precision_study_live(s->of, o->precision, soreness);
        o->seconds += bench_cpu_s() - begun;
        for (size_t v = 0; v < PRECISION_STUDY_VALUES; v++) {
            double deviation = fabs(soreness[v] - exact[v]), *worst = &off[v % CALF_LANES];
            if (!(deviation <= *worst)) // an undefined value is the worst of all
                *worst = isnan(deviation) ? HUGE_VAL : deviation;
        }
    }
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void report_outcome(const study *s, bench_report *report, const outcome *o)
{
    const outcome *shipped = &s->outcomes[s->shipped];
    size_t last = s->runners - 1, far = 0;
    qsort(o->off, s->runners, sizeof *o->off, ascending);
    for (size_t k = 0; k < s->runners; k++)
        far += !(o->off[k] <= 0.1);
    bench_report_cell_text(report, o == shipped ? "shipped" : "");
    bench_report_cell(report, o->precision.stretch_min);
    bench_report_cell(report, 100 * o->precision.rough);
    bench_report_cell(
        report, isfinite(o->precision.rough) ? o->precision.fine_stretch_min : (double)NAN);
    bench_report_cell(report, o->off[last / 2]);
    bench_report_cell(report, o->off[(size_t)(0.999 * (double)last)]);
    bench_report_cell(report, o->off[last]);
    bench_report_cell(report, 100 * (double)far / (double)s->runners);
    bench_report_cell(report, o->seconds / shipped->seconds);
}

static void report_study(const study *s, bench_report *report)
{
    const char *const columns[] = {"", "longest stretch, min", "tolerance, %", "fine stretch, min",
        "median, mm", "99.9 %, mm", "worst, mm", "over 0.1 mm, %", "time"};
    bench_report_table(report, "precision", columns, sizeof columns / sizeof columns[0]);
    for (size_t k = 0; k < s->count; k++)
        report_outcome(s, report, &s->outcomes[k]);
    bench_report_number(report, "runners", (double)s->runners);
    bench_report_number(report, "worst_shipped_mm", s->outcomes[s->shipped].off[s->runners - 1]);
}

int main(int argc, char **argv)
{
    enum { RUNNERS, OPTIONS };
    bench_option options[OPTIONS] = {
        {"--runners", "and worlds that are drawn, rounded up to whole batches", "10000"}};
    bool json = bench_options_read(argc, argv,
        "Runs in longer and shorter stretches: deviation of soreness, and time.", options, OPTIONS);
    study s = {.batches = (bench_option_count(&options[RUNNERS]) + CALF_LANES - 1) / CALF_LANES};
    s.runners = s.batches * CALF_LANES;
    s.of = precision_study_create(s.batches);
    list_outcomes(&s);
    for (size_t batch = 0; batch < s.batches; batch++)
        live_batch(&s, batch);
    bench_report *report = bench_report_create("bench_precision");
    report_study(&s, report);
    bench_report_print(report, json);
    for (size_t k = 0; k < s.count; k++)
        free(s.outcomes[k].off);
    precision_study_destroy(s.of);
    return 0;
}
