// SPDX-License-Identifier: GPL-3.0-or-later
// Charts of curves and of rows.
#include "report/chart.h"

#include "report/page.h"
#include "report/text.h"

#include <math.h>
#include <string.h>

enum { WIDTH = 760, HEIGHT = 400, LEFT = 64, RIGHT = 16, TOP = 14, BOTTOM = 50 };
enum { LEGEND_LINE = 20, LETTER = 7, ROW = 26, LABEL = 250, NOTE = 120, TICKS = 7 };

// One axis: the values at its ends, and where these lie.
typedef struct axis {
    double low, high;
    bool log;
    double step; ///< between ticks; 0: a round one
    double from, to; ///< [px]
} axis;

static double on_axis(const axis *a, double value)
{
    const double low = a->log ? log10(a->low) : a->low, high = a->log ? log10(a->high) : a->high;
    const double share = ((a->log ? log10(value) : value) - low) / (high - low);
    return a->from + fmin(fmax(share, 0), 1) * (a->to - a->from);
}

static bool is_shown(const axis *a, double value)
{
    return isfinite(value) && (!a->log || value > 0);
}

static void widen(axis *a, const double *values, size_t count)
{
    for (size_t i = 0; values != NULL && i < count; i++)
        if (is_shown(a, values[i])) {
            a->low = fmin(a->low, values[i]);
            a->high = fmax(a->high, values[i]);
        }
}

// The step of 1, 2 or 5 times a power of ten that cuts a range into at most TICKS parts.
static double nice_step(double range)
{
    const double least = range / TICKS, power = pow(10, floor(log10(least)));
    return least <= power    ? power
        : least <= 2 * power ? 2 * power
        : least <= 5 * power ? 5 * power
                             : 10 * power;
}

static double step_of(const axis *a)
{
    return a->step > 0 ? a->step : nice_step(a->high - a->low);
}

// Ends that are whole steps; an axis without values or extent gets some.
static void round_ends(axis *a)
{
    if (!(a->high >= a->low))
        a->low = a->log ? 0.1 : 0, a->high = 1;
    if (a->log) {
        a->low = pow(10, floor(log10(a->low) + 1e-9));
        a->high = pow(10, fmax(ceil(log10(a->high) - 1e-9), log10(a->low) + 1));
        return;
    }
    if (a->high == a->low)
        a->high = a->low + (a->low == 0 ? 1 : fabs(a->low));
    const double step = step_of(a);
    a->low = step * floor(a->low / step + 1e-9);
    a->high = step * ceil(a->high / step - 1e-9);
}

// The tick after `tick`, or the first one for NaN.
static double next_tick(const axis *a, double tick)
{
    if (a->log)
        return isnan(tick) ? a->low : tick * 10;
    const double step = step_of(a);
    const double next = isnan(tick) ? ceil(a->low / step - 1e-9) : round(tick / step) + 1;
    return next * step + 0.0; // never -0
}

static bool has_tick(const axis *a, double tick)
{
    return tick <= a->high + 1e-9 * fabs(a->high);
}

static void write_text(FILE *out, double x, double y, const char *anchor, const char *text)
{
    fprintf(out, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">", x, y, anchor);
    calf_page_text(out, text);
    fputs("</text>", out);
}

static void write_line(FILE *out, const char *kind, double x1, double y1, double x2, double y2)
{
    fprintf(out, "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>", kind, x1,
        y1, x2, y2);
}

static void open_svg(FILE *out, const char *name, double height)
{
    fprintf(out, "<svg viewBox=\"0 0 %d %.0f\" role=\"img\" aria-label=\"", WIDTH, height);
    calf_page_text(out, name);
    fputs("\">\n", out);
}

static void write_x_axis(FILE *out, const axis *x, double top, double bottom, const char *label)
{
    char text[32];
    for (double tick = next_tick(x, (double)NAN); has_tick(x, tick); tick = next_tick(x, tick)) {
        write_line(out, "grid", on_axis(x, tick), top, on_axis(x, tick), bottom);
        snprintf(text, sizeof text, "%.6g", tick);
        write_text(out, on_axis(x, tick), bottom + 17, "middle", text);
    }
    write_text(out, (x->from + x->to) / 2, bottom + 38, "middle", label);
    fputc('\n', out);
}

