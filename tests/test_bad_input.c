// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever may be wrong in an experiment file is refused, with the place and what is allowed.
#include "mistakes.h"

// What happens to the sound file and what the message then contains, parts separated by '|'.
typedef struct mistake {
    const char *from, *to;
    const char *says;
} mistake;

static const mistake at_the_top[] = {
    {"days: 28\n", "days: 0\n", "exp.yaml:3: days: '0' is out of range; allowed: 1 to 3660"},
    {"days: 28\n", "days: many\n", "exp.yaml:3: days: 'many' is not a whole number|1 to 3660"},
    {"days: 28\n", "days: '28'\n", "exp.yaml:3: days: '28' is not a whole number"},
    {"days: 28\n", "days: 2.5\n", "exp.yaml:3: days: '2.5' is not a whole number"},
    {"days: 28\n", "days: [28]\n", "exp.yaml:3: days: a list is not a whole number"},
    {"days: 28\n", "days:\n", "exp.yaml:3: days: '' is not a whole number"},
    {"days: 28\n", "", "exp.yaml:1: required key 'days' is missing; allowed: 1 to 3660"},
    {"days: 28\n", "days: 28\ndays: 29\n",
        "exp.yaml:4: days: duplicate key 'days', first on line 3"},
    {"title: t", "title: {a: b}", "exp.yaml:1: title: a mapping is not a text; allowed: a text"},
    {"title: t", "titel: t",
        "exp.yaml:1: titel: unknown key; did you mean 'title'?|title, model, seed, days"},
    {"title: t", "policy: {}", "exp.yaml:1: policy: unknown key; allowed: title, model"},
    {"title: t", "title: \"a\\0b\"", "exp.yaml:1: title: a NUL character"},
    {"title: t", "title: !x t", "exp.yaml:1: title: tag '!x' is not supported; allowed: no tags"},
    {"title: t", "seed: -1", "exp.yaml:1: seed: '-1' is out of range|0 to 18446744073709551615"},
    {"title: t", "seed: 18446744073709551616", "exp.yaml:1: seed: '18446744073709551616' is out"},
    {"model: 1\n", "", "required key 'model' is missing; allowed: 1"},
    {"model: 1", "model: 2", "exp.yaml:2: model: '2' is not a version of the model; allowed: 1"},
    {"2026-12-01", "2026-02-30", "exp.yaml:4: start: '2026-02-30' is not a date|YYYY-MM-DD"},
    {"2026-12-01", "tomorrow", "exp.yaml:4: start: 'tomorrow' is not a date"},
    {"{days: 14,", "{days: 3661,", "exp.yaml:5: history.days: '3661' is out of range|0 to 3660"},
    {"{days: 14,", "{", "exp.yaml:5: history: required key 'days' is missing"},
    {", plan: base}", "}", "exp.yaml:5: history: required key 'plan' is missing"},
    {", plan: base}", ", plan: bse}",
        "exp.yaml:5: history.plan: 'bse' is not a plan; did you mean 'base'? allowed: base, other"},
    {"14, plan", "14, from: 1, plan", "exp.yaml:5: history.from: unknown key; allowed: days, plan"},
    {"{daily: [soreness]", "{daily: [sorenes]",
        "exp.yaml:23: output.daily.0: 'sorenes' is not a group of outputs|'soreness'|force"},
    {"{daily: [soreness]", "{daily: [force, force]",
        "exp.yaml:23: output.daily.1: 'force' is listed twice"},
    {"{daily: [soreness]", "{daily: soreness",
        "exp.yaml:23: output.daily: 'soreness' is not a list; allowed: a list"},
    {"runners: true", "runners: yes",
        "exp.yaml:23: output.runners: 'yes' is neither true nor false; allowed: true, false"},
    {"runners: true", "sore_day_mm: 0", "exp.yaml:23: output.sore_day_mm: '0'|0.1 to 100"},
    {"runners: true", "sore_day_mm: .nan", "output.sore_day_mm: '.nan' is not a number"},
    {"runners: true", "sore_day_mm: .inf", "output.sore_day_mm: '.inf' is not a number"},
    {"runners: true", "sore_day_mm: 1e999", "output.sore_day_mm: '1e999' is not a number"},
};

