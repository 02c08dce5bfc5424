// SPDX-License-Identifier: GPL-3.0-or-later
// One outcome compared, in sentences.
#include "report/compare_words.h"

#include "core/number.h"
#include "report/outcome_number.h"
#include "report/sentence.h"
#include "report/text.h"
#include "report/verdict.h"

#include <ctype.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

enum { INDENT = 2, PARAGRAPH = 1200 };

// A paragraph under construction, and how its numbers are written.
typedef struct paragraph {
    calf_sentence say;
    calf_outcome_style style;
    char text[PARAGRAPH];
} paragraph;

static void begin(paragraph *one, calf_outcome_id id)
{
    one->text[0] = 0;
    one->say = (calf_sentence){one->text, sizeof one->text, 0};
    one->style = calf_outcome_style_of(id);
}

static void end(const paragraph *one, FILE *out, int width)
{
    if (one->say.used == 0)
        return;
    fprintf(out, "%*s", INDENT, "");
    calf_text_wrap(out, one->text, width - INDENT, INDENT);
}

static const char *number(char *text, size_t room, double value, const paragraph *one)
{
    return calf_text_outcome(text, room, fabs(value), &one->style);
}

static const char *way(double difference)
{
    return difference < 0 ? "less" : "more";
}

static int rounds_to_none(double value, const paragraph *one)
{
    char text[64];
    return strpbrk(number(text, sizeof text, value, one), "123456789") == NULL;
}

static int prints_alike(double a, double b, const paragraph *one)
{
    char first[64], second[64];
    return strcmp(calf_text_outcome(first, sizeof first, a, &one->style),
               calf_text_outcome(second, sizeof second, b, &one->style)) == 0;
}

// "0.55 a week less", "no difference".
static void say_difference(paragraph *one, double value)
{
    char text[64];
    if (rounds_to_none(value, one))
        calf_say(&one->say, "no difference");
    else
        calf_say(&one->say, "%s%s %s", number(text, sizeof text, value, one), one->style.behind,
            way(value));
}

// "0.37 to 0.73 less", from the smaller difference to the larger, or "0.10 less to 0.50 more". An
// end that rounds to none goes either way.
static void say_range(paragraph *one, double low, double high, const char *to)
{
    char first[64], second[64];
    const int low_none = rounds_to_none(low, one), high_none = rounds_to_none(high, one);
    if (low < 0 && high > 0 && !low_none && !high_none) {
        calf_say(&one->say, "%s less %s %s more", number(first, sizeof first, low, one), to,
            number(second, sizeof second, high, one));
        return;
    }
    const double near = fabs(low) < fabs(high) ? low : high, far = near == low ? high : low;
    number(first, sizeof first, near, one);
    if (prints_alike(low, high, one))
        calf_say(&one->say, "%s%s", first, one->style.behind);
    else
        calf_say(&one->say, "%s %s %s", first, to, number(second, sizeof second, far, one));
    calf_say(&one->say, " %s", way(far));
}

static void say_mean(paragraph *one, const calf_compared *of, calf_outcome_id id)
{
    const calf_outcome_comparison *row = &of->row->outcome[id];
    const calf_outcome_benefit *benefit = &of->benefit->outcome[id];
    const char *label = calf_outcome_describe(id)->label;
    calf_say(&one->say, "%c%s: ", toupper((unsigned char)label[0]), label + 1);
    if (isnan(row->difference.middle)) {
        calf_say(&one->say, "cannot be compared.");
        return;
    }
    const int banded = !isnan(row->difference.low);
    say_difference(one, row->difference.middle);
    if (banded) {
        calf_say(&one->say, " in the middle world, ");
        say_range(one, row->difference.low, row->difference.high, "to");
        calf_say(&one->say, " in 9 of 10 worlds: that is what science does not know");
    }
    calf_say(&one->say, ".");
    if (!(benefit->mean_low < benefit->mean_high))
        return;
    if (banded) {
        calf_say(&one->say, " Averaged over worlds: ");
        say_difference(one, row->difference.mean);
        calf_say(&one->say, "; another draw");
    } else {
        calf_say(&one->say, " Another draw");
    }
    if (prints_alike(benefit->mean_low, benefit->mean_high, one)) {
        calf_say(&one->say, " of as many would hardly move it.");
        return;
    }
    calf_say(&one->say, " of as many would find it between ");
    say_range(one, benefit->mean_low, benefit->mean_high, "and");
    calf_say(&one->say, " (95 %%): that is chance.");
}