static void write_y_axis(FILE *out, const axis *y, double left, double right, const char *label)
{
    char text[32];
    for (double tick = next_tick(y, (double)NAN); has_tick(y, tick); tick = next_tick(y, tick)) {
        write_line(out, "grid", left, on_axis(y, tick), right, on_axis(y, tick));
        snprintf(text, sizeof text, "%.6g", tick);
        write_text(out, left - 6, on_axis(y, tick) + 4, "end", text);
    }
    fprintf(out, "<text transform=\"translate(14 %.1f) rotate(-90)\" text-anchor=\"middle\">",
        (y->from + y->to) / 2);
    calf_page_text(out, label);
    fputs("</text>\n", out);
}

// A legend in lines of its own from `y` on; the place of one entry. Returns the next place.
typedef struct legend_place {
    double x, y;
} legend_place;

static legend_place legend_next(legend_place at, double left, const char *label)
{
    const double room = 34 + LETTER * calf_text_width(label);
    if (at.x > left && at.x + room > WIDTH - RIGHT)
        at = (legend_place){left, at.y + LEGEND_LINE};
    return at;
}

static legend_place legend_write(
    FILE *out, legend_place at, const char *label, calf_mark mark, int colour)
{
    if (mark == CALF_MARK_POINTS)
        fprintf(
            out, "<circle class=\"c%d\" cx=\"%.1f\" cy=\"%.1f\" r=\"4\"/>", colour, at.x + 9, at.y);
    else
        fprintf(out,
            "<rect class=\"c%d%s\" x=\"%.1f\" y=\"%.1f\" width=\"18\" height=\"%d\" "
            "stroke=\"none\"/>",
            colour, mark == CALF_MARK_BAND ? " band" : "", at.x,
            at.y - (mark == CALF_MARK_BAND ? 5 : 1.5), mark == CALF_MARK_BAND ? 10 : 3);
    write_text(out, at.x + 23, at.y + 4, "start", label);
    at.x += 34 + LETTER * calf_text_width(label);
    return at;
}

// A line breaks where a point is missing.
static void write_curve(FILE *out, const calf_series *s, const axis *x, const axis *y)
{
    bool drawing = false;
    fprintf(out, "<path class=\"line c%d\" style=\"fill:none\" d=\"", s->colour);
    for (size_t i = 0; i < s->count; i++) {
        const bool shown = is_shown(x, s->x[i]) && is_shown(y, s->y[i]);
        if (shown)
            fprintf(
                out, "%c%.1f %.1f", drawing ? 'L' : 'M', on_axis(x, s->x[i]), on_axis(y, s->y[i]));
        drawing = shown;
    }
    fputs("\"/>\n", out);
}

static void write_band(FILE *out, const calf_series *s, const axis *x, const axis *y)
{
    fprintf(out, "<polygon class=\"band c%d\" points=\"", s->colour);
    for (size_t i = 0; i < 2 * s->count; i++) {
        const size_t at = i < s->count ? i : 2 * s->count - 1 - i;
        const double edge = i < s->count ? s->low[at] : s->high[at];
        if (is_shown(x, s->x[at]) && is_shown(y, edge))
            fprintf(out, "%.1f,%.1f ", on_axis(x, s->x[at]), on_axis(y, edge));
    }
    fputs("\"/>\n", out);
}

static void write_points(FILE *out, const calf_series *s, const axis *x, const axis *y)
{
    char kind[16];
    snprintf(kind, sizeof kind, "range c%d", s->colour);
    for (size_t i = 0; i < s->count; i++) {
        if (!is_shown(x, s->x[i]) || !is_shown(y, s->y[i]))
            continue;
        const double at = on_axis(x, s->x[i]);
        if (s->low != NULL && s->high != NULL)
            write_line(out, kind, at, on_axis(y, s->low[i]), at, on_axis(y, s->high[i]));
        fprintf(out,
            "<circle class=\"c%d\" cx=\"%.1f\" cy=\"%.1f\" r=\"4\"><title>%.6g: %.4g</title>"
            "</circle>\n",
            s->colour, at, on_axis(y, s->y[i]), s->x[i], s->y[i]);
    }
}

static legend_place legend_of(const calf_chart *chart, FILE *out)
{
    legend_place at = {LEFT, TOP};
    for (size_t i = 0; i < chart->count; i++)
        if (chart->series[i].label != NULL) {
            at = legend_next(at, LEFT, chart->series[i].label);
            if (out != NULL)
                at = legend_write(out, at, chart->series[i].label, chart->series[i].mark,
                    chart->series[i].colour);
            else
                at.x += 34 + LETTER * calf_text_width(chart->series[i].label);
        }
    return at;
}