static const mistake in_yaml[] = {
    {"days: 28\n", "days: 28: 3\n", "exp.yaml:3: not YAML: mapping values are not allowed"},
    {"days: 28\n", "\tdays: 28\n", "exp.yaml:3: not YAML"},
    {"days: 28\n", "days: [28\n", "exp.yaml:4: not YAML"},
    {"days: 28\n", "days: *d\n", "exp.yaml:3: not YAML: found undefined alias"},
    {"title: t\n", "title: \xFF\n", "exp.yaml:1: not YAML"},
    {"days: 28\n", "days: \x01\n", "exp.yaml:3: not YAML: control characters"},
    {"title: t\n", "title: t\n---\n", "exp.yaml:2: a second document begins; allowed: one"},
    {"title: t\n", "? [a]\n: b\n", "exp.yaml:1: a key is a list or a mapping; allowed: a text"},
    {"title: t\n", "title: &a [*a]\n", "exp.yaml:1: title.0.0|nested too deeply; allowed: 64"},
    {sound, "", "exp.yaml:1: the file is empty"},
    {sound, "# nothing\n", "exp.yaml:1: the file is empty"},
    {sound, "- 1\n", "exp.yaml:1: a list is not a mapping; allowed: a mapping"},
    {sound, "text\n", "exp.yaml:1: 'text' is not a mapping"},
    {sound,
        "a: &a [x, x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]\n"
        "c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]\n"
        "d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]\n"
        "e: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]\n"
        "f: &f [*e, *e, *e, *e, *e, *e, *e, *e, *e, *e]\n",
        "aliases repeat too much; allowed: 1000000"},
};

static const mistake in_population[] = {
    {"runners: 100", "runners: 0", "exp.yaml:7: population.runners: '0'|1 to 1000000000"},
    {"runners: 100", "runners: many",
        "exp.yaml:7: population.runners: 'many' is not a whole number; allowed: 1 to 1000000000"},
    {"runners: 100", "worlds: 100001", "exp.yaml:7: population.worlds: '100001'|1 to 100000"},
    {"runners: 100", "runers: 100",
        "exp.yaml:7: population.runers: unknown key; did you mean 'runners'?|worlds, cohort"},
    {"{threshold_speed: 3.4}", "{threshold_sped: 3.4}",
        "exp.yaml:8: population.set.threshold_sped: 'threshold_sped' is not a parameter|"
        "did you mean 'threshold_speed'?"},
    {"{threshold_speed: 3.4}", "{threshold_speed: 9}",
        "exp.yaml:8: population.set.threshold_speed: '9' is out of range; allowed: 1.5 to 7"},
    {"{threshold_speed: 3.4}", "{threshold_speed: fast}",
        "population.set.threshold_speed: 'fast' is not a number; allowed: 1.5 to 7"},
    {"{threshold_speed: 3.4}", "[]", "exp.yaml:8: population.set: a list is not a mapping"},
    {"{threshold_speed: 3.4}", "{heel_raise_reps: 20}",
        "exp.yaml:9: population.vary.heel_raise_reps: is also in population.set"},
    {"{heel_raise_reps: {l", "{speed_cap: {l",
        "exp.yaml:9: population.vary.speed_cap: is a fixed parameter, never drawn"},
    {"{heel_raise_reps: {l", "{nothing: {l", "population.vary.nothing: 'nothing' is not a param"},
    {"{lognormal: [18, 0.3], low: 5}", "{low: 5}",
        "exp.yaml:9: population.vary.heel_raise_reps|exactly one of lognormal, normal, gamma"},
    {"low: 5", "normal: [1, 2]",
        "population.vary.heel_raise_reps.normal: cannot stand beside 'lognormal'"},
    {"low: 5", "lower: 5", "heel_raise_reps.lower: unknown key; did you mean 'low'?"},
    {"low: 5", "low: 2", "population.vary.heel_raise_reps.low: '2' is out of range|3 to 120"},
    {"low: 5", "high: 121", "population.vary.heel_raise_reps.high: '121' is out of|3 to 120"},
    {"low: 5", "low: 60, high: 60", "low is not below high (60 to 60)"},
    {"[18, 0.3]", "[18]", "heel_raise_reps.lognormal: needs a list of two numbers|[a, b]"},
    {"[18, 0.3]", "[0, 0.3]", "lognormal.0: '0' is out of range; allowed: 1e-06 to 100000"},
    {"[18, 0.3]", "[18, -1]", "lognormal.1: '-1' is out of range; allowed: 1e-06 to 100000"},
    {"lognormal: [18, 0.3]", "normal: [18, 0]",
        "normal.1: '0' is out of range|allowed: 1e-06 to 100000"},
    {"lognormal: [18, 0.3]", "gamma: [-1, 1]",
        "gamma.0: '-1' is out of range|allowed: 1e-06 to 100000"},
    {"lognormal: [18, 0.3]", "beta: [1, 0]",
        "beta.1: '0' is out of range|allowed: 1e-06 to 100000"},
    {"lognormal: [18, 0.3]", "uniform: [20, 20]",
        "uniform.1: '20' is not above the first end; allowed: [a, b] with a below b"},
    {"lognormal: [18, 0.3]", "uniform: [1, 4]",
        "exp.yaml:9: population.vary.heel_raise_reps: has practically no probability|5 to 120"},
    {"lognormal: [18, 0.3]", "normal: [1000, 1]",
        "exp.yaml:9: population.vary.heel_raise_reps: has practically no probability|5 to 120"},
    {"lognormal: [18, 0.3]", "uniform: [a, 4]", "uniform.0: 'a' is not a number|any finite"},
    {"[[heel_raise_reps,", "[[heel_raise,",
        "exp.yaml:10: population.correlate.0.0: 'heel_raise' is not a parameter"},
    {"[[heel_raise_reps,", "[[acute_gain,",
        "correlate.0.0: 'acute_gain' is of the kind uncertainty; allowed: parameters of the kind"},
    {"[[heel_raise_reps,", "[[frailty,", "correlate.0.1: 'frailty' is correlated with itself"},
    {"0.4]]", "1]]", "population.correlate.0.2: '1' is out of range; allowed: -1 to below 1"},
    {"0.4]]", "-1]]", "population.correlate.0.2: '-1' is out of range|above -1"},
    {"0.4]]", "high]]", "population.correlate.0.2: 'high' is not a number"},
    {", 0.4]]", "]]", "population.correlate.0: needs two parameters and a number|RANK"},
    {"0.4]]", "0.4], [frailty, heel_raise_reps, 0.1]]",
        "population.correlate.1: the same pair as entry 0"},
    {"0.4]]", "0.9], [frailty, push_off, 0.9], [push_off, heel_raise_reps, -0.9]]",
        "exp.yaml:10: population.correlate: these correlations contradict one another"},
};