static void say_proportion(paragraph *one, const calf_proportion *worlds, const char *called)
{
    calf_say(&one->say, "in %zu of %zu worlds%s %.0f %% (chance: %.0f to %.0f %%). ", worlds->count,
        worlds->of, called, 100 * worlds->share, 100 * worlds->low, 100 * worlds->high);
}

static int has_band_of_100(const calf_band *share)
{
    return round(100 * share->low) < round(100 * share->high);
}

// What the band is, is said of the first one.
static void say_band_of_100(paragraph *one, const calf_band *share, int *first)
{
    if (!has_band_of_100(share))
        return;
    calf_say(&one->say, " (%.0f to %.0f%s)", 100 * share->low, 100 * share->high,
        *first ? " in 9 of 10 worlds" : "");
    *first = 0;
}

// Whole numbers of 100 that add up: what rounding leaves goes to the largest.
static void of_100(const double shares[3], int counts[3])
{
    int largest = 0, sum = 0;
    for (int i = 0; i < 3; i++) {
        counts[i] = (int)floor(100 * shares[i] + 0.5);
        sum += counts[i];
        if (shares[i] > shares[largest])
            largest = i;
    }
    counts[largest] += 100 - sum;
}

// A count that rounds to 0 is told exactly, where it is known and its band does not say more.
static void say_rare(
    paragraph *one, int of_100, const calf_band *share, const calf_compared *of, calf_outcome_id id)
{
    const calf_outcome_benefit *benefit = &of->benefit->outcome[id];
    const double all = (double)of->row->runners * (double)benefit->alike.of;
    if (of_100 > 0 || benefit->resolution > 0 || has_band_of_100(share))
        return;
    if (share->mean > 0)
        calf_say(&one->say, " (%.0f of %.0f)", share->mean * all, all);
    else
        calf_say(&one->say, " (none of %.0f)", all);
}

static void say_margin(paragraph *one, double margin)
{
    char text[CALF_NUMBER_TEXT];
    calf_say(
        &one->say, "%s%s", calf_number_text(margin * one->style.factor, text), one->style.behind);
}

static void say_one_runner(paragraph *one, const calf_outcome_benefit *benefit, size_t worlds)
{
    if (isnan(benefit->gain.mean) || worlds < 2)
        return;
    calf_say(&one->say, "This one runner gains in %.0f of %zu worlds and loses in %.0f",
        benefit->gain.mean * (double)worlds, worlds, benefit->lose.mean * (double)worlds);
    if (benefit->margin > 0) {
        calf_say(&one->say, ", counting more than ");
        say_margin(one, benefit->margin);
    }
    calf_say(&one->say, ".");
}

