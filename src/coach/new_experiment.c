// SPDX-License-Identifier: GPL-3.0-or-later
// Writing an experiment from answers: a ready-made plan, line by line, with the runner in it.
#include "coach/new_experiment.h"

#include "core/number.h"

#include <calfsim/parameters.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

// Answers as options of the command line, which hold nothing that a shell would take for its own
// but blanks.
static void write_command(const calf_answers *answers, FILE *out)
{
    fputs("#   calfsim new", out);
    for (int q = 0; q < CALF_QUESTION_COUNT; q++)
        if (answers->known[q]) {
            const char *const quote = strchr(answers->text[q], ' ') != NULL ? "'" : "";
            fprintf(out, " --%s %s%s%s", calf_questions[q].flag, quote, answers->text[q], quote);
        }
    fputs("\n", out);
}

static void write_measured(
    calf_parameter_id parameter, calf_measured measured, int digits, FILE *out)
{
    const calf_parameter_info *info = calf_parameter_describe(parameter);
    fprintf(out, "    %s: {normal: [%.*f, %.*f]}\n", info->name, digits, measured.value, digits,
        measured.error);
}

static void write_heel_raises(const calf_answers *answers, FILE *out)
{
    const calf_measured raises = calf_heel_raises_of_test(calf_answers_heel_raises(answers));
    if (answers->legs == CALF_LEGS)
        fprintf(out, "    # Heel raises to failure, %d left and %d right: the weaker leg counts.\n",
            answers->heel_raises[0], answers->heel_raises[1]);
    else
        fputs("    # Heel raises to failure.\n", out);
    fprintf(out,
        "    # A test is wrong by an SD of %g, as two of them a week apart differ\n"
        "    # (Hebert-Losier 2017).\n",
        raises.error);
    write_measured(CALF_P_heel_raise_reps, raises, 1, out);
}

static void write_ankle(const calf_answers *answers, FILE *out)
{
    const calf_measured shin = calf_ankle_of_angle(answers->ankle_deg);
    const calf_measured wall = calf_ankle_of_knee_to_wall(answers->knee_to_wall_cm);
    if (answers->known[CALF_ASK_ankle])
        fprintf(out,
            "    # The shin's angle in the lunge. A test is wrong by an SD of %g (Powden 2015).\n",
            shin.error);
    else
        fprintf(out,
            "    # From %g cm between toe and wall: 39 degrees at 10.3 cm, 1.5 degrees a cm\n"
            "    # (after Hall and Docherty 2017). An estimate, wrong by an SD of %g.\n",
            answers->knee_to_wall_cm, wall.error);
    write_measured(CALF_P_dorsiflexion_rom, answers->known[CALF_ASK_ankle] ? shin : wall, 1, out);
}

static void write_strike(const calf_answers *answers, FILE *out)
{
    const calf_parameter_info *info = calf_parameter_describe(CALF_P_forefootness);
    double low, high;
    calf_forefootness_of_strike(answers->strike, &low, &high);
    fprintf(out,
        "    # Lands on the %s: the prior, cut halfway to the other strikes (0 heel,\n"
        "    # 0.5 midfoot, 1 forefoot).\n"
        "    %s: {%s: [%g, %g], low: %g, high: %g}\n",
        answers->text[CALF_ASK_strike], info->name, calf_shape_name(info->prior.shape),
        info->prior.a, info->prior.b, low, high);
}

static void write_race(const calf_answers *answers, FILE *out)
{
    const calf_measured speed = calf_threshold_speed_of_race(answers->race_km, answers->race_s);
    fprintf(out,
        "    # From %s: the speed of one hour, as time grows with distance to the power\n"
        "    # 1.06 (Riegel 1981). An estimate, wrong by an SD of %.0f %%: by the day, by the\n"
        "    # runner.\n",
        answers->text[CALF_ASK_race], 100 * speed.error / speed.value);
    write_measured(CALF_P_threshold_speed, speed, 2, out);
}

static void write_years(const calf_answers *answers, FILE *out)
{
    fprintf(out, "    %s: %g # as answered\n", calf_parameter_describe(CALF_P_years_running)->name,
        answers->years);
}