static const mistake in_plans[] = {
    {"tue: [", "tues: [",
        "exp.yaml:14: plans.base.week.tues: unknown key; did you mean 'tue'? allowed: mon, tue"},
    {"    week:", "    weeks:", "plans.base.weeks: unknown key; did you mean 'week'?|calendar"},
    {"tue: [{run: {distance_km: 8, intensity: 0.8}}]", "tue: {}",
        "exp.yaml:14: plans.base.week.tue: a mapping is not a list"},
    {"{extends: base}", "", "exp.yaml:19: plans.other: '' is not a mapping"},
    {"{extends: base}", "{extends: bas}",
        "exp.yaml:19: plans.other.extends: 'bas' is not a plan; did you mean 'base'?"},
    {"{extends: base}", "{extends: other}",
        "exp.yaml:19: plans.other.extends: 'other' leads back to this plan"},
    {"  other: {extends: base}", "  other: {extends: third}\n  third: {extends: other}",
        "exp.yaml:20: plans.third.extends: 'other' leads back"},
    {"  other:", "  \"\":", "exp.yaml:19: plans.: a name of 0 bytes; allowed: 1 to 200"},
    {"{day: -3, ", "{day: -15, ", "plans.base.calendar.0.day: '-15'|allowed: -14 to 27"},
    {"{day: -3, ", "{day: 28, ", "exp.yaml:18: plans.base.calendar.0.day: '28'|-14 to 27"},
    {"{day: -3, ", "{date: 2026-12-29, ",
        "exp.yaml:18: plans.base.calendar.0.date: '2026-12-29' is day 28; allowed: day -14 to 27"},
    {"{day: -3, ", "{date: soon, ", "calendar.0.date: 'soon' is not a date; allowed: YYYY-MM-DD"},
    {"{day: -3, ", "{date: 2026-12-02, day: 1, ", "calendar.0.date: cannot stand beside 'day'"},
    {"{day: -3, ", "{", "exp.yaml:18: plans.base.calendar.0|exactly one of day, date"},
    {"{run: {distance_km: 8", "{day: 1, run: {distance_km: 8",
        "exp.yaml:14: plans.base.week.tue.0.day: unknown key; allowed: hour, run, strength"},
    {"hour: 7}", "hour: 24}", "exp.yaml:15: plans.base.week.wed.0.hour: '24'|0 to below 24"},
    {"reps: 15}, hour: 7", "reps: 15, hour: 8}, hour: 7",
        "plans.base.week.wed.0.strength.hour: given twice, inside and beside 'strength'"},
    {"reps: 15}, hour: 7", "reps: 15}, mobility: {roll_min: 1}",
        "exp.yaml:15: plans.base.week.wed.0.mobility: cannot stand beside 'strength'"},
    {"[{mobility: {roll_min: 5}}]", "[{hour: 3}]",
        "exp.yaml:16: plans.base.week.thu.0|exactly one of run, strength, mobility"},
    {"[{mobility: {roll_min: 5}}]", "[{dose: {du: 20}}]",
        "exp.yaml:16: plans.base.week.thu.0.dose.du: '20' is out of range; allowed: 0.001 to 10"},
    {"[{mobility: {roll_min: 5}}]", "[{dose: {duration_min: 20}}]",
        "exp.yaml:16: plans.base.week.thu.0.dose: required key 'du' is missing"},
    {"[{mobility: {roll_min: 5}}]", "[{swim: {}}]", "plans.base.week.thu.0.swim: unknown key"},
    {"knee: bent, ", "knee: bend, ",
        "wed.0.strength.knee: 'bend' is not a knee position; did you mean 'bent'?|straight, bent"},
    {"knee: bent, ", "", "exp.yaml:15: plans.base.week.wed.0.strength: required key 'knee'"},
    {"sets: 3, ", "sets: 51, ", "strength.sets: '51' is out of range; allowed: 1 to 50"},
    {"sets: 3, ", "", "wed.0.strength: required key 'sets' is missing; allowed: 1 to 50"},
    {"sets: 3, reps: 15", "sets: 3",
        "exp.yaml:15: plans.base.week.wed.0.strength: one of|exactly one of reps, effort"},
    {"reps: 15", "reps: 15, effort: 0.9", "strength.effort: cannot stand beside 'reps'"},
    {"reps: 15", "effort: 1.1", "strength.effort: '1.1' is out of range; allowed: 0.1 to 1"},
    {"reps: 15", "reps: 0", "strength.reps: '0' is out of range; allowed: 1 to 500"},
    {"reps: 15", "reps: 9, rest_s: -1", "strength.rest_s: '-1' is out of range|0 to 3600"},
    {"reps: 15", "reps: 9, extra_load: 3", "strength.extra_load: '3' is out|allowed: 0 to 2"},
    {"roll_min: 5", "roll_min: 0", "exp.yaml:16: plans.base.week.thu.0.mobility: neither rolling"},
    {"roll_min: 5", "stretch_min: 241", "mobility.stretch_min: '241'|allowed: 0 to 240"},
    {"roll_min: 5", "roll_min: 241", "mobility.roll_min: '241' is out of range|0 to 240"},
};