static void say_runners(paragraph *one, const calf_compared *of, calf_outcome_id id)
{
    const calf_outcome_benefit *benefit = &of->benefit->outcome[id];
    const int judged = calf_outcome_describe(id)->better != CALF_NEITHER;
    const calf_band *first = judged ? &benefit->gain : &benefit->lower;
    const calf_band *second = judged ? &benefit->lose : &benefit->higher;
    const double shares[3] = {first->mean, second->mean, benefit->within.mean};
    int counts[3], band = 1;
    if (isnan(shares[0]) || isnan(shares[1]))
        return;
    of_100(shares, counts);
    calf_say(
        &one->say, "Of 100 runners like these, %d %s", counts[0], judged ? "gain" : "have less");
    say_band_of_100(one, first, &band);
    say_rare(one, counts[0], first, of, id);
    calf_say(&one->say, ", %d %s", counts[1], judged ? "lose" : "have more");
    say_band_of_100(one, second, &band);
    say_rare(one, counts[1], second, of, id);
    calf_say(&one->say, ", %d stay the same", counts[2]);
    say_band_of_100(one, &benefit->within, &band);
    if (benefit->margin > 0) {
        calf_say(&one->say, ", which means within ");
        say_margin(one, benefit->margin);
    }
    calf_say(&one->say, ".");
    if (benefit->resolution >= 0.015)
        calf_say(&one->say,
            " These counts are read between stored quantiles, which may put them %.0f off.",
            ceil(100 * benefit->resolution));
}

static void say_alike(paragraph *one, const calf_compared *of, const calf_outcome_benefit *benefit)
{
    char text[200];
    const calf_outcome_style *style = &one->style;
    if (of->row->runners > 1 && !isnan(benefit->margin_of_95.middle))
        calf_say(&one->say, "95 of 100 runners stay within %s%s of '%s'. ",
            calf_text_band(
                text, sizeof text, &benefit->margin_of_95, style->factor, style->decimals),
            style->behind, of->against);
    if (benefit->margin == 0 || benefit->alike.of == 0)
        return;
    const int one_world = benefit->alike.of == 1;
    calf_say(&one->say, "The mean runner %s within ",
        one_world && !benefit->alike.count ? "cannot be shown to stay" : "stays");
    say_margin(one, benefit->margin);
    if (one_world) {
        calf_say(&one->say, " in this one world.");
        return;
    }
    calf_say(&one->say, " ");
    say_proportion(one, &benefit->alike, ",");
}

// Every difference counted, however small, and how differently runners fare.
static void say_rest(paragraph *one, const calf_outcome_comparison *row)
{
    char better[200], worse[200], sd[64];
    const int judged = !isnan(row->better.middle);
    const calf_band *first = judged ? &row->better : &row->lower;
    const calf_band *second = judged ? &row->worse : &row->higher;
    calf_say(&one->say,
        "Counting every difference, however small: %s for %s %% of the runners in the middle world, "
        "%s for %s %%. Their differences have an SD of %s%s.",
        judged ? "better" : "less", calf_text_band(better, sizeof better, first, 100, 1),
        judged ? "worse" : "more", calf_text_band(worse, sizeof worse, second, 100, 1),
        number(sd, sizeof sd, row->sd, one), one->style.behind);
}

void calf_compare_words(const calf_compared *of, calf_outcome_id id, int full, FILE *out, int width)
{
    const calf_outcome_comparison *row = &of->row->outcome[id];
    const calf_outcome_benefit *benefit = &of->benefit->outcome[id];
    paragraph one;
    begin(&one, id);
    if (row->lower.mean == 0 && row->higher.mean == 0) {
        calf_say(&one.say, "%c%s: the same for every runner as under '%s'.",
            toupper((unsigned char)calf_outcome_describe(id)->label[0]),
            calf_outcome_describe(id)->label + 1, of->against);
        end(&one, out, width);
        return;
    }
    say_mean(&one, of, id);
    end(&one, out, width);
    begin(&one, id);
    if (benefit->better.of > 1) {
        calf_say(&one.say, "The mean runner is better off ");
        say_proportion(&one, &benefit->better, ": a probability of benefit of");
    }
    if (of->row->runners == 1)
        say_one_runner(&one, benefit, benefit->alike.of);
    else
        say_runners(&one, of, id);
    end(&one, out, width);
    begin(&one, id);
    say_alike(&one, of, benefit);
    end(&one, out, width);
    begin(&one, id);
    if (full && of->row->runners > 1)
        say_rest(&one, row);
    end(&one, out, width);
}

