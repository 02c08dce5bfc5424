// SPDX-License-Identifier: GPL-3.0-or-later
// The parameter table: every row is complete and consistent; values are reached by name and by id.
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <calfsim/parameters.h>

enum { COUNT = CALF_PARAMETER_COUNT };

static const calf_parameter_info *row_of(int id)
{
    return calf_parameter_describe((calf_parameter_id)id);
}

static double value_of(const calf_parameters *parameters, int id)
{
    return calf_parameters_get(parameters, (calf_parameter_id)id);
}

/* Checks a condition on one row and names the row when it does not hold. */
#define assert_row(row, condition)                                                                 \
    do {                                                                                           \
        if (!(condition))                                                                          \
            fail_msg("%s: not so: %s", (row)->name, #condition);                                   \
    } while (0)

static void every_row_has_its_texts(void **state)
{
    (void)state;
    for (int id = 0; id < COUNT; id++) {
        const calf_parameter_info *row = row_of(id);
        assert_row(row, strlen(row->group) > 0);
        assert_row(row, strlen(row->unit) > 0);
        assert_row(row, strlen(row->meaning) >= 20);
        assert_row(row, strlen(row->source) >= 5);
        assert_row(row, strchr("ABC", row->grade) && row->grade != '\0');
    }
}

static void texts_are_printable_ascii_without_stray_spaces(void **state)
{
    (void)state;
    for (int id = 0; id < COUNT; id++) {
        const calf_parameter_info *row = row_of(id);
        const char *texts[] = {row->group, row->name, row->unit, row->meaning, row->source};
        for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
            const char *text = texts[i];
            for (const char *c = text; *c; c++)
                assert_row(row, *c >= ' ' && *c <= '~');
            assert_row(row, text[0] && text[0] != ' ' && text[strlen(text) - 1] != ' ');
            assert_row(row, !strstr(text, "  "));
        }
    }
}

static void names_are_unique_lowercase_identifiers(void **state)
{
    (void)state;
    static const char first[] = "abcdefghijklmnopqrstuvwxyz";
    static const char later[] = "abcdefghijklmnopqrstuvwxyz0123456789_";
    for (int id = 0; id < COUNT; id++) {
        const calf_parameter_info *row = row_of(id);
        assert_row(row, strspn(row->name, first) > 0);
        assert_row(row, strspn(row->name, later) == strlen(row->name));
        for (int other = 0; other < id; other++)
            assert_string_not_equal(row->name, row_of(other)->name);
    }
}

static void groups_are_contiguous(void **state)
{
    (void)state;
    for (int id = 1; id < COUNT; id++) {
        const calf_parameter_info *row = row_of(id);
        if (strcmp(row->group, row_of(id - 1)->group) == 0)
            continue;
        for (int other = 0; other < id; other++)
            assert_string_not_equal(row->group, row_of(other)->group);
    }
}

static void defaults_are_inside_their_ranges(void **state)
{
    (void)state;
    for (int id = 0; id < COUNT; id++) {
        const calf_parameter_info *row = row_of(id);
        assert_row(row, isfinite(row->prior.low) && isfinite(row->prior.high));
        assert_row(row, row->prior.low < row->prior.high);
        assert_row(row, row->standard >= row->prior.low);
        assert_row(row, row->standard <= row->prior.high);
    }
}

static void fixed_rows_and_no_others_lack_a_prior(void **state)
{
    (void)state;
    for (int id = 0; id < COUNT; id++) {
        const calf_parameter_info *row = row_of(id);
        assert_row(row, (row->kind == CALF_FIXED) == (row->prior.shape == CALF_SHAPE_FIXED));
    }
}

/* Where the distribution has any density, before it is cut to the range. */
static void support(const calf_distribution *prior, double *low, double *high)
{
    *low = prior->shape == CALF_SHAPE_NORMAL ? -HUGE_VAL : 0;
    *high = prior->shape == CALF_SHAPE_BETA ? 1 : HUGE_VAL;
    if (prior->shape == CALF_SHAPE_UNIFORM) {
        *low = prior->a;
        *high = prior->b;
    }
}

static void priors_are_proper_and_meet_their_ranges(void **state)
{
    (void)state;
    for (int id = 0; id < COUNT; id++) {
        const calf_parameter_info *row = row_of(id);
        const calf_distribution *prior = &row->prior;
        double low, high;
        if (prior->shape == CALF_SHAPE_FIXED)
            continue;
        support(prior, &low, &high);
        assert_row(row, low < high);
        assert_row(row, fmax(low, prior->low) < fmin(high, prior->high));
        assert_row(row, prior->b > 0 && isfinite(prior->b) && isfinite(prior->a));
        assert_row(row,
            prior->a > 0 || prior->shape == CALF_SHAPE_NORMAL ||
                prior->shape == CALF_SHAPE_UNIFORM);
    }
}

static void centres_of_priors_are_inside_their_ranges(void **state)
{
    (void)state;
    for (int id = 0; id < COUNT; id++) {
        const calf_parameter_info *row = row_of(id);
        const calf_distribution *prior = &row->prior;
        double centre = prior->a;
        if (prior->shape == CALF_SHAPE_FIXED)
            continue;
        if (prior->shape == CALF_SHAPE_BETA)
            centre = prior->a / (prior->a + prior->b);
        if (prior->shape == CALF_SHAPE_UNIFORM)
            centre = (prior->a + prior->b) / 2;
        assert_row(row, centre > prior->low && centre < prior->high);
    }
}

