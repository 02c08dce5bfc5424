// SPDX-License-Identifier: GPL-3.0-or-later
// The sweep in the resolved experiment.
#include "experiment/print.h"

#include <inttypes.h>

static void print_range(FILE *out, const calf_factor *factor)
{
    calf_print_number(out, ", from: ", factor->from);
    calf_print_number(out, ", to: ", factor->to);
    if (factor->steps > 0)
        fprintf(out, ", steps: %d", factor->steps);
    fprintf(out, ", whole: %s, scale: %s", factor->whole ? "true" : "false",
        factor->log_scale ? "log" : "linear");
}

static void print_list(FILE *out, const double *values, size_t count)
{
    for (size_t i = 0; i < count; i++)
        calf_print_number(out, i ? ", " : "[", values[i]);
    fputc(']', out);
}

static void print_factor(FILE *out, const calf_factor *factor, bool given)
{
    fprintf(out, "    %s", factor->name);
    calf_print_text(out, ": {of: ", factor->path);
    if (factor->level_count > 0) {
        fputs(", levels: ", out);
        print_list(out, factor->levels, factor->level_count);
    } else if (!given) {
        print_range(out, factor);
    }
    fputs("}\n", out);
}

static void print_points(FILE *out, const calf_sweep *sweep)
{
    fputs("  points:\n    columns: [", out);
    for (size_t f = 0; f < sweep->factor_count; f++)
        fprintf(out, "%s%s", f ? ", " : "", sweep->factors[f].name);
    fputs("]\n    rows:\n", out);
    for (size_t point = 0; point < sweep->point_count; point++) {
        fputs("      - ", out);
        print_list(out, &sweep->points[point * sweep->factor_count], sweep->factor_count);
        fputc('\n', out);
    }
}

void calf_print_sweep(FILE *out, const calf_sweep *sweep)
{
    const bool given = sweep->design == CALF_DESIGN_GIVEN;
    fputs("sweep:\n", out);
    if (!given)
        fprintf(out, "  design: %s\n  points: %zu\n", calf_design_name(sweep->design),
            sweep->point_count);
    if (!given && sweep->design != CALF_DESIGN_GRID)
        fprintf(out, "  seed: %" PRIu64 "\n", sweep->seed);
    fputs("  factors:\n", out);
    for (size_t f = 0; f < sweep->factor_count; f++)
        print_factor(out, &sweep->factors[f], given);
    if (given)
        print_points(out, sweep);
}
