// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever may be wrong in a sweep is refused, with the place and what is allowed.
#include "mistakes.h"

// What follows `sweep: ` in the sound file, and what the message contains.
typedef struct mistake {
    const char *sweep, *says;
} mistake;

#define FACTOR(text) "{design: sobol, points: 3, factors: {f: " text "}}"
#define GRID(text) "{design: grid, factors: {f: " text "}}"
#define OF(text) "{design: sobol, points: 3, factors: {f: {of: " text ", from: 1, to: 2}}}"

static const mistake in_the_section[] = {
    {"[]", "exp.yaml:24: sweep: a list is not a mapping"},
    {"3", "exp.yaml:24: sweep: '3' is not a mapping"},
    {"{design: grid}", "exp.yaml:24: sweep: required key 'factors' is missing"},
    {"{factors: {volume: [1]}}", "sweep: required key 'design' is missing; allowed: grid, random"},
    {"{factors: {volume: [1]}, points: 3}", "sweep: required key 'design' is missing"},
    {"{design: grids, factors: {volume: [1]}}",
        "sweep.design: 'grids' is not a design; did you mean 'grid'? allowed: grid, random, "
        "latin_hypercube, sobol, scrambled_sobol"},
    {"{design: sobol, factors: {volume: [1]}}",
        "sweep: required key 'points' is missing; allowed: 1 to 100000"},
    {"{design: sobol, points: 0, factors: {volume: [1]}}",
        "sweep.points: '0' is out of range; allowed: 1 to 100000"},
    {"{design: sobol, points: 100001, factors: {volume: [1]}}", "sweep.points: '100001' is out of"},
    {"{design: sobol, points: 2.5, factors: {volume: [1]}}", "'2.5' is not a whole number"},
    {"{design: sobol, points: many.csv, factors: {volume: [1]}}",
        "sweep.design: cannot stand beside points that are given; allowed: a number of points"},
    {"{design: sobol, points: 3, seed: -1, factors: {volume: [1]}}", "sweep.seed: '-1' is out of"},
    {"{design: sobol, point: 3, factors: {volume: [1]}}", "sweep.point: unknown key; did you mean"},
    {"{design: grid, seed: 1, factors: {volume: [1]}}",
        "sweep.seed: a grid draws nothing; allowed: no such key"},
    {"{design: grid, points: 3, factors: {volume: [1, 2]}}",
        "sweep.points: '3' is not the number of the grid's points; allowed: 2, or no such key"},
    {"{design: grid, factors: {volume: {from: 1, to: 2, steps: 1000}, soreness_half: {from: 0.1, "
     "to: 0.5, steps: 101}}}",
        "sweep: a grid of more than 100000 points; allowed: fewer"},
    {"{design: grid, factors: {}}", "sweep.factors: 0 factors; allowed: 1 to 1000"},
    {"{design: grid, factors: [volume]}", "sweep.factors: a list is not a mapping"},
};

