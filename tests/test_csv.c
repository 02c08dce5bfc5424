// SPDX-License-Identifier: GPL-3.0-or-later
// Tables as text: quotes, line breaks, delimiters, encodings, and what would fill the memory.
#include "logs/csv.h"
#include "logs/utf8.h"

#include "core/error.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

typedef struct table {
    calf_source *source;
    calf_csv *csv;
} table;

static table open_bytes(const char *bytes, size_t count)
{
    table is;
    assert_int_equal(calf_source_of_bytes(bytes, count, &is.source), CALF_OK);
    assert_int_equal(calf_csv_open(is.source, &is.csv), CALF_OK);
    return is;
}

static table open_text(const char *text)
{
    return open_bytes(text, strlen(text));
}

static void close_table(table *is)
{
    calf_csv_close(is->csv);
    calf_source_close(is->source);
}

static void expect_row(table *is, long line, size_t count, const char *const cells[])
{
    bool more;
    assert_int_equal(calf_csv_next(is->csv, &more), CALF_OK);
    assert_true(more);
    assert_int_equal(calf_csv_line(is->csv), line);
    assert_int_equal(calf_csv_count(is->csv), count);
    for (size_t k = 0; k < count; k++)
        assert_string_equal(calf_csv_cell(is->csv, k), cells[k]);
    assert_string_equal(calf_csv_cell(is->csv, count), "");
}

static void expect_end(table *is)
{
    bool more = true;
    assert_int_equal(calf_csv_next(is->csv, &more), CALF_OK);
    assert_false(more);
    close_table(is);
}

// RFC 4180, section 2, and line ends of any kind.
static void quotes_hold_anything(void **state)
{
    (void)state;
    const char text[] =
        "a,b,c\r\n\"1,5\",\"say \"\"hi\"\"\",\"two\r\nlines\"\n\n 7 , \"8\",\rlast,,";
    table is = open_bytes(text, sizeof text - 1);
    expect_row(&is, 1, 3, (const char *[]){"a", "b", "c"});
    expect_row(&is, 2, 3, (const char *[]){"1,5", "say \"hi\"", "two\nlines"});
    expect_row(&is, 5, 3, (const char *[]){" 7 ", "8", ""});
    expect_row(&is, 6, 3, (const char *[]){"last", "", ""});
    expect_end(&is);
}

static void the_delimiter_is_found(void **state)
{
    (void)state;
    table is = open_text("\xEF\xBB\xBFx;y;z\n1,5;2;3");
    expect_row(&is, 1, 3, (const char *[]){"x", "y", "z"});
    expect_row(&is, 2, 3, (const char *[]){"1,5", "2", "3"});
    expect_end(&is);
    is = open_text("My runs, all\nx\ty\tz\n1,5\t2\t3");
    expect_row(&is, 1, 1, (const char *[]){"My runs, all"});
    expect_row(&is, 2, 3, (const char *[]){"x", "y", "z"});
    expect_row(&is, 3, 3, (const char *[]){"1,5", "2", "3"});
    expect_end(&is);
}

static void latin1_becomes_utf8(void **state)
{
    (void)state;
    table is = open_text("a,b,c\nH\xF6he,\x80 5,\xC3\xB6\n");
    expect_row(&is, 1, 3, (const char *[]){"a", "b", "c"});
    assert_int_equal(calf_csv_latin1_line(is.csv), 0);
    expect_row(&is, 2, 3, (const char *[]){"Höhe", "€ 5", "ö"}); // Windows-1252: 0x80 is the euro
    assert_int_equal(calf_csv_latin1_line(is.csv), 2);
    expect_end(&is);
}

static void expect_refused(const char *bytes, size_t count, const char *said)
{
    table is = open_bytes(bytes, count);
    bool more = true;
    calf_status status = CALF_OK;
    while (status == CALF_OK && more)
        status = calf_csv_next(is.csv, &more);
    assert_int_equal(status, CALF_BAD_INPUT);
    if (strstr(calf_error_text(), said) == NULL)
        fail_msg("'%s' does not say '%s'", calf_error_text(), said);
    close_table(&is);
}

static void what_would_fill_the_memory_is_refused(void **state)
{
    (void)state;
    const size_t million = 1000000, more_than_row = CALF_CSV_ROW_BYTES_MAX + 10;
    char *bytes = malloc(2 * more_than_row);
    memset(bytes, ',', million);
    expect_refused(bytes, million, "line 1: more than 1000 columns");
    memset(bytes, 'x', more_than_row);
    expect_refused(bytes, more_than_row, "line 1: a row of more than 1048576 bytes");
    bytes[0] = '"';
    memset(bytes + 1, '\n', more_than_row);
    expect_refused(bytes, more_than_row, "a quote that is never closed");
    free(bytes);
    expect_refused("a,b,c\n1,\"2,3\n", 13, "line 2: a quote is opened here and never closed");
    expect_refused("a,b,c\n1,2,\0003\n", 13, "line 2: a NUL byte");
}

static void utf16_is_refused_politely(void **state)
{
    (void)state;
    calf_source *source;
    calf_csv *csv;
    assert_int_equal(calf_source_of_bytes("\xFF\xFE"
                                          "a\0,\0",
                         6, &source),
        CALF_OK);
    assert_int_equal(calf_csv_open(source, &csv), CALF_BAD_INPUT);
    assert_non_null(strstr(calf_error_text(), "UTF-16; save it as CSV in UTF-8"));
    calf_source_close(source);
}

static void foreign_text_fits_in_a_line(void **state)
{
    (void)state;
    char line[100];
    calf_utf8_line("  easy\r\n\"run\" \x01 \xE2\x80\xAE#x: \xFF y\xC2\x85z\xE2\x80\xA8", 40, line);
    assert_string_equal(line, "easy \"run\" #x: y z");
    calf_utf8_line("ääää", 3, line);
    assert_string_equal(line, "äää...");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quotes_hold_anything),
        cmocka_unit_test(the_delimiter_is_found),
        cmocka_unit_test(latin1_becomes_utf8),
        cmocka_unit_test(what_would_fill_the_memory_is_refused),
        cmocka_unit_test(utf16_is_refused_politely),
        cmocka_unit_test(foreign_text_fits_in_a_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