static void say_times(calf_sentence *say, double times, const char *of_what)
{
    if (times <= 9.9)
        calf_say(say, "about %.1f times as many %s", ceil(10 * times - 1e-9) / 10, of_what);
    else if (times <= 100)
        calf_say(say, "about %.0f times as many %s", ceil(times - 1e-9), of_what);
    else
        calf_say(say, "more than 100 times as many %s", of_what);
}

// "gain", "have less", ...: those below the margin (0) or above it (1).
static const char *who(calf_outcome_id id, int side)
{
    static const char *const words[][2] = {[CALF_LOWER] = {"gain", "lose"},
        [CALF_HIGHER] = {"lose", "gain"},
        [CALF_NEITHER] = {"have less", "have more"}};
    return words[calf_outcome_describe(id)->better][side];
}

static void doubt_share(
    paragraph *one, const calf_doubts *doubts, calf_outcome_id id, int by_worlds)
{
    const double *times = doubts->share_times;
    const int larger = times[1] > times[0];
    if (!(times[larger] > 0))
        return;
    calf_say(&one->say, "Warning: this sample cannot tell how many %s", who(id, larger));
    if (times[!larger] > 0)
        calf_say(&one->say, ", nor how many %s", who(id, !larger));
    calf_say(&one->say, "; it takes ");
    say_times(&one->say, times[larger], by_worlds ? "worlds" : "runners");
    calf_say(&one->say, ".");
}

// 9 of 10 of what is spread by chance lie within 1.645 SDs of the middle.
static void doubt_band(
    paragraph *one, const calf_doubts *doubts, const calf_compared *of, calf_outcome_id id)
{
    const calf_outcome_benefit *benefit = &of->benefit->outcome[id];
    const int larger = doubts->band_times[1] > doubts->band_times[0];
    if (!(doubts->band_times[larger] > 0))
        return;
    calf_say(&one->say,
        "Warning: %" PRIu64 " runners in a world are too few for the band of those who %s: chance "
        "alone spreads them over %.0f of 100; it takes ",
        of->row->runners, who(id, larger),
        fmax(1, 200 * 1.645 * (larger ? benefit->higher_noise : benefit->lower_noise)));
    say_times(&one->say, doubts->band_times[larger], "runners");
    calf_say(&one->say, " in a world.");
}

void calf_compare_doubts(const calf_compared *of, calf_outcome_id id, FILE *out, int width)
{
    const calf_doubts doubts = calf_doubts_of(of->row, of->benefit, id);
    const int by_worlds = of->benefit->outcome[id].alike.of > 1;
    paragraph one;
    begin(&one, id);
    if (doubts.mean_times > 0) {
        calf_say(
            &one.say, "Warning: this sample cannot tell the mean difference from none; it takes ");
        say_times(&one.say, doubts.mean_times, by_worlds ? "worlds" : "runners");
        calf_say(&one.say, ".");
    }
    end(&one, out, width);
    begin(&one, id);
    doubt_share(&one, &doubts, id, by_worlds);
    end(&one, out, width);
    begin(&one, id);
    doubt_band(&one, &doubts, of, id);
    end(&one, out, width);
}

void calf_compare_few_worlds(size_t worlds, FILE *out, int width)
{
    char text[400];
    if (worlds >= CALF_WORLDS_ENOUGH)
        return;
    calf_sentence say = {text, sizeof text, 0};
    if (worlds == 1) {
        calf_say(&say, "Warning: %s It takes %d worlds or more.", calf_verdict_one_world,
            CALF_WORLDS_ENOUGH);
    } else {
        calf_say(&say,
            "Warning: %zu worlds are too few to say what 9 of 10 do; it takes %d or more, ", worlds,
            CALF_WORLDS_ENOUGH);
        say_times(&say, CALF_WORLDS_ENOUGH / (double)worlds, "worlds");
        calf_say(&say, ".");
    }
    calf_text_wrap(out, text, width, 0);
}