// The parameters that answers speak of, and the answers.
static const struct {
    calf_parameter_id parameter;
    calf_question_id question, or_question;
    bool fixed; // one value, not a distribution
    void (*write)(const calf_answers *answers, FILE *out);
} spoken_of[] = {
    {CALF_P_heel_raise_reps, CALF_ASK_heel_raises, CALF_ASK_heel_raises, false, write_heel_raises},
    {CALF_P_dorsiflexion_rom, CALF_ASK_knee_to_wall, CALF_ASK_ankle, false, write_ankle},
    {CALF_P_forefootness, CALF_ASK_strike, CALF_ASK_strike, false, write_strike},
    {CALF_P_threshold_speed, CALF_ASK_race, CALF_ASK_race, false, write_race},
    {CALF_P_years_running, CALF_ASK_years, CALF_ASK_years, true, write_years},
};
enum { SPOKEN_OF = sizeof spoken_of / sizeof *spoken_of };

static bool is_known(const calf_answers *answers, int k)
{
    return answers->known[spoken_of[k].question] || answers->known[spoken_of[k].or_question];
}

static const char *name_of(int k)
{
    return calf_parameter_describe(spoken_of[k].parameter)->name;
}

static void write_unknown(const calf_answers *answers, FILE *out)
{
    int unknown = 0;
    for (int k = 0; k < SPOKEN_OF; k++) {
        if (is_known(answers, k))
            continue;
        fprintf(out, "%s%s",
            unknown++ == 0 ? "# Not known, and left to the plan and the priors:\n#   " : ", ",
            name_of(k));
    }
    fputs(unknown > 0 ? "\n" : "", out);
}

static void write_head(const calf_answers *answers, const calf_ready_plan *plan, FILE *out)
{
    fputs("# Written from these answers; change what you know better:\n", out);
    write_command(answers, out);
    fputs("# Its runners are people who agree with what is known of this one and differ in the\n"
          "# rest, as runners do (calfsim params). It is about ordinary soreness, never a\n"
          "# diagnosis. Every key: experiments/FORMAT.md.\n",
        out);
    write_unknown(answers, out);
    calf_answers_doubts(answers, "# ", out);
    fprintf(out, "#\n# The plan %s:\n", plan->name);
}

// How far a line is indented.
static size_t indent_of(const char *line)
{
    return strspn(line, " ");
}

static const char *after(const char *line)
{
    return line + strcspn(line, "\n") + 1;
}

static bool begins(const char *line, const char *key)
{
    return strncmp(line, key, strlen(key)) == 0;
}

static void write_line(const char *line, FILE *out)
{
    fwrite(line, 1, (size_t)(after(line) - line), out);
}

static bool is_spoken_of(const calf_answers *answers, const char *line)
{
    for (int k = 0; k < SPOKEN_OF; k++) {
        const size_t length = strlen(name_of(k));
        if (is_known(answers, k) && strncmp(line + indent_of(line), name_of(k), length) == 0 &&
            line[indent_of(line) + length] == ':')
            return true;
    }
    return false;
}

// What the plan itself says of its runners under a key, as far as it is not known better.
static void write_own(
    const calf_answers *answers, const char *population, const char *key, int *lines, FILE *out)
{
    const char *line = after(population);
    while (indent_of(line) > 0 && !begins(line, key))
        line = after(line);
    if (!begins(line, key))
        return;
    for (line = after(line); indent_of(line) > 2; line = after(line))
        if (!is_spoken_of(answers, line)) {
            if ((*lines)++ == 0)
                fputs(key, out);
            write_line(line, out);
        }
}

static void write_section(
    const calf_answers *answers, const char *population, const char *key, bool fixed, FILE *out)
{
    int lines = 0;
    for (int k = 0; k < SPOKEN_OF; k++) {
        if (spoken_of[k].fixed != fixed || !is_known(answers, k))
            continue;
        fputs(lines++ == 0 ? key : "", out);
        spoken_of[k].write(answers, out);
    }
    write_own(answers, population, key, &lines, out);
}

static void write_population(const calf_answers *answers, const char *population, FILE *out)
{
    fputs("population:\n", out);
    for (const char *line = after(population); indent_of(line) > 0; line = after(line))
        if (begins(line, "  runners:") || begins(line, "  worlds:"))
            write_line(line, out);
    write_section(answers, population, "  set:\n", true, out);
    write_section(answers, population, "  vary:\n", false, out);
}

