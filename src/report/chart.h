// SPDX-License-Identifier: GPL-3.0-or-later
// Charts as SVG within a page, whose style colours them: curves with published points, and rows
// with their intervals. Debian packages no C library whose charts follow a page's style and need no
// script.
#ifndef CALF_REPORT_CHART_H
#define CALF_REPORT_CHART_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

typedef enum calf_mark {
    CALF_MARK_LINE, ///< y over x
    CALF_MARK_POINTS, ///< dots, with bars from low to high where these are given
    CALF_MARK_BAND ///< the area from low to high
} calf_mark;

enum { CALF_CHART_COLOURS = 6 };

/** One thing in a chart of curves. Points that are not finite are left out; so are, on a
 * logarithmic axis, those not above 0. */
typedef struct calf_series {
    const char *label; ///< NULL: not in the legend
    calf_mark mark;
    int colour; ///< below CALF_CHART_COLOURS
    size_t count;
    const double *x, *y; ///< [count]; no y in a band
    const double *low, *high; ///< [count], or NULL
} calf_series;

typedef struct calf_chart {
    const char *name; ///< what it shows, for those who cannot see it
    const char *x_label, *y_label; ///< with their units
    bool x_log, y_log;
    double x_step; ///< between the ticks of x; 0: a round one
    bool y_from_zero;
    double y_to; ///< the axis reaches it at least; 0: as far as the values do
    size_t count;
    const calf_series *series;
} calf_chart;

/** Writes a chart of curves; nothing is lost on the page without colour or in print. */
void calf_chart_write(const calf_chart *chart, FILE *out);

/** A value of a row: a dot, or a bar from 0, and the interval that it may lie in (NaN: none). */
typedef struct calf_row_value {
    double value, low, high;
    bool bar;
    int colour;
} calf_row_value;

enum { CALF_ROW_VALUES = 2 };

typedef struct calf_chart_row {
    const char *label, *note; ///< left of the row; right of it, or NULL
    size_t count;
    calf_row_value value[CALF_ROW_VALUES];
    double from, to; ///< a shaded range behind the values; NaN: none
} calf_chart_row;

typedef struct calf_row_chart {
    const char *name, *x_label;
    const char *legend[CALF_ROW_VALUES]; ///< NULL: none
    double low, high; ///< of the axis; values beyond are drawn at its end
    size_t count;
    const calf_chart_row *rows;
} calf_row_chart;

/** Writes a chart of rows, in their order. */
void calf_row_chart_write(const calf_row_chart *chart, FILE *out);

#endif