static const mistake in_runs[] = {
    {"distance_km: 8", "distance_km: 501",
        "exp.yaml:14: plans.base.week.tue.0.run.distance_km: '501'|allowed: 0.01 to 500"},
    {"distance_km: 8", "duration_min: 2881", "run.duration_min: '2881'|0.05 to 2880"},
    {"distance_km: 8", "distance_km: 8, duration_min: 9",
        "exp.yaml:14: plans.base.week.tue.0.run.duration_min: cannot stand beside 'distance_km'"},
    {"distance_km: 8, ", "",
        "exp.yaml:14: plans.base.week.tue.0.run|exactly one of distance_km, duration_min, segm"},
    {"distance_km: 8", "distance: 8", "run.distance: unknown key; did you mean 'distance_km'?"},
    {", intensity: 0.8", "", "tue.0.run|exactly one of intensity, speed_mps, pace_min_per_km"},
    {"intensity: 0.8", "intensity: 0.1", "tue.0.run.intensity: '0.1'|allowed: 0.2 to 2"},
    {"intensity: 0.8", "speed_mps: 13", "tue.0.run.speed_mps: '13'|allowed: 0.5 to 12"},
    {"intensity: 0.8", "intensity: 0.8, speed_mps: 3",
        "run.speed_mps: cannot stand beside 'intensity'"},
    {"intensity: 0.8", "pace_min_per_km: 1", "run.pace_min_per_km: '1' is out of|1:24 to 33:20"},
    {"intensity: 0.8", "pace_min_per_km: 5:61", "run.pace_min_per_km: '5:61' is not a pace|1:24"},
    {"intensity: 0.8", "pace_min_per_km: slow", "run.pace_min_per_km: 'slow' is not a pace"},
    {"intensity: 0.8", "pace_min_per_km: -5", "run.pace_min_per_km: '-5' is out of range"},
    {"intensity: 0.8", "intensity: 0.8, grade_percent: 46",
        "run.grade_percent: '46' is out of range; allowed: -30 to 30"},
    {"intensity: 0.8", "intensity: 0.8, treadmill: 1", "run.treadmill: '1' is neither true nor"},
    {"intensity: 0.8", "intensity: 0.8, technique: {cadence: 1}",
        "run.technique.cadence: unknown key|cadence_ratio, forefootness"},
    {"intensity: 0.8", "intensity: 0.8, technique: {cadence_ratio: 1.3}",
        "run.technique.cadence_ratio: '1.3' is out of range; allowed: 0.8 to 1.2"},
    {"intensity: 0.8", "intensity: 0.8, technique: {cadence_ratio: {times: 11}}",
        "run.technique.cadence_ratio.times: '11' is out of range; allowed: 0.1 to 10"},
    {"intensity: 0.8", "intensity: 0.8, technique: {trunk_lean: {plus: 41}}",
        "run.technique.trunk_lean.plus: '41' is out of range; allowed: -40 to 40"},
    {"intensity: 0.8", "intensity: 0.8, technique: {trunk_lean: {minus: 1}}",
        "run.technique.trunk_lean.minus: unknown key; allowed: times, plus"},
    {"intensity: 0.8", "intensity: 0.8, technique: {trunk_lean: {}}",
        "run.technique.trunk_lean: is empty; allowed: times, plus or both"},
    {"run: {segments: [", "run: {intensity: 1, segments: [",
        "exp.yaml:18: plans.base.calendar.0.run.intensity: cannot stand beside 'segments'"},
    {"run: {segments: [", "run: {distance_km: 1, segments: [",
        "calendar.0.run.segments: cannot stand beside 'distance_km'"},
    {"[{repeat: 2, of: [{duration_min: 3, speed_mps: 4}]}]", "[]",
        "exp.yaml:18: plans.base.calendar.0.run.segments: no segments; allowed: one or more"},
    {"repeat: 2", "repeat: 1001", "segments.0.repeat: '1001' is out of range|1 to 1000"},
    {"repeat: 2, of",
        "repeat: 1000, of: [{repeat: 11, of: [{duration_min: 1, intensity: 1}]}]}, "
        "{repeat: 1, of",
        "segments.0: too many segments when repeats are written out; allowed: 1 to 10000"},
    {"repeat: 2, ", "", "segments.0: required key 'repeat' is missing; allowed: 1 to 1000"},
    {"of: [{", "off: [{", "segments.0.off: unknown key; did you mean 'of'?"},
    {"{duration_min: 3, ", "{", "segments.0.of.0|exactly one of distance_km, duration_min"},
    {"duration_min: 3,", "minutes: 3,", "segments.0.of.0.minutes: unknown key"},
    {"duration_min: 3,", "duration_min: 3, grade_percent: steep,",
        "exp.yaml:18: plans.base.calendar.0.run.segments.0.of.0.grade_percent: 'steep'|-30 to 30"},
};