static void names_find_their_rows_and_values(void **state)
{
    (void)state;
    calf_parameters parameters;
    calf_parameters_init(&parameters);
    for (int id = 0; id < COUNT; id++) {
        const calf_parameter_info *row = row_of(id);
        assert_int_equal(calf_parameter_find(row->name), id);
        assert_true(value_of(&parameters, id) == row->standard);
    }
    assert_int_equal(calf_parameter_find("no_such_parameter"), -1);
    assert_int_equal(calf_parameter_find(""), -1);
    assert_int_equal(calf_parameter_find("soleus"), -1);
}

static void members_ids_and_names_agree(void **state)
{
    (void)state;
    calf_parameters parameters;
    calf_parameters_init(&parameters);
#define CALF_PARAMETER(group, name, unit, standard, ...)                                           \
    assert_int_equal(calf_parameter_find(#name), CALF_P_##name);                                   \
    assert_true(parameters.name == (standard));
#include <calfsim/parameters.def>
}

static void set_changes_one_value_and_no_other(void **state)
{
    (void)state;
    for (int id = 0; id < COUNT; id++) {
        const calf_parameter_info *row = row_of(id);
        calf_parameters parameters;
        calf_parameters_init(&parameters);
        assert_int_equal(calf_parameters_set(&parameters, row->name, row->prior.low), CALF_OK);
        assert_true(value_of(&parameters, id) == row->prior.low);
        assert_int_equal(calf_parameters_set(&parameters, row->name, row->prior.high), CALF_OK);
        assert_true(value_of(&parameters, id) == row->prior.high);
        for (int other = 0; other < COUNT; other++)
            if (other != id)
                assert_true(value_of(&parameters, other) == row_of(other)->standard);
    }
}

static void assert_error_names(const char *part)
{
    if (!strstr(calf_error_text(), part))
        fail_msg("the error text '%s' does not name '%s'", calf_error_text(), part);
}

static void set_refuses_values_out_of_range(void **state)
{
    (void)state;
    for (int id = 0; id < COUNT; id++) {
        const calf_parameter_info *row = row_of(id);
        const double refused[] = {nextafter(row->prior.low, -HUGE_VAL),
            nextafter(row->prior.high, HUGE_VAL), -HUGE_VAL, HUGE_VAL, (double)NAN};
        calf_parameters parameters;
        calf_parameters_init(&parameters);
        for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
            assert_int_equal(
                calf_parameters_set(&parameters, row->name, refused[i]), CALF_BAD_INPUT);
            assert_error_names(row->name);
            assert_error_names(row->unit);
            assert_true(value_of(&parameters, id) == row->standard);
        }
    }
}

static void set_says_what_is_wrong(void **state)
{
    (void)state;
    calf_parameters parameters, before;
    calf_parameters_init(&parameters);
    before = parameters;
    assert_int_equal(calf_parameters_set(&parameters, "shoe_lift", 25), CALF_BAD_INPUT);
    assert_error_names("25");
    assert_error_names("-10 to 20 mm");
    assert_int_equal(calf_parameters_set(&parameters, "shoe_size", 42), CALF_BAD_INPUT);
    assert_error_names("shoe_size");
    assert_memory_equal(&parameters, &before, sizeof before);
}

static void shapes_and_kinds_have_their_file_names(void **state)
{
    (void)state;
    assert_string_equal(calf_shape_name(CALF_SHAPE_FIXED), "fixed");
    assert_string_equal(calf_shape_name(CALF_SHAPE_LOGNORMAL), "lognormal");
    assert_string_equal(calf_shape_name(CALF_SHAPE_NORMAL), "normal");
    assert_string_equal(calf_shape_name(CALF_SHAPE_GAMMA), "gamma");
    assert_string_equal(calf_shape_name(CALF_SHAPE_BETA), "beta");
    assert_string_equal(calf_shape_name(CALF_SHAPE_UNIFORM), "uniform");
    assert_string_equal(calf_kind_name(CALF_VARIABILITY), "variability");
    assert_string_equal(calf_kind_name(CALF_UNCERTAINTY), "uncertainty");
    assert_string_equal(calf_kind_name(CALF_FIXED), "fixed");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_has_its_texts),
        cmocka_unit_test(texts_are_printable_ascii_without_stray_spaces),
        cmocka_unit_test(names_are_unique_lowercase_identifiers),
        cmocka_unit_test(groups_are_contiguous),
        cmocka_unit_test(defaults_are_inside_their_ranges),
        cmocka_unit_test(fixed_rows_and_no_others_lack_a_prior),
        cmocka_unit_test(priors_are_proper_and_meet_their_ranges),
        cmocka_unit_test(centres_of_priors_are_inside_their_ranges),
        cmocka_unit_test(names_find_their_rows_and_values),
        cmocka_unit_test(members_ids_and_names_agree),
        cmocka_unit_test(set_changes_one_value_and_no_other),
        cmocka_unit_test(set_refuses_values_out_of_range),
        cmocka_unit_test(set_says_what_is_wrong),
        cmocka_unit_test(shapes_and_kinds_have_their_file_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