static const mistake in_factors[] = {
    {"{design: grid, factors: {2nd: [1]}}",
        "sweep.factors.2nd: cannot name a factor; allowed: 1 to 60 letters"},
    {"{design: grid, factors: {'': [1]}}", "cannot name a factor"},
    {"{design: grid, factors: {world: [1]}}", "sweep.factors.world: cannot name a factor: results"},
    {"{design: grid, factors: {a-b: [1]}}", "sweep.factors.a-b: cannot name a factor"},
    {"{design: grid, factors: {\"f\\u00fc\": [1]}}", "cannot name a factor"},
    {"{design: grid, factors: "
     "{a123456789b123456789c123456789d123456789e123456789f123456789g: [1]}}",
        "cannot name a factor"},
    {GRID("7"), "sweep.factors.f: '7' is not a factor; allowed: a list of numbers, or {from"},
    {"{design: grid, factors: {volume: []}}", "sweep.factors.volume: 0 levels; allowed: 1 to"},
    {"{design: grid, factors: {volume: [1, x]}}", "sweep.factors.volume.1: 'x' is not a number"},
    {"{design: grid, factors: {volume: [1, 2, 1.0]}}",
        "sweep.factors.volume.2: '1.0' is a level already; allowed: each level once"},
    {"{design: grid, factors: {volume: {levels: 1}}}", "volume.levels: '1' is not a list"},
    {"{design: grid, factors: {volume: {levels: [1], to: 2}}}",
        "volume.to: cannot stand beside 'levels'; allowed: levels, or from and to"},
    {"{design: grid, factors: {volume: {levels: [1], whole: true}}}", "volume.whole: cannot stand"},
    {GRID("{}"),
        "sweep.factors.f: required key 'from' is missing; allowed: from and to, or levels"},
    {GRID("{from: 1, steps: 2}"), "sweep.factors.f: required key 'to' is missing"},
    {GRID("{from: 1, to: 2}"), "sweep.factors.f: required key 'steps' is missing; allowed: 2 to"},
    {GRID("{from: 1, to: 2, steps: 1}"), "f.steps: '1' is out of range; allowed: 2 to 100000"},
    {GRID("{from: 1, to: 3, steps: 4, whole: true}"),
        "f.steps: '4' gives the same value twice; allowed: fewer steps, or levels"},
    {FACTOR("{from: 1, to: 2, steps: 3}"), "f.steps: only a grid has steps"},
    {FACTOR("{from: 1, to: 1}"), "f.to: '1' is not above 'from'; allowed: from below to"},
    {FACTOR("{from: 2e15, to: 1}"), "f.from: '2e15' is out of range"},
    {FACTOR("{from: 1, to: 2.5, whole: true}"), "f.to: '2.5' is not a whole number"},
    {FACTOR("{from: 1, to: 2, whole: yes}"), "f.whole: 'yes' is neither true nor false"},
    {FACTOR("{from: 0, to: 1, scale: log}"), "f.from: '0' is out of range; allowed: 1e-15 to"},
    {FACTOR("{from: 1, to: 2, scale: log10}"), "f.scale: 'log10' is not a scale; did you mean"},
    {FACTOR("{from: 1, upto: 2}"), "sweep.factors.f.upto: unknown key"},
};

static const mistake in_what_they_change[] = {
    {"{design: grid, factors: {fraility: [1]}}",
        "sweep.factors.fraility: 'fraility' is nothing that a sweep can change; did you mean "
        "'frailty'? allowed: a parameter, volume, intensity, or a path that begins with strategies."},
    {OF("days"), "sweep.factors.f.of: 'days' is nothing that a sweep can change"},
    {OF("population.worlds"), "'population.worlds' is nothing that a sweep can change"},
    {OF("plans.base.week.tue.0.run.distance_km"),
        "'plans.base.week.tue.0.run.distance_km' is of the plans; allowed: what changes them in a "
        "strategy, such as strategies.0.volume"},
    {OF("[a]"), "sweep.factors.f.of: a list is not a text"},
    {OF("strategies.0.a=b"), "is nothing that a sweep can change"},
    {OF("strategies.3.volume"),
        "sweep.factors.f.of: '3' is not a strategy; allowed: 0 to 1, a strategy's name, or all"},
    {OF("strategies.00.volume"), "'00' is not a strategy"},
    {OF("strategies.tow.volume"), "'tow' is not a strategy; did you mean 'two'? allowed: 0 to 1"},
    {OF("strategies.two"), "'two' is a whole strategy; allowed: one of its numbers"},
    {OF("strategies.two.name"), "names tell strategies apart at every point"},
    {OF("population.set.fraility"), "'fraility' is not a parameter; did you mean 'frailty'?"},
    {OF("population.set.frailty.x"),
        "nothing can stand below 'frailty'; allowed: population.set.frailty"},
    {OF("population.vary.frailty"),
        "'frailty' is a distribution; allowed: one of its numbers, such as"},
    {OF("population.vary.fraility.low"), "'fraility' is not a parameter"},
    {"{design: grid, factors: {volume: [1], v: {of: strategies.two.volume, levels: [1]}}}",
        "sweep.factors.v: strategies.1.volume is changed by 'volume' too (strategies.all.volume); "
        "allowed: by one factor"},
    {"{design: grid, factors: {frailty: [1], v: {of: population.set.frailty, levels: [1]}}}",
        "sweep.factors.v: population.set.frailty is changed by 'frailty' too"},
    {"{design: grid, factors: {a: {of: strategies.0.technique.push_off.times, levels: [1]}, b: {of: "
     "strategies.one.technique.push_off, levels: [1]}}}",
        "sweep.factors.b: strategies.0.technique.push_off is changed by 'a' too"},
};