static const mistake in_strategies[] = {
    {"strategies:\n  - {name: one, plan: base}\n  - {name: two, plan: other}", "strategies: []",
        "exp.yaml:20: strategies: 0 strategies; allowed: 1 to 32"},
    {"{name: two, plan: other}", "{plan: other}",
        "exp.yaml:22: strategies.1: required key 'name' is missing"},
    {"{name: two, plan: other}", "{name: two}",
        "exp.yaml:22: strategies.1: required key 'plan' is missing"},
    {"name: two", "name: one", "strategies.1.name: 'one' is the name of strategies.0 too"},
    {"name: two", "name: ''", "exp.yaml:22: strategies.1.name: a name of 0 bytes; allowed: 1"},
    {"plan: other", "plan: none",
        "exp.yaml:22: strategies.1.plan: 'none' is not a plan|allowed: base, other"},
    {"plan: other", "plan: other, from_day: 28",
        "exp.yaml:22: strategies.1.from_day: '28' is out of range; allowed: 0 to 27"},
    {"plan: other", "plan: other, volume: 11", "strategies.1.volume: '11'|0.01 to 10"},
    {"plan: other", "plan: other, intensity: 0.1", "strategies.1.intensity: '0.1'|0.2 to 3"},
    {"plan: other", "plan: other, policies: {}",
        "exp.yaml:22: strategies.1.policies: unknown key|allowed: name, plan, from_day, volume"},
    {"plan: other", "plan: other, technique: {shoe_lift: 21}",
        "strategies.1.technique.shoe_lift: '21' is out of range; allowed: -10 to 20"},
    {"plan: other", "plan: other, progression: {volume: {weekly: 3}}",
        "strategies.1.progression.volume.weekly: '3' is out of range; allowed: 0.5 to 2"},
    {"plan: other", "plan: other, progression: {volume: {deload: {every: 1, to: 0.5}}}",
        "progression.volume.deload.every: '1' is out of range; allowed: 2 to 52"},
    {"plan: other", "plan: other, progression: {intensity: {deload: {every: 4, to: 2}}}",
        "progression.intensity.deload.to: '2' is out of range; allowed: 0.1 to 1"},
    {"plan: other", "plan: other, progression: {intensity: {deload: {every: 4}}}",
        "strategies.1.progression.intensity.deload: required key 'to' is missing"},
    {"plan: other", "plan: other, progression: {volume: {weekly: 1.1, step: 0.1}}",
        "exp.yaml:22: strategies.1.progression.volume.step: cannot stand beside a 'weekly' other"},
    {"plan: other", "plan: other, progression: {volume: {step: -0.1}}",
        "progression.volume.step: '-0.1' is out of range; allowed: 0 to 1"},
    {"plan: other", "plan: other, progression: {volume: {up_to: 0.9}}",
        "progression.volume.up_to: '0.9' is out of range; allowed: 1 to 100"},
    {"plan: other", "plan: other, progression: {volume: {taper: {weeks: 2}}}",
        "strategies.1.progression.volume.taper: required key 'to' is missing; allowed: 0.1 to 1"},
    {"plan: other", "plan: other, progression: {volume: {taper: {to: 0.5}}}",
        "strategies.1.progression.volume.taper: required key 'weeks' is missing"},
    {"plan: other", "plan: other, progression: {intensity: {taper: {weeks: 0, to: 1}}}",
        "progression.intensity.taper.weeks: '0' is out of range; allowed: 1 to 52"},
    {"plan: other",
        "plan: other, progression: {volume: {taper: {weeks: 1, to: 1, before_day: 29}}}",
        "progression.volume.taper.before_day: '29' is out of range; allowed: 1 to 28"},
    {"plan: other", "plan: other, long_run: {share_of_week: 1.1}",
        "exp.yaml:22: strategies.1.long_run.share_of_week: '1.1' is out of|allowed: 0.05 to 1"},
    {"plan: other", "plan: other, long_run: {of_longest: 0.9}",
        "strategies.1.long_run.of_longest: '0.9' is out of range; allowed: 1 to 10"},
    {"plan: other", "plan: other, long_run: {of_longest: 1, days: 0}",
        "strategies.1.long_run.days: '0' is out of range; allowed: 1 to 365"},
    {"plan: other", "plan: other, long_run: {share_of_week: 0.3, days: 9}",
        "strategies.1.long_run.days: says nothing on its own; allowed: beside 'of_longest'"},
    {"plan: other", "plan: other, long_run: {share: 0.3}",
        "strategies.1.long_run.share: unknown key|allowed: share_of_week, of_longest, days"},
    {"plan: other", "plan: other, progression: {technique: {from: 0.1, weekly: 0.1}}",
        "exp.yaml:22: strategies.1.progression.technique: has no technique to change to; allowed"},
    {"plan: other", "plan: other, technique: {}, progression: {technique: {from: 0.1}}",
        "strategies.1.progression.technique: required key 'weekly' is missing; allowed: 0 to 1"},
    {"plan: other", "plan: other, technique: {}, progression: {technique: {weekly: 0.1}}",
        "strategies.1.progression.technique: required key 'from' is missing; allowed: 0 to 1"},
    {"plan: other", "plan: other, technique: {}, progression: {technique: {from: 2, weekly: 0}}",
        "strategies.1.progression.technique.from: '2' is out of range; allowed: 0 to 1"},
    {"plan: other", "plan: other, strength: {reps: 501}",
        "exp.yaml:22: strategies.1.strength.reps: '501' is out of range; allowed: 1 to 500"},
    {"plan: other", "plan: other, strength: {sets: {plus: 50}}",
        "strategies.1.strength.sets.plus: '50' is out of range; allowed: -49 to 49"},
    {"plan: other", "plan: other, strength: {effort: {}}",
        "strategies.1.strength.effort: is empty; allowed: times, plus or both"},
    {"plan: other", "plan: other, strength: {rest_s: 60}",
        "strategies.1.strength.rest_s: unknown key|allowed: sets, reps, extra_load, effort"},
    {"plan: other", "plan: other, progression: {reps: {step: 101}}",
        "strategies.1.progression.reps.step: '101' is out of range; allowed: 0 to 100"},
    {"plan: other", "plan: other, progression: {effort: {up_to: 2}}",
        "strategies.1.progression.effort.up_to: '2' is out of range; allowed: 0.1 to 1"},
    {"plan: other", "plan: other, progression: {reps: {taper: {weeks: 1, to: 1}}}",
        "strategies.1.progression.reps.taper: unknown key|allowed: weekly, step, up_to, deload"},
    {"plan: other", "plan: other, progression: {distance: {}}",
        "strategies.1.progression.distance: unknown key|volume, intensity, sets, reps, extra_load, effort, technique"},
    {"plan: other", "plan: other, intensity: 3",
        "exp.yaml:22: strategies.1: strategy 'two': on day 0, intensity: 2.4|allowed: 0.2 to 2"},
    {"plan: other", "plan: other, volume: 10, progression: {volume: {weekly: 2}}",
        "exp.yaml:22: strategies.1: strategy 'two': on day 21, distance_km: 640|0.01 to 500"},
};