static void write_usual(const calf_answers *answers, FILE *out)
{
    const calf_usual_week week = calf_answers_week(answers);
    char km[CALF_NUMBER_TEXT];
    double sum = 0;
    int runs = 0;
    for (int day = 0; day < CALF_WEEK_DAYS; day++) {
        sum += week.km[day];
        runs += week.km[day] > 0;
    }
    if (runs == 0) {
        fputs("  usual: {} # does not run\n", out);
        return;
    }
    if (answers->known[CALF_ASK_weekly_km])
        sum = answers->weekly_km;
    fprintf(out,
        "  # %s km a week on %d days, %s. The days, the speeds (shares of threshold_speed)\n"
        "  # and the longer last run are assumed: put in the real ones.\n"
        "  usual:\n",
        calf_number_text(sum, km), runs,
        answers->known[CALF_ASK_weekly_km] && answers->known[CALF_ASK_days] ? "as answered"
                                                                            : "assumed in part");
    calf_usual_week_write(&week, out);
}

// The week off before the usual one, as return-after-sore-spell has it.
static void write_week_off(const calf_answers *answers, int days, FILE *out)
{
    const calf_usual_week week = calf_answers_week(answers);
    double km = 0;
    for (int day = 0; day < CALF_WEEK_DAYS; day++)
        km += week.km[day];
    fprintf(out, "  week off:%s # nothing for a week, then as ever\n", km > 0 ? "" : " {}");
    if (km > 0)
        calf_usual_week_write_days(&week, 1, days / CALF_WEEK_DAYS, out);
}

// The plans, and what follows them; the usual week is the runner's where it is known.
static void write_plans(const calf_answers *answers, const char *line, int days, FILE *out)
{
    bool replaced = false;
    for (; *line; line = after(line)) {
        if (indent_of(line) <= 2)
            replaced = calf_answers_know_week(answers) &&
                (begins(line, "  usual:") || begins(line, "  week off:"));
        if (!replaced)
            write_line(line, out);
        else if (begins(line, "  usual:"))
            write_usual(answers, out);
        else if (begins(line, "  week off:"))
            write_week_off(answers, days, out);
    }
}

static void write_levers(const calf_answers *answers, FILE *out)
{
    if (answers->known[CALF_ASK_strike] && answers->strike != CALF_STRIKE_HEEL)
        fputs("  - {name: heel down, plan: usual, technique: {heel_contact: 1}}\n", out);
}

static void write_all(const calf_answers *answers, const char *none, FILE *out)
{
    (void)none;
    const size_t choice = answers->known[CALF_ASK_plan] ? answers->plan : 0;
    const calf_ready_plan *plan = calf_ready_plan_of_choice(choice);
    const char *line = plan->text;
    int days = 0;
    write_head(answers, plan, out);
    for (; !begins(line, "population:"); line = after(line)) {
        if (begins(line, "days: "))
            days = atoi(line + strlen("days: "));
        write_line(line, out);
    }
    write_population(answers, line, out);
    do
        line = after(line);
    while (indent_of(line) > 0);
    write_plans(answers, line, days, out);
    if (choice == 0)
        write_levers(answers, out);
}

static void put_runner(const calf_answers *answers, const char *line, FILE *out)
{
    for (; !begins(line, "population:"); line = after(line))
        write_line(line, out);
    write_population(answers, line, out);
    do
        line = after(line);
    while (indent_of(line) > 0);
    fputs(line, out);
}

// Numbers have a point, whatever locale the host program has chosen.
static void in_plain_locale(void (*write)(const calf_answers *, const char *, FILE *),
    const calf_answers *answers, const char *yaml, FILE *out)
{
    const locale_t plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    const locale_t before = uselocale(plain);
    write(answers, yaml, out);
    uselocale(before);
    if (plain != (locale_t)0)
        freelocale(plain);
}

void calf_new_experiment_put_runner(const calf_answers *answers, const char *yaml, FILE *out)
{
    in_plain_locale(put_runner, answers, yaml, out);
}

void calf_new_experiment_write(const calf_answers *answers, FILE *out)
{
    in_plain_locale(write_all, answers, NULL, out);
}