static const mistake at_points[] = {
    {"{design: grid, factors: {volume: [1, 30]}}",
        "exp.yaml:24: sweep: at point 1, strategies.0.volume: '30' is out of range; allowed: 0.01 "
        "to 10"},
    {"{design: grid, factors: {intensity: [1], frailty: [1, 99]}}",
        "exp.yaml:24: sweep: at point 1, population.set.frailty: '99' is out of range"},
    {"{design: grid, factors: {volume: [1, 2], intensity: [1, 2.9]}}",
        "exp.yaml:24: sweep: at point 1 (volume 1, intensity 2.9), strategies.0: |on day |allowed"},
    {"{design: grid, factors: {heel_raise_reps: [20]}}",
        "exp.yaml:24: sweep: at point 0 (heel_raise_reps 20), population.vary.heel_raise_reps: is "
        "also in population.set; allowed: one of set and vary"},
    {"{design: grid, factors: {f: {of: strategies.one.from_day, levels: [0, 1.5]}}}",
        "sweep: at point 1, strategies.0.from_day: '1.5' is not a whole number; allowed: 0 to 27"},
    {"{design: grid, factors: {f: {of: strategies.one.volum, levels: [1]}}}",
        "sweep: at point 0, strategies.0.volum: unknown key; did you mean 'volume'?"},
    {"{design: grid, factors: {f: {of: strategies.one.volume.x, levels: [1]}}}",
        "sweep: at point 0, strategies.0.volume.x: nothing can stand below a single value"},
    {"{design: grid, factors: {f: {of: strategies.one., levels: [1]}}}",
        "sweep.factors.f.of: 'one' is a whole strategy"},
    {"{design: grid, factors: {f: {of: strategies.one..volume, levels: [1]}}}",
        "sweep: at point 0, strategies.0..volume: an empty key"},
    {"{design: grid, factors: {f: {of: population.vary.frailty.low, levels: [1]}}}",
        "sweep: at point 0, population.vary.frailty: one of these keys is missing"},
};

static const mistake in_given_points[] = {
    {"{points: {columns: [volume], rows: [[1]]}, seed: 1, factors: {volume: {}}}",
        "sweep.seed: nothing is drawn where points are given"},
    {"{points: {columns: [volume], rows: [[1]]}, factors: {volume: [1]}}",
        "sweep.factors.volume: a list is not a factor; allowed: {} or {of: ...}"},
    {"{points: {columns: [volume], rows: [[1]]}, factors: {volume: {from: 1, to: 2}}}",
        "sweep.factors.volume.from: values are those of the points; allowed: {} or {of: ...}"},
    {"{points: {columns: [volum], rows: [[1]]}, factors: {volume: {}}}",
        "sweep.points.columns.0: 'volum' is not a factor; did you mean 'volume'?"},
    {"{points: {columns: [volume], rows: [[1]]}, factors: {volume: {}, frailty: {}}}",
        "sweep.points.columns: no column 'frailty'; allowed: one for every factor"},
    {"{points: {columns: [volume], rows: [[1], [x]]}, factors: {volume: {}}}",
        "sweep.points.rows.1.0: 'x' is not a number"},
    {"{points: {columns: [volume], rows: [[1], [30]]}, factors: {volume: {}}}",
        "sweep: at point 1, strategies.0.volume: '30' is out of range"},
    {"{points: [1], factors: {volume: {}}}",
        "sweep.points: a list is neither a file nor a mapping"},
    {"{points: none/such.csv, factors: {volume: {}}}",
        "exp.yaml:24: sweep.points: 'none/such.csv' cannot be read: No such file"},
};

