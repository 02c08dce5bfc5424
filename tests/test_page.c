// SPDX-License-Identifier: GPL-3.0-or-later
// Pages and charts: no text becomes markup, and no value that is missing is drawn.
#include "report/chart.h"
#include "report/page.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

typedef struct memory {
    char *text;
    size_t size;
    FILE *file;
} memory;

static FILE *begin(memory *m)
{
    m->file = open_memstream(&m->text, &m->size);
    assert_non_null(m->file);
    return m->file;
}

static char *end(memory *m)
{
    fclose(m->file);
    return m->text;
}

static void expect_text(const char *text, const char *written)
{
    memory m;
    calf_page_text(begin(&m), text);
    assert_string_equal(end(&m), written);
    free(m.text);
}

static void test_text_is_inert(void **state)
{
    (void)state;
    expect_text("größer — 10 % ✓ 𝄞", "größer — 10 % ✓ 𝄞");
    expect_text("<script>'a' & \"b\"</script>",
        "&lt;script&gt;&#39;a&#39; &amp; &quot;b&quot;&lt;/script&gt;");
    expect_text("a\nb\x7f\x01",
        "a\xef\xbf\xbd"
        "b\xef\xbf\xbd\xef\xbf\xbd");
    expect_text("\xe4", "\xef\xbf\xbd"); // Latin-1
    expect_text("\xc0\xaf", "\xef\xbf\xbd\xef\xbf\xbd"); // an overlong '/'
    expect_text("\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"); // half a surrogate pair
    expect_text("\xf0\x9f\x98", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"); // cut short
}

static size_t count_of(const char *text, const char *part)
{
    size_t count = 0;
    for (; (text = strstr(text, part)) != NULL; text++)
        count++;
    return count;
}

static void test_missing_values_are_left_out(void **state)
{
    (void)state;
    const double x[] = {1, 2, 3, 4, 5}, y[] = {1, (double)NAN, 3, (double)INFINITY, 5};
    const double low[] = {0, 1, 2, 3, 4}, high[] = {2, 3, 4, 5, (double)NAN};
    const calf_series series[] = {
        {.label = "line", .mark = CALF_MARK_LINE, .count = 5, .x = x, .y = y},
        {.label = "dots", .mark = CALF_MARK_POINTS, .colour = 1, .count = 5, .x = x, .y = y},
        {.label = "area",
            .mark = CALF_MARK_BAND,
            .colour = 2,
            .count = 5,
            .x = x,
            .low = low,
            .high = high},
    };
    calf_chart chart = {
        .name = "a <test>", .x_label = "x, h", .y_label = "y, mm", .count = 3, .series = series};
    for (int log = 0; log < 2; log++) {
        memory m;
        chart.x_log = chart.y_log = log;
        calf_chart_write(&chart, begin(&m));
        const char *svg = end(&m);
        assert_null(strstr(svg, "nan"));
        assert_null(strstr(svg, "inf"));
        assert_non_null(strstr(svg, "aria-label=\"a &lt;test&gt;\""));
        assert_int_equal(count_of(svg, "<title>"), 3); // of five points
        assert_int_equal(count_of(svg, "M"), 3); // the line breaks where a value is missing
        free(m.text);
    }
}

/** Where a dot lies: the plot is 680 wide from 64 on, and the axis from 0 to 10. */
static void test_places(void **state)
{
    (void)state;
    const double x[] = {0, 2.5, 10}, y[] = {0, 5, 10};
    const calf_series series = {.mark = CALF_MARK_POINTS, .count = 3, .x = x, .y = y};
    const calf_chart chart = {
        .name = "n", .x_label = "x", .y_label = "y", .count = 1, .series = &series};
    memory m;
    calf_chart_write(&chart, begin(&m));
    assert_non_null(strstr(end(&m), "cx=\"64.0\" cy=\"384.0\""));
    assert_non_null(strstr(m.text, "cx=\"234.0\" cy=\"209.0\""));
    assert_non_null(strstr(m.text, "cx=\"744.0\" cy=\"34.0\""));
    assert_null(strstr(m.text, ">-0<")); // at the axes' ends
    free(m.text);
}

static void test_rows(void **state)
{
    (void)state;
    const calf_chart_row rows[] = {
        {.label = "first",
            .note = "note",
            .count = 1,
            .value = {{0.5, 0.2, 0.9, true, 0}},
            .from = (double)NAN,
            .to = (double)NAN},
        {.label = "missing",
            .count = 2,
            .value = {{(double)NAN, 0, 1, true, 0}, {7, (double)NAN, (double)NAN, false, 1}},
            .from = 0,
            .to = 1},
    };
    const calf_row_chart chart = {.name = "n",
        .x_label = "share, 1",
        .legend = {"a", "b"},
        .low = 0,
        .high = 1,
        .count = 2,
        .rows = rows};
    memory m;
    calf_row_chart_write(&chart, begin(&m));
    assert_null(strstr(end(&m), "nan"));
    assert_int_equal(count_of(m.text, "<title>"), 2);
    assert_non_null(strstr(m.text, "cx=\"640.0\"")); // 7 is drawn at the axis' end
    free(m.text);
}

static void test_nothing_to_draw(void **state)
{
    (void)state;
    const calf_chart chart = {.name = "n", .x_label = "x", .y_label = "y"};
    const calf_row_chart rows = {.name = "n", .x_label = "x", .low = 0, .high = 1};
    memory m;
    calf_chart_write(&chart, begin(&m));
    calf_row_chart_write(&rows, m.file);
    assert_null(strstr(end(&m), "nan"));
    free(m.text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text_is_inert),
        cmocka_unit_test(test_missing_values_are_left_out),
        cmocka_unit_test(test_places),
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_nothing_to_draw),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