// The text with the first `from` in it replaced; the caller frees it.
static char *replaced(const char *text, const char *from, const char *to)
{
    const char *at = strstr(text, from);
    size_t size = strlen(text) + strlen(to) + 1;
    char *result = malloc(size);
    assert_non_null(at);
    assert_non_null(result);
    snprintf(result, size, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
    return result;
}

static void expect_mistakes(const mistake *mistakes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        calf_experiment *experiment = (calf_experiment *)1;
        char *text = replaced(sound, mistakes[i].from, mistakes[i].to);
        calf_status status = calf_experiment_parse(text, "exp.yaml", NULL, 0, &experiment);
        free(text);
        if (status == CALF_OK)
            fail_msg("'%s' was accepted", mistakes[i].to);
        expect_message(status, mistakes[i].says, mistakes[i].to);
        assert_null(experiment);
    }
}

#define MISTAKES_TEST(name)                                                                        \
    static void mistakes_##name(void **state)                                                      \
    {                                                                                              \
        (void)state;                                                                               \
        expect_mistakes(name, sizeof name / sizeof *name);                                         \
    }
MISTAKES_TEST(at_the_top)
MISTAKES_TEST(in_yaml)
MISTAKES_TEST(in_population)
MISTAKES_TEST(in_plans)
MISTAKES_TEST(in_runs)
MISTAKES_TEST(in_strategies)

static void sound_file_is_accepted(void **state)
{
    (void)state;
    calf_experiment *experiment;
    calf_status status = calf_experiment_parse(sound, "exp.yaml", NULL, 0, &experiment);
    if (status != CALF_OK)
        fail_msg("%s", calf_error_text());
    calf_experiment_destroy(experiment);
}

static void date_needs_start(void **state)
{
    (void)state;
    calf_experiment *experiment;
    char *dated = replaced(sound, "{day: -3", "{date: 2026-12-02");
    char *text = replaced(dated, "start: 2026-12-01\n", "");
    calf_status status = calf_experiment_parse(text, "exp.yaml", NULL, 0, &experiment);
    expect_message(status, "exp.yaml:17: plans.base.calendar.0.date: needs to know|'start'", text);
    free(dated);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sound_file_is_accepted),
        cmocka_unit_test(mistakes_at_the_top),
        cmocka_unit_test(mistakes_in_yaml),
        cmocka_unit_test(mistakes_in_population),
        cmocka_unit_test(mistakes_in_plans),
        cmocka_unit_test(mistakes_in_runs),
        cmocka_unit_test(mistakes_in_strategies),
        cmocka_unit_test(date_needs_start),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