void calf_chart_write(const calf_chart *chart, FILE *out)
{
    const double top = legend_of(chart, NULL).y + LEGEND_LINE, bottom = top + HEIGHT - BOTTOM;
    axis x = {HUGE_VAL, -HUGE_VAL, chart->x_log, chart->x_step, LEFT, WIDTH - RIGHT};
    axis y = {HUGE_VAL, -HUGE_VAL, chart->y_log, 0, bottom, top};
    for (size_t i = 0; i < chart->count; i++) {
        const calf_series *s = &chart->series[i];
        widen(&x, s->x, s->count);
        widen(&y, s->y, s->count);
        widen(&y, s->low, s->count);
        widen(&y, s->high, s->count);
    }
    const double zero = 0;
    widen(&y, chart->y_from_zero ? &zero : NULL, 1);
    widen(&y, chart->y_to > 0 ? &chart->y_to : NULL, 1);
    round_ends(&x);
    round_ends(&y);
    open_svg(out, chart->name, bottom + BOTTOM);
    write_x_axis(out, &x, top, bottom, chart->x_label);
    write_y_axis(out, &y, LEFT, WIDTH - RIGHT, chart->y_label);
    legend_of(chart, out);
    for (size_t i = 0; i < chart->count; i++) {
        const calf_series *s = &chart->series[i];
        (s->mark == CALF_MARK_LINE          ? write_curve
                : s->mark == CALF_MARK_BAND ? write_band
                                            : write_points)(out, s, &x, &y);
    }
    fputs("</svg>\n", out);
}

static void write_interval(FILE *out, const calf_row_value *v, const axis *x, double y)
{
    char kind[16];
    snprintf(kind, sizeof kind, "range c%d", v->bar ? 5 : v->colour);
    if (isfinite(v->low) && isfinite(v->high))
        write_line(out, kind, on_axis(x, v->low), y, on_axis(x, v->high), y);
}

static void write_row_value(
    FILE *out, const calf_row_value *v, const axis *x, double y, double thick)
{
    const double zero = on_axis(x, 0), at = on_axis(x, v->value);
    if (!isfinite(v->value))
        return;
    if (v->bar)
        fprintf(out,
            "<rect class=\"c%d\" stroke=\"none\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" "
            "height=\"%.1f\"><title>%.4g</title></rect>",
            v->colour, fmin(zero, at), y - thick / 2, fabs(at - zero), thick, v->value);
    write_interval(out, v, x, y);
    if (!v->bar)
        fprintf(out,
            "<circle class=\"c%d\" cx=\"%.1f\" cy=\"%.1f\" r=\"5\"><title>%.4g</title></circle>",
            v->colour, at, y, v->value);
}

static void write_row(FILE *out, const calf_chart_row *row, const axis *x, double y)
{
    write_text(out, LABEL - 8, y + 4, "end", row->label);
    if (row->note != NULL)
        write_text(out, WIDTH - NOTE + 8, y + 4, "start", row->note);
    if (isfinite(row->from) && isfinite(row->to))
        fprintf(out, "<rect class=\"wash\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%d\"/>",
            on_axis(x, row->from), y - 8, on_axis(x, row->to) - on_axis(x, row->from), 16);
    const double thick = row->count > 1 ? 9 : 14;
    for (size_t v = 0; v < row->count; v++) {
        const double shift = row->count > 1 && row->value[v].bar ? (v == 0 ? -5 : 5) : 0;
        write_row_value(out, &row->value[v], x, y + shift, thick);
    }
    fputc('\n', out);
}

void calf_row_chart_write(const calf_row_chart *chart, FILE *out)
{
    const bool legend = chart->legend[0] != NULL;
    const double top = legend ? TOP + LEGEND_LINE : TOP / 2.0;
    const double bottom = top + ROW * (double)chart->count;
    const axis x = {chart->low, chart->high, false, 0, LABEL, WIDTH - NOTE};
    legend_place at = {LABEL, TOP};
    open_svg(out, chart->name, bottom + BOTTOM);
    write_x_axis(out, &x, top, bottom, chart->x_label);
    for (int i = 0; legend && i < CALF_ROW_VALUES && chart->legend[i] != NULL; i++) {
        const calf_row_value *v = chart->count > 0 ? &chart->rows[0].value[i] : NULL;
        at = legend_write(out, at, chart->legend[i],
            v != NULL && !v->bar ? CALF_MARK_POINTS : CALF_MARK_LINE, v != NULL ? v->colour : i);
    }
    for (size_t i = 0; i < chart->count; i++)
        write_row(out, &chart->rows[i], &x, top + ROW * ((double)i + 0.5));
    fputs("</svg>\n", out);
}
