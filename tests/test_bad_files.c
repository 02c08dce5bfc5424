// SPDX-License-Identifier: GPL-3.0-or-later
// What may be wrong around the experiment file: settings, cohorts, files that are not there.
#include "mistakes.h"

static void mistakes_in_settings(void **state)
{
    (void)state;
    static const struct {
        const char *setting, *says;
    } cases[] = {
        {"days", "--set days: no '=' in it; allowed: KEY=VALUE"},
        {"days=many", "--set days=many: days: 'many' is not a whole number; allowed: 1 to 3660"},
        {"days=[1", "--set days=[1: not YAML"},
        {"=3", "--set =3: "},
        {"population..x=3", "--set population..x=3: population..x: an empty key"},
        {"frailty=-1", "--set frailty=-1: population.set.frailty: '-1' is out|0.001 to 20"},
        {"fraility=1", "--set fraility=1: fraility: unknown key; did you mean 'frailty'?"},
        {"heel_raise_reps=20", "population.vary.heel_raise_reps: is also in population.set"},
        {"population.runers=3",
            "--set population.runers=3: population.runers: unknown key; did you mean 'runners'?"},
        {"strategies.2.volume=1",
            "--set strategies.2.volume=1: strategies.2.volume: the list has no|allowed: 0 to 1"},
        {"strategies.x=1", "the list has no such entry; allowed: 0 to 1"},
        {"strategies.three.volume=1",
            "--set strategies.three.volume=1: strategies.three.volume: the list has no such entry; "
            "allowed: 0 to 1, all, or the name of an entry that has one"},
        {"strategies.01.volume=1", "the list has no such entry; allowed: 0 to 1"},
        {"strategies.all.volume=99",
            "--set strategies.all.volume=99: strategies.0.volume: '99' is out of range"},
        {"history.days.all=9", "nothing can stand below a single value"},
        {"population.correlate.all.2=9", "population.correlate.0.2: '9' is out of range"},
        {"output.daily={}", "output.daily: a mapping is not a list"},
        {"days.x=1", "--set days.x=1: days.x: nothing can stand below a single value"},
        {"strategies.1={name: two}", "strategies.1: required key 'plan' is missing"},
        {"output.runners={a: 1, a: 2}", "--set output.runners={a: 1, a: 2}: a: duplicate key 'a'"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        calf_experiment *experiment;
        calf_status status =
            calf_experiment_parse(sound, "exp.yaml", &cases[i].setting, 1, &experiment);
        expect_message(status, cases[i].says, cases[i].setting);
        assert_null(experiment);
    }
}

static void mistakes_around_cohorts(void **state)
{
    (void)state;
    static const struct {
        const char *population, *says;
    } cases[] = {
        {"{cohort: {columns: [frailty], rows: [[1]]}, vary: {}}",
            "exp.yaml:3: population.vary: cannot stand beside 'cohort'"},
        {"{cohort: {columns: [frailty], rows: [[1]]}, correlate: []}",
            "exp.yaml:3: population.correlate: cannot stand beside 'cohort'"},
        {"{cohort: {columns: [frailty], rows: [[1]]}, set: {frailty: 1}}",
            "exp.yaml:3: population.set.frailty: is a column of the cohort"},
        {"{cohort: {columns: [frailty], rows: [[1]]}, runners: 2}",
            "exp.yaml:3: population.runners: '2' is not the number of|allowed: 1, or no such key"},
        {"{cohort: {columns: [frality], rows: [[1]]}}",
            "population.cohort.columns.0: 'frality' is not a parameter; did you mean 'frailty'?"},
        {"{cohort: {columns: [frailty, frailty], rows: [[1, 1]]}}",
            "population.cohort.columns.1: 'frailty' is a duplicate column"},
        {"{cohort: {columns: [], rows: [[1]]}}", "population.cohort.columns: no columns"},
        {"{cohort: {columns: [frailty], rows: []}}", "population.cohort.rows: no rows"},
        {"{cohort: {columns: [frailty], rows: [[1, 2]]}}",
            "population.cohort.rows.0: 2 cells; allowed: 1"},
        {"{cohort: {columns: [frailty], rows: [1]}}",
            "population.cohort.rows.0: '1' is not a list"},
        {"{cohort: {columns: [frailty], rows: [[x]]}}",
            "population.cohort.rows.0.0: 'x' is not a number; allowed: 0.001 to 20"},
        {"{cohort: {columns: [frailty]}}", "population.cohort: required key 'rows' is missing"},
        {"{cohort: []}", "population.cohort: a list is neither a file nor a mapping"},
        {"{cohort: ''}", "population.cohort: '' is not a file"},
        {"{cohort: none/such.csv}",
            "exp.yaml:3: population.cohort: 'none/such.csv' cannot be read: No such file"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        calf_experiment *experiment;
        char text[400];
        snprintf(text, sizeof text,
            "model: 1\ndays: 7\npopulation: %s\nplans: {p: {}}\nstrategies: [{name: s, plan: p}]\n",
            cases[i].population);
        calf_status status = calf_experiment_parse(text, "exp.yaml", NULL, 0, &experiment);
        expect_message(status, cases[i].says, cases[i].population);
    }
}

static calf_status read_with_cohort(const char *path, const char *csv)
{
    char text[400];
    calf_experiment *experiment;
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    fputs(csv, file);
    fclose(file);
    snprintf(text, sizeof text,
        "model: 1\ndays: 7\npopulation: {cohort: %s}\nplans: {p: {}}\n"
        "strategies: [{name: s, plan: p}]\n",
        path);
    calf_status status = calf_experiment_parse(text, "exp.yaml", NULL, 0, &experiment);
    calf_experiment_destroy(experiment);
    return status;
}

static void mistakes_in_cohort_files(void **state)
{
    (void)state;
    static const struct {
        const char *csv, *says;
    } cases[] = {
        {"", ":1: the file is empty; allowed: a header"},
        {"# only\n\n", "the file is empty"},
        {"frailty\n", ":2: no rows below the header; allowed: one or more"},
        {"frailty,speed\n1,2\n", ":1: column 2: 'speed' is not a parameter; allowed: names"},
        {"frailty,\n1,2\n", ":1: column 2: '' is not a parameter"},
        {"frailty,frailty\n1,2\n", ":1: column 2: 'frailty' is a duplicate of column 1"},
        {"frailty,push_off\n1,0\n# c\n1\n", ":4: 1 cells; allowed: 2, as in the header"},
        {"frailty\n1,2\n", ":2: 2 cells; allowed: 1"},
        {"frailty\nx\n", ":2: frailty: 'x' is not a number; allowed: 0.001 to 20"},
        {"frailty\nnan\n", ":2: frailty: 'nan' is not a number"},
        {"frailty,push_off\n1,\n", ":2: push_off: '' is an empty cell; allowed: -1 to 1"},
        {"frailty\r\n1\r\n99\r\n", ":3: frailty: '99' is out of range; allowed: 0.001 to 20"},
        {"frailty\n\"1\n", ":2: quotes that do not close"},
        {"frailty\n\"1\"2\n", ":2: quotes that do not close at the end of a cell"},
    };
    char folder[] = "/tmp/calf-test-XXXXXX", path[100], expected[300];
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/cohort.csv", folder);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        calf_status status = read_with_cohort(path, cases[i].csv);
        snprintf(
            expected, sizeof expected, "%s%s", cases[i].says[0] == ':' ? path : "", cases[i].says);
        expect_message(status, expected, cases[i].csv);
    }
    unlink(path);
    rmdir(folder);
}

static void large_cohort_is_read(void **state)
{
    (void)state;
    enum { ROWS = 20000 };
    char folder[] = "/tmp/calf-test-XXXXXX", path[100];
    char *csv = malloc(16 * (ROWS + 2)), *end = csv;
    assert_non_null(csv);
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/cohort.csv", folder);
    end += sprintf(end, "frailty\n");
    for (int i = 0; i < ROWS; i++)
        end += sprintf(end, "%.6f\n", 0.5 + i * 1e-4);
    assert_int_equal(read_with_cohort(path, csv), CALF_OK);
    free(csv);
    unlink(path);
    rmdir(folder);
}

static void unreadable_files_are_named(void **state)
{
    (void)state;
    calf_experiment *experiment;
    calf_status status = calf_experiment_read("/none/such.yaml", NULL, 0, &experiment);
    expect_message(status, "/none/such.yaml: cannot be read: No such file or directory", "none");
    status = calf_experiment_read("/tmp", NULL, 0, &experiment);
    expect_message(status, "/tmp: cannot be read: Is a directory", "directory");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mistakes_in_settings),
        cmocka_unit_test(mistakes_around_cohorts),
        cmocka_unit_test(mistakes_in_cohort_files),
        cmocka_unit_test(large_cohort_is_read),
        cmocka_unit_test(unreadable_files_are_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