static void expect_refused(const mistake *mistakes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char text[2000];
        calf_experiment *experiment;
        snprintf(text, sizeof text, "%ssweep: %s\n", sound, mistakes[i].sweep);
        calf_status status = calf_experiment_parse(text, "exp.yaml", NULL, 0, &experiment);
        if (status == CALF_OK)
            fail_msg("'%s' was accepted", mistakes[i].sweep);
        assert_null(experiment);
        expect_message(status, mistakes[i].says, mistakes[i].sweep);
    }
}

#define MISTAKES_TEST(list)                                                                        \
    static void mistakes_##list(void **state)                                                      \
    {                                                                                              \
        (void)state;                                                                               \
        expect_refused(list, sizeof list / sizeof *list);                                          \
    }
MISTAKES_TEST(in_the_section)
MISTAKES_TEST(in_factors)
MISTAKES_TEST(in_what_they_change)
MISTAKES_TEST(at_points)
MISTAKES_TEST(in_given_points)

static void mistakes_in_files_of_points(void **state)
{
    (void)state;
    static const mistake cases[] = {
        {"", ":1: the file is empty; allowed: a header of factor names"},
        {"volume,frailty\n", ":2: no rows below the header"},
        {"volume,frailty,x\n1,1,1\n",
            ":1: column 3: 'x' is not a factor; allowed: names in sweep.factors"},
        {"frailty\n1\n", ":1: no column 'volume'; allowed: one for every factor"},
        {"frailty,volume,frailty\n1,1,1\n", ":1: column 3: 'frailty' is a duplicate of column 1"},
        {"frailty,volume\n1,1\n1,fast\n", ":3: volume: 'fast' is not a number; allowed: "},
        {"frailty,volume\n1,2e15\n", ":2: volume: '2e15' is out of range"},
        {"frailty,volume\n1\n", ":2: 1 cells; allowed: 2, as in the header"},
        {"frailty,volume\n1,1\n\n77,1\n",
            "exp.yaml:24: sweep: at point 1, population.set.frailty: '77' is out of range"},
    };
    char folder[] = "/tmp/calf-test-XXXXXX", path[100], text[2000], expected[300];
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/points.csv", folder);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        calf_experiment *experiment;
        FILE *file = fopen(path, "wb");
        assert_non_null(file);
        fputs(cases[i].sweep, file);
        fclose(file);
        snprintf(text, sizeof text, "%ssweep: {points: %s, factors: {volume: {}, frailty: {}}}\n",
            sound, path);
        snprintf(
            expected, sizeof expected, "%s%s", cases[i].says[0] == ':' ? path : "", cases[i].says);
        calf_status status = calf_experiment_parse(text, "exp.yaml", NULL, 0, &experiment);
        expect_message(status, expected, cases[i].sweep);
    }
    unlink(path);
    rmdir(folder);
}

static void too_many_are_refused(void **state)
{
    (void)state;
    char *text = malloc(sizeof sound + 100000 * 4 + 30000), *end = text;
    calf_experiment *experiment;
    assert_non_null(text);
    end += sprintf(end, "%ssweep: {design: grid, factors: {", sound);
    for (int i = 0; i <= 1000; i++)
        end += sprintf(end, "f%d: [1], ", i);
    sprintf(end, "}}\n");
    calf_status status = calf_experiment_parse(text, "exp.yaml", NULL, 0, &experiment);
    expect_message(status, "sweep.factors: 1001 factors; allowed: 1 to 1000", "factors");
    end = text +
        sprintf(
            text, "%ssweep: {factors: {volume: {}}, points: {columns: [volume], rows: [", sound);
    for (int i = 0; i <= 100000; i++)
        end += sprintf(end, "[1],");
    sprintf(end, "]}}\n");
    status = calf_experiment_parse(text, "exp.yaml", NULL, 0, &experiment);
    expect_message(status, "sweep.points.rows: 100001 rows; allowed: 1 to 100000", "rows");
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mistakes_in_the_section),
        cmocka_unit_test(mistakes_in_factors),
        cmocka_unit_test(mistakes_in_what_they_change),
        cmocka_unit_test(mistakes_at_points),
        cmocka_unit_test(mistakes_in_given_points),
        cmocka_unit_test(mistakes_in_files_of_points),
        cmocka_unit_test(too_many_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
